"""Plan → a new master book: a document an office can print, sign and live with for a year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from taskbook import files, wording
from taskbook.columns import HEADINGS, PARTY_FIELDS, STATUS_FIELDS, Field, Sheet, column_letters
from taskbook.master import marks
from taskbook.master.guide import write_guide
from taskbook.master.layout import LAST_ROW
from taskbook.master.side_sheets import (
    set_up_page,
    write_findings_sheet,
    write_groups,
    write_settings,
    write_units,
)
from taskbook.master.styles import BODY_SIZE, HEADING_SIZE, NOTE_SIZE, TAB_COLOURS, Look, make_formats
from taskbook.model import Plan, Task
from taskbook.ooxml.fitting import TALLEST, fitted_height, lines_needed, row_height
from taskbook.ooxml.rows import cell_text

TITLE_ROW, NOTE_ROW, HEADING_ROW, FIRST_ROW = 0, 1, 2, 3
FREEZE_COLUMNS = 2
LEAST_HEIGHT = 52.0
"""Points: room for three lines, as what units answered comes into rows that are already there."""

_WIDTHS = {
    Field.TASK_ID: 8.5,
    Field.NUMBER: 6,
    Field.SECTION: 14,
    Field.TOPIC: 18,
    Field.CONTENT: 48,
    Field.LEAD: 15.5,
    Field.RESPONSIBLE: 22,
    Field.SUPPORT: 16,
    Field.MEASURE: 15.5,
    Field.DEADLINE: 17.5,
    Field.STATUS: 10.5,
    Field.RATE: 8.5,
    Field.LIGHT: 6.5,
    Field.LATEST: 36,
    Field.UPDATED: 10.5,
    Field.LEADER: 11,
    Field.REMARK: 14,
}
_EXTRA_WIDTH = 16
_BLANK_WIDTH = 10.5
_LOOKS = {
    Field.TASK_ID: Look.CODE,
    Field.NUMBER: Look.MIDDLE,
    Field.SECTION: Look.TOPIC,
    Field.TOPIC: Look.TOPIC,
    Field.DEADLINE: Look.MIDDLE,
    Field.STATUS: Look.OURS,
    Field.RATE: Look.OURS_SHARE,
    Field.LIGHT: Look.OURS,
    Field.LATEST: Look.OURS_TEXT,
    Field.UPDATED: Look.OURS,
    Field.LEADER: Look.MIDDLE,
}


_NEW_ROW_LOOKS = {
    Look.TEXT: Look.NEW_TEXT,
    Look.OURS_TEXT: Look.NEW_OURS_TEXT,
    Look.OURS_SHARE: Look.NEW_SHARE,
}
"""Of whole columns, for rows that people add below: without lines, which would run down the empty sheet."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the task sheet: a field of the plan, or (field None) one of the source's own columns."""

    heading: str
    field: Field | None
    width: float
    look: Look

    def text(self, task: Task) -> str:
        if self.field is None:
            return cell_text(dict(task.extra).get(self.heading, ""))
        if self.field is Field.TASK_ID:
            return task.id
        return "" if self.field in STATUS_FIELDS else cell_text(getattr(task, self.field.value))


