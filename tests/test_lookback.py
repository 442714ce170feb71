"""What last year left unfinished, carried into this year's master: out of which books, whose, and by when."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from a_desk import Desk
from masters import book_of, table_of
from plan_documents import make_docx
from taskbook.buttons import jobs
from taskbook.carrying import written_out
from taskbook.check import check_master
from taskbook.collect import collect_replies
from taskbook.columns import HEADINGS, Field, LookbackField, ReplyField, Sheet
from taskbook.findings import CannotGoOn, Code, Stop
from taskbook.importing import import_plan
from taskbook.language.deadlines import read_deadline
from taskbook.master import read_master, write_master
from taskbook.merge import merge_master
from taskbook.model import Group, Plan, Role, Settings, Task, Unit
from taskbook.new_master import ImportResult
from taskbook.period import Period
from taskbook.rehearsal.filling import open_book, write
from taskbook.split import split_master

DECEMBER = Period(2025, 12)
TODAY = date(2025, 12, 20)
JUSTICE, FINANCE, CULTURE = "区司法局", "区财政局", "区文化局"
TOWNS = ("东岭镇", "西河镇", "南湖镇", "双桥镇", "青石镇", "北塬镇", "柳溪镇")
LAST_YEAR = Plan(
    Settings("P-2025", "示例区2025年政务公开工作要点", 2025, "示例区政府办公室", last_task_number=6),
    (
        Task(
            "T001",
            "1",
            "一、公开",
            "决策",
            "公布决策目录。",
            JUSTICE,
            FINANCE,
            CULTURE,
            measure="查看目录",
            deadline="6月底前",
        ),
        Task("T002", "2", "一、公开", "预算", "公布部门预算。", FINANCE, "", "", deadline="2025年11月底前"),
        Task(
            "T003",
            "3",
            "二、服务",
            "大厅",
            "各镇回访群众，8月底前报送总结。",
            "",
            "各镇",
            JUSTICE,
            deadline="三季度末",
        ),
        Task(
            "T004",
            "4",
            "二、服务",
            "大厅",
            "日常巡查，每季度不少于1次。",
            CULTURE,
            "",
            "",
            deadline="全年持续推进",
        ),
        Task(
            "T005",
            "5",
            "二、服务",
            "场馆",
            "文化馆免费开放。",
            CULTURE,
            "",
            "",
            deadline="分别于3月10日、9月10日前",
        ),
        Task("T006", "6", "二、服务", "场馆", "没有人管的事。", "", "", "", deadline="尽快"),
    ),
    tuple(Unit(name, "部门") for name in (JUSTICE, FINANCE, CULTURE))
    + tuple(Unit(name, "乡镇") for name in TOWNS),
    (Group("各镇", "类别=乡镇"),),
)
STATES = {"T001": (JUSTICE, "推进中"), "T002": (FINANCE, "已完成"), "T005": (CULTURE, "进展滞后")}
PLAN = """
| 序号 | 重点任务 | 具体措施 | 责任单位 | 完成时限 |
| 1 | 公开重点信息 | 及时公开规划信息。 | 区司法局 | 2026年11月底 |
| 2 | ^ | 及时公开预算信息。 | 区财政局、区司法局 | 全年持续推进 |
"""
REGISTRY = "单位名称,类别,别名\n区司法局,部门,\n区财政局,部门,\n区文旅局,部门,区文化局\n" + "".join(
    f"{town},乡镇,\n" for town in TOWNS
)
GROUPS = "群组词,成员\n各镇,类别=乡镇\n"
SCRIPT = Path(__file__).parents[1] / "scripts" / "import_plan.py"


@pytest.fixture(scope="module")
def last_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The master of 2025 after its last merge; its status book lies in 汇总."""
    folder = tmp_path_factory.mktemp("2025")
    master = folder / "总表2025.xlsx"
    write_master(LAST_YEAR, master)
    sent = {book.unit: book.file for book in split_master(master, DECEMBER, today=date(2025, 12, 1)).books}
    (folder / "收件").mkdir()
    for task_id, (unit, state) in STATES.items():
        book = open_book(sent[unit])
        write(book, book.rows[task_id], ReplyField.STATE, state)
        write(book, book.rows[task_id], ReplyField.PROGRESS, f"=办到{task_id}")
        book.workbook.save(folder / "收件" / f"{task_id}.xlsx")
    collect_replies(master, DECEMBER, today=TODAY)
    merge_master(master, DECEMBER, today=TODAY)
    return master


