"""A person at a unit book: opens it, fills it in, and does to it what people do. Everything through openpyxl.

Deliberately knows nothing of how the books are written or read back: it finds its way by the headings, as people do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from taskbook import wording
from taskbook.columns import LOCKED_FIELDS, ReplyField, Sheet, column_letters
from taskbook.model import Reply

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_TEXT_OF = {
    ReplyField.PROGRESS: "progress",
    ReplyField.VALUE: "value",
    ReplyField.EVIDENCE: "evidence",
    ReplyField.PROBLEM: "problem",
    ReplyField.NEXT_STEP: "next_step",
    ReplyField.REPORTER: "reporter",
    ReplyField.PHONE: "phone",
    ReplyField.REVIEWER: "reviewer",
}
_DATE_FORMS: tuple[Callable[[date], object], ...] = (
    lambda day: datetime.combine(day, time()),
    lambda day: f"{day:%Y-%m-%d}",
    lambda day: f"{day.year}/{day.month}/{day.day}",
    lambda day: f"{day.year}.{day.month}.{day.day}",
)


@dataclass(slots=True)
class OpenBook:
    """A unit book on somebody's screen. `columns` and `rows` (by task id, in order) are 1-based places in `sheet`."""

    workbook: Workbook
    sheet: Worksheet
    heading_row: int
    columns: Mapping[ReplyField, int]
    rows: dict[str, int]

    def text(self, task_id: str, field: ReplyField) -> str:
        value = self.sheet.cell(self.rows[task_id], self.columns[field]).value
        return "" if value is None else str(value)

    def need_not_fill(self, task_id: str) -> bool:
        """Whether the book itself says so: the task was reported as done before."""
        return self.text(task_id, ReplyField.PREVIOUS).endswith(wording.NEED_NOT_FILL)


def open_book(path: Path) -> OpenBook:
    """Open the book and find the table in it. ValueError where there is none."""
    import openpyxl

    workbook = openpyxl.load_workbook(path)
    sheet = workbook[Sheet.REPLY]
    for cells in sheet.iter_rows(max_row=60):
        headings = {str(cell.value).strip(): cell.column for cell in cells if cell.value is not None}
        if ReplyField.TASK_ID in headings and ReplyField.STATE in headings:
            columns = {field: headings[field] for field in ReplyField}
            return OpenBook(workbook, sheet, cells[0].row, columns, _task_rows(sheet, cells[0].row, columns))
    raise ValueError(f"{path}: no table to fill in")


def _task_rows(sheet: Worksheet, heading_row: int, columns: Mapping[ReplyField, int]) -> dict[str, int]:
    rows = {}
    for row in range(heading_row + 1, sheet.max_row + 1):
        task_id = sheet.cell(row, columns[ReplyField.TASK_ID]).value
        if not task_id:
            break
        rows[str(task_id)] = row
    return rows


def fill(book: OpenBook, answers: Iterable[Reply], chance: Random) -> None:
    """Type the answers in. Dates are typed in one of the forms people use."""
    form = chance.choice(_DATE_FORMS)
    for reply in answers:
        row = book.rows[reply.task_id]
        write(book, row, ReplyField.STATE, str(reply.state))
        for field, name in _TEXT_OF.items():
            write(book, row, field, getattr(reply, name))
        if reply.reported_on:
            book.sheet.cell(row, book.columns[ReplyField.REPORTED_ON]).value = form(reply.reported_on)


def write(book: OpenBook, row: int, field: ReplyField, text: str) -> None:
    """Put a text into a cell; what begins with = stays a text, as where the cell is formatted as one."""
    if text:
        cell = book.sheet.cell(row, book.columns[field])
        cell.value = text
        cell.data_type = "s"


def unmerge(book: OpenBook) -> None:
    """Undo every merge; below the heading row what was merged downwards stands in every cell of it."""
    for area in list(book.sheet.merged_cells.ranges):
        value = book.sheet.cell(area.min_row, area.min_col).value
        book.sheet.unmerge_cells(str(area))
        if area.min_row > book.heading_row:
            for row in range(area.min_row, area.max_row + 1):
                book.sheet.cell(row, area.min_col).value = value


