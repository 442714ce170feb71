"""The characters on a page of a PDF as lines of text: what stands at one height, blanks where there are gaps.

Lengths are points (1/72 inch) from the page's left and top edges.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

SAME_HEIGHT = 0.4
"""Of a character's size: so much higher or lower belongs to the same line (a raised ①, a digit of another font)."""

TAB_GAP = 1.8
"""A gap of so many characters parts what stands side by side: 签发人：…, the cells of a table without rules."""

_HAN_GAP = 0.8
"""Between Chinese characters less than this is only spacing: around digits and letters, or to fill the line."""
_LATIN_GAP = 0.25

_LATIN = re.compile(r"[0-9A-Za-z\u00c0-\u024f.,%:/\-]")
_FIRST = re.compile(
    r"[（([【〔《“‘〈「『]*(?:[0-9A-Za-z.,%:/\-]+|.)"
    r"(?:[，。、；：？！）)\]】〕》〉」』%,.;:]+[0-9A-Za-z]*|[“”‘’\"'].)*",
    re.DOTALL,
)
"""What cannot be parted at a line's end: a word or number, punctuation that no line begins or ends with, quotes."""

_ENDED = "。；;：:！!？?"
_PROSE_GAP = 3.5
"""In running text a line that ends in the middle of a sentence is full even if so many characters are missing."""

_PROSE = 8.0
"""A column of text is so many characters wide at least; narrower ones are lists or tables without rules."""
_LEAST_LINES = 6


@dataclass(frozen=True, slots=True)
class Char:
    """A character where it stands; `base` is the height of the line it is written on."""

    text: str
    x0: float
    x1: float
    base: float
    size: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text; `first` is the width of what would have had to fit onto the line before."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    first: float

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2


def rows_of(chars: Iterable[Char]) -> list[list[Char]]:
    """The characters by height from the top, each row from left to right."""
    rows: list[list[Char]] = []
    size = 0.0
    for char in sorted(chars, key=lambda one: (one.base, one.x0)):
        largest = max(size, char.size)
        if rows and char.base - rows[-1][0].base <= SAME_HEIGHT * largest:
            rows[-1].append(char)
            size = largest
        else:
            rows.append([char])
            size = char.size
    return [sorted(row, key=lambda one: (one.x0, one.x1)) for row in rows]


def line_of(row: Sequence[Char]) -> Line | None:
    """The line that a row of characters makes; None for blanks alone."""
    written = [char for char in row if char.text.strip()]
    if not written:
        return None
    inside = row[row.index(written[0]) : len(row) - row[::-1].index(written[-1])]
    size = median(char.size for char in written)
    return Line(
        _spaced(inside).strip(),
        written[0].x0,
        max(char.x1 for char in written),
        median(char.base for char in written),
        size,
        _first_width(written),
    )


def lines_of(chars: Iterable[Char]) -> list[Line]:
    """The lines of some characters, from the top."""
    return [line for row in rows_of(chars) if (line := line_of(row))]


def _spaced(row: Sequence[Char]) -> str:
    """The text of a row: a blank or a tab where a gap is wider than those its other characters have."""
    gaps = [after.x0 - before.x1 for before, after in pairwise(row)]
    usual = max(0.0, median(gaps)) if len(gaps) > 2 else 0.0
    parts = [row[0].text]
    for gap, before, after in zip(gaps, row, row[1:], strict=False):
        size = max(before.size, after.size)
        latin = _LATIN.fullmatch(before.text) and _LATIN.fullmatch(after.text)
        if gap - usual > TAB_GAP * size:
            parts.append("\t")
        elif gap - usual > (_LATIN_GAP if latin else _HAN_GAP) * size and not _is_blank(before, after):
            parts.append(" ")
        parts.append(after.text)
    return "".join(parts)


def _is_blank(*chars: Char) -> bool:
    return any(char.text.isspace() for char in chars)


def _first_width(written: Sequence[Char]) -> float:
    text = "".join(char.text[:1] for char in written)
    match = _FIRST.match(text)
    end = match.end() if match else 1
    return written[min(end, len(written)) - 1].x1 - written[0].x0


