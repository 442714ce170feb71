"""Plan, period and what came before → where everything stands on a day. Values in, values out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from taskbook import wording
from taskbook.columns import Sheet
from taskbook.findings import Cell, Code, Finding, found
from taskbook.model import Plan, Reading, Reply
from taskbook.returns.archive import Outcome
from taskbook.rollup.cases import elapsed_share
from taskbook.rollup.lights import LIGHT_RULES
from taskbook.rollup.status import NO_PAST, Answer, Past, Round, Status, TaskStatus, UnitStatus
from taskbook.rollup.tasks import stray_answers, task_statuses
from taskbook.rollup.units import unit_statuses
from taskbook.rules.identity import ids_are_unique
from taskbook.rules.sheet import ReadPlan


def merge(
    plan: Plan, readings: Sequence[Reading], current: Round, past: Past = NO_PAST, *, as_of: date
) -> Status:
    """Where every task and unit stands on the day `as_of`. Pure."""
    settings = plan.settings
    doubles = list(ids_are_unique(ReadPlan(plan, tuple(readings))))
    readings = _once(readings)
    tasks = tuple(task_statuses(readings, settings, current, past, as_of=as_of))
    strays = tuple(stray_answers(readings, current))
    units = unit_statuses(plan, tasks, current)
    return Status(
        plan=plan,
        period=current.period,
        as_of=as_of,
        due=current.period.due(settings.due_day),
        tasks=tasks,
        strays=strays,
        units=units,
        records=current.records,
        findings=(*doubles, *_findings(plan, current, past, tasks, strays, units)),
        elapsed=elapsed_share(as_of, settings.year or as_of.year),
    )


def _once(readings: Sequence[Reading]) -> list[Reading]:
    """A row that was copied with its 任务编号 was never sent: it stands without one, not with the other's answers."""
    seen: set[str] = set()
    once = []
    for reading in readings:
        double = bool(reading.task.id) and reading.task.id in seen
        seen.add(reading.task.id)
        once.append(replace(reading, task=replace(reading.task, id="")) if double else reading)
    return once


def _findings(
    plan: Plan,
    current: Round,
    past: Past,
    tasks: Sequence[TaskStatus],
    strays: Sequence[Answer],
    units: Sequence[UnitStatus],
) -> Iterator[Finding]:
    rule = plan.settings.light_rule
    if rule not in LIGHT_RULES:
        names = wording.listed(LIGHT_RULES)
        yield found(Code.LIGHT_RULE_UNKNOWN, Cell(Sheet.SETTINGS), rule=rule, names=names)
    if not any(record.outcome is Outcome.ACCEPTED for record in current.records):
        yield found(Code.NOTHING_COLLECTED, period=current.period)
    for stray in strays:
        yield found(Code.REPLY_WITHOUT_TASK, _place(stray.reply), unit=stray.unit, task_id=stray.task_id)
    silent_twice = _silent_units(tasks) if past.last else set()
    for unit in units:
        if unit.unit.name in silent_twice:
            yield found(Code.TWO_PERIODS_SILENT, Cell(Sheet.UNITS), unit=unit.unit.name)


def _silent_units(tasks: Iterable[TaskStatus]) -> set[str]:
    """Units that left everything asked of them unanswered, in this period and the one issued before."""
    silent_on_all: dict[str, bool] = {}
    for task in tasks:
        for answer in task.answers:
            if answer.asked:
                silent_on_all[answer.unit] = silent_on_all.get(answer.unit, True) and answer.silent
    return {unit for unit, all_silent in silent_on_all.items() if all_silent}


def _place(reply: Reply | None) -> Cell:
    source = reply.source if reply else None
    return Cell(source.sheet, f"A{source.row}", source.file) if source else Cell()
