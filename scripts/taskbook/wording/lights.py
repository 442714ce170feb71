"""Why a light shines, and what a task's and a unit's standing says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

LIGHT_RULE_DEFAULT = "默认"
LIGHT_RULE_SUQIAN = "宿迁"
LIGHT_RULE_YINCHUAN = "银川"
LIGHT_RULE_TIME_LEFT = "剩余时间"

LIGHT_LABELS = {"绿": "绿灯", "蓝": "蓝灯", "黄": "黄灯", "橙": "橙灯", "红": "红灯"}
LIGHT_FEET = {
    LIGHT_RULE_DEFAULT: {"绿": "完成或按时", "蓝": "临期", "黄": "进展滞后", "红": "逾期或两期未报"},
    LIGHT_RULE_SUQIAN: {"绿": "完成或按时", "蓝": "临期", "黄": "滞后或质量差", "红": "逾期"},
    LIGHT_RULE_YINCHUAN: {"绿": "完成或按时", "黄": "落后10至30点", "红": "落后超30点或逾期"},
    LIGHT_RULE_TIME_LEFT: {
        "绿": "完成或时间够",
        "黄": "剩30%内或滞后",
        "橙": "剩余15%以内",
        "红": "逾期",
    },
}
"""Rule → light → what it means, in the few characters that stand below a number."""

_LIGHTS_IN_WORDS = {
    LIGHT_RULE_DEFAULT: "红灯——过了完成时限仍未完成，或决定进展的单位连续两期都没有反馈；黄灯——单位自报进展滞后，或完成值低于序时进度"
    "（目前{elapsed:.1%}）；蓝灯——距完成时限{near_days}天以内（临期）；绿灯——已完成或按时推进。同时符合几条的，取最重的。",
    LIGHT_RULE_SUQIAN: "红灯——过了完成时限仍未完成；黄灯——单位自报进展滞后，或完成值低于序时进度（目前{elapsed:.1%}），"
    "或报了已完成但完成值没有达到目标，或决定进展的单位连续两期都没有反馈；蓝灯——距完成时限{near_days}天以内（临期）；"
    "绿灯——已完成或按时推进。同时符合几条的，取最重的。（“宿迁”规则）",
    LIGHT_RULE_YINCHUAN: "红灯——完成值低于序时进度（目前{elapsed:.1%}）超过30个百分点，或过了完成时限仍未完成；"
    "黄灯——低于序时进度10至30个百分点（含10和30），或单位自报进展滞后，或决定进展的单位连续两期都没有反馈；"
    "绿灯——已完成，或落后不到10个百分点，或没有数量可比而按时推进。不用蓝灯。同时符合几条的，取最重的。（“银川”规则）",
    LIGHT_RULE_TIME_LEFT: "红灯——过了完成时限仍未完成；橙灯——剩余时间不超过全部时间的15%，到期当天也是；"
    "黄灯——剩余时间不超过30%，或单位自报进展滞后，或决定进展的单位连续两期都没有反馈；绿灯——已完成或剩余时间充裕。"
    "全部时间从印发日期（没有填的，从1月1日）算到完成时限；有几个时限的逐个算，从上一个时限算起。"
    "同时符合几条的，取最重的。（“剩余时间”规则）",
}
_FIRST_SILENCE = {LIGHT_RULE_DEFAULT: "第一次未反馈不亮红灯，但列入“未反馈”。"}
_FIRST_SILENCE_ELSEWHERE = "第一次未反馈不变灯，但列入“未反馈”。"


def lights_in_words(rule: str, near_days: int, elapsed: float) -> str:
    """When which light shines under a rule."""
    return _LIGHTS_IN_WORDS[rule].format(near_days=near_days, elapsed=elapsed)


def first_silence(rule: str) -> str:
    """What one period without an answer does."""
    return _FIRST_SILENCE.get(rule, _FIRST_SILENCE_ELSEWHERE)


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


def points_behind(points: float, reached: str, share: float, elapsed: float) -> str:
    return f"落后序时进度{points:.1f}个百分点：完成{share:.0%}（{reached}），序时进度{elapsed:.1%}"


def done_but_short(period: str, reached: str, share: float) -> str:
    return f"{done(period)}，但完成值没有达到目标：完成{share:.0%}（{reached}）"


def time_left(day: date, as_of: date, share: float) -> str:
    days = (day - as_of).days
    left = f"还有{days}天" if days else "今天到期"
    return f"剩余时间{share:.1%}：应于{_day(day, as_of)}前完成，{left}"


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
