"""The names of attachments: what a part's raw header bytes say it is called, in every shape mailers write it.

A part is named up to five times (`filename`, `name`, each as RFC 2231 or RFC 2047 or neither, Content-Description);
each is read on its own, and the most complete one counts.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from taskbook.filenames import safe_name
from taskbook.mailbox.charsets import codec_of, decoded, guessed, has_chinese, mended
from taskbook.mailbox.parameters import Parameter, parameters
from taskbook.mailbox.words import header_text, is_cut, quoted_bytes

_SECTION = re.compile(r"(?P<base>file-?name|name)(?:\*(?P<number>\d{1,4}))?(?P<star>\*)?")
_PREFIX = re.compile(rb"\s*\"?(?P<charset>[A-Za-z0-9_.:+-]*)'(?P<language>[A-Za-z0-9-]*)'")
_HALF_PREFIX = re.compile(rb"\s*\"?(?P<charset>[A-Za-z0-9_.:+-]+)''?")
_ESCAPES = re.compile(rb"(?:%[0-9A-Fa-f]{2})+")
_CUT_ESCAPE = re.compile(rb"%[0-9A-Fa-f]?$")
_WIDE_ESCAPE = re.compile(r"[%\\]u([0-9A-Fa-f]{4})")
_QUOTED = re.compile(rb"(?:=[89A-Fa-f][0-9A-Fa-f]){2,}")
_ENTITY = re.compile(r"&#(?:\d{2,7}|[xX][0-9A-Fa-f]{2,6});?")
_WORN_WORD = re.compile(
    rb"(?:(?<![=\w])\?|=_)((?i:gb2312|gbk|gb18030|utf-8|big5))[?_]([bBqQ])[?_]([A-Za-z0-9+/=_-]*?)(?:\?=|_=)"
)
"""An encoded word of which a program took the marks that no file name may hold, or the first one."""

_SHORT_NAME = re.compile(r"[^.]{1,6}~\d(\.\w{1,3})?")
_EXTENSION = re.compile(r"(?<=.)\.(?P<ending>[A-Za-z0-9_]{1,10})$")
_STAND_IN = re.compile(r"[?\ufffd*]|_{3,}|^[_ ]+(?:\.|$)")
_MADE_UP = re.compile(
    r"(?i)(?:att(?:ach(?:ment)?)?|file(?:name)?|no-?name|unnamed|unknown|untitled|part|document|default|mail|noname)"
    r"[-_ .]?[\d.]*(?:\.\w{1,5})?"
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    text: str
    complete: bool
    order: int


def file_name(content_type: bytes = b"", disposition: bytes = b"", others: Sequence[bytes] = ()) -> str:
    """The best name that a part's headers give it, '' where they give none.

    Args:
        content_type: raw value of Content-Type, with its folds.
        disposition: raw value of Content-Disposition.
        others: raw values of headers that may hold a name as a whole (Content-Description); they count only when
            what they say looks like the name of a file.
    The name is as its sender wrote it: it may still hold folders or marks that no disk takes (see `kept_name`).
    """
    found = [*_candidates(disposition, 0), *_candidates(content_type, 3)]
    for value in others:
        text = readable(value)
        if extension(text):
            found.append(_Candidate(text, not is_cut(value), 6))
    named = [each for each in found if each.text.strip(" .\"'")]
    return max(named, key=_worth).text if named else ""


def readable(value: bytes) -> str:
    """The text of a raw parameter or header that says a name: encoded words, raw bytes, escapes of the web."""
    value = _WORN_WORD.sub(rb"=?\1?\2?\3?=", value)
    if b"=?" not in value:
        if _QUOTED.search(value) and value.isascii():
            value = quoted_bytes(value)
        return _without_escapes(_one_line(decoded(value)), value)
    text = header_text(value)
    return _without_escapes(_one_line(text), text.encode("utf-8", "replace"))


def kept_name(name: str, taken: Mapping[str, set[str]] | None = None, ending: str = "") -> str:
    """A name that every system takes, its ending kept, none twice.

    Args:
        taken: for each ending the names in use, without it (as `filenames.safe_name` has them); pass a
            `defaultdict(set)` again and again.
        ending: what the content asks for (`.xlsx`), '' where the name's own ending will do.
    """
    last = _without_folders(name).strip().strip("\"'").strip() or name
    found = _EXTENSION.search(last)
    stem, own = (last[: found.start()], last[found.start() :]) if found else (last, "")
    if ending:
        cut = ending.startswith(own.casefold())  # 表.xl, cut in its ending
        stem, own = (stem if cut else last).rstrip("."), ending
    used = taken[own.casefold()] if taken is not None else set()
    return safe_name(stem, used) + own


def _without_folders(name: str) -> str:
    """A backslash is never part of a name; a slash can be (第1/2季度), unless it is one of an absolute path."""
    last = name.rstrip("/\\ ").rpartition("\\")[2]
    if re.match(r"[A-Za-z]:/|file:|\.{0,2}/|~/", last) or "../" in last:
        last = last.rpartition("/")[2]
    return last


def extension(name: str) -> str:
    """The ending of a name, `.xlsx`, in lower case; '' where there is none."""
    found = _EXTENSION.search(name.strip())
    return found[0].casefold() if found and not found["ending"].isdecimal() else ""


# ---- one name ----


def _candidates(header: bytes, order: int) -> Iterator[_Candidate]:
    """The names of one header: what RFC 2231 says, then every plain parameter."""
    sections: dict[str, dict[int, tuple[Parameter, bool]]] = {}
    for each in parameters(header):
        match = _SECTION.fullmatch(each.key)
        if not match:
            continue
        base = match["base"].replace("-", "")
        if match["number"] is None and not match["star"]:
            text = _joined([(each, True)]) if _has_prefix(each.value) else readable(each.value)
            shift = 1 if base == "filename" else 2
            yield _Candidate(text, each.complete and not is_cut(each.value), order + shift)
            continue
        kind = f"{base}*" if match["number"] is None else base
        number = int(match["number"] or 0)
        sections.setdefault(kind, {}).setdefault(number, (each, bool(match["star"])))
    for parts in sections.values():
        numbers = sorted(parts)
        whole = numbers == list(range(len(numbers)))
        text = _joined([parts[number] for number in numbers])
        yield _Candidate(text, whole and all(part.complete for part, _ in parts.values()), order)


def _joined(sections: list[tuple[Parameter, bool]]) -> str:
    """RFC 2231: the sections in their order, escapes undone only in those that are marked, then read as one."""
    label = ""
    data, escaped = bytearray(), bytearray()
    unmarked = not any(star for _, star in sections)
    for number, (section, star) in enumerate(sections):
        value = section.value
        prefix = _PREFIX.match(value) or (_HALF_PREFIX.match(value) if number == 0 else None)
        charset = prefix["charset"].decode("ascii") if prefix else ""
        if (
            prefix
            and (star or unmarked)
            and (number == 0 or charset)
            and (not charset or _is_charset(charset))
        ):
            label = label or charset
            value = value[prefix.end() :]
            star = True
        if star or (unmarked and label):
            escaped += value.strip(b'"')
            continue
        data += _unescaped(escaped) + value
        escaped.clear()
    data += _unescaped(escaped)
    if b"=?" in data or (unmarked and not label):
        return readable(bytes(data))
    text = _one_line(decoded(bytes(data), label))
    return _without_escapes(text, text.encode("utf-8", "replace"))


def _has_prefix(value: bytes) -> bool:
    """`utf-8''%E4%B8%AD` without the star that belongs to it."""
    prefix = _PREFIX.match(value)
    return bool(prefix and b"%" in value and _is_charset(prefix["charset"].decode("ascii")))


def _is_charset(label: str) -> bool:
    return bool(codec_of(label)) or label.casefold() in (
        "us-ascii",
        "ascii",
        "iso-8859-1",
        "x-unknown",
        "unknown",
    )


def _unescaped(value: bytes | bytearray) -> bytes:
    return unquote_to_bytes(_CUT_ESCAPE.sub(b"", bytes(value)))


def _without_escapes(text: str, value: bytes) -> str:
    """Escapes that belong to web pages and addresses: %E4%B8%AD, %u4E2D, &#20013; — undone where Chinese comes out."""
    if value.isascii() and _ESCAPES.search(value):
        plain = guessed(_unescaped(value))
        if (has_chinese(plain) and "\ufffd" not in plain) or (b"%20" in value and plain.isascii()):
            text = plain
    if _ENTITY.search(text):
        text = html.unescape(text)
    if _WIDE_ESCAPE.search(text):
        wide = _WIDE_ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
        joined = wide.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        text = joined if has_chinese(joined) else text
    return mended(text)


def _one_line(text: str) -> str:
    line = re.sub(r"[\r\n]+[ \t]*", "", text).replace("\t", " ").strip()
    return line[1:-1].strip() if len(line) > 1 and line[0] == line[-1] == '"' else line


# ---- which of several ----


def _worth(name: _Candidate) -> tuple[bool, bool, bool, bool, bool, int, int]:
    """Sorts names: readable before stand-ins (`????.xls`, `___.xls`), whole before cut, own before made up by a
    program, with an ending, long before short (8.3)."""
    return (
        not _STAND_IN.search(name.text),
        name.complete,
        not _MADE_UP.fullmatch(name.text),
        bool(extension(name.text)),
        not _SHORT_NAME.fullmatch(name.text),
        0 if name.complete else len(name.text),
        -name.order,
    )
