"""The sheet 考核加减分 → points; what cannot be understood is kept as written, for the rules to tell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date

from taskbook import wording
from taskbook.columns import PointField, plain_heading
from taskbook.grid import Grid, Value, text_of
from taskbook.language.text import squeeze
from taskbook.model import HandPoints, Unit
from taskbook.period import Period
from taskbook.returns.renaming import names_now

_HEADING_ROWS = 30
_FIELDS = {plain_heading(field.value): field for field in PointField}
_POINTS = re.compile(wording.POINTS_FORM)
_PERIOD = re.compile(wording.PERIOD_FORM)


def read_points(
    grid: Grid | None, units: Iterable[Unit], year: int
) -> tuple[tuple[HandPoints, ...], dict[PointField, int]]:
    """The rows of the sheet, and each field's column (0-based); nothing where there is no such sheet.

    `year` is the plan's: 9月 means its September. Never raises: points are no reason not to go on.
    """
    if grid is None:
        return (), {}
    heading_row, columns = _heading(grid)
    names = {squeeze(name): name for name in (unit.name for unit in units)}
    names |= {squeeze(old): new for old, new in names_now(units).items()}
    rows = (_row(grid, row, columns, names, year) for row in range(heading_row + 1, len(grid.rows)))
    return tuple(row for row in rows if row is not None), columns


def _heading(grid: Grid) -> tuple[int, dict[PointField, int]]:
    """The row with the most known headings and their columns."""
    best: tuple[int, dict[PointField, int]] = (-1, {})
    for row in range(min(_HEADING_ROWS, len(grid.rows))):
        columns: dict[PointField, int] = {}
        for index in range(len(grid.rows[row])):
            field = _FIELDS.get(plain_heading(grid.text(row, index)))
            if field is not None:
                columns.setdefault(field, index)
        if len(columns) > len(best[1]):
            best = row, columns
    return best if len(best[1]) > 1 else (len(grid.rows), {})


def _row(
    grid: Grid, row: int, columns: Mapping[PointField, int], names: Mapping[str, str], year: int
) -> HandPoints | None:
    """One row, None where nothing stands in it."""
    values = {field: _value(grid, row, column) for field, column in columns.items()}
    texts = {field: text_of(value) for field, value in values.items()}
    if not any(texts.values()):
        return None
    unit = texts.get(PointField.UNIT, "")
    numbers = {field: _number(texts.get(field, "")) for field in (PointField.EXTRA, PointField.DEDUCTED)}
    return HandPoints(
        unit=names.get(squeeze(unit), unit),
        extra=numbers[PointField.EXTRA] or 0.0,
        deducted=numbers[PointField.DEDUCTED] or 0.0,
        reason=texts.get(PointField.REASON, ""),
        period=_period(values.get(PointField.PERIOD, ""), year),
        row=row + 1,
        unread=tuple((field, texts[field]) for field, number in numbers.items() if number is None),
    )


def _value(grid: Grid, row: int, column: int) -> Value:
    return grid.rows[row][column] if column < len(grid.rows[row]) else ""


def _number(text: str) -> float | None:
    """`2`, `０.５`, `2分` → points, 0 for a blank cell; None for what is no number or has a sign."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    match = _POINTS.fullmatch(plain)
    return float(match[1]) if match else (None if plain else 0.0)


def _period(value: Value, year: int) -> str:
    """A month however it is written, also as the date that a program made of it; what is none as it stands."""
    if isinstance(value, date):
        return str(Period(value.year, value.month))
    text = text_of(value)
    match = _PERIOD.fullmatch(re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)))
    if match is None or not (match["year"] or year):
        return text
    return str(Period(int(match["year"] or year), int(match["month"])))
