"""Text whose cells are parted by commas or bars: a sheet saved as .csv, a table typed by hand."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from taskbook.intake.text_table import Piece, TextTable, heading_of

_MARKS = (",", "|", ";", "，")
_RULE = re.compile(r"[\s:|+\-=]*")
_SEARCHED_LINES = 60
_ALIKE = 0.6
"""Of the lines below a heading so many have its number of cells."""


def read_delimited(text: str) -> list[Piece] | None:
    """The title lines and the table, or None where no such mark makes a heading of a task table."""
    for mark in _MARKS:
        rows = _rows(text, mark)
        at = next((at for at, row in enumerate(rows[:_SEARCHED_LINES]) if _heads(rows, at, mark)), None)
        if at is not None:
            titles: list[Piece] = [" ".join(filter(None, row)) for row in rows[:at]]
            return [*titles, TextTable([row for row in rows[at:] if any(row)])]
    return None


def _heads(rows: Sequence[list[str]], at: int, mark: str) -> bool:
    """Whether a line is the heading of a table: what stands below it has as many cells, as running text has not
    (a broken line may begin 牵头，…)."""
    if not heading_of(rows[at]):
        return False
    below = [row for row in rows[at + 1 :] if any(row)]
    alike = sum(len(row) == len(rows[at]) for row in below)
    return mark == "|" or alike >= _ALIKE * len(below)


def _rows(text: str, mark: str) -> list[list[str]]:
    """The lines by their cells; none where a cell is longer than any of a table (a plan in one line)."""
    try:
        return [_cells(row, mark) for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark)]
    except csv.Error:
        return []


def _cells(row: list[str], mark: str) -> list[str]:
    """The cells of a line; with bars there is one at both ends and a line of dashes under the heading."""
    cells = [cell.strip() for cell in row]
    if mark == "|":
        if _RULE.fullmatch("".join(cells)):
            return []
        cells = cells[1:] if cells and not cells[0] else cells
        cells = cells[:-1] if cells and not cells[-1] else cells
    return cells
