"""Who acts in the main clause, where other bodies stand in the clauses before it."""

from __future__ import annotations

import pytest
from taskbook.language.directory import Directory
from taskbook.prose.subjects import subject_of

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
    ],
)
def test_who_stands_in_a_clause_of_time_acts_where_nobody_else_is_named(text: str, expected: str) -> None:
    assert subject(text) == expected


def test_words_of_waiting_are_no_part_of_a_place() -> None:
    assert "待县" not in subject("待县审计局出具意见，再行拨付。")
