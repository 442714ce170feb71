"""The buttons, in Excel and outside: their names, questions, progress and closing words."""

from __future__ import annotations

from collections.abc import Sequence

BUTTON_NAMES = {
    "import": "导入",
    "check": "校验",
    "split": "下发",
    "send": "发送",
    "remind": "催报",
    "round": "一键汇总",
    "report": "月报",
    "settings": "设置",
    "login": "登录邮箱",
    "folder": "打开文件夹",
    "help": "帮助",
}
"""Button id → the word on it, in the order of the work."""

APP_NAME = "责任分解"
LAST_REPORT = "last_report.txt"

PROGRESS_CHECK = "校验"
MANUAL_FILE = "用户手册.md"
STARTING = "责任分解：正在{name}……"
PROGRESS_ON_BAR = "责任分解：{label} {done}/{total}（按 Esc 取消）"
DECLINED = "没有做，什么都没有改动。"
CANCELLED = "已取消。已经写好的文件都是完整的，再点一次会接着做。"
GO_TO = "跳到“{sheet}”{cell}"

PRESS_HELP = "按一下按钮：和 Excel 里“责任分解”选项卡上的按钮做同样的事，不需要 Excel"
PRESS_BUTTON = "按哪个按钮：import 导入、check 校验、split 下发、send 发送、remind 催报、round 一键汇总、report 月报、settings 设置、login 登录邮箱、folder 打开文件夹、help 帮助"
PRESS_META_BUTTON = "按钮"
PRESS_WAIT = "做完以后等按回车再关窗口"
PRESS_ENTER = "\n按回车键关闭……"
PRESS_FILE = "总表（导入时是要导入的文件）；不写就会问"
NOT_THERE = "找不到“{path}”，请再拖一次。"
IS_FOLDER = "“{path}”是文件夹，请拖文件。"
ASK_MASTER = "请把总表拖到这个窗口里（或写出它的路径），然后按回车："
ASK_DOCUMENT = "请把要导入的文件拖到这个窗口里（或写出它的路径），然后按回车："
ASK_YES = "{question}\n  继续请直接按回车，不做请写 n 再按回车："
YES_ANSWERS = ("", "y", "yes", "是", "好", "做", "可以", "继续")
NO_ANSWERS = ("n", "no", "否", "不", "不做", "取消")
SHEET_IS_THERE = "请在总表里看“{sheet}”工作表。"
OPEN_IT_YOURSELF = "请自己打开：{path}"
OPENED_AT = "在这里：{path}"
PICK_DOCUMENT = "选择要导入的工作要点"
_KINDS = "*.docx;*.doc;*.wps;*.pdf;*.xlsx;*.xls;*.ods;*.csv;*.txt;*.htm;*.html;*.rtf;*.odt"
PICK_FILTER = f"工作要点 ({_KINDS}),{_KINDS}"

OTHER_BOOK = "当前窗口“{active}”不是总表。要对已经打开的总表“{master}”做“{name}”吗？"
CONFIRM_SPLIT = "将按总表“{master}”现在的内容生成{period}期的反馈表，放在“{folder}”。现在生成吗？"
OTHER_YEAR = "\n请注意：{period}不在计划年度{year}年内。"
AS_SAVED = "“{master}”正在别的窗口里打开着，反馈表按最近一次保存的内容生成，没有保存的改动不在里面。"
PERIOD_IN_BOX = "{question}\n\n期次不对的，请按“取消”，在“期次”框里写好（如 2026-09）再按一次按钮。"
ASK_PERIOD = (
    "{question}\n  继续请直接按回车；期次不对的，请写出期次（如 2026-09）再按回车；不做请写 n 再按回车："
)
CONFIRM_IMPORT = (
    "将把“{source}”导入为新的总表“{out}”。\n"
    "里面没有任务分解表的，先从正文起草一份审阅稿“{draft}”，请您逐行定了再导入。\n{with_registry}\n\n现在导入吗？"
)
CONFIRM_REVIEWED = "将把审阅稿“{source}”变成新的总表“{out}”，单位和群组用审阅稿里的。{told}\n\n现在导入吗？"
REVIEW_SUFFIX = "_审阅稿"
WITH_REGISTRY = "单位名册用同一文件夹里的“{name}”。"
WITH_GROUPS = "群组词用“{name}”。"
WITHOUT_REGISTRY = "同一文件夹里没有文件名带“单位名册”的文件，单位将按文件里出现的名称列出，导入后请核对。"
REGISTRY_MARK, GROUPS_MARK = "单位名册", "群组"
IMPORTED_NAME = "{stem}_总表"

