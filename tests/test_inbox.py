"""The inbox: every file met once, by the name people see, also inside zips; nothing there is changed."""

from __future__ import annotations

import hashlib
import io
import os
import unicodedata
import zipfile
from pathlib import Path

import hostile
import pytest
from taskbook.findings import Code
from taskbook.returns import inbox as inbox_module
from taskbook.returns.inbox import arrivals, natural, settled

BOOK = hostile.book()


def put(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def listed(folder: Path, **more) -> dict[str, str]:
    """Shown name → 'taken', 'ignored' or the code of its finding."""
    found = {}
    for one in arrivals(folder, **more):
        assert one.file not in found
        codes = [finding.code.name for finding in one.findings]
        found[one.file] = " ".join(codes) or ("taken" if one.taken else "ignored")
    return found


def test_files_of_all_folders_in_natural_order(tmp_path):
    put(tmp_path, {"表10.xlsx": BOOK, "表2.xlsx": BOOK, "乡镇/一/表.xls": BOOK, "空.xlsx": b""})
    (tmp_path / "没有文件").mkdir()
    assert list(listed(tmp_path)) == ["乡镇/一/表.xls", "空.xlsx", "表2.xlsx", "表10.xlsx"]


def test_bytes_and_digest_are_those_of_the_file(tmp_path):
    (one,) = arrivals(put(tmp_path, {"表.xlsx": BOOK}))
    assert one.data == BOOK
    assert one.sha256 == hashlib.sha256(BOOK).hexdigest()


@pytest.mark.parametrize(
    "name",
    [
        "~$区教育局.xlsx", ".~lock.区教育局.xlsx#", "._区教育局.xlsx", "Thumbs.db", "THUMBS.DB", "desktop.ini",
        ".DS_Store", "~WRL0001.tmp", "ABC123.tmp", "表.xlsx.crdownload", "表.xlsx.part", ".gitkeep",
        "__MACOSX/表.xlsx", "$RECYCLE.BIN/表.xlsx", "表.xlsx.baiduyun.downloading",
    ],
)  # fmt: skip
def test_what_nobody_meant_to_send_is_ignored(tmp_path, name):
    assert listed(put(tmp_path, {name: BOOK})) == {name: "ignored"}
    assert listed(put(tmp_path / "zip", {"包.zip": hostile.zipped({name: BOOK})})) == {
        "包.zip": "ARCHIVE_OPENED",
        f"包.zip/{name}": "ignored",
    }


def test_similar_names_are_not_ignored(tmp_path):
    names = ["thumbs.xlsx", "~区教育局.xlsx", "$表.xlsx", "template.xlsx", "表.tmp.xlsx"]
    assert set(listed(put(tmp_path, dict.fromkeys(names, BOOK))).values()) == {"taken"}


def test_what_is_left_out_is_not_met(tmp_path):
    put(tmp_path, {"归档/2026-09/原件/1.xlsx": BOOK, "总表.xlsx": BOOK, "表.xlsx": BOOK})
    assert list(listed(tmp_path, leave_out=[tmp_path / "归档", tmp_path / "总表.xlsx"])) == ["表.xlsx"]


# ---- names ----


def test_composed_and_decomposed_names_are_shown_composed_and_apart(tmp_path):
    composed, decomposed = (unicodedata.normalize(form, "Été区.xlsx") for form in ("NFC", "NFD"))
    put(tmp_path, {composed: BOOK, decomposed: BOOK + b"\0"})
    expected = 1 if len(list(tmp_path.iterdir())) == 1 else 2  # macOS takes both for one file
    assert list(listed(tmp_path)) == [composed, f"{composed} (2)"][:expected]


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps names as text")
def test_names_in_gbk_on_the_disk_are_readable(tmp_path):
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + "区教育局.xlsx".encode("gbk"))).write_bytes(BOOK)
    assert listed(tmp_path) == {"区教育局.xlsx": "taken"}


