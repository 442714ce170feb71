"""Points in time as Chinese tables write them: one date, a list that carries its year and month on, a range.

Every date is inclusive and the last day of what is named: 11月 and 11月底前 are both 30 November, a range is its end.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from enum import Enum, auto
from typing import NamedTuple

from taskbook.language.numerals import whole_number

_N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_MONTH = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3}|元)"
_LIST = r"(?:[、,，/]|以及|和|及|与)"
YEAR = r"(?:(?:19|20)\d\d(?=[年\D]|$)|二[〇零○0OoО][〇零○0OoО一二三四五六七八九]{2}(?=年)|\d\d(?=年(?:\d|年?[底末终]|[上下]半年)))"
_NAMED_YEARS = {"今": 0, "本": 0, "当": 0, "同": 0, "明": 1, "次": 1, "来": 1, "翌": 1, "后": 2}

_WITH_YEAR = (
    rf"(?:(?P<year>{YEAR})(?:年度?)?|(?P<named>[今本当同明次来翌后])年度?(?!底线)|(?P<next>下一年度?|下年度))"
)
_PART = r"(?:的)?(?P<part>月?[底末](?!线)|(?:期间|之内|以内|内)|上?中旬|中?下旬|[上中]上旬|上旬|初(?![步中级次期始])|中(?=前|之前|以前|完成|$|[、,，；;。)）]))"
_DAY = rf"(?:的)?(?P<day>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})(?:日|号|(?=前|之前|以前|$|{_LIST}|至|到|-))"
_SPOKEN = re.compile(
    rf"""(?P<years>{_WITH_YEAR})?(?:
        (?P<month>{_MONTH})月份?(?:{_PART}|{_DAY})?
      | 第?(?P<quarter>[一二三四1-4])个?季(?:度|(?=[末底内前]))(?:[末底内]|结束)?
      | [Qq](?P<q>[1-4])(?:季度?)?[末底]?
      | 前(?P<quarters>[两二三])个?季度[末底内]?
      | (?P<half>[上下前后])半年度?[末底内]?
      | 年?度?(?P<end>(?:(?<=年)|(?<=年度))[底末终内](?!线))
      | 年?度?(?<=年)(?P<middle>中)(?=前|之前|$|完成|[、,，；;。])
    )""",
    re.VERBOSE,
)
_FULL = re.compile(
    r"(?<![\d.])(?P<year>(?:19|20)\d\d|2\d(?=[-./]\d{1,2}[-./]\d))(?:(?P<sign>[-./年])(?P<month>\d{1,2})(?:(?P=sign)|[月.])(?P<day>\d{1,2})(?!\d)日?"
    r"|(?P<month2>0[1-9]|1[0-2])(?P<day2>[0-3]\d)(?!\d))"
)
_YEAR_MONTH = re.compile(
    rf"(?<!\d)(?P<year>(?:19|20)\d\d)(?:[-./](?P<month>\d{{1,2}})(?!\d)|(?P<month2>0[1-9]|1[0-2])(?!\d))(?:月份?)?(?:{_PART})?"
)
_YEAR_ALONE = re.compile(rf"{_WITH_YEAR}(?!\d)")
_MONTH_DAY = re.compile(r"(?<![\d.])(?P<month>0?[1-9]|1[0-2])[./](?P<day>[0-3]?\d)(?![\d./%月年个])日?")
_DAY_ALONE = re.compile(r"(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})(?:日|号)(?!内|以内|之内)")
_BARE = re.compile(rf"(?P<years>{_WITH_YEAR})?第?(?P<number>(?:19|20)\d\d|{_N})(?={_LIST}|至|到|-)")
_BARE_END = re.compile(r"(?<=[-至到])(?P<number>\d{1,2})(?=前|$)")

_JOIN = re.compile(rf"(?P<before>之前|以前|前)?(?:(?P<range>-+|至|到)|{_LIST}| )(?:(?:再|并)?于)?")
_BEFORE = re.compile(r"之前|以前|前(?!后)")


class Unit(Enum):
    """What a slot names."""

    DAY = auto()
    MONTH = auto()
    QUARTER = auto()
    HALF = auto()
    YEAR = auto()
    DAY_ONLY = auto()  # 20日, its month carried
    NUMBER = auto()  # 3 in 3、6月


class Slot(NamedTuple):
    """One named point. `year`: None where it is carried, below 10 counted from the year spoken of."""

    unit: Unit
    number: int = 0  # the month, quarter or half
    day: int | None = None  # of the month; None: its last
    year: int | None = None
    open: bool = False  # a bare month, which takes the day of the next one: 3月、6月25日


class Context(NamedTuple):
    """What the next date may leave out. `base` is the last year that was written in full."""

    base: int
    year: int
    month: int | None = None


class Phrase(NamedTuple):
    """A stretch of text that names dates. `dates` is None where it names an impossible one (2月30日)."""

    end: int
    dates: tuple[date, ...] | None
    context: Context
    slots: tuple[Slot, ...]
    is_range: bool


def read_phrase(text: str, start: int, context: Context) -> Phrase | None:
    """The longest list or range of dates that begins at `start` of a compact text, or None."""
    first = _slot(text, start)
    if not first or (first[0].unit is Unit.NUMBER and not _slot_after(text, first[1])):
        return None
    slots, joins, end = [first[0]], [], first[1]
    while (join := _JOIN.match(text, end)) and (following := _slot(text, join.end())):
        slots.append(following[0])
        joins.append(join)
        end = following[1]
    if slots[-1].unit is Unit.NUMBER and not _borrowed(slots, joins):
        return None
    before = _BEFORE.match(text, end)
    dates, context = _resolve(_shared(slots, joins), [bool(join["range"]) for join in joins], context)
    is_range = bool(joins) and bool(joins[-1]["range"])
    return Phrase(before.end() if before else end, dates, context, tuple(slots), is_range)


def day_of(year: int, month: int, day: int | None = None) -> date | None:
    """The date, the month's last day without `day`; None where the calendar has no such day."""
    try:
        return date(year, month, calendar.monthrange(year, month)[1] if day is None else day)
    except (ValueError, OverflowError):  # also calendar.IllegalMonthError
        return None


