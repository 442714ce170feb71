"""What the cell 邮箱 says: whom to write to, whom to send a copy, and what is no address.

People write several addresses in one cell, with names, with full-width marks, and 抄送： before those who get a copy.
Where it is not plain which address is meant, none is read: a letter to somebody else is worse than a question.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LONGEST_ADDRESS = 254
"""Characters, RFC 5321 section 4.5.3.1 with the erratum 1690."""

_LONGEST_LOCAL = 64
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_WIDE = r"[^\x00-\x7f\uff01-\uff5e]"
_FREE = r"(?<![A-Za-z0-9.@_+-])"
_MARK = re.compile(
    rf"(?P<copy>抄\s?[送报告](?:{_WIDE}{{0,4}}:)?|{_FREE}cc(?:\s?:|(?=\s)))"
    rf"|(?P<direct>(?:主\s?送|收\s?件)(?:{_WIDE}{{0,4}}:)?)"
    rf"|{_FREE}(?P<label>e-?mail|mail|qq|mailto)\s?:"
    rf"|(?P<hidden>[密暗]\s?送|{_FREE}[A-Za-z][A-Za-z-]{{0,40}}\s?:)",
    re.IGNORECASE,
)
_NOTE = re.compile(rf"\([^()@]*\)|{_WIDE}{{1,20}}:|\"[^\"@\n]{{0,60}}\"(?!@)")
_NUMBERING = re.compile(r"(?<![^\s;,、|])[0-9]{1,2}\s?[、)]")
_NUMBERED = re.compile(r"(?<![^\s;,、|])([0-9]{1,2})\.(?=[A-Za-z0-9])")
_BETWEEN = re.compile(r"[;,、|\n\r]+")
_BRACKETED = re.compile(r"<([^<>]*)>")
_GLUED = re.compile(rf"([^@]+@[A-Za-z0-9.-]*\.[A-Za-z]{{2,}})[和或及与]?({_WIDE}.*|(?<={_WIDE}).+)")
_PHONE = re.compile(r"1[0-9]{10}|(?:0[0-9]{2,3}-?)?[2-9][0-9]{6,7}")
_NAMELIKE = re.compile(rf"(?!.*[@\uff20])(?:.*{_WIDE}.*|[^A-Za-z0-9]+)")
_PLAIN = str.maketrans(
    {"〈": "<", "〉": ">", "《": "<", "》": ">"} | dict.fromkeys("“”‘’「」『』【】〔〕[]", " ")
)
_WIDE_IN_ADDRESS = re.compile("[\uff10-\uff19\uff20-\uff3a\uff41-\uff5a\uff0e\uff3f]")
_NUMBER_SIGNS = dict.fromkeys([*range(0x2460, 0x249C), *range(0x24EA, 0x2500), *range(0x2776, 0x2794)], ";")


@dataclass(frozen=True, slots=True)
class Addresses:
    """Who is written to (`to`), who gets a copy (`copies`), and the pieces of the cell that are no address."""

    to: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


def read_addresses(text: str) -> Addresses:
    """A cell's addresses in its order, none of them twice; what cannot be one stands in `unread` as written.

    >>> read_addresses("办公室 <bgs@xian.example>；抄送：fgld@xian.example")
    Addresses(to=('bgs@xian.example',), copies=('fgld@xian.example',), unread=())
    """
    direct: list[str] = []
    copied: list[str] = []
    unread: dict[str, None] = {}
    plain = _half_width(text)
    part, start = direct, 0
    for mark in _MARK.finditer(plain):
        if mark["label"]:
            continue
        part.append(plain[start : mark.start()])
        part, start = copied if mark["copy"] else direct, mark.end()
        if mark["hidden"]:  # `Bcc:` and the like: what follows is nobody's address
            unread[plain[mark.start() :].strip()] = None
            start = len(plain)
            break
    part.append(plain[start:])
    to = _addresses_in(direct, unread)
    copies = [each for each in _addresses_in(copied, unread) if each.casefold() not in _folded(to)]
    if not (to or copies or unread) and re.search("[A-Za-z0-9\uff20]", plain):
        unread[plain.strip()] = None
    return Addresses(tuple(to), tuple(copies), tuple(unread))


def is_address(text: str) -> bool:
    """Whether mail can be handed to a server for this address: ASCII before the @, a domain of at least two labels, the
    last of them a word in one script."""
    if len(text) > LONGEST_ADDRESS:
        return False
    local, at, domain = text.rpartition("@")
    plain, last = _in_ascii(domain), domain.rpartition(".")[2]
    labels = plain.split(".")
    return (
        bool(at)
        and len(local) <= _LONGEST_LOCAL
        and len(local) + 1 + len(plain) <= LONGEST_ADDRESS
        and _LOCAL.fullmatch(local) is not None
        and len(labels) > 1
        and all(_LABEL.fullmatch(label) for label in labels)
        and len(labels[-1]) > 1
        and not labels[-1].isdigit()
        and (last.isascii() or not any(char.isascii() for char in last))
    )


def _addresses_in(parts: Iterable[str], unread: dict[str, None]) -> list[str]:
    """The addresses of some parts of a cell. A blank inside an address would make another one of its second half, so
    a piece with anything strange in it is not read at all."""
    found: dict[str, str] = {}
    for part in parts:
        plain = _MARK.sub(" ", _without_numbers(_NOTE.sub(" ", part)))
        for piece in map(str.strip, _BETWEEN.split(plain)):
            words = [_bare(word) for word in _words(piece)]
            addresses = [word for word in words if is_address(word)]
            if any(word not in addresses and not _may_stand_beside(word) for word in words):
                unread[piece] = None
                continue
            for address in addresses:
                local, _, domain = address.rpartition("@")
                found.setdefault(address.casefold(), f"{local}@{_in_ascii(domain)}")
    return list(found.values())


def _without_numbers(text: str) -> str:
    """Without the numbers of a list: `1、`, `1)`; `1.` only where they count up, for it may begin an address."""
    text = _NUMBERING.sub(";", text)
    numbers = [int(number) for number in _NUMBERED.findall(text)]
    return _NUMBERED.sub(";", text) if len(numbers) > 1 and numbers == [*range(1, len(numbers) + 1)] else text


def _words(piece: str) -> Iterator[str]:
    """The words of a piece; where addresses stand in pointed brackets, these, and whatever else could be one."""
    bracketed = _BRACKETED.findall(piece)
    if bracketed:
        outside = _BRACKETED.sub(" ", piece)
        yield from (each.strip() for each in bracketed)
        yield from (word for word in outside.split() if "@" in word)
        return
    for word in piece.replace("(", " ").replace(")", " ").split():
        for each in word.split("/") if word.count("@") > 1 else [word]:
            while glued := _GLUED.fullmatch(each):
                yield glued[1]
                each = glued[2]
            yield each


def _bare(word: str) -> str:
    return word.strip("<>\"'").rstrip(".。")


def _may_stand_beside(word: str) -> bool:
    """Whether a word beside an address changes nothing about it: a name in Chinese, a telephone number, a mark."""
    return not word or _NAMELIKE.fullmatch(word) is not None or _PHONE.fullmatch(word) is not None


def _half_width(text: str) -> str:
    """Marks as a Chinese keyboard types them made plain; nothing invisible. `。` is left: it may end a sentence. So are
    full-width letters, digits, `＠` and `．`: in an address they are a mistake to be told, not to be read away."""
    marks = text.translate(_NUMBER_SIGNS | _PLAIN)
    plain = (char if _WIDE_IN_ADDRESS.match(char) else unicodedata.normalize("NFKC", char) for char in marks)
    return "".join(_visible(char) for piece in plain for char in piece)


def _visible(char: str) -> str:
    kind = unicodedata.category(char)
    if kind in ("Zl", "Zp"):
        return "\n"
    if kind == "Cc" and char not in "\n\r\t":
        return " "
    return "" if kind == "Cf" else char


def _in_ascii(domain: str) -> str:
    """A domain with Chinese letters as servers write it; as it is where that cannot be."""
    if domain.isascii() or "。" in domain:
        return domain
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain


def _folded(addresses: list[str]) -> set[str]:
    return {each.casefold() for each in addresses}
