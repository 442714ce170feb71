"""A mailbox over IMAP, on a real Dovecot: getting in, reading without a trace, breaks on the way, marking, waiting."""

from __future__ import annotations

import io
import random
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from mail_servers.certificates import Certificates
from mail_servers.dovecot import Account, Dovecot
from mail_servers.odd_imap import OddServer, odd_servers
from mail_servers.proxy import Proxy, proxies_for_a_test
from taskbook.findings import CannotGoOn, Stop
from taskbook.mailbox.imap import KEYWORD, Mailbox, Renumbered, Stuck
from taskbook.mailbox.session import MailboxSettings, Refused
from taskbook.servers.address import IMAP_SCHEMES, parse_server

TODAY = date.today()
RECEIVED = "&Y6VlNk72-"  # 接收件, as folders are named on the wire


@pytest.fixture
def proxies() -> Iterator[list[Proxy]]:
    """A list for the test's proxies; they are closed after it."""
    yield from proxies_for_a_test()


@pytest.fixture
def start_odd_imap(certificates: Certificates) -> Iterator[Callable[..., OddServer]]:
    """`start_odd_imap(messages, no_search=True)` → a running server; `plain=True` without encryption."""
    yield from odd_servers(certificates)


def mailbox_of(
    server: Dovecot,
    account: Account,
    folder: str = "",
    scheme: str = "imaps",
    port: int = 0,
    authority: Path | None = None,
    password: str = "",
    done: str = "",
    timeout: float = 10.0,
    chunk: int = 1 << 20,
) -> Mailbox:
    settings = MailboxSettings(
        parse_server(server.url(account, folder, scheme, port), IMAP_SCHEMES),
        authority or server.authority,
        done,
        timeout,
    )
    return Mailbox(settings, lambda _: password or account.password, sleep=lambda _: None, chunk=chunk)


