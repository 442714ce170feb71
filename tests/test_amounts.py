"""Amounts in 完成值 as people write them, and whether they keep what a task's own words promise."""

from __future__ import annotations

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from taskbook.language.amounts import amounts_of
from taskbook.language.completion import completion
from taskbook.language.kept import Kept, Span, kept
from taskbook.language.measures import Kind, apart, measure_of
from taskbook.language.targets import find_targets
from taskbook.model import Target

SPAN = Span(date(2026, 3, 10), date(2026, 9, 30))
ANY = math.inf


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2", [(2, 2, None)]),
        ("２次", [(2, 2, Kind.TIMES)]),
        ("3 场", [(3, 3, Kind.TIMES)]),
        ("98.5％", [(98.5, 98.5, Kind.SHARE)]),
        ("百分之九十五", [(95, 95, Kind.SHARE)]),
        ("九成以上", [(90, ANY, Kind.SHARE)]),
        ("已举办3场", [(3, 3, Kind.TIMES)]),
        ("一百", [(100, 100, None)]),
        ("两次", [(2, 2, Kind.TIMES)]),
        ("1,250人", [(1250, 1250, Kind.PEOPLE)]),
        ("1.2万户", [(12000, 12000, Kind.HOUSEHOLDS)]),
        ("1.2亿元", [(120_000_000, 120_000_000, Kind.MONEY)]),
        ("20-24场", [(20, 24, Kind.TIMES)]),
        ("3至5篇", [(3, 5, Kind.PIECES)]),
        ("2次，100%", [(2, 2, Kind.TIMES), (100, 100, Kind.SHARE)]),
        ("2、100%", [(2, 2, None), (100, 100, Kind.SHARE)]),
        ("1.举办3场；2.培训2次", [(3, 3, Kind.TIMES), (2, 2, Kind.TIMES)]),
        ("200余条", [(200, ANY, Kind.PIECES)]),
        ("近200条", [(180, 200, Kind.PIECES)]),
        ("超过24场", [(24, ANY, Kind.TIMES)]),
        ("不足10件", [(0, 10, Kind.PIECES)]),
        ("1个月", [(28, 31, Kind.DAYS)]),
        ("48小时", [(2, 2, Kind.DAYS)]),
        ("7个工作日", [(7, 7, Kind.WORKING_DAYS)]),
        ("9月10日举办3场", [(3, 3, Kind.TIMES)]),
        ("2026-09-10", []),
        ("示政办发〔2026〕5号", []),
        ("第3期", []),
        ("三季度", []),
        ("统一部署", []),
        ("一次性", []),
        ("5门课", []),
        ("若干", []),
        ("-1", []),
        ("", []),
    ],
)
def test_amounts(text, expected):
    assert [(one.low, one.high, one.kind) for one in amounts_of(text)] == expected


def test_out_of_how_many():
    (one,) = amounts_of("23/24")
    assert (one.low, one.whole) == (23, 24)
    (one,) = amounts_of("24场/30场")
    assert (one.low, one.whole, one.kind) == (24, 30, Kind.TIMES)