LOOK_AT_FINDINGS = "要现在看“校验结果”吗？"
NOT_SAVED_YET = "总表已改好，还没有保存：核对后请按 Ctrl+S。改动前的副本在“{copy}”。"
SAVED = "总表已改好。改动前的副本在“{copy}”。"
NOT_WRITTEN = "总表没有写回，仍是原来的样子："
UNCHANGED = "总表没有需要改的地方。"
ATTENTION = "请留意："
MORE_LINES = "……另有{count}条"
CUT_OFF = "{text}……"
INBOX_EMPTY = "收件文件夹里还没有文件：{folder}。请把各单位交回的文件放进去，再点一次“一键汇总”。没有汇总，什么都没有改动。"
INBOX_MADE = "收件文件夹原来没有，现在建好了：{folder}。请把各单位交回的文件放进去，再点一次“一键汇总”。"
OPEN_RETURNS = "收件文件夹里的{names}正在打开着，还有没保存的改动，这次收的是已保存的内容。"
STILL_MISSING = "还没有交的{count}家：{names}"
TO_SEND_AGAIN = "交了但被退回、等重报的{count}家：{names}"
SENT_BACK = "退回{count}份，退回说明在“{folder}”"
STATUS_BOOK = "状态汇总：{path}"
LISTED_FIRST = "{names}等"

MORE_IN_STATUS = "，见状态汇总的“问题清单”"


def checked_on_screen(tasks: int, left_over: int, units: int) -> str:
    more = f"（另有回头看{left_over}项）" if left_over else ""
    return f"校验了{tasks}项任务{more}、{units}个单位"


def listed_first(names: Sequence[str], most: int = 12) -> str:
    """`["甲", "乙"]` → 甲、乙; of many the first ones and 等."""
    if len(names) <= most:
        return "、".join(names)
    return LISTED_FIRST.format(names="、".join(names[:most]))


PERIOD_FORM = r"(?:(?P<year>(?:19|20|21)\d{2})(?:[-年./]|(?=\d\d$)))?(?P<month>0?[1-9]|1[0-2])月?(?:份|期)?"
"""How people write a period: 2026-09, 2026年9月, 2026.9, 202609, 9月."""

PASSWORD_WINDOW = (
    "已打开一个窗口，请在那里输入邮箱密码（输入时不显示），按回车。用的是“{master}”最近一次保存的设置。"
)
REMINDED_TODAY = "要催的今天都催过了，没有再发；明天还没报的，再点一次。"
NOTHING_CAME = "收件文件夹和邮箱里都还没有反馈表：{folder}。没有汇总，总表没有改动。"
AND_THE_MAILBOX = "（邮箱里新到的也一起收）"
CONFIRM_ROUND = "将收{period}期的表：从“{folder}”收，汇总后把进展写回总表“{master}”。现在做吗？"

MAIL_WAY_DOES = {
    "eml": "写成邮件草稿，放在“{place}”；写好后逐封打开，核对了再发",
    "smtp": "直接从{sender}经{place}发出",
    "package": "打包，放在“{place}”，走OA、聊天软件或U盘",
}
LETTERS_AT = {
    "eml": "草稿在“{place}”，双击打开就可以发。",
    "smtp": "已发的都有登记，再点一次不会重发。",
    "package": "打好的包和发送总览在“{place}”。",
}


def question_before_letters(period: str, does: str, count: int, without: Sequence[str], before: int) -> str:
    lines = [f"{period}期有{count}家要写信，将{does}。现在做吗？"]
    if before:
        lines.append(f"以前发过的{before}家不再发。")
    if without:
        lines.append(f"没有邮箱、写不了的{len(without)}家：{listed_first(without, 6)}")
    return "\n".join(lines)


def drafts_beside(count: int) -> str:
    return f"，其中{count}份已写好退回的邮件（.eml），打开就可以发"


def first_letter(unit: str, to: str, subject: str, attached: str, lines: Sequence[str], most: int) -> str:
    """How the first letter begins, in whole lines of at most `most` characters in all."""
    shown = [f"第一封：{unit}　{to}", f"主题：{subject}", *([f"附件：{attached}"] if attached else [])]
    for line in filter(None, map(str.strip, lines)):
        if sum(map(len, shown)) + len(line) > most:
            return "\n".join([*shown, "……"])
        shown.append(line)
    return "\n".join(shown)
