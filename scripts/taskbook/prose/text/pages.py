"""Page numbers: 第3页, 共12页, — 3 —, lines of a number alone."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from taskbook.prose.draft import Trace
from taskbook.prose.text.listed_pages import listed_pages
from taskbook.prose.text.traces import Cut, Line, in_order, is_cut_line, lines_of, whole_line

_DASH = "-－—–―─‐·•－"
_TOTAL = r"[,，、/／|]?\s*共?\s*(?:\d{1,4}|[一二三四五六七八九十百]{1,5})\s*页?"
_PAGE_LINE = re.compile(
    rf"[{_DASH}\s]*第?\s*(?:\d{{1,4}}|[一二三四五六七八九十百]{{1,5}})\s*页\s*(?:{_TOTAL})?[{_DASH}\s]*"
    rf"|共\s*\d{{1,4}}\s*页\s*[,，、/／]?\s*(?:第\s*\d{{1,4}}\s*页)?"
    rf"|[{_DASH}~～<〈\[【（(]\s*\d{{1,4}}\s*[{_DASH}~～>〉\]】）)]"
    rf"|[{_DASH}]\s*\d{{1,4}}"
    r"|\d{1,4}\s*[/／]\s*\d{1,4}"
    r"|(?:Page|PAGE|page|P\.?)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?"
)
_APART, _FAR_APART = 100, 400
"""Characters between numbers on lines of their own from which on they are pages', where one tears a sentence or none."""
_LEAST_LINES, _LINES = 8, 5
_NUMBER_LINE = re.compile(r"\d{1,3}")
_INSIDE = re.compile(
    r"[\s—–-]*第\s*\d{1,4}\s*页\s*[,，、/／]?\s*共\s*\d{1,4}\s*页[\s—–-]*"
    r"|[\s—–-]*共\s*\d{1,4}\s*页\s*[,，、/／]?\s*第\s*\d{1,4}\s*页[\s—–-]*"
    rf"|(?<![\dA-Za-z{_DASH}])\s*[—–－―-]{{1,2}}\s?(\d{{1,3}})\s?[—–－―-]{{1,2}}\s*(?![\dA-Za-z{_DASH}])"
)


def page_numbers(text: str) -> list[Cut]:
    """第3页, 共12页, — 3 —, lines of a number alone, and N、 in sequence through the text."""
    lines = lines_of(text)
    cuts = [whole_line(text, line, Trace.PAGE_NUMBER) for line in lines if _is_page_line(line.text)]
    cuts += [whole_line(text, line, Trace.PAGE_NUMBER) for line in _number_lines(lines)]
    cuts += _numbers_inside(text)
    cuts += listed_pages(text)
    return in_order(cuts)


def _is_page_line(line: str) -> bool:
    return (
        len(line) <= 24
        and bool(line)
        and bool(_PAGE_LINE.fullmatch(line))
        and not re.fullmatch(r"[（(]\d{1,2}[)）]", line)
    )


def _number_lines(lines: Sequence[Line]) -> list[Line]:
    """Lines that hold a number alone, unless they number the items of a list: they part halves of sentences or stand far apart."""
    filled = [line for line in lines if line.text]
    places = [at for at, line in enumerate(filled) if _NUMBER_LINE.fullmatch(line.text)]
    if not places:
        return []
    numbers = [int(filled[at].text) for at in places]
    rising = all(later > earlier for earlier, later in itertools.pairwise(numbers))
    paged = len(filled) >= _LEAST_LINES and all(
        later - one > _LINES for one, later in itertools.pairwise(places)
    )
    torn = sum(
        is_cut_line(filled[at - 1].text, filled[at + 1].text) if 0 < at < len(filled) - 1 else 0.0
        for at in places
    )
    apart = (filled[places[-1]].start - filled[places[0]].start) / max(1, len(places) - 1)
    spread = len(places) > 1 and apart > (_APART if torn else _FAR_APART)
    last = len(places) == 1 and (places[0] == len(filled) - 1 or torn > 0)
    if torn >= max(1.0, 0.25 * len(places)) or (rising and (spread or paged)) or last:
        return [filled[at] for at in places]
    return []


def _numbers_inside(text: str) -> list[Cut]:
    cuts: list[Cut] = []
    for match in _INSIDE.finditer(text):
        start, end = match.span()
        if match[1] is not None and not _stands_inside(text, match):
            continue
        while start < end and text[start] == "\n":
            start += 1
        while end > start and text[end - 1] == "\n":
            end -= 1
        cuts.append(Cut(start, end, Trace.PAGE_NUMBER))
    return cuts


def _stands_inside(text: str, match: re.Match[str]) -> bool:
    """Whether a number between dashes stands amid Chinese text, not in 2022-12-31 or A-3-B."""
    before, after = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
    return not re.match(r"[\w.]", before, re.ASCII) and not re.match(r"[\w.]", after, re.ASCII)
