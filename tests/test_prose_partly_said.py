"""Brackets with a name nobody knows: the others are read, it stays as written, with a doubt."""

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
    ("bracket", "lead", "responsible", "support"),
    [
        ("（县教体局牵头，县住建局配合，云岫一中、县职教中心实施）", "县教体局", {"云岫一中", "县职教中心"}, "县住建局"),
        ("（县创建办、县文明办，列入任务的村）", "", {"县创建办、县文明办", "列入任务的村"}, ""),
        ("（县商务局牵头，青青草原、县供销社配合）", "县商务局", set(), "县供销社；青青草原"),
    ],
)  # fmt: skip
def test_an_unknown_name_is_kept_and_loses_nobody(bracket, lead, responsible, support):
    one = row(f"1.整治河道8公里。{bracket}")
    assert one.task.content == "整治河道8公里。"
    assert (one.task.lead, one.task.support) == (lead, support)
    assert set(filter(None, one.task.responsible.split("；"))) == responsible
    assert Code.DRAFT_PARTY_UNSURE in [doubt.code for doubt in one.doubts]


def test_a_list_of_inner_offices_closes_with_a_doubt():
    one = row("1.修订流程12项。（检验科、输血科）")
    assert (one.task.content, one.task.responsible) == ("修订流程12项。", "检验科、输血科")


@pytest.mark.parametrize(
    "bracket", ["（含县种子站、绿化苗木若干）", "（县财政局2026年第3号文件、有关要求）", "（东段、西段）"]
)
def test_explanations_close_nothing(bracket):
    assert row(f"1.整治河道8公里{bracket}。").task.content == f"整治河道8公里{bracket}。"
