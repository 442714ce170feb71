"""Fetching from a real mailbox: what is ours is kept once, whatever breaks; the rest is left alone; handled mails marked."""

from __future__ import annotations

import errno
import io
import json
import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from mail_servers.dovecot import Account, Dovecot
from mail_servers.proxy import Proxy, proxies_for_a_test
from mailers import Mailer, compose
from taskbook.findings import CannotGoOn, Cell, Code, Finding, Stop, found
from taskbook.mailbox import fetching
from taskbook.mailbox.fetching import Fetched, fetch_mail
from taskbook.mailbox.handing import hand_over, mark_handled
from taskbook.mailbox.imap import KEYWORD, Mailbox
from taskbook.mailbox.register import (
    MailRecord,
    Verdict,
    ledger_of,
    load_mails,
    mail_of,
    mails_by_file,
    messages_of,
)
from taskbook.mailbox.senders import KnownSenders, known_senders, sender_findings
from taskbook.mailbox.session import MailboxSettings
from taskbook.model import Role, Unit
from taskbook.period import Period
from taskbook.returns.archive import Outcome, ReturnRecord
from taskbook.returns.inbox import arrivals
from taskbook.servers.address import IMAP_SCHEMES, parse_server
from taskbook.unitbook.layout import Book, BookRow
from taskbook.unitbook.template import make_template
from taskbook.unitbook.write import book_bytes

PERIOD = Period(2026, 9)
TODAY = date.today()
OFFICE = "office@district.example"
EDUCATION, FINANCE = "jyj@district.example", "czj@district.example"
OUR_LETTER = "<ours-1@district.example>"
UNITS = (
    Unit("区教育局", email=EDUCATION, aliases=("区教委",)),
    Unit("区财政局", email=f"{FINANCE}；抄送：ld@district.example"),
    Unit("甲镇", email="zhen@district.example"),
    Unit("乙镇", email="zhen@district.example"),
)
KNOWN = known_senders(UNITS, {OUR_LETTER: "区教育局"}, OFFICE)


@cache
def workbook(text: str, size: int = 0) -> bytes:
    """A small workbook; `size` more bytes of noise in it."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_string(0, 0, text)
    for row in range(size // 30_000):
        sheet.write_string(row + 1, 0, random.Random(row).randbytes(15_000).hex())
    book.close()
    return buffer.getvalue()


def mail(
    sender: str = EDUCATION,
    files: Mapping[str, bytes] | None = None,
    subject: str = "反馈",
    answers: str = "",
    message_id: str = "",
    **headers: str,
) -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, OFFICE, subject
    made["Message-ID"] = message_id or f"<{random.randrange(1 << 60)}@x.example>"
    if answers:
        made["In-Reply-To"] = answers
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content("请查收。")
    for name, data in (files or {}).items():
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


@dataclass
class Place:
    """A mailbox of its own and the folders of an office."""

    server: Dovecot
    account: Account
    folder: Path

    @property
    def archive(self) -> Path:
        return self.folder / "归档"

    @property
    def inbox(self) -> Path:
        return self.folder / "收件"

    def mailbox(self, port: int = 0, done: str = "", chunk: int = 1 << 20) -> Mailbox:
        address = parse_server(self.server.url(self.account, port=port), IMAP_SCHEMES)
        settings = MailboxSettings(address, self.server.authority, done, 10)
        return Mailbox(settings, lambda _: self.account.password, sleep=lambda _: None, chunk=chunk)

    def fetch(
        self, known: KnownSenders = KNOWN, port: int = 0, most: int = 120 << 20, chunk: int = 100_000
    ) -> Fetched:
        with self.mailbox(port, chunk=chunk) as mailbox:
            return fetch_mail(
                mailbox, self.archive, PERIOD, self.inbox, known, TODAY, lambda *_: None, most_bytes=most
            )

    def put(self, *raw: bytes) -> None:
        self.server.append_all(self.account, list(raw))

    def received(self) -> dict[str, bytes]:
        """Every file below the inbox, except locks."""
        return files_in(self.inbox)


@pytest.fixture
def proxies() -> Iterator[list[Proxy]]:
    """A list for the test's proxies; they are closed after it."""
    yield from proxies_for_a_test()


