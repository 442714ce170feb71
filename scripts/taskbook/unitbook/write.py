"""A unit's book as the bytes of an .xlsx file: the run's template with this unit's cells.

Only the parts that differ are made for each unit, as text, and packed at the fastest level of compression; the same
book gives the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache

from taskbook import wording
from taskbook.columns import ReplyField, column_letters
from taskbook.ooxml.rows import cell_text, content_xml, escaped, row_xml
from taskbook.unitbook import template as form
from taskbook.unitbook.build import digest_of
from taskbook.unitbook.fitting import column_widths, row_heights, text_height
from taskbook.unitbook.layout import (
    IDENTITY_KEYS,
    IDENTITY_ROW_HEADINGS,
    PRINTED_FIELDS,
    SCHEMA,
    Book,
    ranges,
)
from taskbook.unitbook.template import (
    COLUMNS,
    FIRST_ROW,
    HEADING_ROW,
    HIDDEN_PART,
    LAST_COLUMN,
    REPLY_PART,
    Template,
)

_DATED = (1980, 1, 1, 0, 0, 0)
_TOPIC = PRINTED_FIELDS.index(ReplyField.TOPIC)
_LETTERS = {field: column_letters(column) for column, field in enumerate(COLUMNS)}


def book_bytes(book: Book, template: Template, issued_on: date) -> bytes:
    """The whole .xlsx file of a book with at least one row."""
    reply = _reply_sheet(book, template)
    values = {
        form.TOKEN: book.token,
        form.UNIT: book.unit,
        form.TITLE: wording.book_title(book.plan_name, book.period),
        form.OFFICE: book.office,
        form.ISSUED: f"{issued_on}T00:00:00Z",
        form.SEAL: seal_of(reply),
        form.DIGEST: digest_of(book),
    }
    last = FIRST_ROW + len(book.rows) - 1
    changed = {
        REPLY_PART: reply,
        HIDDEN_PART: _hidden_sheet(book, template, issued_on).encode(),
        "xl/workbook.xml": template.parts["xl/workbook.xml"]
        .replace(f"${LAST_COLUMN}${FIRST_ROW}<", f"${LAST_COLUMN}${last}<")
        .encode(),
        "docProps/core.xml": _filled_in(template.parts["docProps/core.xml"], values),
        "docProps/custom.xml": _filled_in(template.parts["docProps/custom.xml"], values),
    }
    return _packed(template.parts, changed)


def seal_of(reply_sheet: bytes) -> str:
    """What the book says about its own reply sheet; any program that saves the book writes that sheet differently."""
    return hashlib.sha256(reply_sheet).hexdigest()[:32]


def token_if_untouched(data: bytes) -> str | None:
    """The 表号 of a file that we wrote and nobody has saved since; None for any other file."""
    return _told_if_untouched(data, wording.TOKEN_PROPERTY)


def digest_if_untouched(data: bytes) -> str | None:
    """What stands for the content (`build.digest_of`) of a file that we wrote and nobody has saved since; None for any
    other file."""
    return _told_if_untouched(data, wording.DIGEST_PROPERTY)


def _told_if_untouched(data: bytes, name: str) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            properties = archive.read("docProps/custom.xml").decode("utf-8", "replace")
            seal = seal_of(archive.read(REPLY_PART))
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, ValueError, NotImplementedError, zlib.error):
        return None
    return _property(properties, name) if _property(properties, wording.SEAL_PROPERTY) == seal else None


def _property(xml: str, name: str) -> str | None:
    match = re.search(rf'name="{name}"><vt:lpwstr>([^<]*)<', xml)
    return match[1] if match else None


def _filled_in(part: str, values: Mapping[str, str]) -> bytes:
    return re.sub(r"@@\w+@@", lambda match: escaped(cell_text(values[match[0]])), part).encode()


def _packed(static: Mapping[str, str], changed: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in static.items():
            info = zipfile.ZipInfo(name, _DATED)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            archive.writestr(info, changed.get(name) or content.encode(), compresslevel=1)
    return buffer.getvalue()


# ---- the sheet that people fill in ----


def _reply_sheet(book: Book, template: Template) -> bytes:
    widths = column_widths(book.rows)
    last = FIRST_ROW + len(book.rows) - 1
    reach = {f"{letter}{FIRST_ROW}": f"{letter}{FIRST_ROW}:{letter}{last}" for letter in _LETTERS.values()}
    targets = ranges(
        [FIRST_ROW + number for number, row in enumerate(book.rows) if row.targets],
        _LETTERS[ReplyField.VALUE],
    )
    parts = [template.sheet_open]
    for name, xml in template.sheet:
        if name == "sheetData":
            parts += ["<sheetData>", *_rows(book, template, widths), "</sheetData>"]
        elif name == "dimension":
            parts.append(f'<dimension ref="A1:{LAST_COLUMN}{last + 2}"/>')
        elif name == "cols":
            parts.append(_cols(widths))
        elif name == "autoFilter":
            parts.append(f'<autoFilter ref="A{HEADING_ROW}:{LAST_COLUMN}{last}"/>')
        elif name == "mergeCells":
            merges = list(_merges(book, last))
            parts.append(f'<mergeCells count="{len(merges)}">{"".join(merges)}</mergeCells>')
        elif name == "dataValidations":
            parts.append(_checks(xml, targets, reach))
        elif name == "conditionalFormatting":
            parts.append(_reaching(xml, reach))
        elif name == "ignoredErrors":
            parts.append(xml.replace(f":{LAST_COLUMN}{FIRST_ROW}", f":{LAST_COLUMN}{last}"))
        elif name == "headerFooter":
            parts.append(xml.replace(form.FOOTER, escaped(cell_text(wording.footer(book.token, book.unit)))))
        else:
            parts.append(xml)
    parts.append("</worksheet>")
    return "".join(parts).encode()


def _cols(widths: Sequence[float]) -> str:
    # 5/7: the stored width counts the cell's margins, see ECMA-376 part 1, 18.3.1.13.
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width + 5 / 7:.7g}" customWidth="1"/>'
        for number, width in enumerate(widths, 1)
    )
    return f"<cols>{columns}</cols>"


def _reaching(xml: str, reach: Mapping[str, str]) -> str:
    return re.sub(r'sqref="(\w+)"', lambda match: f'sqref="{reach[match[1]]}"', xml)


def _checks(xml: str, targets: str, reach: Mapping[str, str]) -> str:
    """The template's checks over all rows; the one of numbers only where there is a target."""
    kept = []
    for check in re.findall(r"(?s)<dataValidation .*?</dataValidation>", xml):
        if f'sqref="{_LETTERS[ReplyField.VALUE]}{FIRST_ROW}"' not in check:
            kept.append(_reaching(check, reach))
        elif targets:
            kept.append(re.sub(r'sqref="\w+"', f'sqref="{targets}"', check))
    return f'<dataValidations count="{len(kept)}">{"".join(kept)}</dataValidations>'


