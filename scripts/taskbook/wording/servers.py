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
