"""Addresses of servers, passwords, certificates, and what goes wrong on the way, against real sockets."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mail_servers.certificates import make_home_made
from taskbook.findings import CannotGoOn, Stop
from taskbook.mail.smtp import SmtpSession, SmtpSettings
from taskbook.servers import login, tls
from taskbook.servers.address import IMAP_SCHEMES, SMTP_SCHEMES, ServerAddress, parse_server
from taskbook.servers.trouble import told_as_sentences, words

ADDRESS = ServerAddress("smtps", "smtp.dept.example", 465, "office")


def schemes_for(text: str) -> tuple[str, ...]:
    return IMAP_SCHEMES if text.lower().startswith("imap") else SMTP_SCHEMES


# ---- addresses ----


@pytest.mark.parametrize(
    ("text", "host", "port", "user", "path"),
    [
        ("smtps://office@smtp.dept.example", "smtp.dept.example", 465, "office", ""),
        ("smtp://office@dept.example@smtp.dept.example", "smtp.dept.example", 587, "office@dept.example", ""),
        ("smtp://office%40dept.example@smtp.dept.example:25", "smtp.dept.example", 25, "office@dept.example", ""),
        ("  SMTPS://Office@SMTP.Dept.Example:465/ ", "smtp.dept.example", 465, "Office", ""),
        ("ｓｍｔｐｓ：／／office＠smtp．dept。example：４６５", "smtp.dept.example", 465, "office", ""),
        ("smtps:\\\\office@smtp.dept.example", "smtp.dept.example", 465, "office", ""),
        ("smtps://DEPT%5Coffice@mail", "mail", 465, "DEPT\\office", ""),
        ("smtps://10.1.2.3", "10.1.2.3", 465, "nobody@x.example", ""),
        ("smtps://u@[2001:db8::1]:2465", "2001:db8::1", 2465, "u", ""),
        ("smtps://u@邮件.示例.cn", "邮件.示例.cn".encode("idna").decode(), 465, "u", ""),
        ("imaps://u@imap.dept.example", "imap.dept.example", 993, "u", ""),
        ("imap://u@imap.dept.example/INBOX", "imap.dept.example", 143, "u", ""),
        ("imaps://u@imap.dept.example/工作/反馈/", "imap.dept.example", 993, "u", "工作/反馈"),
        ("imaps://u@h.example/%E5%B7%A5%E4%BD%9C", "h.example", 993, "u", "工作"),
        ("imaps://u@h.example/%B9%A4%D7%F7", "h.example", 993, "u", "工作"),
        ("imaps://u@h.example/100%", "h.example", 993, "u", "100%"),
        ("imaps：//u@h.example／２０２６年", "h.example", 993, "u", "２０２６年"),
        ("imaps://u@h.example/a@b:c", "h.example", 993, "u", "a@b:c"),
    ],
)  # fmt: skip
def test_addresses_as_people_write_them(no_mail_environment, text, host, port, user, path):
    address = parse_server(text, schemes_for(text), "nobody@x.example")
    assert (address.host, address.port, address.user, address.path) == (host, port, user, path)
    assert parse_server(str(address), schemes_for(text)) == address


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "  ",
            "smtp.dept.example",
            "smtp.dept.example:465",
            "https://smtp.dept.example",
            "smtps://",
            "邮箱",
        ),
        *("smtps://u@h:0", "smtps://u@h:65536", "smtps://u@h:465x", "smtps://u@999.1.1.1", "smtps://u@[::z]"),
        *("smtps://u@::1", "smtps://u@h/folder", "smtps://u@a..b", "smtps://u@-a-.example", "smtps://u@h h"),
        *(
            "imaps://u@h.example",
            "smtps:/u@h",
            "smtps//u@h",
            "smtps://u u@h",
            "smtps://u@h?x=1",
            "smtps://u%00@h",
        ),
    ],
)
def test_what_is_no_address(text):
    with pytest.raises(CannotGoOn) as caught:
        parse_server(text, SMTP_SCHEMES)
    assert caught.value.stop is Stop.SERVER_WRONG
    assert "smtps://账号@服务器:465" in str(caught.value)


SECRETS = ["hunter2", "p@ss", "a/b", "a:b", "a?b#c", "12/34", "口令秘", "%41bc", "x y", "a\\b", "]["]


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize(
    "form",
    [
        "smtps://office:{}@smtp.dept.example:465",
        "imaps://office:{}@imap.dept.example/反馈",
        "office:{}@smtp.dept.example",
        "smtps：//office：{}＠smtp.dept.example",
        "smtps://office@dept.example:{}@smtp.dept.example",
        "smtps://office%3A{}@smtp.dept.example",
    ],
)
def test_a_password_is_refused_and_never_repeated(secret, form):
    text = form.format(secret)
    with pytest.raises(CannotGoOn) as caught:
        parse_server(text, schemes_for(text))
    assert caught.value.stop is Stop.PASSWORD_IN_SERVER
    assert secret not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    "text",
    [
        "smtps://office:topsecret",
        "smtps://office@host.example:465:topsecret",
        "smtps://office@host.example:topsecret",
        "smtps://office@host.example?password=topsecret",
        "smtps://office@host.example 密码topsecret",
        "smtps://office@host.example，topsecret",
    ],
)
def test_what_may_be_a_password_is_not_repeated_either(text):
    with pytest.raises(CannotGoOn) as caught:
        parse_server(text, SMTP_SCHEMES)
    assert "topsecret" not in str(caught.value)


@given(st.text(max_size=60), st.sampled_from(["", "smtps://", "imaps://", "smtp://u@"]))
def test_any_text_is_an_address_or_a_sentence(text, before):
    written = before + text
    address, stopped = None, None
    try:
        address = parse_server(written, schemes_for(written))
    except CannotGoOn as stop:
        stopped = stop.stop
    if address is None:
        assert stopped in (Stop.SERVER_WRONG, Stop.PASSWORD_IN_SERVER)
    else:
        assert 0 < address.port < 65536
        assert address.host.isascii()
        assert parse_server(str(address), schemes_for(written)) == address


def test_whose_account(no_mail_environment):
    text = "smtps://smtp.dept.example"
    assert parse_server(text, SMTP_SCHEMES, "office@dept.example").user == "office@dept.example"
    no_mail_environment.setenv("TASKBOOK_MAIL_USER", "relay")
    assert parse_server(text, SMTP_SCHEMES, "office@dept.example").user == "relay"
    assert parse_server("smtps://own@smtp.dept.example", SMTP_SCHEMES).user == "own"


# ---- passwords ----


def test_the_environment_before_the_keyring(file_keyring, no_mail_environment):
    login.store_password(ADDRESS, "kept")
    mailbox = replace(ADDRESS, scheme="imaps", host="imap.dept.example")
    login.store_password(mailbox, "other")
    assert (login.password_for(ADDRESS), login.password_for(mailbox)) == ("kept", "other")
    no_mail_environment.setenv("TASKBOOK_MAIL_PASSWORD", "both\r\n")
    assert (login.password_for(ADDRESS), login.password_for(mailbox)) == ("both", "both")
    no_mail_environment.setenv("TASKBOOK_IMAP_PASSWORD", " in ")
    assert (login.password_for(ADDRESS), login.password_for(mailbox)) == ("both", " in ")
    no_mail_environment.setenv("TASKBOOK_SMTP_PASSWORD", "out")
    assert login.password_for(ADDRESS) == "out"


def stop_of(call: Callable[[], object]) -> Stop:
    with pytest.raises(CannotGoOn) as caught:
        call()
    return caught.value.stop


def test_no_password_and_no_account(file_keyring):
    assert stop_of(lambda: login.password_for(ADDRESS)) is Stop.PASSWORD_MISSING
    assert stop_of(lambda: login.password_for(replace(ADDRESS, user=""))) is Stop.ACCOUNT_MISSING


@pytest.mark.parametrize("fault", ["locked", "hangs"])
def test_a_keyring_that_does_not_answer(file_keyring, no_mail_environment, fault):
    no_mail_environment.setenv("TASKBOOK_TEST_KEYRING_FAULT", fault)
    no_mail_environment.setattr(login, "_PATIENCE", 0.2)
    assert stop_of(lambda: login.password_for(ADDRESS)) is Stop.KEYRING_CLOSED
    assert stop_of(lambda: login.forget_password(ADDRESS)) is Stop.KEYRING_CLOSED


def test_no_keyring_at_all(file_keyring):
    import keyring
    from keyring.backends.fail import Keyring

    keyring.set_keyring(Keyring())
    assert stop_of(lambda: login.password_for(ADDRESS)) is Stop.PASSWORD_MISSING
    assert stop_of(lambda: login.store_password(ADDRESS, "x")) is Stop.NO_KEYRING
    assert login.forget_password(ADDRESS) is False


# ---- certificates ----


@pytest.mark.parametrize("form", ["pem", "der", "commented", "utf-16", "bundle"])
def test_the_offices_root_in_every_form(start_smtp, certificates, tmp_path, no_mail_environment, form):
    no_mail_environment.setenv("TASKBOOK_MAIL_PASSWORD", "correct horse")
    pem = certificates.authority.read_text()
    path = tmp_path / "根证书.crt"
    if form == "der":
        path = certificates.authority_der
    elif form == "utf-16":
        path.write_text(pem, encoding="utf-16")
    elif form == "commented":
        path.write_bytes("使用者：示例区\r\n".encode("gbk") + pem.replace("\n", "\r\n").encode())
    else:
        path.write_text((certificates.stranger_authority.read_text() if form == "bundle" else "") + pem)
    server = start_smtp()
    with SmtpSession(SmtpSettings(parse_server(server.url, SMTP_SCHEMES), path, 5)) as session:
        session.connect()
    assert server.logins == 1


@pytest.mark.parametrize("content", [b"", b"not a certificate", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", b"PK\x03\x04", None])  # fmt: skip
def test_a_root_that_cannot_be_read(tmp_path, content):
    path = tmp_path / "根证书.pem"
    if content is not None:
        path.write_bytes(content)
    assert stop_of(lambda: tls.context(path)) is Stop.AUTHORITY_WRONG
    assert stop_of(lambda: tls.context(tmp_path)) is Stop.AUTHORITY_WRONG


def test_what_is_demanded_of_every_server(certificates):
    for context in (tls.context(), tls.context(certificates.authority)):
        assert context.verify_mode is ssl.CERT_REQUIRED
        assert context.check_hostname
        assert context.minimum_version is ssl.TLSVersion.TLSv1_2


def test_a_home_made_certificate_is_trusted_where_it_is_given(start_smtp, tmp_path, no_mail_environment):
    """Also by newer Pythons, which ask more of a certificate than older ones."""
    no_mail_environment.setenv("TASKBOOK_MAIL_PASSWORD", "correct horse")
    identity = make_home_made(tmp_path)
    server = start_smtp(identity=identity)
    address = parse_server(server.url, SMTP_SCHEMES)
    assert stop_of(SmtpSession(SmtpSettings(address, None, 5)).connect) is Stop.CERTIFICATE_UNKNOWN
    with SmtpSession(SmtpSettings(address, identity.chain, 5)) as session:
        session.connect()
    assert server.logins == 1


def test_the_roots_of_the_system_may_be_named_by_openssl(start_smtp, certificates, no_mail_environment):
    no_mail_environment.setenv("TASKBOOK_MAIL_PASSWORD", "correct horse")
    no_mail_environment.setenv("SSL_CERT_FILE", str(certificates.authority))
    server = start_smtp(tls="implicit")
    with SmtpSession(SmtpSettings(parse_server(server.url, SMTP_SCHEMES), None, 5)) as session:
        session.connect()
    assert server.logins == 1


# ---- trouble ----


@contextmanager
def listening(answer: Callable[[socket.socket], None]) -> Iterator[int]:
    """A port on which `answer` talks to whoever comes."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(10)

        def serve() -> None:
            try:
                while True:
                    connection, _ = server.accept()
                    with connection:
                        connection.settimeout(5)
                        answer(connection)
            except OSError:
                return

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1]


