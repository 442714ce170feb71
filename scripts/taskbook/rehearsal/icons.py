"""Simple symbols for the buttons, by the names of Excel's own icons, whose pictures belong to Excel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_BLUE, _PALE, _GREEN, _ORANGE, _GREY, _WHITE = (
    "#2B6CB0",
    "#DCEAF7",
    "#217346",
    "#D9822B",
    "#5F6B7A",
    "#FFFFFF",
)

_SHEET = ("M7 3L20 3L25 8L25 29L7 29Z", _WHITE, _GREY)
_CORNER = ("M20 3L20 8L25 8", "", _GREY)
_TABLE = ("M3 5L29 5L29 27L3 27Z", _WHITE, _GREY)
_TABLE_HEAD = ("M3 5L29 5L29 11L3 11Z", _PALE, _GREY)
_TABLE_LINES = ("M3 16.5L29 16.5M3 22L29 22M12 11L12 27M20 11L20 27", "", "#B8C2CC")

Stroke = tuple[str, str, str]
"""An SVG path on a field of 32×32, the colour it is filled with ("": not), the colour of its line ("": none)."""

ICONS: Mapping[str, Sequence[Stroke]] = {
    "XmlImport": (
        _TABLE,
        _TABLE_HEAD,
        _TABLE_LINES,
        ("M2 18L10 18L10 14L18 20L10 26L10 22L2 22Z", _GREEN, _WHITE),
    ),
    "DataValidation": (
        _TABLE,
        _TABLE_HEAD,
        _TABLE_LINES,
        ("M14 20L19 26L30 12L27 9.5L19 19.5L16.5 17Z", _GREEN, _WHITE),
    ),
    "XmlExport": (
        _TABLE,
        _TABLE_HEAD,
        _TABLE_LINES,
        ("M14 18L22 18L22 14L30 20L22 26L22 22L14 22Z", _ORANGE, _WHITE),
    ),
    "FileSendAsAttachment": (
        ("M3 8L29 8L29 26L3 26Z", _PALE, _BLUE),
        ("M3 8L16 18L29 8", "", _BLUE),
        ("M3 26L12.5 15.5M29 26L19.5 15.5", "", _BLUE),
    ),
    "ReviewNewComment": (
        ("M3 5L29 5L29 22L15 22L8 29L9 22L3 22Z", "#FBE3A6", "#B98A2F"),
        ("M15 8.5L17.5 8.5L17 15.5L15.5 15.5ZM15 17L17.3 17L17.3 19L15 19Z", _ORANGE, _ORANGE),
    ),
    "Consolidate": (
        ("M3 3L12 3L12 12L3 12Z", _PALE, _BLUE),
        ("M20 3L29 3L29 12L20 12Z", _PALE, _BLUE),
        ("M9 20L23 20L23 30L9 30Z", _BLUE, _BLUE),
        ("M9 23.5L23 23.5M16 20L16 30", "", _WHITE),
        ("M7.5 12L7.5 16L24.5 16L24.5 12M16 16L16 19", "", _ORANGE),
        ("M13 16.5L19 16.5L16 19.5Z", _ORANGE, _ORANGE),
    ),
    "ChartInsert": (
        ("M4 18L9 18L9 28L4 28Z", _BLUE, _BLUE),
        ("M13 10L18 10L18 28L13 28Z", _ORANGE, _ORANGE),
        ("M22 14L27 14L27 28L22 28Z", _GREEN, _GREEN),
        ("M2 29L30 29L30 30.5L2 30.5Z", _GREY, ""),
    ),
    "PropertySheet": (
        _SHEET,
        _CORNER,
        ("M11 14L14 14L14 17L11 17ZM11 21L14 21L14 24L11 24Z", _BLUE, _BLUE),
        ("M17 15.5L21.5 15.5M17 22.5L21.5 22.5", "", _GREY),
    ),
    "SheetProtect": (
        _SHEET,
        ("M10 17L22 17L22 26L10 26Z", "#F0C36D", "#B98A2F"),
        ("M12 17L12 13L14 11L18 11L20 13L20 17", "", "#B98A2F"),
    ),
    "FileOpen": (
        ("M3 8L12 8L15 11L27 11L27 27L3 27Z", "#F0C36D", "#B98A2F"),
        ("M3 27L8 15L31 15L26 27Z", "#FBE3A6", "#B98A2F"),
    ),
    "Help": (
        ("M16 3L22 4.6L26.4 9L28 15L26.4 21L22 25.4L16 27L10 25.4L5.6 21L4 15L5.6 9L10 4.6Z", _BLUE, _BLUE),
        ("M12 11.5L13 9.2L16 8.2L19 9.2L20 11.7L19 13.8L16 15.6L16 18.2", "", _WHITE),
        ("M15.2 21L16.8 21L16.8 22.6L15.2 22.6Z", _WHITE, _WHITE),
    ),
}
