"""A ruled table on a page of a PDF as a grid: which cells its rules make, what text stands in each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median_low

from taskbook.intake.pdf_lines import Char, Line, joined, lines_of

Box = tuple[float, float, float, float]
"""(left, top, right, bottom), in points."""

_SAME = 4.0
"""Rules so near to each other are one edge of the grid."""

_ALIKE = 2.0
_MOSTLY = 0.6
"""So many cells of a column begin at one place, nearly, where their first lines stand in."""

_MOST_PADDING = 8.0
"""Between a cell's rule and its text stand 5 points or so; more is an indent or a centered text."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell by the rows and columns it covers (0-based, inclusive), its lines and the width of a full one.

    `indent` is how far the first line of a cell stands in, in this column.
    """

    top: int
    left: int
    bottom: int
    right: int
    lines: tuple[Line, ...]
    width: float
    indent: float = 0.0

    @property
    def text(self) -> str:
        return joined(self.lines, self.width, self.indent)

    @property
    def last_width(self) -> float:
        """The width of a full line that begins where the last one does."""
        return self.width - self.indent if len(self.lines) == 1 else self.width


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: the edges of its columns from left to right and of its rows from the top, its cells in reading order."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    cells: tuple[Cell, ...]

    @property
    def left(self) -> float:
        return self.columns[0]

    @property
    def top(self) -> float:
        return self.rows[0]

    @property
    def bottom(self) -> float:
        return self.rows[-1]


def grid_of(boxes: Sequence[Box], chars: Sequence[Char]) -> tuple[Grid | None, list[Char]]:
    """The grid of a table's cells, and the characters in none of them; (None, all) for what is no table.

    A single cell is a box around a text; a column of them a text with a frame.
    """
    columns, rows = _edges(boxes, 0), _edges(boxes, 1)
    if len(boxes) < 2 or len(columns) < 3:
        return None, list(chars)
    spans = [_span(box, columns, rows) for box in boxes]
    inside: list[list[Char]] = [[] for _ in boxes]
    rest: list[Char] = []
    for char in chars:
        at = _cell_at(char, boxes)
        (rest if at is None else inside[at]).append(char)
    texts = [lines_of(one) for one in inside]
    padding = _padding(boxes, texts)
    indents = _indents([one[1] for one in spans], boxes, texts, padding)
    cells = [
        Cell(*span, tuple(lines), box[2] - box[0] - 2 * padding, indents.get(span[1], 0.0))
        for span, box, lines in zip(spans, boxes, texts, strict=True)
    ]
    cells.sort(key=lambda one: (one.top, one.left))
    return Grid(tuple(columns), tuple(rows), tuple(cells)), rest


def _edges(boxes: Sequence[Box], axis: int) -> list[float]:
    places = sorted(place for box in boxes for place in (box[axis], box[axis + 2]))
    edges: list[float] = []
    for place in places:
        if not edges or place - edges[-1] > _SAME:
            edges.append(place)
    return edges


def _span(box: Box, columns: Sequence[float], rows: Sequence[float]) -> tuple[int, int, int, int]:
    left, right = _nearest(columns, box[0]), _nearest(columns, box[2])
    top, bottom = _nearest(rows, box[1]), _nearest(rows, box[3])
    return top, left, max(top, bottom - 1), max(left, right - 1)


def _nearest(edges: Sequence[float], place: float) -> int:
    at = bisect_left(edges, place)
    near = [one for one in (at - 1, at) if 0 <= one < len(edges)]
    return min(near, key=lambda one: abs(edges[one] - place))


def _cell_at(char: Char, boxes: Sequence[Box]) -> int | None:
    """The cell that the middle of a character stands in; blanks count as what they stand beside."""
    x, y = (char.x0 + char.x1) / 2, char.base - 0.35 * char.size
    return next(
        (at for at, box in enumerate(boxes) if box[0] <= x <= box[2] and box[1] <= y <= box[3]),
        None,
    )


def _padding(boxes: Sequence[Box], texts: Sequence[Sequence[Line]]) -> float:
    """How far text stays from the rules: the least that any line of the table does."""
    gaps = [
        min(line.x0 - box[0], box[2] - line.x1)
        for box, lines in zip(boxes, texts, strict=True)
        for line in lines
    ]
    return min(max(0.0, min(gaps, default=0.0)), _MOST_PADDING)


def _indents(
    columns: Sequence[int], boxes: Sequence[Box], texts: Sequence[Sequence[Line]], padding: float
) -> dict[int, float]:
    """How far the first lines of cells stand in, by column: alike in most of them, as texts in the middle do not."""
    found: dict[int, float] = {}
    for column in set(columns):
        cells = [
            (lines[0].x0 - box[0] - padding, lines)
            for at, box, lines in zip(columns, boxes, texts, strict=True)
            if at == column and lines
        ]
        usual = median_low([offset for offset, _ in cells]) if cells else 0.0
        alike = [(offset, lines) for offset, lines in cells if abs(offset - usual) <= _ALIKE]
        if not alike or usual < alike[0][1][0].size or len(alike) < _MOSTLY * len(cells):
            continue
        widths = [lines[0].x1 - lines[0].x0 for _, lines in alike]
        hang = [lines for _, lines in alike if len(lines) > 1]
        back = sum(lines[0].x0 - lines[1].x0 >= 0.8 * usual for lines in hang)
        differ = max(widths) - min(widths) > alike[0][1][0].size
        if len(alike) > 1 and (differ or back) and back * 2 >= len(hang):
            found[column] = usual
    return found
