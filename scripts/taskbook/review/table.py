"""The sheet 审阅 as it comes back: columns by their headings, rows by their 稿号, whatever was done to its layout."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from taskbook import wording
from taskbook.columns import (
    HEADINGS,
    PARTY_FIELDS,
    STATUS_FIELDS,
    Field,
    ReviewField,
    Sheet,
    column_letters,
    field_of,
    plain_heading,
)
from taskbook.findings import CannotGoOn, Cell, Stop
from taskbook.grid import Grid, Value, text_of
from taskbook.master.read import HEADING_ROWS, filled_down
from taskbook.master.sheets import find_sheet
from taskbook.prose.draft import Kind
from taskbook.review.layout import IDENTITY_KEYS, SCHEMA

Named = ReviewField | Field

REQUIRED: tuple[Named, ...] = (
    ReviewField.DECISION,
    ReviewField.NUMBER,
    Field.CONTENT,
    *PARTY_FIELDS,
    Field.DEADLINE,
)
"""Without one of these headings a decision, or what a task says, would silently be lost."""

_FILLED = (Field.SECTION, Field.TOPIC, Field.MEASURE)
"""What the book was filled with besides: with a column whose heading was wiped out, one of these may be lost."""

_PLAN_FIELDS = tuple(field for field in HEADINGS if field not in (Field.TASK_ID, *STATUS_FIELDS))
_NAMES: Mapping[str, Named] = {plain_heading(field.value): field for field in ReviewField} | {
    plain_heading(HEADINGS[field]): field for field in _PLAN_FIELDS
}
_LINE_ENDS = re.compile("_x000D_\n|\r\n?")
_NUMBER = re.compile(wording.REVIEW_NUMBER_FORM)


@dataclass(frozen=True, slots=True)
class Table:
    """Where things stand on the sheet (0-based): the heading row, each column by its name, other people's columns."""

    heading_row: int
    columns: Mapping[Named, int]
    others: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A row as it came back. `row` is 1-based; `number` its 稿号, None for a row that a person added.

    `texts` are stripped; `raw` are the cells as they stand, whose leading line breaks mean something in a split row.
    """

    row: int
    number: int | None
    decision: str
    texts: Mapping[Field, str]
    raw: Mapping[Field, str]
    extra: tuple[tuple[str, str], ...]
    sure: str = ""

    @property
    def says(self) -> bool:
        """Whether anything stands in a column of the plan."""
        return any(self.texts.values())


@dataclass(frozen=True, slots=True)
class Identity:
    """What the hidden sheet says of a draft's rows: 稿号 → (kind, the source's first words)."""

    rows: Mapping[int, tuple[str, str]]

    def is_task(self, number: int) -> bool:
        """Whether a row was a task in the draft; an unknown one is a person's."""
        return self.rows.get(number, (Kind.TASK, ""))[0] == Kind.TASK


def find_table(grid: Grid) -> Table | None:
    """The headings: the row with the most known ones; None where hardly any is there."""
    found = [(row, _columns_in(grid, row)) for row in range(min(HEADING_ROWS, len(grid.rows)))]
    heading_row, columns = max(found, key=lambda one: len(one[1]), default=(0, {}))
    if len(columns) < 3 or not any(isinstance(name, ReviewField) for name in columns):
        return None
    ours = set(columns.values())
    others = tuple(
        (grid.text(heading_row, index), index)
        for index in range(max((len(row) for row in grid.rows), default=0))
        if index not in ours and _used(grid, heading_row, index)
    )
    return Table(heading_row, columns, others)


def whole_table(grid: Grid, path: Path) -> Table:
    """The headings; raises `Stop.HEADING_MISSING` where one is lost, so that what stands below it would be too."""
    table = find_table(grid)
    columns = table.columns if table else {}
    missing = [name for name in REQUIRED if name not in columns]
    if table and not missing and any(not heading for heading, _ in table.others):
        missing = [name for name in _FILLED if name not in columns]
    if table is None or missing:
        name = missing[0]
        heading = HEADINGS[name] if isinstance(name, Field) else name.value
        raise CannotGoOn(Stop.HEADING_MISSING, path=path, sheet=grid.name, heading=heading)
    return replace(table, others=_own_names(table.others))


