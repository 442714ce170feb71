"""Rows as XML: what is text stays text and comes back as it was."""

from __future__ import annotations

import io
import math
import zipfile

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from taskbook.grid import read_grids
from taskbook.ooxml.rows import LONGEST_TEXT, cell_text, row_xml


def workbook_with(rows: str) -> bytes:
    """A real workbook whose only sheet has these rows."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.add_worksheet("表")
    book.close()
    out = io.BytesIO()
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = content.replace(b"<sheetData/>", f"<sheetData>{rows}</sheetData>".encode())
            target.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("=1+1", "=1+1"),
        ("+86", "+86"),
        ("-3", "-3"),
        ("@A1", "@A1"),
        ("3.0", "3.0"),
        ("a<b>&\"c'", "a<b>&\"c'"),
        ("一\r\n二\r三\n四", "一\n二\n三\n四"),
        ("甲\x00乙\x0b丙\ud800丁\uffff", "甲乙丙丁"),
        ("_x0041_ _x000D_", "_x0041_ _x000D_"),
        ("_x004", "_x004"),
        ("𠮷野", "𠮷野"),
        ("长" * 40_000, "长" * LONGEST_TEXT),
        ("𠮷" * 20_000, "𠮷" * (LONGEST_TEXT // 2)),
    ],
)
def test_text_comes_back_as_text(text, kept):
    data = workbook_with(row_xml(1, [(0, text, 0)]))
    assert read_grids(data)[0].rows == [[kept]]
    cell = openpyxl.load_workbook(io.BytesIO(data)).active["A1"]
    assert cell.data_type == "s"
    if "_x" not in text:  # openpyxl reads the escape of an escape literally
        assert cell.value == kept


def test_blanks_at_the_ends_stay():
    data = workbook_with(row_xml(1, [(0, "  甲 \n", 0)]))
    assert openpyxl.load_workbook(io.BytesIO(data)).active["A1"].value == "  甲 \n"


@pytest.mark.parametrize(
    ("cells", "xml"),
    [
        ([(0, None, 0)], '<row r="3"><c r="A3"/></row>'),
        ([(27, None, 5)], '<row r="3"><c r="AB3" s="5"/></row>'),
        ([(0, "", 5)], '<row r="3"><c r="A3" s="5"/></row>'),
        ([(0, 0.5, 0), (1, 7, 2)], '<row r="3"><c r="A3"><v>0.5</v></c><c r="B3" s="2"><v>7</v></c></row>'),
        ([(0, True, 0)], '<row r="3"><c r="A3" t="b"><v>1</v></c></row>'),
        ([(0, math.nan, 1), (1, math.inf, 0)], '<row r="3"><c r="A3" s="1"/><c r="B3"/></row>'),
    ],
)
def test_what_is_no_text(cells, xml):
    assert row_xml(3, cells) == xml


def test_a_height_is_kept_by_the_program_that_opens_it():
    assert row_xml(2, [], 31.5) == '<row r="2" ht="31.5" customHeight="1"></row>'


@given(st.text(), st.text())
def test_any_text_makes_well_formed_xml_that_says_it(first, second):
    row = etree.fromstring(row_xml(1, [(0, first, 0), (1, second, 3)]).encode())
    texts = ["".join(cell.itertext()).replace("_x005F_", "_") for cell in row]
    assert texts == [cell_text(text).replace("_x005F_", "_") for text in (first, second)]
