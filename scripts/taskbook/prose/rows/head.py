"""What a plan in prose says about itself: name, year, office and date from its title and its letter."""

from __future__ import annotations

import re
from itertools import islice

from taskbook.findings import Cell
from taskbook.intake.blocks import Part
from taskbook.intake.title import Head, Line, clean_name, read_head, year_in
from taskbook.language.text import squeeze
from taskbook.prose.draft import Outline, Piece, PieceKind

_OF_THE_HEAD = (PieceKind.TITLE, PieceKind.FRONT)


def head_of(outline: Outline, stem: str, file: str) -> Head:
    """The head of the plan; its title names it, else the notice that issues it, else the file."""
    before = [line for piece, line in _lines(outline, file) if _opens(outline, piece)]
    after = [line for piece, line in _lines(outline, file) if not _opens(outline, piece)]
    head = read_head(before, after, stem)
    titles = [(piece, line) for piece, line in _lines(outline, file) if piece.kind is PieceKind.TITLE]
    if titles and (name := clean_name("".join(line.text for _, line in titles[:1]))):
        head.name = name
        head.year = year_in(name) or head.year
        head.taken += [line for _, line in titles[:1] if line not in head.taken]
    head.year = head.year or year_said(outline)
    return head


_NUMBER_LINE = re.compile(r"[\[(〔【]((?:19|20)\d{2})[\])〕】]第?\d+号$")
_NUMBER_LENGTH = 30
_THIS_YEAR = re.compile(
    r"^(?:为.{0,12})?(?P<begins>(?:19|20)\d{2})年(?!(?:以来|底|来|末|初|\d|[-—~至]))"
    r"|(?:做好|抓好|推进|推动|开展|落实|完成|实施|部署|安排|加快)(?P<done>(?:19|20)\d{2})年(?!以来|底|末|\d)"
)
_LOOKS_BACK = re.compile(r"取得|圆满|顺利完成|以来|成效|已经|荣获|回顾")
_SENTENCES = 6
"""So many first sentences may say what year the plan is for."""


_TERM = re.compile(r"(20\d\d)年(?:[底末]|\d{1,2}月(?:\d{1,2}日|底)?前)")


def year_said(outline: Outline) -> int | None:
    """The year of a plan by its number (鄂政发〔2018〕26号), else by its first sentences (2020年，全县…; 为做好2020年…),
    else the one year that its terms name (到2025年底, 2025年6月底前)."""
    text = outline.clean.text
    for piece in outline.pieces:
        line = squeeze(text[piece.start : piece.end])
        if (
            piece.kind is PieceKind.FRONT
            and len(line) <= _NUMBER_LENGTH
            and (found := _NUMBER_LINE.search(line))
        ):
            return int(found[1])
    passages = (
        sentence
        for piece in outline.pieces
        if piece.kind in (PieceKind.PASSAGE, PieceKind.FRONT)
        for sentence in re.split(r"[。\n]", text[piece.words : piece.end])
        if sentence.strip()
    )
    years = [
        int(match["begins"] or match["done"])
        for sentence in islice(passages, _SENTENCES)
        if (match := _THIS_YEAR.search(words := squeeze(sentence))) and not _LOOKS_BACK.search(words)
    ]
    terms = {int(year) for year in _TERM.findall(squeeze(text))}
    return max(years, default=terms.pop() if len(terms) == 1 else None)


def lines_of(outline: Outline, file: str) -> list[Line]:
    """The lines of title and letter, in order."""
    return [line for _, line in _lines(outline, file)]


def _opens(outline: Outline, piece: Piece) -> bool:
    """Whether a piece stands before the plan's own text."""
    first = next(
        (one.start for one in outline.pieces if one.kind not in _OF_THE_HEAD), len(outline.clean.text)
    )
    return piece.start < first


def _lines(outline: Outline, file: str) -> list[tuple[Piece, Line]]:
    clean = outline.clean
    found = []
    for piece in outline.pieces:
        if piece.kind in _OF_THE_HEAD and piece.end > piece.start:
            where = Cell(Part.BODY, clean.body.place_at(clean.offsets[piece.start]), file)
            found.append((piece, Line(clean.words(piece.start, piece.end).strip(), where)))
    return found
