"""Where sentences, their halves and their clauses begin: a stroke stands at every cut."""

from __future__ import annotations

from itertools import pairwise

import pytest
from taskbook.prose.duties.sentences import clauses_in, sentences_in


def cut_at(text: str, starts: list[int]) -> str:
    edges = [*starts, len(text)]
    return "│".join(text[begin:end] for begin, end in pairwise(edges))


@pytest.mark.parametrize(
    "cut",
    [
        "建好台账。│按月更新！│谁来核对？│由乡镇核对。",
        "开设“群众说事。大家评”栏目。│每周一期。",
        "印发清单（含附表。附表另发），│做好培训。".replace("│", ""),
        "做好归档。（责任单位：县档案馆）│按季抽查。",
        "开展“清水行动”。”│再查一遍。",
        "工作要做实……│还要做细。",
        "公开预算.│公开决算.│增长1.5倍",
        "第一行\n│第二行\n\n│第三行",
        "一行写到这里，\n下一行接着写。│再一句",
        "做好归档。（含电子档案）\n│（另见附表）",
        "做好归档。（含电子档案。）。│抽查",
        "他说（没有写完。│后面照样断句。",
        "Ａ级企业！！│Ｂ级企业",
        "一、规范管理",
        "",
    ],
)
def test_sentences(cut):
    text = cut.replace("│", "")
    assert cut_at(text, [one.start for one in sentences_in(text)] or [0]) == cut


@pytest.mark.parametrize(
    "cut",
    [
        "摸清底数；│建立台账；│逐项整改。",
        "公布热线（工作日；节假日），│确保畅通".replace("│", ""),
        "一是摸排，│二是整改。".replace("一是", "一是").replace("，│", "，│"),
        "抓好三件事：│一是建账；│二是销号；│三是回访。",
        "重点是：│1.建账，│2.销号，│3.回访",
        "①查水源│②查管网│③查水表",
        "首要的一是一、二是二".replace("│", ""),
        "（1）建账；│（2）销号；│",
        "第一，提前发布；│第二，逐户通知。",
        "全年完成1.5万户；│2.5万户明年完成",
        "末尾只有分号；",
    ],
)
def test_halves_and_enumerations(cut):
    text = cut.replace("│", "")
    cut = cut.rstrip("│")
    starts = [part.start for sentence in sentences_in(text) for part in sentence.parts]
    assert cut_at(text, starts) == cut


def test_a_mark_is_no_part_of_an_items_words():
    text = "抓好两件事：一是建账；二是销号。"
    parts = sentences_in(text)[0].parts
    assert [(text[part.words : part.end], part.number) for part in parts] == [
        ("抓好两件事：", None),
        ("建账；", 1),
        ("销号。", 2),
    ]


def test_one_mark_alone_is_no_enumeration():
    assert [part.number for part in sentences_in("二是销号，四是回访。")[0].parts] == [None]
    assert [part.number for part in sentences_in("一是一，说到做到。")[0].parts] == [None]


def test_offsets_count_in_the_whole_text():
    text = "不看这里。摸底；整改。不看那里。"
    (sentence,) = sentences_in(text, 5, 11)
    assert text[sentence.start : sentence.end] == "摸底；整改。"
    assert [text[part.start : part.end] for part in sentence.parts] == ["摸底；", "整改。"]


def test_clauses_begin_behind_commas_outside_brackets():
    text = "县财政局（国资委，下同）拨款，县审计局审计，"
    assert [text[at : at + 4] for at in clauses_in(text, 0, len(text))] == ["县财政局", "县审计局"]
