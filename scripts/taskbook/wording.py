"""Words that people read on the screen and in books: labels, titles, how-to sentences, messages of the command line.

One constant or one small function per thing, in the section of the room that shows it. What is wrong in somebody's
data is not here but in `findings`; headings and sheet names are in `columns`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from taskbook.period import Period

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
VALUE_WRONG = "“{name}”的内容不对，请按说明重写"
TOO_MANY_ARGUMENTS = "多出了不认识的内容：{rest}。文件名里有空格的，请用引号括起来"
USAGE_WRONG = "命令写得不对，请按说明重写"

INTERRUPTED = "已中断，没有做完。已写好的文件是完整的，可以重新运行"
COMPONENT_MISSING = "缺少运行需要的组件（{name}）。请先运行 python3 scripts/start.py demo，它会自动装好"
UNEXPECTED = "程序出错，没有做完（{reason}）。详细情况记在“{log}”，请发给维护人员"
UNEXPECTED_UNLOGGED = "程序出错，没有做完（{reason}）"
ERROR_LOG = "程序出错记录.log"

NO_FINDINGS = "没有发现问题"
COUNTED = "{severity}{count}处"
COUNTS = "发现{counts}"
MORE_PLACES = "等{count}处"
CUT_SHORT = "{text}……（全文见“校验结果”工作表）"
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


def footer(token: str, unit: str) -> str:
    """In Excel's footer language, where & is said twice."""
    return f"&L&9{TOKEN_LABEL} {token}&C&9{PAGE_FOOTER}&R&9 {unit.replace('&', '&&')[:60]}"


# ---- split ----

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
    lines = [f"生成反馈表{books}份，共{tasks}项任务，在“{folder}”"] if books else ["没有生成反馈表"]
    return lines + ([f"另有{unchanged}份内容没有变化，没有重新生成"] if unchanged else [])


# ---- roll-up: what a task's and a unit's standing says ----

NO_LONGER_ASSIGNED = "任务已撤销或改派，反馈保留备查"
STATE_NOT_CHOSEN = "；填了内容但没有选进展状态"
NOT_ISSUED_YET = "；本期没有下发给该单位"
MOST_UNITS_NAMED = 5


def units_named(units: Sequence[str]) -> str:
    if not units:
        return ""
    more = f"等{len(units)}家" if len(units) > MOST_UNITS_NAMED else ""
    return f"（{'、'.join(units[:MOST_UNITS_NAMED])}{more}）"


# ---- reading the master (master) ----

ALIAS_MARKS = r"[、，,；;|/\n]+"  # between aliases in one cell
BETWEEN_ALIASES = "；"
DATE_FORM = r"(\d{4})\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})\s*日?(?:\s+0{1,2}:00(?::00)?)?"
NUMBER_FORM = r"\D{0,4}?(\d{1,6})\s*[年日号天]?(?:前|内)?"
YES_WORDS = frozenset({"是", "停用", "已停用", "y", "yes", "true", "1", "√", "✓", "✔"})
FORM_YEAR = "四位数字，如 2026"
FORM_DATE = "日期，如 2026-03-10"
FORM_DAY = "1到31之间的数字，如 25"
FORM_DAYS = "天数，如 10"
FORM_COUNT = "数字，如 40"


def sheet_too_large(sheet: str) -> str:
    return f"“{sheet}”工作表的范围异常大，请删去远处多余的内容"


# ---- collect: what a returned file turned out to be, and why it was not opened ----

KIND_WORD = "Word文档"
KIND_POWERPOINT = "演示文稿"
KIND_PDF = "PDF"
KIND_IMAGE = "图片"
KIND_WEB_PAGE = "网页"
KIND_TEXT = "文本文件"
KIND_MAIL = "邮件"
KIND_OFD = "OFD版式文件"
KIND_PROGRAM = "程序"
KIND_MEDIA = "音视频"
KIND_XML = "XML文件"
KIND_NUMBERS = "苹果Numbers表格"
KIND_ODF = "LibreOffice文档"
KIND_UNKNOWN = "看不出是什么文件，也可能经过加密软件处理"
KIND_RAR = "是RAR格式"
KIND_7Z = "是7z格式"
KIND_GZIP = "是gz格式"
KIND_TAR = "是tar格式"

