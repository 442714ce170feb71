"""A Word document as blocks, read as a person sees it: insertions kept, deletions gone, automatic numbers there.

Elements are known by their local names, so documents by Word, WPS and LibreOffice and the Strict variant read alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from taskbook.intake.blocks import Block, Merge, Paragraph, Part, Table, table_of
from taskbook.intake.numbering import (
    Element,
    Numbering,
    attribute,
    child,
    children,
    is_on,
    local,
    read_numbering,
    value,
)
from taskbook.ooxml.package import Package, parse

_GONE = {"del", "moveFrom", "delText", "instrText", "delInstrText", "fldData", "softHyphen"}
_WRAPPERS = {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "body", "Choice", "Fallback"}
_WRAPPERS |= {"document", "footnotes", "endnotes", "comments", "hdr", "ftr", "footnote", "endnote", "comment"}
_SYMBOLS = {"F0FE": "☑", "F052": "☑", "F0A8": "□", "F0A3": "□", "F06F": "□", "F0FC": "√", "F0E0": "→"}
_SYMBOLS |= {"F06C": "●", "F06E": "■", "F075": "◆", "F0D8": "➢", "F0B7": "•", "F050": "√", "F0FB": "×"}
_WIDEST = 500  # grid columns a cell may span; more is a damaged or hostile file
_PAGE_NUMBER = re.compile(r"[\s\d\-－—–·.第共页/]*")


@dataclass(slots=True)
class _Line:
    """One paragraph's text while it is read: what is seen, what is hidden, the text boxes anchored in it."""

    seen: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)


@dataclass(slots=True)
class _Reading:
    """What is carried through a document: its numberings and how many paragraphs and tables were met."""

    numbering: Numbering
    hidden: list[str] = field(default_factory=list)
    paragraphs: int = 0
    tables: int = 0


def read_docx(package: Package, main: str) -> list[Block]:
    """The blocks of the document part `main` in order, then its hidden texts, notes, comments, headers and footers."""
    styles, numbers = package.of_kind(main, "styles"), package.of_kind(main, "numbering")
    reading = _Reading(
        read_numbering(
            parse(package.parts[numbers]) if numbers else None,
            parse(package.parts[styles]) if styles else None,
        )
    )
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
    for element in _members(container, {"p", "tbl"}):
        if local(element) == "tbl":
            yield from _table_blocks(element, reading)
            continue
        text, boxes, goes_on = _paragraph(element, reading)
        text = carried + text
        carried = text if goes_on else ""
        if text.strip() and not goes_on:
            reading.paragraphs += 1
            yield Paragraph(text.strip(), reading.paragraphs)
        for box in boxes:
            yield from _blocks(box, reading)
    if carried.strip():
        reading.paragraphs += 1
        yield Paragraph(carried.strip(), reading.paragraphs)


def _members(container: Element, wanted: set[str]) -> Iterator[Element]:
    """The wanted elements inside a container, looking through content controls, insertions and the like."""
    for element in container:
        name = local(element)
        if name in wanted:
            yield element
        elif name == "AlternateContent":
            yield from _members(_alternative(element), wanted)
        elif name in _WRAPPERS and not _is_placeholder(element):
            yield from _members(element, wanted)


def _alternative(element: Element) -> Element:
    """The drawing a person sees is written twice, for new and for old programs: read one."""
    choice, fallback = child(element, "Choice"), child(element, "Fallback")
    has_text = choice is not None and any(local(one) in ("t", "p", "tbl") for one in choice.iter())
    chosen = choice if has_text or fallback is None else fallback
    return element if chosen is None else chosen


def _is_placeholder(element: Element) -> bool:
    """A content control that still shows its prompt (单击此处输入文字)."""
    return local(element) == "sdt" and is_on(child(child(element, "sdtPr"), "showingPlcHdr"))


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
        if name in _GONE or name.endswith("Pr") or _is_placeholder(node):
            continue
        if name == "r" and is_on(child(child(node, "rPr"), "vanish")):
            hidden = _Line()
            _read_children(node, hidden)
            line.hidden += hidden.seen
        elif name == "AlternateContent":
            _read_inline(_alternative(node), line)
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
        for row in _rows(table):
            for cell in _members(row, {"tc"}):
                yield from _blocks(cell, reading)
        return
    reading.tables += 1
    yield _table(table, reading)


