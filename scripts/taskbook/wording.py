"""Words that people read on the screen and in books: labels, titles, how-to sentences, messages of the command line.

One constant or one small function per thing, in the section of the room that shows it. What is wrong in somebody's
data is not here but in `findings`; headings and sheet names are in `columns`.
"""

from __future__ import annotations

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
