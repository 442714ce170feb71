"""A small plan, split for a period, and units that fill their books and send them back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from taskbook.collect import collect_replies
from taskbook.collected import CollectResult
from taskbook.master import write_master
from taskbook.model import Plan, Reply, Settings, State, Task, Unit
from taskbook.period import Period
from taskbook.rehearsal import filling
from taskbook.split import split_master

SEPTEMBER = Period(2026, 9)
ISSUED, TODAY, DUE = date(2026, 9, 1), date(2026, 9, 20), date(2026, 9, 25)
EDUCATION, JUSTICE, FINANCE = UNITS = ("区教育局", "区司法局", "区财政局")

PLAN = Plan(
    Settings("P-2026", "示例区2026年工作要点", 2026, "区政府办公室", date(2026, 1, 10)),
    tasks=tuple(
        Task(f"T{number:03d}", str(number), "公开", "决策公开", f"公开第{number}类事项不少于2次", lead=lead,
             responsible=responsible, deadline="2026年12月底前", row=number + 3)
        for number, (lead, responsible) in enumerate(
            [(EDUCATION, JUSTICE), (EDUCATION, FINANCE), (JUSTICE, f"{EDUCATION}、{FINANCE}"), (EDUCATION, "")], 1
        )
    ),
    units=tuple(Unit(unit, "部门") for unit in UNITS),
)  # fmt: skip


@dataclass(frozen=True)
class Desk:
    """An office's folder: the master, the books it sent (by unit), the inbox."""

    master: Path
    books: dict[str, Path]

    @property
    def inbox(self) -> Path:
        return self.master.parent / "收件"

    @property
    def archive(self) -> Path:
        return self.master.parent / "归档"

    @property
    def originals(self) -> Path:
        return self.archive / str(SEPTEMBER) / "原件"

    @property
    def ledger(self) -> Path:
        return self.archive / str(SEPTEMBER) / "收件登记.jsonl"

    @property
    def notes(self) -> Path:
        return self.master.parent / "汇总" / "退回" / str(SEPTEMBER)

    def collect(self, today: date = TODAY, **more) -> CollectResult:
        return collect_replies(self.master, SEPTEMBER, today=today, **more)

    def put(self, name: str, data: bytes) -> Path:
        path = self.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    def send(self, unit: str, name: str = "", answers: Iterable[Reply] | None = None, **more) -> Path:
        """Fill the unit's book (every task, unless `answers` are given) and put it into the inbox."""
        book = filling.open_book(self.books[unit])
        filling.fill(book, answers_for(book, unit, **more) if answers is None else answers, Random(1))
        path = self.inbox / (name or f"{unit}.xlsx")
        path.parent.mkdir(parents=True, exist_ok=True)
        book.workbook.save(path)
        return path


def answers_for(
    book: filling.OpenBook, unit: str, words: str = "已办理", only: Sequence[str] = (), **more
) -> list[Reply]:
    """An answer for every task in the book, or only for some."""
    values = {"state": State.IN_PROGRESS, "reported_on": date(2026, 9, 18)} | more
    return [
        Reply(task_id, unit, progress=f"{words}{task_id}", **values)
        for task_id in book.rows
        if not only or task_id in only
    ]


def set_up(folder: Path, plan: Plan = PLAN) -> Desk:
    """A master in the folder, split for September."""
    master = folder / "总表.xlsx"
    write_master(plan, master)
    result = split_master(master, SEPTEMBER, today=ISSUED)
    (folder / "收件").mkdir()
    return Desk(master, {book.unit: book.file for book in result.books})


def outcomes(result: CollectResult) -> dict[str, str]:
    return {record.file: str(record.outcome) for record in result.files}


def codes(result: CollectResult, file: str) -> list[str]:
    return [
        finding.code.name for record in result.files if record.file == file for finding in record.findings
    ]
