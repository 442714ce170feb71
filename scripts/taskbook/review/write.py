"""Draft → a review book: every row beside its source, with what to look at and a place to decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, repeat
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from taskbook import files, wording
from taskbook.columns import PARTY_FIELDS, Field, ReviewField, Sheet, column_letters
from taskbook.findings import Severity
from taskbook.master import marks
from taskbook.master.layout import LAST_ROW
from taskbook.master.side_sheets import set_up_page, write_groups, write_settings, write_units
from taskbook.master.styles import make_formats
from taskbook.model import Plan
from taskbook.ooxml.fitting import TALLEST, fitted_height, lines_needed, row_height
from taskbook.ooxml.rows import cell_text
from taskbook.prose.draft import Confidence, Doubt, Draft, Kind
from taskbook.review.decisions import Decision
from taskbook.review.layout import (
    BODY_SIZE,
    FIRST_ROW,
    FREEZE_COLUMNS,
    HEADING_ROW,
    NOTE_ROW,
    TITLE_ROW,
    WIDEST,
    Column,
    columns_of,
    place_width,
)
from taskbook.review.looks import Look, colour_rows, make_looks
from taskbook.review.other_sheets import (
    write_draft_findings,
    write_how_to,
    write_identity,
    write_source_text,
)
from taskbook.review.places import cut_texts
from taskbook.review.rows import ReviewRow, digest_of, digits_of, rows_of

_TABS = {
    Sheet.REVIEW: "#C65911",
    Sheet.SOURCE_TEXT: "#F4B183",
    Sheet.UNITS: "#9BC2E6",
    Sheet.GROUPS: "#9BC2E6",
    Sheet.SETTINGS: "#9BC2E6",
    Sheet.FINDINGS: "#F4B183",
    Sheet.GUIDE: "#A9D08E",
    Sheet.DRAFT_IDENTITY: "#7F7F7F",
}
_SCREEN_WIDTH = 171.0
"""Column units that a screen of 1366 pixels shows: title and note stand within them."""

_MIDDLE = {ReviewField.NUMBER, ReviewField.CONFIDENCE, ReviewField.PLACE}


def write_review(draft: Draft, plan: Plan, path: Path) -> None:
    """Write the review book of a draft in one step; what stood at `path` before is replaced.

    `plan` gives settings, units and groups; its tasks do not count. Raises `CannotGoOn` as `files.atomic` does.
    """
    rows = rows_of(draft)
    with files.atomic(path) as temporary:
        workbook = xlsxwriter.Workbook(
            str(temporary), {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        title = wording.review_title(plan.settings.plan_name)
        workbook.set_properties({"title": cell_text(title), "company": cell_text(plan.settings.office)})
        workbook.set_size(2400, 1500)
        sheets = {sheet: workbook.add_worksheet(sheet) for sheet in _TABS}
        for sheet, page in sheets.items():
            page.set_tab_color(_TABS[sheet])
        looks = make_formats(workbook)
        marks.define_lookup_names(workbook)
        _write_rows(workbook, sheets[Sheet.REVIEW], draft, rows, title)
        write_source_text(sheets[Sheet.SOURCE_TEXT], looks, draft, rows)
        write_units(workbook, sheets[Sheet.UNITS], looks, plan.units)
        write_groups(workbook, sheets[Sheet.GROUPS], looks, plan.groups)
        write_settings(workbook, sheets[Sheet.SETTINGS], looks, plan.settings)
        told = (*draft.findings, *cut_texts(draft))
        write_draft_findings(workbook, sheets[Sheet.FINDINGS], looks, told)
        write_how_to(sheets[Sheet.GUIDE], looks)
        write_identity(sheets[Sheet.DRAFT_IDENTITY], plan.settings.plan_id, digest_of(draft), rows)
        workbook.close()


def _write_rows(
    workbook: xlsxwriter.Workbook, sheet: Worksheet, draft: Draft, rows: Sequence[ReviewRow], title: str
) -> None:
    """The sheet 审阅."""
    looks = make_looks(workbook)
    digits = digits_of(rows)
    bare = columns_of(draft.tasks)
    texts = [[_text(draft, row, column, digits) for column in bare] for row in rows]
    columns = [_widened(column, [line[at] for line in texts]) for at, column in enumerate(bare)]
    widths = [column.width for column in columns]
    _write_head(sheet, looks, columns, title, _counts(draft, rows))
    for at, (row, line) in enumerate(zip(rows, texts, strict=True), FIRST_ROW):
        sheet.set_row(at, fitted_height(list(zip(line, widths, strict=True)), BODY_SIZE, least=24))
        doubts = _doubts_by_field(row)
        for index, (column, text) in enumerate(zip(columns, line, strict=True)):
            told = doubts.get(column.field, ()) if column.field else ()
            _put(sheet, at, index, text, looks[_look(column, told)])
            if told:
                _note(sheet, at, index, told)
    _finish(workbook, sheet, len(rows), columns)


def _text(draft: Draft, row: ReviewRow, column: Column, digits: int) -> str:
    if column.own is None:
        return column.task_text(row)
    return cell_text(_own_text(draft, row, column.own, digits))


def _own_text(draft: Draft, row: ReviewRow, field: ReviewField, digits: int) -> str:
    match field:
        case ReviewField.DECISION if row.draft is None:
            return Decision.DROP
        case ReviewField.DECISION:
            return "" if row.draft.confidence is Confidence.LOW else Decision.ADOPT
        case ReviewField.NUMBER:
            return wording.review_row_name(row.number, digits)
        case ReviewField.CONFIDENCE if row.draft is None:
            return wording.REVIEW_HEADING if row.kind is Kind.HEADING else wording.REVIEW_BACKGROUND
        case ReviewField.CONFIDENCE:
            return row.draft.confidence
        case ReviewField.REASONS:
            return _reasons(row)
        case ReviewField.PLACE:
            return draft.body.place_at(row.start) if draft.body.paragraphs else ""
    return row.source


def _reasons(row: ReviewRow) -> str:
    """Why a row should be looked at, a line for each reason; the column's heading says that it should."""
    if row.draft is None:
        return wording.REVIEW_LEFT_OUT.format(why=row.why) if row.why else ""
    said = [told_of(doubt).removesuffix(wording.REVIEW_CHECK_IT) for doubt in row.draft.doubts]
    if len(said) < 2:
        return "".join(said)
    marks_before = chain(wording.REVIEW_LIST_MARKS, repeat(""))
    return "\n".join(mark + one for mark, one in zip(marks_before, said, strict=False))


