"""Characters before meaning: full-width and half-width forms made alike without moving a single offset."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

BLANKS = "\u00a0\u200b\u200c\u200d\u2060\ufeff\u3000\t\v\f "
_SPECIAL = {ord(character): " " for character in BLANKS} | {ord("\r"): "\n", ord("〔"): "(", ord("〕"): ")"}
_SPECIAL |= {
    ord("【"): "(",
    ord("】"): ")",
    ord("["): "(",
    ord("]"): ")",
    ord("［"): "(",
    ord("］"): ")",
    ord("﹑"): "、",
    ord("､"): "、",
}
_SPECIAL |= {ord("\u2028"): "\n", ord("\u2029"): "\n", ord("\u0085"): "\n", ord("﹒"): "."}


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    special = _SPECIAL.get(ord(character))
    if special is not None:
        return special
    if "①" <= character <= "⓿":  # a list mark, no digit
        return character
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 else character


def fold(text: str) -> str:
    """The text with full-width forms made half-width, brackets round, blanks ' '; same length, same offsets."""
    return "".join(map(_folded, text))


def squeeze(text: str) -> str:
    """Folded and without blanks and line breaks: how names are compared."""
    return "".join(fold(text).split())
