"""The master's sheets beside the tasks: 单位, 群组, 设置, 校验结果."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from taskbook import wording
from taskbook.columns import SETTING_LABELS, FindingField, GroupField, SettingField, Sheet, UnitField
from taskbook.master import marks
from taskbook.master.layout import (
    FINDING_WIDTHS,
    FIRST_ROW,
    GROUP_WIDTHS,
    HEADING_ROW,
    LAST_ROW,
    SETTING_WIDTHS,
    UNIT_WIDTHS,
)
from taskbook.master.styles import BODY_SIZE, Look
from taskbook.model import Group, Settings, Unit
from taskbook.ooxml.fitting import fitted_height, lines_needed, row_height
from taskbook.ooxml.rows import cell_text
from taskbook.rollup.lights import LIGHT_RULES


def set_up_page(sheet: Worksheet, *, landscape: bool, paper: int, heading_row: int | None) -> None:
    """One page wide, headings on every page, page numbers below; paper 8 is A3, 9 is A4."""
    sheet.set_paper(paper)
    if landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.55, right=0.55, top=0.7, bottom=0.75)
    sheet.center_horizontally()
    sheet.set_footer(f'&C&"{wording.FONT_BODY}"&11{wording.PAGE_FOOTER}')
    if heading_row is not None:
        sheet.repeat_rows(heading_row)


def write_frame(
    sheet: Worksheet,
    looks: dict[Look, Format],
    title: str,
    note: str,
    headings: Sequence[str],
    widths: Sequence[float],
    body: Look = Look.TEXT,
) -> None:
    """Title, note and headings as every side sheet has them, columns with their widths and format."""
    last = len(headings) - 1
    for index, width in enumerate(widths):
        sheet.set_column(index, index, width)
    sheet.set_row(0, 40)
    sheet.merge_range(0, 0, 0, last, title, looks[Look.TITLE])
    sheet.set_row(1, row_height(lines_needed(note, sum(widths), BODY_SIZE), BODY_SIZE))
    sheet.merge_range(1, 0, 1, last, note, looks[Look.NOTE])
    sheet.set_row(HEADING_ROW, 30)
    for index, heading in enumerate(headings):
        sheet.write_string(HEADING_ROW, index, heading, looks[Look.HEADING])
    sheet.freeze_panes(FIRST_ROW, 1)
    set_up_page(sheet, landscape=True, paper=9, heading_row=HEADING_ROW)


def write_units(
    workbook: xlsxwriter.Workbook, sheet: Worksheet, looks: dict[Look, Format], units: Sequence[Unit]
) -> None:
    """The registry: who gets a book, under which names they are known, where it is sent."""
    write_frame(sheet, looks, wording.UNITS_TITLE, wording.UNITS_NOTE, list(UnitField), UNIT_WIDTHS)
    centred = {UnitField.CATEGORY, UnitField.CONTACT, UnitField.STOPPED}
    styles = [looks[Look.MIDDLE if field in centred else Look.TEXT] for field in UnitField]
    rows = [
        (
            unit.name,
            unit.category,
            wording.BETWEEN_ALIASES.join(unit.aliases),
            unit.contact,
            unit.email,
            wording.YES if unit.stopped else "",
        )
        for unit in units
    ]
    write_rows(sheet, rows, styles, UNIT_WIDTHS)
    _finish_table(workbook, sheet, len(rows), len(UNIT_WIDTHS))
    places = list(UnitField)
    last = LAST_ROW - 1
    category, stopped = places.index(UnitField.CATEGORY), places.index(UnitField.STOPPED)
    sheet.data_validation(FIRST_ROW, category, last, category, _CATEGORY_HINT)
    sheet.data_validation(FIRST_ROW, stopped, last, stopped, _YES_OR_NO)
    workbook.define_name(
        wording.NAME_UNITS,
        f"=OFFSET('{Sheet.UNITS}'!$A${FIRST_ROW + 1},0,0,"
        f"MAX(COUNTA('{Sheet.UNITS}'!$A${FIRST_ROW + 1}:$A${LAST_ROW}),1),1)",
    )


def write_groups(
    workbook: xlsxwriter.Workbook, sheet: Worksheet, looks: dict[Look, Format], groups: Sequence[Group]
) -> None:
    """The phrases that stand for several units, and who is meant."""
    write_frame(sheet, looks, wording.GROUPS_TITLE, wording.GROUPS_NOTE, list(GroupField), GROUP_WIDTHS)
    rows = [(group.word, group.members) for group in groups]
    write_rows(sheet, rows, [looks[Look.TEXT]] * 2, GROUP_WIDTHS)
    _finish_table(workbook, sheet, len(rows), len(GROUP_WIDTHS))


def write_settings(
    workbook: xlsxwriter.Workbook, sheet: Worksheet, looks: dict[Look, Format], settings: Settings
) -> None:
    """One row a setting, with a word on what it does."""
    write_frame(
        sheet, looks, wording.SETTINGS_TITLE, wording.SETTINGS_NOTE, list(SettingField), SETTING_WIDTHS
    )
    values = dataclasses.asdict(settings)
    for row, (name, label) in enumerate(SETTING_LABELS.items(), FIRST_ROW):
        note = wording.SETTING_NOTES[name]
        shown = [(label, SETTING_WIDTHS[0]), (str(values[name] or ""), SETTING_WIDTHS[1])]
        sheet.set_row(row, fitted_height([*shown, (note, SETTING_WIDTHS[2])], BODY_SIZE, least=26))
        sheet.write_string(row, 0, label, looks[Look.LABEL])
        _write_setting(sheet, row, name, values[name], looks)
        sheet.write_string(row, 2, note, looks[Look.TEXT])
        if name in _CHOICES:
            sheet.data_validation(row, 1, row, 1, _CHOICES[name])
    marks.mark_findings(workbook, sheet, FIRST_ROW, len(SETTING_WIDTHS))


def _write_setting(sheet: Worksheet, row: int, name: str, value: object, looks: dict[Look, Format]) -> None:
    if name == "issued_on":
        if value:
            sheet.write_datetime(row, 1, value, looks[Look.VALUE_DATE])
        else:
            sheet.write_blank(row, 1, None, looks[Look.VALUE_DATE])
    elif isinstance(value, int) and (value or name != "year"):
        sheet.write_number(row, 1, value, looks[Look.VALUE])
    elif value:
        sheet.write_string(row, 1, cell_text(str(value)), looks[Look.VALUE])
    else:
        sheet.write_blank(row, 1, None, looks[Look.VALUE])


_FINDING_LOOKS = (
    Look.FINDING_MIDDLE,
    Look.FINDING_MIDDLE,
    Look.FINDING_LINK,
    Look.FINDING,
    Look.FINDING,
)


def write_findings_sheet(workbook: xlsxwriter.Workbook, sheet: Worksheet, looks: dict[Look, Format]) -> None:
    """校验结果 before the first check; `update.write_findings` fills it."""
    write_frame(
        sheet, looks, wording.FINDINGS_TITLE, wording.FINDINGS_NOTE, list(FindingField), FINDING_WIDTHS
    )
    styles = [looks[look] for look in _FINDING_LOOKS]
    write_rows(sheet, [("", "", "", "", wording.FINDINGS_NOT_YET)], styles, FINDING_WIDTHS)
    sheet.autofilter(HEADING_ROW, 0, LAST_ROW - 1, len(FINDING_WIDTHS) - 1)
    marks.colour_severities(workbook, sheet, FIRST_ROW)


def write_rows(
    sheet: Worksheet, rows: Sequence[Sequence[str]], styles: Sequence[Format], widths: Sequence[float]
) -> None:
    """Rows of text from `FIRST_ROW` down, each as high as its text needs."""
    for row, texts in enumerate(rows, FIRST_ROW):
        sheet.set_row(row, fitted_height(list(zip(texts, widths, strict=True)), BODY_SIZE, least=26))
        for column, (text, style) in enumerate(zip(texts, styles, strict=True)):
            if text:
                sheet.write_string(row, column, cell_text(text), style)
            else:
                sheet.write_blank(row, column, None, style)


def _finish_table(workbook: xlsxwriter.Workbook, sheet: Worksheet, rows: int, columns: int) -> None:
    sheet.autofilter(HEADING_ROW, 0, max(FIRST_ROW + rows - 1, FIRST_ROW), columns - 1)
    marks.mark_findings(workbook, sheet, FIRST_ROW, columns)


_CATEGORY_HINT = {"validate": "list", "source": list(wording.UNIT_CATEGORIES), "show_error": False}
_YES_OR_NO = {
    "validate": "list",
    "source": [wording.YES, wording.NO],
    "error_message": wording.STOPPED_ERROR,
    "input_message": wording.PROMPT_STOPPED,
}
_MAIL_WAY = {
    "validate": "list",
    "source": list(wording.MAIL_WAYS),
    "error_message": wording.FORM_MAIL_WAY,
}
_LIGHT_RULE = {
    "validate": "list",
    "source": list(LIGHT_RULES),
    "error_message": wording.LIGHT_RULE_ERROR,
}
_CHOICES = {
    "light_rule": _LIGHT_RULE,
    "mail_way": _MAIL_WAY,
    "check_links": {
        "validate": "list",
        "source": [wording.YES, wording.NO],
        "error_message": wording.FORM_YES_NO,
    },
}
"""Settings that are chosen from a list."""
