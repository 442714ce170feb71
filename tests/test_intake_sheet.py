"""Workbooks as tables: what cells show, what is hidden, what cannot be read."""

from __future__ import annotations

import shutil
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
from plan_documents import PLAN, drawn, make_xlsx, said
from taskbook.findings import Code
from taskbook.intake import read_document
from taskbook.intake.sheet import seen


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (date(2026, 11, 30), "", "2026年11月30日"),
        (date(2026, 11, 30), "yyyy-mm-dd", "2026年11月30日"),
        (date(2026, 11, 1), 'yyyy"年"m"月"', "2026年11月"),
        (date(2026, 11, 1), "y m", "2026年11月"),
        (date(2026, 11, 30), '[$-804]m"月"d"日";@', "11月30日"),
        (date(2026, 11, 1), "mmm-yy", "2026年11月"),
        (datetime(2026, 11, 30), "yyyy/m/d", "2026年11月30日"),
        (datetime(2026, 11, 30, 9, 30), "yyyy/m/d h:mm", "2026年11月30日 09:30"),
        (time(9, 30), "", "09:30:00"),
        (1.0, "", "1"),
        (0.95, "0%", "95%"),
        (0.9512, "0.00%", "95.12%"),
        (0.95, "", "0.95"),
        ("95%", "0%", "95%"),
        (True, "0%", "TRUE"),
    ],
)
def test_a_value_comes_as_its_cell_shows_it(value, form, text):
    assert seen(value, form) == text


def workbook(tmp_path: Path) -> tuple[openpyxl.Workbook, Path]:
    path = make_xlsx(
        tmp_path / "plan.xlsx",
        任务=drawn(
            """
            | 示例区2026年任务分解表 | < | < | < | < |
            | 单位：项 |  |  |  |  |
            | 序号 | 重点任务 | 具体措施 | 责任单位 | 完成时限 |
            | 1 | 公开 | 任务甲。 | 甲局 | 6月底 |
            | 2 | ^ | 任务乙。 | 乙局 | 6月底 |
            | 3 | 解读 | 任务丙。 | 丙局 | 6月底 |
            """
        ),
    )
    return openpyxl.load_workbook(path), path


def test_titles_merges_numbers_and_dates(tmp_path):
    book, path = workbook(tmp_path)
    sheet = book["任务"]
    for row, number in ((4, 1.0), (5, 2.0), (6, 3.0)):
        sheet.cell(row, 1).value = number
    sheet["E4"].value = date(2026, 11, 30)
    sheet["E5"].value = datetime(2026, 9, 1)
    sheet["E5"].number_format = 'yyyy"年"m"月"'
    book.save(path)
    plan, findings = read_document(path)
    assert plan.settings.plan_name == "示例区2026年任务分解表"
    assert [said(task, "number", "topic", "deadline", "row") for task in plan.tasks] == [
        ("1", "公开", "2026年11月30日", 4),
        ("2", "公开", "2026年9月", 5),
        ("3", "解读", "6月底", 6),
    ]
    assert [(one.code, one.where.sheet, one.where.address) for one in findings[1:]] == [
        (Code.TEXT_UNPLACED, "任务", "A2")
    ]


def test_hidden_rows_and_columns_are_imported_and_said(tmp_path):
    book, path = workbook(tmp_path)
    book["任务"].row_dimensions[5].hidden = True
    book["任务"].column_dimensions["D"].hidden = True
    book.save(path)
    plan, findings = read_document(path)
    assert len(plan.tasks) == 3
    said_of = {one.code: one.where.address for one in findings}
    assert said_of[Code.ROW_HIDDEN] == "A5"
    assert said_of[Code.COLUMN_HIDDEN] == "D3"


def test_formulas_without_a_value_and_errors_are_said(tmp_path):
    book, path = workbook(tmp_path)
    book["任务"]["A4"] = "=ROW()-3"
    book["任务"]["E6"] = "#REF!"
    book["任务"]["E6"].data_type = "e"
    book.save(path)
    _, findings = read_document(path)
    unread = [(one.where.address, one.message) for one in findings if one.code is Code.CELL_UNREAD]
    assert [address for address, _ in unread] == ["A4", "E6"]
    assert "=ROW()-3" in unread[0][1]
    assert "#REF!" in unread[1][1]


def test_all_sheets_are_read(tmp_path):
    path = make_xlsx(
        tmp_path / "plan.xlsx",
        第一部分=drawn(PLAN),
        第二部分=drawn(PLAN.replace("| 1 |", "| 3 |").replace("| 2 |", "| 4 |")),
        通讯录=drawn("| 姓名 | 电话 |\n| 联络员01 | 0000 |"),
    )
    plan, findings = read_document(path, 2026)
    assert [task.number for task in plan.tasks] == ["1", "2", "3", "4"]
    assert [task.id for task in plan.tasks] == ["T001", "T002", "T003", "T004"]
    assert [(one.code, one.where.sheet) for one in findings] == [(Code.TABLE_IGNORED, "通讯录")]


def test_the_name_of_the_file_does_not_matter(tmp_path):
    _, path = workbook(tmp_path)
    lying = tmp_path / "plan.xls"
    shutil.copy(path, lying)
    assert len(read_document(lying)[0].tasks) == 3


def test_an_old_workbook(tmp_path):
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("任务")
    drawing = drawn(PLAN)
    covered = {(2, 1)}
    for row, line in enumerate(drawing.texts):
        for column, text in enumerate(line):
            if (row, column) not in covered:
                sheet.write(row, column, float(text) if text.isdigit() else text)
    sheet.merge(1, 2, 1, 1)
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    sheet.write(3, 0, 3)
    sheet.write(3, 2, "任务丙。")
    sheet.write(3, 3, "丙局")
    sheet.write(3, 4, date(2026, 11, 30), day)
    book.save(str(tmp_path / "plan.xls"))
    plan, _ = read_document(tmp_path / "plan.xls")
    assert [said(task, "number", "topic", "deadline") for task in plan.tasks] == [
        ("1", "公开重点信息", "2026年11月底"),
        ("2", "公开重点信息", "全年持续推进"),
        ("3", "公开重点信息", "2026年11月30日"),
    ]


@pytest.mark.office
@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_a_workbook_of_another_program(tmp_path, convert, kind):
    book, path = workbook(tmp_path)
    book["任务"]["E4"].value = date(2026, 11, 30)
    book.save(path)
    plan, _ = read_document(convert(path, kind))
    assert [said(task, "number", "topic", "deadline") for task in plan.tasks][:2] == [
        ("1", "公开", "2026年11月30日"),
        ("2", "公开", "6月底"),
    ]
