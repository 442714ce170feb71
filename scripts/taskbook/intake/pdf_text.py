"""The pages of a PDF as blocks: running heads aside, lines with what shows where paragraphs begin, tables whole."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from taskbook import wording
from taskbook.intake.blocks import Block, Paragraph, Part
from taskbook.intake.pdf_cells import Grid
from taskbook.intake.pdf_lines import Line, goes_on
from taskbook.intake.pdf_margins import Place, margins_of
from taskbook.intake.pdf_page import PageRead, Placed
from taskbook.intake.pdf_tables import belongs, put_together, table_from

_INDENT = 1.2
_AT_EDGE = 0.8
_LARGE_GAP = 1.6
_OTHER_SIZE = 0.15
_MARK = re.compile(r"[（(]?(?:\d{1,3}|[一二三四五六七八九十百]{1,4}|[①-⑳])[)）、.．]?")


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the text of a column begins and ends, and how far its lines are apart."""

    left: float
    right: float
    leading: float

    def centers(self, line: Line) -> bool:
        middle = (self.left + self.right) / 2
        room = min(line.x0 - self.left, self.right - line.x1)
        return abs(line.middle - middle) <= line.size and room > 2 * line.size


@dataclass(frozen=True, slots=True)
class _Flowing:
    """A line of running text with its page and the frame it stands in."""

    line: Line
    page: int
    column: int
    frame: _Frame


def blocks_of(pages: Sequence[PageRead]) -> list[Block]:
    """The blocks of a document: its body in order, then what stands in the margins, then notes."""
    margins = margins_of(pages)
    body = list(_body(pages, {place for margin in margins for place in margin.places}))
    texts = [margin.text for margin in margins]
    aside = [text for page in pages for text in page.aside]
    notes = [text for page in pages for text in page.notes]
    return [*body, *_apart([*texts, *aside], Part.MARGIN), *_apart(notes, Part.COMMENT)]


def _apart(texts: Iterable[str], part: Part) -> list[Paragraph]:
    return [Paragraph(text, at, part) for at, text in enumerate(dict.fromkeys(texts), 1)]


# ---- the body ----


def _body(pages: Sequence[PageRead], left_out: set[Place]) -> Iterable[Block]:
    frames = _frames(pages, left_out)
    before: _Flowing | None = None
    began: bool | None = True
    open_table: Grid | None = None
    paragraphs = tables = 0
    for number, page in enumerate(pages):
        items = [item for at, item in enumerate(page.items) if (number, at) not in left_out]
        lines = 0
        for at, item in enumerate(items):
            if isinstance(item, Grid):
                if open_table is not None and at == 0 and belongs(open_table, item):
                    open_table = put_together(open_table, item)
                    continue
                if open_table is not None:
                    tables += 1
                    yield table_from(open_table, f"表{tables}")
                open_table, before = item, None
                continue
            if open_table is not None:
                tables += 1
                yield table_from(open_table, f"表{tables}")
                open_table = None
            this = _Flowing(item.line, number, item.column, frames[number, item.column])
            paragraphs, lines = paragraphs + 1, lines + 1
            began = _begins(before, this, began)
            place = wording.page_place(page.number, lines)
            yield Paragraph(item.line.text, paragraphs, begins=began, place=place)
            before = this
    if open_table is not None:
        yield table_from(open_table, f"表{tables + 1}")


def _begins(before: _Flowing | None, this: _Flowing, began: bool | None) -> bool | None:
    """Whether a paragraph begins with a line: see `Paragraph.begins`; `began` is that of the line before."""
    line, frame = this.line, this.frame
    if before is None:
        return True
    other = abs(before.line.size - line.size) > _OTHER_SIZE * line.size
    near = (before.page, before.column) == (this.page, this.column)
    far = near and line.base - before.line.base > _LARGE_GAP * frame.leading
    if frame.centers(line):
        below = near and abs(before.line.middle - line.middle) <= line.size
        return None if below and not other and not far else True
    if other or not goes_on(before.line, line, before.frame.right - before.line.x0):
        return True
    indent = line.x0 - frame.left
    if indent > _INDENT * line.size:
        return None if near and _hangs(before.line, line, began) else True
    return False if abs(indent) <= _AT_EDGE * line.size and not far else None


def _hangs(before: Line, line: Line, began: bool | None) -> bool:
    """Whether a number stands out to the left of its text, so that the lines that stand in only go on."""
    if abs(before.x0 - line.x0) <= _AT_EDGE * line.size:
        return began is None
    return before.x0 < line.x0 and _MARK.match(before.text) is not None


def _frames(pages: Sequence[PageRead], left_out: set[Place]) -> dict[tuple[int, int], _Frame]:
    """The frame of each column on each page: its own where it has lines enough, else that of the pages like it."""
    own: dict[tuple[int, int], list[Line]] = defaultdict(list)
    shared: dict[tuple[int, int, int], list[Line]] = defaultdict(list)
    for number, page in enumerate(pages):
        for at, item in enumerate(page.items):
            if isinstance(item, Placed) and (number, at) not in left_out:
                own[number, item.column].append(item.line)
                shared[round(page.width), round(page.height), item.column].append(item.line)
    frames: dict[tuple[int, int], _Frame] = {}
    for (number, column), lines in own.items():
        page = pages[number]
        alike = shared[round(page.width), round(page.height), column]
        frames[number, column] = _frame(lines if len(lines) >= 8 else alike)
    return frames


def _frame(lines: Sequence[Line]) -> _Frame:
    size = median(line.size for line in lines)
    steps = [after.base - before.base for before, after in pairwise(lines)]
    leading = median([step for step in steps if step > 0] or [2 * size])
    left = _edge([line.x0 for line in lines], 0.5 * size)
    return _Frame(left, -_edge([-line.x1 for line in lines], size), leading)


def _edge(places: Sequence[float], near: float) -> float:
    """The least place that more than one line has, nearly; the least of all where each is alone."""
    ordered = sorted(places)
    return next((one for one, other in pairwise(ordered) if other - one <= near), ordered[0])
