"""When something that recurs was last due: 每月25日前 on the 26th of September is the 25th, on the 24th that of August."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from functools import lru_cache

from taskbook.language.compact import compact
from taskbook.language.numerals import whole_number

_N = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
_FORM = re.compile(
    rf"""(?:[每按逐]|分(?=[季半月])) (?:一?个)?
        (?: (?P<two>两个?月|2个?月|双月) | (?P<half>半年度?) | (?P<quarter>季度?) | (?P<month>月份?度?)
          | (?P<week>周|星期) )
        (?:的?(?P<last>末月|最后一?个月|第[三3]个月)|的?(?P<first>首月|第[一1]个月))?
        (?:的?(?:(?P<end>月?[底末]|下旬)|(?P<middle>中旬)|(?P<early>上旬|月?初)|(?P<day>{_N})[日号]))?
        (?:之前|以前|前)?""",
    re.VERBOSE,
)
_MONTHS = {"two": 2, "half": 6, "quarter": 3, "month": 1}


@lru_cache(maxsize=4096)
def last_due(text: str, as_of: date) -> date | None:
    """The last day before `as_of` by which it was due; None where the words do not tell (每学期, 每季度结束后5日内)."""
    match = _FORM.fullmatch(compact(text).text)
    if not match:
        return None
    if match["week"]:
        only_week = not any(match[name] for name in ("last", "first", "end", "middle", "early", "day"))
        return as_of - timedelta(days=as_of.weekday() + 1) if only_week else None
    months = next(count for name, count in _MONTHS.items() if match[name])
    if (match["last"] or match["first"]) and months == 1:
        return None
    day = _day(match)
    index = (as_of.year * 12 + as_of.month - 1) // months
    for turn in (index, index - 1):
        due = _due(turn * months + (0 if match["first"] else months - 1), day)
        if due < as_of:
            return due
    return None


def _day(match: re.Match[str]) -> int:
    """The day of the month, 31 for its last."""
    if match["middle"]:
        return 20
    if match["early"]:
        return 10
    return (whole_number(match["day"]) or 31) if match["day"] else 31


def _due(month: int, day: int) -> date:
    year, index = divmod(month, 12)
    return date(year, index + 1, min(day, calendar.monthrange(year, index + 1)[1]))
