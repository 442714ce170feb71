"""Heights, widths, hidden rows, selection and scrolling, over openpyxl."""

from __future__ import annotations

import math
from copy import copy

from openpyxl.worksheet.dimensions import ColumnDimension
from openpyxl.worksheet.views import Selection
from openpyxl.worksheet.worksheet import Worksheet

from engines.areas import Area, column_letters, parse, quoted

DIGIT = 7
"""Pixels of a digit in the standard font: column widths count digits, files add 5 pixels of padding."""
LINE = 1.3
"""A line's height as a multiple of the font's size."""


def _shown(width: float) -> float:
    """A file's column width as `ColumnWidth` says it."""
    return round((width * DIGIT - 5) / DIGIT, 2) if width >= 1 else 0.0


class Layout:
    """The part of `stores.SheetStore` about rows, columns and the view."""

    ws: Worksheet

    def row_heights(self, area: Area) -> list[float]:
        return [self._row_height(row) for row in range(area.row, area.last_row + 1)]

    def _row_height(self, row: int) -> float:
        dimension = self.ws.row_dimensions.get(row, None)
        if dimension is not None and dimension.hidden:
            return 0.0
        if dimension is not None and dimension.height is not None:
            return float(dimension.height)
        return self._natural_height(row)

    def _natural_height(self, row: int) -> float:
        """About what Excel would make of a row whose height nobody set (merged cells do not count)."""
        height = self.ws.sheet_format.defaultRowHeight or 15.0
        covered = [area for area in self.merges() if area.row <= row <= area.last_row]
        for column in range(1, self.ws.max_column + 1):
            cell = self.ws._cells.get((row, column))
            if cell is None or not isinstance(cell._value, str):
                continue
            if any(area.contains(Area(row, column)) for area in covered):
                continue
            if cell.alignment.wrap_text:
                room = max(1.0, self._column_width(column))
                wide = [
                    sum(2 if ord(one) > 0x2E80 else 1 for one in line) for line in cell._value.split("\n")
                ]
                lines = sum(max(1, math.ceil(length / room)) for length in wide)
                height = max(height, lines * float(cell.font.sz or 11) * LINE)
        return min(409.0, round(height * 4 / 3) * 3 / 4)

    def set_row_height(self, area: Area, points: float) -> None:
        for row in range(area.row, area.last_row + 1):
            self.ws.row_dimensions[row].height = points

    def column_dimension(self, column: int) -> ColumnDimension:
        """The column's own settings; settings shared with neighbours are taken apart."""
        dimensions = self.ws.column_dimensions
        for shared in list(dimensions.values()):
            first, last = shared.min or 0, shared.max or 0
            if first < last and first <= column <= last:
                del dimensions[shared.index]
                for low, high in ((first, column - 1), (column, column), (column + 1, last)):
                    if low <= high:
                        part = copy(shared)
                        part.index, part.min, part.max = column_letters(low), low, high
                        dimensions[part.index] = part
        dimension = dimensions[column_letters(column)]
        dimension.min = dimension.max = column
        return dimension

    def _column_width(self, column: int) -> float:
        for dimension in self.ws.column_dimensions.values():
            if (dimension.min or 0) <= column <= (dimension.max or 0):
                return 0.0 if dimension.hidden else _shown(dimension.width)
        default = self.ws.sheet_format.defaultColWidth
        return _shown(default) if default else 8.43

    def column_widths(self, area: Area) -> list[float]:
        return [self._column_width(column) for column in range(area.column, area.last_column + 1)]

    def set_column_width(self, area: Area, characters: float) -> None:
        for column in range(area.column, area.last_column + 1):
            self.column_dimension(column).width = (characters * DIGIT + 5) / DIGIT

    def autofit(self, area: Area, axis: str) -> None:
        if axis == "rows":
            for row in range(area.row, min(area.last_row, self.ws.max_row) + 1):
                self.ws.row_dimensions[row].height = None
            return
        for column in range(area.column, min(area.last_column, self.ws.max_column) + 1):
            texts = [
                str(cell._value)
                for cell in self.existing(Area(area.row, column, area.rows, 1))
                if cell._value is not None
            ]
            lines = [line for text in texts for line in text.split("\n")]
            wide = max((sum(2 if ord(one) > 0x2E80 else 1 for one in line) for line in lines), default=8.43)
            self.set_column_width(Area(1, column), min(255, wide + 0.5))

    def hidden(self, area: Area, axis: str) -> list[bool]:
        if axis == "rows":
            dimensions = self.ws.row_dimensions
            return [
                row in dimensions and bool(dimensions[row].hidden)
                for row in range(area.row, area.last_row + 1)
            ]
        return [
            any(
                bool(one.hidden) and (one.min or 0) <= column <= (one.max or 0)
                for one in self.ws.column_dimensions.values()
            )
            for column in range(area.column, area.last_column + 1)
        ]

    def hide(self, area: Area, axis: str, value: bool) -> None:
        if axis == "rows":
            for row in range(area.row, area.last_row + 1):
                self.ws.row_dimensions[row].hidden = value
        else:
            for column in range(area.column, area.last_column + 1):
                self.column_dimension(column).hidden = value

    def names_of_its_own(self) -> list[tuple[str, str]]:
        """The names that Excel itself gives: what is printed and what is filtered."""
        prefix = quoted(self.ws.title) + "!"
        titles = [one for one in (self.ws.print_title_cols, self.ws.print_title_rows) if one]
        filtered = parse(self.ws.auto_filter.ref or "")
        found = {
            "Print_Titles": ",".join(prefix + one for one in titles),
            "Print_Area": self.ws.print_area,
            "_FilterDatabase": prefix + filtered.address() if filtered else "",
        }
        return [(prefix + name, f"={refers_to}") for name, refers_to in found.items() if refers_to]

    # The view

    def _active_selection(self) -> Selection:
        view = self.ws.sheet_view
        pane = view.pane.activePane if view.pane is not None else None
        for selection in view.selection:
            if selection.pane == pane:
                return selection
        view.selection.append(Selection(pane=pane))
        return view.selection[-1]

    @property
    def selection(self) -> Area:
        return parse(str(self._active_selection().sqref).split()[0]) or Area(1, 1)

    @selection.setter
    def selection(self, area: Area) -> None:
        selection = self._active_selection()
        selection.sqref = area.address(False, False)
        selection.activeCell = area.first.address(False, False)

    @property
    def scroll(self) -> tuple[int, int]:
        view = self.ws.sheet_view
        corner = view.pane.topLeftCell if view.pane is not None else view.topLeftCell
        area = parse(corner or "A1") or Area(1, 1)
        return area.row, area.column

    @scroll.setter
    def scroll(self, place: tuple[int, int]) -> None:
        corner = Area(*place).address(False, False)
        view = self.ws.sheet_view
        if view.pane is not None:
            view.pane.topLeftCell = corner
        else:
            view.topLeftCell = corner
