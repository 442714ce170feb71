"""A body's text without what printing, conversion and web sites left in it, with account kept of every character."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from taskbook.language.traditional import simplified
from taskbook.prose.draft import Body, Clean, Removed, Trace
from taskbook.prose.text.blanks import BLANKS, blanks
from taskbook.prose.text.digits import mended_digits
from taskbook.prose.text.joining import hard_breaks
from taskbook.prose.text.lines import Given
from taskbook.prose.text.pages import page_numbers
from taskbook.prose.text.running_heads import running_heads
from taskbook.prose.text.sites import site_texts
from taskbook.prose.text.traces import Cut, in_order, lines_of

_ROUNDS = 6
_TOP = re.compile(r"第\d+页第1行")
_PAGES = (Trace.PAGE_NUMBER, Trace.RUNNING_HEAD)
_FORMS = re.compile(r"[\u2e80-\u2fdf\uf900-\ufaff]")
_BREAKS = str.maketrans(dict.fromkeys("\r\u2028\u2029\u0085\v\f", "\n"))
_RADICALS = str.maketrans(
    "⺁⺋⺎⺏⺐⺒⺓⺔⺗⺘⺙⺛⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺨⺩⺪⺬⺭⺮⺯⺰⺱⺲⺶⺷⺸⺹⺻⺼⺽⺾⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻐⻑⻒⻓⻔⻕⻖⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻭⻮⻰⻲⻳",
    "厂㔾兀尣尢巳幺彑忄扌攵旡月歺母民氵氺灬爫爫丬犭王疋示礻竹糹纟罓罒羊羊羊耂聿月臼艹艹虎衤覀西见角角讠贝足车辶辶辶钅长长长门阜阝青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾齐歯齿龙亀龟",
)


def cleaned(body: Body) -> Clean:
    """The body's text as it is read; what is left out is told by why. Cleaning what is clean leaves out nothing."""
    text = _plain(body.text)
    view = _View(text, list(range(len(text))), [None] * len(text), body)
    for _ in range(_ROUNDS):
        size = len(view.text)
        for finder in (_sites, _numbers, _heads, _margins, _breaks, _blanks):
            view = view.without(finder(view))
        if len(view.text) == size:
            break
    return Clean(mended_digits(simplified(view.text)), tuple(view.offsets), _stretches(view.fates), body)


def _plain(text: str) -> str:
    """Characters as they are searched: simplified, no radicals for words, one kind of break; length kept."""
    text = text.translate(_BREAKS).translate(_RADICALS)
    return simplified(_FORMS.sub(lambda match: _one(match[0]), text))


def _one(character: str) -> str:
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 else character


@dataclass(frozen=True, slots=True)
class _View:
    """What is left of the body's text, where each of its characters stands there, and what became of the others."""

    text: str
    offsets: list[int]
    fates: list[Trace | None]
    body: Body

    def page_starts(self) -> frozenset[int]:
        """Where lines begin before which a page's number or head was cut out."""
        return frozenset(
            line.start
            for line in lines_of(self.text)
            if line.start < len(self.offsets)
            and self.offsets[line.start]
            and self.fates[self.offsets[line.start] - 1] in _PAGES
        )

    def page_tops(self) -> frozenset[int]:
        """Where lines begin that a PDF has at the top of a page."""
        at_top = {
            start
            for start, one in zip(self.body.starts, self.body.paragraphs, strict=True)
            if _TOP.fullmatch(one.place)
        }
        if not at_top:
            return frozenset()
        return frozenset(
            line.start
            for line in lines_of(self.text)
            if line.start < len(self.offsets) and self.offsets[line.start] in at_top
        )

    def without(self, cuts: Sequence[Cut]) -> _View:
        """What is left after the cuts, which are in order; the fates are noted."""
        if not cuts:
            return self
        texts: list[str] = []
        offsets: list[int] = []
        at = 0
        for cut in cuts:
            texts.append(self.text[at : cut.start])
            offsets += self.offsets[at : cut.start]
            for place in self.offsets[cut.start : cut.end]:
                self.fates[place] = cut.trace
            at = max(at, cut.end)
        return _View("".join([*texts, self.text[at:]]), offsets + self.offsets[at:], self.fates, self.body)


def _sites(view: _View) -> list[Cut]:
    return site_texts(view.text)


def _numbers(view: _View) -> list[Cut]:
    return page_numbers(view.text)


def _blanks(view: _View) -> list[Cut]:
    return blanks(view.text)


def _heads(view: _View) -> list[Cut]:
    return running_heads(view.text, view.page_starts() | view.page_tops())


def _margins(view: _View) -> list[Cut]:
    """Blanks at both ends of lines, and the breaks of empty lines."""
    cuts: list[Cut] = []
    for match in re.finditer(rf"(?:(?<=\n)|^)[{BLANKS}]+|[{BLANKS}]+(?=\n|$)", view.text):
        cuts.append(Cut(match.start(), match.end(), Trace.BLANK))
    for match in re.finditer(rf"^[\n{BLANKS}]*\n|(?<=\n)[\n{BLANKS}]*\n|\n[\n{BLANKS}]*\Z", view.text):
        cuts += [
            Cut(at, at + 1, Trace.LINE_BREAK)
            for at in range(match.start(), match.end())
            if view.text[at] == "\n"
        ]
    return in_order(cuts)


def _breaks(view: _View) -> list[Cut]:
    """Breaks inside sentences."""
    lines = [line for line in lines_of(view.text) if line.text]
    pages = view.page_starts()
    given = [_given(view.offsets[line.start], view.body, line.start in pages) for line in lines]
    return [Cut(at, at + 1, Trace.LINE_BREAK) for at in hard_breaks(lines, given)]


def _given(offset: int, body: Body, page: bool) -> Given:
    at = bisect_right(body.starts, offset) - 1
    if at < 0:
        return Given(page=page)
    paragraph = body.paragraphs[at]
    first = not body.text[body.starts[at] : offset].strip()
    return Given(paragraph.level, paragraph.begins if first else None, page)


def _stretches(fates: Iterable[Trace | None]) -> tuple[Removed, ...]:
    found: list[Removed] = []
    for at, fate in enumerate(fates):
        if fate is None:
            continue
        if found and found[-1].end == at and found[-1].trace is fate:
            found[-1] = Removed(found[-1].start, at + 1, fate)
        else:
            found.append(Removed(at, at + 1, fate))
    return tuple(found)
