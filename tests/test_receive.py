"""collect_replies.py --imap as people call it: what comes in, what is said of it, what is refused."""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from random import Random

import collect_replies
import pytest
import send_tasks
from mail_office import (
    ARRIVED,
    ISSUED,
    MailOffice,
    Ran,
    in_process,
    issued_office,
    message_id,
    messages_of,
)
from mail_servers.certificates import Certificates
from mail_servers.dovecot import Account, Dovecot
from mail_servers.smtp import PASSWORD
from mailers import Mailer, compose
from returning import answers_for
from taskbook import office as letters_of_office
from taskbook import receive
from taskbook.findings import CannotGoOn, Code, Stop
from taskbook.mailbox.fetching import Fetched
from taskbook.model import Unit
from taskbook.rehearsal import filling

EDUCATION, FINANCE, JUSTICE, WATER = NAMES = ("区教育局", "区财政局", "区司法局", "区水务局")
ADDRESSES = dict(
    zip(NAMES, ("jyj@xian.example", "czj@xian.example", "sfj@xian.example", "swj@xian.example"), strict=True)
)
UNITS = tuple(Unit(name, "部门", email=address) for name, address in ADDRESSES.items())
DONE = "已处理"
ON_THE_WIRE = "&XfJZBHQG-"
"""The same in modified UTF-7."""

Press = Callable[..., Ran]


@pytest.fixture
def account(dovecot: Dovecot) -> Account:
    """The office's mailbox."""
    return dovecot.account(password="a secret 9")


@pytest.fixture
def office(tmp_path: Path, certificates: Certificates, dovecot: Dovecot, account: Account) -> MailOffice:
    """Four units whose books were sent; the mailbox stands in 设置, with a folder for what is done."""
    return issued_office(
        tmp_path / "office",
        UNITS,
        mail_authority=str(certificates.authority),
        mailbox=dovecot.url(account),
        mailbox_done=DONE,
    )


@pytest.fixture
def press(
    capsys: pytest.CaptureFixture[str], no_mail_environment: pytest.MonkeyPatch, account: Account
) -> Press:
    """`press(office, "--imap", …)`: collect_replies.py in this process."""
    no_mail_environment.setenv("TASKBOOK_IMAP_PASSWORD", account.password)
    return partial(in_process, collect_replies.main, capsys)


def filled(office: MailOffice, unit: str, **more: object) -> bytes:
    """The unit's book, filled in."""
    (path,) = office.issued.glob(f"{unit}_*.xlsx")
    book = filling.open_book(path)
    filling.fill(book, answers_for(book, unit, **more), Random(1))
    target = office.folder.parent / f"{unit}.xlsx"
    book.workbook.save(target)
    return target.read_bytes()


def deliver(dovecot: Dovecot, account: Account, office: MailOffice, *units: str, **more: object) -> None:
    """Mails of these units with their books."""
    for unit, mailer in zip(units, Mailer, strict=False):
        files = {f"{unit}.xlsx": filled(office, unit, **more)}
        raw = compose(mailer, ADDRESSES[unit], "office@dept.example", f"{unit}的表{more}", "", files)
        dovecot.append(account, raw, date=ARRIVED)


def outcomes(ran: Ran) -> dict[str, str]:
    return {one["file"]: one["outcome"] for one in ran.shape["files"]}


# ---- what comes in ----


def test_mail_and_what_was_put_there_by_hand_are_collected_together(
    office: MailOffice, press: Press, dovecot: Dovecot, account: Account
) -> None:
    """The mailbox of 设置; what is done moves to its folder, what was sent back and private mail stays."""
    deliver(dovecot, account, office, EDUCATION, FINANCE)
    deliver(dovecot, account, office, JUSTICE, state="差不多了")
    dovecot.append(
        account, b"From: friend@elsewhere.example\r\nSubject: lunch\r\n\r\nAt noon?\r\n", date=ARRIVED
    )
    (office.folder / "收件" / "U盘.xlsx").write_bytes(filled(office, WATER))
    ran = press(office, "--imap", "")
    assert ran.code == 1
    assert outcomes(ran) == {
        f"2026-09/邮件/1_{EDUCATION}/{EDUCATION}.xlsx": "accepted",
        f"2026-09/邮件/2_{FINANCE}/{FINANCE}.xlsx": "accepted",
        f"2026-09/邮件/3_{JUSTICE}/{JUSTICE}.xlsx": "returned",
        "U盘.xlsx": "accepted",
    }
    place = f"{account.name}@127.0.0.1"
    assert ran.shape["mail"] == {"account": place, "messages": 3, "files": 3, "left_alone": 1}
    assert "新收3封，附件3个，与填报无关的1封没有动" in ran.told
    assert len(ran.shape["drafts"]) == len(ran.shape["notes"]) == 1
    left = dovecot.flags(account)
    assert sorted(left) == [3, 4]
    assert "\\Seen" in left[3]
    assert "\\Seen" not in left[4]
    assert len(list(messages_of(dovecot, account, ON_THE_WIRE))) == 2
    again = press(office, "--imap", "")
    assert again.shape["mail"]["messages"] == 0
    assert again.shape["files"] == ran.shape["files"]


