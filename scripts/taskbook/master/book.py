"""A master book open for changing single cells: values as readers see them, XML as it stands, nothing else touched."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path

from lxml import etree

from taskbook import files
from taskbook.columns import Sheet, plain_heading
from taskbook.grid import Grid
from taskbook.master.cells import NEW_COLUMN_WIDTH, same_value
from taskbook.master.sheets import master_grids, sheet_named
from taskbook.ooxml import formulas, sheet_tree
from taskbook.ooxml.cells import cells_of, find_cell, positioned_rows, put_value
from taskbook.ooxml.package import Package, parse, read_package, serialise
from taskbook.ooxml.rows import Value
from taskbook.ooxml.sheet_tree import give_width

_PERCENT_FORMATS = {9, 10}


class Book:
    """The parts of a master and the sheets being changed; `finish` puts changed sheets back into the package."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.package: Package = read_package(path)
        self.grids: list[Grid] = master_grids(path)
        self._parts = self.package.sheets()
        self._trees: dict[str, etree._Element] = {}
        self._rows: dict[str, dict[int, etree._Element]] = {}
        self._changed: set[str] = set()
        self._left_chain: dict[str, set[str]] = {}

    def grid(self, sheet: Sheet) -> Grid:
        return sheet_named(self.grids, sheet, self.path)

    def has(self, sheet: Sheet) -> bool:
        return any(plain_heading(grid.name) == plain_heading(sheet) for grid in self.grids)

    def tree(self, sheet: Sheet) -> etree._Element:
        """The sheet's XML; call `touch` after changing it."""
        part = self._part(sheet)
        if part not in self._trees:
            self._trees[part] = parse(self.package.parts[part])
        return self._trees[part]

    def touch(self, sheet: Sheet) -> None:
        self._changed.add(self._part(sheet))

    def _part(self, sheet: Sheet) -> str:
        return self._parts[self.grid(sheet).name]

    def row(self, sheet: Sheet, number: int) -> etree._Element | None:
        """The `<row>` with a 0-based number, if there is one."""
        part = self._part(sheet)
        if part not in self._rows:
            self._rows[part] = dict(positioned_rows(self.tree(sheet)))
        return self._rows[part].get(number)

    def made_row(self, sheet: Sheet, number: int) -> etree._Element:
        """The `<row>` with a 0-based number, made if it is missing."""
        found = self.row(sheet, number)
        if found is None:
            found = sheet_tree.ensure_row(self.tree(sheet), number)
            self._rows[self._part(sheet)][number] = found
        return found

    def says(self, sheet: Sheet, row: int, column: int, value: Value) -> bool:
        """Whether a cell (0-based) holds this value already."""
        rows = self.grid(sheet).rows
        now = rows[row][column] if row < len(rows) and column < len(rows[row]) else ""
        return same_value(now, value)

    def put(self, sheet: Sheet, row: int, column: int, value: Value) -> bool:
        """Set a cell (0-based) unless it already says so; True if it had to be changed."""
        if self.says(sheet, row, column, value):
            return False
        line = self.made_row(sheet, row)
        cell = find_cell(line, column)
        if cell is not None and formulas.is_formula(cell):
            formulas.hand_on_shared(self.tree(sheet), cell, column, row)
            self._left_chain.setdefault(self._part(sheet), set()).add(formulas.address_of(row, column))
        style = self.style_near(sheet, row, column) if cell is None else None
        put_value(line, row, column, value, style)
        self.touch(sheet)
        return True

    def style_near(self, sheet: Sheet, row: int, column: int) -> int:
        """The style id of the nearest cell above in the column, else the nearest below, else 0."""
        self.row(sheet, row)  # fills the index
        numbers = sorted(self._rows[self._part(sheet)])
        above = (number for number in reversed(numbers) if number <= row)
        below = (number for number in numbers if number > row)
        for number in itertools.chain(above, below):
            if style := self.style_of(sheet, number, column):
                return style
        return 0

    def style_of(self, sheet: Sheet, row: int, column: int) -> int:
        """The style id of a cell, 0 where there is none."""
        line = self.row(sheet, row)
        cell = find_cell(line, column) if line is not None else None
        return int(cell.get("s", "0")) if cell is not None else 0

    def shows_percent(self, sheet: Sheet, row: int, column: int) -> bool:
        """Whether a number in this cell (0-based) is, or would be, shown as a percentage."""
        style = self.style_of(sheet, row, column) or self.style_near(sheet, row, column)
        return style in self._percent_styles

    def add_headings(self, sheet: Sheet, row: int, headings: Sequence[str], like: int) -> list[int]:
        """Write headings after the last used column, looking like the one in column `like`; their columns."""
        first = max(like, self.last_used_column(sheet, row)) + 1
        style = self.style_of(sheet, row, like)
        line = self.made_row(sheet, row)
        columns = list(range(first, first + len(headings)))
        for column, heading in zip(columns, headings, strict=True):
            put_value(line, row, column, heading, style)
            give_width(self.tree(sheet), column, NEW_COLUMN_WIDTH)
        self.touch(sheet)
        return columns

    @cached_property
    def _percent_styles(self) -> set[int]:
        part = self.package.of_kind(self.package.workbook(), "styles")
        if part is None:
            return set()
        root = parse(self.package.parts[part])
        formats = [int(xf.get("numFmtId", "0")) for cell_xfs in root.iter("{*}cellXfs") for xf in cell_xfs]
        codes = {int(item.get("numFmtId")): item.get("formatCode", "") for item in root.iter("{*}numFmt")}
        return {
            style
            for style, number in enumerate(formats)
            if number in _PERCENT_FORMATS or "%" in codes.get(number, "")
        }

    def last_used_column(self, sheet: Sheet, from_row: int) -> int:
        """The last 0-based column that holds anything (a value, or a cell with a style) from a row down."""
        used = [
            column
            for number, line in positioned_rows(self.tree(sheet))
            if number >= from_row
            for column, _ in cells_of(line)
        ]
        return max(used, default=-1)

    def finish(self) -> Package:
        """The package with every changed sheet written back."""
        for part in self._changed:
            root = self._trees[part]
            sheet_tree.widen_used_range(root)
            self.package.parts[part] = serialise(root)
            formulas.leave_chain(self.package, part, self._left_chain.get(part, set()))
        return self.package


def changed_in_place(path: Path, change: Callable[[Book], None]) -> Path | None:
    """Open a master, let `change` set cells, and write it in one step with a dated copy made first.

    Returns the copy's path; None when nothing had to be changed (then nothing is written at all). Raises
    `CannotGoOn` when the book is open in Excel, read-only, or in use by another run.
    """
    files.refuse_unwritable(path)
    with files.exclusive(path):
        book = Book(path)
        change(book)
        package = book.finish()
        if not package.changed():
            return None
        copy = files.keep_copy(path)
        package.save(path)
        return copy
