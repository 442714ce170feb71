"""Every branch of every rule, as tables: what is known → light and reason."""

from __future__ import annotations

from datetime import date

import pytest
from taskbook import wording
from taskbook.master.styles import LIGHT_COLOURS
from taskbook.model import Deadline, DeadlineKind, Light, State
from taskbook.period import Period
from taskbook.rollup.cases import Case, Cause, days_left, elapsed_share, next_due
from taskbook.rollup.lights import LIGHT_RULES, light_of, lights_of, rule_used
from taskbook.statusbook.styles import LIGHT_INKS, LIGHT_SOLIDS

AS_OF = date(2026, 9, 30)
AUGUST, SEPTEMBER = Period(2026, 8), Period(2026, 9)


def dated(*days: str, ongoing: bool = False) -> Deadline:
    return Deadline("、".join(days), DeadlineKind.DATE, tuple(map(date.fromisoformat, days)), ongoing)


PAST, NEAR, FAR = dated("2026-08-31"), dated("2026-10-10"), dated("2026-11-30")
SEVERAL = dated("2026-06-10", "2026-10-05", "2026-12-10")
LATER_YEAR = dated("2027-12-31")
ONGOING = Deadline("全年持续推进", DeadlineKind.ONGOING, (), True)
MONTHLY = Deadline("每月25日前", DeadlineKind.RECURRING, (date(2026, 9, 25), date(2026, 10, 5)))
EVENT = Deadline("文件公布后3个工作日内", DeadlineKind.EVENT)
UNKNOWN = Deadline("尽快", DeadlineKind.UNKNOWN)
DATED_THEN_ONGOING = dated("2026-08-31", ongoing=True)


def case(state: State, deadline: Deadline, **known: object) -> Case:
    return Case(state, deadline, AS_OF, **{"near_days": 10, "elapsed": 9 / 12, **known})


BRANCHES = [
    (case(State.DONE, FAR), Light.GREEN, "已完成"),
    (case(State.DONE, PAST), Light.GREEN, "已完成"),
    (case(State.DONE, PAST, done_in=AUGUST), Light.GREEN, "已完成（2026-08期报完成）"),
    (case(State.IN_PROGRESS, FAR), Light.GREEN, "按时推进：应于11月30日前完成"),
    (case(State.NOT_STARTED, LATER_YEAR), Light.GREEN, "按时推进：应于2027年12月31日前完成"),
    (case(State.NONE, FAR), Light.GREEN, "按时推进：应于11月30日前完成；本期未反馈"),
    (case(State.IN_PROGRESS, ONGOING), Light.GREEN, "长期任务，按期反馈即可"),
    (case(State.IN_PROGRESS, MONTHLY), Light.GREEN, "长期任务，按期反馈即可"),
    (case(State.IN_PROGRESS, EVENT), Light.GREEN, "随事项办理，没有固定期限"),
    (case(State.NONE, UNKNOWN), Light.GREEN, "没有明确的完成时限；本期未反馈"),
    (case(State.IN_PROGRESS, NEAR), Light.BLUE, "临期：应于10月10日前完成，还有10天"),
    (case(State.NONE, NEAR), Light.BLUE, "临期：应于10月10日前完成，还有10天；本期未反馈"),
    (case(State.IN_PROGRESS, dated("2026-09-30")), Light.BLUE, "临期：应于9月30日前完成，今天到期"),
    (case(State.IN_PROGRESS, dated("2026-10-11")), Light.GREEN, "按时推进：应于10月11日前完成"),
    (case(State.IN_PROGRESS, SEVERAL), Light.BLUE, "临期：应于10月5日前完成，还有5天"),
    (case(State.BEHIND, FAR), Light.YELLOW, "单位自报进展滞后"),
    (case(State.BEHIND, NEAR), Light.YELLOW, "单位自报进展滞后"),
    (
        case(State.IN_PROGRESS, NEAR, share=0.5, reached="1/2次"),
        Light.YELLOW,
        "落后序时进度：完成50%（1/2次），序时进度75.0%",
    ),
    (case(State.IN_PROGRESS, FAR, share=0.75), Light.GREEN, "按时推进：应于11月30日前完成"),
    (case(State.IN_PROGRESS, FAR, share=None), Light.GREEN, "按时推进：应于11月30日前完成"),
    (case(State.IN_PROGRESS, PAST), Light.RED, "逾期：应于8月31日前完成，已超30天"),
    (case(State.BEHIND, PAST), Light.RED, "逾期：应于8月31日前完成，已超30天"),
    (case(State.IN_PROGRESS, DATED_THEN_ONGOING), Light.RED, "逾期：应于8月31日前完成，已超30天"),
    (case(State.IN_PROGRESS, PAST, can_be_late=False), Light.GREEN, "配合单位，不判逾期"),
    (
        case(State.NONE, FAR, silent=(AUGUST, SEPTEMBER)),
        Light.RED,
        "连续2期未反馈（2026-08、2026-09）",
    ),
    (
        case(State.NONE, PAST, silent=(AUGUST, SEPTEMBER)),
        Light.RED,
        "逾期：应于8月31日前完成，已超30天",
    ),
    (
        case(State.NONE, ONGOING, silent=(SEPTEMBER,)),
        Light.GREEN,
        "长期任务，按期反馈即可；本期未反馈",
    ),
]


