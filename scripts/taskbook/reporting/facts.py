"""What the monthly report knows: gathered once, shown by every output, so that all of them say the same numbers.

Tasks (项) are counted without 回头看, which is told apart; units are counted with everything they were sent. Shares are
0–1, None of nothing. Names of sections and topics are as printed, without line breaks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from taskbook.findings import Finding
from taskbook.model import Light, Role, State
from taskbook.period import Period
from taskbook.reporting.histories import Histories
from taskbook.rollup.changes import Changed
from taskbook.rollup.figures import share
from taskbook.rollup.status import Key, Status, TaskStatus, UnitStatus


@dataclass(frozen=True, slots=True)
class TaskCount:
    """A number of tasks (项) in one period, all of them or those of one section or topic (`name`).

    `completed` is the mean 完成率; the other words are those of `rollup.tables.TASK_MEASURES`.
    """

    name: str = ""
    tasks: int = 0
    done: int = 0
    overdue: int = 0
    near: int = 0
    newly_done: int = 0
    newly_overdue: int = 0
    completed: float | None = None
    lights: Mapping[Light, int] | None = None
    states: Mapping[State, int] | None = None

    @property
    def open(self) -> int:
        return self.tasks - self.done

    @property
    def done_share(self) -> float | None:
        return share(self.done, self.tasks)


@dataclass(frozen=True, slots=True)
class AnswerCount:
    """A number of single answers (项次: one unit's part in one task) in one period, of all or of one unit, role or topic
    (`name`); the words are those of `rollup.tables.MEASURES`."""

    name: str = ""
    assigned: int = 0
    due: int = 0
    answered: int = 0
    on_time: int = 0
    done: int = 0
    done_now: int = 0
    overdue: int = 0
    newly_done: int = 0
    newly_overdue: int = 0
    silent: int = 0
    repeated: int = 0
    late: int = 0

    @property
    def answer_rate(self) -> float | None:
        return share(self.answered, self.due)

    @property
    def on_time_rate(self) -> float | None:
        return share(self.on_time, self.due)

    @property
    def done_share(self) -> float | None:
        return share(self.done, self.assigned)


@dataclass(frozen=True, slots=True)
class PeriodFacts:
    """One period, or one date that the plan names (`day`): `label` is `2026-06` or `2026-06-10`.

    `elapsed` is 序时进度; `missing_before` counts the months between this period and the one before that the archive
    does not hold. `lookback_…` count the tasks of 回头看, `units_…` units that owed an answer: answered all, some, none, in time.
    """

    label: str
    as_of: date
    due_on: date
    elapsed: float
    tasks: TaskCount
    answers: AnswerCount
    units_due: int
    units_answered: int
    units_partly: int
    units_missing: int
    units_on_time: int
    missing_before: int = 0
    lookback_tasks: int = 0
    lookback_done: int = 0
    day: date | None = None

    @property
    def behind(self) -> float | None:
        """序时进度 less the share of tasks done; negative is ahead."""
        done = self.tasks.done_share
        return None if done is None else self.elapsed - done


@dataclass(frozen=True, slots=True)
class UnitPeriod:
    """What counts for a unit's score in one period; until its books are due, no more is due than has come.

    `returned`: returns that had to be sent back; `reported_done`: answers of this period that declare 已完成; `faulty`:
    those of them whose evidence is not as it should be.
    """

    label: str
    due: int = 0
    answered: int = 0
    on_time: int = 0
    returned: int = 0
    reported_done: int = 0
    faulty: int = 0


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A unit in this period (`status`, as the status book shows it; `counts`) and so far.

    `periods`: one for each of `Facts.trend`, in that order. `to_finish`: its parts (lead or responsible) that are done
    or whose date has passed, among those with a date; `finished`: those of them that were done in time.
    """

    status: UnitStatus
    counts: AnswerCount
    periods: tuple[UnitPeriod, ...]
    to_finish: int = 0
    finished: int = 0

    @property
    def name(self) -> str:
        return self.status.unit.name


@dataclass(frozen=True, slots=True)
class RoleFacts:
    """What all units with one role did in this period."""

    role: Role
    counts: AnswerCount


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything about a period. `trend`: all periods so far, this one the last; `days`: the dates that the plan names
    and that have come, `coming` those to come; `sections`, `topics`: of this year's tasks, in the plan's order;
    `units` in the registry's order. `made_on`: the day the report is made, which its papers are dated by; a past
    period stands as it stood on its last day (`status.as_of`). `done_since`: parts (task id, unit) that were reported as
    done in later periods, which the archive holds already: nobody is pushed for them any more.
    """

    status: Status
    changed: Changed
    trend: tuple[PeriodFacts, ...]
    days: tuple[PeriodFacts, ...]
    coming: tuple[date, ...]
    sections: tuple[TaskCount, ...]
    topics: tuple[TaskCount, ...]
    units: tuple[UnitFacts, ...]
    roles: tuple[RoleFacts, ...]
    histories: Histories
    made_on: date
    missing: tuple[Period, ...] = ()
    done_since: frozenset[Key] = frozenset()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the roll-up and the checks on what was promised found."""
        return self.status.findings

    @property
    def period(self) -> Period:
        return self.status.period

    @property
    def this(self) -> PeriodFacts:
        """The period reported on."""
        return self.trend[-1]

    @property
    def before(self) -> PeriodFacts | None:
        """The period before it that the archive holds."""
        return self.trend[-2] if len(self.trend) > 1 else None

    @property
    def tasks(self) -> Sequence[TaskStatus]:
        """This year's tasks."""
        return self.status.this_year

    @property
    def lookback(self) -> Sequence[TaskStatus]:
        """What earlier years left unfinished (回头看)."""
        return self.status.lookback
