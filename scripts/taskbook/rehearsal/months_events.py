"""What happens to a plan between two months, done to its master as a user does it: cells typed over, rows added, rows deleted.

The events are the sample plan's (`wording.rehearsal`). One that a master has no place for does not happen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from taskbook import wording
from taskbook.columns import HEADINGS, Field, Sheet, UnitField
from taskbook.period import Period

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

WITHDRAWN_FIRST, WITHDRAWN_LATER, MOVED_TASK = "T038", "T005", "T028"


class Happening(StrEnum):
    RENAMED = "renamed"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    ADDED = "added"
    MOVED = "moved"
    JOINED = "joined"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `period` is the first one that knows it; `units` are those it happened to, under their
    names until then, `now` the one that is there afterwards ('' where that is none)."""

    kind: Happening
    period: Period
    task_id: str = ""
    units: tuple[str, ...] = ()
    now: str = ""


Happen = Callable[["_Open", Period], Event | None]


def change_master(master: Path, number: int, period: Period) -> tuple[Event, ...]:
    """Let happen what comes before the `number`-th month (0: the first, before which nothing does), in the file itself.

    An added task has no 任务编号 before the next check, so its event names none.
    """
    if not 0 < number <= len(BETWEEN):
        return ()
    import openpyxl

    workbook = openpyxl.load_workbook(master)
    opened = _Open(workbook, _Table(workbook[Sheet.TASKS], HEADINGS), _Table(workbook[Sheet.UNITS], _UNITS))
    events = [event for happen in BETWEEN[number - 1] if (event := happen(opened, period))]
    workbook.save(master)
    return tuple(events)


# ---- a sheet on somebody's screen ----

_UNITS: Mapping[UnitField, str] = {field: str(field) for field in UnitField}


class _Table:
    """A sheet with its headings found. Rows are 1-based."""

    def __init__(self, sheet: Worksheet, headings: Mapping[Field, str] | Mapping[UnitField, str]) -> None:
        self.sheet = sheet
        wanted = {text: field for field, text in headings.items()}
        for cells in sheet.iter_rows(max_row=20):
            found = {wanted[cell.value]: cell.column for cell in cells if cell.value in wanted}
            if len(found) >= len(UnitField):
                self.heading_row, self.columns = cells[0].row, found
                return
        raise ValueError(f"{sheet.title}: no headings")

    def text(self, row: int, field: Field | UnitField) -> str:
        return str(self.sheet.cell(row, self.columns[field]).value or "")

    def put(self, row: int, field: Field | UnitField, text: str) -> None:
        self.sheet.cell(row, self.columns[field]).value = text

    def row_of(self, field: Field | UnitField, text: str) -> int | None:
        rows = range(self.heading_row + 1, self.sheet.max_row + 1)
        return next((row for row in rows if self.text(row, field) == text), None)

    def append(self, texts: Mapping[Field, str] | Mapping[UnitField, str]) -> None:
        """A row below the last, looking like it."""
        last = max(row for row in self._rows_below(0) if any(cell.value for cell in self.sheet[row]))
        for cell in self.sheet[last]:
            self.sheet.cell(last + 1, cell.column)._style = copy(cell._style)
        self.sheet.row_dimensions[last + 1].height = self.sheet.row_dimensions[last].height
        for field, text in texts.items():
            self.put(last + 1, field, text)

    def delete(self, row: int) -> None:
        """Take a row out; what was merged over it stays merged over the rest, rows keep their heights."""
        below = [area for area in self.sheet.merged_cells.ranges if area.max_row >= row]
        heights = {number: self.sheet.row_dimensions[number].height for number in self._rows_below(row)}
        for area in below:
            words = self.sheet.cell(area.min_row, area.min_col).value
            self.sheet.unmerge_cells(area.coord)
            if area.min_row == row < area.max_row:
                self.sheet.cell(row + 1, area.min_col).value = words
        self.sheet.delete_rows(row)
        for number, height in heights.items():
            self.sheet.row_dimensions[number - 1].height = height
        for area in below:
            top, bottom = area.min_row - (area.min_row > row), area.max_row - 1
            if (top, area.min_col) < (bottom, area.max_col):
                self.sheet.merge_cells(
                    start_row=top, end_row=bottom, start_column=area.min_col, end_column=area.max_col
                )

    def _rows_below(self, row: int) -> Iterable[int]:
        return range(row + 1, self.sheet.max_row + 1)


