"""Workbooks as grids of values: the one way any spreadsheet is read (.xlsx .xlsm .xlsb .xls .ods, by content).

Reading happens in this process; files from strangers go through `taskbook.returns.guarded`, which calls this in a child.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import python_calamine

Value = str | float | int | bool | date | datetime | time | timedelta

MOST_CELLS = 8_000_000
"""A sheet whose used area is larger is refused: a stray cell at XFD1048576 would ask for gigabytes."""


class SheetTooLarge(Exception):
    """The used area of a sheet is beyond `MOST_CELLS`."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet. `rows[0][0]` is cell A1; an empty cell is ''. `merges` are (top, left, bottom, right), 0-based, inclusive.

    `errors` are the cells that show as '' though something stands in them (a formula error, a formula without a
    result), as (row, column, what stands there), 0-based; only `guarded` looks for them.
    """

    name: str
    rows: list[list[Value]]
    merges: tuple[tuple[int, int, int, int], ...] = ()
    visible: bool = True
    errors: tuple[tuple[int, int, str], ...] = ()

    def text(self, row: int, column: int) -> str:
        """The cell as text (0-based), '' outside the grid."""
        if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row]):
            return text_of(self.rows[row][column])
        return ""


def text_of(value: Value | None) -> str:
    """A cell's value as a person reads it: 3.0 → '3', a date → '2026-09-20', ends stripped, line ends as '\\n'."""
    if value is None:
        return ""
    if isinstance(value, str):
        if "\r" in value or "_x000D_" in value:
            value = value.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_\n", "\n")
        return value.strip()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d") if value.time() == time() else value.strftime("%Y-%m-%d %H:%M")
    return str(value)


def read_grids(source: Path | bytes) -> list[Grid]:
    """All worksheets of a workbook, hidden ones too.

    Raises what python-calamine raises (`CalamineError`, `PasswordError`, …) and `SheetTooLarge`.
    """
    data = source if isinstance(source, bytes) else source.read_bytes()
    workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    grids = []
    for meta in workbook.sheets_metadata:
        if meta.typ is not python_calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_name(meta.name)
        if sheet.total_height * sheet.total_width > MOST_CELLS:
            raise SheetTooLarge(meta.name)
        merges = tuple(
            (top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        )
        visible = meta.visible is python_calamine.SheetVisibleEnum.Visible
        grids.append(Grid(meta.name, sheet.to_python(skip_empty_area=False), merges, visible))
    return grids
