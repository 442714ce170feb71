"""How the status book looks: one format per kind of cell, and the style id each gets in the file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from taskbook import wording
from taskbook.findings import SEVERITY_WORDS, Severity
from taskbook.master.styles import LIGHT_COLOURS, STATE_COLOURS
from taskbook.model import Light, State

INK, PAPER, LINE, BRAND, PALE, GREY = "#262626", "#FFFFFF", "#8C8C8C", "#1F4E79", "#DCE6F1", "#7F7F7F"

LIGHT_INKS: Mapping[Light, str] = {
    Light.GREEN: "#2E6B1F",
    Light.BLUE: "#17508F",
    Light.YELLOW: "#8A5A00",
    Light.ORANGE: "#7A3300",
    Light.RED: "#B01010",
}
LIGHT_SOLIDS: Mapping[Light, str] = {
    Light.GREEN: "#70AD47",
    Light.BLUE: "#5B9BD5",
    Light.YELLOW: "#FFC000",
    Light.ORANGE: "#ED7D31",
    Light.RED: "#E0443E",
}
"""For charts, where the pale fills of cells would be lost on paper."""


class Style(StrEnum):
    """What a column's cells look like. WORDS are what units wrote; cells of a WORD column look like their word: a
    light, a state, a severity."""

    TEXT = "text"
    WORDS = "words"
    CENTER = "center"
    COUNT = "count"
    PERCENT = "percent"
    QUIET = "quiet"
    LINK = "link"
    WORD = "word"


def font(name: str, size: float) -> dict[str, object]:
    """A Chinese font; where it is missing, charset and family lead to one of its kind."""
    return {"font_name": name, "font_size": size, "font_charset": 134, "font_family": 1, "font_color": INK}


_CELL = font(wording.FONT_BODY, 11) | {
    "border": 1,
    "border_color": LINE,
    "valign": "vcenter",
    "text_wrap": True,
}
_MIDDLE = _CELL | {"align": "center"}
# Units' words come here: with the prefix set, editing a text that begins with = does not make it a formula.
_WORDS = _CELL | {"align": "left", "quote_prefix": True}

_LOOKS: Mapping[str, Mapping[str, Any]] = {
    Style.TEXT: _WORDS,
    Style.WORDS: _WORDS,
    Style.CENTER: _MIDDLE | {"quote_prefix": True},
    Style.COUNT: _MIDDLE | {"num_format": "0"},
    Style.PERCENT: _MIDDLE | {"num_format": "0%"},
    Style.QUIET: _WORDS | {"font_color": GREY, "font_size": 9},
    Style.WORD: _MIDDLE,
    Style.LINK: _MIDDLE | {"font_color": "#0563C1", "underline": 1},
    **{
        light: _MIDDLE | {"bold": True, "bg_color": LIGHT_COLOURS[light], "font_color": LIGHT_INKS[light]}
        for light in Light
    },
    **{state: _MIDDLE | {"font_color": STATE_COLOURS[state]} for state in State},
    SEVERITY_WORDS[Severity.ERROR]: _MIDDLE | {"bold": True, "font_color": LIGHT_INKS[Light.RED]},
    SEVERITY_WORDS[Severity.WARNING]: _MIDDLE | {"font_color": LIGHT_INKS[Light.YELLOW]},
    SEVERITY_WORDS[Severity.INFO]: _MIDDLE | {"font_color": GREY},
}

TITLE = font(wording.FONT_TITLE, 20) | {"align": "left", "valign": "vcenter"}
NOTE = font(wording.FONT_NOTE, 11) | {"valign": "vcenter", "text_wrap": True}
HEADING = font(wording.FONT_HEADING, 11) | {
    "border": 1,
    "border_color": LINE,
    "align": "center",
    "valign": "vcenter",
    "text_wrap": True,
    "bg_color": PALE,
}

_STYLED = re.compile(rb'<c r="[A-Z]+\d+" s="(\d+)"')


def add_looks(workbook: Any) -> dict[str, Any]:
    """All formats of the tables, by `Style` or by word."""
    return {str(kind): workbook.add_format(dict(look)) for kind, look in _LOOKS.items()}


def write_exemplar(sheet: Any, row: int, looks: Mapping[str, Any]) -> None:
    """A row with one blank cell per format, for `learn_ids`; it is no part of the finished book."""
    for column, look in enumerate(looks.values()):
        sheet.write_blank(row, column, None, look)


def learn_ids(row_xml: bytes, looks: Mapping[str, Any]) -> dict[str, int]:
    """Format → style id in this package, as the exemplar row's XML tells."""
    return {name: int(found) for name, found in zip(looks, _STYLED.findall(row_xml), strict=True)}