@pytest.fixture
def place(dovecot: Dovecot, tmp_path: Path) -> Place:
    return Place(dovecot, dovecot.account(), tmp_path)


def files_in(folder: Path) -> dict[str, bytes]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def codes(findings: tuple[Finding, ...] | list[Finding]) -> list[Code]:
    return [each.code for each in findings]


# ---- what is taken ----


def test_attachments_go_to_the_inbox_and_the_message_to_the_archive(place: Place) -> None:
    raw = mail(files={"反馈表.xlsx": workbook("甲")})
    place.put(raw)
    got = place.fetch()
    (record,) = got.messages
    assert (record.unit, record.sender, record.verdict, got.findings) == (
        "区教育局",
        EDUCATION,
        Verdict.TAKEN,
        (),
    )
    assert place.received() == {"2026-09/邮件/1_区教育局/反馈表.xlsx": workbook("甲")}
    assert record.files == tuple(place.received())
    assert (messages_of(place.archive, PERIOD) / record.stored).read_bytes() == raw
    assert load_mails(place.archive, PERIOD) == [record]
    assert "\\Seen" not in place.server.flags(place.account)[1]


@pytest.mark.parametrize("mailer", list(Mailer))
def test_every_kind_of_mailer_is_read(place: Place, mailer: Mailer) -> None:
    files = {
        "示例区2026年9月反馈表（教育局）.xlsx": workbook(mailer),
        "附：名单.zip": b"PK\x05\x06" + bytes(18),
    }
    place.put(compose(mailer, EDUCATION, OFFICE, "回复：反馈表", OUR_LETTER, files))
    (record,) = place.fetch().messages
    assert record.unit == "区教育局"
    assert sorted(place.received().values()) == sorted(files.values())


def test_a_second_run_finds_nothing_new(place: Place) -> None:
    place.put(mail(files={"a.xlsx": workbook("甲")}), mail("x@news.example", subject="促销"))
    first = place.fetch()
    before = files_in(place.folder)
    again = place.fetch()
    assert (len(first.messages), first.left_alone) == (1, 1)
    assert (again.messages, again.left_alone, again.findings) == ((), 0, ())
    assert files_in(place.folder) == before
    place.put(mail(files={"b.xlsx": workbook("乙")}))
    assert [one.uid for one in place.fetch().messages] == [3]


def test_private_mail_leaves_no_trace(place: Place) -> None:
    place.put(
        mail("friend@home.example", {"照片.jpg": b"\xff\xd8\xff" + bytes(99)}, subject="私事"),
        mail("news@shop.example", {"price.pdf": b"%PDF-1.4 x"}, subject="促销"),
        mail("friend@home.example", subject="吃饭"),
    )
    got = place.fetch()
    assert (got.messages, got.left_alone, got.findings) == ((), 3, ())
    kept = b"".join(files_in(place.folder).values())
    assert not any(word.encode() in kept for word in ("私事", "促销", "吃饭", "friend", "shop"))
    assert place.received() == {}
    assert all("\\Seen" not in flags for flags in place.server.flags(place.account).values())


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("表.xlsx", workbook("甲")),
        ("没有扩展名", workbook("甲")),
        ("表.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        ("表.csv", "任务,进展\n".encode("gb18030")),
        ("网页.xls", b"<html><table></table></html>"),
        ("表.rar", b"Rar!\x1a\x07\x01\x00"),
        ("传了一半.xlsx", workbook("甲")[:900]),
    ],
)
def test_a_strangers_return_is_taken_by_what_it_brings(place: Place, name: str, data: bytes) -> None:
    place.put(mail("somebody@qq.example", {name: data}))
    (record,) = place.fetch().messages
    assert (record.unit, record.sender) == ("", "somebody@qq.example")
    ((path, content),) = place.received().items()
    assert (path.split("/")[2], content) == ("1_somebody@qq.example", data)


def test_an_answer_to_our_letter_names_the_unit_whoever_writes(place: Place) -> None:
    place.put(mail("private@qq.example", {"表.xlsx": workbook("甲")}, answers=OUR_LETTER))
    (record,) = place.fetch().messages
    assert record.unit == "区教育局"


