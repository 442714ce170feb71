"""What printing leaves in a text: page numbers of all makes, heads and feet that stand on every page.

Each finder takes a text and gives what of it to cut out, in order, without overlap.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from taskbook.prose.draft import Trace


@dataclass(frozen=True, slots=True)
class Cut:
    """text[start:end] is no part of the plan."""

    start: int
    end: int
    trace: Trace


@dataclass(frozen=True, slots=True)
class Line:
    """text[start:end] is a line without its break; `text` is it without the blanks at its ends."""

    start: int
    end: int
    text: str


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
_NUMBER_LINE = re.compile(r"\d{1,3}")
_INSIDE = re.compile(
    r"[\s—–-]*第\s*\d{1,4}\s*页\s*[,，、/／]?\s*共\s*\d{1,4}\s*页[\s—–-]*"
    r"|[\s—–-]*共\s*\d{1,4}\s*页\s*[,，、/／]?\s*第\s*\d{1,4}\s*页[\s—–-]*"
    rf"|(?<![\dA-Za-z{_DASH}])\s*[—–－―-]{{1,2}}\s?(\d{{1,3}})\s?[—–－―-]{{1,2}}\s*(?![\dA-Za-z{_DASH}])"
)
_STOPPED = re.compile(r"[。！？；：!?;:…][”’』」）)】〕》]*$|[）)】〕]$")
_CUT_LEFT = re.compile(
    r"[，,、（(〔【《“‘·和与及的等对在将为把被]$|《[^》]{0,60}$|（[^）]{0,60}$|“[^”]{0,60}$"
)
_CUT_RIGHT = re.compile(r"[，,。、；;：）)〕】》”’]")
_LONG = 60
"""A line without a stop that is longer than this is no heading: it was cut."""


def lines_of(text: str) -> list[Line]:
    lines: list[Line] = []
    at = 0
    for line in text.split("\n"):
        lines.append(Line(at, at + len(line), line.strip()))
        at += len(line) + 1
    return lines


def whole_line(text: str, line: Line, trace: Trace) -> Cut:
    """The cut that takes a line with its break."""
    return Cut(line.start, min(line.end + 1, len(text)), trace)


def in_order(cuts: Iterable[Cut]) -> list[Cut]:
    """The cuts from left to right, without those that begin inside another."""
    found: list[Cut] = []
    for cut in sorted(cuts, key=lambda one: (one.start, -one.end)):
        if cut.start < cut.end and (not found or cut.start >= found[-1].end):
            found.append(cut)
    return found


def is_cut(before: str, after: str) -> float:
    """How surely a sentence is torn between two texts: 0 where the first one ends, 1 where a word goes on."""
    left, right = before.rstrip(), after.lstrip()
    if not left or not right:
        return 0.0
    if _CUT_RIGHT.match(right) or _CUT_LEFT.search(left[-64:]):
        return 1.0
    if _STOPPED.search(left):
        return 0.0
    last = re.split(r"[\n。！？；]", left[-200:])[-1]
    return (
        0.7
        if len(last) > _LONG
        or "\n" not in left[-200:]
        or re.search(r"[。！？]", left[-_LONG:].split("\n")[-1])
        else 0.0
    )


# ---- page numbers ----


def page_numbers(text: str) -> list[Cut]:
    """第3页, 共12页, — 3 —, lines of a number alone, and N、 in sequence through the text."""
    lines = lines_of(text)
    cuts = [whole_line(text, line, Trace.PAGE_NUMBER) for line in lines if _is_page_line(line.text)]
    cuts += [whole_line(text, line, Trace.PAGE_NUMBER) for line in _number_lines(lines)]
    cuts += _numbers_inside(text)
    cuts += _pages_with_list_marks(text)
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
    torn = sum(
        is_cut(filled[at - 1].text, filled[at + 1].text) if 0 < at < len(filled) - 1 else 0.0 for at in places
    )
    apart = (filled[places[-1]].start - filled[places[0]].start) / max(1, len(places) - 1)
    if torn >= max(1.0, 0.25 * len(places)) or (rising and len(places) > 1 and apart > 400):
        return [filled[at] for at in places]
    at = places[0]
    alone = len(places) == 1 and (at == len(filled) - 1 or torn > 0)
    return [filled[at]] if alone else []


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
    before, after = text[: match.start()][-1:], text[match.end() : match.end() + 1]
    return not re.match(r"[\w.]", before, re.ASCII) and not re.match(r"[\w.]", after, re.ASCII)


# ---- N、 ----

_LISTED = re.compile(r"(?<![\d.．第、,，/-])(\d{1,3})、(?!\d)|(?<=、)(\d{1,3})、(?!\d)")


@dataclass(slots=True)
class _Candidate:
    """A number with 、 behind it, how surely it tears a sentence, and the best sequence that ends with it."""

    start: int
    end: int
    number: int
    torn: float
    score: float = 0.0
    previous: _Candidate | None = None


def _pages_with_list_marks(text: str) -> list[Cut]:
    """1、2、3、… put before each page by sites that show documents: they run through the text and tear sentences."""
    found = [
        _Candidate(match.start(), match.end(), int(match[1] or match[2]), _torn(text, match))
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
    if len(chain) < 2 or torn < max(1.4, 0.3 * len(chain)):
        return []
    return [Cut(one.start, one.end, Trace.PAGE_NUMBER) for one in chain]


def _torn(text: str, match: re.Match[str]) -> float:
    return is_cut(text[max(0, match.start() - 200) : match.start()], text[match.end() : match.end() + 2])


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


# ---- heads and feet ----

_LABELLED = re.compile(r"^[（(〔【\[]|[:：]|^[\d一二三四五六七八九十第]+[、.．章节]|[。；;！？!?，,]$")
_NUMBERS = re.compile(r"[\d\s]+|[-—–－·|/第页共]+")
_OFTEN = 3
_LONGEST = 45


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
        is_cut(lines[at - 1].text, lines[at + 1].text) >= 0.7 for at in places if 0 < at < len(lines) - 1
    )
    paged = sum(lines[at].start in page_starts or lines[at].end + 1 in page_starts for at in places)
    if len(places) < _OFTEN and not (paged and (torn or places[0] <= 2)) and torn < 2:
        return
    if torn + paged < max(1, 0.3 * len(places)):
        return
    for at in places[1:] if places[0] <= 12 and not _title_follows(lines, places[0]) else places:
        yield whole_line(text, lines[at], Trace.RUNNING_HEAD)


def _title_follows(lines: Sequence[Line], at: int) -> bool:
    """Whether a head above the title says the same as the title below it: then it is no title itself."""
    ending = lines[at].text[-4:]
    return any(line.text.endswith(ending) and line.text != lines[at].text for line in lines[at + 1 : at + 3])
