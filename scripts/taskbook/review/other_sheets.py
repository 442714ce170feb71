"""The review book's sheets beside 审阅: the whole text, what was found in it, how to review, and whose draft it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from taskbook import wording
from taskbook.columns import FindingField, Sheet, SourceTextField
from taskbook.findings import Finding
from taskbook.master import marks
from taskbook.master.findings_rows import Row, finding_rows
from taskbook.master.layout import FINDING_WIDTHS, FIRST_ROW, HEADING_ROW
from taskbook.master.side_sheets import write_frame, write_rows
from taskbook.master.styles import Look
from taskbook.ooxml.rows import cell_text
from taskbook.prose.draft import Draft, Kind, Span
from taskbook.review.layout import IDENTITY_KEYS, IDENTITY_ROW_HEADINGS, SCHEMA, cells_for, place_width
from taskbook.review.rows import ReviewRow, digits_of, rows_of_spans

_SOURCE_WIDTHS = (7, 9, 9, 22, 16, 100)
_SOURCE_LOOKS = (Look.MIDDLE, Look.MIDDLE, Look.MIDDLE, Look.MIDDLE, Look.MIDDLE, Look.OURS_TEXT)
_GUIDE_WIDTHS = (24, 110)
_QUOTED = 200
"""Characters of a row's source that the hidden sheet keeps, to be quoted when the row is gone."""


def write_source_text(
    sheet: Worksheet, looks: dict[Look, Format], draft: Draft, rows: Sequence[ReviewRow]
) -> None:
    """原文: every stretch of the body in order, with what became of it; one too long for a cell in several rows."""
    headings = list(SourceTextField)
    digits = digits_of(rows)
    lines = [
        (
            str(order),
            draft.body.place_at(span.start) if draft.body.paragraphs else "",
            wording.SOURCE_TEXT_KINDS[span.kind],
            span.why,
            wording.BETWEEN_ROWS.join(wording.review_row_name(number, digits) for number in numbers),
            portion,
        )
        for order, (span, numbers) in enumerate(zip(draft.spans, rows_of_spans(draft, rows), strict=True), 1)
        for portion in cells_for(_visible(draft, span))
    ]
    order_width, least, *others = _SOURCE_WIDTHS
    widths = (order_width, place_width((line[1] for line in lines), least), *others)
    write_frame(sheet, looks, wording.SOURCE_TEXT_TITLE, wording.SOURCE_TEXT_NOTE, headings, widths)
    write_rows(sheet, lines, [looks[look] for look in _SOURCE_LOOKS], widths)
    sheet.autofilter(HEADING_ROW, 0, FIRST_ROW + max(len(lines), 1) - 1, len(headings) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A{FIRST_ROW + 1}:A{FIRST_ROW + max(len(lines), 1)}"})


def _visible(draft: Draft, span: Span) -> str:
    """The text of a span. The break behind a paragraph is seen by its row; a removed one has a mark, and so have
    blanks where there is nothing else."""
    text = draft.body.text[span.start : span.end]
    if not text.strip():
        return "".join(wording.SOURCE_TEXT_MARKS.get(letter, letter) for letter in text)
    if span.kind is Kind.REMOVED:
        return text.replace("\n", wording.SOURCE_TEXT_MARKS["\n"])
    return text.strip("\n")


def write_draft_findings(
    workbook: xlsxwriter.Workbook,
    sheet: Worksheet,
    looks: dict[Look, Format],
    findings: Iterable[Finding],
) -> None:
    """校验结果: what is to be said of the document as a whole. Its columns are those that marks are looked up in."""
    write_frame(
        sheet,
        looks,
        wording.REVIEW_FINDINGS_TITLE,
        wording.REVIEW_FINDINGS_NOTE,
        list(FindingField),
        FINDING_WIDTHS,
    )
    rows = [
        [_sheet_word(row) if field is FindingField.SHEET else row[field] for field in FindingField]
        for row in finding_rows(findings)
    ]
    styles = [looks[look] for look in (Look.FINDING_MIDDLE, Look.FINDING_MIDDLE, Look.FINDING_MIDDLE)]
    write_rows(sheet, rows, [*styles, looks[Look.FINDING], looks[Look.FINDING]], FINDING_WIDTHS)
    sheet.autofilter(HEADING_ROW, 0, FIRST_ROW + len(rows) - 1, len(FINDING_WIDTHS) - 1)
    marks.colour_severities(workbook, sheet, FIRST_ROW)


def _sheet_word(row: Row) -> str:
    """A place in the document must not look like a sheet of this book."""
    name = row[FindingField.SHEET]
    said = name.startswith(wording.source_sheet("")) or not row[FindingField.SEVERITY]
    ours = said or name in (Sheet.REVIEW, Sheet.UNITS, Sheet.GROUPS, Sheet.SETTINGS)
    return name if ours else wording.source_sheet(name)


def write_how_to(sheet: Worksheet, looks: dict[Look, Format]) -> None:
    """说明: how to review, in a few lines."""
    write_frame(
        sheet,
        looks,
        wording.REVIEW_GUIDE_TITLE,
        wording.REVIEW_GUIDE_NOTE,
        wording.REVIEW_GUIDE_HEADINGS,
        _GUIDE_WIDTHS,
    )
    write_rows(sheet, wording.REVIEW_GUIDE, [looks[Look.LABEL], looks[Look.TEXT]], _GUIDE_WIDTHS)
    sheet.hide_gridlines(2)


def write_identity(sheet: Worksheet, plan_id: str, digest: str, rows: Sequence[ReviewRow]) -> None:
    """The sheet nobody sees: which draft this is, and which rows it had."""
    said = (str(SCHEMA), plan_id, digest)
    lines: list[tuple[str, ...]] = [*zip(IDENTITY_KEYS, said, strict=True), IDENTITY_ROW_HEADINGS]
    lines += [(str(row.number), row.kind, " ".join(row.source.split())[:_QUOTED]) for row in rows]
    for at, line in enumerate(lines):
        for column, text in enumerate(line):
            sheet.write_string(at, column, cell_text(text))
    sheet.very_hidden()
