"""The engines that stand for Excel give Excel's answers: sheets, what is selected on them, names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from engines import com
from engines.books import mixed, rich
from engines.com import ComError


def refused(error: pytest.ExceptionInfo[ComError]) -> bool:
    """Whether it is Excel's run-time error 1004."""
    return error.value.hresult == com.EXCEPTION_OCCURRED and error.value.excepinfo[5] == com.APPLICATION_ERROR


# Sheets


def test_sheets_are_found_and_added(any_app: Any, tmp_path: Path) -> None:
    book = any_app.books.open(rich(tmp_path / "甲.xlsx"))
    names = ["名单", "别 处", "藏", "深藏"]
    assert [sheet.name for sheet in book.sheets] == names
    assert book.sheets["别 处"].index == 2
    assert book.sheets.active.name == "名单"
    assert [sheet.visible for sheet in book.sheets] == [-1, -1, 0, 2]
    added = book.sheets.add("新", after=book.sheets["别 处"])
    assert book.sheets.active == added
    assert [sheet.name for sheet in book.sheets] == ["名单", "别 处", "新", "藏", "深藏"]
    assert book.sheets.add().index == 3  # before the active one
    with pytest.raises(ValueError, match="already present"):
        book.sheets.add("新")
    with pytest.raises(ComError) as error:
        book.sheets["没有"]
    assert refused(error)
    with pytest.raises(ComError):
        added.name = "别 处"
    with pytest.raises(ComError):
        added.name = "甲:乙"
    added.name = "更新"
    assert "更新" in [sheet.name for sheet in book.sheets]


def test_hidden_sheets_cannot_be_activated_and_one_sheet_shows(any_app: Any, tmp_path: Path) -> None:
    book = any_app.books.open(rich(tmp_path / "甲.xlsx"))
    with pytest.raises(ComError) as error:
        book.sheets["藏"].activate()
    assert refused(error)
    book.sheets["名单"].delete()
    assert book.sheets.active.name == "别 处"
    with pytest.raises(ComError):
        book.sheets["别 处"].delete()
    with pytest.raises(ComError):
        book.sheets["别 处"].visible = False
    book.sheets["藏"].visible = True
    book.sheets["藏"].activate()
    assert book.sheets.active.name == "藏"


def test_sheets_move_and_are_copied(any_app: Any, tmp_path: Path) -> None:
    book = any_app.books.open(mixed(tmp_path / "甲.xlsx"))
    book.sheets["从C5起"].move(before=book.sheets[0])
    assert [sheet.name for sheet in book.sheets] == ["从C5起", "各种 值", "空"]
    book.sheets["从C5起"].move(after=book.sheets["各种 值"])
    assert [sheet.name for sheet in book.sheets] == ["各种 值", "从C5起", "空"]
    copied = book.sheets["从C5起"].copy(name="又一张")
    assert [sheet.name for sheet in book.sheets] == ["各种 值", "从C5起", "空", "又一张"]
    assert copied["C5:D5"].value == [4.0, "第4行"]
    copied["C5"].value = 9
    assert book.sheets["从C5起"]["C5"].value == 4.0


def test_selection_and_scrolling_belong_to_a_sheet(any_app: Any, tmp_path: Path) -> None:
    book = any_app.books.open(rich(tmp_path / "甲.xlsx"))
    first, second = book.sheets[0], book.sheets[1]
    first["B4:C5"].select()
    window = any_app.api.ActiveWindow
    window.ScrollRow, window.ScrollColumn = 4, 2
    assert any_app.selection.address == "$B$4:$C$5"
    with pytest.raises(ComError) as error:
        second["A1"].select()
    assert refused(error)
    second.activate()
    assert any_app.selection.address == "$A$1"
    second["B2"].select()
    first.activate()
    assert (any_app.selection.address, window.ScrollRow, window.ScrollColumn) == ("$B$4:$C$5", 4, 2)


def test_the_view_is_saved(openpyxl_app: Any, tmp_path: Path) -> None:
    """(LibreOffice saves no view of a document that has no window.)"""
    book = openpyxl_app.books.open(rich(tmp_path / "甲.xlsx"))
    book.sheets[1].activate()
    book.sheets[1]["B4:C5"].select()
    openpyxl_app.api.ActiveWindow.ScrollRow = 4
    book.save()
    book.close()
    book = openpyxl_app.books.open(tmp_path / "甲.xlsx")
    assert (book.sheets.active.name, book.selection.address) == ("别 处", "$B$4:$C$5")
    assert openpyxl_app.api.ActiveWindow.ScrollRow == 4


# Names


def test_names(any_app: Any, tmp_path: Path) -> None:
    book = any_app.books.open(rich(tmp_path / "甲.xlsx"))
    known = {name.name: name.refers_to for name in book.names}
    assert known["名单区"] == "=名单!$A$1:$D$6"
    assert known["动态"].replace("'", "") == "=OFFSET(名单!$A$1,0,0,3,1)"
    assert known["'别 处'!本表名"] == "='别 处'!$B$1"
    assert known["名单!_FilterDatabase"] == "=名单!$A$1:$D$6"
    assert book.names["名单区"].refers_to_range.address == "$A$1:$D$6"
    assert book.sheets[0]["名单区"].shape == (6, 4)
    with pytest.raises(ComError) as error:
        _ = book.names["动态"].refers_to_range
    assert refused(error)
    book.names.add("级别", "=名单!$A:$A")
    assert book.names["级别"].refers_to_range.address == "$A:$A"
    book.names.add("级别", "='别 处'!$C$3")
    assert (book.names["级别"].refers_to, "级别" in book.names) == ("='别 处'!$C$3", True)
    book.names["级别"].delete()
    assert "级别" not in book.names
    for wrong in ("A1", "两 个", "1月", "a-b"):
        with pytest.raises(ComError):
            book.names.add(wrong, "=名单!$A$1")
    assert [name.name for name in book.sheets[1].names] == ["'别 处'!本表名"]
