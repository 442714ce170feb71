"""序号: what the document printed. Wrong ones are only reported; identity is 任务编号 (`rules.identity`).

Tasks carried over from an earlier year keep the numbers of their own document, so only this year's are looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from taskbook import wording
from taskbook.columns import Field
from taskbook.findings import Code, Finding, found
from taskbook.language.serials import plain_serial, serial_number
from taskbook.model import Task
from taskbook.rules.sheet import ReadPlan, place_of, task_cell


def numbers_are_filled(sheet: ReadPlan) -> Iterator[Finding]:
    """Where tasks are numbered, every task is.

    Bad:  序号 1、（空）、3
    Good: 序号 1、2、3
    """
    numbered = _numbered_tasks(sheet.this_year)
    if any(task.number for task in numbered):
        for task in numbered:
            if not task.number:
                yield found(Code.NUMBER_EMPTY, task_cell(sheet.plan, task, Field.NUMBER))


def numbers_are_unique(sheet: ReadPlan) -> Iterator[Finding]:
    """A number stands once; counting may begin anew with a new 一级指标 or 二级指标, if it does so throughout.

    Bad:  序号 32、33、33、34
    Good: 序号 32、33、34、35
    """
    for run in _runs(sheet.this_year):
        first: dict[int | str, Task] = {}
        for task in run:
            if task.number:
                other = first.setdefault(_compared(task), task)
                if other is not task:
                    where = task_cell(sheet.plan, task, Field.NUMBER)
                    yield found(Code.DUPLICATE_NUMBER, where, number=_compared(task), other=place_of(other))


def numbers_have_no_gaps(sheet: ReadPlan) -> Iterator[Finding]:
    """No number is left out: a gap may be a task that was lost on the way.

    Bad:  序号 7、8、10
    Good: 序号 7、8、9、10
    """
    for run in _runs(sheet.this_year):
        counted = list(_counted(run))
        present = {one.value for one in counted}
        for one in counted:
            missing = [number for number in range(one.before + 1, one.value) if number not in present]
            if missing and not one.misprint:
                yield found(
                    Code.MISSING_NUMBER,
                    task_cell(sheet.plan, one.task, Field.NUMBER),
                    before=one.before or wording.NUMBERS_BEGIN,
                    after=one.value,
                    missing=wording.number_ranges(missing),
                )


def numbers_are_in_order(sheet: ReadPlan) -> Iterator[Finding]:
    """Numbers rise from row to row.

    Bad:  序号 1、3、2、4
    Good: 序号 1、2、3、4
    """
    for run in _runs(sheet.this_year):
        seen: set[int] = set()
        for one in _counted(run):
            new = one.value not in seen
            seen.add(one.value)
            if new and (one.value < one.before or one.misprint):
                where = task_cell(sheet.plan, one.task, Field.NUMBER)
                yield found(Code.OUT_OF_ORDER_NUMBER, where, number=one.value, before=one.before)


@dataclass(frozen=True, slots=True)
class _Counted:
    """A numbered task, the number it should follow, and whether it is only a misprint of the next one.

    A misprint is seen by the row below, which goes on as if nothing were wrong (2, 30, 4: 30 stands for 3). It is
    reported itself, as is the number that is missing in its stead, but nothing after it.
    """

    task: Task
    value: int
    before: int
    misprint: bool


def _counted(run: Sequence[Task]) -> Iterator[_Counted]:
    numbered = [(task, value) for task in run if (value := serial_number(task.number)) is not None]
    present = {value for _, value in numbered}
    before = 0
    for index, (task, value) in enumerate(numbered):
        goes_on = index + 1 < len(numbered) and numbered[index + 1][1] == before + 2
        misprint = before > 0 and goes_on and value != before + 2 and before + 1 not in present
        yield _Counted(task, value, before, misprint)
        before = before if misprint else value


def _compared(task: Task) -> int | str:
    number = serial_number(task.number)
    return plain_serial(task.number) if number is None else number


def _runs(tasks: Sequence[Task]) -> list[list[Task]]:
    """The stretches within which numbers count on: the whole plan, or each section or topic where all begin at 1."""
    numbered = _numbered_tasks(tasks)
    for key in (lambda task: task.section, lambda task: (task.section, task.topic)):
        stretches = _stretches(numbered, key)
        firsts = [next(filter(None, (serial_number(task.number) for task in run)), 0) for run in stretches]
        if len(firsts) > 1 and firsts.count(1) * 3 >= len(firsts) * 2:
            return stretches
    return [numbered]


def _numbered_tasks(tasks: Sequence[Task]) -> list[Task]:
    """All tasks; only the first of each topic where numbers count topics (one number for a topic's several rows)."""
    for key in (lambda task: (task.section, task.topic), lambda task: task.section):
        stretches = _stretches(tasks, key)
        several = [run for run in stretches if len(run) > 1]
        counts_topics = all(run[0].number and _says_one_number(run) for run in stretches)
        if len(several) > 1 and counts_topics:
            return [run[0] for run in stretches]
    return list(tasks)


def _says_one_number(tasks: Sequence[Task]) -> bool:
    return len({task.number for task in tasks if task.number}) == 1


def _stretches(tasks: Sequence[Task], key: Callable[[Task], object]) -> list[list[Task]]:
    return [list(run) for _, run in groupby(tasks, key)]
