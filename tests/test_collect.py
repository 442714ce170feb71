"""Collecting: what comes back is kept, judged, told; nothing is lost and nothing is there twice."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from random import Random

import hostile
import pytest
from returning import (
    EDUCATION,
    FINANCE,
    ISSUED,
    JUSTICE,
    PLAN,
    SEPTEMBER,
    TODAY,
    UNITS,
    Desk,
    answers_for,
    codes,
    outcomes,
    set_up,
)
from taskbook import collected, files
from taskbook.columns import ReplyField
from taskbook.findings import CannotGoOn, Code, Stop
from taskbook.master import write_master
from taskbook.model import State, Unit
from taskbook.period import Period
from taskbook.rehearsal import filling
from taskbook.returns import archive, inbox, receiving
from taskbook.returns.archive import Outcome, load_records, load_replies
from taskbook.split import split_master

SCRIPT = Path(__file__).parents[1] / "scripts" / "collect_replies.py"


@pytest.fixture(scope="session")
def issued_desk(tmp_path_factory) -> Desk:
    return set_up(tmp_path_factory.mktemp("office"))


@pytest.fixture
def desk(issued_desk: Desk, tmp_path: Path, monkeypatch) -> Desk:
    """A copy of an office that has just sent its books; nobody is still copying files into its inbox."""
    monkeypatch.setattr(inbox, "_SETTLE_SECONDS", 0)
    folder = shutil.copytree(issued_desk.master.parent, tmp_path / "office")
    books = {
        unit: folder / book.relative_to(issued_desk.master.parent) for unit, book in issued_desk.books.items()
    }
    return Desk(folder / issued_desk.master.name, books)


def progress_of(desk: Desk) -> dict[str, dict[str, str]]:
    """unit → task id → 完成情况, as a merge would see it."""
    return {
        record.unit: {reply.task_id: reply.progress for reply in replies}
        for record, replies in load_replies(desk.archive, SEPTEMBER)
    }


def tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


# ---- the ordinary course ----


def test_returns_are_accepted_and_kept_byte_for_byte(desk):
    for unit in UNITS:
        desk.send(unit)
    result = desk.collect()
    assert outcomes(result) == {f"{unit}.xlsx": "accepted" for unit in UNITS}
    assert result.missing == ()
    assert not [finding.message for finding in result.findings]
    for record in result.files:
        assert (desk.originals / record.stored).read_bytes() == (desk.inbox / record.file).read_bytes()
    assert progress_of(desk)[JUSTICE] == {"T001": "已办理T001", "T003": "已办理T003"}


def test_every_file_has_one_outcome_and_the_sum_is_printed(desk):
    path = desk.send(EDUCATION)
    desk.put("副本/又一份.xlsx", path.read_bytes())
    desk.put("照片.jpg", b"\xff\xd8\xff\xe0")
    desk.put("~$区教育局.xlsx", b"")
    desk.send(JUSTICE, "司法1.xlsx", words="旧")
    desk.send(JUSTICE, "司法2.xlsx", words="新")
    desk.put("打包.zip", hostile.zipped({"财政.xlsx": desk.send(FINANCE).read_bytes()}))
    (desk.inbox / f"{FINANCE}.xlsx").unlink()
    result = desk.collect()
    assert outcomes(result) == {
        "副本/又一份.xlsx": "accepted",
        f"{EDUCATION}.xlsx": "duplicate",
        "司法1.xlsx": "superseded",
        "司法2.xlsx": "accepted",
        "照片.jpg": "returned",
        "~$区教育局.xlsx": "ignored",
        "打包.zip": "ignored",
        "打包.zip/财政.xlsx": "accepted",
    }
    assert collected.summary(result)[:2] == [
        "收件8个文件 = 采用3 + 被后一份取代1 + 重复1 + 退回1 + 忽略2",
        "应报3家，已报3家，未报0家",
    ]
    assert len(list(desk.originals.iterdir())) == 5


def test_the_shape_of_the_result(desk):
    desk.send(EDUCATION, only=["T001"])
    desk.put("照片.jpg", b"\xff\xd8\xff\xe0")
    shape = json.loads(json.dumps(collected.as_json(desk.collect())))
    assert {"files", "missing", "findings"} <= shape.keys()
    assert shape["missing"] == [JUSTICE, FINANCE]
    first, second = shape["files"]
    assert (first["file"], first["outcome"], first["unit"], first["rows"]) == (
        f"{EDUCATION}.xlsx", "accepted", EDUCATION, 1
    )  # fmt: skip
    assert {finding["code"] for finding in first["findings"]} == {"ROW_UNANSWERED"}
    assert {finding["file"] for finding in shape["findings"] if "file" in finding} == {
        first["file"], second["file"]
    }  # fmt: skip


def test_collecting_again_changes_nothing(desk):
    desk.send(EDUCATION)
    desk.put("照片.jpg", b"\xff\xd8\xff\xe0")
    first = desk.collect()
    before = tree(desk.master.parent)
    again = desk.collect(today=date(2026, 9, 30))
    assert tree(desk.master.parent) == before
    assert again.files == first.files
    assert again.missing == first.missing


def test_the_inbox_is_never_changed(desk):
    desk.send(EDUCATION)
    desk.put("坏.xlsx", b"PK\x03\x04")
    desk.put("包.zip", hostile.zipped({"表.xlsx": hostile.book()}))
    before = tree(desk.inbox)
    desk.collect()
    assert tree(desk.inbox) == before


def test_a_return_in_a_later_run_supersedes(desk):
    desk.send(EDUCATION, words="旧")
    desk.collect()
    desk.send(EDUCATION, "补报.xlsx", words="新", only=["T001", "T002"])
    result = desk.collect()
    assert outcomes(result) == {f"{EDUCATION}.xlsx": "superseded", "补报.xlsx": "accepted"}
    assert progress_of(desk)[EDUCATION] == {
        "T001": "新T001", "T002": "新T002", "T003": "旧T003", "T004": "旧T004"
    }  # fmt: skip
    assert codes(result, "补报.xlsx") == ["ANSWER_LEFT_BLANK", "ANSWER_LEFT_BLANK", "SEVERAL_RETURNS"]
    assert (
        f"{EDUCATION}.xlsx" in next(record for record in result.files if record.rows == 2).findings[0].message
    )


def test_a_row_deleted_later_keeps_its_earlier_answer(desk):
    desk.send(EDUCATION, words="旧")
    desk.collect()
    book = filling.open_book(desk.books[EDUCATION])
    filling.delete_row(book, "T003")
    filling.fill(book, answers_for(book, EDUCATION, "新"), Random(1))
    book.workbook.save(desk.inbox / "二.xlsx")
    assert codes(desk.collect(), "二.xlsx") == ["ANSWER_LEFT_BLANK", "SEVERAL_RETURNS"]
    assert progress_of(desk)[EDUCATION]["T003"] == "旧T003"


@pytest.mark.parametrize(
    ("sent", "counts"),
    [
        ({"b.xlsx": 10, "a.xlsx": 12}, "a.xlsx"),
        ({"a.xlsx": 12, "b.xlsx": 10}, "a.xlsx"),
        ({"表2.xlsx": 10, "表10.xlsx": 10}, "表10.xlsx"),
        ({"表.xlsx": 10, "表(1).xlsx": 10}, "表(1).xlsx"),
        ({"一.xlsx": 30, "二.xlsx": 10}, "二.xlsx"),  # a day in the future is no later day
    ],
)
def test_of_several_books_in_one_run_the_latest_counts(desk, sent, counts):
    for name, day in sent.items():
        desk.send(JUSTICE, name, words=name, reported_on=date(2026, 9, day))
    result = desk.collect()
    assert [record.file for record in result.files if record.outcome is Outcome.ACCEPTED] == [counts]
    assert progress_of(desk)[JUSTICE]["T001"] == f"{counts}T001"
    assert "SEVERAL_RETURNS" in codes(result, counts)


def test_the_same_file_moved_or_seen_from_another_folder_is_no_duplicate(desk):
    path = desk.send(EDUCATION, "来件/表.xlsx")
    desk.collect()
    assert outcomes(desk.collect(inbox=desk.inbox / "来件")) == {"表.xlsx": "accepted"}
    (desk.inbox / "已收").mkdir()
    path.rename(desk.inbox / "已收" / "表.xlsx")
    assert outcomes(desk.collect()) == {"已收/表.xlsx": "accepted"}
    desk.put("来件/表.xlsx", (desk.inbox / "已收" / "表.xlsx").read_bytes())
    assert outcomes(desk.collect()) == {"来件/表.xlsx": "accepted", "已收/表.xlsx": "duplicate"}
    assert len(list(desk.originals.iterdir())) == 1


def test_the_same_name_with_other_bytes_is_a_new_return(desk):
    desk.send(EDUCATION, words="旧")
    desk.collect()
    desk.send(EDUCATION, words="新")
    result = desk.collect()
    assert outcomes(result) == {f"{EDUCATION}.xlsx": "accepted"}
    assert progress_of(desk)[EDUCATION]["T001"] == "新T001"
    assert [path.name for path in sorted(desk.originals.iterdir())] == [
        f"0001_{EDUCATION}.xlsx", f"0002_{EDUCATION}.xlsx"
    ]  # fmt: skip


# ---- what goes back ----


def test_a_returned_file_has_a_note_and_none_of_its_rows_is_used(desk):
    book = filling.open_book(desk.books[EDUCATION])
    filling.fill(book, answers_for(book, EDUCATION), Random(1))
    filling.write(book, book.rows["T002"], ReplyField.STATE, "基本完成")
    filling.write(book, book.rows["T001"], ReplyField.CONTENT, "改过的内容")
    book.workbook.save(desk.inbox / "教育.xlsx")
    result = desk.collect()
    assert outcomes(result) == {"教育.xlsx": "returned"}
    assert EDUCATION in result.missing
    assert progress_of(desk) == {}
    (note,) = result.notes
    assert note == desk.notes / f"{EDUCATION}_退回说明.txt"
    text = note.read_bytes().decode("utf-8-sig")
    state = f"J{book.rows['T002']}"
    assert f"1. “任务反馈”表{state}单元格：进展状态“基本完成”不在规定的四种之内" in text
    for words in (
        f"{EDUCATION}：",
        "教育.xlsx",
        "2026年9月25日",
        "请从下拉框选择",
        "区政府办公室",
        "改过的内容",
    ):
        assert words in text
    assert "\r\n" in text


def test_a_note_goes_when_the_unit_has_answered(desk):
    desk.send(EDUCATION, "空.xlsx", answers=())
    desk.send(JUSTICE, "空2.xlsx", answers=())
    assert len(desk.collect().notes) == 2
    desk.send(EDUCATION, "好.xlsx")
    result = desk.collect()
    assert [note.name for note in result.notes] == [f"{JUSTICE}_退回说明.txt"]
    assert [path.name for path in desk.notes.iterdir()] == [f"{JUSTICE}_退回说明.txt"]


def test_a_correction_that_goes_back_has_a_note_though_an_earlier_return_is_valid(desk):
    desk.send(EDUCATION, "好.xlsx")
    desk.collect()
    desk.send(EDUCATION, "更正.xlsx", state=State.DONE, words="", only=["T001"])
    correct(desk, "更正.xlsx", ReplyField.STATE, "基本完成")
    result = desk.collect(today=date(2026, 9, 21))
    assert outcomes(result) == {"好.xlsx": "accepted", "更正.xlsx": "returned"}
    assert [note.name for note in result.notes] == [f"{EDUCATION}_退回说明.txt"]


def correct(desk: Desk, name: str, field: ReplyField, text: str) -> None:
    """Change one cell of the first task in a book that lies in the inbox."""
    book = filling.open_book(desk.inbox / name)
    filling.write(book, min(book.rows.values()), field, text)
    book.workbook.save(desk.inbox / name)


@pytest.mark.parametrize(
    ("typed", "known"),
    [("t1", "T001"), ("Ｔ 001", "T001"), ("zw—03", "ZW-03"), ("一-1", "一-1"), ("第5号", "第5号")],
)
def test_answers_come_back_under_any_id_that_an_office_types(tmp_path, typed, known):
    desk = set_up(tmp_path, replace(PLAN, tasks=(replace(PLAN.tasks[0], id=typed), *PLAN.tasks[1:])))
    desk.send(JUSTICE)
    result = desk.collect()
    assert outcomes(result) == {f"{JUSTICE}.xlsx": "accepted"}
    assert codes(result, f"{JUSTICE}.xlsx") == []
    assert progress_of(desk)[JUSTICE].keys() == {known, "T003"}


def test_a_unit_renamed_after_it_answered_is_not_missing(desk):
    desk.send(EDUCATION)
    desk.collect()
    units = (Unit("区教体局", "部门", aliases=(EDUCATION,)), *PLAN.units[1:])
    desk.master.unlink()
    write_master(replace(PLAN, units=units), desk.master)
    split_master(desk.master, SEPTEMBER, changed=True, today=ISSUED)
    result = desk.collect()
    assert result.issued == ("区教体局", JUSTICE, FINANCE)
    assert result.missing == (JUSTICE, FINANCE)


def test_the_book_of_a_plan_whose_master_was_copied_goes_back(desk, tmp_path):
    """The copy has the plan's id, so its books have the same 表号."""
    tasks = tuple(replace(task, content=f"办好第{task.number}件事") for task in PLAN.tasks)
    settings = replace(PLAN.settings, plan_name="示例区2026年营商环境要点")
    (tmp_path / "other").mkdir()
    other = set_up(tmp_path / "other", replace(PLAN, settings=settings, tasks=tasks))
    desk.put("别的.xlsx", other.send(EDUCATION).read_bytes())
    result = desk.collect()
    assert outcomes(result) == {"别的.xlsx": "returned"}
    assert codes(result, "别的.xlsx") == ["OTHER_PLAN"]


