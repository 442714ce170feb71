"""Cells that must say something."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from taskbook.columns import HEADINGS, PARTY_FIELDS, Field, Sheet, field_of
from taskbook.findings import Cell, Code, Finding, found
from taskbook.model import Role
from taskbook.rules.sheet import ReadPlan, task_cell, text_of

_REQUIRED = (Field.CONTENT, Field.DEADLINE)
_WHOLE_COLUMN = 3
"""From so many tasks on, a column that is empty throughout is said once and not once a row."""


def required_cells_are_filled(sheet: ReadPlan) -> Iterator[Finding]:
    """Every task says what is to be done and by when.

    Bad:  工作任务 公开预算信息；完成时限（空）
    Good: 工作任务 公开预算信息；完成时限 2026年10月底前
    """
    for tasks, field in product(sheet.by_sheet, _REQUIRED):
        empty = [task for task in tasks if not text_of(task, field).strip()]
        if len(empty) == len(tasks) >= _WHOLE_COLUMN:
            where = task_cell(sheet.plan, empty[0], field)
            yield found(Code.COLUMN_EMPTY, where, heading=HEADINGS[field], count=len(empty))
            continue
        for task in empty:
            where = task_cell(sheet.plan, task, field)
            yield found(Code.REQUIRED_CELL_EMPTY, where, heading=HEADINGS[field])


def what_counts_stands_in_one_column(sheet: ReadPlan) -> Iterator[Finding]:
    """Units, content and deadlines stand in one column each: a second one of the same meaning is not read.

    Bad:  责任单位 区教育局；另一列也叫责任单位，写着区财政局
    Good: 责任单位 区教育局、区财政局
    """
    told: set[tuple[str, str]] = set()
    for task in sheet.tasks:
        for heading, text in task.extra:
            field = field_of(heading)
            if field in (*PARTY_FIELDS, *_REQUIRED) and text.strip() and (task.sheet, heading) not in told:
                told.add((task.sheet, heading))
                where = task_cell(sheet.plan, task, field)
                yield found(Code.COLUMN_TWICE, where, heading=heading, field=HEADINGS[field], text=text)


def the_year_is_known(sheet: ReadPlan) -> Iterator[Finding]:
    """设置 says which year the plan is for: 11月底 means nothing without it.

    Bad:  年度（空）
    Good: 年度 2026
    """
    if not sheet.plan.settings.year:
        yield found(Code.YEAR_UNKNOWN, Cell(Sheet.SETTINGS))


def somebody_is_responsible(sheet: ReadPlan) -> Iterator[Finding]:
    """Every task has a unit that leads or is responsible; one that only supports answers for nothing.

    Bad:  牵头单位（空）；责任单位 无
    Good: 牵头单位（空）；责任单位 区教育局
    """
    for reading in sheet.readings:
        if all(assignment.role is Role.SUPPORT for assignment in reading.assignments):
            yield found(
                Code.NOBODY_RESPONSIBLE, task_cell(sheet.plan, reading.task, _responsible_field(sheet))
            )


def _responsible_field(sheet: ReadPlan) -> Field:
    """Where the answer is to be written: 责任单位, or 牵头单位 in a plan that has only that."""
    filled = any(task.responsible for task in sheet.tasks)
    return Field.LEAD if not filled and any(task.lead for task in sheet.tasks) else Field.RESPONSIBLE