def _merges(book: Book, last: int) -> Iterator[str]:
    across = [(form.TITLE_ROW, 0, len(COLUMNS) - 1), (form.HOW_TO_ROW, 0, len(COLUMNS) - 1)]
    across += [(form.INFO_ROW, *box) for box in form.INFO_RANGES] + [(last + 2, 0, len(COLUMNS) - 1)]
    for row, left, right in across:
        yield f'<mergeCell ref="{column_letters(left)}{row}:{column_letters(right)}{row}"/>'
    letter = _LETTERS[ReplyField.TOPIC]
    for start, end in topic_runs(book):
        yield f'<mergeCell ref="{letter}{FIRST_ROW + start}:{letter}{FIRST_ROW + end}"/>'


def topic_runs(book: Book) -> Iterator[tuple[int, int]]:
    """(first, last) position of neighbouring rows that share a topic, where there are at least two."""
    start = 0
    topics = [row.texts[_TOPIC] for row in book.rows]
    for position in range(1, len(topics) + 1):
        if position == len(topics) or topics[position] != topics[start]:
            if position - start > 1 and topics[start]:
                yield start, position - 1
            start = position


def _rows(book: Book, template: Template, widths: Sequence[float]) -> Iterator[str]:
    style = template.styles
    how_to = wording.how_to_fill(book.due)
    yield row_xml(form.TITLE_ROW, [(0, wording.book_title(book.plan_name, book.period), style["title"])], 48)
    yield _info_row(book, style["info"], widths)
    yield row_xml(
        form.HOW_TO_ROW, [(0, how_to, style["how_to"])], text_height(how_to, sum(widths), form.HOW_TO_SIZE)
    )
    headings = [(column, str(field), style["heading", field]) for column, field in enumerate(COLUMNS)]
    yield row_xml(HEADING_ROW, headings, 40)
    shape = _row_shape(template)
    heights = row_heights(book.rows, widths, list(topic_runs(book)))
    for number, (row, height) in enumerate(zip(book.rows, heights, strict=True), FIRST_ROW):
        # Not 'customHeight': the row grows with what the unit writes.
        cells = shape.format(n=number, h=height, t=[_inline(row.task_id), *map(_inline, row.texts)])
        yield cells
    end = FIRST_ROW + len(book.rows) + 1
    yield row_xml(end, [(0, wording.SIGNING_LINE, style["signing"])], 48)


