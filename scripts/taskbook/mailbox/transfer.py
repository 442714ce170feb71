"""The content of a part freed from its transfer encoding, also where the header names the wrong one."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator

from taskbook.mailbox.parameters import first_word
from taskbook.mailbox.words import base64_bytes
from taskbook.returns.recognise import Kind, recognise

_MOST_FILES = 100
_BASE64 = re.compile(rb"[A-Za-z0-9+/\s]*+={0,2}\s*")
_BASE64_START = re.compile(rb"\s*[A-Za-z0-9+/]{20,}(?:={0,2}\s|={1,2}\Z|\Z)")
_BASE64_LINES = re.compile(rb"(?:[A-Za-z0-9+/]+={0,2}[ \t]*\r?\n)*")
_LINE = re.compile(rb"(?P<line>[^\r\n]*)(?:\r\n|\n|\r)")
_UU_BEGIN = re.compile(rb"(?m)^begin(?P<base64>-base64)? [0-7]{3,6} (?P<name>[^\r\n]{1,1000})(?:\r\n|\n|\r)")
_UU_CHARS = re.compile(rb"[ -`]*")
_UU_END = re.compile(rb"(?:end|====)[ \t]*(?:\r\n|\n|\r|\Z)")


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
    at = start = 0
    while len(files) < _MOST_FILES and (begin := _UU_BEGIN.search(text, at)):
        plain, at = _base64_block(text, begin.end()) if begin["base64"] else _uu_block(text, begin.end())
        if plain:
            rest.append(text[start : begin.start()])
            files.append((begin["name"], plain))
            start = at
    return b"".join([*rest, text[start:]]), files


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
    if not declared.startswith("base64") and _BASE64_START.match(body[:2000]):
        yield base64_of(body)
    if declared:
        yield body
    if declared != "quoted-printable" and re.search(rb"=[0-9A-F]{2}", body[:4000]):
        yield binascii.a2b_qp(body)


def _is_known(data: bytes) -> bool:
    """Whether the bytes begin like something that is no text."""
    head = data if data.startswith(b"PK") else data[:600]
    return bool(head) and recognise(head).kind is not Kind.OTHER


def _uu_block(text: bytes, at: int) -> tuple[bytes, int]:
    """(bytes, where the text goes on) of uuencoded lines; blanks that were cut off a line's end come back."""
    out = bytearray()
    while line := _LINE.match(text, at):
        code = line["line"]
        if code.strip() not in (b"", b"`"):
            length = (code[0] - 32) & 0x3F
            need = (length * 4 + 2) // 3
            chars = code[1 : 1 + need].ljust(need)
            if code == b"end" or len(code) > need + 5 or not _UU_CHARS.fullmatch(chars):
                break
            try:
                out += binascii.a2b_uu(code[:1] + chars + b"\n")
            except binascii.Error:
                break
        at = line.end()
    return bytes(out), _behind_end(text, at)


def _base64_block(text: bytes, at: int) -> tuple[bytes, int]:
    lines = _BASE64_LINES.match(text, at)
    stop = lines.end() if lines else at
    return base64_of(text[at:stop]), _behind_end(text, stop)


def _behind_end(text: bytes, at: int) -> int:
    end = _UU_END.match(text, at)
    return end.end() if end else at
