"""完成值 against the promised number: a known share, or None."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from taskbook.language.completion import completion, per_cent
from taskbook.model import Target

TWICE = Target("不少于2次", ">=", 2, "次")
ALL = Target("达到100%", ">=", 100, "%")
WIDE = Target("100％", ">=", 100, "％")
EXACTLY = Target("报送4篇", "=", 4, "篇")
LASTS = Target("不少于30日", ">=", 30, "日")
WITHIN = Target("5个工作日内", "<=", 5, "个工作日")
THOUSAND = Target("1000人以上", ">=", 1000, "人")


@pytest.mark.parametrize(
    ("targets", "value", "expected"),
    [
        ([TWICE], "1", (0.5, "1/2次")),
        ([TWICE], "1次", (0.5, "1/2次")),
        ([TWICE], "１ 次", (0.5, "1/2次")),
        ([TWICE], "3", (1.0, "3/2次")),
        ([TWICE], "0", (0.0, "0/2次")),
        ([TWICE], "1场", None),
        ([TWICE], "一次", None),
        ([TWICE], "已完成", None),
        ([TWICE], "", None),
        ([TWICE], "1-2", None),
        ([TWICE], "-1", None),
        ([ALL], "85", (0.85, "85/100%")),
        ([ALL], "85%", (0.85, "85/100%")),
        ([ALL], "0.85", (0.85, "85/100%")),
        ([ALL], "1", (1.0, "100/100%")),
        ([WIDE], "85％", (0.85, "85/100％")),
        ([THOUSAND], "1,250", (1.0, "1250/1000人")),
        ([THOUSAND], "250人", (0.25, "250/1000人")),
        ([EXACTLY], "1", (0.25, "1/4篇")),
        ([EXACTLY, TWICE], "1", (0.5, "1/2次")),
        ([LASTS], "10", None),
        ([WITHIN], "3", None),
        ([TWICE, ALL], "1", None),
        ([TWICE, ALL], "1次", (0.5, "1/2次")),
        ([TWICE, ALL], "50%", (0.5, "50/100%")),
        ([TWICE, LASTS, WITHIN], "1", (0.5, "1/2次")),
        ([TWICE, TWICE], "1", (0.5, "1/2次")),
        ([], "1", None),
    ],
)
def test_share(targets: list[Target], value: str, expected: tuple[float, str] | None) -> None:
    assert completion(targets, value) == expected


@given(st.text())
def test_never_raises_and_stays_within_bounds(value: str) -> None:
    known = completion([TWICE], value)
    assert known is None or 0 <= known[0] <= 1


@pytest.mark.parametrize(
    ("value", "targets", "shown"),
    [
        (1.0, [ALL], "100%"),
        (0.95, [ALL], "95%"),
        (1, [WIDE], "100%"),
        (1.0, [TWICE], None),
        (95.0, [ALL], None),
        ("1", [ALL], None),
        (True, [ALL], None),
        (None, [ALL], None),
    ],
)
def test_a_fraction_is_shown_as_the_percentage_that_was_typed(value, targets, shown):
    assert per_cent(value, targets) == shown
