"""Mail servers: how their addresses are written, and why one could not be reached, in words for people."""

from __future__ import annotations

CHINESE_STOPS = "。｡"  # typed for the dot in a server's name
SERVER_FORM_SMTP = "smtps://账号@服务器:465 或 smtp://账号@服务器:587"
SERVER_FORM_IMAP = "imaps://账号@服务器:993/文件夹"

REASON_NO_SUCH_HOST = "找不到这个服务器，请核对名称，或者电脑没有连网"
REASON_REFUSED_CONNECTION = "服务器没有开这个端口"
REASON_NO_ANSWER = "等了很久没有回应"
REASON_NO_NETWORK = "网络不通"
REASON_BLOCKED = "被防火墙或杀毒软件拦住了"
REASON_CUT_OFF = "对方中断了连接"
REASON_NOT_TLS = "对方的回应不是加密的"
REASON_TLS_TOO_OLD = "服务器的加密方式太旧或不通用，需要TLS 1.2以上"
REASON_TLS_FAILED = "加密没有谈成：{words}"
REASON_NOT_UNDERSTOOD_ANSWER = "对方的回应看不懂，可能不是邮件服务器"
REASON_NO_WORDS = "没有说明原因"

REASON_SELF_SIGNED = "是服务器自己签发的"
REASON_ISSUER_UNKNOWN = "不认识签发它的机构"
REASON_TOO_WEAK = "证书的密钥或签名太弱"
REASON_REVOKED = "证书已被吊销"
REASON_EXPIRED = "有效期已过"
REASON_NOT_YET_VALID = "还没到生效的日期"
REASON_OTHER_NAME = "不是{host}的证书"

REASON_NO_SUCH_FILE = "找不到这个文件"
REASON_NO_CERTIFICATE = "里面没有证书"

KEYRING_NONE = "没有安装或没有启用"
KEYRING_SILENT = "没有回应"
KEYRING_LOCKED = "没有解锁"
KEYRING_FORGETS = "存进去的取不出来"
KEYRING_FAILED = "{error}"

# ---- keeping a password ----

LOGIN_HELP = """
登录邮箱：把发信、收信邮箱的密码（授权码）存到这台电脑的密码库，以后发信、收信不用再输。

密码先拿去登录一次，登得上才存；总表里不存密码，屏幕上也不显示。
"""
LOGIN_SMTP = "发信服务器，如 smtps://账号@服务器:465（默认是“设置”表的“发信服务器”）"
LOGIN_IMAP = "收信服务器，如 imaps://账号@服务器:993（默认是“设置”表的“收信服务器”）"
LOGIN_FORGET = "从密码库里删去密码"
ASK_PASSWORD = "{user} 在 {server} 的密码（或授权码），输入时不显示："


def login_stored(user: str, server: str) -> str:
    return f"已登录{server}，账号{user}的密码存进了电脑的密码库"


def login_not_needed(server: str) -> str:
    return f"{server}不要求登录，没有存密码"


def login_forgotten(user: str, server: str) -> str:
    return f"账号{user}在{server}的密码已从密码库删去"


def login_not_kept(user: str, server: str) -> str:
    return f"密码库里没有账号{user}在{server}的密码"
