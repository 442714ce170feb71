"""winmail.dat: the wrapping (TNEF) that Outlook puts around attachments when it takes the receiver for another Outlook.

Source: [MS-OXTNEF]. Read here and not by tnefparse, because that one loses the zeros at the end of what it takes from a
property (each .xlsx ends in two), decodes names strictly by a code page that is often missing or wrong, and stops at the
first thing it does not know.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from taskbook.mailbox.charsets import decoded

_SIGNATURE = b"\x78\x9f\x3e\x22"
_BEGINS_ATTACHMENT = 0x9002
_TITLE = 0x8010
_TRANSPORT_NAME = 0x9001
_BYTES = 0x800F
_PROPERTIES = 0x9005
_CODE_PAGE = 0x9007
_LONG_NAME = (0x3707, 0x3704, 0x3001)
_OBJECT = 0x3701
_MESSAGE_OBJECT = bytes.fromhex("0703020000000000c000000000000046")
_TEXT, _WIDE_TEXT, _OBJECT_TYPE, _BINARY = 0x1E, 0x1F, 0x0D, 0x102
_SIZES = {
    0x2: 4,
    0x3: 4,
    0x4: 4,
    0xA: 4,
    0xB: 4,
    0x5: 8,
    0x6: 8,
    0x7: 8,
    0x14: 8,
    0x40: 8,
    0x48: 16,
    0x1: 0,
    0x0: 0,
}
_DEEPEST = 4


class Damaged(Exception):
    """The bytes are no winmail.dat that anything can be taken out of."""


@dataclass(slots=True)
class _File:
    title: str = ""
    long_name: str = ""
    content: bytes = b""


def is_tnef(data: bytes) -> bool:
    """Whether bytes are a winmail.dat, whatever they are called."""
    return data.startswith(_SIGNATURE)


def unwrapped(data: bytes, depth: int = 0) -> list[tuple[str, bytes]]:
    """(name, content) of every file inside, also of messages inside. Cut off, it gives what came before the cut.

    Raises:
        Damaged: it is no such file, or ends before its first attachment and says there should be one.
    """
    if not is_tnef(data) or len(data) < 6:
        raise Damaged
    files: list[_File] = []
    inner: list[tuple[str, bytes]] = []
    code_page = ""
    for level, attribute, value in _attributes(data):
        if attribute == _CODE_PAGE and len(value) >= 4:
            code_page = f"cp{struct.unpack_from('<I', value)[0]}"
        elif level != 2:
            continue
        elif attribute == _BEGINS_ATTACHMENT:
            files.append(_File())
        elif files:
            inner += _take(files[-1], attribute, value, code_page, depth)
    return [(each.long_name or each.title, each.content) for each in files if each.content] + inner


def _attributes(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """(level, number, value) of each attribute; the last may be cut."""
    at = 6
    while at + 9 <= len(data):
        level, attribute, _, length = struct.unpack_from("<BHHI", data, at)
        if level not in (1, 2):
            return
        yield level, attribute, data[at + 9 : at + 9 + length]
        at += 9 + length + 2


def _take(file: _File, attribute: int, value: bytes, code_page: str, depth: int) -> list[tuple[str, bytes]]:
    """Puts one attribute into its file; returns files of a message that it holds."""
    inner: list[tuple[str, bytes]] = []
    if attribute in (_TITLE, _TRANSPORT_NAME) and not (attribute == _TRANSPORT_NAME and file.title):
        file.title = decoded(value.split(b"\0")[0], code_page)
    elif attribute == _BYTES:
        file.content = value
    elif attribute == _PROPERTIES:
        names: dict[int, str] = {}
        for number, kind, content in _properties(value):
            if kind in (_TEXT, _WIDE_TEXT):
                names[number] = _text(content, kind, code_page)
            elif number == _OBJECT and kind in (_OBJECT_TYPE, _BINARY):
                inside = content.removeprefix(_MESSAGE_OBJECT)
                if is_tnef(inside) and depth < _DEEPEST:
                    inner += unwrapped(inside, depth + 1)
                elif not file.content:
                    file.content = inside
        file.long_name = next((names[each] for each in _LONG_NAME if names.get(each)), file.long_name)
    return inner


def _text(content: bytes, kind: int, code_page: str) -> str:
    if kind == _WIDE_TEXT:
        return content[: len(content) // 2 * 2].decode("utf-16-le", "replace").split("\0")[0]
    return decoded(content.split(b"\0")[0], code_page)


def _properties(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """(number, type, value) of each property; ends at the first that is of no known type or goes beyond the end."""
    try:
        count, at = struct.unpack_from("<I", data)[0], 4
        for _ in range(min(count, 5000)):
            kind, number = struct.unpack_from("<HH", data, at)
            at += 4
            if number >= 0x8000:
                at = _after_name(data, at)
            several = bool(kind & 0x1000)
            kind &= 0xFFF
            values = 1
            if several or kind in (_TEXT, _WIDE_TEXT, _OBJECT_TYPE, _BINARY):
                values = struct.unpack_from("<I", data, at)[0]
                at += 4
            for _ in range(min(values, 5000)):
                if kind in (_TEXT, _WIDE_TEXT, _OBJECT_TYPE, _BINARY):
                    size = struct.unpack_from("<I", data, at)[0]
                    at += 4
                    padded = size + -size % 4
                elif kind in _SIZES:
                    size = padded = _SIZES[kind]
                else:
                    return
                if at + size > len(data) and not size:
                    return
                yield number, kind, data[at : at + size]
                at += padded
    except struct.error:
        return


def _after_name(data: bytes, at: int) -> int:
    """Behind the name of a named property: a GUID, then a number or a text."""
    if struct.unpack_from("<I", data, at + 16)[0] == 0:
        return at + 24
    length = struct.unpack_from("<I", data, at + 20)[0]
    return at + 24 + length + -length % 4
