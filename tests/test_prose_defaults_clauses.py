"""Rules for many tasks that say who and by when in several clauses, or for tasks told by their numbers."""

from __future__ import annotations

from datetime import date

import pytest
from taskbook.codes import Code
from taskbook.intake.blocks import Paragraph
from taskbook.language.directory import Directory
from taskbook.prose.draft import Draft
from taskbook.prose.drafting import draft_of
from taskbook.prose.duties.rules import rules_in

NOTHING = Directory()


def stated(text: str) -> list[str]:
    """`规则 范围或序号 牵头/责任/配合 时限` of every rule."""
    found = []
    for one in rules_in(text, NOTHING):
        about = "-".join(map(str, one.numbers)) if one.numbers else str(one.scope)
        who = f" {one.parties.lead}/{one.parties.responsible}/{one.parties.support}" if one.parties else ""
        found.append(f"{one.kind} {about}{who}{' ' if one.deadline else ''}{one.deadline}")
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "以下第4至第6项由区司法局统筹，责任单位为各行政执法部门，时限均为2026年9月底前。",
            ["party_for_all 4-6 区司法局/各行政执法部门/", "deadline 4-6 2026年9月底前"],
        ),
        ("第1—2项于9月底前完成，第3项于12月底前完成。", ["deadline 1-2 9月底前", "deadline 3-3 12月底前"]),
        (
            "第1-2项工作由区教育局负责；第3项由区财政局牵头，区审计局配合，12月底前完成。",
            ["party_for_all 1-2 /区教育局/", "party_for_all 3-3 区财政局//区审计局", "deadline 3-3 12月底前"],
        ),
        ("以上第11项至第13项，区纪委监委均为配合单位。", ["adds_party 11-13 //区纪委监委"]),
        ("以下任务由市城管局统筹，责任单位为各区政府。", ["party_for_all below 市城管局/各区政府/"]),
        (
            "本部分任务责任单位为区教育局，完成时限为6月底前。",
            ["party_for_all section /区教育局/", "deadline section 6月底前"],
        ),
        ("各项任务均由各区人民政府组织实施，不再单独列出。", ["adds_party document /各区人民政府/"]),
        ("以下各项责任单位均含各镇（街道）。", ["adds_party below /各镇（街道）/"]),
        ("具体任务均涉及各县（市、区），不再重复列出。", ["adds_party document /各县（市、区）/"]),
        ("除另有说明外，均于2026年10月底前完成。", ["deadline document 2026年10月底前"]),
        ("除已明确时限的外，其余任务2026年12月底前完成。", ["deadline document 2026年12月底前"]),
        ("（注：每项任务第一责任单位为牵头单位，下同。）", ["first_leads document"]),
    ],
)
def test_what_is_said_for_many(text, expected):
    assert stated(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "第一季度完成3项任务。",
        "落实好第3项至第5项规定，区教育局开展检查。",
        "第2项任务中的道路改造由区住建局设计，区城管局验收后移交。",
        "其余村庄12月底前完成改厕。",
        "本项工作由区教育局牵头，区财政局配合。",
    ],
)
def test_what_is_said_of_one_thing_is_no_rule(text):
    assert stated(text) == []


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("每项任务排在首位的单位为牵头单位，其余为配合单位。", True),
        ("列第一位的为牵头单位，其他单位配合。", True),
        ("列第一位的为牵头单位，其余单位参与。", True),
        ("列第一位的为牵头单位。", False),
    ],
)
def test_whoever_does_not_stand_first(text, others):
    (one,) = rules_in(text, NOTHING)
    assert one.others_support is others


PLAN = """云岫市2026年营商环境任务分工
为优化环境，现将任务分工如下。每项任务排在首位的单位为牵头单位，其余为配合单位。除另有说明外，均于2026年10月底前完成。
一、便利准入
1.推行变更登记一次办结。（市市场监管局、市税务局）
2.清理招标投标隐性壁垒，7月底前公布清单。（市发展改革委、市财政局）
二、规范执法
以下第3至第4项由市司法局统筹，责任单位为各行政执法部门，时限均为2026年9月底前。
3.建立涉企检查备案制度。
4.制定轻微违法不罚清单，涵盖不少于80个事项。
三、优化服务
5.开通惠企政策直达平台。（市数据局、市政府办公室）
6.组建企业服务专员队伍。（市投资促进局、市工信局）
以上第5项至第6项，市纪委监委为配合单位。"""


def drafted(text: str) -> Draft:
    blocks = [Paragraph(line, number) for number, line in enumerate(text.split("\n"), 1)]
    return draft_of(blocks, "要点.docx", "要点", today=date(2026, 3, 1))


def test_rules_by_number_go_before_rules_for_all():
    tasks = [row.task for row in drafted(PLAN).tasks]
    assert [(one.lead, one.responsible, one.support, one.deadline) for one in tasks] == [
        ("市市场监管局", "", "市税务局", "2026年10月底前"),
        ("市发展改革委", "", "市财政局", "7月底前"),
        ("市司法局", "各行政执法部门", "", "2026年9月底前"),
        ("市司法局", "各行政执法部门", "", "2026年9月底前"),
        ("市数据局", "", "市政府办公室、市纪委监委", "2026年10月底前"),
        ("市投资促进局", "", "市工信局、市纪委监委", "2026年10月底前"),
    ]


def test_a_number_that_several_items_have_is_not_guessed():
    text = """云岫市2026年营商环境任务分工
第1项由市司法局负责。
一、便利准入
1.推行变更登记一次办结。
2.清理招标投标隐性壁垒。
二、规范执法
1.建立涉企检查备案制度。
2.制定轻微违法不罚清单。"""
    one = drafted(text)
    assert [row.task.responsible for row in one.tasks] == [""] * 4
    assert Code.DRAFT_RULE_UNUSED in [finding.code for finding in one.findings]
