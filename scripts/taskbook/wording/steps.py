"""What splitting, merging and the makers of the sample and its pictures say on the screen."""

from __future__ import annotations

from collections.abc import Sequence

SPLIT_HELP = """
拆分总表：给每个有任务的单位生成一份反馈表。

反馈表放在“下发/期次”文件夹，下发的内容登记在“归档”文件夹，收表时据此核对。
"""
SPLIT_OUT = "反馈表放在这个文件夹（默认：总表旁边的“下发/期次”）"
SPLIT_UNIT = "只生成这个单位的（名称或别名），可以写多次"
SPLIT_CHANGED = "只生成内容与上次下发不同的"
PROGRESS_SPLIT = "生成反馈表"


def nearest_units(names: Sequence[str]) -> str:
    return f"（相近的有：{'、'.join(names)}）" if names else ""


def split_summary(books: int, tasks: int, unchanged: int, folder: object) -> list[str]:
    lines = [f"生成反馈表{books}份，共{tasks}项次任务，在“{folder}”"] if books else ["没有生成反馈表"]
    return lines + ([f"另有{unchanged}份内容没有变化，没有重新生成"] if unchanged else [])


BUILD_SAMPLE_HELP = "由workbook里的样例原文重新生成样例总表、Word附件、叙述式要点、单位名册和群组文件"
SAMPLE_SECTIONS = ("印发通知", "附件表头", "任务", "设置", "单位", "群组")
SAMPLE_SOURCE = "示例区2026.md"
SAMPLE_MASTER = "示例区2026年责任分解表.xlsx"
SAMPLE_ANNEX = "示例区2026年工作要点任务分解表.docx"
SAMPLE_UNITS = "示例区单位名册.csv"
SAMPLE_GROUPS = "示例区群组.csv"
SAMPLE_NARRATIVE_SOURCE = "示例区2026叙述式.md"
SAMPLE_NARRATIVE_SECTION = "正文"
SAMPLE_STOP = "。"
SAMPLE_NARRATIVE = "示例区2026年优化营商环境工作要点.docx"
ANNEX_MARK = "附件"
ANNEX_COLON = "附件："


def sample_built(files: list[str]) -> str:
    return "已生成：\n" + "\n".join(f"  {name}" for name in files)


MERGE_HELP = "把收回的反馈汇总成状态汇总表，并写回总表的进展状态、完成率、亮灯、最近反馈、更新期次"
MERGE_ARCHIVE = "归档文件夹，默认按“设置”表"
MERGE_OUT = "状态汇总写到哪个文件，默认在“设置”表的汇总文件夹"
MASTER_SAME = "总表的进展没有变化"
MERGED_FINDINGS = "汇总时发现的其他问题："


def merged_tasks(period: str, counts: Sequence[tuple[str, int]]) -> str:
    total = sum(count for _, count in counts)
    parts = "，".join(f"{word}{count}项" for word, count in counts if count)
    return f"{period}期：任务{total}项" + (f"，{parts}" if parts else "")


def merged_units(due: int, answered: int, partly: int, missing: int) -> str:
    return f"应反馈{due}家，全部反馈{answered}家，部分反馈{partly}家，未反馈{missing}家"


def merged_issues(count: int) -> str:
    return f"收件中的问题{count}处，见状态汇总的“问题清单”" if count else "收件中没有问题"


def merged_into(out: object, backup: object | None) -> tuple[str, ...]:
    saved = f"已写回总表，写前的总表存为 {backup}" if backup else MASTER_SAME
    return (f"状态汇总：{out}", saved)


def merged_lights(counts: Sequence[tuple[str, int]]) -> str:
    return "亮灯：" + "，".join(f"{word}{count}项" for word, count in counts)


def perhaps(unit: str) -> str:
    return f"{unit}（推测）" if unit else ""


PICTURES_HELP = "用示例计划演示一轮，把各工作簿画成手册里的图片（需要LibreOffice和pdftoppm）"


def named_work(title: str) -> str:
    return f"《{title}》"
