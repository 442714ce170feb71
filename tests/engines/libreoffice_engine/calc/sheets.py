"""One sheet in LibreOffice: values, formulas, merged areas, what is inserted and deleted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from com.sun.star.sheet.CellDeleteMode import COLUMNS as COLUMNS_GO
from com.sun.star.sheet.CellDeleteMode import LEFT as MOVE_LEFT
from com.sun.star.sheet.CellDeleteMode import ROWS as ROWS_GO
from com.sun.star.sheet.CellDeleteMode import UP as MOVE_UP
from com.sun.star.sheet.CellInsertMode import COLUMNS as COLUMNS_COME
from com.sun.star.sheet.CellInsertMode import DOWN as MOVE_DOWN
from com.sun.star.sheet.CellInsertMode import RIGHT as MOVE_RIGHT
from com.sun.star.sheet.CellInsertMode import ROWS as ROWS_COME
from com.sun.star.table import CellRangeAddress

from engines.areas import COLUMNS, ROWS, Area, from_corners
from engines.libreoffice_engine.calc.attached import Attached
from engines.libreoffice_engine.calc.filters import Filters
from engines.libreoffice_engine.calc.formulas import ERRORS
from engines.libreoffice_engine.calc.lines import Lines
from engines.libreoffice_engine.calc.looks import Looks
from engines.libreoffice_engine.calc.number_keys import BOOLEAN
from engines.number_formats import ERRORS as ERROR_NUMBERS
from engines.number_formats import GENERAL, com_value
from engines.typed import EMPTY, Entry

if TYPE_CHECKING:
    from engines.libreoffice_engine.calc.documents import Document

CONTENTS = 1 | 2 | 4 | 16
"""Numbers, dates, text, formulas (com.sun.star.sheet.CellFlags)."""
LOOKS = 32
FORMULAS = 16


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


class Sheet(Looks, Lines, Attached, Filters):
    """A `stores.SheetStore`."""

    KIND = "sheet"

    def __init__(self, book: Document) -> None:
        self.book = book
        self.very_hidden = False
        self.selection_kept = Area(1, 1)
        self.scroll_kept = (1, 1)
        self.links_kept: dict[tuple[int, int], Any] | None = None
        self._merges: list[Area] | None = None
        self._sheet: Any = None

    @property
    def sheet(self) -> Any:
        """LibreOffice's own sheet."""
        if self._sheet is None:
            self._sheet = self.book.document.Sheets.getByIndex(self.book.place_of(self))
        return self._sheet

    def moved(self) -> None:
        """Sheets have been put in, moved or taken out."""
        self._sheet = None

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
                if isinstance(rows[row - area.row][column - area.column], float):
                    key = self.cell(row, column).NumberFormat
                    formats[row - area.row][column - area.column] = self.book.numbers.raw(key)
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
            text = {"=TRUE()": "TRUE", "=FALSE()": "FALSE"}.get(text, text)
            rows[row - area.row][column - area.column] = text
        raw = self.raw_formats(area) if any("1" in line or "0" in line for line in rows) else []
        for line, codes in zip(rows, raw, strict=False):
            for place, code in enumerate(codes):
                if code == BOOLEAN and line[place] in ("0", "1"):
                    line[place] = "TRUE" if line[place] == "1" else "FALSE"
        return rows

    def put(self, area: Area, rows: list[list[Entry | None]]) -> None:
        """One call for the block; then formulas, formats and links of single cells."""
        links = self.links_in(area)
        raw = self.raw_formats(area)
        rows = self._completed(area, rows)
        self.range(area).setDataArray(tuple(tuple(_data(entry) for entry in line) for line in rows))
        after = self.raw_formats(area)
        formats: dict[str, list[Area]] = {}
        for row, line in enumerate(rows, area.row):
            for column, entry in enumerate(line, area.column):
                if entry.formula is not None:
                    self._put_formula(row, column, entry.formula)
                down, right = row - area.row, column - area.column
                wanted = _wanted_format(entry, raw[down][right], after[down][right])
                if wanted is not None:
                    formats.setdefault(wanted, []).append(Area(row, column))
        for code, cells in formats.items():
            self.many(cells).NumberFormat = self.book.numbers.key(code)
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

    # Merged areas

    def merges(self) -> list[Area]:
        """LibreOffice cannot list them: looked for once, and again when something has moved."""
        if self._merges is None:
            self._merges = self._found_merges()
        return self._merges

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
        self._merges = None

    def unmerge(self, area: Area) -> None:
        self.range(area).merge(False)
        self._merges = None

    # Cells put in and taken out

    def insert(self, area: Area, axis: str) -> None:
        self.sheet.insertCells(self.address(area), _INSERT[axis, _whole(area, axis)])
        self.links_kept = self._merges = None
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
        self.links_kept = self._merges = None


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