def test_what_only_comes_along_is_named_and_kept_with_the_message(place: Place) -> None:
    files = {
        "表.xlsx": workbook("甲"),
        "佐证.pdf": b"%PDF-1.4 x",
        "现场.jpg": b"\xff\xd8\xff" + bytes(60_000),
    }
    place.put(mail(files=files))
    got = place.fetch()
    assert list(place.received()) == ["2026-09/邮件/1_区教育局/表.xlsx"]
    assert codes(got.findings) == [Code.MAIL_EXTRA_LEFT]
    assert "佐证.pdf" in got.findings[0].message
    assert got.messages[0].stored in got.findings[0].message


def test_a_unit_that_sends_no_book_at_all_goes_to_the_collector(place: Place) -> None:
    place.put(mail(files={"扫描.pdf": b"%PDF-1.4 x"}))
    assert codes(place.fetch().findings) == []
    assert list(place.received()) == ["2026-09/邮件/1_区教育局/扫描.pdf"]


def test_a_units_mail_without_a_file_is_told_once(place: Place) -> None:
    link = mail(subject="反馈表").replace("请查收。".encode(), b"https://pan.baidu.com/s/1x")
    place.put(mail(subject="收到"), link)
    got = place.fetch()
    assert codes(got.findings) == [Code.MAIL_WITHOUT_BOOK] * 2
    assert "收到" in got.findings[0].message
    assert "链接" not in got.findings[0].message
    assert len(files_in(messages_of(place.archive, PERIOD))) == 2
    assert place.fetch().findings == ()


@cache
def empty_book(unit: str) -> bytes:
    """A unit's book as it was sent out."""
    text = ("1", "公开", "办好一件事", "牵头", "", "", "2026年12月底前", "")
    row = BookRow("T001", Role.LEAD, text, "0" * 16)
    book = Book("P-26", "要点", "办公室", PERIOD, unit, f"TB-{unit}", date(2026, 9, 25), "", (row,))
    return book_bytes(book, make_template(), date(2026, 9, 1))


def test_copies_of_our_own_books_beside_an_answer_are_no_returns(place: Place) -> None:
    """As they lie in what is quoted; alone, from a unit, one is an answer that says nothing, and is sent back."""
    ours, filled = empty_book("区教育局"), workbook("填好")
    place.put(mail(files={"原表.xlsx": ours, "填好.xlsx": filled}), mail(files={"空表.xlsx": ours}))
    place.put(mail(OFFICE, {"原表.xlsx": ours}), mail(OFFICE, {"转交.xlsx": filled}))
    got = place.fetch()
    assert [[Path(file).name for file in one.files] for one in got.messages] == [
        ["填好.xlsx"],
        ["空表.xlsx"],
        ["转交.xlsx"],
    ]
    assert got.left_alone == 1


def test_our_own_letters_and_automatic_answers_are_not_returns(place: Place) -> None:
    place.put(
        mail(OFFICE, {"反馈表.xlsx": workbook("空")}, message_id=OUR_LETTER),
        mail(EDUCATION, subject="自动回复：出差", answers=OUR_LETTER, Auto_Submitted="auto-replied"),
    )
    got = place.fetch()
    assert (got.messages, got.left_alone, got.findings) == ((), 2, ())
    assert place.received() == {}


REPORT = """From: {sender}\r
To: office@district.example\r
Subject: Undelivered Mail\r
Message-ID: <report@mx.example>\r
Auto-Submitted: auto-replied\r
MIME-Version: 1.0\r
Content-Type: multipart/report; report-type={kind}; boundary="b"\r
\r
--b\r
Content-Type: text/plain; charset=utf-8\r
\r
{words}\r
--b\r
Content-Type: message/{kind}\r
\r
{fields}\r
\r
--b\r
Content-Type: text/rfc822-headers\r
\r
Message-ID: {letter}\r
Subject: x\r
--b--\r
"""
FAILED = "Final-Recipient: rfc822; jyj@district.example\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 no\r\n such user"