def test_a_plan_that_got_another_name_still_knows_its_books(desk):
    desk.send(EDUCATION)
    desk.master.unlink()
    write_master(replace(PLAN, settings=replace(PLAN.settings, plan_name="改过的名称")), desk.master)
    assert outcomes(desk.collect()) == {f"{EDUCATION}.xlsx": "accepted"}


def test_ids_that_were_sorted_without_their_rows_go_back(desk):
    book = filling.open_book(desk.books[EDUCATION])
    filling.fill(book, answers_for(book, EDUCATION), Random(1))
    first, second = book.rows["T001"], book.rows["T002"]
    filling.write(book, first, ReplyField.TASK_ID, "T002")
    filling.write(book, second, ReplyField.TASK_ID, "T001")
    book.workbook.save(desk.inbox / "错行.xlsx")
    result = desk.collect()
    assert outcomes(result) == {"错行.xlsx": "returned"}
    assert codes(result, "错行.xlsx") == ["ROWS_MIXED", "ROWS_MIXED"]
    assert [finding.where.address for finding in result.files[0].findings] == [f"A{first}", f"A{second}"]


def test_a_unit_that_was_stopped_owes_nothing(desk):
    desk.master.unlink()
    write_master(replace(PLAN, units=(*PLAN.units[:2], Unit(FINANCE, "部门", stopped=True))), desk.master)
    result = desk.collect()
    assert result.issued == result.missing == (EDUCATION, JUSTICE)


