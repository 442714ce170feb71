"""Line breaks that only end a line, told from those that end a paragraph."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from taskbook.prose.marks import Make, Mark, mark_at
from taskbook.prose.traces import Line

_STOP = re.compile(r"[。！？；!?;…][”’』」）)】〕》\s]*$|[:：]$")
_TAIL_BRACKET = re.compile(r"[（(〔【\[][^（()）]{0,200}[）)〕】\]]$")
_GOES_ON_LEFT = re.compile(
    r"[，,、（(〔【《“‘·—/]$|(?:[以由对将为把被和与及在从向按][^\W\d]?|的|并|或者|以及)$"
)
_OPENED = re.compile(r"[（(〔【《“]")
_CLOSED = {"（": "）)", "(": "）)", "〔": "〕", "【": "】", "《": "》", "“": "”"}
_GOES_ON_RIGHT = re.compile(r"[，,。、；;：:）)〕】》”’！？!?%％]")
_LABEL = re.compile(
    r"[（(〔【\[]?\s*(?:(?:总?牵头|主要?责任?|第一责任|责任|配合|协办|主办|承办|协同|参与|参加|落实|实施|分管|包抓|联系)(?:责任)?(?:单位|部门|科室|处室|股室|领导|主体|人)?(?:和|及|、)?"
    r"|(?:完成|办结|推进|落实|整改|公开)?(?:时限|期限)(?:要求)?|(?:完成|推进|起止|实施)?时间(?:节点|要求|安排)?|进度(?:安排|要求)|量化指标|工作目标|预期成果|备注)"
    r"[\u4e00-\u9fff]{0,8}\s*[：:】\]]"
)
_LABEL_ENDS = re.compile(
    r"(?:^|[。；;，,\s（(〔【])(?:总?牵头|主要?责任?|第一责任|责任|配合|协办|主办|承办|协同|参与|参加|落实|实施|分管|完成|办结|推进|整改)(?:责任)?"
    r"(?:单位|部门|科室|处室|领导|时限|时间|期限|人)\s*[：:]$"
)
_FORMAL = re.compile(
    r"附\s*件?\s*[\d一二三四五]*\s*[:：.、]|附\s*件\s*[\d一二三四五]*$|抄\s*送\s*[:：]|主\s*送\s*[:：]|主题词|[（(]此件|[（(]联系人|联系人\s*[:：]|签发人\s*[:：]"
    r"|各[\u4e00-\u9fff（）()、，,\s]{2,80}[:：]$|\S{1,16}[〔\[（(【]\s*(?:19|20)\d{2}\s*[〕\])）】]\s*第?\s*\d+\s*号$"
    r"|(?:19|20)\d{2}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日(?:\s*印发)?$|[二〇○零一三四五六七八九OＯ]{4}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日$"
)
_TITLE_ENDS = re.compile(
    r"(?:通知|方案|要点|意见|计划|分工|措施|办法|任务|清单)[》〉]*(?:[（(].{1,16}[）)])?$"
)
_RUN_IN = re.compile(r".{2,45}?[。：:].")
_INSIDE = re.compile(r"[。！？；]")
_KNOWN = 240
"""Characters of a paragraph that are kept in mind to judge its end."""
_SHORT_HEADING = 45
"""Characters a heading on a line of its own has at most."""


@dataclass(frozen=True, slots=True)
class Given:
    """What the source says about a line: a heading's depth, whether a paragraph begins there, whether a page did."""

    level: int | None = None
    begins: bool | None = None
    page: bool = False


@dataclass(frozen=True, slots=True)
class _Read:
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
class _Habits:
    """How a document is set: the length of a full line (0 where lines are paragraphs), whether indents tell anything,
    and the kinds of marks that head lines of their own."""

    full: int
    telling: bool
    alone: frozenset[Make]
    run_in: frozenset[Make]


def is_label(line: str) -> bool:
    """Whether a line begins with a label and its value: 责任单位：…, （完成时限：…）."""
    return bool(_LABEL.match(line))


def hard_breaks(lines: Sequence[Line], given: Sequence[Given]) -> list[int]:
    """The offsets of the line breaks behind which the sentence goes on."""
    read = [_read(line.text, one) for line, one in zip(lines, given, strict=True)]
    habits = _habits(read)
    joined: list[int] = []
    counted: dict[Make, int] = {}
    for at in range(1, len(read)):
        before, after = read[at - 1], read[at + 1] if at + 1 < len(read) else None
        if before.mark:
            counted[before.mark.make] = before.mark.number
        mark = read[at].mark
        turn = counted.get(mark.make, 0) + 1 if mark else 0
        if _goes_on(before, read[at], after, habits, turn):
            joined.append(lines[at - 1].end)
            read[at] = _joined(before, read[at])
    return joined


