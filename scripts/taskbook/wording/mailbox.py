"""Mail coming in: what is said of a mailbox, its messages and their attachments."""

from __future__ import annotations

MAIL_FOLDER = "邮件"
"""Where raw messages are kept in a period's archive, and attachments in a period's inbox."""

UNNAMED_ATTACHMENT = "附件{number}"
LOST_ENCRYPTED = "邮件加了密"
LOST_WINMAIL = "Outlook专有格式winmail.dat已损坏"
LOST_SPLIT = "邮件被拆成了几封"
LOST_EMPTY = "附件是空的"
LOST_NESTED = "邮件套了太多层"
LOST_OUTSIDE = "附件只是一个指向别处的链接"
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
