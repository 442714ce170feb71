"""One sheet over openpyxl: values, formulas, merged areas, notes, links. What it looks like is in `layout` and `styles`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText
from openpyxl.comments import Comment
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.styles.cell_style import StyleArray
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.merge import MergedCellRange
from openpyxl.worksheet.worksheet import Worksheet

from engines.areas import Area, from_corners
from engines.number_formats import ERRORS, GENERAL, com_value, serial, shown_number
from engines.openpyxl_engine import layout, shifting, styles
from engines.openpyxl_engine.filters import Filters
from engines.stores import Link, Note
from engines.typed import Entry

if TYPE_CHECKING:
    from engines.openpyxl_engine.book import Workbook

_VISIBLE = {"visible": -1, "hidden": 0, "veryHidden": 2}
_ERROR_FORMULA = re.compile(r"=(#[A-Z/0!?]+)$")


class Sheet(layout.Layout, styles.Styles, Filters):
    """A `stores.SheetStore`."""

    def __init__(self, book: Workbook, ws: Worksheet) -> None:
        self.book = book
        self.ws = ws
        self._cached: dict[tuple[int, int], Any] | None = None

    @property
    def name(self) -> str:
        return self.ws.title

    @name.setter
    def name(self, value: str) -> None:
        self.ws.title = value

    @property
    def visible(self) -> int:
        return _VISIBLE[self.ws.sheet_state]

    @visible.setter
    def visible(self, value: int) -> None:
        self.ws.sheet_state = next(state for state, number in _VISIBLE.items() if number == value)

    @property
    def protected(self) -> bool:
        return bool(self.ws.protection.sheet)

    @protected.setter
    def protected(self, value: bool) -> None:
        self.ws.protection.sheet = value

    # Cells

    def used(self) -> Area:
        """Every cell that holds something or looks like something."""
        places = [
            place for place, cell in self.ws._cells.items() if cell._value is not None or cell.has_style
        ] or [(1, 1)]
        rows, columns = zip(*places, strict=True)
        return from_corners(min(rows), min(columns), max(rows), max(columns))

    def existing(self, area: Area) -> Iterator[Cell]:
        """The cells of an area that have an object, row by row."""
        cells = self.ws._cells
        if area.cells <= 4 * len(cells):
            for row in range(area.row, area.last_row + 1):
                for column in range(area.column, area.last_column + 1):
                    if (row, column) in cells:
                        yield cells[row, column]
        else:
            for (row, column), cell in sorted(cells.items(), key=lambda item: item[0]):
                if area.row <= row <= area.last_row and area.column <= column <= area.last_column:
                    yield cell

    def cell(self, row: int, column: int) -> Cell:
        """The cell's object; a new one looks like its row or column."""
        cell = self.ws._cells.get((row, column))
        if cell is None:
            cell = self.ws.cell(row, column)
            cell._style = StyleArray(self.style_of_empty(row, column))
        return cell

    def values(self, area: Area) -> list[list[Any]]:
        rows: list[list[Any]] = [[None] * area.columns for _ in range(area.rows)]
        for cell in self.existing(area):
            if cell._value is not None:
                rows[cell.row - area.row][cell.column - area.column] = self._value(cell)
        return rows

    def _value(self, cell: Cell) -> Any:
        stored = self.cached.get((cell.row, cell.column)) if cell.data_type == "f" else cell._value
        if isinstance(stored, CellRichText):
            return str(stored)
        if isinstance(stored, str):
            wrong = cell.data_type in ("e", "f") and stored in ERRORS
            return ERRORS[stored] if wrong else stored or None
        return com_value(stored, cell.number_format)

    @property
    def cached(self) -> dict[tuple[int, int], Any]:
        """The results of formulas as the file has them, by (row, column)."""
        if self._cached is None:
            self._cached = self.book.results_of(self.ws.title)
        return self._cached

    def formulas(self, area: Area) -> list[list[str]]:
        rows = [[""] * area.columns for _ in range(area.rows)]
        for cell in self.existing(area):
            if cell._value is not None:
                rows[cell.row - area.row][cell.column - area.column] = _formula(cell)
        return rows

    def put(self, area: Area, rows: list[list[Entry | None]]) -> None:
        for row, entries in enumerate(rows, area.row):
            for column, entry in enumerate(entries, area.column):
                if entry is None:
                    continue
                empty = entry.value is None and entry.formula is None
                if not (empty and (row, column) not in self.ws._cells):
                    self._put(row, column, entry)

    def _put(self, row: int, column: int, entry: Entry) -> None:
        cell = self.cell(row, column)
        if cell.quotePrefix or entry.prefixed:
            cell.quotePrefix = entry.prefixed
        if cell.data_type == "f":
            self.cached.pop((row, column), None)
        value = entry.value
        if entry.formula is not None:
            wrong = _ERROR_FORMULA.match(entry.formula)
            cell._value, cell.data_type = (wrong[1], "e") if wrong else (entry.formula, "f")
        elif isinstance(value, str):
            cell.value = value
            cell.data_type = "s"
        else:
            cell._value = int(value) if isinstance(value, float) and value.is_integer() else value
            cell.data_type = "b" if isinstance(value, bool) else "n"
        if entry.number_format and cell.number_format == GENERAL:
            cell.number_format = entry.number_format

    def clear(self, area: Area, contents: bool, formats: bool) -> None:
        for cell in self.existing(area):
            if contents:
                cell._value, cell.data_type = None, "n"
                cell.quotePrefix = False if cell.quotePrefix else cell.quotePrefix
                self.cached.pop((cell.row, cell.column), None)
            if formats:
                cell._style = StyleArray()
        if formats:
            for merged in self.merges():
                if merged.common(area):
                    self.unmerge(merged)
            self._without_conditions(area)
        if contents and formats:
            for validation in self.ws.data_validations.dataValidation if self.ws.data_validations else ():
                validation.sqref = shifting.without(validation.sqref, area)

    def _without_conditions(self, area: Area) -> None:
        kept = ConditionalFormattingList()
        for formatting in self.ws.conditional_formatting:
            left = shifting.without(formatting.sqref, area)
            for rule in formatting.rules if left.ranges else ():
                kept.add(str(left), rule)
        self.ws.conditional_formatting = kept

    # Merged areas

    def merges(self) -> list[Area]:
        return [
            from_corners(one.min_row, one.min_col, one.max_row, one.max_col) for one in self.ws.merged_cells
        ]

    def merge(self, area: Area) -> None:
        for inside in self.merges():
            if inside.common(area):
                self.unmerge(inside)
        for cell in list(self.existing(area)):
            if (cell.row, cell.column) != (area.row, area.column):
                self._put(cell.row, cell.column, Entry())
        self.cover(area)

    def cover(self, area: Area) -> None:
        """Makes an area one merged cell; what its cells hold stays."""
        self.ws.merged_cells.add(MergedCellRange(self.ws, area.address(False, False)))

    def unmerge(self, area: Area) -> None:
        self.ws.merged_cells.remove(area.address(False, False))

    # Notes and links

    def note(self, cell: Area) -> Note | None:
        comment = next((one.comment for one in self.existing(cell.first)), None)
        return None if comment is None else Note(comment.text or "", comment.author or "")

    def set_note(self, cell: Area, note: Note | None) -> None:
        self.cell(*cell[:2]).comment = None if note is None else Comment(note.text, note.author)

    def notes(self) -> dict[str, str]:
        return {cell.coordinate: cell.comment.text for cell in self.ws._cells.values() if cell.comment}

    def link(self, cell: Area) -> Link | None:
        for one in self.existing(cell):
            found = one.hyperlink
            if found is not None:
                return Link(found.target or "", found.location or "", found.tooltip or "")
        return None

    def set_link(self, cell: Area, link: Link) -> None:
        target = self.cell(*cell[:2])
        kept, kind = target._value, target.data_type
        target.hyperlink = Hyperlink(
            ref="", target=link.address or None, location=link.place or None, tooltip=link.tip or None
        )
        target._value, target.data_type = kept, kind

    def clear_links(self, area: Area) -> None:
        for cell in self.existing(area):
            cell.hyperlink = None

    # What else stands on the sheet, for tests to look at

    def insert(self, area: Area, axis: str) -> None:
        shifting.insert(self, area, axis)

    def delete(self, area: Area, axis: str) -> None:
        shifting.delete(self, area, axis)

    def drawings(self) -> dict[str, int]:
        return {"charts": len(self.ws._charts), "pictures": len(self.ws._images)}

    def conditional_formats(self) -> list[str]:
        return sorted(str(one.sqref) for one in self.ws.conditional_formatting for _ in one.rules)

    def validations(self) -> list[str]:
        found = self.ws.data_validations.dataValidation if self.ws.data_validations else ()
        return sorted(area for one in found for area in str(one.sqref).split())


def _formula(cell: Cell) -> str:
    value = cell._value
    if cell.data_type == "f":
        text = getattr(value, "text", value)  # array formulas
        return text if str(text).startswith("=") else f"={text}"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, date | time | timedelta):
        value = serial(value)
    return shown_number(float(value)) if isinstance(value, int | float) else str(value)
