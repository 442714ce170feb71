"""The sheet 考核加减分: blank in every new master, read however people fill it in, and nothing in masters without it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from masters import PLAN, book_of, sheets_with
from taskbook.check import check_master
from taskbook.columns import PointField, Sheet
from taskbook.findings import Code
from taskbook.grid import Grid
from taskbook.master import read_master, write_master
from taskbook.master.points import read_points
from taskbook.model import HandPoints, Unit

TASKS = [
    ["任务编号", "工作任务", "牵头单位", "责任单位", "配合单位", "完成时限"],
    ["T001", "甲", "区司法局", "", "", "年底前"],
]
HEADINGS = [field.value for field in PointField]
UNITS = (Unit("区司法局", aliases=("司法局",)), Unit("区财政局"))


def read(*rows: list[object], year: int = 2026) -> tuple[HandPoints, ...]:
    points, _ = read_points(Grid(Sheet.POINTS, [list(HEADINGS), *map(list, rows)]), UNITS, year)
    return points


def test_every_new_master_has_it_blank(tmp_path):
    path = tmp_path / "总表.xlsx"
    write_master(PLAN, path)
    sheet = openpyxl.load_workbook(path)[Sheet.POINTS]
    assert [cell.value for cell in sheet[3]] == HEADINGS
    assert [cell.value for row in sheet.iter_rows(min_row=4) for cell in row if cell.value] == []
    lists = {
        str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation if one.type == "list"
    }
    assert lists == {"A4:A10000": "名单_单位"}
    assert sheet["B4"].number_format == "@"  # or 2026-09 typed there would become a day
    plan = read_master(path)
    assert plan.points == ()
    assert plan.point_columns[PointField.REASON] == "E"


def test_what_is_written_is_read_back(tmp_path):
    points = (
        HandPoints("区司法局", 2.0, 0.0, "省级通报表扬", "2026-09", 4),
        HandPoints("区财政局", 0.0, 0.5, "=三次催报", "", 5),
    )
    path = tmp_path / "总表.xlsx"
    write_master(replace(PLAN, points=points), path)
    assert read_master(path).points == points


def test_a_master_without_the_sheet_has_no_points(tmp_path):
    path = book_of(tmp_path / "旧.xlsx", sheets_with(TASKS))
    plan = read_master(path)
    assert (plan.points, plan.point_columns) == ((), {})
    assert not [one for one in check_master(path, write=False).findings if one.where.sheet == Sheet.POINTS]


def test_columns_may_be_moved_and_rows_left_out(tmp_path):
    rows = [
        ["今年的加减分"],
        [],
        ["理由", "扣分", "单位名称", "经办", "加分", "期次"],
        [],
        ["迟报", 1, "司法局", "甲", None, "2026-03"],
    ]
    path = book_of(tmp_path / "总表.xlsx", {**sheets_with(TASKS), "考核加减分": rows})
    plan = read_master(path)
    assert plan.points == (HandPoints("司法局", 0.0, 1.0, "迟报", "2026-03", 5),)
    assert plan.point_columns[PointField.UNIT] == "C"


@pytest.mark.parametrize(
    ("written", "period"),
    [
        ("2026-09", "2026-09"),
        ("２０２６年９月", "2026-09"),
        ("9月", "2026-09"),
        ("202609", "2026-09"),
        (date(2026, 9, 1), "2026-09"),
        (datetime(2026, 9, 30), "2026-09"),
        ("", ""),
        ("三季度", "三季度"),
        ("2026-13", "2026-13"),
    ],
)
def test_periods_as_people_and_programs_write_them(written, period):
    (points,) = read(["区司法局", written, 1, "", "表扬"])
    assert points.period == period


def test_a_month_without_a_year_says_nothing_where_the_plan_has_none():
    (points,) = read(["区司法局", "9月", 1, "", "表扬"], year=0)
    assert points.period == "9月"


@pytest.mark.parametrize(
    ("written", "number", "unread"),
    [
        (2, 2.0, ()),
        (0.5, 0.5, ()),
        ("２", 2.0, ()),
        ("1.5 分", 1.5, ()),
        ("", 0.0, ()),
        ("+2", 0.0, ((PointField.DEDUCTED, "+2"),)),
        (-2, 0.0, ((PointField.DEDUCTED, "-2"),)),
        ("两分", 0.0, ((PointField.DEDUCTED, "两分"),)),
        ("1000", 0.0, ((PointField.DEDUCTED, "1000"),)),
        ("#REF!", 0.0, ((PointField.DEDUCTED, "#REF!"),)),
    ],
)
def test_numbers_as_people_write_them(written, number, unread):
    (points,) = read(["区司法局", "", "", written, "迟报"])
    assert (points.deducted, points.unread) == (number, unread)


def test_an_alias_is_the_unit_and_another_name_stays_as_written():
    assert [one.unit for one in read(["司 法局", "", 1, "", "甲"], ["司法", "", 1, "", "乙"])] == [
        "区司法局",
        "司法",
    ]


def test_check_tells_what_does_not_count_and_marks_the_cells(tmp_path):
    path = tmp_path / "总表.xlsx"
    write_master(PLAN, path)
    workbook = openpyxl.load_workbook(path)
    rows = (["区司法局", "9月", 1, None, "表扬"], ["区卫健局", "三季度", None, "两分", None])
    for row, values in enumerate(rows, 4):
        for column, value in enumerate(values, 1):
            workbook[Sheet.POINTS].cell(row, column).value = value
    workbook.save(path)
    found = {
        (one.code, one.where.address)
        for one in check_master(path).findings
        if one.where.sheet == Sheet.POINTS
    }
    assert found == {
        (Code.POINTS_UNIT_UNKNOWN, "A5"),
        (Code.POINTS_PERIOD_WRONG, "B5"),
        (Code.POINTS_NOT_NUMBER, "D5"),
        (Code.POINTS_WITHOUT_REASON, "E5"),
    }
    listed = openpyxl.load_workbook(path)[Sheet.FINDINGS]
    links = {cell.hyperlink.location for row in listed.iter_rows() for cell in row if cell.hyperlink}
    assert f"'{Sheet.POINTS}'!D5" in links


def test_a_lost_heading_is_told_and_stops_nothing(tmp_path):
    rows = [["单位名称", "期次", "加分", "事由"], ["区司法局", "", 2, "表扬"]]
    path = book_of(tmp_path / "总表.xlsx", {**sheets_with(TASKS), "考核加减分": rows})
    missing = [
        one for one in check_master(path, write=False).findings if one.code is Code.POINTS_HEADING_MISSING
    ]
    assert [one.message for one in missing] == [
        Code.POINTS_HEADING_MISSING.sentence.format(heading=heading) for heading in ("扣分", "理由")
    ]


def test_the_written_file_opens_in_another_program(tmp_path: Path, convert):
    path = tmp_path / "总表.xlsx"
    points = (HandPoints("区司法局", 2.0, 0.0, "表扬", "2026-09", 4),)
    write_master(replace(PLAN, points=points), path)
    assert read_master(convert(path, "xlsx")).points == points
