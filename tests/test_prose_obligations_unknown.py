"""A body nobody knows that begins to act takes no party from the one before it; things that are said of a task stay with it."""

from __future__ import annotations

import pytest
from taskbook.language.directory import Directory
from taskbook.prose.duties.cuts import Around, Cut
from taskbook.prose.duties.obligations import cut_item


def cuts(text: str) -> list[Cut]:
    return cut_item(text, Around(Directory())).cuts


def party(cut: Cut) -> str:
    subject = cut.subject or cut.carried
    return subject.parties.responsible or subject.parties.lead if subject else ""


APART = [
    ("县住建局负责管网排查；", "某某站所完成树木修剪。"),
    ("县教育局组织教师培训，", "青禾服务驿站承担场地布置工作。"),
    ("县住建局排查危房。", "晨光志愿联盟登记入户情况。"),
]


@pytest.mark.parametrize(("first", "second"), APART)
def test_an_unknown_body_is_another_task_without_the_party_before_it(first, second):
    found = cuts(first + second)
    assert [cut.end for cut in found] == [len(first), len(first + second)]
    assert party(found[0])
    assert party(found[1]) in ("", second[:6], second[:4])


def test_what_follows_the_unknown_body_is_not_the_first_ones_either():
    text = "县住建局负责管网排查；某某站所完成树木修剪和清运工作；及时公布道路封闭信息并做好疏导。"
    assert all("县住建局" not in party(cut) for cut in cuts(text)[1:])


@pytest.mark.parametrize(
    "text",
    [
        "县交通局修复路面18公里；隐患路段设置警示牌。",
        "县卫健局开展义诊9场；义诊活动覆盖所有乡镇。",
        "县民政局发放补贴；补贴标准提高到每月260元。",
    ],
)
def test_things_stay_with_their_task(text):
    assert len(cuts(text)) == 1


def test_a_task_given_from_above_is_not_of_those_who_gave_it():
    (cut,) = cuts("省水利厅下达的整治任务，由县水利局分解到各乡镇。")
    assert party(cut) in ("", "县水利局")
    (cut,) = cuts("市教育局要求的台账，各学校每月更新一次。")
    assert party(cut) == "各学校"
