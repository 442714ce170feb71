"""Stretches of time named without their end: 9月份 lasts a month, 三季度 three; 9月底前 and 9月20日 name a day."""

from __future__ import annotations

import re
from datetime import date

_NAMES_A_DAY = re.compile(r"[日号底末前旬初]")
_MONTHS = ((re.compile(r"半年"), 6), (re.compile(r"季"), 3), (re.compile(r"月"), 1))


def first_day(text: str, last: date) -> date:
    """The first day a date's words may mean, when `last` is the day they were read as: 9月份 → the 1st of September."""
    if not _NAMES_A_DAY.search(text):
        for word, months in _MONTHS:
            if word.search(text):
                return date(last.year, max(1, last.month - months + 1), 1)
    return last
