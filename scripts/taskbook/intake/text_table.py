"""What both forms of flattened text share: the table being put together and the test for its heading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from taskbook.columns import Field, plain_heading
from taskbook.intake.blocks import Merge, table_of
from taskbook.intake.header import Header, header_at


@dataclass(slots=True)
class TextTable:
    """A table found in text: rows of cell texts, those that are one cell across, those with too few cells."""

    rows: list[list[str]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    uneven: list[int] = field(default_factory=list)

    def add(self, cells: Sequence[str], width: int) -> None:
        """A row; one text repeated in every cell is how some programs write a cell across the table."""
        texts = {cell.strip() for cell in cells}
        if len(cells) >= 3 and len(texts) == 1 and "" not in texts:
            self.add_across(cells[0], width)
        else:
            self.rows.append(list(cells))

    def add_uneven(self, cells: Sequence[str]) -> None:
        self.uneven.append(len(self.rows))
        self.rows.append(list(cells))

    def add_across(self, text: str, width: int) -> None:
        self.merges.append((len(self.rows), 0, len(self.rows), width - 1))
        self.rows.append([text])


Piece = str | TextTable
"""A paragraph, or a table."""


def open_table(pieces: list[Piece]) -> TextTable:
    """The table being filled: the last piece, or after a paragraph a new one."""
    last = pieces[-1] if pieces else None
    if isinstance(last, TextTable):
        return last
    table = TextTable()
    pieces.append(table)
    return table


def heading_of(cells: Sequence[str], strict: bool = False) -> Header | None:
    """The heading that a row of texts makes, None where it heads no task table; `strict` as in `header_at`."""
    return header_at(table_of("", [cells]), 0, strict) if len(cells) > 1 else None


def number_column(header: Header) -> int | None:
    return next((at for at, column in enumerate(header.columns) if column.field is Field.NUMBER), None)


def words_of(header: Header) -> set[str]:
    return {plain_heading(column.heading) for column in header.columns}
