"""Text whose cells begin with a tab on lines of their own: rows are found by counting cells against the heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from taskbook.columns import plain_heading
from taskbook.intake.header import Header
from taskbook.intake.headings import could_be_heading, is_note, is_number, level_of, meaning_of
from taskbook.intake.text_table import Piece, TextTable, heading_of, number_column, open_table, words_of

_MOST_COLUMNS = 24
_SHORT = 40


@dataclass(slots=True)
class Cell:
    """A cell as written. `below` are the lines after a blank line in it: part of the cell, or text after the table."""

    lines: list[str]
    after_blank: bool
    below: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join([*self.lines, *self.below])

    @property
    def above_gap(self) -> str:
        return "\n".join(self.lines)


@dataclass(slots=True)
class _Walk:
    """Where the reading of the cells stands: what came out, the heading in force, the last row number."""

    cells: list[Cell]
    pieces: list[Piece]
    header: Header | None = None
    width: int = 0
    number_at: int | None = None
    last_number: int = 0
    spaced: bool = True  # blank lines stand between rows

    @property
    def table(self) -> TextTable:
        """The table being filled; a new one after a paragraph."""
        return open_table(self.pieces)


def read_led(lines: Sequence[str]) -> list[Piece]:
    """The paragraphs and tables of such a text, in order."""
    paragraphs, cells = _cells(lines)
    walk = _Walk(cells, list(paragraphs))
    at = 0
    while at < len(cells):
        run = _heading_run(cells, at, strict=walk.header is not None)
        if run:
            at = _take_heading(walk, *run)
        elif walk.header is None:
            at = _skip(walk, at)
        else:
            at = _take_row(walk, at)
    return walk.pieces


def _cells(lines: Sequence[str]) -> tuple[list[str], list[Cell]]:
    """The lines before the first cell, and the cells."""
    paragraphs: list[str] = []
    cells: list[Cell] = []
    blank = True
    for line in lines:
        if line.startswith("\t"):
            first, *more = line[1:].split("\t")
            cells.append(Cell([first.strip()] if first.strip() else [], blank))
            cells += [Cell([text.strip()] if text.strip() else [], False) for text in more]
            blank = False
        elif not line.strip():
            blank = True
        elif not cells:
            paragraphs.append(line)
        elif blank or cells[-1].below:
            cells[-1].below.append(line.strip())
            blank = False
        else:
            cells[-1].lines.append(line.strip())
    return paragraphs, cells


# ---- headings ----


def _heading_run(cells: Sequence[Cell], at: int, strict: bool) -> tuple[int, int] | None:
    """(first, end) of the heading that begins at a cell; of a damaged one and its repetition, the longer."""
    end = _run_end(cells, at, strict)
    if end is None:
        return None
    best = (at, end)
    following = _run_end(cells, end, strict)
    if following and following - end > end - at and cells[end].text == cells[at].text:
        best = (end, following)
    return best


def _run_end(cells: Sequence[Cell], at: int, strict: bool) -> int | None:
    end, known = at, at
    words: set[str] = set()
    while end < len(cells) and end - at < _MOST_COLUMNS:
        text = cells[end].text
        plain = plain_heading(text)
        if end > at and cells[end].after_blank:
            known = end
            break
        if plain in words or not could_be_heading(text) or (is_number(text) and text):
            break
        words |= {plain} if plain else set()
        end += 1
        if meaning_of([text]):
            known = end
    else:
        known = end if end == len(cells) else known
    return known if heading_of([cell.text for cell in cells[at:known]], strict) else None


def _take_heading(walk: _Walk, first: int, end: int) -> int:
    texts = [cell.text for cell in walk.cells[first:end]]
    header = heading_of(texts)
    assert header is not None
    if walk.header is not None and words_of(header) == words_of(walk.header):
        walk.table.add(texts, walk.width)
        return end
    for piece in [piece for piece in walk.pieces if isinstance(piece, str)]:
        if walk.header is None and plain_heading(piece) in words_of(header):
            walk.pieces.remove(piece)  # the beginning of a heading that was written twice
    walk.header, walk.width = header, end - first
    walk.number_at, walk.last_number = number_column(header), 0
    walk.spaced = end < len(walk.cells) and walk.cells[end].after_blank
    walk.pieces.append(TextTable([texts]))
    return end


def _skip(walk: _Walk, at: int) -> int:
    """A cell above the first heading: a title, or a piece of a damaged heading."""
    walk.pieces += [line for line in (walk.cells[at].above_gap, *walk.cells[at].below) if line]
    return at + 1


# ---- rows ----


def _take_row(walk: _Walk, at: int) -> int:
    """The row that begins at a cell: as many cells as the heading has, fewer where the next row begins before."""
    end = min(at + walk.width, len(walk.cells))
    starts = [
        place
        for place in range(at + 1, end)
        if _begins_row(walk, place) or _heading_run(walk.cells, place, True)
    ]
    end = starts[0] if starts else end
    row = walk.cells[at:end]
    texts = [cell.text for cell in row[:-1]]
    last, below = _last_text(row[-1], whole=len(row) == walk.width)
    texts.append(last)
    if len(row) == walk.width:
        walk.table.add(texts, walk.width)
        walk.last_number = _number(walk, at) or walk.last_number
    elif len(row) == 1:
        _take_lone(walk, last, end < len(walk.cells))
    else:
        walk.table.add_uneven(texts)
    for line in below:
        _take_lone(walk, line, end < len(walk.cells))
    return end


def _begins_row(walk: _Walk, at: int) -> bool:
    """Whether the next row's number stands here: the one to be expected, with a blank line before it."""
    if walk.number_at != 0 or (walk.spaced and not walk.cells[at].after_blank):
        return False
    number = _number(walk, at)
    return number is not None and walk.last_number <= number <= walk.last_number + 2


def _number(walk: _Walk, at: int) -> int | None:
    place = at + (walk.number_at or 0)
    text = walk.cells[place].above_gap if walk.number_at is not None and place < len(walk.cells) else ""
    match = re.fullmatch(r"(\d{1,4})[.．、]?", text)
    return int(match[1]) if match else None


def _last_text(cell: Cell, whole: bool) -> tuple[str, list[str]]:
    """The text of a row's last cell, and the lines after it that are no part of it: they follow a blank line."""
    belongs = not cell.lines and len(cell.below) == 1 and len(cell.below[0]) <= _SHORT and whole
    if belongs and not is_note(cell.below[0]) and level_of(cell.below[0]) is None:
        return cell.text, []
    return cell.above_gap, cell.below


def _take_lone(walk: _Walk, text: str, more: bool) -> None:
    """A text between rows: a section across the table if it is short or marked as one, else a paragraph."""
    if not text:
        return
    section = level_of(text) is not None or (len(text) <= _SHORT and not re.search(r"[。：:]$", text))
    if more and section and not is_note(text) and not _names_table(text):
        walk.table.add_across(text, walk.width)
    else:
        walk.pieces.append(text)


def _names_table(text: str) -> bool:
    """附件2, or the title of a further table."""
    return bool(re.match(r"附\s*[件表]", text) or re.search(r"[表单]$|分工$|\d{4}\s*年", text))
