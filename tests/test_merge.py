"""Merging for real: a master, books filled in through openpyxl, collected, merged; and what goes wrong on the way."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from status_values import (
    AS_OF,
    AUGUST,
    SEPTEMBER,
    asked_all,
    office,
    past_round,
    reading,
    record,
    reply,
    round_of,
    settings,
)
from taskbook import files
from taskbook.collect import collect_replies
from taskbook.columns import HEADINGS, Field, ReplyField, Sheet
from taskbook.findings import CannotGoOn, Code, Severity, Stop
from taskbook.grid import read_grids
from taskbook.master import read_master, write_master
from taskbook.merge import (
    LONGEST_LATEST,
    MergeResult,
    as_json,
    master_rows,
    merge_master,
    summary,
)
from taskbook.model import Plan, State, Task, Unit
from taskbook.period import Period
from taskbook.rehearsal.filling import open_book, write
from taskbook.returns import archive
from taskbook.rollup.memory import remember
from taskbook.rollup.merging import merge
from taskbook.rollup.rounds import periods_before
from taskbook.rollup.status import Round, Status
from taskbook.split import split_master

TODAY = date(2026, 9, 20)
FILLED = {
    "state": ReplyField.STATE,
    "progress": ReplyField.PROGRESS,
    "value": ReplyField.VALUE,
    "evidence": ReplyField.EVIDENCE,
    "reporter": ReplyField.REPORTER,
    "day": ReplyField.REPORTED_ON,
}
PLAN = Plan(
    replace(settings(), plan_id="JH-1", last_task_number=3),
    (
        Task(
            "T001",
            "1",
            "一、公开",
            "决策",
            "开展宣讲不少于2次。",
            "区司法局",
            "区财政局",
            "区教育局",
            deadline="2026年11月底前",
        ),
        Task("T002", "2", "一、公开", "预算", "公布预算。", "区财政局", "", "", deadline="2026年8月底前"),
        Task("T003", "3", "二、服务", "大厅", "回访群众。", "", "区教育局", "", deadline="全年持续推进"),
    ),
    tuple(
        Unit(name, "部门", (), f"联络员{number:02d}", f"unit{number:02d}@shili.example")
        for number, name in enumerate(("区司法局", "区财政局", "区教育局"), 1)
    ),
)


class Office:
    """A folder with a master, and units that fill in what was sent to them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.master = folder / "总表.xlsx"
        write_master(PLAN, self.master)
        (folder / "收件").mkdir()

    def split(self, period: Period = SEPTEMBER) -> None:
        sent = split_master(self.master, period, None, (), False, today=period.due(1))
        self.sent = {book.unit: book.file for book in sent.books}

    def send_in(self, unit: str, answers: Mapping[str, Mapping[str, str]], name: str = "") -> None:
        """`answers`: task id → {state, progress, …}."""
        book = open_book(self.sent[unit])
        for task_id, texts in answers.items():
            for key, text in texts.items():
                write(book, book.rows[task_id], FILLED[key], text)
        book.workbook.save(self.folder / "收件" / f"{name or unit}.xlsx")

    def collect(self, period: Period = SEPTEMBER, today: date = TODAY) -> None:
        collect_replies(self.master, period, today=today)

    def merge(self, period: Period = SEPTEMBER, today: date = TODAY) -> MergeResult:
        return merge_master(self.master, period, today=today)


@pytest.fixture
def at_work(tmp_path: Path) -> Office:
    """September was sent out, 区司法局 and 区教育局 have answered."""
    office = Office(tmp_path)
    office.split()
    office.send_in(
        "区司法局",
        {
            "T001": {
                "state": "推进中",
                "progress": "=已宣讲1场",
                "value": "2",
                "evidence": "http://x.example",
                "day": "2026-09-18",
            }
        },
    )
    office.send_in("区教育局", {"T003": {"state": "推进中", "progress": "已回访", "reporter": "填报人01"}})
    office.collect()
    return office


def cells(book: Path, sheet: str, heading: str) -> list[dict[str, str]]:
    """The rows below the row that has this heading."""
    grid = next(grid for grid in read_grids(book) if grid.name == sheet)
    top = next(
        row
        for row in range(len(grid.rows))
        if heading in [grid.text(row, c) for c in range(len(grid.rows[row]))]
    )
    names = [grid.text(top, column) for column in range(len(grid.rows[top]))]
    return [
        {name: grid.text(row, column) for column, name in enumerate(names)}
        for row in range(top + 1, len(grid.rows))
    ]


