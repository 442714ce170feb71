"""What the duties in a plan tell about its outline: headings that are duties, headings that numbers with a gap have left."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from taskbook.language.text import squeeze
from taskbook.prose.draft import Outline, Piece, PieceKind
from taskbook.prose.parties.predicates import is_predicate
from taskbook.prose.text.marks import Mark, mark_at

_DONE_HOW = re.compile(
    r"按(?:标准|规定|照?要求|时|期|月|季度?|年度?|比例|程序)(?!化)|足额|全额|如期|每[年月季周日天]|不得|严禁"
    r"|^继续(?:按|实施|执行|实行|免费|免收|免征|征收|发放|补贴|补助|承担|保持)"
)
"""What a heading does not say: how and how often something is done."""


def with_true_headings(outline: Outline) -> Outline:
    """The outline, in which duties are no headings, and a numbered item does not stand below its own sibling."""
    pieces = list(outline.pieces)
    for index in range(len(pieces)):
        if _is_duty(outline, index):
            pieces[index] = replace(pieces[index], kind=PieceKind.PASSAGE)
            _leave(pieces, index, index + 1)
    _behind_gaps(outline.clean.text, pieces)
    return Outline(outline.clean, tuple(pieces))


def _behind_gaps(text: str, pieces: list[Piece]) -> None:
    """Lines with a number that goes on behind a gap (13. and then 26.) are items beside the one before, not part of it."""
    last: Mark | None = None
    heading: int | None = None
    least = 2  # how far a number must be from the one before: a list inside an item begins anew
    for index, piece in enumerate(pieces):
        mark = mark_at(text[piece.start : piece.end]) if piece.kind in _NUMBERED else None
        if piece.mark:
            last, heading, least = mark, index if piece.kind is PieceKind.HEADING else None, 2
        elif piece.kind is PieceKind.HEADING:
            last = None
        elif mark is not None and last is not None:
            if mark.make is not last.make or mark.tight or mark.number < last.number + least:
                last = None  # a list inside the item
                continue
            if text[piece.start - 1] == "\n":
                words = piece.start + mark.end
                said = text[piece.start : words]
                pieces[index] = replace(piece, mark=said, number=mark.number, words=words)
                _leave(pieces, heading, index)
                last, least = mark, 1


_NUMBERED = (PieceKind.HEADING, PieceKind.PASSAGE)


def _leave(pieces: list[Piece], heading: int | None, first: int) -> None:
    """Take a heading away from the pieces below it, from one of them on."""
    for at in range(first, len(pieces)):
        path = tuple(one for one in pieces[at].path if one != heading)
        if path != pieces[at].path:
            pieces[at] = replace(pieces[at], path=path)


def _is_duty(outline: Outline, index: int) -> bool:
    """Whether a heading stands in one line with the text below it and is as good a duty as that text."""
    piece = outline.pieces[index]
    if piece.kind is not PieceKind.HEADING or not piece.mark or index + 1 == len(outline.pieces):
        return False
    text = outline.clean.text
    runs_in = (
        outline.pieces[index + 1].kind is PieceKind.PASSAGE and "\n" not in text[piece.start : piece.end]
    )
    words = squeeze(text[piece.words : piece.end])
    if not runs_in or not _DONE_HOW.search(words) or not is_predicate(words.removeprefix("继续")):
        return False
    below = (one for one in outline.pieces if index in one.path)
    return not any(one.kind is PieceKind.HEADING or one.mark for one in below)


# ---- gaps in the numbers ----

_LEAST_GAP = 5
"""So many numbers must be missing for the headings among them to be missing too."""


def left_behind(pieces: Sequence[Piece]) -> frozenset[int]:
    """Numbered passages (by where they begin) whose deepest heading is in doubt: more numbers are missing before them
    than stand below that heading, and the headings of those may be missing too."""
    found: set[int] = set()
    last: dict[tuple[int, ...], tuple[Piece, int]] = {}
    for piece in pieces:
        if piece.kind not in _NUMBERED or piece.number is None:
            continue
        before, seen = last.get(piece.path, (None, 0))
        missing = piece.number - before.number - 1 if before and before.number is not None else 0
        if (before is not None and before.start in found) or missing >= max(_LEAST_GAP, seen):
            found.add(piece.start)
        last[piece.path] = piece, seen + 1
    return frozenset(found)
