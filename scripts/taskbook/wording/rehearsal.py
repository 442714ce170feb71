"""The simulated office."""

from __future__ import annotations

from collections.abc import Sequence

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
REHEARSAL_REPORT = {
    "notice": "通报  ",
    "monthly": "月报  ",
    "board": "看板（用浏览器打开）  ",
    "scores": "考核表  ",
}
REHEARSAL_ORDERS = "督办单、催办单  "

EXCEL_TABS = ("文件", "开始", "插入", "页面布局", "公式", "数据", "审阅", "视图", "帮助")
"""The tabs that stand before ours in a Chinese Excel."""

EXCEL_READY = "就绪"
DIALOG_OK = ("确定",)
DIALOG_YES_NO = ("是(Y)", "否(N)")
DIALOG_OK_CANCEL = ("确定", "取消")
MAIL_SEND = "发送"
MAIL_FROM, MAIL_TO, MAIL_COPIES, MAIL_SUBJECT, MAIL_ATTACHED = "发件人", "收件人", "抄送", "主题", "附件"
PICTURE_FOLDER = "D:\\政务公开\\2026年"
"""Where the office of the pictures keeps its master."""


def window_title(file: str) -> str:
    return f"{file} - Excel"


def mail_window_title(subject: str) -> str:
    return f"{subject} - 邮件"


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
        "accepted": "采用",
        "superseded": "被后一份取代",
        "duplicate": "重复",
        "returned": "退回",
        "ignored": "忽略",
    }
    total = sum(count for _, count in counts)
    return f"  收件  共{total}个文件：{_counted([(names[name], count) for name, count in counts], '个')}"


def rehearsal_merged(tasks: int, states: Sequence[tuple[str, int]], lights: Sequence[tuple[str, int]]) -> str:
    return f"  汇总  {tasks}项任务：{_counted(states, '项')}；亮灯：{_counted(lights, '项')}"


def rehearsal_report(files: int, orders: int) -> str:
    return f"  月报  通报、月报、看板等{files}个文件，督办单、催办单{orders}份"


def rehearsal_right(answers: int, files: int) -> str:
    return f"  核对  {answers}条反馈与各单位所填逐字一致，{files}个文件的去向全部正确"


def rehearsal_wrong(count: int) -> str:
    return f"  核对  与各单位所填有{count}处不一致："


def rehearsal_skipped(reason: str) -> str:
    return f"没有演示到的：{reason}"


def _counted(counts: Sequence[tuple[str, int]], measure: str) -> str:
    return "、".join(f"{name}{count}{measure}" for name, count in counts if count) or f"0{measure}"


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


# ---- three months, and what happens between them in the sample plan's place ----

MONTHS_RENAMED = ("区文化旅游体育局", "区文化和旅游局")
MONTHS_MERGED = (("区工业和信息化局", "区商务和投资促进局"), "区工业信息化和商务局")
MONTHS_STOPPED = "区公交公司"
MONTHS_JOINED = ("区应急管理局", "部门", "联络员52", "unit52@shiliqu.example")
"""单位名称, 类别, 联系人, 邮箱."""

MONTHS_MOVED = ("区市场监督管理局", "区卫生健康局")
"""Of a task's 责任单位: who it was, who it is."""

MONTHS_ADDED_TASK = {
    "number": "43",
    "section": "四、夯实公开基础",
    "topic": "（十一）监督保障",
    "content": "组织政务公开业务培训，各单位联络员至少轮训一遍，培训材料在内部网站共享。",
    "lead": "区政府办公室",
    "responsible": "区委组织部、区财政局，各街道",
    "support": "区融媒体中心",
    "measure": "培训不少于3场",
    "deadline": "2026年10月5日前",
}
MONTHS_STOPPED_MARK = "是"
MONTHS_ALIAS_SEPARATOR = "；"
MONTHS_COUNTED = "个场次户条件项%"
"""Units of measure of which a person can have done half."""

MONTHS_AT_LEAST = ("不少于", "不低于", "达到")


# ---- a plan in prose, drafted and decided ----

PROSE_PAGE_NUMBER = "\n— {page} —\n"
"""What a text that was copied from pages has in the middle of its sentences."""

PROSE_COPIED = "示例区2026年优化营商环境工作要点.txt"
PROSE_ADDED_TASK = {
    "工作任务": "在供水、供气营业厅公布报装服务监督电话，5月底前完成。",
    "责任单位": "区住房和城乡建设局",
    "完成时限": "5月底前",
}
"""What a person adds to the draft, by the headings of the sheet 审阅."""
