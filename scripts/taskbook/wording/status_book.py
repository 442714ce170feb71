"""The status book: sheets, titles, notes, charts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

STATUS_FILE = "状态汇总_{period}.xlsx"
STATUS_PLAN = "重点工作"
PROGRESS_READ = "读取反馈"
PROGRESS_WRITE = "写状态汇总"
PROGRESS_PERIODS = "读取各期"
WITHDRAWN = "已撤销的任务"
PROGRESS_MASTER = "写回总表"

TASK_STATUS_NOTE = "每项任务一行。进展状态由牵头单位（没有牵头的由责任单位）决定，配合单位不影响。点任务编号可看各单位的反馈原文。"
REPLIES_NOTE = (
    "每项任务每家单位一行，照单位所填原样列出；最后几列是出处：哪一次收件、哪个存档文件、哪张工作表、第几行。"
)
UNIT_STATUS_NOTE = (
    "应反馈、已反馈、逾期都按任务项数计。名次依次看反馈率、是否按时、办结率、逾期数，相同的并列。"
)
UNANSWERED_NOTE = "本期还欠反馈的单位，没有报送的在前，同类中欠得多的在前，可直接据此催办。"
ISSUES_NOTE = "收件和汇总中发现的全部问题。“退回”的整份没有采用，须改后重报；“采用”的已计入，请核对。"
RETURNS_NOTE = "登记在册的每份来件一行（锁定文件、系统文件等不登记）。原件照收到时的样子存在归档文件夹里，采用的，点存档文件可以打开。"

SETTLED = "已重新报送"
OPEN = "待处理"
NOTED = "已采用，请核对"
BLOCKING = "退回"
NOT_BLOCKING = "采用"
NOT_A_RETURN = "—"
MASTER_CELL = "总表"

OUTCOME_WORDS = {
    "accepted": "采用",
    "superseded": "被后一份取代",
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


CARD_OVERDUE = "逾期任务"
CARD_ELAPSED, CARD_ELAPSED_FOOT = "序时进度", "全年已过去的比例"
CARD_UNITS, CARD_UNITS_FOOT = "应反馈单位", "家"
CARD_ANSWERED = "全部反馈"
CARD_PARTLY = "部分反馈"
CARD_MISSING = "未反馈"
CARD_ON_TIME = "按时报送"
CARD_ANSWER_RATE = "反馈率"

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


def rules_in_words(lights: str, first_silence: str) -> tuple[str, ...]:
    """How states, lights and rates are made; `lights` and `first_silence` are the rule's own sentences."""
    return (
        "1. 任务由牵头单位决定进展；没有牵头单位的，由全部责任单位决定。全部完成才算完成，有一家进展滞后即为进展滞后；"
        "配合单位照样催报，但不影响任务状态，也不判逾期。",
        f"2. 亮灯：{lights}",
        "3. 完成率：决定进展的各单位完成情况的平均，已完成计100%；任务有明确数量目标且填了完成值的，按完成值占目标的比例计；"
        "其余计0。序时进度：全年已过去的月份（含本月）占12个月的比例。",
        "4. 长期任务、定期任务每期都要反馈，不判逾期；以前期次已报完成的任务（长期任务除外）不再要求反馈，按已完成计。"
        f"{first_silence}",
    )


def status_title(plan: str, period: str) -> str:
    return f"{plan or STATUS_PLAN}进展情况（{period}期）"
