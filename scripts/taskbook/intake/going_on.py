"""Whether a table goes on with the one before: a plan broken over pages is several tables in the file."""

from __future__ import annotations

from dataclasses import replace

from taskbook.columns import Field
from taskbook.intake.blocks import Table
from taskbook.intake.header import Header
from taskbook.intake.headings import is_number
from taskbook.intake.rows import read_row
from taskbook.intake.walk import Walk


def goes_on(walk: Walk, table: Table) -> bool:
    """Whether a table without a heading continues the one before: as many cells in a row, numbers where they belong."""
    if walk.header is None or not table.rows or table.cell_count() != walk.cell_count:
        return False
    return all(not text or is_number(text) for text in _numbers(walk.header, table, len(table.rows)))


def rows_go_on(walk: Walk, table: Table, end: int) -> bool:
    """Whether the rows above a table's heading are tasks of the table before, not its title."""
    if walk.header is None or table.cell_count() != walk.cell_count:
        return False
    numbers = _numbers(walk.header, table, end)
    return any(numbers) and all(not text or is_number(text) for text in numbers)


def _numbers(header: Header, table: Table, end: int) -> list[str]:
    """What stands in the column of numbers, in rows of several cells above `end`; [] without such a column."""
    laid = moved(header, table)
    rows = [read_row(table, laid, index) for index in range(end)]
    numbered = [at for at, column in enumerate(laid.columns) if column.field is Field.NUMBER]
    return [row.whole.get(numbered[0], "") for row in rows if len(row.texts) > 1] if numbered else []


def moved(header: Header, table: Table) -> Header:
    """The heading in force, laid over a table that has none: its columns by count where the grids differ."""
    if table.width == max(column.last for column in header.columns) + 1:
        return replace(header, top=-1, bottom=-1)
    usual = next(
        (cells for row in range(len(table.rows)) if len(cells := table.cells(row)) == len(header.columns)),
        None,
    )
    if usual is None:
        return replace(header, top=-1, bottom=-1)
    columns = [
        replace(column, first=first, last=last)
        for column, (first, last, _) in zip(header.columns, usual, strict=True)
    ]
    return Header(-1, -1, tuple(columns))
