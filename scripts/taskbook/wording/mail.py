"""Mail going out: what letters are called, what sending says on the screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from taskbook.period import Period

LETTER_ISSUE = "下发通知"
LETTER_REMIND = "催报"
LETTER_RETURN = "退回修改"
LETTER_URGE = "督办提醒"
DAYS_LATE = "已超{days}天"

# ---- what is wrong in a template ----

TEMPLATE_WIDE_MARKS = "[｛{][｛％]|｛%|[％｝][｝}]|%｝"
"""Braces of the template language typed with a Chinese keyboard, as a regular expression."""

TEMPLATE_NAME_UNKNOWN = "没有“{0}”这个名称，可用的见模板开头的说明"
TEMPLATE_MARK_UNKNOWN = "“{0}”用错了，花括号、百分号和花括号里的标点都要用半角，成对写"
TEMPLATE_TAG_UNKNOWN = "“{0}”放错了地方或没有配对"
TEMPLATE_END_MISSING = "前面的“{0}”没有结束，缺少对应的“end{0}”"
TEMPLATE_BRACE_OPEN = "花括号没有成对"
TEMPLATE_COMMENT_OPEN = "说明没有结束，缺少“#}}”"
TEMPLATE_NEAR = "“{0}”附近写得不对"
TEMPLATE_NOTHING_THERE = "花括号里缺少内容"
TEMPLATE_NO_TEXT = "不是文本文件"
TEMPLATE_NOT_UNDERSTOOD = "写法不对：{0}"
TEMPLATE_NO_DOCUMENT = "不是Word文档"
TEMPLATE_NO_SUBJECT = "第一行应是“主题：”和邮件的主题"
SUBJECT_LABEL = "主题"
PLAN_UNNAMED = "重点工作任务"
TITLE_MARKS = "《》"

# ---- handing letters to a server ----

SEND_LEDGER = "发送登记.jsonl"
PROGRESS_SENDING = "发送邮件"
PROGRESS_PAUSE = "按发信间隔等待"
PROGRESS_TRY_LATER = "服务器要求稍后再发，等待重试"
PROGRESS_RECONNECT = "连接断了，等待重连"
REASON_LATER = "服务器要求稍后再发"
REASON_DROPPED = "连接断了"
REASON_ADDRESS = "写法不对"
REASON_NO_LOGIN_WAY = "服务器只接受这些登录方式：{names}"
REASON_STOPPED_BEFORE = "服务器连续推迟，这次没有再试"
EXPLAINED = "{plain}；服务器的原话：{words}"

SERVER_TOO_FAST = "发得太多太快"
SENDER_WORDS = (
    r"not owned by|sender address rejected|must (equal|match|be the same)|send ?as|(from|sender)[^.]{0,30}mismatch"
    r"|(not|isn't) (permitted|allowed|authorized) to send (as|from)|\b5\.1\.[78]\b|发件人|发信人"
)
"""What a server says, in regular expressions, to a sender that is not who logged in."""
SERVER_NO_LETTERS = (r"https?://\S+", r"[^\s<>()\"',;:@]+@[^\s<>()\"',;:@]+")
"""What in a server's words says nothing: places in the web and mail addresses, in regular expressions."""
SERVER_NOBODY = r"\b5\.1\.[0-9]{1,3}\b"
"""The number by which a server says that it is the address that is wrong, whatever words it adds (RFC 3463)."""
SERVER_REASONS = (
    (r"\b5\.1\.(1|3|6|10)\b", "没有这个邮箱"),
    (r"\b5\.1\.2\b", "@后面的域名不对"),
    (r"(daily|hourly|sending|outgoing|outbound|message rate)[^.]{0,20}(quota|limit)", SERVER_TOO_FAST),
    (r"mailbox (is )?full|over ?quota|quota (is )?exceed|exceed\w* (\w+ )?(quota|storage)|insufficient (system )?(disk )?(storage|space)|out of (disk )?space|storage (limit|full)|\b[45]\.2\.2\b|邮箱已满|容量", "对方邮箱满了"),
    (r"(message|mail|size)\b(?![^.]{0,30}\b(rates?|frequency|number|count)\b)[^.]{0,30}(too (large|big)|exceed)|too (large|big)|too much mail data|\b5\.3\.4\b|\b[45]\.2\.3\b|邮件过大|超过.{0,8}大小", "信太大"),
    (r"too many(?! hops)|too much|too frequent|\brate[ _-]?limit|(?<![\w.@/-])rates?\b(?![@/]|[.-]\w)|\bfrequen|throttl|over the (limit|max)|exceed\w* the (limit|max)|limit exceed|MI:(SFQ|STC|DMC|SPB)|(?<![\w.@/-])daily\b(?![@/]|[.-]\w)|每天|当天|RP:(TRL|CEL|QRC)|HL:(REP|IFC|ITC|MEP|AHB)|RCPT limit|频率|过于频繁|次数", SERVER_TOO_FAST),
    (r"grey ?list|gray ?list|DF:GRE|稍后", "对方要先推迟一次"),
    (SENDER_WORDS, "不收这个发件人的信"),
    (r"spam|junk|virus|black ?list|blocked|block list|\bRBL\b|\bDNSBL\b|policy|content|DT:SPM|DT:SPF|DT:SUM|suspicio|reputation|\bSPF\b|DMARC|DKIM|垃圾|黑名单|拒绝.{0,4}内容|病毒", "被当作垃圾邮件，或不合对方的规定"),
    (r"relay|转发", "服务器不肯往外单位转"),
    (r"disabled|suspend|inactive|deactivat|locked|frozen|expired|\b5\.2\.1\b|停用|冻结", "对方邮箱已停用"),
    (r"(domain|host)[^.]{0,20}(not (found|exist)|unknown|invalid|unresolv)|(unknown|bad|invalid) (domain|host)|no such (domain|host)|no mx|域名", "@后面的域名不对"),
    (r"(no such|unknown|invalid|non-?exist\w*|bad)[^.]{0,20}(user|recipient|mailbox|account|address|alias)|(user|recipient|mailbox|account|address|alias)[^.]{0,40}(unknown|not (be )?(found|exist|listed|valid|local)|does(n't| not) exist|unavailable|invalid|non-?exist|reject)|no mailbox|\b5\.1\.0\b|用户不存在|不存在|没有(该|这个|此)", "没有这个邮箱"),
    (r"authenticat|auth required|log ?in|未登录|认证", "服务器要求先登录"),
)  # fmt: skip
"""What servers say, in regular expressions, and what it means; the first that fits."""

