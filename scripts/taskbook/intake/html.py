"""A web page as blocks: the text it is there for as the body, its menus and notices in the margin, tables whole.

Pages come as .html saved by a browser or by Word, as .mhtml (page and pictures in one file), and as .doc or .xls files
that some systems fill with HTML.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from taskbook.intake.blocks import Block, Paragraph, Part
from taskbook.intake.encoding import decode
from taskbook.intake.html_margins import Piece, in_margin
from taskbook.intake.html_table import beside_cells, is_layout, read_table
from taskbook.intake.html_text import BLOCKS, Element, Text, is_hidden, list_mark, name_of, walk

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
_XML_DECLARED = re.compile(rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w-]{2,20})", re.IGNORECASE)
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030", "big5": "cp950"}
"""Pages name an old standard and use characters of its later ones."""

_TAG = re.compile(
    r"<(?:!doctype\s+html|html|head|body|meta|title|div|p|br|span|table|h[1-6]|ul|ol|section|article|font|center|style)\b",
    re.IGNORECASE,
)
_MARGIN_AT_MOST = 2_000
"""Characters of menus and notices in one paragraph: a page has hundreds of short ones."""


class PageTooDeep(Exception):
    """Elements stand so deep in each other that the rest of the page was not read."""


def decoded(data: bytes) -> str | None:
    """The text of a page: UTF-8 or UTF-16 by its look, else what the page itself declares, else as any other text."""
    declared = _DECLARED.search(data[:8192]) or _XML_DECLARED.search(data[:200])
    name = declared[1].decode("ascii").lower() if declared else ""
    if data[:2] not in (b"\xff\xfe", b"\xfe\xff") and not _is_utf8(data) and b"\0" not in data[:200]:
        for one in filter(None, (_WIDER.get(name, name),)):
            try:
                return data.decode(one).replace("\r\n", "\n").replace("\r", "\n")
            except (UnicodeError, LookupError):
                break
    return decode(data)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def is_page(text: str) -> bool:
    """Whether a text is written with a web page's marks."""
    return _TAG.search(text[:20_000]) is not None


def breaks_off(text: str) -> bool:
    """Whether a page ends in the middle of its words or of a mark: it has a beginning and no end."""
    low = text.rstrip().lower()
    return "<html" in low and "</html" not in low and "</body" not in low and not low.endswith(">")


def page_in_mail(data: bytes) -> str | None:
    """The page in a file that holds it with its pictures (.mhtml), frames one after the other; None where there is none."""
    pages: list[str] = []
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                charset = (part.get_content_charset() or "").encode("ascii", "ignore")
                mark = (
                    b"<meta charset=" + charset + b">"
                    if charset and not _DECLARED.search(payload[:8192])
                    else b""
                )
                pages.append(decoded(mark + payload) or "")
    return "\n".join(filter(None, dict.fromkeys(pages))) or None


def read_html(text: str) -> list[Block]:
    """The blocks of a page: its body in order, then its margins, then what is hidden. PageTooDeep where it is not read."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if root is None:
        return []
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise PageTooDeep
    reading = _Reading()
    pieces = list(_pieces(root, reading))
    heads = [text for one in root.iter("title") if (text := " ".join("".join(one.itertext()).split()))]
    margin = in_margin(pieces, " ".join(heads))
    body = [piece for piece, aside in zip(pieces, margin, strict=True) if not aside]
    aside = [piece for piece, aside in zip(pieces, margin, strict=True) if aside]
    return [
        *_body(body),
        *_apart(_put_together([*heads, *(piece.text for piece in aside)]), Part.MARGIN),
        *_apart(_put_together(reading.hidden), Part.HIDDEN),
    ]


def _body(pieces: list[Piece]) -> Iterator[Block]:
    """The paragraphs and tables that are the page's text; a single heading of the first level is its title."""
    titles = sum(piece.level == 0 for piece in pieces)
    number = 0
    tables = 0
    for piece in pieces:
        if piece.table is not None:
            tables += 1
            yield read_table(piece.table, f"表{tables}")
        else:
            number += 1
            level = None if piece.level == 0 and titles == 1 else piece.level
            yield Paragraph(piece.text, number, level=level, begins=piece.begins)


