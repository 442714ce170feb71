"""发送总览: one sheet to tick off by whom the packages were handed out, to print or to keep open beside OA."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from taskbook import wording
from taskbook.columns import StatusField, UnitField
from taskbook.mail.letter import TEMPLATES, Facts, Letter
from taskbook.ooxml.rows import cell_text
from taskbook.statusbook.styles import HEADING, NOTE, TITLE, Style, add_looks
from taskbook.statusbook.table import A4, footer_text, lines_of

_TITLE_ROW, _NOTE_ROW, _HEADING_ROW, _FIRST_ROW = 0, 1, 2, 3
_MADE = datetime(2000, 1, 1)
"""Nothing in the file tells when it was written: the same rows, the same bytes."""


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """One unit's package. `tasks` and `led` count, `email` is the addresses in words (may be empty), `folder` and
    `archive` are names beside the overview, `sent` is what stands in the column to tick, `note` what people wrote."""

    unit: str
    contact: str
    tasks: int
    led: int
    due: date
    email: str = ""
    folder: str = ""
    archive: str = ""
    sent: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """What the sheet is about, in one line, and its rows in order."""

    title: str
    rows: tuple[OverviewRow, ...]


def overview_of(letters: Sequence[Letter], facts: Mapping[str, Facts]) -> Overview:
    """The overview of some letters of one run; `facts` says by unit what each letter says."""
    rows = tuple(_row(letter, facts[letter.unit]) for letter in letters)
    kinds = wording.names_joined(dict.fromkeys(TEMPLATES[letter.kind] for letter in letters))
    about = next(iter(facts.values()), None)
    return Overview(wording.send_overview_title(about.plan, about.period, kinds) if about else "", rows)


def _row(letter: Letter, facts: Facts) -> OverviewRow:
    email = wording.addresses_in_words(letter.to, letter.copies)
    return OverviewRow(letter.unit, facts.contact, facts.tasks, len(facts.led), facts.due, email)


def overview_bytes(overview: Overview) -> bytes:
    """The workbook: A4 landscape, one page wide, links to the folders, ✓ to choose from a list."""
    import xlsxwriter

    buffer = io.BytesIO()
    never = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, **never})
    book.set_properties({"title": cell_text(overview.title), "created": _MADE})
    columns = _columns(overview.rows)
    sheet = book.add_worksheet(wording.SEND_OVERVIEW)
    looks = add_looks(book)
    _head(book, sheet, overview, columns)
    for place, row in enumerate(overview.rows, 1):
        _write_row(sheet, looks, columns, place, row)
    _tick_column(book, sheet, columns, len(overview.rows))
    _set_up_page(sheet, overview.title, len(overview.rows), len(columns) - 1)
    book.close()
    return buffer.getvalue()


def ticked(content: bytes, title: str) -> dict[str, tuple[str, str]]:
    """unit → (已发, 备注) as somebody filled them in, where the workbook is an overview of the same title."""
    import openpyxl

    try:
        sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
        lines = [[str(cell or "").strip() for cell in line] for line in sheet.iter_rows(values_only=True)]
    except Exception:  # whatever cannot be read holds no ticks; the file itself is kept
        return {}
    headings = next((at for at, line in enumerate(lines) if wording.SEND_DONE in line), None)
    if headings is None or not any(title in line for line in lines[:headings]):
        return {}
    places = {text: at for at, text in enumerate(lines[headings]) if text}
    wanted = [places.get(name) for name in (StatusField.UNIT, wording.SEND_DONE, wording.SEND_REMARK)]
    if None in wanted:
        return {}
    unit, sent, note = (place for place in wanted if place is not None)
    return {line[unit]: (line[sent], line[note]) for line in lines[headings + 1 :] if line[unit]}


def with_ticks(overview: Overview, ticks: Mapping[str, tuple[str, str]]) -> Overview:
    """The same with what people had ticked and noted."""
    rows = (
        replace(row, sent=ticks[row.unit][0], note=ticks[row.unit][1]) if row.unit in ticks else row
        for row in overview.rows
    )
    return replace(overview, rows=tuple(rows))


# ---- the sheet ----


def _columns(rows: Iterable[OverviewRow]) -> dict[str, tuple[float, Style]]:
    """Heading → width and look; 联系人 only where somebody has one."""
    rows = list(rows)
    contact = {UnitField.CONTACT: (10.0, Style.CENTER)} if any(row.contact for row in rows) else {}
    return {
        wording.SEND_PLACE: (6.0, Style.COUNT),
        StatusField.UNIT: (_width(row.unit for row in rows), Style.TEXT),
        **contact,
        wording.SEND_TASKS: (8.0, Style.COUNT),
        wording.SEND_LED: (7.0, Style.COUNT),
        wording.SEND_DUE: (12.0, Style.CENTER),
        wording.SEND_FOLDER: (_width(row.folder for row in rows), Style.LINK),
        wording.SEND_ARCHIVE: (_width(row.archive for row in rows), Style.LINK),
        UnitField.EMAIL: (_width(row.email for row in rows), Style.TEXT),
        wording.SEND_DONE: (7.0, Style.CENTER),
        wording.SEND_REMARK: (18.0, Style.TEXT),
    }


def _width(texts: Iterable[str]) -> float:
    """Of a column that shows these texts, in characters of half width; the longest of them take more lines."""
    longest = max((len(text.encode("gbk", "replace")) for text in texts), default=0)
    return min(max(longest * 1.06 + 2, 14.0), 28.0)


def _values(place: int, row: OverviewRow) -> dict[str, str | int]:
    return {
        wording.SEND_PLACE: place,
        StatusField.UNIT: row.unit,
        UnitField.CONTACT: row.contact,
        wording.SEND_TASKS: row.tasks,
        wording.SEND_LED: row.led,
        wording.SEND_DUE: row.due.isoformat(),
        wording.SEND_FOLDER: row.folder,
        wording.SEND_ARCHIVE: row.archive,
        UnitField.EMAIL: row.email,
        wording.SEND_DONE: row.sent,
        wording.SEND_REMARK: row.note,
    }


def _head(book: Any, sheet: Any, overview: Overview, columns: Mapping[str, tuple[float, Style]]) -> None:
    sheet.set_row(_TITLE_ROW, 34)
    sheet.set_row(_NOTE_ROW, 22)
    sheet.set_row(_HEADING_ROW, 26)
    sheet.write_string(_TITLE_ROW, 0, cell_text(overview.title), book.add_format(TITLE))
    note = book.add_format(NOTE | {"text_wrap": False})
    sheet.write_string(_NOTE_ROW, 0, wording.send_overview_note(len(overview.rows)), note)
    heading = book.add_format(HEADING)
    for index, (text, (width, _)) in enumerate(columns.items()):
        sheet.set_column(index, index, width)
        sheet.write_string(_HEADING_ROW, index, text, heading)


def _write_row(
    sheet: Any,
    looks: Mapping[str, Any],
    columns: Mapping[str, tuple[float, Style]],
    place: int,
    row: OverviewRow,
) -> None:
    line = _FIRST_ROW + place - 1
    values = _values(place, row)
    height = 1
    for index, (heading, (width, style)) in enumerate(columns.items()):
        value, look = values[heading], looks[style]
        if isinstance(value, int):
            sheet.write_number(line, index, value, look)
            continue
        text = cell_text(value)
        if not text:
            sheet.write_blank(line, index, None, look)
        elif style is Style.LINK:
            sheet.write_url(line, index, f"external:{text}", look, text)
        else:
            sheet.write_string(line, index, text, look)
        height = max(height, lines_of(text, width))
    sheet.set_row(line, max(height * 15.5 + 6, 22))


def _tick_column(book: Any, sheet: Any, columns: Mapping[str, object], count: int) -> None:
    """已发: the tick from a list, nothing else; who is ticked is green."""
    index = list(columns).index(wording.SEND_DONE)
    if not count:
        return
    last = _FIRST_ROW + count - 1
    sheet.data_validation(
        _FIRST_ROW,
        index,
        last,
        index,
        {
            "validate": "list",
            "source": [wording.TICK],
            "input_title": wording.SEND_DONE,
            "input_message": wording.TICK_PROMPT,
            "error_title": wording.SEND_DONE,
            "error_message": wording.TICK_PROMPT,
        },
    )
    done = book.add_format({"bg_color": "#E2EFDA"})
    letter = chr(ord("A") + index)
    rule = {"type": "formula", "criteria": f'=${letter}{_FIRST_ROW + 1}<>""', "format": done}
    sheet.conditional_format(_FIRST_ROW, 0, last, len(columns) - 1, rule)


def _set_up_page(sheet: Any, title: str, count: int, last_column: int) -> None:
    sheet.freeze_panes(_FIRST_ROW, 2)
    sheet.autofilter(_HEADING_ROW, 0, _HEADING_ROW + max(count, 1), last_column)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.center_horizontally()
    sheet.repeat_rows(_HEADING_ROW)
    sheet.set_footer(f"&L{footer_text(title)}&C{wording.PAGE_FOOTER}")
    sheet.hide_gridlines(2)
