"""What the program changes in a master's cells, said once for a master on the disk and for one open in Excel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from taskbook.columns import HEADINGS, SETTING_LABELS, STATUS_FIELDS, Field, Sheet, TaskPlace
from taskbook.findings import CannotGoOn, Stop
from taskbook.grid import Grid, text_of
from taskbook.master.read import TaskTable, find_lookback_table, find_task_table, read_tasks
from taskbook.master.settings import locate_settings
from taskbook.ooxml.rows import Value, cell_text

NEW_COLUMN_WIDTH = 14.0
"""Column units, for a status column that was gone."""


class Cells(Protocol):
    """A master whose single cells can be read and set. Rows and columns are 0-based."""

    @property
    def path(self) -> Path: ...

    def has(self, sheet: Sheet) -> bool:
        """Whether one of our sheets is there."""

    def grid(self, sheet: Sheet) -> Grid:
        """One of our sheets as values; `Stop.SHEET_MISSING`."""

    def says(self, sheet: Sheet, row: int, column: int, value: Value) -> bool:
        """Whether a cell holds this value already."""

    def put(self, sheet: Sheet, row: int, column: int, value: Value) -> bool:
        """Set a cell unless it already says so; True if it had to be changed."""

    def shows_percent(self, sheet: Sheet, row: int, column: int) -> bool:
        """Whether a number in this cell is, or would be, shown as a percentage."""

    def add_headings(self, sheet: Sheet, row: int, headings: Sequence[str], like: int) -> list[int]:
        """Write headings after the last used column, looking like the one in column `like`; their columns."""


def same_value(now: object, value: Value) -> bool:
    """Whether a cell that reads `now` already says `value`."""
    if value is None or value == "":
        return text_of(now) == ""
    if isinstance(value, str):
        return isinstance(now, str) and text_of(now) == text_of(cell_text(value))
    return isinstance(now, int | float) and not isinstance(now, bool) and abs(now - value) < 1e-9


def task_tables(cells: Cells) -> dict[Sheet, TaskTable]:
    """Where the tasks stand: on 责任分解表, and on 回头看 where the master has that sheet."""
    tables = {Sheet.TASKS: find_task_table(cells.grid(Sheet.TASKS), cells.path)}
    if cells.has(Sheet.LOOKBACK):
        table = find_lookback_table(cells.grid(Sheet.LOOKBACK), cells.path)
        if table is not None:
            tables[Sheet.LOOKBACK] = table
    return tables


def put_ids(cells: Cells, new_ids: Mapping[TaskPlace, str]) -> None:
    """New task ids into their rows.

    Raises `CannotGoOn` where the book was changed under our hands: a row that had no id has one now, or is gone.
    """
    tables = task_tables(cells)
    rows = {
        sheet: {task.row for task in read_tasks(cells.grid(sheet), table)} for sheet, table in tables.items()
    }
    for (name, row), task_id in new_ids.items():
        sheet = Sheet(name)
        if row not in rows.get(sheet, ()):
            raise CannotGoOn(Stop.MASTER_CHANGED, path=cells.path, row=row)
        column = tables[sheet].columns[Field.TASK_ID]
        if cells.grid(sheet).text(row - 1, column) not in ("", task_id):
            raise CannotGoOn(Stop.MASTER_CHANGED, path=cells.path, row=row)
        cells.put(sheet, row - 1, column, task_id)


def put_last_number(cells: Cells, last_number: int) -> None:
    """The highest number into 设置. Numbers are never used again, so it only grows."""
    grid = cells.grid(Sheet.SETTINGS)
    place = locate_settings(grid).get("last_task_number")
    if place is None:
        row = 1 + max((row for row, cells in enumerate(grid.rows) if any(map(text_of, cells))), default=-1)
        cells.put(Sheet.SETTINGS, row, 0, SETTING_LABELS["last_task_number"])
        cells.put(Sheet.SETTINGS, row, 1, last_number)
        return
    value, (row, column) = place
    known = int(text_of(value)) if text_of(value).isdigit() else 0
    if last_number > known:
        cells.put(Sheet.SETTINGS, row, column, last_number)


def put_status(cells: Cells, rows: Mapping[str, Mapping[Field, str | float]]) -> None:
    """The merge's results into the status columns: task id → field → text (完成率: a share, 0 to 1).

    Columns that are gone are added after the last one. Tasks not in `rows` keep what they say, so does the second
    of two with one id.
    """
    left = dict(rows)
    for sheet, table in task_tables(cells).items():
        tasks = read_tasks(cells.grid(sheet), table)
        wanted = {field for task in tasks for field in left.get(task.id, ())}
        columns = _status_columns(cells, sheet, table, wanted)
        for task in tasks:
            for field, value in left.pop(task.id, {}).items():
                _put_one(cells, sheet, (task.row - 1, columns[field]), field, value)


def _status_columns(cells: Cells, sheet: Sheet, table: TaskTable, wanted: set[Field]) -> dict[Field, int]:
    """Where each status field stands; headings that are missing are written after the last used column."""
    columns = {field: column for field, column in table.columns.items() if field in STATUS_FIELDS}
    missing = [field for field in STATUS_FIELDS if field in wanted and field not in columns]
    if missing:
        last = max((*table.columns.values(), *(column for _, column in table.others)))
        headings = [HEADINGS[field] for field in missing]
        added = cells.add_headings(sheet, table.heading_row, headings, like=last)
        columns |= dict(zip(missing, added, strict=True))
    return columns


def _put_one(cells: Cells, sheet: Sheet, place: tuple[int, int], field: Field, value: str | float) -> None:
    if field is Field.RATE and isinstance(value, int | float):
        same = cells.says(sheet, *place, value)
        value = value if same or cells.shows_percent(sheet, *place) else f"{value:.0%}"
    cells.put(sheet, *place, value)
