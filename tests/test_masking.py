"""Passwords that servers repeat: in every form a login gives them, in both protocols, up to the sentence people read."""

from __future__ import annotations

import base64
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from socket import create_server, socket

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mail_servers.certificates import Certificates
from taskbook.findings import CannotGoOn, Stop
from taskbook.mail.smtp import SmtpSession, SmtpSettings
from taskbook.mailbox.session import MailboxSettings, Session
from taskbook.servers.address import ServerAddress
from taskbook.servers.masking import masked

USER = "office@dept.example"
PASSWORDS = ("hunter2secret", "a\"b\\c d'e", "密码一二三四", "x" * 90 + "ende-secret")


def coded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def told_nothing(told: str, password: str) -> bool:
    """No form of the password, and no long beginning of it, is left."""
    pieces = {
        password,
        password[:6],
        coded(password)[:12],
        coded(f"\0{USER}\0{password}")[:16],
        coded(USER)[:12],
    }
    return not any(piece.casefold() in told.casefold() for piece in pieces)


@pytest.mark.parametrize("password", PASSWORDS)
def test_every_form_is_masked(password: str) -> None:
    quoted = password.replace("\\", "\\\\").replace('"', '\\"')
    line = f'A1 LOGIN "{USER}" "{quoted}"'
    for said in (
        f"Command unrecognized: {password}",
        f"Unknown command: {line}",
        f"LOGIN command error: BAD {[line.encode()]}",
        f"unknown {line.upper()}",
        f'5.5.1 "AUTH PLAIN {coded(chr(0) + USER + chr(0) + password)}"',
        f"what is {coded(password)}?",
        f"what is {coded(USER)}?",
        f"cut off: AUTH PLAIN {coded(chr(0) + USER + chr(0) + password)[:-7]}",
        f"cut off: {coded(password)[:10]}...",
        f"cut off: {password[:8]}…",
    ):
        told = masked(said, USER, password)
        assert "***" in told, said
        assert told_nothing(told, password), said


def test_ordinary_words_stay() -> None:
    said = "535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6 (see http://help.example/login)"
    assert masked(said, USER, "hunter2secret") == said
    assert masked("no password at all", USER, "") == "no password at all"


@given(st.text(min_size=6, max_size=30), st.text(max_size=20), st.text(max_size=20))
def test_any_password_in_any_words(password: str, before: str, after: str) -> None:
    assert "***" in masked(f"{before}{password}{after}", USER, password)
    assert coded(password) not in masked(f"{before} {coded(password)} {after}", USER, password)


# ---- servers that repeat ----


@contextmanager
def serving(certificates: Certificates, talk: Callable[[ssl.SSLSocket], None]) -> Iterator[int]:
    """A port that is encrypted at once, where `talk` answers whoever comes."""
    context = certificates.server.context()
    with create_server(("127.0.0.1", 0)) as server:
        server.settimeout(10)

        def serve(plain: socket) -> None:
            with plain, context.wrap_socket(plain, server_side=True) as connection:
                connection.settimeout(5)
                talk(connection)

        def accept() -> None:
            try:
                while True:
                    serve(server.accept()[0])
            except OSError:
                return

        threading.Thread(target=accept, daemon=True).start()
        yield server.getsockname()[1]


def smtp_that_repeats(offered: bytes) -> Callable[[ssl.SSLSocket], None]:
    def talk(connection: ssl.SSLSocket) -> None:
        with connection.makefile("rwb") as stream:
            stream.write(b"220 hello\r\n")
            stream.flush()
            prompts = 2 if offered == b"LOGIN" else 0
            while line := stream.readline():
                if line.upper().startswith(b"EHLO"):
                    stream.write(b"250-x\r\n250 AUTH " + offered + b"\r\n")
                elif line.upper().startswith(b"QUIT"):
                    stream.write(b"221 bye\r\n")
                elif prompts:
                    prompts -= 1
                    stream.write(b"334 UGFzc3dvcmQ6\r\n")
                else:
                    stream.write(b'500 5.5.1 Command unrecognized: "' + line.strip() + b'"\r\n')
                stream.flush()

    return talk


def imap_that_repeats(ability: bytes) -> Callable[[ssl.SSLSocket], None]:
    def talk(connection: ssl.SSLSocket) -> None:
        with connection.makefile("rwb") as stream:
            stream.write(b"* OK hello\r\n")
            stream.flush()
            tag = b""
            while line := stream.readline():
                words = line.split()
                if b"CAPABILITY" in line:
                    stream.write(b"* CAPABILITY IMAP4rev1 " + ability + b"\r\n" + words[0] + b" OK x\r\n")
                elif b"AUTHENTICATE" in line:
                    tag = words[0]
                    stream.write(b"+ \r\n")
                elif b"LOGOUT" in line:
                    stream.write(b"* BYE x\r\n" + words[0] + b" OK x\r\n")
                else:
                    stream.write((tag or words[0]) + b" BAD Unknown command: " + line.strip() + b"\r\n")
                stream.flush()

    return talk


@pytest.mark.parametrize("offered", [b"PLAIN", b"LOGIN"])
@pytest.mark.parametrize("password", PASSWORDS)
def test_an_smtp_server_that_repeats_the_login(
    certificates: Certificates, offered: bytes, password: str
) -> None:
    with serving(certificates, smtp_that_repeats(offered)) as port:
        address = ServerAddress("smtps", "127.0.0.1", port, USER)
        session = SmtpSession(SmtpSettings(address, certificates.authority, 5), password)
        with pytest.raises(CannotGoOn) as caught:
            session.connect()
    assert caught.value.stop is Stop.LOGIN_REFUSED
    assert "Command unrecognized" in str(caught.value)
    assert told_nothing(str(caught.value), password)


def test_an_smtp_server_whose_challenge_is_none(certificates: Certificates) -> None:
    """What it says instead is no base64; the login is broken off, and that is a sentence."""

    def talk(connection: ssl.SSLSocket) -> None:
        with connection.makefile("rwb") as stream:
            answers = {
                b"EHLO": b"250-x\r\n250 AUTH CRAM-MD5\r\n",
                b"AUTH": b"334 a\r\n",
                b"*": b"501 off\r\n",
            }
            stream.write(b"220 hello\r\n")
            stream.flush()
            while line := stream.readline():
                stream.write(answers.get(line.split()[0].upper(), b"221 bye\r\n"))
                stream.flush()

    with serving(certificates, talk) as port:
        address = ServerAddress("smtps", "127.0.0.1", port, USER)
        with pytest.raises(CannotGoOn) as caught:
            SmtpSession(SmtpSettings(address, certificates.authority, 5), "hunter2secret").connect()
    assert caught.value.stop is Stop.LOGIN_REFUSED


@pytest.mark.parametrize("ability", [b"", b"LOGINDISABLED AUTH=PLAIN"])
@pytest.mark.parametrize("password", PASSWORDS)
def test_an_imap_server_that_repeats_the_login(
    certificates: Certificates, ability: bytes, password: str
) -> None:
    with serving(certificates, imap_that_repeats(ability)) as port:
        address = ServerAddress("imaps", "127.0.0.1", port, USER)
        with pytest.raises(CannotGoOn) as caught:
            Session(MailboxSettings(address, certificates.authority, timeout=5), lambda _: password)
    assert caught.value.stop is Stop.LOGIN_REFUSED
    assert "Unknown command" in str(caught.value)
    assert told_nothing(str(caught.value), password)