@dataclass(frozen=True, slots=True)
class _Open:
    """A master open for changing."""

    workbook: Workbook
    tasks: _Table
    units: _Table


# ---- the events ----


def _rename(master: _Open, period: Period) -> Event | None:
    """The old name goes among the aliases: what the archive holds under it is the unit's."""
    old, new = wording.MONTHS_RENAMED
    row = master.units.row_of(UnitField.NAME, old)
    if row is None:
        return None
    _call(master.units, row, new, [master.units.text(row, UnitField.ALIASES), old])
    return Event(Happening.RENAMED, period, units=(old,), now=new)


def _merge(master: _Open, period: Period) -> Event | None:
    """One row stays and takes the other's names; the other row goes. Tasks name the old units still."""
    (first, second), new = wording.MONTHS_MERGED
    rows = [master.units.row_of(UnitField.NAME, old) for old in (first, second)]
    if rows[0] is None or rows[1] is None:
        return None
    aliases = [master.units.text(row, UnitField.ALIASES) for row in rows if row is not None]
    _call(master.units, rows[0], new, [*aliases, first, second])
    master.units.delete(rows[1])
    return Event(Happening.MERGED, period, units=(first, second), now=new)


def _call(units: _Table, row: int, name: str, aliases: Sequence[str]) -> None:
    units.put(row, UnitField.NAME, name)
    units.put(row, UnitField.ALIASES, wording.MONTHS_ALIAS_SEPARATOR.join(filter(None, aliases)))


def _withdraw(task_id: str) -> Happen:
    def happen(master: _Open, period: Period) -> Event | None:
        row = master.tasks.row_of(Field.TASK_ID, task_id)
        if row is None:
            return None
        master.tasks.delete(row)
        return Event(Happening.WITHDRAWN, period, task_id)

    return happen


def _add(master: _Open, period: Period) -> Event | None:
    master.tasks.append({Field(name): text for name, text in wording.MONTHS_ADDED_TASK.items()})
    return Event(Happening.ADDED, period)


def _move(master: _Open, period: Period) -> Event | None:
    old, new = wording.MONTHS_MOVED
    row = master.tasks.row_of(Field.TASK_ID, MOVED_TASK)
    if row is None or old not in master.tasks.text(row, Field.RESPONSIBLE):
        return None
    master.tasks.put(row, Field.RESPONSIBLE, master.tasks.text(row, Field.RESPONSIBLE).replace(old, new))
    return Event(Happening.MOVED, period, MOVED_TASK, (old,), new)


def _join(master: _Open, period: Period) -> Event | None:
    name, category, contact, email = wording.MONTHS_JOINED
    if master.units.row_of(UnitField.NAME, name) is not None:
        return None
    texts = {UnitField.NAME: name, UnitField.CATEGORY: category}
    master.units.append({**texts, UnitField.CONTACT: contact, UnitField.EMAIL: email})
    return Event(Happening.JOINED, period, now=name)


def _stop(master: _Open, period: Period) -> Event | None:
    row = master.units.row_of(UnitField.NAME, wording.MONTHS_STOPPED)
    if row is None:
        return None
    master.units.put(row, UnitField.STOPPED, wording.MONTHS_STOPPED_MARK)
    return Event(Happening.STOPPED, period, units=(wording.MONTHS_STOPPED,))


BETWEEN: tuple[tuple[Happen, ...], ...] = (
    (_rename, _merge, _withdraw(WITHDRAWN_FIRST), _add, _move),
    (_join, _stop, _withdraw(WITHDRAWN_LATER)),
)
"""What happens before the second month, and before the third."""
