"""The sheet 校验结果: findings as sorted rows, each with a link to its cell; written anew when they change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from taskbook.columns import FindingField, Sheet, column_letters
from taskbook.findings import Finding
from taskbook.grid import Grid
from taskbook.master.book import Book
from taskbook.master.findings_rows import (
    Row,
    find_headings,
    finding_rows,
    links_of,
    note_of,
    said_in,
    with_the_documents,
)
from taskbook.master.findings_sheet_new import new_sheet
from taskbook.master.layout import FINDING_WIDTHS, FIRST_ROW, HEADING_ROW, LAST_ROW, lookup_targets
from taskbook.master.styles import BODY_SIZE
from taskbook.ooxml import sheet_tree
from taskbook.ooxml.cells import find_cell, find_row, parsed_cell, put_value
from taskbook.ooxml.fitting import fitted_height
from taskbook.ooxml.new_sheet import add_sheet, ensure_names
from taskbook.ooxml.package import serialise
from taskbook.ooxml.rows import row_xml

HIGHEST_ROW = 130.0
"""Points: a finding that quotes whole paragraphs must not fill the page."""


@dataclass(frozen=True, slots=True)
class Table:
    """Where the findings stand on the sheet: 0-based heading row, column and style id of each field."""

    heading_row: int
    columns: Mapping[FindingField, int]
    styles: Mapping[FindingField, int]


def write_rows(book: Book, findings: Iterable[Finding]) -> None:
    """Make the sheet say exactly these findings; it is added at the end if people have deleted it."""
    rows = finding_rows(findings)
    if book.has(Sheet.FINDINGS):
        _rewrite(book, rows)
    else:
        root, styles = new_sheet(book)
        table = Table(HEADING_ROW, {field: index for index, field in enumerate(FindingField)}, styles)
        _fill(root, table, rows, list(book.package.sheets()))
        add_sheet(book.package, Sheet.FINDINGS, serialise(root))
    ensure_names(book.package, lookup_targets())


def _rewrite(book: Book, rows: Sequence[Row]) -> None:
    """Rows below the heading are replaced, unless they say the same already."""
    grid = book.grid(Sheet.FINDINGS)
    root = book.tree(Sheet.FINDINGS)
    table = _find_table(grid, root)
    said = said_in(grid, table.heading_row, table.columns)
    rows = with_the_documents(rows, said)
    if said == [dict(row) for row in rows]:
        return
    _fill(root, table, rows, list(book.package.sheets()))
    book.touch(Sheet.FINDINGS)


def _find_table(grid: Grid, root: etree._Element) -> Table:
    """By the headings; where one is gone, where they were when the sheet was made (and they are written again)."""
    found = find_headings(grid)
    if found is not None:
        row, columns = found
        return Table(row, columns, _styles(root, row + 1, columns))
    columns = {field: index for index, field in enumerate(FindingField)}
    table = Table(HEADING_ROW, columns, _styles(root, FIRST_ROW, columns))
    line = sheet_tree.ensure_row(root, HEADING_ROW)
    for field, column in columns.items():
        put_value(line, HEADING_ROW, column, field.value)
    return table


def _styles(root: etree._Element, row: int, columns: Mapping[FindingField, int]) -> dict[FindingField, int]:
    """Style ids of the first row's cells; where there is no such cell, of its column."""
    line = find_row(root, row)
    whole = sheet_tree.column_styles(root)
    styles = {}
    for field, column in columns.items():
        cell = find_cell(line, column) if line is not None else None
        styles[field] = int(cell.get("s", "0")) if cell is not None else whole.get(column, 0)
    return styles


def _fill(root: etree._Element, table: Table, rows: Sequence[Row], sheets: Sequence[str]) -> None:
    """Replace everything below the heading, with links to cells of sheets that exist."""
    data = sheet_tree.sheet_data(root)
    sheet_tree.drop_below(root, table.heading_row)
    widths = sheet_tree.column_widths(root)
    order = sorted(table.columns.items(), key=lambda item: item[1])
    room = dict(zip(FindingField, FINDING_WIDTHS, strict=True))
    first = table.heading_row + 1
    for number, row in enumerate(rows, first):
        texts = [(row[field], widths.get(column, room[field])) for field, column in order]
        cells = [(column, row[field], table.styles[field]) for field, column in order]
        height = min(fitted_height(texts, BODY_SIZE, least=26), HIGHEST_ROW)
        data.append(parsed_cell(row_xml(number + 1, cells, height), data))
    letters = column_letters(table.columns[FindingField.CELL])
    links = links_of(rows, sheets).items()
    sheet_tree.add_links(root, [(f"{letters}{first + number + 1}", *target) for number, target in links])
    sheet_tree.clear_filter(root, max(first + len(rows) - 1, LAST_ROW - 1))
    _write_note(root, table, rows)
    _measure(root, table, len(rows))


def _write_note(root: etree._Element, table: Table, rows: Sequence[Row]) -> None:
    """How many there are, in the row above the heading, if that is still the note."""
    line = find_row(root, table.heading_row - 1) if table.heading_row else None
    if line is None:
        return
    note = note_of(rows)
    put_value(line, table.heading_row - 1, min(table.columns.values()), note)
    line.set("ht", f"{fitted_height([(note, sum(FINDING_WIDTHS))], BODY_SIZE):g}")
    line.set("customHeight", "1")


def _measure(root: etree._Element, table: Table, rows: int) -> None:
    dimension = sheet_tree.child(root, "dimension")
    if dimension is not None:
        right = max(table.columns.values())
        dimension.set("ref", sheet_tree.area(0, 0, table.heading_row + rows, right))
