"""Plan and archive → the facts of a period. The history is walked once; nothing of it is kept but what is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from taskbook.model import Light, Plan, Role, State
from taskbook.period import Period
from taskbook.progress import Progress, silent
from taskbook.reporting.facts import (
    AnswerCount,
    Facts,
    PeriodFacts,
    RoleFacts,
    TaskCount,
    UnitFacts,
)
from taskbook.reporting.histories import Histories, Words
from taskbook.reporting.keeping import Keeper
from taskbook.returns.archive import load_replies
from taskbook.returns.renaming import names_now
from taskbook.rollup.checked import checked
from taskbook.rollup.history import Stage, months_missing, stages
from taskbook.rollup.named_dates import NamedDates
from taskbook.rollup.rounds import periods_after
from taskbook.rollup.status import Key
from taskbook.rollup.tables import (
    LOOKBACK,
    MEASURES,
    TASK_MEASURES,
    Tables,
    counts,
    tables_of,
    task_totals,
    totals,
)

if TYPE_CHECKING:
    from pandas import DataFrame, Series


def gather(
    plan: Plan, archive: Path, period: Period, progress: Progress = silent, today: date | None = None
) -> Facts:
    """The facts of a period by what the archive holds now; nothing is written.

    Raises `CannotGoOn` where nothing was issued in the period and nothing came.
    """
    dates = NamedDates(plan)
    keeper = Keeper(plan)
    words = Words(period)

    def watched() -> Iterator[Stage]:
        for stage in stages(plan, archive, period, progress, today):
            dates.take(stage)
            keeper.take(stage)
            words.take(stage)
            yield stage

    tables = tables_of(watched(), plan)
    last = keeper.last
    as_of = last.status.as_of
    made_on = max(today or date.today(), as_of)
    days = list(dates.stages(as_of))
    named = tables_of(days, plan)
    trend = tuple(_periods(tables))
    return Facts(
        status=checked(last.status, last.current, archive),
        changed=last.changed,
        trend=trend,
        days=tuple(_periods(named, [stage.day for stage in days])),
        coming=tuple(day for day in dates.days if day > as_of),
        sections=tuple(_task_counts(tables, last.label, "section")),
        topics=tuple(_task_counts(tables, last.label, "topic")),
        units=tuple(_units(tables, last, keeper, trend)),
        roles=tuple(_roles(tables, last.label)),
        histories=Histories(tables.answers, words),
        made_on=made_on,
        missing=tuple(months_missing([Period.parse(one.label) for one in trend])),
        done_since=_done_since(archive, period, made_on, names_now(plan.units)),
    )


def _periods(tables: Tables, days: Iterable[date | None] = ()) -> Iterator[PeriodFacts]:
    """A row of `Tables.periods` each."""
    shown: list[date | None] = list(days)
    if tables.periods.empty:
        return
    lights = _spread(counts(_this_year(tables.tasks), "light"), Light)
    states = _spread(counts(_this_year(tables.tasks), "state"), State)
    for place, row in enumerate(tables.periods.to_dict("records")):
        label = str(row["period"])
        yield PeriodFacts(
            label=label,
            as_of=row["as_of"],
            due_on=row["due_on"],
            elapsed=float(row["elapsed"]),
            tasks=_task_count(row, "", lights.get((label,), {}), states.get((label,), {})),
            answers=AnswerCount(**{name: int(row[f"answers_{name}"]) for name in MEASURES}),
            **{
                f"units_{name}": int(row[f"units_{name}"])
                for name in ("due", "answered", "partly", "missing", "on_time")
            },
            missing_before=int(row["months_missing"]),
            lookback_tasks=int(row["lookback_tasks"]),
            lookback_done=int(row["lookback_done"]),
            day=shown[place] if shown else None,
        )


def _this_year(table: DataFrame) -> DataFrame:
    """Without 回头看."""
    return table[~table[LOOKBACK]]


def _task_counts(tables: Tables, label: str, word: str) -> Iterator[TaskCount]:
    """The tasks of a period by section or topic; names that differ in line breaks only are one."""
    tasks = _this_year(tables.tasks)
    tasks = tasks[tasks["period"] == label].copy()
    order = {" ".join(str(name).split()): None for name in tasks[word].cat.categories}
    import pandas as pd

    tasks[word] = pd.Categorical(
        [" ".join(str(name).split()) for name in tasks[word]], categories=list(order), ordered=True
    )
    lights = _spread(counts(tasks, "light", word), Light)
    states = _spread(counts(tasks, "state", word), State)
    for row in task_totals(tasks, word).to_dict("records"):
        key = (label, str(row[word]))
        yield _task_count(row, key[1], lights.get(key, {}), states.get(key, {}))


def _task_count(
    row: Mapping[str, object], name: str, lights: Mapping[Light, int], states: Mapping[State, int]
) -> TaskCount:
    import pandas as pd

    completed = row["completed"]
    return TaskCount(
        name=name,
        **{measure: int(row[measure]) for measure in TASK_MEASURES},  # type: ignore[call-overload]
        completed=None if pd.isna(completed) else float(completed),  # type: ignore[call-overload, arg-type]
        lights=lights,
        states=states,
    )


def _spread(
    counted: DataFrame, words: type[Light] | type[State]
) -> dict[tuple[str, ...], dict[Light | State, int]]:
    """(period, whatever else) → word → how many, of a table as `counts` makes it."""
    shown = [word for word in words if str(word) in counted.columns]
    keys = [name for name in counted.columns if name not in {str(word) for word in words}]
    return {
        tuple(str(row[key]) for key in keys): {word: int(row[str(word)]) for word in shown}
        for row in counted.to_dict("records")
    }


def _answer_count(row: Mapping[str, object] | Series, name: str) -> AnswerCount:
    return AnswerCount(name=name, **{measure: int(row[measure]) for measure in MEASURES})  # type: ignore[call-overload]


def _units(
    tables: Tables, last: Stage, keeper: Keeper, trend: tuple[PeriodFacts, ...]
) -> Iterator[UnitFacts]:
    summed = totals(tables.answers, "unit")
    counted = {
        row["unit"]: _answer_count(row, str(row["unit"]))
        for row in summed[summed["period"] == last.label].to_dict("records")
    }
    finishing = keeper.finishing()
    for status in last.status.units:
        name = status.unit.name
        to_finish, finished = finishing.get(name, (0, 0))
        yield UnitFacts(
            status=status,
            counts=counted.get(name, AnswerCount(name)),
            periods=tuple(keeper.unit_period(name, one.label) for one in trend),
            to_finish=to_finish,
            finished=finished,
        )


def _roles(tables: Tables, label: str) -> Iterator[RoleFacts]:
    summed = totals(tables.answers, "role")
    for row in summed[summed["period"] == label].to_dict("records"):
        if row["role"] in set(Role):
            yield RoleFacts(Role(row["role"]), _answer_count(row, str(row["role"])))


def _done_since(archive: Path, period: Period, made_on: date, names: Mapping[str, str]) -> frozenset[Key]:
    """What the later periods up to that day tell as done at last, units under their names of now."""
    done: set[Key] = set()
    for later in periods_after(archive, period):
        if later > Period(made_on.year, made_on.month):
            break
        for _, replies in load_replies(archive, later):
            for reply in replies:
                key = (reply.task_id, names.get(reply.unit, reply.unit))
                (done.add if reply.state is State.DONE else done.discard)(key)
    return frozenset(done)
