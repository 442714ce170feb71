"""The monthly workbook and the workbook of scores: titles, notes, cards, charts, and how points are counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

MONTHLY_PLAN = "重点工作"
MONTHLY_NO_NAME = "（未分类）"
MONTHLY_ALL_TASKS = "全部任务"
MONTHLY_LEVEL_ALL, MONTHLY_LEVEL_SECTION, MONTHLY_LEVEL_TOPIC = "全部", "一级指标", "二级指标"
MONTHLY_TOTAL = "合计"
MONTHLY_BETWEEN_WORDS, MONTHLY_BETWEEN_IDS = "；", "、"
MONTHLY_OPEN_BOARD = "查看"
MONTHLY_BOARD_TIP = "打开看板里的这一项，看各单位各期的反馈原文"


def monthly_title(plan: str, period: str) -> str:
    year, month = period.split("-")
    return f"{plan or MONTHLY_PLAN}落实情况月报（{year}年{int(month)}月）"


def monthly_line(office: str, as_of: date, due: date) -> str:
    parts = [office] if office else []
    parts.append(f"数据截至{_day(as_of)}")
    parts.append(f"应于{_day(due)}前报送")
    return "　　".join(parts)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


# ---- the page for the leader ----

MONTHLY_CARD_ALL, MONTHLY_CARD_FINISHED, MONTHLY_CARD_OPEN, MONTHLY_CARD_LATE = (
    "任务总数",
    "已办结",
    "正在办理",
    "逾期",
)
MONTHLY_CARD_COMPLETED, MONTHLY_CARD_TIME = "平均完成率", "序时进度"
MONTHLY_CARD_NEAR, MONTHLY_CARD_RATE, MONTHLY_CARD_IN_TIME_RATE = "临期", "反馈率", "按时反馈率"
MONTHLY_CARD_UNITS_DUE, MONTHLY_CARD_UNITS_ALL, MONTHLY_CARD_UNITS_PARTLY = (
    "应反馈单位",
    "全部反馈",
    "部分反馈",
)
MONTHLY_CARD_UNITS_NONE, MONTHLY_CARD_UNITS_IN_TIME, MONTHLY_CARD_REMARKS = "未反馈", "按时报送", "核查提示"
MONTHLY_CARD_COMPLETED_FOOT = "各任务完成率的平均"
MONTHLY_CARD_REMARKS_FOOT = "处，见“核查提示”"
MONTHLY_HOUSES = "家"

MONTHLY_NOBODY_ANSWERED = "本期没有收到任何反馈。下面的进展只有以前各期报过的。"
MONTHLY_NOBODY_EVER = "本期没有收到任何反馈，各项任务都还是“未反馈”。"
MONTHLY_ROLES_TITLE = "按角色看反馈（项次：一家单位在一项任务里算一项次）"
MONTHLY_ROLES_UNIT = "角色"


def monthly_joined_feet(*feet: str) -> str:
    return "　".join(foot for foot in feet if foot)


def monthly_of_all(percent: str) -> str:
    return f"占{percent}"


def monthly_compared(difference: int) -> str:
    """Against the period before."""
    return f"比上期{difference:+d}" if difference else "与上期持平"


def monthly_compared_points(points: str, more: bool, same: bool) -> str:
    """Two shares; `points` without a sign."""
    return "与上期持平" if same else f"比上期{'+' if more else '-'}{points}点"


def monthly_behind_time(points: str, behind: bool, same: bool) -> str:
    """The share of tasks done against the share of the year gone."""
    if same:
        return "办结占比与它持平"
    return f"办结占比{'落后' if behind else '超前'}{points}点"


def monthly_lookback_foot(count: int) -> str:
    return f"另有回头看{count}项" if count else "项"


def monthly_answers_foot(answered: int, due: int) -> str:
    return f"{due}项次报了{answered}"


def monthly_news_line(done: Sequence[str], overdue: Sequence[str]) -> str:
    """What changed since the period before; the tasks as they are to be named."""
    parts = [f"新办结{len(done)}项（{_listed(done)}）" if done else "没有新办结的任务"]
    parts.append(f"新逾期{len(overdue)}项（{_listed(overdue)}）" if overdue else "没有新逾期的任务")
    return f"与上期相比：{'；'.join(parts)}。"


def monthly_quiet_line(repeated: int, silent: int) -> str:
    parts = [f"{repeated}项次照抄上次的内容"] if repeated else []
    parts += [f"{silent}项次连续两期没有反馈"] if silent else []
    return f"值得注意：{'，'.join(parts)}，名单见“变化”。" if parts else ""


def monthly_lookback_line(tasks: int, done: int) -> str:
    left = f"还有{tasks - done}项没有完成" if tasks > done else "全部完成"
    return (
        f"回头看：往年没有完成、转到今年的{tasks}项，已完成{done}项，{left}，见“回头看”；不计入上面的任务数。"
    )


def monthly_coming_line(days: Sequence[date]) -> str:
    return f"计划写明的下一个日期：{_day(days[0])}。" if days else ""


def monthly_gaps_line(months: Sequence[str]) -> str:
    return f"归档里没有{'、'.join(months)}期，趋势图上空着。" if months else ""


def monthly_lights_line(lights: str) -> str:
    return f"亮灯：{lights}"


MONTHLY_TASKS_RULE = "任务由牵头单位（没有牵头的由责任单位）决定进展，全部完成才算办结；在办是没有完成的，逾期是过了时限没有完成的。"

MONTHLY_MOST_LISTED = 12


def _listed(names: Sequence[str]) -> str:
    more = f"等{len(names)}项" if len(names) > MONTHLY_MOST_LISTED else ""
    return "、".join(names[:MONTHLY_MOST_LISTED]) + more


MONTHLY_CHART_DONE_SERIES, MONTHLY_CHART_OPEN_SERIES, MONTHLY_CHART_LATE_SERIES = (
    "已完成",
    "在办（未逾期）",
    "逾期",
)
MONTHLY_CHART_TREND = "各期趋势"
MONTHLY_CHART_FIRST_PERIOD = "办结占比、序时进度和反馈率"
MONTHLY_CHART_ROLES = "按角色看反馈（项次）"


def monthly_chart_of_units(shown: int, all_units: int) -> str:
    which = f"任务最多的{shown}家" if shown < all_units else f"全部{shown}家"
    return f"各单位完成情况（{which}，项）"


def monthly_chart_of_lights(level: str, shown: int, all_rows: int) -> str:
    which = f"任务最多的{shown}个" if shown < all_rows else ""
    return f"{which}{level}亮灯（项）"


# ---- the tables ----

MONTHLY_TASKS_NOTE = "今年的任务，每项一行，照总表的次序。点任务编号旁的“查看”可打开看板里的这一项。"
MONTHLY_TASKS_NOTE_PLAIN = "今年的任务，每项一行，照总表的次序。"
MONTHLY_UNITS_NOTE = "任务多的在前，同样多的照名册次序。承担任务含配合的和回头看的；在办是没有完成也没有逾期的。合计行由公式算出。"
MONTHLY_TOPICS_NOTE = "今年的任务按一级指标、二级指标分开数（项）。"
MONTHLY_TOPICS_SORTED = "今年的任务按一级指标、二级指标分开数（项），同一层里任务多的在前。"
MONTHLY_TREND_NOTE = "每期一行，数字是按当时下发的任务现算的。归档里没有的月份空着。"
MONTHLY_DAYS_NOTE = "计划写明的日期：到那天为止报上来的"
MONTHLY_CHANGES_NOTE = "与上一期相比，谁有什么变化。任务的在前，单位的在后。"
MONTHLY_LOOKBACK_NOTE = "往年没有完成、转到今年继续办的任务；不计入今年的任务数。"
MONTHLY_REMARKS_NOTE = "反馈与任务要求对不上的地方，请核对；不影响状态和亮灯。"
MONTHLY_NO_PERIOD_BEFORE = "这是第一期，没有上一期可比。"
MONTHLY_NO_CHANGES = "与上一期相比没有变化。"
MONTHLY_NO_REMARKS = "没有核查提示。"
MONTHLY_NO_TASKS = "总表里没有任务。"
MONTHLY_NO_UNITS = "没有承担任务的单位。"
MONTHLY_MONTH_MISSING = "归档里没有这一期"
MONTHLY_DAY_TO_COME = "还没有到"


MONTHLY_CHANGE_TASKS_DONE, MONTHLY_CHANGE_TASKS_LATE = "任务新办结", "任务新逾期"
MONTHLY_CHANGE_UNIT_DONE, MONTHLY_CHANGE_UNIT_LATE = "单位新完成", "单位新逾期"
MONTHLY_CHANGE_REPEATED, MONTHLY_CHANGE_SILENT = "内容与上次相同", "连续两期未反馈"


MONTHLY_COMPARED_DONE, MONTHLY_COMPARED_LATE = "新办结", "新逾期"


def monthly_compared_parts(repeated: int, silent: int) -> list[str]:
    """What units did with a task since the period before."""
    parts = [f"{repeated}家内容与上次相同"] if repeated else []
    return parts + ([f"{silent}家连续两期未反馈"] if silent else [])


# ---- scores ----

SCORE_GRADES = ("优秀", "良好", "合格", "不合格")
SCORE_NONE = "—"

SCORE_ANSWERED, SCORE_FINISHED, SCORE_EVIDENCE = "按时反馈", "按时办结", "佐证质量"
SCORE_WEIGHTS = "权重"
SCORE_WEIGHT_HEADINGS = ("项目", "值", "说明")
SCORE_NAME_ANSWERED, SCORE_NAME_FINISHED, SCORE_NAME_EVIDENCE = (
    "权重_按时反馈",
    "权重_按时办结",
    "权重_佐证质量",
)
SCORE_NAME_RETURNED = "每次退回扣分"
SCORE_NAME_GRADES = ("优秀线", "良好线", "合格线")
SCORE_NAME_MOST = "得分上限"
SCORE_WEIGHT_NOTES = (
    "占多少分；与总表“设置”里的“考核权重：按时反馈”相同",
    "占多少分；与总表“设置”里的“考核权重：按时办结”相同",
    "占多少分；与总表“设置”里的“考核权重：佐证质量”相同",
    "反馈表每被退回修改一次扣几分；与总表“设置”里的“考核：退回一次扣分”相同",
    "得分不低于它为优秀",
    "得分不低于它为良好",
    "得分不低于它为合格，再低为不合格",
    "加分再多，得分也不超过它",
)
SCORE_WEIGHTS_NOTE = "改这里的数，“考核”表立即重算，可以试算；下次生成又按总表“设置”，要长期改请改总表。"

SCORE_SCORES_NOTE = "截至本期的累计得分，名次高的在前，同分并列。得分和各项数字都是公式，数取自“考核数据”和“加减分”，权重在“计分办法”。"
SCORE_COUNTS_NOTE = "每家单位每期一行，照归档的登记数出。应办结、按时办结是截至本期的累计数，只写在本期一行。"
SCORE_POINTS_NOTE = "总表“考核加减分”里的每一行，以及是否计入。要加、要改，请改总表后重新生成。"
SCORE_NO_POINTS = "总表“考核加减分”里没有填写。"
SCORE_COUNTED = {True: "是", False: "否"}
SCORE_NOT_COUNTED = {
    "unknown_unit": "单位名册里没有这个单位，没有计入",
    "no_tasks": "这个单位没有任务，不评分，没有计入",
    "no_period": "期次不是“2026-09”这样的写法，没有计入",
    "later": "还没有到这一期，没有计入",
    "other_year": "不是本年度的期次，没有计入",
}
SCORE_LEFT_OUT = "没有{name}可计。"
SCORE_NOT_SCORED = "没有可计的指标，不评分"
SCORE_WHOLE_YEAR = "全年"


def score_points_unread(heading: str, text: str) -> str:
    return f"{heading}“{text}”不是数，没有计入"


def scores_title(plan: str, period: str) -> str:
    year, month = period.split("-")
    return f"{plan or MONTHLY_PLAN}考核（截至{year}年{int(month)}月）"


def score_rules(
    weights: Sequence[int], returned: int, grades: Sequence[int], most: int, due_day: int
) -> tuple[str, ...]:
    """How a score is made, in the order in which a clerk would check it; `due_day`: of the month."""
    answered, finished, evidence = weights
    excellent, good, passed = grades
    return (
        f"1. 按时反馈（{answered}分）：各期按时报送的单位反馈的项次 ÷ 各期应反馈的项次。迟报的算已反馈，不算按时；还没到报送截止日的，没交的先不计。",
        f"2. 按时办结（{finished}分）：按时报完成的 ÷ 已完成的和已经不能按时的。时限以后第一个报送截止日（每月{due_day}日，"
        "就是时限那天的也算）前报完成，就是按时；第一期下发以前到期的，第一期报送截止日前报完成也是按时。"
        "只看牵头、责任单位有明确时限的任务，配合的、长期的、没有具体日期的不计。",
        f"3. 佐证质量（{evidence}分）：报“已完成”且佐证没有问题的项次 ÷ 报“已完成”的项次。",
        "4. 基础分：三项的比率各乘权重，相加后除以可计权重，再乘100。某一项没有可计的（比如还没有一项任务到期），"
        "这一项不计，其余各项的权重按比例放大到100分，“说明”一列会写明。",
        f"5. 退回扣分：反馈表每被退回修改一次扣{returned}分，各期累计。",
        "6. 加减分：总表“考核加减分”里的加分和扣分。期次空着的是全年的；填了期次的，到了那一期才计。",
        f"7. 得分 = 基础分 − 退回扣分 + 加分 − 扣分，不低于0分，不高于{most}分（加分另有一列写明），最后四舍五入到一位小数。",
        f"8. 等次：{excellent}分以上为优秀，{good}分以上为良好，{passed}分以上为合格（都含本数），其余为不合格。"
        "名次按得分排，同分并列。三项都没有可计的单位不评分，也不排名。",
    )
