"""--watch: a line for each arrival, from a folder and from a mailbox, until Ctrl-C, with nothing left half done."""

from __future__ import annotations

import json
import os
import queue
import re
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from mail_office import ARRIVED, SEPTEMBER, TODAY, MailOffice, issued_office, passwords
from mail_servers.certificates import Certificates
from mail_servers.dovecot import Account, Dovecot
from mail_servers.proxy import Proxy
from mailers import Mailer, compose
from returning import answers_for
from taskbook import watch as watching
from taskbook import wording
from taskbook.collected import CollectResult
from taskbook.findings import CannotGoOn, Code, Stop, found
from taskbook.model import Unit
from taskbook.receive import keep_collecting
from taskbook.rehearsal import filling
from taskbook.returns.archive import Outcome, ReturnRecord, load_records
from taskbook.watch import folder_waiter, watch

NAMES = [f"第{number}局" for number in range(1, 13)]
UNITS = [Unit(name, "部门", email=f"u{number}@xian.example") for number, name in enumerate(NAMES, 1)]


@pytest.fixture
def office(tmp_path: Path) -> MailOffice:
    """Twelve units whose books were sent."""
    return issued_office(tmp_path / "office", UNITS)


def filled(office: MailOffice, unit: str, words: str = "已办理") -> bytes:
    """The unit's book, filled in."""
    (path,) = office.issued.glob(f"{unit}_*.xlsx")
    book = filling.open_book(path)
    filling.fill(book, answers_for(book, unit, words), Random(1))
    target = office.folder.parent / f"{unit}.xlsx"
    book.workbook.save(target)
    return target.read_bytes()


class Watched:
    """A command that watches, and the lines it says."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self._lines: queue.Queue[str] = queue.Queue()
        self.said: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self._lines.put(line.decode())

    def until(self, pattern: str, seconds: float = 40) -> str:
        """The next line that matches."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                line = self._lines.get(timeout=0.2)
            except queue.Empty:
                assert self.process.poll() is None, self.said
                continue
            self.said.append(line)
            if re.search(pattern, line):
                return line
        raise AssertionError(f"{pattern} was not said: {self.said}")

    def stop(self) -> tuple[int, dict[str, object]]:
        """Ctrl-C; the exit code and the JSON. All that it said is in `said`."""
        self.process.send_signal(signal.SIGINT)
        assert self.process.stdout is not None
        shape = json.loads(self.process.stdout.read() or b"{}")
        code = self.process.wait(30)
        self._reader.join(10)
        while not self._lines.empty():
            self.said.append(self._lines.get())
        assert "Traceback" not in "".join(self.said)
        assert any(wording.WATCH_ENDED in line for line in self.said)
        return code, shape


@pytest.fixture
def start() -> Iterator[Callable[..., Watched]]:
    """`start(office, "--imap", …)` → a watching command; killed after the test whatever happened."""
    started: list[Watched] = []

    def run(office: MailOffice, *more: str) -> Watched:
        started.append(Watched(office.start("collect_replies.py", "--watch", *more, today=TODAY)))
        return started[-1]

    yield run
    for each in started:
        each.process.kill()
        each.process.communicate()


def nothing_half_written(office: MailOffice) -> None:
    """Every line of every register is whole, every original is there with its bytes, nothing temporary is left."""
    names = [path.name for path in office.folder.rglob("*")]
    assert [name for name in names if name.startswith(".") and not name.endswith(".lock")] == []
    for register in office.archive.glob("*.jsonl"):
        for line in register.read_text(encoding="utf-8").splitlines():
            json.loads(line)
    inbox = {path.read_bytes() for path in (office.folder / "收件").rglob("*.xlsx")}
    for record in load_records(office.archive.parent, SEPTEMBER):
        assert (office.archive / "原件" / record.stored).read_bytes() in inbox


def test_arrivals_in_a_folder_and_a_mailbox_are_told_as_they_come(
    tmp_path: Path,
    office: MailOffice,
    dovecot: Dovecot,
    certificates: Certificates,
    start: Callable[..., Watched],
) -> None:
    """Both at once, to wait only once."""
    account = dovecot.account()
    mailed = issued_office(tmp_path / "mailed", UNITS, mail_authority=str(certificates.authority))
    mailed.environment = passwords(account.password)
    (office.folder / "收件" / "早到.xlsx").write_bytes(filled(office, NAMES[0]))
    wire = Proxy(dovecot.tls_port)
    by_folder, by_mail = start(office), start(mailed, "--imap", dovecot.url(account, port=wire.port))
    by_folder.until("正在等候.*收件")
    by_mail.until("正在等候")
    by_folder.until(rf"采用.*{NAMES[0]}.*2项.*早到\.xlsx")

    (office.folder / "收件" / "新到.xlsx").write_bytes(filled(office, NAMES[1]))
    (office.folder / "收件" / "坏的.xlsx").write_bytes(filled(office, NAMES[2])[:3000])
    quiet(wire)
    deliver(dovecot, account, mailed, NAMES[1], "表.xlsx")
    by_mail.until(rf"采用.*{NAMES[1]}.*2项.*表\.xlsx")
    quiet(wire)
    deliver(dovecot, account, mailed, NAMES[2], "第二份.xlsx")
    by_mail.until(rf"采用.*{NAMES[2]}.*2项.*第二份\.xlsx")
    told = {by_folder.until(r"新到\.xlsx|坏的\.xlsx") for _ in range(2)}
    assert {bool(re.search("退回.*不完整|不完整.*退回|退回", line)) for line in told} == {True, False}

    for watched, place, count in ((by_folder, office, 3), (by_mail, mailed, 2)):
        code, shape = watched.stop()
        assert code == 0
        assert len(shape["files"]) == count  # type: ignore[arg-type]
        nothing_half_written(place)
        assert len(load_records(place.archive.parent, SEPTEMBER)) == count
        lines = [line for line in watched.said if ".xlsx" in line and "　" in line]
        assert len([line for line in lines if re.match(r"\d\d:\d\d:\d\d　", line)]) == count
    wire.close()
    assert set(dovecot.flags(account)) == {1, 2}
    assert all("\\Seen" in flags for flags in dovecot.flags(account).values())