def connecting(url: str, authority: Path | None = None, timeout: float = 0.5) -> Stop:
    address = parse_server(url, SMTP_SCHEMES, "office")
    return stop_of(lambda: SmtpSession(SmtpSettings(address, authority, timeout), "secret").connect())


def silent(connection: socket.socket) -> None:
    while connection.recv(100):
        pass


def says(text: bytes) -> Callable[[socket.socket], None]:
    def answer(connection: socket.socket) -> None:
        connection.sendall(text)
        silent(connection)

    return answer


@pytest.mark.parametrize(
    ("answer", "scheme", "stop"),
    [
        (silent, "smtp", Stop.SERVER_UNREACHABLE),
        (silent, "smtps", Stop.SERVER_UNREACHABLE),
        (lambda connection: connection.close(), "smtp", Stop.SERVER_BROKE_OFF),
        (lambda connection: connection.close(), "smtps", Stop.SERVER_UNREACHABLE),
        (says(b"220 mail.example ESMTP\r\n"), "smtps", Stop.NOT_ENCRYPTED_THERE),
        (says(b"HTTP/1.1 400 Bad Request\r\n\r\n"), "smtps", Stop.NOT_ENCRYPTED_THERE),
        (says(b"HTTP/1.1 400 Bad Request\r\n\r\n"), "smtp", Stop.SERVER_UNREACHABLE),
        (says("421 系统忙\r\n".encode("gbk")), "smtp", Stop.SERVER_REFUSED),
        (says(b"554 go away\r\n"), "smtp", Stop.SERVER_REFUSED),
    ],
)
def test_ports_with_something_else_behind(answer, scheme, stop):
    with listening(answer) as port:
        assert connecting(f"{scheme}://127.0.0.1:{port}") is stop


