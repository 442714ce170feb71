"""The letters of a period: to whom, with what, under which key; nothing is sent here."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from mail_office import DUE, ISSUED, SEPTEMBER, TODAY, MailOffice, issued_office, office_in, small_plan
from taskbook.columns import Sheet
from taskbook.findings import CannotGoOn, Cell, Code, Finding, Severity, Stop, found
from taskbook.issued import read_issued
from taskbook.letters import outgoing_books
from taskbook.mail.letter import Kind, Letter
from taskbook.mailbox.register import MailRecord, MailRegister, Verdict
from taskbook.master import read_master, write_master
from taskbook.model import Plan, Settings, Unit
from taskbook.office import about_return, office_of, refuse_wrong_addresses, return_letter
from taskbook.orders import Order, prepare
from taskbook.period import Period
from taskbook.returning import write_return_drafts
from taskbook.returns.archive import Outcome, ReturnRecord, ledger_of, line_of
from taskbook.returns.ledger import append_lines
from taskbook.returns.problems import problems
from taskbook.returns.whose import token_of
from taskbook.send import planned, question_for
from taskbook.split import split_master

EDUCATION, FINANCE, JUSTICE = "区教育局", "区财政局", "区司法局"
UNITS = (
    Unit(EDUCATION, "部门", ("教育局",), "联络员01", "jyj@xian.example；抄送：ld@xian.example"),
    Unit(FINANCE, "部门", ("财政局",), "", "czj@xian.example、czj2@xian.example"),
    Unit(JUSTICE, "部门", ("司法局",)),
)


@pytest.fixture
def office(tmp_path: Path) -> MailOffice:
    """Three units; the books are written."""
    return issued_office(tmp_path / "office", UNITS, return_to="发到邮箱，不要改表号")


def letters(office: MailOffice, units: Sequence[str] = (), books: Path | None = None) -> dict[str, Letter]:
    outgoing = outgoing_books(office.master, SEPTEMBER, books, units, TODAY)
    return {letter.unit: letter for letter in outgoing.letters}


def changed(office: MailOffice, plan: Plan) -> None:
    write_master(replace(plan, columns={}, side_columns={}), office.master)


# ---- books ----


def test_everybody_in_the_order_of_the_registry(office: MailOffice) -> None:
    plan = read_master(office.master)
    changed(office, replace(plan, units=tuple(reversed(plan.units))))
    assert list(letters(office)) == [JUSTICE, FINANCE, EDUCATION]


def test_what_a_letter_says_and_to_whom(office: MailOffice) -> None:
    issued = read_issued(office.archive.parent, SEPTEMBER)
    for unit, letter in letters(office).items():
        assert letter.kind is Kind.ISSUE
        assert letter.key == f"issue:{issued[unit].digest}"
        assert (letter.sender, letter.sender_name) == ("office@dept.example", "区政府办公室")
        assert [one.name for one in letter.attachments] == [issued[unit].file]
        assert letter.attachments[0].path == office.issued / issued[unit].file
        for words in (
            unit,
            "2项",
            f"{DUE.month}月{DUE.day}日",
            "office@dept.example",
            "发到邮箱，不要改表号",
        ):
            assert words in letter.text
            assert words in letter.html
    assert "联络员01" in letters(office)[EDUCATION].text


@pytest.mark.parametrize(
    ("copies", "expected"),
    [
        ("", {EDUCATION: "ld@xian.example", FINANCE: "", JUSTICE: ""}),
        ("zr@dept.example", {EDUCATION: "ld@xian.example zr@dept.example", FINANCE: "zr@dept.example", JUSTICE: "zr@dept.example"}),
        ("LD@xian.example；czj2@XIAN.example", {EDUCATION: "ld@xian.example czj2@XIAN.example", FINANCE: "LD@xian.example", JUSTICE: "LD@xian.example czj2@XIAN.example"}),
    ],
)  # fmt: skip
def test_copies_go_to_nobody_twice(tmp_path: Path, copies: str, expected: dict[str, str]) -> None:
    """Whoever is written to gets no copy besides, however the address is written."""
    office = issued_office(tmp_path / "o", UNITS, mail_copy=copies)
    for unit, letter in letters(office).items():
        everybody = [address.casefold() for address in letter.recipients]
        assert len(set(everybody)) == len(everybody), letter.recipients
        assert {one.casefold() for one in letter.copies} == {one.casefold() for one in expected[unit].split()}


def test_a_unit_without_an_address_has_a_letter_for_nobody(office: MailOffice) -> None:
    assert letters(office)[JUSTICE].to == ()


def test_units_that_changed_since_the_books_were_written(office: MailOffice) -> None:
    """Renamed: under its new name, with its book; stopped: not at all; gone from the registry: without an address."""
    plan = read_master(office.master)
    first = replace(plan.units[0], name="区教育体育局", aliases=(EDUCATION,))
    second = replace(plan.units[1], stopped=True)
    changed(office, replace(plan, units=(first, second)))
    made = letters(office)
    assert list(made) == ["区教育体育局", JUSTICE]
    assert made["区教育体育局"].to == ("jyj@xian.example",)
    assert made["区教育体育局"].attachments[0].name.startswith(EDUCATION)
    assert made[JUSTICE].to == ()
    shown = planned(prepare(office.master, SEPTEMBER, Order(), TODAY))
    (finding,) = shown.findings
    assert (finding.code, finding.where.sheet if finding.where else "") == (Code.NO_ADDRESS, Sheet.UNITS)


def test_books_in_another_folder(office: MailOffice, tmp_path: Path) -> None:
    moved = tmp_path / "别处"
    shutil.move(office.issued, moved)
    with pytest.raises(CannotGoOn) as caught:
        letters(office)
    assert caught.value.stop is Stop.BOOKS_GONE
    made = letters(office, books=moved)
    assert {one.attachments[0].path.parent for one in made.values()} == {moved}


def test_books_of_another_plan_are_not_sent_as_these(office: MailOffice, tmp_path: Path) -> None:
    plan = read_master(office.master)
    changed(office, replace(plan, settings=replace(plan.settings, plan_id="P-27")))
    with pytest.raises(CannotGoOn) as caught:
        letters(office)
    assert caught.value.stop is Stop.OTHER_PLAN_HERE


def test_a_period_nobody_issued(office: MailOffice) -> None:
    with pytest.raises(CannotGoOn) as caught:
        outgoing_books(office.master, Period(2026, 8))
    assert caught.value.stop is Stop.NOTHING_ISSUED


def test_the_question_counts_letters_and_addresses(tmp_path: Path) -> None:
    shared = [replace(unit, email=f"{unit.email}；bgs@xian.example") for unit in UNITS[:2]]
    office = issued_office(
        tmp_path / "o", [*shared, UNITS[2]], mail_server="smtps://mail.dept.example", mail_way="直接发送"
    )
    ready = prepare(office.master, SEPTEMBER, Order(), TODAY)
    question = question_for(ready, planned(ready))
    assert "2封信，共5个邮箱" in question
    assert "office@dept.example" in question
    assert "mail.dept.example" in question


# ---- whose book ----


def test_a_book_says_whose_it_is_whoever_saved_it(office: MailOffice, tmp_path: Path) -> None:
    import openpyxl

    issued = read_issued(office.archive.parent, SEPTEMBER)
    for unit, one in issued.items():
        path = office.issued / one.file
        assert token_of(path) == one.token, unit
        workbook = openpyxl.load_workbook(path)
        workbook.worksheets[0]["A1"] = "改过的标题"
        workbook.save(tmp_path / "saved.xlsx")
        assert token_of(tmp_path / "saved.xlsx") == one.token, unit
    assert len({one.token for one in issued.values()}) == 3


@pytest.mark.parametrize("content", [b"", b"x", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" + b"\0" * 2000])
def test_what_is_no_book_is_nobodys(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    assert token_of(path) == ""


def test_a_book_that_cannot_be_opened_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(OSError):  # noqa: PT011 (which of them is the system's matter)
        token_of(tmp_path / "没有.xlsx")


def test_a_book_of_before_the_last_change_is_not_sent_as_the_new_one(office: MailOffice) -> None:
    """One that the office saved may go: what it changed there is its own business."""
    import openpyxl

    old = {unit: one.attachments[0].path.read_bytes() for unit, one in letters(office).items()}
    plan = read_master(office.master)
    changed(office, replace(plan, settings=replace(plan.settings, return_to="交到三楼")))
    split_master(office.master, SEPTEMBER, today=ISSUED)
    assert list(letters(office)) == [EDUCATION, FINANCE, JUSTICE]
    paths = {unit: one.attachments[0].path for unit, one in letters(office).items()}
    paths[EDUCATION].write_bytes(old[EDUCATION])
    paths[FINANCE].write_bytes(old[FINANCE])
    saved = openpyxl.load_workbook(paths[FINANCE])
    saved.save(paths[FINANCE])
    outgoing = outgoing_books(office.master, SEPTEMBER, None, (), TODAY)
    assert [one.unit for one in outgoing.letters] == [FINANCE, JUSTICE]
    (finding,) = outgoing.findings
    assert (finding.code, finding.where.file) == (Code.BOOK_OUTDATED, paths[EDUCATION].name)
    assert EDUCATION in finding.message


# ---- what came back undelivered ----


def test_a_unit_whose_letter_came_back_is_pointed_out_until_it_sends_a_file(office: MailOffice) -> None:
    register = MailRegister(office.archive.parent, SEPTEMBER)
    day = "2026-09-12T08:00:00+08:00"
    for number, (verdict, unit) in enumerate(
        [(Verdict.AUTOMATIC, FINANCE), (Verdict.AUTOMATIC, ""), (Verdict.TAKEN, EDUCATION)], 1
    ):
        register.add(MailRecord("o@dept.example", "INBOX", 1, number, verdict, unit=unit, date=day))

    def told() -> list[str]:
        outgoing = outgoing_books(office.master, SEPTEMBER, None, (), TODAY)
        return [each.message for each in outgoing.findings if each.code is Code.BOUNCED_BEFORE]

    (message,) = told()
    assert FINANCE in message
    assert "2026-09-12" in message
    ledger = ledger_of(office.archive.parent, SEPTEMBER)
    append_lines(ledger, [line_of(record(1, FINANCE, Outcome.ACCEPTED))])
    assert told() == []


# ---- what is sent back ----


def came_by_mail(office: MailOffice, file: str, sender: str, unit: str = "") -> None:
    """Register a mail that brought this file."""
    register = MailRegister(office.archive.parent, SEPTEMBER)
    number = len(register.mails) + 1
    register.add(
        MailRecord(
            "o@dept.example", "INBOX", 1, number, Verdict.TAKEN, sender=sender, unit=unit, files=(file,)
        )
    )


def record(
    sequence: int, unit: str = "", outcome: Outcome = Outcome.RETURNED, *findings: Finding, guess: str = ""
) -> ReturnRecord:
    return ReturnRecord(
        sequence, "2026-09-20T10:00:00", f"{sequence}.xlsx", "", f"sha{sequence}", outcome,
        unit=unit, findings=findings or (found(Code.EMPTY_RETURN),), probable_unit=guess,
    )  # fmt: skip


def test_what_is_wrong_in_several_cells_is_told_once_with_all_of_them() -> None:
    def wrong(sheet: str, address: str, text: str) -> Finding:
        return found(Code.STATE_UNKNOWN, Cell(sheet, address, "表.xlsx"), text=text)

    told = problems(
        [
            wrong("任务反馈", "J5", "好"),
            wrong("任务反馈", "J6", "行"),
            wrong("任务反馈", "J7", "好"),
            wrong("任务反馈", "J7", "好"),
            wrong("另一张", "J5", "好"),
        ],
        Severity.ERROR,
    )
    assert [each.place for each in told] == [
        "“任务反馈”表J5、J7单元格：",
        "“任务反馈”表J6单元格：",
        "“另一张”表J5单元格：",
    ]


def test_problems_are_told_with_their_place_and_only_those_of_a_kind() -> None:
    wrong = found(Code.EMPTY_RETURN)
    told = problems([wrong, found(Code.RETURNED_LATE, due=DUE, received=TODAY)], Severity.ERROR)
    assert [one.sentence.rstrip("。") for one in told] == [wrong.message.rstrip("。")]
    assert all(one.sentence.endswith("。") for one in told)
    facts = about_return(record(1, EDUCATION, Outcome.RETURNED, wrong))
    assert facts["problems"] == told
    assert facts["guessed"] is False
    assert about_return(None) == {}


def test_a_draft_goes_to_who_sent_the_file_and_to_the_unit(office: MailOffice) -> None:
    here = office_of(read_master(office.master), office.master, SEPTEMBER, today=TODAY)
    letter = return_letter(
        here, record(1, EDUCATION), ["someone@elsewhere.example"], "<id@elsewhere.example>"
    )
    assert letter.to == ("someone@elsewhere.example", "jyj@xian.example")
    assert letter.in_reply_to == "<id@elsewhere.example>"
    assert [one.name for one in letter.attachments] == [here.issued[EDUCATION].file]
    again = return_letter(here, record(1, EDUCATION), ["JYJ@xian.example"])
    assert again.to == ("JYJ@xian.example",)
    nobody = return_letter(here, record(1), ())
    assert (nobody.to, nobody.attachments) == ((), ())


def test_drafts_come_and_go_with_what_is_settled(office: MailOffice, tmp_path: Path) -> None:
    """One for each file that is present and not settled; a valid book of the unit it probably came from settles it."""
    here = office_of(read_master(office.master), office.master, SEPTEMBER, today=TODAY)
    folder = tmp_path / "退回"
    wrong, guessed, nobodys = record(1, EDUCATION), record(2, guess=FINANCE), record(3)
    came_by_mail(office, "2.xlsx", "someone@elsewhere.example")
    written = write_return_drafts(folder, here, [wrong, guessed, nobodys], {1, 2, 3}).files
    assert [path.name for path in written] == [f"{EDUCATION}_退回修改.eml", f"{FINANCE}_退回修改.eml"]
    before = {path: path.stat().st_mtime_ns for path in written}
    write_return_drafts(folder, here, [wrong, guessed, nobodys], {1, 2, 3})
    assert {path: path.stat().st_mtime_ns for path in written} == before
    right = record(4, FINANCE, Outcome.ACCEPTED)
    left = write_return_drafts(folder, here, [wrong, guessed, nobodys, right], {1, 2, 3, 4}).files
    assert (
        [path.name for path in left]
        == [f"{EDUCATION}_退回修改.eml"]
        == [path.name for path in folder.glob("*.eml")]
    )
    later = record(5, FINANCE, Outcome.RETURNED)
    left = write_return_drafts(folder, here, [wrong, guessed, nobodys, right, later], {1, 2, 3, 4, 5}).files
    assert len(left) == 2
    assert any(path.name.startswith(FINANCE) for path in left)


# ---- the office's own addresses ----


@pytest.mark.parametrize(
    ("settings", "is_wrong"),
    [
        ({}, False),
        ({"mail_address": "a@b.example"}, False),
        ({"mail_address": "办公室 <a@b.example>"}, False),
        ({"mail_address": " "}, False),
        ({"mail_address": "无"}, True),
        ({"mail_address": "a@b"}, True),
        ({"mail_address": "a@b.example\nBcc: x@y.example"}, True),
        ({"mail_copy": "a@b.example；c@d"}, True),
        ({"mail_copy": "a@b.example；c@d.example"}, False),
    ],
)
def test_an_own_address_that_is_none_is_refused(settings: dict[str, str], is_wrong: bool) -> None:
    if not is_wrong:
        refuse_wrong_addresses(Settings(**settings))
        return
    with pytest.raises(CannotGoOn) as caught:
        refuse_wrong_addresses(Settings(**settings))
    assert caught.value.stop is Stop.SENDER_WRONG
    assert "\n" not in str(caught.value)


def test_preparing_by_the_setting_needs_what_its_way_needs(tmp_path: Path) -> None:
    plan = small_plan(UNITS, mail_way="直接发送", mail_address="")
    office = office_in(tmp_path / "o", plan)
    split_master(office.master, SEPTEMBER, today=ISSUED)
    with pytest.raises(CannotGoOn) as caught:
        prepare(office.master, SEPTEMBER, Order(), date(2026, 9, 2))
    assert caught.value.stop is Stop.SERVER_NOT_SET
    with pytest.raises(CannotGoOn) as caught:
        prepare(office.master, SEPTEMBER, Order(server="smtps://x@y.example"), date(2026, 9, 2))
    assert caught.value.stop is Stop.SENDER_MISSING
