"""The buttons at a desk without Excel: what they do is what the command line does, and what they say is true."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from a_desk import Desk
from office_round import ISSUED, RETURNED, SEPTEMBER, TODAY, moved, office, said
from taskbook import wording
from taskbook.buttons import console, jobs
from taskbook.buttons.console import Console, run
from taskbook.buttons.desk import Cancelled, Declined, Report
from taskbook.check import check_master
from taskbook.collect import collect_replies
from taskbook.columns import Sheet
from taskbook.findings import CannotGoOn, Code, Stop, found
from taskbook.master import read_master, write_master
from taskbook.merge import merge_master
from taskbook.period import Period
from taskbook.split import split_master

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def september(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with books back, nothing collected; tests copy it."""
    return office(tmp_path_factory.mktemp("office") / "办公室")


@pytest.fixture
def master(september: Path, tmp_path: Path) -> Path:
    return moved(september, tmp_path / "办公室")


def press(button: str, desk: Desk, period: str = "") -> Report | None:
    return jobs.press(button, desk, period, TODAY)


def test_every_button_of_the_ribbon_has_a_job_and_a_name():
    assert list(jobs.JOBS) == list(wording.BUTTON_NAMES)


def test_check_writes_what_the_command_writes(september, tmp_path):
    ours, theirs = moved(september, tmp_path / "a"), moved(september, tmp_path / "b")
    report = press("check", Desk(ours))
    result = check_master(theirs)
    assert said(ours) == said(theirs)
    assert report.look_at is Sheet.FINDINGS
    assert report.errors
    assert str(len(result.plan.tasks)) in report.done[0]
    assert str(next((ours.parent / "备份").iterdir())) in report.text()
    again = press("check", Desk(ours))
    assert wording.UNCHANGED in again.text()


def test_split_asks_first_and_says_for_which_period(sample_master):
    refusing = Desk(sample_master, answer=False)
    with pytest.raises(Cancelled):
        press("split", refusing)
    assert not (sample_master.parent / "下发").exists()
    desk = Desk(sample_master)
    report = press("split", desk, "2026年10月")
    assert "2026-10期" in desk.asked[0]
    (folder,) = desk.shown
    assert folder == sample_master.parent / "下发" / "2026-10"
    assert f"{len(list(folder.glob('*.xlsx')))}份" in report.done[0]
    press("split", desk)
    assert (sample_master.parent / "下发" / "2026-09").is_dir()  # the month of today
    desk.other[:] = ["11月", ""]
    press("split", desk)
    assert ["2026-09期" in desk.asked[-2], "2026-11期" in desk.asked[-1]] == [True, True]
    assert (sample_master.parent / "下发" / "2026-11").is_dir()


def test_one_button_collects_and_merges_as_the_commands_do(september, tmp_path):
    ours, theirs = moved(september, tmp_path / "a"), moved(september, tmp_path / "b")
    desk = Desk(ours)
    desk.unsaved = ["07.xlsx"]
    report = press("round", desk)
    collected = collect_replies(theirs, SEPTEMBER, today=TODAY)
    merged = merge_master(theirs, SEPTEMBER, today=TODAY)
    assert said(ours) == said(theirs)
    status = ours.parent / "汇总" / merged.out.name
    assert desk.shown == [("closed", status.name), status]
    assert len(desk.asked) == 1  # the first time in a period
    text = report.text()
    assert f"还没有交的{len(collected.missing)}家" in text
    assert "收件37个文件 = 采用37" in text
    assert "07.xlsx" in text
    assert str(status) in text
    again = Desk(ours)
    assert wording.UNCHANGED in press("round", again).text()
    assert again.asked == []


def test_a_period_that_is_named_is_not_asked_about(master):
    desk = Desk(master, answer=False)
    press("round", desk, "2026-09")
    assert desk.asked == []


def test_refusing_the_first_round_changes_nothing(master):
    before = {path: path.read_bytes() for path in master.parent.rglob("*") if path.is_file()}
    with pytest.raises(Cancelled):
        press("round", Desk(master, answer=False))
    assert {path: path.read_bytes() for path in master.parent.rglob("*") if path.is_file()} == before


