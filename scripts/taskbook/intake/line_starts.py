"""Where the lines of a plain text show that a paragraph begins: an indent, a blank line before it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_INDENT = re.compile(r"[ \t\u3000\xa0]*")
_WIDTHS = {"\t": 4, "\u3000": 2}
"""In Latin letters; every other blank is one."""

_LEAST = 2
"""So many letters' width, one Chinese character, is an indent; a single blank is a slip."""

_SHARED = 0.3
"""Share of the lines that stand furthest to the left where the whole text stands in from the margin."""

_APART = 0.8
"""From this share of lines after a blank line on, blank lines stand between all lines and tell nothing."""

_PAGE_NUMBER = re.compile(r"[\s\d\-－—–·.第共页/\f]*")


@dataclass(frozen=True, slots=True)
class Start:
    """A line that is not blank, as it is shown, and whether a paragraph begins with it (None: nothing tells)."""

    text: str
    begins: bool | None


def line_starts(text: str) -> list[Start]:
    """The lines of a text that are not blank; a form feed ends a line and is no blank line."""
    lines = text.replace("\f", "\n\f").split("\n")
    base = _margin([_width(line) for line in lines if line.strip()])
    told = list(_with_gaps(lines))
    apart = sum(gap for _, gap in told) >= _APART * (len(told) - 1)
    return [
        Start(shown(line), True if _width(line) - base >= _LEAST or (gap and not apart) else None)
        for line, gap in told
    ]


def shown(line: str) -> str:
    """A line without the blanks at its ends, tabs as blanks."""
    return line.replace("\t", " ").strip()


def in_order(texts: Iterable[str], starts: Sequence[Start]) -> list[bool | None]:
    """What is known of each text by the line it begins with; the texts come in the order of the lines."""
    found: list[bool | None] = []
    at = 0
    for text in texts:
        first = shown(text.strip().split("\n")[0])
        there = next((place for place in range(at, len(starts)) if starts[place].text == first), None)
        found.append(starts[there].begins if there is not None else None)
        at = at if there is None else there + 1
    return found


def _with_gaps(lines: Sequence[str]) -> Iterable[tuple[str, bool]]:
    """Every line that is not blank, and whether a blank line sets it off: not where a page ended there."""
    gap = page = False
    for line in lines:
        page = page or line.startswith("\f")
        if not line.strip():
            gap = True
            continue
        yield line, gap and not page
        gap, page = False, bool(_PAGE_NUMBER.fullmatch(line))


def _width(line: str) -> int:
    blanks = _INDENT.match(line.lstrip("\f"))
    return sum(_WIDTHS.get(blank, 1) for blank in blanks[0]) if blanks else 0


def _margin(widths: Sequence[int]) -> int:
    """How far the whole text stands in: the least indent, where a good part of the lines has it and others more."""
    least = min(widths, default=0)
    return least if least < max(widths, default=0) and widths.count(least) >= _SHARED * len(widths) else 0
