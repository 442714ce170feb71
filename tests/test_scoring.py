"""Scores of units: what counts, what is left out, how it is rounded, what points by hand do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from report_facts import facts_of_first_month, facts_of_three_months
from scored_units import Counts, many_units, scored
from taskbook.columns import PointField
from taskbook.model import HandPoints
from taskbook.reporting.facts import Facts
from taskbook.reporting.scores.scoring import Measured, NotCounted, points_of, scores_of


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    return facts_of_three_months(tmp_path_factory.mktemp("three"))


def one_score(facts: Facts, counts: Counts, *points: HandPoints, **settings: int) -> tuple[float | None, str]:
    (score,) = scores_of(scored(facts, [("甲", counts)], points, **settings))
    return score.score, score.grade


@pytest.mark.parametrize(
    ("counts", "score", "grade"),
    [
        #  due on | finish | done faulty | returned
        ((10, 10, 5, 5, 4, 0, 0), 100.0, "优秀"),
        ((10, 0, 5, 0, 4, 4, 0), 0.0, "不合格"),
        ((10, 9, 5, 4, 4, 1, 0), 83.0, "良好"),  # 36 + 32 + 15
        ((10, 9, 5, 4, 4, 1, 3), 80.0, "良好"),  # a return costs one
        ((10, 9, 5, 4, 4, 1, 4), 79.0, "合格"),
        ((10, 0, 5, 0, 4, 4, 9), 0.0, "不合格"),  # never below 0
        ((10, 10, 0, 0, 0, 0, 0), 100.0, "优秀"),  # one indicator makes up the whole
        ((3, 2, 0, 0, 0, 0, 0), 66.7, "合格"),
        ((3, 1, 0, 0, 0, 0, 0), 33.3, "不合格"),
        ((4, 3, 0, 0, 2, 1, 0), 66.7, "合格"),  # (40×0.75 + 20×0.5) / 60
        ((0, 0, 8, 7, 0, 0, 0), 87.5, "良好"),
        (
            (2000, 1799, 0, 0, 0, 0, 0),
            90.0,
            "优秀",
        ),  # 89.95 is rounded half up, and the grade is of what is shown
        ((2000, 1599, 0, 0, 0, 0, 0), 80.0, "良好"),  # 79.95
        ((2000, 1199, 0, 0, 0, 0, 0), 60.0, "合格"),  # 59.95
        ((2500, 1498, 0, 0, 0, 0, 0), 59.9, "不合格"),  # 59.92
    ],
)
def test_three_shares_make_a_score(facts: Facts, counts: Counts, score: float, grade: str) -> None:
    assert one_score(facts, counts) == (score, grade)


def test_nothing_to_measure_is_no_score(facts: Facts) -> None:
    units = [("甲", (0, 0, 0, 0, 0, 0, 2)), ("乙", (4, 1, 0, 0, 0, 0, 0))]
    extra = HandPoints("甲", extra=5)
    first, second = scores_of(scored(facts, units, [extra]))
    assert (first.score, first.base, first.grade, first.rank, first.weight) == (None, None, "", 0, 0)
    assert (first.extra, first.returned) == (5.0, 2)
    assert (second.score, second.rank) == (25.0, 1)


def test_a_weight_of_none_leaves_its_indicator_out(facts: Facts) -> None:
    counts = (10, 5, 4, 4, 4, 2, 0)
    assert one_score(facts, counts, score_done=0, score_evidence=0) == (50.0, "不合格")
    assert one_score(facts, counts, score_answered=0, score_done=0, score_evidence=0) == (None, "")
    assert one_score(facts, counts, score_answered=0, score_done=30, score_evidence=10) == (87.5, "良好")


@pytest.mark.parametrize(
    ("points", "score"),
    [
        ([HandPoints("甲", extra=2.5)], 52.5),
        ([HandPoints("甲", deducted=0.1), HandPoints("甲", deducted=0.2)], 49.7),
        ([HandPoints("甲", extra=60)], 100.0),
        ([HandPoints("甲", deducted=60)], 0.0),
        ([HandPoints("甲", extra=3, period="2026-08")], 53.0),
        ([HandPoints("甲", extra=3, period="2026-09")], 53.0),
        ([HandPoints("甲", extra=3, period="2026-10")], 50.0),
        ([HandPoints("甲", extra=3, period="2025-12")], 50.0),
        ([HandPoints("甲", extra=3, period="九月")], 50.0),
        ([HandPoints("没有的局", extra=3)], 50.0),
        ([HandPoints(" 甲 ", extra=3)], 53.0),
    ],
)
def test_points_by_hand_count_when_their_time_has_come(
    facts: Facts, points: list[HandPoints], score: float
) -> None:
    assert one_score(facts, (2, 1, 0, 0, 0, 0, 0), *points)[0] == score


def test_why_points_are_not_counted_is_told(tmp_path: Path) -> None:
    facts = facts_of_three_months(tmp_path)
    plan = facts.status.plan
    unread = ((PointField.EXTRA, "五分"),)
    points = (
        HandPoints("区民政局", extra=1),  # its name until August
        HandPoints("没有的局", extra=1),
        HandPoints("区教育局", extra=1, period="2026-10"),
        HandPoints("区教育局", extra=1, period="2025-10"),
        HandPoints("区教育局", extra=1, period="十月"),
        HandPoints("区教育局", unread=unread),
    )
    facts = replace(facts, status=replace(facts.status, plan=replace(plan, points=points)))
    assert [(one.unit, one.why_not) for one in points_of(facts)] == [
        ("区民社局", None),
        ("没有的局", NotCounted.UNKNOWN_UNIT),
        ("区教育局", NotCounted.LATER),
        ("区教育局", NotCounted.OTHER_YEAR),
        ("区教育局", NotCounted.NO_PERIOD),
        ("区教育局", None),
    ]
    assert {one.unit: one.extra for one in scores_of(facts)}["区民社局"] == 1.0


def test_a_unit_of_the_registry_without_a_task_is_told_apart(facts: Facts) -> None:
    changed = scored(
        facts, [("甲", (1, 1, 0, 0, 0, 0, 0)), ("乙", (1, 1, 0, 0, 0, 0, 0))], [HandPoints("乙", 1.0)]
    )
    changed = replace(changed, units=changed.units[:1])
    assert [one.why_not for one in points_of(changed)] == [NotCounted.NO_TASKS]


def test_equals_share_a_rank(facts: Facts) -> None:
    units = [
        ("甲", (4, 2, 0, 0, 0, 0, 0)),
        ("乙", (4, 4, 0, 0, 0, 0, 0)),
        ("丙", (0, 0, 0, 0, 0, 0, 0)),
        ("丁", (8, 4, 0, 0, 0, 0, 0)),
        ("戊", (4, 0, 0, 0, 0, 0, 0)),
    ]
    assert {one.unit: one.rank for one in scores_of(scored(facts, units))} == {
        "甲": 2,
        "乙": 1,
        "丙": 0,
        "丁": 2,
        "戊": 4,
    }


def test_a_real_office(facts: Facts) -> None:
    """区教育局 finished one of two in time (T002 is overdue), 区司法局 had a file sent back and was late once."""
    scores = {one.unit: one for one in scores_of(facts)}
    assert [one.name for one in facts.units] == list(scores)
    education = scores["区教育局"]
    assert (education.answered, education.finished, education.evidence) == (
        Measured(7, 7),
        Measured(1, 2),
        Measured(1, 1),
    )
    assert (education.score, education.grade) == (80.0, "良好")
    justice = scores["区司法局"]
    assert (justice.answered, justice.finished.whole, justice.weight) == (Measured(4, 6), 0, 40)
    assert (justice.returned, justice.returned_points, justice.score) == (1, 1, 65.7)
    assert scores["区民社局"].rank == 1


def test_a_first_period_and_one_without_answers(tmp_path: Path) -> None:
    first = {one.unit: one.score for one in scores_of(facts_of_first_month(tmp_path / "a"))}
    assert first["区教育局"] == 100.0
    silent = scores_of(facts_of_first_month(tmp_path / "b", answered=False))
    assert {one.score for one in silent} == {0.0}
    assert {one.rank for one in silent} == {1}


def test_scores_keep_within_their_bounds_and_never_fall_for_more_in_time(facts: Facts) -> None:
    units = many_units(200)
    better = [(name, (c[0], c[0], *c[2:])) for name, c in units]
    for now, then in zip(scores_of(scored(facts, units)), scores_of(scored(facts, better)), strict=True):
        if now.score is None:
            assert then.score is None
            continue
        assert 0 <= now.score <= (then.score or 0) <= 100
        assert round(now.score * 10) == pytest.approx(now.score * 10)