REASON_DAMAGED = "内容已损坏"
REASON_UTF16 = "内部用了少见的UTF-16编码"
REASON_TIMEOUT = "打开用时过长"
REASON_DIED = "打开时程序崩溃"
REASON_NOT_UNDERSTOOD = "读取时出错（{error}）"
REASON_BYTES = "超过{most}MB"
REASON_ENTRIES = "内含文件超过{most}个"
REASON_EXPANDED = "展开后超过{most}MB"
REASON_RATIO = "压缩比异常"
REASON_DUPLICATE_NAME = "内部有重名文件"
REASON_OUTSIDE_NAME = "内部文件名指向外面的文件夹"
REASON_ENTITY = "含有外部实体声明"
REASON_FAR_CELL = "表格占用范围过大"
REASON_MEMORY = "展开后占用内存过多"
REASON_PASSWORD = "设有密码"
REASON_NESTED = "压缩包套了{most}层以上"
NOT_CALCULATED = "公式没有计算结果"
PROGRESS_INBOX = "清点收件"
PROGRESS_RETURNS = "读取回收的反馈表"
PROGRESS_ARCHIVE = "归档原件"
COLLECT_HELP = "收回反馈表：核对、归档，不合格的写好退回说明"
COLLECT_INBOX = "收件文件夹（默认是设置里的收件文件夹，连同其中的子文件夹和zip）"
COLLECT_ARCHIVE = "归档文件夹（默认是设置里的归档文件夹）"
RETURN_NOTES_FOLDER = "退回"
RETURN_NOTE_SUFFIX = "退回说明"
PROBABLY_FROM = "，从内容看可能来自{unit}（仅为推测）"

OUTCOME_COUNTS = {
    "accepted": "采用",
    "superseded": "被后一份取代",
    "duplicate": "重复",
    "returned": "退回",
    "ignored": "忽略",
}


def collected(files: int, counts: Mapping[str, int], issued: int, missing: Sequence[str]) -> list[str]:
    parts = " + ".join(f"{word}{counts.get(outcome, 0)}" for outcome, word in OUTCOME_COUNTS.items())
    lines = [f"收件{files}个文件 = {parts}"]
    if issued:
        lines.append(f"应报{issued}家，已报{issued - len(missing)}家，未报{len(missing)}家")
    if missing:
        lines.append(f"未报：{missing_units(missing)}")
    return lines


def missing_units(units: Sequence[str], most: int = 20) -> str:
    return "、".join(units[:most]) + (f"等{len(units)}家" if len(units) > most else "")


def return_notes_written(count: int, folder: str) -> str:
    return f"{count}份退回说明在“{folder}”，可直接发给单位"


def return_note(
    office: str, plan: str, period: str, to: str, guessed: bool, file: str, due: date, problems: Sequence[str]
) -> list[str]:
    """The lines of a note that goes back with a file: to whom, about what, what is wrong where, what to do."""
    whom = (
        f"{to}："
        if to and not guessed
        else (f"{to}（根据文件名和内容推测，发送前请核对）：" if to else "有关单位：")
    )
    return [
        "退回修改说明",
        "",
        whom,
        "",
        f"你单位报送的{plan}{period}期反馈表（文件“{file}”）有下列问题，整份没有采用，请修改后重新报送：",
        "",
        *problems,
        "",
        f"本期应于{due.year}年{due.month}月{due.day}日前报送。请在原表中修改，不要改动表头、任务编号和表号；"
        "改好后按原来的方式重新报送，不必另作说明。",
        "",
        office,
    ]


def return_problem(number: int, place: str, sentence: str) -> str:
    return (
        f"{number}. {place}{sentence}。"
        if not sentence.endswith(("。", "！", "？"))
        else f"{number}. {place}{sentence}"
    )


def return_place(sheet: str, address: str) -> str:
    if sheet and address:
        return f"“{sheet}”表{address}单元格："
    return f"“{sheet}”表：" if sheet else ""


RETURN_ALSO = "另外请核对（不影响采用）："


# ---- intake: why a file could not be read, where in it something stands ----

IMPORT_HELP = """把文件里的任务分解表导入成一份新的总表。

能导入的有 .docx、.xlsx、.xls、.ods 和由Word转成的 .txt。没有单位名册时，按表中出现的名称列出一份供核对。"""
IMPORT_SOURCE = "含有任务分解表的文件"
IMPORT_META_SOURCE = "文件"
IMPORT_OUT = "要新建的总表（.xlsx），已有的文件不会被覆盖"
IMPORT_UNITS = "单位名册（.csv 或 .xlsx），须有“单位名称”一列"
IMPORT_GROUPS = "群组词（.csv 或 .xlsx），须有“群组词”一列"
IMPORT_YEAR = "计划年度，如 2026；不写则从文件中找"


