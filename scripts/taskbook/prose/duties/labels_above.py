"""Blocks of labels that stand above the tasks they speak for: 牵头单位：A 责任单位：B, and the task on the next line.

Which way blocks speak is told section by section: where one comes first and text last, each is about what follows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from taskbook.language.directory import Directory
from taskbook.prose.draft import Outline, Piece, PieceKind
from taskbook.prose.duties.background import Duty, duty_of, explained
from taskbook.prose.parties.closing import closings_in, labelled_at
from taskbook.prose.parties.labels import What, label_at, plain_of
from taskbook.prose.parties.naming import Closing, Form


@dataclass(frozen=True, slots=True)
class Above:
    """A closing and where the tasks below it end; offsets in `Clean.text`.

    `sure`: nothing else can be meant; else only tasks that say nothing themselves take it. `single`: one task is below it.
    """

    start: int
    end: int
    closing: Closing
    until: int
    sure: bool
    single: bool


def aboves_in(outline: Outline, directory: Directory) -> list[Above]:
    """The blocks that speak for what stands below them, in order."""
    found: list[Above] = []
    kinds = groupby(enumerate(outline.pieces), key=lambda one: one[1].kind is PieceKind.PASSAGE)
    for passages, run in kinds:
        if passages:
            pieces = list(run)
            found += _of_section(outline, [piece for _, piece in pieces], pieces[-1][0], directory)
    return found


@dataclass(slots=True)
class _Part:
    """A block (`closing`) or the text between two; `items`: how many numbered items and lines it holds."""

    start: int
    end: int
    closing: Closing | None = None
    marked: bool = False
    items: int = 0


def _of_section(
    outline: Outline, pieces: Sequence[Piece], last: int, directory: Directory
) -> Iterator[Above]:
    text = outline.clean.text
    if names_records(text, pieces[0].start, pieces[-1].end):
        return
    parts = _parts(text, pieces, directory)
    first = next((at for at, part in enumerate(parts) if part.closing), None)
    if first is None or any(_is_task(text, part) for part in parts[:first]):
        return
    end = pieces[-1].end
    if first == len(parts) - 1:
        yield from _of_subsections(outline, parts[first], pieces[0], last)
        return
    blocks = [at for at, part in enumerate(parts) if part.closing]
    last_part = parts[-1]
    if last_part.closing or any(
        one.parties for one in closings_in(text, last_part.start, last_part.end, directory)
    ):
        if first == 0:
            yield _above(parts[0], end, sure=False, single=False)
        return
    if _names_before(text, parts, blocks):
        return
    for at, following in zip(blocks, [*blocks[1:], len(parts)], strict=True):
        until = parts[following].start if following < len(parts) else end
        below = parts[at + 1 : following]
        single = sum(part.items for part in below) == 1
        yield _above(parts[at], until, sure=True, single=single)


_RECORD = re.compile(r"(?:^|(?<=\n))[^\S\n]*(?:\d{1,2}[.、．])?(?:项目|任务|事项|工作|活动|课题)名称[:：]")


def names_records(text: str, start: int, end: int) -> list[int]:
    """Where records begin that name their task first: 项目名称：…"""
    return [match.start() for match in _RECORD.finditer(text, start, end)]


def _names_before(text: str, parts: Sequence[_Part], blocks: Sequence[int]) -> bool:
    """Whether each block stands between a task's name and the words that say more of it."""
    return all(
        at and is_name(text[parts[at - 1].start : parts[at - 1].end].strip().rsplit("\n", 1)[-1])
        for at in blocks
    )


def _above(part: _Part, until: int, sure: bool, single: bool) -> Above:
    assert part.closing is not None
    return Above(part.start, part.end, part.closing, until, sure, single)


def _of_subsections(outline: Outline, block: _Part, piece: Piece, last: int) -> Iterator[Above]:
    """A block between a heading and the headings below that: it speaks for the whole section."""
    later = outline.pieces[last + 1 :]
    if not piece.path or not later or later[0].path[: len(piece.path)] != piece.path:
        return
    end = next((one.start for one in later if one.path[: len(piece.path)] != piece.path), later[-1].end)
    yield _above(block, end, sure=False, single=False)


