"""What a check says of one answer, before it is known where that answer stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from taskbook.columns import ReplyField, column_letters
from taskbook.findings import Cell, Code, Remark, found
from taskbook.model import Reading, Reply
from taskbook.promises.workdays import Calendar

_LETTERS = {column: column_letters(place) for place, column in enumerate(ReplyField)}


@dataclass(frozen=True, slots=True)
class Doubt:
    """A code with its details, and the column of the answer that it is about."""

    code: Code
    column: ReplyField
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """The day of judgement, the first day from which the plan binds anybody, the calendar of working days."""

    as_of: date
    since: date
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer with its task; `holds`: the unit leads or is responsible, and does not only support."""

    reading: Reading
    reply: Reply
    holds: bool


def remark_of(doubt: Doubt, reply: Reply) -> Remark:
    """The remark beside an answer. Its cell is where the column stands in a book as it was sent."""
    source = reply.source
    where = Cell(source.sheet, f"{_LETTERS[doubt.column]}{source.row}", source.file) if source else Cell()
    return Remark(reply.task_id, reply.unit, found(doubt.code, where, **doubt.details))
