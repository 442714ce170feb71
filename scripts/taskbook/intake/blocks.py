"""A document as a sequence of paragraphs and tables, whatever file it came from: what every reader makes.

Readers (`docx`, `sheet`, `text`) know formats and nothing about plans; `tables` and `title` know plans and nothing
about formats.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from taskbook import wording
from taskbook.columns import column_letters

Merge = tuple[int, int, int, int]
"""(top, left, bottom, right), 0-based, inclusive."""


class Part(StrEnum):
    """Where in a document a paragraph stands."""

    BODY = "正文"
    MARGIN = "页眉页脚"
    NOTE = "脚注"
    COMMENT = "批注"
    HIDDEN = "隐藏文字"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph that is not blank; `number` counts such paragraphs of its part from 1.

    `level` is the depth of a heading by its style, 0 the highest, None where no style says so. `begins`: whether the
    source shows that a paragraph begins here (an indent, a <p>), False where it shows that a line only goes on, None
    where it tells nothing. `place` is where people find it, where counting paragraphs does not help: a PDF has lines.
    """

    text: str
    number: int
    part: Part = Part.BODY
    level: int | None = None
    begins: bool | None = None
    place: str = ""

    @property
    def address(self) -> str:
        """How people find it: `第3段`, in a PDF `第3页第5行`."""
        return self.place or wording.paragraph_place(self.number)


@dataclass(frozen=True, slots=True)
class Slot:
    """One grid position: the text of the cell that covers it, and where that cell begins (its anchor)."""

    text: str
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Table:
    """A grid in which every position knows the cell that covers it.

    `lettered` tables are sheets, whose cells people call C5; in the others they say 第5行. `unread` are cells whose
    value could not be had, as (row, column, what stands there); `uneven` rows had too few cells to know which is
    which. `visible` is False for a hidden sheet.
    """

    name: str
    rows: tuple[tuple[Slot, ...], ...]
    widths: tuple[float, ...]
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    unread: tuple[tuple[int, int, str], ...] = ()
    uneven: frozenset[int] = frozenset()
    lettered: bool = False
    visible: bool = True

    @property
    def width(self) -> int:
        return len(self.widths)

    def is_anchor(self, row: int, column: int) -> bool:
        slot = self.rows[row][column]
        return (slot.row, slot.column) == (row, column)

    def address(self, row: int, column: int = 0) -> str:
        """How people find a cell: `C5` in a sheet, `第5行` in a document's table."""
        return f"{column_letters(column)}{row + 1}" if self.lettered else f"第{row + 1}行"

    def cells(self, row: int) -> list[tuple[int, int, str]]:
        """The cells that lie in a row, as (first column, last column, text); one merged from above counts too."""
        found: list[tuple[int, int, str]] = []
        previous: tuple[int, int] | None = None
        for column, slot in enumerate(self.rows[row]):
            if (slot.row, slot.column) == previous:
                found[-1] = (found[-1][0], column, slot.text)
            else:
                found.append((column, column, slot.text))
            previous = (slot.row, slot.column)
        return found

    def own_texts(self, row: int) -> list[tuple[int, str]]:
        """The cells that begin in a row and are not blank, as (column, text)."""
        return [
            (column, slot.text)
            for column, slot in enumerate(self.rows[row])
            if slot.text and (slot.row, slot.column) == (row, column)
        ]

    def cell_count(self) -> int:
        """How many cells a row has, in most rows; what tells a table that goes on over a page from another one."""
        counts = Counter(len(self.cells(row)) for row in range(len(self.rows)) if len(self.cells(row)) > 1)
        return counts.most_common(1)[0][0] if counts else 1


Block = Paragraph | Table


def table_of(
    name: str,
    texts: Sequence[Sequence[str]],
    merges: Iterable[Merge] = (),
    widths: Sequence[float] = (),
    **more: object,
) -> Table:
    """A table from the texts of its grid (rows may be of different length) and its merged ranges.

    Text inside a merged range other than in its first cell is kept: it is added to the first cell's text.
    """
    width = max((len(row) for row in texts), default=0)
    grid = [
        [Slot(row[at].strip() if at < len(row) else "", number, at) for at in range(width)]
        for number, row in enumerate(texts)
    ]
    for top, left, bottom, right in merges:
        _merge(grid, top, left, min(bottom, len(grid) - 1), min(right, width - 1))
    even = tuple(widths[:width]) + (1.0,) * (width - len(widths))
    return Table(name, tuple(map(tuple, grid)), even, **more)  # type: ignore[arg-type]


def _merge(grid: list[list[Slot]], top: int, left: int, bottom: int, right: int) -> None:
    if top > bottom or left > right:
        return
    inside = [grid[row][column] for row in range(top, bottom + 1) for column in range(left, right + 1)]
    slot = Slot("\n".join(one.text for one in inside if one.text), top, left)
    for row in range(top, bottom + 1):
        grid[row][left : right + 1] = [slot] * (right + 1 - left)
