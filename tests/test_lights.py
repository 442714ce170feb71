"""Every branch of the default rule, as a table: what is known → light and reason."""

from __future__ import annotations

from datetime import date

import pytest
from taskbook.model import Deadline, DeadlineKind, Light, State
from taskbook.period import Period
from taskbook.rollup.lights import LIGHT_RULES, Case, elapsed_share, light_of, next_due

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
    assert {light for _, light, _ in BRANCHES} == set(Light)
    assert all(light_of(known).reason for known, _, _ in BRANCHES)


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
    assert list(LIGHT_RULES) == ["默认"]
