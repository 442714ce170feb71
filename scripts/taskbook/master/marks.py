"""Conditional formats and names that make findings visible without touching what the user wrote.

A cell looks its own address up on the sheet 校验结果; the columns there are known by defined names, so the lookup
survives moved columns and a sheet that is written anew.
"""

from __future__ import annotations

from collections.abc import Mapping

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from taskbook import wording
from taskbook.columns import FindingField, Sheet, column_letters
from taskbook.findings import SEVERITY_WORDS, Severity
from taskbook.master.styles import LIGHT_COLOURS, MARK_COLOURS, STATE_COLOURS

LAST_ROW = 2000
"""1-based: formats and drop-downs reach this far, so that rows added later have them too."""

FINDING_COLUMNS: tuple[FindingField, ...] = tuple(FindingField)
LOOKUP_NAMES: Mapping[str, FindingField] = {
    wording.NAME_SHEET: FindingField.SHEET,
    wording.NAME_CELL: FindingField.CELL,
    wording.NAME_SEVERITY: FindingField.SEVERITY,
}


def lookup_targets() -> dict[str, str]:
    """Defined name → the column it stands for, as a formula without '='."""
    return {
        name: f"'{Sheet.FINDINGS}'!${letters}:${letters}"
        for name, field in LOOKUP_NAMES.items()
        for letters in [column_letters(FINDING_COLUMNS.index(field))]
    }


def define_lookup_names(workbook: xlsxwriter.Workbook) -> None:
    for name, target in lookup_targets().items():
        workbook.define_name(name, f"={target}")


def mark_formula(sheet: str, severity: Severity) -> str:
    """True in a cell of `sheet` whose own address stands on 校验结果 with that severity; without '='."""
    return (
        f'COUNTIFS({wording.NAME_SHEET},"{sheet}",{wording.NAME_CELL},ADDRESS(ROW(),COLUMN(),4),'
        f'{wording.NAME_SEVERITY},"{SEVERITY_WORDS[severity]}")>0'
    )


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


def _when_equal(sheet: Worksheet, first_row: int, column: int, word: str, look: object) -> None:
    rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": look}
    sheet.conditional_format(first_row, column, LAST_ROW - 1, column, rule)
