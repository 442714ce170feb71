"""What is remembered of every stage while the history is walked: for scores, and the last stage whole."""

from __future__ import annotations

from collections import Counter
from datetime import date

from taskbook.model import Plan, Role, State
from taskbook.promises.evidence import faulty_evidence
from taskbook.reporting.facts import UnitPeriod
from taskbook.returns.archive import Outcome
from taskbook.returns.renaming import names_now
from taskbook.rollup.history import Stage
from taskbook.rollup.said import said_in
from taskbook.rollup.status import Key

_HOLDING = (Role.LEAD, Role.RESPONSIBLE)


class Keeper:
    """To be shown every stage in the order of time. Units stand under their names of now."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._names = names_now(plan.units)
        self._last: Stage | None = None
        self._periods: dict[tuple[str, str], UnitPeriod] = {}
        self._done_on: dict[Key, date] = {}

    @property
    def last(self) -> Stage:
        """The newest stage."""
        assert self._last is not None  # a history without its last period is refused before
        return self._last

    def take(self, stage: Stage) -> None:
        """The next period."""
        self._last = stage
        self._remember_days(stage)
        records = stage.current.records
        returned = Counter(record.unit for record in records if record.outcome is Outcome.RETURNED)
        replies = stage.current.replies
        readings = [task.reading for task in stage.status.tasks]
        faulty = Counter(unit for _, unit in faulty_evidence(replies.values(), self._plan.settings, readings))
        reported = Counter(unit for (_, unit), reply in replies.items() if reply.state is State.DONE)
        for unit in stage.status.units:
            name = unit.unit.name
            self._periods[stage.label, name] = UnitPeriod(
                label=stage.label,
                due=unit.due,
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
        """Unit → how many of its parts with a date are done or past it, and how many of those were done in time."""
        to_finish: Counter[str] = Counter()
        finished: Counter[str] = Counter()
        status = self.last.status
        for task in status.tasks:
            by = task.reading.deadline.last
            for answer in task.answers if by is not None else ():
                done = answer.state is State.DONE
                if answer.role in _HOLDING and (done or by < status.as_of):
                    to_finish[answer.unit] += 1
                    finished[answer.unit] += (
                        done and self._done_on.get((answer.task_id, answer.unit), date.max) <= by
                    )
        return {unit: (count, finished[unit]) for unit, count in to_finish.items()}

    def _remember_days(self, stage: Stage) -> None:
        """The day each part was done on; forgotten where it is open again."""
        newly = stage.changed.done
        for said in said_in(stage.period, stage.current.returns, self._names):
            key = (said.reply.task_id, said.unit)
            if key in newly and said.reply.state is State.DONE and said.counts:
                self._done_on[key] = said.day
        for task in stage.status.tasks:
            for answer in task.answers:
                if answer.state is not State.DONE and answer.answered:
                    self._done_on.pop((answer.task_id, answer.unit), None)
