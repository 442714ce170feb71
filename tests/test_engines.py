"""The two engines that stand for Excel give Excel's answers, so that code which passes on them may hope for the real one."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
import xlwings
from engines.com import ComError
from engines.typed import Entry, entry


def days(year: int, month: int, day: int) -> float:
    return float((date(year, month, day) - date(1899, 12, 30)).days)


@pytest.mark.parametrize(
    ("typed", "value", "number_format"),
    [
        ("2026-09", days(2026, 9, 1), "mmm-yy"),
        ("2026-9-1", days(2026, 9, 1), "yyyy/m/d"),
        ("2026/09/01", days(2026, 9, 1), "yyyy/m/d"),
        ("3/4", days(date.today().year, 3, 4), 'm"月"d"日"'),
        ("2026年9月1日", days(2026, 9, 1), 'yyyy"年"m"月"d"日"'),
        ("2-30", days(1930, 2, 1), "mmm-yy"),
        ("2026/9/1 12:00", days(2026, 9, 1) + 0.5, "yyyy/m/d h:mm"),
        ("6:00", 0.25, "h:mm"),
        ("Sep 2026", days(2026, 9, 1), "mmm-yy"),
        ("100%", 1.0, "0%"),
        ("12.5%", 0.125, "0.00%"),
        ("1,234", 1234.0, "#,##0"),
        ("1e3", 1000.0, "0.00E+00"),
        ("0 1/2", 0.5, "# ?/?"),
        ("001", 1.0, None),
        (" 12 ", 12.0, None),
        ("１２", 12.0, None),
        ("(1)", -1.0, None),
        ("（1）", -1.0, None),
        ("TRUE", True, None),
    ],
)
def test_text_counts_as_typed(typed: str, value: object, number_format: str | None) -> None:
    assert entry(typed) == Entry(value, number_format=number_format)


@pytest.mark.parametrize(
    "typed",
    [
        "一、",
        "1、",
        "13-5",
        "2026.9.1",
        "2026年",
        "12个",
        "-",
        "长期",
        "1,23",
        "Marching 4",
        "=",
        "+甲",
        "三月",
    ],
)
def test_other_text_stays(typed: str) -> None:
    assert entry(typed) == Entry(typed)


def test_an_apostrophe_and_the_text_format_protect_text() -> None:
    assert entry("'2026-09") == Entry("2026-09", prefixed=True)
    assert entry("2026-09", "@") == Entry("2026-09")
    assert entry("=A1", "@") == Entry("=A1")
    assert entry(3, "@") == Entry("3")


@pytest.mark.parametrize("formula", ["=一、公开", "=(A1", "=A1+", '="甲'])
def test_what_cannot_be_a_formula_is_refused(formula: str) -> None:
    with pytest.raises(ComError):
        entry(formula)


def test_a_master_is_read_and_written(openpyxl_app: xlwings.App, sample_master: Path) -> None:
    book = openpyxl_app.books.open(sample_master)
    cells = book.sheets[0].range("B4:C5")
    cells.value = [["2026-09", "001"], ["'001", None]]
    assert cells.value == [[datetime(2026, 9, 1), 1.0], ["001", None]]