def message(subject: str, size: int = 0, seed: int = 0) -> bytes:
    body = random.Random(seed).randbytes(size // 2).hex()
    lines = "\r\n".join(body[at : at + 76] for at in range(0, len(body), 76))
    return f"From: a@xian.example\r\nSubject: {subject}\r\n\r\n{lines}\r\n".encode()


def downloaded(mailbox: Mailbox) -> list[bytes]:
    found = []
    for head in mailbox.heads(mailbox.uids_since(TODAY)):
        file = io.BytesIO()
        assert mailbox.download(head, file)
        found.append(file.getvalue())
    return found


def stop_of(mailbox: Mailbox) -> tuple[Stop, str]:
    with mailbox, pytest.raises(CannotGoOn) as told:
        mailbox.connect()
    return told.value.stop, str(told.value)


# ---- getting in ----


@pytest.mark.parametrize("scheme", ["imaps", "imap"])
def test_messages_are_read_byte_for_byte_and_stay_unread(dovecot: Dovecot, scheme: str) -> None:
    account = dovecot.account()
    raw = [message("一"), message("二", 300_000, 1), b"Subject: nothing more\r\n\r\n"]
    dovecot.append_all(account, raw)
    with mailbox_of(dovecot, account, scheme=scheme, chunk=65_536) as mailbox:
        assert downloaded(mailbox) == raw
        assert downloaded(mailbox) == raw
    assert all("\\Seen" not in flags for flags in dovecot.flags(account).values())


@pytest.mark.parametrize("size", [14, 15, 65_535, 65_536, 65_537, 131_072])
def test_pieces_end_where_the_message_ends(dovecot: Dovecot, size: int) -> None:
    account = dovecot.account()
    raw = b"Subject: x\r\n\r\n" + b"x" * (size - 14)
    dovecot.append(account, raw)
    with mailbox_of(dovecot, account, chunk=65_536) as mailbox:
        assert downloaded(mailbox) == [raw]


def test_a_wrong_password_is_told_and_not_repeated(dovecot: Dovecot) -> None:
    account = dovecot.account()
    stop, sentence = stop_of(mailbox_of(dovecot, account, password="not-the-secret"))
    assert stop is Stop.LOGIN_REFUSED
    assert account.name in sentence
    assert "账号或密码不对" in sentence
    assert "not-the-secret" not in sentence


@pytest.mark.parametrize(
    "password", ["密码，很长", 'quo"te', "back\\slash", "blank in it", "%41{x}", "ü" * 40]
)
def test_any_password_gets_in(dovecot: Dovecot, password: str) -> None:
    account = dovecot.account(password=password)
    with mailbox_of(dovecot, account) as mailbox:
        mailbox.connect()
        assert mailbox.folder == "INBOX"


@pytest.mark.parametrize("scheme", ["imaps", "imap"])
@pytest.mark.parametrize(
    ("shown", "stop"),
    [
        ("stranger", Stop.CERTIFICATE_UNKNOWN),
        ("expired", Stop.CERTIFICATE_EXPIRED),
        ("other_name", Stop.CERTIFICATE_OF_OTHER),
    ],
)
def test_a_bad_certificate_is_refused_before_the_password_is_said(
    start_dovecot: Callable[..., Dovecot], certificates: Certificates, shown: str, stop: Stop, scheme: str
) -> None:
    server = start_dovecot(identity=getattr(certificates, shown))
    account = server.account()
    assert stop_of(mailbox_of(server, account, scheme=scheme))[0] is stop
    assert "user=<" + account.name not in (server.folder / "dovecot.log").read_text(encoding="utf-8")


def test_without_the_offices_root_its_server_is_unknown(dovecot: Dovecot) -> None:
    account = dovecot.account()
    address = parse_server(dovecot.url(account), IMAP_SCHEMES)
    assert stop_of(Mailbox(MailboxSettings(address), lambda _: "secret"))[0] is Stop.CERTIFICATE_UNKNOWN


def test_without_encryption_nothing_is_said(start_dovecot: Callable[..., Dovecot]) -> None:
    server = start_dovecot(encrypted=False)
    account = server.account()
    stop, _ = stop_of(mailbox_of(server, account, scheme="imap"))
    assert stop is Stop.NO_ENCRYPTION
    assert "Login: user" not in (server.folder / "dovecot.log").read_text(encoding="utf-8")


def test_the_wrong_kind_of_port_is_named(dovecot: Dovecot) -> None:
    account = dovecot.account()
    stop, sentence = stop_of(mailbox_of(dovecot, account, port=dovecot.plain_port))
    assert (stop, "imap" in sentence) == (Stop.NOT_ENCRYPTED_THERE, True)
    stop, sentence = stop_of(mailbox_of(dovecot, account, scheme="imap", port=dovecot.tls_port, timeout=1))
    assert (stop, "imaps" in sentence) == (Stop.ENCRYPTED_FROM_THE_START, True)
    assert stop_of(mailbox_of(dovecot, account, scheme="imap", port=993))[0] is Stop.ENCRYPTED_FROM_THE_START


def test_nobody_there(dovecot: Dovecot) -> None:
    account = dovecot.account()
    unused = Proxy(dovecot.tls_port)
    unused.close()
    assert stop_of(mailbox_of(dovecot, account, port=unused.port))[0] is Stop.SERVER_UNREACHABLE


# ---- folders ----


@pytest.mark.parametrize(
    ("written", "real"),
    [
        ("接收件", "接收件"),
        ("/接收件/", "接收件"),
        ("inbox", "INBOX"),
        ("收件箱", "INBOX"),
        ("Team/2026 & more", "Team/2026 & more"),
        ("team/2026 & MORE", "Team/2026 & more"),
    ],
)
def test_folders_are_found_as_people_write_them(dovecot: Dovecot, written: str, real: str) -> None:
    account = dovecot.account()
    dovecot.create(account, RECEIVED)
    dovecot.create(account, "Team/2026 &- more")
    with mailbox_of(dovecot, account) as mailbox:
        mailbox.settings = MailboxSettings(
            parse_server(dovecot.url(account, written.replace(" ", "%20")), IMAP_SCHEMES), dovecot.authority
        )
        mailbox.connect()
        assert mailbox.folder == real


def test_a_missing_folder_is_told_with_those_there_are(dovecot: Dovecot) -> None:
    account = dovecot.account()
    dovecot.create(account, RECEIVED)
    stop, sentence = stop_of(mailbox_of(dovecot, account, folder="反馈"))
    assert stop is Stop.MAILBOX_MISSING
    assert all(name in sentence for name in ("反馈", "接收件", "INBOX"))


def test_only_what_came_since_that_day_is_listed(dovecot: Dovecot) -> None:
    account = dovecot.account()
    dovecot.append(account, message("old"), date='"01-Jan-2020 10:00:00 +0800"')
    dovecot.append(account, message("new"))
    with mailbox_of(dovecot, account) as mailbox:
        assert mailbox.uids_since(TODAY) == [2]
        assert mailbox.uids_since(date(2020, 1, 1)) == [1, 2]
        (old, _) = mailbox.heads([1, 2])
        assert old.received is not None
        assert old.received.utcoffset() is not None
        assert old.received.astimezone().date() in (date(2020, 1, 1), date(2019, 12, 31))


# ---- breaks ----


def test_a_connection_cut_anywhere_is_taken_up_again(dovecot: Dovecot, proxies: list[Proxy]) -> None:
    account = dovecot.account()
    raw = [message(f"{number}", 400_000, number) for number in range(5)]
    dovecot.append_all(account, raw)
    chance = random.Random(2026)
    proxy = Proxy(dovecot.tls_port, cuts=[chance.randrange(60_000, 900_000) for _ in range(12)])
    proxies.append(proxy)
    with mailbox_of(dovecot, account, port=proxy.port, chunk=65_536) as mailbox:
        assert downloaded(mailbox) == raw
    assert proxy.connections >= 4


def test_a_server_that_falls_silent_is_left_and_asked_again(dovecot: Dovecot, proxies: list[Proxy]) -> None:
    account = dovecot.account()
    raw = message("long", 600_000, 1)
    dovecot.append(account, raw)
    proxy = Proxy(dovecot.tls_port, cuts=[200_000], silent=True)
    proxies.append(proxy)
    with mailbox_of(dovecot, account, port=proxy.port, timeout=0.7, chunk=65_536) as mailbox:
        assert downloaded(mailbox) == [raw]
    assert proxy.connections == 2


def test_a_message_that_always_breaks_off_is_told(dovecot: Dovecot, proxies: list[Proxy]) -> None:
    account = dovecot.account()
    dovecot.append(account, message("long", 900_000, 1))
    proxy = Proxy(dovecot.tls_port, always=60_000)
    proxies.append(proxy)
    with mailbox_of(dovecot, account, port=proxy.port) as mailbox:
        (head,) = mailbox.heads(mailbox.uids_since(TODAY))
        with pytest.raises(Stuck, match="断了"):
            mailbox.download(head, io.BytesIO())
    assert proxy.connections < 10


def test_a_server_gone_for_good_is_told(dovecot: Dovecot, proxies: list[Proxy]) -> None:
    account = dovecot.account()
    proxy = Proxy(dovecot.tls_port)
    with mailbox_of(dovecot, account, port=proxy.port) as mailbox:
        mailbox.connect()
        proxy.close()
        with pytest.raises(CannotGoOn) as told:
            mailbox.uids_since(TODAY)
    assert told.value.stop is Stop.SERVER_BROKE_OFF


def test_new_numbers_after_a_break_are_noticed(dovecot: Dovecot) -> None:
    account = dovecot.account()
    dovecot.append(account, message("x"))
    with mailbox_of(dovecot, account) as mailbox:
        assert mailbox.uids_since(TODAY) == [1]
        before = mailbox.uidvalidity
        mailbox.close()
        dovecot.renumber(account)
        with pytest.raises(Renumbered):
            mailbox.uids_since(TODAY)
        assert mailbox.uids_since(TODAY) == [1]
        assert mailbox.uidvalidity != before


def test_a_message_deleted_meanwhile_is_gone(dovecot: Dovecot) -> None:
    account = dovecot.account()
    dovecot.append_all(account, [message("one"), message("two")])
    with mailbox_of(dovecot, account) as mailbox:
        one, _ = mailbox.heads(mailbox.uids_since(TODAY))
        with dovecot.client(account) as other:
            other.select()
            other.uid("STORE", "1", "+FLAGS", r"(\Deleted)")
            other.expunge()
        mailbox.uids_since(TODAY)
        assert mailbox.download(one, io.BytesIO()) is False


# ---- changing ----


def test_marked_mails_are_read_and_have_our_flag(dovecot: Dovecot) -> None:
    account = dovecot.account()
    dovecot.append_all(account, [message("one"), message("two")])
    with mailbox_of(dovecot, account) as mailbox:
        assert mailbox.mark([2]) == ""
    assert dovecot.flags(account)[2] >= {"\\Seen", KEYWORD}
    assert "\\Seen" not in dovecot.flags(account)[1]


@pytest.mark.parametrize("capability", ["", "IMAP4rev1 UIDPLUS", "IMAP4rev1"])
def test_moving_touches_nothing_that_others_deleted(
    start_dovecot: Callable[..., Dovecot], capability: str
) -> None:
    server = start_dovecot(capability=capability)
    account = server.account()
    server.append_all(account, [message("theirs"), message("ours"), message("stays")])
    with server.client(account) as other:
        other.select()
        other.uid("STORE", "1", "+FLAGS", r"(\Deleted)")
    with mailbox_of(server, account) as mailbox:
        assert mailbox.move([2], "已收") == ""
    assert len(server.flags(account, "&XfJlNg-")) == 1
    left = server.flags(account)
    assert set(left) - {2} == {1, 3}
    assert 2 not in left or "\\Deleted" in left[2]
    assert (2 in left) == (capability == "IMAP4rev1")
    with mailbox_of(server, account) as mailbox:  # a run that was killed before it could note the move
        assert (mailbox.mark([77]), mailbox.move([77], "已收")) == ("", "")


def test_a_full_mailbox_refuses_the_move_and_keeps_the_mail(start_dovecot: Callable[..., Dovecot]) -> None:
    server = start_dovecot(capability="IMAP4rev1 UIDPLUS")
    account = server.account(quota=30_000)
    server.append(account, message("large", 20_000))
    with mailbox_of(server, account) as mailbox:
        assert "邮箱空间已满" in mailbox.move([1], "已收")
    assert "\\Deleted" not in server.flags(account)[1]


# ---- waiting ----


def test_waiting_ends_when_something_arrives(dovecot: Dovecot) -> None:
    account = dovecot.account()
    with mailbox_of(dovecot, account) as mailbox:
        assert mailbox.wait(0.2) is False
        later = threading.Timer(0.4, dovecot.append, (account, message("new")))
        later.start()
        began = time.monotonic()
        assert mailbox.wait(20) is True
        later.join()
        assert time.monotonic() - began < 10
        assert mailbox.uids_since(TODAY - timedelta(days=1)) == [1]


def test_what_came_between_the_look_and_the_waiting_is_not_missed(dovecot: Dovecot) -> None:
    account = dovecot.account()
    dovecot.append(account, message("one"))
    with mailbox_of(dovecot, account) as mailbox:
        assert mailbox.uids_since(TODAY) == [1]
        assert mailbox.wait(0.2) is False
        dovecot.append(account, message("two"))
        mailbox.mark([1])  # the server tells of the new mail here, where nobody listens
        assert mailbox.wait(20) is True
        assert mailbox.uids_since(TODAY) == [1, 2]
        assert mailbox.wait(0.2) is False


def test_waiting_outlives_a_break(dovecot: Dovecot, proxies: list[Proxy]) -> None:
    account = dovecot.account()
    proxy = Proxy(dovecot.tls_port)
    proxies.append(proxy)
    with mailbox_of(dovecot, account, port=proxy.port) as mailbox:
        mailbox.connect()
        threading.Timer(0.2, proxy.cut_now).start()
        mailbox.wait(1.0)
        dovecot.append(account, message("new"))
        assert mailbox.uids_since(TODAY) == [1]


def test_a_server_that_cannot_tell_is_asked_again(start_dovecot: Callable[..., Dovecot]) -> None:
    server = start_dovecot(capability="IMAP4rev1")
    with mailbox_of(server, server.account()) as mailbox:
        assert mailbox.wait(0.0) is True


# ---- servers with ways of their own ----


def odd_mailbox(
    server: OddServer,
    certificates: Certificates,
    folder: str = "",
    scheme: str = "imaps",
    chunk: int = 65_536,
) -> Mailbox:
    address = parse_server(f"{scheme}://office@127.0.0.1:{server.port}/{folder}", IMAP_SCHEMES)
    settings = MailboxSettings(address, certificates.authority, timeout=5)
    return Mailbox(settings, lambda _: "secret-word", sleep=lambda _: None, chunk=chunk)


@pytest.mark.parametrize(
    "odd",
    [
        {},
        {"wants_id": True},
        {"hangs_up_on_unknown": True},
        {"no_search": True},
        {"no_pieces": True},
        {"most_at_once": 10_000},
        {"attributes_last": True},
        {"size_off": 5000},
        {"size_off": -20},
        {"hangs_up_beyond_end": True},
        {"no_uidvalidity": True},
        {"chatter": True, "attributes_last": True},
    ],
    ids=str,
)
def test_messages_are_whole_whatever_the_server_is_like(
    start_odd_imap: Callable[..., OddServer], certificates: Certificates, odd: dict[str, object]
) -> None:
    raw = [message("a"), message("b", 65_536 * 2, 1), b"S: " + b"x" * (65_536 - 3), message("c", 200_000, 2)]
    server = start_odd_imap(raw, **odd)
    with odd_mailbox(server, certificates) as mailbox:
        assert [head.size for head in mailbox.heads([1])] == [len(raw[0]) + int(str(odd.get("size_off", 0)))]
        assert mailbox.uids_since(date(2026, 8, 31)) == [1, 2, 3, 4]
        found = []
        for head in mailbox.heads([1, 2, 3, 4]):
            file = io.BytesIO()
            assert mailbox.download(head, file)
            found.append(file.getvalue())
    assert found == raw


def test_a_message_the_server_will_not_give_is_refused_alone(
    start_odd_imap: Callable[..., OddServer], certificates: Certificates
) -> None:
    server = start_odd_imap([message("a"), message("b")], refuses={1: "邮件已损坏".encode("gb18030")})
    with odd_mailbox(server, certificates) as mailbox:
        one, two = mailbox.heads([1, 2])
        with pytest.raises(Refused, match="邮件已损坏"):
            mailbox.download(one, io.BytesIO())
        assert mailbox.download(two, io.BytesIO())


@pytest.mark.parametrize(
    ("odd", "stop", "words"),
    [
        (
            {"login_answer": "@ NO 密码错误，请使用授权码\r\n".encode("gb18030")},
            Stop.LOGIN_REFUSED,
            "请使用授权码",
        ),
        ({"login_answer": b"@ BAD bad\r\n"}, Stop.LOGIN_REFUSED, "bad"),
        ({"login_answer": b"@ NO [UNAVAILABLE] try later\r\n"}, Stop.SERVER_REFUSED, "try later"),
        ({"bye_at_login": True}, Stop.SERVER_BROKE_OFF, ""),
        ({"names": (b'() "/" "Work &- Co"', b'() "/" "bad &name"')}, Stop.SERVER_REFUSED, "no such folder"),
    ],
)
def test_what_the_server_says_is_told(
    start_odd_imap: Callable[..., OddServer],
    certificates: Certificates,
    odd: dict[str, object],
    stop: Stop,
    words: str,
) -> None:
    server = start_odd_imap([], **odd)
    told, sentence = stop_of(odd_mailbox(server, certificates))
    assert told is stop
    assert words in sentence
    assert "secret-word" not in sentence
    assert sum(command.startswith("LOGIN") for command in server.commands) == 1


def test_a_server_that_skips_the_encryption_hears_nothing(
    start_odd_imap: Callable[..., OddServer], certificates: Certificates
) -> None:
    """PREAUTH would let somebody in between keep the connection in the clear."""
    for odd in ({"preauth": True}, {}):
        server = start_odd_imap([message("a")], plain=True, **odd)
        told, _ = stop_of(odd_mailbox(server, certificates, scheme="imap"))
        assert told is Stop.NO_ENCRYPTION
        assert not any("secret-word" in command for command in server.commands)


@pytest.mark.parametrize("written", ["反馈", "反馈/九月", "INBOX/反馈", "inbox.反馈"])
def test_folders_below_the_inbox_are_found(
    start_odd_imap: Callable[..., OddServer], certificates: Certificates, written: str
) -> None:
    names = (
        b'(\\HasChildren) "." "INBOX"',
        b'() "." "INBOX.&U82ZiA-"',
        b'() "." "INBOX.&U82ZiA-.&Tl1nCA-"',
    )
    server = start_odd_imap([message("a")], names=names)
    with odd_mailbox(server, certificates, written) as mailbox:
        mailbox.connect()
        assert mailbox.folder.split(".")[1] == "反馈"


def test_a_mailbox_that_may_only_be_read_says_so_when_marking(
    start_odd_imap: Callable[..., OddServer], certificates: Certificates
) -> None:
    server = start_odd_imap([message("a")], read_only=True)
    with odd_mailbox(server, certificates) as mailbox:
        assert mailbox.uids_since(date(2026, 9, 1)) == [1]
        assert "只能看" in mailbox.mark([1])


def test_flags_of_our_own_only_where_the_server_keeps_them(
    start_odd_imap: Callable[..., OddServer], certificates: Certificates
) -> None:
    server = start_odd_imap([message("a")])
    with odd_mailbox(server, certificates) as mailbox:
        assert mailbox.mark([1]) == ""
    assert [each for each in server.commands if "STORE" in each] == [r"UID STORE 1 +FLAGS.SILENT (\Seen)"]


def test_a_server_that_will_not_listen_is_asked_again(
    start_odd_imap: Callable[..., OddServer], certificates: Certificates
) -> None:
    server = start_odd_imap([message("a")], says_it_listens=True)
    with odd_mailbox(server, certificates) as mailbox:
        assert mailbox.wait(0.2) is True
        assert mailbox.uids_since(date(2026, 9, 1)) == [1]


def test_the_password_is_asked_for_once(dovecot: Dovecot, proxies: list[Proxy]) -> None:
    account = dovecot.account()
    proxy = Proxy(dovecot.tls_port)
    proxies.append(proxy)
    asked = []
    with mailbox_of(dovecot, account, port=proxy.port) as settings_only:
        settings = settings_only.settings
    with Mailbox(settings, lambda _: asked.append(1) or account.password, lambda _: None) as mailbox:  # type: ignore[func-returns-value]
        mailbox.connect()
        proxy.cut_now()
        assert mailbox.uids_since(TODAY) == []
    assert (len(asked), proxy.connections) == (1, 2)
