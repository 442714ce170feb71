"""Splitting a plan: who gets which tasks, what the books are called, what is registered, what is never overwritten."""

from __future__ import annotations

import concurrent.futures
import json
import subprocess
import sys
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from taskbook import files, wording
from taskbook.columns import ReplyField
from taskbook.findings import CannotGoOn, Stop
from taskbook.grid import read_grids
from taskbook.issued import read_issued
from taskbook.language.reading import read_plan
from taskbook.master import write_master
from taskbook.model import Group, Plan, Reply, Settings, State, Task, Unit
from taskbook.period import Period
from taskbook.previous import previous_answers
from taskbook.returns import archive
from taskbook.returns.archive import Outcome, ReturnRecord, line_of, pack_replies
from taskbook.returns.ledger import append_lines
from taskbook.split import as_json, split_master, summary
from taskbook.unitbook import batch
from taskbook.unitbook.build import assigned_tasks, build_books, digest_of
from taskbook.unitbook.names import file_names
from taskbook.unitbook.read import read_book

SEPTEMBER = Period(2026, 9)
TODAY = date(2026, 9, 1)
SCRIPTS = Path(__file__).parents[1] / "scripts"

SETTINGS = Settings("P-2026", "示例区2026年工作要点任务分工", 2026, "区政府办", date(2026, 1, 10))
UNITS = (
    Unit("区教育局", "部门", ("区教体局",), email="a@x.example"),
    Unit("区司法局", "部门", email="b@x.example"),
    Unit("东镇", "乡镇", email="c@x.example"),
    Unit("西镇", "乡镇", email="d@x.example"),
    Unit("区农机局", "部门", stopped=True),
    Unit("区档案馆", "部门", email="e@x.example"),
)
GROUPS = (Group("各乡镇", "类别=乡镇"),)


def plan_of(table: str, units: tuple[Unit, ...] = UNITS) -> Plan:
    """A plan from lines of `| 任务编号 | 二级指标 | 工作任务 | 牵头单位 | 责任单位 | 配合单位 |`."""
    tasks = []
    for row, line in enumerate(table.strip().splitlines(), 4):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        task_id, topic, content, lead, responsible, support = cells
        tasks.append(
            Task(
                task_id,
                str(row - 3),
                "一、公开",
                topic,
                content,
                lead,
                responsible,
                support,
                "",
                "查看网站",
                "年底前",
                row=row,
            )
        )
    return Plan(SETTINGS, tuple(tasks), units, GROUPS)


PLAN = plan_of(
    """
    | T001 | 决策 | 公开决策草案不少于2次 | 区教育局 | 区司法局 | 各乡镇 |
    | T002 | 决策 | 开展后评估           |        | 各乡镇   | 区教育局 |
    | T003 | 解读 | 解读惠企政策         | 区司法局 |        |        |
    """
)


@pytest.fixture
def master(tmp_path: Path) -> Path:
    path = tmp_path / "总表.xlsx"
    write_master(PLAN, path)
    return path


def split(master: Path, **more):
    return split_master(master, SEPTEMBER, today=TODAY, **more)


def got(plan: Plan) -> dict[str, list[str]]:
    """unit → ids with the role word, as its book lists them."""
    readings, _ = read_plan(plan)
    books = build_books(plan, assigned_tasks(plan, readings), SEPTEMBER)
    return {book.unit: [f"{row.task_id}{row.text(ReplyField.ROLE)}" for row in book.rows] for book in books}


# ---- who gets what ----


def test_each_unit_gets_its_tasks_in_the_order_of_the_plan():
    assert got(PLAN) == {
        "区教育局": ["T001牵头", "T002配合"],
        "区司法局": ["T001责任", "T003牵头"],
        "东镇": ["T001配合", "T002责任"],
        "西镇": ["T001配合", "T002责任"],
    }


def test_stopped_units_and_rows_without_identity_get_no_book():
    plan = plan_of(
        """
        | T001 | 决策 | 甲 | 区农机局 |  | 区司法局 |
        |      | 决策 | 乙 | 区司法局 |  |        |
        | T003 | 决策 | 丙 | 区司法局 |  |        |
        | T003 | 决策 | 丁 | 区司法局 |  | 区教育局 |
        """
    )
    assert got(plan) == {"区司法局": ["T001配合", "T003牵头"]}


def test_without_a_registry_the_names_found_get_books():
    plan = replace(plan_of("| T001 | 决策 | 甲 | 市财政局、水务局 |  |  |"), units=(), groups=())
    assert got(plan) == {"市财政局": ["T001牵头"], "市水务局": ["T001牵头"]}