@pytest.fixture
def status_book(last_year: Path, tmp_path: Path) -> Path:
    """A copy that a test may change."""
    return Path(shutil.copy2(last_year.parent / "汇总" / "状态汇总_2025-12.xlsx", tmp_path))


@pytest.fixture
def imported(tmp_path: Path) -> Callable[..., ImportResult]:
    """`imported(book)` → this year's plan with what that book left."""
    source = make_docx(tmp_path / "plan.docx", "示例区2026年政务公开任务分工", PLAN)
    registry, groups = tmp_path / "名册.csv", tmp_path / "群组.csv"
    registry.write_text(REGISTRY, encoding="utf-8")
    groups.write_text(GROUPS, encoding="utf-8")

    def run(previous: Path | None, year: int | None = None) -> ImportResult:
        return import_plan(source, tmp_path / "总表.xlsx", registry, groups, year, previous=previous)

    return run


def left_over(result: ImportResult) -> dict[str, Task]:
    """First id → the task on 回头看."""
    return {dict(task.extra)[LookbackField.TASK_ID]: task for task in result.plan.tasks if task.lookback}


def codes(result: ImportResult) -> set[Code]:
    return {finding.code for finding in result.findings}


# ---- what is carried ----


def test_what_was_not_done_is_carried_with_whose_and_by_when(imported, status_book):
    result = imported(status_book)
    assert [task.id for task in result.plan.tasks] == [f"T{number:03d}" for number in range(1, 8)]
    assert [task.sheet for task in result.plan.tasks] == [Sheet.TASKS] * 2 + [Sheet.LOOKBACK] * 5
    tasks = left_over(result)
    assert list(tasks) == ["T001", "T003", "T004", "T005", "T006"]
    one = tasks["T001"]
    assert (one.number, one.section, one.topic, one.content, one.measure) == (
        "1",
        "一、公开",
        "决策",
        "公布决策目录。",
        "查看目录",
    )
    assert (one.lead, one.responsible, one.support) == (JUSTICE, FINANCE, "区文旅局")  # as it is called now
    assert dict(one.extra) == {
        LookbackField.YEAR: "2025",
        LookbackField.TASK_ID: "T001",
        LookbackField.LAST: "推进中。区司法局（2025-12期）：=办到T001",
    }
    assert {first: task.deadline for first, task in tasks.items()} == {
        "T001": "2025年6月底前",
        "T003": "2025年三季度末",
        "T004": "全年持续推进",
        "T005": "分别于2025年3月10日、2025年9月10日前",
        "T006": "尽快",
    }
    assert tasks["T003"].responsible == "各镇"  # the same seven units as last year
    assert result.plan.settings.last_task_number == 7
    by_role = {
        reading.task.id: {(one.unit, one.role) for one in reading.assignments} for reading in result.readings
    }
    assert by_role[tasks["T003"].id] == {(town, Role.RESPONSIBLE) for town in TOWNS} | {
        (JUSTICE, Role.SUPPORT)
    }


def test_last_year_s_master_tells_the_same(imported, status_book, last_year, tmp_path):
    from_book = imported(status_book)
    (tmp_path / "总表.xlsx").unlink()
    from_master = imported(last_year)
    ours, theirs = left_over(from_book), left_over(from_master)
    assert list(ours) == list(theirs)
    assignments = [
        [(reading.task.id, reading.assignments, reading.deadline) for reading in one.readings]
        for one in (from_book, from_master)
    ]
    assert assignments[0] == assignments[1]
    assert [task.extra for task in theirs.values()] == [task.extra for task in ours.values()]


