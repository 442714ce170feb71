"""The content of a part freed from its transfer encoding, also where the header names the wrong one."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator

from taskbook.mailbox.parameters import first_word
from taskbook.mailbox.words import base64_bytes
from taskbook.returns.recognise import Kind, recognise

_BASE64 = re.compile(rb"\s*[A-Za-z0-9+/\s]{8,}={0,2}\s*")
_BASE64_LINE = re.compile(rb"[A-Za-z0-9+/]+={0,2}")
_UU_BEGIN = re.compile(rb"(?m)^begin(?P<base64>-base64)? [0-7]{3,6} (?P<name>[^\r\n]+?)[ \t]*\r?$\n?")
_UU_END = re.compile(rb"(?m)^(?:`|[ \t]*)?\r?\n?end[ \t]*\r?$|^====[ \t]*\r?$")
_UU_LINE = re.compile(rb"[ -`]{2,}")


def content(body: bytes, encoding: bytes) -> bytes:
    """The bytes of a part: `body` as it stands in the message, `encoding` its raw Content-Transfer-Encoding.

    Where the bytes so decoded are nothing known and another decoding makes a workbook or archive of them, that one
    is taken: programs label base64 as 8bit and binary as base64.
    """
    declared = first_word(encoding)
    first = _decoded(body, declared)
    if _is_known(first):
        return first
    for other in _other_ways(body, declared):
        if _is_known(other):
            return other
    return first


def uuencoded(text: bytes) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """Files written into a text between `begin 644 name` and `end`: (the text without them, (raw name, bytes))."""
    files: list[tuple[bytes, bytes]] = []
    rest = []
    at = 0
    while begin := _UU_BEGIN.search(text, at):
        end = _UU_END.search(text, begin.end())
        stop = end.start() if end else len(text)
        lines = text[begin.end() : stop]
        plain = base64_of(lines) if begin["base64"] else _uu_bytes(lines)
        if plain is None:
            rest.append(text[at : begin.end()])
            at = begin.end()
            continue
        rest.append(text[at : begin.start()])
        files.append((begin["name"], plain))
        at = end.end() if end else len(text)
    return b"".join([*rest, text[at:]]), files


def base64_of(body: bytes) -> bytes:
    """Base64 as it arrives: with noise in and after it."""
    if _BASE64.fullmatch(body):
        return base64_bytes(body) if b"=" in body.rstrip().rstrip(b"=") else _straight(body)
    kept = []
    for line in body.splitlines():
        plain = re.sub(rb"[^A-Za-z0-9+/=]", b"", line)
        noise = len(line.strip()) - len(plain)
        if kept and kept[-1].endswith(b"=") and noise:
            break  # a gateway's footer behind the end
        if noise * 4 <= len(plain):
            kept.append(plain)
    return base64_bytes(b"".join(kept))


def _straight(body: bytes) -> bytes:
    try:
        return base64.b64decode(body)
    except (binascii.Error, ValueError):
        return base64_bytes(body)


def _decoded(body: bytes, encoding: str) -> bytes:
    if encoding.startswith("base64") or encoding == "b":
        return base64_of(body)
    if encoding in ("quoted-printable", "quotedprintable", "qp"):
        return binascii.a2b_qp(body)
    if encoding in ("x-uuencode", "uuencode", "x-uue", "uue", "x-uu"):
        _, files = uuencoded(body)
        return files[0][1] if files else body
    return body


def _other_ways(body: bytes, declared: str) -> Iterator[bytes]:
    if not declared.startswith("base64") and _BASE64_LINE.match(body.lstrip()[:60]):
        yield base64_of(body)
    if declared:
        yield body
    if declared != "quoted-printable" and re.search(rb"=[0-9A-F]{2}", body[:4000]):
        yield binascii.a2b_qp(body)
    if b"begin" in body[:2000]:
        yield from (plain for _, plain in uuencoded(body)[1])


def _is_known(data: bytes) -> bool:
    """Whether the bytes begin like something that is no text."""
    return recognise(data[:600] if not data.startswith(b"PK") else data).kind not in (Kind.OTHER,)


def _uu_bytes(lines: bytes) -> bytes | None:
    """The bytes of uuencoded lines, None where they are something else. Blanks cut off a line's end come back."""
    out = bytearray()
    for line in lines.replace(b"\r", b"").split(b"\n"):
        if not line or line in (b"`", b" "):
            continue
        length = (line[0] - 32) & 0x3F
        need = (length + 2) // 3 * 4
        text = line[1 : 1 + need].ljust(need)
        if len(line) - 1 > need + 2 or (not _UU_LINE.fullmatch(text) and need):
            if out:
                break
            return None
        out += binascii.a2b_uu(line[:1] + text + b"\n")
    return bytes(out) if out else None
