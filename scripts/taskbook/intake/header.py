"""Where the heading of a task table stands and which columns it makes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from taskbook.columns import Field, plain_heading
from taskbook.intake.blocks import Table
from taskbook.intake.heading_columns import Column, told_apart, with_content
from taskbook.intake.headings import HIERARCHY, PARTIES, Meaning, could_be_heading, is_number, meaning_of

SEARCHED_ROWS = 60
"""A heading row is looked for in so many rows from where a table may begin."""


@dataclass(frozen=True, slots=True)
class Header:
    """The heading rows `top`..`bottom` of a table and the columns they make, left to right."""

    top: int
    bottom: int
    columns: tuple[Column, ...]

    def fields(self) -> tuple[Field | None, ...]:
        return tuple(column.field for column in self.columns)

    def has(self, *fields: Field) -> bool:
        return any(column.field in fields for column in self.columns)


def find_header(table: Table, start: int = 0) -> Header | None:
    """The first heading of a task table at or below a row: one with what to do and who, None if there is none."""
    for top in range(start, min(len(table.rows), start + SEARCHED_ROWS)):
        header = header_at(table, top)
        if header:
            return header
    return None


def header_at(table: Table, top: int, strict: bool = False) -> Header | None:
    """The heading whose first row is `top`, or None if that row heads no task table.

    `strict` below a heading, where rows of tasks may hold words that headings are made of: only known headings count.
    """
    texts = table.own_texts(top)
    if len(texts) < 2 or not all(could_be_heading(text) for _, text in texts):
        return None
    for bottom in _possible_bottoms(table, top):
        columns = with_content(_columns(table, top, bottom))
        if _is_task_heading(columns, strict):
            columns = _divided(table, bottom, columns)
            return Header(top, bottom, tuple(told_apart(columns)))
    return None


def _possible_bottoms(table: Table, top: int) -> list[int]:
    """Last rows the heading may have, the likeliest first: as far as its cells reach down, or one row of parts."""
    reach = top
    while reach + 1 < len(table.rows) and reach < top + 3 and _reaches(table, top, reach + 1):
        reach += 1
    below = reach + 1
    if below < len(table.rows) and reach == top and _is_row_of_parts(table, top, below):
        return [below, top]
    return [reach, top] if reach > top else [top]


def _reaches(table: Table, top: int, row: int) -> bool:
    return any(top <= slot.row < row and slot.text for slot in table.rows[row])


def _is_row_of_parts(table: Table, top: int, below: int) -> bool:
    """Whether a row divides the headings above it: its texts are known headings, some under a wide or empty one."""
    parts = table.own_texts(below)
    if len(parts) < 2 or not all(could_be_heading(text) for _, text in parts):
        return False
    if not any((met := meaning_of([text])) and met.sure for _, text in table.own_texts(top)):
        return False
    above = table.rows[top]
    meanings = [_meaning_of_part(above[column].text, text) for column, text in parts]
    under_another = sum(1 for column, _ in parts if not above[column].text or _is_wide(table, top, column))
    return all(one is not None and one.sure for one in meanings) and under_another >= 1


def _meaning_of_part(above: str, part: str) -> Meaning | None:
    """What the lower row adds: 责任单位 over 牵头; the upper row's own meaning is not its merit."""
    return meaning_of([part]) or (meaning_of([part + above]) if above else None)


def _is_wide(table: Table, row: int, column: int) -> bool:
    neighbours = [at for at in (column - 1, column + 1) if 0 <= at < table.width]
    slot = table.rows[row][column]
    return any(
        (table.rows[row][at].row, table.rows[row][at].column) == (slot.row, slot.column) for at in neighbours
    )


def _columns(table: Table, top: int, bottom: int) -> list[Column]:
    columns = []
    for first, last, _ in table.cells(bottom):
        words = list(dict.fromkeys(_stack(table, top, bottom, first)))
        meaning = meaning_of(words)
        columns.append(
            Column(
                heading="".join("".join(words).split()),
                first=first,
                last=last,
                field=meaning.field if meaning else None,
                sure=meaning.sure if meaning else True,
                words=tuple(plain_heading(word) for word in words),
            )
        )
    return [column for column in columns if column.heading or _has_data(table, bottom, column)]


def _stack(table: Table, top: int, bottom: int, column: int) -> list[str]:
    """The texts above one another in the heading; the wide heading of several columns stands over each."""
    return [text for row in range(top, bottom + 1) if (text := table.rows[row][column].text)]


def _has_data(table: Table, bottom: int, column: Column) -> bool:
    places = range(column.first, column.last + 1)
    return any(table.rows[row][at].text for row in range(bottom + 1, len(table.rows)) for at in places)


def _is_task_heading(columns: Sequence[Column], strict: bool) -> bool:
    """What to do and who must both be there, every heading short and no number, and enough of them known words."""
    headed = [column for column in columns if column.heading]
    known = [column for column in headed if column.field]
    fields = {column.field for column in known}
    sure = sum(column.sure for column in known)
    return (
        bool(fields & set(HIERARCHY[1:]))
        and bool(fields & set(PARTIES))
        and all(could_be_heading(one.heading) and not is_number(one.heading) for one in headed)
        and (sure >= 2 or (not strict and (len(known) >= 3 or (sure and len(known) == len(headed)))))
    )


def _divided(table: Table, bottom: int, columns: Sequence[Column]) -> list[Column]:
    """A heading over several columns of data (重点任务 over topic and measure) becomes that many columns."""
    divided: list[Column] = []
    for column in columns:
        starts = _inner_starts(table, bottom, column)
        ends = [start - 1 for start in starts[1:]] + [column.last]
        divided += [replace(column, first=first, last=last) for first, last in zip(starts, ends, strict=True)]
    return divided


def _inner_starts(table: Table, bottom: int, column: Column) -> list[int]:
    if column.first == column.last:
        return [column.first]
    met: Counter[tuple[int, ...]] = Counter()
    filled: set[int] = set()
    for row in range(bottom + 1, len(table.rows)):
        inner = [cell for cell in table.cells(row) if column.first <= cell[0] and cell[1] <= column.last]
        met[tuple(cell[0] for cell in inner)] += 1
        filled |= {cell[0] for cell in inner if cell[2]}
    several = {starts: count for starts, count in met.items() if len(starts) > 1}
    if not several or sum(several.values()) * 3 < sum(met.values()):
        return [column.first]
    starts = [at for at in max(several, key=lambda one: several[one]) if at in filled]
    return [column.first, *[at for at in starts if at != column.first]] if len(starts) > 1 else [column.first]
