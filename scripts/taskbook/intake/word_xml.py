"""Elements of a document's XML by their local names: Transitional and Strict, Word and WPS differ in the rest."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

Element = etree._Element

_WRAPPERS = {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "body", "Choice", "Fallback"}
_WRAPPERS |= {"document", "footnotes", "endnotes", "comments", "hdr", "ftr", "footnote", "endnote", "comment"}


def child(element: Element | None, name: str) -> Element | None:
    """The first child of a local name, whatever its namespace (Transitional and Strict differ)."""
    if element is None:
        return None
    return next((one for one in element if local(one) == name), None)


def children(element: Element | None, name: str) -> list[Element]:
    return [] if element is None else [one for one in element if local(one) == name]


def local(element: Element) -> str:
    """An element's name without namespace ('' for comments and the like)."""
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def attribute(element: Element | None, name: str) -> str:
    """An attribute by local name, '' where there is none."""
    if element is None:
        return ""
    return next((text for key, text in element.attrib.items() if key.rsplit("}", 1)[-1] == name), "")


def value(element: Element | None) -> str:
    return attribute(element, "val")


def is_on(element: Element | None) -> bool:
    """Whether a yes-or-no property is there and not switched off."""
    return element is not None and value(element) not in ("0", "false", "off", "none")


def members(container: Element, wanted: set[str]) -> Iterator[Element]:
    """The wanted elements inside a container, looking through content controls, insertions and the like."""
    for element in container:
        name = local(element)
        if name in wanted:
            yield element
        elif name == "AlternateContent":
            yield from members(alternative(element), wanted)
        elif name in _WRAPPERS and not is_placeholder(element):
            yield from members(element, wanted)


def alternative(element: Element) -> Element:
    """The drawing a person sees is written twice, for new and for old programs: read one."""
    choice, fallback = child(element, "Choice"), child(element, "Fallback")
    has_text = choice is not None and any(local(one) in ("t", "p", "tbl") for one in choice.iter())
    chosen = choice if has_text or fallback is None else fallback
    return element if chosen is None else chosen


def is_placeholder(element: Element) -> bool:
    """A content control that still shows its prompt (单击此处输入文字)."""
    return local(element) == "sdt" and is_on(child(child(element, "sdtPr"), "showingPlcHdr"))
