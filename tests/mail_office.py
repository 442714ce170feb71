"""Offices that mail: a master with units that have addresses, the commands as people start them, a post office.

The post office is real: letters go through an SMTP server that wants a login and are put into mailboxes of a Dovecot;
answers are put into the office's own mailbox as mailers write them.
"""

from __future__ import annotations

import email
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from email.message import Message
from email.policy import default
from hashlib import sha256
from itertools import cycle
from pathlib import Path
from typing import Any

from mail_servers.certificates import Certificates
from mail_servers.dovecot import Account, Dovecot
from mail_servers.smtp import ACCOUNT, PASSWORD, SmtpServer
from mailers import Mailer, compose, words
from taskbook.language.addresses import read_addresses
from taskbook.master import read_master, write_master
from taskbook.model import Plan, Settings, Task, Unit
from taskbook.period import Period
from taskbook.rehearsal.round import sample_master
from taskbook.rehearsal.sending import zip_as_windows_does
from taskbook.split import split_master

SCRIPTS = Path(__file__).parents[1] / "scripts"
SEPTEMBER = Period(2026, 9)
ISSUED, TODAY, DUE = date(2026, 9, 1), date(2026, 9, 26), date(2026, 9, 25)
ARRIVED = '"26-Sep-2026 10:00:00 +0800"'
"""When answers reach the mailbox, as IMAP writes it: the day they are collected."""

LATER = ("1", "8", "27", "38", "39")
"""Tasks of the sample plan that get more time, so that not every unit has something overdue."""


# ---- plans ----


def plan_of_sixty(settings: Mapping[str, object]) -> Plan:
    """The sample plan with towns added until sixty units have a book; every unit has an address, some have several."""
    plan = read_master(sample_master())
    towns = [Unit(f"示例第{number}镇", "乡镇") for number in range(1, 11)]
    units = [
        replace(unit, email=_cell_of(number), row=0) for number, unit in enumerate([*plan.units, *towns], 1)
    ]
    return replace(
        plan,
        tasks=tuple(
            replace(task, deadline="2026年12月底前") if task.number in LATER else task for task in plan.tasks
        ),
        settings=replace(plan.settings, mail_pause=0, mail_per_minute=6_000, **settings),
        units=tuple(units),
        columns={},
        side_columns={},
    )


def _cell_of(number: int) -> str:
    """What stands in 邮箱: one address mostly, now and then several, with names, marks and copies as people write."""
    own, *others = addresses_of(number)
    if number % 10 == 3:
        return f"办公室 <{own}>；{others[0]}"
    return f"{own}，抄送：{others[0]}" if others else own


def addresses_of(number: int) -> tuple[str, ...]:
    """Who gets the letter to a unit of `plan_of_sixty`, by its place in the registry (from 1)."""
    people = {3: ("bgs", "zhang"), 7: ("bgs", "ld")}.get(number % 10, ("bgs",))
    return tuple(f"{person}@unit{number:02d}.example" for person in people)


def small_plan(units: Iterable[Unit], deadline: str = "2026年12月底前", **settings: object) -> Plan:
    """A task for each unit, which the next one supports, so that every unit has two rows."""
    units = tuple(units)
    working = [unit for unit in units if not unit.stopped]
    tasks = tuple(
        Task(f"T{number:03d}", str(number), "公开", "决策", f"办好第{number}件事", lead=unit.name,
             support=working[number % len(working)].name if len(working) > 1 else "", deadline=deadline)
        for number, unit in enumerate(working, 1)
    )  # fmt: skip
    known = {"plan_name": "示例区2026年工作要点", "office": "区政府办公室", "mail_address": ACCOUNT}
    known |= {"mail_pause": 0, "mail_per_minute": 6_000}
    return Plan(Settings(**{"plan_id": "P-26", "year": 2026, **known, **settings}), tasks, units)


# ---- the office ----


@dataclass(frozen=True)
class Ran:
    """What a command did: its exit code, the JSON it gave, what it told people."""

    code: int
    shape: dict[str, Any]
    told: str

    def states(self) -> dict[str, str]:
        """unit → what became of its letter."""
        return {one["unit"]: one["state"] for one in self.shape["messages"]}

    def codes(self) -> list[str]:
        return [one["code"] for one in self.shape["findings"]]


