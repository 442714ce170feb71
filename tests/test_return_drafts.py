"""退回修改 as mails: who is written to, who gets whose book, what stays of a person's; nothing stops the collecting."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from mail_office import SEPTEMBER, TODAY, MailOffice, attached, issued_office, read, text_of
from taskbook import templates
from taskbook.collect import collect_replies
from taskbook.collected import CollectResult
from taskbook.findings import Code, found
from taskbook.letters import outgoing_reminders, owed_by
from taskbook.mail.letter import Kind
from taskbook.mailbox.register import MailRecord, MailRegister, Verdict
from taskbook.mailbox.senders import sender_findings
from taskbook.master import read_master, write_master
from taskbook.model import Unit
from taskbook.office import office_of
from taskbook.returning import write_return_drafts
from taskbook.returns.archive import Outcome, ReturnRecord
from taskbook.returns.notes import letterhead, write_notes

EDUCATION, FINANCE, JUSTICE = "区教育局", "区财政局", "区司法局"
ADDRESSES = {EDUCATION: "jyj@xian.example", FINANCE: "czj@xian.example", JUSTICE: "sfj@xian.example"}
UNITS = tuple(Unit(name, "部门", email=address) for name, address in ADDRESSES.items())
STRANGER = "someone@elsewhere.example"
JUNK = b"nothing that anybody could read"


@pytest.fixture
def office(tmp_path: Path) -> MailOffice:
    return issued_office(tmp_path / "office", UNITS)


def mailed(office: MailOffice, name: str, sender: str, unit: str = "", data: bytes | None = None) -> str:
    """A file in the inbox that a mail brought; its name there."""
    if data is not None:
        (office.folder / "收件" / name).write_bytes(data)
    register = MailRegister(office.archive.parent, SEPTEMBER)
    number = len(register.mails) + 1
    register.add(
        MailRecord(
            "o@dept.example", "INBOX", 1, number, Verdict.TAKEN, message_id=f"<{number}@x.example>",
            sender=sender, unit=unit, files=(name,),
        )
    )  # fmt: skip
    return name


def record(sequence: int, file: str = "", unit: str = "", guess: str = "", **more) -> ReturnRecord:
    known = {"outcome": Outcome.RETURNED, "findings": (found(Code.EMPTY_RETURN),)} | more
    return ReturnRecord(
        sequence, "2026-09-20T10:00:00", file or f"{sequence}.xlsx", "", f"sha{sequence}",
        unit=unit, probable_unit=guess, **known,
    )  # fmt: skip


def drafted(office: MailOffice, *records: ReturnRecord) -> dict[str, bytes]:
    """name → draft, of records as if all of them were present."""
    here = office_of(read_master(office.master), office.master, SEPTEMBER, today=TODAY)
    folder = office.folder / "稿"
    written = write_return_drafts(folder, here, records, {each.sequence for each in records})
    assert not written.findings
    return {path.name: path.read_bytes() for path in written.files}


def collected(office: MailOffice) -> CollectResult:
    return collect_replies(office.master, SEPTEMBER, today=TODAY)


def reminded(office: MailOffice) -> dict[str, Kind]:
    return {one.unit: one.kind for one in outgoing_reminders(office.master, SEPTEMBER, today=TODAY).letters}


def rename(office: MailOffice, old: str, new: str) -> None:
    plan = read_master(office.master)
    units = [replace(unit, name=new, aliases=(old,)) if unit.name == old else unit for unit in plan.units]
    write_master(replace(plan, units=tuple(units), columns={}, side_columns={}), office.master)


def book_of(office: MailOffice, unit: str) -> Path:
    (path,) = office.issued.glob(f"{unit}_*.xlsx")
    return path


# ---- to whom, with whose book ----


@pytest.mark.parametrize(
    ("unit", "guess", "sender", "by_sender", "to", "with_book_of"),
    [
        (EDUCATION, "", "", "", [EDUCATION], EDUCATION),
        (EDUCATION, "", ADDRESSES[EDUCATION], EDUCATION, [EDUCATION], EDUCATION),
        (EDUCATION, "", STRANGER, "", [STRANGER, EDUCATION], ""),
        (EDUCATION, "", STRANGER, EDUCATION, [STRANGER, EDUCATION], ""),
        (EDUCATION, "", ADDRESSES[FINANCE], FINANCE, [FINANCE, EDUCATION], ""),
        ("", EDUCATION, STRANGER, "", [STRANGER], ""),
        ("", EDUCATION, ADDRESSES[FINANCE], FINANCE, [FINANCE], FINANCE),
        ("", EDUCATION, ADDRESSES[EDUCATION], EDUCATION, [EDUCATION], EDUCATION),
        ("", EDUCATION, ADDRESSES[EDUCATION].upper(), "", [EDUCATION], EDUCATION),
        ("", "", ADDRESSES[FINANCE], FINANCE, [FINANCE], FINANCE),
        ("", "", STRANGER, "", [STRANGER], ""),
        ("", EDUCATION, "", "", [], ""),
    ],
)
def test_who_gets_a_draft_and_whose_book(
    office: MailOffice,
    unit: str,
    guess: str,
    sender: str,
    by_sender: str,
    to: Sequence[str],
    with_book_of: str,
) -> None:
    """A guess is written to nobody but the sender; a book goes to nobody but its own unit's addresses."""
    if sender:
        mailed(office, "1.xlsx", sender, by_sender)
    drafts = list(drafted(office, record(1, unit=unit, guess=guess)).values())
    if not to:
        assert not drafts
        return
    (draft,) = drafts
    expected = [ADDRESSES.get(one, one) for one in to]
    addresses = [one.strip().casefold() for one in str(read(draft)["To"]).split(",")]
    assert addresses == expected
    books = {book_of(office, with_book_of).name} if with_book_of else set()
    assert set(attached(draft)) == books
    known = unit or with_book_of
    assert ("认不出是哪个单位的" in text_of(draft)) is not bool(known)
    assert not known or f"{known}：" in text_of(draft)