@pytest.mark.parametrize(
    ("promise", "value", "expected"),
    [
        ("不少于24场", "3", "UNDER"),
        ("不少于24场", "已举办3场", "UNDER"),
        ("不少于24场", "24场", "KEPT"),
        ("不少于24场", "20-30场", "KEPT"),
        ("不少于24场", "线上20场，线下10场", "KEPT"),
        ("不少于24场", "线上2场，线下10场", "UNDER"),
        ("不少于2次", "1场", "UNDER"),
        ("不少于2次", "一次", "UNDER"),
        ("不少于2次", "2人", "UNKNOWN"),
        ("不少于12个", "10家", "UNDER"),
        ("完成不少于300户", "0.02万户", "UNDER"),
        ("完成不少于300户", "0.03万户", "KEPT"),
        ("完成不少于1.2万户", "12000户", "KEPT"),
        ("解读率100%", "24/24", "KEPT"),
        ("解读率100%", "23/24", "UNDER"),
        ("解读率100%", "0.99", "UNDER"),
        ("解读率100%", "百分之九十五", "UNDER"),
        ("解读率100%", "已全部解读", "UNKNOWN"),
        ("每季度召开一次，答复率达到98%", "97%", "UNDER"),
        ("每季度召开一次，答复率达到98%", "3次，97%", "UNDER"),
        ("每季度召开一次，答复率达到98%", "3次，98.5%", "KEPT"),
        ("召开会议不少于3次，答复率不低于98%", "3", "UNKNOWN"),
        ("每季度不少于6件，由负责人解读的不少于1件", "6件", "KEPT"),
        ("每季度不少于6件，由负责人解读的不少于1件", "6件，0件", "UNDER"),
        ("每季度不少于6件，由负责人解读的不少于1件", "0件", "UNDER"),
        ("期限不少于30日", "20天", "UNDER"),
        ("期限不少于30日", "1个月", "KEPT"),
        ("不超过5个工作日", "7个工作日", "OVER"),
        ("不超过5个工作日", "5个工作日", "KEPT"),
        ("不超过10件", "约12件", "OVER"),
        ("不少于2次", "100%", "OTHER_MEASURE"),
        ("覆盖率100%", "3次", "OTHER_MEASURE"),
        ("覆盖率100%", "应公开24件，已公开24件", "UNKNOWN"),
        ("每场不少于50人", "2场", "UNKNOWN"),
        ("全年不少于4次", "本季度1次", "KEPT"),
        ("全年不少于4次", "每季度1次", "UNKNOWN"),
        ("不少于2次", "已完成", "UNKNOWN"),
        ("不少于2次", "", "UNKNOWN"),
        ("加强宣传", "3次", "UNKNOWN"),
    ],
)
def test_kept(promise, value, expected):
    assert kept(find_targets(promise), value, SPAN)[0].name == expected


@pytest.mark.parametrize(
    ("value", "until", "expected"),
    [
        ("6件", date(2026, 9, 30), "KEPT"),
        ("5件", date(2026, 9, 30), "UNDER"),
        (
            "累计12件",
            date(2026, 9, 30),
            "KEPT",
        ),  # the second and the third quarter: the plan was issued in March
        ("累计11件", date(2026, 9, 30), "UNDER"),
        ("累计6件", date(2026, 9, 29), "KEPT"),  # the third quarter is not over yet
        ("今年以来5件", date(2026, 4, 1), "UNDER"),
    ],
)
def test_a_promise_of_each_quarter_is_held_against_the_quarters_that_have_passed(value, until, expected):
    targets = find_targets("制作解读产品，每季度不少于6件")
    assert kept(targets, value, Span(SPAN.since, until))[0].name == expected


def test_the_promise_that_is_broken_is_named():
    targets = find_targets("培训不少于2次，满意度不低于90%") + find_targets("不少于2次")
    assert [one.text for one in kept(targets, "2次，85%", SPAN)[1]] == ["不低于90%"]


@given(
    st.lists(
        st.builds(
            Target,
            st.just(""),
            st.sampled_from([">=", ">", "=", "<="]),
            st.sampled_from([1.0, 2.0, 30.0, 100.0]),
            st.sampled_from(["次", "%", "日", "件", "万元"]),
        ),
        max_size=4,
    ),
    st.one_of(
        st.builds("{}{}".format, st.integers(0, 200), st.sampled_from(["", "次", "%", "件"])), st.text()
    ),
)
def test_it_never_contradicts_the_completed_share(targets, value):
    known = completion(targets, value)
    told, about = kept(targets, value, SPAN)
    if known:
        assert told is (Kept.KEPT if known[0] >= 1 else Kept.UNDER)
    assert bool(about) == (told in (Kept.UNDER, Kept.OVER, Kept.OTHER_MEASURE))


def test_kinds_that_nobody_would_compare():
    assert apart(Kind.SHARE, Kind.TIMES)
    assert not apart(Kind.TIMES, Kind.PEOPLE)
    assert not apart(Kind.DAYS, Kind.WORKING_DAYS)
    assert measure_of("万亩").factor == pytest.approx(10_000 * measure_of("亩").factor)
    assert measure_of("门").kind is Kind.STRANGE
