"""What assigning to a range does to its cells."""

from __future__ import annotations

from typing import Any

from engines.areas import ROWS, Area
from engines.com import refused
from engines.stores import SheetStore
from engines.typed import Entry, check_formula, entry

PROTECTED = "您试图更改的单元格或图表位于受保护的工作表中。若要进行更改，请取消工作表保护。"
PART_OF_MERGED = "无法对合并单元格执行此操作。"


def refuse_locked(store: SheetStore, area: Area) -> None:
    """Excel's error when cells of a protected sheet would change."""
    if store.protected and store.format(area, "locked") is not False:
        raise refused(PROTECTED)


def refuse_protected(store: SheetStore) -> None:
    """Excel's error when the look of a protected sheet would change."""
    if store.protected:
        raise refused(PROTECTED)


def refuse_part_of_merged(store: SheetStore, area: Area, whole: bool = False) -> None:
    """Excel's error when something is done to a piece of a merged area; `whole` rows or columns may."""
    if not whole and any(merged.common(area) and not area.contains(merged) for merged in store.merges()):
        raise refused(PART_OF_MERGED)


def assign(store: SheetStore, area: Area, value: Any) -> None:
    """`Range.Value = value`: a scalar fills the area, rows go where they belong, cells beyond them show #N/A.

    What merged areas cover takes nothing: only their first cell does.
    """
    refuse_locked(store, area)
    if not isinstance(value, list | tuple):
        if area.rows == ROWS:
            area = area.common(Area(1, area.column, store.used().last_row, area.columns)) or area.first
        rows = _filled(store, area, value)
    else:
        rows = _past_a_filter(store, area, _placed(store, area, value))
    for merged in store.merges():
        hidden = merged.common(area)
        if hidden is not None:
            for row in range(hidden.row, hidden.last_row + 1):
                for column in range(hidden.column, hidden.last_column + 1):
                    if (row, column) != (merged.row, merged.column):
                        rows[row - area.row][column - area.column] = None
    store.put(area, rows)


def _past_a_filter(store: SheetStore, area: Area, rows: list[list[Entry | None]]) -> list[list[Entry | None]]:
    """Of an array given to a range in which a filter hides rows, the visible cells all take the first value and the
    hidden ones nothing (reported of Excel in xlwings' issues 679 and 747). Rows hidden by hand do not matter."""
    if area.cells == 1 or not store.filters():
        return rows
    hidden = store.hidden(area, "rows")
    if not any(hidden):
        return rows
    first = rows[0][0]
    return [[None if unseen else first] * area.columns for unseen in hidden]


def _filled(store: SheetStore, area: Area, value: Any) -> list[list[Entry | None]]:
    formats = store.number_formats(area)
    rows: list[list[Entry | None]] = [[entry(value, one) for one in line] for line in formats]
    if not (isinstance(value, str) and value.startswith("=") and area.cells > 1):
        return rows
    return [
        [
            Entry(formula=moved_formula(one.formula, row, column)) if one.formula else one
            for column, one in enumerate(line)
        ]
        for row, line in enumerate(rows)
    ]


def moved_formula(formula: str, down: int, right: int) -> str:
    """A formula as it reads so many cells further: relative references move along."""
    from openpyxl.formula.translate import Translator

    check_formula(formula)
    return Translator(formula, origin="A1").translate_formula(row_delta=down, col_delta=right)


def _placed(store: SheetStore, area: Area, value: Any) -> list[list[Entry | None]]:
    lines = list(value) if value and isinstance(value[0], list | tuple) else [list(value)]
    formats = store.number_formats(area)
    wide = len(lines[0])
    rows = []
    for row in range(area.rows):
        line = lines[0] if len(lines) == 1 else lines[row] if row < len(lines) else None
        rows.append(
            [
                entry(
                    "#N/A"
                    if line is None or (column >= wide and wide > 1)
                    else line[0 if wide == 1 else column],
                    formats[row][column],
                )
                for column in range(area.columns)
            ]
        )
    return rows