def quiet(wire: Proxy) -> None:
    """Wait until the program listens: the server has said something, and for a while nothing more."""
    since, carried, until = time.monotonic(), 0, time.monotonic() + 30
    while time.monotonic() < until and (not carried or time.monotonic() - since < 0.8):
        if wire.carried != carried:
            since, carried = time.monotonic(), wire.carried
        time.sleep(0.02)


def deliver(dovecot: Dovecot, account: Account, office: MailOffice, unit: str, name: str) -> None:
    address = UNITS[NAMES.index(unit)].email
    files = {name: filled(office, unit)}
    dovecot.append(account, compose(Mailer.QQ, address, "office@dept.example", name, "", files), date=ARRIVED)


def test_ctrl_c_in_the_middle_lets_the_collection_end(
    office: MailOffice, start: Callable[..., Watched]
) -> None:
    for unit in NAMES:
        (office.folder / "收件" / f"{unit}.xlsx").write_bytes(filled(office, unit))
    watched = start(office)
    watched.until("正在等候")
    code, shape = watched.stop()
    assert code == 0
    assert len(shape["files"]) == len(NAMES)  # type: ignore[arg-type]
    assert {one["outcome"] for one in shape["files"]} == {"accepted"}  # type: ignore[attr-defined]
    nothing_half_written(office)


def test_what_stops_the_first_look_is_one_sentence(office: MailOffice, tmp_path: Path) -> None:
    ran = office.run("collect_replies.py", "--watch", "--inbox", str(tmp_path / "没有"))
    assert ran.code == 2
    assert "没有" in ran.told.splitlines()[-1]
    ran = office.run("collect_replies.py", "--watch", "--imap", "")
    assert (ran.code, ran.told.count("\n")) == (2, 1)


# ---- the loop itself ----


def result(*records: ReturnRecord) -> CollectResult:
    return CollectResult(records, (), (), ())


def record(sequence: int, file: str, outcome: Outcome = Outcome.ACCEPTED, *codes: Code) -> ReturnRecord:
    findings = tuple(
        found(code, reason="在用") if code is Code.FILE_IN_USE else found(code) for code in codes
    )
    return ReturnRecord(
        sequence,
        "2026-09-26T10:00:00",
        file,
        f"sha{sequence}",
        "",
        outcome,
        unit="区教育局",
        findings=findings,
    )


class Day:
    """What happens one after the other: results, trouble to raise; a Ctrl-C when nothing more comes."""

    def __init__(self, *happens: CollectResult | CannotGoOn) -> None:
        self.happens = list(happens)
        self.said: list[str] = []
        self.waited = 0

    def collect(self) -> CollectResult:
        if not self.happens:
            raise KeyboardInterrupt
        one = self.happens.pop(0)
        if isinstance(one, CannotGoOn):
            raise one
        return one

    def wait(self, seconds: float) -> bool:
        self.waited += 1
        return True

    def watch(self) -> CollectResult:
        return watch(self.collect, self.wait, self.said.append, "收件", 0.01)


