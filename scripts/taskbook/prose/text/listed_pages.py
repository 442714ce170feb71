"""Page numbers that look like list marks: 1、2、3、… before the pages of a text, told from items by where they stand."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from taskbook.prose.draft import Trace
from taskbook.prose.text.marks import Make, mark_at
from taskbook.prose.text.traces import Cut, is_cut, is_cut_line

_BEHIND_A_MARK = re.compile(r"[（(][一二三四五六七八九十\d-]{1,3}[）)]\s*$|[一二三四五六七八九十][、.．]\s*$")
_SHORTEST_PAGE = 80
"""Characters; items of a list are shorter, or end with a stop."""
_LISTED = re.compile(r"(?<![\d.．第/-])(\d{1,3})、")


@dataclass(slots=True)
class _Candidate:
    """A number with 、 behind it, how surely it tears a sentence, and the best sequence that ends with it."""

    start: int
    end: int
    number: int
    torn: float
    score: float = 0.0
    previous: _Candidate | None = None


def listed_pages(text: str) -> list[Cut]:
    """1、2、3、… put before each page by sites that show documents: they run through the text and tear sentences."""
    found = [
        _Candidate(match.start(), match.end(), int(match[1]), _torn(text, match))
        for match in _LISTED.finditer(text)
    ]
    if sum(one.torn > 0 for one in found) < 2:
        return []
    chain = _best(found, None)
    gaps = sorted(later.start - one.start for one, later in itertools.pairwise(chain))
    if not gaps:
        return []
    chain = _best(found, max(1, gaps[len(gaps) // 2]))
    torn = sum(one.torn for one in chain)
    if len(chain) < 2 or gaps[len(gaps) // 2] < _SHORTEST_PAGE or torn < max(1.4, 0.3 * len(chain)):
        return []
    return [Cut(one.start, one.end, Trace.PAGE_NUMBER) for one in chain]


def _torn(text: str, match: re.Match[str]) -> float:
    before, after = text[max(0, match.start() - 200) : match.start()], text[match.end() : match.end() + 20]
    behind = mark_at(after)
    if _BEHIND_A_MARK.search(before[-6:]) or (behind is not None and behind.make < Make.DIGITS):
        return 1.0
    lines = before.rstrip(" \u3000").split("\n")
    if len(lines) > 1 and not lines[-1]:
        whole = lines[-2] if len(lines) > 2 or match.start() <= 200 else lines[-2].rjust(200, "　")
        return is_cut_line(whole, after)
    return is_cut(before, after)


def _best(candidates: Sequence[_Candidate], gap: int | None) -> list[_Candidate]:
    """The sequence of rising numbers (one may be lost) that tears most; with a typical gap, the most even one of these."""
    by_number: dict[int, list[_Candidate]] = defaultdict(list)
    best: _Candidate | None = None
    for one in candidates:
        one.score, one.previous = 0.2 + one.torn, None
        if one.number > 3:
            one.score -= 0.5
        for step in (1, 2):
            for earlier in by_number[one.number - step][-40:]:
                score = earlier.score + 0.2 + one.torn - 0.3 * (step - 1)
                if gap is not None:
                    score -= 0.5 * min(2.0, abs((one.start - earlier.start) / (gap * step) - 1))
                if score > one.score:
                    one.score, one.previous = score, earlier
        by_number[one.number].append(one)
        if best is None or one.score > best.score:
            best = one
    chain: list[_Candidate] = []
    while best is not None:
        chain.append(best)
        best = best.previous
    return chain[::-1]
