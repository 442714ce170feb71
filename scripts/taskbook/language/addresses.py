"""What the cell 邮箱 says: whom to write to, whom to send a copy, and what is no address.

People write several addresses in one cell, with names, with full-width marks, and 抄送： before those who get a copy.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

LONGEST_ADDRESS = 254
"""Characters, RFC 5321 section 4.5.3.1 with the erratum 1690."""

_LONGEST_LOCAL = 64
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_BETWEEN = re.compile(r"[;,、|\n\r]+")
_COPY = re.compile(r"抄送\s*:?|(?<![A-Za-z0-9.@-])cc(?:\s*:|\s+)", re.IGNORECASE)
_OTHER_HEADER = re.compile(r"(?<![A-Za-z0-9.@-])[A-Za-z][A-Za-z-]*\s*:(?<!mailto:)", re.IGNORECASE)
_NAMED = re.compile(r"[^<>@;,、\n]*<([^<>]*)>")
_NOTE = re.compile(r"\([^()@]*\)|[^\x00-\x7f]+:")
_PLAIN = str.maketrans({"〈": "<", "〉": ">", "《": "<", "》": ">"})


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
    plain = _NOTE.sub(" ", _NAMED.sub(r" \1 ", _COPY.sub("\0", _half_width(text))))
    header = _OTHER_HEADER.search(plain)  # nobody means `Bcc:` by it: what follows is nobody's address
    unread = {plain[header.start() :].replace("\0", "").strip(): None} if header else {}
    direct, *copied = plain[: header.start() if header else None].split("\0")
    to = _addresses_in([direct], unread)
    copies = [each for each in _addresses_in(copied, unread) if each.casefold() not in _folded(to)]
    return Addresses(tuple(to), tuple(copies), tuple(unread))


def is_address(text: str) -> bool:
    """Whether mail can be handed to a server for this address: ASCII before the @, a domain of at least two labels."""
    local, at, domain = text.rpartition("@")
    plain = _in_ascii(domain)
    labels = plain.split(".")
    return (
        bool(at)
        and len(local) <= _LONGEST_LOCAL
        and len(local) + 1 + len(plain) <= LONGEST_ADDRESS
        and _LOCAL.fullmatch(local) is not None
        and len(labels) > 1
        and all(_LABEL.fullmatch(label) for label in labels)
    )


def same_address(one: str, other: str) -> bool:
    """Whether two addresses are one mailbox. No server in use tells capital letters apart."""
    return one.strip().casefold() == other.strip().casefold()


def _addresses_in(parts: list[str], unread: dict[str, None]) -> list[str]:
    """The addresses of some parts of a cell. A blank inside an address would make another one of its second half, so
    a piece with anything strange in it is not read at all."""
    found: dict[str, str] = {}
    for piece in (piece.strip() for part in parts for piece in _BETWEEN.split(part)):
        words = [word.strip("<>\"'.").removeprefix("mailto:") for word in _words(piece)]
        addresses = [word for word in words if is_address(word)]
        if any(word and word not in addresses and not _is_name(word) for word in words):
            unread[piece] = None
            continue
        for address in addresses:
            local, _, domain = address.rpartition("@")
            found.setdefault(address.casefold(), f"{local}@{_in_ascii(domain)}")
    return list(found.values())


def _words(piece: str) -> list[str]:
    words = piece.split()
    return [each for word in words for each in (word.split("/") if word.count("@") > 1 else [word])]


def _is_name(piece: str) -> bool:
    """A person's or an office's name beside an address: words in Chinese."""
    return all(unicodedata.category(char) == "Lo" for char in piece)


def _half_width(text: str) -> str:
    """Full-width letters and marks as a Chinese keyboard types them; nothing invisible. `。` is left: it may end a sentence."""
    plain = unicodedata.normalize("NFKC", text.translate(_PLAIN))
    return "".join(
        char for char in plain if char in "\n\r\t" or unicodedata.category(char) not in ("Cf", "Cc")
    )


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
