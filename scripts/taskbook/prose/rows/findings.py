"""What is said of a draft as a whole: what was taken out and left out, numbers that jump, rules and what they were used for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from taskbook import wording
from taskbook.findings import Cell, Code, Finding, found
from taskbook.intake.blocks import Block, Part, Table
from taskbook.prose.draft import Clean, Kind, Left, Outline, Piece, PieceKind, Span, Trace
from taskbook.prose.rows.parties import shown
from taskbook.prose.rows.rows import Loose, Stated

_EXAMPLES = 3
_NUMBER = re.compile(r"[一二三四五六七八九十百\d]+|[-－—]")
_SILENT = (Trace.LINE_BREAK, Trace.BLANK)
"""Traces of which examples show nothing."""


def place_of(clean: Clean, at: int, file: str) -> Cell:
    """Where a character of the clean text stands, as people find it."""
    return Cell(Part.BODY, clean.body.place_at(clean.offsets[at]), file)


def traces_removed(clean: Clean, file: str) -> list[Finding]:
    """One finding for each kind of trace, with how often and what."""
    findings = []
    for trace in Trace:
        removed = [one for one in clean.removed if one.trace is trace]
        if not removed:
            continue
        texts = list(dict.fromkeys(shown(clean.body.text[one.start : one.end]) for one in removed))
        examples = [] if trace in _SILENT else [text for text in texts if text][:_EXAMPLES]
        hint = wording.draft_examples(examples)
        where = Cell(Part.BODY, clean.body.place_at(removed[0].start), file)
        findings.append(
            found(Code.DRAFT_TRACES_REMOVED, where, count=len(removed), kind=trace.value, hint=hint)
        )
    return findings


def traditional(clean: Clean, file: str) -> list[Finding]:
    """Characters that were read as others."""
    count = sum(
        clean.body.text[at] != character
        for at, character in zip(clean.offsets, clean.text, strict=True)
        if "\u4e00" <= character <= "\u9fff"
    )
    return [found(Code.DRAFT_TRADITIONAL, Cell(Part.BODY, "", file), count=count)] if count else []


def left_out(spans: Sequence[Span], text: str, file: str) -> list[Finding]:
    """Once, where a stretch is neither task nor heading nor letterhead; how many rows they make, the review book says."""
    left = any(
        span.kind is Kind.BACKGROUND
        and span.why != Left.FRONT
        and bool(text[span.start : span.end].strip(" \n。"))
        for span in spans
    )
    return [found(Code.DRAFT_BACKGROUND_LEFT_OUT, Cell(Part.BODY, "", file))] if left else []


def numbers_jump(outline: Outline, file: str) -> list[Finding]:
    """Headings and numbered items whose number does not follow that of the one before at the same place."""
    findings = []
    last: dict[tuple[tuple[int, ...], str], Piece] = {}
    through: dict[str, Piece] = {}
    for piece in outline.pieces:
        if piece.number is None or piece.kind not in (PieceKind.HEADING, PieceKind.PASSAGE):
            continue
        make = _NUMBER.sub("", piece.mark).strip()
        place = (piece.path, make)
        before, any_before = last.get(place), through.get(make)
        last[place] = through[make] = piece
        expected = {1} if before is None else {before.number + 1} if before.number is not None else {1}
        if any_before is not None and any_before.number is not None:
            expected.add(any_before.number + 1)  # items numbered through the whole plan
        if piece.number in expected or (before or any_before) is None:
            continue
        earlier = before or any_before
        assert earlier is not None
        details = {"before": _named(outline, earlier), "after": _named(outline, piece)}
        findings.append(found(Code.DRAFT_NUMBERS_JUMP, place_of(outline.clean, piece.start, file), **details))
    return findings


def _named(outline: Outline, piece: Piece) -> str:
    words = outline.clean.words(piece.words, piece.end).strip().split("\n")[0]
    return piece.mark.strip() + shown(words)[:12]


def rules_used(
    clean: Clean, stated: Sequence[Stated], used: Mapping[int, int], unused: Sequence[Loose], file: str
) -> list[Finding]:
    """What each rule was used for; rules and closings that no task took."""
    findings = []
    for index, one in enumerate(stated):
        count = used.get(index, 0)
        where = place_of(clean, one.start, file)
        if count:
            findings.append(found(Code.DRAFT_RULE_APPLIED, where, text=shown(one.text), count=count))
        else:
            findings.append(found(Code.DRAFT_RULE_UNUSED, where, text=shown(one.text)))
    for loose in unused:
        words = shown(clean.words(loose.stretch.start, loose.stretch.end))
        where = place_of(clean, loose.stretch.start, file)
        findings.append(found(Code.DRAFT_CLOSING_UNUSED, where, text=words))
    return findings


def tables_left_out(blocks: Sequence[Block], file: str) -> list[Finding]:
    """Tables stand beside the running text and are not in the draft."""
    count = sum(isinstance(block, Table) for block in blocks)
    return [found(Code.DRAFT_TABLES_LEFT_OUT, Cell(file=file), count=count)] if count else []


_CELLS = re.compile(
    r"^[ \t\u3000]*[|｜]?(?:[^|｜\n]*[|｜]){2,}[^|｜\n]*$|^(?:[^\t\n]+\t+){2,}[^\t\n]+$", re.MULTILINE
)


def looks_like_table(clean: Clean, file: str) -> list[Finding]:
    """Lines whose words stand in columns, parted by strokes or tabs: a table that came as text."""
    rows = [match for match in _CELLS.finditer(clean.text) if _WORDS.search(match[0])]
    if len(rows) < _LEAST_ROWS:
        return []
    where = place_of(clean, rows[0].start(), file)
    return [found(Code.DRAFT_LOOKS_LIKE_TABLE, where, count=len(rows), text=shown(rows[0][0]))]


_WORDS = re.compile(r"[\u3400-\u9fff]")
_LEAST_ROWS = 2
