"""That nobody gets a letter twice and nobody is left out: renamed units, resending, who refuses, what cannot be known."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from mail_servers.certificates import Certificates
from mail_servers.letters import PERIOD, address_of, letter, unit_of
from mail_servers.smtp import PASSWORD, SmtpServer
from taskbook.findings import Stop
from taskbook.mail.letter import Letter
from taskbook.mail.pace import Pace
from taskbook.mail.reasons import explained, too_fast
from taskbook.mail.register import Event, Handed, SentRegister, sent_register
from taskbook.mail.sending import Fate, SendingStopped, Sent, send_letters
from taskbook.mail.smtp import SmtpSettings
from taskbook.servers.address import SMTP_SCHEMES, parse_server

Send = Callable[..., list[Sent]]


@pytest.fixture
def server(start_smtp: Callable[..., SmtpServer]) -> SmtpServer:
    return start_smtp()


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "归档"


@pytest.fixture
def send(
    archive: Path, server: SmtpServer, certificates: Certificates, no_mail_environment: pytest.MonkeyPatch
) -> Send:
    """`send(letters, resend=…, register=…)`: with nothing to wait for."""
    no_mail_environment.setenv("TASKBOOK_SMTP_PASSWORD", PASSWORD)

    def sending(
        letters: Sequence[Letter],
        resend: Collection[str] = (),
        register: SentRegister | None = None,
        waits: Sequence[float] = (0.02, 0.02, 0.02),
    ) -> list[Sent]:
        settings = SmtpSettings(parse_server(server.url, SMTP_SCHEMES), certificates.authority, 5, 5)
        register = register or sent_register(archive, PERIOD)
        return send_letters(letters, settings, register, Pace(), resend=frozenset(resend), waits=waits)

    return sending


def fates(sent: Sequence[Sent]) -> list[Fate]:
    return [one.state for one in sent]


def state(archive: Path, number: int) -> Handed:
    return sent_register(archive, PERIOD).state(f"issue:{number}", unit_of(number), address_of(number))


# ---- whose it is ----


def test_a_renamed_unit_is_not_written_to_twice(send: Send, server: SmtpServer, archive: Path) -> None:
    first = send([letter(0), letter(1)])
    renamed = replace(letter(0), unit="教育和体育局")
    names = {unit_of(0): "教育和体育局"}
    register = sent_register(archive, PERIOD, names)
    assert register.units()[first[0].message_id] == "教育和体育局"
    assert register.message_id("issue:0", "教育和体育局") == first[0].message_id
    assert register.accepted_at("issue:0", "教育和体育局")
    assert fates(send([renamed, letter(1)], register=register)) == [Fate.SENT_BEFORE] * 2
    assert len(server.delivered) == 2


def test_an_address_is_the_same_in_capitals(send: Send, server: SmtpServer, archive: Path) -> None:
    send([letter(0)])
    shouted = replace(letter(0), to=(address_of(0).upper(),))
    assert fates(send([shouted])) == [Fate.SENT_BEFORE]
    assert len(server.delivered) == 1


def test_what_another_run_sent_meanwhile_is_not_sent_again(
    send: Send, server: SmtpServer, archive: Path
) -> None:
    """Both read the register, then one after the other gets its turn."""
    early = sent_register(archive, PERIOD)
    send([letter(0), letter(1)])
    assert fates(send([letter(0), letter(1)], register=early)) == [Fate.SENT_BEFORE] * 2
    assert len(server.delivered) == 2


# ---- once more ----


def test_resending_that_stops_half_way_is_continued(send: Send, server: SmtpServer, archive: Path) -> None:
    """The same command again, or a plain one, sends only what is left; asked for anew it sends to all of them again."""
    letters = [letter(number) for number in range(4)]
    again = {unit_of(0), unit_of(2), unit_of(3)}
    send(letters[:3])
    server.faults.drop_when = lambda command, address: address == address_of(2)
    with pytest.raises(SendingStopped):
        send(letters[:3], again, waits=(0.0, 0.0, 0.0, 0.0))
    server.faults.drop_when = None
    assert Counter(server.recipients()) == {address_of(0): 2, address_of(1): 1, address_of(2): 1}
    assert fates(send(letters, again)) == [Fate.SENT_BEFORE, Fate.SENT_BEFORE, Fate.SENT, Fate.SENT]
    assert Counter(server.recipients()) == {
        address_of(0): 2,
        address_of(1): 1,
        address_of(2): 2,
        address_of(3): 1,
    }
    assert fates(send(letters)) == [Fate.SENT_BEFORE] * 4
    assert fates(send(letters, again)) == [Fate.SENT, Fate.SENT_BEFORE, Fate.SENT, Fate.SENT]


def test_a_plain_run_goes_on_with_a_resending_too(send: Send, server: SmtpServer, archive: Path) -> None:
    letters = [letter(number) for number in range(2)]
    send(letters)
    server.faults.rcpt_always = {address_of(1): "451 4.7.1 come back later"}
    assert fates(send(letters, {unit_of(0), unit_of(1)})) == [Fate.SENT, Fate.FAILED]
    server.faults.rcpt_always = {}
    assert fates(send(letters, {unit_of(0), unit_of(1)})) == [Fate.SENT_BEFORE, Fate.SENT]
    assert fates(send(letters)) == [Fate.SENT_BEFORE] * 2
    assert Counter(server.recipients()) == {address_of(0): 2, address_of(1): 2}


def test_an_address_that_is_refused_for_good_does_not_stand_in_the_way(
    send: Send, server: SmtpServer
) -> None:
    """Of two addresses one is dead: the other can still get the letter as often as somebody wants."""
    server.faults.rcpt_always = {"dead@xian.example": "550 5.1.1 User unknown"}
    letters = [letter(0, "dead@xian.example")]
    for times in (1, 2, 3):
        assert fates(send(letters, {unit_of(0)} if times > 1 else ())) == [Fate.SENT]
        assert server.recipients() == [address_of(0)] * times


def test_doubtful_letters_that_are_resent_are_sent_each_time(send: Send, server: SmtpServer) -> None:
    server.faults.drop_after_dot = [False]
    assert fates(send([letter(0)])) == [Fate.PERHAPS]
    server.faults.drop_after_dot = [False]
    assert fates(send([letter(0)], {unit_of(0)})) == [Fate.PERHAPS]
    assert fates(send([letter(0)])) == [Fate.PERHAPS]
    assert fates(send([letter(0)], {unit_of(0)})) == [Fate.SENT]
    assert server.recipients() == [address_of(0)]


def test_resending_that_never_began_changes_nothing(
    send: Send, server: SmtpServer, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    send([letter(0)])
    monkeypatch.setenv("TASKBOOK_SMTP_PASSWORD", "wrong")
    with pytest.raises(SendingStopped):
        send([letter(0)], {unit_of(0)})
    assert state(archive, 0) is Handed.ACCEPTED


# ---- who refuses ----

REFUSALS = (
    "550 5.7.1 <x@unit.example>: Sender address rejected: Access denied",
    "550 发件人在收件人的黑名单中",
    "530 5.7.1 Authentication required",
)


@pytest.mark.parametrize("reply", REFUSALS)
def test_a_unit_that_wants_nothing_from_us_does_not_stop_the_others(
    send: Send, server: SmtpServer, reply: str
) -> None:
    """Wherever it stands in the list, in this run and in every later one."""
    letters = [letter(number) for number in range(5)]
    server.faults.rcpt_always = {address_of(0): reply, address_of(1): reply}
    assert fates(send(letters)) == [Fate.REFUSED] * 2 + [Fate.SENT] * 3
    sent = send([*letters, letter(5)])
    assert fates(sent) == [Fate.REFUSED] * 2 + [Fate.SENT_BEFORE] * 3 + [Fate.SENT]
    assert reply in sent[0].findings[0].message


def test_who_refused_before_comes_last(send: Send, server: SmtpServer) -> None:
    """Three that refuse alike stop a run; the next one reaches everybody else first, and so is not stopped."""
    letters = [letter(number) for number in range(6)]
    server.faults.rcpt_always = {address_of(number): REFUSALS[0] for number in range(3)}
    with pytest.raises(SendingStopped) as caught:
        send(letters)
    assert caught.value.stop is Stop.SENDER_REFUSED
    assert fates(send(letters)) == [Fate.REFUSED] * 3 + [Fate.SENT] * 3


@pytest.mark.parametrize(
    "name", ["strategy", "corporate.daily", "rate", "frequency", "throttle", "spam", "relay"]
)
def test_an_address_says_nothing_of_why_it_was_refused(send: Send, server: SmtpServer, name: str) -> None:
    address = f"{name}@unit.example"
    server.faults.rcpt_always = {address: f"550 <{address}>: Recipient address rejected: User unknown"}
    (sent,) = send([replace(letter(0), to=(address,))])
    assert sent.state is Fate.REFUSED
    assert "没有这个邮箱" in sent.findings[0].message
    assert server.commands.count("MAIL") == 1, "it is not tried again"


@pytest.mark.parametrize(
    ("words", "plain"),
    [
        ("550 5.1.1 <strategy@unit.example>: Recipient address rejected: User unknown", "没有这个邮箱"),
        ("550 5.1.1 too many attempts for a nobody", "没有这个邮箱"),
        ("550 5.1.10 RESOLVER.ADR.RecipientNotFound; daily rate", "没有这个邮箱"),
        ("550 Mail from corporate rated users is unknown user", "没有这个邮箱"),
        ("554 see http://rate.example.com/daily?rate for why", ""),
        ("550 refused by rate.example.com", ""),
        ("550 5.7.1 Sender address rejected: Access denied", "不收这个发件人的信"),
        ("550 5.1.8 access denied", "不收这个发件人的信"),
        ("550 发件人发送过于频繁", "发得太多太快"),
        ("451 sending rate exceeded", "发得太多太快"),
        ("450 rate-limited", "发得太多太快"),
        ("550 Mail rate exceeded, try later", "发得太多太快"),
        ("554 5.7.1 Daily sending quota exceeded", "发得太多太快"),
        ("550 5.4.6 too many hops", ""),
    ],
)
def test_words_are_read_as_words(words: str, plain: str) -> None:
    told = explained(words)
    assert told.startswith(plain)
    assert (told == words) == (not plain)
    assert too_fast(words) == (plain == "发得太多太快")


# ---- between the end of a message and its answer ----


@pytest.fixture
def at_the_dot(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], None]], None]:
    """`at_the_dot(act)`: it happens once, when `begun` is written and the last dot is about to leave."""

    def once(act: Callable[[], None]) -> None:
        record, done = SentRegister.record, []

        def recording(register: SentRegister, *what: object, **more: object) -> None:
            record(register, *what, **more)  # type: ignore[arg-type]
            if Event.BEGUN in what and not done:
                done.append(True)
                act()

        monkeypatch.setattr(SentRegister, "record", recording)

    return once


def in_server(server: SmtpServer, say: str) -> None:
    """The server says something unasked; what is sent to this machine is there at once."""
    conversation = server.conversations[-1]
    asyncio.run_coroutine_threadsafe(conversation.push(say), server._loop).result(5)
    time.sleep(0.05)


def test_words_before_the_dot_keep_it_back(
    send: Send, server: SmtpServer, at_the_dot: Callable[[Callable[[], None]], None]
) -> None:
    """The message is never ended, so it is certain that nobody got it."""
    at_the_dot(lambda: in_server(server, "552 5.3.4 no room for this"))
    assert fates(send([letter(0), letter(1)])) == [Fate.REFUSED, Fate.SENT]
    assert server.recipients() == [address_of(1)]


def test_a_connection_lost_before_the_dot_is_no_doubt(
    send: Send, server: SmtpServer, archive: Path, at_the_dot: Callable[[Callable[[], None]], None]
) -> None:
    def gone() -> None:
        server.faults.drop_when = lambda *_: True
        server.hang_up_all()
        time.sleep(0.2)

    at_the_dot(gone)
    with pytest.raises(SendingStopped) as caught:
        send([letter(0)])
    assert caught.value.stop is Stop.SERVER_BROKE_OFF
    assert state(archive, 0) is Handed.REFUSED
    server.faults.drop_when = None
    assert fates(send([letter(0)])) == [Fate.SENT]
    assert server.recipients() == [address_of(0)]


def test_a_server_that_closes_after_a_message_has_answered_it(send: Send, server: SmtpServer) -> None:
    """421 to a whole message is a no for now: not a broken line, and no doubt."""
    server.faults.data_always = "421 4.3.2 shutting down"
    sent = send([letter(0), letter(1)])
    assert fates(sent) == [Fate.FAILED] * 2
    assert all("421 4.3.2 shutting down" in one.findings[0].message for one in sent)
    server.faults.data_always = ""
    assert fates(send([letter(0), letter(1)])) == [Fate.SENT] * 2
    assert Counter(server.recipients()) == {address_of(0): 1, address_of(1): 1}


@pytest.mark.parametrize("answer", ["what was that", "199 almost", "600 beyond"])
def test_an_answer_that_is_none_leaves_a_doubt(send: Send, server: SmtpServer, answer: str) -> None:
    server.faults.data = [answer]
    assert fates(send([letter(0), letter(1)])) == [Fate.PERHAPS, Fate.SENT]
    assert fates(send([letter(0), letter(1)])) == [Fate.PERHAPS, Fate.SENT_BEFORE]
    assert server.recipients() == [address_of(1)]