def test_a_book_registered_later_is_taken_after_all(desk):
    register = desk.archive / str(SEPTEMBER) / "下发登记.jsonl"
    whole = register.read_bytes()
    lines = whole.splitlines(keepends=True)
    register.write_bytes(b"".join(line for line in lines if EDUCATION not in line.decode()))
    desk.send(EDUCATION)
    assert codes(desk.collect(), f"{EDUCATION}.xlsx") == ["NOT_ISSUED"]
    register.write_bytes(whole)
    for _ in range(2):
        result = desk.collect()
        assert outcomes(result) == {f"{EDUCATION}.xlsx": "accepted"}
        assert result.notes == ()
        assert list(desk.notes.iterdir()) == []
    assert progress_of(desk)[EDUCATION]["T001"] == "已办理T001"


def test_a_book_without_identity_goes_back_with_a_guess(desk):
    book = filling.open_book(desk.books[JUSTICE])
    filling.fill(book, answers_for(book, JUSTICE), Random(1))
    filling.copy_by_value(book, "Sheet1", whole=False).save(desk.inbox / "新建.xlsx")
    result = desk.collect()
    assert codes(result, "新建.xlsx") == ["IDENTITY_LOST"]
    (record,) = result.files
    assert (record.unit, record.probable_unit) == ("", JUSTICE)
    assert JUSTICE in record.findings[0].message
    assert JUSTICE in result.missing
    assert "推测" in result.notes[0].read_text(encoding="utf-8-sig")


