"""One row of a task table: which of its cells fill which column, and what kind of row it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from taskbook.columns import Field, plain_heading
from taskbook.intake.blocks import Table
from taskbook.intake.header import Header
from taskbook.intake.heading_columns import Column
from taskbook.intake.headings import (
    PARTIES,
    is_note,
    is_number,
    is_section_number,
    is_total,
    level_of,
)

_BEST_OF_MERGED = (Field.CONTENT, Field.SECTION, Field.TOPIC, Field.RESPONSIBLE, Field.LEAD, Field.SUPPORT)
"""Which column a cell merged across several belongs to."""


_LONGEST_SECTION = 60


class Kind(Enum):
    """What a row is."""

    BLANK = auto()
    REPEATED_HEADING = auto()
    SECTION = auto()  # a line across the table, or 一 │ 聚焦…: what follows belongs under it
    TOPIC = auto()  # only the columns of section or topic filled: inherited by the rows below
    NOTE = auto()  # a remark, a sum, a lone number: no task
    TASK = auto()


@dataclass(frozen=True, slots=True)
class Row:
    """The texts of a row by column index. `own` begin in this row; `whole` also come from merged cells above.

    `anchors` tells which cell a text of `whole` comes from; `lone` is the only text of the row, if it is one, and
    `covered` how many columns the cell of that text lies over.
    """

    index: int
    own: dict[int, str] = field(default_factory=dict)
    whole: dict[int, str] = field(default_factory=dict)
    anchors: dict[int, tuple[int, int]] = field(default_factory=dict)
    texts: tuple[str, ...] = ()
    covered: int = 1

    @property
    def lone(self) -> str:
        return self.texts[0] if len(self.texts) == 1 else ""


def read_row(table: Table, header: Header, index: int) -> Row:
    """The row's cells sorted into the header's columns. Every text of the row is in exactly one column."""
    own: dict[int, str] = {}
    whole: dict[int, str] = {}
    anchors: dict[int, tuple[int, int]] = {}
    texts: list[str] = []
    covered = 1
    cells = table.cells(index)
    places = _places(table, header.columns, cells)
    for (first, _, text), over in zip(cells, places, strict=True):
        if not text:
            continue
        slot = table.rows[index][first]
        at = _best(header.columns, over)
        whole[at] = f"{whole[at]}\n{text}" if at in whole else text
        anchors.setdefault(at, (slot.row, slot.column))
        if slot.row == index:
            own[at] = f"{own[at]}\n{text}" if at in own else text
            texts.append(text)
            covered = len(over)
    return Row(index, own, whole, anchors, tuple(texts), covered)


def _places(
    table: Table, columns: Sequence[Column], cells: Sequence[tuple[int, int, str]]
) -> list[list[int]]:
    """For every cell the columns it lies over. Where edges do not meet (a table whose rows were dragged), count decides."""
    starts, ends = {column.first for column in columns}, {column.last for column in columns}
    meet = all(first in starts and last in ends for first, last, _ in cells)
    if not meet and not table.lettered and len(cells) == len(columns):
        return [[at] for at in range(len(cells))]
    return [_over(table, columns, first, last) for first, last, _ in cells]


def _over(table: Table, columns: Sequence[Column], first: int, last: int) -> list[int]:
    """The columns of which a cell covers more than half, or the one it covers most of."""

    def shared(column: Column) -> float:
        return sum(table.widths[max(first, column.first) : min(last, column.last) + 1])

    def whole(column: Column) -> float:
        return sum(table.widths[column.first : column.last + 1])

    half = [at for at, column in enumerate(columns) if shared(column) * 2 > whole(column)]
    if half:
        return half
    return [max(range(len(columns)), key=lambda at: shared(columns[at]) or -_distance(columns[at], first))]


def _distance(column: Column, place: int) -> int:
    """How far a column is from a cell that lies outside all columns, as where a row is longer than the heading."""
    return max(column.first - place, place - column.last, 0)


def _best(columns: Sequence[Column], over: Sequence[int]) -> int:
    if len(over) == 1:
        return over[0]
    for wanted in _BEST_OF_MERGED:
        for at in over:
            if columns[at].field is wanted:
                return at
    return next((at for at in over if columns[at].field is not None), over[0])


def kind_of(header: Header, row: Row) -> Kind:
    """What a row is, by what is filled in it."""
    columns = header.columns
    if not row.own:
        return Kind.BLANK
    if repeats_heading(header, row):
        return Kind.REPEATED_HEADING
    fields = {columns[at].field for at in row.own}
    filled = {columns[at].field for at in row.whole}
    if row.lone:
        return _kind_of_lone(header, row, next(iter(fields)), filled)
    if is_total(row.texts[0]) or all(map(is_note, row.texts)):
        return Kind.NOTE
    working = filled & {*PARTIES, Field.DEADLINE, Field.MEASURE}
    number = next((row.own[at] for at in row.own if columns[at].field is Field.NUMBER), "")
    if len(row.own) == 2 and not working and is_section_number(number):
        return Kind.SECTION
    if fields <= {Field.SECTION, Field.TOPIC} and Field.CONTENT not in filled and not working:
        return Kind.TOPIC
    return Kind.TASK


def _kind_of_lone(header: Header, row: Row, place: Field | None, filled: set[Field | None]) -> Kind:
    """A row with a single text: a remark, a section across the table, a topic, or a task with much missing."""
    text = row.lone
    if is_note(text) or is_total(text):
        return Kind.NOTE
    if place in (Field.SECTION, Field.TOPIC) and row.covered == 1:
        return Kind.TASK if Field.CONTENT in filled else Kind.TOPIC
    if place is Field.NUMBER and row.covered == 1 and is_number(text):
        return Kind.TASK if Field.CONTENT in filled else Kind.NOTE
    if level_of(text) is None and (len(text) > _LONGEST_SECTION or (len(text) > 25 and text.endswith("。"))):
        return Kind.NOTE if row.covered > 1 or place is Field.NUMBER else Kind.TASK
    across = row.covered > max(1, len(header.columns) // 2) or (
        row.covered > 1 and Field.CONTENT not in filled
    )
    if across or place is Field.NUMBER or level_of(text) is not None:
        return Kind.SECTION
    return Kind.TASK


def repeats_heading(header: Header, row: Row) -> bool:
    """Whether the row is the heading once more (or one of its two rows), as at the top of a new page."""
    same = sum(plain_heading(text) in _words(header.columns[at]) for at, text in row.own.items())
    return len(row.own) >= 2 and same >= 2 and same * 5 >= len(row.own) * 4


def _words(column: Column) -> tuple[str, ...]:
    return (*column.words, plain_heading(column.heading))