def test_a_row_shows_section_where_there_is_no_topic_and_each_target_once():
    plan = plan_of("| T001 |  | 公开率达到100%，每年不少于2次，不少于2次 | 区司法局 |  |  |")
    readings, _ = read_plan(plan)
    (book,) = build_books(plan, assigned_tasks(plan, readings), SEPTEMBER)
    (row,) = book.rows
    assert row.text(ReplyField.TOPIC) == "一、公开"
    assert row.text(ReplyField.TARGET).count("2次") == 1
    assert "100%" in row.text(ReplyField.TARGET)
    assert book.due == date(2026, 9, 25)


@pytest.mark.parametrize(
    ("deadline", "said", "settled"),
    [
        ("2026年11月底前", "【2026-08】已完成：已办结", True),
        ("2026年11月底前", "【2026-08】推进中：已完成一半", False),
        ("全年持续推进", "【2026-08】已完成：已办结", False),
        ("每季度", "【2026-08】已完成", False),
    ],
)
def test_what_was_done_before_need_not_be_filled_in_again(deadline, said, settled):
    plan = plan_of("| T001 | 公开 | 公开规划 | 区司法局 |  |  |")
    plan = replace(plan, tasks=(replace(plan.tasks[0], deadline=deadline),))
    readings, _ = read_plan(plan)
    previous = {("区司法局", "T001"): said}
    ((row,),) = (book.rows for book in build_books(plan, assigned_tasks(plan, readings), SEPTEMBER, previous))
    assert row.settled is settled
    assert row.text(ReplyField.PREVIOUS) == said + ("（已报完成，本期可不填）" if settled else "")


def test_the_digest_stands_for_the_content_only():
    readings, _ = read_plan(PLAN)
    assigned = assigned_tasks(PLAN, readings)
    first, again = (list(build_books(PLAN, assigned, SEPTEMBER)) for _ in range(2))
    assert [digest_of(book) for book in first] == [digest_of(book) for book in again]
    before = build_books(PLAN, assigned, SEPTEMBER, {("区教育局", "T001"): "【2026-08】推进中"})
    changed = [
        one.unit for one, other in zip(first, before, strict=True) if digest_of(one) != digest_of(other)
    ]
    assert changed == ["区教育局"]


# ---- names ----


@pytest.mark.parametrize(
    ("plan_name", "short"),
    [
        ("示例区2026年要点任务分工", "示例区2026年要点"),
        ("示例区2026年工作要点工作责任分解表", "示例区2026年工作要点"),
        ("责任分解表", "责任分解表"),
        ("重点工作任务清单", "重点工作"),
        ("", ""),
    ],
)
def test_a_plan_is_named_without_the_word_for_its_table(plan_name, short):
    assert wording.without_table_word(plan_name) == short


def test_names_that_collide_or_cannot_be_file_names_are_made_safe():
    units = ["甲/乙局", "甲／乙局", "CON", "a局", "A局", "很长" * 60, "很长" * 61, "..", ""]
    names = file_names(units, "计划：*?", SEPTEMBER)
    assert list(names) == units
    assert len({name.casefold() for name in names.values()}) == len(units)
    for name in names.values():
        assert not set(name) & set('/\\:*?"<>|')
        assert name.endswith("2026-09") or name.endswith(")")
        assert len(name.encode()) < 250


def test_names_do_not_depend_on_which_books_are_written(master: Path):
    every = {book.unit: book.file.name for book in split(master).books}
    one = split(master, units=("区司法局",))
    assert {book.unit: book.file.name for book in one.books} == {"区司法局": every["区司法局"]}
    assert every["区司法局"] == "区司法局_示例区2026年工作要点_2026-09.xlsx"


def test_an_unsafe_name_is_told(tmp_path: Path):
    units = (Unit("甲/乙局", "部门"),)
    write_master(plan_of("| T001 | 决策 | 甲 | 甲/乙局 |  |  |", units), tmp_path / "m.xlsx")
    result = split(tmp_path / "m.xlsx")
    assert [finding.code.name for finding in result.findings] == ["NAME_MADE_SAFE"]
    assert result.books[0].file.parent == tmp_path / "下发" / "2026-09"


# ---- the step ----


