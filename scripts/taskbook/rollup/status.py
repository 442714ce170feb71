"""Where the plan stands in one period: what the roll-up makes and the status book, the master and the JSON show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from taskbook import wording
from taskbook.findings import Finding, Remark
from taskbook.model import Light, Plan, Reading, Reply, Role, State, Unit
from taskbook.period import Period
from taskbook.returns.archive import ReturnRecord
from taskbook.rollup.lights import lights_of, rule_used

Key = tuple[str, str]
"""(task id, unit name): what one answer is about."""

Return = tuple[ReturnRecord, tuple[Reply, ...]]
"""A returned file and what was answered in it."""


@dataclass(frozen=True, slots=True)
class Round:
    """One period as it was handled: what each unit was asked (unit → task ids; empty: nothing was issued), what
    it answered, and every file that came. Units stand under their names of now, but for `returns`: those are the
    accepted files as they came, superseded ones among them, each with its own answers."""

    period: Period
    asked: Mapping[str, frozenset[str]]
    replies: Mapping[Key, Reply]
    records: tuple[ReturnRecord, ...] = ()
    returns: tuple[Return, ...] = ()


@dataclass(frozen=True, slots=True)
class PastRound:
    """An earlier period while it is looked at: as `Round`, but its answers are read once, one at a time."""

    period: Period
    asked: Mapping[str, frozenset[str]]
    replies: Iterable[Reply]


@dataclass(frozen=True, slots=True)
class Past:
    """What the earlier periods leave behind for this one, and no more than that (they may be many and large).

    `done`: what was last reported as done, with its period; `said`: what was last said about each task;
    `last`: the last period issued before; `unanswered`: what stayed without an answer in it. `done` and
    `unanswered` leave out what is answered this period. `kept`: of tasks that go on after their date, what was once
    reported as done: that date was kept, whatever is said later.
    """

    done: Mapping[Key, tuple[Period, Reply]]
    said: Mapping[str, tuple[Period, Reply]]
    last: Period | None = None
    unanswered: frozenset[Key] = frozenset()
    kept: frozenset[Key] = frozenset()


NO_PAST = Past({}, {})


@dataclass(frozen=True, slots=True)
class Answer:
    """Where one unit stands with one task. `role` is None where the task is no longer (or not) this unit's.

    `asked`: an answer is due this period; `answered`: a valid one came; `done_in`: the earlier period it was
    completed in, where that stands; `reply`: what came this period, also where it is no valid answer (text without
    a state), or what was reported in `done_in`; `share`: completed share (0–1), None where nobody can know, and
    `reached` that in words; `silent`: two issued periods in a row without an answer.
    """

    task_id: str
    unit: str
    role: Role | None
    state: State
    light: Light
    reason: str
    asked: bool
    answered: bool
    overdue: bool = False
    silent: bool = False
    share: float | None = None
    reached: str = ""
    reply: Reply | None = None
    done_in: Period | None = None


@dataclass(frozen=True, slots=True)
class TaskStatus:
    """A task as a whole. `deciding` of its answers are those that make it done; `rate` is their mean share (0–1);
    `latest` is what was last said about it, with the period it was said in."""

    reading: Reading
    state: State
    light: Light
    reason: str
    rate: float
    overdue: bool
    near: bool
    answers: tuple[Answer, ...]
    latest: tuple[Period, Reply] | None = None

    @property
    def id(self) -> str:
        return self.reading.task.id

    @property
    def deciding(self) -> tuple[Answer, ...]:
        return deciding_of(self.answers)


def deciding_of(answers: tuple[Answer, ...]) -> tuple[Answer, ...]:
    """The leads; without a lead the responsible units. Supporting units decide nothing."""
    leads = tuple(answer for answer in answers if answer.role is Role.LEAD)
    return leads or tuple(answer for answer in answers if answer.role is Role.RESPONSIBLE)


class Standing(StrEnum):
    """How far a unit's return for the period has come."""

    ANSWERED = "answered"
    PARTLY = "partly"
    SENT_BACK = "sent_back"
    MISSING = "missing"
    NOT_ISSUED = "not_issued"
    NOTHING_DUE = "nothing_due"


@dataclass(frozen=True, slots=True)
class UnitStatus:
    """One unit's period in numbers of tasks. `on_time` is None where nothing usable came; `rank` 1 is the best,
    equals share a rank, 0 where nothing was due; `sent_back` is the latest returned file not mended since."""

    unit: Unit
    standing: Standing
    tasks: int
    due: int
    answered: int
    done: int
    overdue: int
    on_time: bool | None
    lights: Mapping[Light, int]
    rank: int = 0
    waiting: tuple[str, ...] = ()
    sent_back: ReturnRecord | None = None

    @property
    def answer_rate(self) -> float | None:
        return self.answered / self.due if self.due else None


@dataclass(frozen=True, slots=True)
class Status:
    """Everything the status book shows. `strays` are answers whose task is no longer their unit's; `findings` are
    the merge's own (those of the files stand in `records`); `remarks` tell where answers of this period do not keep
    what the task promised, each is among the findings too."""

    plan: Plan
    period: Period
    as_of: date
    due: date
    tasks: tuple[TaskStatus, ...]
    strays: tuple[Answer, ...]
    units: tuple[UnitStatus, ...]
    records: tuple[ReturnRecord, ...] = ()
    findings: tuple[Finding, ...] = ()
    elapsed: float = 0.0
    remarks: tuple[Remark, ...] = ()

    @property
    def light_rule(self) -> str:
        """The name of the rule the lights were judged by."""
        return rule_used(self.plan.settings.light_rule)

    @property
    def lights(self) -> tuple[Light, ...]:
        """The lights that can be shown, mildest first."""
        return lights_of(self.light_rule)

    @property
    def this_year(self) -> tuple[TaskStatus, ...]:
        """The tasks of the plan's own year: what is meant where tasks are counted."""
        return tuple(task for task in self.tasks if not task.reading.task.lookback)

    @property
    def lookback(self) -> tuple[TaskStatus, ...]:
        """Those an earlier year left unfinished (回头看), told apart."""
        return tuple(task for task in self.tasks if task.reading.task.lookback)

    @property
    def waiting(self) -> tuple[UnitStatus, ...]:
        """Units that still owe an answer."""
        return tuple(unit for unit in self.units if unit.waiting)


def latest_words(status: TaskStatus, longest: int) -> str:
    """What was last said about a task, by whom and in which period, cut to `longest` characters."""
    if status.latest is None:
        return ""
    period, reply = status.latest
    text = wording.said(reply.unit, str(period), reply.progress or reply.state)
    return text if len(text) <= longest else text[: longest - 1] + "…"
