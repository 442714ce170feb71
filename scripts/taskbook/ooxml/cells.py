"""Cells inside a sheet's XML tree: finding them, and changing one without touching its neighbours.

Rows and cells may leave out their own address (`r`): they then follow the one before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from taskbook.columns import column_letters
from taskbook.ooxml.rows import LONGEST_TEXT as LONGEST_TEXT
from taskbook.ooxml.rows import Value, cell_xml

_ADDRESS = re.compile(r"\$?([A-Z]+)\$?([0-9]+)", re.IGNORECASE)


@lru_cache(maxsize=4096)
def column_index(letters: str) -> int:
    """A → 0, Z → 25, AA → 26."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def split_address(address: str) -> tuple[int, int] | None:
    """'G36' → (35, 6): 0-based row and column; None for what is not the address of one cell."""
    match = _ADDRESS.fullmatch(address)
    return (int(match[2]) - 1, column_index(match[1])) if match else None


def positioned_rows(root: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """The rows of a sheet with their 0-based numbers."""
    number = -1
    for data in root.iterchildren("{*}sheetData"):
        for row in data.iterchildren("{*}row"):
            number = int(row.get("r")) - 1 if row.get("r") else number + 1
            yield number, row


def cells_of(row: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """The cells of a row with their 0-based columns."""
    column = -1
    for cell in row.iterchildren("{*}c"):
        spot = split_address(cell.get("r", ""))
        column = spot[1] if spot else column + 1
        yield column, cell


def positioned_cells(root: etree._Element) -> Iterator[tuple[int, int, etree._Element]]:
    """All cells of a sheet as (row, column, element), 0-based."""
    for number, row in positioned_rows(root):
        for column, cell in cells_of(row):
            yield number, column, cell


def find_row(root: etree._Element, number: int) -> etree._Element | None:
    """The `<row>` with a 0-based number."""
    return next((row for found, row in positioned_rows(root) if found == number), None)


def find_cell(row: etree._Element, column: int) -> etree._Element | None:
    """The `<c>` of a row in a 0-based column."""
    return next((cell for found, cell in cells_of(row) if found == column), None)


def element(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    """A new element in the namespace of `parent` (the Strict variant has another than the usual one)."""
    return parent.makeelement(etree.QName(etree.QName(parent).namespace, name), attributes, parent.nsmap)


def put_value(row: etree._Element, number: int, column: int, value: Value, style: int | None = None) -> None:
    """Set one cell of a `<row>` (0-based number and column), keeping its style if it has one.

    Only this cell changes: what it held (value, formula, rich text) goes, its neighbours stay as they are.
    """
    cell = find_cell(row, column)
    if cell is None:
        cell = element(row, "c")
        _insert(row, cell, column)
        if style:
            cell.set("s", str(style))
    fresh = parsed_cell(cell_xml(f"{column_letters(column)}{number + 1}", value), row)
    for name in ("t", "cm", "vm"):
        cell.attrib.pop(name, None)
    for child in list(cell):
        if not isinstance(child.tag, str) or etree.QName(child).localname in {"f", "v", "is"}:
            cell.remove(child)
    cell.set("r", fresh.get("r"))
    if fresh.get("t"):
        cell.set("t", fresh.get("t"))
    for position, child in enumerate(fresh):
        cell.insert(position, child)


def _insert(row: etree._Element, cell: etree._Element, column: int) -> None:
    """Put a new cell where its column belongs; cells without address count on from the one before, so none moves."""
    before = None
    for found, other in cells_of(row):
        if found > column:
            other.addprevious(cell)
            return
        before = other
    if before is None:
        row.insert(0, cell)
    else:
        before.addnext(cell)


def parsed_cell(xml: str, parent: etree._Element) -> etree._Element:
    """A `<c>` or `<row>` written by `ooxml.rows`, as an element with its parent's namespace and prefix."""
    space = etree.QName(parent).namespace
    prefix = parent.prefix
    declared = f'xmlns="{space}"' if space else ""
    wrapped = etree.fromstring(f"<r {declared}>{xml}</r>")
    child = wrapped[0]
    return _adopted(child, parent) if prefix else child


def _adopted(child: etree._Element, parent: etree._Element) -> etree._Element:
    """The same tree built with the prefix that the parent uses, so that no second spelling of it is declared."""
    copy = parent.makeelement(child.tag, dict(child.attrib), parent.nsmap)
    copy.text, copy.tail = child.text, child.tail
    copy.extend([_adopted(inner, parent) for inner in child])
    return copy
