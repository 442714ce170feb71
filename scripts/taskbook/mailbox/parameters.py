"""Parameters of a mail's header (`; filename="…"; size=12`) taken apart as raw bytes, however they are written.

What no parser of the standard expects and mailers do: names in raw GBK whose second byte is a backslash, quotes inside
quotes, blanks and semicolons without quotes, a missing semicolon, a missing end quote.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_KEY = re.compile(
    rb"(?P<key>[A-Za-z0-9!#$&+.^_`{|}~-]{1,60}(?:\*\d{0,4})?\*?)\s{0,100}=(?P<blank>[ \t\r\n]*)"
)
_NEXT = rb"(?:[A-Za-z][A-Za-z0-9-]{0,60}(?:\*\d{0,4})?\*?\s*=(?!\?))"
_UNQUOTED_END = re.compile(rb"\s*(?:;\s*(?=" + _NEXT + rb")|;\s*\Z|\s(?=" + _NEXT + rb")|\Z)")
_AFTER_QUOTE = re.compile(rb"\s*(?:\Z|;\s*(?:\Z|" + _NEXT + rb")|,?\s*" + _NEXT + rb")")
_LOST_QUOTE = re.compile(
    rb";\s*(?=(?:name|filename|size|charset|boundary|type|(?:creation|modification|read)-date)\*?\s*=)",
    re.IGNORECASE,
)
_FOLD = re.compile(rb"[\r\n]+(?P<blanks>[ \t]*)")
_MOST = 500
_LONGEST = 20_000
_LONG_BLANK = re.compile(rb"[ \t\r\n]{100,}")
_SECOND_QUOTES = re.compile(rb'"[ \t]*[\r\n]+[ \t]+"(?==\?)')


@dataclass(frozen=True, slots=True)
class Parameter:
    """`key` in lower case with its `*0*`; `value` unquoted and unfolded, raw bytes; `complete`: its end quote was there."""

    key: str
    value: bytes
    complete: bool = True


def parameters(header: bytes) -> list[Parameter]:
    """The parameters of a Content-Type or Content-Disposition in their order, as far as any can be found."""
    found: list[Parameter] = []
    header = _LONG_BLANK.sub(b" ", header[:_LONGEST])
    at = _after_first_word(header)
    while len(found) < _MOST and (key := _KEY.search(header, at)):
        name = key["key"].decode("ascii").casefold()
        if header[key.end() : key.end() + 1] == b'"':
            value, at, complete = _quoted(header, key.end() + 1)
        else:
            end = _UNQUOTED_END.search(header, key.end())
            stop, at = (end.start(), end.end()) if end else (len(header), len(header))
            value, complete = _plain(header[key.end() : stop]), True
        found.append(Parameter(name, value, complete))
    return found


def first_word(header: bytes) -> str:
    """The value before the parameters, in lower case: `text/plain`, `attachment`, `base64`; '' where there is none."""
    word = re.match(
        rb"[\s\"']*([A-Za-z0-9!#$&^_.+*-]+(?:\s*/\s*[A-Za-z0-9!#$&^_.+*-]*)?)(?![^;\s]*=)", header
    )
    return re.sub(r"\s", "", word[1].decode("ascii").casefold()) if word else ""


def parameter(header: bytes, key: str) -> bytes:
    """The value of one parameter, empty where it is missing. Not for names of files: see `names`."""
    return next((each.value for each in parameters(header) if each.key.rstrip("*") == key), b"")


def _after_first_word(header: bytes) -> int:
    word = re.match(rb"\s*[^\s;=\"]*(?=[\s;]|$)", header)
    return word.end() if word else 0


def _quoted(header: bytes, start: int) -> tuple[bytes, int, bool]:
    """(value, where the next begins, whether the end quote was there). A quote ends the value only where a next
    parameter or nothing follows: names hold quotes themselves."""
    pairs = not _is_utf8(header)
    out, at = bytearray(), start
    while at < len(header):
        byte = header[at]
        if byte >= 0x81 and pairs and at + 1 < len(header) and header[at + 1] >= 0x40:
            out += header[at : at + 2]
            at += 2
        elif byte == 0x5C and at + 1 < len(header) and _is_escaped(header[at + 1]):
            if header[at + 1] == 0x22 and _AFTER_QUOTE.match(header, at + 2) and b'"' not in header[at + 2 :]:
                return _unfolded(bytes(out) + b"\\"), at + 2, True  # a path that ends in a backslash
            out.append(header[at + 1])
            at += 2
        elif byte == 0x22 and (second := _SECOND_QUOTES.match(header, at)):
            at = second.end()
        elif byte == 0x22 and _AFTER_QUOTE.match(header, at + 1):
            return _unfolded(bytes(out)), at + 1, True
        else:
            out.append(byte)
            at += 1
    lost = _LOST_QUOTE.search(header, start)
    if lost:
        return _unfolded(header[start : lost.start()].rstrip()), lost.end(), False
    return _unfolded(bytes(out).rstrip()), len(header), False


def _is_escaped(byte: int) -> bool:
    """A backslash before a letter is one of a Windows path, or of a `\\u4e2d`; before a mark it protects the mark."""
    return byte < 0x80 and not chr(byte).isalnum() and byte not in (0x0D, 0x0A)


def _plain(value: bytes) -> bytes:
    clean = _unfolded(value).strip()
    if len(clean) > 1 and clean[:1] == clean[-1:] == b"'":
        clean = clean[1:-1]
    return clean.rstrip(b'"') if clean.count(b'"') == 1 else clean


def _unfolded(value: bytes) -> bytes:
    """Without line breaks; the blank after one stays, a tab there becomes one, as both stood for a blank."""
    return _FOLD.sub(lambda fold: b" " if fold["blanks"] else b"", value)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
