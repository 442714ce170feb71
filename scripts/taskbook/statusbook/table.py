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


def stream(table: Table, style_ids: Mapping[str, int]) -> Iterator[str]:
    """The rows as sheet XML, one at a time; what a sheet cannot hold is said in its last row."""
    ids = [style_ids[column.style] for column in table.columns]
    by_word = [index for index, column in enumerate(table.columns) if column.style is Style.WORD]
    linked = {(row, column) for row, column, _ in table.links}
    by_link = [index for index, column in enumerate(table.columns) if column.style is Style.LINK]
    widths = [column.width * _SIZES.get(column.style, 1.0) for column in table.columns]
    letters = [column_letters(index) for index in range(len(ids))]
    for place, row in enumerate(table.rows()):
        number = place + FIRST_ROW + 1
        if place == MOST_ROWS - 1 and table.count > MOST_ROWS:
            yield row_xml(number, [(0, wording.rows_left_out(table.count - place), ids[0])])
            return
        for index in by_word:
            ids[index] = style_ids.get(row[index], style_ids[Style.WORD])
        for index in by_link:
            ids[index] = style_ids[Style.LINK if (place, index) in linked else Style.CENTER]
        yield _row_xml(number, zip(letters, row, ids, widths, strict=True))


def _row_xml(number: int, cells: Iterable[tuple[str, Value, int, float]]) -> str:
    """As `ooxml.rows.row_xml`, with a height at which no wrapped text is cut, as far as a sheet allows."""
    lines = 1
    parts = []
    for letter, value, style, width in cells:
        if isinstance(value, str):
            content, needed = _kept_text(value, width) if len(value) < _OFTEN_SEEN else _text(value, width)
            lines = max(lines, needed)
        else:
            content = content_xml(value)
        parts.append(f'<c r="{letter}{number}" s="{style}"{content}')
    height = min(max(lines * _LINE_POINTS + 6, _LOWEST), _TALLEST)
    return f'<row r="{number}" ht="{height:g}" customHeight="1">{"".join(parts)}</row>'


def _text(value: str, width: float) -> tuple[str, int]:
    """A text's XML and the lines it takes."""
    fits = len(value) * 2 < width and "\n" not in value
    return content_xml(value), 1 if fits else lines_of(value, width)


_kept_text = lru_cache(maxsize=1 << 15)(_text)
_OFTEN_SEEN = 120
"""Texts shorter than this come again and again (names, deadlines, states), and keeping them costs little."""


def lines_of(text: str, width: float) -> int:
    """Lines a text takes in a column `width` characters wide (a Chinese one counts two, and a little more)."""
    room = max((width - 1) / 1.06, 2)
    return sum(-int(-len(line.encode("gbk", "replace")) // room) or 1 for line in text.split("\n"))
