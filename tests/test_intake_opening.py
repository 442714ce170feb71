"""Files that are not what they are called, are locked, cut off, empty or not there: a sentence each."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from plan_documents import PLAN, drawn, make_docx, make_xlsx
from taskbook.findings import CannotGoOn, Stop
from taskbook.intake import conversion, read_document
from taskbook.intake.opening import read_blocks


def stop_of(path: Path) -> Stop:
    with pytest.raises(CannotGoOn) as stopped:
        read_document(path)
    assert path.name in str(stopped.value)
    assert "{" not in str(stopped.value)
    return stopped.value.stop


def encrypted(path: Path) -> Path:
    locked = path.with_name(f"locked-{path.name}")
    with path.open("rb") as plain, locked.open("wb") as target:
        OOXMLFile(plain).encrypt("secret", target)
    return locked


@pytest.fixture
def documents(tmp_path) -> dict[str, Path]:
    return {
        "docx": make_docx(tmp_path / "plan.docx", PLAN),
        "xlsx": make_xlsx(tmp_path / "plan.xlsx", 任务=drawn(PLAN)),
    }


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_a_password(documents, kind):
    assert stop_of(encrypted(documents[kind])) is Stop.ENCRYPTED


@pytest.mark.parametrize(("kind", "stop"), [("docx", Stop.FILE_DAMAGED), ("xlsx", Stop.NOT_A_WORKBOOK)])
@pytest.mark.parametrize("share", [0.3, 0.9])
def test_a_file_that_is_cut_off(documents, kind, stop, share):
    data = documents[kind].read_bytes()
    documents[kind].write_bytes(data[: int(len(data) * share)])
    assert stop_of(documents[kind]) is stop


def test_a_document_whose_text_is_cut_off(documents, tmp_path):
    broken = tmp_path / "broken.docx"
    with zipfile.ZipFile(documents["docx"]) as old, zipfile.ZipFile(broken, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data[:-200] if name == "word/document.xml" else data)
    assert stop_of(broken) is Stop.FILE_DAMAGED


def _zip(**entries: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return target.getvalue()


def _old_container(*streams: str) -> bytes:
    """The beginning of an old office file with a directory of the given streams."""
    entries = b""
    for name in streams:
        encoded = name.encode("utf-16-le") + b"\0\0"
        entries += encoded.ljust(64, b"\0") + len(encoded).to_bytes(2, "little") + bytes(62)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + entries


@pytest.mark.parametrize(
    ("name", "data", "stop"),
    [
        ("empty.docx", b"", Stop.FILE_DAMAGED),
        ("blank.txt", b"\xef\xbb\xbf\r\n\t\r\n", Stop.FILE_DAMAGED),
        ("old.doc", _old_container("Root Entry", "WordDocument"), Stop.NEEDS_CONVERSION),
        ("kingsoft.wps", _old_container("Root Entry", "WordDocument"), Stop.NEEDS_CONVERSION),
        ("lying.docx", _old_container("Root Entry", "WordDocument"), Stop.NEEDS_CONVERSION),
        ("slides.ppt", _old_container("Root Entry", "PowerPoint Document"), Stop.KIND_UNKNOWN),
        ("broken.xls", _old_container("Root Entry", "Workbook"), Stop.NOT_A_WORKBOOK),
        ("rich.rtf", rb"{\rtf1\ansi text}", Stop.NEEDS_CONVERSION),
        ("open.odt", _zip(mimetype=b"application/vnd.oasis.opendocument.text"), Stop.NEEDS_CONVERSION),
        ("archive.zip", _zip(a=b"b"), Stop.KIND_UNKNOWN),
        ("page.xls", "<html><table><tr><td>序号</td></tr></table></html>".encode(), Stop.NO_TABLE),
        ("broken.pdf", b"%PDF-1.7\n\x00\x01\x02" + bytes(range(256)), Stop.FILE_DAMAGED),
        ("narrative.txt", "示例县2026年工作要点\n一、加强公开。\n".encode(), Stop.NO_TABLE),
        ("heading.txt", "序号\t工作任务\t责任单位\n".encode(), Stop.PLAN_EMPTY),
    ],
)
def test_what_cannot_be_imported(tmp_path, monkeypatch, name, data, stop):
    """On a machine without LibreOffice."""
    monkeypatch.setattr(conversion, "converter", lambda: None)
    path = tmp_path / name
    path.write_bytes(data)
    assert stop_of(path) is stop


def test_no_file_and_a_folder(tmp_path):
    assert stop_of(tmp_path / "missing.docx") is Stop.FILE_MISSING
    (tmp_path / "folder.docx").mkdir()
    assert stop_of(tmp_path / "folder.docx") in (Stop.FILE_MISSING, Stop.NOT_READABLE)


def test_no_task_table(tmp_path):
    assert (
        stop_of(make_docx(tmp_path / "text.docx", "示例县2026年工作要点", "一、加强公开。")) is Stop.NO_TABLE
    )
    other = make_docx(tmp_path / "other.docx", "| 姓名 | 电话 |\n| 联络员01 | 0 |")
    with pytest.raises(CannotGoOn, match="姓名、电话"):
        read_document(other)


def test_a_table_without_a_task(tmp_path):
    assert (
        stop_of(make_docx(tmp_path / "plan.docx", "| 序号 | 工作任务 | 责任单位 |\n| | | |"))
        is Stop.PLAN_EMPTY
    )


def test_too_many_entries_are_refused(tmp_path, documents):
    with zipfile.ZipFile(documents["docx"], "a") as archive:
        for number in range(6_000):
            archive.writestr(f"filler/{number}", b"")
    assert stop_of(documents["docx"]) is Stop.FILE_DAMAGED


@pytest.mark.parametrize("coding", ["utf-8", "utf-16"])
def test_parts_that_declare_entities_are_refused(tmp_path, documents, coding):
    """They would be read as blanks where names stand, or as another file's content."""
    hostile = tmp_path / "hostile.docx"
    with zipfile.ZipFile(documents["docx"]) as old, zipfile.ZipFile(hostile, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                _, _, rest = data.decode().partition("?>")
                declared = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
                data = (declared + rest.replace("区教育局", "&x;")).encode(coding)
            new.writestr(name, data)
    assert stop_of(hostile) is Stop.FILE_DAMAGED


def test_an_entry_packed_in_a_damaged_way_is_no_crash(tmp_path, documents):
    packed = tmp_path / "packed.docx"
    with (
        zipfile.ZipFile(documents["docx"]) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_LZMA) as new,
    ):
        for name in old.namelist():
            new.writestr(name, old.read(name))
    assert read_blocks(packed)
    data = bytearray(packed.read_bytes())
    with zipfile.ZipFile(packed) as archive:
        for info in archive.infolist():
            at = info.header_offset + 30 + len(info.filename) + 9
            data[at : at + 40] = b"\xff" * 40
    packed.write_bytes(bytes(data))
    assert stop_of(packed) is Stop.FILE_DAMAGED