def test_two_returned_files_of_one_unit_have_two_notes(desk):
    desk.send(EDUCATION, "空.xlsx", answers=())
    desk.put(f"{EDUCATION}.pdf", b"%PDF-1.4")
    assert sorted(path.name for path in desk.collect().notes) == [
        f"{EDUCATION}_退回说明(2).txt", f"{EDUCATION}_退回说明.txt"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("密码.xlsx", hostile.protected(), "FILE_ENCRYPTED"),
        ("截断.xlsx", hostile.book()[:200], "FILE_INCOMPLETE"),
        ("空.xlsx", b"", "FILE_INCOMPLETE"),
        ("网页.xls", b"<html><table></table></html>", "NOT_A_WORKBOOK"),
        ("邮件.eml", b"From: a@b.example\nTo: c@d.example\nSubject: x\n\n", "NOT_A_WORKBOOK"),
        ("包.rar", b"Rar!\x1a\x07\x01\x00", "ARCHIVE_UNREADABLE"),
        ("密码.zip", hostile.encrypted_flag(hostile.zipped({"表.xlsx": hostile.book()})), "FILE_ENCRYPTED"),
        ("炸弹.xlsx", hostile.bomb(), "FILE_TOO_LARGE"),
        ("大.xlsx", hostile.book() + bytes(41 << 20), "FILE_TOO_LARGE"),
        ("别的.xlsx", hostile.book(), "IDENTITY_LOST"),
    ],
)
def test_what_cannot_be_read_goes_back_and_is_kept(desk, name, data, code):
    desk.put(name, data)
    desk.send(EDUCATION)
    result = desk.collect()
    assert outcomes(result) == {name: "returned", f"{EDUCATION}.xlsx": "accepted"}
    assert codes(result, name) == [code]
    kept = next(record.stored for record in result.files if record.file == name)
    assert (desk.originals / kept).read_bytes() == data
    assert len(result.notes) == 1


