"""Who said what about a task in the course of the year: one line per period and unit, made when it is asked for.

There may be hundreds of thousands of lines; they are kept as columns beside the table of answers (`rollup.tables`),
and words are cut where there are too many of them. The whole words stand in the status books and in the originals.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from taskbook.model import Light, Role, State
from taskbook.period import Period
from taskbook.rollup.history import Stage

if TYPE_CHECKING:
    from pandas import DataFrame

LONGEST, SHORTEST = 400, 40
"""Characters of one answer that are kept, in a small office and in a large one."""

MOST_CHARACTERS = 8_000_000
"""Characters that are kept in all, as near as can be told beforehand: where this does not give `SHORTEST` to every
answer of twelve periods, only the words of the period reported on are kept."""

_PERIODS = 12


@dataclass(frozen=True, slots=True)
class Line:
    """What one unit said about a task in one period (`label`), and how it stood.

    `text`: the words of 完成情况, cut; `file` (in the archive of the period) and 1-based `row`: where they stand, blank
    and 0 where the unit said nothing in this period; `named`: how the unit was called then, where that has changed.
    """

    label: str
    unit: str
    role: Role | None
    state: State
    light: Light
    text: str = ""
    file: str = ""
    row: int = 0
    named: str = ""


@dataclass(slots=True)
class Words:
    """The words of the answers, gathered stage by stage in the order of the table of answers, up to the period `last`;
    `unkept`: the stages (labels) of which none were kept."""

    last: Period
    texts: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    rows: array[int] = field(default_factory=lambda: array("i"))
    named: dict[tuple[str, str], str] = field(default_factory=dict)
    unkept: set[str] = field(default_factory=set)
    _same: dict[str, str] = field(default_factory=dict)

    def take(self, stage: Stage) -> None:
        """The next stage; `named` holds (label, file) → the unit's name then, of units that have another name now."""
        now = {record.stored: record.unit for record in stage.current.records}
        for record, _ in stage.current.returns:
            if now.get(record.stored, record.unit) != record.unit:
                self.named[stage.label, record.stored] = record.unit
        longest = self._longest(stage)
        self.unkept |= set() if longest else {stage.label}
        for task in stage.status.tasks:
            for answer in task.answers:
                reply = None if answer.done_in else answer.reply
                source = reply.source if reply else None
                text = " ".join(reply.progress.split()) if reply and longest else ""
                cut = text if len(text) <= longest else text[: longest - 1] + "…"
                self.texts.append(self._same.setdefault(cut, cut))
                file = source.file if source else ""
                self.files.append(self._same.setdefault(file, file))
                self.rows.append(source.row if source else 0)

    def _longest(self, stage: Stage) -> int:
        count = max(sum(len(task.answers) for task in stage.status.tasks), 1)
        each = MOST_CHARACTERS // (_PERIODS * count)
        if each < SHORTEST:
            each = SHORTEST if stage.period == self.last else 0
        return min(each, LONGEST)


@dataclass(frozen=True, slots=True)
class Histories:
    """The history of every task. `answers` is `rollup.tables.Tables.answers`, `words` stand in the same order."""

    answers: DataFrame
    words: Words

    def lines(self, task_id: str) -> list[Line]:
        """A task's history in the order of time; of one period, the units in the order of the plan's row."""
        return list(self._lines(self.places().get(task_id, ())))

    def by_task(self) -> Iterator[tuple[str, list[Line]]]:
        """(task id, its history) of every task that ever was."""
        for task_id, places in self.places().items():
            yield task_id, list(self._lines(places))

    def places(self) -> dict[str, list[int]]:
        """Task id → its rows in the table of answers."""
        codes = self.answers["task"].cat
        found: dict[str, list[int]] = {name: [] for name in codes.categories}
        names = list(codes.categories)
        for place, code in enumerate(codes.codes):
            found[names[code]].append(place)
        return {name: places for name, places in found.items() if places}

    def _lines(self, places: object) -> Iterator[Line]:
        table = self.answers
        rows = table.iloc[list(places)][["period", "unit", "role", "state", "light"]]  # type: ignore[call-overload]
        for place, (label, unit, role, state, light) in zip(
            places,  # type: ignore[call-overload]
            rows.itertuples(index=False, name=None),
            strict=True,
        ):
            yield Line(
                label,
                unit,
                None if role == "None" else Role(role),
                State(state),
                Light(light),
                self.words.texts[place],
                self.words.files[place],
                self.words.rows[place],
                self.words.named.get((label, self.words.files[place]), ""),
            )
