"""Merged areas in LibreOffice, and cells put in and taken out."""

from __future__ import annotations

from typing import Any

from com.sun.star.sheet.CellDeleteMode import COLUMNS as COLUMNS_GO
from com.sun.star.sheet.CellDeleteMode import LEFT as MOVE_LEFT
from com.sun.star.sheet.CellDeleteMode import ROWS as ROWS_GO
from com.sun.star.sheet.CellDeleteMode import UP as MOVE_UP
from com.sun.star.sheet.CellInsertMode import COLUMNS as COLUMNS_COME
from com.sun.star.sheet.CellInsertMode import DOWN as MOVE_DOWN
from com.sun.star.sheet.CellInsertMode import RIGHT as MOVE_RIGHT
from com.sun.star.sheet.CellInsertMode import ROWS as ROWS_COME

from engines.areas import COLUMNS, ROWS, Area, from_corners

CONTENTS = 1 | 2 | 4 | 16
"""Numbers, dates, text, formulas (com.sun.star.sheet.CellFlags)."""

_INSERT = {
    ("rows", True): ROWS_COME,
    ("rows", False): MOVE_DOWN,
    ("columns", True): COLUMNS_COME,
    ("columns", False): MOVE_RIGHT,
}
_DELETE = {
    ("rows", True): ROWS_GO,
    ("rows", False): MOVE_UP,
    ("columns", True): COLUMNS_GO,
    ("columns", False): MOVE_LEFT,
}


def _whole(area: Area, axis: str) -> bool:
    return area.columns == COLUMNS if axis == "rows" else area.rows == ROWS


def area_of(address: Any) -> Area:
    """A CellRangeAddress as an area."""
    return from_corners(
        address.StartRow + 1, address.StartColumn + 1, address.EndRow + 1, address.EndColumn + 1
    )


class Shape:
    """The part of `stores.SheetStore` about merging, inserting and deleting."""

    # Merged areas

    def merges(self) -> list[Area]:
        """LibreOffice cannot list them: looked for once, and again when something has moved."""
        if self.merges_kept is None:
            self.merges_kept = self._found_merges()
        return self.merges_kept

    def _found_merges(self) -> list[Area]:
        groups = self.sheet.getUniqueCellFormatRanges()
        found = []
        for number in range(groups.Count):
            addresses = groups.getByIndex(number).RangeAddresses
            first = addresses[0]
            if not self.sheet.getCellByPosition(first.StartColumn, first.StartRow).IsMerged:
                continue
            for address in addresses:
                area = area_of(address)
                for row in range(area.row, area.last_row + 1):
                    for column in range(area.column, area.last_column + 1):
                        cursor = self.sheet.createCursorByRange(self.cell(row, column))
                        cursor.collapseToMergedArea()
                        found.append(area_of(cursor.RangeAddress))
        return sorted(found)

    def merge(self, area: Area) -> None:
        for inside in self.merges():
            if inside.common(area):
                self.unmerge(inside)
        for rest in (
            Area(area.row, area.column + 1, 1, area.columns - 1),
            Area(area.row + 1, area.column, area.rows - 1, area.columns),
        ):
            if rest.cells:
                self.range(rest).clearContents(CONTENTS)
        self.range(area).merge(True)
        self.merges_kept = None

    def unmerge(self, area: Area) -> None:
        self.range(area).merge(False)
        self.merges_kept = None

    # Cells put in and taken out

    def insert(self, area: Area, axis: str) -> None:
        self.sheet.insertCells(self.address(area), _INSERT[axis, _whole(area, axis)])
        self.links_kept = self.merges_kept = self.sheet_kept = None
        used = self.used()
        if axis == "rows" and area.row > 1:
            width = min(area.last_column, used.last_column) - area.column + 1
            above = Area(area.row - 1, area.column, 1, width)
            self.copy_formats(above, Area(area.row, area.column, area.rows, width))
        elif axis == "columns" and area.column > 1:
            height = min(area.last_row, used.last_row) - area.row + 1
            before = Area(area.row, area.column - 1, height, 1)
            self.copy_formats(before, Area(area.row, area.column, height, area.columns))

    def delete(self, area: Area, axis: str) -> None:
        self.sheet.removeRange(self.address(area), _DELETE[axis, _whole(area, axis)])
        self.links_kept = self.merges_kept = self.sheet_kept = None
