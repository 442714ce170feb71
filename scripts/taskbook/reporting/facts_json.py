"""The facts of a period as plain data: every number that the outputs show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from taskbook.reporting.facts import AnswerCount, Facts, PeriodFacts, TaskCount, UnitFacts
from taskbook.rollup.status import TaskStatus


def facts_shape(facts: Facts) -> dict[str, object]:
    """`trend` holds all periods, the last is the one reported on; `tasks` this year's, `lookback` those of before.

    Shares are 0–1, rounded to four places; None of nothing.
    """
    return {
        "period": str(facts.period),
        "as_of": facts.status.as_of.isoformat(),
        "trend": [_period(one) for one in facts.trend],
        "days": [_period(one) for one in facts.days],
        "coming": [day.isoformat() for day in facts.coming],
        "missing": [str(month) for month in facts.missing],
        "sections": [_tasks(one) for one in facts.sections],
        "topics": [_tasks(one) for one in facts.topics],
        "roles": [_answers(one.counts) | {"name": str(one.role)} for one in facts.roles],
        "units": [_unit(one) for one in facts.units],
        "tasks": [_task(task, facts) for task in facts.tasks],
        "lookback": [_task(task, facts) for task in facts.lookback],
    }


def _period(one: PeriodFacts) -> dict[str, object]:
    names = ("units_due", "units_answered", "units_partly", "units_missing", "units_on_time")
    return {
        "label": one.label,
        "as_of": one.as_of.isoformat(),
        "due_on": one.due_on.isoformat(),
        "elapsed": _share(one.elapsed),
        "behind": _share(one.behind),
        "missing_before": one.missing_before,
        "lookback_tasks": one.lookback_tasks,
        "lookback_done": one.lookback_done,
        **{name: getattr(one, name) for name in names},
        "tasks": _tasks(one.tasks),
        "answers": _answers(one.answers),
    }


def _tasks(one: TaskCount) -> dict[str, object]:
    shape = asdict(one)
    shape["completed"] = _share(one.completed)
    shape["done_share"] = _share(one.done_share)
    shape["lights"] = _words(one.lights)
    shape["states"] = _words(one.states)
    return shape


def _words(counted: object) -> dict[str, int]:
    return {str(word): count for word, count in dict(counted or {}).items()}  # type: ignore[call-overload]


def _answers(one: AnswerCount) -> dict[str, object]:
    rates = {name: _share(getattr(one, name)) for name in ("answer_rate", "on_time_rate", "done_share")}
    return asdict(one) | rates


def _unit(one: UnitFacts) -> dict[str, object]:
    status = one.status
    return {
        "unit": one.name,
        "standing": str(status.standing),
        "on_time": status.on_time,
        "rank": status.rank,
        "waiting": list(status.waiting),
        "counts": _answers(one.counts),
        "to_finish": one.to_finish,
        "finished": one.finished,
        "periods": [asdict(period) for period in one.periods],
    }


def _task(task: TaskStatus, facts: Facts) -> dict[str, object]:
    return {
        "id": task.id,
        "number": task.reading.task.number,
        "state": str(task.state),
        "light": str(task.light),
        "reason": task.reason,
        "rate": round(task.rate, 4),
        "overdue": task.overdue,
        "near": task.near,
        "newly_done": task.id in facts.changed.tasks_done,
        "newly_overdue": task.id in facts.changed.tasks_overdue,
        "behind": _named(answer.unit for answer in task.deciding if answer.overdue),
    }


def _named(units: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(units))


def _share(share: float | None) -> float | None:
    return None if share is None else round(share, 4)
