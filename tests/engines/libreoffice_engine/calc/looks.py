"""What cells look like in LibreOffice."""

from __future__ import annotations

from typing import Any

from com.sun.star.awt.FontSlant import ITALIC, NONE
from com.sun.star.beans.PropertyState import AMBIGUOUS_VALUE
from com.sun.star.table.CellHoriJustify import BLOCK, CENTER, LEFT, REPEAT, RIGHT, STANDARD

from engines.areas import Area
from engines.stores import MIXED

_HORIZONTAL = {
    "general": STANDARD,
    "left": LEFT,
    "center": CENTER,
    "right": RIGHT,
    "justify": BLOCK,
    "fill": REPEAT,
}
_VERTICAL = {"bottom": 3, "top": 1, "center": 2, "justify": 4}
_PROPERTIES = {
    "number_format": "NumberFormat",
    "bold": "CharWeight",
    "italic": "CharPosture",
    "size": "CharHeight",
    "font": "CharFontName",
    "font_color": "CharColor",
    "fill": "CellBackColor",
    "wrap": "IsTextWrapped",
    "horizontal": "HoriJustify",
    "vertical": "VertJustify",
    "locked": "CellProtection",
}
_WITH_ASIAN = {"CharWeight", "CharPosture", "CharHeight", "CharFontName"}
"""Latin, Asian and complex letters have these each on their own."""
_COPIED = (
    "BottomBorder CellBackColor CellProtection CellStyle CharColor CharFontName CharFontNameAsian CharHeight "
    "CharHeightAsian CharPosture CharPostureAsian CharStrikeout CharUnderline CharWeight CharWeightAsian "
    "HoriJustify IsCellBackgroundTransparent IsTextWrapped LeftBorder NumberFormat ParaIndent RightBorder "
    "RotateAngle ShrinkToFit TopBorder VertJustify"
).split()
"""A cell's looks, in the order that setPropertyValues wants."""


def _rgb(number: int) -> tuple[int, int, int]:
    return number >> 16 & 255, number >> 8 & 255, number & 255


class Looks:
    """The part of `stores.SheetStore` about formats."""

    def raw_formats(self, area: Area) -> list[list[str]]:
        """Number formats, BOOLEAN told from General."""
        found = self.range(area)
        raw = self.book.numbers.raw
        if found.getPropertyState("NumberFormat") != AMBIGUOUS_VALUE:
            return [[raw(found.NumberFormat)] * area.columns for _ in range(area.rows)]
        rows = [[""] * area.columns for _ in range(area.rows)]
        groups = found.getUniqueCellFormatRanges()
        for number in range(groups.Count):
            group = groups.getByIndex(number)
            code = raw(group.NumberFormat)
            for address in group.RangeAddresses:
                first, width = (
                    address.StartColumn + 1 - area.column,
                    address.EndColumn - address.StartColumn + 1,
                )
                for row in range(address.StartRow + 1 - area.row, address.EndRow + 2 - area.row):
                    rows[row][first : first + width] = [code] * width
        return rows

    def number_formats(self, area: Area) -> list[list[str]]:
        return [["General" if one == "BOOLEAN" else one for one in line] for line in self.raw_formats(area)]

    def format(self, area: Area, key: str) -> Any:
        name = _PROPERTIES[key]
        found = self.range(area)
        if found.getPropertyState(name) != AMBIGUOUS_VALUE:
            return self._read(key, getattr(found, name))
        groups = found.getUniqueCellFormatRanges()
        values = {self._read(key, getattr(groups.getByIndex(one), name)) for one in range(groups.Count)}
        return values.pop() if len(values) == 1 else MIXED

    def _read(self, key: str, value: Any) -> Any:
        if key == "number_format":
            return self.book.numbers.code(value)
        if key == "bold":
            return value >= 150
        if key == "italic":
            return value == ITALIC
        if key == "size":
            return float(value)
        if key == "font_color":
            return _rgb(max(0, value))
        if key == "fill":
            return None if value == -1 else _rgb(value)
        if key == "horizontal":
            return next(name for name, one in _HORIZONTAL.items() if one == value)
        if key == "vertical":
            return next((name for name, one in _VERTICAL.items() if one == value), "bottom")
        return value.IsLocked if key == "locked" else value

    def set_format(self, area: Area, key: str, value: Any) -> None:
        name, found = _PROPERTIES[key], self.range(area)
        if key == "locked":
            protection = found.CellProtection
            protection.IsLocked = value
            value = protection
        elif key == "number_format":
            value = self.book.numbers.key(value)
        elif key == "bold":
            value = 150.0 if value else 100.0
        elif key == "italic":
            value = ITALIC if value else NONE
        elif key in ("font_color", "fill"):
            value = -1 if value is None else value[0] << 16 | value[1] << 8 | value[2]
        elif key == "horizontal":
            value = _HORIZONTAL.get(value, STANDARD)
        elif key == "vertical":
            value = _VERTICAL[value]
        for ending in ("", "Asian", "Complex") if name in _WITH_ASIAN else ("",):
            found.setPropertyValue(name + ending, float(value) if key == "size" else value)

    def copy_formats(self, source: Area, destination: Area) -> None:
        """The look of `source`, repeated over `destination`; conditional formats are not copied."""
        for row in range(source.rows):
            for column in range(source.columns):
                values = self.cell(source.row + row, source.column + column).getPropertyValues(tuple(_COPIED))
                places = [
                    Area(down, right)
                    for right in range(destination.column, destination.last_column + 1)
                    for down in range(destination.row, destination.last_row + 1)
                    if (down - source.row) % source.rows == row
                    and (right - source.column) % source.columns == column
                ]
                if places:
                    self.many(places).setPropertyValues(tuple(_COPIED), values)
