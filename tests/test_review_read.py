"""The way back: what a person did to the review book becomes the plan, and nothing gets lost unsaid."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from masters import book_of
from review_drafts import (
    GROUPS,
    SETTINGS,
    UNITS,
    Made,
    Row,
    example,
    heading,
    job,
    left,
    made_of,
    row_named,
    worked_on,
    written,
)
from taskbook.codes import Severity
from taskbook.columns import Sheet
from taskbook.findings import CannotGoOn, Code, Stop
from taskbook.grid import text_of
from taskbook.intake.making import plan_id_of
from taskbook.intake.opening import read_blocks
from taskbook.master import read_master, write_master
from taskbook.model import Task
from taskbook.ooxml.rows import cell_text
from taskbook.prose.draft import Confidence, Draft, Kind
from taskbook.prose.drafting import draft_of
from taskbook.review.places import draft_findings
from taskbook.review.read import Reviewed, is_review, read_review
from taskbook.review.rows import rows_of

Change = Callable[[list[Row]], list[Row]]


@pytest.fixture
def reviewed(tmp_path) -> Callable[[Change], Reviewed]:
    """`reviewed(change)`: what comes back of the example when a person has changed its rows so."""

    def read(change: Change) -> Reviewed:
        return read_review(worked_on(written(tmp_path, example()), change))

    return read


def set_in(number: int, **cells: str) -> Change:
    """Fill cells of one row."""

    def change(rows: list[Row]) -> list[Row]:
        row_named(rows, number).update(cells)
        return rows

    return change


def contents(result: Reviewed) -> list[str]:
    return [task.content[:6] for task in result.plan.tasks]


def codes(result: Reviewed) -> list[Code]:
    """Without the two rows of the example that nobody has decided about."""
    return [one.code for one in result.findings if one.code is not Code.REVIEW_DECISION_MISSING]


UNTOUCHED = ["6月底前建成", "2. 区司法", "各街道同步做", "=全年持续推"]


def expected_of(draft: Draft) -> list[Task]:
    """The draft's tasks as cells hold them, with running numbers where none was printed."""
    texts = (
        "section",
        "topic",
        "content",
        "lead",
        "responsible",
        "support",
        "leader",
        "measure",
        "deadline",
        "remark",
    )
    return [
        replace(
            one.task,
            number=text_of(cell_text(one.task.number)) or str(place),
            **{name: text_of(cell_text(getattr(one.task, name))) for name in texts},
        )
        for place, one in enumerate(draft.tasks, 1)
    ]


# ---- untouched ----


def test_an_untouched_book_gives_the_drafts_tasks(tmp_path):
    made = example()
    result = read_review(written(tmp_path, made))
    assert [replace(task, row=0) for task in result.plan.tasks] == expected_of(made.draft)
    assert [task.id for task in result.plan.tasks] == ["T001", "T002", "T003", "T004"]
    plan_id = plan_id_of(SETTINGS.plan_name, result.plan.tasks)
    assert result.plan.settings == replace(SETTINGS, plan_id=plan_id, last_task_number=4)
    assert [replace(unit, row=0) for unit in result.plan.units] == list(UNITS)
    assert [replace(group, row=0) for group in result.plan.groups] == list(GROUPS)
    assert (result.adopted, result.split, result.merged, result.dropped, result.added) == (4, 0, 0, 0, 0)


def test_rows_left_undecided_are_adopted_and_named(tmp_path):
    (finding,) = read_review(written(tmp_path, example())).findings
    assert finding.code is Code.REVIEW_DECISION_MISSING
    assert finding.severity is Severity.WARNING
    assert "有2行没有选" in finding.message
    assert "稿007、稿010" in finding.message
    assert (finding.where.sheet, finding.where.address, finding.where.file) == (
        "审阅",
        "A10",
        "方案_审阅稿.xlsx",
    )


_WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
_BITS = st.lists(
    st.one_of(
        st.builds(
            lambda text, sure, cells: job(f"公布{text}\n", sure, **cells),
            _WORDS,
            st.sampled_from(Confidence),
            st.fixed_dictionaries(
                {"lead": _WORDS, "responsible": _WORDS, "deadline": _WORDS, "topic": _WORDS}
            ),
        ),
        st.builds(left, _WORDS),
        st.builds(heading, _WORDS),
    ),
    max_size=6,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_BITS)
def test_whatever_the_draft_says_comes_back(tmp_path, bits):
    made = made_of([job("首项任务。"), *bits])
    result = read_review(written(tmp_path, made))
    assert [replace(task, row=0) for task in result.plan.tasks] == expected_of(made.draft)
    low = sum(one.confidence is Confidence.LOW for one in made.draft.tasks)
    assert [one.code for one in result.findings] == [Code.REVIEW_DECISION_MISSING] * bool(low)
    assert result.dropped == 0


def test_the_plan_becomes_a_master(tmp_path):
    result = read_review(written(tmp_path, example()))
    path = tmp_path / "总表.xlsx"
    write_master(result.plan, path)
    plan = read_master(path)
    assert [replace(task, row=0) for task in plan.tasks] == [
        replace(task, row=0) for task in result.plan.tasks
    ]
    assert plan.settings == result.plan.settings


# ---- rows moved, added, copied, deleted ----


def test_sorting_the_rows_changes_nothing(reviewed):
    result = reviewed(lambda rows: sorted(rows, key=lambda row: row["工作任务"]))
    assert contents(result) == UNTOUCHED
    assert codes(result) == []


def test_columns_in_another_order_change_nothing(reviewed):
    result = reviewed(lambda rows: [dict(sorted(row.items())) for row in rows])
    assert contents(result) == UNTOUCHED
    assert result.plan.tasks[0].responsible == "区财政局、区教育局"


def test_hidden_and_filtered_rows_count(tmp_path):
    path = written(tmp_path, example())
    workbook = openpyxl.load_workbook(path)
    for row in (8, 9):
        workbook["审阅"].row_dimensions[row].hidden = True
    workbook["审阅"].column_dimensions["B"].hidden = True
    workbook.save(path)
    assert contents(read_review(path)) == UNTOUCHED


def test_a_row_without_a_number_is_a_new_task_behind_the_one_above(reviewed):
    def change(rows: list[Row]) -> list[Row]:
        first = {"工作任务": "新增第一项。", "责任单位": "区财政局"}
        second = {"处理": "采用", "工作任务": "新增第二项。"}
        at = rows.index(row_named(rows, 5)) + 1
        return [*rows[:at], first, second, *rows[at:]]

    result = reviewed(change)
    assert contents(result) == [UNTOUCHED[0], "新增第一项。", "新增第二项。", *UNTOUCHED[1:]]
    assert result.added == 2
    assert codes(result) == [Code.REVIEW_SECTION_TAKEN] * 2
    assert "2行" in result.findings[-1].message  # the new one is nobody's undecided row


def test_new_rows_stay_behind_theirs_when_blocks_are_moved(reviewed):
    def change(rows: list[Row]) -> list[Row]:
        new = {"工作任务": "新增一项。"}
        at = rows.index(row_named(rows, 10)) + 1
        return [*rows[at - 1 : at], new, *rows[: at - 1], *rows[at:]]

    assert contents(reviewed(change)) == [*UNTOUCHED, "新增一项。"]


def test_a_new_row_above_all_comes_first(reviewed):
    assert contents(
        reviewed(lambda rows: [rows[0] | {"稿号": "", "处理": "", "工作任务": "新增一项。"}, *rows])
    ) == [
        "新增一项。",
        *UNTOUCHED,
    ]


def test_a_copied_row_is_kept_beside_the_first(reviewed):
    def change(rows: list[Row]) -> list[Row]:
        copy = row_named(rows, 5) | {"工作任务": "后一半。"}
        return [*rows, copy]

    result = reviewed(change)
    assert contents(result) == [UNTOUCHED[0], "后一半。", *UNTOUCHED[1:]]
    assert codes(result) == [Code.REVIEW_NUMBER_TWICE]


