"""Numbers as people write them in Chinese tables: 12, 十二, 两百零五, 1,200, 1.5万, 二〇二六."""

from __future__ import annotations

import re

_DIGITS = {
    digit: value
    for value, digits in enumerate("〇零○0OoО 一 二两 三 四 五 六 七 八 九".split())
    for digit in digits
}
_ARABIC = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?", re.ASCII)
_DIGIT = "[一二两三四五六七八九]"
_PLACED = re.compile(rf"(?:({_DIGIT})千)?零?(?:({_DIGIT})百)?零?(?:({_DIGIT}?)十)?零?({_DIGIT})?")
_HEADLESS = re.compile(r"[百千][一二两三四五六七八九]$|零$")  # 一百二 is said for 120 and written for 102
_YEAR = re.compile(r"[〇零○0OoО一二三四五六七八九]{4}")


def number_of(text: str) -> float | None:
    """The number a text is; None for anything that is not exactly one number.

    >>> number_of("二十五"), number_of("1.5万"), number_of("二三")
    (25.0, 15000.0, None)
    """
    if text.endswith("万") and len(text) > 1:
        head = number_of(text[:-1])
        return None if head is None else head * 10_000
    if _ARABIC.fullmatch(text):
        return float(text.replace(",", ""))
    if _YEAR.fullmatch(text):
        return float("".join(str(_DIGITS[character]) for character in text))
    placed = _PLACED.fullmatch(text)
    if not placed or not any(group is not None for group in placed.groups()) or _HEADLESS.search(text):
        return None
    thousands, hundreds, tens, ones = placed.groups()
    parts = ((thousands, 1000), (hundreds, 100), (ones, 1))
    ten = 0 if tens is None else 10 * _DIGITS.get(tens, 1)
    return float(ten + sum(_DIGITS[digit] * place for digit, place in parts if digit))


def whole_number(text: str) -> int | None:
    """`number_of` where only a whole number makes sense: a year, a month, a day."""
    value = number_of(text)
    return int(value) if value is not None and value == int(value) else None
