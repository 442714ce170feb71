"""Reporting periods (期次): a month, written `2026-09`."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from taskbook.findings import CannotGoOn, Stop

_FORM = re.compile(r"((?:19|20|21)[0-9]{2})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One month of one year; ordered by time."""

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> Period:
        """`2026-09` → Period; anything else raises `CannotGoOn` with a sentence saying the form."""
        match = _FORM.fullmatch(text.strip())
        if not match:
            raise CannotGoOn(Stop.NOT_A_PERIOD, text=text)
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def last_day(self) -> date:
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    @property
    def previous(self) -> Period:
        return Period(self.year - 1, 12) if self.month == 1 else Period(self.year, self.month - 1)

    def due(self, day: int) -> date:
        """The day the books are due back: `day` of this month, or its last day where the month is shorter."""
        return date(self.year, self.month, min(max(day, 1), self.last_day.day))

    def as_of(self, today: date) -> date:
        """The day the period is judged on: today while it runs, its last day ever after."""
        return min(today, self.last_day)


def is_other_period(name: str, period: Period) -> bool:
    """Whether a folder is named by a period that is not this one."""
    try:
        return str(Period.parse(name)) == name != str(period)
    except CannotGoOn:
        return False
