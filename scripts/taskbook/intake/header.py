"""Where the heading of a task table stands and which columns it makes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from taskbook.columns import STATUS_FIELDS, Field, field_of, plain_heading
from taskbook.intake.blocks import Table
from taskbook.intake.headings import HIERARCHY, PARTIES, could_be_heading, meaning_of

SEARCHED_ROWS = 60
"""A heading row is looked for in so many rows from where a table may begin."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a task table: its heading, the grid columns it covers, the field it fills.

    `field` None: kept as an extra column. `sure` False: only the make of its heading told.
    """

    heading: str
    first: int
    last: int
    field: Field | None = None
    sure: bool = True
    words: tuple[str, ...] = ()  # the heading as compared, in each of its rows


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


def header_at(table: Table, top: int) -> Header | None:
    """The heading whose first row is `top`, or None if that row heads no task table."""
    texts = table.own_texts(top)
    if len(texts) < 2 or not all(could_be_heading(text) for _, text in texts):
        return None
    for bottom in _possible_bottoms(table, top):
        columns = _columns(table, top, bottom)
        if _is_task_heading(columns):
            columns = _divided(table, bottom, columns)
            return Header(top, bottom, tuple(_told_apart(columns)))
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
    """Whether a row divides the headings above it: all its texts are headings, and none stands under a 序号."""
    parts = table.own_texts(below)
    if len(parts) < 2 or not all(could_be_heading(text) for _, text in parts):
        return False
    above = table.rows[top]
    met = [meaning_of([above[column].text, text]) for column, text in parts]
    under_another = sum(1 for column, _ in parts if not above[column].text or _is_wide(table, top, column))
    return all(one is not None and one.sure for one in met) and under_another >= 1


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


def _is_task_heading(columns: Sequence[Column]) -> bool:
    """What to do and who must both be there, every heading short, and enough of them known words."""
    headed = [column for column in columns if column.heading]
    known = [column for column in headed if column.field]
    fields = {column.field for column in known}
    sure = sum(column.sure for column in known)
    return (
        bool(fields & set(HIERARCHY[1:]))
        and bool(fields & set(PARTIES))
        and all(could_be_heading(column.heading) for column in headed)
        and (sure >= 2 or len(known) >= 3)
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


# ---- one field, several columns ----


def _told_apart(columns: Sequence[Column]) -> list[Column]:
    """Each field but the parties filled by one column; what is left over is kept as extra."""
    told = list(columns)
    _drop(told, [at for at, column in enumerate(told) if column.field in STATUS_FIELDS])
    _tell_numbers(told)
    _tell_hierarchy(told)
    _tell_parties(told)
    _keep_one(told, Field.DEADLINE, r"完成|办结")
    for field in (Field.MEASURE, Field.LEADER, Field.REMARK):
        _keep_one(told, field, "")
    return told


def _at(columns: Sequence[Column], *fields: Field) -> list[int]:
    return [at for at, column in enumerate(columns) if column.field in fields]


def _drop(columns: list[Column], places: Sequence[int]) -> None:
    for at in places:
        columns[at] = replace(columns[at], field=None, sure=True)


def _keep_one(columns: list[Column], field: Field, preferred: str) -> None:
    places = _at(columns, field)
    best = [at for at in places if preferred and re.search(preferred, columns[at].heading)]
    sure = [at for at in places if columns[at].sure]
    kept = (best or sure or places or [-1])[0]
    _drop(columns, [at for at in places if at != kept])


def _tell_numbers(columns: list[Column]) -> None:
    """序号 before the tasks, where topics have a 序号 of their own; 任务编号 is a number only if there is no other."""
    ids, numbers = _at(columns, Field.TASK_ID), _at(columns, Field.NUMBER)
    if ids and not numbers:
        columns[ids[0]] = replace(columns[ids[0]], field=Field.NUMBER)
        ids = ids[1:]
    _drop(columns, ids)
    if len(numbers) > 1:
        content = max(_at(columns, Field.CONTENT, Field.TOPIC), default=len(columns))
        plain = [at for at in numbers if plain_heading(columns[at].heading) == "序号"]
        before = [at for at in (plain or numbers) if at < content]
        kept = (before or numbers)[-1]
        _drop(columns, [at for at in numbers if at != kept])


def _tell_hierarchy(columns: list[Column]) -> None:
    """Section, topic and content by their headings; where two headings mean the same, by their order, broad to fine."""
    places = _at(columns, *HIERARCHY)
    fields = [columns[at].field for at in places]
    if len(set(fields)) == len(fields):
        if Field.CONTENT not in fields:
            at = places[fields.index(Field.TOPIC)]
            columns[at] = replace(columns[at], field=Field.CONTENT)
        return
    first_party = min(_at(columns, *PARTIES), default=len(columns))
    pool = [at for at in places if at < first_party]
    if not any(columns[at].field in HIERARCHY[1:] for at in pool):
        pool = places
    _drop(columns, [at for at in places if at not in pool])
    for at, field in zip(pool, _levels([columns[at].field for at in pool]), strict=True):
        columns[at] = replace(columns[at], field=field, sure=columns[at].sure or field is None)


def _levels(fields: Sequence[Field | None]) -> list[Field | None]:
    """A level for each of the columns that say what to do, left to right."""
    if len(fields) <= 3:
        return list(HIERARCHY[3 - len(fields) :])
    section = fields.index(Field.SECTION) if Field.SECTION in fields else 0
    rest = [at for at in range(len(fields) - 1) if at != section]
    topic = next((at for at in rest if fields[at] is Field.TOPIC), rest[0])
    levels: list[Field | None] = [None] * len(fields)
    levels[section], levels[topic], levels[-1] = HIERARCHY
    return levels


def _tell_parties(columns: list[Column]) -> None:
    """Several columns of one role are read together, but a unit's own offices (责任科室) or a bare 单位 beside 责任单位 are not."""
    for field in PARTIES:
        places = _at(columns, field)
        inner = [at for at in places if re.search(r"[科处股]室|业务科", columns[at].heading)]
        bare = [at for at in places if plain_heading(columns[at].heading) in ("单位", "部门")]
        for weak in (inner, bare):
            places = _at(columns, field)
            if set(places) - set(weak):
                _drop(columns, [at for at in weak if at in places])
    places = _at(columns, Field.RESPONSIBLE)
    main = [at for at in places if "主" in columns[at].heading]
    if len(places) > 1 and len(main) == 1 and not _at(columns, Field.LEAD):
        columns[main[0]] = replace(columns[main[0]], field=Field.LEAD)


def extra_headings(columns: Sequence[Column]) -> list[str]:
    """A heading for every extra column ('' for the others), unlike any heading of the master and each its own."""
    taken: set[str] = set()
    headings = []
    for at, column in enumerate(columns, 1):
        heading = ""
        if column.field is None:
            heading = column.heading or f"无表头第{at}列"
            if field_of(heading) is not None:
                heading = f"原表{heading}"
            again = 2
            base = heading
            while heading in taken:
                heading, again = f"{base}{again}", again + 1
            taken.add(heading)
        headings.append(heading)
    return headings
