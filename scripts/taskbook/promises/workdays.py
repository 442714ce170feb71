"""Working days by the State Council's yearly calendar. Of a year not published yet nothing is guessed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

Calendar = Callable[[date], bool | None]
"""Whether a day is a working day; None where its year is not published."""

LONGEST_DAYS = 3660
"""A stretch longer than ten years is a slip of the pen, not a time limit."""


@lru_cache(maxsize=8192)
def is_working_day(day: date) -> bool | None:
    """Whether people work on that day; None where the year's calendar is not published."""
    import chinese_calendar

    try:
        return chinese_calendar.is_workday(day)
    except NotImplementedError:
        return None


def working_days(start: date, end: date, calendar: Calendar = is_working_day) -> int | None:
    """The working days after `start` up to and with `end`; 0 where `end` is not after it, None where one of these
    days is in a year that is not published (or they are too many)."""
    length = (end - start).days
    if length > LONGEST_DAYS:
        return None
    told = [calendar(start + timedelta(days=turn)) for turn in range(1, length + 1)]
    return None if None in told else sum(map(bool, told))


def add_working_days(start: date, count: int, calendar: Calendar = is_working_day) -> date | None:
    """The last day of a limit of `count` working days that runs from the day after `start`; None as above."""
    day = start
    for _ in range(count):
        day += timedelta(days=1)
        while not (works := calendar(day)):
            if works is None:
                return None
            day += timedelta(days=1)
    return day