@pytest.mark.parametrize(("known", "light", "reason"), BRANCHES)
def test_default_rule(known: Case, light: Light, reason: str) -> None:
    verdict = light_of(known)
    assert (verdict.light, verdict.reason) == (light, reason)
    assert verdict.overdue == reason.startswith("逾期")


def test_every_light_has_a_reason() -> None:
    for name, branches in {"默认": BRANCHES, **ELSEWHERE}.items():
        assert {light for _, light, _ in branches} == set(lights_of(name)), name
        assert all(light_of(known, name).reason for known, _, _ in branches)


SILENT = {"silent": (AUGUST, SEPTEMBER)}
SILENT_WORDS = "连续2期未反馈（2026-08、2026-09）"
OVERDUE_WORDS = "逾期：应于8月31日前完成，已超30天"
TODAY = dated("2026-09-30")
HALF = {"share": 0.5, "reached": "1/2次"}

# The year is 75 % gone in September.
SUQIAN = [
    (case(State.DONE, PAST), Light.GREEN, "已完成"),
    (case(State.DONE, PAST, share=1.0, reached="2/2次"), Light.GREEN, "已完成"),
    (case(State.DONE, PAST, **HALF), Light.YELLOW, "已完成，但完成值没有达到目标：完成50%（1/2次）"),
    (
        case(State.DONE, ONGOING, done_in=AUGUST, **HALF),
        Light.YELLOW,
        "已完成（2026-08期报完成），但完成值没有达到目标：完成50%（1/2次）",
    ),
    (case(State.IN_PROGRESS, PAST), Light.RED, OVERDUE_WORDS),
    (case(State.BEHIND, PAST, **HALF), Light.RED, OVERDUE_WORDS),
    (case(State.NONE, PAST, **SILENT), Light.RED, OVERDUE_WORDS),
    (case(State.IN_PROGRESS, PAST, can_be_late=False), Light.GREEN, "配合单位，不判逾期"),
    (case(State.BEHIND, NEAR), Light.YELLOW, "单位自报进展滞后"),
    (case(State.BEHIND, ONGOING), Light.YELLOW, "单位自报进展滞后"),
    (case(State.IN_PROGRESS, NEAR, **HALF), Light.YELLOW, "落后序时进度：完成50%（1/2次），序时进度75.0%"),
    (case(State.IN_PROGRESS, FAR, share=0.75), Light.GREEN, "按时推进：应于11月30日前完成"),
    (case(State.NONE, FAR, **SILENT), Light.YELLOW, SILENT_WORDS),
    (case(State.NONE, ONGOING, **SILENT), Light.YELLOW, SILENT_WORDS),
    (
        case(State.NONE, NEAR, silent=(SEPTEMBER,)),
        Light.BLUE,
        "临期：应于10月10日前完成，还有10天；本期未反馈",
    ),
    (case(State.IN_PROGRESS, NEAR), Light.BLUE, "临期：应于10月10日前完成，还有10天"),
    (case(State.IN_PROGRESS, dated("2026-10-11")), Light.GREEN, "按时推进：应于10月11日前完成"),
    (case(State.IN_PROGRESS, TODAY), Light.BLUE, "临期：应于9月30日前完成，今天到期"),
    (case(State.IN_PROGRESS, MONTHLY), Light.GREEN, "长期任务，按期反馈即可"),
    (case(State.NONE, UNKNOWN), Light.GREEN, "没有明确的完成时限；本期未反馈"),
]
YINCHUAN = [
    (case(State.DONE, PAST, **HALF), Light.GREEN, "已完成"),
    (case(State.IN_PROGRESS, PAST), Light.RED, OVERDUE_WORDS),
    (case(State.IN_PROGRESS, PAST, share=0.9, reached="9/10次"), Light.RED, OVERDUE_WORDS),
    (case(State.NONE, PAST, **SILENT), Light.RED, OVERDUE_WORDS),
    (case(State.IN_PROGRESS, PAST, can_be_late=False), Light.GREEN, "配合单位，不判逾期"),
    (
        case(State.IN_PROGRESS, FAR, share=0.44, reached="44/100%"),
        Light.RED,
        "落后序时进度31.0个百分点：完成44%（44/100%），序时进度75.0%",
    ),
    (
        case(State.IN_PROGRESS, FAR, share=0.4499, reached="44.99/100%"),
        Light.RED,
        "落后序时进度30.0个百分点：完成45%（44.99/100%），序时进度75.0%",
    ),
    (
        case(State.IN_PROGRESS, FAR, share=0.45, reached="45/100%"),
        Light.YELLOW,
        "落后序时进度30.0个百分点：完成45%（45/100%），序时进度75.0%",
    ),
    (
        case(State.IN_PROGRESS, FAR, share=0.65, reached="65/100%"),
        Light.YELLOW,
        "落后序时进度10.0个百分点：完成65%（65/100%），序时进度75.0%",
    ),
    (case(State.IN_PROGRESS, FAR, share=0.6501), Light.GREEN, "按时推进：应于11月30日前完成"),
    (case(State.IN_PROGRESS, ONGOING, share=0.7), Light.GREEN, "长期任务，按期反馈即可"),
    (
        case(State.IN_PROGRESS, ONGOING, share=0.0, reached="0/2次"),
        Light.RED,
        "落后序时进度75.0个百分点：完成0%（0/2次），序时进度75.0%",
    ),
    (case(State.BEHIND, FAR), Light.YELLOW, "单位自报进展滞后"),
    (case(State.BEHIND, FAR, share=0.7), Light.YELLOW, "单位自报进展滞后"),
    (case(State.NONE, FAR, **SILENT), Light.YELLOW, SILENT_WORDS),
    (case(State.NONE, FAR, silent=(SEPTEMBER,)), Light.GREEN, "按时推进：应于11月30日前完成；本期未反馈"),
    (case(State.IN_PROGRESS, NEAR), Light.GREEN, "按时推进：应于10月10日前完成"),
    (case(State.IN_PROGRESS, TODAY), Light.GREEN, "按时推进：应于9月30日前完成"),
    (case(State.IN_PROGRESS, EVENT), Light.GREEN, "随事项办理，没有固定期限"),
]