def test_books_are_written_and_registered(master: Path):
    result = split(master)
    assert result.folder == master.parent / "下发" / "2026-09"
    assert [(book.unit, book.task_ids) for book in result.books] == [
        ("区教育局", ("T001", "T002")),
        ("区司法局", ("T001", "T003")),
        ("东镇", ("T001", "T002")),
        ("西镇", ("T001", "T002")),
    ]
    assert sorted(path.name for path in result.folder.iterdir()) == sorted(
        book.file.name for book in result.books
    )
    kept = read_issued(master.parent / "归档", SEPTEMBER)
    for book in result.books:
        read = read_book(read_grids(book.file))
        assert read.identity is not None
        assert (read.identity.unit, read.identity.token, read.token) == (book.unit, book.token, book.token)
        assert (kept[book.unit].file, kept[book.unit].token) == (book.file.name, book.token)
        assert [(row.task_id, row.role, row.fingerprint) for row in kept[book.unit].rows] == [
            (row.task_id, row.role, row.fingerprint) for row in read.identity.rows
        ]
        assert kept[book.unit].issued_on == TODAY
    assert kept["区教育局"].rows[0].label == "公开决策草案不少于2次"
    assert [target.value for target in kept["区教育局"].rows[0].targets] == [2.0]


def test_splitting_again_writes_the_same_and_registers_nothing_new(master: Path):
    first = {book.unit: book.file.read_bytes() for book in split(master).books}
    again = split_master(master, SEPTEMBER, today=date(2026, 9, 9))
    assert {book.unit: book.file.read_bytes() for book in again.books} == first
    assert again.findings == []
    ledger = (master.parent / "归档" / "2026-09" / "下发登记.jsonl").read_text(encoding="utf-8")
    assert len(ledger.splitlines()) == 4


def test_changed_writes_only_what_changed(master: Path):
    split(master)
    tasks = (replace(PLAN.tasks[0], content="公开决策草案和解读"), *PLAN.tasks[1:])
    write_master(replace(PLAN, tasks=tasks), master)
    result = split_master(master, SEPTEMBER, changed=True, today=date(2026, 9, 9))
    assert [book.unit for book in result.books] == ["区教育局", "区司法局", "东镇", "西镇"]
    tasks = (*tasks[:2], replace(PLAN.tasks[2], deadline="2026年10月底前"))
    write_master(replace(PLAN, tasks=tasks), master)
    result = split_master(master, SEPTEMBER, changed=True, today=date(2026, 9, 10))
    assert [book.unit for book in result.books] == ["区司法局"]
    assert result.unchanged == ("区教育局", "东镇", "西镇")
    assert read_issued(master.parent / "归档", SEPTEMBER)["区司法局"].issued_on == date(2026, 9, 10)
    assert split_master(master, SEPTEMBER, changed=True).books == ()


@pytest.mark.parametrize(
    ("asked", "written", "codes"),
    [
        (["区教育局"], ["区教育局"], []),
        ([" 区教体局 "], ["区教育局"], []),
        (["教育局", "区教育局"], ["区教育局"], []),
        (["西镇", "区司法局"], ["区司法局", "西镇"], []),
        (["区教音局"], [], ["UNIT_NOT_IN_PLAN"]),
        (["区档案馆"], [], ["UNIT_NOT_IN_PLAN"]),
        (["东镇", "没有这家"], ["东镇"], ["UNIT_NOT_IN_PLAN"]),
    ],
)
def test_only_the_units_asked_for(master: Path, asked, written, codes):
    result = split(master, units=asked)
    assert [book.unit for book in result.books] == written
    assert [finding.code.name for finding in result.findings] == codes


def test_an_unknown_unit_gets_suggestions(master: Path):
    (finding,) = split(master, units=["区教音局"]).findings
    assert "区教育局" in finding.message


def test_tasks_that_reach_nobody_are_told(tmp_path: Path):
    """
    | T001 | 没有任何单位     => TASK_SENT_TO_NOBODY
    | T002 | 名册里没有的单位 => TASK_SENT_TO_NOBODY, UNKNOWN_UNIT
    | T003 | 停用的单位       => TASK_SENT_TO_NOBODY, STOPPED_UNIT_NAMED
    """
    plan = plan_of(
        """
        | T001 | 决策 | 甲 |        |  |  |
        | T002 | 决策 | 乙 | 区火星局 |  |  |
        | T003 | 决策 | 丙 | 区农机局 |  |  |
        """
    )
    write_master(plan, tmp_path / "m.xlsx")
    result = split(tmp_path / "m.xlsx")
    told = sorted((finding.where.address, finding.code.name) for finding in result.findings)
    assert [code for _, code in told].count("TASK_SENT_TO_NOBODY") == 3
    assert {"UNKNOWN_UNIT", "STOPPED_UNIT_NAMED"} <= {code for _, code in told}
    assert result.books == ()
    assert summary(result) == ["没有生成反馈表"]


