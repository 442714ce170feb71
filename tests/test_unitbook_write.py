"""Unit books as files: what stands in them, what people can and cannot do in them, that every program reads them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from taskbook import identity
from taskbook.columns import FILLED_FIELDS, LOCKED_FIELDS, ReplyField, Sheet
from taskbook.grid import read_grids
from taskbook.model import Role, Target
from taskbook.period import Period
from taskbook.unitbook.build import digest_of
from taskbook.unitbook.fitting import LEAST_HEIGHT, column_widths, row_heights
from taskbook.unitbook.layout import Book, BookRow
from taskbook.unitbook.read import read_book
from taskbook.unitbook.template import COLUMNS, FIRST_ROW, HEADING_ROW, make_template
from taskbook.unitbook.write import book_bytes, digest_if_untouched, token_if_untouched, topic_runs

SEPTEMBER = Period(2026, 9)
ISSUED = date(2026, 9, 1)
TEMPLATE = make_template()
TWICE = (Target("不少于2次", ">=", 2.0, "次"),)

SCHEMA_ORDER = (
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios "
    "autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations "
    "hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches "
    "ignoredErrors smartTags drawing"
).split()
"""ECMA-376 part 1, CT_Worksheet: Excel calls a file broken whose elements stand otherwise."""


def a_row(
    number: int, topic: str = "政策解读", content: str = "开展政策解读", previous: str = "", targets=()
) -> BookRow:
    target = "；".join(one.text for one in targets)
    texts = (str(number), topic, content, "牵头", "查看网站", target, "2026年11月底", previous)
    return BookRow(f"T{number:03d}", Role.LEAD, texts, identity.fingerprint(texts), tuple(targets))


def a_book(*rows: BookRow, unit: str = "区教育局", **more) -> Book:
    told = {
        "plan_id": "P",
        "plan_name": "示例区2026年要点任务分工",
        "office": "区政府办",
        "return_to": "",
    } | more
    token = identity.token("P", SEPTEMBER, unit)
    return Book(period=SEPTEMBER, unit=unit, token=token, due=date(2026, 9, 25), rows=rows, **told)


def written(*rows: BookRow, **more) -> bytes:
    return book_bytes(a_book(*rows, **more), TEMPLATE, ISSUED)


def opened(data: bytes):
    return openpyxl.load_workbook(io.BytesIO(data))


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode("utf-8")


THREE = (a_row(1, targets=TWICE), a_row(2, previous="【2026-08】推进中：已办1次"), a_row(3, topic="民生公开"))


def test_the_sheet_reads_as_it_should():
    sheet = opened(written(*THREE, return_to="区政府办 邮箱"))[Sheet.REPLY]
    rows = [[cell.value for cell in row if cell.value is not None] for row in sheet.iter_rows()]
    assert rows[0] == ["示例区2026年要点任务反馈表（2026年9月）"]
    assert rows[1] == [
        "填报单位：区教育局",
        "期次：2026年9月（2026-09）",
        "报送截止：2026年9月25日（星期五）",
        f"表号：{identity.token('P', SEPTEMBER, '区教育局')}",
        "报送方式：区政府办 邮箱",
    ]
    assert rows[2][0].startswith("填表说明：1. ")
    assert "9月25日前交回" in rows[2][0]
    assert rows[3] == [str(field) for field in COLUMNS]
    assert rows[4] == [
        "T001",
        "1",
        "政策解读",
        "开展政策解读",
        "牵头",
        "查看网站",
        "不少于2次",
        "2026年11月底",
    ]
    assert rows[5][-1] == "【2026-08】推进中：已办1次"
    assert rows[7] == []
    assert "签字" in rows[8][0]
    assert len(rows) == 9


def test_without_a_way_back_the_office_is_named():
    sheet = opened(written(*THREE))[Sheet.REPLY]
    assert "下发单位：区政府办" in [cell.value for cell in sheet[2]]


def test_topics_are_merged_again_and_stand_in_every_row():
    sheet = opened(written(*THREE))[Sheet.REPLY]
    assert "C5:C6" in {str(merged) for merged in sheet.merged_cells.ranges}
    assert re.findall(
        r'<c r="(C\d)"[^>]*><is><t[^>]*>政策解读<', part(written(*THREE), "xl/worksheets/sheet1.xml")
    ) == [
        "C5",
        "C6",
    ]


@pytest.mark.parametrize(
    ("topics", "runs"),
    [("aab", [(0, 1)]), ("abab", []), ("", []), ("a", []), ("  aaa", [(2, 4)]), ("aabb", [(0, 1), (2, 3)])],
)
def test_only_neighbours_with_a_topic_are_merged(topics, runs):
    rows = [a_row(number, topic=topic.strip()) for number, topic in enumerate(topics, 1)]
    assert list(topic_runs(a_book(*rows))) == runs


def test_only_the_cells_to_fill_can_be_changed():
    sheet = opened(written(*THREE))[Sheet.REPLY]
    for row in range(FIRST_ROW, FIRST_ROW + 3):
        for column, field in enumerate(COLUMNS, 1):
            assert sheet.cell(row, column).protection.locked is (field in LOCKED_FIELDS)
    protection = sheet.protection
    assert protection.sheet
    assert protection.password is None
    for allowed in ("formatColumns", "formatRows", "insertRows", "sort", "autoFilter", "insertHyperlinks"):
        assert getattr(protection, allowed) is False, allowed
    assert protection.deleteRows is True


def test_drop_downs_and_checks():
    sheet = opened(written(*THREE, a_row(4, targets=TWICE), a_row(5, targets=TWICE)))[Sheet.REPLY]
    checks = {str(check.sqref): check for check in sheet.data_validations.dataValidation}
    assert set(checks) == {"J5:J9", "L5 L8:L9", "R5:R9"}
    assert checks["J5:J9"].formula1 == '"未启动,推进中,进展滞后,已完成"'
    assert checks["J5:J9"].prompt
    assert checks["L5 L8:L9"].type == "decimal"
    assert checks["R5:R9"].type == "date"


def test_without_targets_there_is_no_check_of_numbers():
    sheet = opened(written(a_row(1)))[Sheet.REPLY]
    assert [str(check.sqref)[0] for check in sheet.data_validations.dataValidation] == ["J", "R"]


def test_filter_panes_and_page():
    sheet = opened(written(*THREE))[Sheet.REPLY]
    assert sheet.auto_filter.ref == "A4:S7"
    assert sheet.freeze_panes == "E5"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == f"${HEADING_ROW}:${HEADING_ROW}"
    assert "第 &P 页" in sheet.oddFooter.center.text
    assert opened(written(*THREE, unit="12345&热线办"))[Sheet.REPLY].oddFooter.right.text == "12345&&热线办"
    assert identity.find_token(sheet.oddFooter.left.text) == identity.token("P", SEPTEMBER, "区教育局")


def test_elements_stand_in_the_order_of_the_schema():
    tree = etree.fromstring(part(written(*THREE), "xl/worksheets/sheet1.xml").encode())
    names = [etree.QName(child).localname for child in tree]
    assert names == sorted(names, key=SCHEMA_ORDER.index)
    assert {"sheetProtection", "autoFilter", "mergeCells", "dataValidations", "headerFooter"} <= set(names)
    counted = [(child.get("count"), len(child)) for child in tree if child.get("count")]
    assert [int(count) for count, _ in counted] == [length for _, length in counted]


def test_names_reach_the_last_row():
    names = part(written(*THREE), "xl/workbook.xml")
    assert "任务反馈!$A$4:$S$7<" in names
    assert "fullCalcOnLoad" not in names


def test_the_hidden_sheet_says_what_was_sent():
    book = opened(written(*THREE))
    hidden = book[Sheet.IDENTITY]
    assert hidden.sheet_state == "veryHidden"
    rows = [[cell.value for cell in row] for row in hidden.iter_rows()]
    assert [row[:2] for row in rows[:7]] == [
        ["plan_id", "P"],
        ["plan_name", "示例区2026年要点任务分工"],
        ["period", "2026-09"],
        ["unit", "区教育局"],
        ["schema", "1"],
        ["token", identity.token("P", SEPTEMBER, "区教育局")],
        ["issued_on", "2026-09-01"],
    ]
    assert rows[8:] == [[row.task_id, "lead", row.fingerprint] for row in THREE]


def test_the_properties_carry_the_token():
    book = opened(written(*THREE))
    token = identity.token("P", SEPTEMBER, "区教育局")
    assert (book.properties.keywords, book.properties.creator) == (token, "区政府办")
    assert book.custom_doc_props["表号"].value == token


def test_the_same_book_is_the_same_file():
    assert written(*THREE) == written(*THREE)


def test_a_file_that_somebody_saved_is_told_from_ours():
    data = written(*THREE)
    assert token_if_untouched(data) == identity.token("P", SEPTEMBER, "区教育局")
    saved = io.BytesIO()
    opened(data).save(saved)
    assert token_if_untouched(saved.getvalue()) is None
    assert digest_if_untouched(data) == digest_of(a_book(*THREE))
    assert digest_if_untouched(written(*THREE[:2])) != digest_if_untouched(data)
    assert digest_if_untouched(saved.getvalue()) is None
    assert token_if_untouched(b"PK\x03\x04 not a zip") is None
    assert token_if_untouched(b"") is None


TROUBLE = (
    "=1+1",
    "+86",
    "-",
    "@name",
    "a\x00b\x0bc",
    "\ud800",
    "_x000D_",
    "{n}",
    "@@TOKEN@@",
    "<&>\"'",
    " \n\t",
    "𠮷" * 9,
)


@pytest.mark.parametrize("text", TROUBLE)
def test_any_text_stays_text(text):
    data = written(
        a_row(1, topic=text, content=text, previous=text), unit=f"局{text}", plan_name=text, return_to=text
    )
    sheet = opened(data)[Sheet.REPLY]
    assert sheet["D5"].data_type in {"s", "n", "inlineStr"}
    assert sheet["D5"].data_type != "n" or sheet["D5"].value is None
    table = read_book(read_grids(data)).tables[0]
    row = a_row(1, topic=text, content=text, previous=text)
    assert identity.edited_positions(row.fingerprint, table.rows[0].locked) == []


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.text(max_size=40), st.text(max_size=80), st.text(max_size=40)), min_size=1, max_size=5
    )
)
def test_what_was_sent_reads_as_sent(texts):
    rows = [a_row(number, topic, content, before) for number, (topic, content, before) in enumerate(texts, 1)]
    book = read_book(read_grids(written(*rows)))
    assert book.identity is not None
    assert [sent.fingerprint for sent in book.identity.rows] == [row.fingerprint for row in rows]
    assert book.token == book.identity.token
    (table,) = book.tables
    assert table.missing == table.extra == ()
    assert [(row.task_id, dict(row.filled)) for row in table.rows] == [(row.task_id, {}) for row in rows]
    for sent, row in zip(rows, table.rows, strict=True):
        assert identity.edited_positions(sent.fingerprint, row.locked) == []


# ---- room for the text ----


def test_a_long_text_makes_its_column_wider_before_the_row_gets_too_high():
    long = a_row(1, content="围绕重点领域持续做好信息公开，" * 40)
    usual, wide = column_widths([a_row(1)]), column_widths([long])
    content = COLUMNS.index(ReplyField.CONTENT)
    assert wide[content] > usual[content]
    assert row_heights([long], wide, [])[0] < 409


def test_rows_are_high_enough_for_each_column():
    rows = [a_row(1), a_row(2, previous="进展" * 60), a_row(3, content="做好公开，" * 30)]
    low, before, content = row_heights(rows, column_widths(rows), [])
    assert low == LEAST_HEIGHT
    assert before > 100
    assert content > 100


def test_a_long_topic_over_two_rows_makes_both_higher():
    rows = [a_row(number, topic="保障和改善民生领域信息公开" * 6) for number in (1, 2)]
    widths = column_widths(rows)
    heights = row_heights(rows, widths, [(0, 1)])
    assert heights[0] == heights[1] > LEAST_HEIGHT
    assert sum(heights) == pytest.approx(row_heights(rows[:1], widths, [])[0], abs=30)


def test_rows_grow_with_what_the_unit_writes():
    rows = re.findall(r'<row r="(\d+)"([^>]*)>', part(written(*THREE), "xl/worksheets/sheet1.xml"))
    fixed = [int(number) for number, rest in rows if "customHeight" in rest]
    assert fixed == [1, 2, 3, 4, 9]


# ---- other programs ----


@pytest.mark.office
@pytest.mark.parametrize("kind", ["xls", "ods", "xlsx"])
def test_another_format_tells_the_same(kind, convert: Callable[[Path, str], Path], tmp_path: Path):
    rows = (
        *THREE,
        a_row(4, content="办理率达到100%，“一件事”全部办结。\n每季度一次", previous="=不是公式"),
        a_row(5, topic="1", content="2026年11月30日"),
    )
    source = tmp_path / "book.xlsx"
    source.write_bytes(written(*rows))
    book = read_book(read_grids(convert(source, kind)))
    assert book.identity is not None
    assert book.identity.token == book.token == identity.token("P", SEPTEMBER, "区教育局")
    assert [(row.task_id, row.role, row.fingerprint) for row in book.identity.rows] == [
        (row.task_id, "lead", row.fingerprint) for row in rows
    ]
    (table,) = book.tables
    assert (table.missing, table.extra, table.unit) == ((), (), "区教育局")
    for sent, row in zip(rows, table.rows, strict=True):
        assert identity.edited_positions(sent.fingerprint, row.locked) == []
        assert row.filled == {}


def test_fields_to_fill_are_blank():
    sheet = opened(written(*THREE))[Sheet.REPLY]
    for column in (COLUMNS.index(field) + 1 for field in FILLED_FIELDS):
        assert sheet.cell(FIRST_ROW, column).value is None
