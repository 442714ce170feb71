"""What bench_mail.py measures: so many messages with filled books out and back on the loopback, against plain loops.

The servers run here, every leg in a process of its own. Ours and the plain ways take turns, several times over, so that
whatever else the machine does meets all of them; ratios are taken turn by turn. Connections are counted by the servers.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from taskbook.wording import ISSUED_LEDGER, SEND_LEDGER

from bench.mail_figures import PLAIN_OF, ROWS, Measured, Run, table, verdicts
from bench.mail_legs import LETTERS, PASSWORD
from bench.plan import PERIOD, TODAY, fill_books, make_plan

if TYPE_CHECKING:
    from mail_servers.certificates import Certificates
    from mail_servers.dovecot import Dovecot
    from mail_servers.smtp import SmtpServer

SCRIPTS = Path(__file__).parents[1]
TESTS = SCRIPTS.parent / "tests"
LONGEST_SECONDS = 600
TASKS = 200
"""So many make books of about 23 KB, filled ones of 27."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print. 0, or 1 where something could not be measured."""
    parser = argparse.ArgumentParser(
        prog="bench_mail.py", description="测邮件发出、取回的速度、连接数和内存，并与逐封循环的写法对比"
    )
    parser.add_argument("--messages", type=int, default=300, help="发、收各多少封（一家单位一封）")
    parser.add_argument("--runs", type=int, default=3, help="轮流各测几次，取中位数")
    parser.add_argument("--json", action="store_true", help="只打印JSON")
    options = parser.parse_args(arguments)
    lacking = missing_for_sending()
    if lacking:
        print(*lacking, sep="\n", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="taskbook-bench-") as work:
        measured = measure(Path(work), max(options.messages, 1), max(options.runs, 1))
    lacking = missing_for_fetching()
    if options.json:
        print(json.dumps(asdict(measured) | {"missing": lacking}, ensure_ascii=False, indent=1))
    else:
        print(*table(measured), "", *verdicts(measured), *lacking, sep="\n")
    return 1 if lacking else 0


def missing_for_sending() -> list[str]:
    """What the SMTP server of the tests needs and is not there."""
    names = [name for name in ("aiosmtpd", "trustme", "pytest") if importlib.util.find_spec(name) is None]
    if not names:
        return []
    return [
        f"不能测：缺少 {'、'.join(names)}。请先安装测试用的库：python -m pip install -r requirements-dev.txt"
    ]


def missing_for_fetching() -> list[str]:
    """What a real IMAP server needs and is not there."""
    places = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin"))
    names = [name for name in ("dovecot", "doveconf") if not shutil.which(name, path=places)]
    if not names:
        return []
    how = "Debian/Ubuntu：apt-get install dovecot-core dovecot-imapd；Windows 上没有 Dovecot，请在 Linux 上测"
    return [f"取信没有测：本机没有 {'、'.join(names)}（{how}）"]


# ---- measuring ----


