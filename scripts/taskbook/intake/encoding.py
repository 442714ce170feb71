"""Bytes to text where no label says how they were written: a BOM, then UTF-8, UTF-16 by its look, then GB18030 or Big5."""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f]")


def decode(data: bytes) -> str | None:
    """The text, line ends as '\\n', without a BOM; None where the bytes are no text at all."""
    marked = next((name for bom, name in _BOMS if data.startswith(bom)), None)
    for name in [marked] if marked else _guesses(data):
        text = _decoded(data, name)
        if text is not None and len(_NOT_TEXT.findall(text)) * 100 <= len(text):
            return text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "")
    return None


def _decoded(data: bytes, name: str) -> str | None:
    """Strictly, but a few damaged bytes (a file cut in the middle of a character) are forgiven: not in Big5, which is a guess."""
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        text = data.decode(name, "replace")
        damaged = text.count("\ufffd")
        forgiven = name != "cp950" and damaged * 20 <= len(text) and damaged <= 1 + len(text) // 200
        return text if forgiven else None


def _guesses(data: bytes) -> list[str]:
    """Zero bytes betray UTF-16, whose line ends, tabs and digits have them on one side only."""
    if b"\0" in data:
        even, odd = data[0::2].count(0), data[1::2].count(0)
        return ["utf-16-le", "utf-16-be"] if odd >= even else ["utf-16-be", "utf-16-le"]
    return ["utf-8", "cp950", "gb18030"] if _is_big5(data) else ["utf-8", "gb18030"]


def _is_big5(data: bytes) -> bool:
    """Whether bytes are Big5, which also reads as GB18030, but as characters that hardly anybody writes."""
    try:
        text = data.decode("cp950")
    except UnicodeDecodeError:
        return False
    return _usual(text, "big5", 0xC67E) > _usual(data.decode("gb18030", "replace"), "gb2312", 0xD7F9)


def _usual(text: str, standard: str, last: int) -> float:
    """The share of the Chinese characters that are among a standard's common ones, which it lists up to `last`."""
    characters = _HAN.findall(text)
    codes = [int.from_bytes(one.encode(standard, "ignore"), "big") for one in characters]
    return sum(0xA440 <= code <= last for code in codes) / max(1, len(codes))
