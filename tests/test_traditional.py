"""Traditional characters are read as simplified ones, each in its place; what is simplified is left alone."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from taskbook.intake.encoding import decode
from taskbook.language import traditional
from taskbook.language.traditional import is_traditional, simplified

TRADITIONAL = "示例區人民政府辦公室關於印發《優化營商環境工作要點》的通知。由區財政局牽頭，12月底前完成。"
SIMPLIFIED = "示例区人民政府办公室关于印发《优化营商环境工作要点》的通知。由区财政局牵头，12月底前完成。"


def test_a_plan_in_traditional_characters():
    assert simplified(TRADITIONAL) == SIMPLIFIED
    assert is_traditional(TRADITIONAL)
    assert not is_traditional(SIMPLIFIED)
    assert simplified(SIMPLIFIED) == SIMPLIFIED


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("乾隆年間修建，現已乾燥", "乾隆年间修建，现已干燥"),
        ("顯著提升，名著導讀", "显著提升，名著导读"),
        ("衛生院後面的皇后大道", "卫生院后面的皇后大道"),
        ("責任單位：區發展和改革局、臺辦", "责任单位：区发展和改革局、台办"),
    ],
)
def test_words_tell_which_character_is_meant(text, read):
    assert simplified(text) == read


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026",
        "著力推进，乾县、於潜镇负责",  # written so by those who write simplified characters
        "由区财政局、区審計局牵头，于十二月底前把全区各部门的决算公开到位，并报区政府办公室备案。",  # a slip
    ],
)
def test_what_is_not_traditional(text):
    assert not is_traditional(text)


def test_a_word_that_would_become_longer_keeps_its_places(monkeypatch):
    class Lengthening:
        def convert(self, text: str) -> str:
            return {"區": "区", "區長": "区里的长", "長": "长官"}.get(text, text)

    monkeypatch.setattr(traditional, "_opencc", Lengthening)
    traditional._alone.cache_clear()
    assert simplified("區長") == "区長"
    traditional._alone.cache_clear()


@given(st.text(st.characters(exclude_categories=[]) | st.sampled_from("乾著後發髮𠮷鬱灣")))
@example("\ud800區\x00財")
@example("區\n財\u2028政")
def test_every_character_keeps_its_place(text):
    read = simplified(text)
    assert len(read) == len(text)
    assert all(new == old for new, old in zip(read, text, strict=True) if ord(old) < 0x3400)


@pytest.mark.parametrize("encoding", ["cp950", "big5", "gb18030", "utf-8", "utf-16"])
def test_a_traditional_text_in_every_encoding(encoding):
    text = TRADITIONAL.replace("。", "。\n")
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("text", [SIMPLIFIED, "附件", "一、", "序号,工作任务\n1,推进公开\n", "囗囝囟囡", "a"])
def test_a_simplified_text_is_not_taken_for_big5(text):
    assert decode(text.encode("gbk")) == text
