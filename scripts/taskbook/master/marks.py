"""Conditional formats that make findings visible without touching what the user wrote, and colours of the status.

A cell looks its own address up on the sheet 校验结果; the columns there are known by defined names, so the lookup
survives moved columns and a sheet that is written anew.
"""

from __future__ import annotations

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from taskbook.columns import column_letters
from taskbook.findings import SEVERITY_WORDS
from taskbook.master.layout import LAST_ROW, lookup_targets, mark_formula
from taskbook.master.styles import LIGHT_COLOURS, LINE_COLOUR, MARK_COLOURS, STATE_COLOURS


def define_lookup_names(workbook: xlsxwriter.Workbook) -> None:
    """The names the marks look their sheet, address and severity up in."""
    for name, target in lookup_targets().items():
        workbook.define_name(name, f"={target}")


def mark_findings(workbook: xlsxwriter.Workbook, sheet: Worksheet, first_row: int, columns: int) -> None:
    """Colour cells with findings, worst first, from 0-based `first_row` down over so many columns."""
    for severity, (fill, colour) in MARK_COLOURS.items():
        look = workbook.add_format({"bg_color": fill, "font_color": colour})
        rule = {"type": "formula", "criteria": f"={mark_formula(sheet.name, severity)}", "format": look}
        sheet.conditional_format(first_row, 0, LAST_ROW - 1, columns - 1, rule | {"stop_if_true": True})


def colour_severities(workbook: xlsxwriter.Workbook, sheet: Worksheet, first_row: int) -> None:
    """On 校验结果 itself the severity's cell has its mark's colour."""
    for severity, (fill, colour) in MARK_COLOURS.items():
        look = workbook.add_format({"bg_color": fill, "font_color": colour, "bold": True})
        _when_equal(sheet, first_row, 0, SEVERITY_WORDS[severity], look)


def colour_status(
    workbook: xlsxwriter.Workbook, sheet: Worksheet, first_row: int, light: int, state: int
) -> None:
    """Colours of 亮灯 (the cell) and 进展状态 (the words), in 0-based columns `light` and `state`."""
    for word, fill in LIGHT_COLOURS.items():
        _when_equal(sheet, first_row, light, word, workbook.add_format({"bg_color": fill}))
    for word, colour in STATE_COLOURS.items():
        _when_equal(sheet, first_row, state, word, workbook.add_format({"font_color": colour, "bold": True}))


def frame_new_rows(
    workbook: xlsxwriter.Workbook, sheet: Worksheet, first_row: int, content: int, last_column: int
) -> None:
    """Lines around the cells of rows that people add below the table, once their 工作任务 is filled."""
    look = workbook.add_format({"border": 1, "border_color": LINE_COLOUR})
    rule = {"type": "formula", "criteria": f'=${column_letters(content)}{first_row + 1}<>""', "format": look}
    sheet.conditional_format(first_row, 0, LAST_ROW - 1, last_column, rule)


def _when_equal(sheet: Worksheet, first_row: int, column: int, word: str, look: Format) -> None:
    rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": look}
    sheet.conditional_format(first_row, column, LAST_ROW - 1, column, rule)
