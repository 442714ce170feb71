"""The text of a body for people: without markup, without runs of empty lines."""

from __future__ import annotations

import html
import re

_DROPPED = re.compile(r"(?is)<(head|style|script|title)\b.*?</\1\s*>|<!--.*?-->")
_BREAK = re.compile(r"(?i)<(?:br|/p|/div|/tr|/li|/h\d|/table)\b[^>]*>")
_TAG = re.compile(r"<[^>]{0,2000}>")
_LONGEST = 400_000


def plain_text(text: str) -> str:
    """Lines without blanks at their ends, no two empty ones together, '\\n' between them."""
    lines = "\n".join(line.strip() for line in text[:_LONGEST].replace("\xa0", " ").splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n")


def text_of_html(markup: str) -> str:
    """What a page says, without how it looks."""
    short = _DROPPED.sub(" ", markup[:_LONGEST])
    return plain_text(html.unescape(_TAG.sub("", _BREAK.sub("\n", re.sub(r"\s+", " ", short)))))