@dataclass
class MailOffice:
    """A master in its folder; `environment` holds the passwords that its commands find."""

    master: Path
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        return self.master.parent

    @property
    def archive(self) -> Path:
        return self.folder / "归档" / str(SEPTEMBER)

    @property
    def issued(self) -> Path:
        return self.folder / "下发" / str(SEPTEMBER)

    @property
    def notes(self) -> Path:
        return self.folder / "汇总" / "退回" / str(SEPTEMBER)

    @property
    def reminders(self) -> Path:
        return self.folder / "汇总" / "催报" / str(SEPTEMBER)

    def command(self, script: str, *more: str, today: date = TODAY) -> list[str]:
        """As a user starts it."""
        master, period = str(self.master), str(SEPTEMBER)
        whole = [sys.executable, str(SCRIPTS / script), master, "--period", period, "--json", "-"]
        return [*whole, "--today", today.isoformat(), *more]

    def run(self, script: str, *more: str, today: date = TODAY, typed: bytes = b"") -> Ran:
        """Run a command to its end; what it says goes to standard error, the JSON alone to standard output."""
        done = subprocess.run(
            self.command(script, *more, today=today),
            input=typed,
            capture_output=True,
            env=self.environment or clean_environment(),
            timeout=120,
        )
        told = done.stderr.decode()
        assert "Traceback" not in told, told
        for secret in (each for name, each in self.environment.items() if name.endswith("_PASSWORD")):
            assert secret not in told + done.stdout.decode()
        return Ran(done.returncode, json.loads(done.stdout) if done.stdout else {}, told)

    def start(self, script: str, *more: str, today: date = TODAY) -> subprocess.Popen[bytes]:
        """Start a command and leave it running."""
        return subprocess.Popen(
            self.command(script, *more, today=today),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self.environment or clean_environment(),
        )

    def files(self) -> dict[str, bytes]:
        """Everything in its folder, byte for byte; locks are empty files that stay."""
        paths = (path for path in self.folder.rglob("*") if path.is_file() and path.suffix != ".lock")
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in paths}


def office_in(folder: Path, plan: Plan) -> MailOffice:
    """An office with its master, and with nothing of the environment of whoever runs the tests."""
    folder.mkdir(parents=True, exist_ok=True)
    master = folder / "总表.xlsx"
    write_master(plan, master)
    (folder / "收件").mkdir()
    return MailOffice(master, clean_environment())


def issued_office(folder: Path, units: Iterable[Unit], **settings: object) -> MailOffice:
    """A small office whose books of September are written. The same one is written once and put there again."""
    units = tuple(units)
    known = (units, tuple(sorted(settings.items())))
    if known not in _WRITTEN:
        office = office_in(folder, small_plan(units, **settings))
        split_master(office.master, SEPTEMBER, today=ISSUED)
        _WRITTEN[known] = office.files()
        return office
    for name, content in _WRITTEN[known].items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (folder / "收件").mkdir()
    return MailOffice(folder / "总表.xlsx", clean_environment())


_WRITTEN: dict[tuple[object, ...], dict[str, bytes]] = {}


def in_process(
    main: Callable[[Sequence[str]], object], capsys: Any, office: MailOffice, *more: str, today: date = TODAY
) -> Ran:
    """Run a command here, without starting a process: the same from its arguments to its exit code."""
    whole = [str(office.master), "--period", str(SEPTEMBER), "--json", "-", "--today", today.isoformat()]
    capsys.readouterr()
    try:
        main([*whole, *more])
        raise AssertionError("a command ends with its exit code")
    except SystemExit as ended:
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err, printed.err
        return Ran(int(ended.code or 0), json.loads(printed.out) if printed.out else {}, printed.err)


def clean_environment(**more: str) -> dict[str, str]:
    """Without anybody's passwords, accounts and keyring."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TASKBOOK_")}
    return kept | {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"} | more


def passwords(imap: str = "") -> dict[str, str]:
    """The environment of an office that may log in; to its mailbox with `imap`."""
    return clean_environment(TASKBOOK_SMTP_PASSWORD=PASSWORD, TASKBOOK_IMAP_PASSWORD=imap or "none of these")


# ---- the post office ----


@dataclass
class PostOffice:
    """Mailboxes by address on a Dovecot, an SMTP server that delivers into them, the office's own mailbox."""

    dovecot: Dovecot
    smtp: SmtpServer
    desk: Account
    boxes: dict[str, Account]

    def letters(self, address: str) -> list[bytes]:
        """What lies in a mailbox, in order."""
        return list(messages_of(self.dovecot, self.boxes[address.casefold()]))

    def post(self, raws: Sequence[bytes]) -> None:
        """Put mails into the office's mailbox."""
        self.dovecot.append_all(self.desk, list(raws), date=ARRIVED)


