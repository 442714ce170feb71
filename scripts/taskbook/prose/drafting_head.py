"""What a plan in prose says about itself: name, year, office and date from its title and its letter."""

from __future__ import annotations

from taskbook import wording
from taskbook.findings import Cell
from taskbook.intake.blocks import Part
from taskbook.intake.title import Head, Line, clean_name, read_head, year_in
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
    return head


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
            at = clean.body.number_at(clean.offsets[piece.start])
            where = Cell(Part.BODY, wording.paragraph_place(at), file)
            found.append((piece, Line(clean.words(piece.start, piece.end).strip(), where)))
    return found
