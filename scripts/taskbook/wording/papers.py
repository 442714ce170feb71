"""通报, chat text, the paragraph for the annual report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

PAPER_TEMPLATE = "notice/通报.docx"
MONTH_CHAT_TEMPLATE = "notice/月报群消息.txt"
ANNUAL_TEMPLATE = "notice/年度报告段落.txt"
TEMPLATE_TAG_TORN = "“{0}”的花括号没有成对，把少了的补上"

PAPER_MARKS = "一二三四五六七八九十"
"""What counts headings; beyond the tenth the last goes on."""

_QUOTES = str.maketrans({"“": "‘", "”": "’"})
_ENDS = "。；;，,、 "
_LEADING_MARK = re.compile(r"^[（(]?[一二三四五六七八九十百\d]+[)）、.．]\s*")


def paper_mark(place: int) -> str:
    return PAPER_MARKS[min(place, len(PAPER_MARKS)) - 1]


def paper_submark(place: int) -> str:
    return f"（{paper_mark(place)}）"


# ---- how things are named ----


def item_number(number: str) -> str:
    return f"序号{number}"


def number_and_id(number: str, task_id: str) -> str:
    """Where a printed number stands twice."""
    return f"{number}/{task_id}" if task_id else number


NO_NUMBER = "未编号事项"
OLD_ITEM = "回头看"


def task_quoted(text: str, longest: int) -> str:
    """The beginning of a task's text between quotation marks, with those inside it turned into single ones."""
    plain = text.translate(_QUOTES).rstrip(_ENDS)
    cut = plain if len(plain) <= longest else plain[: longest - 1].rstrip(_ENDS) + "…"
    return f"“{cut}”"


def without_mark(name: str) -> str:
    """A section's name without its printed `一、`."""
    return _LEADING_MARK.sub("", name) or name


def with_items(unit: str, items: str) -> str:
    return f"{unit}（{items}）" if items else unit


def numbers_listed(numbers: Sequence[str], most: int) -> str:
    more = f"等{len(numbers)}项" if len(numbers) > most else ""
    return "、".join(numbers[:most]) + more


def may_break(text: str) -> str:
    """With a place to begin a new line after every comma: LibreOffice sees none between a comma and a number."""
    return text.replace("、", "、\u200b")


def first_units(units: Sequence[str], most: int) -> str:
    """The first so many names, and how many there are in all."""
    more = f"等{len(units)}家" if len(units) > most else ""
    return "、".join(units[:most]) + more


def day_of(day: date, year: int) -> str:
    """The year is said where it is not the plan's."""
    return f"{day.month}月{day.day}日" if day.year == year else f"{day.year}年{day.month}月{day.day}日"


def month_of(year: int, month: int, plan_year: int) -> str:
    return f"{month}月" if year == plan_year else f"{year}年{month}月"


# ---- how far the plan has come ----


def all_done(tasks: int, day: str) -> str:
    return f"共有事项{tasks}件，截至{day}，已全部办结。"


def opening(
    tasks: int, day: str, done: int, done_share: str, still_open: int, open_share: str, parts: str
) -> str:
    finished = f"已办结{done}件，占比{done_share}" if done else "尚无办结事项"
    return f"共有事项{tasks}件，截至{day}，{finished}；正在办理{still_open}件，占比{open_share}{parts}。"


_STATES = {"未启动": "未启动", "推进中": "推进中", "进展滞后": "进展滞后"}


def open_parts(counts: Sequence[tuple[str, int]], in_time: bool) -> str:
    """What the open tasks are, by state: (state, how many) of those that there are. `in_time`: the period can still be
    answered."""
    silent = "尚未反馈" if in_time else "未反馈"
    if len(counts) == 1:
        state = counts[0][0]
        return f"，均为{_STATES[state]}" if state in _STATES else f"，本期均{silent}"
    told = "、".join(f"{_STATES.get(state, f'本期{silent}')}{count}件" for state, count in counts)
    return f"，其中{told}" if told else ""


def late_and_near(overdue: int, near: int, near_days: int) -> str:
    parts = [f"已逾期{overdue}件"] if overdue else []
    parts += [f"{near_days}天内到期{near}件"] if near else []
    return f"未办结事项中，{'、'.join(parts)}。" if parts else ""


def pace(elapsed: str, points: str, ahead: bool, completed: str) -> str:
    distance = f"比序时进度{'高' if ahead else '低'}{points}个百分点" if points != "0" else "与序时进度持平"
    mean = f"；全部事项的平均完成率为{completed}" if completed else ""
    return f"序时进度为{elapsed}，办结率{distance}{mean}。"


def lights_counted(counts: Sequence[tuple[str, int]]) -> str:
    """Of whole tasks: a unit's own part of one may show another light."""
    told = "、".join(f"{label}{count}件" for label, count in counts)
    return f"事项整体亮灯情况：{told}（各灯的标准见附件的注）。"


def compared(before: str, parts: Sequence[str]) -> str:
    return f"与{before}相比，{'；'.join(parts)}。"


def tasks_adjusted(before: int, now: int) -> str:
    return f"事项由{before}件调整为{now}件"


def newly(word: str, count: int, items: str) -> str:
    return f"{word}{count}件：{items}"


NEWLY_DONE, NEWLY_OVERDUE = "新办结", "新增逾期"


def share_moved(points: str, up: bool) -> str:
    return f"办结率{'提高' if up else '下降'}{points}个百分点"


def months_not_asked(months: Sequence[str]) -> str:
    return f"归档中没有{'、'.join(months)}的反馈。"


# ---- what has to be pushed ----


def group_overdue(count: int) -> str:
    return f"逾期事项{count}件"


def group_light(label: str, count: int, others: bool) -> str:
    return f"{'其他' if others else ''}{label}事项{count}件"


def group_near(count: int, near_days: int) -> str:
    return f"临期事项{count}件（{near_days}天内到期）"


def item_line(item: str, reason: str) -> str:
    return f"{item}，{reason}。"


def items_left_out(count: int, annex: int) -> str:
    return f"其余{count}件见附件{annex}。"


def why_behind(*, overdue: bool, silent: bool, red: bool) -> str:
    """Why units are named in the chat group; `red`: for another reason than silence."""
    told = ((overdue, "逾期"), (silent, "连续两期未反馈"), (red, "本单位亮红灯"))
    return "或".join(word for holds, word in told if holds)


# ---- 回头看 ----


def lookback_counts(count: int, day: str, done: int) -> str:
    if done == count:
        told = "已全部办结"
    elif done:
        told = f"已办结{done}件，未办结{count - done}件"
    else:
        told = "均未办结"
    return f"以前年度没有办结、转入今年继续办理的事项{count}件，截至{day}，{told}。这些事项单独统计，不在前述事项件数之内。"


def lookback_item(item: str, year: int) -> str:
    return f"{item}（{year}年）" if year else item


# ---- annexes ----

ANNEX_TASKS = "任务进展情况"
ANNEX_UNITS = "单位反馈情况"
ANNEX_LOOKBACK = "回头看事项进展情况"
NOBODY = "—"
IN_TIME = {True: "按时", False: "迟报", None: "未报送"}
NOT_ASKED = "—"


def months_listed(months: Sequence[tuple[int, int]], plan_year: int) -> str:
    return "、".join(month_of(year, month, plan_year) for year, month in months)