def test_the_draft_answers_the_mail_and_without_a_mail_only_the_unit_is_written_to(
    office: MailOffice,
) -> None:
    mailed(office, "1.xlsx", STRANGER)
    (draft,) = drafted(office, record(1, unit=EDUCATION)).values()
    assert read(draft)["In-Reply-To"] == "<1@x.example>"
    (other,) = drafted(office, record(2, unit=FINANCE)).values()
    assert read(other)["In-Reply-To"] is None


def test_an_address_that_two_units_share_says_nothing_but_fits_a_guess(tmp_path: Path) -> None:
    shared = [replace(unit, email="bgs@xian.example") for unit in UNITS[:2]]
    office = issued_office(tmp_path / "o", [*shared, UNITS[2]])
    mailed(office, "1.xlsx", "bgs@xian.example")
    mailed(office, "2.xlsx", "bgs@xian.example")
    first, second = drafted(office, record(1, guess=FINANCE), record(2, guess=JUSTICE)).values()
    assert set(attached(first)) == {book_of(office, FINANCE).name}
    assert not attached(second)


def test_another_units_book_under_the_right_name_goes_with_no_draft(office: MailOffice) -> None:
    shutil.copyfile(book_of(office, JUSTICE), book_of(office, EDUCATION))
    (draft,) = drafted(office, record(1, unit=EDUCATION)).values()
    assert not attached(draft)


def test_a_unit_renamed_since_gets_its_draft_and_settles_it(office: MailOffice) -> None:
    book = book_of(office, EDUCATION).name
    rename(office, EDUCATION, "区教体局")
    (name, draft) = next(iter(drafted(office, record(1, unit=EDUCATION)).items()))
    assert name == "区教体局_退回修改.eml"
    assert (read(draft)["To"], set(attached(draft))) == (ADDRESSES[EDUCATION], {book})
    accepted = record(2, unit="区教体局", outcome=Outcome.ACCEPTED)
    assert not drafted(office, record(1, unit=EDUCATION), accepted)
    assert not list((office.folder / "稿").glob("*.eml"))


# ---- a stranger's file ----


def test_a_strangers_file_changes_nothing_for_the_unit_it_is_named_after(office: MailOffice) -> None:
    before = reminded(office)
    name = mailed(office, f"{EDUCATION}.xlsx", STRANGER, data=JUNK)
    result = collected(office)
    assert [one.probable_unit for one in result.files] == [EDUCATION]
    outgoing = outgoing_reminders(office.master, SEPTEMBER, today=TODAY)
    assert {one.unit: one.kind for one in outgoing.letters} == before
    owed = owed_by(outgoing)
    assert EDUCATION in owed.silent
    assert not owed.returned
    (draft,) = result.drafts
    assert read(draft.read_bytes())["To"] == STRANGER
    mails = MailRegister(office.archive.parent, SEPTEMBER).mails
    (finding,) = sender_findings(result.files, mails, UNITS)
    assert (finding.code, finding.where.file) == (Code.SENDER_NOT_GUESSED, name)
    assert EDUCATION in finding.message
    assert STRANGER in finding.message


def test_a_units_own_unreadable_file_is_its_own_by_its_address(office: MailOffice) -> None:
    """Whatever it is called: who sent it says whose it is, and it is asked to mend it."""
    mailed(office, f"{EDUCATION}.xlsx", ADDRESSES[FINANCE], FINANCE, JUNK)
    collected(office)
    assert reminded(office) == {EDUCATION: Kind.REMIND, FINANCE: Kind.RETURN, JUSTICE: Kind.REMIND}
    letters = outgoing_reminders(office.master, SEPTEMBER, today=TODAY).letters
    (letter,) = [one for one in letters if one.unit == FINANCE]
    assert "认不出" not in letter.text
    assert letter.key == f"return:1:{TODAY}"


