"""Last year's status book or master → the tasks it says are unfinished, with whoever was responsible for them.

A status book may have been saved again by another program, its sheets and columns moved; an older one may lack columns.
Everything is found by headings.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from taskbook import wording
from taskbook.columns import (
    HEADINGS,
    Field,
    LookbackField,
    ReplyField,
    Sheet,
    StatusField,
    column_letters,
    plain_heading,
)
from taskbook.findings import CannotGoOn, Cell, Code, Finding, Stop, found
from taskbook.grid import Grid
from taskbook.identity import canonical_task_id
from taskbook.intake.title import year_in
from taskbook.language.reading import read_plan
from taskbook.master.read import find_lookback_table, find_task_table, plan_of
from taskbook.master.sheets import find_sheet, master_grids
from taskbook.model import DECLARED_STATES, ROLE_WORDS, Role, State, Task

_HEADING_ROWS = 30
_ROLES = {word: role for role, word in ROLE_WORDS.items()}
_STATES = frozenset(map(str, (*DECLARED_STATES, State.NONE)))
_TEXTS = (
    Field.NUMBER,
    Field.SECTION,
    Field.TOPIC,
    Field.CONTENT,
    Field.LEAD,
    Field.RESPONSIBLE,
    Field.SUPPORT,
    Field.LEADER,
    Field.MEASURE,
    Field.DEADLINE,
    Field.REMARK,
)
_WANTED = (Field.SECTION, Field.MEASURE, Field.DEADLINE)
"""Columns of a status book whose lack is told: what they hold cannot be carried over."""

Units = Mapping[Role, tuple[str, ...]]
"""Who had a task, by role, under the names of that year."""


@dataclass(frozen=True, slots=True)
class LastTask:
    """A task as a year left it. `task` says what its cells said, `where` is its row; `units` is None where the book
    does not tell who that was. `first_year` and `first_id` are those of the plan that held it first."""

    task: Task
    state: str
    latest: str
    where: Cell
    units: Units | None
    first_year: int = 0
    first_id: str = ""


@dataclass(frozen=True, slots=True)
class LastYear:
    """What a book says of its year: the year (0: it does not say), the unfinished tasks, how many were done."""

    year: int
    tasks: tuple[LastTask, ...]
    done: int
    findings: list[Finding] = field(default_factory=list)


def read_last_year(path: Path) -> LastYear:
    """The unfinished tasks of a status book or a master.

    Raises `CannotGoOn` for a file that is missing, damaged, encrypted, neither of the two, or without the columns
    工作任务 and 进展状态.
    """
    grids = master_grids(path)
    if find_sheet(grids, Sheet.TASKS) is not None:
        return _of_master(grids, path)
    if find_sheet(grids, Sheet.TASK_STATUS) is not None:
        return _of_status_book(grids, path)
    raise CannotGoOn(Stop.NOT_LAST_YEARS_BOOK, path=path)


def _finished(tasks: Sequence[LastTask], year: int, path: Path, findings: list[Finding]) -> LastYear:
    """Those that are not done; said where nobody can tell."""
    left = [one for one in tasks if one.state != State.DONE]
    if tasks and not any(one.state for one in tasks):
        findings.append(found(Code.LOOKBACK_NO_STATES, Cell(file=path.name), file=path.name))
    for one in left:
        if one.state and one.state not in _STATES:
            findings.append(found(Code.LOOKBACK_STATE_UNKNOWN, one.where, text=one.state))
    return LastYear(year, tuple(left), len(tasks) - len(left), findings)


# ---- a master ----


def _of_master(grids: Sequence[Grid], path: Path) -> LastYear:
    plan = plan_of(grids, path)
    readings, _ = read_plan(plan)
    shown: dict[tuple[str, int], tuple[str, str]] = {}
    for sheet, find in ((Sheet.TASKS, find_task_table), (Sheet.LOOKBACK, find_lookback_table)):
        grid = find_sheet(grids, sheet)
        table = find(grid, path) if grid is not None else None
        if grid is None or table is None:
            continue
        state, latest = (table.columns.get(each, -1) for each in (Field.STATUS, Field.LATEST))
        for task in plan.tasks:
            if task.sheet == sheet:
                row = task.row - 1
                shown[task.sheet, task.row] = grid.text(row, state), grid.text(row, latest)
    tasks = []
    for reading in readings:
        task = reading.task
        units = {role: tuple(p.unit for p in reading.assignments if p.role is role) for role in Role}
        where = Cell(task.sheet, f"{plan.columns_of(task).get(Field.CONTENT, '')}{task.row}", path.name)
        tasks.append(_last_task(task, *shown[task.sheet, task.row], where, units))
    return _finished(tasks, plan.settings.year, path, [])


def _last_task(task: Task, state: str, latest: str, where: Cell, units: Units | None) -> LastTask:
    first_id = dict(task.extra).get(LookbackField.TASK_ID, "") if task.lookback else ""
    return LastTask(task, state, latest, where, units, task.first_year, first_id or task.id)


# ---- a status book ----


def _of_status_book(grids: Sequence[Grid], path: Path) -> LastYear:
    findings: list[Finding] = []
    units = _units_by_task(find_sheet(grids, Sheet.REPLIES))
    tasks: list[LastTask] = []
    for sheet in (Sheet.TASK_STATUS, Sheet.LOOKBACK):
        grid = find_sheet(grids, sheet)
        if grid is not None:
            tasks += _rows_of(grid, sheet, units, path, findings)
    return _finished(tasks, _year_of(grids), path, findings)


def _rows_of(
    grid: Grid, sheet: Sheet, units: Mapping[str, Units] | None, path: Path, findings: list[Finding]
) -> Iterator[LastTask]:
    headings = {name: HEADINGS[name] for name in (Field.TASK_ID, Field.STATUS, *_TEXTS)}
    headings |= {name: name.value for name in (StatusField.LATEST, *LookbackField)}
    heading_row, columns = _table(grid, headings)
    for name in (Field.CONTENT, Field.STATUS):
        if name not in columns:
            raise CannotGoOn(Stop.HEADING_MISSING, path=path, sheet=grid.name, heading=HEADINGS[name])
    wanted = (*_WANTED, Field.SUPPORT) if units is None else _WANTED
    for name in wanted:
        if name not in columns:
            where = Cell(sheet, "", path.name)
            findings.append(found(Code.COLUMN_MISSING, where, heading=HEADINGS[name]))
    for row in range(heading_row + 1, len(grid.rows)):
        texts = {name: grid.text(row, column) for name, column in columns.items()}
        if texts[Field.CONTENT] or texts.get(Field.TOPIC):  # a task may stand in its topic alone
            texts[Field.CONTENT] = texts[Field.CONTENT] or texts[Field.TOPIC]
            yield _status_row(texts, sheet, Cell(sheet, _address(columns, row), path.name), units, row + 1)


def _address(columns: Mapping[str, int], row: int) -> str:
    return f"{column_letters(columns[Field.CONTENT])}{row + 1}"


def _status_row(
    texts: Mapping[str, str], sheet: Sheet, where: Cell, units: Mapping[str, Units] | None, row: int
) -> LastTask:
    task_id = canonical_task_id(texts.get(Field.TASK_ID, ""))
    lookback = sheet is Sheet.LOOKBACK
    task = Task(
        id=task_id,
        extra=tuple((name.value, texts.get(name, "")) for name in LookbackField) if lookback else (),
        row=row,
        sheet=Sheet.LOOKBACK if lookback else Sheet.TASKS,
        **{name.value: texts.get(name, "") for name in _TEXTS},
    )
    own = units.get(task_id) if units is not None and task_id else None
    state, latest = texts.get(Field.STATUS, ""), texts.get(StatusField.LATEST, "")
    return _last_task(task, state, latest, where, own)


def _units_by_task(grid: Grid | None) -> dict[str, Units] | None:
    """Task id → who has it, from the rows of 反馈明细; None where there is no such sheet or it lacks a column."""
    headings = {
        Field.TASK_ID: HEADINGS[Field.TASK_ID],
        StatusField.UNIT: StatusField.UNIT.value,
        ReplyField.ROLE: ReplyField.ROLE.value,
    }
    heading_row, columns = _table(grid, headings) if grid is not None else (0, {})
    if grid is None or len(columns) < len(headings):
        return None
    named: dict[str, dict[Role, dict[str, None]]] = {}
    for row in range(heading_row + 1, len(grid.rows)):
        texts = {name: grid.text(row, column) for name, column in columns.items()}
        role = _ROLES.get(texts[ReplyField.ROLE])  # none: an answer to a task that was no longer the unit's
        if role and texts[StatusField.UNIT]:
            task = named.setdefault(canonical_task_id(texts[Field.TASK_ID]), {})
            task.setdefault(role, {})[texts[StatusField.UNIT]] = None
    return {task: {role: tuple(units) for role, units in roles.items()} for task, roles in named.items()}


def _table(grid: Grid, headings: Mapping[str, str]) -> tuple[int, dict[str, int]]:
    """The row that has most of these headings, and the first column of each."""
    wanted = {plain_heading(heading): name for name, heading in headings.items()}
    best: tuple[int, dict[str, int]] = (0, {})
    for row in range(min(_HEADING_ROWS, len(grid.rows))):
        columns: dict[str, int] = {}
        for index in range(len(grid.rows[row])):
            name = wanted.get(plain_heading(grid.text(row, index)))
            if name is not None:
                columns.setdefault(name, index)
        if len(columns) > len(best[1]):
            best = row, columns
    return best


def _year_of(grids: Iterable[Grid]) -> int:
    """The year a status book is of: as its first sheet says, else as the titles' plan name, else their period does."""
    texts = [
        grid.text(row, column)
        for grid in grids
        for row in range(min(3, len(grid.rows)))
        for column in range(min(3, len(grid.rows[row])))
    ]
    for found_in in (
        [match[1] for text in texts if (match := re.search(wording.YEAR_SHOWN, text))],
        [str(year) for text in texts if re.search(wording.PERIOD_SHOWN, text) and (year := _name_year(text))],
        [match[1] for text in texts if (match := re.search(wording.PERIOD_SHOWN, text))],
    ):
        if found_in:
            return int(Counter(found_in).most_common(1)[0][0])
    return 0


def _name_year(title: str) -> int | None:
    """The year in the plan's name, before the period in brackets."""
    return year_in(re.split(wording.PERIOD_SHOWN, title)[0])