def given(state: State, due: str, issued: str, *before: str, **known: object) -> Case:
    return case(state, dated(*before, due), issued_on=date.fromisoformat(issued), **known)


# From 2026-09-30 to 2026-10-30 are 30 days: of 100 given (from 2026-07-22) exactly 30 %; 200 from 2026-04-13: 15 %.
TIME_LEFT = [
    (case(State.DONE, PAST, **HALF), Light.GREEN, "已完成"),
    (given(State.IN_PROGRESS, "2026-08-31", "2026-03-01"), Light.RED, OVERDUE_WORDS),
    (given(State.NONE, "2026-08-31", "2026-03-01", **SILENT), Light.RED, OVERDUE_WORDS),
    (
        given(State.IN_PROGRESS, "2026-08-31", "2026-03-01", can_be_late=False),
        Light.GREEN,
        "配合单位，不判逾期",
    ),
    (
        given(State.IN_PROGRESS, "2026-10-30", "2026-07-22"),
        Light.YELLOW,
        "剩余时间30.0%：应于10月30日前完成，还有30天",
    ),
    (given(State.IN_PROGRESS, "2026-10-30", "2026-07-23"), Light.GREEN, "按时推进：应于10月30日前完成"),
    (
        given(State.IN_PROGRESS, "2026-10-30", "2026-04-13"),
        Light.ORANGE,
        "剩余时间15.0%：应于10月30日前完成，还有30天",
    ),
    (
        given(State.NONE, "2026-10-30", "2026-04-14", **SILENT),
        Light.YELLOW,
        "剩余时间15.1%：应于10月30日前完成，还有30天；本期未反馈",
    ),
    (
        given(State.BEHIND, "2026-10-30", "2026-04-13"),
        Light.ORANGE,
        "剩余时间15.0%：应于10月30日前完成，还有30天",
    ),
    (given(State.BEHIND, "2026-10-30", "2026-04-14"), Light.YELLOW, "单位自报进展滞后"),
    (given(State.BEHIND, "2027-10-30", "2026-07-22"), Light.YELLOW, "单位自报进展滞后"),
    (
        given(State.NONE, "2026-09-30", "2026-09-01"),
        Light.ORANGE,
        "剩余时间0.0%：应于9月30日前完成，今天到期；本期未反馈",
    ),
    (
        given(State.IN_PROGRESS, "2026-10-30", "2026-04-13", can_be_late=False),
        Light.GREEN,
        "按时推进：应于10月30日前完成",
    ),
    # of several dates each has the time since the one before: 30 of 90 days, 30 of 100, 30 of 201
    (
        given(State.IN_PROGRESS, "2026-10-30", "2026-01-01", "2026-08-01"),
        Light.GREEN,
        "按时推进：应于10月30日前完成",
    ),
    (
        given(State.IN_PROGRESS, "2026-10-30", "2026-01-01", "2026-06-10", "2026-07-22"),
        Light.YELLOW,
        "剩余时间30.0%：应于10月30日前完成，还有30天",
    ),
    # issued after its date: nothing was ever given
    (
        given(State.IN_PROGRESS, "2026-10-02", "2026-10-05"),
        Light.ORANGE,
        "剩余时间0.0%：应于10月2日前完成，还有2天",
    ),
    # not issued yet on the day of judgement
    (given(State.NOT_STARTED, "2026-12-31", "2026-10-05"), Light.GREEN, "按时推进：应于12月31日前完成"),
    (case(State.IN_PROGRESS, NEAR), Light.GREEN, "按时推进：应于10月10日前完成"),
    (
        given(State.IN_PROGRESS, "2026-12-31", "2026-03-01", share=0.0),
        Light.GREEN,
        "按时推进：应于12月31日前完成",
    ),
    (case(State.NONE, ONGOING, **SILENT), Light.YELLOW, SILENT_WORDS),
    (case(State.BEHIND, UNKNOWN), Light.YELLOW, "单位自报进展滞后"),
    (case(State.NONE, ONGOING), Light.GREEN, "长期任务，按期反馈即可；本期未反馈"),
    (case(State.IN_PROGRESS, MONTHLY), Light.GREEN, "长期任务，按期反馈即可"),
]
ELSEWHERE = {"宿迁": SUQIAN, "银川": YINCHUAN, "剩余时间": TIME_LEFT}


