"""All periods so far, one after the other: what each asked and was answered, as the status book of its time told it.

Periods gone by are judged by the plan of now with what was sent out then: a task added later was not there yet, one
withdrawn later still was, and who answered for it is who was asked. Units stand under their names of now. The newest
period that was sent out is the plan of now itself. A period gone by is told alike whether it is the last one asked for
or one of the trend, and its numbers are those of its status book.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from taskbook import issued, wording
from taskbook.columns import Sheet
from taskbook.findings import CannotGoOn, Stop
from taskbook.issued import Issued, IssuedRow
from taskbook.language.reading import read_plan
from taskbook.model import ROLE_ORDER, Assignment, Deadline, DeadlineKind, Plan, Reading, Role, Task
from taskbook.period import Period
from taskbook.progress import Progress, silent
from taskbook.returns.renaming import NOBODY_RENAMED, names_now
from taskbook.rollup.changes import Changed, Changes
from taskbook.rollup.memory import Memory
from taskbook.rollup.merging import merge
from taskbook.rollup.rounds import load_round, periods_after, periods_before
from taskbook.rollup.status import Key, Round, Status


@dataclass(frozen=True, slots=True)
class Stage:
    """One period of the history: how everything stood at its end (`status.as_of`), and what was new in it.

    `day`: the date, where this is one that the plan names itself (see `named_dates`); `late` are then the answers
    that came after it.
    """

    status: Status
    current: Round
    changed: Changed
    day: date | None = None
    late: frozenset[Key] = frozenset()

    @property
    def period(self) -> Period:
        return self.current.period

    @property
    def label(self) -> str:
        """`2026-06`, of a date that the plan names `2026-06-10`."""
        return self.day.isoformat() if self.day else str(self.period)


def stages(
    plan: Plan, archive: Path, period: Period, progress: Progress = silent, today: date | None = None
) -> Iterator[Stage]:
    """Every period the archive holds, up to and with `period`, in the order of time.

    `period` is judged by the plan of now, unless books were issued for a later one (see `newest_issued`).
    One is made at a time and none is kept: with many units, keep what you need of a stage, not the stage. Periods in
    which nothing was issued and nothing came are passed over. Raises `CannotGoOn` where that is so of `period` itself,
    and where an archive is damaged or another plan's.
    """
    names = names_now(plan.units)
    of_now = newest_issued(archive, period, plan.settings.plan_id)
    return stages_of(plan, _rounds(plan, archive, period, names, progress), of_now, today)


def stages_of(
    plan: Plan,
    rounds: Iterable[tuple[Round, Mapping[str, Issued]]],
    of_now: Period,
    today: date | None = None,
) -> Iterator[Stage]:
    """`stages` of periods that are read already, each with the books issued for it, in the order of time.

    `of_now` is the period that the plan of now stands for. In the rounds units stand under their names of now, in the
    books as they were called then.
    """
    readings, _ = read_plan(plan)
    names = names_now(plan.units)
    memory, changes, known = Memory(readings), Changes(), Known()
    for current, books in rounds:
        then = readings if current.period == of_now else readings_then(readings, books, known, names)
        as_of = current.period.as_of(today or date.today())
        status = merge(plan, then, current, memory.past(current), as_of=as_of)
        yield Stage(status, current, changes.of(status))
        del status
        known.take(books, names)
        memory.take(current)


def newest_issued(archive: Path, period: Period, plan_id: str) -> Period:
    """The last period from this one on that books of the plan were issued for; without any, this one."""
    later = reversed(periods_after(archive, period))
    return next(
        (one for one in later if any(True for _ in issued.read_history(archive, one, plan_id))), period
    )


def plan_then(plan: Plan, readings: Sequence[Reading], archive: Path, period: Period) -> Sequence[Reading]:
    """What a period is judged by: `readings` (the plan of now), or of a period gone by the plan as it was sent out."""
    plan_id = plan.settings.plan_id
    if newest_issued(archive, period, plan_id) == period:
        return readings
    names, known = names_now(plan.units), Known()
    for earlier in periods_before(archive, period):
        known.take(issued.read_own(archive, earlier, plan_id), names)
    return readings_then(readings, issued.read_own(archive, period, plan_id), known, names)


def _rounds(
    plan: Plan, archive: Path, period: Period, names: Mapping[str, str], progress: Progress
) -> Iterator[tuple[Round, Mapping[str, Issued]]]:
    held = [*periods_before(archive, period), period]
    for done, one in enumerate(held, 1):
        books = issued.read_own(archive, one, plan.settings.plan_id)
        current = load_round(archive, one, names=names, books=books)
        if current.asked or current.records:
            yield current, books
        elif one == period:
            raise CannotGoOn(Stop.NOTHING_ISSUED, period=period)
        progress(wording.PROGRESS_PERIODS, done, len(held))


def months_missing(periods: Sequence[Period]) -> list[Period]:
    """The months between the first and the last of these periods that are none of them, in the order of time."""
    missing = []
    month = max(periods, default=None)
    while month and month > min(periods):
        month = month.previous
        if month not in periods:
            missing.append(month)
    return missing[::-1]


@dataclass(slots=True)
class Known:
    """What had been sent out by a period: the tasks, and the units (under their names of now)."""

    tasks: set[str] = field(default_factory=set)
    units: set[str] = field(default_factory=set)

    def take(self, books: Mapping[str, Issued], names: Mapping[str, str] = NOBODY_RENAMED) -> None:
        for book in books.values():
            self.units.add(names.get(book.unit, book.unit))
            self.tasks.update(row.task_id for row in book.rows)


def readings_then(
    readings: Sequence[Reading],
    books: Mapping[str, Issued],
    known: Known,
    names: Mapping[str, str] = NOBODY_RENAMED,
) -> list[Reading]:
    """The plan as a period knew it: its tasks in the order of now, then those withdrawn since.

    `books` are the period's (unit → book, empty: nothing was issued, and the plan of now stands for it), `known` is
    what earlier periods had sent out. Deadlines are those of now; of a task withdrawn since nothing but its label,
    targets and units is known, so it is never overdue.
    """
    if not books:
        return list(readings)
    rows: dict[str, IssuedRow] = {}
    parts: dict[str, dict[str, Role]] = {}
    for book in books.values():
        unit = names.get(book.unit, book.unit)
        for row in book.rows:
            rows[row.task_id] = row
            roles = parts.setdefault(row.task_id, {})
            roles[unit] = min(row.role, roles.get(unit, row.role), key=ROLE_ORDER.__getitem__)
    left_out = known.units - {names.get(unit, unit) for unit in books}
    then = []
    for reading in readings:
        task_id = reading.task.id
        roles = parts.pop(task_id, {})
        if not roles and reading.assignments and task_id not in known.tasks:
            continue
        more = (one for one in reading.assignments if one.unit in left_out and task_id in known.tasks)
        then.append(_with_parts(reading, roles | {one.unit: one.role for one in more}))
    withdrawn = (_withdrawn(rows[task_id]) for task_id in parts)
    return then + [_with_parts(reading, parts[reading.task.id]) for reading in withdrawn]


def _with_parts(reading: Reading, roles: Mapping[str, Role]) -> Reading:
    """The units of the plan of now in its order, then those it no longer names."""
    of_now = dict.fromkeys(one.unit for one in reading.assignments if one.unit in roles)
    ordered = of_now | dict.fromkeys(roles)
    parts = tuple(Assignment(reading.task.id, unit, roles[unit]) for unit in ordered)
    return Reading(reading.task, reading.deadline, (), parts, reading.targets, reading.milestones)


def _withdrawn(row: IssuedRow) -> Reading:
    sheet = Sheet.LOOKBACK if row.lookback else Sheet.TASKS
    task = Task(
        row.task_id, topic=wording.WITHDRAWN, section=wording.WITHDRAWN, content=row.label, sheet=sheet
    )
    return Reading(task, Deadline("", DeadlineKind.UNKNOWN), targets=row.targets)
