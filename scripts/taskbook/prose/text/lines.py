"""Lines of a text as they are judged where one ends: what they begin with, how they end, how the document is set."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from taskbook.prose.text.marks import Make, Mark, mark_at

_STOP = re.compile(r"[。！？；!?;…][”’』」）)】〕》\s]*$|[:：]$")
TAIL_BRACKET = re.compile(r"[（(〔【\[][^（()）]{0,200}[）)〕】\]]$")
_GOES_ON_LEFT = re.compile(
    r"[，,、（(〔【《“‘·—/]$|(?:[以由对将为把被和与及在从向按][^\W\d]?|的|并|或者|以及)$"
)
GOES_ON_RIGHT = re.compile(r"[，,。、；;：:）)〕】》”’！？!?%％]")
LABEL = re.compile(
    r"[（(〔【\[]?\s*(?:(?:总?牵头|主要?责任?|第一责任|责任|配合|协办|主办|承办|协同|参与|参加|落实|实施|分管|包抓|联系)(?:责任)?(?:单位|部门|科室|处室|股室|领导|主体|人)?(?:和|及|、)?"
    r"|(?:完成|办结|推进|落实|整改|公开)?(?:时限|期限)(?:要求)?|(?:完成|推进|起止|实施)?时间(?:节点|要求|安排)?|进度(?:安排|要求)|量化指标|工作目标|预期成果|备注)"
    r"[\u4e00-\u9fff]{0,8}\s*[：:】\]]"
)
ENDS_IN_LABEL = re.compile(
    r"(?:^|[。；;，,\s（(〔【])(?:总?牵头|主要?责任?|第一责任|责任|配合|协办|主办|承办|协同|参与|参加|落实|实施|分管|完成|办结|推进|整改)(?:责任)?"
    r"(?:单位|部门|科室|处室|领导|时限|时间|期限|人)\s*[：:]$"
)
FORMAL = re.compile(
    r"附\s*件?\s*[\d一二三四五]*\s*[:：.、]|附\s*件\s*[\d一二三四五]*$|抄\s*送\s*[:：]|主\s*送\s*[:：]|主题词|[（(]此件|[（(]联系人|联系人\s*[:：]|签发人\s*[:：]"
    r"|各[\u4e00-\u9fff（）()、，,\s]{2,80}[:：]$|\S{1,16}[〔\[（(【]\s*(?:19|20)\d{2}\s*[〕\])）】]\s*第?\s*\d+\s*号$"
    r"|(?:19|20)\d{2}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日(?:\s*印发)?$|[二〇○零一三四五六七八九OＯ]{4}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日$"
)

_RUN_IN = re.compile(r".{2,45}?[。：:].")
_INSIDE = re.compile(r"[。！？；]")
_KNOWN = 240
"""Characters of a paragraph that are kept in mind to judge its end."""
LONGEST_HEADING = 45
"""Characters a heading on a line of its own has at most."""
PLAIN_WORDS = re.compile(r"[\u3400-\u9fffA-Za-z0-9“”《》（）()、·]{2,}")


@dataclass(frozen=True, slots=True)
class Given:
    """What the source says about a line: a heading's depth, whether a paragraph begins there, whether a page did."""

    level: int | None = None
    begins: bool | None = None
    page: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """A paragraph as far as it is known: its last words, its mark, what it is of; `length` is that of its last line,
    `size` that of the whole."""

    text: str
    mark: Mark | None
    given: Given
    stopped: bool
    length: int
    size: int
    sentence_inside: bool

    @property
    def is_mark(self) -> bool:
        """Whether it is a mark and nothing else."""
        return self.mark is not None and self.mark.end == self.size


@dataclass(frozen=True, slots=True)
class Habits:
    """How a document is set: the length of a full line (0 where lines are paragraphs), whether indents tell anything,
    and the kinds of marks that head lines of their own."""

    full: int
    telling: bool
    alone: frozenset[Make]
    run_in: frozenset[Make]


