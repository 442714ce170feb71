"""The monthly report: what the step says, names of files and folders."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

REPORT_HELP = """生成一期的月报：通报、月报工作簿、看板、考核表、督办单和群消息

按总表和归档现算，不改总表，也不动归档的原件。生成过又改过的文件不会被覆盖，新的另存在旁边。"""
REPORT_ARCHIVE = "归档文件夹，默认按“设置”表"
REPORT_OUT = "放在哪个文件夹，默认在汇总文件夹里的“月报_期次”"
REPORT_LINKS = "联网打开佐证链接核对（默认按“设置”表）"

REPORT_FOLDER = "月报_{period}"
REPORT_LEDGER = "月报登记.jsonl"
REPORT_NEW = "_新"
ORDERS_FOLDER = "督办单"
REPORT_FILES = {
    "notice": "通报_{period}.docx",
    "monthly": "月报_{period}.xlsx",
    "board": "看板_{period}.html",
    "scores": "考核_{period}.xlsx",
    "chat": "群消息_{period}.txt",
    "annual": "年度报告段落_{period}.txt",
}
"""What a report consists of: the name in the JSON → the file."""
REPORT_WORDS = {
    "notice": "通报",
    "monthly": "月报工作簿",
    "board": "看板",
    "scores": "考核表",
    "chat": "群消息",
    "annual": "年度报告段落",
}

PROGRESS_REPORT = "生成月报"
REPORT_ORDERS = "督办单、催办单{count}份，涉及{units}家，在“{folder}”"
REPORT_NO_ORDERS = "没有要督办、催办的事项"
REPORT_AT = "月报在“{folder}”：{names}"
CONFIRM_REPORT = "将重新汇总{period}期，写回总表“{master}”的进展，并生成通报、月报、看板、考核表和督办单，放在“{folder}”。现在做吗？"
NOBODY_ANSWERED_YET = "请注意：{period}期还没有收过表，月报里会全是“未反馈”。\n"


def report_at(folder: Path, names: Sequence[str]) -> str:
    return REPORT_AT.format(folder=folder, names="、".join(names))


def report_numbers(period: str, tasks: int, done: int, share: str, overdue: int, elapsed: str) -> str:
    """What the leader asks first."""
    late = f"，逾期{overdue}项" if overdue else ""
    return f"{period}期：任务{tasks}项，已办结{done}项，占{share}{late}；序时进度{elapsed}"


def report_units(due: int, answered: int, partly: int, missing: int) -> str:
    parts = [f"应反馈{due}家，已反馈{answered}家"]
    parts += [f"部分反馈{partly}家"] if partly else []
    parts += [f"未反馈{missing}家"] if missing else []
    return "，".join(parts)


def months_without(months: Sequence[str]) -> str:
    return f"归档里没有{'、'.join(months)}期，趋势从有的各期算"
