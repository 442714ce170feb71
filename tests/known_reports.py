"""What a month's report must tell of the months played by `rehearsal.months`: the numbers of `known_months`, and what
only a report shows — how units stand and rank, what counts for their scores, the dates that the plan names.

    report = known_report(played, "2026-09")
    report.unit("区教育局").score
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from known_lights import DEFAULT, goes_on, last_day
from known_months import (
    Key,
    Known,
    KnownAnswer,
    KnownCount,
    KnownMonth,
    KnownTask,
    _Memory,
    _month,
    _Then,
    known_months,
)
from taskbook.model import Light, Plan, Reply, Role, State, Task
from taskbook.period import Period
from taskbook.rehearsal.months import Month, Months, names_after
from taskbook.rehearsal.truth import Habit

LIGHTS = {
    DEFAULT: (Light.GREEN, Light.BLUE, Light.YELLOW, Light.RED),
    "剩余时间": (Light.GREEN, Light.YELLOW, Light.ORANGE, Light.RED),
}
"""The lights that a rule shows, the mildest first."""

ONLINE = ("T001", "T030")
"""Tasks of the sample plan that are verified by looking at a website: 查看网站公布的目录, 查看发布信息."""

KNOWN_BY_THE_BOOK = (Habit.EMPTY, Habit.STATE_WRONG, Habit.DONE_WITHOUT_WORDS)
"""Files sent back that tell themselves whose they are: only these cost points. Of the others (locked, cut off, without a
title, of another month) the name of the file is all there is to go by."""

WEIGHTS = (40, 40, 20)
WORKING_DAYS_AFTER = {
    date(2026, 7, 31): date(2026, 8, 7),
    date(2026, 8, 31): date(2026, 9, 7),
    date(2026, 9, 26): date(2026, 10, 9),
}
"""Five working days later, by the calendar on the wall: the 27th of September still belongs to the Mid-Autumn days, and
from the 1st to the 7th of October nobody works."""


@dataclass(frozen=True)
class KnownPart:
    """What counts for a unit's score in one period."""

    label: str
    due: int = 0
    answered: int = 0
    on_time: int = 0
    returned: int = 0
    reported_done: int = 0
    faulty: int = 0


@dataclass(frozen=True)
class KnownScore:
    """A unit's score so far; `exact` before it was rounded, None of nothing to measure."""

    answered: tuple[int, int]
    finished: tuple[int, int]
    evidence: tuple[int, int]
    returned: int
    extra: Fraction
    deducted: Fraction
    weight: int
    base: Fraction | None
    score: float | None
    grade: str
    rank: int = 0


@dataclass(frozen=True)
class KnownUnit:
    """A unit in the month reported on; `on_time` None: nothing came that could be used; `rank` 0: nothing was due."""

    name: str
    category: str
    counts: KnownCount
    standing: str
    on_time: bool | None
    rank: int
    periods: tuple[KnownPart, ...]
    score: KnownScore

    @property
    def waiting(self) -> tuple[str, ...]:
        return self.counts.waiting_tasks


@dataclass(frozen=True)
class KnownDay:
    """A date that the plan names, as it stood then; `late`: answers that came after it."""

    day: date
    month: KnownMonth
    late: int


