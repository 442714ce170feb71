"""Where a draft's rows stand in its review book, so that what is doubtful in them can be pointed at."""

from __future__ import annotations

from collections.abc import Mapping

from taskbook import wording
from taskbook.columns import Field, ReviewField, Sheet, column_letters
from taskbook.findings import Cell, Code, Finding, found
from taskbook.ooxml.rows import LONGEST_TEXT
from taskbook.prose.draft import Draft
from taskbook.review.layout import FIRST_ROW, columns_of, length_in_cell
from taskbook.review.rows import digits_of, rows_of


def places_of(draft: Draft, file: str = "") -> Mapping[tuple[int, Field | None], Cell]:
    """(index in `Draft.tasks`, field) → its cell on the sheet 审阅; for the row as a whole (None) that of 需要核对."""
    letters = {
        column.field: column_letters(index)
        for index, column in enumerate(columns_of(draft.tasks))
        if column.field is not None or column.own is ReviewField.REASONS
    }
    lines = [row.number for row in rows_of(draft) if row.draft is not None]
    return {
        (index, field): Cell(Sheet.REVIEW, f"{letter}{FIRST_ROW + number}", file)
        for index, number in enumerate(lines)
        for field, letter in letters.items()
    }


def draft_findings(draft: Draft, file: str = "") -> list[Finding]:
    """What is to be said of a draft: of the document as a whole, then the doubts of each row at their cells.

    `file` is the review book's name, to be named in the cells.
    """
    places = places_of(draft, file)
    findings = [*draft.findings, *cut_texts(draft, file)]
    for index, task in enumerate(draft.tasks):
        for doubt in task.doubts:
            where = places.get((index, doubt.field)) or places[index, None]
            findings.append(found(doubt.code, where, **doubt.details))
    return findings


def cut_texts(draft: Draft, file: str = "") -> list[Finding]:
    """The rows whose text is longer than a cell can hold: what does not fit stands on 原文 only."""
    rows, columns = rows_of(draft), columns_of(draft.tasks)
    findings = []
    for row in rows:
        lengths = {at: length_in_cell(column.whole_text(row)) for at, column in enumerate(columns)}
        cut = [at for at, length in lengths.items() if length > LONGEST_TEXT]
        if cut:
            where = Cell(Sheet.REVIEW, f"{column_letters(cut[0])}{FIRST_ROW + row.number}", file)
            details = {
                "names": wording.review_row_name(row.number, digits_of(rows)),
                "heading": wording.review_headings([columns[at].heading for at in cut]),
                "length": max(lengths.values()),
                "most": LONGEST_TEXT,
            }
            findings.append(found(Code.REVIEW_TEXT_CUT, where, **details))
    return findings
