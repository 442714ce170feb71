"""The master book → Plan. Columns are found by their headings, whatever order people have put them in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from taskbook import wording
from taskbook.columns import (
    HEADINGS,
    PARTY_FIELDS,
    STATUS_FIELDS,
    Field,
    GroupField,
    Sheet,
    UnitField,
    column_letters,
    field_of,
    plain_heading,
)
from taskbook.findings import CannotGoOn, Cell, Code, Finding, Stop, found
from taskbook.grid import Grid, Value, text_of
from taskbook.identity import canonical_task_id
from taskbook.master.points import read_points
from taskbook.master.settings import read_settings
from taskbook.master.sheets import find_sheet, master_grids, sheet_named, unread_in
from taskbook.model import Group, Plan, Task, Unit

HEADING_ROWS = 30
"""Headings are looked for in this many rows from the top; above them people put titles and notes."""

REQUIRED: tuple[Field, ...] = (Field.TASK_ID, Field.CONTENT, *PARTY_FIELDS, Field.DEADLINE)
"""Without one of these headings tasks would silently lose who does them or by when."""

PLAN_SHEETS = (Sheet.TASKS, Sheet.UNITS, Sheet.GROUPS, Sheet.SETTINGS)
"""The sheets a plan is read from."""

OPTIONAL_SHEETS = (Sheet.LOOKBACK, Sheet.POINTS)
"""Those it is read from where the master has them."""

_SAYING = (Field.NUMBER, Field.CONTENT, *PARTY_FIELDS, Field.MEASURE, Field.DEADLINE)
"""A row with nothing of its own in any of these columns is no task, whatever merged topics cover it."""

F = TypeVar("F", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class TaskTable:
    """Where things stand on 责任分解表 or 回头看 (0-based): the heading row, each field's column, foreign columns."""

    heading_row: int
    columns: Mapping[Field, int]
    others: tuple[tuple[str, int], ...] = ()


def read_master(path: Path) -> Plan:
    """The plan as it stands in a master book; hidden and filtered rows count, blank rows do not.

    A cell that holds an error, or a formula nobody has calculated, reads as the text of that error or formula, so
    that it is seen and not taken for blank. Raises `CannotGoOn` when the file, a sheet or a heading is missing, the
    file is encrypted or no workbook, a setting cannot be understood, or there is no task at all.
    """
    return plan_of(master_grids(path), path)


def plan_of(grids: Sequence[Grid], path: Path) -> Plan:
    """The plan that stands in a master's sheets, wherever they were read from; `path` is named in what it raises."""
    grid = sheet_named(grids, Sheet.TASKS, path)
    table = find_task_table(grid, path)
    tasks = read_tasks(grid, table)
    if not tasks:
        raise CannotGoOn(Stop.PLAN_EMPTY, path=path, sheet=Sheet.TASKS)
    units, groups = (sheet_named(grids, sheet, path) for sheet in (Sheet.UNITS, Sheet.GROUPS))
    _, unit_columns = find_side_heading(units, UnitField, UnitField.NAME, path)
    _, group_columns = find_side_heading(groups, GroupField, GroupField.WORD, path)
    settings = read_settings(sheet_named(grids, Sheet.SETTINGS, path), path)
    registry = read_units(units, path)
    left_over, lookback_columns = _lookback(grids, path)
    points, point_columns = read_points(find_sheet(grids, Sheet.POINTS), registry, settings.year)
    return Plan(
        settings=settings,
        tasks=(*tasks, *left_over),
        units=registry,
        groups=read_groups(groups, path),
        updated=_updated(grid, table),
        columns=_letters(table.columns),
        side_columns=_letters(unit_columns | group_columns),
        lookback_columns=lookback_columns,
        points=points,
        point_columns=_letters(point_columns),
    )


def _letters(columns: Mapping[F, int]) -> dict[F, str]:
    return {field: column_letters(index) for field, index in columns.items()}