def test_another_periods_book_goes_back(desk):
    other = split_master(desk.master, SEPTEMBER.previous, today=ISSUED)
    path = next(book.file for book in other.books if book.unit == EDUCATION)
    book = filling.open_book(path)
    filling.fill(book, answers_for(book, EDUCATION), Random(1))
    book.workbook.save(desk.inbox / "八月.xlsx")
    assert codes(desk.collect(), "八月.xlsx") == ["OTHER_PERIOD"]


# ---- late or not ----


@pytest.mark.parametrize(
    ("collected", "reported", "late"),
    [
        (date(2026, 9, 25), None, False),
        (date(2026, 9, 26), None, True),
        (date(2026, 9, 26), date(2026, 9, 25), False),
        (date(2026, 9, 26), date(2026, 9, 26), True),
    ],
)
def test_late_is_what_was_neither_received_nor_filled_in_in_time(desk, collected, reported, late):
    desk.send(EDUCATION, reported_on=reported)
    result = desk.collect(today=collected)
    assert ("RETURNED_LATE" in codes(result, f"{EDUCATION}.xlsx")) is late
    assert result.files[0].on_time is not late


# ---- when it cannot go on ----


def test_no_inbox(desk):
    desk.inbox.rmdir()
    with pytest.raises(CannotGoOn) as stopped:
        desk.collect()
    assert stopped.value.stop is Stop.FOLDER_MISSING


