"""One leg of the mail in a process of its own: ours, and what a script of twenty lines does.

`python -m bench.mail_legs LEG JOB`, the job as JSON. It prints what it did: messages, seconds of the leg itself (from the
connection to the last message, its login included), the most memory the process has held. The password comes by the
environment, as in an office.
"""

from __future__ import annotations

import imaplib
import json
import os
import re
import smtplib
import socket
import ssl
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path

PASSWORD = "TASKBOOK_MAIL_PASSWORD"
LETTERS = "letters.json"


@dataclass(frozen=True)
class Job:
    """What a leg works on: the office's folder, its master's name, how many messages, the server and whom to trust."""

    office: str
    messages: int
    server: str
    port: int
    user: str
    authority: str

    @property
    def master(self) -> Path:
        return Path(self.office) / "master.xlsx"

    @property
    def trusting(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.authority)

    def letters(self) -> list[tuple[str, str, Path]]:
        """(unit, address, book), as a script would find them in its list."""
        listed = json.loads((Path(self.office) / LETTERS).read_text(encoding="utf-8"))
        return [(unit, to, Path(self.office) / book) for unit, to, book in listed[: self.messages]]


@dataclass
class Done:
    """What a leg did: messages, seconds."""

    messages: int
    seconds: float


def send_ours(job: Job) -> Done:
    """What send_tasks.py --smtp does, without its questions and pauses."""
    from taskbook.letters import outgoing_books
    from taskbook.mail.pace import Pace
    from taskbook.mail.register import sent_register
    from taskbook.mail.sending import Fate, send_letters
    from taskbook.mail.smtp import SmtpSettings
    from taskbook.servers.address import SMTP_SCHEMES, parse_server

    from bench.plan import PERIOD, TODAY

    chosen = [unit for unit, _, _ in job.letters()]
    outgoing = outgoing_books(job.master, PERIOD, units=chosen, today=TODAY)
    register = sent_register(outgoing.office.archive, PERIOD)
    settings = SmtpSettings(parse_server(job.server, SMTP_SCHEMES), Path(job.authority))
    started = time.perf_counter()
    sent = send_letters(outgoing.letters, settings, register, Pace(0, 0))
    seconds = time.perf_counter() - started
    return Done(sum(one.state is Fate.SENT for one in sent), seconds)


def send_naive(job: Job) -> Done:
    """One connection a mail, as every recipe has it."""
    letters = job.letters()
    started = time.perf_counter()
    for _, address, book in letters:
        with _logged_in(job) as smtp:
            smtp.send_message(_naive_letter(job.user, address, book))
    return Done(len(letters), time.perf_counter() - started)


def send_bare(job: Job) -> Done:
    """One connection for all and nothing written down: what smtplib and the server can do at best.

    Without TCP_NODELAY smtplib waits 40 ms for the server's kernel at the end of every message.
    """
    letters = job.letters()
    started = time.perf_counter()
    with _logged_in(job) as smtp:
        smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # type: ignore[union-attr]
        for _, address, book in letters:
            smtp.send_message(_naive_letter(job.user, address, book))
    return Done(len(letters), time.perf_counter() - started)


def fetch_ours(job: Job) -> Done:
    """What collect_replies.py --imap does; the leg itself is over when the last message is in archive and inbox."""
    from taskbook import wording
    from taskbook.mailbox.imap import Mailbox
    from taskbook.mailbox.session import MailboxSettings
    from taskbook.receive import collect_from
    from taskbook.returns.archive import Outcome
    from taskbook.servers.address import IMAP_SCHEMES, ServerAddress, parse_server

    from bench.plan import PERIOD, TODAY

    begun, fetched = [], Done(0, 0)

    def password(_: ServerAddress) -> str:
        begun.append(time.perf_counter())  # asked just before the connection is made
        return os.environ[PASSWORD]

    def progress(label: str, done: int, _: int) -> None:
        if label == wording.PROGRESS_MAILBOX:
            fetched.messages, fetched.seconds = done, time.perf_counter() - begun[0]

    settings = MailboxSettings(parse_server(job.server, IMAP_SCHEMES), Path(job.authority))
    with Mailbox(settings, password) as mailbox:
        result = collect_from(mailbox, job.master, PERIOD, progress=progress, today=TODAY)
    accepted = sum(record.outcome is Outcome.ACCEPTED for record in result.files)
    return Done(min(fetched.messages, accepted), fetched.seconds)


