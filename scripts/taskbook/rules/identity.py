"""任务编号: given once, one to a task."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from taskbook import wording
from taskbook.columns import Field, TaskPlace
from taskbook.findings import Code, Finding, found
from taskbook.identity import canonical_task_id
from taskbook.model import Settings, Task
from taskbook.rules.sheet import ReadPlan, task_cell

_OURS = re.compile(r"T(\d{1,9})")


def ids_are_unique(sheet: ReadPlan) -> Iterator[Finding]:
    """No two rows carry one id: a row that was copied must get its own.

    Bad:  任务编号 T004；复制出的一行 T004
    Good: 任务编号 T004；复制出的一行（空，校验时自动编号）
    """
    first: dict[str, Task] = {}
    for task in sheet.tasks:
        other = first.setdefault(canonical_task_id(task.id), task) if task.id else task
        if other is not task:
            where = task_cell(sheet.plan, task, Field.TASK_ID)
            same_sheet = other.sheet == task.sheet
            place = wording.row_place(other.row) if same_sheet else wording.sheet_row(other.sheet, other.row)
            yield found(Code.DUPLICATE_TASK_ID, where, task_id=task.id, other=place)


def tasks_have_ids(sheet: ReadPlan) -> Iterator[Finding]:
    """Every row has an id once it has been checked.

    Bad:  任务编号（空）
    Good: 任务编号 T041
    """
    for task in sheet.tasks:
        if not task.id:
            yield found(Code.TASK_ID_MISSING, task_cell(sheet.plan, task, Field.TASK_ID))


def new_ids(tasks: Sequence[Task], settings: Settings) -> tuple[dict[TaskPlace, str], int]:
    """Ids for the rows that have none, by sheet and row, and the highest number ever given, these included.

    Counting goes on from the settings or the highest id in the sheets, so that no id is ever used again.
    """
    given = [int(match[1]) for task in tasks if (match := _OURS.fullmatch(canonical_task_id(task.id)))]
    last = max(settings.last_task_number, *given, 0)
    ids = {}
    for task in tasks:
        if not task.id:
            last += 1
            ids[task.sheet, task.row] = f"T{last:03d}"
    return ids, last