def test_deleted_rows_are_told_with_their_text(reviewed):
    result = reviewed(lambda rows: [row for row in rows if row["稿号"] not in ("稿006", "稿009", "稿011")])
    assert contents(result) == [UNTOUCHED[0], *UNTOUCHED[2:]]
    deleted, others, _ = result.findings
    assert deleted.code is Code.REVIEW_ROW_DELETED
    assert "稿号006" in deleted.message
    assert "区司法局要在9月底前清理与平台建设不相适应的规范性文件" in deleted.message
    assert (others.code, others.severity) == (Code.REVIEW_LINES_DELETED, Severity.INFO)
    assert "2行" in others.message
    assert result.dropped == 1


def test_a_row_wiped_out_but_for_its_number_is_told(reviewed):
    result = reviewed(
        lambda rows: [
            {**dict.fromkeys(row, ""), "稿号": row["稿号"]} if row["稿号"] == "稿005" else row for row in rows
        ]
    )
    assert contents(result) == UNTOUCHED[1:]
    (finding,) = [one for one in result.findings if one.code is Code.REVIEW_ROW_EMPTY]
    assert (finding.where.address, "没有列为任务" in finding.message) == ("F8", True)
    assert "稿005" not in "".join(one.message for one in result.findings)  # not said to be adopted
    assert (result.adopted, result.dropped) == (3, 1)


# ---- decisions ----


def test_what_is_left_out_is_counted_where_it_was_a_task(reviewed):
    result = reviewed(set_in(5, 处理="不采用"))
    assert contents(result) == UNTOUCHED[1:]
    assert (result.dropped, result.adopted) == (1, 3)
    assert [task.id for task in result.plan.tasks] == ["T001", "T002", "T003"]
    assert result.plan.settings.last_task_number == 3


def test_adopting_background_makes_a_task(reviewed):
    result = reviewed(set_in(9, 处理="采用", 责任单位="区教育局"))
    assert contents(result) == [*UNTOUCHED[:3], "近年来，群众", UNTOUCHED[3]]
    assert result.plan.tasks[3].section == "二、优化服务"
    assert result.plan.tasks[3].responsible == "区教育局"
    assert result.added == 1


@pytest.mark.parametrize(
    ("below", "cells", "placed"),
    [
        (5, {}, ("一、夯实基础", "（一）统一平台")),
        (8, {}, ("二、优化服务", "")),  # right under a heading: like the task that follows
        (10, {}, ("二、优化服务", "")),
        (1, {}, ("一、夯实基础", "（一）统一平台")),  # above the first task
        (5, {"一级指标": "三、保障"}, ("三、保障", "")),
        (5, {"二级指标": "（三）接口"}, ("一、夯实基础", "（三）接口")),
    ],
)
def test_a_row_put_in_without_a_section_is_in_that_of_its_neighbour(reviewed, below, cells, placed):
    def put_in(rows: list[Row]) -> list[Row]:
        rows.insert(below, {"处理": "采用", "工作任务": "公布开放清单。"} | cells)
        return rows

    result = reviewed(put_in)
    (task,) = [one for one in result.plan.tasks if one.content == "公布开放清单。"]
    assert (task.section, task.topic) == placed
    told = [one for one in result.findings if one.code is Code.REVIEW_SECTION_TAKEN]
    assert [one.severity for one in told] == ([] if "一级指标" in cells else [Severity.INFO])
    assert all(f"“{'，'.join(filter(None, placed))}”" in one.message or "二级指标" in cells for one in told)
    assert all(one.where.address[1:] == str(below + 4) for one in told)


def test_parts_of_a_row_put_in_are_placed_too(reviewed):
    def put_in(rows: list[Row]) -> list[Row]:
        rows.insert(5, {"处理": "拆分", "工作任务": "公布清单。\n清理接口。"})
        return rows

    tasks = [one for one in reviewed(put_in).plan.tasks if one.content in ("公布清单。", "清理接口。")]
    assert [one.section for one in tasks] == ["一、夯实基础"] * 2


