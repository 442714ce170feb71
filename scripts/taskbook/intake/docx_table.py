"""How the cells of a Word table lie on its grid: rows, spans, vertical merges, widths."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from taskbook.intake.blocks import Merge
from taskbook.intake.word_xml import Element, attribute, child, children, is_on, members, value

_WIDEST = 500  # grid columns a cell may span; more is a damaged or hostile file


@dataclass(slots=True)
class Layout:
    """The texts by grid position, the merged ranges, the widths of the grid columns, the hidden rows (0-based)."""

    texts: list[list[str]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    widths: list[float] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)


def rows_of(table: Element) -> list[Element]:
    return [row for row in members(table, {"tr"}) if child(child(row, "trPr"), "del") is None]


def lay_out(table: Element, text_of: Callable[[Element], str]) -> Layout:
    """Every row on the grid; `text_of` reads a cell and is called once for each cell that shows, in reading order."""
    layout = Layout(
        widths=[float(_count(one, 1, "w")) for one in children(child(table, "tblGrid"), "gridCol")]
    )
    open_merges: dict[tuple[int, int], int] = {}  # (left, right) of a cell that may go on below → its top row
    bottoms: dict[tuple[int, int, int], int] = {}  # (top, left, right) → bottom
    for number, row in enumerate(rows_of(table)):
        properties = child(row, "trPr")
        if is_on(child(properties, "hidden")):
            layout.hidden_rows.add(number)
        line = [""] * min(_count(child(properties, "gridBefore"), 0), _WIDEST)
        still_open: dict[tuple[int, int], int] = {}
        for left, right, cell in _laid_out(row, len(line)):
            range_, top = _continued(cell, left, right, open_merges, number)
            line += [""] * (right + 1 - len(line))
            line[left] = "" if top != number and not has_text(cell) else text_of(cell)
            if child(child(cell, "tcPr"), "vMerge") is not None:
                still_open[range_] = top
            bottoms[top, *range_] = number
        open_merges = still_open
        layout.texts.append(line)
    ranges = [(top, left, bottom, right) for (top, left, right), bottom in bottoms.items()]
    layout.merges = [one for one in ranges if one[:2] != one[2:]]
    return layout


def _laid_out(row: Element, start: int) -> Iterator[tuple[int, int, Element]]:
    """The row's cells as (first grid column, last grid column, cell); cells merged the old way become one."""
    found: list[tuple[int, int, Element]] = []
    for cell in members(row, {"tc"}):
        properties = child(cell, "tcPr")
        if child(properties, "cellDel") is not None:
            continue
        span = min(max(1, _count(child(properties, "gridSpan"), 1)), _WIDEST)
        old = child(properties, "hMerge")
        if old is not None and value(old) != "restart" and found and not has_text(cell):
            left, right, first = found[-1]
            found[-1] = (left, right + span, first)
        else:
            found.append((start, start + span - 1, cell))
        start += span
    yield from found


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


def has_text(cell: Element) -> bool:
    return any((node.text or "").strip() for node in cell.iter("{*}t"))


def _count(element: Element | None, default: int, name: str = "val") -> int:
    text = attribute(element, name)
    return int(text) if re.fullmatch(r"\d{1,6}", text) else default
