"""The sheet 考核加减分 in a new master: a few blank rows with a drop-down of the units."""

from __future__ import annotations

from collections.abc import Sequence

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from taskbook import wording
from taskbook.columns import PointField
from taskbook.master import marks
from taskbook.master.layout import FIRST_ROW, HEADING_ROW, LAST_ROW, POINT_WIDTHS
from taskbook.master.side_sheets import write_frame
from taskbook.master.styles import Look
from taskbook.model import HandPoints
from taskbook.ooxml.rows import cell_text

BLANK_ROWS = 20
"""With lines, to be filled in; drop-downs and colours reach further."""

_LOOKS = {
    PointField.UNIT: Look.TEXT,
    PointField.PERIOD: Look.MONTH,
    PointField.EXTRA: Look.MIDDLE,
    PointField.DEDUCTED: Look.MIDDLE,
    PointField.REASON: Look.TEXT,
}


def write_points(
    workbook: xlsxwriter.Workbook, sheet: Worksheet, looks: dict[Look, Format], points: Sequence[HandPoints]
) -> None:
    """One row for each thing that points are given or taken for."""
    write_frame(sheet, looks, wording.POINTS_TITLE, wording.POINTS_NOTE, list(PointField), POINT_WIDTHS)
    styles = [looks[_LOOKS[field]] for field in PointField]
    rows = [_values(one) for one in points]
    rows += [(None,) * len(styles)] * max(BLANK_ROWS - len(rows), 0)
    for row, values in enumerate(rows, FIRST_ROW):
        sheet.set_row(row, 26)
        for column, (value, style) in enumerate(zip(values, styles, strict=True)):
            if isinstance(value, str):
                sheet.write_string(row, column, cell_text(value), style)
            elif value is None:
                sheet.write_blank(row, column, None, style)
            else:
                sheet.write_number(row, column, value, style)
    places = list(PointField)
    for field, rule in _CHECKS.items():
        column = places.index(field)
        sheet.data_validation(FIRST_ROW, column, LAST_ROW - 1, column, rule)
    sheet.autofilter(HEADING_ROW, 0, FIRST_ROW + len(rows) - 1, len(places) - 1)
    marks.mark_findings(workbook, sheet, FIRST_ROW, len(places))


def _values(points: HandPoints) -> tuple[str | float | None, ...]:
    unread = dict(points.unread)
    extra = unread.get(PointField.EXTRA) or points.extra or None
    deducted = unread.get(PointField.DEDUCTED) or points.deducted or None
    return points.unit or None, points.period or None, extra, deducted, points.reason or None


_NUMBER = {
    "validate": "decimal",
    "criteria": "between",
    "minimum": 0,
    "maximum": 100,
    "error_message": wording.POINTS_ERROR,
}
_CHECKS = {
    PointField.UNIT: {"validate": "list", "source": f"={wording.NAME_UNITS}", "show_error": False},
    PointField.PERIOD: {"validate": "any", "input_message": wording.PROMPT_POINTS_PERIOD},
    PointField.EXTRA: _NUMBER,
    PointField.DEDUCTED: _NUMBER,
}
