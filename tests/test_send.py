"""send_tasks.py as people call it: every state of a letter, every way, what is refused, what must not happen."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import select
import shutil
import signal
import socket
import subprocess
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

import openpyxl
import pytest
import send_tasks
from mail_office import (
    ISSUED,
    SCRIPTS,
    SEPTEMBER,
    TODAY,
    MailOffice,
    Ran,
    attached,
    in_process,
    issued_office,
    office_in,
    page_of,
    passwords,
    read,
    small_plan,
    text_of,
)
from mail_servers.certificates import Certificates
from mail_servers.smtp import ACCOUNT, PASSWORD
from taskbook import send as sending_step
from taskbook import wording
from taskbook.confirming import confirmed
from taskbook.findings import Code
from taskbook.mail.sending import send_letters
from taskbook.master import read_master, write_master
from taskbook.model import Unit
from taskbook.period import Period
from taskbook.split import split_master

EDUCATION, FINANCE, JUSTICE, WATER = "区教育局", "区财政局", "区司法局", "区水务局"
ADDRESSES = {
    EDUCATION: "jyj@xian.example",
    FINANCE: "czj@xian.example",
    JUSTICE: "sfj@xian.example",
    WATER: "swj@xian.example",
}
UNITS = tuple(Unit(name, "部门", (name[1:],), email=address) for name, address in ADDRESSES.items())

Press = Callable[..., Ran]


@pytest.fixture
def office(tmp_path: Path, certificates: Certificates) -> MailOffice:
    """Four units with an address each; the books are written."""
    made = issued_office(tmp_path / "office", UNITS, mail_authority=str(certificates.authority))
    made.environment = passwords()
    return made


@pytest.fixture
def press(capsys: pytest.CaptureFixture[str], no_mail_environment: pytest.MonkeyPatch) -> Press:
    """`press(office, "--eml", …)`: send_tasks.py in this process; what is put off is not waited for."""
    no_mail_environment.setenv("TASKBOOK_SMTP_PASSWORD", PASSWORD)
    quick = partial(send_letters, waits=(0.02, 0.02, 0.02))
    no_mail_environment.setattr(sending_step, "send_letters", quick)
    return partial(in_process, send_tasks.main, capsys, today=ISSUED)


def edited(book: Path, change: Callable[[openpyxl.Workbook], object]) -> None:
    """Somebody opened the book and saved it."""
    workbook = openpyxl.load_workbook(book)
    change(workbook)
    workbook.save(book)


def book_of(office: MailOffice, unit: str) -> Path:
    (book,) = office.issued.glob(f"{unit}_*.xlsx")
    return book


def register_of(office: MailOffice) -> list[dict[str, str]]:
    path = office.archive / "发送登记.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [json.loads(line) for line in lines]


# ---- through a server ----


STATES = (
    Unit("甲局", "部门", email="jia@xian.example；抄送：ld@xian.example"),
    Unit("乙局", "部门", email="yi@xian.example"),
    Unit("丙局", "部门", email="bing@xian.example"),
    Unit("丁局", "部门"),
    Unit("戊局", "部门", email="wu @xian.example"),
    Unit("己局", "部门", email="ji@xian.example"),
    Unit("庚局", "部门", email="geng@xian.example"),
    Unit("辛局", "部门", email="xin@xian.example"),
    Unit("壬局", "部门", email="ren@xian.example"),
    Unit("癸局", "部门", email="gui@xian.example"),
    Unit("子局", "部门", email="zi@xian.example；gui@"),
    Unit("丑局", "部门", email="chou@xian.example；chou2@xian.example"),
    Unit("停局", "部门", email="ting@xian.example", stopped=True),
)


@pytest.fixture
def everything(tmp_path: Path, certificates: Certificates) -> MailOffice:
    """An office in which whatever can happen to a letter happens to one of them."""
    office = issued_office(tmp_path / "office", STATES, mail_authority=str(certificates.authority))
    with zipfile.ZipFile(book_of(office, "己局"), "a") as book:  # somebody put a photograph into it
        book.writestr("xl/media/image1.png", os.urandom(400_000))
    book_of(office, "壬局").unlink()
    shutil.copy(book_of(office, "甲局"), book_of(office, "癸局"))
    return office


def test_every_state_a_letter_can_have(everything: MailOffice, press: Press, start_smtp) -> None:
    server = start_smtp(size_limit=300_000)
    way = ("--smtp", server.url, "--yes")
    first = press(everything, *way, "--unit", "辛局")
    assert (first.code, first.states()) == (0, {"辛局": "sent"})
    server.faults.rcpt_always = {
        "yi@xian.example": "550 5.1.1 no such user",
        "chou2@xian.example": "550 no such user",
    }
    server.faults.rcpt_always |= {"bing@xian.example": "451 4.7.1 greylisted"}
    server.faults.drop_when = lambda command, address: False
    before = press(everything, *way, "--unit", "甲局", "--unit", "乙局", "--unit", "丙局", "--unit", "丑局")
    assert before.states() == {"甲局": "sent", "乙局": "refused", "丙局": "failed", "丑局": "sent"}
    server.faults.drop_after_dot = [True]
    assert press(everything, *way, "--unit", "庚局").states() == {"庚局": "perhaps"}

    ran = press(everything, *way)
    assert ran.code == 1
    assert ran.states() == {
        "甲局": "sent_before", "乙局": "refused", "丙局": "failed", "丁局": "no_address", "戊局": "no_address",
        "己局": "too_large", "庚局": "perhaps", "辛局": "sent_before", "子局": "sent", "丑局": "refused",
    }  # fmt: skip
    assert Counter(ran.codes()) == Counter(
        code.name
        for code in [
            Code.BOOK_MISSING, Code.BOOK_OF_OTHER, Code.EMAIL_MALFORMED, Code.EMAIL_MALFORMED, Code.MAIL_NOT_SENT,
            Code.MAIL_REFUSED, Code.MAIL_REFUSED, Code.MAIL_TOO_LARGE, Code.MAIL_PERHAPS_SENT,
            Code.NO_ADDRESS, Code.NO_ADDRESS,
        ]
    )  # fmt: skip
    received = Counter(server.recipients())
    assert received == Counter(
        [
            "xin@xian.example",
            "jia@xian.example",
            "ld@xian.example",
            "chou@xian.example",
            "geng@xian.example",
            "zi@xian.example",
        ]
    )
    said = {one["code"]: one["message"] for one in ran.shape["findings"]}
    assert "壬局" in said["BOOK_MISSING"]
    assert "癸局" in said["BOOK_OF_OTHER"]
    assert "没有这个邮箱" in said["MAIL_REFUSED"]
    assert "--resend 庚局" in said["MAIL_PERHAPS_SENT"]
    assert ran.shape["counts"] == Counter(ran.states().values())
    for words in ("被拒收2封", "没有邮箱2封", "太大没有发1封", "不知道发到没有"):
        assert words in ran.told


def test_a_finding_about_an_address_names_its_cell(everything: MailOffice, press: Press) -> None:
    ran = press(everything, "--eml", str(everything.folder / "草稿"))
    units = read_master(everything.master).units
    rows = {unit.name: unit.row for unit in units}
    places = {(one["sheet"], one["cell"]) for one in ran.shape["findings"] if one["code"] == "NO_ADDRESS"}
    assert places == {("单位", f"E{rows[unit]}") for unit in ("丁局", "戊局")}
    (wrong,) = [one for one in ran.shape["findings"] if "gui@" in one["message"]]
    assert wrong["cell"] == f"E{rows['子局']}"


def test_what_was_left_goes_with_the_next_run(office: MailOffice, press: Press, start_smtp) -> None:
    """After the addresses are mended only those who had nothing are written to."""
    server = start_smtp()
    server.faults.rcpt_always = {ADDRESSES[FINANCE]: "550 no such user"}
    assert press(office, "--smtp", server.url, "--yes").states()[FINANCE] == "refused"
    plan = read_master(office.master)
    mended = [
        replace(unit, email="new@xian.example") if unit.name == FINANCE else unit for unit in plan.units
    ]
    write_master(replace(plan, units=tuple(mended), columns={}, side_columns={}), office.master)
    again = press(office, "--smtp", server.url, "--yes")
    assert again.states() == dict.fromkeys(ADDRESSES, "sent_before") | {FINANCE: "sent"}
    assert sorted(server.recipients()) == sorted(
        {*ADDRESSES.values(), "new@xian.example"} - {ADDRESSES[FINANCE]}
    )


def test_a_new_book_is_a_new_letter(office: MailOffice, press: Press, start_smtp) -> None:
    """Sent again is what was issued again with other content, not what was merely written again."""
    server = start_smtp()
    press(office, "--smtp", server.url, "--yes")
    split_master(office.master, SEPTEMBER, today=TODAY)
    assert set(press(office, "--smtp", server.url, "--yes").states().values()) == {"sent_before"}
    plan = read_master(office.master)
    tasks = (replace(plan.tasks[0], content="改了的任务"), *plan.tasks[1:])
    write_master(replace(plan, tasks=tasks, columns={}, side_columns={}), office.master)
    split_master(office.master, SEPTEMBER, today=TODAY)
    states = press(office, "--smtp", server.url, "--yes").states()
    assert states == dict.fromkeys(ADDRESSES, "sent_before") | {EDUCATION: "sent", FINANCE: "sent"}


def test_the_server_of_the_settings_is_the_one_that_is_used(
    tmp_path: Path, certificates: Certificates, press: Press, start_smtp
) -> None:
    server = start_smtp()
    way = {
        "mail_server": server.url,
        "mail_way": "直接发送",
        "mail_copy": "ld@dept.example；jyj@xian.example",
    }
    office = issued_office(tmp_path / "o", UNITS, mail_authority=str(certificates.authority), **way)
    ran = press(office, "--yes")
    assert (ran.shape["way"], set(ran.states().values())) == ("smtp", {"sent"})
    assert Counter(server.recipients()) == Counter(
        [*ADDRESSES.values(), "ld@dept.example", "ld@dept.example", "ld@dept.example", "ld@dept.example"]
        + ["jyj@xian.example"] * 3
    )
    assert all(PASSWORD.encode() not in data for data in office.files().values())


def test_an_edited_book_goes_as_it_is(office: MailOffice, press: Press, start_smtp) -> None:
    server = start_smtp()
    book = book_of(office, JUSTICE)
    edited(book, lambda workbook: workbook.create_sheet("填表说明"))
    assert press(office, "--smtp", server.url, "--yes", "--unit", JUSTICE).states() == {JUSTICE: "sent"}
    assert attached(server.delivered[0].raw) == {book.name: book.read_bytes()}


@pytest.mark.parametrize("content", [b"", b"no workbook", b"PK\x03\x04 torn"])
def test_what_is_no_book_any_more_is_not_sent(
    office: MailOffice, press: Press, start_smtp, content: bytes
) -> None:
    server = start_smtp()
    book_of(office, JUSTICE).write_bytes(content)
    ran = press(office, "--smtp", server.url, "--yes")
    assert JUSTICE not in ran.states()
    assert ran.codes() == ["BOOK_OF_OTHER"]
    assert ran.code == 1
    assert len(server.delivered) == 3


def test_a_book_of_another_period_under_the_name_is_not_sent(office: MailOffice, press: Press) -> None:
    other = split_master(office.master, Period(2026, 10), today=TODAY).books[0].file
    shutil.copy(other, book_of(office, EDUCATION))
    ran = press(office, "--eml", str(office.folder / "x"))
    assert EDUCATION not in ran.states()
    assert ran.codes() == ["BOOK_OF_OTHER"]


# ---- whom ----


def test_units_by_name_and_by_alias(office: MailOffice, press: Press, start_smtp) -> None:
    server = start_smtp()
    ran = press(
        office, "--smtp", server.url, "--yes", "--unit", "教育局", "--unit", FINANCE, "--unit", "教育局"
    )
    assert (ran.code, ran.states()) == (0, {EDUCATION: "sent", FINANCE: "sent"})
    assert server.recipients() == [ADDRESSES[EDUCATION], ADDRESSES[FINANCE]]


def test_a_unit_nobody_knows_is_told_with_what_was_perhaps_meant(
    office: MailOffice, press: Press, start_smtp
) -> None:
    server = start_smtp()
    ran = press(office, "--smtp", server.url, "--yes", "--unit", "区教育厅")
    assert (ran.code, ran.states(), ran.codes()) == (1, {}, ["UNIT_NOT_IN_PLAN"])
    assert EDUCATION in ran.shape["findings"][0]["message"]
    assert server.connections == 0


def test_units_that_share_a_mailbox_get_a_letter_each(
    tmp_path: Path, certificates: Certificates, press: Press, start_smtp
) -> None:
    server = start_smtp()
    shared = [replace(unit, email="bgs@xian.example") for unit in UNITS]
    office = issued_office(tmp_path / "o", shared, mail_authority=str(certificates.authority))
    for _ in range(2):
        press(office, "--smtp", server.url, "--yes")
    assert server.recipients() == ["bgs@xian.example"] * 4
    assert [list(attached(one.raw)) for one in server.delivered] == [
        [book_of(office, unit).name] for unit in ADDRESSES
    ]


def test_sent_again_only_to_those_named(office: MailOffice, press: Press, start_smtp) -> None:
    """By name or alias; a slip is told and nobody gets anything twice for it."""
    server = start_smtp()
    way = ("--smtp", server.url, "--yes")
    press(office, *way)
    ran = press(office, *way, "--resend", "教育局")
    assert ran.states() == dict.fromkeys(ADDRESSES, "sent_before") | {EDUCATION: "sent"}
    looked = press(office, *way, "--dry-run", "--resend", FINANCE)
    assert looked.states() == dict.fromkeys(ADDRESSES, "sent_before") | {FINANCE: "planned"}
    slip = press(office, *way, "--resend", "区教育厅")
    assert set(slip.states().values()) == {"sent_before"}
    assert (slip.code, slip.codes()) == (1, ["UNIT_NOT_IN_PLAN"])
    assert Counter(server.recipients())[ADDRESSES[EDUCATION]] == 2
    assert len(server.delivered) == 5


# ---- looking only ----


@pytest.mark.parametrize(
    "way", [["--eml", "草稿"], ["--package", "打包"], ["--smtp", "smtp://office@127.0.0.1:9"], []]
)
@pytest.mark.parametrize("more", [[], ["--remind"]])
def test_a_look_writes_nothing_and_calls_nobody(
    office: MailOffice, press: Press, monkeypatch: pytest.MonkeyPatch, way: list[str], more: list[str]
) -> None:
    monkeypatch.chdir(office.folder)
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("somebody was called"))
    before = office.files()
    ran = press(office, *way, *more, "--dry-run", today=TODAY)
    assert office.files() == before
    assert ran.shape["dry_run"] is True
    assert ran.states() == dict.fromkeys(ADDRESSES, "planned")
    for unit, address in ADDRESSES.items():
        assert re.search(rf"待发　{unit}　{re.escape(address)}", ran.told)


# ---- what is refused ----


def refused(ran: Ran, office: MailOffice, before: Mapping[str, bytes], *words: str) -> None:
    """One sentence, exit code 2, no JSON, nothing changed."""
    assert (ran.code, ran.shape) == (2, {})
    assert ran.told.count("\n") == 1, ran.told
    for each in words:
        assert each in ran.told
    assert PASSWORD not in ran.told
    assert office.files() == before


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["--eml", "a", "--smtp", "smtps://x@y.example"], ["只能选一样"]),
        (["--eml", "a", "--package", "b"], ["只能选一样"]),
        (["--smtp", "smtps://x@y.example", "--package", "b", "--eml", "c"], ["只能选一样"]),
        (["--smtp", ""], ["发信服务器", "smtps://"]),
        (["--smtp", "http://y.example"], ["http://y.example", "smtps://"]),
        (["--smtp", f"smtps://office:{PASSWORD}@y.example"], ["不能带密码"]),
        (["--smtp", "smtps://x@y.example", "--pause", "-1"], ["--pause"]),
        (["--smtp", "smtps://x@y.example", "--pause", "nan"], ["--pause"]),
        (["--smtp", "smtps://x@y.example", "--pause", "quick"], ["--pause", "quick"]),
        (["--smtp", "smtps://x@y.example", "--per-minute", "0"], ["--per-minute"]),
        (["--smtp", "smtps://x@y.example", "--per-minute", "6.5"], ["--per-minute"]),
        (["--period", "2026-11", "--eml", "a"], ["2026-11"]),
        (["--books", "不在", "--eml", "a"], ["不在", "2026-09"]),
    ],
)
def test_what_cannot_be_meant_is_one_sentence(
    office: MailOffice, press: Press, given: list[str], words: list[str]
) -> None:
    before = office.files()
    refused(press(office, *given), office, before, *words)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"mail_address": ""}, ["发件邮箱"]),
        ({"mail_address": "办公室"}, ["发件邮箱", "办公室", "不是邮箱"]),
        ({"mail_address": "office@dept.example\nBcc: evil@x.example"}, ["发件邮箱"]),
        ({"mail_copy": "ld @dept.example"}, ["抄送邮箱", "ld @dept.example"]),
    ],
)
def test_without_a_sender_nothing_goes(
    tmp_path: Path, press: Press, settings: dict[str, str], words: list[str]
) -> None:
    office = issued_office(tmp_path / "o", UNITS, **settings)
    before = office.files()
    refused(press(office, "--smtp", "smtps://x@127.0.0.1:9", "--yes"), office, before, *words)


def test_trouble_with_the_server_is_one_sentence(
    office: MailOffice, press: Press, start_smtp, certificates: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        closed = f"smtps://{ACCOUNT}@127.0.0.1:{free.getsockname()[1]}"
    cases = [
        (closed, "连不上"),
        (f"smtps://{ACCOUNT}@mail.nowhere.invalid", "连不上"),
        (start_smtp(tls="implicit", identity=certificates.expired).url, "已过期"),
        (start_smtp(tls="implicit", identity=certificates.stranger).url, "不是电脑信任的机构"),
        (start_smtp(tls="none").url, "不能加密"),
        (start_smtp(users={ACCOUNT: "something else"}).url, "不接受账号"),
    ]
    before = office.files()
    for url, word in cases:
        refused(press(office, "--smtp", url, "--yes"), office, before | kept(office, before), word)
    monkeypatch.delenv("TASKBOOK_SMTP_PASSWORD")
    monkeypatch.setenv("TASKBOOK_TEST_KEYRING", str(office.folder.parent / "keyring.json"))
    server = start_smtp()
    import keyring
    from mail_servers.keyring_in_file import FileKeyring

    other = keyring.get_keyring()
    keyring.set_keyring(FileKeyring())
    try:
        refused(
            press(office, "--smtp", server.url, "--yes"),
            office,
            before | kept(office, before),
            "没有找到账号",
        )
    finally:
        keyring.set_keyring(other)
    assert server.logins == 0
    assert register_of(office) == []


def kept(office: MailOffice, before: Mapping[str, bytes]) -> dict[str, bytes]:
    """An empty register is nothing that was done."""
    return {name: data for name, data in office.files().items() if name not in before and not data}


def test_two_at_once_are_refused(office: MailOffice, press: Press, start_smtp) -> None:
    server = start_smtp()
    with office.start("send_tasks.py", "--smtp", server.url, "--yes", "--pause", "3", today=ISSUED) as first:
        until = time.monotonic() + 20
        while not server.delivered and time.monotonic() < until:
            time.sleep(0.01)
        ran = press(office, "--smtp", server.url, "--yes")
        first.kill()
        first.communicate()
    assert ran.code == 2
    assert ran.told.count("\n") == 1
    assert len(server.delivered) == 1


def test_a_server_that_dies_on_the_way_is_a_finding_and_the_next_run_goes_on(
    office: MailOffice, press: Press, start_smtp
) -> None:
    server = start_smtp()
    server.faults.drop_when = lambda command, address: len(server.delivered) >= 2
    ran = press(office, "--smtp", server.url, "--yes")
    assert (ran.code, ran.codes()) == (1, ["SENDING_STOPPED"])
    assert Counter(ran.states().values()) == {"sent": 2, "planned": 2}
    assert "已发2封，还有2封" in ran.shape["findings"][0]["message"]
    server.faults.drop_when = None
    assert Counter(press(office, "--smtp", server.url, "--yes").states().values()) == {
        "sent": 2,
        "sent_before": 2,
    }
    assert sorted(server.recipients()) == sorted(ADDRESSES.values())


def test_a_server_that_dies_before_anything_went_is_one_sentence(
    office: MailOffice, press: Press, start_smtp
) -> None:
    server = start_smtp()
    server.faults.drop_always = True
    ran = press(office, "--smtp", server.url, "--yes")
    assert (ran.code, ran.shape, ran.told.count("\n")) == (2, {}, 1)
    assert "连接断了" in ran.told


def test_ctrl_c_stops_it_and_the_next_run_goes_on(office: MailOffice, press: Press, start_smtp) -> None:
    server = start_smtp()
    with office.start(
        "send_tasks.py", "--smtp", server.url, "--yes", "--pause", "5", today=ISSUED
    ) as process:
        until = time.monotonic() + 20
        while not server.delivered and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert (process.returncode, out) == (2, b"")
    assert err.decode().strip() == wording.INTERRUPTED
    assert [one["event"] for one in register_of(office)] == ["begun", "accepted"]
    again = press(office, "--smtp", server.url, "--yes")
    assert Counter(again.states().values()) == {"sent_before": 1, "sent": 3}
    assert sorted(server.recipients()) == sorted(ADDRESSES.values())


def test_pauses_are_kept(office: MailOffice, press: Press, start_smtp) -> None:
    server = start_smtp()
    started = time.monotonic()
    press(office, "--smtp", server.url, "--yes", "--pause", "0.3")
    assert len(server.delivered) == 4
    assert time.monotonic() - started >= 0.9


# ---- names that would be headers ----


EVIL = "evil@x.example"
ENDS = ("\n", "\r\n", "\u2028", "\x0b", "\x85", "_x000D__x000A_")


@pytest.mark.parametrize("end", ENDS)
def test_no_name_becomes_a_header(
    tmp_path: Path, certificates: Certificates, press: Press, start_smtp, end: str
) -> None:
    """Whatever the unit, the plan, the office, a person or a group of addresses is called."""
    bad = f"{end}Bcc: {EVIL}{end}X-Evil: 1{end}{end}<script>alert(1)</script>"
    server = start_smtp()
    unit = Unit(
        EDUCATION + bad,
        "部门",
        (EDUCATION,),
        f"联络员{bad}",
        "jyj@xian.example" + (f"{end}Bcc: {EVIL}" if end.isspace() and end != "\x0b" else ""),
    )
    plan = small_plan(
        [unit, UNITS[1]],
        plan_name="要点" + bad,
        office="办公室" + bad,
        return_to="交来" + bad,
        mail_authority=str(certificates.authority),
    )
    plan = replace(
        plan, tasks=tuple(replace(task, lead=task.lead[:4], support=task.support[:4]) for task in plan.tasks)
    )
    office = office_in(tmp_path / "o", plan)
    assert len(split_master(office.master, SEPTEMBER, today=ISSUED).books) == 2
    folder = office.folder / "草稿"
    for more in ([], ["--remind"]):
        ran = press(office, "--smtp", server.url, "--yes", *more)
        assert set(ran.states().values()) == {"sent"}, ran.told
        press(office, "--eml", str(folder), *more)
        press(office, "--package", str(office.folder / "打包"), *more)
    assert Counter(server.recipients()) == {"jyj@xian.example": 2, "czj@xian.example": 2}
    drafts = [path.read_bytes() for path in folder.glob("*.eml")]
    assert len(drafts) == 4
    for raw in [*drafts, *(one.raw for one in server.delivered)]:
        head = raw.partition(b"\r\n\r\n")[0]
        names = {
            line.partition(b":")[0]
            for line in re.split(rb"\r?\n|\r", head)
            if not line.startswith((b" ", b"\t"))
        }
        known = {
            b"From",
            b"To",
            b"Subject",
            b"MIME-Version",
            b"Content-Type",
            b"Date",
            b"Message-ID",
            b"X-Unsent",
        }
        assert names <= known | {b"X-Peer", b"X-MailFrom", b"X-RcptTo"}
        assert "<script>" not in page_of(raw)
        assert EVIL not in "".join(str(read(raw)[name]) for name in ("To", "Cc") if read(raw)[name])
        assert {path.parent for path in folder.rglob("*.eml")} == {folder}


def test_a_unit_named_like_a_path_stays_in_its_folder(tmp_path: Path, press: Press) -> None:
    units = (
        Unit("../../逃出去", "部门", ("甲局",), email="a@b.example"),
        Unit("CON", "部门", email="c@d.example"),
    )
    plan = small_plan(units)
    office = office_in(
        tmp_path / "o" / "o", replace(plan, tasks=(replace(plan.tasks[0], lead="甲局"), plan.tasks[1]))
    )
    split_master(office.master, SEPTEMBER, today=ISSUED)
    before = {path for path in tmp_path.rglob("*") if office.folder not in path.parents}
    for way in ("--eml", "--package"):
        press(office, way, str(office.folder / "出"))
    assert {path for path in tmp_path.rglob("*") if office.folder not in path.parents} == before


# ---- templates ----


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("下发通知.txt", "{{ plan }}", "{{ plann }}", ["下发通知.txt", "plann"]),
        ("下发通知.txt", "主题：", "题目：", ["下发通知.txt", "主题"]),
        ("共用.txt", "{% macro", "{% makro", ["共用.txt"]),
    ],
)
def test_a_slip_in_a_template_is_told_by_the_command(
    office: MailOffice, project: Path, start_smtp, name: str, old: str, new: str, words: list[str]
) -> None:
    """Before anything is sent, with the template, the line and the name."""
    server = start_smtp()
    template = project / "templates" / "mail" / name
    whole = template.read_text(encoding="utf-8")
    head, mark, body = whole.partition("#}")
    assert old in body
    template.write_text(head + mark + body.replace(old, new, 1), encoding="utf-8")
    command = office.command("send_tasks.py", "--smtp", server.url, "--yes", today=ISSUED)
    command[1] = str(project / "scripts" / "send_tasks.py")
    done = subprocess.run(command, capture_output=True, env=office.environment, timeout=60)
    template.write_text(whole, encoding="utf-8")
    told = done.stderr.decode()
    assert (done.returncode, done.stdout, told.count("\n")) == (2, b"", 1), told
    assert re.search(r"第\d+行有误", told)
    for word in words:
        assert word in told
    assert server.connections == 0


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program with its templates in a place of its own, where an office may write."""
    folder = tmp_path_factory.mktemp("project")
    for name in ("scripts", "templates"):
        shutil.copytree(SCRIPTS.parent / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


# ---- asked before ----


def at_a_terminal(office: MailOffice, typed: str, *more: str) -> tuple[int, str, dict[str, object]]:
    """Run it with a terminal to type at; exit code, what was shown there, the JSON."""
    ours, theirs = pty.openpty()
    command = office.command("send_tasks.py", *more, today=ISSUED)
    process = subprocess.Popen(
        command, stdin=theirs, stdout=subprocess.PIPE, stderr=theirs, env=office.environment, close_fds=True
    )
    os.close(theirs)
    shown, answered, until = b"", False, time.monotonic() + 60
    while time.monotonic() < until:
        if not select.select([ours], [], [], 0.1)[0]:
            if process.poll() is not None:
                break
            continue
        try:
            block = os.read(ours, 4096)
        except OSError:  # nobody is there any more
            break
        shown += block
        if not answered and "现在发送吗".encode() in shown:
            os.write(ours, f"{typed}\n".encode())
            answered = True
    out, _ = process.communicate(timeout=10)
    os.close(ours)
    assert answered, shown.decode()
    return process.returncode, shown.decode(), json.loads(out)


@pytest.mark.parametrize(("typed", "goes"), [("", False), ("也许", False), ("y", True)])
def test_a_person_sees_the_first_letter_and_says_yes_or_no(
    office: MailOffice, start_smtp, typed: str, goes: bool
) -> None:
    server = start_smtp()
    code, shown, shape = at_a_terminal(office, typed, "--smtp", server.url)
    assert code == 0
    for words in (
        f"第1封，共4封：{EDUCATION}",
        "主题：",
        "附件：",
        "4封信，共4个邮箱",
        ACCOUNT,
        *ADDRESSES.values(),
    ):
        assert words in shown
    assert shown.index(ADDRESSES[WATER]) < shown.index("现在发送吗")
    assert len(server.delivered) == (4 if goes else 0)
    assert {one["state"] for one in shape["messages"]} == {"sent" if goes else "planned"}
    assert ("没有发送" in shown) == (not goes)
    assert server.connections == (1 if goes else 0)
    assert register_of(office) == [] or goes


def test_the_preview_says_nothing_of_letters_that_went_before(
    office: MailOffice, start_smtp, press: Press
) -> None:
    server = start_smtp()
    press(office, "--smtp", server.url, "--yes", "--unit", EDUCATION, "--unit", FINANCE)
    _, shown, _ = at_a_terminal(office, "n", "--smtp", server.url)
    assert "2封信，共2个邮箱" in shown
    before_question = shown[: shown.index("现在发送吗")]
    assert ADDRESSES[EDUCATION] not in before_question
    assert ADDRESSES[WATER] in before_question


@pytest.mark.parametrize(("typed", "goes"), [("不发\n".encode(), False), (b"", True)])
def test_a_pipe_may_say_no_and_need_not_say_anything(
    office: MailOffice, start_smtp, typed: bytes, goes: bool
) -> None:
    server = start_smtp()
    ran = office.run("send_tasks.py", "--smtp", server.url, today=ISSUED, typed=typed)
    assert ran.code == 0
    assert len(server.delivered) == (4 if goes else 0)
    assert ran.shape["dry_run"] == (not goes)


def test_a_pipe_that_nobody_writes_to_does_not_hold_it_up(office: MailOffice, start_smtp) -> None:
    server = start_smtp()
    command = office.command("send_tasks.py", "--smtp", server.url, today=ISSUED)
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=office.environment
    )
    assert process.wait(30) == 0
    with process:
        assert b"Fatal" not in process.stderr.read()
    assert len(server.delivered) == 4


