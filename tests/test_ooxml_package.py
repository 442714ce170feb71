"""A workbook as its parts: what is not changed comes out as it went in."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
import xlwt
from msoffcrypto.format.ooxml import OOXMLFile
from taskbook.findings import CannotGoOn, Stop
from taskbook.intake.opening import read_blocks
from taskbook.ooxml import package
from taskbook.ooxml.package import read_package, sheet_names


@pytest.fixture
def book(tmp_path) -> Path:
    path = tmp_path / "甲.xlsx"
    workbook = xlsxwriter.Workbook(str(path))
    for name in ("责任分解表", "单位"):
        workbook.add_worksheet(name).write("A1", name)
    workbook.add_chartsheet("图")
    workbook.close()
    return path


def contents(path: Path) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        return [(info.filename, archive.read(info)) for info in archive.infolist()]


def test_saving_unchanged_keeps_every_part_and_their_order(book, tmp_path):
    before = contents(book)
    package = read_package(book)
    assert package.changed() == []
    package.save(tmp_path / "乙.xlsx")
    assert contents(tmp_path / "乙.xlsx") == before


def test_a_changed_a_new_and_a_deleted_part(book):
    package = read_package(book)
    package.parts["docProps/app.xml"] = b"<x/>"
    package.parts["customXml/item1.xml"] = b"<y/>"
    del package.parts["xl/theme/theme1.xml"]
    assert sorted(package.changed()) == ["customXml/item1.xml", "docProps/app.xml", "xl/theme/theme1.xml"]
    package.save(book)
    names = [name for name, _ in contents(book)]
    assert names[-1] == "customXml/item1.xml"
    assert "xl/theme/theme1.xml" not in names
    assert dict(contents(book))["docProps/app.xml"] == b"<x/>"


def test_worksheets_by_name_without_chart_sheets(book):
    assert read_package(book).sheets() == {
        "责任分解表": "xl/worksheets/sheet1.xml",
        "单位": "xl/worksheets/sheet2.xml",
    }


def test_parts_are_found_whatever_their_case_and_slashes(book):
    with zipfile.ZipFile(book) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(book, "w") as archive:
        for name, content in parts.items():
            odd = (
                name.replace("worksheets/sheet1", "Worksheets/Sheet1").replace("xl/", "xl\\")
                if "sheet1" in name
                else name
            )
            archive.writestr(odd, content)
    assert "sheet1" in read_package(book).sheets()["责任分解表"].casefold()


def encrypted(data: bytes) -> bytes:
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt("密码", out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("make", "stop"),
    [
        (lambda path: path.write_bytes(path.read_bytes()[:2000]), Stop.NOT_A_WORKBOOK),
        (lambda path: path.write_bytes(b""), Stop.NOT_A_WORKBOOK),
        (lambda path: path.write_text("<html/>"), Stop.NOT_A_WORKBOOK),
        (lambda path: path.write_bytes(encrypted(path.read_bytes())), Stop.ENCRYPTED),
        (lambda path: path.unlink(), Stop.FILE_MISSING),
        (lambda path: (path.unlink(), path.mkdir()), Stop.FILE_MISSING),
    ],
)
def test_what_cannot_be_opened_is_said(book, make, stop):
    make(book)
    with pytest.raises(CannotGoOn) as error:
        read_package(book)
    assert error.value.stop is stop
    assert str(book) in str(error.value)


def test_an_old_style_workbook_is_no_package(tmp_path):
    path = tmp_path / "旧.xls"
    old = xlwt.Workbook()
    old.add_sheet("表")
    old.save(str(path))
    with pytest.raises(CannotGoOn) as error:
        read_package(path)
    assert error.value.stop is Stop.NOT_A_WORKBOOK


def test_two_entries_of_one_name_are_refused(book):
    with zipfile.ZipFile(book, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/workbook.xml", b"<other/>")
    with pytest.raises(CannotGoOn) as error:
        read_package(book)
    assert error.value.stop is Stop.NOT_A_WORKBOOK


# ---- the names of its sheets ----


def other_book(folder: Path, kind: str) -> Path:
    """An .ods, or a zip that is no workbook."""
    path = folder / f"其他.{kind}"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "mimetype", f"application/vnd.oasis.opendocument.{'spreadsheet' if kind == 'ods' else 'text'}"
        )
        archive.writestr(
            "content.xml",
            '<o:c xmlns:o="o" xmlns:table="t"><table:table table:name="任务反馈"><table:table-row/><table:table-row/>'
            '</table:table><table:table table:name="识别信息"/></o:c>',
        )
    return path


def test_the_names_of_the_sheets(book, tmp_path):
    assert sheet_names(book) == ("责任分解表", "单位")
    assert sheet_names(other_book(tmp_path, "ods")) == ("任务反馈", "识别信息")
    assert sheet_names(other_book(tmp_path, "odt")) == ()


def test_what_is_no_workbook_has_no_sheets(book, tmp_path):
    assert sheet_names(tmp_path / "没有.xlsx") == ()
    assert sheet_names(tmp_path) == ()
    data = book.read_bytes()
    for other in (
        b"",
        b"PK",
        "一段文字".encode(),
        data[: len(data) // 2],
        data[:-40],
        b"\xd0\xcf\x11\xe0" + data,
    ):
        (tmp_path / "别的.xlsx").write_bytes(other)
        assert sheet_names(tmp_path / "别的.xlsx") in ((), ("责任分解表", "单位"))


@pytest.mark.parametrize("read", [sheet_names, read_package, read_blocks])
def test_a_book_that_would_unpack_to_more_than_any_holds(book, tmp_path, monkeypatch, read):
    """Told by its own list, before anything of it is unpacked."""
    with zipfile.ZipFile(book) as archive:
        size = sum(info.file_size for info in archive.infolist())
    monkeypatch.setattr(package, "MOST_EXPANDED", size)
    assert read(book)
    monkeypatch.setattr(package, "MOST_EXPANDED", size - 1)
    with pytest.raises(CannotGoOn, match="文件过大") as stopped:
        read(book)
    assert stopped.value.stop is Stop.FILE_DAMAGED
    monkeypatch.setattr(package, "MOST_EXPANDED", size)
    monkeypatch.setattr(package, "MOST_ENTRIES", 3)
    with pytest.raises(CannotGoOn, match="文件过大"):
        read(book)


def test_sheets_are_not_unpacked_for_their_names(book):
    data = bytearray(book.read_bytes())
    with zipfile.ZipFile(book) as archive:
        at = archive.getinfo("xl/worksheets/sheet1.xml").header_offset
    data[at + 60 : at + 90] = bytes(30)
    book.write_bytes(bytes(data))
    assert sheet_names(book) == ("责任分解表", "单位")
    with pytest.raises(CannotGoOn):
        read_package(book)
