"""Drafts on the disk: one for each letter, nothing of anybody's written over, nothing old left to be sent by mistake."""

from __future__ import annotations

import email
import os
from dataclasses import replace
from pathlib import Path

import pytest
from taskbook.findings import CannotGoOn, Stop
from taskbook.mail.drafts import write_drafts
from taskbook.mail.letter import Attachment, Kind, Letter
from taskbook.mail.message import draft_bytes, is_untouched_draft

UNITS = ("区教育局", "区民政局", "市/县：甲<乙>")


@pytest.fixture
def letters(tmp_path: Path) -> list[Letter]:
    book = tmp_path / "book.xlsx"
    book.write_bytes(b"PK" * 500)
    return [
        Letter(
            unit,
            Kind.ISSUE,
            f"issue:{number}",
            (f"u{number}@xian.example",),
            (),
            "主题",
            f"{unit}：\n正文\n",
            f"<p>{number}</p>",
            (Attachment("表.xlsx", book),),
        )
        for number, unit in enumerate(UNITS)
    ]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_every_letter_becomes_a_draft_under_a_name_every_system_takes(tmp_path, letters):
    heard: list[tuple[int, int]] = []
    written = write_drafts(tmp_path / "草稿", letters, lambda _, done, total: heard.append((done, total)))
    assert [path.name for path in written] == [
        "区教育局_下发通知.eml",
        "区民政局_下发通知.eml",
        "市／县：甲＜乙＞_下发通知.eml",
    ]
    assert [path.read_bytes() for path in written] == [draft_bytes(letter) for letter in letters]
    for path, letter in zip(written, letters, strict=True):
        assert email.message_from_bytes(path.read_bytes())["To"] == letter.to[0]
    assert heard[-1] == (3, 3)
    assert names(tmp_path / "草稿") == sorted(path.name for path in written)


def test_units_with_names_alike_on_disk_keep_apart(tmp_path, letters):
    alike = [
        replace(letters[0], unit=unit) for unit in ("ABC公司", "abc公司", "abc公司 ", "长" * 90, "长" * 91)
    ]
    written = write_drafts(tmp_path / "草稿", alike)
    assert len({path.name.casefold() for path in written}) == len(alike)
    again = write_drafts(tmp_path / "草稿", alike)
    assert again == written


def test_what_is_the_same_is_not_written_again(tmp_path, letters):
    folder = tmp_path / "草稿"
    written = write_drafts(folder, letters)
    for path in written:
        os.utime(path, ns=(10**18, 10**18))
    changed = [letters[0], replace(letters[1], text="改了"), letters[2]]
    assert write_drafts(folder, changed) == written
    untouched = [path.stat().st_mtime_ns == 10**18 for path in written]
    assert untouched == [True, False, True]
    assert written[1].read_bytes() == draft_bytes(changed[1])
    assert len(names(folder)) == 3


@pytest.mark.parametrize("other", [b"", b"mine", b"X-Unsent: 1\r\n\r\n"])
def test_a_file_of_somebodys_own_is_never_written_over(tmp_path, letters, other):
    folder = tmp_path / "草稿"
    folder.mkdir()
    own = folder / "区教育局_下发通知.eml"
    own.write_bytes(other)
    for _ in range(3):
        written = write_drafts(folder, letters, whole=[Kind.ISSUE])
    assert own.read_bytes() == other
    assert written[0].name == "区教育局_下发通知-2.eml"
    assert len(names(folder)) == 4


def test_a_draft_somebody_saved_is_theirs(tmp_path, letters):
    folder = tmp_path / "草稿"
    written = write_drafts(folder, letters)
    edited = written[0].read_bytes().replace(b"u0@xian", b"v0@xian")
    written[0].write_bytes(edited)
    write_drafts(folder, [replace(letters[0], text="新的")], whole=[Kind.ISSUE])
    assert written[0].read_bytes() == edited
    assert (folder / "区教育局_下发通知-2.eml").is_file()


def test_a_whole_run_takes_away_drafts_of_its_kind_that_are_not_needed_any_more(tmp_path, letters):
    folder = tmp_path / "草稿"
    write_drafts(folder, letters)
    write_drafts(folder, [replace(letters[1], kind=Kind.URGE)])
    (folder / "笔记_下发通知.eml").write_bytes(b"mine")
    (folder / "名单.txt").write_bytes(b"mine")
    assert len(write_drafts(folder, letters[:1])) == 1
    assert len(names(folder)) == 6
    write_drafts(folder, letters[:1], whole=[Kind.ISSUE])
    assert names(folder) == sorted(
        ["区教育局_下发通知.eml", "区民政局_督办提醒.eml", "笔记_下发通知.eml", "名单.txt"]
    )
    assert write_drafts(folder, [], whole=list(Kind)) == []
    assert names(folder) == sorted(["笔记_下发通知.eml", "名单.txt"])


def test_any_change_of_a_draft_shows(letters):
    draft = draft_bytes(letters[0])
    assert is_untouched_draft(draft)
    for place in range(0, len(draft), 37):
        spoiled = draft[:place] + bytes([draft[place] ^ 1]) + draft[place + 1 :]
        assert not is_untouched_draft(spoiled), place
    assert not is_untouched_draft(draft[:-1])
    assert not is_untouched_draft(draft + b"\r\n")


def test_a_folder_that_cannot_be_made_is_told(tmp_path, letters):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(CannotGoOn) as stopped:
        write_drafts(tmp_path / "file" / "草稿", letters)
    assert "草稿" in str(stopped.value)


def test_a_book_that_is_gone_is_told_and_leaves_no_half_draft(tmp_path, letters):
    gone = replace(letters[1], attachments=(Attachment("表.xlsx", tmp_path / "gone.xlsx"),))
    with pytest.raises(CannotGoOn) as stopped:
        write_drafts(tmp_path / "草稿", [letters[0], gone])
    assert stopped.value.stop is Stop.FILE_MISSING
    assert names(tmp_path / "草稿") == ["区教育局_下发通知.eml"]