def test_what_is_said_about_it(imported, status_book):
    result = imported(status_book)
    assert result.carried.year == 2025
    assert "（2025年）结转未完成的任务5项" in result.summary()[1]
    assert "已完成的1项没有列入" in result.summary()[1]
    assert "2项任务" in result.summary()[0]
    shape = json.loads(json.dumps(result.as_json(), ensure_ascii=False))
    assert (shape["tasks"], shape["carried"]) == (2, 5)
    assert [row["lookback"] for row in shape["rows"]] == [False] * 2 + [True] * 5
    where = {(one.code, one.where.sheet, one.where.address) for one in result.findings}
    rows = {task.extra[1][1]: task.row for task in result.plan.tasks if task.lookback}
    columns = read_master(result.master).lookback_columns
    assert (Code.DEADLINE_UNKNOWN, Sheet.LOOKBACK, f"{columns[Field.DEADLINE]}{rows['T006']}") in where
    assert (Code.NOBODY_RESPONSIBLE, Sheet.LOOKBACK, f"{columns[Field.LEAD]}{rows['T006']}") in where or (
        Code.NOBODY_RESPONSIBLE,
        Sheet.LOOKBACK,
        f"{columns[Field.RESPONSIBLE]}{rows['T006']}",
    ) in where
    renamed = [one.message for one in result.findings if one.code is Code.LOOKBACK_UNIT_RENAMED]
    assert renamed
    assert all("区文化局" in text and "区文旅局" in text for text in renamed)
    assert Code.LOOKBACK_LONG_TERM in codes(result)


def test_without_last_year_s_book_there_is_no_such_sheet(imported):
    result = imported(None)
    assert Sheet.LOOKBACK not in openpyxl.load_workbook(result.master).sheetnames
    assert result.carried is None
    assert result.as_json()["carried"] == 0


def test_rules_of_this_year_do_not_fire_and_dates_keep_their_year(imported, status_book):
    result = imported(status_book)
    about = {one.code for one in result.findings if one.where.sheet == Sheet.LOOKBACK}
    assert not about & {
        Code.DEADLINE_OUTSIDE_YEAR,
        Code.DEADLINE_BEFORE_ISSUE,
        Code.DEADLINE_TOO_SOON,
        Code.DEADLINE_CONTRADICTS_TEXT,
        Code.MISSING_NUMBER,
        Code.DUPLICATE_NUMBER,
    }
    reading = next(one for one in result.readings if "报送总结" in one.task.content)
    assert reading.deadline.dates == (date(2025, 9, 30),)
    assert [one.dates for one in reading.milestones] == [(date(2025, 8, 31),)]


# ---- books as people and programs leave them ----


def test_a_status_book_saved_by_another_program(imported, status_book, convert, tmp_path):
    plain = left_over(imported(status_book))
    (tmp_path / "总表.xlsx").unlink()
    assert left_over(imported(convert(status_book, "xlsx"))) == plain
    (tmp_path / "总表.xlsx").unlink()
    assert left_over(imported(convert(status_book, "xls"))) == plain


def test_sheets_in_another_order_columns_moved_rows_sorted(imported, status_book):
    workbook = openpyxl.load_workbook(status_book)
    workbook.move_sheet(Sheet.OVERVIEW, len(workbook.sheetnames))
    sheet = workbook[Sheet.TASK_STATUS]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    sheet.delete_rows(3, len(rows))
    order = sorted(range(len(rows[0])), key=lambda column: str(rows[0][column]))
    for down, row in enumerate([rows[0], *reversed(rows[1:])], 3):
        for right, column in enumerate(order, 2):
            sheet.cell(down, right, row[column])
    workbook.save(status_book)
    tasks = left_over(imported(status_book))
    assert list(tasks) == ["T006", "T005", "T004", "T003", "T001"]
    assert tasks["T001"].lead == JUSTICE
    assert tasks["T001"].first_year == 2025


