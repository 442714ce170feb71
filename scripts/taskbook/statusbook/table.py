"""One sheet as a table: title, note, headings, rows, dressed for screen and paper.

XlsxWriter dresses the sheet; the rows themselves are streamed in afterwards (`stream`), as many as there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from taskbook import wording
from taskbook.columns import Sheet, column_letters
from taskbook.ooxml.rows import cell_text, content_xml, row_xml
from taskbook.statusbook.styles import HEADING, NOTE, TITLE, Style

TITLE_ROW, NOTE_ROW, HEADING_ROW, FIRST_ROW = 0, 1, 2, 3
"""0-based rows of every table sheet."""

MOST_ROWS = 1_048_576 - FIRST_ROW
_SIZES = {Style.QUIET: 11 / 9}
"""Smaller letters: more of them in a line."""
MOST_LINKS = 60_000
"""Excel takes 65,530 links a sheet and calls a file with more of them damaged."""

A3, A4 = 8, 9
_LINE_POINTS, _TALLEST, _LOWEST = 15.5, 405.0, 22.0

Value = str | int | float | None
Row = Sequence[Value]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `width` in characters of half width."""

    heading: str
    width: float
    style: Style = Style.TEXT


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet to be written. `rows` is asked for once, when its turn has come; `count` is how many it will give.

    `links` are (row index from 0, column, target): targets within the book begin with `internal:`, others with
    `external:` and a path relative to the book.
    """

    sheet: Sheet
    note: str
    columns: Sequence[Column]
    rows: Callable[[], Iterable[Row]]
    count: int
    frozen: int = 1
    paper: int = A4
    colour: str = ""
    links: Sequence[tuple[int, int, str]] = field(default=())


def dress(workbook: Any, table: Table, title: str) -> Any:
    """Make the sheet with everything but its rows."""
    sheet = workbook.add_worksheet(table.sheet)
    last = len(table.columns) - 1
    sheet.set_row(TITLE_ROW, 34)
    sheet.set_row(NOTE_ROW, 22)
    sheet.set_row(HEADING_ROW, 30)
    sheet.write_string(TITLE_ROW, 0, cell_text(f"{title}　{table.sheet}"), workbook.add_format(TITLE))
    sheet.write_string(NOTE_ROW, 0, table.note, workbook.add_format(NOTE | {"text_wrap": False}))
    heading = workbook.add_format(HEADING)
    for index, column in enumerate(table.columns):
        sheet.set_column(index, index, column.width)
        sheet.write_string(HEADING_ROW, index, column.heading, heading)
    sheet.freeze_panes(FIRST_ROW, table.frozen)
    sheet.autofilter(HEADING_ROW, 0, HEADING_ROW + min(max(table.count, 1), MOST_ROWS), last)
    for row, column_index, target in table.links[:MOST_LINKS]:
        sheet.write_url(FIRST_ROW + row, column_index, target)
    if table.colour:
        sheet.set_tab_color(table.colour)
    _set_up_page(sheet, table, title)
    return sheet


def _set_up_page(sheet: Any, table: Table, title: str) -> None:
    sheet.set_landscape()
    sheet.set_paper(table.paper)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.repeat_rows(HEADING_ROW)
    sheet.set_footer(f"&L{footer_text(title)}&C{wording.PAGE_FOOTER}&R{table.sheet}")
    sheet.hide_gridlines(2)
    sheet.set_zoom(90)


def footer_text(title: str) -> str:
    """A title for a page's foot, where & begins a command and 255 characters are all there is."""
    return cell_text(title)[:60].replace("&", "&&")


def stream(table: Table, style_ids: Mapping[str, int]) -> Iterator[bytes]:
    """The rows as sheet XML in UTF-8, one at a time; what a sheet cannot hold is said in its last row."""
    makers = [_cell_maker(index, column, style_ids) for index, column in enumerate(table.columns)]
    linked = {(row, column) for row, column, _ in table.links}
    for place, row in enumerate(table.rows()):
        if place == MOST_ROWS - 1 and table.count > MOST_ROWS:
            left_out = wording.rows_left_out(table.count - place)
            yield row_xml(place + FIRST_ROW + 1, [(0, left_out, style_ids[Style.TEXT])]).encode()
            return
        if linked:
            cells = [make(row[index], (place, index) in linked) for index, make in enumerate(makers)]
        else:
            cells = [make(value) for make, value in zip(makers, row, strict=True)]
        yield _row_xml(place + FIRST_ROW + 1, cells)


_HERE = b"\0"
"""Stands for the row's number in a cell made beforehand; no cell can hold it as text."""


def _cell_maker(index: int, column: Column, style_ids: Mapping[str, int]) -> Callable[..., tuple[bytes, int]]:
    """A function from a value of this column to its cell's XML and the lines it takes.

    But for the units' own words the same values come again and again, and their cells are kept.
    """
    letter, own, unlinked = column_letters(index), style_ids[column.style], style_ids[Style.CENTER]
    width = column.width * _SIZES.get(column.style, 1.0)

    def make(value: Value, linked: bool = False) -> tuple[bytes, int]:
        style = own
        if column.style is Style.WORD:
            style = style_ids.get(str(value), own)
        elif column.style is Style.LINK and not linked:
            style = unlinked
        lines = lines_of(value, width) if isinstance(value, str) else 1
        return f'<c r="{letter}\0" s="{style}"{content_xml(value)}'.encode(), lines

    return make if column.style is Style.WORDS else lru_cache(maxsize=4096)(make)


def _row_xml(number: int, cells: Sequence[tuple[bytes, int]]) -> bytes:
    """As `ooxml.rows.row_xml`, with a height at which no wrapped text is cut, as far as a sheet allows."""
    lines = max([lines for _, lines in cells])
    height = min(max(lines * _LINE_POINTS + 6, _LOWEST), _TALLEST)
    here = b"%d" % number
    inner = b"".join([cell for cell, _ in cells]).replace(_HERE, here)
    return b'<row r="%b" ht="%g" customHeight="1">%b</row>' % (here, height, inner)


def lines_of(text: str, width: float) -> int:
    """Lines a text takes in a column `width` characters wide (a Chinese one counts two, and a little more)."""
    if "\n" in text:
        return sum(lines_of(line, width) for line in text.split("\n"))
    if len(text) * 2 < width:
        return 1
    room = max((width - 1) / 1.06, 2)
    return -int(-len(text.encode("gbk", "replace")) // room)