def test_without_an_inbox_one_is_made_and_nothing_is_merged(master):
    shutil.rmtree(master.parent / "收件")
    desk = Desk(master)
    report = press("round", desk)
    assert desk.shown == [master.parent / "收件"]
    assert "现在建好了" in report.text()
    assert not (master.parent / "汇总").exists()


def test_the_report_never_turns_lights_red_for_want_of_collecting(master):
    before = master.read_bytes()
    with pytest.raises(CannotGoOn) as stopped:
        press("report", Desk(master))
    assert stopped.value.stop is Stop.NOTHING_COLLECTED_YET
    assert master.read_bytes() == before
    press("round", Desk(master))
    desk = Desk(master)
    assert f"任务{len(read_master(master).tasks)}项" in press("report", desk).text()
    assert desk.shown[-1] == master.parent / "汇总" / "月报_2026-09"
    assert not any(str(shown).endswith("状态汇总_2026-09.xlsx") for shown in desk.shown)
    (question,) = desk.asked
    assert "将重新汇总2026-09期" in question
    assert "还没有收过表" not in question


def test_remarks_are_counted_in_one_line_and_leave_room_for_the_rest(september, tmp_path):
    ours, theirs = moved(september, tmp_path / "a"), moved(september, tmp_path / "b")
    collect_replies(theirs, SEPTEMBER, today=TODAY)
    remarks = merge_master(theirs, SEPTEMBER, today=TODAY).status.remarks
    assert len(remarks) > 20
    for button, line in (("round", wording.REMARKS_IN_STATUS), ("report", wording.REMARKS_IN_REPORT)):
        attention = press(button, Desk(ours)).attention
        assert [one for one in attention if "核查提示" in one] == [line.format(count=len(remarks))]
        assert not any(remark.finding.message in one for remark in remarks for one in attention)


def test_the_report_says_where_links_were_to_be_opened_and_were_not(master, monkeypatch):
    """Nobody reads on a screen what stands among hundreds of findings: that there was no network, once."""
    told = [
        found(Code.LINKS_NO_NETWORK, count=7, reason="找不到这个网站"),
        found(Code.LINK_UNSEEN, reason="等了很久没有回应", link="http://www.shiliqu.example/1"),
    ]

    def looked(facts, *_):
        return replace(facts, status=replace(facts.status, findings=(*facts.status.findings, *told)))

    press("round", Desk(master))
    monkeypatch.setattr("taskbook.report.with_links", looked)
    attention = press("report", Desk(master)).attention
    assert [one for one in attention if "佐证链接" in one] == [f"警告  {told[0].message}"]


def test_the_report_of_a_month_nobody_answered_says_so_before(master):
    press("round", Desk(master))
    split_master(master, Period(2026, 10), today=date(2026, 10, 1))
    desk = Desk(master)
    jobs.press("report", desk, "", date(2026, 10, 9))
    assert "将重新汇总2026-09期" in desk.asked[0]  # the newest month that something came back for
    desk = Desk(master, answer=False)
    with pytest.raises(Declined):
        jobs.press("report", desk, "10月", date(2026, 10, 9))
    assert desk.asked[-1].startswith("请注意：2026-10期还没有收过表")


def test_the_period_asked_for_can_be_changed_in_the_question(master):
    press("round", Desk(master))
    desk = Desk(master)
    desk.other = ["2026年8月"]
    with pytest.raises(CannotGoOn) as stopped:
        press("report", desk)
    assert stopped.value.stop is Stop.NOTHING_ISSUED
    assert "2026-08" in str(stopped.value)
    (question,) = desk.asked  # nothing more is asked about a month that was never sent out
    assert "2026-09期" in question


