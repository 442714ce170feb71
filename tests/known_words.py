"""Reading what a report says: numbers and names of units out of its sentences, and how items must be named in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from known_months import KnownTask
from known_reports import KnownReport
from taskbook.rehearsal.months import Months, names_after

MOST_UNITS, MANY_UNITS, MOST_NUMBERS, FEW_NUMBERS = 20, 6, 8, 3
"""How many units a sentence names, and how many items of each (fewer where there are many units)."""

_QUOTED = re.compile(r"“[^”]*”|《[^》]*》")


def all_names(played: Months) -> list[str]:
    """Every name that a unit ever had."""
    names = {unit.name for month in played.months for unit in month.plan.units}
    return [*names, *names_after([event for month in played.months for event in month.events])]


class Reader:
    """Reads sentences; `names`: of all units there are."""

    def __init__(self, names: Iterable[str]) -> None:
        longest_first = sorted(names, key=len, reverse=True)
        self._tokens = re.compile("|".join([*map(re.escape, longest_first), r"T?\d+(?:\.\d+)?%?"]))

    def seen(self, text: str) -> list[str]:
        """The numbers, ids of tasks and names of units in a text, in their order; without what it quotes."""
        return self._tokens.findall(_QUOTED.sub("", text))


class Labels:
    """How the items of a plan are named: by their printed number, with the id where that stands twice."""

    def __init__(self, known: KnownReport) -> None:
        self._known = known
        self._tasks = known.now.tasks
        self._printed = Counter((task.lookback, self._number(task)) for task in self._tasks.values())

    def _number(self, task: KnownTask) -> str:
        return self._known.rows[task.id].number

    def label(self, task_id: str) -> str:
        task = self._tasks[task_id]
        number = self._number(task)
        return f"{number}/{task_id}" if self._printed[task.lookback, number] > 1 else number

    def listed(self, ids: Sequence[str], most: int = MOST_NUMBERS) -> str:
        """This year's items before those of 回头看; of many the first, then how many there are."""
        ordered = sorted(ids, key=lambda one: self._tasks[one].lookback)
        more = f"等{len(ids)}项" if len(ids) > most else ""
        return "、".join(self.label(one) for one in ordered[:most]) + more

    def by_unit(
        self, items: Mapping[str, Sequence[str]], most: int = MOST_UNITS, numbers: int | None = None
    ) -> str:
        numbers = numbers or (MOST_NUMBERS if len(items) <= MANY_UNITS else FEW_NUMBERS)
        more = f"等{len(items)}家" if len(items) > most else ""
        told = [f"{unit}（{self.listed(ids, numbers)}）" for unit, ids in items.items()]
        return "、".join(told[:most]) + more


def plain(text: str) -> str:
    """Without white space and places to break at, which every output sets in its own way."""
    return "".join(str(text).replace("\u200b", "").split())
