"""What is remembered of every stage while the history is walked: for scores, and the last stage whole."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from taskbook.model import Plan, Role, State, Task
from taskbook.period import Period
from taskbook.promises.evidence import faulty_evidence
from taskbook.reporting.facts import UnitPeriod
from taskbook.returns.archive import Outcome
from taskbook.returns.renaming import names_now
from taskbook.rollup.history import Stage
from taskbook.rollup.said import said_in
from taskbook.rollup.status import Key, TaskStatus

_HOLDING = (Role.LEAD, Role.RESPONSIBLE)


class Keeper:
    """To be shown every stage in the order of time. Units stand under their names of now."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._names = names_now(plan.units)
        self._last: Stage | None = None
        self._first_due = date.min
        self._periods: dict[tuple[str, str], UnitPeriod] = {}
        self._done_on: dict[Key, date] = {}

    @property
    def last(self) -> Stage:
        """The newest stage."""
        assert self._last is not None  # a history without its last period is refused before
        return self._last

    def take(self, stage: Stage) -> None:
        """The next period."""
        if self._last is None:
            self._first_due = stage.status.due
        self._last = stage
        self._remember_days(stage)
        records = stage.current.records
        returned = Counter(record.unit for record in records if record.outcome is Outcome.RETURNED)
        replies = stage.current.replies
        readings = [task.reading for task in stage.status.tasks]
        faulty = Counter(unit for _, unit in faulty_evidence(replies.values(), self._plan.settings, readings))
        reported = Counter(unit for (_, unit), reply in replies.items() if reply.state is State.DONE)
        closed = stage.status.as_of > stage.status.due or stage.status.as_of == stage.period.last_day
        for unit in stage.status.units:
            name = unit.unit.name
            self._periods[stage.label, name] = UnitPeriod(
                label=stage.label,
                due=unit.due if closed else unit.answered,
                answered=unit.answered,
                on_time=unit.answered if unit.on_time else 0,
                returned=returned[name],
                reported_done=reported[name],
                faulty=faulty[name],
            )

    def unit_period(self, unit: str, label: str) -> UnitPeriod:
        """A unit's period; all 0 where it had no part in it."""
        return self._periods.get((label, unit), UnitPeriod(label))

    def finishing(self) -> dict[str, tuple[int, int]]:
        """Unit → how many of its parts with a date are done or can no longer be in time, and how many of those were
        reported as done in time (see `_collected_by`)."""
        to_finish: Counter[str] = Counter()
        finished: Counter[str] = Counter()
        status = self.last.status
        for task in status.tasks:
            by = task.reading.deadline.last
            if by is None:
                continue
            collected_by = self._collected_by(by, task.reading.task)
            for answer in task.answers:
                done_on = self._done_on.get((answer.task_id, answer.unit))
                done = answer.state is State.DONE or (_goes_on(task) and done_on is not None)
                if answer.role in _HOLDING and (done or collected_by < status.as_of):
                    to_finish[answer.unit] += 1
                    finished[answer.unit] += done and (done_on or date.max) <= collected_by
        return {unit: (count, finished[unit]) for unit, count in to_finish.items()}

    def _collected_by(self, by: date, task: Task) -> date:
        """The last day on which reporting it done is in time: the first due day of a month on or after the task's date.

        Who reports once a month cannot say sooner what was done on the day itself. Nobody was asked before the first
        period there is; of what an earlier year left over, everybody had been.
        """
        due_day = self._plan.settings.due_day
        due = Period(by.year, by.month).due(due_day)
        if due < by:
            month_after = Period(by.year, by.month).last_day + timedelta(days=1)
            due = Period(month_after.year, month_after.month).due(due_day)
        return due if task.lookback else max(due, self._first_due)

    def _remember_days(self, stage: Stage) -> None:
        """The day each part was done on; forgotten where it is open again, unless it goes on after its date: that was
        kept when it was done for the first time."""
        going_on = {task.id for task in stage.status.tasks if _goes_on(task)}
        newly = stage.changed.done
        for said in said_in(stage.period, stage.current.returns, self._names):
            key = (said.reply.task_id, said.unit)
            if key in newly and said.reply.state is State.DONE and said.counts:
                kept = self._done_on.get(key) if key[0] in going_on else None
                self._done_on[key] = kept or said.day
        for task in stage.status.tasks:
            for answer in task.answers if task.id not in going_on else ():
                if answer.state is not State.DONE and answer.answered:
                    self._done_on.pop((answer.task_id, answer.unit), None)


def _goes_on(task: TaskStatus) -> bool:
    """Whether it is answered for after its date as well (2025年底前，并长期坚持)."""
    deadline = task.reading.deadline
    return deadline.lasting and deadline.last is not None