def goes_on(before: Line, after: Line, width: float) -> bool:
    """Whether a line only broke off because it was full: what the next one begins with had no room in `width`.

    `width` is that of a full line that begins where `before` begins.
    """
    room = width - (before.x1 - before.x0)
    prose = width >= 1.5 * _PROSE * after.size and not before.text.endswith(tuple(_ENDED))
    return room < max(after.first + 0.3 * after.size, _PROSE_GAP * after.size if prose else 0)


def joined(lines: Sequence[Line], width: float, indent: float = 0.0) -> str:
    """The text of lines in a space of one width, the first standing in: a line break stays where a line was not full."""
    text = ""
    for number, line in enumerate(lines):
        if number:
            room = width - indent if number == 1 else width
            text += between(lines[number - 1], line) if goes_on(lines[number - 1], line, room) else "\n"
        text += line.text
    return text


def between(before: Line, after: Line) -> str:
    """What stands between two lines of one paragraph: a blank between Latin words, otherwise nothing."""
    parted = before.text[-1:].isascii() and before.text[-1:].isalpha() and after.text[:1].isascii()
    return " " if parted and after.text[:1].isalpha() else ""


# ---- columns ----


def parted(rows: Sequence[list[Char]]) -> list[tuple[list[Char], int]]:
    """Rows in the order they are read, each with its column: 0 across the page, 1 and 2 left and right of a gutter."""
    gutter = _gutter(rows)
    if gutter is None:
        return [(row, 0) for row in rows]
    ordered: list[tuple[list[Char], int]] = []
    sides: tuple[list[list[Char]], list[list[Char]]] = ([], [])

    def turn() -> None:
        for column, side in enumerate(sides, 1):
            ordered.extend((row, column) for row in side)
            side.clear()

    for row in rows:
        if _crosses(row, gutter):
            turn()
            ordered.append((row, 0))
            continue
        for side, chars in zip(sides, _split(row, gutter), strict=True):
            if any(char.text.strip() for char in chars):
                side.append(chars)
    turn()
    return ordered


def _split(row: Sequence[Char], gutter: float) -> tuple[list[Char], list[Char]]:
    return [char for char in row if char.x1 <= gutter], [char for char in row if char.x1 > gutter]


def _crosses(row: Sequence[Char], gutter: float) -> bool:
    """Whether a row's text runs over the gutter without a gap there."""
    written = [char for char in row if char.text.strip()]
    if any(char.x0 < gutter < char.x1 for char in written):
        return True
    left, right = _split(written, gutter)
    if not left or not right:
        return False
    return right[0].x0 - max(char.x1 for char in left) < max(1.0 * right[0].size, 6.0)


def _gutter(rows: Sequence[list[Char]]) -> float | None:
    """Where a page of two columns is parted, None for a page of one."""
    chars = [char for row in rows for char in row if char.text.strip()]
    if len(rows) < _LEAST_LINES or not chars:
        return None
    left, right = min(char.x0 for char in chars), max(char.x1 for char in chars)
    size = median(char.size for char in chars)
    places = [left + (right - left) * share / 100 for share in range(35, 66)]
    place = min(
        places, key=lambda one: (sum(_crosses(row, one) for row in rows), abs(one - (left + right) / 2))
    )
    apart = [_split(row, place) for row in rows if not _crosses(row, place)]
    if len(apart) * 10 < len(rows) * 7:
        return None
    sides = [[line for pair in apart if (line := line_of(pair[at]))] for at in (0, 1)]
    return place if all(_is_column(side, size) for side in sides) else None


def _is_column(lines: Sequence[Line], size: float) -> bool:
    """Whether lines are running text: many, wide, most of them full."""
    if len(lines) < _LEAST_LINES:
        return False
    edge = max(line.x1 for line in lines)
    full = sum(edge - line.x1 <= 2 * size for line in lines)
    return full * 2 >= len(lines) and median(line.x1 - line.x0 for line in lines) >= _PROSE * size