def _slot_after(text: str, end: int) -> bool:
    join = _JOIN.match(text, end)
    return bool(join and _slot(text, join.end()))


def _slot(text: str, start: int) -> tuple[Slot, int] | None:
    """The single point that begins at `start`, and where it ends."""
    for pattern, build in _FORMS:
        match = pattern.match(text, start)
        slot = match and build(match)
        if match and slot:
            return slot, match.end()
    return None


def _full(match: re.Match[str]) -> Slot:
    month, day = int(match["month"] or match["month2"]), int(match["day"] or match["day2"])
    return Slot(Unit.DAY, month, day, _whole_year(int(match["year"])))


def _year_month(match: re.Match[str]) -> Slot:
    day = _day_of_part(match["part"])
    month = int(match["month"] or match["month2"])
    return Slot(Unit.MONTH, month, day, int(match["year"]), open=match["part"] is None)


def _spoken(match: re.Match[str]) -> Slot | None:
    year = _year(match) if match["years"] else None
    if match["month"]:
        number = 1 if match["month"] == "元" else whole_number(match["month"])
        day = _day_of_part(match["part"]) if not match["day"] else whole_number(match["day"])
        if number is None or (match["day"] and day is None) or _may_be_a_span(match, number):
            return None
        unit = Unit.DAY if match["day"] else Unit.MONTH
        return Slot(unit, number, day, year, open=not match["day"] and match["part"] is None)
    if quarter := match["quarter"] or match["q"] or match["quarters"]:
        return Slot(Unit.QUARTER, whole_number(quarter) or 0, year=year)
    if match["half"]:
        return Slot(Unit.HALF, 1 if match["half"] in "上前" else 2, year=year)
    return Slot(Unit.HALF, 1, year=year) if match["middle"] else Slot(Unit.YEAR, year=year)


def _may_be_a_span(match: re.Match[str], number: int) -> bool:
    """3月内 may be within March or within three months; 2026年3月内 and 11月内 can only be the former."""
    return bool(match["part"] and match["part"].endswith("内") and number <= 6 and not match["years"])


def _bare(match: re.Match[str]) -> Slot:
    return Slot(
        Unit.NUMBER, whole_number(match["number"]) or 0, year=_year(match) if match["years"] else None
    )