def fetch_naive(job: Job) -> Done:
    """FETCH RFC822 one by one, attachments written where they have a name; nothing checked, nothing written down."""
    return _fetched(job, "(RFC822)", lambda path, data: path.write_bytes(data))


def fetch_safe(job: Job) -> Done:
    """The same, but a pulled plug loses nothing: message, attachment and a line about them reach the disk one by one."""

    def keep(path: Path, data: bytes) -> None:
        _flushed(path, data)
        _flushed(path.parent)

    def kept(number: bytes, raw: bytes) -> None:
        keep(Path(job.office) / f"{number.decode()}.eml", raw)
        _flushed(Path(job.office) / "register.jsonl", number + b"\n")

    return _fetched(job, "(BODY.PEEK[])", keep, kept)


def _fetched(
    job: Job,
    what: str,
    write: Callable[[Path, bytes], object],
    kept: Callable[[bytes, bytes], object] = lambda number, raw: None,
) -> Done:
    folder = Path(job.office) / "attachments"
    folder.mkdir()
    started = time.perf_counter()
    taken = 0
    with imaplib.IMAP4_SSL("127.0.0.1", job.port, ssl_context=job.trusting) as client:
        client.login(job.user, os.environ[PASSWORD])
        client.select("INBOX")
        _, (numbers, *_) = client.search(None, "ALL")
        for number in numbers.split():
            _, ((_, raw), *_) = client.fetch(number.decode(), what)
            parts = [part for part in message_from_bytes(raw).walk() if part.get_filename()]
            for at, part in enumerate(parts):
                write(folder / f"{number.decode()}_{at}.xlsx", part.get_payload(decode=True))
            kept(number, raw)
            taken += bool(parts)
    return Done(taken, time.perf_counter() - started)


def _flushed(path: Path, more: bytes = b"") -> None:
    """Add bytes to a file, or none to a folder, and wait until it is on the disk."""
    flags = os.O_RDONLY if path.is_dir() else os.O_WRONLY | os.O_CREAT | os.O_APPEND
    handle = os.open(path, flags)
    try:
        if more:
            os.write(handle, more)
        os.fsync(handle)
    finally:
        os.close(handle)


def _logged_in(job: Job) -> smtplib.SMTP:
    smtp = smtplib.SMTP("127.0.0.1", job.port)
    smtp.starttls(context=job.trusting)
    smtp.login(job.user, os.environ[PASSWORD])
    return smtp


def _naive_letter(sender: str, address: str, book: Path) -> EmailMessage:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = sender, address, "关于报送工作进展的通知"
    letter.set_content("请填写附件后回复本邮件。\n")
    letter.add_attachment(
        book.read_bytes(),
        maintype="application",
        subtype="vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        filename=book.name,
    )
    return letter


def peak() -> float:
    """The most memory (MiB) this process has held.

    On Linux not by getrusage: there a process starts with the peak of the one that started it.
    """
    try:
        status = Path("/proc/self/status").read_text(encoding="utf-8")
    except OSError:
        status = ""
    if held := re.search(r"VmHWM:\s+(\d+)", status):
        return int(held[1]) / 1024
    try:
        import resource
    except ImportError:
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1024**2 if sys.platform == "darwin" else 1024
    )


LEGS: Mapping[str, Callable[[Job], Done]] = {
    "send_ours": send_ours,
    "send_naive": send_naive,
    "send_bare": send_bare,
    "fetch_ours": fetch_ours,
    "fetch_naive": fetch_naive,
    "fetch_safe": fetch_safe,
}


def run() -> None:
    """The leg and the job of the command line."""
    name, job = sys.argv[1:]
    done = LEGS[name](Job(**json.loads(job)))
    print(json.dumps(vars(done) | {"peak": peak()}))


if __name__ == "__main__":
    run()
