"""A plan of any size, and its unit books filled in fast: about 100 rows a unit from 500 units on, fewer below."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from pathlib import Path

from taskbook.columns import LOCKED_FIELDS, ReplyField, column_letters
from taskbook.model import Group, Plan, Settings, Task, Unit
from taskbook.period import Period

PERIOD = Period(2026, 9)
TODAY = date(2026, 9, 25)
SHEET_PART = "xl/worksheets/sheet1.xml"

ANSWERS = {
    ReplyField.STATE: "推进中",
    ReplyField.PROGRESS: "已完成第{n}批清单的梳理，正在逐项核对，本月更新信息12条，其余内容月底前公开。",
    ReplyField.VALUE: "1",
    ReplyField.EVIDENCE: "https://www.example/zwgk/{n}.html",
    ReplyField.PROBLEM: "个别科室报送不及时",
    ReplyField.NEXT_STEP: "继续按月调度，月底前完成其余部分",
    ReplyField.REPORTER: "经办人{n}",
    ReplyField.PHONE: "内线{n}",
    ReplyField.REPORTED_ON: "2026-09-20",
    ReplyField.REVIEWER: "分管负责人",
}


def make_plan(units: int, tasks: int) -> Plan:
    """Units in groups of 15 or 100; every task names one or more groups."""
    names = [f"区第{number:04d}单位" for number in range(1, units + 1)]
    size = 15 if units < 100 else 100
    groups = tuple(
        Group(f"第{at // size + 1}组各单位", "、".join(names[at : at + size])) for at in range(0, units, size)
    )
    settings = Settings(
        "bench", "测速用工作要点", 2026, "示例办公室", date(2026, 1, 10), last_task_number=tasks
    )
    made = tuple(
        _task(number, groups, _groups_named(number, units, tasks, size)) for number in range(1, tasks + 1)
    )
    return Plan(settings, made, tuple(Unit(name, "部门") for name in names), groups)


def _groups_named(number: int, units: int, tasks: int, size: int) -> int:
    """How many groups a task names, so that a unit has about 100 rows (or half of a small plan)."""
    rows = min(100, tasks / 2)
    exact = rows * units / tasks / size
    return max(1, int(exact * number) - int(exact * (number - 1)))


def _task(number: int, groups: tuple[Group, ...], count: int) -> Task:
    times = number % 9 + 1
    return Task(
        id=f"T{number:03d}",
        number=str(number),
        section=f"第{(number - 1) // 20 + 1}部分",
        topic=f"第{(number - 1) // 4 + 1}项重点工作",
        content=f"第{number}项：按季度梳理并公开本领域办事指南、服务清单和执行情况，全年公开不少于{times}次，确保找得到、看得懂",
        responsible="、".join(groups[(number * 7 + turn) % len(groups)].word for turn in range(count)),
        measure=f"不少于{times}次",
        deadline=("2026年11月底前", "全年持续推进", "2026年12月31日前")[number % 3],
    )


def tasks_by_unit(plan: Plan) -> dict[str, list[Task]]:
    """Who answers for what, without our reading of cells: what today's ways are given for nothing."""
    members = {group.word: group.members.split("、") for group in plan.groups}
    found: dict[str, list[Task]] = {unit.name: [] for unit in plan.units}
    for task in plan.tasks:
        for unit in dict.fromkeys(name for word in task.responsible.split("、") for name in members[word]):
            found[unit].append(task)
    return {unit: tasks for unit, tasks in found.items() if tasks}


def fill_books(books: Path, inbox: Path) -> None:
    """Every book filled in and put into the inbox: its sheet's empty cells get texts, all else stays as it is."""
    inbox.mkdir()
    for book in sorted(books.rglob("*.xlsx")):
        with zipfile.ZipFile(book) as source, zipfile.ZipFile(inbox / book.name, "w") as target:
            for info in source.infolist():
                part = source.read(info)
                if info.filename == SHEET_PART:
                    part = _filled(part.decode("utf-8")).encode("utf-8")
                target.writestr(info.filename, part, zipfile.ZIP_DEFLATED, compresslevel=1)


_LETTERS = {
    column_letters(place): field for place, field in enumerate(ReplyField) if place >= len(LOCKED_FIELDS)
}
_ROW = re.compile(r'<row r="(\d+)"[^>]*>.*?</row>', re.S)
_EMPTY = re.compile(r'<c r="([A-Z]+)(\d+)"( s="\d+")?/>')


def _filled(sheet: str) -> str:
    def row(match: re.Match[str]) -> str:
        has_task = re.search(r">T\d{3,}<", match[0])
        return _EMPTY.sub(cell, match[0]) if has_task else match[0]

    def cell(match: re.Match[str]) -> str:
        column, number, style = match.groups()
        field = _LETTERS.get(column)
        if field is None:
            return match[0]
        text = ANSWERS[field].format(n=number)
        return f'<c r="{column}{number}"{style or ""} t="inlineStr"><is><t>{text}</t></is></c>'

    return _ROW.sub(row, sheet)
