"""Ctrl and an arrow key; the region around a cell."""

from __future__ import annotations

from engines.areas import COLUMNS, ROWS, Area, from_corners
from engines.stores import SheetStore

_DIRECTIONS = {-4121: "down", -4162: "up", -4159: "left", -4161: "right"}


def end(store: SheetStore, start: Area, direction: str | int) -> Area:
    """Where Ctrl and an arrow key go from a cell: hidden rows and columns are passed over."""
    direction = _DIRECTIONS.get(direction, direction)
    down, right = {"down": (1, 0), "up": (-1, 0), "right": (0, 1), "left": (0, -1)}[direction]
    used = store.used()
    if down:
        line = from_corners(1, start.column, used.last_row, start.column)
        filled = [bool(row[0]) for row in store.formulas(line)]
    else:
        line = from_corners(start.row, 1, start.row, used.last_column)
        filled = [bool(one) for one in store.formulas(line)[0]]
    hidden = store.hidden(line, "rows" if down else "columns")
    place = _end(filled, hidden, start.row if down else start.column, down + right, ROWS if down else COLUMNS)
    return Area(place, start.column) if down else Area(start.row, place)


def _end(filled: list[bool], hidden: list[bool], start: int, step: int, last: int) -> int:
    """From place `start` (1-based) on a line: the end of the filled cells, or the next filled one, or the edge."""
    ahead = range(start + 1, len(filled) + 1) if step > 0 else range(min(start - 1, len(filled)), 0, -1)
    places = [place for place in ahead if not hidden[place - 1]]
    block = start <= len(filled) and filled[start - 1] and bool(places) and filled[places[0] - 1]
    reached = start
    for place in places:
        if block and not filled[place - 1]:
            return reached
        if not block and filled[place - 1]:
            return place
        reached = place
    if block:
        return reached
    return last if step > 0 else 1


def region(store: SheetStore, area: Area) -> Area:
    """The block of cells around an area that blank rows and columns bound."""
    used = store.used()
    filled = {
        Area(used.row + row, used.column + column)
        for row, line in enumerate(store.formulas(used))
        for column, one in enumerate(line)
        if one
    }
    area, grown = area.first, True
    while grown:
        around = from_corners(
            max(1, area.row - 1), max(1, area.column - 1), area.last_row + 1, area.last_column + 1
        )
        larger = area
        for cell in filled:
            if around.contains(cell):
                larger = larger.spanning(cell)
        grown, area = larger != area, larger
    return area
