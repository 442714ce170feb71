"""Labels one behind the other, known and unknown: each value ends where the next label begins; nothing is lost."""

from __future__ import annotations

from datetime import date

import pytest
from taskbook.intake.blocks import Paragraph
from taskbook.prose.drafting import draft_of


def rows(text: str) -> list[tuple[str, ...]]:
    """(content, 牵头, 责任, 配合, 领导, 时限) of every row."""
    lines = ["云岫市2026年建设工作要点", "一、工程措施", *text.split("\n")]
    blocks = [Paragraph(line, number) for number, line in enumerate(lines, 1)]
    tasks = (row.task for row in draft_of(blocks, "要点.docx", "要点", today=date(2026, 3, 1)).tasks)
    return [(one.content, one.lead, one.responsible, one.support, one.leader, one.deadline) for one in tasks]


SECOND = "\n2.疏浚河道7公里。责任单位：市水务局"
RIVER = ("疏浚河道7公里。", "", "市水务局", "", "", "")


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (
            "1.新建公园6处。 牵头领导：张某 责任单位：市园林局 项目责任人：李某 配合单位：市城管局、市财政局 实际完成情况：已开工2处",
            ("新建公园6处。 实际完成情况：已开工2处", "", "市园林局", "市城管局、市财政局", "张某、李某", ""),
        ),
        (
            "1.新建公园6处。责任单位：市园林局 资金来源：财政拨款 配合单位：市城管局 进展：已开工",
            ("新建公园6处。 资金来源：财政拨款 进展：已开工", "", "市园林局", "市城管局", "", ""),
        ),
        (
            "1.新建公园6处。责任领导：王某 责任单位：市园林局；完成时限：6月底 总投资：300万元",
            ("新建公园6处。 总投资：300万元", "", "市园林局", "", "王某", "6月底"),
        ),
        (
            "1.新建公园6处。责任单位：市园林局 市城管局 联系电话：0000000",
            ("新建公园6处。", "", "市园林局、市城管局", "", "", ""),
        ),
        (
            "1.新建公园6处。\n牵头单位：市园林局\n项目责任人：李某\n建设地点：东湖路\n配合单位：市城管局\n实际完成情况：已开工",
            ("新建公园6处。\n建设地点：东湖路 实际完成情况：已开工", "市园林局", "", "市城管局", "李某", ""),
        ),
        (
            "1.新建公园6处。（责任单位：市园林局；责任人：李某；联系人：王某，电话：000）",
            ("新建公园6处。", "", "市园林局", "", "李某", ""),
        ),
    ],
)
def test_labels_run_together(text, row):
    assert rows(text + SECOND) == [row, RIVER]


def test_what_is_to_be_done_behind_a_colon_is_a_task_of_its_own():
    text = "新建公园6处。\n责任单位：市园林局\n强化宣传：制作宣传片3部。\n责任单位：市委宣传部\n工作措施：每月巡查2次。\n责任单位：市城管局"
    assert [(row[0], row[2]) for row in rows(text)] == [
        ("新建公园6处。", "市园林局"),
        ("强化宣传：制作宣传片3部。", "市委宣传部"),
        ("每月巡查2次。", "市城管局"),
    ]


def test_a_unit_before_a_colon_is_no_label():
    assert rows("1.新建公园6处。\n责任单位：市园林局\n市城管局：每周清运垃圾。" + SECOND)[:2] == [
        ("新建公园6处。", "", "市园林局", "", "", ""),
        ("市城管局：每周清运垃圾。", "", "市城管局", "", "", ""),
    ]
