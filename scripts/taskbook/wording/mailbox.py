"""Mail coming in: what is said of a mailbox, its messages and their attachments."""

from __future__ import annotations

from collections.abc import Iterable

MAIL_FOLDER = "邮件"
"""Where raw messages are kept in a period's archive, and attachments in a period's inbox."""

UNNAMED_ATTACHMENT = "附件{number}"
LOST_ENCRYPTED = "邮件加了密"
LOST_WINMAIL = "Outlook专有格式winmail.dat已损坏"
LOST_SPLIT = "邮件被拆成了几封"
LOST_EMPTY = "附件是空的"
LOST_NESTED = "邮件套了太多层"
LOST_OUTSIDE = "附件只是一个指向别处的链接"
LOST_TOO_MANY = "附件超过{most}个"
LINK_WORDS = (
    *(
        "超大附件",
        "网盘附件",
        "云附件",
        "文件中转站",
        "中转站附件",
        "百度网盘",
        "天翼云盘",
        "和彩云",
        "腾讯微云",
        "阿里云盘",
        "夸克网盘",
    ),
    *("文件将于", "附件有效期", "提取码", "云盘链接", "从网盘发送", "在线文档"),
)
"""What a body says when its file lies somewhere else."""

MAIL_REGISTER = "邮件登记.jsonl"
INBOX_NAMES = ("收件箱", "收信箱")
ATTACHMENT_ENDING = ".附件"
PROGRESS_MAILBOX = "收信"

REASON_READ_ONLY_MAILBOX = "这个文件夹只能看，不能改"
REASON_LOGIN_SHUT = "它不接受用密码登录"
REASON_TLS_PORT = "993是一开始就加密的端口"
REASON_OTHER_PIECE = "服务器给的不是要的那一段"
MAILBOX_REFUSALS = {
    "OVERQUOTA": "邮箱空间已满",
    "QUOTA EXCEEDED": "邮箱空间已满",
    "NOPERM": "没有权限",
    "PERMISSION DENIED": "没有权限",
    "UNSAFE LOGIN": "邮箱不信任这个程序，请在邮箱网页的设置里开启IMAP服务",
    "AUTHENTICATIONFAILED": "账号或密码不对",
    "INVALID CREDENTIALS": "账号或密码不对",
    "TOO MANY": "连接太多，请过一会儿再试",
}
"""What servers say when they refuse → the reason in Chinese."""
KNOWN_REFUSAL = "{known}：{told}"

REASON_RENUMBERED = "邮件的编号一直在变"
HINT_LINKS_ONLY = "（只有网盘或超大附件的链接）"
UNIT_UNKNOWN = "某单位"
NO_SUBJECT = "（无主题）"
ADDRESS_UNKNOWN = "地址不明"


def quoted_names(names: Iterable[str]) -> str:
    """甲, 乙 → “甲”、“乙”."""
    return "、".join(f"“{name}”" for name in names)


# ---- watching ----

WATCHING = "正在等候新的反馈表：{place}。到一份收一份；按 Ctrl-C 结束"
WATCH_ENDED = "已停止等候。收到的都已归档"
WATCH_TROUBLE = "{time}　这次没有收成：{reason}。稍后再试"


def arrived(time: str, outcome: str, whose: str, rows: int, file: str, problem: str) -> str:
    parts = [time, outcome, whose, f"{rows}项" if rows else "", f"“{file}”", problem]
    return "　".join(part for part in parts if part)


# ---- fetching, on the screen ----


def mail_taken(account: str, messages: int, files: int, left_alone: int) -> str:
    others = f"，与填报无关的{left_alone}封没有动" if left_alone else ""
    return f"邮箱{account}：新收{messages}封，附件{files}个{others}"


COLLECT_IMAP = "从邮箱收信，写成 imaps://账号@服务器:993（后面可以加 /文件夹）；写“设置”就用总表“设置”里的收信服务器；附件放进收件文件夹，一起收"
COLLECT_WATCH = "守在那里，到一份收一份，按 Ctrl-C 结束"

AUTOMATIC_SUBJECTS = (
    *("自动回复", "自动答复", "系统退信", "退信通知", "Automatic reply", "Out of Office", "Undeliverable:"),
    *(
        "Undelivered Mail",
        "Delivery Status Notification",
        "Mail delivery failed",
        "Returned mail:",
        "failure notice",
    ),
)
"""How a subject begins that a server wrote, not a person."""
