"""How every unit stands in a period: what it owed, what it answered, when, and its place among the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from taskbook.model import Plan, State, Unit
from taskbook.returns.archive import Outcome, ReturnRecord
from taskbook.rollup.status import Answer, Round, Standing, TaskStatus, UnitStatus

_USABLE = (Outcome.ACCEPTED, Outcome.SUPERSEDED)


def unit_statuses(plan: Plan, tasks: Iterable[TaskStatus], current: Round) -> tuple[UnitStatus, ...]:
    """One line per unit that has a task or was asked or answered, in the registry's order, ranked."""
    answers: dict[str, list[Answer]] = {}
    for task in tasks:
        for answer in task.answers:
            answers.setdefault(answer.unit, []).append(answer)
    records: dict[str, list[ReturnRecord]] = {}
    for record in current.records:
        if name := record.unit or record.probable_unit:
            records.setdefault(name, []).append(record)
    registry = {unit.name: unit for unit in plan.units}
    heard = [name for name, own in records.items() if any(record.outcome in _USABLE for record in own)]
    taking_part = answers.keys() | current.asked.keys() | set(heard)
    names = [name for name in registry if name in taking_part] + sorted(taking_part - registry.keys())
    units = [
        _unit_status(registry.get(name, Unit(name)), answers.get(name, []), records.get(name, []), current)
        for name in names
    ]
    return _ranked(units)


def _unit_status(
    unit: Unit, answers: list[Answer], records: list[ReturnRecord], current: Round
) -> UnitStatus:
    usable = [record for record in records if record.outcome in _USABLE]
    returned = [record for record in records if record.outcome is Outcome.RETURNED]
    mended = max((record.sequence for record in usable), default=-1)
    sent_back = next((record for record in reversed(returned) if record.sequence > mended), None)
    due = sum(answer.asked for answer in answers)
    answered = sum(answer.answered for answer in answers)
    return UnitStatus(
        unit=unit,
        standing=_standing(
            due, answered, bool(usable), sent_back, bool(current.asked) and unit.name not in current.asked
        ),
        tasks=len(answers),
        due=due,
        answered=answered,
        done=sum(answer.state is State.DONE for answer in answers),
        overdue=sum(answer.overdue for answer in answers),
        on_time=any(record.on_time for record in usable) if usable else None,
        lights=Counter(answer.light for answer in answers),
        waiting=tuple(answer.task_id for answer in answers if answer.asked and not answer.answered),
        sent_back=sent_back,
    )


def _standing(
    due: int, answered: int, came: bool, sent_back: ReturnRecord | None, not_issued: bool
) -> Standing:
    if due == 0:
        return Standing.NOT_ISSUED if not_issued and not came else Standing.NOTHING_DUE
    if answered == due:
        return Standing.ANSWERED
    if sent_back:
        return Standing.SENT_BACK
    return Standing.PARTLY if came else Standing.MISSING


def _ranked(units: list[UnitStatus]) -> tuple[UnitStatus, ...]:
    """Rank by share answered, then on time, then share done, then fewest overdue; equals share a rank."""

    def merit(one: UnitStatus) -> tuple[float, bool, float, int]:
        return -(one.answer_rate or 0.0), not one.on_time, -one.done / max(one.tasks, 1), one.overdue

    ordered = sorted(merit(one) for one in units if one.due)
    rank_of: Mapping[tuple[float, bool, float, int], int] = {
        merits: place for place, merits in reversed(list(enumerate(ordered, 1)))
    }
    return tuple(replace(one, rank=rank_of[merit(one)]) if one.due else one for one in units)
