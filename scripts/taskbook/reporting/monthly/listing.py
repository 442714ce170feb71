"""One sheet as a table in a workbook that XlsxWriter makes: title, note, headings, rows, perhaps a row of sums."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any, NamedTuple

from taskbook import wording
from taskbook.columns import column_letters
from taskbook.master.side_sheets import set_up_page
from taskbook.model import Light
from taskbook.ooxml.fitting import fitted_height
from taskbook.ooxml.rows import cell_text
from taskbook.statusbook.styles import (
    BRAND,
    GREY,
    HEADING,
    INK,
    LINE,
    NOTE,
    PALE,
    TITLE,
    Style,
    add_looks,
    font,
)
from taskbook.statusbook.styles import LIGHT_COLOURS as LIGHT_COLOURS

TITLE_ROW, NOTE_ROW, HEADING_ROW, FIRST_ROW = 0, 1, 2, 3
"""0-based rows of every table sheet."""

A3, A4 = 8, 9
SIZE = 11.0
SHARE, SCORE, POINTS, EMPTY, SECTION = "share", "score", "points", "empty", "section"
"""Looks that the status book does not have: 27.3 %, one decimal, a number as it is, a sentence instead of rows, a
line above a block of rows."""

TOTAL = "total-"
"""Before a look: the same in a row of sums."""
SHARE_FORMAT = "0.0%"

_LEAST = 22.0
_MOST_LINKS = 60_000
"""Excel takes 65,530 links a sheet and calls a file with more of them damaged."""


class Link(NamedTuple):
    """A text that leads somewhere; `target` as XlsxWriter wants it (`external:…`)."""

    text: str
    target: str
    tip: str = ""


class Formula(NamedTuple):
    """A formula in English and what it comes to, for who shows the book without counting."""

    formula: str
    value: float | str


Value = str | int | float | Link | Formula | None
Row = Sequence[Value]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `width` in characters of half width; `look`: a `Style` or one of those above."""

    heading: str
    width: float
    look: str = Style.TEXT


@dataclass(frozen=True, slots=True)
class Listing:
    """A sheet to be written. `empty`: what it says where there is no row; `total`: a last row of sums; `later`:
    further blocks below with the same columns, each with a line above it."""

    sheet: str
    note: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    empty: str = ""
    total: Row = ()
    later: Sequence[tuple[str, Sequence[Row]]] = field(default=())
    frozen: int = 1
    paper: int = A4
    filtered: bool = True
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook while it is made; `title` stands on every sheet."""

    workbook: Any
    title: str
    looks: Mapping[str, Any]

    def format(self, look: Mapping[str, object]) -> Any:
        return self.workbook.add_format(dict(look))


def made(title: str, as_of: date, write: Callable[[Book], None]) -> bytes:
    """A workbook as bytes; `write` fills it. The same contents give the same bytes."""
    import xlsxwriter

    buffer = io.BytesIO()
    never = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True, **never})
    workbook.set_properties({"title": cell_text(title), "created": datetime.combine(as_of, time())})
    workbook.set_size(2400, 1500)
    write(Book(workbook, title, _looks(workbook)))
    workbook.close()
    return buffer.getvalue()


def _looks(workbook: Any) -> dict[str, Any]:
    """Every look of a table's cell, and headings in the lights' colours by `heading-` and the light."""
    boxed = font(wording.FONT_BODY, SIZE) | {"border": 1, "border_color": LINE, "valign": "vcenter"}
    middle = boxed | {"align": "center"}
    total = font(wording.FONT_HEADING, SIZE) | {"border": 1, "border_color": LINE, "valign": "vcenter"}
    total |= {"bg_color": PALE, "align": "center", "top": 2}
    own: dict[str, Mapping[str, object]] = {
        SHARE: middle | {"num_format": SHARE_FORMAT},
        SCORE: middle | {"num_format": "0.0"},
        POINTS: middle,
        EMPTY: font(wording.FONT_NOTE, 12) | {"valign": "vcenter", "font_color": GREY},
        SECTION: font(wording.FONT_HEADING, 13) | {"valign": "vcenter", "font_color": BRAND},
        TOTAL + Style.TEXT: total | {"align": "left"},
        TOTAL + Style.CENTER: total,
        TOTAL + Style.COUNT: total | {"num_format": "0"},
        TOTAL + SHARE: total | {"num_format": SHARE_FORMAT},
        "heading": HEADING,
        **{
            f"heading-{light}": HEADING | {"bg_color": LIGHT_COLOURS[light], "font_color": INK}
            for light in Light
        },
    }
    return add_looks(workbook) | {name: workbook.add_format(dict(look)) for name, look in own.items()}


def write_listing(book: Book, listing: Listing) -> Any:
    """The sheet of a table; returns the worksheet."""
    sheet = begin(book, listing)
    row = write_rows(book, sheet, FIRST_ROW, listing.columns, listing.rows)
    last = len(listing.columns) - 1
    if not listing.rows:
        sheet.set_row(FIRST_ROW, 30)
        sheet.write_string(FIRST_ROW, 0, listing.empty, book.looks[EMPTY])
        row += 1
    elif listing.filtered:
        sheet.autofilter(HEADING_ROW, 0, row - 1, last)
    if listing.total:
        row = write_rows(book, sheet, row, listing.columns, [listing.total], prefix=TOTAL)
    for line, rows in listing.later:
        sheet.set_row(row + 1, 26)
        sheet.write_string(row + 1, 0, line, book.looks[SECTION])
        row = write_rows(book, sheet, row + 2, listing.columns, rows)
    return sheet


def begin(book: Book, listing: Listing) -> Any:
    """The sheet with everything above its rows, set up for screen and paper."""
    sheet = book.workbook.add_worksheet(listing.sheet)
    sheet.set_row(TITLE_ROW, 34)
    sheet.write_string(
        TITLE_ROW, 0, cell_text(f"{book.title}　{listing.sheet}"), book.format(TITLE | {"font_size": 18})
    )
    sheet.set_row(NOTE_ROW, 22)
    sheet.write_string(NOTE_ROW, 0, listing.note, book.format(NOTE | {"text_wrap": False}))
    write_headings(book, sheet, HEADING_ROW, listing.columns)
    for index, column in enumerate(listing.columns):
        sheet.set_column(index, index, column.width)
    sheet.freeze_panes(FIRST_ROW, listing.frozen)
    set_up_page(sheet, landscape=True, paper=listing.paper, heading_row=HEADING_ROW)
    sheet.set_footer(f"&L{footer_text(book.title)}&C{wording.PAGE_FOOTER}&R{listing.sheet}")
    sheet.hide_gridlines(2)
    sheet.set_zoom(90)
    if listing.colour:
        sheet.set_tab_color(listing.colour)
    return sheet


def footer_text(title: str) -> str:
    """A title for a page's foot, where & begins a command and 255 characters are all there is."""
    return cell_text(title)[:60].replace("&", "&&")