def imported(tasks: int, units: int, groups: int, name: str, out: object) -> list[str]:
    return [f"已导入“{name}”：{tasks}项任务，{units}个单位，{groups}个群组词", f"总表：{out}"]


def source_sheet(sheet: str) -> str:
    """The place of a finding about the imported document, unlike any sheet of the master."""
    return f"原文件：{sheet}" if sheet else "原文件"


IMPORT_READING = "导入"
IMPORT_TOO_LARGE = "文件过大"
IMPORT_EMPTY_FILE = "空文件"
IMPORT_INCOMPLETE = "内容不完整"
NO_TABLE_AT_ALL = "，文件里没有表格。叙述式的要点请先整理成表格再导入"


REASON_NO_NAMES = "没有找到“{heading}”一列的表头"
REASON_NO_ROWS = "里面没有任何内容"


def headings_met(headings: Sequence[str]) -> str:
    return f"，文件里的表格第一行是：{'、'.join(heading[:12] for heading in headings)}"


def paragraph_place(number: int) -> str:
    return f"第{number}段"


def from_to(first: str, last: str) -> str:
    return f"{first}至{last}"


def long_text(text: str, paragraphs: int, characters: int) -> str:
    return f"{text}（共{paragraphs}段{characters}字）"


# ---- the master book (master.write) ----

FONT_TITLE = "方正小标宋简体"
FONT_HEADING = "黑体"
FONT_BODY = "仿宋"
FONT_NOTE = "楷体"

NAME_SHEET = "校验_工作表"
NAME_CELL = "校验_单元格"
NAME_SEVERITY = "校验_级别"
NAME_UNITS = "名单_单位"

UNIT_CATEGORIES = ("部门", "乡镇", "街道", "县（区）", "企业", "其他")
YES, NO = "是", "否"

MASTER_TITLE = "责任分解表"
MASTER_TITLE_ENDINGS = (
    "责任分解表",
    "任务分解表",
    "任务分工",
    "任务分工表",
    "任务清单",
    "责任清单",
    "工作台账",
    "台账",
)
MASTER_NOTE = (
    "任务照原文填写，不会的看“说明”表；灰色的列由系统填写。有底色的单元格有校验发现，见“校验结果”表。"
)
UNITS_TITLE = "单位名册"
UNITS_NOTE = "每个要填反馈表的单位一行。别名之间用“；”隔开；机构撤并后不要删行，在“停用”列选“是”。"
GROUPS_TITLE = "群组"
GROUPS_NOTE = "一个词代表好几家单位时在这里写明是谁。成员可以写“类别=乡镇”，也可以写单位名称、用“、”隔开；定不下来写“待确认”。"
SETTINGS_TITLE = "设置"
SETTINGS_NOTE = "只改“值”一列。"
FINDINGS_TITLE = "校验结果"
FINDINGS_NOT_YET = "还没有校验。运行 check_tasks.py 后，这里列出每一处问题，点“单元格”可以跳过去"
FINDINGS_NONE = "没有发现问题"
FINDINGS_NOTE = (
    "每次校验重写这张表，不要在这里写东西。点“单元格”跳到问题处；改好后再校验一次，改好的就不再列出。"
)
GUIDE_NEW_PAGE = ("四、", "七、")  # sections that begin a page
GUIDE_TITLE = "怎样用这本总表"
PAGE_FOOTER = "第 &P 页，共 &N 页"

PROMPT_STOPPED = "机构撤并、不再填报的选“是”"
STOPPED_ERROR = "只能选“是”或“否”，空着就是“否”"
LIGHT_RULE_ERROR = "请从下拉框选择亮灯规则"


def master_facts(office: str, year: int, issued_on: str) -> str:
    facts = [("编制单位：", office), ("年度：", str(year or "")), ("印发日期：", issued_on)]
    return "　　".join(label + value for label, value in facts if value)