def test_a_plan_in_a_single_line(tmp_path):
    """Longer than a cell of a table can be: 131,072 characters."""
    path = tmp_path / "plan.txt"
    line = "区财政局6月底前公开预算，" * 12_000
    path.write_text(line, encoding="utf-8")
    assert [block.text for block in read_blocks(path)] == [line]


def test_a_damaged_byte_in_gbk_costs_one_character(tmp_path):
    path = tmp_path / "plan.txt"
    data = ("区财政局六月底前公开预算。\n" * 100).encode("gbk")
    path.write_bytes(data[:200] + b"\xff" + data[201:])
    (first, *_, last) = [block.text for block in read_blocks(path)]
    assert first == last == "区财政局六月底前公开预算。"
    path.write_bytes(b"\xff\x80".join(data[at : at + 40] for at in range(0, len(data), 40)))
    assert stop_of(path) is Stop.KIND_UNKNOWN


def test_an_old_workbook_with_a_password(tmp_path):
    import xlwt

    book = xlwt.Workbook()
    book.add_sheet("任务").write(0, 0, "序号")
    path = tmp_path / "plan.xls"
    book.save(str(path))
    data = bytearray(path.read_bytes())
    record = data.index(b"\x5c\x00\x70\x00")  # who wrote it: 112 bytes, made the record that says 'encrypted'
    data[record : record + 6] = b"\x2f\x00\x70\x00\x01\x00"
    path.write_bytes(data)
    assert stop_of(path) is Stop.ENCRYPTED


def test_blocks_of_a_text(tmp_path):
    path = tmp_path / "plan.docx"
    path.write_text("一段话\n\n另一段话\n", encoding="gbk")
    assert [block.text for block in read_blocks(path)] == ["一段话", "另一段话"]
