"""What people do today, with the tools they use for it: openpyxl for the books, pandas for what comes back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from taskbook.columns import LOCKED_FIELDS, ReplyField, Sheet
from taskbook.model import DECLARED_STATES, Plan, Task

from bench.plan import PERIOD

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

WIDTHS = (9, 6, 14, 40, 7, 16, 14, 14, 24, 10, 36, 9, 24, 20, 20, 10, 12, 12, 10)
HEADING_ROW = 6


def build_books(plan: Plan, units: dict[str, list[Task]], out: Path) -> None:
    """One styled book a unit, built cell by cell with openpyxl: fills, borders, drop-downs, protection, page set-up."""
    import openpyxl

    out.mkdir(parents=True, exist_ok=True)
    for unit, tasks in units.items():
        workbook = openpyxl.Workbook()
        sheet = workbook.active
        sheet.title = Sheet.REPLY
        _title_block(sheet, plan, unit)
        _rows(sheet, tasks)
        _sheet_settings(sheet, len(tasks))
        hidden = workbook.create_sheet(Sheet.IDENTITY)
        hidden.sheet_state = "hidden"
        for row in (("plan_id", plan.settings.plan_id), ("period", str(PERIOD)), ("unit", unit)):
            hidden.append(row)
        for task in tasks:
            hidden.append((task.id, "responsible", "0" * 48))
        workbook.save(out / f"{unit}.xlsx")


def _title_block(sheet: Worksheet, plan: Plan, unit: str) -> None:
    from openpyxl.styles import Alignment, Font

    lines = (
        f"{plan.settings.plan_name}任务反馈表",
        f"单位：{unit}",
        f"期次：{PERIOD}",
        "请于25日前报送",
        "填写说明",
    )
    for number, text in enumerate(lines, 1):
        sheet.merge_cells(start_row=number, start_column=1, end_row=number, end_column=len(ReplyField))
        cell = sheet.cell(number, 1, text)
        cell.font = Font(name="宋体", size=18 if number == 1 else 11, bold=number == 1)
        cell.alignment = Alignment(
            horizontal="center" if number == 1 else "left", vertical="center", wrap_text=True
        )


def _rows(sheet: Worksheet, tasks: list[Task]) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

    thin = Side(style="thin", color="999999")
    border = Border(left=thin, right=thin, top=thin, bottom=thin)
    wrap = Alignment(wrap_text=True, vertical="center")
    heading_fill, locked_fill = PatternFill("solid", fgColor="D9E2F3"), PatternFill("solid", fgColor="F2F2F2")
    font, bold = Font(name="宋体", size=10), Font(name="宋体", size=10, bold=True)
    open_cell, locked_cell = Protection(locked=False), Protection(locked=True)
    for column, field in enumerate(ReplyField, 1):
        cell = sheet.cell(HEADING_ROW, column, str(field))
        cell.font, cell.fill, cell.border, cell.alignment = bold, heading_fill, border, wrap
    for row, task in enumerate(tasks, HEADING_ROW + 1):
        texts = (
            task.id,
            task.number,
            task.topic,
            task.content,
            "责任",
            task.measure,
            task.measure,
            task.deadline,
            "",
        )
        for column in range(1, len(ReplyField) + 1):
            locked = column <= len(LOCKED_FIELDS)
            cell = sheet.cell(row, column, texts[column - 1] if locked else None)
            cell.font, cell.border, cell.alignment = font, border, wrap
            cell.protection = locked_cell if locked else open_cell
            if locked:
                cell.fill = locked_fill
    start = HEADING_ROW + 1
    for row in range(start, HEADING_ROW + len(tasks) + 1):
        if row == HEADING_ROW + len(tasks) or tasks[row - start].topic != tasks[row - start + 1].topic:
            if row > start:
                sheet.merge_cells(start_row=start, start_column=3, end_row=row, end_column=3)
            start = row + 1


def _sheet_settings(sheet: Worksheet, rows: int) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    for column, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    last = HEADING_ROW + rows
    states = DataValidation(type="list", formula1=f'"{",".join(DECLARED_STATES)}"', allow_blank=True)
    numbers = DataValidation(type="decimal", operator="greaterThanOrEqual", formula1="0", allow_blank=True)
    states.add(f"J{HEADING_ROW + 1}:J{last}")
    numbers.add(f"L{HEADING_ROW + 1}:L{last}")
    sheet.add_data_validation(states)
    sheet.add_data_validation(numbers)
    sheet.protection.sheet = True
    sheet.freeze_panes = f"E{HEADING_ROW + 1}"
    sheet.print_title_rows = f"{HEADING_ROW}:{HEADING_ROW}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True


def delete_other_rows(master: Path, units: dict[str, list[Task]], out: Path) -> None:
    """Load the master once a unit and delete the rows that are not the unit's."""
    import openpyxl

    out.mkdir(parents=True, exist_ok=True)
    for unit, tasks in units.items():
        workbook = openpyxl.load_workbook(master)
        sheet = workbook[Sheet.TASKS]
        own = {task.id for task in tasks}
        for area in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(area))
        for row in range(sheet.max_row, 3, -1):
            if sheet.cell(row, 1).value not in own:
                sheet.delete_rows(row)
        workbook.save(out / f"{unit}.xlsx")


def read_loop(paths: list[Path], heading_row: int) -> list[object]:
    """`pandas.read_excel` file by file, as every recipe says."""
    import pandas

    frames = []
    for path in paths:
        frame = pandas.read_excel(path, sheet_name=str(Sheet.REPLY), header=heading_row - 1)
        frame["单位"] = path.stem
        frames.append(frame)
    return frames


def concat_and_write(frames: list[object], out: Path) -> None:
    """Put the frames together, count by unit and state, write both with pandas."""
    import pandas

    everything = pandas.concat(frames, ignore_index=True)
    counts = everything.groupby(["单位", str(ReplyField.STATE)]).size().unstack(fill_value=0)
    with pandas.ExcelWriter(out, engine="openpyxl") as writer:
        everything.to_excel(writer, sheet_name=str(Sheet.REPLIES), index=False)
        counts.to_excel(writer, sheet_name=str(Sheet.UNIT_STATUS))