def _year(match: re.Match[str]) -> int:
    if match["year"]:
        return _whole_year(whole_number(match["year"]) or 0)
    return 1 if match["next"] else _NAMED_YEARS[match["named"]]


def _whole_year(year: int) -> int:
    """23年底前 is 2023; 99年底 is no year to come."""
    return year + (2000 if year < 50 else 1900) if year < 100 else year


def _day_of_part(part: str | None) -> int | None:
    if part is None or part[-1] in "底末内间" or "下" in part:
        return None
    if part == "中":
        return 15
    return 20 if "中" in part else 10


_FORMS = (
    (_FULL, _full),
    (_SPOKEN, _spoken),
    (_YEAR_MONTH, _year_month),
    (_MONTH_DAY, lambda match: Slot(Unit.DAY, int(match["month"]), int(match["day"]))),
    (_BARE, _bare),
    (_YEAR_ALONE, lambda match: Slot(Unit.YEAR, year=_year(match))),
    (_DAY_ALONE, lambda match: Slot(Unit.DAY_ONLY, day=whole_number(match["day"]) or 0)),
    (_BARE_END, lambda match: Slot(Unit.NUMBER, int(match["number"]))),
)


def _shared(slots: list[Slot], joins: list[re.Match[str]]) -> list[Slot]:
    """What the later parts of a list say for the earlier ones: 3、6月 are months, 6月、12月25日 both the 25th."""
    if slots[-1].unit is Unit.NUMBER:
        slots = [*slots[:-1], Slot(Unit.MONTH, slots[-1].number)]
    shared = slots[-1:]
    for slot, join in zip(reversed(slots[:-1]), reversed(joins), strict=True):
        following = shared[0]
        if slot.unit is Unit.NUMBER:
            slot = _taking(slot, following)
        elif slot.unit is Unit.MONTH and slot.open and _gives_day(following, join):
            slot = slot._replace(unit=following.unit, day=following.day, open=False)
        shared.insert(0, slot)
    return shared


def _taking(slot: Slot, following: Slot) -> Slot:
    """A bare number as the unit of what follows it."""
    if following.unit is Unit.YEAR:
        return Slot(Unit.YEAR, year=slot.number)
    if following.unit is Unit.DAY_ONLY:
        return following._replace(day=slot.number)
    return following._replace(number=slot.number, year=slot.year)


def _gives_day(following: Slot, join: re.Match[str]) -> bool:
    whole = following.unit is Unit.DAY or (following.unit is Unit.MONTH and not following.open)
    same_year = following.year is None or following.year < 10  # also 10月和次年1月10日
    return whole and same_year and not join["range"] and not join["before"]


def _borrowed(slots: list[Slot], joins: list[re.Match[str]]) -> bool:
    """2026.3-11: the end of the range is a month because its beginning is one."""
    return len(slots) > 1 and bool(joins[-1]["range"]) and slots[-2].unit is Unit.MONTH and slots[-2].open


def _resolve(
    slots: list[Slot], ranges: list[bool], context: Context
) -> tuple[tuple[date, ...] | None, Context]:
    """The dates of the slots, of a range only its end; None if one is impossible or a range runs backwards."""
    dates: list[date] = []
    for index, slot in enumerate(slots):
        if slot.year is not None:
            year = slot.year if slot.year >= 10 else context.base + slot.year
            context = Context(year if slot.year >= 10 else context.base, year)
        if slot.unit in (Unit.DAY, Unit.MONTH):
            context = context._replace(month=slot.number)
        named = _date_of(slot, context)
        if named is None:
            return None, context
        if index and ranges[index - 1] and dates.pop() > named:
            return None, context
        dates.append(named)
    return tuple(sorted(set(dates))), context


def _date_of(slot: Slot, context: Context) -> date | None:
    year = context.year
    match slot.unit:
        case Unit.DAY | Unit.MONTH:
            return day_of(year, slot.number, slot.day)
        case Unit.DAY_ONLY:
            return day_of(year, context.month, slot.day) if context.month else None
        case Unit.QUARTER:
            return day_of(year, slot.number * 3)
        case Unit.HALF:
            return day_of(year, slot.number * 6)
        case _:
            return day_of(year, 12)
