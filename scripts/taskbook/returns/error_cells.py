"""Formula errors in .xls and .ods files, which the reader gives back as blank cells (for .xlsx see `ooxml.unread`)."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping

from lxml import etree

ErrorCells = Mapping[str, tuple[tuple[int, int, str], ...]]
"""Sheet name → (row, column, error), 0-based."""

# ---- .xls: records of the workbook stream ----

_SHEET, _FORMULA, _ERROR, _END, _PASSWORD = 0x85, 0x06, 0x205, 0x0A, 0x2F
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"
}  # fmt: skip


def xls_is_encrypted(stream: bytes) -> bool:
    """Whether a workbook stream has a password record before its first sheet."""
    for kind, _ in _records(stream, 0):
        if kind in (_PASSWORD, _SHEET, _END):
            return kind == _PASSWORD
    return False


def xls_errors(stream: bytes) -> ErrorCells:
    """The error cells of every sheet in a workbook stream (Excel 97 and later)."""
    found = {}
    for kind, record in _records(stream, 0):
        if kind == _SHEET and len(record) > 8:
            start = struct.unpack_from("<L", record)[0]
            found[_sheet_name(record)] = tuple(_errors_of_sheet(stream, start))
        elif kind == _END:
            break
    return {name: cells for name, cells in found.items() if cells}


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _sheet_name(record: bytes) -> str:
    length, wide = record[6], record[7] & 1
    raw = record[8 : 8 + length * (2 if wide else 1)]
    return raw.decode("utf-16-le" if wide else "latin-1", "replace")


def _errors_of_sheet(stream: bytes, start: int) -> Iterator[tuple[int, int, str]]:
    for kind, record in _records(stream, start):
        code = None
        if kind == _FORMULA and len(record) >= 14 and record[12:14] == b"\xff\xff" and record[6] == 2:
            code = record[8]
        elif kind == _ERROR and len(record) >= 8 and record[7]:
            code = record[6]
        elif kind == _END:
            return
        if code is not None:
            row, column = struct.unpack_from("<HH", record)
            yield row, column, _ERRORS.get(code, "#")


# ---- .ods: one XML part ----

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_SIGN = b'value-type="error"'


def ods_errors(content: bytes) -> ErrorCells:
    """The error cells of every sheet, from the part content.xml."""
    if _SIGN not in content:
        return {}
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    sheets = root.iter(f"{_TABLE}table")
    found = {sheet.get(f"{_TABLE}name", ""): tuple(_errors_of_table(sheet)) for sheet in sheets}
    return {name: cells for name, cells in found.items() if cells}


def _errors_of_table(sheet: etree._Element) -> Iterator[tuple[int, int, str]]:
    row = 0
    for line in sheet.iter(f"{_TABLE}table-row"):
        column = 0
        for cell in line.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            if "error" in (value for name, value in cell.attrib.items() if name.endswith("}value-type")):
                yield row, column, "".join(cell.itertext()) or "#"
            column += int(cell.get(f"{_TABLE}number-columns-repeated", 1))
        row += int(line.get(f"{_TABLE}number-rows-repeated", 1))