def test_an_archive_that_is_a_file(desk):
    with pytest.raises(CannotGoOn) as stopped:
        desk.collect(archive=desk.master)
    assert stopped.value.stop is Stop.FOLDER_MISSING


def test_nothing_issued(desk):
    shutil.rmtree(desk.archive)
    desk.put("别的.xlsx", hostile.book())
    with pytest.raises(CannotGoOn) as stopped:
        desk.collect()
    assert stopped.value.stop is Stop.NOTHING_ISSUED
    assert not desk.ledger.parent.exists()


def test_two_runs_at_once(desk):
    desk.send(EDUCATION)
    with files.exclusive(desk.ledger), pytest.raises(CannotGoOn) as stopped:
        desk.collect()
    assert stopped.value.stop is Stop.BUSY
    assert outcomes(desk.collect()) == {f"{EDUCATION}.xlsx": "accepted"}


@pytest.mark.parametrize("where", ["_stage", "append_lines"])
def test_a_full_disk_loses_nothing(desk, monkeypatch, where):
    def full(*_args):
        raise OSError(28, "No space left on device")

    desk.send(EDUCATION)
    if where == "_stage":
        monkeypatch.setattr(Path, "write_bytes", full)
    else:
        monkeypatch.setattr("taskbook.returns.filing.append_lines", full)
    with pytest.raises(CannotGoOn) as stopped:
        desk.collect()
    assert stopped.value.stop is Stop.DISK_FULL
    monkeypatch.undo()
    assert load_records(desk.archive, SEPTEMBER) == []
    assert outcomes(desk.collect()) == {f"{EDUCATION}.xlsx": "accepted"}
    assert len(list(desk.originals.iterdir())) == 1


def test_the_register_of_sent_books_is_lost(desk):
    shutil.rmtree(desk.archive)
    desk.send(EDUCATION)
    result = desk.collect()
    assert outcomes(result) == {f"{EDUCATION}.xlsx": "accepted"}
    assert result.missing == (JUSTICE, FINANCE)
    assert [finding.code for finding in result.findings] == [Code.ISSUED_LEDGER_LOST]


def test_a_broken_line_of_the_ledger_is_told_and_its_file_handled_again(desk):
    desk.send(EDUCATION)
    desk.send(JUSTICE)
    desk.collect()
    lines = desk.ledger.read_bytes().splitlines(keepends=True)
    desk.ledger.write_bytes(lines[0].replace(b'"sequence"', b"sequence") + lines[1])
    result = desk.collect()
    assert Code.LEDGER_LINE_BROKEN in {finding.code for finding in result.findings}
    assert set(outcomes(result).values()) == {"accepted"}
    assert len(list(desk.originals.iterdir())) == 2
    assert set(progress_of(desk)) == {EDUCATION, JUSTICE}


def test_a_file_that_is_still_arriving_is_taken_the_next_time(desk, monkeypatch):
    desk.send(EDUCATION)
    desk.put("另存.xlsx", (desk.inbox / f"{EDUCATION}.xlsx").read_bytes())
    monkeypatch.setattr(receiving, "settled", lambda arrival: False)
    result = desk.collect()
    assert set(outcomes(result).values()) == {"ignored"}
    assert codes(result, "另存.xlsx") == ["FILE_STILL_ARRIVING"]
    assert load_records(desk.archive, SEPTEMBER) == []
    monkeypatch.undo()
    assert sorted(outcomes(desk.collect()).values()) == ["accepted", "duplicate"]


