"""Who acts in the main clause, where other bodies stand in the clauses before it."""

from __future__ import annotations

import pytest
from taskbook.language.directory import Directory
from taskbook.model import Unit
from taskbook.prose.parties.subjects import subject_of

NOTHING = Directory()


def subject(text: str) -> str:
    """`牵头/责任/配合`, ` ?` where unsure, '' for nobody."""
    found = subject_of(text, 0, len(text), NOTHING)
    if found is None:
        return ""
    parties = found.parties
    return f"{parties.lead}/{parties.responsible}/{parties.support}" + ("" if found.sure else " ?")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("县供水公司铺好主管后，县水务局组织验收。", "/县水务局/"),
        ("待县审计局出具报告后，县财政局拨付尾款。", "/县财政局/"),
        ("待县财政局评审完毕，县城投公司发布招标公告。", "/县城投公司/"),
        ("各乡镇上报名册后，县统计局汇总。", "/县统计局/"),
        ("县公安局查实举报的，县财政局兑现奖励。", "/县财政局/"),
        ("未经县住建局批准的工地，县城管局要责令停工。", "/县城管局/"),
    ],
)
def test_a_clause_that_only_comes_first_is_not_who_acts(text: str, expected: str) -> None:
    assert subject(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("县住建局审核后，报县政府审批。", "/县住建局/"),
        ("县住建局完成审核后，报县政府审批，县财政局拨付资金。", "/县住建局/"),
        ("县住建局要在9月底前，完成改造。", "/县住建局/"),
        ("县住建局9月底前，完成改造。", "/县住建局/"),
        ("县教育局在开学前，组织排查。", "/县教育局/"),
        ("县教育局要在接到通报后，立即整改。", "/县教育局/"),
        ("县林业局接到报告后，应当立即核查。", "/县林业局/"),
        ("各乡镇在完成清理后，县农业农村局要组织验收。", "/县农业农村局/ ?"),
        ("沿街单位、商户落实门前三包。", "/沿街单位、商户/ ?"),
    ],
)
def test_who_stands_in_a_clause_of_time_acts_where_nobody_else_is_named(text: str, expected: str) -> None:
    assert subject(text) == expected


def test_words_of_waiting_are_no_part_of_a_place() -> None:
    assert "待县" not in subject("待县审计局出具意见，再行拨付。")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("县城管局牵头，会同县公安局、县市监局，每季度联合检查。", "县城管局//县公安局、县市监局"),
        ("县城管局牵头会同县公安局开展整治。", "县城管局//县公安局"),
        ("由县城管局牵头，联合县公安局等部门，开展整治。", "县城管局//县公安局等部门"),
        ("县城管局牵头，会同有关部门开展整治。", "县城管局//有关部门"),
        ("县城管局负责，会同公安局、各乡镇开展整治。", "/县城管局/县公安局、各乡镇"),
    ],
)
def test_who_is_asked_along_by_the_one_in_the_lead_supports(text: str, expected: str) -> None:
    assert subject(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("县人民医院、中医院、妇保院三家医院要完成数据对接。", "/县人民医院、中医院、妇保院/"),
        ("县发改局和县财政局两部门要联合印发。", "/县发改局、县财政局/"),
        ("红星乡、柳树镇2个乡镇要做好宣传。", "/红星乡、柳树镇/"),
        ("各中小学校、幼儿园要调整作息。", "/各中小学校、幼儿园/"),
        ("镇人民政府每半年检查一次。", "/镇人民政府/ ?"),
    ],
)
def test_a_count_behind_a_list_is_nobodys_name(text: str, expected: str) -> None:
    assert subject(text) == expected


@pytest.mark.parametrize("known", ["县消防", "县消防救援局", "县消防大队", "县消防救援大队", "县教育局"])
def test_a_name_goes_on_behind_a_shorter_one_that_is_known(known: str) -> None:
    text = "县消防救援大队每半年检查一次。"
    found = subject_of(text, 0, len(text), Directory([Unit(known, "部门")]))
    assert found is not None
    assert text[found.start : found.end] == "县消防救援大队"
