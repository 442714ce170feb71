"""Heads and feet: lines that stand on every page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from taskbook.prose.draft import Trace
from taskbook.prose.text.marks import mark_at
from taskbook.prose.text.traces import Cut, Line, in_order, is_cut_line, lines_of, whole_line

_LABELLED = re.compile(r"^[（(〔【\[]|[:：]|^[\d一二三四五六七八九十第]+[、.．章节]|[。；;！？!?，,]$")
_NUMBERS = re.compile(r"[\d\s]+|[-—–－·|/第页共]+")
_OFTEN = 3
_LONGEST = 45
_LAST_TITLE = 12
"""A title stands among so many lines at the beginning."""
_SENTENCE = re.compile(r"[。；]")


def running_heads(text: str, page_starts: frozenset[int] = frozenset()) -> list[Cut]:
    """Lines that stand again and again where pages meet. `page_starts`: where a page number was cut out before.

    The first of them stays where it is the document's own title.
    """
    lines = [line for line in lines_of(text) if line.text]
    places: dict[str, list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        bare = _NUMBERS.sub("", line.text)
        if len(bare) >= 3 and len(line.text) <= _LONGEST and not _LABELLED.search(line.text):
            places[bare].append(at)
    cuts: list[Cut] = []
    for found in places.values():
        if len(found) >= 2:
            cuts += _heads_of(text, lines, found, page_starts)
    return in_order(cuts)


def _heads_of(
    text: str, lines: Sequence[Line], places: Sequence[int], page_starts: frozenset[int]
) -> Iterator[Cut]:
    torn = sum(
        is_cut_line(lines[at - 1].text, lines[at + 1].text) >= 0.7 for at in places if 0 < at < len(lines) - 1
    )
    paged = sum(lines[at].start in page_starts or lines[at].end + 1 in page_starts for at in places)
    few = len(places) < _OFTEN and paged < 2
    if few and not (paged and (torn or places[0] <= 2)) and torn < 2:
        return
    if torn + paged < max(1, 0.3 * len(places)):
        return
    named = (
        places[0] <= _LAST_TITLE
        and not _title_follows(lines, places[0])
        and not _is_below_text(lines, places[0])
    )
    for at in places[1:] if named else places:
        yield whole_line(text, lines[at], Trace.RUNNING_HEAD)


def _is_below_text(lines: Sequence[Line], at: int) -> bool:
    """Whether sentences or numbered lines stand above a line: then it is no title."""
    return any(_SENTENCE.search(line.text) or mark_at(line.text) for line in lines[:at])


def _title_follows(lines: Sequence[Line], at: int) -> bool:
    """Whether a head above the title says the same as the title below it: then it is no title itself."""
    ending = lines[at].text[-4:]
    return any(line.text.endswith(ending) and line.text != lines[at].text for line in lines[at + 1 : at + 3])