# ---- folders ----


def test_other_periods_folders_and_our_own_files_are_not_collected(desk):
    desk.send(EDUCATION, "2026-09/表.xlsx")
    desk.send(JUSTICE, "2026-08/表.xlsx")
    assert outcomes(desk.collect()) == {"2026-09/表.xlsx": "accepted"}
    everything = outcomes(desk.collect(inbox=desk.master.parent))
    assert everything == {"收件/2026-08/表.xlsx": "accepted", "收件/2026-09/表.xlsx": "accepted"}


def test_folders_in_the_archive_that_only_look_like_a_period(desk):
    for name in ("0000-01", "9999-12", " 2026-08"):
        (desk.archive / name).mkdir()
    book = filling.open_book(split_book(desk, Period(2026, 8)))
    filling.fill(book, answers_for(book, EDUCATION), Random(1))
    book.workbook.save(desk.inbox / "八月.xlsx")
    assert codes(desk.collect(), "八月.xlsx") == ["OTHER_PERIOD"]


def split_book(desk: Desk, period: Period) -> Path:
    """区教育局's book of another period."""
    sent = split_master(desk.master, period, units=[EDUCATION], today=ISSUED)
    return sent.books[0].file


def test_an_archive_elsewhere(desk, tmp_path):
    elsewhere = shutil.copytree(desk.archive, tmp_path / "别处")
    desk.send(EDUCATION)
    desk.collect(archive=elsewhere)
    assert not desk.ledger.exists()
    assert [record.unit for record in load_records(elsewhere, SEPTEMBER)] == [EDUCATION]


def test_strange_names_are_kept_under_safe_ones(desk):
    names = ["CON.xlsx", "…很长" * 25 + ".xlsx", "无后缀", "点.不是后缀的后缀", "a" * 100 + ".XLSX"]
    for number, name in enumerate(names):
        desk.put(name, hostile.book(hostile.cells(str(number))))
    result = desk.collect()
    assert set(outcomes(result)) == set(names)
    for record in result.files:
        assert len(record.stored.encode()) <= 255
        assert (desk.originals / record.stored).read_bytes() == (desk.inbox / record.file).read_bytes()


# ---- the command line ----


def run(desk: Desk, *more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), str(desk.master), "--period", "2026-09", "--today", str(TODAY)]
    return subprocess.run([*command, *more], capture_output=True, text=True, encoding="utf-8", timeout=60)


def test_the_command_line(desk):
    desk.send(EDUCATION)
    done = run(desk, "--json", "-")
    assert done.returncode == 0
    assert json.loads(done.stdout)["files"][0]["outcome"] == "accepted"
    assert "收件1个文件 = 采用1" in done.stderr
    desk.put("照片.jpg", b"\xff\xd8\xff\xe0")
    done = run(desk)
    assert done.returncode == 1
    assert "退回说明" in done.stdout
    done = run(desk, "--inbox", "没有这个文件夹")
    assert (done.returncode, done.stdout) == (2, "")
    assert "没有这个文件夹" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_states_and_all_texts_reach_the_archive(desk):
    day = date(2026, 9, 3)
    whole = {
        "state": State.DONE, "value": "2", "evidence": "http://a.example/1?b=c&d", "problem": "=1+1",
        "next_step": "+再\n办", "reporter": "联络员01", "phone": "0955-1234567", "reported_on": day, "reviewer": "审核人01",
    }  # fmt: skip
    desk.send(JUSTICE, **whole)
    assert not desk.collect().findings
    ((record, replies),) = load_replies(desk.archive, SEPTEMBER)
    for reply in replies:
        assert {name: getattr(reply, name) for name in whole} == whole
        assert reply.source.file == record.stored
        assert archive.originals_of(desk.archive, SEPTEMBER).joinpath(reply.source.file).is_file()
