"""What stands on the pages of a PDF beside its text: running heads and feet, page numbers.

A line of the text that happens to stand at the same place on two pages must not be taken for one: what is taken out
is gone from the tasks, what is left in is one line too many that people see.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from taskbook import wording
from taskbook.intake.pdf_cells import Grid
from taskbook.intake.pdf_lines import Line
from taskbook.intake.pdf_page import PageRead, Placed

Place = tuple[int, int]
"""(index of the page, index of the item on it)."""

_ZONE = 0.13
"""Share of a page's height at its top and bottom where running heads and page numbers stand."""
_OUTERMOST = 3
_SAME_PLACE = 6.0

_LEAST_PAGES = 3
_PARTED = 1.2
"""So many times the distance of the text's own lines parts a running head from it."""
_USUAL = 0.9
"""So many of the lines of a page stand no further apart than the distance that counts; titles do."""
_LEADING = 1.6
"""Of a character's size: how far lines are apart where a page has too few to tell."""
_MOSTLY = 0.67
"""So many of a head's pages show that it is none of the text; a page of titles or tables does not."""
_NAMED_AT_MOST = 12

_PAGE_NUMBER = re.compile(
    r"[-—–－―·•.~〜\s]*第?\s*(?:\d{1,4}|[ivxIVX]{1,6})\s*页?\s*(?:[/／，,、]?\s*共?\s*\d{1,4}\s*页?)?[-—–－―·•.~〜\s]*"
)
_NAMES_PAGE = re.compile(
    r"第\s*\d+\s*页|\bpage\b|\d\s*[/／]\s*\d|[·•|｜—–-]\s*\d+\s*[·•|｜—–-]", re.IGNORECASE
)
_ANNEX = re.compile(r"附\s*[件表录图]")
"""What annexes are headed with stands at the top of several pages and is no running head."""

_OF_TEXT = re.compile(
    r"[（(\[【]?\s*\S{2,10}\s*[：:]"  # a label: 责任单位：…
    r"|[（(]?(?:\d{1,3}|[一二三四五六七八九十百]{1,4})[)）、．]|\d{1,3}\.(?!\d)|[①-⑳]|第[一二三四五六七八九十百]+[章节条项部]"
    r"|[，。；、：！？）)】》”]"  # what no line of its own begins with
)
"""How lines of the text begin: labels, marks of lists, the rest of a sentence."""
_IN_SENTENCE = re.compile(r"[，。；！？]|[、：:（(]$")
_BRACKETS = (("（", "）"), ("(", ")"), ("《", "》"), ("“", "”"), ("【", "】"))


@dataclass(frozen=True, slots=True)
class Margin:
    """Lines that are no part of the text and belong together, as people are told of them."""

    text: str
    places: tuple[Place, ...]


def margins_of(pages: Sequence[PageRead]) -> list[Margin]:
    """The lines that are no part of the text, those that differ only by their number together."""
    found: dict[str, list[Place]] = {}
    numbered: set[str] = set()
    for alike in _alike(pages):
        texts = [line_at(pages, place).text for place in alike]
        numbers = [place for place in alike if _PAGE_NUMBER.fullmatch(line_at(pages, place).text)]
        counts = len({page for page, _ in alike}) > 1 and _counts_pages(alike, texts)
        if counts or numbers:
            numbered.add(_plain(texts[0]))
            found.setdefault(_plain(texts[0]), []).extend(alike if counts else numbers)
        elif (heads := _heads(pages, alike)) is not None:
            found.setdefault(_plain(texts[0]), []).extend(heads)
    kept = _outermost(pages, {place for places in found.values() for place in places})
    return [
        Margin(_told(pages, sorted(stays), text in numbered), tuple(sorted(stays)))
        for text, places in found.items()
        if (stays := kept.intersection(places))
    ]


def line_at(pages: Sequence[PageRead], place: Place) -> Line:
    item = pages[place[0]].items[place[1]]
    assert isinstance(item, Placed)
    return item.line


def _told(pages: Sequence[PageRead], places: Sequence[Place], counts: bool) -> str:
    """What stood there; where no page number says so, also on which pages."""
    text = "；".join(dict.fromkeys(line_at(pages, place).text for place in places))
    if counts:
        return text
    numbers = list(dict.fromkeys(pages[page].number for page, _ in places))
    return wording.on_pages(text, numbers[:_NAMED_AT_MOST], len(numbers) > _NAMED_AT_MOST)


# ---- lines at the edges ----


def _alike(pages: Sequence[PageRead]) -> Iterable[list[Place]]:
    """Lines at the edges of pages, those together that say the same at the same height."""
    groups: dict[str, list[tuple[float, list[Place]]]] = defaultdict(list)
    for number, page in enumerate(pages):
        for at in (place for edge in _edge_lines(page) for place in edge):
            line = line_at(pages, (number, at))
            height = _height(page, line)
            known = groups[_plain(line.text)]
            same = next((one for one in known if abs(one[0] - height) <= _SAME_PLACE), None)
            if same is None:
                same = (height, [])
                known.append(same)
            same[1].append((number, at))
    return [places for known in groups.values() for _, places in known]


