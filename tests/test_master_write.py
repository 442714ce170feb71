"""A new master: what stands where, and that it looks like a document."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from masters import PLAN
from openpyxl.worksheet.worksheet import Worksheet
from taskbook import master, wording
from taskbook.columns import HEADINGS, SETTING_LABELS, Field, Sheet
from taskbook.grid import text_of
from taskbook.master.write import title_of
from taskbook.model import Group, Plan, Settings, Task, Unit
from taskbook.ooxml.fitting import TALLEST, lines_needed, row_height, text_width
from taskbook.ooxml.rows import cell_text


def written(tmp_path: Path, plan: Plan = PLAN) -> openpyxl.Workbook:
    path = tmp_path / "总表.xlsx"
    master.write_master(plan, path)
    return openpyxl.load_workbook(path)


def headings(sheet: Worksheet) -> list[str]:
    return [cell.value for cell in sheet[3]]


def test_sheets_in_order(tmp_path):
    assert written(tmp_path).sheetnames == [
        "责任分解表",
        "单位",
        "群组",
        "考核加减分",
        "设置",
        "校验结果",
        "说明",
    ]


def test_title_note_headings_then_tasks(tmp_path):
    sheet = written(tmp_path)[Sheet.TASKS]
    assert sheet["A1"].value == "示例区2026年政务公开工作要点责任分解表"
    assert sheet["A2"].value.startswith(
        "编制单位：示例区人民政府办公室　　年度：2026　　印发日期：2026-03-10\n"
    )
    usual = [heading for field, heading in HEADINGS.items() if field not in (Field.LEADER, Field.REMARK)]
    assert headings(sheet) == usual
    assert [cell.value for cell in sheet[4]][:10] == [
        "T001",
        "1",
        "一、公开",
        "（一）决策",
        "公布目录。",
        "区司法局",
        "区财政局",
        None,
        "查看目录",
        "4月底前",
    ]


def test_leader_remark_and_own_columns_only_where_the_source_had_them(tmp_path):
    first = replace(PLAN.tasks[0], remark="重点", extra=(("公开平台", "网站"), ("频次", "")))
    second = replace(PLAN.tasks[1], leader="分管领导01", extra=(("频次", "每月"),))
    sheet = written(tmp_path, replace(PLAN, tasks=(first, second)))[Sheet.TASKS]
    assert headings(sheet)[15:] == ["牵头领导", "备注", "公开平台", "频次"]
    assert [cell.value for cell in sheet[4]][15:] == [None, "重点", "网站", None]
    assert [cell.value for cell in sheet[5]][15:] == ["分管领导01", None, None, "每月"]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("某区2026年工作要点", "某区2026年工作要点责任分解表"),
        ("某区2026年工作责任分解表", "某区2026年工作责任分解表"),
        ("某区工作要点任务分工", "某区工作要点任务分工"),
        ("", "责任分解表"),
    ],
)
def test_the_title_names_the_table_once(name, title):
    assert title_of(name) == title


def test_topics_are_merged_and_stand_in_every_cell_for_filters(tmp_path):
    path = tmp_path / "总表.xlsx"
    master.write_master(PLAN, path)
    sheet = openpyxl.load_workbook(path)[Sheet.TASKS]
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A1:O1", "A2:O2", "C4:C5", "D4:D5"}
    from taskbook.grid import read_grids

    rows = read_grids(path)[0].rows
    assert [row[2] for row in rows[3:]] == ["一、公开", "一、公开", "二、服务"]
    assert [row[3] for row in rows[3:]] == ["（一）决策", "（一）决策", "（二）大厅"]


def test_a_topic_is_not_merged_over_two_sections(tmp_path):
    tasks = tuple(replace(task, topic="同名") for task in PLAN.tasks)
    merges = {
        str(area) for area in written(tmp_path, replace(PLAN, tasks=tasks))[Sheet.TASKS].merged_cells.ranges
    }
    assert "D4:D5" in merges
    assert "D4:D6" not in merges


def test_it_prints_on_a3_with_headings_and_page_numbers(tmp_path):
    sheet = written(tmp_path)[Sheet.TASKS]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (8, "landscape")
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) in {(1, 0), (None, 0)}
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.freeze_panes == "C4"
    assert sheet.auto_filter.ref == "A3:O6"
    assert "&P" in sheet.oddFooter.center.text
    assert "&N" in sheet.oddFooter.center.text


def test_drop_downs_hint_but_do_not_fence(tmp_path):
    workbook = written(tmp_path)
    rules = {str(rule.sqref): rule for rule in workbook[Sheet.TASKS].data_validations.dataValidation}
    assert {area.split(":")[0] for area in rules} == {"F4", "G4", "H4"}
    assert {rule.formula1 for rule in rules.values()} == {"名单_单位"}
    assert not any(rule.showErrorMessage for rule in rules.values())
    side = {str(rule.sqref): rule for rule in workbook[Sheet.UNITS].data_validations.dataValidation}
    assert side["F4:F10000"].formula1 == '"是,否"'
    assert side["F4:F10000"].showErrorMessage
    settings = workbook[Sheet.SETTINGS]
    choices = {
        settings.cell(next(iter(rule.sqref.ranges)).min_row, 1).value: rule.formula1
        for rule in settings.data_validations.dataValidation
    }
    assert choices == {
        SETTING_LABELS["light_rule"]: '"默认,宿迁,银川,剩余时间"',
        SETTING_LABELS["mail_way"]: f'"{",".join(wording.MAIL_WAYS)}"',
        SETTING_LABELS["check_links"]: '"是,否"',
    }


@pytest.mark.parametrize("sheet", [Sheet.TASKS, Sheet.UNITS, Sheet.GROUPS, Sheet.SETTINGS])
def test_marks_look_up_their_own_sheet(tmp_path, sheet):
    rules = [rule for area in written(tmp_path)[sheet].conditional_formatting for rule in area.rules]
    marks = [rule.formula[0] for rule in rules if "校验_单元格" in rule.formula[0]]
    assert marks == [
        f'COUNTIFS(校验_工作表,"{sheet}",校验_单元格,ADDRESS(ROW(),COLUMN(),4),校验_级别,"{word}")>0'
        for word in ("错误", "警告", "提示")
    ]


def test_names_for_the_marks(tmp_path):
    names = {name: item.attr_text for name, item in written(tmp_path).defined_names.items()}
    assert names["校验_级别"] == "校验结果!$A:$A"
    assert names["校验_工作表"] == "校验结果!$B:$B"
    assert names["校验_单元格"] == "校验结果!$C:$C"


def test_settings_with_their_types(tmp_path):
    sheet = written(tmp_path)[Sheet.SETTINGS]
    values = {row[0].value: row[1] for row in sheet.iter_rows(min_row=4)}
    assert list(values) == list(SETTING_LABELS.values())
    assert values["年度"].value == 2026
    assert values["印发日期"].number_format == "yyyy-mm-dd"
    assert values["每期报送截止日"].value == 25
    assert values["下发文件夹"].value == "下发"


def test_a_plan_that_knows_nothing_of_itself(tmp_path):
    path = tmp_path / "总表.xlsx"
    master.write_master(Plan(Settings(), (Task("", content="只有内容"),)), path)
    plan = master.read_master(path)
    assert plan.settings == Settings()
    assert [task.content for task in plan.tasks] == ["只有内容"]
    assert (plan.units, plan.groups) == ((), ())


def test_text_is_never_a_formula_or_a_link(tmp_path):
    task = replace(
        PLAN.tasks[0], content="=1+1", lead="http://x.example", number="+3", extra=(("=列", "@甲"),)
    )
    plan = replace(
        PLAN,
        tasks=(task,),
        units=(Unit("=甲", "-", ("+乙",), "@", "a@b.example"),),
        groups=(Group("=丙", "=丁"),),
    )
    workbook = written(tmp_path, plan)
    cells = [
        cell for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.value is not None
    ]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert [cell.coordinate for cell in cells if cell.hyperlink] == []


def test_the_longest_text_has_room(tmp_path):
    task = replace(PLAN.tasks[0], content="很长的任务。" * 1500)
    sheet = written(tmp_path, replace(PLAN, tasks=(task, *PLAN.tasks[1:])))[Sheet.TASKS]
    width, height = sheet.column_dimensions["E"].width, sheet.row_dimensions[4].height
    assert width <= 255
    assert height <= TALLEST
    assert sheet["E4"].value == task.content


def test_columns_without_any_text_are_narrow(tmp_path):
    tasks = tuple(replace(task, support="", section="") for task in PLAN.tasks)
    sheet = written(tmp_path, replace(PLAN, tasks=tasks))[Sheet.TASKS]
    widths = {letter: sheet.column_dimensions[letter].width for letter in "CHGN"}
    assert widths["C"] < 12 > widths["H"]
    assert widths["G"] > 20 < widths["N"]


def test_a_long_topic_over_few_rows_makes_them_higher(tmp_path):
    tall = tuple(replace(task, section="某项", topic="很长很长的二级指标名称" * 9) for task in PLAN.tasks[:2])
    sheet = written(tmp_path, replace(PLAN, tasks=tall))[Sheet.TASKS]
    room = sum(sheet.row_dimensions[row].height for row in (4, 5))
    assert room + 1 >= row_height(lines_needed(tall[0].topic, 18, 12), 12)


@pytest.mark.parametrize(
    ("text", "width"), [("", 0), ("abc", 3), ("区教育局", 8), ("（一）A", 7), ("“甲”", 6)]
)
def test_chinese_counts_double(text, width):
    assert text_width(text) == width


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [("", 10, 1), ("甲", 10, 1), ("甲\n乙", 10, 2), ("甲" * 20, 20, 3), ("甲", 0.5, 1)],
)
def test_lines_of_wrapped_text(text, width, lines):
    assert lines_needed(text, width, 12) == lines


_ANY = st.text(max_size=40)
_TASKS = st.builds(
    Task, id=_ANY, number=_ANY, section=_ANY, topic=_ANY, content=_ANY, lead=_ANY, deadline=_ANY
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_TASKS, min_size=1, max_size=4), _ANY)
def test_any_text_comes_back_as_written(tmp_path, tasks, word):
    # A first row that is surely a task, and a group, so that there is always something to read.
    first = Task("T001", content="任务")
    groups = (Group("各乡镇", word),)
    path = tmp_path / "总表.xlsx"
    master.write_master(Plan(Settings(), (first, *tasks), (), groups), path)
    read = master.read_master(path)
    kept = [text_of(cell_text(task.content)) for task in tasks]
    saying = [
        any(text_of(cell_text(text)) for text in (task.number, task.content, task.lead, task.deadline))
        for task in tasks
    ]
    heading = HEADINGS[Field.CONTENT]
    expected = [text for text, says in zip(kept, saying, strict=True) if says and text != heading]
    assert [task.content for task in read.tasks] == ["任务", *expected]
    assert read.groups[0].members == text_of(cell_text(word))
