"""Blocks of labels that stand above the tasks they speak for, and those that stand below: each task gets its own."""

from __future__ import annotations

from datetime import date

import pytest
from taskbook.intake.blocks import Paragraph
from taskbook.prose.draft import Draft, Kind
from taskbook.prose.drafting import draft_of


def drafted(text: str) -> Draft:
    lines = ["云岫市2026年公园建设任务清单", *(line for line in text.strip().split("\n") if line)]
    blocks = [Paragraph(line, number) for number, line in enumerate(lines, 1)]
    return draft_of(blocks, "要点.docx", "要点", today=date(2026, 3, 1))


def rows(text: str) -> list[tuple[str, ...]]:
    """(content, 牵头, 责任, 配合, 时限) of every row."""
    tasks = (row.task for row in drafted(text).tasks)
    return [(one.content, one.lead, one.responsible, one.support, one.deadline) for one in tasks]


PARK = ("新建公园6处。", "市园林局", "市城管局", "", "6月底前")
RIVER = ("疏浚河道7公里。", "市水务局", "市住建局", "", "9月底前")

ABOVE = [
    """一、工程措施
牵头单位：市园林局 责任单位：市城管局 完成时限：6月底前
1.新建公园6处。
牵头单位：市水务局 责任单位：市住建局 完成时限：9月底前
2.疏浚河道7公里。""",
    """第一部分 工程措施
牵头单位：市园林局    责任单位：市城管局    完成时限：6月底前
任务1：新建公园6处。
牵头单位：市水务局    责任单位：市住建局    完成时限：9月底前
任务2：疏浚河道7公里。""",
    """一、工程措施
【牵头单位：市园林局；责任单位：市城管局；完成时限：6月底前】新建公园6处。
【牵头单位：市水务局；责任单位：市住建局；完成时限：9月底前】疏浚河道7公里。""",
    """（牵头单位：市园林局；责任单位：市城管局；完成时限：6月底前）
1.新建公园6处。
（牵头单位：市水务局；责任单位：市住建局；完成时限：9月底前）
2.疏浚河道7公里。""",
    """一、工程措施
牵头：市园林局
责任：市城管局
任务内容：新建公园6处。
完成时限：6月底前
牵头：市水务局
责任：市住建局
任务内容：疏浚河道7公里。
完成时限：9月底前""",
    """1.牵头单位：市园林局
责任单位：市城管局
完成时限：6月底前
任务：新建公园6处。
2.牵头单位：市水务局
责任单位：市住建局
完成时限：9月底前
任务：疏浚河道7公里。""",
]
BELOW = [
    """一、工程措施
1.新建公园6处。
牵头单位：市园林局
责任单位：市城管局
完成时限：6月底前
2.疏浚河道7公里。
牵头单位：市水务局
责任单位：市住建局
完成时限：9月底前""",
    """根据全市统一部署，现将任务印发给你们。
任务1：新建公园6处。
牵头单位：市园林局；责任单位：市城管局；完成时限：6月底前
任务2：疏浚河道7公里。
牵头单位：市水务局；责任单位：市住建局；完成时限：9月底前""",
]


@pytest.mark.parametrize("text", [*ABOVE, *BELOW])
def test_each_task_has_the_block_that_speaks_for_it(text):
    assert rows(text) == [PARK, RIVER]


@pytest.mark.parametrize("text", ABOVE)
def test_a_block_above_is_part_of_its_task(text):
    one = drafted(text)
    assert "市园林局" in one.tasks[0].source
    assert "市水务局" in one.tasks[1].source
    assert "".join(one.body.text[span.start : span.end] for span in one.spans) == one.body.text


def test_both_ways_in_one_plan():
    above, below = ABOVE[1], BELOW[1].split("\n", 1)[1].replace("任务1", "任务3").replace("任务2", "任务4")
    assert rows(f"{above}\n第二部分 管理措施\n{below}") == [PARK, RIVER, PARK, RIVER]


def test_a_block_below_a_heading_speaks_for_all_its_items():
    text = """一、工程措施
责任单位：市园林局、市城管局
（1）新建公园6处。
（2）疏浚河道7公里。
二、管理措施
责任单位：市应急局
（1）编制内涝风险图。
（2）组建抢险队伍2支。"""
    assert [row[2] for row in rows(text)] == ["市园林局、市城管局"] * 2 + ["市应急局"] * 2
    assert [span.kind for span in drafted(text).spans if span.why] == [Kind.BACKGROUND] * 2


def test_a_block_between_a_name_and_what_is_to_be_done_closes_the_whole():
    text = """一、建设公园
责任单位：市园林局、市城管局
完成时限：6月底前
新建公园6处。栽种乔木2000株。
二、加强管理
责任单位：市应急局
完成时限：9月底前
编制内涝风险图。"""
    assert rows(text) == [
        ("建设公园\n新建公园6处。栽种乔木2000株。", "", "市园林局、市城管局", "", "6月底前"),
        ("加强管理\n编制内涝风险图。", "", "市应急局", "", "9月底前"),
    ]


def test_several_sentences_below_a_block_of_their_own_are_one_task():
    text = ABOVE[1].replace("新建公园6处。", "新建公园6处。栽种乔木2000株。清运建筑垃圾。")
    assert [row[0] for row in rows(text)] == ["新建公园6处。栽种乔木2000株。清运建筑垃圾。", RIVER[0]]


def test_text_behind_a_value_in_the_same_line():
    text = """牵头单位：市园林局。新建公园6处。
牵头单位：市水务局。加固河堤7公里。"""
    assert [row[:2] for row in rows(text)] == [("新建公园6处。", "市园林局"), ("加固河堤7公里。", "市水务局")]


def test_records_that_name_their_task_first():
    text = """一、工程措施
项目名称：公园建设
责任单位：市园林局
建设内容：新建公园6处。
完成时限：6月底前
项目名称：河道疏浚
责任单位：市水务局
建设内容：疏浚河道7公里。
完成时限：9月底前"""
    assert [(row[0].split("\n")[0], row[2], row[4]) for row in rows(text)] == [
        ("公园建设", "市园林局", "6月底前"),
        ("河道疏浚", "市水务局", "9月底前"),
    ]


def test_a_block_below_a_heading_leaves_what_its_items_say_themselves():
    text = """一、工程措施
牵头单位：市园林局
（一）公园
1.新建公园6处。
2.更换座椅300把。（责任单位：市城管局）
二、管理措施
牵头单位：市水务局
（一）河道
1.清理河道7公里。"""
    assert [row[1:3] for row in rows(text)] == [
        ("市园林局", ""),
        ("", "市城管局"),
        ("市水务局", ""),
    ]
