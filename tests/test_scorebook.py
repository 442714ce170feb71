"""考核 as a workbook: its formulas come to the scores, also when weights are changed in it; its cells are what is counted."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from report_facts import facts_of_three_months
from scored_units import many_units, scored
from taskbook.columns import PointField
from taskbook.grid import Grid, read_grids
from taskbook.model import HandPoints
from taskbook.reporting.facts import Facts
from taskbook.reporting.monthly.listing import FIRST_ROW, HEADING_ROW
from taskbook.reporting.scores.scorebook import note_of, write_scores
from taskbook.reporting.scores.scoring import Score, scores_of

KNOWN = {"SUMIFS", "ROUND", "IF", "IFERROR", "RANK", "MAX", "MIN"}
"""What Excel 2010 and WPS compute alike."""

SPECIAL = [
    ("=甲*", (10, 10, 5, 5, 4, 0, 0)),
    ("?乙<>", (10, 10, 5, 5, 4, 0, 0)),
    ("丙", (0, 0, 0, 0, 0, 0, 3)),
    ("四分之一", (2000, 1799, 0, 0, 0, 0, 0)),  # 89.95
    ("零点一", (10, 3, 0, 0, 0, 0, 0)),
    ("满分", (6, 6, 2, 2, 0, 0, 0)),
    ("没有分", (6, 0, 2, 0, 3, 3, 12)),
]
POINTS = [
    HandPoints("零点一", 0.1, 0.0, "=1+1", "", 4),
    HandPoints("零点一", 0.2, 0.0, "", "2026-08", 5),
    HandPoints("零点一", 0.0, 0.25, "", "2026-09", 6),
    HandPoints("满分", 7.5, 0.0, "超过一百", "", 7),
    HandPoints("没有分", 0.0, 3.0, "低于零", "", 8),
    HandPoints("丙", 4.0, 0.0, "不评分也记着", "", 9),
    HandPoints("没有的局", 9.0, 0.0, "", "", 10),
    HandPoints("满分", 0.0, 50.0, "还没有到", "2026-12", 11),
    HandPoints("=甲*", unread=((PointField.EXTRA, "三分"),), row=12),
]


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    real = facts_of_three_months(tmp_path_factory.mktemp("three"))
    return scored(real, [*SPECIAL, *many_units(60)], POINTS)


@pytest.fixture(scope="module")
def book(facts: Facts, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("scores") / "考核_2026-09.xlsx"
    write_scores(path, facts)
    return path


def sheet_of(path: Path, name: str) -> Grid:
    return next(grid for grid in read_grids(path) if grid.name == name)


def rows_of(path: Path, name: str) -> list[dict[str, object]]:
    grid = sheet_of(path, name)
    headings = [str(value) for value in grid.rows[HEADING_ROW]]
    return [dict(zip(headings, row, strict=False)) for row in grid.rows[FIRST_ROW:]]


def expected(score: Score) -> dict[str, object]:
    """A unit's row as it is to be read."""

    def shown(value: float | None) -> float | str:
        return "—" if value is None else value

    return {
        "名次": score.rank or "—",
        "单位": score.unit,
        "类别": score.category,
        "得分": shown(score.score),
        "等次": score.grade or "—",
        "应反馈": score.answered.whole,
        "按时反馈": score.answered.part,
        "按时反馈率": shown(score.answered.share),
        "应办结": score.finished.whole,
        "按时办结": score.finished.part,
        "按时办结率": shown(score.finished.share),
        "报已完成": score.evidence.whole,
        "佐证有问题": score.evidence.whole - score.evidence.part,
        "佐证质量": shown(score.evidence.share),
        "可计权重": score.weight,
        "基础分": shown(score.base),
        "退回次数": score.returned,
        "退回扣分": score.returned_points,
        "加分": score.extra,
        "扣分": score.deducted,
        "说明": note_of(score),
    }


def agree(path: Path, scores: tuple[Score, ...]) -> None:
    """Every number and word in the sheet is what was computed without it."""
    rows = {str(row["单位"]): row for row in rows_of(path, "考核")}
    assert set(rows) == {score.unit for score in scores}
    for number, score in enumerate(scores, 1):
        row = rows[score.unit]
        assert row.pop("单位序号") == number
        told = expected(score)
        assert set(row) == set(told)
        for heading, value in told.items():
            found = row[heading]
            if isinstance(value, float | int) and not isinstance(found, str):
                assert found == pytest.approx(value, abs=1e-9), (score.unit, heading)
            else:
                assert (found or "") == value, (score.unit, heading)