def test_a_closed_port_and_an_unknown_name():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert connecting(f"smtps://127.0.0.1:{port}") is Stop.SERVER_UNREACHABLE
    assert connecting("smtps://no-such-server.invalid") is Stop.SERVER_UNREACHABLE


def test_starttls_asked_of_a_port_that_is_encrypted_at_once(start_smtp):
    server = start_smtp(tls="implicit")
    assert connecting(f"smtp://127.0.0.1:{server.port}") is Stop.ENCRYPTED_FROM_THE_START


def test_encryption_that_is_too_old(certificates):
    context = certificates.server.context()
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1_1

    def old(connection: socket.socket) -> None:
        try:
            context.wrap_socket(connection, server_side=True).close()
        except ssl.SSLError:
            connection.close()

    with listening(old) as port:
        address = parse_server(f"smtps://127.0.0.1:{port}", SMTP_SCHEMES)
        session = SmtpSession(SmtpSettings(address, certificates.authority, 2), "secret")
        with pytest.raises(CannotGoOn, match=r"TLS 1\.2"):
            session.connect()


@pytest.mark.parametrize(
    "error",
    [
        FileNotFoundError(2, "gone", "总表.xlsx"),
        KeyError("x"),
        ValueError("x"),
        PermissionError(13, "no", "a"),
    ],
)
def test_what_is_not_about_the_server_stays_as_it_is(error):
    with pytest.raises(type(error)), told_as_sentences(ADDRESS):
        raise error


@pytest.mark.parametrize(
    ("reply", "shown"),
    [
        ("用户不存在".encode("gbk"), "用户不存在"),
        ("用户不存在".encode(), "用户不存在"),
        (b"line one\r\nline\ttwo\x00\x1b[31m", "line one line two [31m"),
        (b"\xff\xfe\x80", "\ufffd\ufffd\ufffd"),
        (b"", "没有说明原因"),
        ("a\u202eb\u2028c", "a b c"),
        (b"x" * 500, "x" * 119 + "…"),
    ],
)
def test_a_servers_words(reply, shown):
    assert words(reply) == shown