@dataclass(frozen=True)
class KnownReport:
    """Everything that the report of a month shows. `rows`: what the plan says of each task, by id."""

    played: Month
    plan: Plan
    rule: str
    history: Known
    units: tuple[KnownUnit, ...]
    rows: Mapping[str, Task]
    days: tuple[KnownDay, ...]
    coming: tuple[date, ...]
    reply_by: date
    points: Sequence[tuple[str, str, bool]] = field(default=())
    """Rows of points by hand: the unit's name of now, the period, whether it counts."""

    @property
    def period(self) -> str:
        return self.now.period

    @property
    def now(self) -> KnownMonth:
        return self.history.last

    @property
    def months(self) -> list[KnownMonth]:
        return list(self.history.months.values())

    @property
    def before(self) -> KnownMonth | None:
        return self.months[-2] if len(self.months) > 1 else None

    @property
    def lights(self) -> tuple[Light, ...]:
        return LIGHTS[self.rule]

    @property
    def tasks(self) -> list[KnownTask]:
        """This year's."""
        return self.now.this_year

    @property
    def left_over(self) -> list[KnownTask]:
        return [task for task in self.now.tasks.values() if task.lookback]

    @property
    def answers(self) -> list[KnownAnswer]:
        """In the plan's order."""
        return [answer for task in self.now.tasks.values() for answer in task.answers]

    def unit(self, name: str) -> KnownUnit:
        return next(unit for unit in self.units if unit.name == name)

    def new(self, word: str) -> list[str]:
        """Ids of this year's tasks that are `newly_done` or `newly_overdue`."""
        return [task.id for task in self.tasks if getattr(task, word)]

    def by_unit(self, word: str) -> dict[str, list[str]]:
        """Unit → its tasks of which this holds (`silent`, `repeated`, …), in the plan's order."""
        found: dict[str, list[str]] = {}
        for answer in self.answers:
            if getattr(answer, word):
                found.setdefault(answer.unit, []).append(answer.task)
        return found

    def late_units(self) -> list[str]:
        return [unit.name for unit in self.units if unit.counts.due and unit.on_time is False]


def known_report(played: Months, period: str, rule: str = DEFAULT, later: str = "") -> KnownReport:
    """What the report of a month must tell, as the plan of that month has it, or that of a `later` one in which the
    report is made again."""
    history = known_months(played, period, rule, later)
    month = next(month for month in played.months if str(month.period) == (later or period))
    told = [one for one in played.months if str(one.period) <= period]
    names = names_after(
        [event for one in played.months if one.period <= month.period for event in one.events]
    )
    plan, now = month.plan, history.last
    finishing = _finishing(history, told)
    points = [(names.get(one.unit, one.unit), one.period, one.extra, one.deducted) for one in plan.points]
    taking_part = {unit for unit, count in now.units.items() if count.assigned} | now.came | now.asked
    registry = [unit for unit in plan.units if unit.name in taking_part]
    ranks = _ranks({unit.name: now.units.get(unit.name, KnownCount()) for unit in registry}, now)
    parts = {
        unit.name: tuple(_part(month, unit.name) for month in history.months.values()) for unit in registry
    }
    scores = {
        unit.name: _score(
            parts[unit.name], finishing.get(unit.name, (0, 0)), _hand(points, unit.name, period)
        )
        for unit in registry
    }
    places = _places([score.score for score in scores.values()])
    units = tuple(
        KnownUnit(
            name=unit.name,
            category=unit.category,
            counts=now.units.get(unit.name, KnownCount()),
            standing=_standing(now, unit.name),
            on_time=unit.name in now.in_time if unit.name in now.came else None,
            rank=ranks.get(unit.name, 0),
            periods=parts[unit.name],
            score=KnownScore(**{**vars(scores[unit.name]), "rank": places.get(scores[unit.name].score, 0)}),
        )
        for unit in registry
    )
    scored = {unit.name for unit in registry}
    return KnownReport(
        played=month,
        plan=plan,
        rule=rule,
        history=history,
        units=units,
        rows={task.id: task for task in plan.tasks},
        days=tuple(_days(told, names, now.as_of, rule)),
        coming=tuple(day for day in NAMED_DAYS if day > now.as_of),
        reply_by=WORKING_DAYS_AFTER[month.today],
        points=[(unit, when, unit in scored and _counts(when, period)) for unit, when, _, _ in points],
    )


# ---- how units stand ----


def _standing(month: KnownMonth, unit: str) -> str:
    count = month.units.get(unit, KnownCount())
    if not count.due:
        return "nothing_due" if unit in month.asked | month.came else "not_issued"
    if count.answered == count.due:
        return "answered"
    if any(one.unit == unit for one in month.returned):
        assert unit not in month.came, "who sends again after a refusal is not played"
        return "sent_back"
    return "partly" if unit in month.came else "missing"


