"""The sample plan in prose as the office meets it: drafted by the button 导入, decided row by row, copied from pages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from copy import copy
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from taskbook import wording
from taskbook.buttons.desk import Report
from taskbook.columns import HEADINGS, Field, ReviewField, Sheet
from taskbook.findings import Code
from taskbook.importing import import_plan
from taskbook.rehearsal.pressing import at_console
from taskbook.rehearsal.round import sample_master
from taskbook.review.decisions import Decision
from taskbook.review.layout import FIRST_ROW, HEADING_ROW
from taskbook.sample.narrative import read_paragraphs

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_TWO_LINES = 34.0
"""Points."""


def narrative() -> Path:
    """The sample plan in prose, which the repository holds."""
    return sample_master().with_name(wording.SAMPLE_NARRATIVE)


def drafted(office: Path, today: date) -> tuple[Path, Report]:
    """The review book in `office` that 导入 makes of the sample beside its registry and groups, and what it says."""
    for name in (wording.SAMPLE_NARRATIVE, wording.SAMPLE_UNITS, wording.SAMPLE_GROUPS):
        shutil.copy2(sample_master().with_name(name), office)
    source = office / wording.SAMPLE_NARRATIVE
    report = at_console("import", source, "", today)
    assert report is not None
    return source.with_name(f"{source.stem}{wording.REVIEW_SUFFIX}.xlsx"), report


def copied_from_pages(folder: Path, today: date) -> Path:
    """The review book of the sample's text with page numbers in the middle of its longest paragraphs."""
    paragraphs = read_paragraphs()
    longest = sorted(sorted(range(len(paragraphs)), key=lambda at: -len(paragraphs[at]))[:3])
    for page, at in enumerate(longest, 1):
        middle = len(paragraphs[at]) // 2
        mark = wording.PROSE_PAGE_NUMBER.format(page=page)
        paragraphs[at] = paragraphs[at][:middle] + mark + paragraphs[at][middle:]
    source = folder / wording.PROSE_COPIED
    source.write_text("\n".join(paragraphs), encoding="utf-8")
    units = sample_master().with_name(wording.SAMPLE_UNITS)
    return import_plan(source, folder / f"{source.stem}{wording.REVIEW_SUFFIX}.xlsx", units, today=today).path


# ---- deciding ----


def decided(book: Path, out: Path) -> Path:
    """A copy of a review book with a row split, one joined to the one before, one added, and no decision left open."""
    import openpyxl

    opened = openpyxl.load_workbook(book)
    sheet = opened[Sheet.REVIEW]
    places = {cell.value: cell.column for cell in sheet[HEADING_ROW + 1]}
    for row in _rows(sheet):
        decision = sheet.cell(row, places[ReviewField.DECISION])
        decision.value = decision.value or Decision.ADOPT
    _split(sheet, places)
    _add_below(sheet, places, _join(sheet, places))
    opened.save(out)
    return out


def _rows(sheet: Worksheet) -> Iterator[int]:
    return iter(range(FIRST_ROW + 1, sheet.max_row + 1))


def _split(sheet: Worksheet, places: dict[str, int]) -> None:
    """The first task of two sentences, each on a line of its own."""
    for row in _rows(sheet):
        content = sheet.cell(row, places[HEADINGS[Field.CONTENT]])
        decision = sheet.cell(row, places[ReviewField.DECISION])
        first, stop, rest = str(content.value).partition(wording.SAMPLE_STOP)
        if decision.value == Decision.ADOPT and rest:
            content.value, decision.value = f"{first}{stop}\n{rest}", Decision.SPLIT
            return


def _join(sheet: Worksheet, places: dict[str, int]) -> int:
    """The second half of a sentence that the draft made two tasks of goes back to the first; the row is given."""
    halves = [
        row
        for row in _rows(sheet)
        if Code.DRAFT_SENTENCE_SPLIT.sentence in str(sheet.cell(row, places[ReviewField.REASONS]).value)
    ]
    sheet.cell(halves[1], places[ReviewField.DECISION]).value = Decision.MERGE
    return halves[1]


def _add_below(sheet: Worksheet, places: dict[str, int], above: int) -> None:
    """A row of one's own, as Excel inserts it: it looks like the one above, and the ones below keep their heights."""
    heights = [sheet.row_dimensions[row].height for row in range(above + 1, sheet.max_row + 1)]
    sheet.insert_rows(above + 1)
    for row, height in enumerate(heights, above + 2):
        sheet.row_dimensions[row].height = height
    sheet.row_dimensions[above + 1].height = _TWO_LINES
    like = {HEADINGS[field] for field in (Field.SECTION, Field.TOPIC)}
    plain = sheet.cell(above, places[HEADINGS[Field.CONTENT]])
    for heading, column in places.items():
        cell, upper = sheet.cell(above + 1, column), sheet.cell(above, column)
        cell._style = copy((upper if heading == ReviewField.DECISION else plain)._style)
        cell.value = wording.PROSE_ADDED_TASK.get(heading, upper.value if heading in like else None)
    sheet.cell(above + 1, places[ReviewField.DECISION]).value = Decision.ADOPT