def test_what_is_a_yes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program without any input is its own yes; words are taken as they are meant."""
    monkeypatch.setattr("sys.stdin", None)
    assert confirmed(["第1封"], "现在发送吗？")
    answers = {
        "": True,
        "y\n": True,
        "Y \n": True,
        "是\n": True,
        "好\r\n": True,
        "n\n": False,
        "yn\n": False,
        "0\n": False,
    }
    for typed, goes in answers.items():
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        assert confirmed([], "现在发送吗？") is goes, typed


def test_nobody_is_asked_where_nothing_is_left_to_send(office: MailOffice, start_smtp, press: Press) -> None:
    server = start_smtp()
    press(office, "--smtp", server.url, "--yes")
    ran = press(office, "--smtp", server.url)
    assert "现在发送吗" not in ran.told
    assert set(ran.states().values()) == {"sent_before"}


# ---- drafts and packages ----


def test_drafts_that_open_ready_to_send(office: MailOffice, press: Press) -> None:
    ran = press(office)  # the way of 设置
    folder = office.issued / wording.DRAFT_FOLDER
    assert (ran.shape["way"], ran.shape["place"]) == ("eml", str(folder))
    assert set(ran.states().values()) == {"draft"}
    for one in ran.shape["messages"]:
        raw = Path(one["file"]).read_bytes()
        head = read(raw)
        assert head["X-Unsent"] == "1"
        assert head["To"] == ADDRESSES[one["unit"]]
        assert head["Subject"] == one["subject"]
        assert head["Message-ID"] is None
        book = book_of(office, one["unit"])
        assert attached(raw) == {book.name: book.read_bytes()}
        assert "2项" in text_of(raw)
    before = office.files()
    press(office)
    assert office.files() == before


def test_packages_for_everybody_also_without_an_address(everything: MailOffice, press: Press) -> None:
    target = everything.folder / "打包"
    ran = press(everything, "--package", str(target))
    units = ["甲局", "乙局", "丙局", "丁局", "戊局", "己局", "庚局", "辛局", "子局", "丑局"]
    assert ran.states() == dict.fromkeys(units, "packaged")
    assert "NO_ADDRESS" not in ran.codes()
    for unit in units:
        book = book_of(everything, unit)
        with zipfile.ZipFile(target / f"{unit}.zip") as archive:
            inside = {
                Path(name).name: archive.read(name) for name in archive.namelist() if not name.endswith("/")
            }
        assert inside.keys() == {book.name, "通知.txt"}
        assert inside[book.name] == book.read_bytes()
        assert (target / unit / book.name).read_bytes() == book.read_bytes()
    assert ran.shape["notices"] == [str(target / "发送总览.xlsx")]
    before = everything.files()
    press(everything, "--package", str(target))
    assert everything.files() == before


def test_the_same_words_every_way(office: MailOffice, press: Press, start_smtp) -> None:
    server = start_smtp()
    press(office, "--smtp", server.url, "--yes")
    drafts = press(office, "--eml", str(office.folder / "x"))
    press(office, "--package", str(office.folder / "y"))
    for sent, one in zip(server.delivered, drafts.shape["messages"], strict=True):
        raw, unit = Path(one["file"]).read_bytes(), one["unit"]
        notice = (office.folder / "y" / unit / "通知.txt").read_text(encoding="utf-8-sig")
        assert text_of(sent.raw) == text_of(raw)
        assert read(sent.raw)["Subject"] == read(raw)["Subject"] == one["subject"]
        assert notice == f"主题：{one['subject']}\n\n{text_of(raw)}"


def test_a_folder_that_cannot_be_written_is_one_sentence(office: MailOffice, press: Press) -> None:
    (office.folder / "file").write_text("x", encoding="utf-8")
    for way in ("--eml", "--package"):
        ran = press(office, way, str(office.folder / "file"))
        assert (ran.code, ran.shape, ran.told.count("\n")) == (2, {}, 1), ran.told
        assert str(office.folder / "file") in ran.told


# ---- the shape ----


def test_the_json_says_everything(office: MailOffice, press: Press, start_smtp) -> None:
    server = start_smtp()
    ran = press(office, "--smtp", server.url, "--yes", "--unit", EDUCATION)
    (message,) = ran.shape.pop("messages")
    assert ran.shape == {
        "period": "2026-09", "way": "smtp", "place": f"127.0.0.1:{server.port}", "dry_run": False,
        "counts": {"sent": 1}, "notices": [], "chat": "", "findings": [],
    }  # fmt: skip
    assert message == {
        "unit": EDUCATION, "kind": "issue", "to": [ADDRESSES[EDUCATION]], "cc": [],
        "subject": read(server.delivered[0].raw)["Subject"], "attachments": [book_of(office, EDUCATION).name],
        "state": "sent", "file": "", "message_id": read(server.delivered[0].raw)["Message-ID"],
    }  # fmt: skip
    events = [(one["event"], one["unit"], one["address"], one["message_id"]) for one in register_of(office)]
    assert events == [
        (event, EDUCATION, ADDRESSES[EDUCATION], message["message_id"]) for event in ("begun", "accepted")
    ]


def test_nothing_issued_is_one_sentence(tmp_path: Path, press: Press) -> None:
    office = office_in(tmp_path / "o", small_plan(UNITS))
    before = office.files()
    refused(press(office, "--eml", "x"), office, before, "2026-09")


def test_a_master_that_is_not_there(tmp_path: Path, press: Press) -> None:
    ran = press(MailOffice(tmp_path / "没有.xlsx"), "--eml", "x")
    assert (ran.code, ran.told.count("\n")) == (2, 1)
