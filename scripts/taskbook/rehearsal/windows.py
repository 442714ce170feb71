"""The window of Excel with a master or a review book in it, and its dialogs: the sheet as LibreOffice prints it, the rest drawn around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from taskbook import wording
from taskbook.columns import Sheet
from taskbook.rehearsal.drawing import Drawing
from taskbook.rehearsal.raster import Pixels, page_of
from taskbook.rehearsal.ribbon import RIBBON_HEIGHT, STRIP, Tab, draw_tab

SHEET_RESOLUTION = 96
"""Dots per inch at which a sheet is drawn that fills a page of A3."""

_TITLE, _TABS, _STATUS = 32, 30, 26
_GREEN, _INK, _LINE = "#217346", "#333333", "#D2D0CE"
_HEADING_TINT = (230, 230, 230)
_DARK = 120
_WIDEST_LINE = 47.0
_LETTER = 12.5


@dataclass(frozen=True, slots=True)
class View:
    """What of a sheet is on the screen: its last cell, and columns and rows (from, to) scrolled out of sight."""

    sheet: Sheet
    last: str
    hidden: str = ""
    above: tuple[int, int] = (1, 0)


def page_with(master: Path, view: View, out: Path) -> Path:
    """A copy of the book that prints the visible part of one sheet alone, with the letters and numbers around it."""
    import openpyxl
    from openpyxl.worksheet.page import PageMargins
    from openpyxl.worksheet.properties import PageSetupProperties

    book = openpyxl.load_workbook(master)
    for sheet in book:
        sheet.sheet_state = "visible" if sheet.title == view.sheet else "hidden"
    sheet = book[view.sheet]
    book.active = book.index(sheet)
    for column in view.hidden:
        sheet.column_dimensions[column].hidden = True
    for row in range(view.above[0], view.above[1] + 1):
        sheet.row_dimensions[row].hidden = True
    sheet.print_area = f"A1:{view.last}"
    sheet.print_title_rows = sheet.print_title_cols = None
    sheet.print_options.headings = True
    sheet.print_options.horizontalCentered = False
    sheet.page_margins = PageMargins(0.2, 0.2, 0.2, 0.2, 0, 0)
    sheet.oddHeader.center.text = sheet.oddFooter.center.text = ""
    sheet.page_setup.paperSize, sheet.page_setup.orientation = 8, "landscape"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth = sheet.page_setup.fitToHeight = 1
    book.save(out)
    return out


def tabs_in(book: Path) -> dict[str, str]:
    """The sheets of a book that are seen, and the colours of their tabs."""
    import openpyxl

    sheets = openpyxl.load_workbook(book)
    return {
        sheet.title: f"#{sheet.sheet_properties.tabColor.rgb[-6:]}"
        for sheet in sheets
        if sheet.sheet_state == "visible"
    }


def window(
    sheet_page: Path,
    file: str,
    view: View,
    tab: Tab,
    to_pdf: Callable[[list[Path]], None],
    tabs: Mapping[str, str],
) -> Pixels:
    """The whole window: title, ribbon, sheet, and the tabs of the sheets with their colours."""
    sheet = _tinted(page_of(sheet_page, 1, SHEET_RESOLUTION).trimmed())
    top = Drawing(sheet.width, _TITLE + STRIP + RIBBON_HEIGHT)
    top.box(0, 0, top.width, _TITLE, _GREEN)
    top.words(0, 7, top.width, wording.window_title(file), 13, "#FFFFFF", "center")
    draw_tab(top, tab, _TITLE)
    bottom = Drawing(sheet.width, _TABS + _STATUS)
    _foot(bottom, view.sheet, tabs)
    folder = sheet_page.parent
    above, below = (
        drawing.save(folder / f"{sheet_page.stem}_{part}.fodt")
        for part, drawing in (("above", top), ("below", bottom))
    )
    to_pdf([above, below])
    upper, lower = (page_of(path.with_suffix(".pdf"), 1, SHEET_RESOLUTION) for path in (above, below))
    return lower.under(sheet.under(upper))


def _foot(drawing: Drawing, shown: Sheet, tabs: Mapping[str, str]) -> None:
    """The tabs of the sheets and the status bar."""
    drawing.box(0, 0, drawing.width, _TABS, "#F3F2F1")
    left = 40.0
    for sheet, colour in tabs.items():
        width = len(sheet) * 13 + 28
        if sheet == shown:
            drawing.box(left, 0, width, _TABS - 4, "#FFFFFF")
        drawing.box(left + 4, _TABS - 7, width - 8, 3, colour)
        drawing.words(
            left, 2, width, sheet, 13, _GREEN if sheet == shown else _INK, "center", bold=sheet == shown
        )
        left += width + 2
    drawing.box(0, _TABS, drawing.width, _STATUS, "#F3F2F1")
    drawing.line(0, _TABS, drawing.width, _TABS, _LINE)
    drawing.words(10, _TABS + 4, 300, wording.EXCEL_READY, 12, _INK)


def _tinted(sheet: Pixels) -> Pixels:
    """The strip of column letters and that of row numbers in grey, as on the screen."""
    height = next(number for number in range(4, sheet.height) if _is_line(sheet.row(number)))
    width = next(
        at for at in range(4, sheet.width) if max(sheet.row(height + 9)[at * 3 : at * 3 + 3]) < _DARK
    )
    rows = []
    for number in range(sheet.height):
        row = sheet.row(number)
        end = len(row) if number < height else width * 3
        rows.append(_grey(row[:end]) + row[end:])
    return Pixels(sheet.width, sheet.height, b"".join(rows))


def _is_line(row: bytes) -> bool:
    return sum(value < _DARK for value in row) > len(row) * 0.9


def _grey(part: bytes) -> bytes:
    tint = _HEADING_TINT * (len(part) // 3)
    return bytes(value * shade // 255 for value, shade in zip(part, tint, strict=True))


# ---- dialogs ----


def dialog(title: str, text: str, buttons: tuple[str, ...]) -> Drawing:
    """A message box of Windows."""
    lines = [part for line in text.split("\n") for part in _wrapped(line)]
    body = len(lines) * _LETTER * 1.5
    width, height = round(_WIDEST_LINE * _LETTER) + 100, round(body) + 130
    drawing = Drawing(width, height)
    drawing.box(0, 0, width - 1, height - 1, "#FFFFFF", "#8A8886")
    drawing.words(12, 8, width, title, 12.5)
    drawing.outline(width - 28, 10, 12, "M2 2L30 30M30 2L2 30", line="#333333")
    _information(drawing)
    drawing.words(72, 44, width - 80, "\n".join(lines), _LETTER)
    foot = height - 54
    drawing.box(1, foot, width - 3, 53, "#F0F0F0")
    left = width - 12 - len(buttons) * 98.0
    for number, label in enumerate(buttons):
        line = "#0067C0" if number == 0 else "#ADADAD"
        drawing.box(left, foot + 13, 88, 27, "#FDFDFD", line, 3)
        drawing.words(left, foot + 17, 88, label, 12.5, align="center")
        left += 98
    return drawing


def _information(drawing: Drawing) -> None:
    disc = "M16 1L23.5 3L29 8.5L31 16L29 23.5L23.5 29L16 31L8.5 29L3 23.5L1 16L3 8.5L8.5 3Z"
    drawing.outline(22, 46, 34, disc, "#0067C0")
    drawing.outline(
        22, 46, 34, "M14.4 8L17.6 8L17.6 11L14.4 11ZM14.4 13.5L17.6 13.5L17.6 24L14.4 24Z", "#FFFFFF"
    )


def _wrapped(line: str) -> Iterator[str]:
    """As Windows does, roughly: at the last place that fits, which may be between any two Chinese letters."""
    width, start = 0.0, 0
    for at, letter in enumerate(line):
        width += 1.0 if ord(letter) > 255 else 0.56
        if width > _WIDEST_LINE:
            yield line[start:at]
            width, start = 1.0, at
    yield line[start:]
