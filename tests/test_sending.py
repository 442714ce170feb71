"""Letters handed to a real SMTP server that refuses, puts off, is slow and breaks the connection anywhere."""

from __future__ import annotations

import email
import email.policy
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from mail_servers.certificates import Certificates
from mail_servers.letters import PERIOD, UNITS, address_of, letter, unit_of
from mail_servers.smtp import ACCOUNT, PASSWORD, SmtpServer
from taskbook import files, wording
from taskbook.findings import CannotGoOn, Stop
from taskbook.mail.letter import Letter
from taskbook.mail.pace import Pace
from taskbook.mail.reasons import explained
from taskbook.mail.register import Event, Handed, SentRegister, sent_register
from taskbook.mail.sending import Fate, SendingStopped, Sent, send_letters
from taskbook.mail.smtp import SmtpSettings
from taskbook.servers.address import SMTP_SCHEMES, parse_server

QUICK = (0.05, 0.1, 0.2)


@dataclass
class Office:
    """An archive, and how one sends from it."""

    archive: Path
    certificates: Certificates
    seen: list[tuple[str, int, int]] = field(default_factory=list)

    @property
    def register(self) -> SentRegister:
        return sent_register(self.archive, PERIOD)

    @property
    def events(self) -> list[dict[str, str]]:
        lines = self.register.path.read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    def settings(self, server: SmtpServer, **how: float) -> SmtpSettings:
        address = parse_server(server.url, SMTP_SCHEMES)
        return SmtpSettings(
            address, self.certificates.authority, **{"timeout": 5.0, "final_timeout": 5.0} | how
        )

    def send(self, server: SmtpServer, letters: Sequence[Letter], **how: object) -> list[Sent]:
        settings = how.pop("settings", None) or self.settings(server)
        pace = how.pop("pace", None) or Pace()
        how = {"waits": QUICK, "progress": self._see} | how
        return send_letters(letters, settings, self.register, pace, **how)  # type: ignore[arg-type]

    def _see(self, label: str, done: int, total: int) -> None:
        self.seen.append((label, done, total))


@pytest.fixture
def office(tmp_path: Path, certificates: Certificates, no_mail_environment: pytest.MonkeyPatch) -> Office:
    no_mail_environment.setenv("TASKBOOK_SMTP_PASSWORD", PASSWORD)
    return Office(tmp_path / "归档", certificates)


@pytest.fixture
def server(start_smtp: Callable[..., SmtpServer]) -> SmtpServer:
    return start_smtp()


def codes(sent: Sequence[Sent]) -> dict[str, list[str]]:
    return {one.unit: [finding.code.name for finding in one.findings] for one in sent if one.findings}


def states(sent: Sequence[Sent]) -> list[Fate]:
    return [one.state for one in sent]


# ---- what arrives ----


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
def test_every_receiver_gets_its_letter_over_one_connection(office, start_smtp, tmp_path, tls):
    server = start_smtp(tls=tls)
    letters = [
        letter(number, copies=("leader@xian.example",), size=70_000, folder=tmp_path) for number in range(5)
    ]
    sent = office.send(server, letters)
    assert states(sent) == [Fate.SENT] * 5
    assert server.recipients() == [one for n in range(5) for one in (address_of(n), "leader@xian.example")]
    assert (server.connections, server.logins, server.commands.count("QUIT")) == (1, 1, 1)
    for number, one in enumerate(sent):
        message = email.message_from_bytes(server.delivered[2 * number].raw, policy=email.policy.default)
        (attachment,) = message.iter_attachments()
        assert attachment.get_content() == letters[number].attachments[0].path.read_bytes()
        assert message["Message-ID"] == one.message_id
        assert message.get_body(("plain",)).get_content().splitlines()[1:3] == [".", "..点开头的行"]
        assert server.delivered[2 * number].sender == ACCOUNT
    assert office.seen[0] == (wording.PROGRESS_SENDING, 0, 5)
    assert office.seen[-1] == (wording.PROGRESS_SENDING, 5, 5)


