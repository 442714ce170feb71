"""The numbers that matter: how many tasks and units stand where, for the overview, the summary line and reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from taskbook.model import Light, State
from taskbook.rollup.status import Standing, Status, TaskStatus, UnitStatus


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of this year's tasks, of units that owe an answer, and of single answers. Shares are 0–1, None of nothing.

    Tasks of an earlier year (回头看) are counted apart, in `lookback` and `lookback_done`; what units owe and answer
    is counted with them.
    """

    tasks: int
    states: Mapping[State, int]
    lights: Mapping[Light, int]
    overdue: int
    near: int
    units_due: int
    units_answered: int
    units_partly: int
    units_on_time: int
    answers_due: int
    answers: int
    lookback: int = 0
    lookback_done: int = 0

    @property
    def units_missing(self) -> int:
        return self.units_due - self.units_answered - self.units_partly

    @property
    def answer_rate(self) -> float | None:
        return share(self.answers, self.answers_due)


def share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def figures_of(status: Status) -> Figures:
    due = [unit for unit in status.units if unit.due]
    tasks, left_over = status.this_year, status.lookback
    return Figures(
        tasks=len(tasks),
        states=Counter(task.state for task in tasks),
        lights=Counter(task.light for task in tasks),
        overdue=sum(task.overdue for task in tasks),
        near=sum(task.near for task in tasks),
        units_due=len(due),
        units_answered=sum(unit.standing is Standing.ANSWERED for unit in due),
        units_partly=sum(unit.standing is not Standing.ANSWERED and unit.answered > 0 for unit in due),
        units_on_time=sum(bool(unit.on_time) for unit in due),
        answers_due=sum(unit.due for unit in due),
        answers=sum(unit.answered for unit in due),
        lookback=len(left_over),
        lookback_done=sum(task.state is State.DONE for task in left_over),
    )


def lights_by_section(
    tasks: Sequence[TaskStatus], most: int, others: str
) -> list[tuple[str, Counter[Light]]]:
    """Lights per 一级指标 (per 二级指标 where there is none), in the plan's order; beyond `most` together as `others`."""
    sections = {task.reading.task.section for task in tasks}
    by_topic = len(sections) < 2
    counted: dict[str, Counter[Light]] = {}
    for task in tasks:
        name = task.reading.task.topic if by_topic else task.reading.task.section
        counted.setdefault(" ".join(name.split()) or others, Counter())[task.light] += 1
    if len(counted) <= most:
        return list(counted.items())
    kept = list(counted.items())[: most - 1]
    return [*kept, (others, sum((lights for _, lights in list(counted.items())[most - 1 :]), Counter()))]


def busiest_units(units: Sequence[UnitStatus], most: int) -> list[UnitStatus]:
    """The units with the most tasks, the registry's order among equals."""
    return sorted((unit for unit in units if unit.tasks), key=lambda unit: -unit.tasks)[:most]
