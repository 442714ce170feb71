"""Cells that readers give back as blank although something stands in them: errors, formulas nobody has calculated."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from taskbook.ooxml.cells import positioned_cells
from taskbook.ooxml.package import Package, parse

_SUSPICIOUS = re.compile(rb"""\st\s*=\s*["']e["']|<(?:\w+:)?f[\s/>]""")


def unread_cells(package: Package) -> dict[str, dict[tuple[int, int], str]]:
    """Sheet name → (row, column), 0-based → the error (`#REF!`) or the formula (`=A1&B1`) that stands there."""
    found = {}
    for name, part in package.sheets().items():
        content = package.parts[part]
        if _SUSPICIOUS.search(content):
            found[name] = dict(_unread(parse(content)))
    return {name: cells for name, cells in found.items() if cells}


def _unread(root: etree._Element) -> Iterator[tuple[tuple[int, int], str]]:
    for row, column, cell in positioned_cells(root):
        value = cell.findtext("{*}v")
        if cell.get("t") == "e":
            yield (row, column), value or "#"
        elif cell.get("t") != "str" and not value and (formula := cell.find("{*}f")) is not None:
            yield (row, column), f"={formula.text or ''}"
