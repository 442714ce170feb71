"""Small masters for tests: plans of a few rows, and books whose sheets are given as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import openpyxl
from taskbook.columns import SETTING_LABELS
from taskbook.model import Group, Plan, Settings, Task, Unit

SETTINGS = Settings(
    plan_id="JH-1",
    plan_name="示例区2026年政务公开工作要点",
    year=2026,
    office="示例区人民政府办公室",
    issued_on=date(2026, 3, 10),
    last_task_number=3,
)

PLAN = Plan(
    SETTINGS,
    (
        Task(
            "T001",
            "1",
            "一、公开",
            "（一）决策",
            "公布目录。",
            "区司法局",
            "区财政局",
            "",
            "",
            "查看目录",
            "4月底前",
        ),
        Task(
            "T002",
            "2",
            "一、公开",
            "（一）决策",
            "征求意见\n不少于30日。",
            "",
            "区司法局牵头",
            "无",
            "",
            "",
            "长期工作",
        ),
        Task(
            "T003", "3", "二、服务", "（二）大厅", "回访率100%。", "", "区财政局", "", "", "100%", "三季度末"
        ),
    ),
    (
        Unit("区司法局", "部门", ("司法局", "区司法行政局"), "联络员01", "a@b.example"),
        Unit("区财政局", stopped=True),
    ),
    (Group("各乡镇", "类别=乡镇"),),
)

HEADINGS = (
    "任务编号",
    "序号",
    "一级指标",
    "二级指标",
    "工作任务",
    "牵头单位",
    "责任单位",
    "配合单位",
    "完成时限",
)

Rows = Sequence[Sequence[object]]


def table_of(text: str) -> list[list[str]]:
    """`| a | b |` lines → cells; ⏎ is a line break."""
    lines = [line.strip() for line in text.strip().splitlines() if line.strip().startswith("|")]
    return [[cell.strip().replace("⏎", "\n") for cell in line.strip("|").split("|")] for line in lines]


def book_of(
    path: Path, sheets: Mapping[str, Rows], merges: Mapping[str, Sequence[str]] | None = None
) -> Path:
    """A workbook by another hand (openpyxl) whose sheets hold these rows from A1 down."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append([None if value == "" else value for value in row])
        for area in (merges or {}).get(name, ()):
            sheet.merge_cells(area)
    workbook.save(path)
    return path


def sheets_with(tasks: Rows, **others: Rows) -> dict[str, Rows]:
    """The four sheets every master must have, 责任分解表 with these rows; `units`, `groups`, `settings` replace others."""
    return {
        "责任分解表": tasks,
        "单位": others.get("units", [["单位名称", "类别"], ["区司法局", "部门"]]),
        "群组": others.get("groups", [["群组词", "成员"], ["各乡镇", "类别=乡镇"]]),
        "设置": others.get("settings", [["项目", "值", "说明"], [SETTING_LABELS["year"], 2026, ""]]),
    }
