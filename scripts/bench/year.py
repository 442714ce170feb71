"""A year of a large office, as its ledgers hold it: plan, master, and for every month what was sent out and came back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

from taskbook.issued import Issued, IssuedRow, record_issued
from taskbook.master import write_master
from taskbook.model import Plan, Reply, Role, Source, State, Task
from taskbook.period import Period
from taskbook.returns.archive import (
    Outcome,
    ReturnRecord,
    ledger_of,
    line_of,
    originals_of,
    pack_replies,
)
from taskbook.returns.ledger import append_lines

from bench.plan import make_plan, tasks_by_unit

_WORDS = (
    "已召开专题会议部署，印发实施方案",
    "清单梳理完成第{n}批，正逐项核对",
    "专栏更新信息{n}条，接受咨询{n}次",
    "因系统升级，进度落后于计划",
    "征求意见收到反馈{n}条，逐条研究采纳",
    "组织政策宣讲{n}场，发放资料{n}00余份",
    "与承建单位约定{n}日内完成接口改造",
    "已按要求报送，待上级核定",
)
_ON_THE_WAY = (State.IN_PROGRESS, State.IN_PROGRESS, State.NOT_STARTED, State.BEHIND)


def make_year(folder: Path, units: int, tasks: int, months: int) -> Path:
    """The master of an office in `folder` with so many months in its archive, up to December; its originals are no books."""
    plan = make_plan(units, tasks)
    master = folder / "master.xlsx"
    write_master(plan, master)
    rows = tasks_by_unit(plan)
    for month in range(13 - months, 13):
        period = Period(plan.settings.year, month)
        archive = folder / plan.settings.folder_archive
        record_issued(archive, period, _books(plan, rows))
        originals = originals_of(archive, period)
        originals.mkdir(parents=True)
        append_lines(ledger_of(archive, period), list(_returns(rows, period, originals)))
    return master


def _books(plan: Plan, rows: dict[str, list[Task]]) -> Iterator[Issued]:
    for unit, tasks in rows.items():
        sent = tuple(IssuedRow(task.id, Role.RESPONSIBLE, "f", task.content[:20]) for task in tasks)
        yield Issued(unit, "T", f"{unit}.xlsx", unit, date(2026, 1, 5), sent, plan.settings.plan_id)


def _returns(rows: dict[str, list[Task]], period: Period, originals: Path) -> Iterator[bytes]:
    for sequence, (unit, tasks) in enumerate(rows.items(), 1):
        chance = Random(f"{unit} {period}")
        if chance.random() < 0.04:
            continue
        stored = f"{sequence:04d}_{unit}.xlsx"
        (originals / stored).write_bytes(stored.encode())
        on_time = chance.random() > 0.05
        day = 20 if on_time else 27
        record = ReturnRecord(
            sequence,
            received=f"{period}-{day}T09:30:00",
            file=f"{unit}.xlsx",
            stored=stored,
            sha256=hashlib.sha256(stored.encode()).hexdigest(),
            outcome=Outcome.ACCEPTED,
            unit=unit,
            rows=len(tasks),
            on_time=on_time,
        )
        said = [_reply(task, unit, period, stored, row, chance) for row, task in enumerate(tasks, 6)]
        yield line_of(record, pack_replies(said))


def _reply(task: Task, unit: str, period: Period, stored: str, row: int, chance: Random) -> Reply:
    """Done by chance, more often as the year goes on; what is done once stays so."""
    done = Random(f"{unit} {task.id}").random() < 0.07 * period.month
    state = State.DONE if done else chance.choice(_ON_THE_WAY)
    words = "；".join(text.format(n=chance.randint(2, 90)) for text in chance.sample(_WORDS, 2))
    return Reply(
        task.id,
        unit,
        state,
        f"{words}。",
        str(chance.randint(1, 9)),
        f"https://www.example/zwgk/{chance.randint(1, 10**6)}.html" if done else "",
        reported_on=date(period.year, period.month, 18),
        source=Source(stored, "任务反馈", row),
    )
