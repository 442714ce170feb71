"""The columns a heading makes: each field filled by one of them, and a name for those that fill none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from taskbook.columns import STATUS_FIELDS, Field, field_of, plain_heading
from taskbook.intake.headings import HIERARCHY, PARTIES


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


def with_content(columns: Sequence[Column]) -> list[Column]:
    """Where no heading says what to do, 工作目标 does: 序号, 工作目标, 责任单位, 时间节点."""
    told = list(columns)
    measures = _at(told, Field.MEASURE)
    if measures and not _at(told, *HIERARCHY[1:]):
        told[measures[0]] = replace(told[measures[0]], field=Field.CONTENT, sure=False)
    return told


def told_apart(columns: Sequence[Column]) -> list[Column]:
    """Each field but the parties filled by one column; what is left over is kept as extra."""
    told = list(columns)
    _drop(told, [at for at, column in enumerate(told) if column.field in STATUS_FIELDS])
    _tell_numbers(told)
    _tell_hierarchy(told)
    _tell_parties(told)
    _keep_one(told, Field.DEADLINE, r"完成|办结|竣工|完工")
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
