"""Strangers' files: recognised by content, refused before they hurt, and one bad file costs only itself."""

from __future__ import annotations

import io
import os
import time
import zipfile
from pathlib import Path
from random import Random

import hostile
import pytest
from taskbook import wording
from taskbook.findings import Code, Finding
from taskbook.grid import Grid
from taskbook.returns.guarded import Failure, read_files
from taskbook.returns.recognise import Kind, recognise
from taskbook.returns.stranger import open_stranger

BOOKS = Path(__file__).parent / "books"


def opened(tmp_path: Path, data: bytes, name: str = "回收.xlsx") -> list[Grid] | Finding:
    path = tmp_path / name
    path.write_bytes(data)
    return open_stranger(path)


# ---- what it is ----


@pytest.mark.parametrize(
    ("data", "kind", "word"),
    [
        (hostile.book(), Kind.OOXML, ""),
        (hostile.strict(), Kind.OOXML, ""),
        (hostile.xls(), Kind.COMPOUND, ""),
        (hostile.zipped({"甲.xlsx": hostile.book()}), Kind.ZIP, ""),
        (hostile.zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), Kind.ODS, ""),
        (
            hostile.zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}),
            Kind.OTHER,
            wording.KIND_ODF,
        ),
        (
            hostile.zipped({"[Content_Types].xml": b"", "word/document.xml": b""}),
            Kind.OTHER,
            wording.KIND_WORD,
        ),
        (
            hostile.zipped({"[Content_Types].xml": b"", "ppt/presentation.xml": b""}),
            Kind.OTHER,
            wording.KIND_POWERPOINT,
        ),
        (hostile.zipped({"OFD.xml": b"", "Doc_0/Document.xml": b""}), Kind.OTHER, wording.KIND_OFD),
        (hostile.zipped({"Index/Document.iwa": b""}), Kind.OTHER, wording.KIND_NUMBERS),
        (b"", Kind.TRUNCATED, ""),
        (hostile.book()[:-30], Kind.TRUNCATED, ""),
        (hostile.book()[: len(hostile.book()) // 2], Kind.TRUNCATED, ""),
        (b"Rar!\x1a\x07\x01\x00", Kind.ARCHIVE, wording.KIND_RAR),
        (b"7z\xbc\xaf\x27\x1c\x00\x04", Kind.ARCHIVE, wording.KIND_7Z),
        (b"\x1f\x8b\x08", Kind.ARCHIVE, wording.KIND_GZIP),
        (b"a" * 257 + b"ustar\x0000", Kind.ARCHIVE, wording.KIND_TAR),
        (b"%PDF-1.7", Kind.OTHER, wording.KIND_PDF),
        (b"\x89PNG\r\n\x1a\n", Kind.OTHER, wording.KIND_IMAGE),
        (b"\xff\xd8\xff\xe0", Kind.OTHER, wording.KIND_IMAGE),
        (b"BM\x36\x00\x0c\x00" + bytes(8), Kind.OTHER, wording.KIND_IMAGE),
        (b"\0\0\0\x18ftypheic", Kind.OTHER, wording.KIND_IMAGE),
        (b"\0\0\0\x18ftypmp42", Kind.OTHER, wording.KIND_MEDIA),
        (b"MZ\x90\x00\x03", Kind.OTHER, wording.KIND_PROGRAM),
        (b"{\\rtf1", Kind.OTHER, wording.KIND_WORD),
        ("\ufeff<html><table><tr><td>任务</td>".encode(), Kind.OTHER, wording.KIND_WEB_PAGE),
        (b"\r\n <META charset=gb2312><TABLE border=1>", Kind.OTHER, wording.KIND_WEB_PAGE),
        ("任务编号,进展状态\r\nT001,已完成\r\n".encode("gbk"), Kind.OTHER, wording.KIND_TEXT),
        ("任务编号\t进展状态\r\n".encode("utf-16"), Kind.OTHER, wording.KIND_TEXT),
        ("BM 开头的文字，MZ 也一样".encode(), Kind.OTHER, wording.KIND_TEXT),
        (b'<?xml version="1.0"?><Workbook/>', Kind.OTHER, wording.KIND_XML),
        (b"From: a@b.example\r\nTo: c@d.example\r\nSubject: x\r\n\r\n", Kind.OTHER, wording.KIND_MAIL),
        (bytes(range(1, 200)), Kind.OTHER, wording.KIND_UNKNOWN),
    ],
)
def test_files_are_recognised_by_content(data, kind, word):
    recognised = recognise(data)
    assert (recognised.kind, recognised.word) == (kind, word)


@pytest.mark.parametrize("name", ["表.xlsx", "表.xls", "表.csv", "表", "表.docx"])
def test_the_name_does_not_matter(tmp_path, name):
    assert opened(tmp_path, hostile.book(), name)[0].rows == [["甲", "乙"]]
    assert opened(tmp_path, hostile.xls(), name)[0].rows == [["甲", "乙"]]


