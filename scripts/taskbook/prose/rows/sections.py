"""What headings and last lines of sections say for the tasks below and above them: parties, closings, tasks without text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from taskbook.codes import Code
from taskbook.columns import Field
from taskbook.language.directory import Directory
from taskbook.language.text import squeeze
from taskbook.prose.draft import Kind, Left, Outline, Piece, PieceKind
from taskbook.prose.duties.background import Duty, duty_of, heading_kind
from taskbook.prose.parties.closing import closings_in
from taskbook.prose.parties.naming import Closing, PartyTexts, merged
from taskbook.prose.parties.predicates import is_predicate
from taskbook.prose.parties.subjects import heading_parties
from taskbook.prose.rows.parties import field_of, shown, take_closing
from taskbook.prose.rows.rows import Loose, Row, Stretch, words_without

_LEAST_TASK = 6
"""So many characters a heading without text below it must have to be taken for a task."""


def heading_closings(outline: Outline, directory: Directory) -> dict[int, tuple[Closing, ...]]:
    """Closings that stand in headings, by the heading's index; offsets count in the clean text."""
    found = {}
    for index, piece in enumerate(outline.pieces):
        if piece.kind is PieceKind.HEADING:
            text = outline.clean.text[piece.start : piece.end]
            closings = [
                Closing(
                    one.start + piece.start,
                    one.end + piece.start,
                    one.parties,
                    one.deadline,
                    one.measure,
                    one.sure,
                    one.form,
                )
                for one in closings_in(text, 0, len(text), directory)
            ]
            if closings:
                found[index] = tuple(closings)
    return found


def title_of(outline: Outline, index: int, closings: dict[int, tuple[Closing, ...]]) -> str:
    """What a heading says, without its number and without who is named in it; the days of a stage stay."""
    named = [one for one in closings.get(index, ()) if one.parties]
    if not named:
        return outline.title(index)
    piece = outline.pieces[index]
    return words_without(outline.clean, piece.words, piece.end, named, 0).rstrip("。．.：:；; ")


def take_heading_parties(
    rows: Sequence[Row], outline: Outline, closings: dict[int, tuple[Closing, ...]], directory: Directory
) -> None:
    """Rows that name nobody who acts have the party of the nearest heading above that names one; who helps stays."""
    parties = {index: _parties_of(outline, index, closings, directory) for row in rows for index in row.path}
    for row in rows:
        if row.parties.lead or row.parties.responsible:
            continue
        index = next((one for one in reversed(row.path) if parties[one]), None)
        if index is None:
            continue
        row.parties = merged(parties[index], row.parties, directory) if row.parties else parties[index]
        title = shown(outline.clean.words(outline.pieces[index].words, outline.pieces[index].end))
        row.doubt(field_of(row.parties), Code.DRAFT_PARTY_FROM_HEADING, text=title)
        for closing in closings.get(index, ()):
            row.deadline = row.deadline or closing.deadline


def take_heading_deadlines(
    rows: Sequence[Row], outline: Outline, closings: dict[int, tuple[Closing, ...]]
) -> None:
    """Rows that say no time have that of the stage they stand below: 动员部署阶段（3月15日前）."""
    for row in rows:
        index = next((one for one in reversed(row.path) if _deadline_of(one, outline, closings)), None)
        if row.deadline or index is None:
            continue
        row.deadline = _deadline_of(index, outline, closings)
        title = shown(outline.clean.words(outline.pieces[index].words, outline.pieces[index].end))
        row.doubt(Field.DEADLINE, Code.DRAFT_DEADLINE_BY_DEFAULT, text=title)


def _deadline_of(index: int, outline: Outline, closings: dict[int, tuple[Closing, ...]]) -> str:
    """When a heading's stage ends: as its closing reads it, or the days in its bracket, from when to when."""
    said = next((one.deadline for one in closings.get(index, ()) if one.deadline and not one.parties), "")
    stage = _STAGE.search(outline.title(index))
    return said or (stage["days"].strip() if stage else "")


_STAGE = re.compile(
    r"(?:阶段|环节|步骤)[（(](?P<days>[^（()）]*\d[^（()）]*(?:月|日|底|前|季度|半年)[^（()）]*)[)）]$"
)


def _parties_of(
    outline: Outline, index: int, closings: dict[int, tuple[Closing, ...]], directory: Directory
) -> PartyTexts:
    for closing in closings.get(index, ()):
        if closing.parties:
            return closing.parties
    piece = outline.pieces[index]
    words = outline.clean.text[piece.words : piece.end]
    if is_predicate(squeeze(words)):
        return PartyTexts()
    return heading_parties(words, directory) or PartyTexts()


# ---- closings that speak for several ----


