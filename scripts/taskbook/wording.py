"""Words that people read on the screen and in books: labels, titles, how-to sentences, messages of the command line.

One constant or one small function per thing, in the section of the room that shows it. What is wrong in somebody's
data is not here but in `findings`; headings and sheet names are in `columns`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

# ---- command line (cli) ----

USAGE = "用法：{command}"
ARGUMENTS = "参数："
OPTIONS = "选项："
OPTIONS_METAVAR = "[选项]"
DEFAULT_IS = "（默认 {value}）"
HELP_HELP = "显示这段说明"
HELP_JSON = "把结果另存为JSON数据；写“-”则输出到屏幕（此时屏幕上没有别的内容）"
HELP_MASTER = "总表（.xlsx）"
HELP_PERIOD = "期次，如 2026-09"
HELP_TODAY = "把这一天当作今天，如 2026-09-25（用于重复运行）"

META_FILE = "文件"
META_FOLDER = "文件夹"
META_MASTER = "总表"
META_PERIOD = "年-月"
META_DATE = "日期"
META_YEAR = "年度"
META_UNIT = "单位"

SEE_HELP = "（加 --help 查看用法）"
NO_SUCH_OPTION = "没有“{option}”这个选项{near}"
NEAR_OPTIONS = "，是不是{options}"
MISSING_ARGUMENT = "缺少“{name}”"
OPTION_WITHOUT_VALUE = "选项“{option}”后面缺少内容"
OPTION_WITH_VALUE = "选项“{option}”后面不需要内容"
VALUE_WRONG = "“{name}”的内容不对：{reason}"
TOO_MANY_ARGUMENTS = "多出了不认识的内容：{rest}。文件名里有空格的，请用引号括起来"
USAGE_WRONG = "命令写得不对：{reason}"

INTERRUPTED = "已中断，没有做完。已写好的文件是完整的，可以重新运行"
COMPONENT_MISSING = "缺少运行需要的组件（{name}）。请先运行 python3 scripts/start.py demo，它会自动装好"
UNEXPECTED = "程序出错，没有做完（{reason}）。详细情况记在“{log}”，请发给维护人员"
UNEXPECTED_UNLOGGED = "程序出错，没有做完（{reason}）"
ERROR_LOG = "程序出错记录.log"

NO_FINDINGS = "没有发现问题"
COUNTED = "{severity}{count}处"
COUNTS = "发现{counts}"
MORE_FINDINGS = "  ……还有{count}处"
SEE_SHEET = "，见总表的“校验结果”工作表"

# ---- lights: why a light shines ----

LIGHT_RULE_DEFAULT = "默认"
DECLARED_BEHIND = "单位自报进展滞后"
LONG_TERM = "长期任务，按期反馈即可"
TIED_TO_EVENT = "随事项办理，没有固定期限"
PAST_BUT_NOT_LATE = "配合单位，不判逾期"
NO_DATE = "没有明确的完成时限"
NOT_ANSWERED_YET = "；本期未反馈"


def done(period: str) -> str:
    return f"已完成（{period}期报完成）" if period else "已完成"


def overdue(last: date, as_of: date) -> str:
    return f"逾期：应于{_day(last, as_of)}前完成，已超{(as_of - last).days}天"


def silent(periods: Sequence[str]) -> str:
    return f"连续{len(periods)}期未反馈（{'、'.join(periods)}）"


def behind_schedule(reached: str, share: float, elapsed: float) -> str:
    return f"落后序时进度：完成{share:.0%}（{reached}），序时进度{elapsed:.1%}"


def near(day: date, as_of: date) -> str:
    days = (day - as_of).days
    return f"临期：应于{_day(day, as_of)}前完成，" + (f"还有{days}天" if days else "今天到期")


def on_time(day: date, as_of: date) -> str:
    return f"按时推进：应于{_day(day, as_of)}前完成"


def _day(day: date, as_of: date) -> str:
    """The year is said where it is not the one everybody has in mind."""
    return f"{day.month}月{day.day}日" if day.year == as_of.year else f"{day.year}年{day.month}月{day.day}日"

# ---- writing files (files) ----

BACKUP_FOLDER = "备份"
UNNAMED = "未命名"
KEPT_BESIDE = "；新写好的已另存为“{path}”"
KEPT_NAME = "{stem}（新）"
STALE_LOCK = "（如果并没有打开，请删去同一文件夹里残留的“{lock}”）"
REASON_TOO_LARGE = "内容超过了格式允许的大小"
REASON_DOUBLE_ENTRY = "文件里有重名的部分"
REASON_NOT_XLSX = "总表须是.xlsx或.xlsm格式"

# ---- unit book (identity, unitbook) ----

TOKEN_LABEL = "表号"
