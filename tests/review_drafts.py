"""Drafts made by hand, for tests of the review book: a body put together from its parts, and what each became."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import openpyxl
from taskbook.columns import Field
from taskbook.findings import Cell, Code, found
from taskbook.grid import text_of
from taskbook.intake.blocks import Paragraph
from taskbook.model import Group, Plan, Settings, Task, Unit
from taskbook.prose.draft import (
    Body,
    Confidence,
    Doubt,
    Draft,
    DraftTask,
    Kind,
    Left,
    Span,
    Trace,
)
from taskbook.review.write import write_review


@dataclass(frozen=True)
class Bit:
    """A stretch of a body; `task` is what it says where it is one."""

    kind: Kind
    text: str
    why: str = ""
    task: Task | None = None
    confidence: Confidence = Confidence.HIGH
    doubts: tuple[Doubt, ...] = ()


def heading(text: str) -> Bit:
    return Bit(Kind.HEADING, text + "\n")


def left(text: str, why: Left = Left.EXPLANATION) -> Bit:
    return Bit(Kind.BACKGROUND, text, why)


def gone(text: str, trace: Trace = Trace.PAGE_NUMBER) -> Bit:
    return Bit(Kind.REMOVED, text, trace)


def job(
    text: str, confidence: Confidence = Confidence.HIGH, doubts: Sequence[Doubt] = (), **cells: str
) -> Bit:
    """A task; without `content` its content is the text."""
    task = Task("", **({"content": text.strip()} | cells))
    return Bit(Kind.TASK, text, "", task, confidence, tuple(doubts))


SETTINGS = Settings(
    plan_id="CG-1",
    plan_name="示例区2026年数字政府建设工作方案",
    year=2026,
    office="示例区人民政府办公室",
    issued_on=date(2026, 3, 10),
)
UNITS = (
    Unit("区财政局", "部门", ("财政局",), "联络员01", "caizheng@shiliqu.example"),
    Unit("区司法局", "部门"),
    Unit("区教育局", "部门"),
    Unit("区数据局", "部门"),
    Unit("市商务局", "部门"),
    Unit("市财政局", "部门"),
)
GROUPS = (Group("各街道", "类别=街道"),)


@dataclass
class Made:
    """A draft and the plan whose settings, units and groups go into its book."""

    draft: Draft
    plan: Plan = field(default_factory=lambda: Plan(SETTINGS))


def made_of(bits: Sequence[Bit], settings: Settings = SETTINGS, findings: Sequence = ()) -> Made:
    """The draft whose body is all the texts one behind another; ids are given in order."""
    text, spans, tasks = "", [], []
    for bit in bits:
        start, end = len(text), len(text) + len(bit.text)
        index = None
        if bit.task is not None:
            index = len(tasks)
            task = replace(bit.task, id=f"T{index + 1:03d}")
            tasks.append(DraftTask(task, ((start, end),), bit.text.strip(), bit.confidence, bit.doubts))
        if bit.text:
            spans.append(Span(start, end, bit.kind, bit.why, index))
        text += bit.text
    lines = text.split("\n")
    starts = [sum(len(line) + 1 for line in lines[:at]) for at in range(len(lines))]
    solid = [at for at, line in enumerate(lines) if line.strip()]
    paragraphs = tuple(Paragraph(lines[at], number) for number, at in enumerate(solid, 1))
    body = Body(text, paragraphs, tuple(starts[at] for at in solid))
    plan = Plan(settings, tuple(one.task for one in tasks))
    draft = Draft(body, tuple(spans), tuple(tasks), plan, tuple(findings))
    return Made(draft, replace(plan, units=UNITS, groups=GROUPS))


def doubtful(column: Field | None, code: Code, **details: object) -> Doubt:
    return Doubt(column, code, details)


def example() -> Made:
    """A short plan with everything in it: letterhead, headings, background, traces, sure and doubtful tasks."""
    first, second = "一、夯实基础", "二、优化服务"
    return made_of(
        [
            left(
                "示例区人民政府办公室文件\n示例区2026年数字政府建设工作方案\n各街道办事处，区直各部门：\n",
                Left.FRONT,
            ),
            left("为加快建设数字政府，制定本方案。", Left.AIM),
            left("全区上下要提高认识。\n", Left.AIM),
            heading("一、夯实基础。"),
            heading("（一）统一平台"),
            job(
                "1. 6月底前建成全区统一的数据共享平台，接入部门业务系统不少于30个。（牵头单位：区数据局，责任单位：区财政局、区教育局）\n",
                number="1",
                section=first,
                topic="（一）统一平台",
                content="6月底前建成全区统一的数据共享平台，接入部门业务系统不少于30个。",
                lead="区数据局",
                responsible="区财政局、区教育局",
                measure="接入部门业务系统不少于30个",
                deadline="6月底前",
            ),
            gone("- 2 -\n"),
            job(
                "2. 区司法局要在9月底前清理与平台建设不相适应的规范性文件，",
                Confidence.MIDDLE,
                [
                    doubtful(Field.RESPONSIBLE, Code.LEAD_INFERRED, unit="区司法局"),
                    doubtful(Field.DEADLINE, Code.DEADLINE_OUTSIDE_YEAR, date="2027-09-30", year=2026),
                ],
                number="2",
                section=first,
                topic="（一）统一平台",
                responsible="区司法局",
                deadline="9月底前",
            ),
            gone("\n", Trace.LINE_BREAK),
            job(
                "各街道同步做好政策解读。\n",
                Confidence.LOW,
                [
                    doubtful(None, Code.ONGOING_WITHOUT_MILESTONE),
                    doubtful(
                        Field.RESPONSIBLE, Code.UNDETERMINED_GROUP, word="各街道", treatment="先按类别展开"
                    ),
                ],
                section=first,
                topic="（一）统一平台",
                responsible="各街道",
            ),
            heading("二、优化服务"),
            left("近年来，群众办事更加便捷。"),
            job(
                "=全年持续推进“一件事一次办”，\n-新增事项不少于10件。",
                Confidence.LOW,
                [doubtful(Field.LEAD, Code.REQUIRED_CELL_EMPTY, heading="牵头单位")],
                section=second,
                content="=全年持续推进“一件事一次办”，\n-新增事项不少于10件。",
                deadline="全年持续推进",
            ),
            left("\n各单位要加强领导，压实责任。\n", Left.EXHORTATION),
            left("示例区人民政府办公室\n2026年3月10日\n", Left.FRONT),
        ],
        findings=[
            found(Code.HEAD_READ, Cell("正文", "", "方案.docx"), text="示例区2026年数字政府建设工作方案"),
            found(Code.YEAR_UNKNOWN, Cell("", "", "方案.docx")),
        ],
    )


# ---- a person at work in the book ----

Row = dict[str, str]
"""A row of the sheet 审阅: heading → text."""


def written(tmp_path: Path, made: Made) -> Path:
    path = tmp_path / "方案_审阅稿.xlsx"
    write_review(made.draft, made.plan, path)
    return path


def worked_on(path: Path, change: Callable[[list[Row]], list[Row]]) -> Path:
    """Let a person rewrite the rows below the headings; headings that the rows name first come first."""
    workbook = openpyxl.load_workbook(path)
    sheet = workbook["审阅"]
    names = [cell.value for cell in sheet[3]]
    rows = [
        {name: text_of(cell.value) for name, cell in zip(names, cells, strict=True)}
        for cells in sheet.iter_rows(min_row=4)
    ]
    rows = change(rows)
    sheet.delete_rows(3, sheet.max_row)
    order = list(rows[0]) if rows else names
    for at, texts in enumerate([dict(zip(order, order, strict=True)), *rows], 3):
        for column, name in enumerate(order, 1):
            if text := texts.get(name, ""):
                cell = sheet.cell(at, column, text)
                cell.data_type = "s"  # a person's text, also where it begins with =
    workbook.save(path)
    return path


def row_named(rows: Sequence[Row], number: int) -> Row:
    """The first row with a 稿号."""
    return next(row for row in rows if row["稿号"] == f"稿{number:03d}")
