"""The desk in Excel: progress, questions, closing words, what is shown, and how little is loaded for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from live_office import OURS, opened, press, screen
from office_round import SEPTEMBER, TODAY, moved, said
from taskbook import wording
from taskbook.buttons import jobs
from taskbook.collect import collect_replies
from taskbook.columns import Sheet
from taskbook.live import escape
from taskbook.merge import merge_master

ROOT = Path(__file__).parents[2]


def test_a_book_of_the_same_name_from_elsewhere_does_not_spoil_the_end(openpyxl_app, master, tmp_path):
    opened(openpyxl_app, master)
    other = tmp_path / "别处" / "状态汇总_2026-09.xlsx"
    other.parent.mkdir()
    openpyxl.Workbook().save(other)
    openpyxl_app.books.open(str(other))
    text = press(openpyxl_app, "round")
    made = master.parent / "汇总" / "状态汇总_2026-09.xlsx"
    assert wording.OPEN_IT_YOURSELF.format(path=made) in text
    assert "还没有保存" in text


def test_the_status_book_is_known_through_a_link_too(openpyxl_app, master, tmp_path):
    link = tmp_path / "映射盘"
    link.symlink_to(master.parent, target_is_directory=True)
    opened(openpyxl_app, link / master.name)
    press(openpyxl_app, "round")
    openpyxl_app.books["状态汇总_2026-09.xlsx"].close()
    again = openpyxl_app.books.open(str(master.parent / "汇总" / "状态汇总_2026-09.xlsx"))
    openpyxl_app.books[master.name].activate()
    text = press(openpyxl_app, "report")
    assert wording.OPEN_IT_YOURSELF.split("{")[0] not in text
    assert again.impl.store not in openpyxl_app.impl.opened  # closed, and the new one opened


def test_a_hidden_sheet_shows_when_the_person_goes_there(openpyxl_app, master):
    book = opened(openpyxl_app, master)
    book.sheets[Sheet.SETTINGS].visible = False
    press(openpyxl_app, "settings")
    assert book.sheets.active.name == Sheet.SETTINGS


# ---- progress, cancelling, what was said ----


def test_the_bar_tells_at_once_and_at_every_step_and_is_given_back(openpyxl_app, master):
    opened(openpyxl_app, master)
    press(openpyxl_app, "round")
    told = openpyxl_app.impl.status_history
    assert told[0] == wording.STARTING.format(name="一键汇总")
    assert any("37/37" in str(text) for text in told)
    assert told[-1] is False


def test_esc_stops_a_press_cleanly_and_the_next_one_goes_on(openpyxl_app, september, tmp_path, monkeypatch):
    ours, theirs = moved(september, tmp_path / "a"), moved(september, tmp_path / "b")
    book = opened(openpyxl_app, ours)
    before = screen(book)
    asked = iter([False] * 6)
    monkeypatch.setattr(escape.EscapeKey, "pressed", lambda self: next(asked, True))
    text = press(openpyxl_app, "round")
    assert wording.CANCELLED in text
    assert openpyxl_app.status_bar is False
    assert screen(book) == before
    assert not list(ours.parent.rglob(".taskbook-incoming"))
    monkeypatch.setattr(escape.EscapeKey, "pressed", lambda self: False)
    press(openpyxl_app, "round")
    collect_replies(theirs, SEPTEMBER, today=TODAY)
    merge_master(theirs, SEPTEMBER, today=TODAY)
    assert screen(book) == said(theirs, *OURS)


def test_refusing_a_question_does_nothing(openpyxl_app, master):
    opened(openpyxl_app, master)
    before = sorted(master.parent.rglob("*"))
    openpyxl_app.impl.answers[:] = ["cancel", "ok"]
    assert wording.DECLINED in press(openpyxl_app, "split", "2026-10")
    assert sorted(master.parent.rglob("*")) == before


def test_what_was_said_is_kept_as_utf_8_and_the_bridge_is_told(openpyxl_app, master, home):
    opened(openpyxl_app, master)
    text = press(openpyxl_app, "check")
    kept = (home / ".taskbook" / "last_report.txt").read_text(encoding="utf-8-sig")
    assert kept.strip() in text
    assert (home / ".taskbook" / "last_run.txt").read_text(encoding="ascii") == "done"


def test_import_opens_the_new_master_and_drops_the_blank_workbook(openpyxl_app, tmp_path):
    document = ROOT / "workbook" / wording.SAMPLE_ANNEX
    source = tmp_path / document.name
    source.write_bytes(document.read_bytes())
    openpyxl_app.books.add().set_mock_caller()
    openpyxl_app.impl.chosen_files[:] = [str(source)]
    text = press(openpyxl_app, "import")
    (book,) = openpyxl_app.books
    assert book.name == f"{source.stem}_总表.xlsx"
    assert "42项任务" in text
    assert wording.DECLINED in press(openpyxl_app, "import")  # the dialog was closed


def test_small_buttons_go_where_they_say(openpyxl_app, master):
    book = opened(openpyxl_app, master)
    assert press(openpyxl_app, "settings") == ""
    assert book.sheets.active.name == Sheet.SETTINGS
    press(openpyxl_app, "help")
    assert book.sheets.active.name == Sheet.GUIDE
    assert press(openpyxl_app, "folder") == ""


def test_help_without_a_master_says_where_the_manual_is(openpyxl_app):
    openpyxl_app.books.add().set_mock_caller()  # as the add-in makes one where none is open
    assert wording.OPEN_IT_YOURSELF.format(path=jobs.MANUAL) in press(openpyxl_app, "help")
    assert len(openpyxl_app.books) == 0


def test_check_takes_the_person_to_the_findings_when_they_want(openpyxl_app, master):
    book = opened(openpyxl_app, master)
    openpyxl_app.impl.answers[:] = ["yes"]
    press(openpyxl_app, "check")
    assert book.sheets.active.name == Sheet.FINDINGS


# ---- light on its feet ----


@pytest.mark.parametrize("button", ["check", "split"])
def test_pandas_is_not_loaded_on_the_way(master, button, home):
    code = f"""
import sys
from taskbook import excel
excel._xlwings()
from engines import openpyxl_engine
app = openpyxl_engine.start()
app.books.open({str(master)!r}).set_mock_caller()
excel.press({button!r}, {"2026-10".encode("utf-16-be").hex()!r})
print("pandas" in sys.modules)
print(app.impl.alerts[-1][0])
"""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "scripts"), str(ROOT / "tests")])}
    environment["PYTHONUTF8"] = "1"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", timeout=120, env=environment
    )
    assert done.stdout.splitlines()[0] == "False", done.stdout + done.stderr


def test_pandas_can_be_loaded_afterwards():
    code = "from taskbook import excel; excel._xlwings(); import pandas; print(pandas.DataFrame([1]).shape)"
    environment = os.environ | {"PYTHONPATH": str(ROOT / "scripts")}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", timeout=120, env=environment
    )
    assert done.stdout.strip() == "(1, 1)", done.stderr
