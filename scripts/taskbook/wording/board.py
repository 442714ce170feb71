"""The page 看板."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

BOARD_PAGE = "report/看板.html"
BOARD_PAGE_TASKS, BOARD_PAGE_UNITS = "report/看板任务.html", "report/看板单位.html"
"""The templates of the page, of its rows of tasks, of its rows of units."""

BOARD_PLAN = "重点工作"
BOARD_ITEMS, BOARD_PARTS = "项", "项次"
BOARD_TASKS, BOARD_TASKS_FOOT = "本年事项", "不含回头看"
BOARD_DONE = "已办结"
BOARD_DONE_SHARE = "办结占比"
BOARD_OVERDUE = "逾期未办结"
BOARD_DUE = "应反馈"
BOARD_ANSWERED = "已反馈"
BOARD_ANSWER_RATE = "反馈率"
BOARD_ON_TIME = "按时反馈"
BOARD_ON_TIME_RATE = "按时率"
BOARD_WAITING = "还欠反馈"
BOARD_NO_TOPIC = "（未写）"
BOARD_OTHER_UNITS = "其他"
BOARD_FLAGS = {"o": "逾期", "n": "临期", "d": "本期办结", "v": "本期新逾期"}

BOARD_ROLE = "{role}单位"
BOARD_LEADER = "牵头领导"
BOARD_MEASURE = "量化指标"
BOARD_TARGETS = "目标值"
BOARD_DATES = "完成日期"
BOARD_ANSWERS = "本期反馈"
BOARD_LATEST = "最近反馈"
BOARD_REMARK = "备注"


def board_listed(words: Iterable[str]) -> str:
    return "、".join(words)


def board_title(plan: str) -> str:
    return f"{plan or BOARD_PLAN}进展看板"


def board_share_of_all(share: str) -> str:
    return f"占全部事项的{share}"


def board_elapsed(share: str) -> str:
    return f"序时进度{share}"


def board_behind(behind: float | None, points: Callable[[float], str]) -> str:
    """How the share done compares with the time passed; `points` says the distance."""
    if behind is None:
        return ""
    distance = points(behind)
    if distance == "0":
        return "与序时进度持平"
    return f"{'落后' if behind > 0 else '快于'}序时进度{distance}个百分点"


def board_near(count: int) -> str:
    return f"另有{count}项临期"


def board_rate(label: str, rate: str) -> str:
    return f"{label}{rate}"


def board_more(difference: int) -> str:
    if not difference:
        return "数量与上期持平"
    return f"比上期{'多' if difference > 0 else '少'}{abs(difference)}"


def board_units(due: int, answered: int, partly: int, missing: int, on_time: int) -> tuple[str, str]:
    """Of the units that owed an answer: how many there are and were in time; how many are behind."""
    first = f"涉及{due}家，按时报送{on_time}家"
    return first, f"全部反馈{answered}家，部分{partly}家，未反馈{missing}家"


def board_light(label: str, count: int) -> str:
    return f"{label}{count}项"


def board_sentence(
    as_of: date, tasks: int, done: int, share: str, elapsed: str, behind: str, lights: str
) -> str:
    day = f"{as_of.year}年{as_of.month}月{as_of.day}日"
    if not tasks:
        return f"截至{day}，没有本年事项。"
    compared = f"，{behind}" if behind else ""
    return f"本年事项{tasks}项，截至{day}已办结{done}项，占{share}；序时进度{elapsed}{compared}。{lights}。"


def board_nobody_answered(due: int, answered: int) -> str:
    if answered:
        return ""
    return (
        "本期还没有收到任何反馈，下面是按以前各期和完成时限判定的情况。" if due else "本期没有应反馈的任务。"
    )


def board_missing(periods: Sequence[str]) -> str:
    return f"归档里没有{'、'.join(periods)}期，图中空着。" if periods else ""


def board_answers(asked: int, answered: int, waiting: str) -> str:
    if not asked:
        return "本期不要求反馈"
    return f"应反馈{asked}家，已反馈{answered}家" + (f"；还欠：{waiting}" if waiting else "")


def board_part_of(done: int, tasks: int, share: str) -> str:
    return f"{done}/{tasks}　{share}"


def board_items(count: int) -> str:
    return f"{count}项"


def board_month(year: int, month: int, with_year: bool) -> str:
    return f"{year % 100:02d}.{month}" if with_year else f"{month}月"


def board_slot_missing(name: str) -> str:
    return f"“slot.{name}”应该写一次，也只写一次"
