"""Which light must shine and what must be said of it, written down a second time from what the rules promise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from taskbook.model import Deadline, Light, Role, State

NEAR_DAYS = 10
ISSUED_ON = date(2026, 3, 10)
"""Of the sample plan; `test_the_truth_knows_the_settings` holds it."""

DEFAULT, TIME_LEFT = "默认", "剩余时间"


@dataclass(frozen=True)
class KnownCase:
    """`silent`: this period and the one before it, where nothing was said in both; `done_in`: the period it was done in."""

    state: State
    role: Role | None
    deadline: Deadline | None
    as_of: date
    elapsed: float
    share: float | None = None
    reached: str = ""
    silent: tuple[str, ...] = ()
    done_in: str = ""

    @property
    def is_done(self) -> bool:
        return self.state is State.DONE


def is_past(deadline: Deadline | None, as_of: date) -> bool:
    """The last of the dates has gone by; that day itself still counts."""
    return last_day(deadline) is not None and deadline.dates[-1] < as_of


def is_near(deadline: Deadline | None, as_of: date) -> bool:
    coming = next_day(deadline, as_of)
    return coming is not None and (coming - as_of).days <= NEAR_DAYS


def last_day(deadline: Deadline | None) -> date | None:
    dated = deadline is not None and deadline.kind == "date" and bool(deadline.dates)
    return deadline.dates[-1] if dated else None


def next_day(deadline: Deadline | None, as_of: date) -> date | None:
    if last_day(deadline) is None:
        return None
    return next((day for day in deadline.dates if day >= as_of), None)


def goes_on(deadline: Deadline | None) -> bool:
    return deadline is not None and (deadline.ongoing or deadline.kind in ("ongoing", "recurring"))


def judged(case: KnownCase, rule: str = DEFAULT) -> tuple[Light, str]:
    """The light, and why."""
    if case.is_done:
        return Light.GREEN, f"已完成（{case.done_in}期报完成）" if case.done_in else "已完成"
    if case.role is not Role.SUPPORT and is_past(case.deadline, case.as_of):
        return Light.RED, f"逾期：{_due(last_day(case.deadline), case)}，已超{_days(case)}天"
    return _default(case) if rule == DEFAULT else _time_left(case)


def _default(case: KnownCase) -> tuple[Light, str]:
    """红 overdue or silent twice, 黄 behind, 蓝 due soon, 绿 the rest."""
    if case.silent:
        return Light.RED, _silent(case)
    if case.state is State.BEHIND:
        return Light.YELLOW, "单位自报进展滞后"
    if case.share is not None and case.share < case.elapsed - 1e-9:
        measured = f"完成{case.share:.0%}（{case.reached}），序时进度{case.elapsed:.1%}"
        return Light.YELLOW, f"落后序时进度：{measured}"
    coming = next_day(case.deadline, case.as_of)
    if is_near(case.deadline, case.as_of):
        return Light.BLUE, f"临期：{_due(coming, case)}，{_left(coming, case)}{_silence(case)}"
    return _in_time(case)


def _time_left(case: KnownCase) -> tuple[Light, str]:
    """橙 at most 15 % of the time given is left, 黄 at most 30 % or behind or silent twice, 绿 the rest."""
    coming = next_day(case.deadline, case.as_of)
    left: float | None = None
    reason = ""
    if coming is not None and case.role is not Role.SUPPORT:
        begun = max([ISSUED_ON, *(day for day in case.deadline.dates if day < coming)])
        left = (coming - case.as_of).days / (coming - begun).days
        told = f"{_due(coming, case)}，{_left(coming, case)}"
        reason = f"剩余时间{left:.1%}：{told}{_silence(case)}"
    if left is not None and left <= 0.15:
        return Light.ORANGE, reason
    if case.state is State.BEHIND:
        return Light.YELLOW, "单位自报进展滞后"
    if left is not None and left <= 0.30:
        return Light.YELLOW, reason
    if case.silent:
        return Light.YELLOW, _silent(case)
    return _in_time(case)


def _in_time(case: KnownCase) -> tuple[Light, str]:
    coming, deadline = next_day(case.deadline, case.as_of), case.deadline
    if coming is not None:
        reason = f"按时推进：{_due(coming, case)}"
    elif goes_on(deadline):
        reason = "长期任务，按期反馈即可"
    elif deadline is not None and deadline.kind == "event":
        reason = "随事项办理，没有固定期限"
    elif last_day(deadline) is not None:
        reason = "配合单位，不判逾期"
    else:
        reason = "没有明确的完成时限"
    return Light.GREEN, reason + _silence(case)


def _silent(case: KnownCase) -> str:
    return f"连续{len(case.silent)}期未反馈（{'、'.join(case.silent)}）"


def _silence(case: KnownCase) -> str:
    return "；本期未反馈" if case.state is State.NONE else ""


def _days(case: KnownCase) -> int:
    return (case.as_of - case.deadline.dates[-1]).days


def _left(coming: date, case: KnownCase) -> str:
    days = (coming - case.as_of).days
    return f"还有{days}天" if days else "今天到期"


def _due(day: date, case: KnownCase) -> str:
    year = "" if day.year == case.as_of.year else f"{day.year}年"
    return f"应于{year}{day.month}月{day.day}日前完成"