def write_master(plan: Plan, path: Path) -> None:
    """Write the master book of a plan in one step; what stood at `path` before is replaced.

    The plan's cells are written as text, as printed; task ids, settings, units and groups as they are given.
    """
    with files.atomic(path) as temporary:
        workbook = xlsxwriter.Workbook(
            str(temporary), {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        workbook.set_properties({"title": title_of(plan.settings.plan_name), "company": plan.settings.office})
        sheets = {sheet: workbook.add_worksheet(sheet) for sheet in _SHEETS}
        for sheet, colour in TAB_COLOURS.items():
            sheets[sheet].set_tab_color(colour)
        looks = make_formats(workbook)
        marks.define_lookup_names(workbook)
        _write_tasks(workbook, sheets[Sheet.TASKS], looks, plan)
        write_units(workbook, sheets[Sheet.UNITS], looks, plan.units)
        write_groups(workbook, sheets[Sheet.GROUPS], looks, plan.groups)
        write_settings(workbook, sheets[Sheet.SETTINGS], looks, plan.settings)
        write_findings_sheet(workbook, sheets[Sheet.FINDINGS], looks)
        write_guide(workbook, sheets[Sheet.GUIDE], looks)
        workbook.close()


_SHEETS = (Sheet.TASKS, Sheet.UNITS, Sheet.GROUPS, Sheet.SETTINGS, Sheet.FINDINGS, Sheet.GUIDE)


def task_columns(tasks: Sequence[Task]) -> list[Column]:
    """Every field in order (牵头领导, 备注 only where the source had them), then the source's own columns."""
    optional = {Field.LEADER, Field.REMARK}
    fields = [
        field
        for field in HEADINGS
        if field not in optional or any(getattr(task, field.value) for task in tasks)
    ]
    own = dict.fromkeys(heading for task in tasks for heading, _ in task.extra)
    columns = [
        Column(HEADINGS[field], field, _WIDTHS[field], _LOOKS.get(field, Look.TEXT)) for field in fields
    ]
    columns += [Column(heading, None, _EXTRA_WIDTH, Look.TEXT) for heading in own]
    return [_widened(column, tasks) for column in columns]


def _widened(column: Column, tasks: Sequence[Task]) -> Column:
    """Wide enough that no text needs a row higher than rows can be; narrow where the source has nothing to say."""
    longest = max((column.text(task) for task in tasks), key=len, default="")
    width = column.width if longest or column.field in STATUS_FIELDS else min(column.width, _BLANK_WIDTH)
    while width < 200 and row_height(lines_needed(longest, width, BODY_SIZE), BODY_SIZE) >= TALLEST:
        width *= 1.3
    return Column(column.heading, column.field, round(width, 1), column.look)


def _write_tasks(
    workbook: xlsxwriter.Workbook, sheet: Worksheet, looks: dict[Look, Format], plan: Plan
) -> None:
    columns = task_columns(plan.tasks)
    _write_head(sheet, looks, plan, columns)
    heights = _heights(plan.tasks, columns)
    for row, (task, height) in enumerate(zip(plan.tasks, heights, strict=True), FIRST_ROW):
        sheet.set_row(row, height)
        for index, column in enumerate(columns):
            _put_text(sheet, row, index, column.text(task), looks[column.look])
    for index, column in enumerate(columns):
        if column.field in (Field.SECTION, Field.TOPIC):
            _merge_runs(sheet, index, plan.tasks, column, looks)
    _finish(workbook, sheet, plan, columns)


def _write_head(sheet: Worksheet, looks: dict[Look, Format], plan: Plan, columns: Sequence[Column]) -> None:
    last = len(columns) - 1
    settings = plan.settings
    issued = settings.issued_on.isoformat() if settings.issued_on else ""
    facts = wording.master_facts(settings.office, settings.year, issued)
    note = "\n".join(filter(None, (facts, wording.MASTER_NOTE)))
    sheet.set_row(TITLE_ROW, 48)
    sheet.merge_range(TITLE_ROW, 0, TITLE_ROW, last, title_of(settings.plan_name), looks[Look.TITLE])
    sheet.set_row(NOTE_ROW, row_height(note.count("\n") + 1, NOTE_SIZE))
    sheet.merge_range(NOTE_ROW, 0, NOTE_ROW, last, note, looks[Look.NOTE])
    headings = [(column.heading, column.width) for column in columns]
    sheet.set_row(HEADING_ROW, fitted_height(headings, HEADING_SIZE, least=34))
    for index, column in enumerate(columns):
        ours = column.field in STATUS_FIELDS or column.field is Field.TASK_ID
        sheet.set_column(index, index, column.width, looks[_NEW_ROW_LOOKS.get(column.look, Look.NEW_MIDDLE)])
        look = Look.HEADING_OURS if ours else Look.HEADING
        sheet.write_string(HEADING_ROW, index, column.heading, looks[look])


def title_of(plan_name: str) -> str:
    """The plan's name as the title of its table: `…政务公开工作要点` gets 责任分解表 after it."""
    name = " ".join(plan_name.split())
    return name if name.endswith(wording.MASTER_TITLE_ENDINGS) else name + wording.MASTER_TITLE


def _put_text(sheet: Worksheet, row: int, column: int, text: str, look: Format) -> None:
    if text:
        sheet.write_string(row, column, text, look)
    else:
        sheet.write_blank(row, column, None, look)


def _runs(tasks: Sequence[Task], column: Column) -> Iterable[tuple[int, int, str]]:
    """(first, last, text) of consecutive tasks with the same text; a topic's run ends where its section does."""

    def key(task: Task) -> tuple[str, str]:
        return (task.section if column.field is Field.TOPIC else "", column.text(task))

    first = 0
    for (_, text), run in groupby(tasks, key):
        last = first + len(list(run)) - 1
        yield first, last, text
        first = last + 1


def _merge_runs(
    sheet: Worksheet, index: int, tasks: Sequence[Task], column: Column, looks: dict[Look, Format]
) -> None:
    for first, last, text in _runs(tasks, column):
        if text and last > first:
            sheet.merge_range(FIRST_ROW + first, index, FIRST_ROW + last, index, text, looks[column.look])
            for row in range(first + 1, last + 1):  # so that a filter on the topic finds every row
                sheet.write_string(FIRST_ROW + row, index, text, looks[column.look])


def _heights(tasks: Sequence[Task], columns: Sequence[Column]) -> list[float]:
    """Each row high enough for its own cells, and together for the topics merged over them."""
    topics = [column for column in columns if column.field in (Field.SECTION, Field.TOPIC)]
    single = [column for column in columns if column not in topics]
    heights = [
        fitted_height([(column.text(task), column.width) for column in single], BODY_SIZE, least=LEAST_HEIGHT)
        for task in tasks
    ]
    for column in topics:
        for first, last, text in _runs(tasks, column):
            needed = row_height(lines_needed(text, column.width, BODY_SIZE), BODY_SIZE)
            missing = needed - sum(heights[first : last + 1])
            if missing > 0:
                share = missing / (last - first + 1)
                for row in range(first, last + 1):
                    heights[row] = min(TALLEST, round(heights[row] + share, 1))
    return heights


def _finish(workbook: xlsxwriter.Workbook, sheet: Worksheet, plan: Plan, columns: Sequence[Column]) -> None:
    """Filters, frozen panes, drop-downs, colours and printing."""
    last_row, last_column = FIRST_ROW + len(plan.tasks) - 1, len(columns) - 1
    places = {column.field: index for index, column in enumerate(columns)}
    sheet.autofilter(HEADING_ROW, 0, max(last_row, FIRST_ROW), last_column)
    sheet.freeze_panes(FIRST_ROW, FREEZE_COLUMNS)
    for field in PARTY_FIELDS:
        sheet.data_validation(FIRST_ROW, places[field], LAST_ROW - 1, places[field], _UNIT_HINT)
    marks.mark_findings(workbook, sheet, FIRST_ROW, len(columns))
    marks.frame_new_rows(workbook, sheet, max(last_row, FIRST_ROW) + 1, places[Field.CONTENT], last_column)
    marks.colour_status(workbook, sheet, FIRST_ROW, places[Field.LIGHT], places[Field.STATUS])
    set_up_page(sheet, landscape=True, paper=8, heading_row=HEADING_ROW)
    # Numbers are kept as printed, as text; without this Excel puts a green corner on each of them.
    sheet.ignore_errors(
        {"number_stored_as_text": f"A{FIRST_ROW + 1}:{column_letters(last_column)}{LAST_ROW}"}
    )


_UNIT_HINT = {
    "validate": "list",
    "source": f"={wording.NAME_UNITS}",
    "show_error": False,  # a hint, not a fence: cells hold what the plan says, in its own words
}
