"""The engines that stand for Excel give Excel's answers: what stands in cells, and what becomes of what is written."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from engines.books import rich
from engines.com import ComError
from engines.number_formats import serial
from engines.typed import Entry, entry
from hypothesis import given, settings
from hypothesis import strategies as st


def days(year: int, month: int, day: int) -> float:
    return serial(date(year, month, day))


TYPED = [
    ("2026-09", datetime(2026, 9, 1), "mmm-yy"),
    ("2026-9-1", datetime(2026, 9, 1), "yyyy/m/d"),
    ("2026/09/01", datetime(2026, 9, 1), "yyyy/m/d"),
    ("3/4", datetime(date.today().year, 3, 4), 'm"月"d"日"'),
    ("2026年9月1日", datetime(2026, 9, 1), 'yyyy"年"m"月"d"日"'),
    ("2-30", datetime(1930, 2, 1), "mmm-yy"),
    ("2026/9/1 12:00", datetime(2026, 9, 1, 12), "yyyy/m/d h:mm"),
    ("6:00", datetime(1899, 12, 30, 6), "h:mm"),
    ("Sep 2026", datetime(2026, 9, 1), "mmm-yy"),
    ("100%", 1.0, "0%"),
    ("12.5%", 0.125, "0.00%"),
    ("1,234", 1234.0, "#,##0"),
    ("1e3", 1000.0, "0.00E+00"),
    ("0 1/2", 0.5, "# ?/?"),
    ("001", 1.0, "General"),
    (" 12 ", 12.0, "General"),
    ("１２", 12.0, "General"),
    ("(1)", -1.0, "General"),
    ("（1）", -1.0, "General"),
    ("TRUE", True, "General"),
    *(
        (text, text, "General")
        for text in "一、|1、|13-5|2026.9.1|2026年|12个|-|长期|1,23|Marching 4|=|+甲|三月".split("|")
    ),
]


@pytest.mark.parametrize(("text", "value", "number_format"), TYPED)
def test_text_counts_as_typed(text: str, value: object, number_format: str) -> None:
    stored = serial(value) if isinstance(value, datetime) else value
    assert entry(text) == Entry(stored, number_format=None if number_format == "General" else number_format)


def test_an_apostrophe_and_the_text_format_protect_text() -> None:
    assert entry("'2026-09") == Entry("2026-09", prefixed=True)
    assert entry("2026-09", "@") == Entry("2026-09")
    assert entry("=A1", "@") == Entry("=A1")
    assert entry(3, "@") == Entry("3")


@pytest.mark.parametrize("formula", ["=一、公开", "=(A1", "=A1+", '="甲'])
def test_what_cannot_be_a_formula_is_refused(any_app: Any, formula: str) -> None:
    sheet = any_app.books.add().sheets[0]
    with pytest.raises(ComError):
        sheet["A1"].value = formula


def test_what_is_typed_into_cells(any_app: Any) -> None:
    sheet = any_app.books.add().sheets[0]
    cells = sheet["B2"].resize(len(TYPED), 1)
    cells.value = [[text] for text, _, _ in TYPED]
    got = cells.options(ndim=2).value
    assert [(type(row[0]), row[0]) for row in got] == [(type(value), value) for _, value, _ in TYPED]
    assert [cell.number_format for cell in cells] == [number_format for _, _, number_format in TYPED]


def test_formats_that_are_there_stay(any_app: Any) -> None:
    sheet = any_app.books.add().sheets[0]
    sheet["A1:C1"].number_format = "0.00"
    sheet["A2:C2"].number_format = "yyyy-mm-dd"
    sheet["A3:C3"].number_format = "@"
    for row in (1, 2, 3):
        sheet.range((row, 1), (row, 3)).value = ["2026-9-1", datetime(2026, 9, 1), 46266]
    assert sheet["A1:C1"].value == [days(2026, 9, 1)] * 3
    assert sheet["A2:C2"].value == [datetime(2026, 9, 1)] * 3
    assert sheet["A3:C3"].value == ["2026-9-1", "2026/9/1", "46266"]
    assert [sheet[f"A{row}:C{row}"].number_format for row in (1, 2, 3)] == ["0.00", "yyyy-mm-dd", "@"]


def test_protected_text_stays_text_until_it_is_written_anew(any_app: Any) -> None:
    sheet = any_app.books.add().sheets[0]
    sheet["A1:A3"].value = [["'001"], ["'=1+1"], ["''甲"]]
    assert sheet["A1:A3"].value == ["001", "=1+1", "'甲"]
    assert sheet["A1:A2"].formula == (("001",), ("=1+1",))
    sheet["A1"].value = sheet["A1"].value
    assert sheet["A1"].value == 1.0


def test_ranges_come_as_excel_hands_them_over(any_app: Any) -> None:
    sheet = any_app.books.add().sheets[0]
    sheet["A1:B2"].value = [["甲", 1], [True, datetime(2026, 9, 1, 12, 30)]]
    assert sheet["A1"].raw_value == "甲"
    assert sheet["A1:B1"].raw_value == (("甲", 1.0),)
    assert sheet["A1:A3"].raw_value == (("甲",), (True,), (None,))
    assert sheet["A1:B1"].formula == (("甲", "1"),)
    assert sheet["A2"].formula == "TRUE"
    assert float(sheet["B2"].formula) == pytest.approx(46266 + 12.5 / 24)
    assert sheet["A1:B3"].options(ndim=2, empty="").value[2] == ["", ""]
    assert sheet["A1"].formula == "甲"
    assert sheet["Z9"].formula == ""


def test_money_is_decimal_as_from_com(any_app: Any) -> None:
    sheet = any_app.books.add().sheets[0]
    sheet["A1"].number_format = "¥#,##0.00"
    sheet["A1"].value = 12.5
    assert sheet["A1"].raw_value == Decimal("12.5")
    assert type(sheet["A1"].raw_value) is Decimal


def test_a_block_is_written_whole(any_app: Any, tmp_path: Path) -> None:
    """Also where a person hides rows; of merged cells only the first takes a value."""
    sheet = any_app.books.open(rich(tmp_path / "a.xlsx")).sheets[0]
    sheet.api.ShowAllData()
    sheet["A3"].api.EntireRow.Hidden = True
    hidden = sheet.impl.hidden_rows()
    assert hidden == {3}
    sheet["A2:B6"].value = [[f"新{row}", row] for row in range(5)]
    assert sheet["A2:B6"].value == [[f"新{row}", float(row)] for row in range(5)]
    sheet["A10:B11"].value = [["一", "二"], ["三", "四"]]
    assert sheet["A10:B11"].value == [["一", None], [None, None]]
    assert sheet.impl.hidden_rows() == hidden


def test_a_filter_spoils_a_block_that_is_written_across_hidden_rows(any_app: Any, tmp_path: Path) -> None:
    sheet = any_app.books.open(rich(tmp_path / "a.xlsx")).sheets[0]
    assert sheet.impl.hidden_rows() == {3, 6}
    before = [sheet[f"A{row}"].value for row in (3, 6)]
    sheet["A2:A6"].value = [[f"新{row}"] for row in range(5)]
    assert [sheet[f"A{row}"].value for row in (2, 4, 5)] == ["新0"] * 3
    assert [sheet[f"A{row}"].value for row in (3, 6)] == before
    sheet["A4:A5"].value = [["四"], ["五"]]  # only rows in sight
    sheet["A3"].value = "三"  # one cell, hidden or not
    assert [sheet[f"A{row}"].value for row in (3, 4, 5)] == ["三", "四", "五"]


def test_scalars_fill_and_formulas_move_along(any_app: Any) -> None:
    sheet = any_app.books.add().sheets[0]
    sheet["A1:B2"].value = 7
    assert sheet["A1:B2"].value == [[7.0, 7.0], [7.0, 7.0]]
    sheet["C1:D2"].formula = '=A1*2&"A1"&$B$1'
    assert sheet["C1:D2"].formula == (
        ('=A1*2&"A1"&$B$1', '=B1*2&"A1"&$B$1'),
        ('=A2*2&"A1"&$B$1', '=B2*2&"A1"&$B$1'),
    )
    sheet["A4:C4"].value = ["一", "二", "三"]
    assert sheet["A4:C4"].value == ["一", "二", "三"]
    sheet["A6:C7"].raw_value = ("甲", "乙")
    assert sheet["A6:C7"].options(err_to_str=True).value == [["甲", "乙", "#N/A"]] * 2


def test_formulas_read_as_excel_writes_them(any_app: Any) -> None:
    book = any_app.books.add()
    book.sheets.add("别 处")
    sheet = book.sheets[-1]
    formulas = [
        "=SUM(A2:A3,5)",
        "='别 处'!A1",
        '=IF(A2>0,"是","否")',
        "=COUNTIF($B:$B,\"T*\")",
        "=IFERROR(VLOOKUP(A2,$B$1:$C$9,2,FALSE),\"\")",
        '=HYPERLINK("#\'别 处\'!A1","去")',
    ]  # fmt: skip
    sheet["D1"].resize(len(formulas), 1).value = [[one] for one in formulas]
    read = [row[0] for row in sheet["D1"].resize(len(formulas), 1).formula]
    assert [one.replace(",0),", ",FALSE),") for one in read] == formulas


def test_nothing_clears_and_the_look_stays(any_app: Any) -> None:
    sheet = any_app.books.add().sheets[0]
    sheet["A1:B2"].value = [[1, 2], [3, 4]]
    sheet["A1:B2"].color = (255, 255, 0)
    sheet["A1:B2"].number_format = "0.0"
    sheet["A1"].value = None
    sheet["A2"].value = ""
    sheet["B1:B2"].clear_contents()
    assert sheet["A1:B2"].value == [[None, None], [None, None]]
    assert sheet["A1:B2"].color == (255, 255, 0)
    assert sheet["A1:B2"].number_format == "0.0"
    sheet["A1:B2"].value = 5
    sheet["A1:A2"].clear_formats()
    assert (sheet["A1"].value, sheet["A1"].number_format, sheet["A1"].color) == (5.0, "General", None)
    sheet["B1:B2"].clear()
    assert (sheet["B1"].value, sheet["B1"].number_format, sheet["B1"].color) == (None, "General", None)


def test_what_excel_does_not_take(any_app: Any) -> None:
    sheet = any_app.books.add().sheets[0]
    with pytest.raises(ComError) as raised:
        sheet["A1"].value = "长" * 32_768
    assert raised.value.hresult == -2147352567
    assert raised.value.excepinfo[5] == -2146827284
    with pytest.raises(ComError):
        sheet["A1"].value = date(1899, 1, 1)
    with pytest.raises(TypeError):
        sheet["A1"].value = {1, 2}


CELLS = st.one_of(
    st.sampled_from([text for text, _, _ in TYPED]),
    st.text("0123456789/-:.%年月日,()'= A甲Ee１\n", max_size=8),
    st.text(max_size=5, alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn"))),
    st.none(),
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.floats(-1e12, 1e12).map(lambda number: round(number, 4)),
    st.datetimes(datetime(1950, 1, 1), datetime(2099, 1, 1)).map(
        lambda moment: moment.replace(microsecond=0)
    ),
    st.dates(date(1950, 1, 1), date(2099, 1, 1)),
)


def outcome(sheet: Any, rows: list[list[Any]], number_format: str) -> Any:
    """What a block reads as after it has been written into cells of a format, or Excel's refusal."""
    sheet.clear()
    cells = sheet["B2"].resize(len(rows), len(rows[0]))
    cells.number_format = number_format
    try:
        cells.value = rows
    except ComError as error:
        return error.args
    read = []
    for line, values, formulas in zip(rows, cells.raw_value, cells.formula, strict=True):
        for typed, value, formula in zip(line, values, formulas, strict=True):
            if isinstance(typed, str) and typed.startswith("=") and number_format != "@":
                continue  # in memory formulas are not calculated
            number = isinstance(value, float | datetime | Decimal)
            read.append((type(value), value, "" if number else formula))
    return read, [cell.number_format for cell in cells]


@pytest.mark.office
def test_both_answer_alike(openpyxl_app: Any, libreoffice_app: Any) -> None:
    sheets = [app.books.add().sheets[0] for app in (openpyxl_app, libreoffice_app)]

    @settings(max_examples=60, deadline=None, database=None)
    @given(
        st.lists(st.tuples(CELLS, CELLS).map(list), min_size=2, max_size=4),
        st.sampled_from(["General", "@", "0.00", "yyyy/m/d"]),
    )
    def alike(rows: list[list[Any]], number_format: str) -> None:
        first, second = (outcome(sheet, rows, number_format) for sheet in sheets)
        assert first == second

    alike()
