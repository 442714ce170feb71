"""Decisions that may mean something else than they say: copies of a row, 同上, joining over what lies between."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from review_drafts import Row, example, heading, job, made_of, row_named, worked_on, written
from taskbook.codes import Severity
from taskbook.columns import Sheet
from taskbook.findings import Code, Finding
from taskbook.grid import Grid
from taskbook.language.directory import Directory
from taskbook.master import read_master, write_master
from taskbook.review.deciding import Deciding
from taskbook.review.read import Reviewed, read_review
from taskbook.review.table import find_table, read_lines

Change = Callable[[list[Row]], list[Row]]

FOUR = [job(f"公布第{number}批目录。\n", section="一、公开") for number in (1, 2, 3, 4)]


def told(result: Reviewed, code: Code) -> list[Finding]:
    return [one for one in result.findings if one.code is code]


def contents(result: Reviewed) -> list[str]:
    return [task.content for task in result.plan.tasks]


@pytest.fixture
def four(tmp_path) -> Callable[[Change], Reviewed]:
    """`four(change)`: four tasks of one section, the rows changed so."""
    return lambda change: read_review(worked_on(written(tmp_path, made_of(FOUR)), change))


def deciding(*words: str) -> Change:
    return lambda rows: [row | {"处理": word} for row, word in zip(rows, words, strict=True)]


# ---- one 稿号 twice ----


def test_opposite_decisions_about_one_row_are_an_error_that_names_both(four):
    result = four(
        lambda rows: [
            *rows,
            row_named(rows, 2) | {"处理": "不采用"},
            row_named(rows, 3) | {"责任单位": "甲局"},
        ]
    )
    (differ,) = told(result, Code.REVIEW_DECISIONS_DIFFER)
    assert (differ.severity, differ.where.address) == (Severity.ERROR, "A8")
    assert "稿号002有2行（第5行、第8行）" in differ.message
    assert "采用、不采用" in differ.message
    (twice,) = told(result, Code.REVIEW_NUMBER_TWICE)
    assert (twice.severity, twice.where.address) == (Severity.WARNING, "A9")
    assert "稿号003有2行（第6行、第9行）" in twice.message
    assert [task.responsible for task in result.plan.tasks] == ["", "", "", "甲局", ""]


def test_copies_that_are_all_left_out_and_new_rows_are_no_copies(four):
    def change(rows: list[Row]) -> list[Row]:
        rows = [row | {"处理": "不采用"} if row["稿号"] == "稿004" else row for row in rows]
        return [*rows, rows[-1], rows[0] | {"稿号": "", "工作任务": "另一项。"}]

    result = four(change)
    codes = {one.code for one in result.findings}
    assert codes & {Code.REVIEW_NUMBER_TWICE, Code.REVIEW_DECISIONS_DIFFER} == set()
    assert result.added == 1
    assert "1行原来不是任务" in result.summary()


def test_a_second_review_sheet_is_said_not_to_be_read(tmp_path):
    path = written(tmp_path, example())
    workbook = openpyxl.load_workbook(path)
    workbook.copy_worksheet(workbook["审阅"]).title = "审阅 (2)"
    workbook.create_sheet("分工").append(["处理", "经办"])
    workbook.save(path)
    (second,) = told(read_review(path), Code.REVIEW_SECOND_SHEET)
    assert (second.where.sheet, second.where.file) == ("审阅 (2)", path.name)
    assert len(read_review(path).plan.tasks) == 4


# ---- 同上 ----


def test_the_same_again_repeats_the_row_above_and_is_told(four):
    result = four(deciding("采用", "不采用", "同上", "同上"))
    assert contents(result) == ["公布第1批目录。"]
    said = told(result, Code.REVIEW_DECISION_REPEATED)
    assert [one.where.address for one in said] == ["A6", "A7"]
    assert "上一行（稿002）" in said[0].message
    assert "已照“不采用”处理" in said[0].message
    assert contents(four(deciding("采用", "同上", "采用", "采用"))) == [one.text.strip() for one in FOUR]


def test_the_same_again_is_unknown_where_another_row_stands_above_it(four):
    result = four(lambda rows: deciding("同上", "采用", "不采用", "采用")(rows[::-1]))
    assert [one.where.address for one in told(result, Code.REVIEW_DECISION_UNKNOWN)] == ["A4"]
    moved = four(lambda rows: deciding("不采用", "同上", "采用", "采用")([rows[3], *rows[:3]]))
    assert len(told(moved, Code.REVIEW_DECISION_UNKNOWN)) == 1
    assert len(moved.plan.tasks) == 3


@pytest.mark.parametrize("words", ["采用？", "删?", "同上？"])
def test_a_question_decides_nothing(four, words):
    result = four(deciding("不采用", words, "采用", "采用"))
    assert len(told(result, Code.REVIEW_DECISION_UNKNOWN)) == 1
    assert len(result.plan.tasks) == 3


# ---- joining ----


def test_joining_over_what_is_left_out_or_deleted_is_told(four):
    (told_once,) = told(
        four(deciding("采用", "不采用", "并入上一条", "并入上一条")), Code.REVIEW_JOINED_ACROSS
    )
    assert (told_once.severity, told_once.where.address) == (Severity.WARNING, "A6")
    assert "“公布第1批目录。”，中间隔着不采用的稿002" in told_once.message
    deleted = four(lambda rows: deciding("采用", "并入上一条", "采用")([rows[0], *rows[2:]]))
    assert "稿002" in told(deleted, Code.REVIEW_JOINED_ACROSS)[0].message
    assert told(four(deciding("采用", "并入上一条", "不采用", "采用")), Code.REVIEW_JOINED_ACROSS) == []


def test_joining_to_another_section_is_told(tmp_path):
    bits = [
        heading("一、公开"),
        job("公布目录。\n", section="一、公开", topic="甲"),
        heading("二、服务"),
        job("开通热线。\n", section="二、服务", topic="甲"),
        job("延长时间。\n", section="二、服务", topic="乙"),
    ]

    def change(rows: list[Row]) -> list[Row]:
        for number in (4, 5):
            row_named(rows, number)["处理"] = "并入上一条"
        return rows

    first, second = told(
        read_review(worked_on(written(tmp_path, made_of(bits)), change)), Code.REVIEW_JOINED_ACROSS
    )
    assert "（“一、公开，甲”和“二、服务，甲”）" in first.message
    assert "“二、服务，乙”" in second.message


def test_a_persons_own_column_is_kept_when_rows_are_joined(four):
    def change(rows: list[Row]) -> list[Row]:
        rows = deciding("采用", "并入上一条", "采用", "并入上一条")(rows)
        own = ["", "经办01", "经办02", "经办03"]
        return [row | {"经办": name} for row, name in zip(rows, own, strict=True)]

    tasks = four(change).plan.tasks
    assert [dict(task.extra)["经办"] for task in tasks] == ["经办01", "经办02；经办03"]


# ---- rows put in ----


def test_new_rows_of_a_sorted_sheet_are_said_where_they_went(four):
    new = {"处理": "采用", "工作任务": "另一项。"}
    result = four(
        lambda rows: [{**dict.fromkeys(rows[0], ""), **new}, *rows[::-1], new | {"工作任务": "再一项。"}]
    )
    assert contents(result)[0] == "另一项。"
    assert contents(result)[2] == "再一项。"
    front, last = told(result, Code.REVIEW_ADDED_PLACED)
    assert (front.where.address, last.where.address) == ("B4", "B9")
    assert "已放在最前面" in front.message
    assert "已放在稿001后面" in last.message
    assert told(four(lambda rows: [*rows, new]), Code.REVIEW_ADDED_PLACED) == []


def test_a_new_row_with_nothing_but_a_persons_own_text_is_told(four):
    def change(rows: list[Row]) -> list[Row]:
        return [*(row | {"经办": ""} for row in rows), {"经办": "这里还缺一项"}]

    result = four(change)
    assert len(result.plan.tasks) == 4
    (finding,) = told(result, Code.REVIEW_ROW_EMPTY)
    assert finding.where.address == "F8"


def test_a_number_the_draft_never_had_is_a_task_of_the_person(four):
    result = four(lambda rows: [*rows, {"稿号": "稿099", "工作任务": "另一项。"}])
    assert contents(result)[-1] == "另一项。"
    assert (result.added, len(result.plan.tasks)) == (0, 5)


def test_only_tasks_deleted_is_not_said_to_be_text(four):
    result = four(lambda rows: rows[1:])
    assert len(told(result, Code.REVIEW_ROW_DELETED)) == 1
    assert told(result, Code.REVIEW_LINES_DELETED) == []


# ---- cells ----


def test_a_merged_decision_counts_for_all_its_rows(tmp_path):
    path = written(tmp_path, made_of(FOUR))
    workbook = openpyxl.load_workbook(path)
    workbook["审阅"]["A5"] = "不采用"
    workbook["审阅"].merge_cells("A5:A6")
    workbook.save(path)
    result = read_review(path)
    assert contents(result) == ["公布第1批目录。", "公布第4批目录。"]
    assert result.findings == ()


def test_own_columns_named_like_those_of_a_master_do_not_become_its(tmp_path):
    own = {"亮灯": "绿", "任务编号": "旧12", "经办": "甲"}
    path = worked_on(written(tmp_path, made_of(FOUR)), lambda rows: [row | own for row in rows])
    result = read_review(path)
    named = dict(result.plan.tasks[0].extra)
    assert sorted(named.values()) == sorted(own.values())
    assert named["经办"] == "甲"
    assert not {"亮灯", "任务编号"} & set(named)
    write_master(result.plan, tmp_path / "总表.xlsx")
    again = read_master(tmp_path / "总表.xlsx")
    assert [task.id for task in again.tasks] == ["T001", "T002", "T003", "T004"]
    assert dict(again.tasks[0].extra) == named


@pytest.mark.parametrize("end", ["\r\n", "\r", "_x000D_\n", "\n"])
def test_line_ends_of_other_programs_part_a_row_alike(end):
    """A blank first line of the parties says that nobody does the first part, whatever the line ends are."""
    headings = ["处理", "稿号", "工作任务", "牵头单位", "责任单位", "配合单位", "完成时限", "一级指标"]
    cells = ["拆分", "稿001", f"甲。{end}乙。", "", f"{end}区财政局", "", f"6月底前{end}年底前", "一"]
    grid = Grid(Sheet.REVIEW, [headings, cells])
    table = find_table(grid)
    assert table is not None
    deciding = Deciding(table, None, "稿.xlsx", Directory(), 3)
    deciding.decide(read_lines(grid, table))
    assert [(one.content, one.responsible, one.deadline) for one in deciding.tasks] == [
        ("甲。", "", "6月底前"),
        ("乙。", "区财政局", "年底前"),
    ]
    assert deciding.findings == []


def test_two_own_columns_of_one_name_are_both_kept(tmp_path):
    path = written(tmp_path, made_of(FOUR))
    workbook = openpyxl.load_workbook(path)
    sheet = workbook["审阅"]
    for column, text in ((18, "甲"), (19, "乙")):
        sheet.cell(3, column, "意见")
        sheet.cell(4, column, text)
    workbook.save(path)
    assert [text for _, text in read_review(path).plan.tasks[0].extra] == ["甲", "乙"]


def test_the_plan_says_in_which_columns_units_and_groups_stand(tmp_path):
    path = written(tmp_path, example())
    workbook = openpyxl.load_workbook(path)
    workbook[Sheet.UNITS].insert_cols(1)
    workbook.save(path)
    columns = read_review(Path(path)).plan.side_columns
    assert columns["单位名称"] == "B"
    assert columns["群组词"] == "A"
