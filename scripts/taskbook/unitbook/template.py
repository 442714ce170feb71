"""The book that all unit books of a run are copies of: made once by XlsxWriter, with one row of every kind.

Only what differs from unit to unit is left open: the cells, the merges, how far drop-downs and filters reach. The
rest (styles, page set-up, protection, drop-downs themselves) is what XlsxWriter wrote.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from taskbook import wording
from taskbook.columns import FILLED_FIELDS, LOCKED_FIELDS, ReplyField, Sheet, column_letters
from taskbook.model import DECLARED_STATES, ROLE_WORDS, Role, State

TITLE_ROW, INFO_ROW, HOW_TO_ROW, HEADING_ROW, FIRST_ROW = 1, 2, 3, 4, 5
COLUMNS: tuple[ReplyField, ...] = (*LOCKED_FIELDS, *FILLED_FIELDS)
LAST_COLUMN = column_letters(len(COLUMNS) - 1)

WIDTHS: Mapping[ReplyField, float] = {
    ReplyField.TASK_ID: 6.5,
    ReplyField.NUMBER: 5,
    ReplyField.TOPIC: 12,
    ReplyField.CONTENT: 31,
    ReplyField.ROLE: 5,
    ReplyField.MEASURE: 10,
    ReplyField.TARGET: 9,
    ReplyField.DEADLINE: 11,
    ReplyField.PREVIOUS: 17,
    ReplyField.STATE: 9.5,
    ReplyField.PROGRESS: 32,
    ReplyField.VALUE: 7.5,
    ReplyField.EVIDENCE: 13,
    ReplyField.PROBLEM: 13.5,
    ReplyField.NEXT_STEP: 13.5,
    ReplyField.REPORTER: 8,
    ReplyField.PHONE: 12.5,
    ReplyField.REPORTED_ON: 11.5,
    ReplyField.REVIEWER: 8,
}
"""In units of a digit of the default font."""

BODY_SIZE = 12.0
HEADING_SIZE = 12.0
HOW_TO_SIZE = 12.0
INFO_SIZE = 13.0
_LINE, _SHADE, _INK = "#A6A6A6", "#F0F0F0", "#262626"
_LOCKED_HEADING, _FILL_HEADING = "#D9E2EC", "#FFF2CC"
_CENTRED = {
    ReplyField.TASK_ID,
    ReplyField.NUMBER,
    ReplyField.TOPIC,
    ReplyField.ROLE,
    ReplyField.MEASURE,
    ReplyField.TARGET,
    ReplyField.DEADLINE,
    ReplyField.STATE,
    ReplyField.VALUE,
    ReplyField.REPORTER,
    ReplyField.PHONE,
    ReplyField.REPORTED_ON,
    ReplyField.REVIEWER,
}
_INFO_ENDS = (
    ReplyField.CONTENT,
    ReplyField.DEADLINE,
    ReplyField.PROGRESS,
    ReplyField.PROBLEM,
    ReplyField.REVIEWER,
)

TOKEN, UNIT, SEAL, DIGEST = "@@TOKEN@@", "@@UNIT@@", "@@SEAL@@", "@@DIGEST@@"
TITLE, ISSUED, FOOTER, OFFICE = "@@TITLE@@", "@@ISSUED@@", "@@FOOTER@@", "@@OFFICE@@"
"""Placeholders in the template's document properties and page footer."""


@dataclass(frozen=True, slots=True)
class Template:
    """`parts` in the order of the file; `sheet` are the top elements of the reply sheet as (name, XML), in schema
    order; `styles` the style ids by kind of cell: 'title', 'info', 'how_to', 'signing', or ('heading' | 'cell', field)."""

    parts: Mapping[str, str]
    sheet_open: str
    sheet: tuple[tuple[str, str], ...]
    hidden_open: str
    hidden_close: str
    styles: Mapping[object, int]


REPLY_PART, HIDDEN_PART = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
INFO_RANGES: tuple[tuple[int, int], ...] = tuple(
    (start, end)
    for start, end in zip(
        [0, *(COLUMNS.index(field) + 1 for field in _INFO_ENDS[:-1])],
        [COLUMNS.index(field) for field in _INFO_ENDS],
        strict=True,
    )
)
"""The merged boxes of the second row, as (first, last) column."""