def take_loose(rows: Sequence[Row], loose: Sequence[Loose], text: str, directory: Directory) -> list[Loose]:
    """Closings on lines of their own, given to the tasks above them; those that no task stands above come back."""
    unused = []
    for one in loose:
        above = [
            row for row in rows if row.end <= one.stretch.start and row.path[: len(one.path)] == one.path
        ]
        taking = []
        for row in reversed(above):
            if row.own:
                break
            taking.append(row)
        if not taking:
            unused.append(one)
            continue
        for row in taking:
            _take_shared(row, one.closing, text, directory)
    return unused


def _take_shared(row: Row, closing: Closing, text: str, directory: Directory) -> None:
    if closing.parties:
        row.doubts = [one for one in row.doubts if one.field is not field_of(row.parties) or not row.parties]
        row.parties = PartyTexts()
        row.own = True
    take_closing(row, closing, text, directory)
    row.doubt(
        field_of(row.parties), Code.DRAFT_PARTY_OF_SECTION, text=shown(text[closing.start : closing.end])
    )


def take_last_closings(rows: Sequence[Row], outline: Outline) -> None:
    """Of items whose only closing stands behind the last one on a line of its own, or that a semicolon joins to it."""
    groups = [list(group) for _, group in groupby(rows, key=lambda row: row.path)]
    each = any(sum(row.own for row in group) > 1 for group in groups)
    text = outline.clean.text
    for group in groups:
        last = group[-1]
        if len(group) < 2 or not last.own or any(row.own or not row.mark for row in group[:-1]):
            continue
        joined = all(text[row.start : row.end].rstrip().endswith(("；", ";")) for row in group[:-1])
        if not joined and (each or not _stands_alone(text[last.start : last.end])):
            continue
        for row in group[:-1]:
            if row.parties:
                continue
            row.parties, row.own = last.parties, True
            row.deadline, row.measure = row.deadline or last.deadline, row.measure or last.measure
            row.doubt(
                field_of(row.parties), Code.DRAFT_PARTY_OF_SECTION, text=shown(_closing_line(text, last))
            )


def _stands_alone(words: str) -> bool:
    return "\n" in words.strip()


def _closing_line(text: str, row: Row) -> str:
    return text[row.start : row.end].strip().rsplit("\n", 1)[-1][-60:]


# ---- headings without text below ----


def heading_rows(
    outline: Outline,
    stretches: Sequence[Stretch],
    loose: list[Loose],
    closings: dict[int, tuple[Closing, ...]],
    directory: Directory,
) -> list[Row]:
    """Headings that are tasks themselves: nothing but a closing stands below them, or nothing at all."""
    text = outline.clean.text
    parents = {index for piece in outline.pieces for index in piece.path}
    rows = []
    for index, piece in enumerate(outline.pieces):
        if piece.kind is not PieceKind.HEADING:
            continue
        below = [one for one in loose if one.path[-1:] == (index,)]
        only_closings = bool(below) and not _has_text(outline, index, stretches)
        if not only_closings and (index in parents or not _may_be_task(outline, piece, index in closings)):
            continue
        row = Row(piece.start, piece.end, piece.path, piece.mark, piece.number)
        own = closings.get(index, ())
        row.content = words_without(outline.clean, piece.words, piece.end, own, 0)
        for closing in (*own, *(one.closing for one in below)):
            take_closing(row, closing, text, directory)
        row.own = bool(row.parties)
        if not row.own:
            row.doubt(None, Code.DRAFT_HEADING_AS_TASK)
        _hand_over(row, piece, stretches, [one.stretch for one in below])
        loose[:] = [one for one in loose if one not in below]
        rows.append(row)
    return rows


def _has_text(outline: Outline, index: int, stretches: Sequence[Stretch]) -> bool:
    """Whether more than closings stands below a heading."""
    piece = outline.pieces[index]
    end = next(
        (one.start for one in outline.pieces[index + 1 :] if index not in one.path), len(outline.clean.text)
    )
    return any(
        piece.end <= one.start < end and (one.row is not None or one.kind is not Kind.BACKGROUND)
        for one in stretches
    )


def _may_be_task(outline: Outline, piece: Piece, closed: bool) -> bool:
    words = outline.clean.text[piece.words : piece.end]
    if closed:
        return True
    if heading_kind(words) is not None or len(words.strip()) < _LEAST_TASK or not piece.path:
        return False
    return duty_of(words) is Duty.SURE


def _hand_over(row: Row, piece: Piece, stretches: Sequence[Stretch], below: list[Stretch]) -> None:
    for stretch in stretches:
        if stretch in below or (stretch.start == piece.start and stretch.end == piece.end):
            stretch.kind, stretch.why, stretch.row = Kind.TASK, "", row
            row.end = max(row.end, stretch.end)


def left_of_loose(unused: Sequence[Loose]) -> None:
    """A closing that speaks for others is a rule for them."""
    for one in unused:
        one.stretch.kind, one.stretch.why = Kind.BACKGROUND, Left.RULE.value