def test_dots_and_line_ends_arrive_as_they_were(office, server, monkeypatch):
    raw = b"Subject: x\r\n\r\n.\r\n..\r\n.a\nbare\rends\r\n.\r\nlast without end"
    monkeypatch.setattr("taskbook.mail.sending.message_bytes", lambda *_: raw)
    assert states(office.send(server, [letter(0), letter(1)])) == [Fate.SENT, Fate.SENT]
    wanted = b"Subject: x\r\n\r\n.\r\n..\r\n.a\r\nbare\r\nends\r\n.\r\nlast without end\r\n"
    assert [one.raw for one in server.delivered] == [wanted, wanted]


def test_pressed_twice_nothing_is_sent_again(office, server):
    letters = [letter(number) for number in range(3)]
    first = office.send(server, letters)
    server.users.clear()  # not even a login
    again = office.send(server, [*letters])
    assert states(again) == [Fate.SENT_BEFORE] * 3
    assert [one.message_id for one in again] == [one.message_id for one in first]
    assert len(server.delivered) == 3
    assert server.connections == 1


def test_new_receivers_and_new_news_are_sent(office, server):
    office.send(server, [letter(0)])
    more = letter(0, "second@xian.example")
    sent = office.send(server, [more, letter(1)])
    assert states(sent) == [Fate.SENT, Fate.SENT]
    assert server.recipients() == [address_of(0), "second@xian.example", address_of(1)]
    assert sent[0].message_id == office.register.message_id("issue:0", UNITS[0])
    ids = {email.message_from_bytes(one.raw)["Message-ID"] for one in server.delivered[:2]}
    assert len(ids) == 1, "the rest of the receivers get the same message"


def test_nobody_is_written_to_twice_in_one_run(office, server):
    twice = [letter(0, "UNIT0@xian.example", copies=(address_of(0),)), letter(0)]
    assert states(office.send(server, twice)) == [Fate.SENT, Fate.SENT_BEFORE]
    assert server.recipients() == [address_of(0)]


def test_a_letter_for_nobody_is_a_finding(office, server):
    assert codes(office.send(server, [replace(letter(0), to=()), letter(1)])) == {UNITS[0]: ["NO_ADDRESS"]}
    assert server.recipients() == [address_of(1)]


def test_an_address_that_is_none_never_reaches_the_server(office, server):
    strange = ["a@b.example\r\nRCPT TO:<evil@x.example>", "no-at-sign", "中文@xian.example", "<a@b.example>"]
    sent = office.send(server, [letter(0, *strange), letter(1)])
    assert codes(sent) == {UNITS[0]: ["MAIL_REFUSED"] * 4}
    assert server.recipients() == [address_of(0), address_of(1)]


def test_a_book_that_went_away_stops_only_its_letter(office, server, tmp_path):
    letters = [letter(number, size=10, folder=tmp_path) for number in range(3)]
    letters[1].attachments[0].path.unlink()
    sent = office.send(server, letters)
    assert states(sent) == [Fate.SENT, Fate.FAILED, Fate.SENT]
    assert codes(sent) == {UNITS[1]: ["MAIL_NOT_SENT"]}


# ---- what the server does not take ----


def test_one_receiver_refused_the_others_get_it(office, server):
    server.faults.rcpt_always[address_of(1)] = "550 5.1.1 User unknown"
    letters = [letter(0), letter(1, "second@xian.example"), letter(2)]
    sent = office.send(server, letters)
    assert states(sent) == [Fate.SENT] * 3
    assert server.recipients() == [address_of(0), "second@xian.example", address_of(2)]
    assert codes(sent) == {UNITS[1]: ["MAIL_REFUSED"]}
    assert "550 5.1.1 User unknown" in sent[1].findings[0].message
    server.faults.rcpt_always.clear()
    again = office.send(server, letters)
    assert states(again) == [Fate.SENT_BEFORE, Fate.SENT, Fate.SENT_BEFORE]
    assert server.recipients()[3:] == [address_of(1)]


def test_refused_receivers_leave_nothing_for_the_next_letter(office, server):
    server.faults.rcpt_always[address_of(0)] = "550 no such user"
    sent = office.send(server, [letter(0), letter(1)])
    assert states(sent) == [Fate.REFUSED, Fate.SENT]
    assert "RSET" in server.commands
    assert server.recipients() == [address_of(1)]
    assert server.connections == 1


