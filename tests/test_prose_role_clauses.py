"""Brackets whose words for who does what are no usual role words."""

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


@pytest.mark.parametrize(
    ("bracket", "lead", "responsible", "support", "sure"),
    [
        ("（县市场监管局督导，各乡镇落实）", "", "各乡镇", "县市场监管局", False),
        ("（县委巡察办督办，各企业整改）", "", "各企业", "县委巡察办", False),
        ("（县水利局指导，各乡镇具体实施）", "", "各乡镇", "县水利局", False),
        ("（县燃气公司实施，县住建局监管）", "", "县燃气公司", "县住建局", False),
        ("（县发改局协调，县供电公司承担）", "", "县供电公司", "县发改局", False),
        ("（县数据局牵头建设，县财政局做好资金保障）", "县数据局", "", "县财政局", False),
        ("（县数据局牵头，县财政局负责资金保障）", "县数据局", "县财政局", "", True),
        ("（县民政局牵头，永宁镇、人和街道等先行试点）", "县民政局", "永宁镇、人和街道等", "", False),
        ("（县住建局牵头，各乡镇分头实施）", "县住建局", "各乡镇", "", True),
        ("（指挥部办公室统筹，各工作专班推进落实）", "指挥部办公室", "各工作专班", "", True),
        ("（由县供销社牵头，会同县审计局办理）", "县供销社", "", "县审计局", True),
        ("（县水利局、县住建局会同县财政局负责）", "", "县水利局、县住建局", "县财政局", True),
        ("（县教体局会同县财政局）", "县教体局", "", "县财政局", True),
    ],
)  # fmt: skip
def test_everybody_in_a_bracket_is_read_by_what_they_do(bracket, lead, responsible, support, sure):
    one = row(f"1.整治河道8公里。{bracket}")
    assert one.task.content == "整治河道8公里。"
    assert (one.task.lead, one.task.responsible, one.task.support) == (lead, responsible, support)
    assert (Code.DRAFT_PARTY_UNSURE not in [doubt.code for doubt in one.doubts]) is sure


@pytest.mark.parametrize("bracket", ["（县财政局拨付资金）", "（县种子站育种，某某拨款）"])
def test_a_bracket_that_only_tells_what_happens_is_cut_nowhere(bracket):
    content = row(f"1.整治河道8公里。{bracket}").task.content
    assert content.count("（") == content.count("）")


@pytest.mark.parametrize(
    ("bracket", "responsible", "support", "deadline"),
    [
        ("（6月底前，县人社局、县总工会）", "县人社局、县总工会", "", "6月底前"),
        ("（县人社局、县总工会，6月底前）", "县人社局、县总工会", "", "6月底前"),
        ("（9月底前完成，县人社局负责，县总工会配合）", "县人社局", "县总工会", "9月底前"),
    ],
)
def test_a_time_before_the_names_ends_where_they_begin(bracket, responsible, support, deadline):
    task = row(f"1.整治河道8公里。{bracket}").task
    assert (task.content, task.deadline) == ("整治河道8公里。", deadline)
    assert (task.responsible, task.support) == (responsible, support)
