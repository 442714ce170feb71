"""The reporting dates that a plan names itself (分别于6月10日、9月10日、12月10日前), each as a period of its own.

What a unit said about a task after its date before and by this one is its answer for this date, in whatever month's book
it was written; the plan asks for it, whether a book was sent or not. A date stands as it stood on that day: what came
later is counted apart, as late.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from taskbook.language.reading import read_plan
from taskbook.model import DeadlineKind, Plan, Reading
from taskbook.period import Period
from taskbook.returns.renaming import names_now
from taskbook.rollup.changes import Changes
from taskbook.rollup.history import Stage
from taskbook.rollup.memory import Memory
from taskbook.rollup.merging import merge
from taskbook.rollup.rounds import put_together
from taskbook.rollup.said import Said, said_in
from taskbook.rollup.status import Key, Past, Round

Dates = tuple[date, ...]


def several_dates(readings: Iterable[Reading]) -> dict[str, Dates]:
    """Task id → its dates, for tasks of this year to be reported on by more than one date."""
    return {
        one.task.id: one.deadline.dates
        for one in readings
        if one.task.id
        and not one.task.lookback
        and one.deadline.kind is DeadlineKind.DATE
        and len(one.deadline.dates) > 1
    }


class NamedDates:
    """Gathers what was said from the stages of a history, then tells how each date that has come stood.

    A date before the first period that was issued is not told: nobody had been asked yet.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._names = names_now(plan.units)
        self._dates = several_dates(read_plan(plan)[0])
        self._said: dict[date, dict[Key, Said]] = {}
        self._then: list[tuple[Period, list[Reading]]] = []

    @property
    def days(self) -> list[date]:
        """Every date named, in the order of time, also those to come."""
        return sorted({day for dates in self._dates.values() for day in dates})

    def take(self, stage: Stage) -> None:
        """The next period of the history."""
        readings = [task.reading for task in stage.status.tasks if task.id in self._dates]
        self._then.append((stage.period, readings))
        if not readings:
            return
        for said in said_in(stage.period, stage.current.returns, self._names):
            dates = self._dates.get(said.reply.task_id)
            if dates is not None:
                answers = self._said.setdefault(_from(dates, said.day), {})
                answers[said.reply.task_id, said.reply.unit] = said  # in the order of time

    def stages(self, as_of: date) -> Iterator[Stage]:
        """The dates up to that day, in the order of time."""
        changes = Changes()
        memories: dict[Dates, Memory] = {}
        for day in self.days:
            readings = [one for one in self._known(day) if day in self._dates[one.task.id]]
            if day > as_of or not readings:
                continue
            current = self._round(day, readings)
            series = {self._dates[one.task.id] for one in readings}
            past = _together([memories.setdefault(dates, Memory(readings)).past(current) for dates in series])
            status = replace(merge(self._plan, readings, current, past, as_of=day), due=day)
            yield Stage(status, current, changes.of(status), day, self._late(day, current))
            for dates in series:
                memories[dates].take(self._part(current, dates))

    def _known(self, day: date) -> list[Reading]:
        """The tasks as the last period up to that month knew them."""
        month = Period(day.year, day.month)
        return next((known for period, known in reversed(self._then) if period <= month), [])

    def _round(self, day: date, readings: Iterable[Reading]) -> Round:
        asked: dict[str, frozenset[str]] = {}
        for reading in readings:
            for part in reading.assignments:
                asked[part.unit] = asked.get(part.unit, frozenset()) | {part.task_id}
        tasks = {reading.task.id for reading in readings}
        said = [one for one in _latest(self._said.get(day, {}).values()) if one.reply.task_id in tasks]
        replies = put_together(replace(one.reply, unit=one.unit) for one in said)
        files = {(one.period, one.record.sequence): replace(one.record, unit=one.unit) for one in said}
        records = tuple(replace(record, on_time=True) for record in files.values())
        return Round(Period(day.year, day.month), asked, replies, records)

    def _late(self, day: date, current: Round) -> frozenset[Key]:
        """What was asked and not said by that date, but before the task's next one (after its last: at any time)."""
        following = {task_id: _from(dates, day + timedelta(days=1)) for task_id, dates in self._dates.items()}
        late = {
            (one.reply.task_id, one.unit)
            for after in set(following.values())
            for one in self._said.get(after, {}).values()
            if following[one.reply.task_id] == after
        }
        return frozenset(
            key for key in late - current.replies.keys() if key[0] in current.asked.get(key[1], ())
        )

    def _part(self, current: Round, dates: Dates) -> Round:
        """What a round holds of the tasks with these dates."""
        own = {task_id for task_id, each in self._dates.items() if each == dates}
        asked = {unit: tasks & own for unit, tasks in current.asked.items() if tasks & own}
        replies = {key: reply for key, reply in current.replies.items() if key[0] in own}
        return Round(current.period, asked, replies)


def _from(dates: Dates, day: date) -> date:
    """The first of the dates that this day is not after; `date.max` after the last."""
    place = bisect_left(dates, day)
    return dates[place] if place < len(dates) else date.max


def _latest(said: Iterable[Said]) -> Iterator[Said]:
    """Of each unit's answers to a task those of its latest period (of units that became one, of each)."""
    said = list(said)
    last: dict[Key, Period] = {}
    for one in said:
        key = (one.reply.task_id, one.unit)
        last[key] = max(one.period, last.get(key, one.period))
    return (one for one in said if one.period == last[one.reply.task_id, one.unit])


def _together(pasts: Iterable[Past]) -> Past:
    """What tasks with different dates leave behind."""
    whole = Past({}, {})
    for past in pasts:
        last = max((one for one in (whole.last, past.last) if one is not None), default=None)
        whole = Past(
            {**whole.done, **past.done},
            {**whole.said, **past.said},
            last,
            whole.unanswered | past.unanswered,
            whole.kept | past.kept,
        )
    return whole