def test_import_makes_a_master_beside_the_document_with_the_registry_there(tmp_path):
    folder = tmp_path / "收文"
    folder.mkdir()
    for path in (ROOT / "workbook").iterdir():
        if path.suffix in {".docx", ".csv"}:
            shutil.copy2(path, folder)
    document = folder / wording.SAMPLE_ANNEX
    desk = Desk(None, document=document)
    report = press("import", desk)
    (made,) = desk.shown
    assert made == folder / f"{document.stem}_总表.xlsx"
    assert "示例区单位名册.csv" in desk.asked[0]
    assert len(read_master(made).units) == len(read_master(next((ROOT / "workbook").glob("*.xlsx"))).units)
    assert str(made) in report.text()
    press("import", desk)
    assert desk.shown[-1].stem.endswith("_总表-2")
    (folder / "另一份单位名册.xlsx").write_bytes(b"")
    press("import", desk)
    assert wording.WITHOUT_REGISTRY in desk.asked[-1]  # two of them: nobody's to choose
    for cancelled in (Desk(None), Desk(None, answer=False, document=document)):
        with pytest.raises(Cancelled):
            press("import", cancelled)


def test_a_plan_in_prose_becomes_a_review_book_and_that_a_master(tmp_path):
    for name in (wording.SAMPLE_NARRATIVE, wording.SAMPLE_UNITS, wording.SAMPLE_GROUPS):
        shutil.copy2(ROOT / "workbook" / name, tmp_path)
    last = read_master(ROOT / "workbook" / wording.SAMPLE_MASTER)
    last = replace(last, settings=replace(last.settings, year=2025, plan_name="示例区2025年工作要点"))
    write_master(last, tmp_path / "状态汇总_2025-12.xlsx")
    document = tmp_path / wording.SAMPLE_NARRATIVE
    desk = Desk(None, document=document)
    report = press("import", desk)
    (draft,) = desk.shown
    assert draft == tmp_path / f"{document.stem}_审阅稿.xlsx"
    assert draft.name in desk.asked[0]
    assert "先起草审阅稿的，到导入审阅稿时才结转" in desk.asked[0]
    assert str(draft) in report.text()
    assert not list(tmp_path.glob("*_总表*"))

    desk = Desk(None, document=draft)
    desk.unsaved = [draft.name]
    with pytest.raises(CannotGoOn) as stopped:
        press("import", desk)
    assert stopped.value.stop is Stop.REVIEW_UNSAVED
    desk.unsaved = []
    press("import", desk)
    (made,) = desk.shown
    assert made == tmp_path / f"{document.stem}_总表.xlsx"
    assert "从“状态汇总_2025-12.xlsx”结转，列入“回头看”。" in desk.asked[0]
    plan = read_master(made)
    assert {task.lookback for task in plan.tasks} == {True, False}
    assert len(plan.units) == len(read_master(next((ROOT / "workbook").glob("*.xlsx"))).units)
    assert "区市场监督管理局" in plan.tasks[0].lead + plan.tasks[0].responsible
    assert plan.tasks[0].topic == "压减开办环节"


def test_the_small_buttons_show_what_they_say(master):
    desk = Desk(master)
    assert [press(button, desk) for button in ("settings", "folder", "help")] == [None] * 3
    assert desk.shown == [Sheet.SETTINGS, master.parent, Sheet.GUIDE]
    nowhere = Desk(None)
    press("help", nowhere)
    assert nowhere.shown == [jobs.MANUAL]


def test_who_was_sent_back_is_not_called_as_if_silent(master):
    inbox = master.parent / "收件"
    book = openpyxl.load_workbook(inbox / "03.xlsx")
    sheet = book[Sheet.REPLY]
    states = [cell for row in sheet.iter_rows() for cell in row if cell.value == "进展滞后"]
    states[0].value = "差不多了"  # none of the four
    book.save(inbox / "03.xlsx")
    text = press("round", Desk(master)).text()
    (again,) = (line for line in text.splitlines() if line.startswith("交了但被退回"))
    (silent,) = (line for line in text.splitlines() if line.startswith("还没有交的"))
    unit = again.split("：")[1]
    assert "退回1份" in text
    assert unit
    assert unit not in silent.split("：")[1].split("、")


def test_an_empty_inbox_is_not_merged_into_red_lights(master):
    for path in (master.parent / "收件").iterdir():
        path.unlink()
    before = master.read_bytes()
    desk = Desk(master)
    report = press("round", desk)
    assert "收件文件夹里还没有文件" in report.text()
    assert desk.asked == []
    assert master.read_bytes() == before
    assert not (master.parent / "汇总").exists()


