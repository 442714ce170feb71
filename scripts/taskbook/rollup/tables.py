"""The history as tables (pandas), to be summed by unit, by topic, by role, by period.

Every number is counted once, here, from what the roll-up judged; sums over units, topics or roles are sums of the same
rows and so agree with each other.
"""

from __future__ import annotations

from collections.abc import Container, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from taskbook.model import DECLARED_STATES, ROLE_ORDER, Plan, State
from taskbook.period import Period
from taskbook.rollup.figures import figures_of, share
from taskbook.rollup.history import Stage, months_missing
from taskbook.rollup.lights import lights_of
from taskbook.rollup.status import Answer, TaskStatus

if TYPE_CHECKING:
    from pandas import DataFrame

MEASURES = (
    "assigned",
    "due",
    "answered",
    "on_time",
    "done",
    "done_now",
    "overdue",
    "newly_done",
    "newly_overdue",
    "silent",
    "repeated",
    "late",
)
"""What is counted of single answers (项次), each a yes or no per period, task and unit:

assigned: the unit has the task; due: an answer was due in the period (not of what was done before); answered: a valid
one came; on_time: from a unit that returned in time, as 单位情况 counts; done: now or before; done_now: by this period's
answer; overdue: past its last date and not done, never of supporting units; silent: no answer in this period and the
one issued before; newly_done, newly_overdue, repeated: see `changes.Changed`; late: answered, but not in time (for a
date the plan names: after it, and so not among the answered).
"""

TASK_MEASURES = ("tasks", "done", "overdue", "near", "newly_done", "newly_overdue")
"""What is counted of whole tasks (项)."""

LOOKBACK = "lookback"
"""A column of bool: the task is one that an earlier year left unfinished (回头看)."""

STATES = (*DECLARED_STATES, State.NONE)
_ANSWER_WORDS = ("period", "task", "section", "topic", "unit", "role", "state", "light")
_TASK_WORDS = ("period", "task", "section", "topic", "state", "light")


@dataclass(frozen=True, slots=True)
class Tables:
    """`answers`: a row per period, task and unit: period, task, section, topic, unit, role, state, light, the
    `MEASURES` and lookback (回头看) as bool, and `completed`, the completed share (0–1; unknown counts 0).

    `tasks`: a row per period and task: period, task, section, topic, state, light, the `TASK_MEASURES` and lookback as
    bool, and `completed` (完成率, 0–1). Who counts this year's tasks leaves out the rows with lookback.

    `periods`: a row per period in the order of time: period, as_of, due_on, elapsed (序时进度, 0–1), months_missing
    (before it;
    0 before a date the plan names), the `TASK_MEASURES`, done_share and completed of the tasks (0–1, None without a task), behind (elapsed
    less done_share), units_due, units_answered, units_partly, units_missing, units_on_time, and the `MEASURES` as
    answers_…. Of tasks only this year's are counted; those of 回头看 apart, as lookback_tasks and lookback_done.
    """

    answers: DataFrame
    tasks: DataFrame
    periods: DataFrame


def tables_of(stages: Iterable[Stage], plan: Plan) -> Tables:
    """The tables of a history; units stand in the registry's order, the rest in the plan's. No stage is kept."""
    import pandas as pd

    orders: dict[str, Sequence[Hashable]] = {
        "unit": [unit.name for unit in plan.units],
        "role": list(ROLE_ORDER),
        "light": lights_of(plan.settings.light_rule),
        "state": STATES,
        **{name: [getattr(task, name) for task in plan.tasks] for name in ("section", "topic")},
        "task": [task.id for task in plan.tasks],
    }
    answers = _Rows(_ANSWER_WORDS, MEASURES, orders)
    tasks = _Rows(_TASK_WORDS, TASK_MEASURES, orders)
    periods: list[dict[str, object]] = []
    held: list[Period] = []
    for stage in stages:
        held.append(stage.period)
        counted = answers.take(*_answer_columns(stage))
        tasks.take(*_task_columns(stage))
        periods.append(_period_row(stage, held, counted))
    return Tables(answers.table(), tasks.table(), pd.DataFrame(periods))


