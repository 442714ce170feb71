"""Cells, rows and columns put in and taken out: everything that points at a place on the sheet moves along."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.worksheet.cell_range import MultiCellRange

from engines.areas import COLUMNS, ROWS, Area, from_corners, parse

if TYPE_CHECKING:
    from engines.openpyxl_engine.sheet import Sheet


def without(ranges: MultiCellRange, area: Area) -> MultiCellRange:
    """Ranges less an area."""
    left: list[str] = []
    for one in ranges.ranges:
        whole = from_corners(one.min_row, one.min_col, one.max_row, one.max_col)
        hole = whole.common(area)
        if hole is None:
            left.append(whole.address(False, False))
            continue
        pieces = (
            (whole.row, whole.column, hole.row - 1, whole.last_column),
            (hole.last_row + 1, whole.column, whole.last_row, whole.last_column),
            (hole.row, whole.column, hole.last_row, hole.column - 1),
            (hole.row, hole.last_column + 1, hole.last_row, whole.last_column),
        )
        left += [
            from_corners(*piece).address(False, False)
            for piece in pieces
            if piece[0] <= piece[2] and piece[1] <= piece[3]
        ]
    return MultiCellRange(" ".join(left))


def moved(area: Area, first: int, count: int, axis: str) -> Area | None:
    """Where an area is after `count` lines are put in before line `first` (negative: taken out from there on)."""
    low, high = (area.row, area.last_row) if axis == "rows" else (area.column, area.last_column)
    low, high = _line(low, first, count, False), _line(high, first, count, True)
    if low > high:
        return None
    if axis == "rows":
        return from_corners(low, area.column, min(high, ROWS), area.last_column)
    return from_corners(area.row, low, area.last_row, min(high, COLUMNS))


def _line(line: int, first: int, count: int, last: bool) -> int:
    if line < first:
        return line
    if count >= 0:
        return line + count
    return line + count if line >= first - count else first - (1 if last else 0)


def insert(sheet: Sheet, area: Area, axis: str) -> None:
    """Room for `area`: what stands there and beyond moves down (axis 'rows') or right ('columns')."""
    _shift(sheet, area, axis, 1)


def delete(sheet: Sheet, area: Area, axis: str) -> None:
    """`area` goes: what stands beyond moves up or left."""
    _shift(sheet, area, axis, -1)


def _shift(sheet: Sheet, area: Area, axis: str, sign: int) -> None:
    """Moves cells and what is tied to them. Lines that are whole move heights, widths, filters and names too."""
    first, count = (area.row, area.rows) if axis == "rows" else (area.column, area.columns)
    band = (
        from_corners(area.row, area.column, ROWS, area.last_column)
        if axis == "rows"
        else from_corners(area.row, area.column, area.last_row, COLUMNS)
    )
    merges = [one for one in sheet.merges() if band.contains(one) or one.common(area)]
    if (axis == "rows" and area.columns == COLUMNS) or (axis == "columns" and area.rows == ROWS):
        merges = [one for one in sheet.merges() if one.common(band)]
        _shift_lines(sheet, first, sign * count, axis)
    for one in merges:
        sheet.unmerge(one)
    _shift_cells(sheet, band, first, sign * count, axis)
    for one in merges:
        place = moved(one, first, sign * count, axis)
        if place is not None and place.cells > 1:
            sheet.cover(place)


def _shift_cells(sheet: Sheet, band: Area, first: int, count: int, axis: str) -> None:
    cells, results = sheet.ws._cells, sheet.cached
    taken = {
        place: cells.pop(place)
        for place in list(cells)
        if band.row <= place[0] <= band.last_row and band.column <= place[1] <= band.last_column
    }
    for (row, column), cell in taken.items():
        result = results.pop((row, column), None)
        place = moved(Area(row, column), first, count, axis)
        if place is None:
            continue
        cell.row, cell.column = place.row, place.column
        if cell.hyperlink is not None:
            cell.hyperlink.ref = cell.coordinate
        cells[place.row, place.column] = cell
        if result is not None:
            results[place.row, place.column] = result
    if count > 0:
        _dress(sheet, band, first, count, axis)


def _dress(sheet: Sheet, band: Area, first: int, count: int, axis: str) -> None:
    """New cells look like those above or to the left."""
    if first == 1:
        return
    for cell in list(sheet.existing(_before(band, first, axis))):
        if not cell.has_style:
            continue
        for step in range(1, count + 1):
            row = cell.row + step if axis == "rows" else cell.row
            column = cell.column if axis == "rows" else cell.column + step
            sheet.cell(row, column)._style = copy(cell._style)


def _before(band: Area, first: int, axis: str) -> Area:
    if axis == "rows":
        return Area(first - 1, band.column, 1, band.columns)
    return Area(band.row, first - 1, band.rows, 1)


def _shift_lines(sheet: Sheet, first: int, count: int, axis: str) -> None:
    ws = sheet.ws
    if axis == "rows":
        heights = {row: ws.row_dimensions[row] for row in list(ws.row_dimensions) if row >= first}
        for row in heights:
            del ws.row_dimensions[row]
        for row, dimension in heights.items():
            place = moved(Area(row, 1), first, count, axis)
            if place is not None:
                dimension.index = place.row
                ws.row_dimensions[place.row] = dimension
    if ws.auto_filter.ref:
        place = moved(parse(ws.auto_filter.ref) or Area(1, 1), first, count, axis)
        ws.auto_filter.ref = place.address(False, False) if place else None
    for validation in ws.data_validations.dataValidation if ws.data_validations else ():
        validation.sqref = _moved_ranges(validation.sqref, first, count, axis)
    kept = ConditionalFormattingList()
    for formatting in ws.conditional_formatting:
        ranges = _moved_ranges(formatting.sqref, first, count, axis)
        for rule in formatting.rules if ranges.ranges else ():
            kept.add(str(ranges), rule)
    ws.conditional_formatting = kept
    sheet.book.shift_names(sheet.name, first, count, axis)


def _moved_ranges(ranges: MultiCellRange, first: int, count: int, axis: str) -> MultiCellRange:
    places = [
        moved(from_corners(one.min_row, one.min_col, one.max_row, one.max_col), first, count, axis)
        for one in ranges.ranges
    ]
    return MultiCellRange(" ".join(place.address(False, False) for place in places if place))