def test_a_master_that_could_not_be_written_is_not_said_to_need_nothing(master):
    lock = master.with_name(f"~${master.name}")
    lock.write_bytes(b"")
    text = press("round", Desk(master)).text()
    assert wording.UNCHANGED not in text
    assert wording.NOT_WRITTEN in text
    assert f"残留的“{lock.name}”" in text  # the way out, at the end of a long sentence


def test_times_of_receipt_are_those_of_the_clock(master):
    jobs.press("round", Desk(master), "2026-09")
    (ledger,) = (master.parent / "归档" / "2026-09").glob("收件登记*")
    assert "T00:00:00" not in ledger.read_text(encoding="utf-8")


def test_another_plan_in_the_same_folders_is_refused_before_anything_is_mixed(master):
    other = master.with_name("另一本.xlsx")
    book = openpyxl.load_workbook(master)
    sheet = book[Sheet.SETTINGS]
    (cell,) = (row[1] for row in sheet.iter_rows() if row[0].value == "计划编号")
    cell.value = "另一项工作"
    book.save(other)
    for button in ("split", "round"):
        with pytest.raises(CannotGoOn) as stopped:
            press(button, Desk(other), "2026-09")
        assert stopped.value.stop is Stop.OTHER_PLAN_HERE
    press("round", Desk(master), "2026-09")


def test_our_own_books_are_no_plan_documents(master):
    unit_book = next((master.parent / "下发").rglob("*.xlsx"))
    press("round", Desk(master), "2026-09")
    status = master.parent / "汇总" / "状态汇总_2026-09.xlsx"
    for path, kind in ((master, "总表"), (unit_book, "反馈表"), (status, "状态汇总表")):
        desk = Desk(None, document=path)
        with pytest.raises(CannotGoOn) as stopped:
            press("import", desk)
        assert str(stopped.value) == Stop.OWN_BOOK.value.format(path=path, kind=kind)
        assert desk.asked == []


def test_a_period_of_another_year_is_pointed_out_in_the_question(sample_master):
    with pytest.raises(Declined):
        press("split", desk := Desk(sample_master, answer=False), "2025-09")
    assert wording.OTHER_YEAR.format(period="2025-09", year=2026) in desk.asked[0]


def test_what_is_no_period_is_asked_again(sample_master):
    desk = Desk(sample_master)
    desk.other[:] = ["九月", "2026-10", ""]
    press("split", desk)
    assert "“九月”不是期次" in desk.asked[1]
    assert (sample_master.parent / "下发" / "2026-10").is_dir()


def test_a_button_nobody_knows_is_refused_with_the_known_ones():
    with pytest.raises(CannotGoOn) as stopped:
        press("nosuch", Desk(None))
    assert "round" in str(stopped.value)


def test_closing_words_stay_short_and_say_how_much_they_left_out():
    report = Report(["做完了"], [f"问题{number}" + "很长" * 200 for number in range(30)], ["在这里"])
    lines = report.text().splitlines()
    assert len(lines) < 20
    assert max(map(len, lines)) <= 112
    assert wording.MORE_LINES.format(count=21) in lines


# ---- the console ----


@pytest.mark.parametrize("form", ["{path}", "{uri}", '"{path}"', "'{path}'", "{escaped}"])
def test_a_master_dropped_on_the_window_is_understood(sample_master, form):
    folder = sample_master.parent / "有 空格(1)&"
    folder.mkdir()
    path = Path(shutil.copy2(sample_master, folder))
    escaped = str(path).replace(" ", "\\ ").replace("(", "\\(").replace(")", "\\)").replace("&", "\\&")
    told = form.format(path=path, escaped=escaped, uri=path.as_uri())
    assert Console(None, ask=lambda prompt: told + "\n").master().path == path


def test_no_answer_means_yes_and_n_means_no(sample_master):
    for answer, yes in (("\n", True), ("n\n", False), (" 不 \n", False), ("y", True), ("N", False)):
        assert Console(sample_master, ask=lambda prompt, said=answer: said).confirm("做吗？") is yes