def _info_row(book: Book, style: int, widths: Sequence[float]) -> str:
    """Whose book, for when, by when, its 表号, and where it goes back to."""
    texts = [
        (wording.UNIT_LABEL, book.unit),
        (wording.PERIOD_LABEL, wording.period_words(book.period)),
        (wording.DUE_LABEL, wording.due_words(book.due)),
        (wording.TOKEN_LABEL, book.token),
        (wording.RETURN_LABEL, book.return_to) if book.return_to else (wording.OFFICE_LABEL, book.office),
    ]
    cells: list[tuple[int, str | None, int]] = []
    height = 30.0
    for (left, right), (label, text) in zip(form.INFO_RANGES, texts, strict=True):
        said = f"{label}{wording.COLON}{text}" if text else None
        cells += [(column, said if column == left else None, style) for column in range(left, right + 1)]
        height = max(height, text_height(said or "", sum(widths[left : right + 1]), form.INFO_SIZE))
    return row_xml(form.INFO_ROW, cells, height)


@lru_cache(maxsize=4)
def _shape_of(styles: tuple[tuple[ReplyField, int], ...]) -> str:
    locked = "".join(
        f'<c r="{_LETTERS[field]}{{n}}" s="{style}"{{t[{position}]}}'
        for position, (field, style) in enumerate(styles)
        if position <= len(PRINTED_FIELDS)
    )
    blank = "".join(
        f'<c r="{_LETTERS[field]}{{n}}" s="{style}"/>'
        for position, (field, style) in enumerate(styles)
        if position > len(PRINTED_FIELDS)
    )
    return f'<row r="{{n}}" ht="{{h:g}}">{locked}{blank}</row>'


def _row_shape(template: Template) -> str:
    """A task's row with places for its number `n`, its height `h` and its texts `t`."""
    return _shape_of(tuple((field, template.styles["cell", field]) for field in COLUMNS))


_inline = lru_cache(maxsize=65536)(content_xml)
"""What follows a cell's address and style."""


# ---- the sheet that nobody sees ----


def _hidden_sheet(book: Book, template: Template, issued_on: date) -> str:
    said = (
        book.plan_id,
        book.plan_name,
        str(book.period),
        book.unit,
        SCHEMA,
        book.token,
        issued_on.isoformat(),
    )
    lines: list[tuple[str, ...]] = [*zip(IDENTITY_KEYS, said, strict=True), IDENTITY_ROW_HEADINGS]
    lines += [(row.task_id, row.role, row.fingerprint) for row in book.rows]
    rows = [
        f'<row r="{number}">'
        + "".join(
            [f'<c r="{letter}{number}"{_inline(text)}' for letter, text in zip("ABC", line, strict=False)]
        )
        + "</row>"
        for number, line in enumerate(lines, 1)
    ]
    opening = template.hidden_open.replace('ref="A1"', f'ref="A1:C{len(rows)}"')
    return f"{opening}<sheetData>{''.join(rows)}</sheetData>{template.hidden_close}"