def _is_task(text: str, part: _Part) -> bool:
    """Whether text before the first block can be what that is about."""
    words = text[part.start : part.end]
    return part.marked or (explained(words) is None and duty_of(words) is Duty.SURE)


# ---- text and blocks in turn ----


def _parts(text: str, pieces: Sequence[Piece], directory: Directory) -> list[_Part]:
    """The stretches of a section; nothing is looked for behind a task that stands before every block."""
    plain = plain_of(text)
    parts: list[_Part] = []
    word = ""
    for piece in pieces:
        done = parts[-1].end if parts else 0
        if piece.start < done:
            at, marked = done, False  # a block holds several
        else:
            at, marked = (piece.words if piece.mark else piece.start), _begins_item(text, piece, pieces)
        while at < piece.end:
            closing = block_at(text, plain, at, pieces[-1].end, word, directory)
            if closing is not None:
                word = word or _first_word(plain, closing.start)
                start = piece.start if marked else at
                parts.append(_Part(start, behind(text, closing.end, pieces[-1].end), closing))
                at, marked = parts[-1].end, False
                continue
            line = text.find("\n", at, piece.end)
            stop = piece.end if line < 0 else line + 1
            if text[at:stop].strip():
                start = piece.start if marked else at
                label = label_at(plain, at, stop)
                more = not label or label.what is What.OTHER
                _take_line(parts, start, stop, marked, int(more))
                if marked and not any(part.closing for part in parts):
                    return []
            at, marked = stop, False
    return parts


def _begins_item(text: str, piece: Piece, pieces: Sequence[Piece]) -> bool:
    """Whether a piece is a numbered item; a short 一、 that has none of its make beside it is a heading."""
    if not piece.mark or not _CHAPTER.match(piece.mark):
        return bool(piece.mark)
    alone = sum(bool(_CHAPTER.match(one.mark)) for one in pieces) == 1
    return not (alone and is_name(text[piece.words : piece.end]))


_CHAPTER = re.compile(r"[一二三四五六七八九十]+、")
_LONGEST_NAME = 25


def is_name(words: str) -> bool:
    """Whether a line names what the lines below it say."""
    return len(words.strip()) <= _LONGEST_NAME and not re.search("[。；;，,：:]", words.strip())


def _take_line(parts: list[_Part], start: int, end: int, marked: bool, items: int) -> None:
    if parts and parts[-1].closing is None:
        parts[-1].end = end
        parts[-1].marked |= marked
        parts[-1].items += items
    else:
        parts.append(_Part(start, end, None, marked, items))


def behind(text: str, at: int, end: int) -> int:
    """Behind the signs and blanks that follow a block."""
    match = re.compile(r"[\s。；;，,]*").match(text, at, end)
    return match.end() if match else at


def block_at(text: str, plain: str, at: int, end: int, word: str, directory: Directory) -> Closing | None:
    """The block that begins here and names who acts; a second one that begins with the same label is another."""
    while at < end and plain[at] in " \n":
        at += 1
    if at >= end:
        return None
    if plain[at] == "(":
        return _bracket_at(text, plain, at, end, directory)
    if label_at(plain, at, end) is None:
        return None
    closing = labelled_at(text, at, end, directory)
    if closing is None or closing.start != at:
        return None
    again = word and re.compile(rf"\n *{re.escape(word)}").search(plain, at + 1, closing.end)
    if again:
        closing = labelled_at(text, at, again.start(), directory)
    return closing if closing and _acts(closing) else None


def _bracket_at(text: str, plain: str, at: int, end: int, directory: Directory) -> Closing | None:
    if label_at(plain, at, end):
        return labelled_at(text, at, end, directory)
    if label_at(plain, at + 1, end) is None:
        return None
    line = plain.find("\n", at, end)
    found = closings_in(text, at, end if line < 0 else line, directory)
    return (
        found[0]
        if found and found[0].start == at and found[0].form is Form.BRACKET and _acts(found[0])
        else None
    )


def _acts(closing: Closing) -> bool:
    return bool(closing.parties.lead or closing.parties.responsible)


def _first_word(plain: str, at: int) -> str:
    """The label a block begins with: 牵头单位:"""
    return plain[at : at + 12].lstrip("( ").split(":")[0].split(" ")[0]
