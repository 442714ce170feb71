"""Merged areas of an open sheet, found without asking every cell."""

from __future__ import annotations

from collections.abc import Iterator

from taskbook.live.objects import OpenSheet, Spot
from taskbook.live.trouble import UNSUPPORTED

Merge = tuple[int, int, int, int]
"""Top, left, bottom, right; 0-based, inclusive, as in `grid.Grid`."""


def merges_of(sheet: OpenSheet, rows: int, columns: int) -> Iterator[Merge]:
    """The merged areas among the first so many rows and columns, each once.

    Excel says of a range whether all, some or none of its cells are merged: a column is halved until the next merged
    cell is found. An engine that cannot tell has none.
    """
    if not _any_merged(sheet, (1, 1), (rows, columns)):
        return
    for column in range(1, columns + 1):
        row: int | None = 1 if _any_merged(sheet, (1, column), (rows, column)) else None
        while row is not None and row <= rows:
            area = sheet.range((row, column)).merge_area
            height, width = area.shape
            if height * width == 1:
                row = _next_merged(sheet, column, row + 1, rows)
                continue
            top, left = area.row, area.column
            if left == column:
                yield top - 1, left - 1, top + height - 2, left + width - 2
            row = max(top + height, row + 1)  # the next one often stands right below


def _next_merged(sheet: OpenSheet, column: int, first: int, last: int) -> int | None:
    """The first row from `first` on whose cell is merged, None where none is."""
    if first > last or not _any_merged(sheet, (first, column), (last, column)):
        return None
    while first < last:
        middle = (first + last) // 2
        if _any_merged(sheet, (first, column), (middle, column)):
            last = middle
        else:
            first = middle + 1
    return first


def _any_merged(sheet: OpenSheet, start: Spot, end: Spot) -> bool:
    """Excel says True, False, or nothing where only some of the cells are merged."""
    try:
        return sheet.range(start, end).merge_cells is not False
    except UNSUPPORTED:
        return False
