"""A master book open for changing single cells: values as readers see them, XML as it stands, nothing else touched."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from lxml import etree

from taskbook import files
from taskbook.columns import Sheet
from taskbook.grid import Grid, text_of
from taskbook.master.sheets import master_grids, sheet_named
from taskbook.ooxml import formulas, sheet_tree
from taskbook.ooxml.cells import cells_of, find_cell, find_row, positioned_rows, put_value
from taskbook.ooxml.package import Package, parse, read_package, serialise
from taskbook.ooxml.rows import Value, cell_text

_PERCENT_FORMATS = {9, 10}


class Book:
    """The parts of a master and the sheets being changed; `finish` puts changed sheets back into the package."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.package: Package = read_package(path)
        self.grids: list[Grid] = master_grids(path)
        self._trees: dict[str, etree._Element] = {}
        self._changed: set[str] = set()
        self._left_chain: dict[str, set[str]] = {}

    def grid(self, sheet: Sheet) -> Grid:
        return sheet_named(self.grids, sheet, self.path)

    def has(self, sheet: Sheet) -> bool:
        return any(grid.name.strip() == sheet for grid in self.grids)

    def tree(self, sheet: Sheet) -> etree._Element:
        """The sheet's XML; call `touch` after changing it."""
        part = self._part(sheet)
        if part not in self._trees:
            self._trees[part] = parse(self.package.parts[part])
        return self._trees[part]

    def touch(self, sheet: Sheet) -> None:
        self._changed.add(self._part(sheet))

    def _part(self, sheet: Sheet) -> str:
        return self.package.sheets()[self.grid(sheet).name]

    def put(self, sheet: Sheet, row: int, column: int, value: Value) -> bool:
        """Set a cell (0-based) unless it already says so; True if it had to be changed."""
        grid = self.grid(sheet)
        now = grid.rows[row][column] if row < len(grid.rows) and column < len(grid.rows[row]) else ""
        if same_value(now, value):
            return False
        root = self.tree(sheet)
        line = sheet_tree.ensure_row(root, row)
        cell = find_cell(line, column)
        if cell is not None and formulas.is_formula(cell):
            formulas.hand_on_shared(root, cell, column, row)
            self._left_chain.setdefault(self._part(sheet), set()).add(formulas.address_of(row, column))
        style = self.style_near(sheet, row, column) if cell is None else None
        put_value(line, row, column, value, style)
        self.touch(sheet)
        return True

    def style_near(self, sheet: Sheet, row: int, column: int) -> int:
        """The style id of the nearest cell above in the column, else the nearest below, else 0."""
        above = below = 0
        for number, line in positioned_rows(self.tree(sheet)):
            cell = find_cell(line, column)
            style = int(cell.get("s", "0")) if cell is not None else 0
            if style and number <= row:
                above = style
            elif style and not below:
                below = style
        return above or below

    def style_of(self, sheet: Sheet, row: int, column: int) -> int:
        """The style id of a cell, 0 where there is none."""
        line = find_row(self.tree(sheet), row)
        cell = find_cell(line, column) if line is not None else None
        return int(cell.get("s", "0")) if cell is not None else 0

    def shows_percent(self, style: int) -> bool:
        """Whether a number with this style id is shown as a percentage."""
        part = self.package.of_kind(self.package.workbook(), "styles")
        if part is None:
            return False
        root = parse(self.package.parts[part])
        formats = [int(xf.get("numFmtId", "0")) for cell_xfs in root.iter("{*}cellXfs") for xf in cell_xfs]
        number = formats[style] if style < len(formats) else 0
        codes = {int(item.get("numFmtId")): item.get("formatCode", "") for item in root.iter("{*}numFmt")}
        return number in _PERCENT_FORMATS or "%" in codes.get(number, "")

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


def same_value(now: object, value: Value) -> bool:
    """Whether a cell that reads `now` already says `value`."""
    if value is None or value == "":
        return text_of(now) == ""
    if isinstance(value, str):
        return isinstance(now, str) and text_of(now) == text_of(cell_text(value))
    return isinstance(now, int | float) and not isinstance(now, bool) and abs(now - value) < 1e-9


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