def totals(answers: DataFrame, *by: str) -> DataFrame:
    """The `MEASURES` summed per period and whatever else (`unit`, `topic`, `section`, `role`, `task`), a row for each
    that has any, with answer_rate (answered of due), on_time_rate (of due), done_rate and completed (of assigned),
    0–1, NaN of nothing."""
    summed = _summed(answers, by, MEASURES)
    summed["answer_rate"] = summed["answered"] / summed["due"]
    summed["on_time_rate"] = summed["on_time"] / summed["due"]
    summed["done_rate"] = summed["done"] / summed["assigned"]
    summed["completed"] /= summed["assigned"]
    return summed


def task_totals(tasks: DataFrame, *by: str) -> DataFrame:
    """The `TASK_MEASURES` summed per period and whatever else (`topic`, `section`), with done_share and completed (the
    mean), 0–1."""
    summed = _summed(tasks, by, TASK_MEASURES)
    summed["done_share"] = summed["done"] / summed["tasks"]
    summed["completed"] /= summed["tasks"]
    return summed


def counts(table: DataFrame, word: str, *by: str) -> DataFrame:
    """How many rows have which `light` or `state`, per period and whatever else: a column for each word."""
    grouped = table.groupby(["period", *by, word], observed=True, sort=True).size()
    spread = grouped.unstack(word, fill_value=0)
    return spread.reindex(columns=list(table[word].cat.categories), fill_value=0).reset_index()


def _summed(table: DataFrame, by: Sequence[str], measures: Sequence[str]) -> DataFrame:
    grouped = table.groupby(["period", *by], observed=True, sort=True)
    return grouped[[*measures, "completed"]].sum().reset_index()


class _Rows:
    """Columns of one period after the other. Words are kept as numbers: there are hundreds of thousands of rows."""

    def __init__(
        self, words: Sequence[str], measures: Sequence[str], orders: Mapping[str, Sequence[Hashable]]
    ) -> None:
        self._measures = measures
        self._codes: dict[str, dict[Hashable, int]] = {}
        for name in words:
            self._codes[name] = {}
            for value in orders.get(name, ()):
                self._codes[name].setdefault(value, len(self._codes[name]))
        self._parts: list[dict[str, Any]] = []

    def take(
        self,
        words: Mapping[str, Sequence[Hashable]],
        flags: Mapping[str, Sequence[bool]],
        completed: Sequence[float],
    ) -> dict[str, int]:
        """The rows of a period; how often each flag is set."""
        import numpy as np

        part: dict[str, Any] = {}
        for name, codes in self._codes.items():
            part[name] = np.array(
                [codes.setdefault(value, len(codes)) for value in words[name]], dtype=np.int32
            )
        for name in (*self._measures, LOOKBACK):
            part[name] = np.array(flags[name], dtype=bool)
        part["completed"] = np.array(completed, dtype=float)
        self._parts.append(part)
        return {name: int(part[name].sum()) for name in self._measures}

    def table(self) -> DataFrame:
        import numpy as np
        import pandas as pd

        columns: dict[str, Any] = {}
        for name in (*self._codes, *self._measures, LOOKBACK, "completed"):
            parts = [part.pop(name) for part in self._parts]
            whole = np.concatenate(parts) if parts else np.array([], dtype=np.int32)
            codes = self._codes.get(name)
            if codes is not None:
                whole = pd.Categorical.from_codes(
                    whole, pd.Index(map(str, codes), dtype=object), ordered=True
                )
            columns[name] = whole
        return pd.DataFrame(columns)


_Columns = tuple[Mapping[str, Sequence[Hashable]], Mapping[str, Sequence[bool]], Sequence[float]]


