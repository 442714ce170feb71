"""A master held against a file: the plan's text read, compared, what is found, and the result as data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from taskbook import wording
from taskbook.columns import Field, Sheet
from taskbook.coverage.compare import Comparison, Covered, compare
from taskbook.coverage.telling import findings_of
from taskbook.findings import CannotGoOn, Code, Finding, Stop
from taskbook.intake.opening import read_blocks
from taskbook.model import Plan, Reading, Task
from taskbook.prose.draft import Draft
from taskbook.rules.sheet import task_cell

LEAST_IN_COMMON = 0.2
"""Of the tasks, or of the sentences, at least this share must be in the other, else it is another plan's text."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What a comparison with the text in `file` gave."""

    file: str
    comparison: Comparison
    findings: list[Finding]

    def summary(self) -> str:
        """What was compared, in one line."""
        result = self.comparison
        return wording.compared_with_text(
            len(result.judged),
            result.count(Covered.NO),
            result.count(Covered.PARTLY),
            len(result.rows),
            len(result.without_text),
            self.file,
        )


def held_against(
    source: Path, plan: Plan, readings: Sequence[Reading], today: date | None = None
) -> Compared:
    """A master's plan, with what its cells mean, against the running text of the document it comes from.

    Tables of the document are not looked at. Raises `CannotGoOn` when it cannot be read, has no running text that
    asks for anything, or hardly any of the plan's tasks is in it.
    """
    result = compare(plan, readings, _draft(source, plan, today or date.today()))
    if _has_little_in_common(result):
        raise CannotGoOn(Stop.TEXT_OF_OTHER_PLAN, path=source)
    return Compared(source.name, result, findings_of(result, source.name))


def _has_little_in_common(result: Comparison) -> bool:
    """Whether text and table are of two plans: a few likenesses are chance."""
    found = len(result.rows) - len(result.without_text)
    taken = len(result.judged) - result.count(Covered.NO)
    return found < LEAST_IN_COMMON * len(result.rows) and taken < LEAST_IN_COMMON * len(result.judged)


def _draft(source: Path, plan: Plan, today: date) -> Draft:
    from taskbook.prose.drafting import draft_of

    blocks = read_blocks(source)
    year = plan.settings.year or None
    try:
        return draft_of(blocks, source.name, source.stem, plan.units, plan.groups, year, today)
    except CannotGoOn as stopped:
        if stopped.stop in _NOTHING_ASKED:
            raise CannotGoOn(Stop.NO_PROSE_TO_COMPARE, path=source) from stopped
        raise


_NOTHING_ASKED = (Stop.PROSE_NO_TEXT, Stop.PROSE_ONLY_HEADINGS, Stop.PROSE_NO_TASKS)


# ---- what the last comparison found ----

_QUOTED = re.compile(wording.QUOTED_WORDS)
_NAMES = re.compile(wording.NAMES_MARK)
_PARTIES = (Field.RESPONSIBLE, Field.LEAD, Field.SUPPORT)
_FIELDS: Mapping[Code, tuple[Field, ...]] = {
    Code.TASK_WITHOUT_TEXT: (Field.CONTENT,),
    Code.TASK_ADDS_TEXT: (Field.CONTENT,),
    Code.DATE_DIFFERS: (Field.DEADLINE,),
    Code.NUMBER_DIFFERS: (Field.MEASURE, Field.CONTENT),
    Code.LEAD_DIFFERS: (Field.LEAD, Field.RESPONSIBLE, Field.SUPPORT),
    Code.PARTY_NOT_IN_TABLE: _PARTIES,
    Code.PARTY_ONLY_IN_TABLE: _PARTIES,
}
"""Where a finding may stand."""


def still_open(before: Iterable[Finding], plan: Plan) -> list[Finding]:
    """What an earlier comparison found, at the cells where its tasks stand now; without those whose task is gone."""
    tasks = {
        wording.TASK_MARK.format(task_id=task.id): task
        for task in plan.tasks
        if task.id and not task.lookback
    }
    kept = []
    for finding in before:
        if finding.where.sheet != Sheet.TASKS:
            kept.append(finding)
            continue
        marks = [mark for mark in tasks if finding.message.startswith(mark)]
        if marks:
            task = tasks[max(marks, key=len)]
            kept.append(replace(finding, where=task_cell(plan, task, _field_now(finding, plan, task))))
    return kept


def _field_now(finding: Finding, plan: Plan, task: Task) -> Field:
    """Which field of its task a finding is about: columns may have been put in since. Of several the one at its
    old place, where that may be; then one that holds what it quotes of the table; then one that is filled."""
    fields = _FIELDS.get(finding.code, (Field.CONTENT,))
    letters = finding.where.address.rstrip("0123456789")
    there = [field for field in fields if plan.columns_of(task).get(field) == letters]
    quoted = [name for words in _QUOTED.findall(finding.message) for name in _NAMES.split(words)]
    told = [field for field in fields if any(name in getattr(task, field.value) for name in quoted if name)]
    filled = [field for field in fields if getattr(task, field.value).strip()]
    if finding.code is Code.PARTY_NOT_IN_TABLE or set(there) & set(told):
        return [*(field for field in there if field in filled), *filled, *there, *fields][0]
    return [*told, *there, *filled, *fields][0]


# ---- the result as data ----


def coverage_json(compared: Compared) -> dict[str, object]:
    """Every sentence with its tasks, every task with its paragraphs, and how many of each."""
    result = compared.comparison
    ids = [row.task.id for row in result.rows]
    place_of = result.draft.body.place_of
    return {
        "file": compared.file,
        "counts": {
            "sentences": len(result.judged),
            **{state: result.count(state) for state in Covered},
            "tasks": len(result.rows),
            "tasks_without_text": len(result.without_text),
        },
        "sentences": [
            {
                "text": one.sentence.text,
                "paragraph": one.sentence.paragraph,
                "place": place_of(one.sentence.paragraph),
                "tasks": [ids[row] for row in one.rows],
                "covered": one.state,
                "missing": list(one.missing),
                "reasons": list(one.reasons),
            }
            for one in result.judged
        ],
        "tasks": [
            {
                "id": task_id,
                "paragraphs": list(origin.paragraphs),
                "places": [place_of(number) for number in origin.paragraphs if number],
                "added": list(origin.added),
            }
            for task_id, origin in zip(ids, result.origins, strict=True)
        ],
    }
