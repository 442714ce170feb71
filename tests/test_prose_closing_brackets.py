"""Brackets amid a sentence and brackets that nothing closes."""

from __future__ import annotations

from datetime import date

import pytest
from taskbook.findings import Code
from taskbook.intake.blocks import Paragraph
from taskbook.prose.draft import Draft
from taskbook.prose.drafting import draft_of


def drafted(text: str) -> Draft:
    lines = ["云岫市2026年改革工作要点", "一、深化改革", *text.split("\n")]
    blocks = [Paragraph(line, number) for number, line in enumerate(lines, 1)]
    return draft_of(blocks, "要点.docx", "要点", today=date(2026, 3, 1))


def rows(text: str) -> list[tuple[str, str, str]]:
    return [(r.task.content, r.task.lead, r.task.responsible) for r in drafted(text).tasks]


def test_a_bracket_behind_a_comma_says_who_does_what_stands_before():
    text = "支持中小企业使用云服务，〔市数据局〕对购买云服务的企业给予补贴。〔市财政局〕"
    assert rows(text) == [
        ("支持中小企业使用云服务", "", "市数据局"),
        ("对购买云服务的企业给予补贴。", "", "市财政局"),
    ]


def test_parties_of_one_short_sentence_are_put_together_and_said_so():
    one = drafted("支持企业上云，〔市数据局〕对用云企业补贴。〔市财政局〕")
    assert [row.task.responsible for row in one.tasks] == ["市数据局、市财政局"]
    assert Code.DRAFT_PARTIES_JOINED in [doubt.code for doubt in one.tasks[0].doubts]


@pytest.mark.parametrize(
    ("broken", "responsible", "sure"),
    [
        ("（责任单位：省发展改革委，各市〔州〕、县〔市、区、特", "省发展改革委，各市〔州〕", False),
        ("（责任单位：省发展改革委、省财政厅，各县（市", "省发展改革委、省财政厅", False),
        ("（责任单位：省发展改革委、省财政厅", "省发展改革委、省财政厅", True),
    ],
)
def test_a_bracket_that_breaks_off_closes_its_task(broken, responsible, sure):
    one = drafted(f"1.新建公园6处。（责任单位：省林业局）\n2.推进改革，完善机制。{broken}")
    assert [(row.task.content, row.task.responsible) for row in one.tasks] == [
        ("新建公园6处。", "省林业局"),
        ("推进改革，完善机制。", responsible),
    ]
    codes = [doubt.code for doubt in one.tasks[1].doubts]
    assert (Code.DRAFT_PARTY_UNSURE not in codes) is sure


def test_a_bracket_left_open_in_one_line_ends_there():
    assert rows("推进改革。（责任单位：省发展改革委、省财政厅\n新建公园6处。（责任单位：省林业局）") == [
        ("推进改革。", "", "省发展改革委、省财政厅"),
        ("新建公园6处。", "", "省林业局"),
    ]
