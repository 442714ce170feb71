"""An open master whose cells are read once and set in blocks: `master.cells.Cells` for a workbook on the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from taskbook import wording
from taskbook.columns import Sheet, plain_heading
from taskbook.findings import CannotGoOn, Stop
from taskbook.grid import Grid, SheetTooLarge
from taskbook.live.blocks import Block, Place, blocks_of, rows_of
from taskbook.live.grids import read_grid
from taskbook.live.objects import Book, OpenSheet, Range
from taskbook.live.runs import is_filtered, runs_of
from taskbook.live.trouble import looks_only, of_its_own, refuse_protected, told_as_excels
from taskbook.master.cells import NEW_COLUMN_WIDTH, same_value
from taskbook.ooxml.rows import Value

LONGEST_REWRITTEN = 12
"""Characters of a cell that says the right thing already and may be written again for the sake of a larger block;
in a longer text somebody may have marked words."""


class LiveBook:
    """What is wanted in the cells is gathered by `put`; `write` sets it. Rows and columns are 0-based."""

    def __init__(self, book: Book, path: Path) -> None:
        self.book = book
        self.path = path
        self._sheets: dict[Sheet, OpenSheet] = {}
        self._grids: dict[Sheet, Grid] = {}
        self._covered: dict[Sheet, set[Place]] = {}
        self._formats: dict[tuple[Sheet, int], dict[int, bool]] = {}
        self._wanted: dict[Sheet, dict[Place, Value]] = {}
        self._changed: dict[Sheet, set[Place]] = {}
        self._new: dict[Sheet, Callable[[], None]] = {}
        self._afterwards: list[Callable[[], None]] = []
        self.begun = False

    # ---- reading ----

    def sheet(self, sheet: Sheet) -> OpenSheet:
        """One of our sheets; blanks and width of characters in its name do not matter. `Stop.SHEET_MISSING`."""
        found = self.find(sheet)
        if found is None:
            raise CannotGoOn(Stop.SHEET_MISSING, path=self.path, sheet=sheet)
        return found

    def find(self, sheet: Sheet) -> OpenSheet | None:
        """One of our sheets, None where it is not there."""
        if sheet not in self._sheets:
            wanted = plain_heading(sheet)
            found = next((one for one in self.book.sheets if plain_heading(one.name) == wanted), None)
            if found is None:
                return None
            self._sheets[sheet] = found
        return self._sheets[sheet]

    def has(self, sheet: Sheet) -> bool:
        return self.find(sheet) is not None

    def grid(self, sheet: Sheet) -> Grid:
        if sheet not in self._grids:
            try:
                self._grids[sheet] = read_grid(self.sheet(sheet))
            except SheetTooLarge as error:
                reason = wording.sheet_too_large(str(error))
                raise CannotGoOn(Stop.NOT_A_WORKBOOK, path=self.path, reason=reason) from error
        return self._grids[sheet]

    def read_again(self, sheets: Iterable[Sheet]) -> None:
        """Forget what was read of these sheets: people may have gone on working since."""
        for sheet in sheets:
            self._grids.pop(sheet, None)
            self._covered.pop(sheet, None)

    # ---- what is wanted ----

    def says(self, sheet: Sheet, row: int, column: int, value: Value) -> bool:
        rows = self.grid(sheet).rows
        now = rows[row][column] if row < len(rows) and column < len(rows[row]) else ""
        return same_value(now, value)

    def put(self, sheet: Sheet, row: int, column: int, value: Value) -> bool:
        """What a merged area covers takes no value in Excel, so nothing is wanted there."""
        if self.is_covered(sheet, row, column):
            return False
        changed = not self.says(sheet, row, column, value)
        if changed:
            self._changed.setdefault(sheet, set()).add((row, column))
        if changed or len(str(value)) <= LONGEST_REWRITTEN:
            self._wanted.setdefault(sheet, {})[row, column] = value
        return changed

    def is_covered(self, sheet: Sheet, row: int, column: int) -> bool:
        """Whether a cell lies under a merged area and is not its first."""
        if sheet not in self._covered:
            self._covered[sheet] = {
                (down, right)
                for top, left, bottom, last in self.grid(sheet).merges
                for down in range(top, bottom + 1)
                for right in range(left, last + 1)
                if (down, right) != (top, left)
            }
        return (row, column) in self._covered[sheet]

    def shows_percent(self, sheet: Sheet, row: int, column: int) -> bool:
        """Asked for the column from this row down, in as few questions as its formats differ."""
        key = (sheet, column)
        if key not in self._formats or row not in self._formats[key]:
            last = max(len(self.grid(sheet).rows) - 1, row)
            runs = runs_of(self.sheet(sheet), column, row, last, lambda area: area.number_format)
            self._formats[key] = {
                line: "%" in (shown or "") for first, end, shown in runs for line in range(first, end + 1)
            }
        return self._formats[key][row]

    def add_headings(self, sheet: Sheet, row: int, headings: Sequence[str], like: int) -> list[int]:
        first = max(like + 1, len(self.grid(sheet).rows[row]))
        columns = list(range(first, first + len(headings)))
        for column, heading in zip(columns, headings, strict=True):
            self.put(sheet, row, column, heading)
        self.afterwards(lambda: self._dress_headings(sheet, row, columns, like))
        return columns

    def _dress_headings(self, sheet: Sheet, row: int, columns: Sequence[int], like: int) -> None:
        open_sheet = self.sheet(sheet)
        area = open_sheet.range((row + 1, columns[0] + 1), (row + 1, columns[-1] + 1))
        area.column_width = NEW_COLUMN_WIDTH
        if columns[0] == like + 1:  # a format is drawn out from the cell beside it
            whole = open_sheet.range((row + 1, like + 1), (row + 1, columns[-1] + 1))
            open_sheet.range((row + 1, like + 1)).autofill(whole, "fill_formats")

    def add_sheet(self, sheet: Sheet, rows: Sequence[Sequence[str]], make: Callable[[], None]) -> None:
        """A sheet of ours that is gone will be made anew by `make`, which leaves these rows on it."""
        self._grids[sheet] = Grid(sheet, [list(row) for row in rows])
        self._new[sheet] = make

    def afterwards(self, dress: Callable[[], None]) -> None:
        """Something about looks, done when the values stand; left out where the engine cannot do it."""
        self._afterwards.append(dress)

    # ---- writing ----

    @property
    def changes(self) -> bool:
        """Whether anything has to be written."""
        return any(self._changed.values()) or bool(self._new) or bool(self._afterwards)

    def refuse_protected(self) -> None:
        """Raise, before anything is written, where Excel would refuse it."""
        for sheet in self._changed:
            if sheet not in self._new:
                refuse_protected(self.sheet(sheet))
        if self._new and of_its_own(self.book, "ProtectStructure", False) is True:
            raise CannotGoOn(Stop.BOOK_PROTECTED, sheet=next(iter(self._new)))

    def write(self) -> None:
        """Set everything that is wanted and not so. Raises `CannotGoOn`; `begun` tells whether something was set."""
        with told_as_excels():
            for make in self._new.values():
                self.begun = True
                make()
            for sheet, changed in self._changed.items():
                self._write_sheet(sheet, changed)
            for dress in self._afterwards:
                with looks_only():
                    dress()
        self.read_again(self._changed)
        self._wanted, self._changed, self._new, self._afterwards = {}, {}, {}, []
        self.begun = False

    def _write_sheet(self, sheet: Sheet, changed: set[Place]) -> None:
        wanted = self._wanted[sheet]
        open_sheet = self.sheet(sheet)
        for block in _writable(open_sheet, blocks_of(wanted, changed), changed):
            area = open_sheet.range((block.top + 1, block.left + 1), (block.bottom + 1, block.right + 1))
            unchanged = [place for place in block.places() if place not in changed]
            kept = _formulas(area, block.top, block.left) if unchanged else {}
            kept = {place: kept[place] for place in unchanged if place in kept}
            rows = rows_of(block, wanted, kept)
            area.value = rows if block.is_several else rows[0][0]
            self.begun = True


def _writable(sheet: OpenSheet, blocks: Iterable[Block], changed: set[Place]) -> Iterator[Block]:
    """The blocks as Excel takes them.

    Into a range of which a filter hides rows Excel puts the first value again and again, and into the visible cells
    alone: there rows in sight are written in blocks, and hidden cells that change one by one.
    """
    if not is_filtered(sheet):
        yield from blocks
        return
    for block in blocks:
        runs = runs_of(sheet, block.left, block.top, block.bottom, lambda area: area.row_height)
        for top, bottom, height in runs:
            part = Block(top, block.left, bottom, block.right)
            if height:
                yield part
            else:
                yield from (Block(*place, *place) for place in part.places() if place in changed)


def _formulas(area: Range, top: int, left: int) -> dict[Place, str]:
    """The formulas in an area, in one read."""
    rows = area.formula
    if not isinstance(rows, tuple | list):
        rows = [[rows]]
    elif rows and not isinstance(rows[0], tuple | list):
        rows = [rows] if area.shape[0] == 1 else [[one] for one in rows]
    return {
        (top + down, left + right): formula
        for down, row in enumerate(rows)
        for right, formula in enumerate(row)
        if isinstance(formula, str) and formula.startswith("=")
    }
