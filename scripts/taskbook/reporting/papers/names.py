"""How items and units are named in papers, so that a reader finds them in the annex: 序号2“公布目录”, 区财政局（序号2、6）."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from taskbook import wording
from taskbook.mail.writing import one_line
from taskbook.rollup.status import TaskStatus

LONGEST_TITLE = 30
"""Characters of a task's text that name it beside its number."""

MOST_UNITS, MANY_UNITS = 20, 6
MOST_NUMBERS, FEW_NUMBERS = 8, 3
"""Units in one list, and numbers of each (fewer where there are many units); the annexes name them all."""


class Names:
    """Names the tasks of one plan. A printed number that is blank or stands twice is told apart by the 任务编号; numbers
    of this year's tasks and those of 回头看 do not disturb each other."""

    def __init__(self, tasks: Iterable[TaskStatus]) -> None:
        tasks = list(tasks)
        self._tasks = {task.id: task for task in tasks}
        self._counts = Counter((_is_old(task), _printed(task)) for task in tasks)

    def number(self, task: TaskStatus) -> str:
        """`2`, of a double number `7/T008`, of none `T008`."""
        printed, task_id = _printed(task), one_line(task.id)
        if not printed:
            return task_id or wording.NO_NUMBER
        twice = self._counts[_is_old(task), printed] > 1
        return wording.number_and_id(printed, task_id) if twice else printed

    def label(self, task: TaskStatus) -> str:
        """`序号2`, of 回头看 `回头看序号12`."""
        old = wording.OLD_ITEM if _is_old(task) else ""
        return old + (wording.item_number(self.number(task)) if _printed(task) else self.number(task))

    def item(self, task: TaskStatus) -> str:
        """`序号2“公布目录”`."""
        return self.label(task) + wording.task_quoted(content_of(task), LONGEST_TITLE)

    def numbers(self, task_ids: Iterable[str], most: int = MOST_NUMBERS) -> str:
        """`序号2、6、T010`, then those of 回头看: `回头看序号12`; at most so many, then how many there are."""
        tasks = [self._tasks[task_id] for task_id in task_ids if task_id in self._tasks]
        shown: list[str] = []
        begun: set[bool] = set()
        for task in sorted(tasks, key=_is_old):
            goes_on = _is_old(task) in begun and _printed(task)
            shown.append(self.number(task) if goes_on else self.label(task))
            begun |= {_is_old(task)} if _printed(task) else set()
        return wording.numbers_listed(shown, most)

    def by_unit(self, parts: Mapping[str, Sequence[str]], most: int = MOST_UNITS) -> str:
        """Unit → task ids, as `区财政局（序号2、6）、河口镇（序号5）`; beyond `most` units how many there are."""
        numbers = MOST_NUMBERS if len(parts) <= MANY_UNITS else FEW_NUMBERS
        named = [
            wording.with_items(one_line(unit), self.numbers(ids, numbers)) for unit, ids in parts.items()
        ]
        return wording.first_units(named, most)


def content_of(task: TaskStatus) -> str:
    """What is to be done, in one line; the topic where a row says no more."""
    return one_line(task.reading.task.content) or one_line(task.reading.task.topic)


def _printed(task: TaskStatus) -> str:
    return one_line(task.reading.task.number)


def _is_old(task: TaskStatus) -> bool:
    return task.reading.task.lookback