@pytest.mark.parametrize(
    ("sender", "kind", "words", "fields", "letter", "told"),
    [
        ("MAILER-DAEMON@mx.example", "delivery-status", "x", FAILED, OUR_LETTER, ("jyj@", "550 no such user")),
        ("postmaster@qq.example", "delivery-status", "jyj@district.example 552 mailbox full", "", OUR_LETTER, ("jyj@", "552 mailbox full")),
        ("MAILER-DAEMON@mx.example", "delivery-status", "x", FAILED, "<other@x.example>", ()),
        ("MAILER-DAEMON@mx.example", "delivery-status", "x", FAILED.replace("failed", "delayed"), OUR_LETTER, ()),
        ("jyj@district.example", "disposition-notification", "x", "Disposition: displayed", OUR_LETTER, ()),
    ],
)  # fmt: skip
def test_a_letter_that_did_not_arrive_is_told(
    place: Place, sender: str, kind: str, words: str, fields: str, letter: str, told: tuple[str, ...]
) -> None:
    place.put(REPORT.format(sender=sender, kind=kind, words=words, fields=fields, letter=letter).encode())
    got = place.fetch()
    assert codes(got.findings) == [Code.MAIL_BOUNCED] * bool(told)
    if told:
        assert all(each in got.findings[0].message for each in ("区教育局", *told))
    assert place.received() == {}


def test_lost_parts_are_told_with_where_the_message_is(place: Place) -> None:
    place.put(mail(files={"smime.p7m": bytes(range(99))}))
    got = place.fetch()
    assert codes(got.findings) == [Code.MAIL_PART_LOST]
    assert got.messages[0].stored in got.findings[0].message


def test_names_never_collide_and_never_leave_the_folder(place: Place) -> None:
    files = {
        "../../etc/表.xlsx": workbook("一"),
        "CON.xlsx": workbook("二"),
        "表" * 200 + ".xlsx": workbook("三"),
    }
    place.put(mail(files=files))
    place.fetch()
    received = place.received()
    assert sorted(received.values()) == sorted(files.values())
    assert all(path.startswith("2026-09/邮件/1_区教育局/") and path.endswith(".xlsx") for path in received)
    assert set(files_in(place.folder)) >= {f"收件/{path}" for path in received}


@pytest.mark.parametrize(
    "name", ["表.tmp", "表.xlsx.download", "Thumbs.db", ".xlsx", "~$表.xlsx", "desktop.ini"]
)
def test_no_name_hides_a_return_from_the_collector(place: Place, name: str) -> None:
    place.put(mail(files={name: workbook("甲")}))
    (record,) = place.fetch().messages
    met = {one.file: one.taken for one in arrivals(place.inbox)}
    assert met == {record.files[0]: True}


def test_a_file_somebody_changed_is_never_written_over(place: Place) -> None:
    path = place.inbox / "2026-09/邮件/1_区教育局/表.xlsx"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"mine")
    place.put(mail(files={"表.xlsx": workbook("甲")}))
    (record,) = place.fetch().messages
    assert path.read_bytes() == b"mine"
    assert place.received()[record.files[0]] == workbook("甲")


# ---- sizes and numbers ----


def test_a_message_of_30_megabytes_over_a_bad_line(place: Place, proxies: list[Proxy]) -> None:
    book = random.Random(1).randbytes(22 << 20)
    place.put(mail(files={"大.xlsx": b"PK\x03\x04" + book}))
    proxy = Proxy(place.server.tls_port, cuts=[9_000_000, 500_000, 12_000_000])
    proxies.append(proxy)
    (record,) = place.fetch(port=proxy.port, chunk=4 << 20).messages
    assert record.size > 30_000_000
    assert place.received()[record.files[0]] == b"PK\x03\x04" + book
    assert proxy.connections == 4


def test_a_message_too_large_is_told_and_not_fetched(place: Place) -> None:
    place.put(
        mail(files={"大.xlsx": bytes(300_000)}, subject="大文件"), mail(files={"a.xlsx": workbook("甲")})
    )
    got = place.fetch(most=200_000)
    assert [one.verdict for one in got.messages] == [Verdict.TOO_LARGE, Verdict.TAKEN]
    assert codes(got.findings) == [Code.MAIL_TOO_LARGE_TO_FETCH]
    assert all(part in got.findings[0].message for part in ("大文件", EDUCATION))
    assert place.fetch(most=200_000).findings == ()


