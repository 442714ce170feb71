"""Words that the rules look for and put into their sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

CHECK_HELP = """
校验总表：读懂每个单元格，找出问题。

问题写入“校验结果”工作表，有问题的单元格加标记；新增的任务编上任务编号。
改正后再次校验，已解决的问题自动消失。
"""
CHECK_NO_WRITE = "只查看，不写入总表"
NUMBERS_BEGIN = "开头"


def checked(tasks: int, left_over: int, units: int, copy: object) -> list[str]:
    more = f"（另有回头看{left_over}项）" if left_over else ""
    said = [f"已校验{tasks}项任务{more}，名册中有{units}家单位"]
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