SETTING_NOTES = {
    "plan_id": "写在每张反馈表里，用来认出是哪项工作的表。不要改",
    "plan_name": "印在反馈表、通报和汇总表的标题里",
    "year": "时限里没有写年份的，按这一年算",
    "office": "谁布置的任务",
    "issued_on": "早于这一天的时限会提示核对。写成 2026-03-10",
    "due_day": "每个月的这一天（含）以前交回算按时；当月没有这一天的，按月末算",
    "near_days": "离完成时限还有这么多天以内，算临期，亮蓝灯",
    "light_rule": "从下拉框选",
    "last_task_number": "发出去过的最大编号，删掉的任务编号也不再用。不要改",
    "return_to": "印在反馈表上，告诉单位填好以后交到哪里",
    "folder_issue": "拆分出来的各单位反馈表放在这里",
    "folder_inbox": "收回来的文件放进这里再收表",
    "folder_archive": "收到的每个文件原样存在这里，不要动",
    "folder_status": "状态汇总表放在这里",
}

# ---- the simulated office (rehearsal) ----

REHEARSAL_FILLING = "模拟各单位填表"
REHEARSAL_CONVERTING = "另存为.xls、.ods"
REHEARSAL_NO_LIBREOFFICE = "本机没有LibreOffice，没有模拟.xls和.ods"
REHEARSAL_NO_EARLIER_BOOK = "没有上一期的反馈表可以交错"
REHEARSAL_NOBODY_LEFT = "没有合适的单位"
REHEARSAL_HELP = "用一份总表的副本演示一整轮：校验、下发、模拟各单位填报、收件、汇总。不给总表时用示例计划"
REHEARSAL_OF = "总表（.xlsx），只读取，不会改动；默认是示例计划"
REHEARSAL_HELP_OUT = "演示文件夹建在哪里（默认在项目的runs文件夹）"
REHEARSAL_STAGING = "填报中"
REHEARSAL_PLAN_FAULTS = "校验发现的问题，例如："
REHEARSAL_RETURNED = "退回修改的文件，例如："
REHEARSAL_OPEN = "可以打开看看："
REHEARSAL_MASTER = "总表（校验结果、进展和亮灯已写回）  "
REHEARSAL_BOOKS = "下发给各单位的反馈表  "
REHEARSAL_INBOX = "各单位交来的文件  "
REHEARSAL_ARCHIVE = "归档的原件  "
REHEARSAL_NOTES = "退回说明（可直接发给单位）  "
REHEARSAL_STATUS = "状态汇总表  "


def rehearsal_title(period: str, plan: str, seconds: float) -> str:
    return f"《{plan}》{period}期演示完成，用时{seconds:.1f}秒"


def rehearsal_checked(tasks: int, counts: Sequence[tuple[str, int]]) -> str:
    return f"  校验  {tasks}项任务，{_counted(counts, '处')}"


def rehearsal_split(books: int) -> str:
    return f"  下发  {books}家单位的反馈表"


def rehearsal_sent(units: int, files: int) -> str:
    return f"  填报  {units}家单位交来{files}个文件（有早有晚，有重报、改名、粘贴到新表、加密码、另存格式的）"


def rehearsal_collected(counts: Sequence[tuple[str, int]]) -> str:
    names = {
        "accepted": "接收",
        "superseded": "被后一份替代",
        "duplicate": "重复",
        "returned": "退回",
        "ignored": "忽略",
    }
    total = sum(count for _, count in counts)
    return f"  收件  共{total}个文件：{_counted([(names[name], count) for name, count in counts], '个')}"


def rehearsal_merged(tasks: int, states: Sequence[tuple[str, int]], lights: Sequence[tuple[str, int]]) -> str:
    return f"  汇总  {tasks}项任务：{_counted(states, '项')}；亮灯：{_counted(lights, '项')}"


def rehearsal_right(answers: int, files: int) -> str:
    return f"  核对  {answers}条反馈与各单位所填逐字一致，{files}个文件的去向全部正确"


def rehearsal_wrong(count: int) -> str:
    return f"  核对  与各单位所填有{count}处不一致："


def rehearsal_skipped(reason: str) -> str:
    return f"没有演示到的：{reason}"


def _counted(counts: Sequence[tuple[str, int]], measure: str) -> str:
    return "、".join(f"{name}{count}{measure}" for name, count in counts if count) or f"0{measure}"


# ---- the status book (statusbook) ----

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


# ---- rules (rules, check) ----

CHECK_HELP = """
校验总表：读懂每个单元格，找出问题。

问题写入“校验结果”工作表，有问题的单元格加标记；新增的任务编上任务编号。
改正后再次校验，已解决的问题自动消失。
"""
CHECK_NO_WRITE = "只查看，不写入总表"
NUMBERS_BEGIN = "开头"


