"""A tag of a template that lost a brace (`{ unit }}`): jinja2 takes it for text, and it would be printed as it stands."""

from __future__ import annotations

import re

_APART = (
    re.compile(r"\{#.*?#\}", re.DOTALL),
    re.compile(r"\{%-?\s*raw\s*-?%\}.*?\{%-?\s*endraw\s*-?%\}", re.DOTALL),
)
"""Notes, and what a template wants printed as it stands."""
_QUOTED = r"'[^']*'|\"[^\"]*\""
_WHOLE = re.compile(
    rf"\{{\{{(?:{_QUOTED}|(?!\{{\{{|\{{%|\}}\}})[^'\"])*\}}\}}|\{{%(?:{_QUOTED}|(?!\{{\{{|\{{%|%\}})[^'\"])*%\}}"
)
_TORN = re.compile(r"\{*[^{}\n]{0,20}(?:\}\}|%\}|#\})|\{[{%][^{}\n]{0,20}\}?")
_PARAGRAPH = re.compile(r"<w:p(?=[ />])")
_MARKUP = re.compile(r"<[^>]*>")


def torn_tag(text: str) -> tuple[int, str] | None:
    """The first tag that is not whole: its line, counted from 1, and how it stands there; None where all are."""
    for pattern in (*_APART, _WHOLE):
        text = pattern.sub(lambda tag: " " + "\n" * tag[0].count("\n"), text)
    found = _TORN.search(text)
    return (text.count("\n", 0, found.start()) + 1, found[0].strip()) if found else None


def torn_in_word(xml: str) -> tuple[int, str] | None:
    """As `torn_tag`, of a part of a Word document; for the line stands the paragraph, counted from 1."""
    text = _MARKUP.sub("", _PARAGRAPH.sub("\n<", xml.replace("\n", " ").replace("\r", " ")))
    found = torn_tag(text)
    return (max(1, found[0] - 1), found[1]) if found else None