def test_the_console_takes_another_period_for_an_answer(sample_master):
    for answer, meant in (
        ("\n", ""),
        (" n \n", None),
        ("2026-10\n", "2026-10"),
        ("可以", ""),
        ("取消", None),
    ):
        desk = Console(sample_master, ask=lambda prompt, said=answer: said)
        assert desk.confirm_period("生成2026-09期吗？") == meant


def test_without_a_file_the_console_says_so():
    with pytest.raises(CannotGoOn) as stopped:
        Console(Path("没有.xlsx")).master()
    assert stopped.value.stop is Stop.FILE_MISSING
    for nothing in ("\n", None):
        with pytest.raises(Declined):
            Console(None, ask=lambda prompt, said=nothing: said).master()


def test_the_console_asks_again_for_what_is_no_file(sample_master, capsys):
    answers = iter([str(sample_master.parent), "没有.xlsx", str(sample_master)])
    desk = Console(None, ask=lambda prompt: next(answers))
    assert desk.master().path == sample_master
    told = capsys.readouterr().err
    assert wording.IS_FOLDER.format(path=sample_master.parent) in told
    assert wording.NOT_THERE.format(path="没有.xlsx") in told


def test_nobody_at_the_keyboard_is_not_a_yes(sample_master, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert run("split", sample_master, today=ISSUED) == 0
    assert wording.DECLINED in capsys.readouterr().err
    assert not (sample_master.parent / "下发").exists()
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    run("split", sample_master, today=ISSUED)
    assert not (sample_master.parent / "下发").exists()


def test_cancelling_at_the_console_is_no_error(sample_master, monkeypatch, capsys):
    monkeypatch.setattr(console, "_ask", lambda prompt: "n")
    assert run("split", sample_master, today=ISSUED) == 0
    assert wording.DECLINED in capsys.readouterr().err


def test_the_script_presses_a_button_as_a_process_of_its_own(master):
    def pressed(*words: str) -> subprocess.CompletedProcess:
        command = [sys.executable, str(ROOT / "scripts" / "press_button.py"), *words]
        environment = {**os.environ, "PYTHONUTF8": "1"}
        environment.pop("DISPLAY", None)
        return subprocess.run(
            command,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            env=environment,
            input="\n",
        )

    done = pressed("round", str(master), "--today", TODAY.isoformat())
    assert done.returncode in (0, 1), done.stderr
    assert "2026-09期" in done.stdout
    assert (master.parent / "汇总" / "状态汇总_2026-09.xlsx").is_file()
    assert pressed("check", str(master)).returncode == 1  # the sample plan has errors to be mended
    missing = pressed("check", str(master.parent / "没有.xlsx"))
    assert missing.returncode == 2
    assert "没有.xlsx" in missing.stderr
    assert "Traceback" not in missing.stderr


def test_the_office_of_the_tests_has_as_many_books_back_as_it_says(september):
    assert len(list((september.parent / "收件").iterdir())) == RETURNED


def test_answers_lead_to_the_file_they_were_taken_from_and_not_to_its_copy(master):
    inbox = master.parent / "收件"
    shutil.copy2(inbox / "05.xlsx", inbox / "再交一次.xlsx")
    press("round", Desk(master), "2026-09")
    rows = said(master.parent / "汇总" / "状态汇总_2026-09.xlsx")
    head = next(row for row in rows[Sheet.RETURNS] if "收件序号" in row)
    by_file = {row[head.index("收件文件")]: row for row in rows[Sheet.RETURNS] if len(row) > 3}
    first = by_file["05.xlsx"][head.index("收件序号")]
    assert int(by_file["再交一次.xlsx"][head.index("收件序号")]) > int(first)
    unit = by_file["05.xlsx"][head.index("单位")]
    head = next(row for row in rows[Sheet.REPLIES] if "收件序号" in row)
    taken = {
        row[head.index("收件序号")]
        for row in rows[Sheet.REPLIES]
        if len(row) > 5 and row[head.index("单位")] == unit
    }
    assert taken == {first}