def test_an_older_book_without_the_columns_for_support_and_measure(imported, status_book):
    drop(status_book, Sheet.TASK_STATUS, HEADINGS[Field.SUPPORT], HEADINGS[Field.MEASURE])
    result = imported(status_book)
    one = left_over(result)["T001"]
    assert (one.lead, one.responsible, one.support, one.measure) == (JUSTICE, FINANCE, "区文旅局", "")
    missing = [finding.message for finding in result.findings if finding.code is Code.COLUMN_MISSING]
    assert any("“量化指标”" in text for text in missing)
    assert not any("“配合单位”" in text for text in missing)  # 反馈明细 tells who that was


def test_a_book_that_tells_whose_only_in_its_cells(imported, status_book):
    workbook = openpyxl.load_workbook(status_book)
    del workbook[Sheet.REPLIES]
    sheet = workbook[Sheet.TASK_STATUS]
    row = next(row for row in sheet.iter_rows() if row[0].value == "T003")
    responsible = [cell.value for cell in sheet[3]].index(HEADINGS[Field.RESPONSIBLE])
    row[responsible].value = "东岭镇、西河镇……共7家"
    workbook.save(status_book)
    result = imported(status_book)
    assert left_over(result)["T001"].support == CULTURE  # the alias still leads to the unit
    cut = [finding for finding in result.findings if finding.code is Code.LOOKBACK_PARTIES_CUT]
    assert [HEADINGS[Field.RESPONSIBLE] in finding.message for finding in cut] == [True]


def test_a_task_that_stands_in_its_topic_alone_is_carried_too(imported, status_book):
    workbook = openpyxl.load_workbook(status_book)
    sheet = workbook[Sheet.TASK_STATUS]
    row = next(row for row in sheet.iter_rows() if row[0].value == "T001")
    headings = [cell.value for cell in sheet[3]]
    row[headings.index(HEADINGS[Field.CONTENT])].value = None
    row[headings.index(HEADINGS[Field.TOPIC])].value = "公开目录编制"
    workbook.save(status_book)
    one = left_over(imported(status_book))["T001"]
    assert (one.topic, one.content) == ("公开目录编制", "公开目录编制")


def drop(book: Path, sheet: str, *headings: str) -> None:
    workbook = openpyxl.load_workbook(book)
    for heading in headings:
        columns = [
            cell.column for row in workbook[sheet].iter_rows() for cell in row if cell.value == heading
        ]
        workbook[sheet].delete_cols(columns[0])
    workbook.save(book)


def test_a_group_with_other_members_by_now_is_written_out_by_name(imported, status_book, tmp_path):
    registry = tmp_path / "名册.csv"
    registry.write_text(REGISTRY + "新城镇,乡镇,\n", encoding="utf-8")
    task = left_over(imported(status_book))["T003"]
    assert task.responsible == "、".join(TOWNS)  # 新城镇 had nothing to do with it


def test_a_unit_that_is_no_more_is_told_in_its_cell(imported, status_book, tmp_path):
    registry = tmp_path / "名册.csv"
    registry.write_text(REGISTRY.replace("区文旅局,部门,区文化局\n", ""), encoding="utf-8")
    result = imported(status_book)
    told = {
        (finding.where.sheet, finding.where.address[:1])
        for finding in result.findings
        if finding.code is Code.UNKNOWN_UNIT and CULTURE in finding.message
    }
    columns = read_master(result.master).lookback_columns
    assert told == {(Sheet.LOOKBACK, columns[Field.LEAD]), (Sheet.LOOKBACK, columns[Field.SUPPORT])}


def test_states_that_tell_nothing(imported, tmp_path, status_book):
    workbook = openpyxl.load_workbook(status_book)
    sheet = workbook[Sheet.TASK_STATUS]
    state = [cell.value for cell in sheet[3]].index(HEADINGS[Field.STATUS])
    sheet.cell(4, state + 1).value = "差不多了"
    sheet.cell(5, state + 1).value = "推进中"
    workbook.save(status_book)
    result = imported(status_book)
    assert list(left_over(result)) == [f"T00{number}" for number in range(1, 7)]
    (doubt,) = (finding for finding in result.findings if finding.code is Code.LOOKBACK_STATE_UNKNOWN)
    assert "差不多了" in doubt.message
    never_merged = tmp_path / "没有汇总过.xlsx"
    write_master(LAST_YEAR, never_merged)
    (tmp_path / "总表.xlsx").unlink()
    result = imported(never_merged)
    assert len(left_over(result)) == 6
    assert Code.LOOKBACK_NO_STATES in codes(result)


