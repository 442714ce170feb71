"""Filling, inserting and deleting cells, and what merging leaves."""

from __future__ import annotations

from engines.areas import COLUMNS, ROWS, Area
from engines.com import refused
from engines.desktop.writing import moved_formula, refuse_locked, refuse_part_of_merged, refuse_protected
from engines.stores import SheetStore
from engines.typed import EMPTY, Entry


def autofill(store: SheetStore, source: Area, destination: Area, kind: str) -> None:
    """'fill_formats', 'fill_copy' (both), 'fill_values': the source repeated over a destination that begins with it."""
    same = (destination.row, destination.column) == (source.row, source.column)
    if not same or not destination.contains(source) or destination == source:
        raise refused("类 Range 的 AutoFill 方法无效")
    if kind not in ("fill_formats", "fill_copy", "fill_values"):
        raise refused(f"{kind} is not played here")
    refuse_part_of_merged(store, destination)
    if kind != "fill_values":
        refuse_protected(store)
        store.copy_formats(source, destination)
    if kind != "fill_formats":
        refuse_locked(store, destination)
        values, formulas = store.values(source), store.formulas(source)
        rows = [
            [_copied(values, formulas, row, column, source) for column in range(destination.columns)]
            for row in range(destination.rows)
        ]
        store.put(destination, rows)


def _copied(
    values: list[list[object]], formulas: list[list[str]], row: int, column: int, source: Area
) -> Entry:
    up, left = row % source.rows, column % source.columns
    formula, value = formulas[up][left], values[up][left]
    if formula.startswith("=") and value != formula:
        return Entry(formula=moved_formula(formula, row - up, column - left))
    if value is None:
        return EMPTY
    return Entry(value if isinstance(value, str | bool) else float(formula))


def _axis(area: Area, shift: str | None, forward: str) -> str:
    """'rows' when cells move up or down, 'columns' when they move sideways; unsaid, as Excel guesses."""
    if area.columns == COLUMNS:
        return "rows"
    if area.rows == ROWS:
        return "columns"
    if shift is not None:
        return "rows" if shift == forward else "columns"
    return "rows" if area.columns >= area.rows else "columns"


def _is_whole(area: Area, axis: str) -> bool:
    return area.columns == COLUMNS if axis == "rows" else area.rows == ROWS


def _moving(area: Area, axis: str) -> Area:
    """The cells that change their place when these go or come."""
    if axis == "rows":
        return Area(area.row, area.column, ROWS - area.row + 1, area.columns)
    return Area(area.row, area.column, area.rows, COLUMNS - area.column + 1)


def insert(store: SheetStore, area: Area, shift: str | None) -> None:
    """Room for these cells: what stands there moves down or right."""
    refuse_protected(store)
    axis = _axis(area, shift, "down")
    refuse_part_of_merged(store, _moving(area, axis), whole=_is_whole(area, axis))
    store.insert(area, axis)


def delete(store: SheetStore, area: Area, shift: str | None) -> None:
    """These cells go: what stands below or to the right moves in."""
    refuse_protected(store)
    axis = _axis(area, shift, "up")
    refuse_part_of_merged(store, _moving(area, axis), whole=_is_whole(area, axis))
    store.delete(area, axis)


def keep_first_value(store: SheetStore, area: Area) -> None:
    """Before merging: Excel keeps the first value it meets, in the upper left cell."""
    formulas = store.formulas(area)
    if formulas[0][0]:
        return
    for row, line in enumerate(formulas):
        for column, one in enumerate(line):
            if one:
                source = Area(area.row + row, area.column + column)
                value = store.values(source)[0][0]
                kept = Entry(formula=one) if one.startswith("=") and value != one else Entry(value)
                store.put(area.first, [[kept]])
                return
