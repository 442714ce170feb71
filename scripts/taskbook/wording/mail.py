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
