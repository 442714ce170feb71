"""Mail going out: what letters are called, what sending says on the screen."""

from __future__ import annotations

LETTER_ISSUE = "下发通知"
LETTER_REMIND = "催报"
LETTER_RETURN = "退回修改"
LETTER_URGE = "督办提醒"

# ---- what is wrong in a template ----

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

SERVER_REASONS = (
    (r"mailbox (is )?full|over ?quota|quota (is )?exceed|exceed\w* (\w+ )?(quota|storage)|insufficient (system )?(disk )?(storage|space)|out of (disk )?space|storage (limit|full)|\b[45]\.2\.2\b|邮箱已满|容量", "对方邮箱满了"),
    (r"(message|mail|size)[^.]{0,30}(too (large|big)|exceed)|too (large|big|much)|\b5\.3\.4\b|\b[45]\.2\.3\b|邮件过大|超过.{0,8}大小", "信太大"),
    (r"too many|too frequent|rate|frequen|throttl|over the (limit|max)|exceed\w* the (limit|max)|limit exceed|MI:SFQ|RP:(TRL|CEL|QRC)|HL:(REP|IFC|ITC|MEP|AHB)|RCPT limit|频率|过于频繁|次数", "发得太多太快"),
    (r"grey ?list|gray ?list|DF:GRE|稍后", "对方要先推迟一次"),
    (r"spam|junk|virus|black ?list|blocked|block list|\bRBL\b|\bDNSBL\b|policy|content|DT:SPM|DT:SPF|DT:SUM|suspicio|reputation|SPF|DMARC|DKIM|垃圾|拒绝.{0,4}内容|病毒", "被当作垃圾邮件，或不合对方的规定"),
    (r"relay|转发", "服务器不肯往外单位转"),
    (r"disabled|suspend|inactive|deactivat|locked|frozen|expired|\b5\.2\.1\b|停用|冻结", "对方邮箱已停用"),
    (r"\b5\.1\.2\b|(domain|host)[^.]{0,20}(not (found|exist)|unknown|invalid|unresolv)|(unknown|bad|invalid) (domain|host)|no such (domain|host)|no mx|域名", "@后面的域名不对"),
    (r"(no such|unknown|invalid|non-?exist\w*|bad)[^.]{0,20}(user|recipient|mailbox|account|address|alias)|(user|recipient|mailbox|account|address|alias)[^.]{0,40}(unknown|not (be )?(found|exist|listed|valid|local)|does(n't| not) exist|unavailable|invalid|non-?exist|reject)|no mailbox|\b5\.1\.(1|0|10)\b|用户不存在|不存在|没有(该|这个|此)", "没有这个邮箱"),
    (r"authenticat|auth required|log ?in|未登录|认证", "服务器要求先登录"),
)  # fmt: skip
"""What servers say, in regular expressions, and what it means; the first that fits."""

# ---- drafts, packages, notices ----

PROGRESS_DRAFTS = "写邮件草稿"
