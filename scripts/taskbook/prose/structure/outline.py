"""A clean text cut into title, front matter, headings and running text, with the depth every piece stands at."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from itertools import pairwise

from taskbook.prose.draft import Clean, Outline, Piece, PieceKind
from taskbook.prose.structure.bare_headings import bare_headings
from taskbook.prose.structure.front import Ends, Row, front_of, is_front, title_cuts
from taskbook.prose.structure.headings import Segment, heading_ends
from taskbook.prose.structure.lists import parts_of_items
from taskbook.prose.structure.order import Placed, Unnumbered, in_sequence
from taskbook.prose.text.marks import Mark, Place, marks_in


def outline_of(clean: Clean) -> Outline:
    """The pieces of a clean text, in order, covering it wholly."""
    marks = marks_in(clean.text)
    rows = _rows(clean.text, marks)
    beginnings = {row.start for row in rows}
    marks = [replace(one, place=Place.LINE) if one.start in beginnings else one for one in marks]
    ends = front_of(rows)
    pieces = _letter(rows, ends)
    plan = rows[ends.first : ends.end]
    if plan:
        segments = _segments(clean, plan, marks)
        pieces += _body(segments, heading_ends(clean.text, segments), len(pieces))
    pieces += [_piece(PieceKind.FRONT, row) for row in rows[ends.end :]]
    return Outline(clean, tuple(pieces))


def _rows(text: str, marks: Sequence[Mark]) -> list[Row]:
    """The lines; a title that runs on into the first sentence is a row of its own."""
    starts = [mark.start for mark in marks if mark.place is Place.LINE]
    firsts = next((mark.start for mark in marks if mark.number == 1 and not starts), len(text))
    rows: list[Row] = []
    at = 0
    for line in text.splitlines(keepends=True):
        cuts = [0, *title_cuts(line, firsts - at), len(line)] if at < firsts else [0, len(line)]
        for first, last in pairwise(cuts):
            here = bisect_left(starts, at + first)
            marked = here < len(starts) and starts[here] < at + first + 3
            stuck = at + first <= firsts < at + last
            if first < last:
                rows.append(Row(at + first, at + last, line[first:last].strip(), marked or stuck))
        at += len(line)
    return rows


def _letter(rows: Sequence[Row], ends: Ends) -> list[Piece]:
    """Title and letter before the plan's own text."""
    pieces: list[Piece] = []
    at = 0
    while at < ends.first:
        if ends.title and at == ends.title[0]:
            pieces.append(_piece(PieceKind.TITLE, rows[at], rows[ends.title[1] - 1].end))
            at = ends.title[1]
        else:
            pieces.append(_piece(PieceKind.FRONT, rows[at]))
            at += 1
    return pieces


def _piece(kind: PieceKind, row: Row, end: int | None = None) -> Piece:
    return Piece(kind, row.start, row.end if end is None else end, words=row.start)


# ---- the plan's own text ----


def _segments(clean: Clean, rows: Sequence[Row], marks: Sequence[Mark]) -> list[Segment]:
    """The rows cut at the marks that count."""
    formal = {row.start for at, row in enumerate(rows) if is_front(rows, at)}
    running = [row for row in rows if row.start not in formal]
    starts = [row.start for row in rows]
    inside = [
        mark
        for mark in marks
        if starts[0] <= mark.start < rows[-1].end
        and starts[bisect_right(starts, mark.start) - 1] not in formal
    ]
    styles = _styles(clean, running)
    numbered = {mark.start: mark for mark in inside if mark.place is Place.LINE}
    heads = [
        Unnumbered(row.start, styles[row.start])
        for row in running
        if row.start in styles and row.start not in numbered
    ]
    bare = bare_headings([row for row in running if row.start not in styles], numbered)
    placed, depths = in_sequence(
        clean.text, inside, sorted([*heads, *bare], key=lambda one: one.start), styles
    )
    parts = parts_of_items(clean.text, placed)
    counted = {one.mark.start: one for one in placed if one.mark.start not in parts}
    return _cut(clean.text, [*_joined(rows, parts)], formal, counted, depths)


def _joined(rows: Sequence[Row], parts: Set[int]) -> Iterator[Row]:
    """The rows, with those that only list parts of an item joined to the row before."""
    whole: Row | None = None
    for row in rows:
        if whole and row.start in parts:
            whole = replace(whole, end=row.end)
            continue
        yield from [whole] if whole else []
        whole = row
    yield from [whole] if whole else []


def _styles(clean: Clean, rows: Sequence[Row]) -> dict[int, int]:
    """The depths of headings by the document's styles, by where their rows begin."""
    body = clean.body
    found: dict[int, int] = {}
    for row in rows:
        offset = clean.offsets[row.start]
        paragraph = (
            body.paragraphs[max(0, bisect_right(body.starts, offset) - 1)] if body.paragraphs else None
        )
        if paragraph is not None and paragraph.level is not None and len(row.text) <= 60:
            found[row.start] = paragraph.level
    return found


def _cut(
    text: str, rows: Sequence[Row], formal: set[int], counted: dict[int, Placed], depths: dict[int, int]
) -> list[Segment]:
    starts = sorted(counted)
    segments: list[Segment] = []
    for row in rows:
        here = starts[bisect_right(starts, row.start) : bisect_left(starts, row.end)]
        for start, end in pairwise([row.start, *here, row.end]):
            placed = counted.get(start)
            mark = text[start : placed.mark.end] if placed else ""
            words = placed.mark.end if placed else start
            segments.append(Segment(start, end, placed, depths.get(start), row.start in formal, mark, words))
    return segments


def _body(segments: Sequence[Segment], heads: dict[int, int], first: int) -> list[Piece]:
    """The pieces of the plan's own text; `first` is the index of the first of them."""
    pieces: list[Piece] = []
    above: list[tuple[int, int]] = []  # (depth, index) of the headings that are open
    for segment in segments:
        if segment.formal:
            pieces.append(Piece(PieceKind.FRONT, segment.start, segment.end, words=segment.start))
            continue
        depth = segment.depth
        if depth is not None:
            above = [one for one in above if one[0] < depth]
        end = heads.get(segment.start)
        path = tuple(index for _, index in above)
        piece = Piece(
            PieceKind.PASSAGE,
            segment.start,
            segment.end,
            mark=segment.mark_text,
            number=segment.placed.mark.number if segment.placed else None,
            level=len(path) if depth is None else depth,
            words=segment.words,
            path=path,
        )
        if end is None or depth is None:
            pieces.append(piece)
            continue
        above.append((depth, first + len(pieces)))
        pieces.append(replace(piece, kind=PieceKind.HEADING, end=end))
        if end < segment.end:
            path = tuple(index for _, index in above)
            pieces.append(Piece(PieceKind.PASSAGE, end, segment.end, level=len(path), words=end, path=path))
    return pieces
