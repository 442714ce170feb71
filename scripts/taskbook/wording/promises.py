"""What is said about answers that do not keep what the task promised."""

from __future__ import annotations

from collections.abc import Sequence

WORKING_DAYS = "{count}个工作日"
CALENDAR_DAYS = "{count}天"
REMARKS_IN_STATUS = "核查提示{count}处，见状态汇总表“反馈明细”的“核查提示”一列"
REMARKS_IN_REPORT = "核查提示{count}处，见月报工作簿的“核查提示”"
TASK_OF_UNIT = "任务{task}（{unit}）"


def others_named(names: Sequence[str], count: int) -> str:
    """The first of them by name, and how many there are where not all are named."""
    named = "、".join(names)
    return named if count <= len(names) else f"{named}等{count}处"


# ---- looking at evidence on the web ----

LINKS_FILE = "佐证链接.jsonl"
PROGRESS_LINKS = "打开佐证链接"
LINK_REASON_STATUS = "网站答复{status}"
LINK_REASON_GONE = "网站说没有这个网页，{status}"
LINK_REASON_FAULT = "网站出错，{status}"
LINK_REASON_DENIED = "网站不让程序查看，{status}"
LINK_REASON_LOGIN = "要登录才能看，{status}"
LINK_REASON_BUSY = "网站正忙，{status}"
LINK_REASON_ROUND = "转来转去，没有到达网页"
LINK_REASON_NOT_WEB = "转到了不是网页的地址"
LINK_REASON_PRIVATE = "是内网或本机地址，又不在“佐证网址范围”里，没有去看"
LINK_REASON_NOT_HTTP = "对方的回应不是网页"
LINK_REASON_SLOW = "等了很久没有回应"
LINK_REASON_NO_HOST = "找不到这个网站"
LINK_REASON_OTHER_NAME = "不是这个网站的证书"
LINK_REASON_CERTIFICATE = "网站的证书有问题，{reason}"
