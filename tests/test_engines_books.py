"""The engines that stand for Excel give Excel's answers: the application, books, and what tests steer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import xlwings
from engines import com
from engines.books import mixed, rich
from engines.com import ComError
from taskbook.grid import read_grids


def refused(error: pytest.ExceptionInfo[ComError]) -> bool:
    """Whether it is Excel's run-time error 1004."""
    return error.value.hresult == com.EXCEPTION_OCCURRED and error.value.excepinfo[5] == com.APPLICATION_ERROR


# The application


def test_xlwings_finds_the_one_excel(any_app: Any) -> None:
    assert xlwings.engines.active.name == "excel"
    assert xlwings.engines.active.type == "desktop"
    assert xlwings.engines["excel"].apps.active == any_app
    assert list(xlwings.apps) == [any_app]
    assert xlwings.apps.keys() == [any_app.pid]
    assert isinstance(any_app.hwnd, int)
    assert any_app.version >= 15


def test_settings_are_kept(any_app: Any) -> None:
    any_app.books.add()
    before = (any_app.screen_updating, any_app.display_alerts, any_app.enable_events, any_app.calculation)
    assert before == (True, True, True, "automatic")
    with any_app.properties(screen_updating=False, calculation="manual", enable_events=False):
        assert (any_app.screen_updating, any_app.calculation, any_app.enable_events) == (
            False,
            "manual",
            False,
        )
    assert any_app.calculation == "automatic"
    with pytest.raises(KeyError):
        any_app.calculation = "sometimes"


def test_calculation_cannot_be_set_without_a_book(any_app: Any) -> None:
    with pytest.raises(ComError) as error:
        any_app.calculation = "manual"
    assert refused(error)


def test_the_status_bar_remembers(any_app: Any) -> None:
    assert any_app.status_bar is False
    any_app.status_bar = "正在校验"
    assert any_app.status_bar == "正在校验"
    any_app.status_bar = False
    assert any_app.impl.status_history == ["正在校验", False]


def test_alerts_answer_as_told(any_app: Any) -> None:
    any_app.impl.answers += ["cancel", "no"]
    assert any_app.alert("继续吗", "责任分解", "ok_cancel", "critical") == "cancel"
    assert any_app.alert("要吗", buttons="yes_no") == "no"
    assert any_app.alert("要吗", buttons="yes_no_cancel") == "yes"
    assert any_app.alert("好了") == "ok"
    assert any_app.impl.alerts[0] == ("继续吗", "责任分解", "ok_cancel", "critical")
    assert len(any_app.impl.alerts) == 4
    any_app.impl.answers.append("yes")
    with pytest.raises(AssertionError):
        any_app.alert("好了")
    with pytest.raises(KeyError):
        any_app.alert("好了", mode="warning")
    with pytest.raises(KeyError):
        any_app.alert("好了", buttons="retry_cancel")


def test_file_dialogs_answer_as_told(any_app: Any) -> None:
    any_app.impl.chosen_files.append("甲.docx")
    assert any_app.api.GetOpenFilename("Word (*.docx), *.docx", Title="选择要点") == "甲.docx"
    assert any_app.api.GetOpenFilename(FileFilter="所有, *.*", Title="选择") is False
    assert any_app.api.file_dialogs[0] == ("Word (*.docx), *.docx", "选择要点")


# Books


def test_without_a_book_the_active_one_answers_nothing(any_app: Any) -> None:
    assert len(any_app.books) == 0
    book = any_app.books.active
    with pytest.raises(AttributeError):
        _ = book.name
    assert any_app.selection is None


def test_books_open_once(any_app: Any, tmp_path: Path) -> None:
    path = rich(tmp_path / "甲.xlsx")
    book = any_app.books.open(path)
    assert (book.name, book.fullname, book.api.Path) == ("甲.xlsx", str(path), str(tmp_path))
    assert any_app.books.open(path) == book
    assert xlwings.Book(str(path)) == book
    assert any_app.books["甲.XLSX"] == book
    assert [one.name for one in any_app.books] == ["甲.xlsx"]
    (tmp_path / "b").mkdir()
    with pytest.raises(ValueError, match="Cannot open two"):
        any_app.books.open(rich(tmp_path / "b" / "甲.xlsx"))
    with pytest.raises(FileNotFoundError):
        any_app.books.open(tmp_path / "没有.xlsx")
    with pytest.raises(KeyError):
        any_app.books["没有.xlsx"]


def test_what_is_no_workbook_is_refused(any_app: Any, tmp_path: Path) -> None:
    path = tmp_path / "坏.xlsx"
    path.write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(ComError) as error:
        any_app.books.open(path)
    assert refused(error)


