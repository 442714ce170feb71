"""Cells as sheet XML: text is always text (inline strings), never a formula, never a broken file."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache

from taskbook.columns import column_letters

LONGEST_TEXT = 32_767
"""What a cell holds, counted as Excel counts (a character outside the basic plane is two)."""

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPECIAL = re.compile("[&<>\r]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "", "_": "_x005F_"}

Value = str | int | float | bool | None


def cell_text(text: str) -> str:
    """`text` as a cell can hold it: line ends as '\\n', no control characters or lone surrogates, not too long."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _ILLEGAL.sub("", text)
    if len(text) * 2 > LONGEST_TEXT and len(text.encode("utf-16-le")) > LONGEST_TEXT * 2:
        text = text.encode("utf-16-le")[: LONGEST_TEXT * 2].decode("utf-16-le", "ignore")
    return text


def escaped(text: str) -> str:
    """`text` for use between tags; `_x0041_` is kept from being read as an escape for 'A'."""
    return _SPECIAL.sub(lambda mark: _ESCAPES[mark[0]], text)


def row_xml(number: int, cells: Sequence[tuple[int, Value, int]], height: float | None = None) -> str:
    """One `<row>`: 1-based `number`, cells as (0-based column, value, style id) in column order, height in points.

    A str is written as text whatever it begins with, a number as a number, None or a number that is none (NaN) as
    an empty cell that shows its style.
    """
    size = f' ht="{height:g}" customHeight="1"' if height is not None else ""
    inner = "".join([cell_xml(f"{_letters(column)}{number}", value, style) for column, value, style in cells])
    return f'<row r="{number}"{size}>{inner}</row>'


def cell_xml(address: str, value: Value, style: int = 0) -> str:
    """One `<c>` of sheet XML, see `row_xml`."""
    styled = f' s="{style}"' if style else ""
    return f'<c r="{address}"{styled}{content_xml(value)}'


def _is_plain(text: str) -> bool:
    """Whether nothing in it needs care; seen much faster than by the patterns, and most text is plain."""
    return (
        text.isprintable()
        and "&" not in text
        and "<" not in text
        and ">" not in text
        and "_x" not in text
        and len(text) * 2 <= LONGEST_TEXT
    )


def content_xml(value: Value) -> str:
    """The rest of a `<c>` from behind its address and style: what the cell holds. The same value, the same text."""
    if isinstance(value, str):
        text = value if _is_plain(value) else escaped(cell_text(value))
        if text:
            keep = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() else ""
            return f' t="inlineStr"><is><t{keep}>{text}</t></is></c>'
    elif isinstance(value, bool):
        return f' t="b"><v>{value:d}</v></c>'
    elif value is not None and math.isfinite(value):
        return f"><v>{value!r}</v></c>"
    return "/>"


_letters = lru_cache(maxsize=1024)(column_letters)