def _lookback(grids: Sequence[Grid], path: Path) -> tuple[tuple[Task, ...], dict[Field, str]]:
    """What the sheet 回头看 holds, and its columns; nothing where the master has none."""
    grid = find_sheet(grids, Sheet.LOOKBACK)
    table = find_lookback_table(grid, path) if grid is not None else None
    if grid is None or table is None:
        return (), {}
    tasks = tuple(replace(task, sheet=Sheet.LOOKBACK) for task in read_tasks(grid, table))
    return tasks, _letters(table.columns)


def find_lookback_table(grid: Grid, path: Path) -> TaskTable | None:
    """As `find_task_table`, on the sheet 回头看; None for a sheet of that name that people made for themselves.

    Ours has a column that only the program fills, so one that merely lost a heading is not taken for theirs.
    """
    filled = replace(grid, rows=filled_down(grid))
    rows = range(min(HEADING_ROWS, len(grid.rows)))
    found = max((set(_columns_in(filled, row)) for row in rows), key=len, default=set())
    return find_task_table(grid, path) if found & {Field.TASK_ID, *STATUS_FIELDS} else None


def _updated(grid: Grid, table: TaskTable) -> str:
    """The newest 更新期次 that stands there: which period's progress the master shows."""
    column = table.columns.get(Field.UPDATED)
    if column is None:
        return ""
    texts = (grid.text(row, column) for row in range(table.heading_row + 1, len(grid.rows)))
    return max((text for text in texts if re.fullmatch(r"\d{4}-\d{2}", text)), default="")


def unread_findings(path: Path) -> list[Finding]:
    """Cells of the plan's own sheets that hold an error or a formula nobody has calculated."""
    return unread_as_findings(unread_in(path))


def unread_as_findings(unread: Mapping[str, Mapping[tuple[int, int], str]]) -> list[Finding]:
    """Sheet → (row, column), 0-based → what stands there, as findings; other people's sheets do not matter."""
    return [
        found(Code.ERROR_CELL, Cell(sheet, f"{column_letters(column)}{row + 1}"), text=text)
        for sheet, cells in unread.items()
        if sheet in PLAN_SHEETS + OPTIONAL_SHEETS
        for (row, column), text in sorted(cells.items())
    ]


def find_task_table(grid: Grid, path: Path) -> TaskTable:
    """The heading row is the one with the most known headings; a field's own heading wins over its synonyms.

    Of a heading in two rows (责任分工 over 牵头单位, 责任单位) it is the lower one, with what is merged down into it.
    """
    grid = replace(grid, rows=filled_down(grid))
    counted = [(len(_columns_in(grid, row)), -row) for row in range(min(HEADING_ROWS, len(grid.rows)))]
    most, negative = max(counted, default=(0, 0))
    heading_row = -negative
    columns = _columns_in(grid, heading_row) if most >= 3 else {}
    for field in REQUIRED:
        if field not in columns:
            raise CannotGoOn(Stop.HEADING_MISSING, path=path, sheet=grid.name, heading=HEADINGS[field])
    ours = set(columns.values())
    others = tuple(
        (grid.text(heading_row, index), index)
        for index in range(len(grid.rows[heading_row]))
        if index not in ours and grid.text(heading_row, index)
    )
    return TaskTable(heading_row, columns, others)


def _columns_in(grid: Grid, row: int) -> dict[Field, int]:
    """The fields whose headings stand in a row; the first column of each name counts."""
    exact = {plain_heading(heading): field for field, heading in HEADINGS.items()}
    columns: dict[Field, int] = {}
    for find in (lambda text: exact.get(plain_heading(text)), field_of):
        for index in range(len(grid.rows[row])):
            field = find(grid.text(row, index))
            if field and field not in columns and index not in columns.values():
                columns[field] = index
    return columns


