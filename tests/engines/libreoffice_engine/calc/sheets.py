"""One sheet in LibreOffice: values and formulas, read and written in blocks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from com.sun.star.table import CellRangeAddress

from engines.areas import Area
from engines.libreoffice_engine.calc.attached import Attached
from engines.libreoffice_engine.calc.filters import Filters
from engines.libreoffice_engine.calc.formulas import ERRORS
from engines.libreoffice_engine.calc.lines import Lines
from engines.libreoffice_engine.calc.looks import Looks
from engines.libreoffice_engine.calc.number_keys import BOOLEAN
from engines.libreoffice_engine.calc.shape import CONTENTS, Shape, area_of
from engines.number_formats import ERRORS as ERROR_NUMBERS
from engines.number_formats import GENERAL, com_value
from engines.typed import EMPTY, Entry

if TYPE_CHECKING:
    from engines.libreoffice_engine.calc.documents import Document

_TRUTHS = {"=TRUE()": "TRUE", "=FALSE()": "FALSE"}
"""A truth in a cell whose number format is not LibreOffice's own BOOLEAN."""
FORMULAS, LOOKS = 16, 32
"""Kinds of contents (com.sun.star.sheet.CellFlags)."""


class Sheet(Looks, Lines, Shape, Attached, Filters):
    """A `stores.SheetStore`."""

    KIND = "sheet"

    def __init__(self, book: Document) -> None:
        self.book = book
        self.very_hidden = False
        self.selection_kept = Area(1, 1)
        self.scroll_kept = (1, 1)
        self.links_kept: dict[tuple[int, int], Any] | None = None
        self.merges_kept: list[Area] | None = None
        self.sheet_kept: Any = None

    @property
    def sheet(self) -> Any:
        """LibreOffice's own sheet."""
        if self.sheet_kept is None:
            self.sheet_kept = self.book.document.Sheets.getByIndex(self.book.place_of(self))
        return self.sheet_kept

    def moved(self) -> None:
        """Sheets have been put in, moved or taken out."""
        self.sheet_kept = None

    def range(self, area: Area) -> Any:
        """LibreOffice's own range."""
        return self.sheet.getCellRangeByPosition(
            area.column - 1, area.row - 1, area.last_column - 1, area.last_row - 1
        )

    def address(self, area: Area) -> CellRangeAddress:
        place = self.book.place_of(self)
        return CellRangeAddress(place, area.column - 1, area.row - 1, area.last_column - 1, area.last_row - 1)

    @property
    def name(self) -> str:
        return self.sheet.Name

    @name.setter
    def name(self, value: str) -> None:
        self.sheet.Name = value

    @property
    def visible(self) -> int:
        return -1 if self.sheet.IsVisible else 2 if self.very_hidden else 0

    @visible.setter
    def visible(self, value: int) -> None:
        self.sheet.IsVisible = value == -1
        self.very_hidden = value == 2

    @property
    def protected(self) -> bool:
        return self.sheet.isProtected()

    @protected.setter
    def protected(self, value: bool) -> None:
        self.sheet.protect("") if value else self.sheet.unprotect("")

    # Cells

    def used(self) -> Area:
        cursor = self.sheet.createCursor()
        cursor.gotoStartOfUsedArea(False)
        cursor.gotoEndOfUsedArea(True)
        return area_of(cursor.RangeAddress)

    def formula_cells(self, area: Area) -> Iterator[tuple[int, int]]:
        """(row, column), from 1, of the cells of an area that hold formulas."""
        for address in self.range(area).queryContentCells(FORMULAS).RangeAddresses:
            found = area_of(address)
            for row in range(found.row, found.last_row + 1):
                for column in range(found.column, found.last_column + 1):
                    yield row, column

    def cell(self, row: int, column: int) -> Any:
        return self.sheet.getCellByPosition(column - 1, row - 1)

    def values(self, area: Area) -> list[list[Any]]:
        """One call for the block; then numbers get the type that their format says, errors their number."""
        rows = [
            [None if value == "" else value for value in line] for line in self.range(area).getDataArray()
        ]
        formulas = list(self.formula_cells(area))
        if any(isinstance(value, float) for line in rows for value in line):
            formats = self.raw_formats(area)
            for row, column in formulas:
                value = rows[row - area.row][column - area.column]
                if isinstance(value, float):
                    cell = self.cell(row, column)
                    code = self.book.numbers.raw(cell.NumberFormat)
                    truth = value in (0.0, 1.0) and cell.getFormula() in _TRUTHS
                    formats[row - area.row][column - area.column] = BOOLEAN if truth else code
            rows = [
                [_value(value, code) for value, code in zip(line, codes, strict=True)]
                for line, codes in zip(rows, formats, strict=True)
            ]
        for row, column in formulas:
            if rows[row - area.row][column - area.column] is None:
                number = self.cell(row, column).getError()
                if number:
                    text = ERRORS.get(number, "#VALUE!")
                    rows[row - area.row][column - area.column] = ERROR_NUMBERS[text]
        return rows

    def formulas(self, area: Area) -> list[list[str]]:
        """One call for the block; formulas are then written as Excel writes them."""
        found = self.range(area)
        rows = [
            [_constant(value, text) for value, text in zip(line, texts, strict=True)]
            for line, texts in zip(found.getDataArray(), found.getFormulaArray(), strict=True)
        ]
        for row, column in self.formula_cells(area):
            cell = self.cell(row, column)
            text = self.book.formulas.written(cell.getTokens(), cell.CellAddress)
            if text == "=":  # an error as a constant
                text = cell.getFormula().removeprefix("=")
            text = _TRUTHS.get(text, text)
            rows[row - area.row][column - area.column] = text
        raw = self.raw_formats(area) if any("1" in line or "0" in line for line in rows) else []
        for line, codes in zip(rows, raw, strict=False):
            for place, code in enumerate(codes):
                if code == BOOLEAN and line[place] in ("0", "1"):
                    line[place] = "TRUE" if line[place] == "1" else "FALSE"
        return rows

    def put(self, area: Area, rows: list[list[Entry | None]]) -> None:
        """One call for the block; then formulas, formats and links of single cells."""
        links, notes = self.links_in(area), self.notes_in(area)
        raw = self.raw_formats(area)
        rows = self._completed(area, rows)
        self.range(area).setDataArray(tuple(tuple(_data(entry) for entry in line) for line in rows))
        after = self.raw_formats(area)
        formats: dict[str, list[Area]] = {}
        for row, line in enumerate(rows, area.row):
            for column, entry in enumerate(line, area.column):
                down, right = row - area.row, column - area.column
                if entry.formula is not None:
                    self._put_formula(row, column, entry.formula)
                elif isinstance(entry.value, bool) and raw[down][right] not in (GENERAL, BOOLEAN):
                    self.cell(row, column).setFormula("=TRUE()" if entry.value else "=FALSE()")
                wanted = _wanted_format(entry, raw[down][right], after[down][right])
                if wanted is not None:
                    formats.setdefault(wanted, []).append(Area(row, column))
        for code, cells in formats.items():
            self.many(cells).NumberFormat = self.book.numbers.key(code)
        for cell, note in notes.items():  # LibreOffice throws them away
            self.set_note(cell, note)
        self.put_links_back(links)

    def _completed(self, area: Area, rows: list[list[Entry | None]]) -> list[list[Entry]]:
        """What is not to change (None) as it is now: LibreOffice takes whole blocks."""
        if not any(entry is None for line in rows for entry in line):
            return rows
        data = [[Entry(value or None) for value in line] for line in self.range(area).getDataArray()]
        for row, column in self.formula_cells(area):
            formula = self.formulas(Area(row, column))[0][0]
            data[row - area.row][column - area.column] = Entry(formula=formula)
        return [
            [old if new is None else new for old, new in zip(olds, news, strict=True)]
            for olds, news in zip(data, rows, strict=True)
        ]

    def _put_formula(self, row: int, column: int, formula: str) -> None:
        cell = self.cell(row, column)
        if formula[1:] in ERROR_NUMBERS:
            cell.setFormula(formula)
        else:
            cell.setTokens(self.book.formulas.tokens(formula, cell.CellAddress))

    def many(self, areas: list[Area]) -> Any:
        """Several ranges as one object of LibreOffice."""
        ranges = self.book.document.createInstance("com.sun.star.sheet.SheetCellRanges")
        ranges.addRangeAddresses(tuple(self.address(area) for area in areas), True)
        return ranges

    def clear(self, area: Area, contents: bool, formats: bool) -> None:
        found = self.range(area)
        links = self.links_in(area)
        if contents:
            found.clearContents(CONTENTS)
        if formats:
            for merged in self.merges():
                if merged.common(area):
                    self.unmerge(merged)
            found.clearContents(LOOKS)
            found.ConditionalFormat = _emptied(found.ConditionalFormat)
        if contents and formats:
            self.without_validation(area)
        self.put_links_back(links)


def _value(value: Any, code: str) -> Any:
    if isinstance(value, float):
        return bool(value) if code == BOOLEAN else com_value(value, code)
    return value


def _constant(value: Any, text: str) -> str:
    """A constant as `Range.Formula` writes it: LibreOffice marks text that looks like a number with an apostrophe."""
    return value if isinstance(value, str) else text


def _data(entry: Entry) -> str | float:
    if entry.formula is not None or entry.value is None:
        return ""
    return float(entry.value) if isinstance(entry.value, bool) else entry.value


def _wanted_format(entry: Entry, before: str, after: str) -> str | None:
    """The format a cell needs after this entry; None: the one it has. LibreOffice makes some text '@' by itself."""
    wanted = before
    if isinstance(entry.value, bool):
        wanted = BOOLEAN if before == GENERAL else before
    elif before in (GENERAL, BOOLEAN) and entry != EMPTY:
        wanted = entry.number_format or GENERAL
    return wanted if wanted != after else None


def _emptied(conditions: Any) -> Any:
    conditions.clear()
    return conditions
