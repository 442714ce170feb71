"""Who has to be reminded of what: units that did not answer, that were sent back, that are overdue. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from taskbook import wording
from taskbook.mail.letter import Kind, TaskLine
from taskbook.model import ROLE_WORDS, Role, Unit
from taskbook.returns.archive import Outcome, ReturnRecord
from taskbook.rollup.status import Answer, Standing, Status, TaskStatus, UnitStatus

CONTENT_LENGTH = 60
"""Characters of a task's words in a letter."""

_USABLE = (Outcome.ACCEPTED, Outcome.SUPERSEDED)
_NOTHING_USABLE = (Standing.MISSING, Standing.SENT_BACK)


@dataclass(frozen=True, slots=True)
class Reminder:
    """What one unit is told: `kind` by the gravest (a file sent back, then overdue tasks, then open rows).

    `tasks` counts all of its tasks, `led` are those it leads, `open` those without a valid answer this period,
    `overdue` those past their deadline that it has not finished. `sent_back` is its latest returned file, where no
    valid one came after it. `silent`: nothing usable came from it at all.
    """

    unit: Unit
    kind: Kind
    tasks: int
    led: tuple[TaskLine, ...]
    open: tuple[TaskLine, ...]
    overdue: tuple[TaskLine, ...]
    sent_back: ReturnRecord | None = None
    silent: bool = False


def reminders(status: Status, today: date, whose: Callable[[ReturnRecord], str]) -> tuple[Reminder, ...]:
    """Every unit that owes something, in the registry's order. Units that are stopped owe nothing.

    Days late are counted to `today`. `whose` names the unit of a file, '' where nobody can say for sure: such a file
    changes nothing for anybody.
    """
    lines: dict[str, list[tuple[Answer, TaskLine]]] = {}
    for task in status.tasks:
        for answer in task.answers:
            lines.setdefault(answer.unit, []).append((answer, _line(task, answer, today)))
    last = _last_sent_back(status.records, whose)
    due = (
        _reminder(unit, lines.get(unit.unit.name, []), last.get(unit.unit.name))
        for unit in status.units
        if not unit.unit.stopped
    )
    return tuple(one for one in due if one.sent_back or one.open or one.overdue)


def _last_sent_back(
    records: Iterable[ReturnRecord], whose: Callable[[ReturnRecord], str]
) -> dict[str, ReturnRecord]:
    """Unit → its latest returned file, where no valid one came after it."""
    last: dict[str, ReturnRecord] = {}
    for record in sorted(records, key=lambda each: each.sequence):
        unit = whose(record)
        if record.outcome is Outcome.RETURNED:
            last[unit] = replace(record, unit=unit)
        elif record.outcome in _USABLE:
            last.pop(unit, None)
    return {unit: record for unit, record in last.items() if unit}


def _reminder(
    unit: UnitStatus, lines: Iterable[tuple[Answer, TaskLine]], sent_back: ReturnRecord | None
) -> Reminder:
    lines = list(lines)
    waiting = set(unit.waiting)
    overdue = tuple(line for _, line in lines if line.overdue)
    kind = Kind.RETURN if sent_back else Kind.URGE if overdue else Kind.REMIND
    return Reminder(
        unit=unit.unit,
        kind=kind,
        tasks=unit.tasks,
        led=tuple(line for answer, line in lines if answer.role is Role.LEAD),
        open=tuple(line for answer, line in lines if answer.task_id in waiting),
        overdue=overdue,
        sent_back=sent_back,
        silent=not sent_back and unit.on_time is None and unit.standing in _NOTHING_USABLE,
    )


def _line(task: TaskStatus, answer: Answer, today: date) -> TaskLine:
    said = task.reading.task
    overdue = answer.overdue and task.overdue  # a task that its leads have done is nobody's fault any more
    return TaskLine(
        task_id=said.id,
        number=said.number,
        content=shortened(said.content),
        role=ROLE_WORDS[answer.role] if answer.role else "",
        deadline=" ".join(said.deadline.split()),
        overdue=overdue,
        reason=_late_by(task, today) if overdue else "",
    )


def _late_by(task: TaskStatus, today: date) -> str:
    last = task.reading.deadline.last
    return wording.DAYS_LATE.format(days=(today - last).days) if last else ""


def shortened(text: str) -> str:
    """A task's words in one line of a letter."""
    plain = " ".join(text.split())
    return plain if len(plain) <= CONTENT_LENGTH else wording.CUT_OFF.format(text=plain[: CONTENT_LENGTH - 2])