def _apart(texts: list[str], part: Part) -> list[Paragraph]:
    return [Paragraph(text, at, part) for at, text in enumerate(texts, 1)]


def _put_together(texts: list[str]) -> list[str]:
    """Short texts in a row as one, each once."""
    joined: list[str] = []
    for text in dict.fromkeys(texts):
        if joined and len(joined[-1]) + len(text) < _MARGIN_AT_MOST:
            joined[-1] += f"　{text}"
        else:
            joined.append(text)
    return joined


# ---- the elements in order ----


@dataclass(slots=True)
class _Reading:
    """The stretch of text being gathered and what is known of its beginning; what is hidden."""

    text: Text = field(default_factory=Text)
    begins: bool | None = True
    level: int | None = None
    breaks: int = 0
    hidden: list[str] = field(default_factory=list)


def _pieces(root: Element, reading: _Reading) -> Iterator[Piece]:
    """The paragraphs and tables of a page in order, those of its margins too."""

    def leave_out(element: Element) -> bool:
        if is_hidden(element):
            text = " ".join("".join(element.itertext()).split())
            if text and name_of(element) != "input":
                reading.hidden.append(text)
            return True
        return name_of(element) == "table" and not is_layout(element)

    for event, element in walk(root, leave_out):
        name = name_of(element)
        if event == "skipped" and name == "table" and not is_hidden(element):
            yield from _ended(reading, element.getparent())
            yield from (Piece(text, element, begins=True) for text in beside_cells(element))
            yield Piece("\n".join("".join(element.itertext()).split()), element, table=element)
        elif event == "start":
            yield from _started(reading, element, name)
        elif event == "end" and name in BLOCKS:
            yield from _ended(reading, element)
        parent = element.getparent()
        if event != "start" and parent is not None:
            yield from _take(reading, parent, element.tail)
    yield from _ended(reading, root)


def _started(reading: _Reading, element: Element, name: str) -> Iterator[Piece]:
    if name in BLOCKS:
        yield from _ended(reading, element.getparent())
        reading.level = int(name[1]) - 1 if re.fullmatch(r"h[1-6]", name) else reading.level
        if name == "li":
            reading.text.add(list_mark(element))
    elif name == "br":
        yield from _line_ended(reading, element.getparent())
    elif name == "rt":
        reading.text.add("（")
    yield from _take(reading, element, element.text)
    if name == "rt":
        reading.text.add("）")


def _take(reading: _Reading, inside: Element, text: str | None) -> Iterator[Piece]:
    """Words that stand in an element; in `pre` each line stands by itself."""
    if not text:
        return
    linked = name_of(inside) == "a" or any(name_of(one) == "a" for one in inside.iterancestors("a"))
    if name_of(inside) != "pre" and not any(True for _ in inside.iterancestors("pre")):
        reading.text.add(text, linked)
        reading.breaks = 0 if text.strip() else reading.breaks
        return
    for number, line in enumerate(text.split("\n")):
        if number:
            yield from _line_ended(reading, inside)
        reading.text.add(line, linked, kept=True)
        reading.breaks = 0 if line.strip() else reading.breaks


def _line_ended(reading: _Reading, inside: Element | None) -> Iterator[Piece]:
    """A break ends a line; an empty line or an indent shows that a paragraph begins after it."""
    yield from _gathered(reading, inside)
    reading.breaks += 1
    reading.begins = True if reading.breaks > 1 else None


def _ended(reading: _Reading, inside: Element | None) -> Iterator[Piece]:
    yield from _gathered(reading, inside)
    reading.begins, reading.level, reading.breaks = True, None, 0


def _gathered(reading: _Reading, inside: Element | None) -> Iterator[Piece]:
    """The text gathered so far, if there is any; `inside` is the element it stands in."""
    words = reading.text.words
    if words:
        begins = reading.begins or reading.text.is_indented or None
        linked = reading.text.linked
        yield Piece(words, inside, begins=begins, level=reading.level, linked=linked)
    reading.text = Text()
