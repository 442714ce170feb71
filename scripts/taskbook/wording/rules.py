"""Words that the rules look for and put into their sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from taskbook.wording.master import FINDINGS_NONE
from taskbook.wording.status_book import STATUS_PLAN

CHECK_HELP = """
校验总表：读懂每个单元格，找出问题。

问题写入“校验结果”工作表，有问题的单元格加标记；新增的任务编上任务编号。
改正后再次校验，已解决的问题自动消失。
"""
CHECK_NO_WRITE = "只查看，不写入总表"
NUMBERS_BEGIN = "开头"


def checked(tasks: int, units: int, copy: object) -> list[str]:
    said = [f"已校验{tasks}项任务，名册中有{units}家单位"]
    return [*said, f"结果已写入总表，改动前的总表备份在“{copy}”"] if copy else said


def task_place(task_id: str, row: int) -> str:
    """A task as findings name it."""
    return f"{task_id}（第{row}行）" if task_id else f"第{row}行"


def row_place(row: int) -> str:
    return f"第{row}行"


def all_units(count: int) -> str:
    return f"名册中的全部{count}家单位"


LIST_MARKS = "；，、;,"
"""What people put between several addresses in one cell."""


def listed(names: Iterable[object]) -> str:
    """甲, 乙 → 甲、乙."""
    return "、".join(map(str, names))


def suggested(names: Sequence[str]) -> str:
    return f"（相近的有：{listed(names)}）" if names else ""


def quoted(names: Iterable[str]) -> str:
    """区教育局 and 区民政局 → “区教育局”和“区民政局”."""
    return "和".join(f"“{name}”" for name in names)


def number_ranges(numbers: Sequence[int]) -> str:
    """4, 6, 7, 8 → 4、6至8."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][-1] + 1:
            ranges[-1][1:] = [number]
        else:
            ranges.append([number])
    return "、".join("至".join(map(str, span)) for span in ranges)


MOST_TASKS_LISTED = 60


def tasks_listed(task_ids: Sequence[str]) -> str:
    more = f"……共{len(task_ids)}项" if len(task_ids) > MOST_TASKS_LISTED else ""
    return "、".join(task_ids[:MOST_TASKS_LISTED]) + more


CARD_TASKS, CARD_TASKS_FOOT = "任务总数", "项"
CARD_OVERDUE = "逾期任务"
CARD_ELAPSED, CARD_ELAPSED_FOOT = "序时进度", "全年已过去的比例"
CARD_UNITS, CARD_UNITS_FOOT = "应反馈单位", "家"
CARD_ANSWERED = "全部反馈"
CARD_PARTLY = "部分反馈"
CARD_MISSING = "未反馈"
CARD_ON_TIME = "按时报送"
CARD_ANSWER_RATE = "反馈率"
LIGHT_LABELS = {"绿": "绿灯", "蓝": "蓝灯", "黄": "黄灯", "红": "红灯"}
LIGHT_FEET = {"绿": "完成或按时", "蓝": "临期", "黄": "进展滞后", "红": "逾期或两期未报"}

CHART_LIGHTS = "任务亮灯"
CHART_STATES = "任务进展状态（项）"
CHART_SECTIONS = "各领域任务亮灯（项）"
CHART_NUMBERS = "图表的数据（请勿删除）"
OTHER_SECTIONS = "其他"
RULES_TITLE = "口径说明"


def chart_units(count: int) -> str:
    return f"任务最多的{count}家单位（项）"


def share_of_all(share: float | None) -> str:
    return "" if share is None else f"占{share:.0%}"


def near_count(count: int) -> str:
    return f"另有{count}项临期"


def answers_of(answers: int, due: int) -> str:
    return f"{due}项次中已报{answers}项次"


def overview_line(period: object, as_of: date, due: date) -> str:
    return f"{period}期　　数据截至{date_words(as_of)}　　应于{date_words(due)}前报送"


def date_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def red_tasks(count: int) -> str:
    return f"红灯任务（{count}项）" if count else "没有红灯任务"


def more_red_tasks(count: int) -> str:
    return f"还有{count}项红灯任务，见“任务汇总”"


def rules_in_words(near_days: int, elapsed: float) -> tuple[str, ...]:
    return (
        "1. 任务由牵头单位决定进展；没有牵头单位的，由全部责任单位决定。全部完成才算完成，有一家进展滞后即为进展滞后；"
        "配合单位照样催报，但不影响任务状态，也不判逾期。",
        f"2. 亮灯：红灯——过了完成时限仍未完成，或连续两期下发都没有反馈；黄灯——单位自报进展滞后，或完成值低于序时进度"
        f"（目前{elapsed:.1%}）；蓝灯——距完成时限{near_days}天以内（临期）；绿灯——已完成或按时推进。同时符合几条的，取最重的。",
        "3. 完成率：决定进展的各单位完成情况的平均，已完成计100%；任务有明确数量目标且填了完成值的，按完成值占目标的比例计；"
        "其余计0。序时进度：全年已过去的月份（含本月）占12个月的比例。",
        "4. 长期任务、定期任务每期都要反馈，不判逾期；以前期次已报完成的任务（长期任务除外）不再要求反馈，按已完成计。"
        "第一次未反馈不亮红灯，但列入“未反馈”。",
    )


def findings_summary(counts: list[tuple[str, int]]) -> str:
    """`[("错误", 2)]` → 本次校验：错误2处"""
    return "本次校验：" + ("，".join(f"{word}{count}处" for word, count in counts) or FINDINGS_NONE)


def status_title(plan: str, period: str) -> str:
    return f"{plan or STATUS_PLAN}进展情况（{period}期）"


def rehearsal_lost(file: str) -> str:
    return f"{file}：交来了，收件结果里没有"


def rehearsal_twice(file: str) -> str:
    return f"{file}：在收件结果里出现两次"


def rehearsal_nobody_sent(file: str) -> str:
    return f"{file}：没有人交过，收件结果里却有"


def rehearsal_missing(expected: Sequence[str], found: Sequence[str]) -> str:
    return f"没有交表的单位应为 {'、'.join(expected)}，结果是 {'、'.join(found)}"


def rehearsal_file(file: str, what: str, expected: str, found: str) -> str:
    return f"{file}：{what} 应为 {expected}，结果是 {found}"


def rehearsal_answer(unit: str, task_id: str, written: object, shown: object) -> str:
    return f"{unit} {task_id}：填的是 {written}，汇总里是 {shown}"