def zip_with_raw_names(entries: dict[bytes, bytes]) -> bytes:
    """A zip whose names are these bytes, not declared as UTF-8."""
    ascii_names = {f"{number:0{len(raw)}d}": raw for number, raw in enumerate(entries)}
    data = hostile.zipped(dict(zip(ascii_names, entries.values(), strict=True)))
    for plain, raw in ascii_names.items():
        data = data.replace(plain.encode(), raw)
    return data


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8"])
def test_zip_names_of_windows_and_macos_are_readable(tmp_path, encoding):
    raw = {
        "乡镇/区教育局反馈表.xlsx".encode(encoding): BOOK,
        "区财政局镕.xlsx".encode(encoding): BOOK + b"\0",
    }
    found = listed(put(tmp_path, {"包.zip": zip_with_raw_names(raw)}))
    assert set(found) == {"包.zip", "包.zip/乡镇/区教育局反馈表.xlsx", "包.zip/区财政局镕.xlsx"}


def test_zip_names_declared_as_utf8_and_others_in_one_archive(tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("甲\\乙.xlsx", BOOK)
        archive.writestr("plain.xlsx", BOOK)
        archive.writestr("空/", b"")
    assert set(listed(put(tmp_path, {"包.zip": buffer.getvalue()}))) == {
        "包.zip", "包.zip/甲/乙.xlsx", "包.zip/plain.xlsx"
    }  # fmt: skip


def test_numbers_in_names_count_as_numbers():
    assert sorted(["表10", "表２", "表1(2)", "表1"], key=natural) == ["表1", "表1(2)", "表２", "表10"]


# ---- zips ----


def nested(depth: int) -> bytes:
    data = hostile.zipped({"表.xlsx": BOOK})
    for level in range(depth - 1, 0, -1):
        data = hostile.zipped({f"{level}.zip": data})
    return data


def test_zips_inside_zips_are_opened_three_deep(tmp_path):
    put(tmp_path, {"三.zip": nested(3), "四.zip": nested(4)})
    found = listed(tmp_path)
    assert found["三.zip/1.zip/2.zip/表.xlsx"] == "taken"
    assert found["四.zip/1.zip/2.zip/3.zip"] == "ARCHIVE_UNREADABLE"


def test_a_workbook_named_zip_and_a_zip_named_workbook(tmp_path):
    found = listed(put(tmp_path, {"表.zip": BOOK, "包.xlsx": hostile.zipped({"内.xlsx": BOOK})}))
    assert found == {"表.zip": "taken", "包.xlsx": "ARCHIVE_OPENED", "包.xlsx/内.xlsx": "taken"}


def big_zip(megabytes: int) -> bytes:
    return hostile.zipped({"大.bin": bytes(megabytes << 20)})


def damaged_member() -> bytes:
    data = bytearray(hostile.zipped({"好.xlsx": BOOK, "坏.xlsx": b"x" * 5000}))
    data[data.rfind(b"PK\x03\x04") + 40] ^= 0xFF
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (big_zip(20), "FILE_TOO_LARGE"),
        (
            hostile.zipped({f"{n}.zip": hostile.zipped({f"{m}": b"" for m in range(700)}) for n in range(3)}),
            "",
        ),
        (hostile.zipped({f"{number}": b"" for number in range(2001)}), "FILE_TOO_LARGE"),
        (hostile.zipped({"../表.xlsx": BOOK}), "FILE_TOO_LARGE"),
        (hostile.encrypted_flag(hostile.zipped({"表.xlsx": BOOK})), "FILE_ENCRYPTED"),
        (hostile.zipped({"表.xlsx": BOOK})[:-20], "taken"),
    ],
)
def test_zips_that_hurt_are_not_opened(tmp_path, data, code):
    """A zip cut short is left to the reader, which says so; of many zips in one, all count together."""
    found = listed(put(tmp_path, {"包.zip": data}))
    if code:
        assert found == {"包.zip": code}
    else:
        assert found["包.zip/2.zip"] == "FILE_TOO_LARGE"


