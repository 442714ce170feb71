"""Headings without a number and without a style: short lines set apart above a list or a paragraph."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from taskbook.language.names import looks_like_unit
from taskbook.prose.structure.front import Row
from taskbook.prose.structure.order import Unnumbered
from taskbook.prose.text.lines import is_label
from taskbook.prose.text.marks import Mark

_HEADING = re.compile(r"[【\[]?[\u3400-\u9fffA-Za-z0-9“”《》（）()、·/+—-]{2,26}[】\]]?")
_USUAL = re.compile(r"[\u4e00-\u9fff]{0,4}(?:目标|任务|措施|要求|安排|内容|保障|分工|职责|原则|步骤)")
"""What may head a list with a colon behind it."""
_BODY = 30


def bare_headings(rows: Sequence[Row], marks: Mapping[int, Mark]) -> list[Unnumbered]:
    """The rows that head what follows: a list that begins with one, a paragraph; one such row alone counts only where
    no number heads anything."""
    if not marks:
        return _two_deep(rows)
    above_lists: list[Unnumbered] = []
    above_texts: list[Unnumbered] = []
    for at, row in enumerate(rows[:-1]):
        after = rows[at + 1]
        mark = marks.get(after.start)
        if row.start in marks or not _could_head(row.text, before=rows[at - 1].text if at else ""):
            continue
        if mark is not None and mark.number == 1:
            above_lists.append(Unnumbered(row.start, above=mark.make))
        elif mark is None and _is_text(after.text) and not row.text.endswith(("：", ":")):
            above_texts.append(Unnumbered(row.start))
    found = above_lists if len(above_lists) > 1 else []
    found += above_texts if len(above_texts) > 1 else []
    return sorted(found, key=lambda one: one.start)


def _two_deep(rows: Sequence[Row]) -> list[Unnumbered]:
    """Headings of a text without any number: short lines above a paragraph, and above those short lines again."""
    could = [_could_head(row.text, rows[at - 1].text if at else "") for at, row in enumerate(rows)]
    heads = {
        at
        for at in range(len(rows) - 1)
        if could[at] and _is_text(rows[at + 1].text) and not rows[at].text.endswith(("：", ":"))
    }
    upper = {at for at in range(len(rows) - 1) if at not in heads and could[at] and at + 1 in heads}
    return [
        Unnumbered(rows[at].start, style=1 if upper and at in heads else 0) for at in sorted(heads | upper)
    ]


def _could_head(text: str, before: str) -> bool:
    plain = text.rstrip("：:")
    if plain != text and not (looks_like_unit(plain.strip("【】[]")) or _USUAL.fullmatch(plain)):
        return False
    if is_label(text) or not _HEADING.fullmatch(plain) or re.search(r"[）)]$|^[（(]", plain):
        return False
    return not before or bool(re.search(r"[。！？；”）)：:]$", before)) or len(before) <= 40


def _is_text(text: str) -> bool:
    return len(text) >= _BODY and "。" in text and not is_label(text)
