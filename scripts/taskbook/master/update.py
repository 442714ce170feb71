"""Writing findings and status into a master that people keep: only our cells change, all else is carried over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from taskbook.columns import HEADINGS, SETTING_LABELS, STATUS_FIELDS, Field, Sheet
from taskbook.findings import CannotGoOn, Finding, Stop
from taskbook.grid import text_of
from taskbook.master import findings_sheet
from taskbook.master.book import Book, changed_in_place
from taskbook.master.read import TaskTable, find_task_table, read_tasks
from taskbook.master.settings import locate_settings
from taskbook.ooxml.cells import put_value
from taskbook.ooxml.sheet_tree import give_width

_NEW_COLUMN_WIDTH = 14.0


def write_findings(
    path: Path, findings: Iterable[Finding], new_ids: Mapping[int, str] | None = None, last_number: int = 0
) -> Path | None:
    """Findings into 校验结果, new task ids into their rows (1-based row → id), the highest number into 设置.

    Returns the dated copy made before writing; None if the master said all this already and was not written.
    Raises `CannotGoOn`: the book is open, read-only, busy, or was changed under our hands (a row that had no id
    has one now).
    """

    def change(book: Book) -> None:
        _put_ids(book, new_ids or {})
        _put_last_number(book, last_number)
        findings_sheet.write_rows(book, findings)

    return changed_in_place(path, change)


def write_status(path: Path, rows: Mapping[str, Mapping[Field, str | float]]) -> Path | None:
    """The merge's results into the status columns: task id → field → text (完成率: a share, 0 to 1).

    Columns that are gone are added after the last one. Tasks not in `rows` keep what they say, so does the second
    of two with one id. Returns and raises as `write_findings`.
    """

    def change(book: Book) -> None:
        grid = book.grid(Sheet.TASKS)
        table = find_task_table(grid, path)
        columns = _status_columns(book, table, {field for values in rows.values() for field in values})
        left = dict(rows)
        for task in read_tasks(grid, table):
            for field, value in left.pop(task.id, {}).items():
                _put_status(book, task.row - 1, columns[field], field, value)

    return changed_in_place(path, change)


def _put_ids(book: Book, new_ids: Mapping[int, str]) -> None:
    grid = book.grid(Sheet.TASKS)
    table = find_task_table(grid, book.path)
    column = table.columns[Field.TASK_ID]
    tasks = {task.row: task for task in read_tasks(grid, table)}
    for row, task_id in new_ids.items():
        if row not in tasks or grid.text(row - 1, column) not in ("", task_id):
            raise CannotGoOn(Stop.MASTER_CHANGED, path=book.path, row=row)
        book.put(Sheet.TASKS, row - 1, column, task_id)


def _put_last_number(book: Book, last_number: int) -> None:
    """Numbers are never used again, so the highest only grows."""
    grid = book.grid(Sheet.SETTINGS)
    place = locate_settings(grid).get("last_task_number")
    if place is None:
        row = len(grid.rows)
        book.put(Sheet.SETTINGS, row, 0, SETTING_LABELS["last_task_number"])
        book.put(Sheet.SETTINGS, row, 1, last_number)
        return
    value, (row, column) = place
    known = int(text_of(value)) if text_of(value).isdigit() else 0
    if last_number > known:
        book.put(Sheet.SETTINGS, row, column, last_number)


def _status_columns(book: Book, table: TaskTable, wanted: set[Field]) -> dict[Field, int]:
    """Where each status field stands; headings that are missing are written after the last used column."""
    columns = {field: column for field, column in table.columns.items() if field in STATUS_FIELDS}
    missing = [field for field in STATUS_FIELDS if field in wanted and field not in columns]
    if not missing:
        return columns
    last_heading = max((*table.columns.values(), *(column for _, column in table.others)))
    last = max(last_heading, book.last_used_column(Sheet.TASKS, table.heading_row))
    style = book.style_of(Sheet.TASKS, table.heading_row, last_heading)
    line = book.made_row(Sheet.TASKS, table.heading_row)
    for column, field in enumerate(missing, last + 1):
        put_value(line, table.heading_row, column, HEADINGS[field], style)
        give_width(book.tree(Sheet.TASKS), column, _NEW_COLUMN_WIDTH)
        columns[field] = column
    book.touch(Sheet.TASKS)
    return columns


def _put_status(book: Book, row: int, column: int, field: Field, value: str | float) -> None:
    words = f"{value:.0%}" if field is Field.RATE and isinstance(value, int | float) else None
    if words and not book.says(Sheet.TASKS, row, column, value):
        style = book.style_of(Sheet.TASKS, row, column) or book.style_near(Sheet.TASKS, row, column)
        value = value if book.shows_percent(style) else words
    book.put(Sheet.TASKS, row, column, value)