def _answer_columns(stage: Stage) -> _Columns:
    status, changed = stage.status, stage.changed
    pairs = [(task.reading.task, answer) for task in status.tasks for answer in task.answers]
    answers = [answer for _, answer in pairs]
    keys = [(answer.task_id, answer.unit) for answer in answers]
    in_time = {unit.unit.name for unit in status.units if unit.on_time}
    words: dict[str, Sequence[Hashable]] = {
        "period": [stage.label] * len(pairs),
        "task": [task.id for task, _ in pairs],
        "section": [task.section for task, _ in pairs],
        "topic": [task.topic for task, _ in pairs],
        "unit": [answer.unit for answer in answers],
        "role": [answer.role for answer in answers],
        "state": [answer.state for answer in answers],
        "light": [answer.light for answer in answers],
    }
    flags = {
        "assigned": [True] * len(pairs),
        "due": [answer.asked for answer in answers],
        "answered": [answer.answered for answer in answers],
        "on_time": [answer.answered and answer.unit in in_time for answer in answers],
        "done": [answer.state is State.DONE for answer in answers],
        "done_now": [answer.state is State.DONE and answer.answered for answer in answers],
        "overdue": [answer.overdue for answer in answers],
        "newly_done": [key in changed.done for key in keys],
        "newly_overdue": [key in changed.overdue for key in keys],
        "silent": [answer.silent for answer in answers],
        "repeated": [key in changed.repeated for key in keys],
        "late": _late(stage, answers, in_time),
        LOOKBACK: [task.lookback for task, _ in pairs],
    }
    return words, flags, [answer.share or 0.0 for answer in answers]


def _late(stage: Stage, answers: Sequence[Answer], in_time: Container[str]) -> list[bool]:
    if stage.day:
        return [(answer.task_id, answer.unit) in stage.late for answer in answers]
    return [answer.answered and answer.unit not in in_time for answer in answers]


def _task_columns(stage: Stage) -> _Columns:
    tasks = stage.status.tasks
    words: dict[str, Sequence[Hashable]] = {
        "period": [stage.label] * len(tasks),
        "task": [task.id for task in tasks],
        "section": [task.reading.task.section for task in tasks],
        "topic": [task.reading.task.topic for task in tasks],
        "state": [task.state for task in tasks],
        "light": [task.light for task in tasks],
    }
    flags = _task_flags(stage, tasks) | {LOOKBACK: [task.reading.task.lookback for task in tasks]}
    return words, flags, [task.rate for task in tasks]


def _task_flags(stage: Stage, tasks: Sequence[TaskStatus]) -> dict[str, list[bool]]:
    changed = stage.changed
    return {
        "tasks": [True] * len(tasks),
        "done": [task.state is State.DONE for task in tasks],
        "overdue": [task.overdue for task in tasks],
        "near": [task.near for task in tasks],
        "newly_done": [task.id in changed.tasks_done for task in tasks],
        "newly_overdue": [task.id in changed.tasks_overdue for task in tasks],
    }


def _period_row(stage: Stage, held: Sequence[Period], answers: Mapping[str, int]) -> dict[str, object]:
    """`held`: the periods so far, this one the last."""
    status = stage.status
    figures, this_year = figures_of(status), status.this_year
    tasks = {name: sum(flags) for name, flags in _task_flags(stage, this_year).items()}
    done = share(tasks["done"], tasks["tasks"])
    rates = [task.rate for task in this_year]
    return {
        "period": stage.label,
        "as_of": status.as_of,
        "due_on": status.due,
        "elapsed": status.elapsed,
        "months_missing": 0 if stage.day else len(months_missing(held[-2:])),
        **tasks,
        "done_share": done,
        "completed": sum(rates) / len(rates) if rates else None,
        "behind": None if done is None else status.elapsed - done,
        "units_due": figures.units_due,
        "units_answered": figures.units_answered,
        "units_partly": figures.units_partly,
        "units_missing": figures.units_missing,
        "units_on_time": figures.units_on_time,
        "lookback_tasks": figures.lookback,
        "lookback_done": figures.lookback_done,
        **{f"answers_{name}": count for name, count in answers.items()},
    }
