"""The unit book: titles, how to fill it, its properties."""

from __future__ import annotations

from datetime import date

from taskbook.model import State
from taskbook.period import Period
from taskbook.wording.master import MASTER_TITLE_ENDINGS, PAGE_FOOTER

ISSUED_LEDGER = "下发登记.jsonl"
RETURNS_LEDGER = "收件登记.jsonl"
ORIGINALS_FOLDER = "原件"
TOKEN_LABEL = "表号"
UNIT_LABEL = "填报单位"
PERIOD_LABEL = "期次"
HOW_TO_TITLE = "填表说明"
SIGNING_WORDS = ("填报人", "审核领导", "盖章")
SIGNING_LINE = "填报人（签字）：　　　　　　　　　审核领导（签字）：　　　　　　　　　填报日期：　　　　年　　月　　日　　　　　（单位盖章）"
TOKEN_PROPERTY = "表号"
SEAL_PROPERTY = "封签"
DIGEST_PROPERTY = "内容摘要"
FONT_UNIT_BOOK = "宋体"
DUE_LABEL = "报送截止"
RETURN_LABEL = "报送方式"
OFFICE_LABEL = "下发单位"
COLON = "："
TARGET_SEPARATOR = "；"
STATE_PROMPT_TITLE = "进展状态"
STATE_PROMPT = "请从下拉框选一种。选“已完成”的，请在“完成情况”里写明怎样完成的。"
STATE_ERROR = "只能从下拉框的四种里选：未启动、推进中、进展滞后、已完成。"
VALUE_PROMPT_TITLE = "完成值"
VALUE_PROMPT = "这一项有目标值，请只填数字，如 3；目标是百分比的填 95%。"
VALUE_ERROR = "这里只填数字，如 3 或 95%。文字说明请写在“完成情况”里。"
DATE_PROMPT_TITLE = "填报日期"
DATE_PROMPT = "写成 2026-09-20 的样子；在本格按 Ctrl+; 填今天。"
DATE_ERROR = "请写成 2026-09-20 这样的日期。"
WEEKDAYS = "一二三四五六日"


def book_title(plan_name: str, period: Period) -> str:
    """The plan's name without the word for its table, which is another one."""
    return f"{without_table_word(plan_name)}任务反馈表（{period.year}年{period.month}月）"


def without_table_word(plan_name: str) -> str:
    for ending in sorted(MASTER_TITLE_ENDINGS, key=len, reverse=True):
        if plan_name.endswith(ending) and plan_name != ending:
            rest = plan_name.removesuffix(ending)
            return rest.removesuffix("工作") if rest.endswith(("要点工作", "方案工作", "计划工作")) else rest
    return plan_name


def period_words(period: Period) -> str:
    return f"{period.year}年{period.month}月（{period}）"


def due_words(due: date) -> str:
    return f"{due.year}年{due.month}月{due.day}日（星期{WEEKDAYS[due.weekday()]}）"


def how_to_fill(due: date) -> str:
    """Three lines that people read once; short enough for the width of the sheet."""
    return (
        f"{HOW_TO_TITLE}：1. 只填白色的格子，灰色格子是下发的内容，改了也不作数。"
        "　2. “进展状态”从下拉框选；选“已完成”的，请在“完成情况”里写明怎样完成的。\n"
        "3. 有目标值的，“完成值”只填数字（如 3 或 95%）；“佐证链接”写网址或材料名称。没有进展的任务也请选“未启动”并说明原因。\n"
        "4. 可以筛选、插入行、调整行高列宽，文件名也可以改；任务编号和表号请保留。"
        f"　5. 请于{due.month}月{due.day}日前交回，存成.xlsx，不要加密码。"
    )


def previous_answer(period: Period, state: str, progress: str) -> str:
    return f"【{period}】{state}" + (f"：{progress}" if progress else "")


def said_done(previous: str) -> bool:
    """Whether such a text says that the task was done."""
    return previous.partition("】")[2].startswith(State.DONE)


NEED_NOT_FILL = "（已报完成，本期可不填）"


def footer(token: str, unit: str) -> str:
    """In Excel's footer language, where & is said twice."""
    return f"&L&9{TOKEN_LABEL} {token}&C&9{PAGE_FOOTER}&R&9 {unit.replace('&', '&&')[:60]}"
