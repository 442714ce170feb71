"""What a unit book holds, shared by its writer and its reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from taskbook.columns import LOCKED_FIELDS, ReplyField
from taskbook.model import Role, Target
from taskbook.period import Period

SCHEMA = "1"
"""Version of what the hidden sheet says; raised when a reader must treat older books differently."""

PRINTED_FIELDS: tuple[ReplyField, ...] = tuple(
    field for field in LOCKED_FIELDS if field is not ReplyField.TASK_ID
)
"""The locked texts a row's fingerprint is made of, in this order."""

IDENTITY_KEYS: tuple[str, ...] = ("plan_id", "plan_name", "period", "unit", "schema", "token", "issued_on")
"""Rows of the hidden sheet: key in column A, text in column B, from A1 downwards."""

IDENTITY_ROW_HEADINGS: tuple[str, ...] = ("task_id", "role", "fingerprint")
"""Headings, in the hidden sheet, of the list of rows below the keys."""


@dataclass(frozen=True, slots=True)
class BookRow:
    """One task in a unit's book: `texts` are what the locked columns show, in the order of `PRINTED_FIELDS`.

    `settled`: the unit reported it done before and need not fill it in again; `lookback`: it is of an earlier year.
    """

    task_id: str
    role: Role
    texts: tuple[str, ...]
    fingerprint: str
    targets: tuple[Target, ...] = ()
    settled: bool = False
    lookback: bool = False

    def text(self, field: ReplyField) -> str:
        return self.task_id if field is ReplyField.TASK_ID else self.texts[PRINTED_FIELDS.index(field)]


@dataclass(frozen=True, slots=True)
class Book:
    """Everything that one unit gets in one period; the same values make the same book."""

    plan_id: str
    plan_name: str
    office: str
    period: Period
    unit: str
    token: str
    due: date
    return_to: str
    rows: tuple[BookRow, ...]


def ranges(rows: Sequence[int], column: str) -> str:
    """Ascending row numbers as A1 ranges of one column: `[5, 6, 9]`, `L` → `L5:L6 L9`."""
    parts: list[str] = []
    start = previous = None
    for row in [*rows, None]:
        if start is not None and row != previous + 1:
            parts.append(f"{column}{start}" if start == previous else f"{column}{start}:{column}{previous}")
            start = row
        elif start is None:
            start = row
        previous = row
    return " ".join(parts)
