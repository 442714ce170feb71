"""What the looks of a Word paragraph say of its place in the text: the depth of a heading, the indent of a first line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from taskbook.intake.word_xml import Element, attribute, child, children, value

T = TypeVar("T")

_DEEPEST = 8
"""Outline levels are 0 to 8; 9 stands for running text."""

_HEADING = re.compile(r"(?:heading|标题|標題)\s*([1-9])|([1-9一二三四五六])[级級][标標][题題]", re.IGNORECASE)
_DEPTHS = {digit: depth for depth, digit in enumerate("一二三四五六")}
_TITLE = re.compile(r"(?:sub)?title|(?:副|大|文档|文章)?标题|(?:副|大)?標題", re.IGNORECASE)
"""The style of a document's own title has an outline level in Chinese Word, but heads no section."""


@dataclass(slots=True)
class _Style:
    name: str
    above: str
    properties: Element | None


@dataclass(slots=True)
class Styles:
    """A document's paragraph styles by their id, the one that is meant where none is named, the defaults below all."""

    by_id: dict[str, _Style] = field(default_factory=dict)
    usual: str = ""
    defaults: Element | None = None

    def level(self, paragraph: Element) -> int | None:
        """The depth of a heading, 0 the highest; None for running text and for the document's title."""
        for properties, name in self._above(paragraph):
            if _TITLE.fullmatch(name):
                return None
            outline = child(properties, "outlineLvl")
            if outline is not None:
                level = value(outline)
                return int(level) if level.isdecimal() and int(level) <= _DEEPEST else None
            named = _HEADING.fullmatch(name)
            if named:
                digit = named[1] or named[2]
                return _DEPTHS[digit] if digit in _DEPTHS else int(digit) - 1
        return None

    def is_indented(self, paragraph: Element) -> bool:
        """Whether the first line stands in: by characters or by a length, the paragraph's own word before its styles'."""
        characters = self._first(paragraph, _characters)
        return (characters or self._first(paragraph, _length)) > 0

    def _first(self, paragraph: Element, wanted: Callable[[Element | None], int | None]) -> int:
        said = (wanted(child(properties, "ind")) for properties, _ in self._above(paragraph))
        return next((one for one in said if one is not None), 0)

    def _above(self, paragraph: Element) -> Iterator[tuple[Element | None, str]]:
        """The properties that hold for a paragraph, its own first, each with the name of the style they stand in."""
        own = child(paragraph, "pPr")
        yield own, ""
        key = value(child(own, "pStyle")) or self.usual
        seen: set[str] = set()
        while key in self.by_id and key not in seen:
            seen.add(key)
            style = self.by_id[key]
            yield style.properties, style.name
            key = style.above
        yield self.defaults, ""


def read_styles(styles: Element | None) -> Styles:
    """The paragraph styles of a document from its part word/styles.xml (which may be missing)."""
    book = Styles()
    book.defaults = child(child(child(styles, "docDefaults"), "pPrDefault"), "pPr")
    for style in children(styles, "style"):
        if attribute(style, "type") not in ("", "paragraph"):
            continue
        key = attribute(style, "styleId")
        name, above = value(child(style, "name")), value(child(style, "basedOn"))
        book.by_id[key] = _Style(name.strip(), above, child(style, "pPr"))
        if attribute(style, "default") in ("1", "true", "on"):
            book.usual = key
    return book


def _characters(indent: Element | None) -> int | None:
    """The indent in hundredths of a character; a hanging first line is none."""
    return 0 if attribute(indent, "hangingChars") not in ("", "0") else _whole(indent, "firstLineChars")


def _length(indent: Element | None) -> int | None:
    return 0 if attribute(indent, "hanging") not in ("", "0") else _whole(indent, "firstLine")


def _whole(indent: Element | None, name: str) -> int | None:
    text = attribute(indent, name)
    return int(text) if re.fullmatch(r"-?\d{1,9}", text) else None