@pytest.mark.parametrize("written", ["", "设置"])
def test_the_mailbox_of_the_settings(office: MailOffice, press: Press, written: str) -> None:
    assert press(office, "--imap", written).code == 0


def test_the_folder_is_made_and_other_folders_can_be_named(
    office: MailOffice, press: Press, dovecot: Dovecot, account: Account, tmp_path: Path
) -> None:
    (office.folder / "收件").rmdir()
    deliver(dovecot, account, office, EDUCATION)
    assert list(outcomes(press(office, "--imap", "")).values()) == ["accepted"]
    deliver(dovecot, account, office, FINANCE)
    inbox = tmp_path / "另一个" / "收件"
    ran = press(office, "--imap", "", "--inbox", str(inbox))
    assert list(outcomes(ran).values()) == ["accepted"]
    assert [path.name for path in inbox.rglob("*.xlsx")] == [f"{FINANCE}.xlsx"]
    folder = dovecot.url(account, DONE)  # where the handled mails went: known by their bytes, not taken again
    again = press(office, "--imap", folder, "--inbox", str(inbox))
    assert again.shape["mail"]["messages"] == 0


def test_an_answer_to_our_letter_names_the_unit(
    office: MailOffice, press: Press, dovecot: Dovecot, account: Account, start_smtp, monkeypatch, capsys
) -> None:
    """From a private address, without saying who it is: the letter it answers tells."""
    server = start_smtp()
    monkeypatch.setenv("TASKBOOK_SMTP_PASSWORD", PASSWORD)
    in_process(send_tasks.main, capsys, office, "--smtp", server.url, "--yes", today=ISSUED)
    (letter,) = [one.raw for one in server.delivered if one.recipient == ADDRESSES[WATER]]
    files = {"表.xlsx": filled(office, WATER)}
    raw = compose(Mailer.PHONE, "me@private.example", "office@dept.example", "表", message_id(letter), files)
    dovecot.append(account, raw, date=ARRIVED)
    ran = press(office, "--imap", "")
    assert outcomes(ran) == {f"2026-09/邮件/1_{WATER}/表.xlsx": "accepted"}
    (finding,) = [one for one in ran.shape["findings"] if one["code"] == Code.SENDER_UNKNOWN.name]
    assert "me@private.example" in finding["message"]
    assert finding["file"] == f"2026-09/邮件/1_{WATER}/表.xlsx"
    assert ran.code == 0


def test_a_unit_that_writes_without_its_book_is_told(
    office: MailOffice, press: Press, dovecot: Dovecot, account: Account
) -> None:
    raw = f"From: {ADDRESSES[WATER]}\r\nSubject: soon\r\nMessage-ID: <1@x.example>\r\n\r\nTomorrow.\r\n".encode()
    dovecot.append(account, raw, date=ARRIVED)
    ran = press(office, "--imap", "")
    assert ran.codes() == ["MAIL_WITHOUT_BOOK"]
    assert WATER in ran.shape["findings"][0]["message"]
    assert press(office, "--imap", "").codes() == []  # told once


