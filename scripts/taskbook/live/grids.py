"""An open sheet → Grid, in one read of its used range."""

from __future__ import annotations

from bisect import bisect_left
from datetime import datetime
from decimal import Decimal
from typing import Any

from taskbook.grid import MOST_CELLS, Grid, SheetTooLarge, Value
from taskbook.live.merges import merges_of
from taskbook.live.objects import OpenSheet
from taskbook.live.trouble import of_its_own

FORMATTED_ONLY = 300_000
"""Cells from which on most of a used range is likely to be nothing but format, drawn down to the last row."""

_FIRST_ERROR = -2_146_828_288
"""What Excel counts its errors from, as they come through COM (0x800A0000)."""
_ERRORS = {
    2000: "#NULL!",
    2007: "#DIV/0!",
    2015: "#VALUE!",
    2023: "#REF!",
    2029: "#NAME?",
    2036: "#NUM!",
    2042: "#N/A",
    2043: "#GETTING_DATA",
    2045: "#SPILL!",
    2046: "#CONNECT!",
    2047: "#BLOCKED!",
    2048: "#UNKNOWN!",
    2049: "#FIELD!",
    2050: "#CALC!",
}
"""Excel's number of an error (XlCVError and those added since) → what its cell shows."""
UNKNOWN_ERROR = "#ERROR!"
_SHOWN = {*_ERRORS.values(), UNKNOWN_ERROR}


def read_grid(sheet: OpenSheet) -> Grid:
    """The sheet as it stands on the screen, from A1 to the end of its used range; a cell's error is its text.

    Raises `SheetTooLarge` for more than anybody fills by hand.
    """
    last = sheet.used_range.last_cell
    rows, columns = last.row, last.column
    if rows * columns > FORMATTED_ONLY:
        rows, columns = _filled(sheet, rows, columns)
    if rows * columns > MOST_CELLS:
        raise SheetTooLarge(sheet.name)
    area = sheet.range((1, 1), (rows, columns))
    values = area.options(ndim=2, empty="", err_to_str=True).value
    cells = [[_plain(value) for value in row] for row in values]
    return Grid(sheet.name, cells, tuple(merges_of(sheet, rows, columns)))


def _filled(sheet: OpenSheet, rows: int, columns: int) -> tuple[int, int]:
    """How many of the rows and columns hold anything, hidden ones too; all of them where Excel cannot count."""
    count = of_its_own(sheet.book.app, "WorksheetFunction")
    if count is None:
        return rows, columns

    def blank_below(row: int) -> bool:
        return row < rows and not count.CountA(sheet.range((row + 1, 1), (rows, columns)).api)

    def blank_right_of(column: int) -> bool:
        return column < columns and not count.CountA(sheet.range((1, column + 1), (rows, columns)).api)

    return (
        bisect_left(range(1, rows), True, key=blank_below) + 1,
        bisect_left(range(1, columns), True, key=blank_right_of) + 1,
    )


def unread_in(grid: Grid) -> dict[tuple[int, int], str]:
    """(row, column), 0-based → the error that stands there (`#REF!`), as on the screen."""
    return {
        (row, column): value
        for row, values in enumerate(grid.rows)
        for column, value in enumerate(values)
        if isinstance(value, str) and value in _SHOWN
    }


def _plain(value: Any) -> Value:
    """Money comes as Decimal, a blank as None, a time of day as a moment of 1899, an error xlwings has no name for as
    its number (a number that was typed is always a float)."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, datetime) and value.year < 1900:
        return value.time()
    if type(value) is int:
        return _ERRORS.get(value - _FIRST_ERROR, UNKNOWN_ERROR if value < 0 else float(value))
    return value
