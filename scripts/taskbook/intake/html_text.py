"""The text of a web page's elements as a reader of the page sees it: blanks, line breaks, what is hidden, list numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from taskbook.intake.numbering import chinese, spelled

Element = etree._Element

BLOCKS = set(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary table tbody td tfoot th thead title tr"
    " ul select option button textarea".split()
)
"""Elements that stand by themselves; all others run on in the line. (Choices and buttons do too, as their words do not mix.)"""

NO_TEXT = {
    "script",
    "style",
    "noscript",
    "template",
    "del",
    "svg",
    "math",
    "object",
    "head",
    "meta",
    "link",
    "iframe",
}
"""What shows no text; of `head` the title is read apart."""

_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)", re.IGNORECASE)
_UNNUMBERED = re.compile(r"list-style(?:-type)?\s*:\s*(?:none|disc|circle|square)", re.IGNORECASE)
_CHINESE = re.compile(r"list-style(?:-type)?\s*:\s*[^;]*(?:cjk|chinese|hanidec)", re.IGNORECASE)
_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_MARKED = re.compile(r"[（(]?(?:\d+|[一二三四五六七八九十]+)[)）、.．]|[①-⑳]")

_BLANKS = re.compile(r"[ \t\n\r\f\v]+")
_WIDE = r"\u2e80-\u9fff\u3000-\u303f\uf900-\ufaff\uff01-\uff60"
_BREAK = r"[ \t\f\v]*[\n\r][ \t\n\r\f\v]*"
_BROKEN = re.compile(rf"(?<=[{_WIDE}]){_BREAK}|{_BREAK}(?=[{_WIDE}])")
"""A line of the page's source that ends beside a Chinese character ends nothing on the page."""
_INDENTED = re.compile(r"[ ]?(?:\u3000\u3000|[\xa0\u2002\u2003]{2})")


@dataclass(slots=True)
class Text:
    """What is gathered of one stretch of text: its words, how many characters of it are links."""

    parts: list[str] = field(default_factory=list)
    linked: int = 0

    def add(self, text: str | None, linked: bool = False, kept: bool = False) -> None:
        """Add words; `kept`: line breaks and blanks are as they stand (`pre`)."""
        if text:
            self.parts.append(text if kept else _BLANKS.sub(" ", _BROKEN.sub("", text)))
            self.linked += len(text.strip()) if linked else 0

    @property
    def words(self) -> str:
        """The text on the page, without blanks at its ends."""
        whole = re.sub(r" {2,}", " ", "".join(self.parts))
        return whole.replace("\xa0", " ").replace("\u200b", "").replace("\xad", "").strip()

    @property
    def is_indented(self) -> bool:
        return _INDENTED.match("".join(self.parts)) is not None


def name_of(element: Element) -> str:
    """An element's name in small letters, '' for comments; `o:p` keeps its prefix."""
    return element.tag.lower() if isinstance(element.tag, str) else ""


def is_hidden(element: Element) -> bool:
    """Whether an element is on the page without being shown."""
    if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
        return True
    return name_of(element) == "input"


def list_mark(item: Element) -> str:
    """The number that a page prints before an item of a numbered list, '' where there is none."""
    parent = item.getparent()
    if parent is None or name_of(parent) != "ol":
        return ""
    style = f"{item.get('style') or ''};{parent.get('style') or ''}"
    if _UNNUMBERED.search(style) or _MARKED.match("".join(item.itertext()).strip()):
        return ""
    number = _number_of(item, parent)
    if _CHINESE.search(style):
        return f"{chinese(number)}、"
    return f"{spelled(number, _FORMS.get(parent.get('type') or '', 'decimal'))}."


def _number_of(item: Element, parent: Element) -> int:
    number = _whole(parent.get("start"), 1) - 1
    for one in parent:
        if name_of(one) == "li":
            number = _whole(one.get("value"), number + 1)
        if one is item:
            break
    return number


def _whole(text: str | None, usual: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text.strip()) else usual


def walk(
    root: Element, leave_out: Callable[[Element], bool] = lambda _: False
) -> Iterator[tuple[str, Element]]:
    """`start` and `end` of every element in order; only `skipped` for what shows no text and what is to be left out."""
    walker = etree.iterwalk(root, events=("start", "end"))
    skipped: Element | None = None
    for event, element in walker:
        if event == "end" and element is skipped:
            yield "skipped", element
        elif event == "end":
            yield event, element
        elif name_of(element) in NO_TEXT or leave_out(element):
            walker.skip_subtree()
            skipped = element
        else:
            yield event, element


def lines_in(element: Element, leave_out: Callable[[Element], bool] = lambda _: False) -> list[str]:
    """The lines of an element read by itself (a cell of a table): blocks and breaks part them."""
    lines = [Text()]
    for event, one in walk(element, leave_out):
        name = name_of(one)
        if event == "skipped":
            pass
        elif event == "start":
            if name in BLOCKS or name == "br":
                lines.append(Text())
            if name == "li":
                lines[-1].add(list_mark(one))
            lines[-1].add(one.text)
        elif name in BLOCKS:
            lines.append(Text())
        if event in ("end", "skipped") and one is not element:
            lines[-1].add(one.tail)
    return [line.words for line in lines if line.words]
