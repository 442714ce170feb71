"""Who a book belongs to and what was sent in it: 表号 tokens, task ids as people retype them, fingerprints of rows.

A token is printed in the title block and hidden in the book, so it must survive being typed by hand: 40 bits of a
digest in Crockford's base 32 (no I, L, O, U) as `XXXX-XXXX-C`, where C is a check character. The nine symbols are a
code word over the field of 32 elements: weighted with distinct powers, every wrong symbol and every exchange of two
symbols is noticed.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from taskbook import wording
from taskbook.period import Period

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUE = {symbol: value for value, symbol in enumerate(ALPHABET)}
_CONFUSED = str.maketrans("OIL", "011")
_DASHES = re.compile(r"[\u2010-\u2015\u2212\u30fc_]")

_FREE = re.compile(r"(?<![0-9A-Z])([0-9A-Z]{4})\s*-\s*([0-9A-Z]{4})\s*-\s*([0-9A-Z])(?![0-9A-Z])")
_LABELLED = re.compile(
    re.escape(wording.TOKEN_LABEL) + r"[^0-9A-Z]{0,6}((?:[0-9A-Z][\s-]*){8}[0-9A-Z])(?![0-9A-Z])"
)
_SHORTEST = 9

_FIELD_LENGTH = 6
"""Characters a field has in a fingerprint: 24 bits, enough against slips (nobody forges a locked cell)."""


def token(plan_id: str, period: Period, unit: str) -> str:
    """The 表号 of one unit's book: the same for the same plan, period and unit on every machine."""
    digest = hashlib.sha256("\n".join((plan_id, str(period), unit)).encode("utf-8", "surrogatepass")).digest()
    number = int.from_bytes(digest[:5])
    body = "".join(ALPHABET[number >> shift & 31] for shift in range(35, -5, -5))
    return f"{body[:4]}-{body[4:]}-{ALPHABET[_remainder(body)]}"


def find_token(text: str) -> str | None:
    """The first valid 表号 in a text, as it was issued; None if there is none. See `find_tokens`."""
    return next(find_tokens(text), None)


def find_tokens(text: str) -> Iterator[str]:
    """Every valid 表号 in a text: any case, full-width, O for 0, I or L for 1, blanks, other dashes.

    Behind the word 表号 the dashes may be missing. Elsewhere they may not, and nine digits alone do not count: dates
    and telephone numbers look like that.
    """
    if len(text) < _SHORTEST:
        return
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", text)).upper()
    for match in _LABELLED.finditer(plain):
        if found := _valid(re.sub(r"[\s-]", "", match[1])):
            yield found
    for match in _FREE.finditer(plain):
        word = "".join(match.groups())
        if not word.isdigit() and (found := _valid(word)):
            yield found


def _valid(word: str) -> str | None:
    symbols = word.translate(_CONFUSED)
    if any(symbol not in _VALUE for symbol in symbols) or _remainder(symbols[:8]) != _VALUE[symbols[8]]:
        return None
    return f"{symbols[:4]}-{symbols[4:8]}-{symbols[8]}"


def _remainder(body: str) -> int:
    """The word as a polynomial over GF(32) (x^5 + x^2 + 1), evaluated at a primitive element."""
    remainder = 0
    for symbol in body:
        remainder = (remainder ^ _VALUE[symbol]) << 1
        if remainder & 32:
            remainder ^= 0b100101
    return remainder


def canonical_task_id(text: str) -> str:
    """A 任务编号 as it is compared: `t1`, `Ｔ００１`, `T 001`, `TO01` → `T001`; other texts without blanks, upper case."""
    plain = re.sub(r"\s+", "", _DASHES.sub("-", unicodedata.normalize("NFKC", text))).upper()
    match = re.fullmatch(r"T-?([0-9OIL]*[0-9][0-9OIL]*)", plain)
    if not match:
        return plain
    return f"T{int(match[1].translate(_CONFUSED)):03d}"


def looks_like_task_id(text: str) -> bool:
    """Whether a text can only be a 任务编号 of ours."""
    return len(text) <= 12 and re.fullmatch(r"T\d{3,}", canonical_task_id(text)) is not None


def fingerprint(values: Sequence[str]) -> str:
    """A short print of a row's locked texts, field by field, that says later which one was edited."""
    return "".join(map(_field_print, values))


def edited_positions(issued: str, values: Sequence[str | None]) -> list[int]:
    """Positions of `values` that differ from the texts `issued` was made of.

    None stands for a text that is not known (its column is gone) and never differs.
    """
    return [
        position
        for position, value in enumerate(values)
        if value is not None
        and (sent := issued[position * _FIELD_LENGTH : (position + 1) * _FIELD_LENGTH])
        and sent != _field_print(value)
    ]


@lru_cache(maxsize=65536)
def _field_print(text: str) -> str:
    return hashlib.blake2b(plain_text(text).encode("utf-8", "replace"), digest_size=3).hexdigest()


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
    plain = _DASHES.sub("-", _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).translate(_QUOTES))
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
