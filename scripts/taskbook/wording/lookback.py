"""回头看: what an earlier year left unfinished, and the points given by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

# ---- the master's sheet 回头看 ----

LOOKBACK_TITLE = "上年未完成任务回头看"
LOOKBACK_NOTE = (
    "上年没有完成、今年接着办的任务，和“责任分解表”一样校验、下发、汇总，但另外统计，不算今年的任务数。"
    "完成时限写明了年份，过了的就是逾期；今年另定了时限的，请改完成时限。不再跟踪的，删去那一行。"
)


def sheet_row(sheet: str, row: int) -> str:
    """A row that is not on the sheet the finding is about."""
    return f"“{sheet}”第{row}行"


def lookback_place(task_id: str, row: int) -> str:
    """A task on the sheet 回头看, as findings name it."""
    return f"{task_id}（“回头看”第{row}行）" if task_id else f"“回头看”第{row}行"


def lookback_topic(topic: str, year: int) -> str:
    """How books that hold all tasks in one table mark one of an earlier year, before its topic."""
    mark = f"回头看（{year}年未完成）" if year else "回头看（上年未完成）"
    return f"{mark}\n{topic}" if topic else mark


# ---- the master's sheet 考核加减分 ----

POINTS_TITLE = "考核加减分"
POINTS_NOTE = (
    "考核得分之外，由人决定加多少、扣多少，一行一件，写明理由。加分、扣分都写数字，不带正负号；"
    "期次写成2026-09的样子，空着就是全年的。没有加减分的，这张表空着。"
)
POINTS_FORM = r"(\d{1,3}(?:\.\d{1,2})?)分?"
PROMPT_POINTS_PERIOD = "写成2026-09的样子；全年的空着"
POINTS_ERROR = "请写不带正负号的数字，如2或0.5"

# ---- carrying over ----

IMPORT_PREVIOUS = "上年最后一期的状态汇总表（或上年的总表），没有完成的任务列入新总表的“回头看”"
IMPORT_META_PREVIOUS = "状态汇总表"
PREVIOUS_MARK = "状态汇总"
YEAR_SHOWN = r"((?:19|20)\d\d)年度"
PERIOD_SHOWN = r"((?:19|20)\d\d)-(?:0[1-9]|1[0-2])期"
CUT_LIST = "……共"
BETWEEN_UNITS = "、"


def with_previous(books: Sequence[str], reviewed: bool) -> str:
    """What the question before an import says of the status books beside the document.

    Of a document (not `reviewed`) nobody knows yet whether it becomes a master at once or a review book first.
    """
    if len(books) > 1:
        return (
            f"\n同一文件夹里有{len(books)}本状态汇总表，不知道用哪一本，不结转上年的任务；"
            "要结转的，请只留下上年最后一期的。"
        )
    later = "" if reviewed else "（先起草审阅稿的，到导入审阅稿时才结转）"
    return f"\n生成总表时，上年没有完成的任务从“{books[0]}”结转，列入“回头看”{later}。" if books else ""


def year_shown(year: int) -> str:
    """In the status book, so that next year it is known which year's it is."""
    return f"{year}年度　　" if year else ""


def with_year(year: int, text: str) -> str:
    """`6月底前` → `2025年6月底前`, `年底前` → `2025年底前`."""
    return f"{year}年{text.strip().removeprefix('年')}"


def dates_written_out(days: Sequence[date], ongoing: bool) -> str:
    """Dates as a deadline cell that can be read in any year."""
    words = "、".join(f"{day.year}年{day.month}月{day.day}日" for day in days)
    return ("分别于" if len(days) > 1 else "") + words + "前" + ("，并长期坚持" if ongoing else "")


def state_before(state: str, latest: str) -> str:
    return "。".join(part for part in (state, latest) if part)


def carried_over(count: int, done: int, year: int, file: str) -> str:
    """What an import says on the screen about the year before."""
    told = f"从“{file}”（{year}年）" if year else f"从“{file}”"
    if not count:
        return f"{told}没有要结转的任务，{done}项都已完成"
    return f"{told}结转未完成的任务{count}项，列入“回头看”；已完成的{done}项没有列入"


# ---- reported apart ----


def left_over_counts(total: int, done: int) -> str:
    """`回头看（上年未完成）12项，已完成3项，未完成9项`, '' where there are none."""
    return f"回头看（上年未完成）{total}项，已完成{done}项，未完成{total - done}项" if total else ""


def beside_the_tasks(text: str) -> str:
    return f"；另有{text}" if text else ""


LOOKBACK_STATUS_NOTE = "上年没有完成、今年接着办的任务，每项一行。不算在“总览”和“任务汇总”的任务数里；各单位的应反馈、已反馈算在内。"


def more_lookback(count: int) -> str:
    return f"还有{count}项没有完成，见“回头看”"