@pytest.mark.parametrize(
    ("name", "known", "light", "reason"),
    [(name, *branch) for name, branches in ELSEWHERE.items() for branch in branches],
)
def test_rules_of_other_places(name: str, known: Case, light: Light, reason: str) -> None:
    verdict = light_of(known, name)
    assert (verdict.light, verdict.reason) == (light, reason)
    assert verdict.overdue == reason.startswith("逾期")
    assert (verdict.cause is Cause.NOTHING) == (light in (Light.GREEN, Light.BLUE))


@pytest.mark.parametrize("name", LIGHT_RULES)
def test_near_is_counted_by_the_same_days_under_every_rule(name: str) -> None:
    assert light_of(case(State.IN_PROGRESS, NEAR), name).near
    assert not light_of(case(State.IN_PROGRESS, dated("2026-10-11")), name).near
    assert not light_of(case(State.DONE, NEAR), name).near


def test_days_left_of_the_days_given() -> None:
    assert days_left(given(State.NONE, "2026-10-30", "2026-07-22")) == (30, 100)
    assert days_left(given(State.NONE, "2026-10-30", "2026-01-01", "2026-07-22")) == (30, 100)
    assert days_left(given(State.NONE, "2026-10-02", "2026-10-05")) == (2, 0)
    assert days_left(case(State.NONE, NEAR)) is None
    assert days_left(case(State.NONE, dated("2026-07-22", "2026-10-30"))) == (30, 100)
    assert days_left(given(State.NONE, "2026-08-31", "2026-03-01")) is None


