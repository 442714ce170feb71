"""Where things stand in the master's side sheets, and how wide; shared by writing it new and by changing it later."""

from __future__ import annotations

from collections.abc import Mapping

from taskbook import wording
from taskbook.columns import FindingField, Sheet, column_letters
from taskbook.findings import SEVERITY_WORDS, Severity

HEADING_ROW, FIRST_ROW = 2, 3
"""0-based, on 单位, 群组, 设置 and 校验结果; title and note stand above."""

UNIT_WIDTHS = (30, 12, 42, 16, 36, 9)
GROUP_WIDTHS = (34, 90)
POINT_WIDTHS = (30, 14, 12, 12, 80)
SETTING_WIDTHS = (22, 48, 80)
FINDING_WIDTHS = (9, 15, 11, 34, 96)

LAST_ROW = 10_000
"""1-based: formats, drop-downs and filters reach this far, so that rows added later have them too."""

LOOKUP_NAMES: Mapping[str, FindingField] = {
    wording.NAME_SHEET: FindingField.SHEET,
    wording.NAME_CELL: FindingField.CELL,
    wording.NAME_SEVERITY: FindingField.SEVERITY,
}


def lookup_targets() -> dict[str, str]:
    """Defined name → the column of 校验结果 it stands for, as a formula without '='."""
    fields = list(FindingField)
    letters = {name: column_letters(fields.index(field)) for name, field in LOOKUP_NAMES.items()}
    return {name: f"{Sheet.FINDINGS}!${column}:${column}" for name, column in letters.items()}


def mark_formula(sheet: str, severity: Severity) -> str:
    """True in a cell of `sheet` whose own address stands on 校验结果 with that severity; without '='."""
    return (
        f'COUNTIFS({wording.NAME_SHEET},"{sheet}",{wording.NAME_CELL},ADDRESS(ROW(),COLUMN(),4),'
        f'{wording.NAME_SEVERITY},"{SEVERITY_WORDS[severity]}")>0'
    )