def is_label(line: str) -> bool:
    """Whether a line begins with a label and its value: 责任单位：…, （完成时限：…）."""
    return bool(LABEL.match(line))


def read_line(text: str, given: Given) -> Read:
    return Read(
        text, mark_at(text), given, _is_stopped(text), len(text), len(text), bool(_INSIDE.search(text[:-1]))
    )


def joined_lines(first: Read, last: Read) -> Read:
    text = (first.text + last.text)[-_KNOWN:]
    inside = first.sentence_inside or last.sentence_inside or bool(_INSIDE.search(first.text[-1:]))
    size = first.size + last.size
    return Read(text, first.mark, first.given, _is_stopped(text), last.length, size, inside)


_WHEN_SAID = re.compile(
    r"(?:时限|期限|时间)(?:要求|节点)?\s*[:：][^:：。；，,、]{0,24}(?:前|[底末日]|持续推进|长期坚持|全年|持续|长期)$"
)
"""A time behind its label needs nothing more: 完成时限：9月底前."""


def _is_stopped(text: str) -> bool:
    if ENDS_IN_LABEL.search(text):
        return False
    if _STOP.search(text):
        return True
    if _WHEN_SAID.search(text):
        return True
    bracket = TAIL_BRACKET.search(text)
    if bracket and (LABEL.match(bracket[0]) or re.search(r"负责|牵头|配合|落实|公开发布", bracket[0])):
        return True
    last = max(text.rfind(sign) for sign in "。； ") + 1
    return bool(last and LABEL.match(text, last) and text[-1] not in "、，,")


# ---- how the document is set ----


def habits_of(read: Sequence[Read]) -> Habits:
    shown = [one.given.begins for one in read]
    told = sum(begins is True for begins in shown)
    telling = 0 < told < 0.9 * len(read)
    alone: Counter[Make] = Counter()
    run_in: Counter[Make] = Counter()
    full = _full_line(read)
    for one, after in itertools.zip_longest(read, read[1:]):
        if one.mark and not one.sentence_inside and one.size <= LONGEST_HEADING:
            if _INSIDE.search(one.text[-1:]):
                continue
            fits = not full or one.length < full - 2 or after is None or after.mark is not None
            alone[one.mark.make] += fits
        elif one.mark and _RUN_IN.match(one.text, one.mark.end):
            run_in[one.mark.make] += 1
    return Habits(
        full,
        telling,
        frozenset(make for make in alone if alone[make] > run_in[make]),
        frozenset(make for make in run_in if run_in[make] > alone[make]),
    )


def _full_line(read: Sequence[Read]) -> int:
    """The length of a full line where lines were broken at one length; 0 where every line is a paragraph of its own."""
    open_ended = [
        (one, after)
        for one, after in itertools.pairwise(read)
        if not one.stopped and not after.mark and not FORMAL.match(after.text) and not LABEL.match(after.text)
    ]
    if len(open_ended) < 3:
        return 0
    lengths = sorted(one.length for one, _ in open_ended)
    full = lengths[int(0.85 * (len(lengths) - 1))]
    if not 12 <= full <= 70:
        return 0
    open_ended = [pair for pair in open_ended if not _is_lone_words(pair[0], full)]
    lengths = [one.length for one, _ in open_ended]
    if len(lengths) < 3:
        return 0
    even = sum(abs(length - full) <= max(2, full // 10) for length in lengths)
    torn = sum(
        bool(
            one.sentence_inside
            or _GOES_ON_LEFT.search(one.text)
            or GOES_ON_RIGHT.match(after.text)
            or after.sentence_inside
        )
        for one, after in open_ended
    )
    over = sum(one.length > full + 3 for one in read)
    wrapped = torn >= 0.25 * len(lengths) or (full >= 16 and over <= 0.03 * len(read))
    return full if even >= 0.6 * len(lengths) and wrapped else 0


def _is_lone_words(line: Read, full: int) -> bool:
    """Whether a line is a heading's without a mark: much shorter than a full one, no sentence in it."""
    return 2 * line.length <= full and bool(PLAIN_WORDS.fullmatch(line.text))