def uncounted(path: Path, target: Path, **cells: float) -> Path:
    """A copy in which no formula stands with what it comes to; `cells`: of 计分办法, by name, with other numbers."""
    workbook = openpyxl.load_workbook(path)
    for name, value in cells.items():
        sheet, address = workbook.defined_names[name].attr_text.split("!")
        workbook[sheet][address.replace("$", "")].value = value
    workbook.save(target)
    return target


def test_what_stands_with_the_formulas_is_the_score(book: Path, facts: Facts) -> None:
    agree(book, scores_of(facts))


@pytest.mark.office
def test_the_formulas_come_to_the_score(
    book: Path, facts: Facts, convert: Callable[[Path, str], Path], tmp_path: Path
) -> None:
    agree(convert(uncounted(book, tmp_path / "a.xlsx"), "xlsx"), scores_of(facts))


@pytest.mark.office
@pytest.mark.parametrize("weights", [(25, 60, 15, 3), (0, 70, 30, 0), (0, 0, 20, 1), (0, 0, 0, 1)])
def test_changed_weights_come_to_the_score_with_these_weights(
    book: Path,
    facts: Facts,
    weights: tuple[int, int, int, int],
    convert: Callable[[Path, str], Path],
    tmp_path: Path,
) -> None:
    names = ("权重_按时反馈", "权重_按时办结", "权重_佐证质量", "每次退回扣分")
    tried = uncounted(book, tmp_path / "a.xlsx", **dict(zip(names, weights, strict=True)))
    fields = ("score_answered", "score_done", "score_evidence", "score_returned")
    plan = facts.status.plan
    settings = replace(plan.settings, **dict(zip(fields, weights, strict=True)))
    changed = replace(facts, status=replace(facts.status, plan=replace(plan, settings=settings)))
    agree(convert(tried, "xlsx"), scores_of(changed))


@pytest.mark.office
def test_changed_grade_lines_and_most_points_are_followed(
    book: Path, convert: Callable[[Path, str], Path], tmp_path: Path
) -> None:
    tried = uncounted(book, tmp_path / "a.xlsx", 优秀线=50, 良好线=40, 合格线=20, 得分上限=105)
    rows = {str(row["单位"]): row for row in rows_of(convert(tried, "xlsx"), "考核")}
    assert (rows["满分"]["得分"], rows["满分"]["等次"]) == (105, "优秀")
    assert (rows["零点一"]["得分"], rows["零点一"]["等次"]) == (30.1, "合格")
    assert rows["没有分"]["等次"] == "不合格"


def test_only_functions_that_every_office_has(book: Path) -> None:
    workbook = openpyxl.load_workbook(book)
    formulas = {
        sheet.title: [cell.value for line in sheet.iter_rows() for cell in line if cell.data_type == "f"]
        for sheet in workbook
    }
    assert {name: bool(found) for name, found in formulas.items()} == {
        "考核": True,
        "考核数据": False,
        "加减分": False,
        "计分办法": False,
    }
    used = {name for formula in formulas["考核"] for name in re.findall(r"([A-Z.]+)\(", formula)}
    assert used <= KNOWN
    with zipfile.ZipFile(book) as package:
        assert b't="array"' not in package.read("xl/worksheets/sheet1.xml")
        assert b"_xlfn" not in package.read("xl/worksheets/sheet1.xml")


def test_every_formula_refers_to_filled_cells(book: Path, facts: Facts) -> None:
    workbook = openpyxl.load_workbook(book)
    sheet = workbook["考核"]
    headings = [cell.value for cell in sheet[HEADING_ROW + 1]]
    formula = sheet.cell(FIRST_ROW + 1, headings.index("应反馈") + 1).value
    areas = re.findall(r"(\S+?)!\$([A-Z]+)\$(\d+):\$[A-Z]+\$(\d+)", formula)
    assert [
        (name.split("(")[-1].split(",")[-1], int(first), int(last)) for name, _, first, last in areas
    ] == [("考核数据", 4, 3 + len(facts.units) * len(facts.trend))] * 2
    counts = workbook["考核数据"]
    assert [counts[f"{letter}3"].value for _, letter, _, _ in areas] == ["应反馈", "单位序号"]
    assert counts.max_row == 3 + len(facts.units) * len(facts.trend)


