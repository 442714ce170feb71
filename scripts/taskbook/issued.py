"""What was sent out, kept: one line per unit book in `归档/<period>/下发登记.jsonl`.

Lines are only appended, the latest of a unit holds. It answers what a returned book is compared with, which books
changed since they were sent, and who has to answer at all.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from taskbook import files, wording
from taskbook.findings import CannotGoOn, Stop
from taskbook.model import Role, Target
from taskbook.period import Period
from taskbook.returns.ledger import append_lines


@dataclass(frozen=True, slots=True)
class IssuedRow:
    """One row as it was sent. `label` is the beginning of the task's words, for messages people read; `settled`: the
    unit had reported the task done before, a blank row is no omission; `lookback`: a task of an earlier year (回头看)."""

    task_id: str
    role: Role
    fingerprint: str
    label: str = ""
    targets: tuple[Target, ...] = ()
    settled: bool = False
    lookback: bool = False


@dataclass(frozen=True, slots=True)
class Issued:
    """One unit's book as it was sent. `file` is its name in the period's folder, `digest` stands for its content."""

    unit: str
    token: str
    file: str
    digest: str
    issued_on: date
    rows: tuple[IssuedRow, ...] = ()
    plan: str = ""


def ledger_of(archive: Path, period: Period) -> Path:
    return archive / str(period) / wording.ISSUED_LEDGER


def record_issued(archive: Path, period: Period, books: Iterable[Issued]) -> None:
    """Add these books, safe on disk when this returns. Raises `CannotGoOn` when another run is writing."""
    ledger = ledger_of(archive, period)
    lines = [_line_of(book) for book in books]
    if lines:
        with files.exclusive(ledger), files.told_as_sentences(ledger):
            append_lines(ledger, lines)


def read_issued(archive: Path, period: Period, plan_id: str = "") -> dict[str, Issued]:
    """unit → its book as last sent; empty if nothing was. Lines a crash tore are passed over."""
    return {book.unit: book for book in read_history(archive, period, plan_id)}


def read_own(archive: Path, period: Period, plan_id: str) -> dict[str, Issued]:
    """As `read_issued`; raises as `refuse_other_plan` where another plan's books are kept here."""
    books = {}
    for book in read_history(archive, period):
        if book.plan not in ("", plan_id):
            raise CannotGoOn(Stop.OTHER_PLAN_HERE, path=archive)
        books[book.unit] = book
    return books


def read_history(archive: Path, period: Period, plan_id: str = "") -> Iterator[Issued]:
    """Every book ever sent in a period, oldest first: a unit may answer in one that was sent before a change.

    With a `plan_id`, books of other plans are left out.
    """
    try:
        ledger = ledger_of(archive, period).open("rb")
    except FileNotFoundError:
        return
    alike: dict[tuple[str, str, str], IssuedRow] = {}
    with ledger:
        for line in ledger:
            book = _book_of(line, alike)
            if book and (not plan_id or book.plan in ("", plan_id)):
                yield book


def refuse_other_plan(archive: Path, period: Period, plan_id: str) -> None:
    """Raise `Stop.OTHER_PLAN_HERE` where books of another plan were sent out for the period and are kept here.

    Its answers would be taken for this plan's: ids and units are the same words in every plan.
    """
    if any(book.plan not in ("", plan_id) for book in read_history(archive, period)):
        raise CannotGoOn(Stop.OTHER_PLAN_HERE, path=archive)


def _line_of(book: Issued) -> bytes:
    shape = {
        "unit": book.unit,
        "token": book.token,
        "file": book.file,
        "digest": book.digest,
        "issued_on": book.issued_on.isoformat(),
        "plan": book.plan,
        "rows": [
            [
                row.task_id,
                row.role,
                row.fingerprint,
                row.label,
                [_told(target) for target in row.targets],
                *([int(row.settled), 1] if row.lookback else [1] if row.settled else []),
            ]
            for row in book.rows
        ],
    }
    return json.dumps(shape, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"


def _told(target: Target) -> list[str | float]:
    return [target.text, target.relation, target.value, target.unit]


def _book_of(line: bytes, alike: dict[tuple[str, str, str], IssuedRow]) -> Issued | None:
    """The book of a line, None for a line that is torn or not ours. Rows sent to many units are kept once in `alike`."""
    try:
        shape = json.loads(line)
        rows = []
        for task_id, role, fingerprint, label, targets, *flags in shape.pop("rows"):
            key = (task_id, role, fingerprint)
            row = alike.get(key)
            if row is None:
                numbers = tuple(Target(*target) for target in targets)
                settled, lookback = any(flags[:1]), any(flags[1:])
                row = IssuedRow(task_id, Role(role), fingerprint, label, numbers, settled, lookback)
                alike[key] = row
            rows.append(row)
        issued_on = date.fromisoformat(shape.pop("issued_on"))
        return Issued(**shape, issued_on=issued_on, rows=tuple(rows))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