# ---- drafts, packages, notices ----

PROGRESS_DRAFTS = "写邮件草稿"

# ---- sending, on the screen ----

SEND_HELP = """
发送反馈表，或催报：每个单位一封信，附上它的表。

三种方式，内容一样：写成邮件草稿（--eml）、直接发送（--smtp）、打包走OA或U盘（--package）；都不写就按“设置”表的“发送方式”。
发过的不会重发；中途停下的，再运行一次会接着发。密码不写在总表和命令里：用 save_login.py 存到电脑的密码库，或设环境变量。
"""
SEND_BOOKS = "反馈表在这个文件夹（默认：总表旁边的“下发/期次”）"
SEND_EML = "写成邮件草稿，放在这个文件夹，用Outlook、Foxmail打开就可以发"
SEND_SMTP = "直接发送，写成 smtps://账号@服务器:465 或 smtp://账号@服务器:587"
SEND_PACKAGE = "每个单位一个文件夹和压缩包，另有一张发送总览，走OA、聊天软件或U盘"
SEND_REMIND = "催报：只写给没有反馈、被退回、有逾期任务的单位；另写一段群里发的文字和一页催报通知"
SEND_DRY_RUN = "只列出会写给谁、写什么，什么都不发、不写"
SEND_UNIT = "只写给这个单位（名称或别名），可以写多次"
SEND_RESEND = "这个单位即使发过也再发一次，可以写多次"
SEND_PAUSE = "两封信之间停几秒（默认按“设置”表）"
SEND_PER_MINUTE = "每分钟最多发几封（默认按“设置”表）"
SEND_YES = "不再询问，直接发送"
META_SERVER = "服务器"
META_SECONDS = "秒数"
META_COUNT = "数量"

DRAFT_FOLDER = "邮件草稿"
PACKAGE_FOLDER = "打包"
REMIND_FOLDER = "催报"