def messages_of(dovecot: Dovecot, account: Account, folder: str = "INBOX") -> Iterator[bytes]:
    """Every message of a mailbox, raw."""
    with dovecot.client(account) as client:
        status, _ = client.select(f'"{folder}"', readonly=True)
        assert status == "OK", folder
        _, items = client.uid("FETCH", "1:*", "(BODY.PEEK[])")
        yield from (item[1] for item in items if isinstance(item, tuple))


@contextmanager
def post_office(dovecot: Dovecot, certificates: Certificates, cells: Iterable[str]) -> Iterator[PostOffice]:
    """A post office with a mailbox for every address in these cells, and one for the office."""
    addresses = {
        address.casefold()
        for cell in cells
        for read in [read_addresses(cell)]
        for address in read.to + read.copies
    }
    boxes = {address: dovecot.account() for address in sorted(addresses)}

    def deliver(recipient: str, raw: bytes) -> None:
        dovecot.append(boxes[recipient.casefold()], raw)

    with SmtpServer(certificates.server, deliver=deliver) as smtp:
        yield PostOffice(dovecot, smtp, dovecot.account(), boxes)


def read(raw: bytes) -> Message:
    """A message as Python's own parser takes it."""
    return email.message_from_bytes(raw, policy=default)


def attached(raw: bytes) -> dict[str, bytes]:
    """name → content of what is attached, by Python's own parser."""
    return {part.get_filename(): part.get_payload(decode=True) for part in read(raw).iter_attachments()}


def text_of(raw: bytes) -> str:
    """What is to be read in the mail, its lines ended as in Python."""
    return str(read(raw).get_body(("plain",)).get_content()).replace("\r\n", "\n")


def page_of(raw: bytes) -> str:
    return str(read(raw).get_body(("html",)).get_content())


# ---- answers ----

Writer = Callable[[str, str, str, str, Mapping[str, bytes]], bytes]
"""(sender, to, subject, Message-ID answered, files) → a raw mail."""


def writers() -> Iterator[Writer]:
    """All ways of answering, in turns, for ever."""

    def by(mailer: Mailer) -> Writer:
        return lambda *what: compose(mailer, *what)

    return cycle([*map(by, Mailer), forwarded])


def forwarded(sender: str, to: str, subject: str, answered: str, files: Mapping[str, bytes]) -> bytes:
    """Somebody's mail sent on as an attachment; it answers nothing by itself."""
    inner = compose(Mailer.FOXMAIL, f"jingban@{sender.partition('@')[2]}", sender, subject, answered, files)
    return b"\r\n".join(
        [
            b"From: " + words("办公室", "utf-8") + f" <{sender}>".encode(),
            f"To: {to}".encode(),
            b"Subject: " + words(f"Fwd: {subject}", "utf-8"),
            b"Date: Mon, 28 Sep 2026 10:00:00 +0800",
            f"Message-ID: <{sha256(f'{sender} {subject}'.encode()).hexdigest()[:20]}@forwarding.example>".encode(),
            b"MIME-Version: 1.0",
            b'Content-Type: multipart/mixed; boundary="==forwarded=="',
            b"",
            b"--==forwarded==",
            b"Content-Type: message/rfc822",
            b"Content-Disposition: attachment",
            b"",
            inner + b"\r\n--==forwarded==--\r\n",
        ]
    )


def zipped(folder: Path, name: str, content: bytes) -> bytes:
    """One file as a zip of Chinese Windows, its name in GBK."""
    plain, packed = folder / "member", folder / "packed.zip"
    plain.write_bytes(content)
    zip_as_windows_does(packed, {name: plain})
    return packed.read_bytes()


def message_id(raw: bytes) -> str:
    return str(email.message_from_bytes(raw)["Message-ID"]).strip()
