"""Brackets and quotation marks that have no partner."""

from __future__ import annotations

import re
from dataclasses import dataclass

_OPENING = "（([［【〔{｛《〈「『“‘"
_CLOSING = "）)]］】〕}｝》〉」』”’"
_SHAPE = {
    **dict.fromkeys("（(", ")"),
    **dict.fromkeys("[［", "]"),
    **dict.fromkeys("【", "】"),
    **dict.fromkeys("〔", "〕"),
    **dict.fromkeys("{｛", "}"),
    **dict.fromkeys("《", "》"),
    **dict.fromkeys("〈", "〉"),
    **dict.fromkeys("「", "」"),
    **dict.fromkeys("『", "』"),
    **dict.fromkeys("“", "”"),
    **dict.fromkeys("‘", "’"),
    **{"）": ")", "］": "]", "｝": "}"},
}
"""Every mark → its plain closing form; full-width and half-width ones are partners."""

# 1）, （text before）a), 一）: a lone closing bracket that numbers what follows.
_ENUMERATOR = re.compile(
    r"(?:^|[\s，,；;。：:、！？…）)])(?:第?[0-9０-９]{1,2}|[A-Za-z]|[一二三四五六七八九十]{1,3}|[①-⑳])$"
)
_LATIN = re.compile(r"[A-Za-z]")
_AROUND = 6


@dataclass(frozen=True, slots=True)
class Unpaired:
    """A mark without partner, what stands around it, and its offset."""

    mark: str
    context: str
    start: int


def find_unpaired(text: str) -> list[Unpaired]:
    """Marks without partner, in text order. Marks that cross each other have partners; straight quotes are counted.

    Whether `1）` numbers what follows or closes a bracket (`（附件 1）`) is decided by what leaves fewer marks alone.
    """
    alone = _without_partner(text, numbering=False)
    if alone:
        alone = min(alone, _without_partner(text, numbering=True), key=len)
    straight = [offset for offset, mark in enumerate(text) if mark in '"＂']
    alone += straight[-1:] if len(straight) % 2 else []
    return [Unpaired(text[offset], _around(text, offset), offset) for offset in sorted(alone)]


def _without_partner(text: str, numbering: bool) -> list[int]:
    """Offsets of the marks left alone; with `numbering`, the bracket after a list number never closes anything."""
    waiting: list[tuple[str, int]] = []
    alone: list[int] = []
    for offset, mark in enumerate(text):
        if mark in _OPENING:
            waiting.append((_SHAPE[mark], offset))
        elif mark in _CLOSING and not _is_apostrophe(text, offset):
            numbers = mark in "）)" and bool(_ENUMERATOR.search(text[:offset]))
            shape = _SHAPE.get(mark, mark)
            partner = next((pair for pair in reversed(waiting) if pair[0] == shape), None)
            if partner and not (numbers and numbering):
                waiting.remove(partner)
            elif not numbers:
                alone.append(offset)
    return alone + [offset for _, offset in waiting]


def _is_apostrophe(text: str, offset: int) -> bool:
    between = text[max(0, offset - 1) : offset] + text[offset + 1 : offset + 2]
    return text[offset] == "’" and len(between) == 2 and all(map(_LATIN.match, between))


def _around(text: str, offset: int) -> str:
    return " ".join(text[max(0, offset - _AROUND) : offset + _AROUND + 1].split())