def test_a_damaged_member_does_not_cost_the_others(tmp_path):
    put(tmp_path, {"包.zip": damaged_member()})
    assert listed(tmp_path) == {
        "包.zip": "ARCHIVE_OPENED",
        "包.zip/坏.xlsx": "ARCHIVE_UNREADABLE",
        "包.zip/好.xlsx": "taken",
    }
    kept = {one.file: one.data for one in arrivals(tmp_path)}
    assert kept["包.zip/坏.xlsx"] == (tmp_path / "包.zip").read_bytes()


# ---- what cannot be taken now ----


def test_a_file_that_grows_while_it_is_read_waits_for_the_next_time(tmp_path, monkeypatch):
    path = put(tmp_path, {"表.xlsx": BOOK}) / "表.xlsx"
    read = inbox_module._read

    def read_and_grow(path: Path, size: int):
        result = read(path, size)
        with path.open("ab") as file:
            file.write(b"more")
        return result

    monkeypatch.setattr(inbox_module, "_read", read_and_grow)
    assert listed(tmp_path) == {"表.xlsx": "FILE_STILL_ARRIVING"}
    monkeypatch.undo()
    assert listed(tmp_path) == {"表.xlsx": "taken"}
    assert path.stat().st_size == len(BOOK) + 4


def test_a_file_that_grew_after_it_was_read_is_not_settled(tmp_path):
    put(tmp_path, {"表.xlsx": BOOK})
    (one,) = arrivals(tmp_path)
    assert settled(one)
    (tmp_path / "表.xlsx").write_bytes(BOOK + b"\0")
    assert not settled(one)
    (tmp_path / "表.xlsx").unlink()
    assert not settled(one)


def test_a_file_somebody_holds_is_told(tmp_path, monkeypatch):
    put(tmp_path, {"表.xlsx": BOOK, "二.xlsx": BOOK})
    read = Path.read_bytes

    def held(path: Path) -> bytes:
        if path.name == "表.xlsx":
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", held)
    assert listed(tmp_path) == {"二.xlsx": "taken", "表.xlsx": "FILE_IN_USE"}


def test_a_folder_that_cannot_be_opened_is_told(tmp_path, monkeypatch):
    put(tmp_path, {"锁/表.xlsx": BOOK, "表.xlsx": BOOK})
    scan = os.scandir

    def locked(path):
        if Path(path).name == "锁":
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr(inbox_module.os, "scandir", locked)
    assert listed(tmp_path) == {"表.xlsx": "taken", "锁": "FOLDER_UNREADABLE"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such pipes")
def test_a_pipe_and_a_dead_link_do_not_stop_it(tmp_path):
    os.mkfifo(tmp_path / "管道.xlsx")
    (tmp_path / "断.xlsx").symlink_to(tmp_path / "没有")
    (tmp_path / "圈").symlink_to(tmp_path)
    assert listed(tmp_path) == {"圈": "ignored", "断.xlsx": "FILE_IN_USE", "管道.xlsx": "ignored"}


def test_a_file_too_large_to_hold_is_met_without_its_bytes(tmp_path):
    with (tmp_path / "大.xlsx").open("wb") as file:
        file.truncate(41 << 20)
    (one,) = arrivals(tmp_path)
    assert one.taken
    assert one.data is None
    assert one.sha256 == hashlib.sha256(bytes(41 << 20)).hexdigest()


def test_nothing_is_changed_in_the_inbox(tmp_path):
    put(tmp_path, {"包.zip": nested(2), "表.xlsx": BOOK, "乡镇/~$表.xlsx": b""})
    before = {path: (path.stat(), path.is_file() and path.read_bytes()) for path in tmp_path.rglob("*")}
    listed(tmp_path)
    after = {path: (path.stat(), path.is_file() and path.read_bytes()) for path in tmp_path.rglob("*")}
    assert {path: (s.st_mtime_ns, s.st_size, data) for path, (s, data) in after.items()} == {
        path: (s.st_mtime_ns, s.st_size, data) for path, (s, data) in before.items()
    }


def test_codes_of_the_inbox_do_not_block():
    from taskbook.findings import Severity

    waiting = (Code.FILE_STILL_ARRIVING, Code.FILE_IN_USE, Code.ARCHIVE_OPENED)
    assert Severity.ERROR not in {code.severity for code in waiting}
