"""File names from people's words: names that Windows, macOS and Linux all take, none of them twice."""

from __future__ import annotations

import re
import unicodedata

from taskbook import wording

_MOST_BYTES = 200
_FULL_WIDTH = str.maketrans({mark: chr(ord(mark) + 0xFEE0) for mark in '/\\:*?"<>|'})
_RESERVED = re.compile(
    r"(CON|PRN|AUX|NUL|CLOCK\$|CONIN\$|CONOUT\$|(COM|LPT)[0-9¹²³])\s*(\..*)?", re.IGNORECASE
)
_DROPPED = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def safe_name(text: str, taken: set[str], limit: int = 80) -> str:
    """A file name (without ending) for `text` that every system takes and that nobody has yet in `taken`.

    At most `limit` characters and 200 bytes; marks that no file name may hold become full-width (`/` → `／`).
    `taken` holds names as `folded` makes them; the one chosen is added to it, so pass the same set again.
    """
    plain = "".join(" " if char.isspace() else char for char in unicodedata.normalize("NFC", text))
    kept = "".join(char for char in plain if unicodedata.category(char) not in _DROPPED)
    name = _trimmed(" ".join(kept.translate(_FULL_WIDTH).split()).lstrip("~"), limit) or wording.UNNAMED
    if _RESERVED.fullmatch(name):
        name = _trimmed(f"_{name}", limit)
    number, unique = 1, name
    while folded(unique) in taken:
        number += 1
        tail = f"({number})"
        unique = _trimmed(name, limit - len(tail), _MOST_BYTES - len(tail)) + tail
    taken.add(folded(unique))
    return unique


def _trimmed(name: str, limit: int, most_bytes: int = _MOST_BYTES) -> str:
    """Cut to length on whole characters, without dots, blanks at the ends."""
    short = name.strip(" .")[: max(limit, 0)].encode()[:most_bytes].decode("utf-8", "ignore")
    return short.strip(" .")


def folded(name: str) -> str:
    """A file name as systems compare it: without regard to case or to how accents are composed."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
