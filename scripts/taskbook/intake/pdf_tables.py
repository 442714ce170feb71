"""The parts of a table that goes on over pages of a PDF as one table, a row broken by the page's end as one row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from taskbook.intake.blocks import Table, table_of
from taskbook.intake.pdf_cells import Cell, Grid
from taskbook.intake.pdf_lines import goes_on

_SAME = 5.0
"""Points that the rules of one column may differ from page to page."""

_NUMBER = re.compile(r"\d{1,4}[.．、]?|[一二三四五六七八九十百]{1,4}、?")
_ENDED = ("。", "；", "！", "？")
_MOSTLY = 0.6


def belongs(grid: Grid, further: Grid) -> bool:
    """Whether the columns of a table at the top of a page are those of the table at the end of the page before."""
    few, many = sorted((grid.columns, further.columns), key=len)
    ends = abs(few[0] - many[0]) <= _SAME and abs(few[-1] - many[-1]) <= _SAME
    return ends and all(any(abs(one - other) <= _SAME for other in many) for one in few)


def put_together(grid: Grid, further: Grid) -> Grid:
    """One grid of both; headings repeated on the new page are there once."""
    columns = max(grid.columns, further.columns, key=len)
    grid, further = _on(columns, grid), _on(columns, further)
    further = _without_heading(grid, further)
    if not further.cells:
        return grid
    broken = _is_broken_row(grid, further)
    last = len(grid.rows) - 2
    shift = last if broken else last + 1
    cells = list(grid.cells)
    for cell in further.cells:
        above = _above(cells, cell, last) if cell.top == 0 else None
        moved = replace(cell, top=cell.top + shift, bottom=cell.bottom + shift)
        if above is not None and (broken or _is_rest(above, cell)):
            cells[cells.index(above)] = replace(above, bottom=moved.bottom, lines=above.lines + cell.lines)
        else:
            cells.append(moved)
    edges = further.rows[2:] if broken else further.rows[1:]
    cells.sort(key=lambda one: (one.top, one.left))
    return Grid(columns, grid.rows + edges, tuple(cells))


def table_from(grid: Grid, name: str) -> Table:
    """The block of a grid."""
    height, width = len(grid.rows) - 1, len(grid.columns) - 1
    texts = [[""] * width for _ in range(height)]
    for cell in grid.cells:
        texts[cell.top][cell.left] = "\n".join(filter(None, [texts[cell.top][cell.left], cell.text]))
    merges = [(cell.top, cell.left, cell.bottom, cell.right) for cell in grid.cells]
    widths = [right - left for left, right in zip(grid.columns, grid.columns[1:], strict=False)]
    return table_of(name, texts, [one for one in merges if one[:2] != one[2:]], widths)


def _on(columns: tuple[float, ...], grid: Grid) -> Grid:
    """A grid laid on the columns of another one that has the same edges and more."""
    if len(columns) == len(grid.columns):
        return replace(grid, columns=columns)
    place = [min(range(len(columns)), key=lambda at: abs(columns[at] - edge)) for edge in grid.columns]
    cells = [replace(one, left=place[one.left], right=place[one.right + 1] - 1) for one in grid.cells]
    return Grid(columns, grid.rows, tuple(cells))


def _without_heading(grid: Grid, further: Grid) -> Grid:
    """The rows of a new page without those that repeat the first rows of the table."""
    count = 0
    while (
        count < len(further.rows) - 1
        and _texts(further, count)
        and _texts(further, count) == _texts(grid, count)
    ):
        count += 1
    if count == 0 or any(cell.top < count <= cell.bottom for cell in further.cells):
        return further
    kept = [
        replace(one, top=one.top - count, bottom=one.bottom - count)
        for one in further.cells
        if one.top >= count
    ]
    return Grid(further.columns, further.rows[count:], tuple(kept))


def _texts(grid: Grid, row: int) -> list[tuple[int, str]]:
    return [(one.left, "".join(one.text.split())) for one in grid.cells if one.top == row and one.text]


def _above(cells: Sequence[Cell], cell: Cell, last: int) -> Cell | None:
    """The cell that ends in the last row of the page before, in the same columns."""
    return next(
        (one for one in cells if one.bottom == last and (one.left, one.right) == (cell.left, cell.right)),
        None,
    )


def _is_rest(above: Cell, cell: Cell) -> bool:
    """Whether an empty cell at the top of a page is the rest of one that covers several rows."""
    return not cell.text and bool(above.text) and (cell.bottom > cell.top or above.bottom > above.top)


def _is_broken_row(grid: Grid, further: Grid) -> bool:
    """Whether the first row of a page is the rest of the last one of the page before."""
    last = len(grid.rows) - 2
    first = [cell for cell in further.cells if cell.top == 0]
    pairs = [(_above(grid.cells, cell, last), cell) for cell in first]
    if not any(cell.text for cell in first) or any(above is None for above, _ in pairs):
        return False
    known = [(above, cell) for above, cell in pairs if above is not None and cell.text]
    numbers = _number_column(grid)
    if numbers is not None:
        number = next((cell for cell in first if cell.left == numbers), None)
        if number is None or number.text:
            return False
        spans = any(cell.left == numbers and cell.bottom > cell.top for cell in (*grid.cells, number))
        return any(_goes_on(*pair) for pair in known) or (
            not spans and all(_may_go_on(*pair) for pair in known)
        )
    return all(_goes_on(*pair) for pair in known)


def _may_go_on(above: Cell, cell: Cell) -> bool:
    """Whether nothing says that the cell above was at its end, in a row that should have a number if it were new."""
    return bool(above.lines) and not above.text.endswith(_ENDED)


def _goes_on(above: Cell, cell: Cell) -> bool:
    """Whether a cell's text shows that the one above was broken off."""
    if not above.lines or not cell.lines:
        return False
    return not above.text.endswith(_ENDED) and goes_on(above.lines[-1], cell.lines[0], above.last_width)


def _number_column(grid: Grid) -> int | None:
    """The column whose cells mostly hold a number, of the rows below the first one."""
    for column in range(len(grid.columns) - 1):
        cells = [one for one in grid.cells if one.left == one.right == column and one.top > 0]
        numbers = sum(_NUMBER.fullmatch(cell.text) is not None for cell in cells)
        if numbers and numbers >= _MOSTLY * len(cells):
            return column
    return None
