"""Blanks and line breaks inside a responsibility cell: do they part two names, or only wrap one?"""

from __future__ import annotations

import re

from taskbook.language.collectives import group_at, open_tail
from taskbook.language.directory import Directory
from taskbook.language.names import looks_like_unit, prefixes_of
from taskbook.language.roles import ends_in_role

TIERS = ",;。\n"
"""Characters after which a new tier of parties begins; a role word does not reach back over them."""

SEPARATORS = TIERS + "、/|&+·."
STOPS = SEPARATORS + "()"

_HALF_A_NAME = re.compile(r"(?:社会|城市|城乡|农村|乡村|市场)$")
"""What ends like a body and does not end a name: 人力资源和社会⏎保障局."""


def without_blanks(folded: str, directory: Directory) -> tuple[str, list[int]]:
    """The text without blanks and with line breaks only where they separate; and each character's old offset."""
    kept: list[str] = []
    places: list[int] = []
    index = 0
    while index < len(folded):
        if folded[index] not in " \n":
            kept.append(folded[index])
            places.append(index)
            index += 1
            continue
        stop = index
        while stop < len(folded) and folded[stop] in " \n":
            stop += 1
        if _separates("".join(kept), folded[stop:], directory):
            kept.append("\n")
            places.append(index)
        index = stop
    return "".join(kept), places


def _separates(before: str, after: str, directory: Directory) -> bool:
    """Whether blanks or a line break between two texts part two names, or only wrap one name."""
    left = re.split(rf"[{re.escape(STOPS)}:]", before)[-1]
    right = re.split(rf"[{re.escape(STOPS)}:]", "".join(after.split(" ")))[0].strip()
    if not left or not right:
        return False
    if directory.knows(left + right):
        return False
    if directory.knows(left) or ends_in_role(left) or open_tail(left) is not None:
        return True
    if group_at(left, 0, directory) == len(left):
        return True
    if _HALF_A_NAME.search(left) and looks_like_unit(right) and not prefixes_of(right):
        return False
    return looks_like_unit(left) and (len(left) > 2 or bool(prefixes_of(left)))
