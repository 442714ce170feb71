"""How much room text takes in a cell: office programs do not fit rows that a program wrote, nor merged cells, to their text."""

from __future__ import annotations

import unicodedata

_PIXELS_PER_WIDTH = 7.0  # one unit of column width: a digit of the default font
_PADDING_PIXELS = 6.0
_LINE = 1.45  # line height over font size; the tallest of the usual Chinese fonts
TALLEST = 409.0
"""Points; no row can be higher."""


def text_width(text: str) -> int:
    """Width in half-width characters: Chinese characters and their punctuation count two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def lines_needed(text: str, column_width: float, size: float) -> int:
    """Lines that wrapped `text` takes in a column of that width (in column units) at a font size in points."""
    room = column_width * _PIXELS_PER_WIDTH - _PADDING_PIXELS
    # A line is broken a little early where punctuation must not begin the next one.
    capacity = max(2, int(room / (size * 4 / 3 / 2)) // 2 * 2)
    return sum(max(1, -(-text_width(line) // capacity)) for line in text.split("\n")) if text else 1


def row_height(lines: int, size: float, padding: float = 9.0) -> float:
    """Points for so many lines at a font size, never more than a row can have."""
    return min(TALLEST, round(lines * size * _LINE + padding, 1))


def fitted_height(cells: list[tuple[str, float]], size: float, least: float = 0.0) -> float:
    """The height of a row whose cells are (text, column width), all at one font size."""
    lines = max((lines_needed(text, width, size) for text, width in cells), default=1)
    return max(least, row_height(lines, size))
