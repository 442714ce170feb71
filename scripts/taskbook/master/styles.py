"""How the master looks: fonts, colours, cell formats, in one place."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from taskbook import wording
from taskbook.columns import Sheet
from taskbook.findings import Severity
from taskbook.model import Light, State

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format

BODY_SIZE = 12.0
HEADING_SIZE = 12.0
TITLE_SIZE = 24.0
NOTE_SIZE = 12.0
SMALL_SIZE = 10.5

LINE_COLOUR = "#8C8C8C"
_HEADING_FILL = "#DCE6F1"
_OURS_FILL = "#F2F2F2"  # what the program fills in

MARK_COLOURS: Mapping[Severity, tuple[str, str]] = {
    Severity.ERROR: ("#F8CBCB", "#9C0006"),
    Severity.WARNING: ("#FFF2CC", "#7F6000"),
    Severity.INFO: ("#DDEBF7", "#1F4E79"),
}
"""Fill and text colour of a cell with a finding."""

LIGHT_COLOURS: Mapping[Light, str] = {
    Light.GREEN: "#A9D08E",
    Light.BLUE: "#9BC2E6",
    Light.YELLOW: "#FFE066",
    Light.ORANGE: "#F4A65C",
    Light.RED: "#FF8F8F",
}
STATE_COLOURS: Mapping[State, str] = {
    State.DONE: "#375623",
    State.IN_PROGRESS: "#1F4E79",
    State.BEHIND: "#C65911",
    State.NOT_STARTED: "#7F7F7F",
    State.NONE: "#C00000",
}


TAB_COLOURS: Mapping[Sheet, str] = {
    Sheet.TASKS: "#1F4E79",
    Sheet.LOOKBACK: "#1F4E79",
    Sheet.UNITS: "#9BC2E6",
    Sheet.GROUPS: "#9BC2E6",
    Sheet.POINTS: "#9BC2E6",
    Sheet.SETTINGS: "#9BC2E6",
    Sheet.FINDINGS: "#F4B183",
    Sheet.GUIDE: "#A9D08E",
}
"""The sheets of a master, in their order."""


class Look(StrEnum):
    """What a cell is for; each has one format."""

    TITLE = "title"
    NOTE = "note"
    HEADING = "heading"
    HEADING_OURS = "heading_ours"
    CODE = "code"
    MIDDLE = "middle"
    MONTH = "month"
    TEXT = "text"
    FINDING = "finding"
    FINDING_MIDDLE = "finding_middle"
    FINDING_LINK = "finding_link"
    TOPIC = "topic"
    OURS = "ours"
    OURS_TEXT = "ours_text"
    OURS_SHARE = "ours_share"
    LABEL = "label"
    VALUE = "value"
    VALUE_DATE = "value_date"
    LINK = "link"
    SECTION = "section"
    EXAMPLE = "example"
    PLAIN = "plain"
    NEW_TEXT = "new_text"
    NEW_MIDDLE = "new_middle"
    NEW_SHARE = "new_share"
    NEW_OURS_TEXT = "new_ours_text"


def make_formats(workbook: xlsxwriter.Workbook) -> dict[Look, Format]:
    """One XlsxWriter format per `Look`. Only the first is used by Excel where a font is missing; charset and family
    lead it to a Chinese font of the same kind."""
    boxed = {"border": 1, "border_color": LINE_COLOUR, "valign": "vcenter", "text_wrap": True}
    body = _font(wording.FONT_BODY, BODY_SIZE) | boxed
    middle = body | {"align": "center"}
    heading = (
        _font(wording.FONT_HEADING, HEADING_SIZE) | boxed | {"align": "center", "bg_color": _HEADING_FILL}
    )
    ours = middle | {"bg_color": _OURS_FILL}
    plain = _font(wording.FONT_BODY, BODY_SIZE) | {"text_wrap": True, "valign": "vcenter"}
    properties = {
        Look.TITLE: _font(wording.FONT_TITLE, TITLE_SIZE) | {"align": "center", "valign": "vcenter"},
        Look.NOTE: _font(wording.FONT_NOTE, NOTE_SIZE) | {"valign": "vcenter", "text_wrap": True},
        Look.HEADING: heading,
        Look.HEADING_OURS: heading | {"bg_color": "#E7E6E6"},
        Look.CODE: middle | {"font_color": "#595959", "bg_color": _OURS_FILL},
        Look.MIDDLE: middle,
        Look.MONTH: middle | {"num_format": "@"},  # or 2026-09 would become a day
        Look.TEXT: body,
        # At the top: a page break through the middle of a merged cell would cut a centred text in two.
        Look.TOPIC: _font(wording.FONT_HEADING, BODY_SIZE) | boxed | {"align": "center", "valign": "top"},
        Look.OURS: ours,
        # Units' words come here: with the prefix set, editing a text that begins with = does not make it a formula.
        Look.OURS_TEXT: body | {"font_size": SMALL_SIZE, "bg_color": _OURS_FILL, "quote_prefix": True},
        Look.OURS_SHARE: ours | {"num_format": "0%"},
        Look.LABEL: _font(wording.FONT_HEADING, BODY_SIZE) | boxed | {"bg_color": _HEADING_FILL},
        Look.VALUE: body | {"align": "left"},
        Look.VALUE_DATE: body | {"align": "left", "num_format": "yyyy-mm-dd"},
        Look.LINK: middle | {"font_color": "#0563C1", "underline": 1},
        # At the top: of a text longer than its cell the beginning is seen.
        Look.FINDING: body | {"valign": "top"},
        Look.FINDING_MIDDLE: middle | {"valign": "top"},
        Look.FINDING_LINK: middle | {"font_color": "#0563C1", "underline": 1, "valign": "top"},
        Look.SECTION: _font(wording.FONT_HEADING, 14)
        | {"valign": "vcenter", "bottom": 2, "bottom_color": "#1F4E79"},
        Look.EXAMPLE: body | {"bg_color": "#FBFBF3"},
        Look.PLAIN: plain,
        Look.NEW_TEXT: plain,
        Look.NEW_MIDDLE: plain | {"align": "center"},
        Look.NEW_SHARE: plain | {"align": "center", "num_format": "0%"},
        Look.NEW_OURS_TEXT: plain | {"quote_prefix": True},
    }
    return {look: workbook.add_format(values) for look, values in properties.items()}


def light_formats(workbook: xlsxwriter.Workbook) -> dict[str, Format]:
    """Word of a light → a cell in its colour."""
    body = _font(wording.FONT_HEADING, BODY_SIZE) | {"border": 1, "border_color": LINE_COLOUR}
    return {
        word: workbook.add_format(body | {"bg_color": fill, "align": "center", "valign": "vcenter"})
        for word, fill in LIGHT_COLOURS.items()
    }


def _font(name: str, size: float) -> dict[str, object]:
    return {"font_name": name, "font_size": size, "font_charset": 134, "font_family": 1}
