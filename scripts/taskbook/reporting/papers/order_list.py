"""The list of a period's orders as a workbook: whose, what about, which file; the office notes when it was handed over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path

from taskbook import files, wording
from taskbook.ooxml.rows import cell_text
from taskbook.statusbook.styles import HEADING, INK, LINE, NOTE, TITLE, font

Row = tuple[str, str, int, str, str]
"""Unit, kind, number of items, the items, the file."""

_WIDTHS = (6, 20, 8, 6, 28, 30, 14, 11, 9, 11)
_MIDDLE = {0, 2, 3}


def write_list(path: Path, period: str, as_of: date, rows: Sequence[Row]) -> None:
    """Write the list to `path` in one step. Raises `CannotGoOn` where it cannot be written."""
    import xlsxwriter

    with files.atomic(path) as temporary:
        workbook = xlsxwriter.Workbook(
            str(temporary),
            {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
        )
        workbook.set_properties({"created": datetime.combine(as_of, time())})
        sheet = workbook.add_worksheet(wording.ORDER_LIST_SHEET)
        _set_up(sheet, len(rows))
        sheet.merge_range(
            0,
            0,
            0,
            len(_WIDTHS) - 1,
            wording.ORDER_LIST_TITLE.format(period=period),
            workbook.add_format(TITLE),
        )
        sheet.merge_range(1, 0, 1, len(_WIDTHS) - 1, wording.ORDER_LIST_NOTE, workbook.add_format(NOTE))
        heading = workbook.add_format(HEADING)
        for column, word in enumerate(wording.ORDER_LIST_HEADINGS):
            sheet.write_string(2, column, word, heading)
        look = font(wording.FONT_BODY, 11) | {
            "border": 1,
            "border_color": LINE,
            "valign": "vcenter",
            "font_color": INK,
        }
        left = workbook.add_format(look | {"text_wrap": True})
        middle = workbook.add_format(look | {"align": "center"})
        for place, row in enumerate(rows, 1):
            for column, value in enumerate((place, *row, *[""] * (len(_WIDTHS) - 6))):
                shape = middle if column in _MIDDLE else left
                if isinstance(value, int):
                    sheet.write_number(place + 2, column, value, shape)
                else:
                    sheet.write_string(place + 2, column, cell_text(value), shape)
        workbook.close()


def _set_up(sheet: object, rows: int) -> None:
    """Widths, what stays in sight, and how it is printed: A4 across, headings on every page."""
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)  # type: ignore[attr-defined]
    sheet.set_row(0, 32)  # type: ignore[attr-defined]
    sheet.set_row(1, 20)  # type: ignore[attr-defined]
    sheet.set_row(2, 24)  # type: ignore[attr-defined]
    sheet.freeze_panes(3, 2)  # type: ignore[attr-defined]
    sheet.autofilter(2, 0, rows + 2, len(_WIDTHS) - 1)  # type: ignore[attr-defined]
    sheet.set_landscape()  # type: ignore[attr-defined]
    sheet.set_paper(9)  # type: ignore[attr-defined]
    sheet.fit_to_pages(1, 0)  # type: ignore[attr-defined]
    sheet.repeat_rows(2)  # type: ignore[attr-defined]