# ---- what is refused ----


@pytest.mark.parametrize(
    ("make", "code", "reason"),
    [
        (lambda: b"", Code.FILE_INCOMPLETE, ""),
        (lambda: hostile.book()[:-100], Code.FILE_INCOMPLETE, ""),
        (lambda: hostile.xls()[:3000], Code.FILE_INCOMPLETE, ""),
        (hostile.protected, Code.FILE_ENCRYPTED, ""),
        (hostile.encrypted_flag, Code.FILE_ENCRYPTED, ""),
        (hostile.xls_with_password_record, Code.FILE_ENCRYPTED, ""),
        (
            lambda: hostile.zipped(
                {
                    "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
                    "META-INF/manifest.xml": b"<manifest><encryption-data/></manifest>",
                }
            ),
            Code.FILE_ENCRYPTED,
            "",
        ),
        (hostile.bomb, Code.FILE_TOO_LARGE, wording.REASON_RATIO),
        (hostile.far_cell, Code.FILE_TOO_LARGE, wording.REASON_FAR_CELL),
        (hostile.many_entries, Code.FILE_TOO_LARGE, "2000"),
        (hostile.duplicate_entries, Code.FILE_TOO_LARGE, wording.REASON_DUPLICATE_NAME),
        (hostile.outside_names, Code.FILE_TOO_LARGE, wording.REASON_OUTSIDE_NAME),
        (hostile.entity, Code.FILE_TOO_LARGE, wording.REASON_ENTITY),
        (lambda: hostile.book() + bytes(41 << 20), Code.FILE_TOO_LARGE, "40MB"),
        (hostile.utf16, Code.FILE_UNREADABLE, wording.REASON_UTF16),
        (hostile.lying_size, Code.FILE_UNREADABLE, wording.REASON_DAMAGED),
        (lambda: hostile.book(b"<worksheet><sheetData><row>"), Code.FILE_UNREADABLE, wording.REASON_DAMAGED),
        (lambda: hostile.zipped({"读我.txt": b""}), Code.ARCHIVE_UNREADABLE, ""),
        (lambda: b"Rar!\x1a\x07\x01\x00", Code.ARCHIVE_UNREADABLE, "RAR"),
        (lambda: b"%PDF-1.4", Code.NOT_A_WORKBOOK, wording.KIND_PDF),
        (lambda: (BOOKS / "reader_panics.xls").read_bytes(), Code.FILE_UNREADABLE, wording.REASON_DAMAGED),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_what_hurts_is_refused_with_a_reason(tmp_path, make, code, reason):
    finding = opened(tmp_path, make())
    assert isinstance(finding, Finding)
    assert finding.code is code
    assert reason in finding.message


def test_a_compound_file_of_another_program_is_named(tmp_path):
    """A container whose only streams are those of a text document."""
    data = hostile.xls().replace("Workbook".encode("utf-16-le"), "WordDocu".encode("utf-16-le"))
    finding = opened(tmp_path, data)
    assert finding.code is Code.NOT_A_WORKBOOK


# ---- what is read all the same ----


def test_the_strict_variant_is_read(tmp_path):
    assert opened(tmp_path, hostile.strict())[0].rows == [["严格"]]


def test_formatting_down_to_the_last_row_is_read(tmp_path):
    assert opened(tmp_path, hostile.far_formatting())[0].rows == [["甲"]]


def test_control_characters_become_harmless(tmp_path):
    grid = opened(tmp_path, hostile.book(cells_with_controls()))[0]
    assert grid.rows == [["前后\t一\n二", "A_x0041_"]]


def cells_with_controls() -> str:
    return hostile.cells("前_x0000__x0008_后_x0009_一_x000A_二", "_x0041__x005F_x0041_")


def test_errors_and_formulas_without_result_are_told(tmp_path):
    more = (
        '<row r="3"><c r="B3" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="C3"><f>A1</f></c>'
        '<c r="D3" t="str"><f>A1</f><v>算好的</v></c><c r="E3"><f>1+1</f><v>2</v></c></row>'
    )
    grid = opened(tmp_path, hostile.book(hostile.cells("甲", more=more)))[0]
    assert grid.errors == ((2, 1, "#DIV/0!"), (2, 2, wording.NOT_CALCULATED))
    assert grid.rows[2] == ["", "", "", "算好的", 2.0]


@pytest.mark.office
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_errors_in_older_and_open_formats_are_told(tmp_path, convert, kind):
    path = tmp_path / "公式.xlsx"
    more = '<row r="4"><c r="C4"><f>1/0</f></c><c r="D4"><f>NA()</f></c><c r="E4"><f>1+1</f></c></row>'
    path.write_bytes(hostile.book(hostile.cells("甲", more=more)))
    (grid,) = open_stranger(convert(path, kind))
    assert grid.errors == ((3, 2, "#DIV/0!"), (3, 3, "#N/A"))
    assert grid.rows[3][4] == 2


def test_a_drop_down_is_no_formula(tmp_path):
    sheet = hostile.cells("甲").replace(
        "</worksheet>",
        '<dataValidations><dataValidation type="list" sqref="A1"><formula1>"一,二"</formula1></dataValidation>'
        "</dataValidations></worksheet>",
    )
    assert opened(tmp_path, hostile.book(sheet))[0].errors == ()


# ---- children ----


def first_cell(grids: list[Grid]) -> str:
    """Obeys what the file says, as a reader that breaks would."""
    text = grids[0].text(0, 0)
    if text == "abort":
        os.abort()
    if text == "hang":
        time.sleep(60)
    if text == "eat":
        return str(len(bytearray(8 << 30)))
    if text == "raise":
        raise KeyError(text)
    return text


def files_saying(folder: Path, words: list[str]) -> list[Path]:
    paths = []
    for number, word in enumerate(words):
        paths.append(folder / f"{number:03d}.xlsx")
        paths[-1].write_bytes(hostile.book(hostile.cells(word)))
    return paths


def outcomes(paths: list[Path], **more) -> list[str]:
    results = list(read_files(paths, first_cell, **more))
    assert [path for path, _ in results] == paths
    return [
        f"{result.finding.code.name} {result.finding.message}" if isinstance(result, Failure) else result
        for _, result in results
    ]


def test_nothing_to_read_starts_nothing():
    assert list(read_files([], first_cell)) == []


def test_many_files_come_back_in_order(tmp_path):
    words = [str(number) for number in range(100)]
    assert outcomes(files_saying(tmp_path, words)) == words


@pytest.mark.parametrize("bad", [("abort", wording.REASON_DIED), ("hang", wording.REASON_TIMEOUT)])
def test_a_child_that_dies_or_hangs_costs_only_its_file(tmp_path, bad):
    word, reason = bad
    words = [str(number) for number in range(30)]
    words[7] = word
    results = outcomes(files_saying(tmp_path, words), seconds=0.5)
    assert reason in results[7]
    assert results[7].startswith("FILE_UNREADABLE")
    assert results[:7] + results[8:] == words[:7] + words[8:]


def test_a_reader_that_aborts_costs_only_its_file(tmp_path):
    paths = files_saying(tmp_path, ["一", "二", "三"])
    paths[1].write_bytes((BOOKS / "reader_aborts.xls").read_bytes())
    first, second, third = outcomes(paths)
    assert (first, third) == ("一", "三")
    assert second.startswith("FILE_UNREADABLE")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limit on memory")
def test_memory_is_limited(tmp_path):
    assert "MemoryError" in outcomes(files_saying(tmp_path, ["eat"]), megabytes=512)[0]


def test_a_file_that_our_own_code_stumbles_over_is_told(tmp_path):
    results = outcomes(files_saying(tmp_path, ["raise", "二"]))
    assert results == ["FILE_UNREADABLE " + Code.FILE_UNREADABLE.sentence.format(
        reason=wording.REASON_NOT_UNDERSTOOD.format(error="KeyError")
    ), "二"]  # fmt: skip


def test_a_file_that_vanished_is_told(tmp_path):
    assert outcomes([tmp_path / "没有.xlsx"])[0].startswith("FILE_UNREADABLE")


def test_stopping_half_way_leaves_no_child_behind(tmp_path):
    import multiprocessing

    reading = read_files(files_saying(tmp_path, ["一"] * 40), first_cell)
    next(reading)
    reading.close()
    deadline = time.monotonic() + 5
    while multiprocessing.active_children() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert multiprocessing.active_children() == []


def test_a_zip_named_as_a_workbook_is_not_taken_for_one(tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/甲.xlsx", hostile.book())
    assert recognise(buffer.getvalue()).kind is Kind.ZIP


def sheet_count(grids: list[Grid]) -> int:
    return len(grids)


@pytest.mark.parametrize("base", [hostile.xls(), hostile.book(), hostile.strict(), hostile.protected()])
def test_damaged_files_always_have_a_result(tmp_path, base):
    """Bytes changed, cut out and put in at random: a number of sheets or a sentence, never nothing."""
    chance = Random(len(base))
    paths = []
    for number in range(60):
        data = bytearray(base)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(data))
            match chance.randrange(3):
                case 0:
                    data[at] = chance.randrange(256)
                case 1:
                    del data[at : at + chance.randrange(200)]
                case 2:
                    data[at:at] = chance.randbytes(chance.randrange(9))
            data = data or bytearray(b"x")
        paths.append(tmp_path / str(number))
        paths[-1].write_bytes(data)
    results = [result for _, result in read_files(paths, sheet_count, seconds=10)]
    assert len(results) == 60
    assert all(isinstance(result, int | Failure) for result in results)