def measure(work: Path, messages: int, runs: int) -> Measured:
    """Everything, in a folder of its own; without Dovecot the sending alone."""
    sys.path.append(str(TESTS))
    from mail_servers.certificates import make_certificates
    from mail_servers.smtp import SmtpServer

    logging.getLogger("mail.log").setLevel(logging.ERROR)  # the test server's library on its own future
    certificates = make_certificates(work / "certificates")
    office = work / "office"
    _prepare(office, messages)
    few = max(1, messages // 6)
    with SmtpServer(certificates.server, keep=False) as smtp:
        sending = _Sending(work, office, certificates, smtp)
        measured = _in_turns("send_ours", sending.run, messages, few, runs)
    if missing_for_fetching():
        return measured
    from mail_servers.dovecot import run_dovecot

    (issued,) = office.rglob(ISSUED_LEDGER)
    shutil.copy2(work / SEND_LEDGER, issued.with_name(SEND_LEDGER))
    with contextmanager(run_dovecot)(certificates) as dovecot:
        fetching = _Fetching(work, office, certificates, dovecot)
        fetched = _in_turns("fetch_ours", fetching.run, messages, few, runs)
    return Measured({**measured.runs, **fetched.runs}, {**measured.small, **fetched.small}, few)


def _in_turns(ours: str, run: Callable[[str, int], Run], messages: int, few: int, runs: int) -> Measured:
    small = run(ours, few)
    names = (ours, *PLAIN_OF[ours])
    turns = [{name: run(name, messages) for name in names} for _ in range(runs)]
    return Measured({name: [turn[name] for turn in turns] for name in names}, {ours: small}, few)


def _prepare(office: Path, messages: int) -> None:
    """An office with a plan for so many units, their books sent out into files and, beside them, filled in."""
    from taskbook.issued import read_issued
    from taskbook.master import write_master
    from taskbook.split import split_master

    _say(f"准备 {messages} 家单位的反馈表")
    plan = make_plan(messages, TASKS)
    units = [replace(unit, email=f"unit{at}@units.example") for at, unit in enumerate(plan.units, 1)]
    settings = replace(plan.settings, mail_address="office@dept.example")
    office.mkdir()
    write_master(replace(plan, settings=settings, units=tuple(units)), office / "master.xlsx")
    books = office / settings.folder_issue / str(PERIOD)
    split_master(office / "master.xlsx", PERIOD, today=TODAY)
    fill_books(books, office / "filled")
    issued = read_issued(office / settings.folder_archive, PERIOD, settings.plan_id)
    letters = [
        (unit.name, unit.email, str((books / Path(issued[unit.name].file).name).relative_to(office)))
        for unit in units
        if unit.name in issued
    ]
    assert len(letters) == messages, "every unit has a book"
    (office / LETTERS).write_text(json.dumps(letters), encoding="utf-8")


@dataclass(frozen=True)
class _Sending:
    work: Path
    office: Path
    certificates: Certificates
    smtp: SmtpServer

    def run(self, leg: str, messages: int) -> Run:
        from mail_servers.smtp import ACCOUNT
        from mail_servers.smtp import PASSWORD as SECRET

        _say(f"发 {messages} 封：{ROWS[leg]}")
        before = self.smtp.connections, len(self.smtp.delivered)
        job = {"server": self.smtp.url, "port": self.smtp.port, "user": ACCOUNT}
        job |= {"authority": str(self.certificates.authority)}
        with _office_of_its_own(self.work, self.office) as office:
            done = _leg(leg, {"office": str(office), "messages": messages, **job}, SECRET)
            for register in office.rglob(SEND_LEDGER):
                shutil.copy2(register, self.work / SEND_LEDGER)
        arrived = len(self.smtp.delivered) - before[1]
        return _checked(leg, messages, arrived, done, self.smtp.connections - before[0])


@dataclass(frozen=True)
class _Fetching:
    work: Path
    office: Path
    certificates: Certificates
    dovecot: Dovecot

    def run(self, leg: str, messages: int) -> Run:
        _say(f"取 {messages} 封：{ROWS[leg]}")
        account = self.dovecot.account()
        self.dovecot.append_all(account, _answers(self.office, messages), date='"26-Sep-2026 09:00:00 +0800"')
        before = self._logins(account.name)
        job = {"server": self.dovecot.url(account), "port": self.dovecot.tls_port, "user": account.name}
        job |= {"authority": str(self.certificates.authority)}
        with _office_of_its_own(self.work, self.office) as office:
            done = _leg(leg, {"office": str(office), "messages": messages, **job}, account.password)
        return _checked(leg, messages, int(done["messages"]), done, self._logins(account.name) - before)

    def _logins(self, user: str) -> int:
        log = (self.dovecot.folder / "dovecot.log").read_text(encoding="utf-8", errors="replace")
        return log.count(f"imap-login: Info: Login: user=<{user}>")


def _answers(office: Path, messages: int) -> list[bytes]:
    """Replies with filled books, from all kinds of mailers in turn."""
    from mailers import Mailer, compose
    from taskbook.mail.register import SentRegister

    (register,) = office.rglob(SEND_LEDGER)
    answered = {unit: number for number, unit in SentRegister(register).units().items()}
    mailers = list(Mailer)
    listed = json.loads((office / LETTERS).read_text(encoding="utf-8"))[:messages]
    replies = []
    for at, (unit, address, book) in enumerate(listed):
        filled = office / "filled" / Path(book).name
        files = {filled.name: filled.read_bytes()}
        subject = f"回复：报送工作进展（{unit}）"
        mailer = mailers[at % len(mailers)]
        replies.append(compose(mailer, address, "office@dept.example", subject, answered[unit], files))
    return replies


@contextmanager
def _office_of_its_own(work: Path, office: Path) -> Iterator[Path]:
    """A copy as if nothing had been sent or fetched by an earlier run."""
    copy = Path(shutil.copytree(office, work / "copy"))
    try:
        yield copy
    finally:
        shutil.rmtree(copy)


def _leg(name: str, job: Mapping[str, object], password: str) -> dict[str, float]:
    """What the leg said, and the seconds of its whole process."""
    command = [sys.executable, "-m", "bench.mail_legs", name, json.dumps(job)]
    started = time.perf_counter()
    ended = subprocess.run(
        command,
        cwd=SCRIPTS,
        env={**os.environ, PASSWORD: password},
        stdout=subprocess.PIPE,
        encoding="utf-8",
        timeout=LONGEST_SECONDS,
        check=False,
    )
    if ended.returncode:
        raise SystemExit(f"{name}: exit code {ended.returncode}")
    whole = time.perf_counter() - started
    return {**json.loads(ended.stdout.splitlines()[-1]), "whole": whole}


def _checked(leg: str, messages: int, arrived: int, done: Mapping[str, float], connections: int) -> Run:
    """A leg that lost something is not measured."""
    if not messages == done["messages"] == arrived:
        raise SystemExit(f"{leg}: {messages} messages, {done['messages']} done, {arrived} arrived")
    return Run(messages, done["seconds"], done["whole"], connections, done["peak"])


def _say(text: str) -> None:
    print(text, "……", file=sys.stderr, flush=True)
