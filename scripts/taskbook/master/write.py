"""Plan → a new master book: a document an office can print, sign and live with for a year."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from taskbook import files, wording
from taskbook.columns import PARTY_FIELDS, STATUS_FIELDS, Field, Sheet, column_letters
from taskbook.master import marks
from taskbook.master.guide import write_guide
from taskbook.master.layout import LAST_ROW
from taskbook.master.points_sheet import write_points
from taskbook.master.side_sheets import (
    set_up_page,
    write_findings_sheet,
    write_groups,
    write_settings,
    write_units,
)
from taskbook.master.styles import HEADING_SIZE, NOTE_SIZE, TAB_COLOURS, Look, make_formats
from taskbook.master.task_layout import NEW_ROW_LOOKS, Column, heights_of, runs_of, task_columns
from taskbook.model import Plan, Task
from taskbook.ooxml.fitting import fitted_height, lines_needed, row_height

TITLE_ROW, NOTE_ROW, HEADING_ROW, FIRST_ROW = 0, 1, 2, 3
FREEZE_COLUMNS = 2


def write_master(plan: Plan, path: Path) -> None:
    """Write the master book of a plan in one step; what stood at `path` before is replaced.

    The plan's cells are written as text, as printed; task ids, settings, units, groups and points as they are given.
    A sheet 回头看 is only there where the plan holds tasks of an earlier year.
    """
    with files.atomic(path) as temporary:
        workbook = xlsxwriter.Workbook(
            str(temporary), {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        workbook.set_properties({"title": title_of(plan.settings.plan_name), "company": plan.settings.office})
        left_over = [task for task in plan.tasks if task.lookback]
        sheets = {
            sheet: workbook.add_worksheet(sheet)
            for sheet in TAB_COLOURS
            if left_over or sheet is not Sheet.LOOKBACK
        }
        for sheet, page in sheets.items():
            page.set_tab_color(TAB_COLOURS[sheet])
        looks = make_formats(workbook)
        marks.define_lookup_names(workbook)
        this_year = [task for task in plan.tasks if not task.lookback]
        _write_tasks(workbook, sheets[Sheet.TASKS], looks, this_year, _head_of(plan))
        if left_over:
            head = (wording.LOOKBACK_TITLE, wording.LOOKBACK_NOTE)
            _write_tasks(workbook, sheets[Sheet.LOOKBACK], looks, left_over, head)
        write_units(workbook, sheets[Sheet.UNITS], looks, plan.units)
        write_groups(workbook, sheets[Sheet.GROUPS], looks, plan.groups)
        write_points(workbook, sheets[Sheet.POINTS], looks, plan.points)
        write_settings(workbook, sheets[Sheet.SETTINGS], looks, plan.settings)
        write_findings_sheet(workbook, sheets[Sheet.FINDINGS], looks)
        write_guide(workbook, sheets[Sheet.GUIDE], looks)
        workbook.close()


def _write_tasks(
    workbook: xlsxwriter.Workbook,
    sheet: Worksheet,
    looks: dict[Look, Format],
    tasks: Sequence[Task],
    head: tuple[str, str],
) -> None:
    """A sheet of tasks; `head` are its title and its note."""
    columns = task_columns(tasks)
    _write_head(sheet, looks, columns, *head)
    heights = heights_of(tasks, columns)
    for row, (task, height) in enumerate(zip(tasks, heights, strict=True), FIRST_ROW):
        sheet.set_row(row, height)
        for index, column in enumerate(columns):
            _put_text(sheet, row, index, column.text(task), looks[column.look])
    for index, column in enumerate(columns):
        if column.field in (Field.SECTION, Field.TOPIC):
            _merge_runs(sheet, index, tasks, column, looks)
    _finish(workbook, sheet, len(tasks), columns)


def _head_of(plan: Plan) -> tuple[str, str]:
    settings = plan.settings
    issued = settings.issued_on.isoformat() if settings.issued_on else ""
    facts = wording.master_facts(settings.office, settings.year, issued)
    return title_of(settings.plan_name), "\n".join(filter(None, (facts, wording.MASTER_NOTE)))


def _write_head(
    sheet: Worksheet, looks: dict[Look, Format], columns: Sequence[Column], title: str, note: str
) -> None:
    last = len(columns) - 1
    sheet.set_row(TITLE_ROW, 48)
    sheet.merge_range(TITLE_ROW, 0, TITLE_ROW, last, title, looks[Look.TITLE])
    needed = lines_needed(note, sum(column.width for column in columns), NOTE_SIZE)
    sheet.set_row(NOTE_ROW, row_height(needed, NOTE_SIZE))
    sheet.merge_range(NOTE_ROW, 0, NOTE_ROW, last, note, looks[Look.NOTE])
    headings = [(column.heading, column.width) for column in columns]
    sheet.set_row(HEADING_ROW, fitted_height(headings, HEADING_SIZE, least=34))
    for index, column in enumerate(columns):
        ours = column.field in STATUS_FIELDS or column.field is Field.TASK_ID
        sheet.set_column(index, index, column.width, looks[NEW_ROW_LOOKS.get(column.look, Look.NEW_MIDDLE)])
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


def _merge_runs(
    sheet: Worksheet, index: int, tasks: Sequence[Task], column: Column, looks: dict[Look, Format]
) -> None:
    for first, last, text in runs_of(tasks, column):
        if text and last > first:
            sheet.merge_range(FIRST_ROW + first, index, FIRST_ROW + last, index, text, looks[column.look])
            for row in range(first + 1, last + 1):  # so that a filter on the topic finds every row
                sheet.write_string(FIRST_ROW + row, index, text, looks[column.look])


def _finish(workbook: xlsxwriter.Workbook, sheet: Worksheet, tasks: int, columns: Sequence[Column]) -> None:
    """Filters, frozen panes, drop-downs, colours and printing."""
    last_row, last_column = FIRST_ROW + tasks - 1, len(columns) - 1
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