def test_other_words_are_understood(reviewed):
    result = reviewed(lambda rows: set_in(6, 处理="×")(set_in(7, 处理="√")(set_in(10, 处理="合并")(rows))))
    assert contents(result) == ["6月底前建成", "各街道同步做"]
    assert result.plan.tasks[1].content.startswith("各街道同步做好政策解读。=全年持续推进")
    assert [one.code for one in result.findings] == [Code.REVIEW_JOINED_ACROSS]  # into another section
    assert (result.adopted, result.merged, result.dropped) == (2, 1, 1)
    assert result.summary() == "共2项任务：采用2行、拆分0行、并入上一条1行、不采用1行"


@pytest.mark.parametrize(("number", "taken"), [(5, True), (9, False)])
def test_words_nobody_foresaw_are_an_error_at_their_cell(reviewed, number, taken):
    result = reviewed(set_in(number, 处理="请张工看"))
    (finding,) = [one for one in result.findings if one.code is Code.REVIEW_DECISION_UNKNOWN]
    assert finding.severity is Severity.ERROR
    assert finding.where.address == f"A{number + 3}"
    assert "请张工看" in finding.message
    assert ("已照“采用”处理" in finding.message) is taken
    assert len(result.plan.tasks) == 4


def test_background_with_a_wiped_decision_stays_out_and_is_told(reviewed):
    result = reviewed(lambda rows: set_in(9, 处理="")(set_in(3, 处理=" ")(rows)))
    assert contents(result) == UNTOUCHED
    (finding,) = [one for one in result.findings if one.code is Code.REVIEW_DECISION_CLEARED]
    assert "稿003、稿009" in finding.message


def test_splitting(reviewed):
    result = reviewed(
        set_in(
            5,
            处理="拆分",
            工作任务="建成平台。\n接入系统。",
            责任单位="区财政局\n区教育局",
            完成时限="6月底前\n年底前",
        )
    )
    first, second, third, _, _ = result.plan.tasks
    assert (first.content, first.responsible, first.deadline, first.lead) == (
        "建成平台。",
        "区财政局",
        "6月底前",
        "区数据局",
    )
    assert (second.content, second.responsible, second.deadline, second.lead) == (
        "接入系统。",
        "区教育局",
        "年底前",
        "区数据局",
    )
    assert (first.number, second.number, third.number) == ("1", "6", "2")  # 2 is printed on another
    assert (result.split, result.adopted) == (1, 3)


def test_splitting_one_line_splits_nothing_and_is_told(reviewed):
    result = reviewed(set_in(5, 处理="拆分"))
    assert contents(result) == UNTOUCHED
    finding = next(one for one in result.findings if one.code is Code.REVIEW_NOT_SPLIT)
    assert finding.where.address == "F8"
    assert (result.split, result.adopted) == (0, 4)


def test_lines_that_do_not_fit_are_told(reviewed):
    result = reviewed(set_in(5, 处理="拆分", 工作任务="甲\n乙\n丙", 责任单位="区财政局\n区教育局"))
    (finding,) = [one for one in result.findings if one.code is Code.REVIEW_SPLIT_UNEVEN]
    assert finding.where.address == "H8"
    assert "“责任单位”有2行，拆成的任务有3项" in finding.message
    assert {task.responsible for task in result.plan.tasks[:3]} == {"区财政局\n区教育局"}


def test_joining_goes_by_number_not_by_place(reviewed):
    def change(rows: list[Row]) -> list[Row]:
        row_named(rows, 7)["处理"] = "并入上一条"
        return rows[::-1]

    result = reviewed(change)
    assert len(result.plan.tasks) == 3
    second = result.plan.tasks[1]
    assert (
        second.content == "2. 区司法局要在9月底前清理与平台建设不相适应的规范性文件，各街道同步做好政策解读。"
    )
    assert second.responsible == "区司法局、各街道"
    assert second.deadline == "9月底前"
    assert result.merged == 1


def test_joining_passes_over_what_is_not_adopted(reviewed):
    result = reviewed(lambda rows: set_in(6, 处理="不采用")(set_in(7, 处理="并入上一条")(rows)))
    assert result.plan.tasks[0].content.endswith("不少于30个。各街道同步做好政策解读。")


