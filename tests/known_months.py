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
from dataclasses import dataclass, field, fields, replace
from datetime import date

from known_lights import DEFAULT, KnownCase, goes_on, is_near, is_past, judged
from taskbook.model import Deadline, Light, Reading, Reply, Role, State
from taskbook.rehearsal.months import Month, Months, names_after
from taskbook.rehearsal.truth import SentFile
from taskbook.returns.archive import Outcome

WITHDRAWN = "已撤销的任务"
MOST_UNITS_NAMED = 5
FARNESS = (State.BEHIND, State.NOT_STARTED, State.IN_PROGRESS, State.DONE)
"""Of two units that became one, the answer that stands first here counts."""

Key = tuple[str, str]
"""(task id, unit under its name of now)."""


@dataclass(frozen=True)
class KnownAnswer:
    """Where one unit stands with one task. `done_in`: the period before in which it was done, where that still holds."""

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
    reason: str = ""
    done_in: str = ""
    reply: Reply | None = None
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
    """Where a whole task stands; `completed` is its 完成率 (0–1), `lookback`: an earlier year left it undone."""

    id: str
    section: str
    topic: str
    lookback: bool
    deadline: Deadline | None
    state: State
    light: Light
    overdue: bool
    near: bool
    completed: float
    reason: str
    answers: tuple[KnownAnswer, ...]
    newly_done: bool = False
    newly_overdue: bool = False

    @property
    def done(self) -> bool:
        return self.state is State.DONE

    @property
    def deciding(self) -> list[KnownAnswer]:
        """The leads; without a lead the responsible units."""
        return deciding_of(self.answers)


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
    lights: Mapping[Light, int] = field(default_factory=dict)

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
            lights={light: sum(one.light is light for one in answers) for light in Light},
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
    `task_topics`, `task_sections`: whole tasks by that word; `whole`, `answers`: all of them. Whole tasks are this
    year's alone, those of 回头看 are `left_over`. `replies`: what each unit wrote, also to what is not its task now."""

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
    left_over: KnownTasks
    replies: Mapping[Key, Reply]
    in_time: frozenset[str] = frozenset()
    """Units of which a book came in time that could be used."""

    asked: frozenset[str] = frozenset()
    """Units that were sent a book."""

    came: frozenset[str] = frozenset()
    """Units of which any book came that could be used."""

    returned: Sequence[SentFile] = ()
    """What had to be sent back."""

    @property
    def this_year(self) -> list[KnownTask]:
        return [task for task in self.tasks.values() if not task.lookback]

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


def known_months(played: Months, last: str = "", rule: str = DEFAULT, now: str = "") -> Known:
    """What must be told of the months up to and with `last` (`2026-09`; the last one played, unless given), lights by
    the rule of that name; in the words of the plan of that month, or of a later one (`now`). Who had to answer what is
    told by the books sent out, of the newest month there is by its plan."""
    told = [month for month in played.months if not last or str(month.period) <= last]
    plan = next((month for month in played.months if str(month.period) == now), told[-1])
    names = names_after([event for one in played.months if one.period <= plan.period for event in one.events])
    memory, months = _Memory(), {}
    for month in told:
        then = _Then(month, plan, names, rule, month is played.months[-1])
        months[str(month.period)] = _month(then, memory)
        memory.take(then)
    return Known(months)


# ---- what a month asked and was told, units under their names of now ----


class _Then:
    """A month as a later one's plan words it; of the newest one the parts are those of the plan."""

    def __init__(
        self, month: Month, last: Month, names: Mapping[str, str], rule: str = DEFAULT, newest: bool = False
    ) -> None:
        self.month, self.last, self.rule, self.newest = month, last, rule, newest
        self.period = month.period
        self.as_of = min(last.today, month.period.last_day)
        self.asked = {(one.task_id, names.get(one.unit, one.unit)) for one in month.issued}
        self.replies: dict[Key, Reply] = {}
        usable = [one for one in month.truth.files if one.outcome in (Outcome.ACCEPTED, Outcome.SUPERSEDED)]
        self.in_time = frozenset(names.get(one.unit, one.unit) for one in usable if one.on_time)
        self.came = frozenset(names.get(one.unit, one.unit) for one in usable)
        self.returned = tuple(
            replace(one, unit=names.get(one.unit, one.unit))
            for one in month.truth.files
            if one.outcome is Outcome.RETURNED
        )
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
        """Task id → who has which role in it: of the newest month by the plan, of others by the books sent out."""
        parts: dict[str, dict[str, Role]] = {}
        if self.newest:
            assigned = (one for reading in self.last.readings for one in reading.assignments)
        else:
            assigned = iter(self.month.issued)
        order = list(Role)
        for one in assigned:
            unit = names.get(one.unit, one.unit)
            roles = parts.setdefault(one.task_id, {})
            roles[unit] = min(one.role, roles.get(unit, one.role), key=order.index)
        for reading in self.last.readings:  # units in the order of the plan, those it no longer names behind
            roles = parts.get(reading.task.id, {})
            named = dict.fromkeys(one.unit for one in reading.assignments if one.unit in roles)
            parts |= {reading.task.id: {unit: roles[unit] for unit in named | roles}} if roles else {}
        return parts

    def readings(self) -> Iterator[tuple[Reading, bool]]:
        """Every task there was, as the plan of now words it, and whether it is still there: one that was withdrawn has
        no deadline any more."""
        now = {reading.task.id: reading for reading in self.last.readings}
        for task_id, reading in now.items():
            if task_id in self.parts or not reading.assignments:
                yield reading, True
        for reading in self.month.readings:
            if reading.task.id in self.parts.keys() - now.keys():
                yield reading, False