def _ranks(counts: Mapping[str, KnownCount], month: KnownMonth) -> dict[str, int]:
    """By the share answered, then who was in time, then the share done, then the fewest overdue."""
    merits = {
        unit: (
            -Fraction(count.answered, count.due),
            unit not in month.in_time,
            -Fraction(count.done, count.assigned or 1),
            count.overdue,
        )
        for unit, count in counts.items()
        if count.due
    }
    return {unit: 1 + sum(other < merit for other in merits.values()) for unit, merit in merits.items()}


# ---- scores ----


def _part(month: KnownMonth, unit: str) -> KnownPart:
    count = month.units.get(unit, KnownCount())
    done = [key for key, reply in month.replies.items() if key[1] == unit and reply.state is State.DONE]
    return KnownPart(
        label=month.period,
        due=count.due,
        answered=count.answered,
        on_time=count.answered if unit in month.in_time else 0,
        returned=sum(one.unit == unit and one.habit in KNOWN_BY_THE_BOOK for one in month.returned),
        reported_done=len(done),
        faulty=sum(is_faulty(key, month) for key in done),
    )


def is_faulty(key: Key, month: KnownMonth) -> bool:
    """Done, without an address where the plan says that a website is looked at; or with an address that stands beside
    another task as well."""
    link = address_of(month.replies[key])
    if not link:
        return key[0] in ONLINE
    return any(address_of(reply) == link and task != key[0] for (task, _), reply in month.replies.items())


def address_of(reply: Reply) -> str:
    return reply.evidence if reply.evidence.startswith("http") else ""


def _finishing(history: Known, told: Sequence[Month]) -> dict[str, tuple[int, int]]:
    """Unit → parts to finish, and those finished in time; what goes on after its date was finished when it first was."""
    done_on: dict[Key, date] = {}
    for month, played in zip(history.months.values(), told, strict=True):
        for task in month.tasks.values():
            for one in task.answers:
                key = (one.task, one.unit)
                if key in done_on and goes_on(task.deadline):
                    continue
                if one.newly_done and one.reply is not None:
                    done_on[key] = _said_on(one.reply, played)
                elif one.answered and not one.done:
                    done_on.pop(key, None)
    found: dict[str, tuple[int, int]] = {}
    for task in history.last.tasks.values():
        by = last_day(task.deadline)
        for one in task.answers if by else ():
            until = _reported_by(by, history, task.lookback)
            day = done_on.get((one.task, one.unit), date.max)
            done = one.done or (goes_on(task.deadline) and day < date.max)
            if one.role is not Role.SUPPORT and (done or until < history.last.as_of):
                to_finish, finished = found.get(one.unit, (0, 0))
                in_time = done and day <= until
                found[one.unit] = to_finish + 1, finished + in_time
    return found


def _reported_by(by: date, history: Known, lookback: bool) -> date:
    """The first day from the task's date on that is the due day of a month, of this year's tasks not before the first
    month that was sent out."""
    due_days = [one.due_on for one in history.months.values()]
    until = by
    while until.day != due_days[0].day:
        until += timedelta(days=1)
    return until if lookback else max(until, due_days[0])


def _said_on(reply: Reply, month: Month) -> date:
    """The day written in the row, where it lies in the month and before the office looked."""
    first = date(month.period.year, month.period.month, 1)
    day = reply.reported_on
    return day if day is not None and first <= day <= month.today else month.today


def _hand(
    points: Sequence[tuple[str, str, float, float]], unit: str, period: str
) -> tuple[Fraction, Fraction]:
    own = [(extra, less) for name, when, extra, less in points if name == unit and _counts(when, period)]
    return (
        sum((Fraction(str(extra)) for extra, _ in own), Fraction()),
        sum((Fraction(str(less)) for _, less in own), Fraction()),
    )


def _counts(when: str, period: str) -> bool:
    """Of the whole year, or of a month of this year that has come."""
    return not when or (when[:4] == period[:4] and when <= period)