def test_deadlines_that_differ_are_both_kept_and_told(reviewed):
    result = reviewed(set_in(6, 处理="并入上一条"))
    first = result.plan.tasks[0]
    assert (first.deadline, first.responsible) == ("6月底前；9月底前", "区财政局、区教育局、区司法局")
    (finding,) = [one for one in result.findings if one.code is Code.REVIEW_DEADLINES_JOINED]
    assert finding.where.address == "J9"
    assert "“6月底前”和“9月底前”" in finding.message


def test_nothing_above_to_join_to_is_an_error(reviewed):
    result = reviewed(set_in(5, 处理="并入上一条"))
    assert contents(result) == UNTOUCHED
    (finding,) = [one for one in result.findings if one.code is Code.REVIEW_NOTHING_ABOVE]
    assert (finding.severity, finding.where.address) == (Severity.ERROR, "A8")
    assert (result.merged, result.adopted) == (0, 4)


def test_joining_to_a_split_row_joins_to_its_last_part(reviewed):
    result = reviewed(
        lambda rows: set_in(5, 处理="拆分", 工作任务="甲。\n乙。")(set_in(6, 处理="并入上一条")(rows))
    )
    assert [task.content[:4] for task in result.plan.tasks[:2]] == ["甲。", "乙。2."]


def test_an_adopted_row_without_content_is_an_error_and_its_parties_are_kept(reviewed):
    result = reviewed(set_in(5, 工作任务=""))
    (finding,) = [one for one in result.findings if one.code is Code.REVIEW_CONTENT_EMPTY]
    assert (finding.severity, finding.where.address) == (Severity.ERROR, "F8")
    assert (result.plan.tasks[0].content, result.plan.tasks[0].lead) == ("", "区数据局")


def test_tasks_that_are_merely_counted_are_counted_again(tmp_path):
    made = made_of([job(f"公布第{number}批目录。\n", number=str(number)) for number in (1, 2, 3)])
    path = worked_on(written(tmp_path, made), set_in(2, 处理="不采用"))
    assert [(task.number, task.content[3]) for task in read_review(path).plan.tasks] == [
        ("1", "1"),
        ("2", "3"),
    ]


def test_numbers_printed_are_kept_others_run(reviewed):
    assert [task.number for task in reviewed(set_in(5, 序号="（3）")).plan.tasks] == ["（3）", "2", "3", "4"]


@pytest.mark.parametrize("text", ["=SUM(A1:A2)", "+甲", "-乙", "@丙", "'丁", "http://x.example"])
def test_text_stays_text(reviewed, text):
    result = reviewed(set_in(5, 工作任务=text, 责任单位=text))
    assert (result.plan.tasks[0].content, result.plan.tasks[0].responsible) == (text, text)


# ---- what may be wrong with the book ----


def test_own_columns_of_a_person_are_carried_along(tmp_path):
    path = worked_on(written(tmp_path, example()), lambda rows: [row | {"经办": "甲"} for row in rows])
    assert read_review(path).plan.tasks[0].extra == (("经办", "甲"),)


@pytest.mark.parametrize(
    "name", ["处理", "稿号", "工作任务", "牵头单位", "责任单位", "配合单位", "完成时限", "二级指标"]
)
def test_a_wiped_heading_stops_with_its_name(tmp_path, name):
    path = written(tmp_path, example())
    workbook = openpyxl.load_workbook(path)
    (cell,) = [cell for cell in workbook["审阅"][3] if cell.value == name]
    cell.value = None
    workbook.save(path)
    with pytest.raises(CannotGoOn) as stopped:
        read_review(path)
    assert stopped.value.stop is Stop.HEADING_MISSING
    assert f"“{name}”" in str(stopped.value)


def test_a_column_nobody_needs_may_be_deleted(reviewed):
    gone = ("备注", "量化指标", "段落", "原文", "需要核对", "把握")
    result = reviewed(
        lambda rows: [{name: text for name, text in row.items() if name not in gone} for row in rows]
    )
    assert contents(result) == UNTOUCHED
    assert result.plan.tasks[0].measure == ""