def test_a_second_file_sent_back_on_a_day_is_news_of_its_own(office: MailOffice) -> None:
    keys = set()
    for number in (1, 2):
        mailed(office, f"{number}.xlsx", ADDRESSES[FINANCE], FINANCE, JUNK * number)
        collected(office)
        letters = outgoing_reminders(office.master, SEPTEMBER, today=TODAY).letters
        keys |= {one.key for one in letters if one.unit == FINANCE}
    assert len(keys) == 2


def test_a_guess_after_what_was_really_sent_back_hides_nothing(office: MailOffice) -> None:
    mailed(office, "表.xlsx", ADDRESSES[EDUCATION], EDUCATION, JUNK)
    collected(office)
    mailed(office, f"{EDUCATION}.xlsx", STRANGER, data=JUNK * 2)
    collected(office)
    letters = outgoing_reminders(office.master, SEPTEMBER, today=TODAY).letters
    (letter,) = [one for one in letters if one.unit == EDUCATION]
    assert (letter.kind, letter.key) == (Kind.RETURN, f"return:1:{TODAY}")


# ---- what is a person's stays; what cannot be written stops nothing ----


def test_a_draft_that_somebody_saved_stays_and_the_new_one_gets_a_number(office: MailOffice) -> None:
    wrong = record(1, unit=EDUCATION)
    drafted(office, wrong)
    path = office.folder / "稿" / f"{EDUCATION}_退回修改.eml"
    edited = path.read_bytes().replace(b"X-Unsent: 1", b"X-Unsent: 1\r\nX-Edited: me")
    path.write_bytes(edited)
    for _ in range(2):
        assert list(drafted(office, wrong)) == [f"{EDUCATION}_退回修改-2.eml"]
        assert path.read_bytes() == edited
    right = record(2, unit=EDUCATION, outcome=Outcome.ACCEPTED)
    assert not drafted(office, wrong, right)
    assert [one.name for one in path.parent.glob("*.eml")] == [path.name]


@pytest.mark.parametrize("slip", ["mail/退回修改.txt", "mail/退回修改.html", "notice/return_note.txt"])
def test_a_slip_in_a_template_is_told_once_and_stops_nothing(
    office: MailOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slip: str
) -> None:
    folder = tmp_path / "templates"
    shutil.copytree(templates.FOLDER, folder)
    text = (folder / slip).read_text(encoding="utf-8").replace("{{ unit }}", "{{ unt }}")
    (folder / slip).write_text(text, encoding="utf-8")
    for function in (templates.fill, templates.first_line):
        monkeypatch.setattr(function, "__defaults__", (folder,))
    from taskbook.mail import writing

    monkeypatch.setattr(writing.write, "__defaults__", (folder,))
    for unit in (EDUCATION, FINANCE):
        mailed(office, f"{unit}.xlsx", ADDRESSES[unit], unit, unit.encode())
    result = collected(office)
    (told,) = [one for one in result.findings if one.code is Code.NOTE_NOT_WRITTEN]
    assert Path(slip).name in told.message
    assert "unt" in told.message
    assert len(result.files) == 2
    assert len(result.notes or result.drafts) == 2  # what has no slip is written
    assert not (result.notes and result.drafts)


@pytest.mark.skipif(os.name == "nt", reason="permissions of folders are another matter there")
def test_a_file_that_cannot_be_replaced_or_removed_is_told_and_the_others_are_written(
    office: MailOffice,
) -> None:
    plan = read_master(office.master)
    folder = office.folder / "稿"
    head = letterhead(plan.settings, SEPTEMBER)
    stuck = folder / f"{EDUCATION}_退回说明.txt"
    stuck.mkdir(parents=True)  # nothing can be written there, nor can it be unlinked
    wrong, other = record(1, unit=EDUCATION), record(2, unit=FINANCE)
    made = write_notes(folder, head, [wrong, other], {1, 2})
    assert [path.name for path in made.files] == [f"{FINANCE}_退回说明.txt"]
    assert [one.code for one in made.findings] == [Code.NOTE_NOT_WRITTEN]
    assert stuck.name in made.findings[0].message
    right = [record(3, unit=unit, outcome=Outcome.ACCEPTED) for unit in (EDUCATION, FINANCE)]
    made = write_notes(folder, head, [wrong, other, *right], {1, 2, 3})
    assert not made.files
    assert [one.code for one in made.findings] == [Code.NOTE_NOT_WRITTEN]
    assert [path.name for path in folder.iterdir()] == [stuck.name]
