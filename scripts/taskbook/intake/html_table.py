"""Tables of a web page: which only arrange the page, and how the cells of the others lie on their grid."""

from __future__ import annotations

import re
from collections.abc import Iterator

from taskbook.intake.blocks import Merge, Table, table_of
from taskbook.intake.html_text import Element, is_hidden, lines_in, name_of

_WIDEST = 500
_LONG_CELL = 1_500
"""Characters in one cell: more is a page's text inside a table that arranges the page."""
_HAN = re.compile(r"[\u3400-\u9fff]")


def is_layout(table: Element) -> bool:
    """A table that only arranges the page: one column or row, a table in a cell, a cell with a page of text."""
    rows = [list(cells_of(row)) for row in rows_of(table)]
    if max((len(row) for row in rows), default=0) < 2:
        return True
    if any(one is not table for one in table.iter("table")):
        return True
    texts = [sum(len(_HAN.findall(text)) for text in cell.itertext()) for row in rows for cell in row]
    return max(texts, default=0) > _LONG_CELL or (len(rows) < 2 and max(texts, default=0) > _LONG_CELL // 10)


def rows_of(table: Element) -> Iterator[Element]:
    """The rows of a table, not those of tables inside it."""
    for one in table:
        if name_of(one) == "tr":
            yield one
        elif name_of(one) in ("thead", "tbody", "tfoot"):
            yield from (row for row in one if name_of(row) == "tr")


def cells_of(row: Element) -> Iterator[Element]:
    return (cell for cell in row if name_of(cell) in ("td", "th"))


def beside_cells(table: Element) -> list[str]:
    """What stands in a table outside its cells: its caption, text that the page's writer put into the wrong place."""
    cells = {cell for row in rows_of(table) for cell in cells_of(row)}
    return lines_in(table, cells.__contains__)


def read_table(table: Element, name: str) -> Table:
    """A table as a grid; cells that cover several rows or columns are merged ranges."""
    rows = list(rows_of(table))
    texts: list[list[str]] = [[] for _ in rows]
    taken: set[tuple[int, int]] = set()
    merges: list[Merge] = []
    for at, row in enumerate(rows):
        column = 0
        for cell in cells_of(row):
            while (at, column) in taken:
                column += 1
            down, across = _span(cell, "rowspan"), min(_span(cell, "colspan") or 1, _WIDEST)
            bottom = min(at + (down or len(rows)), len(rows)) - 1
            right = column + across - 1
            taken |= {
                (below, beside) for below in range(at, bottom + 1) for beside in range(column, right + 1)
            }
            texts[at] += [""] * (column + 1 - len(texts[at]))
            texts[at][column] = "\n".join(lines_in(cell))
            if (at, column) != (bottom, right):
                merges.append((at, column, bottom, right))
            column = right + 1
    width = max((right for *_, right in merges), default=-1) + 1
    texts = [line + [""] * (width - len(line)) for line in texts]
    hidden = frozenset(at for at, row in enumerate(rows) if is_hidden(row))
    return table_of(name, texts, merges, hidden_rows=hidden)


def _span(cell: Element, name: str) -> int:
    """How many rows or columns a cell covers; 0 for all that are left."""
    text = (cell.get(name) or "1").strip()
    return int(text) if re.fullmatch(r"\d{1,4}", text) else 1