@pytest.mark.parametrize("where", ["rcpt", "data", "mail"])
def test_what_is_put_off_is_tried_after_the_others(office, server, where):
    later = "451 4.7.1 Greylisted, try again later"
    if where == "rcpt":
        server.faults.rcpt[address_of(0)] = [later, later]
    else:
        setattr(server.faults, where, [later])
    sent = office.send(server, [letter(number) for number in range(3)])
    assert states(sent) == [Fate.SENT] * 3
    assert server.recipients() == [address_of(1), address_of(2), address_of(0)]
    assert codes(sent) == {}
    assert server.connections == 1


def test_put_off_for_ever_is_said_and_sent_by_a_later_run(office, server):
    server.faults.rcpt_always[address_of(1)] = "452 4.2.2 mailbox full"
    letters = [letter(number) for number in range(3)]
    sent = office.send(server, letters)
    assert states(sent) == [Fate.SENT, Fate.FAILED, Fate.SENT]
    assert codes(sent) == {UNITS[1]: ["MAIL_NOT_SENT"]}
    assert "对方邮箱满了" in sent[1].findings[0].message
    server.faults.rcpt_always.clear()
    assert states(office.send(server, letters)) == [Fate.SENT_BEFORE, Fate.SENT, Fate.SENT_BEFORE]
    assert Counter(server.recipients()) == Counter(map(address_of, range(3)))


def test_a_server_that_has_had_enough_is_left_alone_for_a_while(office, server):
    server.faults.mail = ["450 4.7.1 too many mails"] * 5
    sent = office.send(server, [letter(number) for number in range(12)])
    assert states(sent) == [Fate.SENT] * 12
    assert server.commands.count("MAIL") == 5 + 12, "the rest of the first round was not tried"


def test_quota_of_one_mailbox_and_spam_of_all(office, server):
    server.faults.rcpt_always[address_of(0)] = "552 5.2.2 Quota exceeded"
    sent = office.send(server, [letter(0), letter(1)])
    assert states(sent) == [Fate.REFUSED, Fate.SENT]
    assert "对方邮箱满了" in sent[0].findings[0].message
    server.faults.data_always = "554 DT:SPM smtp12, please see http://mail.163.com/help"
    sent = office.send(server, [letter(2, "second@xian.example")])
    assert codes(sent) == {UNITS[2]: ["MAIL_REFUSED"] * 2}
    assert "垃圾邮件" in sent[0].findings[0].message


def test_too_large_for_the_server_is_said_before_the_transfer(office, start_smtp, tmp_path):
    server = start_smtp(size_limit=200_000)
    letters = [letter(0, size=400_000, folder=tmp_path), letter(1)]
    sent = office.send(server, letters)
    assert states(sent) == [Fate.TOO_LARGE, Fate.SENT]
    assert codes(sent) == {UNITS[0]: ["MAIL_TOO_LARGE"]}
    assert server.commands.count("MAIL") == 1


def test_a_server_that_interrupts_a_message_is_understood(office, server, tmp_path, patient):
    server.faults.early_words = ["552 5.3.4 message too big"]
    letters = [letter(0, size=2_000_000, folder=tmp_path), letter(1)]
    sent = office.send(server, letters)
    assert sent[1].state is Fate.SENT
    assert sent[0].state in (Fate.REFUSED, Fate.SENT)  # its words may be lost with the connection
    assert Handed.PERHAPS not in {result.state for one in sent for result in one.results}


def test_a_message_of_30_megabytes(office, start_smtp, tmp_path):
    server = start_smtp()
    big = letter(0, size=22 << 20, folder=tmp_path)
    assert states(office.send(server, [big, letter(1)])) == [Fate.SENT] * 2
    assert len(server.delivered[0].raw) > 30_000_000


# ---- what stops everything ----


def stopped_by(
    office: Office, server: SmtpServer, letters: Sequence[Letter], **how: object
) -> SendingStopped:
    with pytest.raises(SendingStopped) as caught:
        office.send(server, letters, **how)
    assert PASSWORD not in str(caught.value)
    return caught.value


