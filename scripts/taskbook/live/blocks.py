"""Single cells to be set → as few rectangles as they fill, and text that Excel takes as text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from taskbook.ooxml.rows import Value, cell_text

_SIGNS = ("=", "+", "-", "@", "'")

Place = tuple[int, int]
"""0-based row and column."""


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle, 0-based and inclusive."""

    top: int
    left: int
    bottom: int
    right: int

    def places(self) -> Iterator[Place]:
        return ((row, column) for row in range(self.top, self.bottom + 1) for column in self.columns)

    @property
    def is_several(self) -> bool:
        return (self.top, self.left) != (self.bottom, self.right)

    @property
    def columns(self) -> range:
        return range(self.left, self.right + 1)


def blocks_of(wanted: Iterable[Place], changed: set[Place]) -> list[Block]:
    """Rectangles that hold every changed place and nothing but wanted ones.

    Wanted places that say the right thing already may be in them: one block is written faster than its cells.
    """
    runs: dict[Place, list[int]] = {}
    for row, places in groupby(sorted(wanted), key=lambda place: place[0]):
        for left, right in _consecutive([column for _, column in places]):
            runs.setdefault((left, right), []).append(row)
    found = []
    for (left, right), rows in sorted(runs.items()):
        for top, bottom in _consecutive(rows):
            block = Block(top, left, bottom, right)
            touched = [row for row, column in block.places() if (row, column) in changed]
            if touched:
                found.append(Block(min(touched), left, max(touched), right))
    return found


def _consecutive(numbers: list[int]) -> Iterator[tuple[int, int]]:
    """[3, 4, 5, 9] → (3, 5), (9, 9)."""
    for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        members = [number for _, number in run]
        yield members[0], members[-1]


def rows_of(block: Block, wanted: Mapping[Place, Value], kept: Mapping[Place, str]) -> list[list[Value]]:
    """The block's values as they are given to Excel; `kept` are formulas that say the right thing already."""
    return [
        [kept.get((row, column), as_entered(wanted[row, column])) for column in block.columns]
        for row in range(block.top, block.bottom + 1)
    ]


def as_entered(value: Value) -> Value:
    """A value as it has to be given to Excel, which takes a text as if somebody had typed it.

    `2026-09` would become a date, `100%` a number, `=…` a formula, `三月` may mean something somewhere: whatever could
    be taken for more than words gets the apostrophe that Excel keeps out of the cell.
    """
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        return value
    text = cell_text(value)
    begins = unicodedata.normalize("NFKC", text[:1])
    plain = begins not in _SIGNS and not text.isascii() and not any(map(str.isnumeric, text))
    return text if plain else "'" + text