def _read(text: str, given: Given) -> _Read:
    return _Read(
        text, mark_at(text), given, _is_stopped(text), len(text), len(text), bool(_INSIDE.search(text[:-1]))
    )


def _joined(first: _Read, last: _Read) -> _Read:
    text = (first.text + last.text)[-_KNOWN:]
    inside = first.sentence_inside or last.sentence_inside or bool(_INSIDE.search(first.text[-1:]))
    size = first.size + last.size
    return _Read(text, first.mark, first.given, _is_stopped(text), last.length, size, inside)


def _is_stopped(text: str) -> bool:
    if _LABEL_ENDS.search(text):
        return False
    if _STOP.search(text):
        return True
    bracket = _TAIL_BRACKET.search(text)
    if bracket and (_LABEL.match(bracket[0]) or re.search(r"负责|牵头|配合|落实|公开发布", bracket[0])):
        return True
    last = max(text.rfind(sign) for sign in "。； ") + 1
    return bool(last and _LABEL.match(text, last) and text[-1] not in "、，,")


# ---- how the document is set ----


def _habits(read: Sequence[_Read]) -> _Habits:
    shown = [one.given.begins for one in read]
    told = sum(begins is True for begins in shown)
    telling = 0 < told < 0.9 * len(read)
    alone: Counter[Make] = Counter()
    run_in: Counter[Make] = Counter()
    full = _full_line(read)
    for one, after in itertools.zip_longest(read, read[1:]):
        if one.mark and not one.sentence_inside and one.size <= _SHORT_HEADING:
            if _INSIDE.search(one.text[-1:]):
                continue
            fits = not full or one.length < full - 2 or after is None or after.mark is not None
            alone[one.mark.make] += fits
        elif one.mark and _RUN_IN.match(one.text, one.mark.end):
            run_in[one.mark.make] += 1
    return _Habits(
        full,
        telling,
        frozenset(make for make in alone if alone[make] > run_in[make]),
        frozenset(make for make in run_in if run_in[make] > alone[make]),
    )