def test_headings_under_other_names_are_known(reviewed):
    result = reviewed(
        lambda rows: [
            {
                {"责任单位": "责任部门", "工作任务": "工作 任务"}.get(name, name): text
                for name, text in row.items()
            }
            for row in rows
        ]
    )
    assert contents(result) == UNTOUCHED
    assert result.plan.tasks[0].responsible == "区财政局、区教育局"


@pytest.mark.parametrize("sheet", ["审阅", "单位", "群组", "设置"])
def test_a_missing_sheet_stops_with_its_name(tmp_path, sheet):
    path = written(tmp_path, example())
    workbook = openpyxl.load_workbook(path)
    del workbook[sheet]
    workbook.save(path)
    with pytest.raises(CannotGoOn) as stopped:
        read_review(path)
    assert stopped.value.stop is Stop.REVIEW_SHEET_MISSING
    assert f"“{sheet}”工作表" in str(stopped.value)


def test_without_the_hidden_sheet_it_is_read_and_told(tmp_path):
    path = written(tmp_path, example())
    workbook = openpyxl.load_workbook(path)
    del workbook["稿本信息"]
    workbook["审阅"]["A6"] = None  # a heading with its decision wiped out: 把握 tells that it is none
    workbook.save(path)
    result = read_review(path)
    assert contents(result) == UNTOUCHED
    assert codes(result) == [Code.REVIEW_IDENTITY_LOST, Code.REVIEW_DECISION_CLEARED]


def test_a_book_of_a_later_version_is_refused(tmp_path):
    path = written(tmp_path, example())
    workbook = openpyxl.load_workbook(path)
    workbook["稿本信息"]["B1"] = "2"
    workbook.save(path)
    with pytest.raises(CannotGoOn) as stopped:
        read_review(path)
    assert stopped.value.stop is Stop.REVIEW_NEWER


def test_leaving_everything_out_stops(tmp_path):
    path = worked_on(written(tmp_path, example()), lambda rows: [row | {"处理": "不采用"} for row in rows])
    with pytest.raises(CannotGoOn) as stopped:
        read_review(path)
    assert stopped.value.stop is Stop.REVIEW_EMPTY


def test_errors_and_formulas_nobody_calculated_are_seen(tmp_path):
    path = written(tmp_path, example())
    workbook = openpyxl.load_workbook(path)
    sheet = workbook["审阅"]
    sheet["F8"] = "=A1&B1"
    sheet["H8"].value = "#REF!"
    sheet["H8"].data_type = "e"
    workbook.save(path)
    result = read_review(path)
    assert (result.plan.tasks[0].content, result.plan.tasks[0].responsible) == ("=A1&B1", "#REF!")
    told = [one for one in result.findings if one.code is Code.ERROR_CELL]
    assert [(one.where.sheet, one.where.address, one.where.file) for one in told] == [
        ("审阅", "F8", path.name),
        ("审阅", "H8", path.name),
    ]


def test_cells_merged_downwards_hold_for_their_rows_but_never_double_a_task(tmp_path):
    path = written(tmp_path, example())
    workbook = openpyxl.load_workbook(path)
    workbook["审阅"].merge_cells("L8:L10")
    workbook["审阅"].merge_cells("F9:F10")
    workbook.save(path)
    result = read_review(path)
    assert [task.section for task in result.plan.tasks[:3]] == ["一、夯实基础"] * 3
    assert [task.content[:4] for task in result.plan.tasks] == ["6月底前", "2. 区", "", "=全年持"]
    assert Code.REVIEW_CONTENT_EMPTY in codes(result)


def test_titles_inserted_above_and_the_heading_repeated(tmp_path):
    path = written(tmp_path, example())
    workbook = openpyxl.load_workbook(path)
    sheet = workbook["审阅"]
    headings = [cell.value for cell in sheet[3]]
    sheet.unmerge_cells("A1:J1") if "A1:J1" in map(str, sheet.merged_cells.ranges) else None
    sheet.insert_rows(10)
    for column, name in enumerate(headings, 1):
        sheet.cell(10, column, name)
    sheet.insert_rows(1, 4)
    sheet["A1"] = "讨论稿"
    workbook.save(path)
    assert contents(read_review(path)) == UNTOUCHED