def _edge_lines(page: PageRead) -> tuple[list[int], list[int]]:
    """The outermost lines in the upper and the lower zone of a page, from the edge inwards."""
    lines = [(one.line.base, at) for at, one in enumerate(page.items) if isinstance(one, Placed)]
    upper = [at for base, at in sorted(lines) if base <= _ZONE * page.height][:_OUTERMOST]
    lower = [at for base, at in sorted(lines, reverse=True) if base >= (1 - _ZONE) * page.height][:_OUTERMOST]
    return upper, lower


def _height(page: PageRead, line: Line) -> float:
    """From the nearer edge of the page, downwards positive, upwards negative: pages may be of different height."""
    return line.base if line.base < page.height / 2 else line.base - page.height


def _plain(text: str) -> str:
    return re.sub(r"\d+", "#", "".join(text.split()))


def _counts_pages(places: Sequence[Place], texts: Sequence[str]) -> bool:
    """Whether a line says which page it stands on: a number in it goes up with the pages."""
    if not all(_NAMES_PAGE.search(text) for text in texts):
        return False
    for numbers in zip(*(re.findall(r"\d+", text) for text in texts), strict=False):
        if len({int(number) - page for number, (page, _) in zip(numbers, places, strict=True)}) == 1:
            return True
    return False


def _outermost(pages: Sequence[PageRead], places: set[Place]) -> set[Place]:
    """The places without those that text stands further out than."""
    kept: set[Place] = set()
    for number, page in enumerate(pages):
        for edge in _edge_lines(page):
            outside = True
            for at in edge:
                line = line_at(pages, (number, at))
                beside = [
                    other
                    for other in edge
                    if other != at and abs(line_at(pages, (number, other)).base - line.base) <= line.size / 2
                ]
                taken = (number, at) in places
                if taken and outside:
                    kept.add((number, at))
                outside = outside and (taken or any((number, other) in places for other in beside))
    return kept


# ---- running heads ----


def _heads(pages: Sequence[PageRead], alike: Sequence[Place]) -> list[Place] | None:
    """Those of the lines that are one running head; None where they may be lines of the text.

    A head stands on every page, or at least on half of them (or of the left or right ones), three or more, and well
    apart from the text.
    """
    said = Counter("".join(line_at(pages, place).text.split()) for place in alike)
    text, _ = said.most_common(1)[0]
    if not text or _is_of_text(text):
        return None
    same = [place for place in alike if "".join(line_at(pages, place).text.split()) == text]
    on = {page for page, _ in same}
    if len(on) >= _LEAST_PAGES and on >= set(range(1, len(pages))):  # a title page has none
        return same
    parted = sum(_is_parted(pages[page], line_at(pages, (page, at))) for page, at in same)
    return same if parted >= _MOSTLY * len(same) and _on_enough(on, len(pages)) else None


def _on_enough(on: set[int], count: int) -> bool:
    if count == len(on) == 2:  # a document of two pages that has it on both
        return True
    sides = [[page for page in range(count) if page % 2 == side] for side in (0, 1)]
    return len(on) >= _LEAST_PAGES and any(
        2 * len(on.intersection(some)) >= len(some) and len(on.intersection(some)) >= _LEAST_PAGES
        for some in (range(count), *sides)
    )


def _is_of_text(text: str) -> bool:
    """Whether a line is one of the text by what it says: a label, a list's mark, a piece of a sentence, an annex."""
    return (
        _ANNEX.match(text) is not None
        or _OF_TEXT.match(text) is not None
        or _IN_SENTENCE.search(text) is not None
        or any(text.count(opened) != text.count(closed) for opened, closed in _BRACKETS)
    )


def _is_parted(page: PageRead, line: Line) -> bool:
    """Whether a line stands further from the text than the lines of the text from each other."""
    bases = sorted({one.line.base for one in page.items if isinstance(one, Placed)})
    tables = [edge for one in page.items if isinstance(one, Grid) for edge in (one.top, one.bottom)]
    above = line.base < page.height / 2
    inner = [base for base in (*bases, *tables) if (base > line.base + 1 if above else base < line.base - 1)]
    if not inner:
        return True
    gap = abs((min(inner) if above else max(inner)) - line.base)
    inside = [base for base in bases if _ZONE * page.height < base < (1 - _ZONE) * page.height]
    steps = sorted(after - before for before, after in pairwise(inside) if after - before > line.size / 2)
    usual = steps[int(_USUAL * (len(steps) - 1))] if steps else _LEADING * line.size
    return gap > _PARTED * usual
