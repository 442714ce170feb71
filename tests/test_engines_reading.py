"""The engines that stand for Excel read a workbook as the reader of files does, cell for cell; and what they need."""

from __future__ import annotations

import subprocess
import sys
import time as clock
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from engines.books import mixed, rich
from engines.number_formats import serial
from taskbook.grid import read_grids

ROOT = Path(__file__).parents[1]


def plain(value: Any) -> tuple[str, Any]:
    """A value so that both readers' ways to say the same are the same; what kind it is counts."""
    if value in (None, "") or isinstance(value, str):
        return "text", value or ""
    if isinstance(value, bool):
        return "truth", value
    if isinstance(value, date | time | timedelta):
        return "date", round(serial(value), 6)
    return "number", float(value)


def assert_read_as_by_the_reader(app: Any, path: Path) -> None:
    book = app.books.open(path)
    grids = read_grids(path)
    assert [sheet.name for sheet in book.sheets] == [grid.name for grid in grids]
    for sheet, grid in zip(book.sheets, grids, strict=True):
        last = sheet.used_range.last_cell
        width = max([last.column, *(len(row) for row in grid.rows)])
        height = max(last.row, len(grid.rows))
        ours = sheet.range((1, 1), (height, width)).options(ndim=2, empty="").value
        theirs = [
            [grid.rows[row][column] if row < len(grid.rows) and column < len(grid.rows[row]) else "" for column in range(width)]
            for row in range(height)
        ]  # fmt: skip
        assert [list(map(plain, row)) for row in ours] == [list(map(plain, row)) for row in theirs]


@pytest.mark.parametrize("make", [mixed, rich])
def test_books_read_as_by_the_reader(any_app: Any, make: Callable[[Path], Path], tmp_path: Path) -> None:
    assert_read_as_by_the_reader(any_app, make(tmp_path / "a.xlsx"))


def test_the_master_reads_as_by_the_reader(any_app: Any, sample_master: Path) -> None:
    assert_read_as_by_the_reader(any_app, sample_master)


def test_what_was_written_and_saved_reads_as_by_the_reader(any_app: Any, tmp_path: Path) -> None:
    book = any_app.books.open(mixed(tmp_path / "a.xlsx"))
    sheet = book.sheets[0]
    typed = [
        "2026-09",
        "2026年9月1日",
        "6:00",
        "100%",
        "1,234",
        "001",
        "（1）",
        "TRUE",
        "13-5",
        "一、",
        "'001",
    ]
    sheet["G1"].resize(len(typed), 1).value = [[text] for text in typed]
    sheet["H1:H4"].value = [[True], [datetime(2026, 9, 1, 8)], ["'007"], ["两\n行"]]
    sheet["A1:A3"].value = None
    book.save(tmp_path / "b.xlsx")
    book.close()
    assert_read_as_by_the_reader(any_app, tmp_path / "b.xlsx")


def test_errors_are_none_or_their_text(any_app: Any, tmp_path: Path) -> None:
    cells = any_app.books.open(mixed(tmp_path / "a.xlsx")).sheets[0]["E4:E5"]
    assert cells.raw_value == ((-2146826281,), (-2146826246,))
    assert cells.value == [None, None]
    assert cells.options(err_to_str=True).value == ["#DIV/0!", "#N/A"]


def test_results_of_formulas_are_saved(any_app: Any, tmp_path: Path) -> None:
    """A copy holds what the screen shows, also for readers that do not calculate."""
    book = any_app.books.open(mixed(tmp_path / "a.xlsx"))
    book.sheets[0]["A1"].value = "改"
    book.api.SaveCopyAs(str(tmp_path / "b.xlsx"))
    before, after = (read_grids(tmp_path / name)[0].rows for name in ("a.xlsx", "b.xlsx"))
    assert [list(map(plain, row[4:5])) for row in before] == [list(map(plain, row[4:5])) for row in after]


def test_the_engine_in_memory_is_fast(openpyxl_app: Any, sample_master: Path) -> None:
    start = clock.perf_counter()
    openpyxl_app.books.open(sample_master)
    assert clock.perf_counter() - start < 0.5


def test_a_plain_process_needs_neither_pandas_nor_numpy(sample_master: Path) -> None:
    script = """
import sys
sys.modules["pandas"] = sys.modules["numpy"] = None
from engines.openpyxl_engine import start
book = start().books.open(sys.argv[1])
print(len(book.sheets[0].used_range.value), [name for name in ("pandas", "numpy") if sys.modules[name]])
"""
    done = subprocess.run(
        [sys.executable, "-c", script, str(sample_master)],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": f"{ROOT / 'scripts'}:{ROOT / 'tests'}", "HOME": str(sample_master.parent)},
    )
    assert done.stdout == "45 []\n", done.stderr
