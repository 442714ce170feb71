"""Packages to hand out by OA, chat or stick: the same in folder and zip, nothing of anybody's written over."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from taskbook.findings import CannotGoOn, Stop
from taskbook.mail.letter import Attachment, Facts, Kind, Letter, TaskLine
from taskbook.mail.packages import overview_of, write_packages, zip_bytes
from taskbook.period import Period

UNITS = ("区教育局", "#1 公司/100%", "甲<乙>&“丙”:丁", "=SUM(A1)")
LEADS = TaskLine("T001", "1", "推进备案", "牵头")


class Round:
    """Letters to some units with their books, and what each says."""

    def __init__(self, folder: Path, units: tuple[str, ...] = UNITS) -> None:
        self.books = folder / "books"
        self.books.mkdir()
        self.out = folder / "打包"
        self.letters = [self.letter(number, unit) for number, unit in enumerate(units)]

    def letter(self, number: int, unit: str) -> Letter:
        book = self.books / f"{number}.xlsx"
        book.write_bytes(f"book {number}".encode() * 50)
        name = f"表{number}_2026-09.xlsx"
        to = (f"u{number}@xian.example",) if number else ()
        return Letter(
            unit,
            Kind.ISSUE,
            f"issue:{number}",
            to,
            (),
            f"主题{number}",
            "正文\n",
            "<p>x</p>",
            (Attachment(name, book),),
        )

    def facts(self, letter: Letter) -> Facts:
        number = self.letters.index(letter)
        return Facts(
            letter.unit, "张三" if number else "", "办公室", "要点", Period(2026, 9), date(2026, 9, 1),
            date(2026, 9, 25), number + 3, led=(LEADS,) * number,
        )  # fmt: skip

    def write(self) -> list[Path]:
        facts = {letter.unit: self.facts(letter) for letter in self.letters}
        return write_packages(self.out, self.letters, overview_of(self.letters, facts))

    def table(self) -> dict[str, dict[str, object]]:
        """unit → its row of the overview, by heading."""
        sheet = openpyxl.load_workbook(self.out / "发送总览.xlsx").active
        head, *rows = sheet.iter_rows(min_row=3, values_only=True)
        return {row[1]: dict(zip(head, row, strict=True)) for row in rows}

    def state(self) -> dict[str, bytes]:
        return {
            path.relative_to(self.out).as_posix(): path.read_bytes()
            for path in self.out.rglob("*")
            if path.is_file()
        }


@pytest.fixture
def handed(tmp_path: Path) -> Round:
    return Round(tmp_path)


def test_each_unit_has_a_folder_and_a_zip_with_the_same_in_them(handed):
    folders = handed.write()
    assert [folder.name for folder in folders] == [
        "区教育局",
        "＃1 公司／100％",
        "甲＜乙＞&“丙”：丁",
        "=SUM(A1)",
    ]
    for folder, letter in zip(folders, handed.letters, strict=True):
        inside = {path.name: path.read_bytes() for path in folder.iterdir()}
        with zipfile.ZipFile(folder.with_name(f"{folder.name}.zip")) as packed:
            assert packed.testzip() is None
            assert {name: packed.read(name) for name in packed.namelist()} == inside
            assert all(info.flag_bits & 0x800 for info in packed.infolist() if not info.filename.isascii())
        (attachment,) = letter.attachments
        assert inside[attachment.name] == attachment.path.read_bytes()
        said = inside["通知.txt"].decode("utf-8-sig")
        assert said == f"主题：{letter.subject}\r\n\r\n正文\r\n"


def test_the_overview_says_who_gets_what_and_leads_there(handed):
    handed.write()
    table = handed.table()
    assert list(table) == list(UNITS)
    first, second = table["区教育局"], table["#1 公司/100%"]
    assert (first["事项数"], first["牵头"], first["邮箱"]) == (3, 0, None)
    assert second == {
        "序号": 2, "单位": "#1 公司/100%", "联系人": "张三", "事项数": 4, "牵头": 1, "截止": "2026-09-25",
        "文件夹": "＃1 公司／100％", "压缩包": "＃1 公司／100％.zip", "邮箱": "u1@xian.example", "已发": None, "备注": None,
    }  # fmt: skip
    sheet = openpyxl.load_workbook(handed.out / "发送总览.xlsx").active
    for line in range(4, 8):
        for column in (7, 8):
            cell = sheet.cell(line, column)
            assert (handed.out / cell.hyperlink.target.replace("%20", " ")).exists(), cell.hyperlink.target
    assert sheet["B7"].value == "=SUM(A1)"
    assert sheet["B7"].data_type == "s"
    (choice,) = sheet.data_validations.dataValidation
    assert (choice.formula1, str(choice.sqref)) == ('"✓"', "J4:J7")
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage) == (0, True)
    assert "要点2026年9月下发通知" in sheet["A1"].value


def test_without_contacts_there_is_no_column_for_them(tmp_path):
    handed = Round(tmp_path, ("区教育局",))
    handed.write()
    assert "联系人" not in handed.table()["区教育局"]


def test_the_same_again_changes_nothing(handed):
    handed.write()
    before = handed.state()
    stamps = {path: path.stat().st_mtime_ns for path in handed.out.rglob("*") if path.is_file()}
    handed.write()
    assert handed.state() == before
    assert {path: path.stat().st_mtime_ns for path in stamps} == stamps


def test_a_new_book_takes_the_place_of_the_one_we_wrote(handed):
    handed.write()
    (handed.books / "0.xlsx").write_bytes(b"new")
    renamed = replace(handed.letters[1], attachments=(Attachment("新名.xlsx", handed.books / "1.xlsx"),))
    handed.letters[1] = renamed
    folders = handed.write()
    assert (folders[0] / "表0_2026-09.xlsx").read_bytes() == b"new"
    assert sorted(path.name for path in folders[1].iterdir()) == ["新名.xlsx", "通知.txt"]
    assert len(list(handed.out.glob("*.zip"))) == len(UNITS)


def test_what_somebody_saved_or_put_there_stays(handed):
    folders = handed.write()
    book, notice = folders[0] / "表0_2026-09.xlsx", folders[0] / "通知.txt"
    book.write_bytes(b"filled in")
    (folders[0] / "领导批示.docx").write_bytes(b"mine")
    archive = handed.out / "=SUM(A1).zip"
    archive.write_bytes(zip_bytes({"a.txt": b"a"}) + b" ")
    (handed.books / "0.xlsx").write_bytes(b"new")
    for _ in range(2):
        handed.write()
    assert book.read_bytes() == b"filled in"
    assert (folders[0] / "表0_2026-09-2.xlsx").read_bytes() == b"new"
    assert (folders[0] / "领导批示.docx").read_bytes() == b"mine"
    assert notice.is_file()
    assert archive.read_bytes().endswith(b" ")
    assert handed.table()["=SUM(A1)"]["压缩包"] == "=SUM(A1)-2.zip"
    with zipfile.ZipFile(handed.out / "区教育局.zip") as packed:
        assert packed.read("表0_2026-09.xlsx") == b"new"


def test_ticks_and_notes_stay_when_it_is_packed_again(handed):
    handed.write()
    path = handed.out / "发送总览.xlsx"
    book = openpyxl.load_workbook(path)
    book.active["J5"], book.active["K5"] = "✓", "电话已告知"
    book.save(path)
    ticked = path.read_bytes()
    handed.letters = [handed.letter(9, "新来的单位"), *handed.letters]
    handed.write()
    table = handed.table()
    assert (table["#1 公司/100%"]["已发"], table["#1 公司/100%"]["备注"]) == ("✓", "电话已告知")
    assert [unit for unit, row in table.items() if row["已发"]] == ["#1 公司/100%"]
    assert [copy.read_bytes() for copy in (handed.out / "备份").iterdir()] == [ticked]


def test_an_overview_of_something_else_is_kept_and_none_of_its_ticks_taken(handed):
    handed.out.mkdir()
    path = handed.out / "发送总览.xlsx"
    for strange in (b"no workbook", _other_overview()):
        path.write_bytes(strange)
        handed.write()
        assert not any(row["已发"] for row in handed.table().values())
        assert strange in [copy.read_bytes() for copy in (handed.out / "备份").iterdir()]


def _other_overview() -> bytes:
    book = openpyxl.Workbook()
    for line in (
        ["别的计划2026年8月下发通知发送总览"],
        [],
        ["序号", "单位", "已发", "备注"],
        [1, "区教育局", "✓", "x"],
    ):
        book.active.append(line)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_units_whose_names_are_one_on_disk_keep_apart(tmp_path):
    handed = Round(tmp_path, ("ABC公司", "abc公司", "发送总览", "CON", "长" * 100, "长" * 101))
    folders = handed.write()
    assert len({folder.name.casefold() for folder in folders}) == 6
    assert "发送总览.xlsx" not in {folder.name for folder in folders}
    assert list(handed.table()) == [letter.unit for letter in handed.letters]


def test_an_overview_that_is_open_is_told_before_anything_is_written(handed):
    handed.write()
    before = handed.state()
    lock = handed.out / "~$发送总览.xlsx"
    lock.write_bytes(b"")
    (handed.books / "0.xlsx").write_bytes(b"new")
    with pytest.raises(CannotGoOn) as stopped:
        handed.write()
    assert stopped.value.stop is Stop.FILE_OPEN
    lock.unlink()
    assert handed.state() == before


def test_a_reminder_without_a_book_is_a_notice_alone(tmp_path):
    handed = Round(tmp_path, ("区教育局",))
    handed.letters[0] = replace(handed.letters[0], kind=Kind.REMIND, attachments=())
    (folder,) = handed.write()
    assert [path.name for path in folder.iterdir()] == ["通知.txt"]


def test_an_attachment_called_like_the_notice_does_not_take_its_place(tmp_path):
    handed = Round(tmp_path, ("区教育局",))
    handed.letters[0] = replace(
        handed.letters[0], attachments=(Attachment("通知.txt", handed.books / "0.xlsx"),)
    )
    (folder,) = handed.write()
    assert sorted(path.name for path in folder.iterdir()) == ["通知(2).txt", "通知.txt"]


def test_a_book_that_is_gone_is_told(handed):
    (handed.books / "2.xlsx").unlink()
    with pytest.raises(CannotGoOn) as stopped:
        handed.write()
    assert stopped.value.stop is Stop.FILE_MISSING
