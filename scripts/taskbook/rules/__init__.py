"""What should hold in a plan: one rule, one function, named for what should hold; codes name what is wrong.

What a cell *says* and cannot be read (unknown units, open tails, groups nobody defined) is found by
`language.reading`; the rules look at everything else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from taskbook.columns import Sheet
from taskbook.findings import Finding
from taskbook.rules import cells, content, deadlines, identity, numbers, points, registry
from taskbook.rules.identity import new_ids as new_ids
from taskbook.rules.sheet import ReadPlan as ReadPlan
from taskbook.rules.sheet import task_cell as task_cell

Rule = Callable[[ReadPlan], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    identity.tasks_have_ids,
    identity.ids_are_unique,
    numbers.numbers_are_filled,
    numbers.numbers_are_unique,
    numbers.numbers_have_no_gaps,
    numbers.numbers_are_in_order,
    cells.required_cells_are_filled,
    cells.somebody_is_responsible,
    content.tasks_are_not_repeated,
    content.tasks_are_not_nearly_repeated,
    content.what_is_left_over_is_not_planned_anew,
    content.characters_are_honest,
    content.brackets_are_paired,
    deadlines.deadlines_are_understood,
    deadlines.deadlines_are_dates_not_events,
    deadlines.deadlines_are_within_the_year,
    deadlines.deadlines_are_after_the_issue_date,
    deadlines.deadlines_leave_time,
    deadlines.deadlines_agree_with_the_text,
    deadlines.ongoing_tasks_have_a_milestone,
    registry.named_units_are_at_work,
    registry.units_stand_once,
    registry.aliases_mean_one_unit,
    registry.units_can_be_mailed,
    registry.emails_are_well_formed,
    registry.units_have_a_category,
    registry.groups_stand_once,
    registry.group_members_are_known,
    points.points_have_their_columns,
    points.points_are_for_a_unit,
    points.points_are_numbers,
    points.points_are_of_a_period,
    points.points_have_a_reason,
    cells.what_counts_stands_in_one_column,
    cells.the_year_is_known,
)

_FIRST = (Sheet.TASKS, Sheet.LOOKBACK)
_SHEETS = (*_FIRST, *(sheet for sheet in Sheet if sheet not in _FIRST))
_ADDRESS = re.compile(r"[^A-Z\d]?([A-Z]*)(\d*)")


def findings_of(sheet: ReadPlan) -> list[Finding]:
    """What every rule finds, in reading order."""
    return in_reading_order(finding for rule in RULES for finding in rule(sheet))


def in_reading_order(findings: Iterable[Finding]) -> list[Finding]:
    """Sheet by sheet in the master's order, down the rows, then across the columns; each finding once."""
    return sorted(dict.fromkeys(findings), key=_position)


def _position(finding: Finding) -> tuple[int, int, int, str, str]:
    sheet, address = finding.where.sheet, finding.where.address
    order = _SHEETS.index(Sheet(sheet)) if sheet in _SHEETS else len(_SHEETS)
    match = _ADDRESS.match(address)
    letters, digits = (match[1], match[2]) if match else ("", "")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return order, int(digits or 0), column, finding.code.name, finding.message
