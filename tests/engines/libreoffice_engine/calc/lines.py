"""Heights, widths, hidden lines and the view in LibreOffice."""

from __future__ import annotations

from typing import Any

from engines.areas import Area, from_corners
from engines.libreoffice_engine.calc.shape import area_of

HUNDREDTHS_PER_POINT = 2540 / 72
DIGIT, PADDING = 7, 5
"""Pixels of a digit in Excel's standard font, and around a cell's text."""
HUNDREDTHS_PER_DIGIT = DIGIT * 2540 / 96


class Lines:
    """The part of `stores.SheetStore` about rows, columns and the view."""

    def _lines(self, area: Area, axis: str) -> list[Any]:
        found = self.range(area)
        lines = found.Rows if axis == "rows" else found.Columns
        return [lines.getByIndex(number) for number in range(lines.Count)]

    def row_heights(self, area: Area) -> list[float]:
        return [
            round(line.Height / HUNDREDTHS_PER_POINT * 4) / 4 if line.IsVisible else 0.0
            for line in self._lines(area, "rows")
        ]

    def set_row_height(self, area: Area, points: float) -> None:
        self.range(area).Rows.Height = round(points * HUNDREDTHS_PER_POINT)

    def column_widths(self, area: Area) -> list[float]:
        return [
            round(line.Width / self.book.digit - PADDING / DIGIT, 2) if line.IsVisible else 0.0
            for line in self._lines(area, "columns")
        ]

    def set_column_width(self, area: Area, characters: float) -> None:
        self.range(area).Columns.Width = round((characters + PADDING / DIGIT) * self.book.digit)

    def autofit(self, area: Area, axis: str) -> None:
        if axis == "rows":
            self.range(area).Rows.OptimalHeight = True
        else:
            self.range(area).Columns.OptimalWidth = True

    def hidden(self, area: Area, axis: str) -> list[bool]:
        """One call for the visible cells of a line across."""
        across = (
            from_corners(area.row, area.column, area.last_row, area.column)
            if axis == "rows"
            else from_corners(area.row, area.column, area.row, area.last_column)
        )
        if axis == "columns":
            return [not line.IsVisible for line in self._lines(across, axis)]
        if not self._lines(across.first, "columns")[0].IsVisible:
            return [not line.IsVisible for line in self._lines(across, axis)]
        shown: set[int] = set()
        for address in self.range(across).queryVisibleCells().RangeAddresses:
            shown.update(range(address.StartRow + 1, address.EndRow + 2))
        return [row not in shown for row in range(area.row, area.last_row + 1)]

    def hide(self, area: Area, axis: str, value: bool) -> None:
        found = self.range(area)
        (found.Rows if axis == "rows" else found.Columns).IsVisible = not value

    # The view: LibreOffice forgets a selection when another sheet is shown

    def look_at_view(self) -> None:
        """Takes note of what is selected and where the sheet is scrolled to."""
        view = self.book.view
        view.setActiveSheet(self.sheet)
        selected = view.getSelection()
        if hasattr(selected, "RangeAddress"):
            self.selection_kept = area_of(selected.RangeAddress)
        self.scroll_kept = view.getFirstVisibleRow() + 1, view.getFirstVisibleColumn() + 1

    def show_view(self) -> None:
        """Selects and scrolls as noted, when this sheet is the active one."""
        view = self.book.view
        if self.book.active() is self:
            view.select(self.range(self.selection_kept))
            view.setFirstVisibleRow(self.scroll_kept[0] - 1)
            view.setFirstVisibleColumn(self.scroll_kept[1] - 1)

    @property
    def selection(self) -> Area:
        return self.selection_kept

    @selection.setter
    def selection(self, area: Area) -> None:
        self.selection_kept = area
        self.show_view()

    @property
    def scroll(self) -> tuple[int, int]:
        return self.scroll_kept

    @scroll.setter
    def scroll(self, place: tuple[int, int]) -> None:
        self.scroll_kept = tuple(place)
        self.show_view()
