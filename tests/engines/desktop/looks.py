"""What ranges look like: formats, fonts, heights and widths. Cells that differ give None where Excel gives Null."""

from __future__ import annotations

from typing import Any

from xlwings import base_classes
from xlwings.utils import hex_to_rgb, int_to_rgb

from engines.areas import Area
from engines.com import refused
from engines.desktop.writing import refuse_protected
from engines.stores import MIXED, SheetStore


def color_of(value: tuple[int, int, int] | int | str | None) -> tuple[int, int, int] | None:
    """A colour as xlwings takes it: (r, g, b), '#rrggbb', Excel's number, None."""
    if isinstance(value, str):
        value = hex_to_rgb(value)
    if isinstance(value, int):
        value = int_to_rgb(value)
    return tuple(int(part) for part in value) if value is not None else None


class _Format:
    """A property of the cells' format; None when they differ."""

    def __init__(self, key: str) -> None:
        self.key = key

    def __get__(self, thing: Any, owner: type) -> Any:
        value = thing.look(self.key)
        return None if value == MIXED else value

    def __set__(self, thing: Any, value: Any) -> None:
        thing.dress(self.key, value)


class Looks:
    """The part of `Range` about formats."""

    area: Area
    store: SheetStore

    def look(self, key: str) -> Any:
        """One property of the format, `stores.MIXED` when the cells differ."""
        self.call("other", key)
        return self.store.format(self.area, key)

    def dress(self, key: str, value: Any) -> None:
        """Changes one property of the format of all cells."""
        self.call("other", key)
        refuse_protected(self.store)
        if key == "number_format" and (not isinstance(value, str) or not value):
            raise refused("不能设置类 Range 的 NumberFormat 属性")
        self.store.set_format(self.area, key, value)
        self.changed()

    number_format = _Format("number_format")
    wrap_text = _Format("wrap")
    horizontal_alignment = _Format("horizontal")
    vertical_alignment = _Format("vertical")

    @property
    def color(self) -> tuple[int, int, int] | None:
        """None without a fill; black when the cells differ, as in Excel."""
        value = self.look("fill")
        return (0, 0, 0) if value == MIXED else value

    @color.setter
    def color(self, value: Any) -> None:
        self.dress("fill", color_of(value))

    def set_colors(self, colors: Any) -> None:
        for row, line in enumerate(colors, 1):
            for column, color in enumerate(line, 1):
                if color is not ...:
                    self(row, column).color = color

    @property
    def font(self) -> Font:
        return Font(self)

    @property
    def row_height(self) -> float | None:
        """In points; None when rows differ."""
        self.call("other", "row_height")
        heights = set(self.store.row_heights(self.area))
        return heights.pop() if len(heights) == 1 else None

    @row_height.setter
    def row_height(self, points: float) -> None:
        self.call("other", "row_height")
        refuse_protected(self.store)
        if not 0 <= points <= 409.5:
            raise refused("不能设置类 Range 的 RowHeight 属性")
        self.store.set_row_height(self.area, points)
        self.changed()

    @property
    def column_width(self) -> float | None:
        """In characters; None when columns differ."""
        self.call("other", "column_width")
        widths = set(self.store.column_widths(self.area))
        return widths.pop() if len(widths) == 1 else None

    @column_width.setter
    def column_width(self, characters: float) -> None:
        self.call("other", "column_width")
        refuse_protected(self.store)
        if not 0 <= characters <= 255:
            raise refused("不能设置类 Range 的 ColumnWidth 属性")
        self.store.set_column_width(self.area, characters)
        self.changed()

    @property
    def height(self) -> float:
        return sum(self.store.row_heights(self.area))

    def autofit(self, axis: str | None = None) -> None:
        self.call("other", "autofit")
        refuse_protected(self.store)
        if axis in (None, "r", "rows"):
            self.store.autofit(self.area, "rows")
        if axis in (None, "c", "columns"):
            self.store.autofit(self.area, "columns")
        self.changed()

    def _hidden(self, axis: str) -> bool | None:
        self.call("other", f"{axis}_hidden")
        hidden = set(self.store.hidden(self.area, axis))
        return hidden.pop() if len(hidden) == 1 else None

    def _hide(self, axis: str, value: bool) -> None:
        self.call("other", f"{axis}_hidden")
        refuse_protected(self.store)
        self.store.hide(self.area, axis, value)
        self.changed()

    @property
    def row_hidden(self) -> bool | None:
        return self._hidden("rows")

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        self._hide("rows", value)

    @property
    def column_hidden(self) -> bool | None:
        return self._hidden("columns")

    @column_hidden.setter
    def column_hidden(self, value: bool) -> None:
        self._hide("columns", value)


class Font(base_classes.Font):
    """The font of a range."""

    api: Any = None

    name = _Format("font")
    size = _Format("size")
    bold = _Format("bold")
    italic = _Format("italic")

    def __init__(self, cells: Any) -> None:
        self.cells = cells
        self.api = self

    def look(self, key: str) -> Any:
        return self.cells.look(key)

    def dress(self, key: str, value: Any) -> None:
        self.cells.dress(key, value)

    @property
    def color(self) -> tuple[int, int, int]:
        """Raises TypeError when the cells differ, as xlwings does."""
        value = self.look("font_color")
        return int_to_rgb(None) if value == MIXED else value

    @color.setter
    def color(self, value: Any) -> None:
        self.dress("font_color", color_of(value))
