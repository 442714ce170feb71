"""What a rule looks at: the plan with its readings, and the cells its findings point to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from taskbook import wording
from taskbook.columns import Field, GroupField, PointField, Sheet, UnitField, column_letters
from taskbook.findings import Cell
from taskbook.model import Group, Plan, Reading, Task, Unit


@dataclass(frozen=True, slots=True)
class ReadPlan:
    """A plan and what its cells mean; `readings` has one entry for every task, in the tasks' order."""

    plan: Plan
    readings: tuple[Reading, ...]

    @property
    def tasks(self) -> tuple[Task, ...]:
        return self.plan.tasks

    @property
    def this_year(self) -> tuple[Task, ...]:
        """The tasks without those an earlier year left unfinished."""
        return tuple(task for task in self.plan.tasks if not task.lookback)

    @property
    def readings_this_year(self) -> tuple[Reading, ...]:
        return tuple(reading for reading in self.readings if not reading.task.lookback)

    @property
    def by_sheet(self) -> tuple[tuple[Task, ...], ...]:
        """The tasks of each sheet that has any: this year's, then 回头看."""
        lookback = tuple(task for task in self.plan.tasks if task.lookback)
        return tuple(tasks for tasks in (self.this_year, lookback) if tasks)


def task_cell(plan: Plan, task: Task, field: Field) -> Cell:
    """The cell of a task's field; where the sheet has no such column, the task's content."""
    columns = plan.columns_of(task)
    return Cell(task.sheet, f"{columns.get(field) or columns.get(Field.CONTENT, 'A')}{task.row}")


def unit_cell(plan: Plan, unit: Unit, field: UnitField) -> Cell:
    return Cell(Sheet.UNITS, f"{_side_column(plan, field, tuple(UnitField))}{unit.row}")


def group_cell(plan: Plan, group: Group, field: GroupField) -> Cell:
    return Cell(Sheet.GROUPS, f"{_side_column(plan, field, tuple(GroupField))}{group.row}")


def point_cell(plan: Plan, row: int, field: PointField) -> Cell:
    return Cell(Sheet.POINTS, f"{plan.point_columns.get(field, 'A')}{row}")


def _side_column(plan: Plan, field: UnitField | GroupField, order: tuple[UnitField | GroupField, ...]) -> str:
    return plan.side_columns.get(field) or column_letters(order.index(field))


def place_of(task: Task) -> str:
    """A task as a finding names it: its id, and the row where people find it."""
    return (
        wording.task_place(task.id, task.row)
        if not task.lookback
        else wording.lookback_place(task.id, task.row)
    )


def text_of(task: Task, field: Field) -> str:
    """What stands in a column of the plan; '' for columns a task has no text for (what the merge writes back)."""
    return getattr(task, field.value, "")


TEXT_FIELDS: tuple[Field, ...] = (
    Field.SECTION,
    Field.TOPIC,
    Field.CONTENT,
    Field.LEAD,
    Field.RESPONSIBLE,
    Field.SUPPORT,
    Field.MEASURE,
    Field.DEADLINE,
    Field.REMARK,
)
"""Columns of the plan in which people write words."""


def texts_once(tasks: Iterable[Task], fields: Iterable[Field]) -> Iterable[tuple[Task, Field, str]]:
    """Every text with its cell's task and field; one that repeats the row above (a merged topic) only the first time."""
    above: Mapping[Field, str] = {}
    for task in tasks:
        here = {field: text_of(task, field) for field in fields}
        yield from (
            (task, field, text)
            for field, text in here.items()
            if text and (field not in MERGED_FIELDS or above.get(field) != text)
        )
        above = here


MERGED_FIELDS = (Field.SECTION, Field.TOPIC)
"""Columns whose equal neighbours are one merged cell of the master."""