def write_headings(book: Book, sheet: Any, row: int, columns: Sequence[Column], left: int = 0) -> None:
    """A row of headings; those that are a light's name are in its colour."""
    sheet.set_row(row, _height(tuple((column.heading, column.width) for column in columns), 32.0))
    for index, column in enumerate(columns, left):
        look = book.looks.get(f"heading-{column.heading}", book.looks["heading"])
        sheet.write_string(row, index, column.heading, look)


def write_rows(
    book: Book, sheet: Any, top: int, columns: Sequence[Column], rows: Iterable[Row], prefix: str = ""
) -> int:
    """Rows from `top` down, each as high as its text needs; returns the row below them."""
    row = top
    for values in rows:
        texts = tuple(
            (value, column.width)
            for value, column in zip(values, columns, strict=True)
            if isinstance(value, str) and column.width * 0.45 < len(value)
        )
        sheet.set_row(row, _height(texts, _LEAST))
        for index, (value, column) in enumerate(zip(values, columns, strict=True)):
            put(sheet, row, index, value, _look(book, column, value, prefix))
        row += 1
    return row


@lru_cache(maxsize=4096)
def _height(texts: tuple[tuple[str, float], ...], least: float) -> float:
    return fitted_height(list(texts), SIZE, least)


def _look(book: Book, column: Column, value: Value, prefix: str) -> Any:
    if prefix:
        return book.looks.get(prefix + column.look, book.looks[prefix + Style.CENTER])
    if column.look == Style.WORD:
        return book.looks.get(str(value), book.looks[Style.CENTER])
    return book.looks[column.look]


def put(sheet: Any, row: int, column: int, value: Value, look: Any) -> None:
    """A value into a cell: text always as text, whatever it begins with."""
    if isinstance(value, Link):
        if row < _MOST_LINKS:
            sheet.write_url(row, column, value.target, look, value.text, value.tip or None)
        else:
            sheet.write_string(row, column, value.text, look)
    elif isinstance(value, Formula):
        sheet.write_formula(row, column, value.formula, look, value.value)
    elif isinstance(value, str):
        text = cell_text(value)
        if text:
            sheet.write_string(row, column, text, look)
        else:
            sheet.write_blank(row, column, None, look)
    elif value is None:
        sheet.write_blank(row, column, None, look)
    else:
        sheet.write_number(row, column, value, look)


def summed(column: int, first: int, last: int, value: int) -> Formula:
    """The sum of a column's rows (0-based, inclusive)."""
    letter = column_letters(column)
    return Formula(f"=SUM({letter}{first + 1}:{letter}{last + 1})", value)


def divided(part: int, whole: int, row: int, value: float | None) -> Formula:
    """A share of two columns in one row (0-based); blank where the whole is 0."""
    above, below = f"{column_letters(part)}{row + 1}", f"{column_letters(whole)}{row + 1}"
    return Formula(f'=IF({below}=0,"",{above}/{below})', "" if value is None else value)