def _when(sent: SentFile) -> tuple[date, str]:
    """Files count in the order of the days in them, those of one day by name."""
    return max(one.reported_on or date.min for one in sent.answers), sent.file


@dataclass
class _Memory:
    """What the months before leave behind."""

    state: dict[Key, State] = field(default_factory=dict)  # as last answered
    said_in: dict[Key, str] = field(default_factory=dict)  # the period of that
    before: str = ""  # the period before
    words: dict[Key, str] = field(default_factory=dict)  # as last answered
    unanswered: set[Key] = field(default_factory=set)  # of what was sent out the month before
    done: set[Key] = field(default_factory=set)  # of what was told as done, until told otherwise
    overdue: set[Key] = field(default_factory=set)  # the month before
    tasks_done: set[str] = field(default_factory=set)
    tasks_overdue: set[str] = field(default_factory=set)

    def take(self, then: _Then) -> None:
        for key, reply in then.replies.items():
            self.state[key] = reply.state
            self.said_in[key] = str(then.period)
        self.before = str(then.period)
        self.unanswered = then.asked - then.replies.keys()


# ---- arithmetic ----


def _month(then: _Then, memory: _Memory) -> KnownMonth:
    tasks = [_task(then, memory, reading, there) for reading, there in then.readings()]
    tasks = {one.id: one for one in _with_news(tasks, then, memory)}
    this_year = [task for task in tasks.values() if not task.lookback]
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
        found = {getattr(task, word): None for task in this_year}
        return {
            name: KnownTasks.of(task for task in this_year if getattr(task, word) == name) for name in found
        }

    return KnownMonth(
        period=str(then.period),
        as_of=then.as_of,
        due_on=then.period.due(then.last.plan.settings.due_day),
        elapsed=then.as_of.month / 12,
        tasks=tasks,
        whole=KnownTasks.of(this_year),
        left_over=KnownTasks.of(task for task in tasks.values() if task.lookback),
        replies=then.replies,
        answers=KnownCount.of(answers),
        units=counted("unit"),
        topics=by_task("topic"),
        sections=by_task("section"),
        roles=counted("role"),
        task_topics=whole("topic"),
        task_sections=whole("section"),
        in_time=then.in_time,
        came=then.came,
        asked=frozenset(unit for _, unit in then.asked),
        returned=then.returned,
    )


def _task(then: _Then, memory: _Memory, reading: Reading, there: bool) -> KnownTask:
    task, deadline = reading.task, reading.deadline if there else None
    roles = then.parts.get(task.id, {})
    parts = sorted(roles.items(), key=lambda part: list(Role).index(part[1]))
    cases = [_case(then, memory, (task.id, unit), role, deadline, reading) for unit, role in parts]
    answers = tuple(
        _answer(then, memory, unit, role, case, reading)
        for (unit, role), case in zip(parts, cases, strict=True)
    )
    deciding = deciding_of(answers)
    whole, named = _whole(
        deciding, [case for case, one in zip(cases, answers, strict=True) if one in deciding]
    )
    whole = replace(whole, deadline=deadline, as_of=then.as_of)
    light, reason = judged(whole, then.rule)
    return KnownTask(
        id=task.id,
        section=task.section if there else WITHDRAWN,
        topic=task.topic if there else WITHDRAWN,
        lookback=task.lookback,
        deadline=deadline,
        state=whole.state,
        light=light,
        overdue=is_past(deadline, then.as_of) and not whole.is_done,
        near=is_near(deadline, then.as_of) and not whole.is_done,
        completed=sum(one.completed for one in deciding) / len(deciding) if deciding else 0.0,
        reason=reason + _named(reason, deciding, named),
        answers=answers,
    )


