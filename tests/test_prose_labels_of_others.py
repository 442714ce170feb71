"""Labels beside the usual ones: who watches over a task, when it is felt, and labels nobody knows."""

from __future__ import annotations

from datetime import date

import pytest
from taskbook.codes import Code
from taskbook.intake.blocks import Paragraph
from taskbook.prose.draft import DraftTask
from taskbook.prose.drafting import draft_of


def row(text: str) -> DraftTask:
    lines = ["云岫县2026年工作方案", "一、重点工作", text, "2.修建公厕6座。（县城管局）"]
    blocks = [Paragraph(line, number) for number, line in enumerate(lines, 1)]
    return draft_of(blocks, "方案.docx", "方案", today=date(2026, 3, 1)).tasks[0]


def unsure(one: DraftTask) -> bool:
    return Code.DRAFT_PARTY_UNSURE in [doubt.code for doubt in one.doubts]


@pytest.mark.parametrize("label", ["监管单位", "督办单位", "验收单位", "监督部门", "督导单位"])
def test_who_watches_over_a_task_supports_it_with_a_doubt(label):
    one = row(f"1.加装电梯8部。责任单位：县住建局 {label}：县审计局 完成时限：8月底")
    assert (one.task.content, one.task.responsible) == ("加装电梯8部。", "县住建局")
    assert (one.task.support, one.task.deadline, unsure(one)) == ("县审计局", "8月底", True)


@pytest.mark.parametrize("label", ["责任乡镇", "包联单位", "跟班单位", "对口科室"])
def test_units_behind_another_label_answer(label):
    one = row(f"1.加装电梯8部。牵头单位：县住建局；{label}：县财政局；完成时限：8月底")
    assert (one.task.content, one.task.lead, one.task.responsible) == (
        "加装电梯8部。",
        "县住建局",
        "县财政局",
    )
    assert unsure(one) is (label != "责任乡镇")


@pytest.mark.parametrize("label", ["见效时间", "落地时间", "亮灯时限"])
def test_a_label_that_ends_in_time_is_no_part_of_the_name_before_it(label):
    one = row(f"1.加装电梯8部。（主责单位：县住建局；协同单位：县直各部门；{label}：8月底）")
    assert (one.task.lead, one.task.support, one.task.deadline) == ("县住建局", "县直各部门", "8月底")
    assert one.task.content == "加装电梯8部。"


def test_hired_firms_stay_with_the_task():
    one = row("1.加装电梯8部。责任单位：县住建局 施工单位：天工公司 完成时限：8月底")
    assert (one.task.responsible, one.task.deadline) == ("县住建局", "8月底")
    assert "施工单位：天工公司" in one.task.content


def test_who_runs_and_who_carries_out_is_a_doubt():
    one = row("1.改造公园3处。主管单位：县住建局 实施单位：县城投公司")
    assert (one.task.lead, one.task.responsible, unsure(one)) == ("县住建局", "县城投公司", True)