def test_new_numbers_on_the_server_bring_nothing_twice(place: Place) -> None:
    place.put(mail(files={"a.xlsx": workbook("甲")}), mail(files={"b.xlsx": workbook("乙")}))
    place.fetch()
    before = place.received()
    place.server.renumber(place.account)
    again = place.fetch()
    assert (again.messages, place.received()) == ((), before)
    numbers = {(one.uidvalidity, one.uid) for one in load_mails(place.archive, PERIOD)}
    assert len(numbers) == 4
    assert len(files_in(messages_of(place.archive, PERIOD))) == 2
    place.put(mail(files={"b.xlsx": workbook("丙")}))
    assert len(place.fetch().messages) == 1
    assert sorted(place.received().values()) == sorted([*before.values(), workbook("丙")])


def test_the_same_mail_put_there_again_is_the_same(place: Place) -> None:
    raw = mail(files={"a.xlsx": workbook("甲")})
    place.put(raw, raw)
    assert len(place.fetch().messages) == 1
    assert len(place.received()) == 1


# ---- breaks ----


def test_a_line_cut_again_and_again_loses_nothing(place: Place, proxies: list[Proxy]) -> None:
    sent = {f"{number}.xlsx": workbook(f"{number}", 60_000) for number in range(12)}
    place.put(*(mail(files={name: data}) for name, data in sent.items()))
    chance = random.Random(7)
    proxy = Proxy(place.server.tls_port, cuts=[chance.randrange(20_000, 400_000) for _ in range(9)])
    proxies.append(proxy)
    got = place.fetch(port=proxy.port)
    assert (len(got.messages), got.stopped, got.findings) == (12, None, ())
    assert sorted(place.received().values()) == sorted(sent.values())
    assert proxy.connections > 3


def test_a_server_lost_for_good_keeps_what_came(place: Place, proxies: list[Proxy]) -> None:
    sent = {f"{number}.xlsx": workbook(f"{number}", 200_000) for number in range(8)}
    place.put(*(mail(files={name: data}) for name, data in sent.items()))
    proxy = Proxy(place.server.tls_port, cuts=[1_000_000], always=9_000)
    proxies.append(proxy)
    got = place.fetch(port=proxy.port)
    assert got.stopped is not None
    assert got.stopped.stop is Stop.SERVER_BROKE_OFF
    assert 0 < len(got.messages) < 8
    rest = place.fetch()
    assert len(got.messages) + len(rest.messages) == 8
    assert sorted(place.received().values()) == sorted(sent.values())


def test_one_message_that_breaks_every_line_does_not_hold_up_the_others(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    from taskbook.mailbox import commands

    place.put(*(mail(files={f"{number}.xlsx": workbook(f"{number}")}) for number in range(4)))
    real = commands.piece

    def piece(session: object, uid: int, at: int, length: int) -> object:
        if uid == 2:
            raise ConnectionResetError
        return real(session, uid, at, length)  # type: ignore[arg-type]

    monkeypatch.setattr(commands, "piece", piece)
    got = place.fetch()
    assert [one.uid for one in got.messages] == [1, 3, 4]
    assert (codes(got.findings), got.stopped) == ([Code.MAIL_NOT_FETCHED], None)
    monkeypatch.undo()
    assert [one.uid for one in place.fetch().messages] == [2]


def _fetch_and_die(place: Place, step: int) -> None:
    """In a child: die without a word before the step-th time that something is made to last."""
    left = [step]

    def dying(real: Callable[..., object]) -> Callable[..., object]:
        def called(*arguments: object, **named: object) -> object:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*arguments, **named)

        return called

    os.fsync = dying(os.fsync)  # type: ignore[assignment]
    Path.replace = dying(Path.replace)  # type: ignore[method-assign, assignment]
    Path.unlink = dying(Path.unlink)  # type: ignore[method-assign, assignment]
    place.fetch()
    os._exit(0)


def _fetch_only(place: Place) -> None:
    place.fetch()
    os._exit(0)


def _killed_run(work: Callable[..., None], *arguments: object, after: float = 0.0) -> bool:
    """Whether the child was killed: by itself, or `after` seconds by us."""
    child = multiprocessing.get_context("fork").Process(target=work, args=arguments)
    child.start()
    if after:
        child.join(after)
        child.kill()
    child.join(60)
    assert child.exitcode in (0, -signal.SIGKILL)
    return child.exitcode != 0


