"""By when: what a cell of 完成时限 means. Every character must be accounted for; what is left over makes it unknown."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from taskbook.language.compact import compact
from taskbook.language.dates import Context, Phrase, Unit, read_phrase
from taskbook.language.milestones import find_milestones
from taskbook.language.numerals import whole_number
from taskbook.language.recurrence import CELL_RECURRENCE
from taskbook.language.time_words import EVENT, FILLER, IN_TIME, ONGOING, SPAN_FROM_EVENT, WHAT_ELSE, WHOSE
from taskbook.model import Deadline, DeadlineKind

__all__ = ["find_milestones", "read_deadline"]

LONGEST = 500
"""Characters of a cell that are read at all: a page of prose in this column is no deadline."""

_OTHER_YEAR = re.compile(r"(?:上一?年度?|去年|前年|上上年)\d")  # whichever year that is, it is not the plan's


@lru_cache(maxsize=8192)
def read_deadline(text: str, year: int) -> Deadline:
    """What the cell says; a year left out is `year`, the plan's (0: not known, then only whole dates are read).

    Kinds: DATE with its inclusive dates (`ongoing` where the work goes on or is reported regularly besides),
    RECURRING (dates only where each year's are named), ONGOING, EVENT, and UNKNOWN for all that is not wholly
    understood, impossible dates included. Never raises.
    """
    meaning = _Meaning(year, Context(year, year))
    if whole := _serial(text.strip()):
        return Deadline(text, DeadlineKind.DATE, (whole,))
    prepared = _prepared(text.strip())
    if len(text) > LONGEST or _OTHER_YEAR.search(prepared) or not _take_in(prepared, meaning):
        return Deadline(text, DeadlineKind.UNKNOWN)
    return meaning.deadline(text)


@dataclass(slots=True)
class _Meaning:
    """What has been understood so far, left to right."""

    plan_year: int
    context: Context
    phrase_end: int = 0
    dates: set[date] = field(default_factory=set)
    spans: set[date] = field(default_factory=set)  # ends of ranges, among `dates`
    each_year: set[date] = field(default_factory=set)  # named after 每年
    recurring: bool = False
    yearly: bool = False
    times_a_year: int = 0
    ongoing: bool = False
    in_time: bool = False
    event: bool = False
    span_from_event: bool = False

    def take(self, phrase: Phrase) -> None:
        dates = phrase.dates or ()
        (self.each_year if self.yearly else self.dates).update(dates)
        if phrase.is_range:
            self.spans.update(dates)
        self.phrase_end = phrase.end

    @property
    def says_when(self) -> bool:
        return bool(self.dates or self.each_year or self.recurring or self.ongoing)

    def deadline(self, text: str) -> Deadline:
        if (
            len(self.dates) == self.times_a_year > 1
        ):  # 每半年一次（6月、12月）: the dates are the frequency's own
            self.each_year |= self.dates
            self.dates.clear()
        if self.dates and not (self.recurring and self.dates == self.spans):
            dates = self.dates | self.each_year
            return Deadline(text, DeadlineKind.DATE, tuple(sorted(dates)), self.ongoing or self.recurring)
        if self.recurring:
            return Deadline(text, DeadlineKind.RECURRING, tuple(sorted(self.each_year)), self.ongoing)
        if self.span_from_event or (self.event and not self.ongoing):
            return Deadline(text, DeadlineKind.EVENT, (), self.ongoing)
        if self.ongoing or self.in_time:
            return Deadline(text, DeadlineKind.ONGOING, (), True)
        return Deadline(text, DeadlineKind.UNKNOWN)


def _take_in(text: str, meaning: _Meaning) -> bool:
    """Reads the text piece by piece; False as soon as a piece is not understood."""
    position = 0
    while position < len(text):
        for read in _READERS:
            end = read(text, position, meaning)
            if end < 0:
                return False
            if end > position:
                position = end
                break
        else:
            return False
    return True


def _read_ongoing(text: str, start: int, meaning: _Meaning) -> int:
    if match := ONGOING.match(text, start):
        meaning.ongoing = True
    elif match := IN_TIME.match(text, start):
        meaning.in_time = True
    return match.end() if match else start


def _read_recurrence(text: str, start: int, meaning: _Meaning) -> int:
    match = CELL_RECURRENCE.match(text, start)
    if not match:
        return start
    meaning.recurring = True
    meaning.times_a_year = 2 if re.search("半年|年[两2]次", match[0]) else 4 if "季" in match[0] else 0
    if match["yearly"]:
        meaning.yearly = True
        meaning.context = Context(meaning.plan_year, meaning.plan_year)
    return match.end()


def _read_dates(text: str, start: int, meaning: _Meaning) -> int:
    phrase = read_phrase(text, start, meaning.context)
    if not phrase:
        return start
    if phrase.dates is None or _is_unclear(text, start, phrase, meaning):
        return -1
    meaning.context = phrase.context
    if end := _end_of_mention(text, start, phrase):
        return end
    meaning.take(phrase)
    return phrase.end


_AFTERWARDS = re.compile(r"之?后|以后|以来")
_YEAR_BEFORE = re.compile(r"\S+年度?(?:之前|以前|前)")
_BARE_YEAR = re.compile(r"\S*[年\d]度?")
_AFTER_A_YEAR = re.compile(
    r"$|[、,，。；;)）]|[每按逐起]|各[季月]|持续|长期|常态|全年|完成|建成|实施|推进|开展|落实|启动|竣工|投用|基本|全面|全部|工作|任务|目标|计划|总结|报告"
)


def _is_unclear(text: str, start: int, phrase: Phrase, meaning: _Meaning) -> bool:
    """6月30日之后; two dates run together (2022年底11月前); 2030年前, which may or may not count 2030; 2026年考核前."""
    if _AFTERWARDS.match(text, phrase.end) or meaning.phrase_end == start > 0:
        return True
    if _YEAR_BEFORE.fullmatch(text, start, phrase.end):
        return phrase.context.year > meaning.plan_year
    bare = phrase.slots[-1].unit is Unit.YEAR and _BARE_YEAR.fullmatch(text, start, phrase.end)
    return bool(bare and not _AFTER_A_YEAR.match(text, phrase.end))


_WHAT_A_YEAR_HEADS = re.compile(r"(?<=[年度])(?=[每按逐]|各[季月]|持续|长期|常态)")
_WHAT_IS_ABOUT_A_TIME = re.compile(
    r"的?(?:年度)?(?:工作|任务|目标)?(?:总结|进展|情况|报告|计划|数据|台账|工作|任务|目标)"
)
_BEGINNING = re.compile(r"起(?!草)|开始(?=至|到|-)")


def _end_of_mention(text: str, start: int, phrase: Phrase) -> int:
    """Where a phrase ends that names a time and sets no deadline (0: it sets one).

    2026年 before 每季度, what is about a time (报送上半年总结), a beginning (3月起, 从3月开始).
    """
    if phrase.slots[-1].unit is Unit.YEAR and _WHAT_A_YEAR_HEADS.match(text, phrase.end):
        return phrase.end
    if _WHAT_IS_ABOUT_A_TIME.match(text, phrase.end) and text[phrase.end - 1] not in "前底末内":
        return phrase.end
    if start and text[start - 1] in "自从" and text.startswith("开始", phrase.end):
        return phrase.end + 2
    if beginning := _BEGINNING.match(text, phrase.end):
        return beginning.end()
    return 0


def _read_span(text: str, start: int, meaning: _Meaning) -> int:
    match = SPAN_FROM_EVENT.match(text, start)
    meaning.span_from_event |= bool(match)
    return match.end() if match else start


def _read_event(text: str, start: int, meaning: _Meaning) -> int:
    match = EVENT.match(text, start)
    if (
        match
        and meaning.phrase_end == start > 0
        and match[0].endswith("前")
        and text[start - 1] in "月份度年"
    ):
        return -1  # 9月开学前, 6月第二个星期六前: not the month's end
    meaning.event |= bool(match)
    return match.end() if match else start


def _read_filler(text: str, start: int, meaning: _Meaning) -> int:
    match = FILLER.match(text, start)
    return match.end() if match else start


def _read_what_else(text: str, start: int, meaning: _Meaning) -> int:
    """Other words beside a time: after it in the same clause, or before it where a clause begins."""
    begins = start == 0 or text[start - 1] in _CLAUSE_ENDS
    match = WHOSE.match(text, start) if begins else None
    phrase = match and read_phrase(text, match.end(), meaning.context)
    if match and phrase and (match[0][-1] in ":：" or _BY_THEN.search(text, match.end(), phrase.end + 1)):
        return match.end()
    match = WHAT_ELSE.match(text, start)
    return match.end() if match and meaning.says_when else start


_CLAUSE_ENDS = "，,；;。、（(\n"
_BY_THEN = re.compile(r"[前底末内日旬][\s\S]?$|(?:[，,；;。、）)]|(?<=[月度年半]))$")
_READERS = (
    _read_recurrence,
    _read_span,
    _read_ongoing,
    _read_dates,
    _read_event,
    _read_filler,
    _read_what_else,
)

_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_EXCEL_EPOCH = date(1899, 12, 30)
_ZERO_MAY_BE_LOST = re.compile(r"(?:\d{1,2}|20\d\d)\.[123]")
_MONTH_DASH_DAY = re.compile(r"(\d\d)-(\d\d)(?=$|前)")
_BETWEEN_DATES = re.compile(r"(?<=[底前末日旬])\s+(?=[\d一二三四五六七八九十])|(?<=月)\s+(?=\d{1,2}\s*月)")
_CLAUSES = re.compile(r"(?<=[；;。\n])")


def _serial(text: str) -> date | None:
    """The date of a spreadsheet's serial number, 36526 being the first day of 2000 (only years 2000 to 2099)."""
    match = _SERIAL.fullmatch(text)
    day = _EXCEL_EPOCH + timedelta(days=int(match[1])) if match else None
    return day if day and 2000 <= day.year < 2100 else None


def _prepared(text: str) -> str:
    """The compact text, without numbering, short forms written out; '?' where a number may have lost a zero.

    A cell typed as the number 6.30 arrives as 6.3, and 2026.10 as 2026.1: what was meant cannot be known.
    """
    if _ZERO_MAY_BE_LOST.fullmatch(text):
        return "?"
    plain = compact(_BETWEEN_DATES.sub("、", _without_numbering(text))).text
    plain = _MONTH_DASH_DAY.sub(r"\1.\2", plain) if _MONTH_DASH_DAY.match(plain) else plain
    plain = _LABEL.sub(_without_label, plain)
    return plain.replace("上、下半年", "上半年、下半年").replace("上下半年", "上半年、下半年")


_LABEL = re.compile(
    r"(?:(?P<half>[上下])半年|第?(?P<quarter>[一二三四1-4])季度)[:：]?于?(?=(?P<month>\d{1,2})月)"
)


def _without_label(match: re.Match[str]) -> str:
    """上半年：6月25日前 means the 25th: the half-year goes if the month is in it."""
    if match["half"]:
        first, last = (1, 6) if match["half"] == "上" else (7, 12)
    else:
        last = 3 * (whole_number(match["quarter"]) or 0)
        first = last - 2
    return "" if first <= int(match["month"]) <= last else match[0]


def _without_numbering(text: str) -> str:
    """`1.6月底前；2.12月底前` without its 1. and 2., which would read as 6 January and 12 February."""
    clauses = [clause for clause in _CLAUSES.split(text) if clause.strip()]
    if len(clauses) < 2:
        return text
    bare = []
    for number, clause in enumerate(clauses, 1):
        mark = re.match(
            rf"\s*[(（]?(?:{number}|{_CHINESE_NUMBERS[number : number + 1] or '?'})[.．、)）]\s*", clause
        )
        if not mark:
            return text
        bare.append(clause[mark.end() :])
    return "".join(bare)


_CHINESE_NUMBERS = "〇一二三四五六七八九十"
