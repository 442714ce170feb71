"""The status book: sheets, titles, notes, charts."""

from __future__ import annotations

from collections.abc import Sequence

STATUS_FILE = "状态汇总_{period}.xlsx"
STATUS_PLAN = "重点工作"
PROGRESS_READ = "读取反馈"
PROGRESS_WRITE = "写状态汇总"
PROGRESS_MASTER = "写回总表"

TASK_STATUS_NOTE = "每项任务一行。进展状态由牵头单位（没有牵头的由责任单位）决定，配合单位不影响。点任务编号可看各单位的反馈原文。"
REPLIES_NOTE = (
    "每项任务每家单位一行，照单位所填原样列出；最后几列是出处：哪一次收件、哪个存档文件、哪张工作表、第几行。"
)
UNIT_STATUS_NOTE = (
    "应反馈、已反馈、逾期都按任务项数计。名次依次看反馈率、是否按时、办结率、逾期数，相同的并列。"
)
UNANSWERED_NOTE = "本期还欠反馈的单位，按欠得多的在前，可直接据此催办。"
ISSUES_NOTE = "收件和汇总中发现的全部问题。“退回”的整份没有采用，须改后重报；“采用”的已计入，请核对。"
RETURNS_NOTE = "登记在册的每份来件一行（锁定文件、系统文件等不登记）。原件照收到时的样子存在归档文件夹里，点存档文件可以打开。"

SETTLED = "已重新报送"
OPEN = "待处理"
NOTED = "已采用，请核对"
BLOCKING = "退回"
NOT_BLOCKING = "采用"
NOT_A_RETURN = "—"
MASTER_CELL = "总表"

OUTCOME_WORDS = {
    "accepted": "采用",
    "superseded": "被后一份代替",
    "duplicate": "重复（内容相同）",
    "returned": "退回修改",
    "ignored": "不是反馈表，未处理",
}
STANDING_WORDS = {
    "answered": "全部反馈",
    "partly": "部分未填",
    "sent_back": "退回待重报",
    "missing": "未报送",
    "not_issued": "未下发",
    "nothing_due": "本期无需反馈",
}
ON_TIME_WORDS = {True: "按时", False: "迟报", None: ""}


def units_listed(units: Sequence[str], most: int) -> str:
    return "、".join(units[:most]) + (f"……共{len(units)}家" if len(units) > most else "")


def said(unit: str, period: str, text: str) -> str:
    return f"{unit}（{period}期）：{text}"


def source_words(file: str, sheet: str, row: int) -> str:
    return f"{file}　{sheet}　第{row}行"


def rows_left_out(count: int) -> str:
    return f"还有{count}行放不下（一张工作表最多1048576行），请用 --json 导出全部"


def sent_back_words(sequence: int, received: str, file: str, problem: str) -> str:
    return f"第{sequence}号收件“{file}”（{received}收到）已退回：{problem}"