def _own_names(others: Sequence[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """A person's own columns by names that no column of a master has, nor another of them: 亮灯 would be one of its."""
    names: dict[str, int] = {}
    for heading, index in others:
        letters = column_letters(index)
        name = heading or letters
        if name in names or plain_heading(name) in _NAMES or field_of(name) is not None:
            name = wording.review_own_column(letters, heading)
        names[name] = index
    return tuple(names.items())


def read_lines(grid: Grid, table: Table) -> list[Line]:
    """The rows below the headings that say something or have a 稿号, in the sheet's order. A cell of 处理 that is
    merged downwards decides about all its rows."""
    filled = filled_down(grid)
    heading = grid.text(table.heading_row, table.columns[Field.CONTENT])
    lines = []
    for row in range(table.heading_row + 1, len(grid.rows)):
        raw = {
            field: _raw(grid, filled, row, table, field) for field in _PLAN_FIELDS if field in table.columns
        }
        texts = {field: text_of(text) for field, text in raw.items()}
        line = Line(
            row + 1,
            number_of(_own(grid, row, table, ReviewField.NUMBER)),
            text_of(_value(filled[row], table.columns[ReviewField.DECISION])),
            texts,
            raw,
            tuple(
                (name, text_of(filled[row][index]))
                for name, index in table.others
                if index < len(filled[row])
            ),
            _own(grid, row, table, ReviewField.CONFIDENCE),
        )
        own = any(grid.text(row, index) for _, index in table.others)
        if (line.says or own or line.number is not None) and texts[Field.CONTENT] != heading:
            lines.append(line)
    return lines


def number_of(text: str) -> int | None:
    """`稿007`, `7` → 7; None for a blank cell and for what is no 稿号."""
    match = _NUMBER.fullmatch(re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)))
    return int(match[1]) if match else None


def in_order(lines: Sequence[Line]) -> list[Line]:
    """In the document's order: by 稿号, copies in the sheet's order; a row without one goes with the row above it."""
    keys: list[int] = []
    above = 0
    for line in lines:
        above = above if line.number is None else line.number
        keys.append(above)
    return [lines[at] for at in sorted(range(len(lines)), key=lambda at: (keys[at], at))]


def cell_of(table: Table, line: Line, name: Named, file: str) -> Cell:
    """Where a column of a row stands; a column that is not there: the row's 工作任务."""
    column = table.columns.get(name, table.columns[Field.CONTENT])
    return Cell(Sheet.REVIEW, f"{column_letters(column)}{line.row}", file)


def read_identity(grids: Sequence[Grid], path: Path) -> Identity | None:
    """The hidden sheet; None where it is gone. Raises `Stop.REVIEW_NEWER` for a book of a later version."""
    grid = find_sheet(grids, Sheet.DRAFT_IDENTITY)
    if grid is None:
        return None
    keys = len(IDENTITY_KEYS)
    said = {grid.text(row, 0): grid.text(row, 1) for row in range(keys)}
    if not all(key in said for key in IDENTITY_KEYS):
        return None
    if not said["schema"].isdigit() or int(said["schema"]) > SCHEMA:
        raise CannotGoOn(Stop.REVIEW_NEWER, path=path)
    rows = {
        int(grid.text(row, 0)): (grid.text(row, 1), grid.text(row, 2))
        for row in range(keys + 1, len(grid.rows))
        if grid.text(row, 0).isdigit()
    }
    return Identity(rows)


def _columns_in(grid: Grid, row: int) -> dict[Named, int]:
    """The columns whose headings stand in a row; a field's own heading wins over its synonyms."""
    columns: dict[Named, int] = {}
    for find in (lambda text: _NAMES.get(plain_heading(text)), field_of):
        for index in range(len(grid.rows[row])):
            name = find(grid.text(row, index))
            known = name is not None and (isinstance(name, ReviewField) or name in _PLAN_FIELDS)
            if known and name not in columns and index not in columns.values():
                columns[name] = index
    return columns


def _used(grid: Grid, heading_row: int, column: int) -> bool:
    return any(grid.text(row, column) for row in range(heading_row, len(grid.rows)))


def _own(grid: Grid, row: int, table: Table, name: ReviewField) -> str:
    column = table.columns.get(name)
    return "" if column is None else grid.text(row, column)


def _raw(grid: Grid, filled: Sequence[Sequence[Value]], row: int, table: Table, field: Field) -> str:
    """A cell with its line breaks; what is merged downwards holds for every row it covers, but for 工作任务."""
    rows = grid.rows if field is Field.CONTENT else filled
    value = _value(rows[row], table.columns[field])
    return _LINE_ENDS.sub("\n", value) if isinstance(value, str) else text_of(value)


def _value(cells: Sequence[Value], column: int) -> Value:
    return cells[column] if column < len(cells) else ""