def _score(
    parts: Sequence[KnownPart], finishing: tuple[int, int], hand: tuple[Fraction, Fraction]
) -> KnownScore:
    def whole(name: str) -> int:
        return sum(getattr(part, name) for part in parts)

    shares = (
        (whole("on_time"), whole("due")),
        (finishing[1], finishing[0]),
        (whole("reported_done") - whole("faulty"), whole("reported_done")),
    )
    measured = [(weight, Fraction(*share)) for weight, share in zip(WEIGHTS, shares, strict=True) if share[1]]
    weight = sum(one for one, _ in measured)
    base = 100 * sum(one * share for one, share in measured) / Fraction(weight) if weight else None
    score, grade = None, ""
    if base is not None:
        exact = min(max(base - whole("returned") + hand[0] - hand[1], Fraction()), Fraction(100))
        score = float(
            Decimal(exact.numerator * 1000 // exact.denominator).scaleb(-3).quantize(TENTH, ROUND_HALF_UP)
        )
        grade = "优秀" if score >= 90 else "良好" if score >= 80 else "合格" if score >= 60 else "不合格"
    return KnownScore(*shares, whole("returned"), *hand, weight, base, score, grade)


TENTH = Decimal("0.1")


def _places(scores: Sequence[float | None]) -> dict[float | None, int]:
    known = [score for score in scores if score is not None]
    return {score: 1 + sum(other > score for other in known) for score in known}


# ---- the dates that the plan names ----

NAMED_DAYS = (date(2026, 6, 10), date(2026, 9, 10), date(2026, 12, 10))
NAMED_TASK = "T007"
"""The one task of the sample plan with several dates; the first is before the first month, when nobody had been asked."""


class _OnDay(_Then):
    """What had been said about the task by one of its days, and who was asked."""

    def __init__(self, told: Sequence[Month], names: Mapping[str, str], day: date, rule: str) -> None:
        month = next(one for one in reversed(told) if one.period <= Period(day.year, day.month))
        super().__init__(month, month, names, rule, newest=True)
        self.as_of = day
        self.period = Period(day.year, day.month)
        self.parts = {NAMED_TASK: self.parts[NAMED_TASK]}
        self.asked = {(NAMED_TASK, unit) for unit in self.parts[NAMED_TASK]}
        before = max(one for one in NAMED_DAYS if one < day)
        self.replies, self.late = {}, set()
        for one in told:
            then = _Then(one, told[-1], names)
            for (task, unit), reply in then.replies.items():
                said = _said_on(reply, one)
                if task == NAMED_TASK and before < said <= day:
                    self.replies[task, unit] = reply
                elif task == NAMED_TASK and said > day:
                    self.late.add((task, unit))
        self.in_time = self.came = frozenset(unit for _, unit in self.replies)
        self.returned = ()

    def readings(self):
        return ((reading, True) for reading in self.last.readings if reading.task.id == NAMED_TASK)


def _days(told: Sequence[Month], names: Mapping[str, str], as_of: date, rule: str) -> list[KnownDay]:
    days = []
    for day in NAMED_DAYS[1:]:
        if day <= as_of:
            then = _OnDay(told, names, day, rule)
            late = len((then.late & then.asked) - then.replies.keys())
            days.append(KnownDay(day, _month(then, _Memory()), late))
    return days


# ---- numbers as they are printed ----


def percent(share: float | Fraction | None) -> str:
    """27.3%, whole ones without a decimal; what is not quite nothing or not quite all is not shown as that."""
    if share is None:
        return "—"
    exact = (
        Decimal(share.numerator) / Decimal(share.denominator)
        if isinstance(share, Fraction)
        else Decimal(repr(share))
    )
    shown = (exact * 100).quantize(TENTH, ROUND_HALF_UP)
    if 0 < exact < Decimal("0.001"):
        shown = TENTH
    if Decimal("0.999") < exact < 1:
        shown = Decimal("99.9")
    return f"{shown:f}".removesuffix(".0") + "%"


def apart(one: float, other: float) -> str:
    """The distance of two shares in points."""
    shown = (abs(Decimal(repr(one)) - Decimal(repr(other))) * 100).quantize(TENTH, ROUND_HALF_UP)
    return f"{shown:f}".removesuffix(".0")


def next_due(report: KnownReport) -> date:
    """By when the books of the following month are due."""
    first = report.now.due_on.replace(day=1)
    return (first + timedelta(days=32)).replace(day=report.plan.settings.due_day)
