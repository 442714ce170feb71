"""A returned workbook → what it says about itself and what the unit filled in. Nothing is judged here.

People sort rows, insert and hide rows and columns, move columns, rename sheets, delete the title block, paste the
sheet by value into a new workbook or two units' sheets into one. So everything is found by what it says: the reply
table by its headings, rows by their 任务编号, the identity by its keys or its printed 表号.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from taskbook.grid import Grid, text_of
from taskbook.unitbook.layout import IDENTITY_KEYS, IDENTITY_ROW_HEADINGS
from taskbook.unitbook.tables import ReplyTable, read_tables
from taskbook.unitbook.tables import RowRead as RowRead


@dataclass(frozen=True, slots=True)
class SentRow:
    """A row as it was sent, from the hidden sheet."""

    task_id: str
    role: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class HiddenIdentity:
    """What the hidden sheet says; texts as they stand there ('' where lost)."""

    plan_id: str
    plan_name: str
    period: str
    unit: str
    schema: str
    token: str
    issued_on: str
    rows: tuple[SentRow, ...]


@dataclass(frozen=True, slots=True)
class BookRead:
    """A whole workbook. Most have one identity and one table."""

    identities: tuple[HiddenIdentity, ...]
    tables: tuple[ReplyTable, ...]

    @property
    def identity(self) -> HiddenIdentity | None:
        return self.identities[0] if self.identities else None

    @property
    def token(self) -> str | None:
        """The first printed 表号."""
        return next((token for table in self.tables for token in table.tokens), None)


def read_book(grids: Sequence[Grid]) -> BookRead:
    """Find the identities and the reply tables of a workbook, wherever they are. Pure; never raises."""
    identities: list[HiddenIdentity] = []
    tables: list[ReplyTable] = []
    for grid in grids:
        identity = read_identity(grid)
        if identity:
            identities.append(identity)
        else:
            tables += read_tables(grid)
    return BookRead(tuple(identities), tuple(tables))


def read_identity(grid: Grid) -> HiddenIdentity | None:
    """The identity a sheet holds (recognised by its keys, not by its name), or None."""
    texts: dict[str, str] = {}
    for number in range(min(len(grid.rows), 2 * len(IDENTITY_KEYS))):
        key = grid.text(number, 0)
        if key in IDENTITY_KEYS:
            texts[key] = grid.text(number, 1)
    if not texts.get("token") or "unit" not in texts:
        return None
    return HiddenIdentity(*(texts.get(key, "") for key in IDENTITY_KEYS), rows=tuple(_sent_rows(grid)))


def _sent_rows(grid: Grid) -> Iterator[SentRow]:
    width = len(IDENTITY_ROW_HEADINGS)
    started = False
    for row in grid.rows:
        cells = tuple([text_of(value) for value in row[:width]])
        if started and cells and cells[0]:
            yield SentRow(*cells, *[""] * (width - len(cells)))
        started = started or cells == IDENTITY_ROW_HEADINGS
