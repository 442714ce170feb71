"""A text as dates and numbers are searched in it: half-width, one kind of dash, no blanks, with the way back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

# Full-width letters, digits and signs; radicals (\u2e80 on) and compatibility ideographs (\uf900 on) that PDF conversion
# leaves for 月 日 十. Not the circled numbers: ① before 6月 is a list mark, made half-width it would read 16月.
_WIDE = r"０-９Ａ-Ｚａ-ｚ．／％＋＜＞＝\u2e80-\u2fdf\uf900-\ufaff"
_SQUARED = "\u32c0-\u32cb\u33e0-\u33fe"  # 12月 and 31日 in one character each
_DASH = "‐‑‒–—―─━－﹣−～〜∼~"
_BLANK = r"\s\u200b-\u200f\u2060\ufeff\u00ad"
_ODD = re.compile(f"[{_BLANK}{_DASH}{_WIDE}{_SQUARED}]")
_RUN = re.compile(f"[^{_BLANK}]+")
_IS_WIDE = re.compile(f"[{_WIDE}{_SQUARED}]")


class Compact(NamedTuple):
    """`text` to search in; `offsets[i]` is where its i-th character stands in `original` (None: nothing changed)."""

    text: str
    original: str
    offsets: tuple[int, ...] | None

    def start(self, position: int) -> int:
        """The offset in the original of the character at `position`."""
        return position if self.offsets is None else self.offsets[position]

    def exact(self, start: int, end: int) -> str:
        """The original's substring behind text[start:end] (not empty)."""
        if self.offsets is None:
            return self.original[start:end]
        return self.original[self.offsets[start] : self.offsets[end - 1] + 1]


def compact(text: str) -> Compact:
    """Blanks are dropped, save that one stays between two digits (6.30 and 12.31 in two lines are two dates)."""
    if not _ODD.search(text):
        return Compact(text, text, None)
    pieces: list[str] = []
    offsets: list[int] = []
    for run in _RUN.finditer(text):
        plain, places = _half_width(run[0], run.start())
        if pieces and pieces[-1][-1].isdecimal() and plain[0].isdecimal():
            pieces.append(" ")
            offsets.append(run.start() - 1)
        pieces.append(plain)
        offsets.extend(places)
    return Compact("".join(pieces), text, tuple(offsets))


def _half_width(run: str, start: int) -> tuple[str, Iterable[int]]:
    """A stretch without blanks in half-width, and where each of its characters came from."""
    plain = run.translate(_PLAIN)
    if len(plain) == len(run):
        return plain, range(start, start + len(run))
    places = [start + index for index, character in enumerate(run) for _ in character.translate(_PLAIN)]
    return plain, places


class _HalfWidth(dict[int, str]):
    """What `str.translate` asks for one character at a time; filled as characters turn up."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character in _DASH:
            plain = "-"
        else:
            plain = unicodedata.normalize("NFKC", character) if _IS_WIDE.match(character) else character
        self[code] = plain
        return plain


_PLAIN = _HalfWidth()