def read_tasks(grid: Grid, table: TaskTable) -> tuple[Task, ...]:
    """The rows below the heading that say something; what is merged downwards holds for every row it covers.

    Ids are read as they are compared when books come back: an office that types `t1` means T001.
    """
    filled = filled_down(grid)
    saying = [table.columns[field] for field in _SAYING if field in table.columns]
    said = [field for field in table.columns if field not in STATUS_FIELDS]
    heading = text_of(filled[table.heading_row][table.columns[Field.CONTENT]])
    tasks = []
    for row in range(table.heading_row + 1, len(grid.rows)):
        if not any(grid.text(row, column) for column in saying):
            continue
        if grid.text(row, table.columns[Field.CONTENT]) == heading:  # the heading again, for a second page
            continue
        texts = {field: text_of(filled[row][table.columns[field]]) for field in said}
        task_id = canonical_task_id(grid.text(row, table.columns[Field.TASK_ID]))
        extra = tuple((name, text_of(filled[row][index])) for name, index in table.others)
        tasks.append(Task(id=task_id, extra=extra, row=row + 1, **_arguments(texts)))
    return tuple(tasks)


def _arguments(texts: Mapping[Field, str]) -> dict[str, str]:
    return {field.value: text for field, text in texts.items() if field is not Field.TASK_ID}


def filled_down(grid: Grid) -> list[list[Value]]:
    """Rows with merged cells filled downwards in their first column only: a band across the table is one cell's text."""
    rows = [list(row) for row in grid.rows]
    for top, left, bottom, _ in grid.merges:
        if top < len(rows) and left < len(rows[top]):
            for row in rows[top + 1 : bottom + 1]:
                row[left] = rows[top][left]
    return rows


def find_side_heading(grid: Grid, fields: type[F], key: F, path: Path) -> tuple[int, dict[F, int]]:
    """The heading row of a sheet with a simple heading (单位, 群组) and each field's column, 0-based."""
    wanted = {plain_heading(field.value): field for field in fields}
    for heading_row in range(min(HEADING_ROWS, len(grid.rows))):
        columns: dict[F, int] = {}
        for index in range(len(grid.rows[heading_row])):
            field = wanted.get(plain_heading(grid.text(heading_row, index)))
            if field:
                columns.setdefault(field, index)
        if key in columns and len(columns) > 1:
            return heading_row, columns
    raise CannotGoOn(Stop.HEADING_MISSING, path=path, sheet=grid.name, heading=key.value)


def read_side_rows(grid: Grid, fields: type[F], key: F, path: Path) -> list[tuple[int, dict[F, str]]]:
    """The rows of such a sheet as (1-based row, texts by field); rows without key are out."""
    heading_row, columns = find_side_heading(grid, fields, key, path)
    rows = []
    for row in range(heading_row + 1, len(grid.rows)):
        texts = {field: grid.text(row, index) for field, index in columns.items()}
        if texts[key]:
            rows.append((row + 1, texts))
    return rows


def read_units(grid: Grid, path: Path) -> tuple[Unit, ...]:
    """The registry on a sheet 单位; `path` is named when its heading is missing."""
    return tuple(
        Unit(
            name=texts[UnitField.NAME],
            category=texts.get(UnitField.CATEGORY, ""),
            aliases=split_aliases(texts.get(UnitField.ALIASES, "")),
            contact=texts.get(UnitField.CONTACT, ""),
            email=texts.get(UnitField.EMAIL, ""),
            stopped=plain_heading(texts.get(UnitField.STOPPED, "")).casefold() in wording.YES_WORDS,
            row=row,
        )
        for row, texts in read_side_rows(grid, UnitField, UnitField.NAME, path)
    )


def split_aliases(text: str) -> tuple[str, ...]:
    """`区发改委；区发展和改革委员会` → both, each once."""
    return tuple(dict.fromkeys(part.strip() for part in re.split(wording.ALIAS_MARKS, text) if part.strip()))


def read_groups(grid: Grid, path: Path) -> tuple[Group, ...]:
    """The phrases on a sheet 群组."""
    return tuple(
        Group(word=texts[GroupField.WORD], members=texts.get(GroupField.MEMBERS, ""), row=row)
        for row, texts in read_side_rows(grid, GroupField, GroupField.WORD, path)
    )