def checked(tasks: int, units: int, copy: object) -> list[str]:
    said = [f"已校验{tasks}项任务，名册中有{units}家单位"]
    return [*said, f"结果已写入总表，改动前的总表备份在“{copy}”"] if copy else said


def task_place(task_id: str, row: int) -> str:
    """A task as findings name it."""
    return f"{task_id}（第{row}行）" if task_id else f"第{row}行"


def row_place(row: int) -> str:
    return f"第{row}行"


def all_units(count: int) -> str:
    return f"名册中的全部{count}家单位"


LIST_MARKS = "；，、;,"
"""What people put between several addresses in one cell."""


def listed(names: Iterable[object]) -> str:
    """甲, 乙 → 甲、乙."""
    return "、".join(map(str, names))


def suggested(names: Sequence[str]) -> str:
    return f"（相近的有：{listed(names)}）" if names else ""


def quoted(names: Iterable[str]) -> str:
    """区教育局 and 区民政局 → “区教育局”和“区民政局”."""
    return "和".join(f"“{name}”" for name in names)


def number_ranges(numbers: Sequence[int]) -> str:
    """4, 6, 7, 8 → 4、6至8."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][-1] + 1:
            ranges[-1][1:] = [number]
        else:
            ranges.append([number])
    return "、".join("至".join(map(str, span)) for span in ranges)


MOST_TASKS_LISTED = 60


def tasks_listed(task_ids: Sequence[str]) -> str:
    more = f"……共{len(task_ids)}项" if len(task_ids) > MOST_TASKS_LISTED else ""
    return "、".join(task_ids[:MOST_TASKS_LISTED]) + more


CARD_TASKS, CARD_TASKS_FOOT = "任务总数", "项"
CARD_OVERDUE = "逾期任务"
CARD_ELAPSED, CARD_ELAPSED_FOOT = "序时进度", "全年已过去的比例"
CARD_UNITS, CARD_UNITS_FOOT = "应反馈单位", "家"
CARD_ANSWERED = "全部反馈"
CARD_PARTLY = "部分反馈"
CARD_MISSING = "未反馈"
CARD_ON_TIME = "按时报送"
CARD_ANSWER_RATE = "反馈率"
LIGHT_LABELS = {"绿": "绿灯", "蓝": "蓝灯", "黄": "黄灯", "红": "红灯"}
LIGHT_FEET = {"绿": "完成或按时", "蓝": "临期", "黄": "进展滞后", "红": "逾期或两期未报"}

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


def rules_in_words(near_days: int, elapsed: float) -> tuple[str, ...]:
    return (
        "1. 任务由牵头单位决定进展；没有牵头单位的，由全部责任单位决定。全部完成才算完成，有一家进展滞后即为进展滞后；"
        "配合单位照样催报，但不影响任务状态，也不判逾期。",
        f"2. 亮灯：红灯——过了完成时限仍未完成，或连续两期下发都没有反馈；黄灯——单位自报进展滞后，或完成值低于序时进度"
        f"（目前{elapsed:.1%}）；蓝灯——距完成时限{near_days}天以内（临期）；绿灯——已完成或按时推进。同时符合几条的，取最重的。",
        "3. 完成率：决定进展的各单位完成情况的平均，已完成计100%；任务有明确数量目标且填了完成值的，按完成值占目标的比例计；"
        "其余计0。序时进度：全年已过去的月份（含本月）占12个月的比例。",
        "4. 长期任务、定期任务每期都要反馈，不判逾期；以前期次已报完成的任务（长期任务除外）不再要求反馈，按已完成计。"
        "第一次未反馈不亮红灯，但列入“未反馈”。",
    )


def findings_summary(counts: list[tuple[str, int]]) -> str:
    """`[("错误", 2)]` → 本次校验：错误2处"""
    return "本次校验：" + ("，".join(f"{word}{count}处" for word, count in counts) or FINDINGS_NONE)


def status_title(plan: str, period: str) -> str:
    return f"{plan or STATUS_PLAN}进展情况（{period}期）"


def rehearsal_lost(file: str) -> str:
    return f"{file}：交来了，收件结果里没有"


def rehearsal_twice(file: str) -> str:
    return f"{file}：在收件结果里出现两次"


def rehearsal_nobody_sent(file: str) -> str:
    return f"{file}：没有人交过，收件结果里却有"


def rehearsal_missing(expected: Sequence[str], found: Sequence[str]) -> str:
    return f"没有交表的单位应为 {'、'.join(expected)}，结果是 {'、'.join(found)}"


def rehearsal_file(file: str, what: str, expected: str, found: str) -> str:
    return f"{file}：{what} 应为 {expected}，结果是 {found}"


def rehearsal_answer(unit: str, task_id: str, written: object, shown: object) -> str:
    return f"{unit} {task_id}：填的是 {written}，汇总里是 {shown}"


# ---- the page of codes (codes_page) ----

CODES_FILE = "校验代码.md"
CODES_TITLE = "# 校验代码"
CODES_INTRODUCTION = """系统发现的每一处问题都有代码、级别、所在的单元格和一句话：哪里不对、怎样处理。尖括号里的内容随问题而变。

