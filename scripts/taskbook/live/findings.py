"""校验结果 in an open master: rows in one block, a link in each place, marks by the names the formats look up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from taskbook import wording
from taskbook.columns import FindingField, Sheet
from taskbook.findings import Finding
from taskbook.live.blocks import as_entered
from taskbook.live.book import LiveBook
from taskbook.live.objects import Book, OpenSheet
from taskbook.live.trouble import looks_only
from taskbook.master.findings_rows import (
    Row,
    find_headings,
    finding_rows,
    links_of,
    note_of,
    said_in,
    with_the_documents,
)
from taskbook.master.layout import FINDING_WIDTHS, HEADING_ROW, lookup_targets

MOST_LINKS = 300
"""A link is set one by one: the gravest have theirs at once, the next check from the command line gives the rest."""

_IN_ORDER = {field: index for index, field in enumerate(FindingField)}


def write_rows(book: LiveBook, findings: Iterable[Finding]) -> None:
    """Make the sheet say exactly these findings; it is added at the end if people have deleted it."""
    rows = finding_rows(findings)
    if book.find(Sheet.FINDINGS) is None:
        head = _head()
        book.add_sheet(Sheet.FINDINGS, head, lambda: _make_sheet(book.book, head))
    grid = book.grid(Sheet.FINDINGS)
    found = find_headings(grid)
    heading_row, columns = found or (HEADING_ROW, _IN_ORDER)
    said = said_in(grid, heading_row, columns)
    rows = with_the_documents(rows, said)
    if found and said == [dict(row) for row in rows]:
        return
    if not found:
        for field, column in columns.items():
            book.put(Sheet.FINDINGS, heading_row, column, field.value)
    _put_rows(book, heading_row, columns, rows, len(said))
    book.afterwards(lambda: _dress(book, heading_row, columns, rows, len(said)))


def _put_rows(
    book: LiveBook, heading_row: int, columns: Mapping[FindingField, int], rows: Sequence[Row], before: int
) -> None:
    """The rows, blanks over what stood below them, and how many there are."""
    blank = dict.fromkeys(FindingField, "")
    for down in range(max(len(rows), before)):
        row = rows[down] if down < len(rows) else blank
        for field, column in columns.items():
            book.put(Sheet.FINDINGS, heading_row + 1 + down, column, row[field])
    if heading_row:
        book.put(Sheet.FINDINGS, heading_row - 1, min(columns.values()), note_of(rows))


# ---- looks: each left out where the engine cannot do it ----


def _dress(
    book: LiveBook, heading_row: int, columns: Mapping[FindingField, int], rows: Sequence[Row], before: int
) -> None:
    sheet = book.sheet(Sheet.FINDINGS)
    first, last = heading_row + 2, heading_row + 1 + len(rows)
    left, right = min(columns.values()) + 1, max(columns.values()) + 1
    with looks_only():
        if len(rows) > max(before, 1):
            whole = sheet.range((first, left), (last, right))
            sheet.range((first, left), (first, right)).autofill(whole, "fill_formats")
    _link(book, sheet, first, columns[FindingField.CELL] + 1, rows, before)
    with looks_only():
        sheet.range((first, left), (last, right)).rows.autofit()
    with looks_only():
        _name_columns(book.book)


def _link(
    book: LiveBook, sheet: OpenSheet, first: int, column: int, rows: Sequence[Row], before: int
) -> None:
    """Each place a link, in the font it had: a link brings the font of Excel's own style with it."""
    links = list(links_of(rows, [one.name for one in book.book.sheets]).items())[:MOST_LINKS]
    area = sheet.range((first, column), (first + max(len(rows), before, 1) - 1, column))
    font = {}
    with looks_only():
        font = {name: getattr(sheet.range((first, column)).font, name) for name in ("name", "size")}
    with looks_only():
        area.api.ClearHyperlinks()
    with looks_only():
        for number, (target, address) in links:
            quoted = target.replace("'", "''")
            sheet.range((first + number, column)).add_hyperlink(
                f"#'{quoted}'!{address}", address, wording.GO_TO.format(sheet=target, cell=address)
            )
    with looks_only():
        for name, value in font.items():
            if value is not None:
                setattr(area.font, name, value)


def _name_columns(book: Book) -> None:
    """The names the marks of all sheets look their place up in; one that leads nowhere is made again."""
    known = {name.name: name for name in book.names}
    for name, target in lookup_targets().items():
        if name not in known:
            book.names.add(name, f"={target}")
        elif "#REF!" in known[name].refers_to:
            known[name].delete()
            book.names.add(name, f"={target}")


def _head() -> list[list[str]]:
    """Title, note and headings, as the first rows of a new sheet."""
    filling = [""] * (len(FINDING_WIDTHS) - 1)
    return [
        [wording.FINDINGS_TITLE, *filling],
        [wording.FINDINGS_NOTE, *filling],
        [field.value for field in FindingField],
    ]


def _make_sheet(book: Book, head: Sequence[Sequence[str]]) -> None:
    """The sheet with its head, after all others; the sheet the person looks at stays in front."""
    shown = book.sheets.active
    sheet = book.sheets.add(Sheet.FINDINGS, after=book.sheets[-1])
    last = len(FINDING_WIDTHS)
    sheet.range((1, 1), (len(head), last)).value = [[as_entered(text) for text in row] for row in head]
    with looks_only():
        for column, width in enumerate(FINDING_WIDTHS, 1):
            sheet.range((1, column)).column_width = width
        sheet.range((HEADING_ROW + 1, 1), (HEADING_ROW + 1, last)).font.bold = True
        for row in range(1, HEADING_ROW + 1):
            sheet.range((row, 1), (row, last)).merge()
        sheet.range((HEADING_ROW, 1), (HEADING_ROW + 2, last)).wrap_text = True
    shown.activate()
