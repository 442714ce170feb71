"""smime.p7m: a message that a signature is wrapped around (opaque signing), taken out of it. Nothing is verified.

Source: RFC 5652. Only as much of the coding (BER) is read as leads to the content.
"""

from __future__ import annotations

from dataclasses import dataclass

_SIGNED = bytes.fromhex("2a864886f70d010702")
_PLAIN = bytes.fromhex("2a864886f70d010701")
_SEQUENCE, _OBJECT, _TEXT, _PARTS_OF_TEXT, _CONTEXT = 0x30, 0x06, 0x04, 0x24, 0xA0
_DEEPEST = 20
_MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class _Value:
    tag: int
    start: int
    end: int
    after: int


class _NotRead(Exception):
    """The bytes are not coded as they should be."""


def signed_content(data: bytes) -> bytes | None:
    """The message inside a signature; None where it is encrypted, compressed, or no such thing."""
    try:
        outer = _children(data, _value(data, 0, 0))
        if not outer or data[outer[0].start : outer[0].end] != _SIGNED:
            return None
        signed = _children(data, _children(data, outer[1])[0])
        for each in signed:
            parts = _children(data, each) if each.tag == _SEQUENCE else []
            if len(parts) > 1 and data[parts[0].start : parts[0].end] == _PLAIN and parts[1].tag == _CONTEXT:
                return b"".join(_texts(data, _children(data, parts[1])[0]))
    except (_NotRead, IndexError):
        return None
    return None


def _texts(data: bytes, value: _Value) -> list[bytes]:
    if value.tag == _TEXT:
        return [data[value.start : value.end]]
    if value.tag == _PARTS_OF_TEXT:
        return [text for each in _children(data, value) for text in _texts(data, each)]
    raise _NotRead


def _children(data: bytes, value: _Value) -> list[_Value]:
    found: list[_Value] = []
    at = value.start
    while at < value.end and len(found) < _MOST:
        found.append(_value(data, at, 0))
        at = found[-1].after
    return found


def _value(data: bytes, at: int, depth: int) -> _Value:
    """The value at an offset. One of unknown length ends at two zeros, behind values that each know their own."""
    tag, length = data[at], data[at + 1]
    at += 2
    if length == 0x80:
        if depth > _DEEPEST:
            raise _NotRead
        start = at
        while data[at : at + 2] != b"\0\0":
            at = _value(data, at, depth + 1).after
        return _Value(tag, start, at, at + 2)
    if length > 0x80:
        count = length & 0x7F
        length = int.from_bytes(data[at : at + count], "big")
        at += count
    if at + length > len(data):
        raise _NotRead
    return _Value(tag, at, at + length, at + length)
