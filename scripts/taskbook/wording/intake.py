"""What is said of a plan document: where something stands, why it could not be read."""

from __future__ import annotations

from collections.abc import Sequence

IMPORT_HELP = """把工作要点导入成一份新的总表；要点没有表格的，先从正文起草一份审阅稿。

能导入的有 .docx、.pdf（有文字的，不是扫描件）、.html、.xlsx、.xls、.ods、.csv、.txt；电脑上装有LibreOffice的，.doc、.wps、.rtf、.odt 也行。
文件里有任务分解表的，直接生成总表。没有的，生成审阅稿：逐行定“处理”，保存，再导入这份审阅稿，就得到总表。
没有单位名册时，按出现的名称列出一份供核对。"""
IMPORT_SOURCE = "工作要点，或审阅过的审阅稿"
IMPORT_META_SOURCE = "文件"
IMPORT_OUT = "要新建的总表（.xlsx），没有表格的要点则是审阅稿；已有的文件不会被覆盖"
IMPORT_UNITS = "单位名册（.csv 或 .xlsx），须有“单位名称”一列；导入审阅稿时一般不写，用审阅稿里的"
IMPORT_GROUPS = "群组词（.csv 或 .xlsx），须有“群组词”一列"
IMPORT_YEAR = "计划年度，如 2026；不写则从文件中找"


def imported(tasks: int, units: int, groups: int, name: str, out: object) -> list[str]:
    return [f"已导入“{name}”：{tasks}项任务，{units}个单位，{groups}个群组词", f"总表：{out}"]


def source_sheet(sheet: str) -> str:
    """The place of a finding about the imported document, unlike any sheet of the master."""
    return f"原文件：{sheet}" if sheet else "原文件"


KIND_MASTER = "总表"
KIND_STATUS = "状态汇总表"
KIND_UNIT_BOOK = "反馈表"
IMPORT_READING = "导入"
IMPORT_TOO_LARGE = "文件过大"
IMPORT_EMPTY_FILE = "空文件"
IMPORT_INCOMPLETE = "内容不完整"
NO_TABLE_AT_ALL = "，文件里没有表格"


REASON_NO_NAMES = "没有找到“{heading}”一列的表头"
REASON_NO_ROWS = "里面没有任何内容"


def headings_met(headings: Sequence[str]) -> str:
    return f"，文件里的表格第一行是：{'、'.join(heading[:12] for heading in headings)}"


def paragraph_place(number: int) -> str:
    return f"第{number}段"


def page_place(page: int, line: int) -> str:
    return f"第{page}页第{line}行"


def from_to(first: str, last: str) -> str:
    return f"{first}至{last}"


def long_text(text: str, paragraphs: int, characters: int) -> str:
    return f"{text}（共{paragraphs}段{characters}字）"