def deciding_of(answers: Iterable[KnownAnswer]) -> list[KnownAnswer]:
    answers = list(answers)
    leads = [one for one in answers if one.role is Role.LEAD]
    return leads or [one for one in answers if one.role is Role.RESPONSIBLE]


def _whole(deciding: Sequence[KnownAnswer], cases: Sequence[KnownCase]) -> tuple[KnownCase, str]:
    """What is judged of the task as a whole: the units that decide, the slowest of those that can be measured (and
    which that is), all of them silent twice or not at all."""
    left = [(case, one) for case, one in zip(cases, deciding, strict=True) if not case.is_done]
    known = [(case.share, case.reached, one.unit) for case, one in left if case.share is not None]
    share, reached, slowest = min(known, key=lambda one: one[0], default=(None, "", ""))
    silent = next((case.silent for case, _ in left), ()) if all(one.silent for one in deciding) else ()
    done_in = (
        max((one.done_in for one in deciding), default="") if all(one.done_in for one in deciding) else ""
    )
    elapsed = max((case.elapsed for case in cases), default=0.0)
    state = _state_of([one.state for one in deciding])
    return (
        KnownCase(state, Role.LEAD, None, date.min, elapsed, share, reached, silent, done_in),
        slowest,
    )


def _named(reason: str, deciding: Sequence[KnownAnswer], slowest: str) -> str:
    """The units to be called about it."""
    if reason.startswith(("已完成", "按时", "临期", "长期", "随事项", "没有", "配合")):
        return ""
    if reason.startswith("单位自报"):
        units = [one.unit for one in deciding if one.state is State.BEHIND]
    elif reason.startswith("落后"):
        units = [slowest]
    else:
        units = [one.unit for one in deciding if not one.done]
    more = f"等{len(units)}家" if len(units) > MOST_UNITS_NAMED else ""
    return f"（{'、'.join(units[:MOST_UNITS_NAMED])}{more}）" if units else ""


def _case(
    then: _Then, memory: _Memory, key: Key, role: Role, deadline: Deadline | None, reading: Reading
) -> KnownCase:
    reply = then.replies.get(key)
    done_before = reply is None and not goes_on(deadline) and memory.state.get(key) is State.DONE
    silent = not done_before and reply is None and key in then.asked and key in memory.unanswered
    share, reached = _share(reply, reading) if role is not Role.SUPPORT else (None, "")
    return KnownCase(
        state=State.DONE if done_before else reply.state if reply else State.NONE,
        role=role,
        deadline=deadline,
        as_of=then.as_of,
        elapsed=1.0 if reading.task.lookback else then.as_of.month / 12,
        share=share,
        reached=reached,
        silent=(memory.before, str(then.period)) if silent else (),
        done_in=memory.said_in[key] if done_before else "",
    )


def _answer(
    then: _Then, memory: _Memory, unit: str, role: Role, case: KnownCase, reading: Reading
) -> KnownAnswer:
    key = (reading.task.id, unit)
    reply = then.replies.get(key)
    due = not case.done_in and (reply is not None or key in then.asked)
    light, reason = judged(case, then.rule)
    if not due and not case.done_in:
        reason = reason.replace("；本期未反馈", "") + "；本期没有下发给该单位"
    return KnownAnswer(
        task=key[0],
        unit=unit,
        role=role,
        state=case.state,
        light=light,
        due=due,
        answered=reply is not None,
        on_time=reply is not None and unit in then.in_time,
        done=case.is_done,
        done_now=case.is_done and reply is not None,
        overdue=role is not Role.SUPPORT and is_past(case.deadline, then.as_of) and not case.is_done,
        silent=bool(case.silent),
        completed=1.0 if case.is_done else case.share or 0.0,
        reason=reason,
        done_in=case.done_in,
        reply=reply,
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


_TIME = ("日", "天", "周", "月", "年", "季度", "小时", "分钟")


def _share(reply: Reply | None, reading: Reading) -> tuple[float | None, str]:
    """A plain number against the one number promised, at most 1, and both in words; None where that is not so."""
    if reply is None or not reply.value:
        return None, ""
    number = float(unicodedata.normalize("NFKC", reply.value))
    counted = [one for one in reading.targets if one.value and not one.unit.endswith(_TIME)]
    least = [one for one in counted if one.relation.startswith(">")] or [
        one for one in counted if one.relation == "="
    ]
    if len({(one.value, one.unit) for one in least}) != 1:
        return None, ""
    promised = least[0]
    return min(number / promised.value, 1.0), f"{number:g}/{promised.value:g}{promised.unit}"


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