@pytest.fixture
def naps(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long was slept; nobody sleeps."""
    slept: list[float] = []
    monkeypatch.setattr(watching.time, "sleep", slept.append)
    return slept


def test_each_arrival_is_told_once(naps: list[float]) -> None:
    first, second = record(1, "a.xlsx"), record(2, "b.xlsx")
    superseded = record(1, "a.xlsx", Outcome.SUPERSEDED)
    lock = ReturnRecord(0, "", "~$a.xlsx", "", "", Outcome.IGNORED)
    day = Day(result(first, lock), result(first, lock), result(superseded, second, lock), result(second))
    day.watch()
    assert [re.sub("^[0-9:]+　", "", line) for line in day.said[1:-1]] == [
        "采用　区教育局　“a.xlsx”",
        "采用　区教育局　“b.xlsx”",
    ]
    assert day.waited == 4
    assert naps == []


def test_trouble_is_told_once_and_tried_again_without_anything_new(naps: list[float]) -> None:
    """More and more seldom: what is refused for good must not be asked for every ten seconds."""
    busy = [CannotGoOn(Stop.BUSY, path="归档") for _ in range(8)]
    gone = CannotGoOn(Stop.FOLDER_MISSING, path="收件", option="--inbox")
    day = Day(result(), *busy, gone, result(record(1, "a.xlsx")), busy[0])
    day.watch()
    assert len([line for line in day.said if str(busy[0]) in line]) == 2
    assert len([line for line in day.said if str(gone) in line]) == 1
    assert day.waited == 2  # before the first trouble, and after it was over
    assert naps[:3] == [10, 20, 40]
    assert max(naps) <= 300
    assert naps[-1] == 10
    assert any("a.xlsx" in line for line in day.said)


def test_a_mailbox_that_fails_while_waiting_does_not_end_it(naps: list[float]) -> None:
    day = Day(result(), result(record(1, "a.xlsx")))

    def wait(seconds: float) -> bool:
        if not naps:
            raise CannotGoOn(Stop.LOGIN_REFUSED, server="s", user="u", reason="不对")
        return True

    watch(day.collect, wait, day.said.append, "邮箱", 60)
    assert ["不接受账号" in line for line in day.said] == [False, True, False, False]
    assert "a.xlsx" in day.said[2]


@pytest.mark.parametrize("code", [Code.FILE_STILL_ARRIVING, Code.FILE_IN_USE])
def test_a_file_that_could_not_be_taken_is_tried_again(naps: list[float], code: Code) -> None:
    waiting = ReturnRecord(
        0, "", "a.xlsx", "", "", Outcome.IGNORED, findings=(record(1, "", Outcome.IGNORED, code).findings)
    )
    day = Day(result(waiting), result(waiting), result(record(1, "a.xlsx")))
    day.watch()
    assert len(naps) == 2
    assert day.waited == 1
    assert [line for line in day.said if "采用" in line]


def test_the_first_trouble_is_raised() -> None:
    with pytest.raises(CannotGoOn):
        Day(CannotGoOn(Stop.BUSY, path="归档")).watch()


def test_ctrl_c_waits_for_a_collection_and_only_for_that() -> None:
    """Pressed while it collects: the collection ends, its lines are told, then it is over."""
    before = signal.getsignal(signal.SIGINT)
    done: list[str] = []

    def collect() -> CollectResult:
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.05)
        done.append("whole")
        return result(record(1, "a.xlsx"))

    said: list[str] = []
    last = watch(collect, lambda _: pytest.fail("waited"), said.append, "收件", 1)
    assert done == ["whole"]
    assert last.files[0].file == "a.xlsx"
    assert "a.xlsx" in said[1]
    assert said[-1] == wording.WATCH_ENDED
    assert signal.getsignal(signal.SIGINT) is before


def test_ctrl_c_twice_is_meant() -> None:
    before = signal.getsignal(signal.SIGINT)

    def collect() -> CollectResult:
        for _ in range(2):
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0.05)
        raise AssertionError("it went on")

    with pytest.raises(KeyboardInterrupt):
        watch(collect, lambda _: True, lambda _: None, "收件", 1)
    assert signal.getsignal(signal.SIGINT) is before


# ---- a folder ----


def test_a_folder_is_looked_into_when_what_is_new_no_longer_grows(tmp_path: Path) -> None:
    inbox = tmp_path / "收件"
    inbox.mkdir()
    wait = folder_waiter(inbox)
    assert [wait(0), wait(0)] == [False, False]
    for size in (10, 20, 30):
        (inbox / "大.xlsx").write_bytes(b"x" * size)
        assert not wait(0)
    assert [wait(0), wait(0), wait(0)] == [True, False, False]
    (inbox / "子").mkdir()
    (inbox / "子" / "a.xlsx").write_bytes(b"x")
    assert [wait(0), wait(0), wait(0)] == [False, True, False]
    (inbox / "大.xlsx").unlink()
    assert [wait(0), wait(0)] == [False, True]


def test_a_folder_that_goes_away_for_a_while(
    office: MailOffice, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A network drive: it is said, and what lies there when it is back is collected."""
    monkeypatch.setattr(watching, "FOLDER_SECONDS", 0.05)
    monkeypatch.setattr(watching, "_PATIENCE", 0.05)
    inbox, away = office.folder / "收件", tmp_path / "away"
    said: list[str] = []

    def say(line: str) -> None:
        said.append(line)
        if "正在等候" in line:
            return
        if "稍后再试" in line:
            shutil.move(away, inbox)
            (inbox / "a.xlsx").write_bytes(content)
        elif "a.xlsx" in line:
            raise KeyboardInterrupt
        elif "b.xlsx" in line:
            shutil.move(inbox, away)

    content = filled(office, NAMES[0])
    (inbox / "b.xlsx").write_bytes(filled(office, NAMES[1]))
    last = keep_collecting(office.master, SEPTEMBER, None, None, None, say, TODAY)
    assert {one.file for one in last.files} == {"a.xlsx", "b.xlsx"}
    assert sum("稍后再试" in line for line in said) == 1
    assert said[-1] == wording.WATCH_ENDED
