"""Letters that recognition puts for digits, as they are read: 9月3O曰 → 9月30日. One character for one."""

from __future__ import annotations

import re

_LOOKS_LIKE = str.maketrans(dict.fromkeys("lIｌＩ", "1") | dict.fromkeys("OoＯｏ〇○", "0"))
_NO_WORD = r"A-Za-zＡ-Ｚａ-ｚ〇○"
_AMID_DIGITS = re.compile(
    rf"(?<![{_NO_WORD}.．\d０-９])(?:[lIｌＩ](?=[\d０-９])|[OoＯｏ](?=[.．][\d０-９])|[\d０-９])[\d０-９lIｌＩOoＯｏ〇○]*"
    rf"(?![{_NO_WORD}])(?:(?<![lIｌＩ])|(?=[\u3400-\u9fff.．%％]))"
    rf"|(?<=[\d０-９][.．])[\d０-９lIｌＩOoＯｏ]+(?![{_NO_WORD}])"
)
"""A number that begins as one (O2O and H7N9 do not); a letter at its end counts before a word: 3l日, not 100l."""
_OF_A_DATE = re.compile(
    rf"(?<![{_NO_WORD}\d０-９])[lIｌＩ][lIｌＩOoＯｏ]?(?=月(?:[\dlIｌＩ底初中末上下前份]))|(?<=月)[lIｌＩ][lIｌＩOoＯｏ]?(?=[日曰])"
)
_DAY = re.compile(r"(?<=[\d０-９])曰")


def mended_digits(text: str) -> str:
    """The text with the letters in its numbers and dates as digits; every character keeps its place."""
    text = _AMID_DIGITS.sub(lambda match: match[0].translate(_LOOKS_LIKE), text)
    text = _OF_A_DATE.sub(lambda match: match[0].translate(_LOOKS_LIKE), text)
    return _DAY.sub("日", text)
