"""Tokens, task ids, fingerprints."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from taskbook import identity
from taskbook.period import Period

SEPTEMBER = Period(2026, 9)
units = st.text(min_size=1, max_size=12)


def test_token_is_the_same_everywhere():
    assert identity.token("SLQ-2026", SEPTEMBER, "区教育局") == identity.token(
        "SLQ-2026", SEPTEMBER, "区教育局"
    )
    assert identity.token("SLQ-2026", SEPTEMBER, "区教育局") == "6AYB-HYSW-7"


def test_token_differs_by_plan_period_and_unit():
    made = {
        identity.token(plan, period, unit)
        for plan in ("A", "B")
        for period in (SEPTEMBER, SEPTEMBER.previous)
        for unit in ("区教育局", "区司法局")
    }
    assert len(made) == 8


@given(units)
def test_every_issued_token_is_found_again(unit):
    token = identity.token("P", SEPTEMBER, unit)
    assert identity.find_token(token) == token


@given(units, st.integers(0, 8), st.sampled_from(identity.ALPHABET))
def test_every_wrong_symbol_is_noticed(unit, position, symbol):
    token = identity.token("P", SEPTEMBER, unit)
    body = list(token.replace("-", ""))
    changed = body[position] != symbol
    body[position] = symbol
    typed = "".join(body)
    found = identity.find_token(f"表号：{typed[:4]}-{typed[4:8]}-{typed[8]}")
    assert found == (None if changed else token)


@given(units, st.integers(0, 7))
def test_every_exchange_of_neighbours_is_noticed(unit, position):
    token = identity.token("P", SEPTEMBER, unit)
    body = list(token.replace("-", ""))
    body[position], body[position + 1] = body[position + 1], body[position]
    typed = "".join(body)
    found = identity.find_token(f"{typed[:4]}-{typed[4:8]}-{typed[8]}")
    assert found == (token if typed == token.replace("-", "") else None)


TOKEN = identity.token("P", SEPTEMBER, "区教育局")
WIDE = str.maketrans({code - 0xFEE0: code for code in range(0xFF01, 0xFF5F)})


@pytest.mark.parametrize(
    "typed",
    [
        f"表号：{TOKEN}",
        f"表号:{TOKEN.lower()}",
        f"  表 号：{TOKEN}  打印",
        TOKEN.translate(WIDE),
        f"表号：{TOKEN.replace('-', '')}",
        f"表号：{TOKEN.replace('-', ' ')}",
        f"填报单位：区教育局 表号：{TOKEN.replace('-', '—')} 期次：2026-09",
        TOKEN.replace("-", " - "),
        TOKEN.replace("0", "O").replace("1", "l"),
        TOKEN.replace("0", "o").replace("1", "I"),
        f"（{TOKEN}）",
    ],
)
def test_tokens_are_found_however_they_are_typed(typed):
    assert identity.find_token(typed) == TOKEN


@pytest.mark.parametrize(
    "text",
    ["", "表号：", "2026-0915-3", "0755-8801-2", "1234-5678-9012", f"X{TOKEN}", f"{TOKEN}7", "13800000000"],
)
def test_other_texts_are_no_tokens(text):
    assert identity.find_token(text) is None


def test_no_run_of_digits_alone_is_a_token():
    assert not any(identity.find_token(f"2026-0915-{last}") for last in "0123456789")


@given(st.text())
def test_searching_never_raises(text):
    found = list(identity.find_tokens(text))
    assert all(identity.find_token(token) == token for token in found)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("T001", "T001"),
        ("t1", "T001"),
        ("Ｔ００１", "T001"),
        (" T 0 1 2\n", "T012"),
        ("TO12", "T012"),
        ("T-1203", "T1203"),
        ("jy — 01", "JY-01"),
        ("合计", "合计"),
        ("", ""),
        ("T", "T"),
    ],
)
def test_task_ids_are_compared_in_one_form(typed, read):
    assert identity.canonical_task_id(typed) == read


@pytest.mark.parametrize(
    ("text", "answer"), [("t001", True), ("T1", True), ("12", False), ("T台", False), ("", False)]
)
def test_what_looks_like_a_task_id(text, answer):
    assert identity.looks_like_task_id(text) is answer


@pytest.mark.parametrize("text", ["T001", "t1", "zw-03", "12", "2026-ZW-3", "Ａ７"])
def test_what_may_stand_as_an_id(text):
    assert identity.may_be_task_id(text)


@pytest.mark.parametrize("text", ["", "合计", "2026-09-20", "13800000000", "T", "填报人1", "1、", "A B"])
def test_what_is_no_id(text):
    assert not identity.may_be_task_id(text)


SENT = ("1", "优化营商环境", "开展“一件事”改革，办理率达到100%。", "100%", "2026-11-30", "")


@pytest.mark.parametrize(
    "back",
    [
        SENT,
        ("1.0", *SENT[1:]),
        ("１", "优化 营商\r\n环境 ", '开展"一件事"改革,办理率达到１００％。', "1", "2026/11/30", "\u200b"),
        ("01", "优化营商环境_x000D_", "开展“一件事”改革，办理率达到100%。", "100.0%", "2026年11月30日", " "),
        ("1", "优化\n营商环境", SENT[2], "1.00", "2026-11-30 00:00:00", "\u3000"),
    ],
)
def test_what_a_conversion_changes_is_no_edit(back):
    assert identity.edited_positions(identity.fingerprint(SENT), back) == []


@pytest.mark.parametrize(
    ("position", "edited"),
    [
        (0, "2"),
        (1, "优化营商"),
        (2, "开展“一件事”改革，办理率达到90%。"),
        (3, "90%"),
        (4, "2026-12-30"),
        (5, "略"),
    ],
)
def test_an_edit_is_told_by_its_field(position, edited):
    back = [*SENT[:position], edited, *SENT[position + 1 :]]
    assert identity.edited_positions(identity.fingerprint(SENT), back) == [position]


def test_a_column_that_is_gone_is_no_edit():
    back = (None, *SENT[1:5], None)
    assert identity.edited_positions(identity.fingerprint(SENT), back) == []


@given(st.lists(st.text(), min_size=1, max_size=8))
def test_a_print_agrees_with_its_own_texts(values):
    assert identity.edited_positions(identity.fingerprint(values), values) == []


@given(st.lists(st.text(alphabet="任务12\r\n %", max_size=20), min_size=1, max_size=4))
def test_line_ends_and_blanks_never_count(values):
    back = [" " + value.replace("\n", "\r\n") for value in values]
    assert identity.edited_positions(identity.fingerprint(values), back) == []
