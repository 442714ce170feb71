"""An open sheet → Grid, in one read of its used range."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from taskbook.grid import MOST_CELLS, Grid, SheetTooLarge, Value
from taskbook.live.objects import OpenSheet, Range
from taskbook.live.trouble import of_its_own

Merge = tuple[int, int, int, int]

FORMATTED_ONLY = 300_000
"""Cells from which on most of a used range is likely to be nothing but format, drawn down to the last row."""

_ERROR = re.compile(r"#(?:N/A|[A-Z][A-Z0-9_/]*[!?]?)(?:\(.*\))?")


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
    return Grid(sheet.name, cells, tuple(_merges(sheet, cells)))


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
        if isinstance(value, str) and value.startswith("#") and _ERROR.fullmatch(value)
    }


def _plain(value: Any) -> Value:
    """A cell that shows money comes as Decimal, a blank one as None."""
    if value is None:
        return ""
    return float(value) if isinstance(value, Decimal) else value


def _merges(sheet: OpenSheet, cells: list[list[Value]]) -> Iterator[Merge]:
    """Merged areas that reach downwards: what stands in their first cell holds for every row they cover.

    Asked are only columns that hold merged cells at all, and there only the cells above a blank one.
    """
    if not cells or not _has_merged(sheet.range((1, 1), (len(cells), len(cells[0])))):
        return
    for column in range(len(cells[0])):
        if not _has_merged(sheet.range((1, column + 1), (len(cells), column + 1))):
            continue
        row = 0
        while row < len(cells) - 1:
            bottom = row
            if cells[row][column] != "" and cells[row + 1][column] == "":
                merge = _merge_at(sheet, row, column)
                if merge is not None:
                    yield merge
                    bottom = merge[2]
            row = bottom + 1


def _has_merged(area: Range) -> bool:
    """Excel says True, False, or nothing where only some cells are merged; an engine that cannot tell has none."""
    try:
        return area.merge_cells is not False
    except (NotImplementedError, AttributeError):
        return False


def _merge_at(sheet: OpenSheet, row: int, column: int) -> Merge | None:
    area = sheet.range((row + 1, column + 1)).merge_area
    height, width = area.shape
    top, left = area.row - 1, area.column - 1
    return (top, left, top + height - 1, left + width - 1) if height > 1 else None