def _is_layout(table: Element) -> bool:
    """A table that only arranges the page: inside one of its cells stands a table with more columns."""
    widest = max((len(list(_members(row, {"tc"}))) for row in _rows(table)), default=0)
    return any(
        len(list(_members(row, {"tc"}))) > max(widest, 2)
        for inner in table.iter("{*}tbl")
        if inner is not table
        for row in _rows(inner)
    )


def _rows(table: Element) -> list[Element]:
    return [row for row in _members(table, {"tr"}) if child(child(row, "trPr"), "del") is None]


def _table(table: Element, reading: _Reading) -> Table:
    """The grid of a table: every row laid out on the grid columns, with the merged ranges."""
    texts: list[list[str]] = []
    merges: list[Merge] = []
    open_merges: dict[tuple[int, int], int] = {}  # (left, right) of a cell that may go on below → its top row
    hidden: set[int] = set()
    for number, row in enumerate(_rows(table)):
        properties = child(row, "trPr")
        if is_on(child(properties, "hidden")):
            hidden.add(number)
        line = [""] * _count(child(properties, "gridBefore"), 0)
        still_open: dict[tuple[int, int], int] = {}
        for left, right, cell in _laid_out(row, len(line)):
            range_, top = _continued(cell, left, right, open_merges, number)
            line += [""] * (right + 1 - len(line))
            line[left] = "" if top != number and not _has_text(cell) else _cell_text(cell, reading)
            if _vertical(cell):
                still_open[range_] = top
            merges = [one for one in merges if one[:2] != (top, range_[0])]
            merges.append((top, range_[0], number, range_[1]))
        open_merges = still_open
        texts.append(line)
    grid = [float(_count(column, 1, "w")) for column in children(child(table, "tblGrid"), "gridCol")]
    spans = [merge for merge in merges if merge[:2] != merge[2:]]
    return table_of(f"表{reading.tables}", texts, spans, grid, hidden_rows=frozenset(hidden))


def _laid_out(row: Element, start: int) -> Iterator[tuple[int, int, Element]]:
    """The row's cells as (first grid column, last grid column, cell); cells merged the old way become one."""
    found: list[tuple[int, int, Element]] = []
    for cell in _members(row, {"tc"}):
        properties = child(cell, "tcPr")
        if child(properties, "cellDel") is not None:
            continue
        span = min(max(1, _count(child(properties, "gridSpan"), 1)), _WIDEST)
        old = child(properties, "hMerge")
        if old is not None and value(old) != "restart" and found and not _has_text(cell):
            left, right, first = found[-1]
            found[-1] = (left, right + span, first)
        else:
            found.append((start, start + span - 1, cell))
        start += span
    yield from found


def _vertical(cell: Element) -> bool:
    return child(child(cell, "tcPr"), "vMerge") is not None


def _continued(
    cell: Element, left: int, right: int, open_merges: dict[tuple[int, int], int], row: int
) -> tuple[tuple[int, int], int]:
    """The columns and the top row of the merged range a cell belongs to (its own, if it begins one)."""
    merge = child(child(cell, "tcPr"), "vMerge")
    if merge is None or value(merge) == "restart":
        return (left, right), row

    def shared(range_: tuple[int, int]) -> int:
        return min(right, range_[1]) - max(left, range_[0]) + 1

    above = max(open_merges, key=shared, default=None)
    if above is None or shared(above) < 1:
        return (left, right), row
    return above, open_merges[above]


def _has_text(cell: Element) -> bool:
    return any((node.text or "").strip() for node in cell.iter("{*}t"))


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


def _count(element: Element | None, default: int, name: str = "val") -> int:
    text = attribute(element, name)
    return int(text) if re.fullmatch(r"\d{1,6}", text) else default