FATES = {
    "planned": "待发",
    "draft": "已写好草稿",
    "packaged": "已打包",
    "sent": "已发送",
    "sent_before": "以前发过（不再发）",
    "refused": "被拒收",
    "failed": "没有发出",
    "perhaps": "不知道发到没有（不再发）",
    "too_large": "太大没有发",
    "no_address": "没有邮箱",
}
"""What became of a letter, as people read it."""

FATE_COUNT = "{fate}{count}封"
LETTER_LINE = "  {fate}　{unit}　{to}　{subject}"
OTHER_LETTERS = "另外{count}封写给："
NO_ADDRESS_SHOWN = "（没有邮箱）"
COPIES_SHOWN = "（抄送{addresses}）"
WRITTEN_BESIDE = "另已写好：{file}"
CONFIRM_SENDING = "将从{sender}经{server}发出{count}封信，共{addresses}个邮箱。现在发送吗？（发送请输入 y 再按回车，不发直接按回车）："
NOT_SENT = "没有发送。"


def letters_of(period: str, count: int, parts: list[str], place: str) -> str:
    if not count:
        return f"{period}期没有要写的信"
    return f"{period}期共{count}封：{'，'.join(parts)}" + (f"；{place}" if place else "")


def letter_shown(
    number: int, count: int, unit: str, to: str, subject: str, attached: str, text: str
) -> list[str]:
    return [
        f"——第{number}封，共{count}封：{unit}——",
        f"收件：{to}",
        f"主题：{subject}",
        f"附件：{attached or '无'}",
        "",
        *text.rstrip().split("\n"),
        "——完——",
    ]


def file_with_size(name: str, size: int) -> str:
    return f"{name}（{max(size / 1024, 1):.0f} KB）"


PROGRESS_PACKAGES = "打包"
NOTICE_FILE = "通知.txt"
SEND_OVERVIEW = "发送总览"
SEND_OVERVIEW_FILE = "发送总览.xlsx"
SEND_PLACE = "序号"
SEND_TASKS = "事项数"
SEND_LED = "牵头"
SEND_DUE = "截止"
SEND_FOLDER = "文件夹"
SEND_ARCHIVE = "压缩包"
SEND_DONE = "已发"
SEND_REMARK = "备注"
TICK = "✓"
TICK_PROMPT = "发给这个单位以后，从下拉框选 ✓"


def names_joined(names: Iterable[str]) -> str:
    return "、".join(names)


def send_overview_title(plan: str, period: Period, kinds: str) -> str:
    return f"{plan}{period.year}年{period.month}月{kinds}发送总览"


def send_overview_note(count: int) -> str:
    return f"共{count}家。“文件夹”和“压缩包”内容相同，点一下就打开，发哪个都行；发完一家在“已发”选 {TICK}，再次打包时保留。"


def addresses_in_words(to: Iterable[str], copies: Iterable[str]) -> str:
    copied = "、".join(copies)
    return "；".join([*filter(None, ["、".join(to)]), *([f"抄送：{copied}"] if copied else [])])


def notice_text(subject: str, text: str) -> str:
    return f"{SUBJECT_LABEL}：{subject}\n\n{text}"


CLEAR_YES = ("y", "yes", "是", "好", "发", "发送", "确认")
NOBODY_TO_ASK = "（不在终端里运行，不再询问，直接发送）"


NOTICE_TEMPLATE = "notice/催报通知.docx"
CHAT_TEMPLATE = "notice/催报群消息.txt"
NOTICE_DOCUMENT = "催报通知.docx"
CHAT_FILE = "催报群消息.txt"
NOTICE_TITLE_STYLE = "通知标题"
NOTICE_STYLES = ("通知正文", "通知主送", "通知落款")
NOTICE_MARKS = "一二三四五六七八九十"


def owing_in_words(unit: str, numbers: Sequence[str], counted: bool, most: int) -> str:
    """A unit with the numbers of its tasks in brackets, at most so many of them; `counted`: first how many there are."""
    if not numbers:
        return unit
    count = f"{len(numbers)}项"
    more = "" if len(numbers) <= most else "等" if counted else f"等{count}"
    shown = f"序号{'、'.join(numbers[:most])}{more}" if most else ""
    return f"{unit}（{'，'.join(filter(None, [count if counted or not shown else '', shown]))}）"


def and_more_units(units: Sequence[str], most: int) -> str:
    return f"{units[most - 1]}等{len(units)}家"
