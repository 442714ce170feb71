"""How sure a row is, the year its dates are read in, and what is said of a text that was a table."""

from __future__ import annotations

from datetime import date

import pytest
from taskbook.findings import Code
from taskbook.intake.blocks import Paragraph
from taskbook.model import Unit
from taskbook.prose.draft import Confidence, Draft
from taskbook.prose.drafting import draft_of

TODAY = date(2026, 3, 1)
HIGH, MIDDLE, LOW = Confidence.HIGH, Confidence.MIDDLE, Confidence.LOW
REGISTRY = [Unit(name, "部门") for name in ("云岫区民政局", "云岫区财政局", "云岫区教育局")]


def draft(text: str, **more: object) -> Draft:
    lines = [line for line in text.strip("\n").split("\n") if line.strip()]
    blocks = [Paragraph(line, number) for number, line in enumerate(lines, 1)]
    return draft_of(blocks, "要点.docx", "要点", today=TODAY, **more)


PLAN = """
云岫区2026年民政工作要点
一、养老服务
（一）新建社区食堂6所，9月底前开业。（责任单位：区民政局、财政局）
（二）区民政局每季度抽查一次养老院。
（三）组织护理员培训4期。
（四）发放护理补贴。（区民政局牵头，区财政局配合；12月底前完成）
（五）区民族宗教局要开展走访慰问活动。
（六）更新老年活动器材200件。（配合单位：区财政局）
二、其他
责任单位中列第一位的为牵头单位。
"""


def test_who_is_named_in_brackets_is_sure_and_who_is_in_the_registry_too():
    known = draft(PLAN, units=REGISTRY).tasks
    assert [row.confidence for row in known] == [HIGH, HIGH, LOW, HIGH, MIDDLE, LOW]
    assert known[0].task.lead.endswith("区民政局")
    assert [doubt.code for doubt in known[0].doubts] == [
        Code.DRAFT_DEADLINE_FROM_TEXT,
        Code.DRAFT_PARTY_BY_DEFAULT,
    ]
    unknown = draft(PLAN).tasks
    assert [row.confidence for row in unknown] == [HIGH, MIDDLE, LOW, HIGH, MIDDLE, LOW]


@pytest.mark.parametrize("number", [2, 5])
def test_nobody_who_answers_is_told(number):
    codes = [doubt.code for doubt in draft(PLAN, units=REGISTRY).tasks[number].doubts]
    assert Code.DRAFT_NO_PARTY in codes


def test_what_was_cut_out_is_told_once_a_row():
    one = draft(
        """
云岫区2026年绿化工作要点
1.沿云水河两岸新植行道树1200株，其中香樟不少于一半，栽植后三年内由施工单位负责养护，
— 3 —
成活率不低于百分之九十五，补植的苗木规格不得小于原有苗木，树池统一铺设透水材料并且
— 4 —
保持整洁。（责任单位：区林业局）
2.修剪行道树4000株。（责任单位：区林业局）
"""
    )
    told = [doubt for doubt in one.tasks[0].doubts if doubt.code is Code.DRAFT_TRACE_INSIDE]
    assert [(doubt.details["kind"], doubt.details["text"]) for doubt in told] == [("页码", "—3—、—4—")]
    assert one.tasks[1].confidence is HIGH


YEARS = [
    # (head, first sentence, year in the findings or not)
    ("云岫区养老服务工作要点", "", None),
    ("云岫区养老服务工作要点", "2023年，全区养老服务工作要补齐短板。", 2023),
    ("云岫区养老服务工作要点", "为做好2024年养老服务工作，制定本要点。", 2024),
    ("云岫区养老服务工作要点", "2024年，全区养老服务取得明显成效。2025年，要继续补齐短板。", 2025),
    ("云岫区养老服务工作要点", "2020年以来，全区新建食堂40所。", None),
    ("云政發〔2018〕26號\n雲岫區養老服務工作要點", "", 2018),
    ("云政发〔2019〕7号\n云岫区养老服务工作要点", "", 2019),
]


@pytest.mark.parametrize(("head", "first", "year"), YEARS)
def test_a_row_with_a_date_of_an_unknown_year_is_not_sure(head, first, year):
    below = "一、服务\n1.新建食堂6所，9月底前开业。（责任单位：区民政局）\n2.每月抽查养老院。（责任单位：区民政局）"
    one = draft("\n".join(part for part in (head, first, below) if part))
    assert one.plan.settings.year == (year or TODAY.year)
    dated, monthly = one.tasks
    doubted = [doubt.details for doubt in dated.doubts if doubt.code is Code.DRAFT_DEADLINE_YEAR]
    assert doubted == ([] if year else [{"text": "9月底前", "year": 2026}])
    assert (dated.confidence, monthly.confidence) == ((HIGH, HIGH) if year else (LOW, HIGH))


def test_a_year_given_or_named_in_the_deadlines_is_known():
    text = "云岫区养老工作要点\n1.新建食堂6所，9月底前开业。（责任单位：区民政局）"
    assert draft(text, year=2027).tasks[0].confidence is HIGH
    named = text + "\n2.抽查养老院。（责任单位：区民政局；完成时限：2025年10月底前）"
    assert [row.confidence for row in draft(named).tasks] == [HIGH, HIGH]


def test_rows_of_a_table_in_the_text_are_told():
    one = draft(
        """
云岫镇2026年安全检查工作方案
一、检查安排
各村每月开展一次自查，发现隐患立即整改。
行业 | 时间 | 单位 |
烟花爆竹 | 1月份 | 应急办 |
餐饮场所 | 2月份 | 食安办 |
"""
    )
    told = [finding for finding in one.findings if finding.code is Code.DRAFT_LOOKS_LIKE_TABLE]
    assert ["有3行" in finding.message and "行业|时间|单位|" in finding.message for finding in told] == [True]
    assert not [f for f in draft(PLAN).findings if f.code is Code.DRAFT_LOOKS_LIKE_TABLE]
