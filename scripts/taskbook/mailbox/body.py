"""The text of a body for people: without markup, without runs of empty lines."""

from __future__ import annotations

import html
import re

_DROPPED = (("<!--", "-->"), ("<head", "</head"), ("<style", "</style"), ("<script", "</script"))
_BREAK = re.compile(r"(?i)<(?:br|/p|/div|/tr|/li|/h\d|/table)\b[^<>]{0,200}>")
_TAG = re.compile(r"<[^<>]{0,2000}>")
_LONGEST = 400_000


def plain_text(text: str) -> str:
    """Lines without blanks at their ends, no two empty ones together, '\\n' between them."""
    lines = "\n".join(line.strip() for line in text[:_LONGEST].replace("\xa0", " ").splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n")


def text_of_html(markup: str) -> str:
    """What a page says, without how it looks."""
    kept = markup[:_LONGEST]
    for opening, closing in _DROPPED:
        kept = _without(kept, opening, closing)
    kept = _BREAK.sub("\n", " ".join(kept.split()))
    return plain_text(html.unescape(_TAG.sub("", kept)))


def _without(markup: str, opening: str, closing: str) -> str:
    """Without everything from an opening mark to the closing one after it."""
    folded = markup.lower()
    if len(folded) != len(markup):  # a few letters grow
        return markup
    kept, at = [], 0
    while (start := folded.find(opening, at)) >= 0 and (end := folded.find(closing, start)) >= 0:
        kept.append(markup[at:start])
        at = folded.find(">", end) + 1 or len(markup)
    return "".join([*kept, markup[at:]])