- **错误**：必须处理。总表中的错误不影响下发，但相应单位可能收不到任务；反馈表中有错误的，整份退回修改。
- **警告**：请核对，确认无误的可以不改。
- **提示**：系统替您做了判断或处理，告知一声。

本页由 `python3 scripts/write_codes.py` 生成，请勿手工修改。"""
CODES_TABLE_HEAD = "| 代码 | 级别 | 问题与处理办法 | 例子 |"
CODE_SECTIONS = {
    "import": "导入",
    "the plan's cells": "总表的单元格",
    "registry": "单位与群组",
    "split": "下发",
    "what came back": "收回的反馈表",
    "merge": "汇总",
}
STOPS_HEADING = "## 无法继续的原因"
STOPS_INTRODUCTION = "遇到下列情况，命令不能继续，屏幕上只显示一句话（退出码2），原有文件不变。"
STOPS_TABLE_HEAD = "| 代码 | 说明与处理办法 |"

DETAIL_WORDS = {
    "after": "后一个序号",
    "alias": "别名",
    "before": "前一个序号",
    "candidates": "几个单位",
    "category": "类别",
    "character": "字符",
    "context": "前后文字",
    "count": "数量",
    "date": "日期",
    "days": "天数",
    "deadline": "完成时限",
    "due": "应报日期",
    "email": "邮箱",
    "field": "列名",
    "file": "文件名",
    "first": "表号",
    "form": "写法",
    "found": "期次",
    "guess": "",
    "heading": "表头",
    "hint": "",
    "issued": "印发日期",
    "kept": "",
    "kind": "文件种类",
    "label": "设置项",
    "missing": "缺少的序号",
    "name": "名称",
    "names": "名称",
    "new": "新文件名",
    "number": "序号",
    "option": "选项",
    "other": "另一处",
    "path": "文件",
    "percent": "百分比",
    "period": "期次",
    "plan": "工作名称",
    "reason": "原因",
    "received": "收到日期",
    "role": "角色",
    "row": "行号",
    "rule": "规则名",
    "second": "识别信息",
    "sheet": "工作表",
    "suggestions": "",
    "table": "表序号",
    "target": "目标值",
    "task_id": "任务编号",
    "tasks": "任务编号",
    "text": "原文",
    "token": "表号",
    "treatment": "暂行处理",
    "unit": "单位",
    "units": "几个单位",
    "value": "数值",
    "word": "群组词",
    "year": "年度",
}
"""What stands for a detail of a sentence on the page of codes; '' for what is only added where there is something."""


def code_example(bad: str, good: str) -> str:
    return f"不妥：{bad}<br>妥当：{good}"


# ---- the sample plan (sample) ----

BUILD_SAMPLE_HELP = "由workbook里的样例原文重新生成样例总表、Word附件、单位名册和群组文件"
SAMPLE_SECTIONS = ("印发通知", "附件表头", "任务", "设置", "单位", "群组")
SAMPLE_SOURCE = "示例区2026.md"
SAMPLE_MASTER = "示例区2026年责任分解表.xlsx"
SAMPLE_ANNEX = "示例区2026年工作要点任务分解表.docx"
SAMPLE_UNITS = "示例区单位名册.csv"
SAMPLE_GROUPS = "示例区群组.csv"
ANNEX_MARK = "附件"
ANNEX_COLON = "附件："


def sample_built(files: list[str]) -> str:
    return "已生成：\n" + "\n".join(f"  {name}" for name in files)


# ---- merging (merge_replies) ----

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


# ---- pictures of the manual (draw_pictures) ----

PICTURES_HELP = "用示例计划演示一轮，把各工作簿画成手册里的图片（需要LibreOffice和pdftoppm）"