def _assert_all_there_once(place: Place, sent: Mapping[str, bytes]) -> None:
    assert sorted(place.received().values()) == sorted(sent.values())
    taken = load_mails(place.archive, PERIOD)
    assert sorted(one.uid for one in taken) == list(range(1, len(sent) + 1))
    assert sorted(file for one in taken for file in one.files) == sorted(place.received())
    assert sorted(files_in(messages_of(place.archive, PERIOD))) == sorted(one.stored for one in taken)
    assert ledger_of(place.archive, PERIOD).read_bytes().count(b"\n") == len(sent)


def test_the_raw_message_is_kept_before_anything_of_it_is_handed_over(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever looks at a file in the inbox can look at the mail it came with."""
    place.put(mail(files={"a.xlsx": workbook("甲")}))
    kept: list[str] = []

    def look(*given: Any) -> tuple[str, ...]:
        kept.extend(files_in(messages_of(place.archive, PERIOD)))
        assert ledger_of(place.archive, PERIOD).exists() is False
        return hand_over(*given)

    monkeypatch.setattr(fetching, "hand_over", look)
    (one,) = place.fetch().messages
    assert kept == [one.stored]
    assert len(place.received()) == 1


def test_killed_at_any_step_it_goes_on_where_it_was(dovecot: Dovecot, tmp_path: Path) -> None:
    sent = {f"{number}.xlsx": workbook(f"{number}") for number in range(2)}
    account = dovecot.account()
    dovecot.append_all(account, [mail(files={name: data}) for name, data in sent.items()])
    step, killed = 1, True
    while killed:
        place = Place(dovecot, account, tmp_path / str(step))
        killed = _killed_run(_fetch_and_die, place, step)
        place.fetch()
        _assert_all_there_once(place, sent)
        step += 1
    assert step > 15


def test_killed_at_random_again_and_again(place: Place) -> None:
    sent = {f"{number}.xlsx": workbook(f"{number}", 30_000) for number in range(30)}
    place.put(*(mail(files={name: data}) for name, data in sent.items()))
    chance = random.Random(11)
    killed = sum(_killed_run(_fetch_only, place, after=chance.uniform(0.03, 0.2)) for _ in range(12))
    place.fetch()
    _assert_all_there_once(place, sent)
    assert killed


def test_a_full_disk_is_told_and_made_up_for(
    dovecot: Dovecot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = {f"{number}.xlsx": workbook(f"{number}") for number in range(2)}
    account = dovecot.account()
    dovecot.append_all(account, [mail(files={name: data}) for name, data in sent.items()])
    real, stops = os.fsync, set()
    for step in range(1, 30):
        left = [step]

        def full(handle: int, left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] <= 0:
                raise OSError(errno.ENOSPC, "full")
            real(handle)

        place = Place(dovecot, account, tmp_path / str(step))
        monkeypatch.setattr(os, "fsync", full)
        try:
            stopped = place.fetch().stopped
        except CannotGoOn as trouble:
            stopped = trouble
        monkeypatch.undo()
        stops.add(stopped.stop if stopped else None)
        place.fetch()
        _assert_all_there_once(place, sent)
        if stopped is None:
            break
    assert stops == {Stop.DISK_FULL, None}


def test_two_runs_at_once_are_refused(place: Place) -> None:
    from taskbook import files

    with files.exclusive(ledger_of(place.archive, PERIOD)), pytest.raises(CannotGoOn) as told:
        place.fetch()
    assert told.value.stop is Stop.BUSY


def test_a_register_with_torn_and_strange_lines_is_read(place: Place) -> None:
    place.put(mail(files={"a.xlsx": workbook("甲")}), mail(files={"b.xlsx": workbook("乙")}))
    place.fetch()
    ledger = ledger_of(place.archive, PERIOD)
    lines = ledger.read_bytes().splitlines(keepends=True)
    ledger.write_bytes(
        b"".join([b"\xef\xbb\xbf" + lines[0], b"[1]\n", b'{"marked": 3}\n', b"nonsense\n", lines[1][:40]])
    )
    assert [one.uid for one in place.fetch().messages] == [2]
    assert len(place.received()) == 2
    assert [one.uid for one in load_mails(place.archive, PERIOD)] == [1, 2]


def test_the_password_is_in_no_file(place: Place) -> None:
    place.put(mail(files={"a.xlsx": workbook("甲")}))
    place.fetch()
    assert all(place.account.password.encode() not in data for data in files_in(place.folder).values())


# ---- handled ----


def collected(
    file: str, outcome: Outcome = Outcome.ACCEPTED, unit: str = "区教育局", *findings: Finding
) -> ReturnRecord:
    return ReturnRecord(1, "2026-09-20T10:00:00", file, "x", "0", outcome, unit, findings=findings)


def handled(place: Place, records: list[ReturnRecord], done: str = "") -> list[Finding]:
    with place.mailbox(done=done) as mailbox:
        return mark_handled(mailbox, place.archive, PERIOD, records)


def test_only_what_the_archive_holds_is_marked(place: Place) -> None:
    place.put(*(mail(files={f"{n}.xlsx": workbook(f"{n}")}) for n in range(3)), mail(subject="没有附件"))
    one, two, three, _ = place.fetch().messages
    arriving = collected(three.files[0], Outcome.IGNORED, "", found(Code.FILE_STILL_ARRIVING))
    assert handled(place, [collected(one.files[0]), arriving]) == []
    flags = place.server.flags(place.account)
    assert [KEYWORD in flags[uid] for uid in (1, 2, 3, 4)] == [True, False, False, False]
    assert ["\\Seen" in flags[uid] for uid in (1, 2, 3, 4)] == [True, False, False, False]
    assert handled(place, [collected(mail.files[0]) for mail in (one, two, three)]) == []
    flags = place.server.flags(place.account)
    assert [KEYWORD in flags[uid] for uid in (1, 2, 3, 4)] == [True, True, True, False]


def test_a_mail_is_handled_when_all_of_its_files_are(place: Place) -> None:
    place.put(mail(files={f"{n}.xlsx": workbook(f"{n}") for n in range(3)}))
    (one,) = place.fetch().messages
    for known in range(3):
        assert handled(place, [collected(file) for file in one.files[:known]], "已收") == []
        assert KEYWORD not in place.server.flags(place.account)[1]
    assert handled(place, [collected(file) for file in one.files], "已收") == []
    assert place.server.flags(place.account) == {}


@pytest.mark.parametrize("how", ["refused", "broken off"])
@pytest.mark.parametrize("step", ["mark", "move"])
def test_what_the_server_did_not_do_is_not_noted_as_done(
    place: Place, monkeypatch: pytest.MonkeyPatch, step: str, how: str
) -> None:
    """The next run does it."""
    place.put(mail(files={"a.xlsx": workbook("甲")}))
    (one,) = place.fetch().messages
    done = "已收" if step == "move" else ""

    def fail(*_: object) -> str:
        if how == "refused":
            return "没有权限"
        raise CannotGoOn(Stop.SERVER_BROKE_OFF, server="mail", reason="断了")

    with monkeypatch.context() as failing:
        failing.setattr(Mailbox, step, fail)
        assert codes(handled(place, [collected(one.files[0])], done)) == [Code.MAIL_NOT_MARKED]
    assert handled(place, [collected(one.files[0])], done) == []
    left = place.server.flags(place.account)
    assert left == {} if done else KEYWORD in left[1]


def test_a_zip_is_handled_when_what_is_in_it_is(place: Place) -> None:
    place.put(mail(files={"全部.zip": b"PK\x05\x06" + bytes(18)}))
    (one,) = place.fetch().messages
    assert handled(place, [collected(one.files[0] + "/里面.xlsx")]) == []
    assert KEYWORD in place.server.flags(place.account)[1]


def test_handled_mails_move_unless_something_was_sent_back(place: Place) -> None:
    place.put(*(mail(files={f"{n}.xlsx": workbook(f"{n}")}) for n in range(2)))
    good, bad = place.fetch().messages
    records = [collected(good.files[0]), collected(bad.files[0], Outcome.RETURNED)]
    assert handled(place, records, "已收") == []
    left = place.server.flags(place.account)
    assert list(left) == [2]
    assert KEYWORD in left[2]
    assert len(place.server.flags(place.account, "&XfJlNg-")) == 1
    assert handled(place, records, "已收") == []
    assert place.fetch().messages == ()


def test_without_room_for_the_move_nothing_is_lost_and_the_next_run_tries_again(
    start_dovecot: Callable[..., Dovecot], tmp_path: Path
) -> None:
    server = start_dovecot(capability="IMAP4rev1 UIDPLUS")
    place = Place(server, server.account(quota=200_000), tmp_path)
    place.put(mail(files={"a.xlsx": workbook("甲", 60_000)}), b"Subject: x\r\n\r\n" + b"x\r\n" * 30_000)
    (one,) = place.fetch().messages
    (told,) = handled(place, [collected(one.files[0])], "已收")
    assert (told.code, "邮箱空间已满" in told.message) == (Code.MAIL_NOT_MARKED, True)
    assert "\\Deleted" not in server.flags(place.account)[1]
    with server.client(place.account) as client:
        client.select()
        client.uid("STORE", "2", "+FLAGS", r"(\Deleted)")
        client.expunge()
    assert handled(place, [collected(one.files[0])], "已收") == []
    assert server.flags(place.account) == {}


def test_a_server_away_while_marking_is_a_finding(place: Place) -> None:
    place.put(mail(files={"a.xlsx": workbook("甲")}))
    (one,) = place.fetch().messages
    unused = Proxy(place.server.tls_port)
    unused.close()
    with place.mailbox(port=unused.port) as mailbox:
        (told,) = mark_handled(mailbox, place.archive, PERIOD, [collected(one.files[0])])
    assert told.code is Code.MAIL_NOT_MARKED
    assert handled(place, [collected(one.files[0])]) == []
    assert KEYWORD in place.server.flags(place.account)[1]


def test_marks_follow_the_mail_to_its_new_numbers(place: Place) -> None:
    place.put(mail(files={"a.xlsx": workbook("甲")}))
    (one,) = place.fetch().messages
    place.server.renumber(place.account)
    assert handled(place, [collected(one.files[0])]) == []
    assert KEYWORD not in place.server.flags(place.account)[1]
    place.fetch()
    assert handled(place, [collected(one.files[0])]) == []
    assert KEYWORD in place.server.flags(place.account)[1]


# ---- who sent it ----


def test_senders_that_do_not_fit_are_told_by_file() -> None:
    cases = [
        ("区教育局", EDUCATION.upper(), None, ""),
        ("区教委", EDUCATION, None, ""),  # its old name
        ("区财政局", "ld@district.example", None, ""),  # the address for copies
        ("乙镇", "zhen@district.example", None, ""),  # shared by two
        ("区教育局", FINANCE, Code.SENDER_DIFFERS, "区财政局"),
        ("区教育局", "zhen@district.example", Code.SENDER_DIFFERS, "甲镇、乙镇"),
        ("区教育局", "someone@qq.example", Code.SENDER_UNKNOWN, "someone@qq.example"),
        ("", "someone@qq.example", None, ""),  # nobody knows whose it is
    ]
    for unit, sender, code, words in cases:
        one = MailRecord("a", "INBOX", 1, 1, Verdict.TAKEN, sender=sender, files=("2026-09/邮件/1_x/表.zip",))
        record = collected("2026-09/邮件/1_x/表.zip/里面.xlsx", unit=unit)
        findings = sender_findings([record], [one], UNITS)
        assert codes(findings) == ([code] if code else []), (unit, sender)
        assert all(words in each.message and each.where == Cell(file=record.file) for each in findings)
    by_hand = collected("手工放的.xlsx")
    assert sender_findings([by_hand], [], UNITS) == []
    assert mail_of(by_hand.file, mails_by_file([])) is None


def test_a_register_line_is_json_that_people_can_search(place: Place) -> None:
    place.put(mail(files={"反馈表.xlsx": workbook("甲")}, subject="九月反馈"))
    place.fetch()
    (line,) = ledger_of(place.archive, PERIOD).read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["subject"] == "九月反馈"
    assert "九月反馈" in line
    assert time.strptime(json.loads(line)["date"][:10], "%Y-%m-%d")