def sort_rows(book: OpenBook) -> None:
    """Sort by the state, longest 任务编号 last: the order of the plan is gone."""
    unmerge(book)
    values = {task_id: _row_values(book, row) for task_id, row in book.rows.items()}
    state = book.columns[ReplyField.STATE] - 1
    order = sorted(values, key=lambda task_id: (str(values[task_id][state]), task_id), reverse=True)
    for row, task_id in zip(list(book.rows.values()), order, strict=True):
        _put_values(book, row, values[task_id])
    book.rows = dict(zip(order, book.rows.values(), strict=True))


def insert_rows(book: OpenBook, note: str) -> None:
    """An empty row in the middle of the table and, below the first task, one with a note in 完成情况."""
    unmerge(book)
    places = list(book.rows.values())
    book.sheet.insert_rows(places[len(places) // 2])
    book.sheet.insert_rows(places[0] + 1)
    book.rows = _task_rows_with_gaps(book)
    write(book, places[0] + 1, ReplyField.PROGRESS, note)


def _task_rows_with_gaps(book: OpenBook) -> dict[str, int]:
    column = book.columns[ReplyField.TASK_ID]
    known = set(book.rows)
    cells = ((row, book.sheet.cell(row, column).value) for row in range(1, book.sheet.max_row + 1))
    return {str(value): row for row, value in cells if value in known}


def delete_row(book: OpenBook, task_id: str) -> None:
    """Delete one task's row."""
    unmerge(book)
    book.sheet.delete_rows(book.rows[task_id])
    del book.rows[task_id]
    book.rows = _task_rows_with_gaps(book)


def hide(book: OpenBook) -> None:
    """Hide the first task's row and the columns nobody here looks at."""
    book.sheet.row_dimensions[next(iter(book.rows.values()))].hidden = True
    for field in (ReplyField.NUMBER, ReplyField.MEASURE, ReplyField.PREVIOUS, ReplyField.REVIEWER):
        book.sheet.column_dimensions[column_letters(book.columns[field] - 1)].hidden = True


def reorder_columns(book: OpenBook) -> None:
    """What is to be filled in comes first, what was printed after it, each in reverse order."""
    unmerge(book)
    places = sorted(book.columns.values())
    order = [field for field in reversed(ReplyField) if field not in LOCKED_FIELDS]
    order += list(reversed(LOCKED_FIELDS))
    for row in [book.heading_row, *book.rows.values()]:
        values = {field: book.sheet.cell(row, book.columns[field]).value for field in order}
        for place, field in zip(places, order, strict=True):
            cell = book.sheet.cell(row, place)
            cell.value = values[field]
            if isinstance(values[field], str):
                cell.data_type = "s"
    book.columns = dict(zip(order, places, strict=True))


def delete_title(book: OpenBook) -> None:
    """Delete everything above the heading row."""
    unmerge(book)
    above = book.heading_row - 1
    book.sheet.delete_rows(1, above)
    book.heading_row = 1
    book.rows = {task_id: row - above for task_id, row in book.rows.items()}


def copy_by_value(book: OpenBook, name: str, whole: bool) -> Workbook:
    """A new workbook with the values alone, pasted at B3; without what stands above the headings unless `whole`."""
    import openpyxl

    new = openpyxl.Workbook()
    sheet = new.active
    sheet.title = name
    for cells in book.sheet.iter_rows(min_row=1 if whole else book.heading_row):
        for cell in cells:
            if cell.value is not None:
                copy = sheet.cell(cell.row + 2, cell.column + 1)
                copy.value = cell.value
                if isinstance(cell.value, str):
                    copy.data_type = "s"
    return new


def add_row_of(book: OpenBook, other: OpenBook, task_id: str, reply: Reply, chance: Random) -> None:
    """Paste a row of another unit's book below the table, with an answer in it."""
    row = max(book.rows.values()) + 1
    _put_values(book, row, _row_values(other, other.rows[task_id]))
    book.rows[task_id] = row
    fill(book, [reply], chance)


def _row_values(book: OpenBook, row: int) -> list[object]:
    return [book.sheet.cell(row, column).value for column in range(1, book.sheet.max_column + 1)]


def _put_values(book: OpenBook, row: int, values: Sequence[object]) -> None:
    for column, value in enumerate(values, 1):
        cell = book.sheet.cell(row, column)
        if type(cell).__name__ == "MergedCell":
            continue
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
