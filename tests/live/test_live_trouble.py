"""Excel and its surroundings at their worst: what is said, and that nothing is lost."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from engines.com import ComError
from engines.com import refused as refused_by_excel
from live_office import OURS, at, opened, press, refused, screen, spoken
from office_round import moved, said
from taskbook import excel, files, wording
from taskbook.buttons import jobs
from taskbook.check import check_master
from taskbook.columns import Sheet
from taskbook.findings import Stop

ROOT = Path(__file__).parents[2]


def test_settings_of_excel_are_put_back_though_it_is_busy_for_a_moment(openpyxl_app, master, monkeypatch):
    monkeypatch.setattr("taskbook.live.quiet.SECONDS_BETWEEN", 0)
    opened(openpyxl_app, master)
    openpyxl_app.impl.fail_with(
        ComError(-2147418111),
        after=2,
        times=3,
        when=lambda call: call.what in ("screen_updating", "calculation"),
    )
    press(openpyxl_app, "check")
    openpyxl_app.impl.heal()
    assert openpyxl_app.calculation == "automatic"
    assert openpyxl_app.screen_updating is True


@pytest.mark.parametrize("what", ["autofit", "add_hyperlink", "font", "size", "clear_hyperlinks", "names"])
def test_looks_excel_refuses_are_done_without(openpyxl_app, september, tmp_path, what):
    on_screen, on_disk = moved(september, tmp_path / "a"), moved(september, tmp_path / "b")
    book = opened(openpyxl_app, on_screen)
    openpyxl_app.impl.fail_with(refused_by_excel("这里不行"), when=lambda call: call.what == what)
    assert "42项任务" in press(openpyxl_app, "check")
    openpyxl_app.impl.heal()
    check_master(on_disk)
    assert screen(book) == said(on_disk, *OURS)


def test_what_excel_refuses_is_told_in_its_own_words_and_the_status_book_opens(openpyxl_app, master):
    opened(openpyxl_app, master)
    openpyxl_app.impl.fail_with(
        refused_by_excel("不能更改数组的某一部分。"), when=lambda call: call.kind == "write"
    )
    text = press(openpyxl_app, "round")
    assert "不能更改数组的某一部分" in text
    assert wording.NOT_WRITTEN in text
    assert wording.UNCHANGED not in text
    assert "状态汇总_2026-09.xlsx" in [book.name for book in openpyxl_app.books]


def test_half_a_write_is_said_with_the_way_back(openpyxl_app, master):
    book = opened(openpyxl_app, master)
    openpyxl_app.impl.fail_with(ComError(-2147418111), after=1, when=lambda call: call.kind == "write")
    text = press(openpyxl_app, "check")
    (copy,) = (master.parent / "备份").iterdir()
    assert Stop.HALF_WRITTEN.value.format(reason=Stop.EXCEL_BUSY.value, path=copy) in text
    openpyxl_app.impl.heal()
    press(openpyxl_app, "check")
    assert wording.UNCHANGED in press(openpyxl_app, "check")
    assert book.sheets.active.name


def test_a_dialog_that_fails_at_the_end_does_not_undo_the_news(openpyxl_app, master, capsys, home):
    opened(openpyxl_app, master)
    openpyxl_app.impl.fail_with(ComError(-2147418111), when=lambda call: call.what == "alert")
    excel.press("check")
    told = capsys.readouterr().err
    assert "42项任务" in told
    assert Stop.EXCEL_BUSY.value not in told
    assert "42项任务" in (home / ".taskbook" / "last_report.txt").read_text(encoding="utf-8-sig")


def test_half_a_character_in_a_cell_does_not_end_a_press(openpyxl_app, master):
    book = opened(openpyxl_app, master)
    book.sheets[Sheet.TASKS].range("G5").value = "区\ud83d局"
    assert "42项任务" in press(openpyxl_app, "check")


def test_a_copy_excel_will_not_make_is_made_from_the_disk(openpyxl_app, master):
    opened(openpyxl_app, master)
    openpyxl_app.impl.fail_with(ComError(-2146827284), when=lambda call: call.what == "save_copy")
    press(openpyxl_app, "check")
    (copy,) = (master.parent / "备份").iterdir()
    assert copy.read_bytes() == master.read_bytes()


# ---- bad surroundings ----


def test_no_workbook_open_is_said(openpyxl_app, capsys):
    excel.press("check")
    assert (
        Stop.NO_WORKBOOK_OPEN.value
        in "".join(alert[0] for alert in openpyxl_app.impl.alerts) + capsys.readouterr().err
    )


def test_a_workbook_that_is_no_master_is_named(openpyxl_app, master, tmp_path):
    other = tmp_path / "别的.xlsx"
    openpyxl.Workbook().save(other)
    opened(openpyxl_app, other)
    assert refused(press(openpyxl_app, "check"), Stop.NO_MASTER_OPEN, path="别的.xlsx")
    unit_book = next((master.parent / "下发").rglob("*.xlsx"))
    opened(openpyxl_app, unit_book)
    assert refused(press(openpyxl_app, "check"), Stop.NO_MASTER_OPEN, path=unit_book.name)


def test_a_review_book_in_front_is_told_from_a_master(openpyxl_app, tmp_path):
    draft = tmp_path / "要点_审阅稿.xlsx"
    book = openpyxl.Workbook()
    for sheet in (Sheet.REVIEW, Sheet.SOURCE_TEXT, Sheet.UNITS, Sheet.GROUPS, Sheet.SETTINGS):
        book.create_sheet(sheet)
    book.save(draft)
    opened(openpyxl_app, draft)
    for button in ("check", "split", "round", "report"):
        assert refused(press(openpyxl_app, button), Stop.REVIEW_NO_MASTER_YET, path=draft.name)


def test_from_another_window_the_one_open_master_is_meant_after_asking(openpyxl_app, master, tmp_path):
    other = tmp_path / "别的.xlsx"
    openpyxl.Workbook().save(other)
    openpyxl_app.books.open(str(master))
    opened(openpyxl_app, other)
    text = press(openpyxl_app, "check")
    assert wording.OTHER_BOOK.format(active="别的.xlsx", master=master.name, name="校验") in text
    assert "42项任务" in text
    openpyxl_app.impl.answers[:] = ["cancel", "ok"]
    assert wording.DECLINED in press(openpyxl_app, "check")


def test_two_masters_and_neither_in_front_are_both_named(openpyxl_app, master, tmp_path):
    second = Path(tmp_path / "第二本.xlsx")
    second.write_bytes(master.read_bytes())
    other = tmp_path / "别的.xlsx"
    openpyxl.Workbook().save(other)
    openpyxl_app.books.open(str(master))
    openpyxl_app.books.open(str(second))
    opened(openpyxl_app, other)
    text = press(openpyxl_app, "check")
    assert refused(text, Stop.SEVERAL_MASTERS_OPEN)
    assert "第二本.xlsx" in text
    assert master.name in text
    openpyxl_app.books["第二本.xlsx"].set_mock_caller()  # in front: this one is meant
    assert "42项任务" in press(openpyxl_app, "check")


def test_a_master_that_was_never_saved_has_no_folders(openpyxl_app, master):
    source = openpyxl_app.books.open(str(master))
    blank = openpyxl_app.books.add()
    for name in OURS:
        blank.sheets.add(name, after=blank.sheets[-1])
        blank.sheets[name].range("A1").value = source.sheets[name].used_range.value
    source.close()
    blank.set_mock_caller()
    assert refused(press(openpyxl_app, "check"), Stop.NEVER_SAVED, path=blank.name)


def test_a_master_in_the_cloud_is_told_to_come_down(openpyxl_app, master, monkeypatch):
    book = opened(openpyxl_app, master)
    kind = type(book.impl)
    address = "https://d.docs.live.net/1234/文档/总表.xlsx"
    monkeypatch.setattr(kind, "fullname", property(lambda self: address))
    assert refused(press(openpyxl_app, "check"), Stop.IN_THE_CLOUD, path=book.name)

    def unknown(self: object) -> str:
        raise RuntimeError("Couldn't find your local OneDrive file, see: xlwings.org/error")

    monkeypatch.setattr(kind, "fullname", property(unknown))
    assert refused(press(openpyxl_app, "check"), Stop.IN_THE_CLOUD, path=book.name)


def test_a_read_only_master_is_refused_before_any_work(openpyxl_app, master):
    book = openpyxl_app.books.open(str(master), read_only=True)
    book.set_mock_caller()
    assert refused(press(openpyxl_app, "check"), Stop.FILE_READ_ONLY)
    assert not (master.parent / "备份").exists()


@pytest.mark.parametrize("sheet", [Sheet.TASKS, Sheet.FINDINGS])
def test_a_protected_sheet_is_named_before_anything_is_written(openpyxl_app, master, sheet):
    workbook = openpyxl.load_workbook(master)
    workbook[sheet].protection.sheet = True
    row = workbook[Sheet.TASKS].max_row + 1
    workbook[Sheet.TASKS].cell(row, 5, "新写的一项任务。")  # it will need an id
    workbook.save(master)
    book = opened(openpyxl_app, master)
    before = screen(book)
    assert refused(press(openpyxl_app, "check"), Stop.SHEET_PROTECTED, sheet=sheet)
    assert screen(book) == before
    assert not (master.parent / "备份").exists()


def test_a_protected_master_still_gets_its_status_book(openpyxl_app, master):
    workbook = openpyxl.load_workbook(master)
    workbook[Sheet.TASKS].protection.sheet = True
    workbook.save(master)
    opened(openpyxl_app, master)
    text = press(openpyxl_app, "round")
    assert "有保护" in text
    assert (master.parent / "汇总" / "状态汇总_2026-09.xlsx").is_file()


BUSY = (-2147418111, -2146777998, -2147417846)
GONE = (-2147023174, -2147417848)


@pytest.mark.parametrize("number", BUSY)
@pytest.mark.parametrize("when", ["at once", "reading", "writing"])
def test_a_busy_excel_is_told_as_such(openpyxl_app, master, number, when, capsys):
    book = opened(openpyxl_app, master)
    before = screen(book)
    openpyxl_app.impl.fail_with(ComError(number), times=None, when=at(when))
    excel.press("check")
    openpyxl_app.impl.heal()
    assert Stop.EXCEL_BUSY.value in spoken(openpyxl_app, capsys)
    assert screen(book) == before
    assert openpyxl_app.calculation == "automatic"


@pytest.mark.parametrize("number", GONE)
@pytest.mark.parametrize("button", ["check", "round"])
def test_excel_closed_in_the_middle_loses_nothing_on_the_disk(
    openpyxl_app, master, number, button, capsys, home
):
    before = master.read_bytes()
    opened(openpyxl_app, master)
    openpyxl_app.impl.fail_with(ComError(number), when=at("writing"))
    openpyxl_app.impl.fail_with(ComError(number), when=lambda call: call.what in ("alert",))
    excel.press(button)
    said_last = (home / ".taskbook" / "last_report.txt").read_text(encoding="utf-8-sig")
    assert Stop.EXCEL_CLOSED.value in said_last + capsys.readouterr().err
    assert master.read_bytes() == before
    assert not list(master.parent.rglob(".taskbook-*.xlsx"))


def test_what_nobody_foresaw_is_logged_and_told_without_a_traceback(
    openpyxl_app, master, monkeypatch, tmp_path
):
    opened(openpyxl_app, master)

    def breaks(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(jobs, "press", breaks)
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    text = press(openpyxl_app, "check")
    assert "ZeroDivisionError" in text
    assert "Traceback" not in text
    assert "Traceback" in (tmp_path / wording.ERROR_LOG).read_text(encoding="utf-8")


def test_returned_books_that_are_open_with_changes_are_pointed_out(openpyxl_app, master):
    opened(openpyxl_app, master)
    returned = openpyxl_app.books.open(str(master.parent / "收件" / "05.xlsx"))
    returned.sheets.add("草稿")
    openpyxl_app.books.open(str(master.parent / "收件" / "06.xlsx"))
    openpyxl_app.books[master.name].activate()
    text = press(openpyxl_app, "round")
    assert wording.OPEN_RETURNS.format(names="05.xlsx") in text


def test_an_open_status_book_is_closed_and_written_anew_unless_somebody_changed_it(openpyxl_app, master):
    book = opened(openpyxl_app, master)
    press(openpyxl_app, "round")
    name = "状态汇总_2026-09.xlsx"
    assert name in [one.name for one in openpyxl_app.books]
    before = openpyxl_app.books[name].fullname
    book.activate()
    press(openpyxl_app, "report")
    assert name not in [one.name for one in openpyxl_app.books]
    assert Path(before).is_file()
    book.activate()
    press(openpyxl_app, "round")
    openpyxl_app.books[name].sheets.add("我的批注")
    book.activate()
    press(openpyxl_app, "report")
    assert "我的批注" in [
        sheet.name for sheet in openpyxl_app.books[name].sheets
    ]  # not closed over their head


def test_a_period_typed_wrongly_is_refused_with_its_own_words(openpyxl_app, master):
    opened(openpyxl_app, master)
    assert refused(press(openpyxl_app, "split", "下个月"), Stop.NOT_A_PERIOD, text="下个月")


def test_a_busy_excel_gives_no_copy_and_no_change(openpyxl_app, master):
    book = opened(openpyxl_app, master)
    before = screen(book)
    openpyxl_app.impl.fail_with(ComError(-2147418111), when=lambda call: call.what == "save_copy")
    assert Stop.EXCEL_BUSY.value in press(openpyxl_app, "check")
    assert list((master.parent / "备份").iterdir()) == []
    assert screen(book) == before


def test_the_caller_counts_and_not_what_is_in_front(openpyxl_app, master, tmp_path):
    caller = opened(openpyxl_app, master)
    other = tmp_path / "第二本.xlsx"
    other.write_bytes(master.read_bytes())
    front = openpyxl_app.books.open(str(other))
    before = screen(front)
    press(openpyxl_app, "check")
    assert screen(front) == before
    assert screen(caller) != before


def test_a_run_from_elsewhere_is_waited_for_and_then_told(openpyxl_app, master, monkeypatch):
    book = opened(openpyxl_app, master)
    before = screen(book)
    with files.exclusive(master):
        text = press(openpyxl_app, "check")
    assert refused(text, Stop.BUSY, path=master)
    assert screen(book) == before
