"""The day a person entered in a cell: a real date, a spreadsheet's number for one, or one of many spellings."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from functools import lru_cache

from taskbook.language.numerals import whole_number

_EPOCH = date(1899, 12, 30)
_SERIALS = range(36_526, 73_051)  # 2000 to 2099
_CHINESE = "〇零○一二三四五六七八九十"
_PART = rf"(\d{{1,2}}|[{_CHINESE}]{{1,3}})"
_FULL_DAY = re.compile(
    rf"(\d{{4}}|\d{{2}}|[{_CHINESE}]{{4}})\s*[年./\-]\s*{_PART}\s*[月./\-]\s*{_PART}\s*[日号]?"
)
_MONTH_DAY = re.compile(rf"{_PART}\s*[月./\-]\s*{_PART}\s*[日号]?")
_EIGHT_DIGITS = re.compile(r"(20\d\d)(\d\d)(\d\d)")
_TAIL = re.compile(r"(?<=\d|日|号)[\s,T]*(?:\(?(?:星期|周)[一二三四五六日天]\)?|\d{1,2}[:时]\d{0,2}.*)$")


@lru_cache(maxsize=1024, typed=True)
def read_day(value: object, near: date) -> date | None:
    """A date as people enter one: a real date, Excel's number for it, `2026.9.20`, `9月20日`, `二〇二六年九月二十日`.

    Without a year it is the one closest to `near`. None for anything else, also for 9.2, which may have been 9.20.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if not isinstance(value, str):
        return _day_of_number(value)
    text = _TAIL.sub("", unicodedata.normalize("NFKC", value).strip())
    if text.isdecimal():
        return _day_of_number(int(text))
    if match := _FULL_DAY.fullmatch(text):
        year = whole_number(match[1]) or 0
        return _day(year + 2000 if year < 100 else year, match[2], match[3])
    if match := _MONTH_DAY.fullmatch(text):
        days = [_day(year, match[1], match[2]) for year in (near.year - 1, near.year, near.year + 1)]
        return min(filter(None, days), key=lambda day: abs(day - near), default=None)
    return None


def _day_of_number(number: int | float) -> date | None:
    if int(number) in _SERIALS:
        return _EPOCH + timedelta(days=int(number))
    match = _EIGHT_DIGITS.fullmatch(str(int(number))) if number == int(number) else None
    return _day(int(match[1]), match[2], match[3]) if match else None


def _day(year: int, month: str, day: str) -> date | None:
    try:
        return date(year, int(whole_number(month) or 0), int(whole_number(day) or 0))
    except ValueError:
        return None
