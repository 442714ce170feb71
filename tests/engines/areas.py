"""Rectangles of cells and how they are written: `$A$1:$C$3`, `B:D`, `2:5`, `'名 单'!A1`. Rows and columns count from 1."""

from __future__ import annotations

import re
from typing import NamedTuple

ROWS = 1_048_576
COLUMNS = 16_384

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})$")
_COLUMN = re.compile(r"\$?([A-Za-z]{1,3})$")
_ROW = re.compile(r"\$?([1-9][0-9]{0,6})$")
_PLAIN_NAME = re.compile(r"[A-Za-z_\u4e00-\u9fff][A-Za-z0-9_.\u4e00-\u9fff]*$")


def column_letters(column: int) -> str:
    """1 → 'A', 28 → 'AB'."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """'A' → 1, 'ab' → 28."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


class Area(NamedTuple):
    """A rectangle: its first row and column, how many rows and columns."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1

    @property
    def last_row(self) -> int:
        return self.row + self.rows - 1

    @property
    def last_column(self) -> int:
        return self.column + self.columns - 1

    @property
    def cells(self) -> int:
        return self.rows * self.columns

    @property
    def first(self) -> Area:
        """Its upper left cell."""
        return Area(self.row, self.column)

    def address(self, row_absolute: bool = True, column_absolute: bool = True) -> str:
        """As Excel writes it; whole columns as `$A:$B`, whole rows as `$1:$2`."""
        row_mark, column_mark = "$" * row_absolute, "$" * column_absolute
        top, bottom = f"{row_mark}{self.row}", f"{row_mark}{self.last_row}"
        left = f"{column_mark}{column_letters(self.column)}"
        right = f"{column_mark}{column_letters(self.last_column)}"
        if self.rows == ROWS:
            return f"{left}:{right}"
        if self.columns == COLUMNS:
            return f"{top}:{bottom}"
        return left + top if self.cells == 1 else f"{left}{top}:{right}{bottom}"

    def common(self, other: Area) -> Area | None:
        """The cells that are in both."""
        top, left = max(self.row, other.row), max(self.column, other.column)
        bottom = min(self.last_row, other.last_row)
        right = min(self.last_column, other.last_column)
        return from_corners(top, left, bottom, right) if top <= bottom and left <= right else None

    def contains(self, other: Area) -> bool:
        return self.common(other) == other

    def spanning(self, other: Area) -> Area:
        """The smallest rectangle around both."""
        return from_corners(
            min(self.row, other.row),
            min(self.column, other.column),
            max(self.last_row, other.last_row),
            max(self.last_column, other.last_column),
        )


WHOLE_SHEET = Area(1, 1, ROWS, COLUMNS)


def from_corners(top: int, left: int, bottom: int, right: int) -> Area:
    """The rectangle with these edges, all included."""
    return Area(top, left, bottom - top + 1, right - left + 1)


def parse(address: str) -> Area | None:
    """`A1`, `$A$1:B2`, `A:C`, `1:3` (no sheet) → the rectangle; None for anything else."""
    first, colon, last = address.strip().partition(":")
    corners = [_corner(first, bool(colon)), _corner(last if colon else first, bool(colon))]
    if None in corners:
        return None
    (top1, left1, bottom1, right1), (top2, left2, bottom2, right2) = corners
    area = from_corners(min(top1, top2), min(left1, left2), max(bottom1, bottom2), max(right1, right2))
    return area if WHOLE_SHEET.contains(area) else None


def _corner(text: str, half: bool) -> tuple[int, int, int, int] | None:
    """(top, left, bottom, right) of one side of the colon."""
    if found := _CELL.match(text):
        row, column = int(found[2]), column_number(found[1])
        return row, column, row, column
    if half and (found := _COLUMN.match(text)):
        column = column_number(found[1])
        return 1, column, ROWS, column
    if half and (found := _ROW.match(text)):
        return int(found[1]), 1, int(found[1]), COLUMNS
    return None


def split_sheet(reference: str) -> tuple[str | None, str]:
    """`'名 单'!A1` → ('名 单', 'A1'); no sheet → (None, reference). A leading '=' is dropped."""
    reference = reference.removeprefix("=")
    sheet, mark, rest = reference.rpartition("!")
    if not mark:
        return None, reference
    if sheet.startswith("'") and sheet.endswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    return sheet, rest


def quoted(sheet: str) -> str:
    """A sheet's name as a formula needs it: quoted unless it is a plain word."""
    if _PLAIN_NAME.match(sheet) and parse(sheet) is None:
        return sheet
    return "'" + sheet.replace("'", "''") + "'"
