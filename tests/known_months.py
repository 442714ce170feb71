"""What must be told of the months played by `rehearsal.months`, by plain arithmetic from what every unit wrote.

Nothing here is taken from the roll-up: who was asked, what came back and what happened in between is all that is used.

    known = known_months(played)
    known.months["2026-09"].units["区教育局"].due

A history is told as its last month sees it, so `known_months(played, "2026-08")` may say other things of July than the
history up to September does: a unit renamed since stands under its new name, a task withdrawn since is never overdue.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date

from taskbook.model import Deadline, Light, Reading, Reply, Role, State
from taskbook.rehearsal.months import Month, Months, names_after
from taskbook.rehearsal.truth import SentFile
from taskbook.returns.archive import Outcome

WITHDRAWN = "已撤销的任务"
NEAR_DAYS = 10
FARNESS = (State.BEHIND, State.NOT_STARTED, State.IN_PROGRESS, State.DONE)
"""Of two units that became one, the answer that stands first here counts."""

Key = tuple[str, str]
"""(task id, unit under its name of now)."""


@dataclass(frozen=True)
class KnownAnswer:
    """Where one unit stands with one task."""

    task: str
    unit: str
    role: Role
    state: State
    light: Light
    due: bool
    answered: bool
    on_time: bool
    done: bool
    done_now: bool
    overdue: bool
    silent: bool
    completed: float
    newly_done: bool = False
    newly_overdue: bool = False
    repeated: bool = False

    @property
    def assigned(self) -> bool:
        return True

    @property
    def late(self) -> bool:
        return self.answered and not self.on_time


@dataclass(frozen=True)
class KnownTask:
    """Where a whole task stands; `completed` is its 完成率 (0–1)."""

    id: str
    section: str
    topic: str
    state: State
    light: Light
    overdue: bool
    near: bool
    completed: float
    answers: tuple[KnownAnswer, ...]
    newly_done: bool = False
    newly_overdue: bool = False

    @property
    def done(self) -> bool:
        return self.state is State.DONE


@dataclass
class KnownCount:
    """Of a set of single answers, how many are what; `completed` is the mean completed share (0–1)."""

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
    completed: float = 0.0
    overdue_tasks: tuple[str, ...] = ()
    waiting_tasks: tuple[str, ...] = ()

    @classmethod
    def of(cls, answers: Iterable[KnownAnswer]) -> KnownCount:
        answers = list(answers)
        flags = [one.name for one in fields(cls)][:12]
        counts = {name: sum(bool(getattr(one, name)) for one in answers) for name in flags}
        return cls(
            **counts,
            completed=sum(one.completed for one in answers) / len(answers) if answers else 0.0,
            overdue_tasks=tuple(one.task for one in answers if one.overdue),
            waiting_tasks=tuple(one.task for one in answers if one.due and not one.answered),
        )

    @property
    def answer_rate(self) -> float | None:
        return self.answered / self.due if self.due else None

    @property
    def on_time_rate(self) -> float | None:
        return self.on_time / self.due if self.due else None

    @property
    def done_rate(self) -> float | None:
        return self.done / self.assigned if self.assigned else None


@dataclass
class KnownTasks:
    """Of a set of whole tasks, how many are what; shares 0–1, None of no task."""

    tasks: int
    done: int
    overdue: int
    near: int
    newly_done: int
    newly_overdue: int
    done_share: float | None
    completed: float | None
    states: Mapping[str, int]
    lights: Mapping[str, int]

    @classmethod
    def of(cls, tasks: Iterable[KnownTask]) -> KnownTasks:
        tasks = list(tasks)
        flags = ("done", "overdue", "near", "newly_done", "newly_overdue")
        counts = {name: sum(getattr(one, name) for one in tasks) for name in flags}
        return cls(
            tasks=len(tasks),
            **counts,
            done_share=counts["done"] / len(tasks) if tasks else None,
            completed=sum(one.completed for one in tasks) / len(tasks) if tasks else None,
            states={state: sum(one.state is state for one in tasks) for state in State},
            lights={light: sum(one.light is light for one in tasks) for light in Light},
        )


@dataclass(frozen=True)
class KnownMonth:
    """Everything to be told of one month. `units`, `topics`, `sections`, `roles`: single answers by that word;
    `task_topics`, `task_sections`: whole tasks by that word; `whole`, `answers`: all of them."""

    period: str
    as_of: date
    due_on: date
    elapsed: float
    tasks: Mapping[str, KnownTask]
    whole: KnownTasks
    answers: KnownCount
    units: Mapping[str, KnownCount]
    topics: Mapping[str, KnownCount]
    sections: Mapping[str, KnownCount]
    roles: Mapping[str, KnownCount]
    task_topics: Mapping[str, KnownTasks]
    task_sections: Mapping[str, KnownTasks]
    in_time: frozenset[str] = frozenset()
    """Units of which a book came in time that could be used."""

    @property
    def behind(self) -> float | None:
        share = self.whole.done_share
        return None if share is None else self.elapsed - share

    @property
    def owing(self) -> dict[str, KnownCount]:
        """The units of which anything was due."""
        return {unit: count for unit, count in self.units.items() if count.due}

    @property
    def units_due(self) -> int:
        return len(self.owing)

    @property
    def units_answered(self) -> int:
        return sum(count.answered == count.due for count in self.owing.values())

    @property
    def units_partly(self) -> int:
        return sum(0 < count.answered < count.due for count in self.owing.values())

    @property
    def units_missing(self) -> int:
        return sum(count.answered == 0 for count in self.owing.values())

    @property
    def units_on_time(self) -> int:
        return sum(unit in self.in_time for unit in self.owing)


@dataclass(frozen=True)
class Known:
    """The whole history, month by month (`2026-09`) in the order of time."""

    months: Mapping[str, KnownMonth]

    @property
    def last(self) -> KnownMonth:
        return self.months[max(self.months)]


def known_months(played: Months, last: str = "") -> Known:
    """What must be told of the months up to and with `last` (`2026-09`; the last one played, unless given)."""
    told = [month for month in played.months if not last or str(month.period) <= last]
    names = names_after([event for month in told for event in month.events])
    memory, months = _Memory(), {}
    for month in told:
        then = _Then(month, told[-1], names)
        months[str(month.period)] = _month(then, memory)
        memory.take(then)
    return Known(months)


# ---- what a month asked and was told, units under their names of now ----


class _Then:
    """A month as the last one sees it."""

    def __init__(self, month: Month, last: Month, names: Mapping[str, str]) -> None:
        self.month, self.last = month, last
        self.period = month.period
        self.as_of = min(last.today, month.period.last_day)
        self.asked = {(one.task_id, names.get(one.unit, one.unit)) for one in month.issued}
        self.replies: dict[Key, Reply] = {}
        usable = [one for one in month.truth.files if one.outcome in (Outcome.ACCEPTED, Outcome.SUPERSEDED)]
        self.in_time = frozenset(names.get(one.unit, one.unit) for one in usable if one.on_time)
        counting = month.truth.answers
        for sent in sorted((one for one in usable if one.outcome is Outcome.ACCEPTED), key=_when):
            for (unit, task), reply in counting.items():
                if unit == sent.unit:
                    self._say((task, names.get(unit, unit)), reply)
        self.parts = self._parts(names)

    def _say(self, key: Key, reply: Reply) -> None:
        before = self.replies.get(key)
        if before is None or FARNESS.index(reply.state) <= FARNESS.index(before.state):
            self.replies[key] = reply

    def _parts(self, names: Mapping[str, str]) -> dict[str, dict[str, Role]]:
        """Task id → who has which role in it: of the last month by the plan, of others by the books sent out."""
        parts: dict[str, dict[str, Role]] = {}
        if self.month is self.last:
            assigned = (one for reading in self.month.readings for one in reading.assignments)
        else:
            assigned = iter(self.month.issued)
        order = list(Role)
        for one in assigned:
            unit = names.get(one.unit, one.unit)
            roles = parts.setdefault(one.task_id, {})
            roles[unit] = min(one.role, roles.get(unit, one.role), key=order.index)
        return parts

    def readings(self) -> Iterator[tuple[str, str, str, Deadline | None, Reading]]:
        """(task id, section, topic, deadline, reading) of every task there was, as the plan of now words it; one that
        was withdrawn has no deadline any more."""
        now = {reading.task.id: reading for reading in self.last.readings}
        for task_id, reading in now.items():
            if task_id in self.parts or not reading.assignments:
                yield task_id, reading.task.section, reading.task.topic, reading.deadline, reading
        for reading in self.month.readings:
            if reading.task.id in self.parts.keys() - now.keys():
                yield reading.task.id, WITHDRAWN, WITHDRAWN, None, reading


def _when(sent: SentFile) -> tuple[date, str]:
    """Files count in the order of the days in them, those of one day by name."""
    return max(one.reported_on or date.min for one in sent.answers), sent.file


@dataclass
class _Memory:
    """What the months before leave behind."""

    state: dict[Key, State] = field(default_factory=dict)  # as last answered
    words: dict[Key, str] = field(default_factory=dict)  # as last answered
    unanswered: set[Key] = field(default_factory=set)  # of what was sent out the month before
    done: set[Key] = field(default_factory=set)  # of what was told as done, until told otherwise
    overdue: set[Key] = field(default_factory=set)  # the month before
    tasks_done: set[str] = field(default_factory=set)
    tasks_overdue: set[str] = field(default_factory=set)

    def take(self, then: _Then) -> None:
        for key, reply in then.replies.items():
            self.state[key] = reply.state
        self.unanswered = then.asked - then.replies.keys()


# ---- arithmetic ----


def _month(then: _Then, memory: _Memory) -> KnownMonth:
    elapsed = then.as_of.month / 12
    tasks = {}
    for task_id, section, topic, deadline, reading in then.readings():
        tasks[task_id] = _task(then, memory, task_id, (section, topic), deadline, reading, elapsed)
    tasks = {one.id: one for one in _with_news(list(tasks.values()), then, memory)}
    answers = [answer for task in tasks.values() for answer in task.answers]

    def counted(word: str) -> dict[str, KnownCount]:
        found = {getattr(one, word): None for one in answers}
        return {name: KnownCount.of(one for one in answers if getattr(one, word) == name) for name in found}

    def by_task(word: str) -> dict[str, KnownCount]:
        found = {getattr(task, word): None for task in tasks.values()}
        return {
            name: KnownCount.of(
                one for task in tasks.values() if getattr(task, word) == name for one in task.answers
            )
            for name in found
        }

    def whole(word: str) -> dict[str, KnownTasks]:
        found = {getattr(task, word): None for task in tasks.values()}
        return {
            name: KnownTasks.of(task for task in tasks.values() if getattr(task, word) == name)
            for name in found
        }

    return KnownMonth(
        period=str(then.period),
        as_of=then.as_of,
        due_on=then.period.due(then.last.plan.settings.due_day),
        elapsed=elapsed,
        tasks=tasks,
        whole=KnownTasks.of(tasks.values()),
        answers=KnownCount.of(answers),
        units=counted("unit"),
        topics=by_task("topic"),
        sections=by_task("section"),
        roles=counted("role"),
        task_topics=whole("topic"),
        task_sections=whole("section"),
        in_time=then.in_time,
    )


def _task(
    then: _Then,
    memory: _Memory,
    task_id: str,
    words: tuple[str, str],
    deadline: Deadline | None,
    reading: Reading,
    elapsed: float,
) -> KnownTask:
    answers = tuple(
        _answer(then, memory, (task_id, unit), role, deadline, reading, elapsed)
        for unit, role in then.parts.get(task_id, {}).items()
    )
    leads = [one for one in answers if one.role is Role.LEAD]
    deciding = leads or [one for one in answers if one.role is Role.RESPONSIBLE]
    state = _state_of([one.state for one in deciding])
    shares = {one.unit: _share(then.replies.get((task_id, one.unit)), reading) for one in deciding}
    known = [shares[one.unit] for one in deciding if not one.done and shares[one.unit] is not None]
    silent = any(not one.done for one in deciding) and all(one.silent for one in deciding)
    light = _light(state, deadline, then.as_of, min(known, default=None), elapsed, silent, True)
    return KnownTask(
        id=task_id,
        section=words[0],
        topic=words[1],
        state=state,
        light=light,
        overdue=_is_past(deadline, then.as_of) and state is not State.DONE,
        near=_is_near(deadline, then.as_of) and state is not State.DONE,
        completed=sum(one.completed for one in deciding) / len(deciding) if deciding else 0.0,
        answers=answers,
    )


def _answer(
    then: _Then,
    memory: _Memory,
    key: Key,
    role: Role,
    deadline: Deadline | None,
    reading: Reading,
    elapsed: float,
) -> KnownAnswer:
    reply = then.replies.get(key)
    for_good = deadline is None or not (deadline.ongoing or deadline.kind in ("ongoing", "recurring"))
    done_before = reply is None and for_good and memory.state.get(key) is State.DONE
    state = State.DONE if done_before else reply.state if reply else State.NONE
    decides = role is not Role.SUPPORT
    due = not done_before and (reply is not None or key in then.asked)
    silent = due and reply is None and key in memory.unanswered
    share = _share(reply, reading) if decides else None
    return KnownAnswer(
        task=key[0],
        unit=key[1],
        role=role,
        state=state,
        light=_light(state, deadline, then.as_of, share, elapsed, silent, decides),
        due=due,
        answered=reply is not None,
        on_time=reply is not None and key[1] in then.in_time,
        done=state is State.DONE,
        done_now=state is State.DONE and reply is not None,
        overdue=decides and _is_past(deadline, then.as_of) and state is not State.DONE,
        silent=silent,
        completed=1.0 if state is State.DONE else share or 0.0,
    )


def _state_of(states: Sequence[State]) -> State:
    if states and all(state is State.DONE for state in states):
        return State.DONE
    if all(state is State.NONE for state in states):
        return State.NONE
    if State.BEHIND in states:
        return State.BEHIND
    begun = State.IN_PROGRESS in states or State.DONE in states
    return State.IN_PROGRESS if begun else State.NOT_STARTED


def _is_past(deadline: Deadline | None, as_of: date) -> bool:
    """The last of the dates has gone by; that day itself still counts."""
    return (
        deadline is not None
        and deadline.kind == "date"
        and bool(deadline.dates)
        and deadline.dates[-1] < as_of
    )


def _is_near(deadline: Deadline | None, as_of: date) -> bool:
    if deadline is None or deadline.kind != "date":
        return False
    left = [(day - as_of).days for day in deadline.dates if day >= as_of]
    return bool(left) and left[0] <= NEAR_DAYS


def _light(
    state: State,
    deadline: Deadline | None,
    as_of: date,
    share: float | None,
    elapsed: float,
    silent: bool,
    can_be_late: bool,
) -> Light:
    """The default rule: 红 overdue or silent twice, 黄 behind, 蓝 due soon, 绿 the rest; done is always 绿."""
    if state is State.DONE:
        return Light.GREEN
    if silent or (can_be_late and _is_past(deadline, as_of)):
        return Light.RED
    if state is State.BEHIND or (share is not None and share < elapsed - 1e-9):
        return Light.YELLOW
    return Light.BLUE if _is_near(deadline, as_of) else Light.GREEN


_TIME = ("日", "天", "周", "月", "年", "季度", "小时", "分钟")


def _share(reply: Reply | None, reading: Reading) -> float | None:
    """A plain number against the one number promised, at most 1; None where that is not so."""
    if reply is None or not reply.value:
        return None
    number = float(unicodedata.normalize("NFKC", reply.value))
    counted = [one for one in reading.targets if one.value and not one.unit.endswith(_TIME)]
    least = [one for one in counted if one.relation.startswith(">")] or [
        one for one in counted if one.relation == "="
    ]
    if len({(one.value, one.unit) for one in least}) != 1:
        return None
    return min(number / least[0].value, 1.0)


# ---- what is new ----


def _with_news(tasks: Sequence[KnownTask], then: _Then, memory: _Memory) -> Iterator[KnownTask]:
    """The tasks with what the month brought; the memory then holds what it was."""
    overdue: set[Key] = set()
    for task in tasks:
        answers = []
        for one in task.answers:
            key = (one.task, one.unit)
            words = "".join(then.replies[key].progress.split()) if one.answered else None
            news = {
                "newly_done": one.done and key not in memory.done,
                "newly_overdue": one.overdue and key not in memory.overdue,
                "repeated": bool(words) and memory.words.get(key) == words,
            }
            answers.append(KnownAnswer(**{**vars(one), **news}))
            if words is not None:
                memory.words[key] = words
            _turn(memory.done, key, one.state)
            overdue |= {key} if one.overdue else set()
        yield KnownTask(
            **{
                **vars(task),
                "answers": tuple(answers),
                "newly_done": task.done and task.id not in memory.tasks_done,
                "newly_overdue": task.overdue and task.id not in memory.tasks_overdue,
            }
        )
        _turn(memory.tasks_done, task.id, task.state)
    memory.overdue = overdue
    memory.tasks_overdue = {task.id for task in tasks if task.overdue}


def _turn(done: set, key: object, state: State) -> None:
    """Done until told otherwise; silence tells nothing."""
    if state is State.DONE:
        done.add(key)
    elif state is not State.NONE:
        done.discard(key)