def _full_line(read: Sequence[_Read]) -> int:
    """The length of a full line where lines were broken at one length; 0 where every line is a paragraph of its own."""
    open_ended = [
        (one, after)
        for one, after in itertools.pairwise(read)
        if not one.stopped
        and not after.mark
        and not _FORMAL.match(after.text)
        and not _LABEL.match(after.text)
    ]
    if len(open_ended) < 3:
        return 0
    lengths = sorted(one.length for one, _ in open_ended)
    full = lengths[int(0.85 * (len(lengths) - 1))]
    if not 12 <= full <= 70:
        return 0
    even = sum(abs(length - full) <= max(2, full // 10) for length in lengths)
    torn = sum(
        bool(
            one.sentence_inside
            or _GOES_ON_LEFT.search(one.text)
            or _GOES_ON_RIGHT.match(after.text)
            or after.sentence_inside
        )
        for one, after in open_ended
    )
    over = sum(one.length > full + 3 for one in read)
    wrapped = torn >= 0.25 * len(lengths) or (full >= 16 and over <= 0.03 * len(read))
    return full if even >= 0.6 * len(lengths) and wrapped else 0


# ---- one break ----


def _goes_on(left: _Read, right: _Read, after: _Read | None, habits: _Habits, turn: int) -> bool:
    """Whether the sentence at a line's end goes on in the next line."""
    if left.given.level is not None or right.given.level is not None:
        return False
    if _is_torn(left, right):
        return True
    if right.given.begins is False and not left.stopped:
        return True
    if _begins_anew(left, right, habits, turn):
        return False
    if right.given.begins is False:
        return True
    if habits.telling and right.given.begins is True:
        return bool(left.sentence_inside and not left.stopped and right.given.page)
    if left.stopped:
        return (
            bool(habits.full)
            and not right.given.begins
            and _is_full(left, habits)
            and not _is_whole(left, right)
        )
    if _LABEL_ENDS.search(left.text):
        return True
    if habits.full and _is_full(left, habits):
        return not _is_full_heading(left, right, after, habits)
    return _is_cut_paragraph(left, right, habits)


def _is_torn(left: _Read, right: _Read) -> bool:
    """Whether punctuation shows that a sentence goes on, whatever begins the next line."""
    if re.search(r"[（(〔]\s*[一二三四五六七八九十\d]{0,3}$", left.text) and not right.mark:
        return True
    if left.mark and left.is_mark:
        return right.mark is None or right.mark.make > left.mark.make
    opened = _left_open(left.text)
    if opened and re.match(rf"[^{opened}\n]{{0,120}}[{_CLOSED[opened]}]", right.text):
        return not (right.mark and right.mark.make in (Make.HAN, Make.CHAPTER, Make.PART))
    if _GOES_ON_RIGHT.match(right.text) or left.text.endswith("第"):
        return True
    if re.search(r"[，,、（(〔《“]$", left.text):
        return right.mark is None or (
            right.mark.make >= Make.DIGITS and not _LABEL.match(right.text, right.mark.end)
        )
    return False


def _left_open(text: str) -> str:
    """The last bracket or quotation mark that is opened near the end and not closed; '' for none."""
    tail = re.split(r"[。！？]", text[-160:])[-1]
    for at in range(len(tail) - 1, -1, -1):
        if _OPENED.match(tail[at]):
            closers = _CLOSED[tail[at]]
            return "" if any(closer in tail[at:] for closer in closers) else tail[at]
        if tail[at] in "）)〕】》”":
            return ""
    return ""


def _begins_anew(left: _Read, right: _Read, habits: _Habits, turn: int) -> bool:
    """Whether the next line begins something of its own, by what it begins with; `turn`: the number whose turn it is."""
    if _FORMAL.match(right.text):
        return True
    if right.mark:
        return not (
            right.mark.damaged and not left.stopped and _is_full(left, habits) and right.mark.number > 1
        )
    if _LABEL.match(right.text):
        bracketed = right.text[0] in "（(〔【["
        return not (bracketed and habits.full and _is_full(left, habits))
    return bool(left.size < 60 and _FORMAL.match(left.text))


def _is_full(line: _Read, habits: _Habits) -> bool:
    slack = max(2, habits.full // 10) + (2 if line.given.begins else 0)
    return bool(habits.full) and line.length >= habits.full - slack


def _is_whole(left: _Read, right: _Read) -> bool:
    """Whether a full line that ends in a stop ends its paragraph all the same."""
    return left.text.endswith(("：", ":")) or bool(_TAIL_BRACKET.search(left.text))


def _is_full_heading(left: _Read, right: _Read, after: _Read | None, habits: _Habits) -> bool:
    """Whether a full line without a stop is a heading that just fits, with its text below it."""
    if not left.mark or left.sentence_inside or left.mark.make not in habits.alone:
        return False
    if left.size > habits.full + 3:
        return left.size - right.length < habits.full + 3 and _is_full(right, habits)
    if not _is_full(right, habits):
        return bool(right.stopped and re.search(r"[。；]", right.text)) and len(right.text) > 10
    return True


def _is_cut_paragraph(left: _Read, right: _Read, habits: _Habits) -> bool:
    """Whether a line that is no full line and ends without a stop was cut by a page or a picture."""
    tail = re.split(r"[。！？；]", left.text)[-1]
    stray = mark_at(tail)
    if left.sentence_inside and stray is not None and stray.make <= Make.BRACKETED_HAN:
        return stray.end == len(tail.rstrip()) or (stray.make in habits.run_in and _ends_soon(right))
    if left.sentence_inside:
        return True
    if left.mark:
        if left.size > _SHORT_HEADING:
            return True
        if left.mark.make in habits.run_in and left.mark.make not in habits.alone:
            return _ends_soon(right) or left.given.page
        return left.given.page and right.given.page and left.mark.make not in habits.alone
    if _TITLE_ENDS.search(left.text) or (re.search(r"[\d。]$", left.text) and left.size < 24):
        return False
    if right.given.page and left.size > 24:
        return True
    return left.size > _SHORT_HEADING or (len(right.text) <= 6 and right.text.endswith("。"))


def _ends_soon(line: _Read) -> bool:
    """Whether a line begins with the rest of a heading: a stop within few characters and more behind it."""
    return bool(re.match(r"[^，。；]{1,24}[。：:].", line.text))
