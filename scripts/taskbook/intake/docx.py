"""A Word document as blocks, read as a person sees it: insertions kept, deletions gone, automatic numbers there.

Elements are known by their local names, so documents by Word, WPS and LibreOffice and the Strict variant read alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from taskbook.intake.blocks import Block, Paragraph, Part, Table, table_of
from taskbook.intake.docx_styles import Styles, read_styles
from taskbook.intake.docx_table import lay_out, rows_of
from taskbook.intake.numbering import Numbering, read_numbering
from taskbook.intake.word_xml import (
    Element,
    alternative,
    attribute,
    child,
    children,
    is_on,
    is_placeholder,
    local,
    members,
)
from taskbook.ooxml.package import Package, parse

_GONE = {"del", "moveFrom", "delText", "instrText", "delInstrText", "fldData", "softHyphen"}
_SYMBOLS = {"F0FE": "☑", "F052": "☑", "F0A8": "□", "F0A3": "□", "F06F": "□", "F0FC": "√", "F0E0": "→"}
_SYMBOLS |= {"F06C": "●", "F06E": "■", "F075": "◆", "F0D8": "➢", "F0B7": "•", "F050": "√", "F0FB": "×"}
_INDENTED = re.compile(r"\u3000{2}|[ \xa0]{4}|\t")
_PAGE_NUMBER = re.compile(r"[\s\d\-－—–·.第共页/]*")


@dataclass(slots=True)
class _Line:
    """One paragraph's text while it is read: what is seen, what is hidden, the text boxes anchored in it."""

    seen: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)


@dataclass(slots=True)
class _Reading:
    """What is carried through a document: its numberings and styles and how many paragraphs and tables were met."""

    numbering: Numbering
    styles: Styles = field(default_factory=Styles)
    hidden: list[str] = field(default_factory=list)
    paragraphs: int = 0
    tables: int = 0


def read_docx(package: Package, main: str) -> list[Block]:
    """The blocks of the document part `main` in order, then its hidden texts, notes, comments, headers and footers."""
    of_styles, of_numbers = package.of_kind(main, "styles"), package.of_kind(main, "numbering")
    styles = parse(package.parts[of_styles]) if of_styles else None
    numbers = parse(package.parts[of_numbers]) if of_numbers else None
    reading = _Reading(read_numbering(numbers, styles), read_styles(styles))
    blocks = list(_blocks(parse(package.parts[main]), reading))
    blocks += [Paragraph(text, at, Part.HIDDEN) for at, text in enumerate(reading.hidden, 1)]
    return blocks + list(_around(package, main))


def _around(package: Package, main: str) -> Iterator[Paragraph]:
    parts = {
        Part.NOTE: ("footnotes", "endnotes"),
        Part.COMMENT: ("comments",),
        Part.MARGIN: ("header", "footer"),
    }
    for part, kinds in parts.items():
        texts: dict[str, None] = {}
        for kind, target in package.targets(main).values():
            if kind in kinds:
                texts |= dict.fromkeys(_texts_of(parse(package.parts[target])))
        kept = [text for text in texts if part is not Part.MARGIN or not _PAGE_NUMBER.fullmatch(text)]
        yield from (Paragraph(text, at, part) for at, text in enumerate(kept, 1))


def _texts_of(root: Element) -> list[str]:
    """The paragraphs of a side part; a note's type says that it is only a drawn line."""
    for note in [one for one in root if attribute(one, "type") not in ("", "normal")]:
        root.remove(note)
    blocks = _blocks(root, _Reading(Numbering()))
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            lines.append(block.text)
        else:
            lines += [text for row in range(len(block.rows)) for _, text in block.own_texts(row)]
    return lines


def _blocks(container: Element, reading: _Reading) -> Iterator[Block]:
    """Paragraphs and tables of a body, a cell or a text box."""
    carried = ""
    first: Element | None = None  # where the text that is carried began
    for element in members(container, {"p", "tbl"}):
        if local(element) == "tbl":
            yield from _table_blocks(element, reading)
            continue
        text, boxes, goes_on = _paragraph(element, reading)
        first = element if not carried.strip() else first
        text = carried + text
        carried = text if goes_on else ""
        if text.strip() and not goes_on:
            yield _counted(text, first, reading)
        for box in boxes:
            yield from _blocks(box, reading)
    if carried.strip():
        yield _counted(carried, first, reading)


def _counted(text: str, element: Element | None, reading: _Reading) -> Paragraph:
    """A paragraph with its number and what its looks say; `element` is the one its text begins in."""
    reading.paragraphs += 1
    level = reading.styles.level(element) if element is not None else None
    begins = level is not None or _INDENTED.match(text) is not None or reading.styles.is_indented(element)
    return Paragraph(text.strip(), reading.paragraphs, level=level, begins=True if begins else None)


