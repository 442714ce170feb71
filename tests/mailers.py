"""Replies as five kinds of mailers really write them: header order, boundaries, charsets, how files are named.

Written down from headers that such programs left in public mailing lists and issue reports; the words and addresses are
made up. `compose` gives the raw bytes of a reply; two calls with the same arguments give the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import struct
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from enum import StrEnum
from urllib.parse import quote

WHEN = datetime(2026, 9, 28, 9, 12, 33, tzinfo=timezone(timedelta(hours=8)))
_TEXT = "您好：\n反馈表已填好，请查收。\n"
_NOTE = b"This is a multi-part message in MIME format.\r\n\r\n"


class Mailer(StrEnum):
    """Programs and web sites that offices answer with."""

    FOXMAIL = "Foxmail 7"
    OUTLOOK = "Outlook 2016"
    OUTLOOK_WINMAIL = "Outlook 2016 (winmail.dat)"
    COREMAIL = "Coremail webmail"
    QQ = "QQ webmail"
    NETEASE = "163 webmail"
    PHONE = "phone"
    OLD = "old program, raw GBK headers"


def compose(
    mailer: Mailer, sender: str, to: str, subject: str, in_reply_to: str, files: Mapping[str, bytes]
) -> bytes:
    """The raw reply of `sender` to `to` with `files` (name → content) attached; '' for `in_reply_to` starts a thread."""
    return _WRITERS[mailer](sender, to, subject, in_reply_to, files)


def words(text: str, charset: str, way: str = "B", longest: int = 30, between: bytes = b"\r\n\t") -> bytes:
    """Encoded words (RFC 2047) of at most `longest` bytes of text each, cut without regard to characters."""
    codec = "gb18030" if charset.casefold().startswith("gb") else charset
    data = text.encode(codec, "replace")
    pieces = [data[at : at + longest] for at in range(0, len(data), longest)] or [b""]
    encoded = [
        base64.b64encode(piece) if way == "B" else b"".join(_quoted(byte) for byte in piece)
        for piece in pieces
    ]
    return between.join(b"=?%s?%s?%s?=" % (charset.encode(), way.encode(), each) for each in encoded)


def escaped(name: str, key: str, longest: int = 60) -> bytes:
    """A parameter by RFC 2231: one value, or numbered sections where it is long."""
    value = quote(name, safe="")
    if len(value) <= longest:
        return f"{key}*=UTF-8''{value}".encode()
    pieces = [value[at : at + longest] for at in range(0, len(value), longest)]
    pieces[0] = f"UTF-8''{pieces[0]}"
    return ";\r\n\t".join(f"{key}*{number}*={piece}" for number, piece in enumerate(pieces)).encode()


def winmail(files: Mapping[str, bytes], code_page: int = 936) -> bytes:
    """A winmail.dat with files in it, named short in a code page and long in UTF-16 as Outlook does."""
    out = struct.pack("<IH", 0x223E9F78, 1)
    out += _attribute(1, 0x9006, 8, struct.pack("<I", 0x10000))
    out += _attribute(1, 0x9007, 6, struct.pack("<II", code_page, 0))
    out += _attribute(1, 0x8008, 7, b"IPM.Microsoft Mail.Note\0")
    for name, content in files.items():
        short = name.encode("gb18030", "replace")
        out += _attribute(2, 0x9002, 6, struct.pack("<HIIHI", 1, 0xFFFFFFFF, 0x00200020, 0, 0))
        out += _attribute(2, 0x8010, 1, short + b"\0")
        out += _attribute(2, 0x800F, 6, content)
        wide = name.encode("utf-16-le", "surrogatepass") + b"\0\0"
        properties = struct.pack("<I", 2)
        properties += struct.pack("<HHI", 0x0003, 0x3705, 1)
        properties += struct.pack("<HHII", 0x001F, 0x3707, 1, len(wide)) + wide + bytes(-len(wide) % 4)
        out += _attribute(2, 0x9005, 6, properties)
    return out


def base64_lines(data: bytes, width: int = 76) -> bytes:
    """Base64 in lines as mail carries it."""
    text = base64.b64encode(data)
    return b"\r\n".join(text[at : at + width] for at in range(0, len(text), width)) + b"\r\n"


# ---- the mailers ----


def _foxmail(sender: str, to: str, subject: str, answered: str, files: Mapping[str, bytes]) -> bytes:
    charset = "GB2312" if _fits(subject + "".join(files), "gb2312") else "utf-8"
    digits = _digits(sender, subject, 12)
    outer, inner = f"----=_001_NextPart{digits}_=----", f"----=_002_NextPart{digits}_=----"
    head = [
        b"Date: " + _date(),
        b"From: " + words("张三", charset) + f" <{sender}>".encode(),
        b'To: "office" <' + to.encode() + b">",
        b"Subject: " + words(subject, charset, between=b"\r\n "),
        *([b"References: " + answered.encode()] if answered else []),
        b"X-Priority: 3",
        b"X-GUID: " + _digest(sender, subject)[:8].upper() + b"-FAC5-49FD-9049-E81975BD6768",
        b"X-Has-Attach: yes",
        b"X-Mailer: Foxmail 7.2.25.254[cn]",
        b"Mime-Version: 1.0",
        f"Message-ID: <20260928091233{digits[:7]}@{sender.partition('@')[2]}>".encode(),
        f'Content-Type: multipart/mixed;\r\n\tboundary="{outer}"'.encode(),
    ]
    parts = [_alternative(inner, charset)]
    for name, content in files.items():
        named = words(name, charset)
        parts.append(
            b'Content-Type: application/octet-stream;\r\n\tname="' + named + b'"\r\n'
            b"Content-Transfer-Encoding: base64\r\n"
            b'Content-Disposition: attachment;\r\n\tfilename="' + named + b'"\r\n\r\n' + base64_lines(content)
        )
    return _message(head, outer, parts, _NOTE)


def _outlook(sender: str, to: str, subject: str, answered: str, files: Mapping[str, bytes]) -> bytes:
    outer, inner = "----=_NextPart_000_0001_01DD2E5D.6A5B4C30", "----=_NextPart_001_0002_01DD2E5D.6A5B4C30"
    parts = [_alternative(inner, "gb2312")]
    for name, content in files.items():
        named = words(name, "gb2312", longest=36, between=b"\r\n ")
        parts.append(
            b'Content-Type: application/vnd.openxmlformats-officedocument.spreadsheetml.sheet;\r\n\tname="'
            + named
            + b'"\r\nContent-Transfer-Encoding: base64\r\nContent-Description: '
            + named
            + b'\r\nContent-Disposition: attachment;\r\n\tfilename="'
            + named
            + f'"; size={len(content)};\r\n'.encode()
            + b'\tcreation-date="Mon, 28 Sep 2026 01:10:00 GMT";\r\n'
            + b'\tmodification-date="Mon, 28 Sep 2026 01:11:00 GMT"\r\n\r\n'
            + base64_lines(content)
        )
    return _message(_outlook_head(sender, to, subject, answered, outer), outer, parts, _NOTE)


def _outlook_winmail(sender: str, to: str, subject: str, answered: str, files: Mapping[str, bytes]) -> bytes:
    outer = "----=_NextPart_000_0010_01DD2E5D.6A5B4C30"
    parts = [
        b'Content-Type: text/plain;\r\n\tcharset="gb2312"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        + base64_lines(_TEXT.encode("gb18030")),
        b'Content-Type: application/ms-tnef;\r\n\tname="winmail.dat"\r\nContent-Transfer-Encoding: base64\r\n'
        b'Content-Disposition: attachment;\r\n\tfilename="winmail.dat"\r\n\r\n'
        + base64_lines(winmail(files)),
    ]
    head = [*_outlook_head(sender, to, subject, answered, outer), b"X-MS-TNEF-Correlator: 0000000094F1"]
    return _message(head, outer, parts, _NOTE)


def _outlook_head(sender: str, to: str, subject: str, answered: str, boundary: str) -> list[bytes]:
    return [
        b"From: " + words("发改局", "gb2312") + f" <{sender}>".encode(),
        f"To: <{to}>".encode(),
        *([f"References: {answered}".encode(), f"In-Reply-To: {answered}".encode()] if answered else []),
        b"Subject: " + words(subject, "gb2312", longest=39, between=b"\r\n "),
        b"Date: " + _date(),
        f"Message-ID: <000001dd2e1a${_digest(sender, subject)[:8].decode()}$7155dac0$@{sender.partition('@')[2]}>".encode(),
        b"MIME-Version: 1.0",
        f'Content-Type: multipart/mixed;\r\n\tboundary="{boundary}"'.encode(),
        b"X-Mailer: Microsoft Outlook 16.0",
        b"Thread-Index: AQHdLhqJkZ9G1w==",
        b"Content-Language: zh-cn",
    ]


def _coremail(sender: str, to: str, subject: str, answered: str, files: Mapping[str, bytes]) -> bytes:
    return _from_coremail(
        sender, to, subject, answered, files, "UTF-8", "B", "XT5.0.14 build 20230109(dcb5de15)"
    )


def _netease(sender: str, to: str, subject: str, answered: str, files: Mapping[str, bytes]) -> bytes:
    return _from_coremail(
        sender, to, subject, answered, files, "GBK", "Q", "XT5.0.13 build 20220113(9671e152)"
    )


def _from_coremail(
    sender: str,
    to: str,
    subject: str,
    answered: str,
    files: Mapping[str, bytes],
    charset: str,
    way: str,
    version: str,
) -> bytes:
    """Coremail writes no folds inside a name's quotes but a blank line of words, the files' types as Java guesses."""
    digits = _digits(sender, subject, 9)
    outer, inner = (
        f"----=_Part_{digits[:6]}_{digits}.1790557953000",
        f"----=_Part_{digits[:6]}_1{digits}.1790557953000",
    )
    head = [
        f"Received: from {sender.replace('@', '$')} ( [10.1.2.3] ) by ajax-webmail-app1\r\n (Coremail) ; ".encode()
        + _date()
        + b" (GMT+08:00)",
        b"X-Originating-IP: [10.1.2.3]",
        b"Date: " + _date() + b" (GMT+08:00)",
        b"X-CM-HeaderCharset: " + charset.encode(),
        b'From: "' + words("教育局办公室", charset, way) + f'" <{sender}>'.encode(),
        f"To: {to}".encode(),
        b"Subject: " + words(subject, charset, way, 18, b"\r\n "),
        b"X-Priority: 3",
        f"X-Mailer: Coremail Webmail Server Version {version}\r\n Copyright (c) 2002-2026 www.mailtech.cn".encode(),
        *([f"In-Reply-To: {answered}".encode(), f"References: {answered}".encode()] if answered else []),
        f'Content-Type: multipart/mixed; \r\n\tboundary="{outer}"'.encode(),
        b"MIME-Version: 1.0",
        f"Message-ID: <{_digest(sender, subject)[:8].decode()}.3724.182205399a9.Coremail.{sender}>".encode(),
        b"X-Coremail-Locale: zh_CN",
    ]
    parts = [_alternative(inner, charset)]
    for name, content in files.items():
        named = words(name, charset, way, 18, b"\r\n ")
        parts.append(
            b'Content-Type: application/vnd.ms-excel; \r\n\tname="' + named + b'"\r\n'
            b"Content-Transfer-Encoding: base64\r\n"
            b'Content-Disposition: attachment; \r\n\tfilename="'
            + named
            + b'"\r\n\r\n'
            + base64_lines(content)
        )
    return _message(head, outer, parts)


def _qq(sender: str, to: str, subject: str, answered: str, files: Mapping[str, bytes]) -> bytes:
    outer, inner = "----=_NextPart_5EFCB898_111A3E48_5D817856", "----=_NextPart_5EFCB898_0F2A3E48_5D817856"
    head = [
        b"X-QQ-FEAT: 1U5529EdanIXcx71UUUUU7vcSsGvfC2Kfnx",
        b"X-HAS-ATTACH: yes",
        b"X-QQ-BUSINESS-ORIGIN: 2",
        b'From: "' + words("民政局", "utf-8") + f'" <{sender}>'.encode(),
        b'To: "' + words("办公室", "utf-8") + f'" <{to}>'.encode(),
        b"Subject: " + words(subject, "utf-8", longest=2000),
        b"Mime-Version: 1.0",
        f'Content-Type: multipart/mixed;\r\n\tboundary="{outer}"'.encode(),
        b"Content-Transfer-Encoding: 8Bit",
        b"Date: " + _date(),
        b"X-Priority: 3",
        b"Message-ID: <tencent_" + _digest(sender, subject)[:32].upper() + b"@qq.com>",
        b"X-QQ-MIME: TCMime 1.0 by Tencent",
        b"X-Mailer: QQMail 2.x",
        b"X-QQ-Mailer: QQMail 2.x",
        *([f"References: {answered}".encode(), f"In-Reply-To: {answered}".encode()] if answered else []),
    ]
    parts = [_alternative(inner, "utf-8")]
    for name, content in files.items():
        named = words(name, "utf-8", longest=2000)
        parts.append(
            b'Content-Type: application/octet-stream;\r\n\tcharset="utf-8";\r\n\tname="' + named + b'"\r\n'
            b'Content-Disposition: attachment; filename="' + named + b'"\r\n'
            b"Content-Transfer-Encoding: base64\r\n\r\n" + base64_lines(content)
        )
    return _message(head, outer, parts, _NOTE)


def _phone(sender: str, to: str, subject: str, answered: str, files: Mapping[str, bytes]) -> bytes:
    """A phone marks every file inline, names it by RFC 2231, and closes with its own advertisement."""
    outer = f"Apple-Mail-{_digest(sender, subject)[:8].decode().upper()}-5B1F-4C9A-8E1D-0A2B3C4D5E6F"
    text = b"Content-Type: text/plain;\r\n\tcharset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    parts = [text + base64_lines(_TEXT.encode())]
    for name, content in files.items():
        parts.append(
            b'Content-Type: application/vnd.openxmlformats-officedocument.spreadsheetml.sheet;\r\n\tname="'
            + words(name, "utf-8", longest=27, between=b"\r\n ")
            + b'";\r\n\tx-unix-mode=0644\r\nContent-Disposition: inline;\r\n\t'
            + escaped(name, "filename")
            + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + base64_lines(content)
        )
    parts.append(text + base64_lines("\n发自我的iPhone".encode()))
    head = [
        f'Content-Type: multipart/mixed; boundary="{outer}"'.encode(),
        b"Content-Transfer-Encoding: 7bit",
        b"From: " + words("李四", "utf-8") + f" <{sender}>".encode(),
        b"Mime-Version: 1.0 (1.0)",
        b"Date: " + _date(),
        b"Subject: " + words(subject, "utf-8", longest=36, between=b"\r\n "),
        f"Message-Id: <{_digest(sender, subject)[:8].decode().upper()}-1D2E-4F5A@{sender.partition('@')[2]}>".encode(),
        *([f"References: {answered}".encode(), f"In-Reply-To: {answered}".encode()] if answered else []),
        f"To: {to}".encode(),
        b"X-Mailer: iPhone Mail (18A373)",
    ]
    return _message(head, outer, parts)


def _old(sender: str, to: str, subject: str, answered: str, files: Mapping[str, bytes]) -> bytes:
    """Eight-bit headers without any encoding, line ends of Unix, a boundary with blanks, no end boundary."""
    boundary = "=====_Dragon277531244025_====="
    head = [
        b"Message-Id: <" + _digest(sender, subject)[:12] + b"@mail>",
        b"Date: Mon, 28 Sep 2026 9:12:33 +0800",
        b"From: " + _raw("财政局") + f" <{sender}>".encode(),
        f"To: {to}".encode(),
        *([f"In-Reply-To: {answered}".encode()] if answered else []),
        b"Subject: " + _raw(subject),
        b"X-mailer: FoxMail 3.11 Release [cn]",
        b"Mime-Version: 1.0",
        f'Content-Type: multipart/mixed; boundary="{boundary}"'.encode(),
    ]
    parts = [
        b'Content-Type: text/plain; charset="GB2312"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'
        + _raw(_TEXT).replace(b"\n", b"\r\n")
    ]
    for name, content in files.items():
        named = _raw(name.replace("\\", "\\\\").replace('"', '\\"'))
        parts.append(
            b'Content-Type: application/vnd.ms-excel; name="'
            + named
            + b'"\r\nContent-Transfer-Encoding: base64\r\n'
            b'Content-Disposition: attachment; filename="' + named + b'"\r\n\r\n' + base64_lines(content)
        )
    whole = _message(head, boundary, parts, _NOTE)
    return whole.removesuffix(f"--{boundary}--\r\n".encode()).replace(b"\r\n", b"\n")


_WRITERS: Mapping[Mailer, Callable[[str, str, str, str, Mapping[str, bytes]], bytes]] = {
    Mailer.FOXMAIL: _foxmail,
    Mailer.OUTLOOK: _outlook,
    Mailer.OUTLOOK_WINMAIL: _outlook_winmail,
    Mailer.COREMAIL: _coremail,
    Mailer.QQ: _qq,
    Mailer.NETEASE: _netease,
    Mailer.PHONE: _phone,
    Mailer.OLD: _old,
}


# ---- what they share ----


def _message(head: list[bytes], boundary: str, parts: list[bytes], note: bytes = b"") -> bytes:
    line = b"--" + boundary.encode() + b"\r\n"
    body = b"".join(line + part + b"\r\n" for part in parts)
    return b"\r\n".join(head) + b"\r\n\r\n" + note + body + b"--" + boundary.encode() + b"--\r\n"


def _alternative(boundary: str, charset: str) -> bytes:
    """The text twice, plain and html, as every mailer but a phone writes it."""
    codec = "gb18030" if charset.casefold().startswith("gb") else charset
    page = f"<html><body><div>{_TEXT.replace(chr(10), '<br>')}</div></body></html>"
    out = f'Content-Type: multipart/alternative;\r\n\tboundary="{boundary}"\r\n\r\n'.encode()
    for kind, text in (("plain", _TEXT), ("html", page)):
        out += (
            f'--{boundary}\r\nContent-Type: text/{kind};\r\n\tcharset="{charset}"\r\n'
            "Content-Transfer-Encoding: base64\r\n\r\n".encode()
        ) + base64_lines(text.encode(codec))
    return out + f"--{boundary}--\r\n".encode()


def _attribute(level: int, number: int, kind: int, value: bytes) -> bytes:
    return (
        struct.pack("<BHHI", level, number, kind, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)
    )


def _quoted(byte: int) -> bytes:
    char = chr(byte)
    if char == " ":
        return b"_"
    return bytes([byte]) if char.isascii() and (char.isalnum() or char in "!*+-/") else b"=%02X" % byte


def _raw(text: str) -> bytes:
    """Eight-bit bytes as old programs put them; no line ends inside a header."""
    return text.encode("gb18030", "replace")


def _fits(text: str, codec: str) -> bool:
    try:
        text.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def _date() -> bytes:
    return WHEN.strftime("%a, %d %b %Y %H:%M:%S +0800").encode()


def _digest(*texts: str) -> bytes:
    return hashlib.sha256("\0".join(texts).encode("utf-8", "replace")).hexdigest().encode()


def _digits(sender: str, subject: str, count: int) -> str:
    return str(int(_digest(sender, subject), 16))[:count]
