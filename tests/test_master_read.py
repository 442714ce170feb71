"""Reading a master: by its headings, whatever people have done to its layout."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlwt
from masters import HEADINGS, PLAN, book_of, sheets_with, table_of
from msoffcrypto.format.ooxml import OOXMLFile
from taskbook import master
from taskbook.columns import SETTING_LABELS, Field
from taskbook.findings import CannotGoOn, Code, Stop
from taskbook.master.read import split_aliases
from taskbook.master.settings import read_date


def tasks_doc(request, tmp_path, **others):
    """The table in a test's docstring as a master's 责任分解表, read back."""
    return master.read_master(
        book_of(tmp_path / "总表.xlsx", sheets_with(table_of(request.function.__doc__), **others))
    )


def shown(plan) -> list[tuple[str, ...]]:
    return [(task.id, task.content, task.lead, task.responsible, task.deadline) for task in plan.tasks]


def test_columns_in_any_order_under_a_title(request, tmp_path):
    """
    | 某区2026年任务分解表 |      |          |          |          |          |          |
    | 说明：请认真落实     |      |          |          |          |          |          |
    | 完成时限 | 责任部门 | 任务编号 | 牵头单位 | 工作任务 | 序号 | 协办单位 | 经办 |
    | 年底前   | 区财政局 | T001 | 区司法局 | 公布目录 | 1 | 区教育局 | 甲 |
    |          |          |      |          |          |   |          |    |
    | 长期工作 |          | T007 | 区民政局 | 适老化   | 2 |          |    |
    """
    plan = tasks_doc(request, tmp_path)
    assert shown(plan) == [
        ("T001", "公布目录", "区司法局", "区财政局", "年底前"),
        ("T007", "适老化", "区民政局", "", "长期工作"),
    ]
    assert [task.row for task in plan.tasks] == [4, 6]
    assert plan.columns[Field.RESPONSIBLE] == "B"
    assert plan.columns[Field.CONTENT] == "E"
    assert [task.extra for task in plan.tasks] == [(("经办", "甲"),), (("经办", ""),)]


def test_a_fields_own_heading_wins_over_a_synonym(request, tmp_path):
    """
    | 任务编号 | 任务 | 工作任务 | 牵头单位 | 责任单位 | 单位 | 配合单位 | 完成时限 |
    | T001 | 简称 | 公布目录 | 甲 | 乙 | 丙 | 丁 | 年底前 |
    """
    plan = tasks_doc(request, tmp_path)
    assert shown(plan) == [("T001", "公布目录", "甲", "乙", "年底前")]
    assert plan.tasks[0].extra == (("任务", "简称"), ("单位", "丙"))


def test_headings_with_blanks_breaks_and_full_width_marks(request, tmp_path):
    """
    | 任务⏎编号 | 工 作 任 务 | 牵头单位： | 责任单位（部门） | 配合单位 | 完成⏎时限 |
    | T001 | 公布目录 | 甲 | 乙 | 丙 | 年底前 |
    """
    assert shown(tasks_doc(request, tmp_path)) == [("T001", "公布目录", "甲", "乙", "年底前")]


def test_headings_repeated_for_a_second_page_are_no_task(request, tmp_path):
    """
    | 任务编号 | 工作任务 | 牵头单位 | 责任单位 | 配合单位 | 完成时限 |
    | T001 | 公布目录 | 甲 | 乙 | | 年底前 |
    | 任务编号 | 工作任务 | 牵头单位 | 责任单位 | 配合单位 | 完成时限 |
    | T002 | 回访 | 丙 | | | 年底前 |
    """
    assert [task.id for task in tasks_doc(request, tmp_path).tasks] == ["T001", "T002"]


def test_a_row_with_only_an_id_or_a_topic_is_no_task(request, tmp_path):
    """
    | 任务编号 | 一级指标 | 工作任务 | 牵头单位 | 责任单位 | 配合单位 | 完成时限 |
    | T001 | 一、公开 | 公布目录 | 甲 | | | 年底前 |
    | T002 | | | | | | |
    | | 二、服务 | | | | | |
    | | | 没有编号的新任务 | 乙 | | | |
    """
    assert [(task.id, task.row) for task in tasks_doc(request, tmp_path).tasks] == [("T001", 2), ("", 5)]


ROW = ["T001", 1, "一、公开", "（一）决策", "公布目录", "区司法局", "区财政局", "", "年底前"]


def read_rows(tmp_path: Path, rows: list[list[object]], *merges: str):
    return master.read_master(book_of(tmp_path / "总表.xlsx", sheets_with(rows), {"责任分解表": merges}))


def test_merged_topics_and_contents_hold_for_every_row(tmp_path):
    second = ["T002", 2, "", "", "", "", "区教育局", "", "长期工作"]
    plan = read_rows(tmp_path, [list(HEADINGS), ROW, second], "C2:C3", "D2:D3", "E2:E3", "F2:F3")
    assert [(task.section, task.topic, task.content, task.lead) for task in plan.tasks] == [
        ("一、公开", "（一）决策", "公布目录", "区司法局")
    ] * 2
    assert [task.responsible for task in plan.tasks] == ["区财政局", "区教育局"]


def test_a_task_merged_over_two_rows_is_one_task(tmp_path):
    blank = [""] * len(HEADINGS)
    merges = [f"{letter}2:{letter}3" for letter in "ABCDEFGHI"]
    assert len(read_rows(tmp_path, [list(HEADINGS), ROW, blank], *merges).tasks) == 1


def test_a_heading_in_two_rows(tmp_path):
    top = ["任务编号", "序号", "一级指标", "二级指标", "工作任务", "责任分工", "", "", "完成时限"]
    below = ["", "", "", "", "", "牵头单位", "责任单位", "配合单位", ""]
    merges = [f"{letter}1:{letter}2" for letter in "ABCDEI"]
    plan = read_rows(tmp_path, [top, below, ROW], "F1:H1", *merges)
    assert shown(plan) == [("T001", "公布目录", "区司法局", "区财政局", "年底前")]


def test_a_band_across_the_table_is_no_task(tmp_path):
    band = ["一、推进公开", *[""] * (len(HEADINGS) - 1)]
    plan = read_rows(tmp_path, [list(HEADINGS), band, ROW], "A2:I2")
    assert [task.id for task in plan.tasks] == ["T001"]


def test_hidden_and_filtered_rows_count(tmp_path):
    path = book_of(tmp_path / "总表.xlsx", sheets_with([list(HEADINGS), ROW, ["T002", *ROW[1:]]]))
    workbook = openpyxl.load_workbook(path)
    workbook["责任分解表"].row_dimensions[3].hidden = True
    workbook["责任分解表"].auto_filter.ref = "A1:I3"
    workbook["责任分解表"].sheet_state = "hidden"
    workbook.save(path)
    assert [task.id for task in master.read_master(path).tasks] == ["T001", "T002"]


def test_numbers_and_dates_read_as_people_see_them(tmp_path):
    row = [*ROW[:8], datetime(2026, 11, 30)]
    (task,) = read_rows(tmp_path, [list(HEADINGS), row]).tasks
    assert (task.number, task.deadline) == ("1", "2026-11-30")


def test_errors_and_formulas_without_a_result_are_seen(tmp_path):
    rows = [list(HEADINGS), ["T001", 1, "", "", '="公布"&"目录"', "#REF!", "", "", "年底前"]]
    path = book_of(tmp_path / "总表.xlsx", sheets_with(rows))
    workbook = openpyxl.load_workbook(path)
    workbook["责任分解表"]["F2"].data_type = "e"
    workbook.save(path)
    (task,) = master.read_master(path).tasks
    assert (task.content, task.lead) == ('="公布"&"目录"', "#REF!")
    assert [(finding.code, finding.where.address) for finding in master.unread_findings(path)] == [
        (Code.ERROR_CELL, "E2"),
        (Code.ERROR_CELL, "F2"),
    ]


# ---- registry, groups, settings ----


def test_units_and_groups_with_their_rows(tmp_path):
    units = table_of("""
        | 单位名册 | | | | | | |
        | 序号 | 邮箱 | 单位名称 | 类别 | 别名 | 停用 | 联系人 |
        | 1 | a@b.example | 区司法局 | 部门 | 司法局；区司法行政局，司法⏎法局 | | 联络员01 |
        | 2 | | | 部门 | | | |
        | 3 | | 区乡村振兴局 | 部门 | | 已停用 | |
        | 4 | | 东岭镇 | 乡镇 | | 否 | |
    """)
    groups = [["群组词", "成员"], ["各乡镇", "类别=乡镇"], ["", "没有词"], ["各预决算单位", ""]]
    rows = [list(HEADINGS), ROW]
    plan = master.read_master(book_of(tmp_path / "总表.xlsx", sheets_with(rows, units=units, groups=groups)))
    assert [(unit.name, unit.row, unit.stopped) for unit in plan.units] == [
        ("区司法局", 3, False),
        ("区乡村振兴局", 5, True),
        ("东岭镇", 6, False),
    ]
    assert plan.units[0].aliases == ("司法局", "区司法行政局", "司法", "法局")
    assert (plan.units[0].contact, plan.units[0].email) == ("联络员01", "a@b.example")
    assert [(group.word, group.members, group.row) for group in plan.groups] == [
        ("各乡镇", "类别=乡镇", 2),
        ("各预决算单位", "", 4),
    ]


def test_aliases_once_each():
    assert split_aliases(" 甲；乙、甲;丙 / 丁 ") == ("甲", "乙", "丙", "丁")


def settings_of(tmp_path, **given):
    settings = [["项目", "值", "说明"], *([SETTING_LABELS[name], value, ""] for name, value in given.items())]
    path = book_of(tmp_path / "总表.xlsx", sheets_with([list(HEADINGS), ROW], settings=settings))
    return master.read_master(path).settings


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("year", 2026, 2026),
        ("year", "2026年", 2026),
        ("issued_on", datetime(2026, 3, 10), date(2026, 3, 10)),
        ("issued_on", "2026年3月10日", date(2026, 3, 10)),
        ("issued_on", "2026/3/10", date(2026, 3, 10)),
        ("issued_on", "2026.03.10", date(2026, 3, 10)),
        ("issued_on", 46091, date(2026, 3, 10)),
        ("due_day", "每月25日前", 25),
        ("due_day", 20.0, 20),
        ("due_day", None, 25),
        ("near_days", "7天", 7),
        ("near_days", 0, 0),
        ("last_task_number", "T040", 40),
        ("light_rule", "从严", "从严"),
        ("folder_issue", "每月下发", "每月下发"),
    ],
)
def test_settings_as_people_write_them(tmp_path, name, value, read):
    assert getattr(settings_of(tmp_path, **{name: value}), name) == read


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("year", "今年"),
        ("year", 26),
        ("issued_on", "三月"),
        ("issued_on", "2026-02-30"),
        ("due_day", 32),
        ("due_day", "月底"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named(tmp_path, name, value):
    with pytest.raises(CannotGoOn) as error:
        settings_of(tmp_path, **{name: value})
    assert error.value.stop is Stop.SETTING_WRONG
    assert SETTING_LABELS[name] in str(error.value)
    assert str(value) in str(error.value)


def test_a_date_cell_without_time():
    assert read_date(date(2026, 3, 10)) == date(2026, 3, 10)


def test_folders_stand_beside_the_master(tmp_path):
    assert master.folder(tmp_path / "总表.xlsx", "下发") == tmp_path / "下发"
    absolute = (tmp_path / "别处").resolve()
    assert master.folder(Path("总表.xlsx"), str(absolute)) == absolute


# ---- cannot go on ----


@pytest.mark.parametrize("sheet", ["责任分解表", "单位", "群组", "设置"])
def test_a_missing_sheet_is_named(tmp_path, sheet):
    sheets = sheets_with([list(HEADINGS), ROW])
    del sheets[sheet]
    with pytest.raises(CannotGoOn) as error:
        master.read_master(book_of(tmp_path / "总表.xlsx", sheets))
    assert error.value.stop is Stop.SHEET_MISSING
    assert f"“{sheet}”" in str(error.value)


@pytest.mark.parametrize("heading", ["任务编号", "工作任务", "牵头单位", "责任单位", "配合单位", "完成时限"])
def test_a_missing_heading_is_named_rather_than_its_column_read_as_blank(tmp_path, heading):
    headings = ["（删了）" if name == heading else name for name in HEADINGS]
    with pytest.raises(CannotGoOn) as error:
        read_rows(tmp_path, [headings, ROW])
    assert error.value.stop is Stop.HEADING_MISSING
    assert heading in str(error.value)


@pytest.mark.parametrize(("sheet", "heading"), [("units", "单位名称"), ("groups", "群组词")])
def test_a_missing_heading_of_a_side_sheet_is_named(tmp_path, sheet, heading):
    sheets = sheets_with([list(HEADINGS), ROW], **{sheet: [["甲", "乙"], ["丙", "丁"]]})
    with pytest.raises(CannotGoOn) as error:
        master.read_master(book_of(tmp_path / "总表.xlsx", sheets))
    assert error.value.stop is Stop.HEADING_MISSING
    assert heading in str(error.value)


@pytest.mark.parametrize(
    "rows", [[list(HEADINGS)], [list(HEADINGS), [""] * 9], [list(HEADINGS), ["T001", *[""] * 8]]]
)
def test_a_plan_without_tasks_is_said_so(tmp_path, rows):
    with pytest.raises(CannotGoOn) as error:
        read_rows(tmp_path, rows)
    assert error.value.stop is Stop.PLAN_EMPTY


def test_settings_without_any_known_label_are_not_taken_for_blank(tmp_path):
    with pytest.raises(CannotGoOn) as error:
        settings_of(tmp_path)
    assert error.value.stop is Stop.HEADING_MISSING
    assert "设置" in str(error.value)


def test_a_blank_sheet_has_no_headings(tmp_path):
    with pytest.raises(CannotGoOn) as error:
        read_rows(tmp_path, [])
    assert error.value.stop is Stop.HEADING_MISSING


def encrypt(path: Path) -> None:
    data = path.read_bytes()
    with path.open("wb") as out:
        import io

        OOXMLFile(io.BytesIO(data)).encrypt("密码", out)


@pytest.mark.parametrize(
    ("spoil", "stop"),
    [
        (lambda path: path.unlink(), Stop.FILE_MISSING),
        (lambda path: path.write_bytes(b"not a workbook"), Stop.NOT_A_WORKBOOK),
        (lambda path: path.write_bytes(path.read_bytes()[:3000]), Stop.NOT_A_WORKBOOK),
        (encrypt, Stop.ENCRYPTED),
    ],
)
def test_a_file_that_cannot_be_read_is_said_so(tmp_path, spoil, stop):
    path = book_of(tmp_path / "总表.xlsx", sheets_with([list(HEADINGS), ROW]))
    spoil(path)
    with pytest.raises(CannotGoOn) as error:
        master.read_master(path)
    assert error.value.stop is stop
    assert "总表.xlsx" in str(error.value)


def test_an_old_style_master_can_be_read(tmp_path):
    path = tmp_path / "总表.xls"
    workbook = xlwt.Workbook()
    for name, rows in sheets_with([list(HEADINGS), ROW]).items():
        sheet = workbook.add_sheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write(number, column, value)
    workbook.save(str(path))
    assert [task.id for task in master.read_master(path).tasks] == ["T001"]


# ---- written and read back; speed ----


def test_what_is_written_is_read_back(tmp_path):
    path = tmp_path / "总表.xlsx"
    master.write_master(PLAN, path)
    plan = master.read_master(path)
    assert [replace(task, row=0) for task in plan.tasks] == list(PLAN.tasks)
    assert [replace(unit, row=0) for unit in plan.units] == list(PLAN.units)
    assert [replace(group, row=0) for group in plan.groups] == list(PLAN.groups)
    assert plan.settings == PLAN.settings


def test_reading_the_sample_is_quick(sample_master):
    master.read_master(sample_master)
    start = time.process_time()
    master.read_master(sample_master)
    assert time.process_time() - start < 0.2


def test_reading_loads_no_heavy_library(tmp_path):
    path = tmp_path / "总表.xlsx"
    master.write_master(PLAN, path)
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path\nfrom taskbook import master\n"
        "master.read_master(Path(sys.argv[2]))\n"
        "print(sorted({'pandas', 'openpyxl', 'xlwings', 'xlsxwriter', 'docx', 'numpy'} & set(sys.modules)))"
    )
    source = str(Path(master.__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-c", code, source, str(path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_a_plan_without_an_id_is_known_by_its_name(tmp_path):
    plan = replace(PLAN, settings=replace(PLAN.settings, plan_id=""))
    master.write_master(plan, tmp_path / "总表.xlsx")
    assert master.read_master(tmp_path / "总表.xlsx").settings.plan_id == PLAN.settings.plan_name