def _paragraph(paragraph: Element, reading: _Reading) -> tuple[str, list[Element], bool]:
    """A paragraph's text with its automatic number, the text boxes in it, and whether its end was deleted."""
    line = _Line()
    _read_inline(paragraph, line)
    text = "".join(line.seen)
    mark = child(child(paragraph, "pPr"), "rPr")
    goes_on = any(child(mark, name) is not None for name in ("del", "moveFrom"))
    if goes_on and not text.strip():
        return "", line.boxes, True
    label = reading.numbering.label(paragraph)
    if label and text.strip():
        text = label + (" " if label[-1].isalnum() and not text[0].isspace() else "") + text.lstrip()
    elif label:
        text = re.sub(r"^(\d+)[.．、]$", r"\1", label)
    hidden = "".join(line.hidden).strip()
    if hidden:
        reading.hidden.append(hidden)
    return text, line.boxes, goes_on


def _read_inline(element: Element, line: _Line) -> None:
    for node in element:
        name = local(node)
        if name in _GONE or name.endswith("Pr") or is_placeholder(node):
            continue
        if name == "r" and is_on(child(child(node, "rPr"), "vanish")):
            hidden = _Line()
            _read_children(node, hidden)
            line.hidden += hidden.seen
        elif name == "AlternateContent":
            _read_inline(alternative(node), line)
        elif name == "txbxContent":
            line.boxes.append(node)
        elif name == "ruby":
            _read_ruby(node, line)
        elif not _read_character(node, name, line):
            _read_inline(node, line)


def _read_children(run: Element, line: _Line) -> None:
    for node in run:
        if not local(node).endswith("Pr") and not _read_character(node, local(node), line):
            _read_inline(node, line)


def _read_character(node: Element, name: str, line: _Line) -> bool:
    """Text and the elements that stand for one character; False for everything else."""
    if name == "t":
        line.seen.append(node.text or "")
    elif name in ("tab", "ptab"):
        line.seen.append("\t")
    elif name in ("br", "cr"):
        line.seen.append("\n")
    elif name == "noBreakHyphen":
        line.seen.append("-")
    elif name == "sym":
        code = attribute(node, "char").upper()
        plain = chr(int(code, 16)) if re.fullmatch(r"[0-9A-D][0-9A-F]{3}", code) else "□"
        line.seen.append(_SYMBOLS.get(code, plain))
    else:
        return False
    return True


def _read_ruby(ruby: Element, line: _Line) -> None:
    """A character with its pronunciation above: the character, then the pronunciation in brackets."""
    above = _Line()
    for base in children(ruby, "rubyBase"):
        _read_inline(base, line)
    for guide in children(ruby, "rt"):
        _read_inline(guide, above)
    if above.seen:
        line.seen.append(f"（{''.join(above.seen)}）")


# ---- tables ----


def _table_blocks(table: Element, reading: _Reading) -> Iterator[Block]:
    if _is_layout(table):
        for row in rows_of(table):
            for cell in members(row, {"tc"}):
                yield from _blocks(cell, reading)
        return
    reading.tables += 1
    yield _table(table, reading)


def _is_layout(table: Element) -> bool:
    """A table that only arranges the page: inside one of its cells stands a table with more columns."""
    widest = max((len(list(members(row, {"tc"}))) for row in rows_of(table)), default=0)
    return any(
        len(list(members(row, {"tc"}))) > max(widest, 2)
        for inner in table.iter("{*}tbl")
        if inner is not table
        for row in rows_of(inner)
    )


def _table(table: Element, reading: _Reading) -> Table:
    """A table as a grid of texts."""
    layout = lay_out(table, lambda cell: _cell_text(cell, reading))
    return table_of(
        f"表{reading.tables}",
        layout.texts,
        layout.merges,
        layout.widths,
        hidden_rows=frozenset(layout.hidden_rows),
    )


def _cell_text(cell: Element, reading: _Reading) -> str:
    """A cell's paragraphs as lines; a table inside it as lines of its cells; text boxes after their paragraph."""
    outside = reading.paragraphs, reading.tables
    lines: list[str] = []
    for block in _blocks(cell, reading):
        if isinstance(block, Paragraph):
            lines.append(block.text)
        else:
            lines += [" ".join(text for _, text in block.own_texts(row)) for row in range(len(block.rows))]
    reading.paragraphs, reading.tables = outside
    return "\n".join(line for line in lines if line)