def test_the_folder_can_be_chosen(master: Path, tmp_path: Path):
    result = split(master, out=tmp_path / "别处" / "表")
    assert len(list((tmp_path / "别处" / "表").glob("*.xlsx"))) == 4
    assert result.folder == tmp_path / "别处" / "表"


def test_the_result_as_data(master: Path):
    shape = as_json(split(master))
    book = shape["books"][0]
    assert {key: book[key] for key in ("unit", "tasks", "task_ids")} == {
        "unit": "区教育局",
        "tasks": 2,
        "task_ids": ["T001", "T002"],
    }
    assert Path(book["file"]).is_file()
    assert shape["findings"] == []
    assert json.loads(json.dumps(shape)) == shape


def test_progress_goes_from_nothing_to_all(master: Path):
    seen: list[tuple[int, int]] = []
    split(master, progress=lambda label, done, total: seen.append((done, total)))
    assert seen[0] == (0, 4)
    assert seen[-1] == (4, 4)
    assert seen == sorted(seen)


# ---- what is never overwritten ----


def test_a_foreign_file_keeps_its_name(master: Path):
    target = split(master, units=["区教育局"]).books[0].file
    target.write_bytes(b"somebody else's")
    result = split(master, units=["区教育局"])
    assert [finding.code.name for finding in result.findings] == ["BOOK_FILE_TAKEN"]
    assert target.read_bytes() == b"somebody else's"
    assert result.books[0].file.name == "区教育局_示例区2026年工作要点_2026-09-2.xlsx"
    assert read_book(read_grids(result.books[0].file)).token == result.books[0].token


def test_a_book_that_somebody_filled_in_is_kept(master: Path):
    import openpyxl

    target = split(master, units=["区教育局"]).books[0].file
    book = openpyxl.load_workbook(target)
    book["任务反馈"]["J5"] = "推进中"
    book.save(target)
    filled = target.read_bytes()
    result = split(master, units=["区教育局"])
    assert target.read_bytes() == filled
    assert result.books[0].file != target
    third = split(master, units=["区教育局"])
    assert third.books[0].file == result.books[0].file


def test_another_units_book_is_not_taken_for_ones_own(master: Path):
    first, second = split(master, units=["区教育局", "区司法局"]).books
    files.write_bytes(first.file, second.file.read_bytes())
    result = split(master, units=["区教育局"])
    assert [finding.code.name for finding in result.findings] == ["BOOK_FILE_TAKEN"]
    assert read_book(read_grids(first.file)).token == second.token


def test_an_interrupted_run_leaves_whole_and_registered_books(master: Path, monkeypatch: pytest.MonkeyPatch):
    write, count = files.write_bytes, []

    def broken(target: Path, data: bytes) -> None:
        if len(count) == 2:
            raise CannotGoOn(Stop.DISK_FULL, path=target)
        count.append(target)
        write(target, data)

    monkeypatch.setattr(batch, "CHUNK", 1)
    monkeypatch.setattr(files, "write_bytes", broken)
    with pytest.raises(CannotGoOn):
        split(master)
    assert list(read_issued(master.parent / "归档", SEPTEMBER)) == ["区教育局", "区司法局"]
    assert all(read_book(read_grids(path)).identity for path in count)
    monkeypatch.undo()
    torn = count[0].with_name(".taskbook-0000-torn.xlsx")
    torn.write_bytes(b"PK")
    result = split(master)
    assert len(result.books) == 4
    assert result.findings == []
    assert not torn.exists()