# ---- the whole way ----


def test_what_came_back_stands_in_the_book_with_its_source(at_work: Office) -> None:
    result = at_work.merge()
    assert result.out == at_work.folder / "汇总" / "状态汇总_2026-09.xlsx"
    rows = {(row["任务编号"], row["单位"]): row for row in cells(result.out, Sheet.REPLIES, "任务编号")}
    assert list(rows) == [
        ("T001", "区司法局"),
        ("T001", "区财政局"),
        ("T001", "区教育局"),
        ("T002", "区财政局"),
        ("T003", "区教育局"),
    ]
    row = rows["T001", "区司法局"]
    assert (row["角色"], row["进展状态"], row["完成情况"], row["完成值"]) == (
        "牵头",
        "推进中",
        "=已宣讲1场",
        "2",
    )
    original = at_work.folder / "归档" / "2026-09" / "原件" / row["存档文件"]
    grid = next(grid for grid in read_grids(original) if grid.name == row["工作表"])
    assert "=已宣讲1场" in [
        grid.text(int(row["行号"]) - 1, column) for column in range(len(grid.rows[0]) + 12)
    ]


def test_status_goes_back_into_the_master(at_work: Office) -> None:
    at_work.merge()
    rows = {row["任务编号"]: row for row in cells(at_work.master, Sheet.TASKS, "任务编号") if row["任务编号"]}
    shown = [
        HEADINGS[field] for field in (Field.STATUS, Field.RATE, Field.LIGHT, Field.LATEST, Field.UPDATED)
    ]
    assert [[rows[task_id][heading] for heading in shown] for task_id in ("T001", "T002", "T003")] == [
        ["推进中", "1", "绿", "区司法局（2026-09期）：=已宣讲1场", "2026-09"],
        ["未反馈", "0", "红", "", "2026-09"],
        ["推进中", "0", "绿", "区教育局（2026-09期）：已回访", "2026-09"],
    ]
    assert [task.content for task in read_master(at_work.master).tasks] == [
        task.content for task in PLAN.tasks
    ]


def test_json_has_the_shape_that_was_promised(at_work: Office) -> None:
    shape = json.loads(json.dumps(as_json(at_work.merge()), ensure_ascii=False))
    tasks = {task["id"]: task for task in shape["tasks"]}
    assert (shape["light_rule"]["name"], shape["light_rule"]["lights"]) == ("默认", ["绿", "蓝", "黄", "红"])
    assert shape["light_rule"]["words"].startswith("红灯——过了完成时限仍未完成")
    assert [(t["id"], t["status"], t["light"]) for t in shape["tasks"]] == [
        ("T001", "推进中", "绿"),
        ("T002", "未反馈", "红"),
        ("T003", "推进中", "绿"),
    ]
    (said,) = tasks["T001"]["replies"]
    assert said["unit"] == "区司法局"
    assert (said["role"], said["status"], said["progress"], said["value"]) == (
        "lead",
        "推进中",
        "=已宣讲1场",
        "2",
    )
    assert (said["evidence"], said["reported_on"]) == ("http://x.example", "2026-09-18")
    assert set(said["source"]) == {"file", "sheet", "row"}
    assert tasks["T002"]["waiting"] == ["区财政局"]
    units = {unit["unit"]: unit for unit in shape["units"]}
    assert {name: (u["due"], u["answered"], u["done"], u["overdue"]) for name, u in units.items()} == {
        "区司法局": (1, 1, 0, 0),
        "区财政局": (2, 0, 0, 1),
        "区教育局": (2, 1, 0, 0),
    }
    assert {"code", "severity", "sheet", "cell", "message"} <= shape["issues"][0].keys()


def test_merging_again_changes_nothing(at_work: Office) -> None:
    first = at_work.merge()
    book, master = first.out.read_bytes(), at_work.master.read_bytes()
    second = at_work.merge()
    assert (second.out.read_bytes(), at_work.master.read_bytes()) == (book, master)
    assert second.backup is None
    assert as_json(second) == as_json(first)