def test_remarks_below_the_table_are_no_tasks(tmp_path):
    path = written(tmp_path, example())
    workbook = openpyxl.load_workbook(path)
    workbook["审阅"]["A20"] = "审阅人：经办01"
    workbook.save(path)
    assert contents(read_review(path)) == UNTOUCHED


# ---- what it is, and who saved it ----


def test_it_is_known_for_a_review_book(tmp_path):
    path = written(tmp_path, example())
    assert is_review(path)
    renamed = path.rename(path.with_suffix(".xls"))
    assert is_review(renamed)


def test_other_files_are_none(tmp_path, sample_master):
    text = tmp_path / "方案.xlsx"
    text.write_text("不是表格", encoding="utf-8")
    theirs = book_of(tmp_path / "别的.xlsx", {"审阅": [["姓名", "意见"], ["甲", "同意"]]})
    assert [is_review(path) for path in (sample_master, text, theirs, tmp_path / "没有.xlsx")] == [False] * 4


@pytest.mark.office
@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
def test_a_book_saved_by_another_program_reads_the_same(tmp_path, convert, kind):
    path = worked_on(
        written(tmp_path, example()),
        lambda rows: set_in(5, 处理="拆分", 工作任务="=甲。\n乙。")(
            [row for row in rows if row["稿号"] != "稿006"]
        ),
    )
    saved = convert(path, kind)
    assert is_review(saved)
    ours, theirs = read_review(path), read_review(saved)
    assert theirs.plan.tasks == ours.plan.tasks
    assert (theirs.plan.units, theirs.plan.groups) == (ours.plan.units, ours.plan.groups)
    assert theirs.plan.settings == ours.plan.settings
    assert [(one.code, one.message, one.where.address) for one in theirs.findings] == [
        (one.code, one.message, one.where.address) for one in ours.findings
    ]
    assert theirs.findings[0].where.sheet == Sheet.REVIEW


def test_a_thousand_rows_come_back_in_order(tmp_path: Path):
    made = made_of([job(f"公布第{number}批目录。\n", responsible="区财政局") for number in range(1, 1003)])
    path = worked_on(written(tmp_path, made), lambda rows: rows[::-1])
    result = read_review(path)
    assert [task.content for task in result.plan.tasks] == [
        f"公布第{number}批目录。" for number in range(1, 1003)
    ]
    assert result.plan.tasks[-1].id == "T1002"


# ---- a draft as it is really made ----


def test_the_sample_plan_drafted_and_reviewed(tmp_path):
    """Of the sample in prose every task comes back, its doubts stand at its cells, and all of its text in rows."""
    (source,) = (Path(__file__).parents[1] / "workbook").glob("*优化营商环境*.docx")
    draft = draft_of(read_blocks(source), source.name, source.stem, UNITS, GROUPS, None, date(2026, 3, 1))
    path = written(tmp_path, Made(draft, replace(draft.plan, units=UNITS, groups=GROUPS)))
    result = read_review(path)
    assert len(draft.tasks) > 5
    assert [replace(task, row=0) for task in result.plan.tasks] == expected_of(draft)
    assert result.plan.settings.plan_name == draft.plan.settings.plan_name
    sheet = openpyxl.load_workbook(path)["审阅"]
    for finding in draft_findings(draft)[len(draft.findings) :]:
        cell = sheet[finding.where.address]
        assert finding.message in (cell.comment.text if cell.comment else cell.value)
    shown = {row[4].value for row in sheet.iter_rows(min_row=4)}
    rows = rows_of(draft)
    assert shown == {row.source for row in rows}
    kept = [
        draft.body.text[one.start : one.end]
        for one in draft.spans
        if one.kind in (Kind.HEADING, Kind.BACKGROUND)
    ]
    others = [row.source for row in rows if row.draft is None]
    assert "".join("".join(others).split()) == "".join("".join(kept).split())