def told_of(doubt: Doubt) -> str:
    """A doubt as a sentence."""
    return doubt.code.sentence.format(**doubt.details)


def _doubts_by_field(row: ReviewRow) -> dict[Field, list[Doubt]]:
    by_field: dict[Field, list[Doubt]] = {}
    for doubt in row.draft.doubts if row.draft else ():
        if doubt.field is not None:
            by_field.setdefault(doubt.field, []).append(doubt)
    return by_field


def _look(column: Column, doubts: Sequence[Doubt]) -> Look:
    if doubts:
        mild = all(doubt.code.severity is Severity.INFO for doubt in doubts)
        return Look.INFO if mild else Look.WARNING
    if column.own is ReviewField.DECISION:
        return Look.DECISION
    if column.own is ReviewField.SOURCE:
        return Look.SOURCE
    return Look.MIDDLE if column.own in _MIDDLE or column.field is Field.NUMBER else Look.TEXT


def _put(sheet: Worksheet, row: int, column: int, text: str, look: Format) -> None:
    if text:
        sheet.write_string(row, column, text, look)
    else:
        sheet.write_blank(row, column, None, look)


def _note(sheet: Worksheet, row: int, column: int, doubts: Sequence[Doubt]) -> None:
    """Why a cell is marked, as a note on it."""
    text = cell_text("\n".join(told_of(doubt) for doubt in doubts))
    height = 20 + 18 * lines_needed(text, 36, 10)
    shape = {"width": 270, "height": min(height, 400), "font_size": 10, "author": wording.REVIEW_NOTE_AUTHOR}
    sheet.write_comment(row, column, text, shape)


