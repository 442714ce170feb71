"""督办单 and 催办单: files, reasons, the list of them."""

from __future__ import annotations

SUPERVISION_TEMPLATE = "notice/督办单.docx"
REMINDER_TEMPLATE = "notice/催办单.docx"
ORDER_WORDS = {"supervision": "督办单", "reminder": "催办单"}
ORDER_FILE = "{word}_{unit}_{period}"
ORDER_LIST = "督办催办台账_{period}.xlsx"
ORDER_LIST_SHEET = "台账"
ORDER_LIST_TITLE = "{period}期督办单、催办单台账"
ORDER_LIST_NOTE = "一个单位一份文件，一件事项一页。文号、送达、签收、答复由办公室登记。"
ORDER_LIST_HEADINGS = (
    "序号",
    "单位",
    "种类",
    "件数",
    "事项",
    "文件",
    "文号",
    "送达日期",
    "签收人",
    "答复日期",
)
PROGRESS_ORDERS = "写督办单"
WHY_UNANSWERED = "本期未反馈"
WHY_SILENT = "连续两期未反馈"


def why_overdue(days: int) -> str:
    return f"已逾期{days}天"


def why_light(label: str) -> str:
    return f"亮{label}"


def source_of(plan: str) -> str:
    return f"《{plan}》"


def source_of_old(year: int) -> str:
    """Of an item of 回头看; `year` 0 where its row does not tell."""
    return f"回头看（{year}年任务）" if year else "回头看"


def said_in(period: str, state: str) -> str:
    return f"{period}期（{state}）"


WORDS_IN_ARCHIVE = "完成情况见该期的反馈原件。"
NO_PROGRESS_WRITTEN = "没有写完成情况。"


def working_days_left(count: int) -> str:
    return f"{count}个工作日内"


def calendar_days_left(count: int) -> str:
    return f"{count}天内，节假日安排尚未公布，按自然日计"