def test_a_book_that_does_not_say_its_year(imported, status_book):
    workbook = openpyxl.load_workbook(status_book)
    for sheet in workbook:
        if sheet.title != Sheet.TASK_STATUS:
            workbook.remove(sheet)
    workbook[Sheet.TASK_STATUS].delete_rows(1, 2)
    workbook.save(status_book)
    result = imported(status_book)
    assert left_over(result)["T001"].deadline == "2025年6月底前"  # the year before this one
    (doubt,) = (finding for finding in result.findings if finding.code is Code.LOOKBACK_YEAR_UNKNOWN)
    assert "2025" in doubt.message


@pytest.mark.parametrize(
    ("name", "year"),
    [("示例区2025年工作要点", 2025), ("三年行动计划", 2026), ("示例区2024—2026年行动计划", 2024)],
)
def test_the_year_is_the_plan_s_or_the_period_s(imported, status_book, name, year):
    workbook = openpyxl.load_workbook(status_book)
    del workbook[Sheet.OVERVIEW]  # where newer books say it
    for sheet in workbook:
        sheet["A1"].value = f"{name}进展情况（2026-01期）　{sheet.title}"
    workbook.save(status_book)
    assert imported(status_book, 2027).carried.year == year


# ---- what cannot go on ----


def stopped(imported: Callable[..., ImportResult], book: Path) -> CannotGoOn:
    with pytest.raises(CannotGoOn) as refused:
        imported(book)
    assert not (book.parent / "总表.xlsx").exists()
    assert book.name in str(refused.value)
    return refused.value


def test_another_workbook_or_none(imported, tmp_path):
    other = book_of(tmp_path / "别的.xlsx", {"Sheet1": [["任务编号", "进展状态"], ["T001", "推进中"]]})
    assert stopped(imported, other).stop is Stop.NOT_LAST_YEARS_BOOK
    assert stopped(imported, tmp_path / "没有.xlsx").stop is Stop.FILE_MISSING
    text = tmp_path / "状态汇总.xlsx"
    text.write_text("不是表格", encoding="utf-8")
    assert stopped(imported, text).stop is Stop.NOT_A_WORKBOOK


@pytest.mark.parametrize("heading", [HEADINGS[Field.STATUS], HEADINGS[Field.CONTENT]])
def test_a_book_without_what_it_takes(imported, status_book, heading):
    drop(status_book, Sheet.TASK_STATUS, heading)
    error = stopped(imported, status_book)
    assert error.stop is Stop.HEADING_MISSING
    assert heading in str(error)


def test_a_book_of_the_same_year(imported, status_book, last_year):
    with pytest.raises(CannotGoOn) as refused:
        imported(status_book, 2025)
    assert refused.value.stop is Stop.SAME_YEARS_BOOK
    with pytest.raises(CannotGoOn) as refused:
        imported(last_year, 2024)
    assert refused.value.stop is Stop.SAME_YEARS_BOOK


# ---- deadlines ----


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6月底前", "2025年6月底前"),
        ("年底前", "2025年底前"),
        ("上半年", "2025年上半年"),
        ("2025年11月底前", "2025年11月底前"),
        ("45657", "45657"),
        ("今年年底前", "2025年12月31日前"),
        ("明年3月底前", "2026年3月31日前"),
        ("分别于6月10日、12月10日前", "分别于2025年6月10日、2025年12月10日前"),
        ("11月底前，并长期坚持", "2025年11月底前，并长期坚持"),
        ("全年持续推进", "全年持续推进"),
        ("每季度", "每季度"),
        ("文件公布后3个工作日内", "文件公布后3个工作日内"),
        ("尽快", "尽快"),
        ("", ""),
    ],
)
def test_deadlines_are_written_out_with_their_year(text, expected):
    assert written_out(text, 2025) == expected
    before, after = read_deadline(text, 2025), read_deadline(expected, 2026)
    assert (after.kind, after.ongoing) == (before.kind, before.ongoing)
    assert after.dates == before.dates


