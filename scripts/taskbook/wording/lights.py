"""Why a light shines, and what a task's and a unit's standing says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

LIGHT_RULE_DEFAULT = "默认"
DECLARED_BEHIND = "单位自报进展滞后"
LONG_TERM = "长期任务，按期反馈即可"
TIED_TO_EVENT = "随事项办理，没有固定期限"
PAST_BUT_NOT_LATE = "配合单位，不判逾期"
NO_DATE = "没有明确的完成时限"
NOT_ANSWERED_YET = "；本期未反馈"


def done(period: str) -> str:
    return f"已完成（{period}期报完成）" if period else "已完成"


def overdue(last: date, as_of: date) -> str:
    return f"逾期：应于{_day(last, as_of)}前完成，已超{(as_of - last).days}天"


def silent(periods: Sequence[str]) -> str:
    return f"连续{len(periods)}期未反馈（{'、'.join(periods)}）"


def behind_schedule(reached: str, share: float, elapsed: float) -> str:
    return f"落后序时进度：完成{share:.0%}（{reached}），序时进度{elapsed:.1%}"


def near(day: date, as_of: date) -> str:
    days = (day - as_of).days
    return f"临期：应于{_day(day, as_of)}前完成，" + (f"还有{days}天" if days else "今天到期")


def on_time(day: date, as_of: date) -> str:
    return f"按时推进：应于{_day(day, as_of)}前完成"


def _day(day: date, as_of: date) -> str:
    """The year is said where it is not the one everybody has in mind."""
    return f"{day.month}月{day.day}日" if day.year == as_of.year else f"{day.year}年{day.month}月{day.day}日"


NO_LONGER_ASSIGNED = "任务已撤销或改派，反馈保留备查"
STATE_NOT_CHOSEN = "；填了内容但没有选进展状态"
NOT_ISSUED_YET = "；本期没有下发给该单位"
MOST_UNITS_NAMED = 5


def units_named(units: Sequence[str]) -> str:
    if not units:
        return ""
    more = f"等{len(units)}家" if len(units) > MOST_UNITS_NAMED else ""
    return f"（{'、'.join(units[:MOST_UNITS_NAMED])}{more}）"
