"""How wide the columns and how high the rows of a unit book must be for nothing to be cut off."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from taskbook.columns import ReplyField
from taskbook.ooxml.fitting import TALLEST, row_height
from taskbook.unitbook.layout import PRINTED_FIELDS, BookRow
from taskbook.unitbook.template import BODY_SIZE, COLUMNS, WIDTHS

LEAST_HEIGHT = 58.0
"""Points: room for three lines in the cells to be filled."""

_WIDER: dict[ReplyField, tuple[float, ...]] = {
    ReplyField.CONTENT: (36, 42, 50, 60, 75, 95, 120),
    ReplyField.PREVIOUS: (21, 26, 32, 40, 50, 65, 90),
    ReplyField.MEASURE: (14, 20, 30, 44),
    ReplyField.TOPIC: (16, 22, 30, 44),
    ReplyField.DEADLINE: (15, 22, 30),
    ReplyField.TARGET: (13, 20, 30),
}
"""Columns that may hold long texts, with the widths to try when the usual one is not enough."""

_EMPTY = 6.5
"""A column of these with nothing in it is only as wide as its heading; the room goes to the cells to be filled."""

_MOST_LINES = 20
_TOPIC = PRINTED_FIELDS.index(ReplyField.TOPIC)


def column_widths(rows: Sequence[BookRow]) -> tuple[float, ...]:
    """The width of every column; those with long texts become wider before rows become very high."""
    widths = dict(WIDTHS)
    extents = [_extents(row.texts) for row in rows]
    for field, wider in _WIDER.items():
        position = PRINTED_FIELDS.index(field)
        longest = max(range(len(rows)), key=lambda number: extents[number][position])
        text = rows[longest].texts[position]
        choices = (WIDTHS[field], *wider)
        widths[field] = next((width for width in choices if _lines(text, width) <= _MOST_LINES), wider[-1])
        if not text:
            widths[field] = _EMPTY
    return tuple(widths[field] for field in COLUMNS)


def row_heights(
    rows: Sequence[BookRow], widths: Sequence[float], topic_runs: Sequence[tuple[int, int]]
) -> list[float]:
    """The height of every row in points; a topic merged over several rows shares its need among them."""
    merged = {position for start, end in topic_runs for position in range(start, end + 1)}
    printed = tuple(widths[COLUMNS.index(field)] for field in PRINTED_FIELDS)
    heights = [_height(row.texts, printed, number in merged) for number, row in enumerate(rows)]
    for start, end in topic_runs:
        needed = row_height(_lines(rows[start].texts[_TOPIC], printed[_TOPIC]), BODY_SIZE)
        lacking = (needed - sum(heights[start : end + 1])) / (end - start + 1)
        if lacking > 0:
            heights[start : end + 1] = [min(TALLEST, height + lacking) for height in heights[start : end + 1]]
    return heights


@lru_cache(maxsize=65536)
def _height(texts: tuple[str, ...], widths: tuple[float, ...], without_topic: bool) -> float:
    lines = max(
        _lines(text, width)
        for position, (text, width) in enumerate(zip(texts, widths, strict=True))
        if not (without_topic and position == _TOPIC)
    )
    return max(LEAST_HEIGHT, row_height(lines, BODY_SIZE))


def text_height(text: str, width: float, size: float) -> float:
    """The height of a cell of that width (in column units) that holds a wrapped text."""
    return row_height(_lines(text, width, size), size)


@lru_cache(maxsize=65536)
def _lines(text: str, width: float, size: float = BODY_SIZE) -> int:
    """Lines a wrapped text takes, as `ooxml.fitting.lines_needed` counts them, but quick for very many texts."""
    capacity = max(2, int((width * 7 - 6) / (size * 2 / 3)) // 2 * 2)
    return sum(-(-max(_extent(line), 1) // capacity) for line in text.split("\n"))


@lru_cache(maxsize=65536)
def _extents(texts: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(map(_extent, texts))


def _extent(text: str) -> int:
    """Width in half-width characters; in UTF-8 a Chinese character has three bytes and counts two."""
    return (len(text) + len(text.encode("utf-8", "replace"))) // 2
