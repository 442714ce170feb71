"""When two texts say the same: what copying, retyping and changing a file's format leave as it was."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal, InvalidOperation

DASHES = re.compile(r"[\u2010-\u2015\u2212\u30fc_]")
"""What stands for a hyphen after NFKC."""

_QUOTES = str.maketrans("“”„‟«»‘’‚‛`´", '""""""' + "''''''")
_INVISIBLE = re.compile(
    r"_x[0-9A-Fa-f]{4}_|[\s\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff\ud800-\udfff]"
)
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:T?0?0:00(?::00)?)?")
_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:E[-+]?\d{1,2})?%?")


def plain_text(text: str) -> str:
    """A text without what changing its file's format may change.

    Blanks, line ends, invisible characters, full- or half-width, kinds of quotes and dashes do not count; what is a
    whole number, percentage or date reads the same however it is formatted (`1,000.0`, `100%` and `1`, `2026/9/5`).
    """
    plain = DASHES.sub("-", _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).translate(_QUOTES))
    if len(plain) <= 32 and plain[-1:] in "0123456789%日" and plain[:1] in "+-.0123456789":
        return _plain_date(plain) or _plain_number(plain) or plain
    return plain


def _plain_date(text: str) -> str | None:
    match = _DATE.fullmatch(text)
    if not match:
        return None
    try:
        return date(*map(int, match.groups())).isoformat()
    except ValueError:
        return None


def _plain_number(text: str) -> str | None:
    if not _NUMBER.fullmatch(text):
        return None
    try:
        number = Decimal(text.replace(",", "").rstrip("%"))
    except InvalidOperation:
        return None
    # Other programs keep 15 digits of a number; the rest is noise of the conversion.
    return format(float(number / 100 if text.endswith("%") else number), ".15g")
