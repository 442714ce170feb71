"""Text whose rows are lines with cells parted by tabs, inside running text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from taskbook.intake.header import Header
from taskbook.intake.headings import is_note, is_number, level_of
from taskbook.intake.text_table import Piece, TextTable, heading_of, number_column, open_table


@dataclass(slots=True)
class _Walk:
    """What came out, the heading in force, the row being put together (it may go on over lines)."""

    pieces: list[Piece] = field(default_factory=list)
    header: Header | None = None
    width: int = 0
    row: list[str] | None = None

    @property
    def table(self) -> TextTable:
        return open_table(self.pieces)

    def end_row(self) -> None:
        if self.row is not None:
            self.table.add(self.row, self.width)
            self.row = None


def read_separated(lines: Sequence[str]) -> list[Piece]:
    """The paragraphs and tables of such a text, in order."""
    walk = _Walk()
    lines = _with_whole_heading(lines)
    last_row = max((at for at, line in enumerate(lines) if "\t" in line.strip()), default=-1)
    blank = True
    for at, line in enumerate(lines):
        if not line.strip():
            blank = True
            continue
        cells = line.split("\t")
        header = heading_of(cells, strict=walk.header is not None) if len(cells) > 1 else None
        if header is not None:
            _take_heading(walk, header, cells)
        elif walk.header is None:
            walk.pieces.append(" ".join(line.split("\t")))
        elif len(cells) > 1:
            _take_cells(walk, cells, blank)
        else:
            _take_line(walk, line.strip(), blank, more=at < last_row)
        blank = False
    walk.end_row()
    return walk.pieces


def _with_whole_heading(lines: Sequence[str]) -> list[str]:
    """The lines, with a heading that was broken inside a cell (具体⏎措施) put together again."""
    for at, line in enumerate(lines):
        if "\t" not in line:
            continue
        for more in range(3, 0, -1):
            joined = "".join(lines[at : at + 1 + more])
            header = heading_of(joined.split("\t"), strict=True)
            if header and all(column.field and column.sure for column in header.columns):
                return [*lines[:at], joined, *lines[at + 1 + more :]]
        if heading_of(line.split("\t")):
            break
    return list(lines)


def _take_heading(walk: _Walk, header: Header, cells: list[str]) -> None:
    walk.end_row()
    width = len(cells)
    if walk.header is None or width != walk.width:
        walk.pieces.append(TextTable())
    walk.header, walk.width = header, width
    walk.table.add(cells, width)


def _take_cells(walk: _Walk, cells: list[str], blank: bool) -> None:
    """A line with tabs: a new row, or the rest of one whose cell was broken over lines."""
    whole = walk.row is None or len(walk.row) >= walk.width
    if whole and blank and _is_no_row(walk, cells):
        walk.end_row()
        walk.pieces.append(" ".join(cell.strip() for cell in cells if cell.strip()))
    elif whole or _begins_row(walk, cells):
        walk.end_row()
        walk.row = cells
    else:
        assert walk.row is not None
        walk.row[-1] = f"{walk.row[-1]}\n{cells[0].strip()}"
        walk.row += cells[1:]


def _is_no_row(walk: _Walk, cells: Sequence[str]) -> bool:
    """某办公室 │ 2022年5月25日印发 below the table: few cells, no number where numbers stand."""
    assert walk.header is not None
    numbered = number_column(walk.header) == 0
    return (
        numbered
        and len(cells) * 2 <= walk.width
        and bool(cells[0].strip())
        and not is_number(cells[0].strip())
    )


def _begins_row(walk: _Walk, cells: Sequence[str]) -> bool:
    assert walk.header is not None
    numbered = number_column(walk.header) == 0 and is_number(cells[0].strip())
    return len(cells) >= walk.width or numbered


def _take_line(walk: _Walk, line: str, blank: bool, more: bool) -> None:
    """A line without tabs: the rest of a cell, a section across the table, or running text."""
    whole = walk.row is None or len(walk.row) >= walk.width
    if (
        walk.row is not None
        and not blank
        and not is_note(line)
        and (not whole or (more and level_of(line) is None))
    ):
        walk.row[-1] = f"{walk.row[-1]}\n{line}"
        return
    walk.end_row()
    if more and level_of(line) is not None and isinstance(walk.pieces[-1], TextTable):
        walk.table.add_across(line, walk.width)
    else:
        walk.pieces.append(line)
