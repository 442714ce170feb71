"""What a plan says once for many tasks; and sentences that only look like it."""

from __future__ import annotations

import pytest
from taskbook.language.directory import Directory
from taskbook.prose.parties.defaults import default_in

NOTHING = Directory()


def rule(text: str) -> str:
    """`规则 范围 牵头/责任/配合 时限`, '' for none."""
    found = default_in(text, 0, len(text), NOTHING)
    if found is None:
        return ""
    parties = found.parties
    who = f" {parties.lead}/{parties.responsible}/{parties.support}" if parties else ""
    return f"{found.kind} {found.scope}{who}{' ' if found.deadline else ''}{found.deadline}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("以下均需各县区落实，不再列出。", "adds_party below /各县区/"),
        ("以下任务均需各镇街落实，不再一一列出", "adds_party below /各镇街/"),
        ("以下任务均由各镇街配合。", "adds_party below //各镇街"),
        ("各镇街均为责任单位，不再一一列出。", "adds_party document /各镇街/"),
        (
            "本方案所列任务，各县区、各部门均需认真抓好落实，不再单独列出。",
            "adds_party document /各县区、各部门/",
        ),
        ("上述工作各县（市、区）均须落实，不再重复列出。", "adds_party above /各县（市、区）/"),
        ("以下各项任务均需各县（区）配合落实，不再单独列入责任单位。", "adds_party below //各县（区）"),
        ("所有任务均涉及各镇街，不再逐项标注。", "adds_party document /各镇街/"),
        ("注：以上任务各镇街均需落实，不再单列。", "adds_party above /各镇街/"),
        ("列第一位的为牵头单位。", "first_leads document"),
        ("排在第一位的单位为牵头单位", "first_leads document"),
        ("排在首位的责任单位为牵头单位，其他单位配合。", "first_leads document"),
        ("注：第一个单位为牵头单位。", "first_leads document"),
        ("（责任单位中列第一位的为牵头单位）", "first_leads document"),
        ("有多个责任单位的，排名第一的为牵头单位，其他为配合单位。", "first_leads document"),
        ("各项任务责任单位排第一的为牵头单位，其余为配合单位。", "first_leads document"),
        ("没有明确牵头单位的，由列首位的责任单位牵头。", "first_leads document"),
        ("以下任务列在首位的单位为牵头单位。", "first_leads below"),
        ("责任分解中，列第一位的责任单位为牵头单位或汇总单位。", "first_leads document"),
        ("注：各项工作任务第一责任单位为牵头单位。", "first_leads document"),
        ("以上重点任务，除有明确时限要求外，均需于2026年12月底前完成。", "deadline above 2026年12月底前"),
        ("如无特别注明，完成时间均为2026年12月31日前。", "deadline document 2026年12月31日前"),
        ("以下各项任务责任单位均包括各县（市、区）政府，不再列出。", "adds_party below /各县（市、区）政府/"),
        (
            "以下各项任务均需各乡镇落实，不再逐一列出；未注明完成时限的，于年底前完成。",
            "adds_party below /各乡镇/",
        ),
        ("无牵头单位的，责任单位即为牵头单位。", "responsible_leads document"),
        ("说明：未列明牵头单位的，责任单位视为牵头单位。", "responsible_leads document"),
        ("没有牵头单位的任务，责任单位为牵头单位。", "responsible_leads document"),
        ("只有一个责任单位的，责任单位即为牵头单位。", "responsible_leads document"),
        ("各项任务均于2026年11月底前完成。", "deadline document 2026年11月底前"),
        ("以上任务应于2026年12月底前全部完成。", "deadline above 2026年12月底前"),
        ("以下任务完成时限均为2026年10月底。", "deadline below 2026年10月底"),
        ("完成时限均为2026年12月底前。", "deadline document 2026年12月底前"),
        ("未注明时限的，均为年底前。", "deadline document 年底前"),
        ("未注明完成时限的任务，原则上于2026年12月底前完成。", "deadline document 2026年12月底前"),
        ("没有明确时限要求的，完成时限为2026年底。", "deadline document 2026年底"),
        ("未明确完成时限的均为全年持续推进。", "deadline document 全年持续推进"),
        ("除明确时限外，其他任务均于12月底前完成。", "deadline document 12月底前"),
        ("以上任务责任单位：区政府办、各镇街", "party_for_all above /区政府办、各镇街/"),
        ("以上各项责任单位均为区政府办公室", "party_for_all above /区政府办公室/"),
        ("责任单位：各部门（以上各项）", "party_for_all above /各部门/"),
        ("责任单位：均为各镇街、各部门", "party_for_all document /各镇街、各部门/"),
        ("责任单位均为区政府各部门、各镇街。", "party_for_all document /区政府各部门、各镇街/"),
        (
            "以上各项工作由区政府办公室牵头，各镇街、各部门配合。",
            "party_for_all above 区政府办公室//各镇街、各部门",
        ),
        ("以下任务由区大数据中心负责。", "party_for_all below /区大数据中心/"),
        ("本部分任务均由区教育局负责落实。", "party_for_all section /区教育局/"),
    ],
)
def test_what_is_said_once_for_many(text: str, expected: str) -> None:
    assert rule(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "各镇街于每月25日前将各项任务进展情况报送区政府办。",
        "各牵头单位要加强统筹，责任单位要密切配合。",
        "坚持把安全放在首位，区应急局牵头开展检查。",
        "区教育局为第一责任单位。",
        "各项任务要按时间节点完成。",
        "区教育局要将各项任务分解到人。",
        "以下统称公开专区。",
        "下列信息应当主动公开。",
        "各镇街要落实各项要求。",
        "全部事项网上可办。",
        "以上率下，压实责任。",
        "第一时间由牵头单位发布信息。",
        "各部门要明确完成时限。",
        "责任单位：区教育局",
        "完成时限：2026年6月底前",
        "区财政局负责所有预算公开。",
        "6月底前完成各项准备工作。",
        "以上海为标杆，推进改革。",
        "未按期完成的，由区政府办公室通报。",
        "对未公开的事项逐项说明理由，12月底前完成。",
        "牵头单位和责任单位要形成合力。",
        "排名靠后的单位要说明情况。",
        "不再保留的栏目要及时关停。",
        "",
    ],
)
def test_what_speaks_of_one_task_or_of_none(text: str) -> None:
    assert rule(text) == ""


def test_two_rules_in_one_sentence() -> None:
    text = "说明：列第一位的为牵头单位，无牵头单位的，责任单位即为牵头单位。"
    first = default_in(text, 0, len(text), NOTHING)
    assert first is not None
    assert (first.kind, text[first.start : first.end]) == ("first_leads", "说明：列第一位的为牵头单位，")
    second = default_in(text, first.end, len(text), NOTHING)
    assert second is not None
    assert (second.kind, second.end) == ("responsible_leads", len(text))


def test_where_a_rule_stands() -> None:
    text = "办好专区。各项任务均于6月底前完成。办好热线。"
    found = default_in(text, 0, len(text), NOTHING)
    assert found is not None
    assert text[found.start : found.end] == "各项任务均于6月底前完成。"