def test_two_processes_write_what_one_writes(master: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    one = {book.unit: book.file.read_bytes() for book in split(master, out=tmp_path / "one").books}
    monkeypatch.setattr(batch, "CHUNK", 1)
    monkeypatch.setattr(batch, "WORTH_TWO", 2)
    monkeypatch.setattr(batch.os, "cpu_count", lambda: 2)
    result = split(master, out=tmp_path / "two")
    assert {book.unit: book.file.read_bytes() for book in result.books} == one
    assert [book.unit for book in result.books] == list(one)


def test_where_no_process_can_be_started_the_books_are_written_all_the_same(
    master: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    class Broken(concurrent.futures.Executor):
        """Takes one chunk, then nothing more; does neither."""

        def __init__(self, *_: object, **__: object) -> None:
            self.taken = 0

        def submit(self, *_: object) -> concurrent.futures.Future[int]:
            self.taken += 1
            if self.taken > 1:
                raise BrokenProcessPool
            future: concurrent.futures.Future[int] = concurrent.futures.Future()
            future.set_exception(BrokenProcessPool())
            return future

    monkeypatch.setattr(concurrent.futures, "ProcessPoolExecutor", Broken)
    monkeypatch.setattr(batch, "CHUNK", 1)
    monkeypatch.setattr(batch, "WORTH_TWO", 2)
    monkeypatch.setattr(batch.os, "cpu_count", lambda: 2)
    result = split(master, out=tmp_path / "two")
    assert sorted(book.unit for book in result.books) == sorted(["区教育局", "区司法局", "东镇", "西镇"])
    assert all(read_book(read_grids(book.file)).token == book.token for book in result.books)


def test_what_a_child_cannot_write_is_said_by_the_parent(
    master: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    out = tmp_path / "two"
    name = split(master, out=out, units=["东镇"]).books[0].file.name
    write_master(replace(PLAN, settings=replace(SETTINGS, due_day=20)), master)
    (out / f"~${name}").touch()  # open in Excel
    monkeypatch.setattr(batch, "CHUNK", 2)
    monkeypatch.setattr(batch, "WORTH_TWO", 2)
    monkeypatch.setattr(batch.os, "cpu_count", lambda: 2)
    with pytest.raises(CannotGoOn) as refused:
        split(master, out=out)
    assert refused.value.stop is Stop.FILE_OPEN


def test_two_runs_at_once_are_refused(master: Path):
    with files.exclusive(master.parent / "下发" / "2026-09"), pytest.raises(CannotGoOn):
        split(master)


# ---- 上期进展 ----


def answered(folder: Path, period: Period, unit: str, *replies: Reply) -> None:
    """Put a return into the archive as collecting does."""
    record = ReturnRecord(
        1, f"{period}-20T09:00:00", f"{unit}.xlsx", f"{unit}.xlsx", "0", Outcome.ACCEPTED, unit
    )
    append_lines(archive.ledger_of(folder, period), [line_of(record, pack_replies(replies))])


def test_the_answer_before_stands_in_the_next_book(master: Path):
    folder = master.parent / "归档"
    for month in (6, 7, 8):
        split_master(master, Period(2026, month), today=date(2026, month, 1), units=["区教育局"])
    answered(folder, Period(2026, 7), "区教育局", Reply("T003", "区教育局"))
    answered(folder, Period(2026, 8), "区教育局", Reply("T001", "区教育局", State.IN_PROGRESS, "已公开1次"))
    answered(
        folder,
        Period(2026, 6),
        "区教育局",
        Reply("T001", "区教育局", State.NOT_STARTED, "旧"),
        Reply("T002", "区教育局", State.DONE, "六月办结"),
    )
    assert previous_answers(folder, SEPTEMBER) == {
        ("区教育局", "T001"): "【2026-08】推进中：已公开1次",
        ("区教育局", "T002"): "【2026-06】已完成：六月办结",
    }
    (book,) = split(master, units=["区教育局"]).books
    (table,) = read_book(read_grids(book.file)).tables
    assert [row.locked[-1] for row in table.rows] == [
        "【2026-08】推进中：已公开1次",
        "【2026-06】已完成：六月办结（已报完成，本期可不填）",
    ]
    (june,) = split_master(master, Period(2026, 6), units=["区教育局"]).books
    assert [row.locked[-1] for row in read_book(read_grids(june.file)).tables[0].rows] == ["", ""]


def test_there_is_nothing_before_the_first_period(tmp_path: Path):
    assert previous_answers(tmp_path / "没有", SEPTEMBER) == {}
    (tmp_path / "2026-08").mkdir()
    (tmp_path / "杂物").mkdir()
    assert previous_answers(tmp_path, SEPTEMBER) == {}


# ---- the command ----


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPTS / "split_tasks.py"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)


def test_the_command_line(master: Path):
    done = run(master, "--period", "2026-09", "--json", "-", "--unit", "区教体局", "--unit", "东镇")
    assert done.returncode == 0, done.stderr
    assert [book["unit"] for book in json.loads(done.stdout)["books"]] == ["区教育局", "东镇"]
    assert "生成反馈表2份" in done.stderr
    assert run(master, "--period", "2026-09", "--unit", "没有").returncode == 1


@pytest.mark.parametrize(
    "arguments", [["--period", "2026-13"], ["--period", "2026-9"], ["--period", "0000-01"], []]
)
def test_a_wrong_command_is_one_sentence(master: Path, arguments):
    done = run(master, *arguments)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.stderr
