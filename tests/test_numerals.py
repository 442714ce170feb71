"""Numbers in Chinese and Arabic digits; texts made compact with the way back to the original."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from taskbook.language.compact import compact
from taskbook.language.numerals import number_of, whole_number

PLACES = ((1000, "千"), (100, "百"), (10, "十"))
DIGITS = "零一二三四五六七八九"


def written(number: int) -> str:
    """A number below 10,000 as it is written in full: 205 → 二百零五."""
    text, rest = "", number
    for place, name in PLACES:
        digit, rest = divmod(rest, place)
        if digit:
            text += DIGITS[digit] + name
        elif text and rest and not text.endswith("零"):
            text += "零"
    text += DIGITS[rest] if rest else ""
    return text.removeprefix("一") if text.startswith("一十") else text


@settings(deadline=None)
@given(st.integers(1, 9999))
def test_a_chinese_number_is_read_back(number: int) -> None:
    assert number_of(written(number)) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        ("1,200", 1200),
        ("1.5", 1.5),
        ("3万", 30000),
        ("1.5万", 15000),
        ("两", 2),
        ("二〇二六", 2026),
        ("二○二六", 2026),
    ],
)
def test_what_is_a_number(text: str, number: float) -> None:
    assert number_of(text) == number


@pytest.mark.parametrize(
    "text", ["", "二三", "一百二", "百", "万", "零", "十十", "一二百", "12月", "1,20", "-1", "²"]
)
def test_what_is_no_number(text: str) -> None:
    assert number_of(text) is None


def test_a_day_is_a_whole_number() -> None:
    assert (whole_number("三十一"), whole_number("1.5")) == (31, None)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("２０２６ 年\u3000１１ 月", "2026年11月"),
        ("3月—11月～12月", "3月-11月-12月"),
        ("6.30\n12.31", "6.30 12.31"),
        ("⼗⼆⽉", "十二月"),
        ("① 6月", "①6月"),
        ("㋋底 前", "12月底前"),
        ("不变，一字不改（原样）", "不变，一字不改（原样）"),
    ],
)
def test_compact(text: str, plain: str) -> None:
    assert compact(text).text == plain


@settings(deadline=None)
@given(st.text())
def test_a_compact_text_leads_back(text: str) -> None:
    plain = compact(text)
    starts = [plain.start(position) for position in range(len(plain.text))]
    assert starts == sorted(starts)
    if starts:
        assert plain.exact(0, len(starts)) == text[starts[0] : starts[-1] + 1]