@pytest.mark.parametrize("days", [0, 1, 30])
def test_near_days_come_from_the_settings(days: int) -> None:
    due_in_a_week = dated("2026-10-07")
    verdict = light_of(case(State.IN_PROGRESS, due_in_a_week, near_days=days))
    assert verdict.light is (Light.BLUE if days >= 7 else Light.GREEN)


@pytest.mark.parametrize(
    ("as_of", "share"),
    [
        (date(2026, 11, 30), 11 / 12),
        (date(2026, 1, 1), 1 / 12),
        (date(2026, 12, 1), 1.0),
        (date(2027, 2, 1), 1.0),
        (date(2025, 12, 31), 0.0),
    ],
)
def test_elapsed_share_of_the_year(as_of: date, share: float) -> None:
    assert elapsed_share(as_of, 2026) == pytest.approx(share)


def test_next_due_is_the_first_date_not_passed() -> None:
    assert next_due(SEVERAL, AS_OF) == date(2026, 10, 5)
    assert next_due(SEVERAL, date(2026, 12, 11)) is None
    assert next_due(MONTHLY, AS_OF) is None


def test_unknown_rule_is_judged_by_the_default() -> None:
    assert light_of(case(State.DONE, FAR), "别处的规则") == light_of(case(State.DONE, FAR))
    assert rule_used("别处的规则") == "默认"
    assert lights_of("别处的规则") == lights_of("默认")


def test_the_rules_that_can_be_chosen() -> None:
    assert list(LIGHT_RULES) == ["默认", "宿迁", "银川", "剩余时间"]


@pytest.mark.parametrize("name", LIGHT_RULES)
def test_a_rule_is_told_in_words_for_every_light_it_has(name: str) -> None:
    words = wording.lights_in_words(name, 7, 0.75)
    shown = {light for light in Light if f"{light}灯——" in words}
    assert shown == set(lights_of(name)) == set(map(Light, wording.LIGHT_FEET[name]))
    assert "{" not in words
    assert ("7天" in words) == (Light.BLUE in shown)


@pytest.mark.parametrize("light", Light)
def test_a_light_has_its_colour_in_every_book(light: Light) -> None:
    assert wording.LIGHT_LABELS[light] == f"{light}灯"
    for colours in (LIGHT_COLOURS, LIGHT_INKS, LIGHT_SOLIDS):
        assert len(set(colours.values())) == len(Light)
        assert colours[light].startswith("#")
