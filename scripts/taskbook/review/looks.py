"""How the sheet 审阅 looks: fonts, colours, what changes its colour when a person decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from taskbook import wording
from taskbook.columns import ReviewField, column_letters
from taskbook.findings import Severity
from taskbook.master.layout import LAST_ROW
from taskbook.master.styles import LINE_COLOUR, MARK_COLOURS
from taskbook.prose.draft import Confidence
from taskbook.review.decisions import Decision
from taskbook.review.layout import BODY_SIZE, FIRST_ROW, Column

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

TITLE_SIZE = 18.0

_CONFIDENCE_COLOURS: Mapping[str, tuple[str, str]] = {
    Confidence.HIGH: ("#E2EFDA", "#375623"),
    Confidence.MIDDLE: ("#DDEBF7", "#1F4E79"),
    Confidence.LOW: ("#FFD966", "#7F4A00"),
}
_UNDECIDED = "#FFFF66"
_LEFT_FILL, _LEFT_INK = "#EDEDED", "#6B6B6B"
_HEADING_FILL, _HEADING_INK = "#DCE6F1", "#1F4E79"
_HEAD_FILL, _OURS_FILL = "#DCE6F1", "#E7E6E6"
_SOURCE_FILL = "#FBFBF3"


class Look(StrEnum):
    """What a cell of the sheet 审阅 is for."""

    TITLE = "title"
    NOTE = "note"
    HEADING = "heading"
    HEADING_OURS = "heading_ours"
    MIDDLE = "middle"
    TEXT = "text"
    SOURCE = "source"
    DECISION = "decision"
    WARNING = "warning"
    INFO = "info"
    NEW_TEXT = "new_text"


def make_looks(workbook: xlsxwriter.Workbook) -> dict[Look, Format]:
    """One format per `Look`. Text has the quote prefix: editing what begins with = does not make it a formula."""
    body = _font(wording.FONT_BODY, BODY_SIZE) | {
        "border": 1,
        "border_color": LINE_COLOUR,
        "valign": "top",
        "text_wrap": True,
        "quote_prefix": True,
    }
    heading = _font(wording.FONT_HEADING, BODY_SIZE) | {
        "border": 1,
        "border_color": LINE_COLOUR,
        "align": "center",
        "valign": "vcenter",
        "text_wrap": True,
        "bg_color": _HEAD_FILL,
    }
    properties = {
        Look.TITLE: _font(wording.FONT_TITLE, TITLE_SIZE) | {"valign": "vcenter"},
        Look.NOTE: _font(wording.FONT_NOTE, BODY_SIZE) | {"valign": "vcenter", "text_wrap": True},
        Look.HEADING: heading,
        Look.HEADING_OURS: heading | {"bg_color": _OURS_FILL},
        Look.MIDDLE: body | {"align": "center"},
        Look.TEXT: body,
        Look.SOURCE: body | {"bg_color": _SOURCE_FILL},
        Look.DECISION: body | {"align": "center", "bold": True},
        Look.WARNING: body | {"bg_color": MARK_COLOURS[Severity.WARNING][0]},
        Look.INFO: body | {"bg_color": MARK_COLOURS[Severity.INFO][0]},
        Look.NEW_TEXT: _font(wording.FONT_BODY, BODY_SIZE) | {"valign": "top", "text_wrap": True},
    }
    return {look: workbook.add_format(values) for look, values in properties.items()}


def colour_rows(workbook: xlsxwriter.Workbook, sheet: Worksheet, columns: Sequence[Column]) -> None:
    """Colours that follow what stands in a row: they change as it is decided, and move with it when it is sorted."""
    at = {column.own: index for index, column in enumerate(columns) if column.own}
    decision, number, sure = (
        f"${column_letters(at[field])}{FIRST_ROW + 1}"
        for field in (ReviewField.DECISION, ReviewField.NUMBER, ReviewField.CONFIDENCE)
    )
    last = len(columns) - 1
    dropped = f'{decision}="{Decision.DROP}"'
    heading = {"bg_color": _HEADING_FILL, "font_color": _HEADING_INK, "bold": True}
    left = {"bg_color": _LEFT_FILL, "font_color": _LEFT_INK}
    undecided = {"bg_color": _UNDECIDED}
    for span, criteria, look in (
        ((at[ReviewField.DECISION],) * 2, f'AND({number}<>"",TRIM({decision})="")', undecided),
        ((0, last), f'AND({dropped},{sure}="{wording.REVIEW_HEADING}")', heading),
        ((0, last), dropped, left),
    ):
        rule = {"type": "formula", "criteria": f"={criteria}", "format": workbook.add_format(look)}
        sheet.conditional_format(FIRST_ROW, span[0], LAST_ROW - 1, span[1], rule | {"stop_if_true": True})
    for word, (fill, ink) in _CONFIDENCE_COLOURS.items():
        _when_equal(workbook, sheet, at[ReviewField.CONFIDENCE], word, {"bg_color": fill, "font_color": ink})
    for word in (Decision.SPLIT, Decision.MERGE):
        fill, ink = MARK_COLOURS[Severity.INFO]
        _when_equal(workbook, sheet, at[ReviewField.DECISION], word, {"bg_color": fill, "font_color": ink})


def _when_equal(
    workbook: xlsxwriter.Workbook, sheet: Worksheet, column: int, word: str, look: Mapping[str, object]
) -> None:
    rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": workbook.add_format(dict(look))}
    sheet.conditional_format(FIRST_ROW, column, LAST_ROW - 1, column, rule)


def _font(name: str, size: float) -> dict[str, object]:
    return {"font_name": name, "font_size": size, "font_charset": 134, "font_family": 1}