def test_a_mailbox_that_breaks_off_is_a_finding_and_the_rest_is_collected(
    office: MailOffice, press: Press, dovecot: Dovecot, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver(dovecot, account, office, EDUCATION)
    press(office, "--imap", "")
    (office.folder / "收件" / "U盘.xlsx").write_bytes(filled(office, WATER))
    broke = CannotGoOn(Stop.SERVER_BROKE_OFF, server="mail.dept.example", reason="对方中断了连接")
    monkeypatch.setattr(receive, "fetch_mail", lambda *_, **__: Fetched(stopped=broke))
    ran = press(office, "--imap", "")
    assert (ran.code, ran.codes()) == (1, ["MAILBOX_NOT_READ"])
    assert set(outcomes(ran).values()) == {"accepted"}
    assert len(ran.shape["files"]) == 2
    assert "对方中断了连接" in ran.shape["findings"][0]["message"]


def test_a_slip_in_the_template_for_returns_loses_nothing(
    office: MailOffice, press: Press, dovecot: Dovecot, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told; once it is mended everything is there once, the draft too, and the mails are marked."""
    deliver(dovecot, account, office, EDUCATION)
    deliver(dovecot, account, office, JUSTICE, state="差不多了")
    broken = CannotGoOn(Stop.TEMPLATE_BROKEN, path="退回修改.txt", line=20, reason="没有“plann”这个名称")
    with monkeypatch.context() as slip:

        def write(*_: object) -> None:
            raise broken

        slip.setattr(letters_of_office, "write", write)
        ran = press(office, "--imap", "")
        assert (ran.code, len(ran.shape["notes"]), ran.shape["drafts"]) == (1, 1, [])
        (told,) = [one["message"] for one in ran.shape["findings"] if one["code"] == "NOTE_NOT_WRITTEN"]
        assert str(broken) in told
        assert sorted(dovecot.flags(account)) == [2]
    ran = press(office, "--imap", "")
    assert sorted(outcomes(ran).values()) == ["accepted", "returned"]
    assert len(ran.shape["drafts"]) == 1
    assert sorted(dovecot.flags(account)) == [2]
    assert "\\Seen" in dovecot.flags(account)[2]


# ---- what is refused ----


def refused(ran: Ran, office: MailOffice, before: dict[str, bytes], *words: str) -> None:
    """One sentence, exit code 2, nothing changed."""
    assert (ran.code, ran.shape, ran.told.count("\n")) == (2, {}, 1), ran.told
    for each in words:
        assert each in ran.told
    assert {name: data for name, data in office.files().items() if data} == {
        name: data for name, data in before.items() if data
    }


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["--imap", "smtps://a@b.example"], ["smtps://a@b.example", "imaps://"]),
        (["--imap", "mail.dept.example"], ["imaps://"]),
        (["--imap", "imaps://office:geheim@mail.dept.example"], ["不能带密码"]),
        (["--imap", "imaps://a@127.0.0.1:1"], ["连不上"]),
        (["--imap", "imaps://a@mail.nowhere.invalid"], ["连不上"]),
        (["--period", "2026-11", "--imap", ""], ["2026-11", "还没有下发"]),
        (["--period", "2026-11"], ["2026-11"]),
    ],
)
def test_what_cannot_be_fetched_is_one_sentence(
    office: MailOffice, press: Press, given: Sequence[str], words: Sequence[str]
) -> None:
    before = office.files()
    ran = press(office, *given)
    refused(ran, office, before, *words)
    assert "geheim" not in ran.told


def test_a_slip_in_the_period_fetches_nothing(
    office: MailOffice, press: Press, dovecot: Dovecot, account: Account
) -> None:
    deliver(dovecot, account, office, EDUCATION)
    before = office.files()
    refused(press(office, "--period", "2026-11", "--imap", ""), office, before, "2026-11")
    assert not (office.folder / "归档" / "2026-11").exists()
    assert not (office.folder / "收件" / "2026-11").exists()


def test_no_mailbox_known(tmp_path: Path, press: Press) -> None:
    office = issued_office(tmp_path / "o", UNITS)
    before = office.files()
    refused(press(office, "--imap", ""), office, before, "收信服务器", "imaps://")


def test_a_mailbox_that_does_not_let_us_in(
    office: MailOffice,
    press: Press,
    dovecot: Dovecot,
    account: Account,
    certificates: Certificates,
    start_dovecot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = office.files()
    missing = press(office, "--imap", dovecot.url(account, "没有的"))
    refused(missing, office, before, "没有的", "INBOX")
    strange = start_dovecot(identity=certificates.stranger)
    refused(press(office, "--imap", strange.url(account)), office, before, "不是电脑信任的机构")
    monkeypatch.setenv("TASKBOOK_IMAP_PASSWORD", "falsch")
    wrong = press(office, "--imap", "")
    refused(wrong, office, before, "不接受账号", account.name)
    assert "falsch" not in wrong.told
    with socket.socket() as silent:  # something else listens there
        silent.bind(("127.0.0.1", 0))
        port = silent.getsockname()[1]
    refused(press(office, "--imap", f"imaps://a@127.0.0.1:{port}"), office, before, "连不上")


def test_the_folder_is_collected_even_without_mail_where_that_is_wanted(
    office: MailOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The button collects what lies there although the mailbox cannot be reached; the command refuses."""
    (office.folder / "收件" / "U盘.xlsx").write_bytes(filled(office, WATER))
    from taskbook.period import Period

    monkeypatch.setenv("TASKBOOK_IMAP_PASSWORD", "x")
    with receive.mailbox_of(office.master, "imaps://a@127.0.0.1:1") as mailbox:
        with pytest.raises(CannotGoOn):
            receive.collect_from(mailbox, office.master, Period(2026, 9))
        result = receive.collect_from(mailbox, office.master, Period(2026, 9), even_without_mail=True)
    assert [str(one.outcome) for one in result.files] == ["accepted"]
    assert [one.code for one in result.findings if one.code is Code.MAILBOX_NOT_READ]