def test_wrong_password(office, server, no_mail_environment):
    no_mail_environment.setenv("TASKBOOK_SMTP_PASSWORD", "ganz falsch")
    assert stopped_by(office, server, [letter(0)]).stop is Stop.LOGIN_REFUSED
    assert (server.logins, server.delivered) == (1, [])


def test_a_password_in_chinese(office, start_smtp, no_mail_environment):
    no_mail_environment.setenv("TASKBOOK_SMTP_PASSWORD", "密码 １２３é")
    server = start_smtp(users={ACCOUNT: "密码 １２３é"})
    assert states(office.send(server, [letter(0)])) == [Fate.SENT]


def test_a_relay_that_wants_no_login(office, start_smtp, no_mail_environment):
    no_mail_environment.delenv("TASKBOOK_SMTP_PASSWORD")
    server = start_smtp(login=False)
    assert states(office.send(server, [letter(0)])) == [Fate.SENT]


def test_no_encryption_no_login(office, start_smtp):
    server = start_smtp(tls="none")
    assert stopped_by(office, server, [letter(0)]).stop is Stop.NO_ENCRYPTION
    assert (server.logins, server.commands) == (0, [])


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
@pytest.mark.parametrize(
    ("shown", "stop"),
    [
        ("stranger", Stop.CERTIFICATE_UNKNOWN),
        ("expired", Stop.CERTIFICATE_EXPIRED),
        ("not_yet", Stop.CERTIFICATE_EXPIRED),
        ("other_name", Stop.CERTIFICATE_OF_OTHER),
    ],
)
def test_a_certificate_that_is_not_good(office, start_smtp, certificates, tls, shown, stop):
    server = start_smtp(tls=tls, identity=getattr(certificates, shown))
    assert stopped_by(office, server, [letter(0)]).stop is stop
    assert server.logins == 0


def test_the_sender_is_refused(office, server):
    server.faults.mail_always = "553 Mail from must equal authorized user"
    stopped = stopped_by(office, server, [letter(0), letter(1)])
    assert stopped.stop is Stop.SENDER_REFUSED
    assert ACCOUNT in str(stopped)
    assert server.commands.count("MAIL") == 1


@pytest.mark.parametrize(
    ("where", "reply"),
    [
        (
            "rcpt",
            "553 5.7.1 <office@dept.example>: Sender address rejected: not owned by user x@dept.example",
        ),
        ("data", "550 5.7.60 SMTP; Client does not have permissions to send as this sender"),
        ("rcpt", "530 5.7.1 Authentication required"),
    ],
)
def test_the_sender_is_refused_later_in_the_conversation(office, server, where, reply):
    server.faults.data_always = reply if where == "data" else ""
    server.faults.rcpt_always = dict.fromkeys(map(address_of, range(6)), reply) if where == "rcpt" else {}
    stopped = stopped_by(office, server, [letter(number) for number in range(6)])
    assert stopped.stop is Stop.SENDER_REFUSED
    assert server.commands.count("MAIL") == 3, (
        "one unit alone may want nothing from us, three are no accident"
    )
    assert codes(stopped.sent) == {unit_of(number): ["MAIL_REFUSED"] for number in range(3)}
    server.faults.data_always, server.faults.rcpt_always = "", {}
    assert states(office.send(server, [letter(number) for number in range(6)])) == [Fate.SENT] * 6


def test_a_daily_limit_reached_on_the_way(office, server):
    """Refused for good by its number, yet the letters go out another time."""
    limit = "554 5.7.1 Daily sending quota, too many messages"
    server.faults.drop_when = lambda command, _: server.faults.__dict__.update(
        mail_always=limit if len(server.delivered) >= 2 else ""
    )
    sent = office.send(server, [letter(number) for number in range(4)], waits=(0.01,))
    assert states(sent) == [Fate.SENT, Fate.SENT, Fate.FAILED, Fate.FAILED]
    assert all("发得太多太快" in one.findings[0].message for one in sent[2:])
    server.faults.drop_when, server.faults.mail_always = None, "550 account closed"
    assert stopped_by(office, server, [letter(number) for number in range(4)]).stop is Stop.SENDER_REFUSED
    server.faults.mail_always = ""
    assert states(office.send(server, [letter(3), letter(2)])) == [Fate.SENT] * 2
    assert Counter(server.recipients()) == Counter(map(address_of, range(4)))