def _widened(column: Column, texts: Sequence[str]) -> Column:
    """Wide enough that a row need not be higher than rows can be, as far as a screen allows."""
    if column.own is ReviewField.PLACE:
        return replace(column, width=round(place_width(texts, column.width), 1))
    longest = max(texts, key=len, default="")
    width = column.width
    while width < WIDEST and row_height(lines_needed(longest, width, BODY_SIZE), BODY_SIZE) >= TALLEST:
        width = min(WIDEST, width * 1.1)
    return replace(column, width=round(width, 1))


def _counts(draft: Draft, rows: Sequence[ReviewRow]) -> str:
    """How many rows there are of each kind, and which draft they are."""
    sure = Counter(task.confidence for task in draft.tasks)
    kinds = Counter(row.kind for row in rows)
    digest = digest_of(draft)[:8].upper()
    return wording.review_counts(
        len(draft.tasks),
        [sure[one] for one in Confidence],
        kinds[Kind.HEADING],
        kinds[Kind.BACKGROUND],
        f"{digest[:4]}-{digest[4:]}",
    )


def _write_head(
    sheet: Worksheet, looks: dict[Look, Format], columns: Sequence[Column], title: str, counts: str
) -> None:
    shown, width = 0, 0.0
    while shown < len(columns) and width + columns[shown].width <= _SCREEN_WIDTH:
        width += columns[shown].width
        shown += 1
    note = f"{counts}\n{wording.REVIEW_NOTE}"
    sheet.set_row(TITLE_ROW, 30)
    sheet.merge_range(TITLE_ROW, 0, TITLE_ROW, shown - 1, cell_text(title), looks[Look.TITLE])
    sheet.set_row(NOTE_ROW, row_height(lines_needed(note, width, BODY_SIZE), BODY_SIZE, padding=4))
    sheet.merge_range(NOTE_ROW, 0, NOTE_ROW, shown - 1, note, looks[Look.NOTE])
    headings = [(column.heading, column.width) for column in columns]
    sheet.set_row(HEADING_ROW, fitted_height(headings, BODY_SIZE, least=24))
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width, looks[Look.NEW_TEXT])
        ours = column.own is not None and column.own is not ReviewField.DECISION
        look = looks[Look.HEADING_OURS if ours else Look.HEADING]
        sheet.write_string(HEADING_ROW, index, cell_text(column.heading), look)


def _finish(workbook: xlsxwriter.Workbook, sheet: Worksheet, rows: int, columns: Sequence[Column]) -> None:
    """Filters, frozen panes, drop-downs, colours and printing."""
    last_row, last_column = max(FIRST_ROW + rows - 1, FIRST_ROW), len(columns) - 1
    sheet.autofilter(HEADING_ROW, 0, last_row, last_column)
    sheet.freeze_panes(FIRST_ROW, FREEZE_COLUMNS)
    for index, column in enumerate(columns):
        if column.own is ReviewField.DECISION:
            sheet.data_validation(FIRST_ROW, index, LAST_ROW - 1, index, _DECISIONS)
        elif column.field in PARTY_FIELDS:
            sheet.data_validation(FIRST_ROW, index, LAST_ROW - 1, index, _UNIT_HINT)
    colour_rows(workbook, sheet, columns)
    set_up_page(sheet, landscape=True, paper=8, heading_row=HEADING_ROW)
    sheet.ignore_errors(
        {"number_stored_as_text": f"A{FIRST_ROW + 1}:{column_letters(last_column)}{LAST_ROW}"}
    )
    sheet.activate()


_DECISIONS = {
    "validate": "list",
    "source": list(Decision),
    "error_type": "warning",  # other words are understood, where they can be
    "error_title": wording.REVIEW_DECISION_ERROR_TITLE,
    "error_message": wording.REVIEW_DECISION_ERROR,
}
_UNIT_HINT = {
    "validate": "list",
    "source": f"={wording.NAME_UNITS}",
    "show_error": False,  # a hint, not a fence: several units are typed with a mark between them
}
