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
from functools import lru_cache

from taskbook import wording
from taskbook.language.alike import DASHES, plain_text
from taskbook.period import Period

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUE = {symbol: value for value, symbol in enumerate(ALPHABET)}
_CONFUSED = str.maketrans("OIL", "011")

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
    plain = DASHES.sub("-", unicodedata.normalize("NFKC", text)).upper()
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


@lru_cache(maxsize=16384)
def canonical_task_id(text: str) -> str:
    """A 任务编号 as it is compared: `t1`, `Ｔ００１`, `T 001`, `TO01` → `T001`; other texts without blanks, upper case."""
    plain = re.sub(r"\s+", "", DASHES.sub("-", unicodedata.normalize("NFKC", text))).upper()
    match = re.fullmatch(r"T-?([0-9OIL]*[0-9][0-9OIL]*)", plain)
    if not match:
        return plain
    return f"T{int(match[1].translate(_CONFUSED)):03d}"


@lru_cache(maxsize=16384)
def looks_like_task_id(text: str) -> bool:
    """Whether a text can only be a 任务编号 of ours."""
    return len(text) <= 12 and re.fullmatch(r"T\d{3,}", canonical_task_id(text)) is not None


_CODE = re.compile(r"(?=.*\d)(?:(?=.*[A-Z])|(?=.{1,4}$))[A-Z0-9]+(?:[-./][A-Z0-9]+)*")


@lru_cache(maxsize=16384)
def may_be_task_id(text: str) -> bool:
    """Whether a text that stands under 任务编号 is an id, also one an office made up (`ZW-03`, `12`); no date, no word."""
    return len(text) <= 20 and _CODE.fullmatch(canonical_task_id(text)) is not None


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
