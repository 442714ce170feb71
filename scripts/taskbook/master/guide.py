"""The sheet 说明: the text of templates/master_guide.txt, laid out as headings, paragraphs and tables of examples."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from taskbook import wording
from taskbook.master.side_sheets import set_up_page
from taskbook.master.styles import BODY_SIZE, Look, light_formats
from taskbook.ooxml.fitting import fitted_height, lines_needed, row_height

GUIDE_TEXT = Path(__file__).parents[3] / "templates" / "master_guide.txt"
WIDTHS = (46, 58, 66)


def guide_lines() -> Iterator[tuple[Look, list[str]]]:
    """Lines of the guide with what they are: `# heading`, `| a | b | c` (the first of a table is its head), or plain."""
    in_table = False
    for line in GUIDE_TEXT.read_text(encoding="utf-8").splitlines():
        if line.startswith("|"):
            cells = [cell.strip().replace("⏎", "\n") for cell in line.strip("| \t").split("|")]
            yield (Look.EXAMPLE if in_table else Look.HEADING), cells
        elif line.startswith("#"):
            yield Look.SECTION, [line.strip("# ")]
        elif line.strip():
            yield Look.PLAIN, [line.strip()]
        in_table = line.startswith("|")


def write_guide(workbook: xlsxwriter.Workbook, sheet: Worksheet, looks: dict[Look, Format]) -> None:
    """How to use the master, taught by example."""
    for index, width in enumerate(WIDTHS):
        sheet.set_column(index, index, width)
    sheet.set_row(0, 44)
    sheet.merge_range(0, 0, 0, 2, wording.GUIDE_TITLE, looks[Look.TITLE])
    lights = light_formats(workbook)
    breaks = []
    for row, (look, texts) in enumerate(guide_lines(), 1):
        if look is Look.SECTION and texts[0].startswith(wording.GUIDE_NEW_PAGE):
            breaks.append(row)
        if look in (Look.SECTION, Look.PLAIN):
            _write_across(sheet, row, texts[0], looks[look], look)
        else:
            _write_cells(sheet, row, texts, looks[look], lights.get(texts[0], looks[look]))
    sheet.hide_gridlines(2)
    sheet.freeze_panes(1, 0)
    sheet.set_h_pagebreaks(breaks)
    set_up_page(sheet, landscape=True, paper=9, heading_row=None)


def _write_across(sheet: Worksheet, row: int, text: str, style: Format, look: Look) -> None:
    needed = row_height(lines_needed(text, sum(WIDTHS), BODY_SIZE), BODY_SIZE, padding=4)
    sheet.set_row(row, 36 if look is Look.SECTION else needed)
    sheet.merge_range(row, 0, row, 2, text, style)


def _write_cells(sheet: Worksheet, row: int, texts: list[str], style: Format, first: Format) -> None:
    """A table row of three cells; the first may have a style of its own."""
    sheet.set_row(row, fitted_height(list(zip(texts, WIDTHS, strict=True)), BODY_SIZE, least=26))
    for column, text in enumerate(texts):
        sheet.write_string(row, column, text, style if column else first)