def test_counts_stand_unit_by_unit_and_period_by_period(book: Path, facts: Facts) -> None:
    rows = rows_of(book, "考核数据")
    told = [(unit.name, one) for unit in facts.units for one in unit.periods]
    assert [(row["单位"], row["期次"]) for row in rows] == [(name, one.label) for name, one in told]
    for row, (_, one) in zip(rows, told, strict=True):
        numbers = [
            row[name] for name in ("应反馈", "已反馈", "按时反馈", "退回次数", "报已完成", "佐证有问题")
        ]
        assert numbers == [one.due, one.answered, one.on_time, one.returned, one.reported_done, one.faulty]
    last = [row for row in rows if row["期次"] == "2026-09"]
    assert [row["应办结"] for row in last] == [unit.to_finish for unit in facts.units]
    assert not any(row.get("应办结") for row in rows if row["期次"] != "2026-09")


def test_points_by_hand_are_all_listed_with_what_became_of_them(book: Path) -> None:
    rows = rows_of(book, "加减分")
    assert [(row["单位"], row["期次"], row["是否计入"], row["说明"] or "") for row in rows] == [
        ("零点一", "全年", "是", ""),
        ("零点一", "2026-08", "是", ""),
        ("零点一", "2026-09", "是", ""),
        ("满分", "全年", "是", ""),
        ("没有分", "全年", "是", ""),
        ("丙", "全年", "是", ""),
        ("没有的局", "全年", "否", "单位名册里没有这个单位，没有计入"),
        ("满分", "2026-12", "否", "还没有到这一期，没有计入"),
        ("=甲*", "全年", "否", "加分“三分”不是数，没有计入"),
    ]
    assert [row["总表行号"] for row in rows] == list(range(4, 13))
    assert rows[0]["理由"] == "=1+1"


def test_the_best_stand_first_and_who_has_no_score_last(book: Path) -> None:
    rows = rows_of(book, "考核")
    ranks = [row["名次"] for row in rows]
    placed = [rank for rank in ranks if rank != "—"]
    assert placed == sorted(placed)
    assert ranks[len(placed) :] == ["—"] * (len(ranks) - len(placed))
    first = {row["单位"] for row in rows if row["名次"] == 1}
    assert first >= {"=甲*", "?乙<>", "满分"}
    assert {row["得分"] for row in rows if row["单位"] in first} == {100}
    assert placed[len(first)] == len(first) + 1


def test_the_rules_are_told_with_the_weights_that_count(facts: Facts, tmp_path: Path) -> None:
    real = scored(facts, [("甲", (1, 1, 0, 0, 0, 0, 0))], score_answered=55, score_returned=2)
    write_scores(tmp_path / "a.xlsx", real)
    grid = sheet_of(tmp_path / "a.xlsx", "计分办法")
    texts = [str(row[0]) for row in grid.rows]
    assert any(text.startswith("1. 按时反馈（55分）") for text in texts)
    assert any("每被退回修改一次扣2分" in text for text in texts)
    box = {str(row[0]): row[1] for row in grid.rows[4:12]}
    assert box == {
        "考核权重：按时反馈": 55,
        "考核权重：按时办结": 40,
        "考核权重：佐证质量": 20,
        "考核：退回一次扣分": 2,
        "优秀线": 90,
        "良好线": 80,
        "合格线": 60,
        "得分上限": 100,
    }


def test_the_same_facts_give_the_same_bytes(book: Path, facts: Facts, tmp_path: Path) -> None:
    write_scores(tmp_path / "a.xlsx", facts)
    assert (tmp_path / "a.xlsx").read_bytes() == book.read_bytes()


def test_nobody_to_score(facts: Facts, tmp_path: Path) -> None:
    write_scores(tmp_path / "a.xlsx", scored(facts, []))
    assert sheet_of(tmp_path / "a.xlsx", "考核").text(FIRST_ROW, 0) == "没有承担任务的单位。"
    assert sheet_of(tmp_path / "a.xlsx", "加减分").text(FIRST_ROW, 0) == "总表“考核加减分”里没有填写。"


@pytest.mark.office
def test_the_page_with_the_rules_is_one_page(book: Path, convert: Callable[[Path, str], Path]) -> None:
    import subprocess

    pdf = convert(book, "pdf")
    text = subprocess.run(
        ["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True
    ).stdout
    pages = text.rstrip("\f").split("\f")
    assert sum("1. 按时反馈" in page for page in pages) == 1
    assert "8. 等次" in pages[-1]
    assert "1. 按时反馈" in pages[-1]
