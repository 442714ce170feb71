"""Archives made by hand: what was issued and what came back, as the ledgers hold it, without any workbook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from status_values import ROLES, record, reply
from taskbook.issued import Issued, IssuedRow, record_issued
from taskbook.model import Reply, Role
from taskbook.period import Period
from taskbook.returns.archive import ledger_of, line_of, pack_replies
from taskbook.returns.ledger import append_lines


def books_of(books: Mapping[str, str]) -> dict[str, Issued]:
    """unit → `牵头 T001 T002 配合 T003` (a first word without a role: 牵头)."""
    return {
        unit: Issued(unit, "T", f"{unit}.xlsx", text, date(2026, 1, 5), _rows(text))
        for unit, text in books.items()
    }


def _rows(text: str) -> tuple[IssuedRow, ...]:
    role, rows = Role.LEAD, []
    for word in text.split():
        if word in ROLES:
            role = ROLES[word]
        else:
            rows.append(IssuedRow(word, role, "f", f"任务{word}"))
    return tuple(rows)


def issue(archive: Path, period: Period, books: Mapping[str, str]) -> None:
    """`books` as in `books_of`."""
    record_issued(archive, period, books_of(books).values())


def replies_of(unit: str, text: str) -> list[Reply]:
    """`T001 推进中 说的话 T002 已完成 说的话` → replies; `_` for a blank in the words, `-` for none."""
    words = text.split()
    threes = zip(words[::3], words[1::3], words[2::3], strict=True)
    return [
        reply(task, unit, state, "" if said == "-" else said.replace("_", " "))
        for task, state, said in threes
    ]


def send_in(archive: Path, period: Period, *returns: tuple[str, str], late: str = "", days: str = "") -> None:
    """`returns`: unit and its answers as in `replies_of`; `late`: the units that were, by name; `days`: of the month,
    on which they came (else the first, the second, …)."""
    lines = []
    for sequence, (unit, text) in enumerate(returns, 1):
        said = replies_of(unit, text)
        one = record(sequence, unit, rows=len(said), on_time=unit not in late.split())
        day = int(days.split()[sequence - 1]) if days else sequence
        received = f"{period}-{day:02d}T09:30:00"
        lines.append(line_of(replace(one, received=received), pack_replies(said)))
    append_lines(ledger_of(archive, period), lines)
