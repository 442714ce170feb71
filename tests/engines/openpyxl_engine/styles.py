"""What cells look like, over openpyxl."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.styles import PatternFill
from openpyxl.styles.cell_style import StyleArray
from openpyxl.styles.colors import COLOR_INDEX, Color
from openpyxl.styles.styleable import StyleableObject
from openpyxl.worksheet.worksheet import Worksheet

from engines.areas import ROWS, Area
from engines.stores import FORMATS, MIXED

_THEME = ("FFFFFF", "000000", "E7E6E6", "44546A", "4472C4", "ED7D31", "A5A5A5", "FFC000", "5B9BD5", "70AD47")
"""The colours of Office's own theme, in the order that `Color.theme` counts."""

_ALIGNMENTS = {"center_across_selection": "centerContinuous"}


def rgb(color: Color | None) -> tuple[int, int, int]:
    """A colour of the file as red, green, blue; tints of theme colours are not mixed in."""
    text = "000000"
    if color is not None and color.type == "rgb" and isinstance(color.rgb, str):
        text = color.rgb[-6:]
    elif color is not None and color.type == "theme" and color.theme < len(_THEME):
        text = _THEME[color.theme]
    elif color is not None and color.type == "indexed" and color.indexed < len(COLOR_INDEX):
        text = COLOR_INDEX[color.indexed][-6:]
    return int(text[:2], 16), int(text[2:4], 16), int(text[4:], 16)


def _hex(color: tuple[int, int, int]) -> str:
    return "FF{:02X}{:02X}{:02X}".format(*color)


def _fill(cell: Cell) -> tuple[int, int, int] | None:
    return rgb(cell.fill.fgColor) if cell.fill.fill_type == "solid" else None


def _horizontal(cell: Cell) -> str:
    found = cell.alignment.horizontal or "general"
    return next((ours for ours, theirs in _ALIGNMENTS.items() if theirs == found), found)


_READ: dict[str, Callable[[Cell], Any]] = {
    "number_format": lambda cell: cell.number_format,
    "bold": lambda cell: bool(cell.font.b),
    "italic": lambda cell: bool(cell.font.i),
    "size": lambda cell: float(cell.font.sz or 11),
    "font": lambda cell: cell.font.name,
    "font_color": lambda cell: rgb(cell.font.color),
    "fill": _fill,
    "wrap": lambda cell: bool(cell.alignment.wrap_text),
    "horizontal": _horizontal,
    "vertical": lambda cell: cell.alignment.vertical or "bottom",
    "locked": lambda cell: bool(cell.protection.locked),
}
assert _READ.keys() == FORMATS.keys()


def _changed(part: Any, **changes: Any) -> Any:
    part = copy(part)
    for name, value in changes.items():
        setattr(part, name, value)
    return part


def _write(cell: StyleableObject, key: str, value: Any) -> None:
    if key == "number_format":
        cell.number_format = value
    elif key in ("bold", "italic", "size", "font"):
        field = {"bold": "b", "italic": "i", "size": "sz", "font": "name"}[key]
        cell.font = _changed(cell.font, **{field: value})
    elif key == "font_color":
        cell.font = _changed(cell.font, color=Color(rgb=_hex(value)))
    elif key == "fill":
        cell.fill = PatternFill("solid", fgColor=_hex(value)) if value is not None else PatternFill()
    elif key == "wrap":
        cell.alignment = _changed(cell.alignment, wrap_text=value)
    elif key in ("horizontal", "vertical"):
        cell.alignment = _changed(cell.alignment, **{key: _ALIGNMENTS.get(value, value)})
    else:
        cell.protection = _changed(cell.protection, locked=value)


class Styles:
    """The part of `stores.SheetStore` about formats."""

    ws: Worksheet

    def style_of_empty(self, row: int, column: int) -> StyleArray:
        """What a cell that holds nothing looks like: its row's format, else its column's."""
        if row in self.ws.row_dimensions and any(self.ws.row_dimensions[row]._style or ()):
            return self.ws.row_dimensions[row]._style
        for dimension in self.ws.column_dimensions.values():
            if (dimension.min or 0) <= column <= (dimension.max or 0):
                return dimension._style or StyleArray()
        return StyleArray()

    def _seen(self, area: Area) -> dict[tuple[int, ...], Cell]:
        """One cell of every look in the area."""
        found: dict[tuple[int, ...], Cell] = {}
        existing = 0
        for cell in self.existing(area):
            existing += 1
            found.setdefault(tuple(cell._style or StyleArray()), cell)
        if existing < area.cells:
            for column in range(area.column, min(area.last_column, area.column + 200) + 1):
                for row in range(area.row, min(area.last_row, area.row + 2000) + 1):
                    if (row, column) not in self.ws._cells:
                        style = StyleArray(self.style_of_empty(row, column))
                        if tuple(style) not in found:
                            found[tuple(style)] = Cell(self.ws, row, column, style_array=style)
                        break
        return found

    def format(self, area: Area, key: str) -> Any:
        found = {_READ[key](cell) for cell in self._seen(area).values()}
        return found.pop() if len(found) == 1 else MIXED

    def number_formats(self, area: Area) -> list[list[str]]:
        first = [self.style_of_empty(area.row, column) for column in range(area.column, area.last_column + 1)]
        empty = [Cell(self.ws, 1, 1, style_array=style).number_format for style in first]
        rows = [list(empty) for _ in range(area.rows)]
        for cell in self.existing(area):
            rows[cell.row - area.row][cell.column - area.column] = cell.number_format
        return rows

    def set_format(self, area: Area, key: str, value: Any) -> None:
        """Cells that look alike are changed once and share the result; of whole columns, the columns are changed."""
        if area.rows == ROWS:
            for column in range(area.column, area.last_column + 1):
                _write(self.column_dimension(column), key, value)
            area = area._replace(rows=self.ws.max_row)
        done: dict[tuple[int, ...], StyleArray] = {}
        for row in range(area.row, area.last_row + 1):
            for column in range(area.column, area.last_column + 1):
                cell = self.cell(row, column)
                before = tuple(cell._style or StyleArray())
                if before in done:
                    cell._style = copy(done[before])
                else:
                    _write(cell, key, value)
                    done[before] = copy(cell._style)

    def copy_formats(self, source: Area, destination: Area) -> None:
        """The look of `source`, repeated over `destination`."""
        looks = {
            (row, column): copy(self.cell(source.row + row, source.column + column)._style)
            for row in range(source.rows)
            for column in range(source.columns)
        }
        for row in range(destination.row, destination.last_row + 1):
            for column in range(destination.column, destination.last_column + 1):
                place = (row - source.row) % source.rows, (column - source.column) % source.columns
                self.cell(row, column)._style = copy(looks[place])