def make_template() -> Template:
    """Build the template book in memory and take it apart."""
    import xlsxwriter

    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = workbook.add_worksheet(str(Sheet.REPLY))
    hidden = workbook.add_worksheet(str(Sheet.IDENTITY))
    hidden.very_hidden()
    kinds = _write_exemplars(workbook, sheet)
    _set_up_page(sheet)
    _guard_cells(workbook, sheet)
    workbook.set_properties(
        {"title": TITLE, "subject": UNIT, "keywords": TOKEN, "comments": TOKEN, "author": OFFICE}
    )
    workbook.set_custom_property(wording.TOKEN_PROPERTY, TOKEN)
    workbook.set_custom_property(wording.SEAL_PROPERTY, SEAL)
    workbook.set_custom_property(wording.DIGEST_PROPERTY, DIGEST)
    workbook.close()
    with zipfile.ZipFile(buffer) as archive:
        parts = {name: archive.read(name).decode("utf-8") for name in archive.namelist()}
    return _taken_apart(parts, kinds)


def _taken_apart(parts: dict[str, str], kinds: list[tuple[object, int, int]]) -> Template:
    sheet, hidden = parts[REPLY_PART], parts[HIDDEN_PART]
    ids = {address: int(style) for address, style in re.findall(r'<c r="([A-Z]+\d+)" s="(\d+)"', sheet)}
    styles = {kind: ids[f"{column_letters(column)}{row}"] for kind, row, column in kinds}
    opening = re.match(r"(?s).*?<worksheet[^>]*>", sheet)[0]
    elements = re.findall(
        r"(?s)(<(\w+)(?:\s[^>]*)?(?:/>|>.*?</\2>))", sheet[len(opening) : -len("</worksheet>")]
    )
    before, after = re.fullmatch(r"(?s)(.*)<sheetData/>(.*)", hidden).groups()
    # Nothing is to be calculated: without this, closing an untouched book would ask whether to save it.
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(' fullCalcOnLoad="1"', "")
    parts["docProps/core.xml"] = re.sub(r"\d{4}-\d\d-\d\dT[\d:]+Z", ISSUED, parts["docProps/core.xml"])
    return Template(parts, opening, tuple((name, xml) for xml, name in elements), before, after, styles)


def _write_exemplars(workbook: Any, sheet: Any) -> list[tuple[object, int, int]]:
    """One blank cell of every kind; returns where each kind stands as (kind, 1-based row, 0-based column)."""
    kinds: list[tuple[object, int, int]] = []
    looks = _looks()
    places = [
        ("title", TITLE_ROW, 0),
        ("info", INFO_ROW, 0),
        ("how_to", HOW_TO_ROW, 0),
        ("signing", FIRST_ROW + 2, 0),
    ]
    for column, field in enumerate(COLUMNS):
        places += [(("heading", field), HEADING_ROW, column), (("cell", field), FIRST_ROW, column)]
        sheet.set_column(column, column, WIDTHS[field])
    made: dict[tuple, Any] = {}
    for kind, row, column in places:
        properties = looks[kind]
        key = tuple(sorted(properties.items()))
        if key not in made:
            made[key] = workbook.add_format(properties)
        sheet.write_blank(row - 1, column, None, made[key])
        kinds.append((kind, row, column))
    sheet.merge_range(
        TITLE_ROW - 1, 0, TITLE_ROW - 1, len(COLUMNS) - 1, "", made[tuple(sorted(looks["title"].items()))]
    )
    return kinds


def _looks() -> dict[object, dict[str, Any]]:
    """Cell formats by kind of cell."""
    song = {
        "font_name": wording.FONT_UNIT_BOOK,
        "font_size": BODY_SIZE,
        "font_charset": 134,
        "font_color": _INK,
    }
    bold = song | {"font_name": wording.FONT_HEADING, "font_size": HEADING_SIZE}
    middle = {"valign": "vcenter", "text_wrap": True}
    boxed = middle | {"border": 1, "border_color": _LINE}
    looks: dict[object, dict[str, Any]] = {
        "title": bold
        | {"font_name": wording.FONT_TITLE, "font_size": 26, "align": "center", "valign": "vcenter"},
        "info": bold | middle | {"font_size": INFO_SIZE},
        "how_to": song | middle | {"font_size": HOW_TO_SIZE, "font_color": "#404040", "valign": "vcenter"},
        "signing": song | {"font_size": 14, "valign": "vcenter", "locked": False},
    }
    for field in COLUMNS:
        locked = field in LOCKED_FIELDS
        fill = _LOCKED_HEADING if locked else _FILL_HEADING
        looks["heading", field] = bold | boxed | {"align": "center", "bg_color": fill}
        cell = song | boxed | {"align": "center" if field in _CENTRED else "left"}
        looks["cell", field] = cell | ({"bg_color": _SHADE} if locked else {"locked": False})
    looks["cell", ReplyField.PHONE] |= {"num_format": "@"}
    looks["cell", ReplyField.REPORTED_ON] |= {"num_format": "yyyy-mm-dd"}
    return looks