# ---- from the command line and by button ----


def test_the_command_line(tmp_path, imported, status_book):
    done = subprocess.run(
        [sys.executable, "-X", "utf8", str(SCRIPT), str(tmp_path / "plan.docx"), "--out", str(tmp_path / "a.xlsx"),
         "--previous", str(status_book), "--units", str(tmp_path / "名册.csv"), "--json", str(tmp_path / "a.json")],
        capture_output=True, text=True, encoding="utf-8", check=False, env={**os.environ, "NO_COLOR": "1"},
    )  # fmt: skip
    assert done.returncode == 1, done.stderr  # there are errors to mend: a task of nobody
    assert "结转未完成的任务5项" in done.stdout
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["carried"] == 5
    wrong = subprocess.run(
        [sys.executable, "-X", "utf8", str(SCRIPT), str(tmp_path / "plan.docx"), "--out", str(tmp_path / "b.xlsx"),
         "--previous", str(tmp_path / "名册.csv")],
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert wrong.returncode == 2
    assert "Traceback" not in wrong.stderr
    assert not (tmp_path / "b.xlsx").exists()


def test_the_button_offers_a_status_book_beside_the_document(tmp_path, imported, status_book):
    desk = Desk(None, document=tmp_path / "plan.docx")
    jobs.press("import", desk)
    assert f"“{status_book.name}”结转" in desk.asked[0]
    (made,) = desk.shown
    assert len(read_master(made).tasks) == 7


def test_of_two_status_books_none_is_taken(tmp_path, imported, status_book):
    shutil.copy2(status_book, tmp_path / "状态汇总_2025-11.xlsx")
    (tmp_path / "~$状态汇总_2025-12.xlsx").write_bytes(b"")
    desk = Desk(None, document=tmp_path / "plan.docx")
    jobs.press("import", desk)
    assert "有2本状态汇总表" in desk.asked[0]
    assert len(read_master(desk.shown[0]).tasks) == 2


# ---- the sheet in the master ----


def test_the_sheet_is_read_by_its_headings_and_numbered_with_the_other(imported, status_book):
    master = imported(status_book).master
    workbook = openpyxl.load_workbook(master)
    sheet = workbook[Sheet.LOOKBACK]
    headings = [cell.value for cell in sheet[3]]
    row = sheet.max_row + 1
    for field, text in ((Field.CONTENT, "补上的一项。"), (Field.LEAD, JUSTICE), (Field.DEADLINE, "6月底前")):
        sheet.cell(row, headings.index(HEADINGS[field]) + 1, text)
    tasks = workbook[Sheet.TASKS]
    row_of_this_year = tasks.max_row + 1
    tasks.cell(row_of_this_year, headings.index(HEADINGS[Field.CONTENT]) + 1, "今年补的。")
    workbook.save(master)
    result = check_master(master)
    given = {one.message[-4:]: one.where for one in result.findings if one.code is Code.TASK_ID_ASSIGNED}
    assert {task_id: (where.sheet, where.address) for task_id, where in given.items()} == {
        "T008": (Sheet.TASKS, f"A{row_of_this_year}"),
        "T009": (Sheet.LOOKBACK, f"A{row}"),
    }
    plan = read_master(master)
    assert [task.id for task in plan.tasks if task.row == row and task.lookback] == ["T009"]
    assert plan.settings.last_task_number == 9
    added = next(one for one in result.readings if one.task.id == "T009")
    assert added.deadline.dates == (date(2026, 6, 30),)  # a date somebody gives it now is this year's
    check_master(master)  # what was new is not any more
    assert check_master(master).copy is None


OWN = """
| 序号 | 工作任务 | 责任单位 | 完成时限 |
| 1 | 我自己记的 | 区司法局 | 6月底 |
"""


@pytest.mark.parametrize("rows", [table_of(OWN), [["随手记"], ["下周开会"]], [[]]])
def test_a_sheet_of_that_name_that_people_made_is_left_alone(tmp_path, rows):
    master = tmp_path / "总表.xlsx"
    write_master(LAST_YEAR, master)
    workbook = openpyxl.load_workbook(master)
    sheet = workbook.create_sheet(Sheet.LOOKBACK)
    for row in rows:
        sheet.append(row)
    workbook.save(master)
    assert len(check_master(master).plan.tasks) == len(LAST_YEAR.tasks)
    after = openpyxl.load_workbook(master)[Sheet.LOOKBACK]
    assert [[cell for cell in row if cell] for row in after.iter_rows(values_only=True)] == [
        row for row in rows if row
    ]


def test_our_sheet_with_a_lost_heading_cannot_go_on(imported, status_book):
    master = imported(status_book).master
    workbook = openpyxl.load_workbook(master)
    for cell in workbook[Sheet.LOOKBACK][3]:
        if cell.value == HEADINGS[Field.TASK_ID]:
            cell.value = "编码"
    workbook.save(master)
    with pytest.raises(CannotGoOn) as refused:
        read_master(master)
    assert refused.value.stop is Stop.HEADING_MISSING
    assert Sheet.LOOKBACK in str(refused.value)


def test_a_second_year(imported, status_book, tmp_path):
    master = imported(status_book).master
    period = Period(2026, 12)
    sent = {book.unit: book.file for book in split_master(master, period, today=date(2026, 12, 1)).books}
    (tmp_path / "收件").mkdir()
    plan = read_master(master)
    ids = {dict(task.extra)[LookbackField.TASK_ID]: task.id for task in plan.tasks if task.lookback}
    answer(sent["区司法局"], {ids["T001"]: ("推进中", "还差一半")}, tmp_path / "收件" / "a.xlsx")
    answer(sent["区文旅局"], {ids["T005"]: ("已完成", "开放了")}, tmp_path / "收件" / "b.xlsx")
    collect_replies(master, period, today=date(2026, 12, 20))
    merged = merge_master(master, period, today=date(2026, 12, 20))
    source = make_docx(tmp_path / "next.docx", "示例区2027年政务公开任务分工", PLAN.replace("2026", "2027"))
    for number, previous in enumerate((merged.out, master)):
        again = import_plan(
            source, tmp_path / f"总表2027-{number}.xlsx", tmp_path / "名册.csv", previous=previous
        )
        tasks = left_over(again)
        assert "T005" not in {first for first, task in tasks.items() if task.first_year == 2025}
        old = tasks["T001"]
        assert (old.first_year, old.deadline, old.lead) == (2025, "2025年6月底前", JUSTICE)
        assert dict(old.extra)[LookbackField.LAST] == "推进中。区司法局（2026-12期）：还差一半"
        assert {task.first_year for task in tasks.values()} == {2025, 2026}


def answer(book: Path, said: Mapping[str, tuple[str, str]], out: Path) -> None:
    opened = open_book(book)
    for task_id, (state, words) in said.items():
        write(opened, opened.rows[task_id], ReplyField.STATE, state)
        write(opened, opened.rows[task_id], ReplyField.PROGRESS, words)
    opened.workbook.save(out)


def test_a_copied_row_keeps_its_own_place(tmp_path):
    """Of two rows of one id on the two sheets the second keeps what it says."""
    twice = replace(LAST_YEAR.tasks[0], sheet=Sheet.LOOKBACK, extra=((LookbackField.YEAR, "2024"),))
    master = tmp_path / "总表.xlsx"
    write_master(replace(LAST_YEAR, tasks=(*LAST_YEAR.tasks, twice)), master)
    found = [one for one in check_master(master).findings if one.code is Code.DUPLICATE_TASK_ID]
    assert [one.where.sheet for one in found] == [Sheet.LOOKBACK]
    assert "“责任分解表”第4行" in found[0].message