def test_one_more_return_changes_only_what_it_should(at_work: Office) -> None:
    before = as_json(at_work.merge())
    at_work.send_in("区财政局", {"T002": {"state": "已完成", "progress": "已公布"}})
    at_work.collect()
    after = as_json(at_work.merge())
    changed = {a["id"] for a, b in zip(after["tasks"], before["tasks"], strict=True) if a != b}
    assert changed == {"T002"}
    units = {
        a["unit"] for a, b in zip(after["units"], before["units"], strict=True) if _counts(a) != _counts(b)
    }
    assert units == {"区财政局"}
    assert [task["status"] for task in after["tasks"]] == ["推进中", "已完成", "推进中"]


def _counts(unit: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in unit.items() if key != "rank"}  # a rank is about the others as well


def test_done_last_period_stays_done(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.split(AUGUST)
    office.send_in(
        "区财政局",
        {
            "T002": {"state": "已完成", "progress": "八月公布"},
            "T001": {"state": "推进中", "progress": "在办"},
        },
    )
    office.collect(AUGUST, date(2026, 8, 20))
    office.split()
    shutil.rmtree(tmp_path / "收件")
    (tmp_path / "收件").mkdir()
    office.collect()
    status = office.merge().status
    task = next(task for task in status.tasks if task.id == "T002")
    assert (task.state, task.reason) == (State.DONE, "已完成（2026-08期报完成）")
    unit = next(unit for unit in status.units if unit.unit.name == "区财政局")
    assert (unit.due, unit.waiting) == (1, ("T001",))
    silent = {finding.message[:4] for finding in status.findings if finding.code is Code.TWO_PERIODS_SILENT}
    assert silent == {"区司法局", "区教育局"}
    red = next(task for task in status.tasks if task.id == "T003")
    assert red.reason == "连续2期未反馈（2026-08、2026-09）（区教育局）"


def test_a_month_lost_from_the_archive_is_told(tmp_path: Path) -> None:
    """The book of September knew that T002 was done; without August's folder nobody does."""
    office = Office(tmp_path)
    office.split(AUGUST)
    office.send_in("区财政局", {"T002": {"state": "已完成", "progress": "八月公布"}})
    office.collect(AUGUST, date(2026, 8, 20))
    office.split()
    assert Code.DONE_ANSWER_LOST not in {one.code for one in office.merge().findings}
    shutil.rmtree(tmp_path / "归档" / "2026-08")
    (told,) = [one for one in office.merge().findings if one.code is Code.DONE_ANSWER_LOST]
    assert told.message.startswith("区财政局的任务T002以前报过完成，归档里却找不到")


def test_a_month_gone_by_is_merged_as_it_was_sent_out(at_work: Office) -> None:
    """T002 was withdrawn and T004 added for October: September's book still tells T002, and not T004."""
    plan = read_master(at_work.master)
    new = replace(plan.tasks[1], id="T004", number="4", content="公布决算。", row=0)
    at_work.master.unlink()
    write_master(replace(plan, tasks=(plan.tasks[0], plan.tasks[2], new)), at_work.master)
    at_work.split(Period(2026, 10))
    result = at_work.merge()
    rows = cells(result.out, "任务汇总", "任务编号")
    assert [row["任务编号"] for row in rows] == ["T001", "T003", "T002"]
    assert rows[2]["二级指标"] == "已撤销的任务"
    told = {task.id: task.overdue for task in result.status.tasks}
    assert told == {"T001": False, "T003": False, "T002": False}


def test_a_reassigned_task_s_answer_is_shown(at_work: Office) -> None:
    plan = read_master(at_work.master)
    moved = tuple(replace(t, responsible="区财政局") if t.id == "T003" else t for t in plan.tasks)
    at_work.master.unlink()
    write_master(replace(plan, tasks=moved), at_work.master)
    result = at_work.merge()
    assert [(stray.task_id, stray.unit) for stray in result.status.strays] == [("T003", "区教育局")]
    finding = next(one for one in result.findings if one.code is Code.REPLY_WITHOUT_TASK)
    assert finding.where.file
    assert finding.where.address.startswith("A")
    last = cells(result.out, Sheet.REPLIES, "任务编号")[-1]
    assert (last["任务编号"], last["单位"], last["完成情况"]) == ("T003", "区教育局", "已回访")


# ---- what goes wrong ----


def test_a_row_copied_with_its_id_does_not_get_the_other_s_answers(at_work: Office) -> None:
    backup = read_master(at_work.master)
    at_work.master.unlink()
    write_master(
        replace(backup, tasks=(*backup.tasks, replace(PLAN.tasks[0], content="别的事。"))), at_work.master
    )
    result = at_work.merge()
    *_, copied = result.status.tasks
    assert [answer.reply for answer in copied.answers] == [None, None, None]
    assert Code.DUPLICATE_TASK_ID in [finding.code for finding in result.findings]
    written = read_grids(at_work.master)[0].rows
    at = written[2].index(HEADINGS[Field.STATUS])
    assert [row[at] for row in written[3:7]] == ["推进中", "未反馈", "推进中", ""]


def test_nothing_collected_is_said_and_everything_is_due(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.split()
    result = office.merge()
    assert [finding.code for finding in result.findings] == [Code.NOTHING_COLLECTED]
    assert {unit.answered for unit in result.status.units} == {0}
    assert len(cells(result.out, Sheet.UNANSWERED, "单位")) == 3


def test_a_period_that_was_never_begun_leaves_the_master_alone(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.split()
    before = office.master.read_bytes()
    with pytest.raises(CannotGoOn) as stopped:
        merge_master(office.master, Period(2026, 12), today=TODAY)
    assert stopped.value.stop is Stop.NOTHING_ISSUED
    assert office.master.read_bytes() == before


def test_a_missing_archive_cannot_go_on(tmp_path: Path) -> None:
    office = Office(tmp_path)
    with pytest.raises(CannotGoOn) as stopped:
        office.merge()
    assert stopped.value.stop is Stop.FOLDER_MISSING
    assert "归档" in str(stopped.value)


def test_a_missing_master_cannot_go_on(tmp_path: Path) -> None:
    with pytest.raises(CannotGoOn) as stopped:
        merge_master(tmp_path / "没有.xlsx", SEPTEMBER, today=TODAY)
    assert stopped.value.stop is Stop.FILE_MISSING


def test_a_master_open_in_excel_leaves_the_book_and_says_so(at_work: Office) -> None:
    before = at_work.master.read_bytes()
    (at_work.folder / "~$总表.xlsx").write_bytes(b"\x05user" + b" " * 160)
    result = at_work.merge()
    (finding,) = result.findings
    assert finding.code is Code.MASTER_NOT_UPDATED
    assert "打开" in finding.message
    assert result.out.exists()
    assert at_work.master.read_bytes() == before


def test_a_status_book_open_in_excel_keeps_the_new_one_beside_it(at_work: Office) -> None:
    out = at_work.merge().out
    before = out.read_bytes()
    at_work.send_in("区财政局", {"T002": {"state": "已完成", "progress": "已公布"}})
    at_work.collect()
    (out.parent / f"~${out.name}").write_bytes(b"\x05user" + b" " * 160)
    result = at_work.merge()
    assert [one.code for one in result.findings if one.severity is Severity.ERROR] == [Code.STATUS_BOOK_OPEN]
    assert out.read_bytes() == before
    assert len(list(out.parent.glob("状态汇总*.xlsx"))) == 2
    assert result.backup is not None  # the master was written to all the same


def test_an_older_period_does_not_take_a_newer_one_out_of_the_master(at_work: Office) -> None:
    at_work.merge()
    at_work.split(Period(2026, 10))
    at_work.merge(Period(2026, 10), date(2026, 10, 20))
    before = at_work.master.read_bytes()
    result = at_work.merge()
    assert [one.code for one in result.findings] == [Code.MASTER_IS_NEWER]
    assert at_work.master.read_bytes() == before
    assert result.out.exists()


def test_an_archived_file_that_was_changed_is_told(at_work: Office) -> None:
    original = next((at_work.folder / "归档" / "2026-09" / "原件").iterdir())
    original.chmod(0o644)
    original.write_bytes(original.read_bytes() + b"x")
    result = at_work.merge()
    assert [(one.code, one.where.file) for one in result.findings] == [
        (Code.ARCHIVED_FILE_CHANGED, original.name)
    ]
    assert {task.state for task in result.status.tasks if task.id != "T002"} == {State.IN_PROGRESS}


def test_two_runs_at_once_are_refused(at_work: Office) -> None:
    out = at_work.folder / "汇总" / "状态汇总_2026-09.xlsx"
    with files.exclusive(out), pytest.raises(CannotGoOn) as stopped:
        at_work.merge()
    assert stopped.value.stop is Stop.BUSY


def test_out_and_archive_can_be_elsewhere(at_work: Office, tmp_path: Path) -> None:
    moved = tmp_path / "别处"
    shutil.move(at_work.folder / "归档", moved)
    result = merge_master(at_work.master, SEPTEMBER, moved, tmp_path / "报送" / "汇总.xlsx", today=TODAY)
    assert result.out.exists()
    assert result.status.units[0].answered == 1


def test_only_a_status_book_is_overwritten(at_work: Office) -> None:
    before = at_work.master.read_bytes()
    with pytest.raises(CannotGoOn) as stopped:
        merge_master(at_work.master, SEPTEMBER, None, at_work.master, today=TODAY)
    assert stopped.value.stop is Stop.TARGET_EXISTS
    assert at_work.master.read_bytes() == before


@pytest.mark.parametrize(
    ("out", "book"), [("报送", "报送/状态汇总_2026-09.xlsx"), ("九月", "九月.xlsx"), ("a.XLSX", "a.XLSX")]
)
def test_out_may_be_a_folder_or_a_bare_name(at_work: Office, out: str, book: str) -> None:
    (at_work.folder / "报送").mkdir()
    result = merge_master(at_work.master, SEPTEMBER, None, at_work.folder / out, today=TODAY)
    assert result.out == at_work.folder / book
    assert result.out.is_file()


def test_a_master_with_an_unknown_rule_is_judged_by_the_default() -> None:
    one = reading("T001", "牵头 区司法局")
    plan = replace(PLAN, settings=replace(PLAN.settings, light_rule="红黄蓝"))
    status = merge(
        plan, [one], round_of([reply("T001", "区司法局")], records=[record(1, "区司法局")]), as_of=AS_OF
    )
    assert [finding.message for finding in status.findings] == [
        "“设置”中的亮灯规则“红黄蓝”不认识，已按默认规则判定。可用的有：默认、宿迁、银川、剩余时间"
    ]


# ---- values ----


def test_periods_before_are_folders_that_name_one(tmp_path: Path) -> None:
    for name in ("2026-08", "2025-12", "2026-09", "2026-10", "2026-13", "备用", "2026-8"):
        (tmp_path / name).mkdir()
    (tmp_path / "2026-07").write_text("a file", encoding="utf-8")
    assert [str(period) for period in periods_before(tmp_path, SEPTEMBER)] == ["2025-12", "2026-08"]


def test_a_period_without_a_folder_is_an_empty_round(tmp_path: Path) -> None:
    assert archive.load_records(tmp_path, SEPTEMBER) == []


def test_merge_is_pure_and_as_of_decides_what_is_late() -> None:
    one = reading("T001", "牵头 区司法局", "2026-09-20")
    current = round_of([reply("T001", "区司法局")])
    lights = [merge(PLAN, [one], current, as_of=date(2026, 9, day)).tasks[0].light for day in (9, 10, 20, 21)]
    assert lights == ["绿", "蓝", "蓝", "红"]


def test_master_rows_keep_texts_short() -> None:
    one = reading("T001", "牵头 区司法局")
    status = merge(PLAN, [one], round_of([reply("T001", "区司法局", progress="长" * 500)]), as_of=AS_OF)
    text = master_rows(status)["T001"][Field.LATEST]
    assert str(text).startswith("区司法局（2026-09期）：长")
    assert len(str(text)) == LONGEST_LATEST


def test_summary_counts_what_the_book_counts() -> None:
    plan, readings, current = office()
    status = merge(plan, readings, current, as_of=AS_OF)
    lines = summary(MergeResult(status, Path("状态汇总.xlsx")))
    assert lines[0].startswith("2026-09期：任务40项")
    counted = sum(int(part) for part in _numbers(lines[0].split("40项，")[1]))
    assert counted == 40
    assert sum(_numbers(lines[1])) == 40


def _numbers(text: str) -> list[int]:
    return [int(word) for word in "".join(c if c.isdigit() else " " for c in text).split()]


def test_units_silent_in_two_periods_are_named_once() -> None:
    readings = [reading("T001", "牵头 甲 责任 乙"), reading("T002", "牵头 甲 乙")]
    books = asked_all(readings)
    august: Round = round_of([reply("T001", "乙")], books, period=AUGUST)
    september = round_of([reply("T001", "丙")], books)
    past = remember([past_round(august)], september, readings)
    status: Status = merge(PLAN, readings, september, past, as_of=AS_OF)
    silent = [finding.message for finding in status.findings if finding.code is Code.TWO_PERIODS_SILENT]
    assert silent == ["甲连续两期没有反馈，请催办"]