def test_new_books_have_a_name_only(any_app: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = any_app.books.add(), any_app.books.add()
    assert (first.name, first.fullname, first.api.Path) == ("工作簿1", "工作簿1", "")
    assert second.name == "工作簿2"
    assert any_app.books.active == second
    assert [sheet.name for sheet in first.sheets] == ["Sheet1"]
    assert first.sheets[0].used_range.address == "$A$1"
    first.activate()
    assert any_app.books.active == first
    first.sheets[0]["A1"].value = "甲"
    monkeypatch.chdir(tmp_path)
    first.save()
    assert first.fullname == str(tmp_path / "工作簿1.xlsx")
    assert read_grids(tmp_path / "工作簿1.xlsx")[0].rows == [["甲"]]


def test_saving_a_copy_changes_nothing(any_app: Any, tmp_path: Path) -> None:
    """It holds what is on the screen, unsaved edits included."""
    path = mixed(tmp_path / "甲.xlsx")
    before = path.read_bytes()
    book = any_app.books.open(path)
    assert book.api.Saved is True
    book.sheets[0]["A1"].value = "改了"
    assert book.api.Saved is False
    book.api.SaveCopyAs(str(tmp_path / "副本.xlsx"))
    assert read_grids(tmp_path / "副本.xlsx")[0].rows[0][0] == "改了"
    assert (book.fullname, book.api.Saved, path.read_bytes()) == (str(path), False, before)
    book.save()
    assert book.api.Saved is True
    assert read_grids(path)[0].rows[0][0] == "改了"
    book.save(tmp_path / "另存.xlsx")
    assert (book.name, book.fullname) == ("另存.xlsx", str(tmp_path / "另存.xlsx"))
    with pytest.raises(ComError) as error:
        book.api.SaveCopyAs(str(tmp_path / "没有" / "副本.xlsx"))
    assert refused(error)


def test_books_that_may_not_be_written(any_app: Any, tmp_path: Path) -> None:
    path = rich(tmp_path / "甲.xlsx")
    path.chmod(0o444)
    book = any_app.books.open(path)
    assert book.api.ReadOnly is True
    book.sheets[0]["A1"].value = "改"
    with pytest.raises(ComError) as error:
        book.save()
    assert refused(error)
    book.save(tmp_path / "乙.xlsx")
    assert book.api.ReadOnly is False
    assert any_app.books.open(rich(tmp_path / "丙.xlsx"), read_only=True).api.ReadOnly is True


def test_a_closed_book_is_gone(any_app: Any, tmp_path: Path) -> None:
    book = any_app.books.open(rich(tmp_path / "甲.xlsx"))
    cell = book.sheets[0]["A1"]
    book.close()
    assert len(any_app.books) == 0
    with pytest.raises(ComError) as error:
        _ = cell.value
    assert error.value.hresult == com.DISCONNECTED


def test_the_caller_is_the_book_that_was_set(any_app: Any, tmp_path: Path) -> None:
    book = any_app.books.open(rich(tmp_path / "甲.xlsx"))
    any_app.books.add()
    book.set_mock_caller()
    assert xlwings.Book.caller() == book


# What tests steer


def test_every_call_is_noted(any_app: Any, tmp_path: Path) -> None:
    book = any_app.books.open(rich(tmp_path / "甲.xlsx"))
    journal = any_app.impl.journal
    journal.calls.clear()
    sheet = book.sheets[0]
    _ = sheet.used_range.options(ndim=2).value
    sheet["A2:B3"].value = [[1, 2], [3, 4]]
    sheet["A2"].clear_contents()
    assert [call[:4] for call in journal.of("read")] == [
        ("read", "value", "名单", sheet.used_range.address.replace("$", ""))
    ]
    assert [call[1:] for call in journal.of("write")] == [
        ("value", "名单", "A2:B3", 4),
        ("clear_contents", "名单", "A2", 1),
    ]
    assert "used_range" in [call.what for call in journal.of("other")]


def test_failures_come_when_asked(any_app: Any, tmp_path: Path) -> None:
    book = any_app.books.open(rich(tmp_path / "甲.xlsx"))
    sheet, impl = book.sheets[0], any_app.impl
    impl.fail_with(com.busy(), when=lambda call: call.kind == "write", after=1, times=1)
    sheet["A1"].value = 1
    with pytest.raises(ComError) as error:
        sheet["A1"].value = 2
    assert error.value.hresult == -2147418111
    sheet["A1"].value = 3
    assert sheet["A1"].value == 3.0
    impl.fail_with(com.closed())
    for _ in range(2):
        with pytest.raises(ComError) as error:
            _ = book.name
        assert error.value.hresult == -2147023174
    impl.heal()
    impl.fail_with(com.editing(), times=1)
    with pytest.raises(ComError) as error:
        any_app.status_bar = "甲"
    assert error.value.args[2][5] == -2146777998
    assert book.name == "甲.xlsx"


def test_everything_is_as_before_after_the_test(any_app: Any) -> None:
    """(The fixture puts xlwings back; here the application quits by itself.)"""
    any_app.books.add()
    any_app.quit()
    assert len(xlwings.apps) == 0
    with pytest.raises(ComError):
        _ = any_app.status_bar
