"""What an order says beyond the numbers: what the unit last said, and by when an answer is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from taskbook import wording
from taskbook.columns import LookbackField
from taskbook.mail.writing import one_line
from taskbook.model import Task
from taskbook.promises.workdays import add_working_days
from taskbook.reporting.histories import Histories

WORKING_DAYS, CALENDAR_DAYS = 5, 7
"""What a unit is given to answer; the second where the year's calendar is not published."""


def reply_by(made_on: date) -> tuple[date, str]:
    """The day an answer is due, counted from the day the order is made, and in words how it was counted."""
    day = add_working_days(made_on, WORKING_DAYS)
    if day is not None:
        return day, wording.working_days_left(WORKING_DAYS)
    return made_on + timedelta(days=CALENDAR_DAYS), wording.calendar_days_left(CALENDAR_DAYS)


@dataclass(frozen=True, slots=True)
class LastSaid:
    """A unit's last answer to a task: when and in which state (`when`), and its words; both blank where it never
    answered."""

    when: str = ""
    words: str = ""


NEVER = LastSaid()


def said_before(task: Task) -> LastSaid:
    """How far an item of 回头看 had come when it was carried over, where its row tells that; else `NEVER`."""
    told = one_line(dict(task.extra).get(LookbackField.LAST, "")) if task.lookback else ""
    return LastSaid(str(LookbackField.LAST), told) if told else NEVER


class LastWords:
    """The last answer of every part (task and unit). The history may have hundreds of thousands of rows: the last of each
    part is found in one go, and read when it is asked for."""

    def __init__(self, histories: Histories) -> None:
        import numpy as np

        table = histories.answers
        tasks, units = table["task"].cat, table["unit"].cat
        self._tasks = {name: code for code, name in enumerate(tasks.categories)}
        self._units = {name: code for code, name in enumerate(units.categories)}
        said = np.flatnonzero(np.array(histories.words.rows, dtype=np.int32) > 0)[::-1]
        parts = tasks.codes.to_numpy(dtype=np.int64) * len(self._units) + units.codes.to_numpy()
        keys, newest = np.unique(parts[said], return_index=True)
        self._last = dict(zip(keys.tolist(), said[newest].tolist(), strict=True))
        self._texts, self._unkept = histories.words.texts, histories.words.unkept
        self._periods, self._states = table["period"], table["state"]

    def of(self, task_id: str, unit: str) -> LastSaid:
        """The unit's last answer to a task, up to and with the period of the facts."""
        part = self._tasks.get(task_id, -1) * len(self._units) + self._units.get(unit, 0)
        place = self._last.get(part) if unit in self._units else None
        if place is None:
            return NEVER
        period = str(self._periods.iat[place])
        when = wording.said_in(period, str(self._states.iat[place]))
        blank = wording.WORDS_IN_ARCHIVE if period in self._unkept else wording.NO_PROGRESS_WRITTEN
        return LastSaid(when, one_line(self._texts[place]) or blank)
