"""通报: who answered in a period, and by the dates that the plan names."""

from __future__ import annotations

from collections.abc import Sequence


def nothing_due() -> str:
    return "本期没有需要反馈的单位。"


def nobody_answered(units: int, answers: int, day: str, sent_back: str) -> str:
    return f"本期应反馈单位{units}家、{answers}项次，截至{day}，均未反馈{sent_back}。"


def of_them_sent_back(missing: int, sent_back: int) -> str:
    """Beside the number of units that did not answer: how many of them sent something that was returned to them."""
    if not sent_back:
        return ""
    return "（均为退回待重报）" if sent_back == missing else f"（其中退回待重报{sent_back}家）"


def answered_counts(
    units: int,
    answers: int,
    day: str,
    parts: Sequence[tuple[str, int]],
    sent_back: str,
    told: int,
    rate: str,
) -> str:
    """`parts`: (how far, how many units) of those there are; one part: all of them."""
    if len(parts) == 1:
        units_told = f"均{_ALL_OF_THEM[parts[0][0]]}"
    else:
        units_told = "、".join(
            f"{word}{count}家{sent_back if word == NOT_ANSWERED else ''}" for word, count in parts
        )
    return (
        f"本期应反馈单位{units}家、{answers}项次，截至{day}，{units_told}；已反馈{told}项次，反馈率{rate}。"
    )


def answered_so_far(
    asked: tuple[int, int], due: str, day: str, units: tuple[int, int, int], told: int
) -> str:
    """Before the period is due. `asked`: units and single answers; `units`: that answered all, some, nothing."""
    whole, partly, rest = units
    if not told:
        so_far = f"截至{day}尚未收到反馈，各单位尚在填报期内"
    elif not partly and not rest:
        so_far = f"截至{day}均已反馈"
    else:
        parts = [f"已有{whole}家反馈"] if whole else []
        parts += [f"{'' if whole else '已有'}{partly}家部分反馈"] if partly else []
        others = f"，其余{rest}家尚在填报期内" if rest else ""
        so_far = f"截至{day}{'、'.join(parts)}{others}；已反馈{told}项次"
    return f"本期应反馈单位{asked[0]}家、{asked[1]}项次，截止日是{due}，{so_far}。"


ALL_ANSWERED, PARTLY_ANSWERED, NOT_ANSWERED = "全部反馈", "部分反馈", "未反馈"
_ALL_OF_THEM = {ALL_ANSWERED: "已反馈", PARTLY_ANSWERED: "反馈不全", NOT_ANSWERED: "未反馈"}


def in_time(day: str, on_time: int, late: int) -> str:
    if not late:
        return f"已反馈的单位均在{day}的截止日前报送。" if on_time else ""
    first = f"{on_time}家在{day}的截止日前报送，" if on_time else ""
    return f"已反馈的单位中，{first}{late}家迟报。"


UNITS_MISSING = "未反馈"
UNITS_PARTLY = "反馈不全"
UNITS_SENT_BACK = "退回修改后尚未重报"
UNITS_LATE = "迟报"
UNITS_SILENT = "连续两期没有反馈"
UNITS_SILENT_ON_SOME = "有事项连续两期没有反馈的"


def told_list(label: str, count: int, units: str) -> str:
    return f"{label}{count}家：{units}。"


# ---- dates that the plan names ----


def named_day(day: str, tasks: int, units: int, due: int, parts: tuple[int, int, int]) -> str:
    """`parts`: of the `due` single answers those that were in by that day, came after it, never came."""
    in_time, after, never = parts
    if not due:
        return f"{day}的节点：涉及事项{tasks}件，没有需要反馈的单位。"
    if in_time == due:
        told = "均按时反馈"
    else:
        told = f"截至当日反馈{in_time}项次"
        told += f"、之后反馈{after}项次" if after else ""
        told += f"，至今未反馈{never}项次" if never else ""
    return f"{day}的节点：涉及事项{tasks}件、单位{units}家，应反馈{due}项次，{told}。"


def coming_day(day: str) -> str:
    return f"下一个节点是{day}，请有关单位提前准备。"