def test_nobody_sends_without_a_sender(office, server):
    assert stopped_by(office, server, [replace(letter(0), sender="")]).stop is Stop.SENDER_MISSING
    assert server.connections == 0


def test_two_runs_at_once(office, server):
    with files.exclusive(office.register.path), pytest.raises(CannotGoOn) as caught:
        office.send(server, [letter(0)])
    assert caught.value.stop is Stop.BUSY
    assert server.connections == 0


def test_the_disk_is_full_before_the_last_dot(office, server, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("taskbook.mail.register.append_lines", full)
    assert stopped_by(office, server, [letter(0)]).stop is Stop.DISK_FULL
    assert server.delivered == []
    monkeypatch.undo()
    monkeypatch.setenv("TASKBOOK_SMTP_PASSWORD", PASSWORD)
    assert states(office.send(server, [letter(0)])) == [Fate.SENT]


# ---- broken connections ----


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine of the tests may be busy: it gets more time to notice that a server has hung up."""
    monkeypatch.setattr("taskbook.mail.smtp._LISTEN", 0.25)


def test_a_drop_in_the_middle_of_a_message(office, server, tmp_path, patient):
    server.faults.drop_in_data = [1000, 10]
    sent = office.send(server, [letter(number, size=300_000, folder=tmp_path) for number in range(4)])
    assert states(sent) == [Fate.SENT] * 4
    assert codes(sent) == {}
    assert Counter(server.recipients()) == Counter(map(address_of, range(4)))
    assert server.connections == 3


@pytest.mark.parametrize("command", ["MAIL", "RCPT"])
def test_a_drop_at_a_command(office, server, command):
    server.faults.drop_at_command = [command]
    assert states(office.send(server, [letter(number) for number in range(3)])) == [Fate.SENT] * 3
    assert Counter(server.recipients()) == Counter(map(address_of, range(3)))


def test_a_server_that_says_it_is_closing(office, server):
    server.faults.rcpt[address_of(1)] = ["421 4.4.2 closing connection"]
    assert states(office.send(server, [letter(number) for number in range(3)])) == [Fate.SENT] * 3
    assert Counter(server.recipients()) == Counter(map(address_of, range(3)))
    assert server.connections == 2


def test_a_server_that_always_drops_is_given_up(office, server, patient):
    server.faults.drop_always = True
    stopped = stopped_by(office, server, [letter(number) for number in range(8)])
    assert stopped.stop is Stop.SERVER_BROKE_OFF
    assert server.connections == 4
    server.faults.drop_always = False
    assert states(office.send(server, [letter(number) for number in range(8)])) == [Fate.SENT] * 8
    assert Counter(server.recipients()) == Counter(map(address_of, range(8)))


def test_one_letter_that_makes_the_server_drop_does_not_hold_up_the_others(office, server):
    server.faults.drop_when = lambda command, address: (command, address) == ("RCPT", address_of(1))
    sent = office.send(server, [letter(number) for number in range(5)])
    assert [one.unit for one in sent if one.state is not Fate.SENT] == [UNITS[1]]
    assert codes(sent) == {UNITS[1]: ["MAIL_NOT_SENT"]}


@pytest.mark.parametrize("taken", [True, False])
def test_cut_off_between_the_end_and_the_answer_nobody_sends_again(office, server, taken):
    server.faults.drop_after_dot = [taken]
    letters = [letter(number, "second@xian.example") for number in range(3)]
    sent = office.send(server, letters)
    assert states(sent) == [Fate.PERHAPS, Fate.SENT, Fate.SENT]
    assert codes(sent) == {UNITS[0]: ["MAIL_PERHAPS_SENT"]}
    again = office.send(server, letters)
    assert states(again) == [Fate.PERHAPS, Fate.SENT_BEFORE, Fate.SENT_BEFORE]
    assert codes(again) == {UNITS[0]: ["MAIL_PERHAPS_SENT"]}
    assert server.recipients().count(address_of(0)) == (1 if taken else 0)
    resent = office.send(server, letters, resend={UNITS[0]})
    assert states(resent) == [Fate.SENT, Fate.SENT_BEFORE, Fate.SENT_BEFORE]
    assert resent[0].message_id == sent[0].message_id, "a server that has it can tell"
    assert states(office.send(server, letters)) == [Fate.SENT_BEFORE] * 3
    assert server.recipients().count(address_of(0)) == (2 if taken else 1)


def test_an_answer_that_never_comes(office, server):
    server.faults.silent_answers = 1
    sent = office.send(server, [letter(0), letter(1)], settings=office.settings(server, final_timeout=0.5))
    assert states(sent) == [Fate.PERHAPS, Fate.SENT]


def test_slow_answers_are_waited_for(office, server):
    server.faults.delay = 0.7
    settings = office.settings(server, timeout=0.5)
    assert states(office.send(server, [letter(0)], settings=settings)) == [Fate.SENT]


def test_whoever_was_sent_what_was_taken_can_get_it_once_more(office, server):
    office.send(server, [letter(0), letter(1)])
    sent = office.send(server, [letter(0), letter(1)], resend={UNITS[0]})
    assert states(sent) == [Fate.SENT, Fate.SENT_BEFORE]
    assert Counter(server.recipients()) == {address_of(0): 2, address_of(1): 1}
    assert len({email.message_from_bytes(one.raw)["Message-ID"] for one in server.delivered}) == 3


def test_a_server_that_went_away_meanwhile_is_looked_for_again(office, server, monkeypatch):
    monkeypatch.setattr("taskbook.mail.smtp._IDLE_SECONDS", 0.05)
    monkeypatch.setattr("taskbook.mail.pace._SLICE", 0.05)
    sleeps: list[float] = []

    def sleep(seconds: float) -> None:
        if not sleeps:
            server.hang_up_all()
        sleeps.append(seconds)
        time.sleep(seconds)

    sent = office.send(server, [letter(0), letter(1)], pace=Pace(0.3, sleep=sleep))
    assert sleeps
    assert server.commands.count("MAIL") == 2, "it was noticed before the letter was begun"
    assert states(sent) == [Fate.SENT] * 2
    assert len(server.delivered) == 2


# ---- pace, stopping, memory ----


@dataclass
class Time:
    now: float = 0.0

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def test_pause_and_minute_limit():
    clock = Time()
    pace = Pace(2, 10, lambda: clock.now, clock.sleep)
    gone = []
    for _ in range(25):
        pace.wait_turn()
        gone.append(clock.now)
    assert gone[:3] == [0, 2, 4]
    assert gone[10] == pytest.approx(60)
    assert gone[20] == pytest.approx(120)
    assert all(sum(start <= one < start + 60 for one in gone) <= 10 for start in gone)


def test_long_waits_are_shown_and_can_be_left(office, server):
    clock = Time()
    shown: list[str] = []

    def progress(label: str, done: int, total: int) -> None:
        shown.append(label)
        if shown.count(wording.PROGRESS_PAUSE) > 4:
            raise KeyboardInterrupt

    pace = Pace(60, 0, lambda: clock.now, clock.sleep)
    with pytest.raises(KeyboardInterrupt):
        office.send(server, [letter(0), letter(1)], pace=pace, progress=progress)
    assert office.register.state("issue:0", UNITS[0], address_of(0)) is Handed.ACCEPTED
    assert office.register.state("issue:1", UNITS[1], address_of(1)) is Handed.NEVER
    assert states(office.send(server, [letter(0), letter(1)])) == [Fate.SENT_BEFORE, Fate.SENT]


@pytest.fixture
def listening_to_ctrl_c() -> Iterator[None]:
    """As in a terminal, also where the tests are started in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("listening_to_ctrl_c")
def test_ctrl_c_while_the_answer_is_awaited(office, server):
    """The answer comes a moment later; it is written down before the run ends."""
    server.faults.delay = 0.6
    threading.Timer(0.3, os.kill, [os.getpid(), signal.SIGINT]).start()
    with pytest.raises(KeyboardInterrupt):
        office.send(server, [letter(0), letter(1)])
    server.faults.delay = 0
    assert states(office.send(server, [letter(0), letter(1)])) == [Fate.SENT_BEFORE, Fate.SENT]
    assert len(server.delivered) == 2


def test_memory_does_not_grow_with_the_number_of_letters(office, start_smtp, tmp_path):
    server = start_smtp(keep=False)
    letters = [letter(number, size=1 << 19, folder=tmp_path) for number in range(8)]
    tracemalloc.start()
    try:
        office.send(server, letters[:2])
        few = tracemalloc.get_traced_memory()[1]
        tracemalloc.reset_peak()
        office.send(server, letters[2:])
        many = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert many < few + (1 << 20), (few, many)


# ---- the register ----


def test_the_register_tells_every_step(office, server):
    server.faults.rcpt_always["second@xian.example"] = "550 no such user"
    office.send(server, [letter(0, "second@xian.example")])
    told = [(one["event"], one["address"], one["reason"]) for one in office.events]
    assert told == [
        ("begun", address_of(0), ""),
        ("accepted", address_of(0), ""),
        ("refused", "second@xian.example", "550 no such user"),
    ]
    first = office.events[0]
    assert (first["way"], first["kind"], first["key"], first["unit"]) == (
        "smtp",
        "issue",
        "issue:0",
        UNITS[0],
    )
    assert office.register.units() == {first["message_id"]: UNITS[0]}
    assert PASSWORD not in office.register.path.read_text(encoding="utf-8")


def test_a_torn_or_spoiled_line_does_not_count(office, server):
    office.send(server, [letter(0), letter(1)])
    whole = office.register.path.read_bytes()
    office.register.path.write_bytes(whole[: whole.rindex(b'"event"')])
    assert office.register.state("issue:1", UNITS[1], address_of(1)) is Handed.PERHAPS
    office.register.path.write_bytes(b'[1]\n{"a": 1}\nnull\n{"event":"new"}\n\xff\xfe\n' + whole)
    assert states(office.send(server, [letter(0), letter(1)])) == [Fate.SENT_BEFORE] * 2


def test_once_accepted_stays_accepted(office):
    register = office.register
    with register.held():
        for event in (Event.BEGUN, Event.ACCEPTED, Event.BEGUN, Event.REFUSED):
            register.record(letter(0), "<1@x>", [address_of(0).upper()], event)
    assert office.register.state("issue:0", UNITS[0], address_of(0)) is Handed.ACCEPTED
    assert office.register.state("issue:0", UNITS[1], address_of(0)) is Handed.NEVER


@pytest.mark.parametrize(
    ("words", "plain"),
    [
        (
            "550 5.1.1 <a@b.example>: Recipient address rejected: User unknown in virtual mailbox table",
            "没有这个邮箱",
        ),
        ("550 User not found: a@b.example", "没有这个邮箱"),
        ("550 Mailbox not found. http://service.mail.qq.com", "没有这个邮箱"),
        ("550 No such user here", "没有这个邮箱"),
        ("550 RP:RCP b.example 用户不存在", "没有这个邮箱"),
        ("552 5.2.2 Over quota", "对方邮箱满了"),
        ("452 4.2.2 Insufficient system storage", "对方邮箱满了"),
        ("554 DT:SPM 163 smtp8", "被当作垃圾邮件"),
        ("550 5.7.1 Message rejected as spam by Content Filtering", "被当作垃圾邮件"),
        ("451 4.7.1 Greylisting in action, please come back later", "推迟一次"),
        ("450 4.7.1 Error: too much mail from 10.0.0.1", "发得太多太快"),
        ("550 5.5.3 Too many recipients", "发得太多太快"),
        ("554 MI:SFQ 163 smtp", "发得太多太快"),
        ("552 5.3.4 Message size exceeds fixed limit", "信太大"),
        ("550 5.2.1 The email account that you tried to reach is disabled", "对方邮箱已停用"),
        ("554 5.7.1 Relay access denied", "不肯往外单位转"),
        ("550 5.1.2 Domain not found", "域名不对"),
    ],
)
def test_well_known_refusals_in_plain_words(words, plain):
    assert plain in explained(words)
    assert words in explained(words)


def test_unknown_refusals_are_quoted_as_they_are():
    assert explained("554 Transaction failed") == "554 Transaction failed"


# ---- killed ----

CHILD = """
import sys
sys.path[:0] = [{scripts!r}, {tests!r}]
from pathlib import Path
from taskbook.mail.pace import Pace
from taskbook.mail.register import sent_register
from taskbook.mail.sending import send_letters
from taskbook.mail.smtp import SmtpSettings
from taskbook.servers.address import SMTP_SCHEMES, parse_server
from mail_servers.letters import PERIOD, letter
letters = [letter(number, size=20_000, folder=Path({folder!r})) for number in range(30)]
address = parse_server({url!r}, SMTP_SCHEMES)
print("ready", flush=True)
sent = send_letters(letters, SmtpSettings(address, Path({authority!r}), 5, 5),
                    sent_register(Path({archive!r}), PERIOD), Pace(), waits=(0.05,))
for one in sent:
    for finding in one.findings:
        print(finding.code.name, one.unit, flush=True)
print("done", flush=True)
"""


def command(office: Office, server: SmtpServer, folder: Path) -> list[str]:
    """A run of 30 letters as a program of its own."""
    program = CHILD.format(
        scripts=str(Path(__file__).parents[1] / "scripts"),
        tests=str(Path(__file__).parent),
        folder=str(folder),
        url=server.url,
        authority=str(office.certificates.authority),
        archive=str(office.archive),
    )
    return [sys.executable, "-c", program]


def child(office: Office, server: SmtpServer, folder: Path) -> subprocess.Popen[str]:
    """That program, up to where it begins to send."""
    process = subprocess.Popen(
        command(office, server, folder),
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=dict(os.environ),
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def killed_after(process: subprocess.Popen[str], seconds: float) -> str | None:
    """Its output if it ended in time; else it is killed (None)."""
    try:
        return process.communicate(timeout=seconds)[0]
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return None


@pytest.mark.parametrize("seed", range(2))
def test_killed_at_random_moments(office, start_smtp, tmp_path, seed):
    """However often the run is killed, everybody gets the letter once, or is named and got it at most once."""
    server = start_smtp(keep=False)
    server.faults.delay = 0.01
    chance = random.Random(seed)
    output = None
    for _ in range(5):
        output = killed_after(child(office, server, tmp_path), chance.uniform(0.02, 0.4))
        if output is not None:
            break
    server.faults.delay = 0
    output = output or killed_after(child(office, server, tmp_path), 30)
    assert output is not None
    assert output.endswith("done\n")
    doubtful = {line.split()[1] for line in output.splitlines() if line.startswith("MAIL_PERHAPS_SENT")}
    got = Counter(server.recipients())
    for number in range(30):
        unit = unit_of(number)
        assert got[address_of(number)] == 1 or (unit in doubtful and got[address_of(number)] == 0), unit
    assert len(doubtful) <= 5, "at most one a kill"


@pytest.mark.parametrize("fault", ["signal=KILL", "error=ENOSPC"])
def test_killed_or_out_of_space_at_the_register(office, start_smtp, tmp_path, strace, fault):
    """At the very call that makes `begun` or `accepted` safe: the first leaves no doubt, the second does."""
    server = start_smtp(keep=False)
    for when in (1, 3) if fault == "signal=KILL" else (3,):
        folder = tmp_path / f"{when}"
        folder.mkdir()
        here = Office(folder / "归档", office.certificates)
        server.delivered.clear()
        trace = [strace, "-f", "-qq", "-o", str(folder / "trace"), "-e", "trace=fsync", "-e", f"inject=fsync:{fault}:when={when}"]  # fmt: skip
        subprocess.run([*trace, *command(here, server, folder)], capture_output=True, timeout=60)
        output = killed_after(child(here, server, folder), 30)
        assert output is not None
        doubtful = {line.split()[1] for line in output.splitlines() if line.startswith("MAIL_PERHAPS_SENT")}
        got = Counter(server.recipients())
        for number in range(30):
            unit = unit_of(number)
            assert got[address_of(number)] == 1 or (unit in doubtful and got[address_of(number)] == 0)
        assert len(doubtful) <= 1