def _set_up_page(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.3, right=0.3, top=0.5, bottom=0.6)
    sheet.center_horizontally()
    sheet.repeat_rows(HEADING_ROW - 1)
    sheet.set_footer(FOOTER)
    sheet.hide_gridlines(2)
    sheet.freeze_panes(FIRST_ROW - 1, COLUMNS.index(ReplyField.CONTENT) + 1)
    state = COLUMNS.index(ReplyField.STATE)
    sheet.set_selection(FIRST_ROW - 1, state, FIRST_ROW - 1, state)
    sheet.set_zoom(90)


def _guard_cells(workbook: Any, sheet: Any) -> None:
    """Protection, filter, drop-downs and checks, all on the one exemplar row."""
    row, last = FIRST_ROW - 1, len(COLUMNS) - 1
    allowed = (
        "format_columns",
        "format_rows",
        "insert_rows",
        "insert_hyperlinks",
        "sort",
        "autofilter",
        "objects",
    )
    sheet.protect("", dict.fromkeys(allowed, True))
    sheet.autofilter(HEADING_ROW - 1, 0, row, last)
    sheet.ignore_errors({"number_stored_as_text": f"A{FIRST_ROW}:{LAST_COLUMN}{FIRST_ROW}"})
    for field, check in _checks().items():
        column = COLUMNS.index(field)
        sheet.data_validation(row, column, row, column, check)
    _colour_states(workbook, sheet)


def _colour_states(workbook: Any, sheet: Any) -> None:
    """States in colour, the lead's role in bold, and red where 'done' stands without a word."""
    row, state, role = FIRST_ROW - 1, COLUMNS.index(ReplyField.STATE), COLUMNS.index(ReplyField.ROLE)
    progress = COLUMNS.index(ReplyField.PROGRESS)
    looks = {State.DONE: "#E2F0D9", State.IN_PROGRESS: "#DDEBF7", State.BEHIND: "#FCE4D6"}
    rules = [(state, value, {"bg_color": colour}) for value, colour in looks.items()]
    rules.append((role, ROLE_WORDS[Role.LEAD], {"bold": True, "font_color": "#9C0006"}))
    for column, value, look in rules:
        rule = {"type": "cell", "criteria": "==", "value": f'"{value}"', "format": workbook.add_format(look)}
        sheet.conditional_format(row, column, row, column, rule)
    done, words = f"${column_letters(state)}{FIRST_ROW}", f"${column_letters(progress)}{FIRST_ROW}"
    missing = f'=AND({done}="{State.DONE}",LEN(TRIM({words}))=0)'
    look = workbook.add_format({"bg_color": "#FFC7CE"})
    sheet.conditional_format(
        row, progress, row, progress, {"type": "formula", "criteria": missing, "format": look}
    )


def _checks() -> dict[ReplyField, dict[str, Any]]:
    """Data validations by field."""
    return {
        ReplyField.STATE: {
            "validate": "list",
            "source": [str(state) for state in DECLARED_STATES],
            "input_title": wording.STATE_PROMPT_TITLE,
            "input_message": wording.STATE_PROMPT,
            "error_title": wording.STATE_PROMPT_TITLE,
            "error_message": wording.STATE_ERROR,
        },
        ReplyField.VALUE: {
            "validate": "decimal",
            "criteria": "between",
            "minimum": -1e12,
            "maximum": 1e12,
            "input_title": wording.VALUE_PROMPT_TITLE,
            "input_message": wording.VALUE_PROMPT,
            "error_title": wording.VALUE_PROMPT_TITLE,
            "error_message": wording.VALUE_ERROR,
        },
        ReplyField.REPORTED_ON: {
            "validate": "date",
            "criteria": "between",
            "minimum": "=36526",  # 2000-01-01
            "maximum": "=73050",  # 2099-12-31
            "input_title": wording.DATE_PROMPT_TITLE,
            "input_message": wording.DATE_PROMPT,
            "error_title": wording.DATE_PROMPT_TITLE,
            "error_message": wording.DATE_ERROR,
        },
    }
