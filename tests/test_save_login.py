"""Keeping passwords: proved on a real server, kept in a keyring, seen nowhere."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from mail_servers.smtp import ACCOUNT, PASSWORD
from masters import PLAN, SETTINGS
from taskbook import logins
from taskbook.findings import CannotGoOn, Code, Stop
from taskbook.logins import save_login, summary
from taskbook.master import write_master
from taskbook.servers import login
from taskbook.servers.address import IMAP_SCHEMES, SMTP_SCHEMES, parse_server

SCRIPT = Path(__file__).parents[1] / "scripts" / "save_login.py"


@pytest.fixture
def office(tmp_path, certificates, file_keyring):
    """`office(server="smtps://…")` → a master with these settings."""

    def made(server: str = "", mailbox: str = "", address: str = ACCOUNT) -> Path:
        path = tmp_path / "总表.xlsx"
        settings = replace(
            SETTINGS,
            mail_server=server,
            mailbox=mailbox,
            mail_address=address,
            mail_authority=str(certificates.authority),
        )
        write_master(replace(PLAN, settings=settings), path)
        return path

    return made


def answers(*typed: str):
    """Types these passwords, one after the other; remembers what it was asked."""
    waiting = list(typed)

    def ask(prompt: str) -> str:
        ask.prompts.append(prompt)
        return waiting.pop(0)

    ask.prompts = []
    return ask


def kept(file_keyring: Path) -> dict[str, str]:
    return json.loads(file_keyring.read_text(encoding="utf-8")) if file_keyring.exists() else {}


def test_kept_where_sending_finds_it(office, start_smtp, file_keyring):
    server = start_smtp()
    result = save_login(office(server.url), ask=answers(PASSWORD))
    assert [one.place for one in result.stored] == [f"127.0.0.1:{server.port}"]
    assert login.password_for(parse_server(server.url, SMTP_SCHEMES)) == PASSWORD
    assert PASSWORD not in repr(result) + "".join(summary(result)) + json.dumps(logins.as_json(result))
    assert kept(file_keyring) == {f"taskbook/{ACCOUNT}@127.0.0.1": PASSWORD}


def test_a_wrong_password_is_not_kept(office, start_smtp, file_keyring):
    server = start_smtp()
    with pytest.raises(CannotGoOn) as caught:
        save_login(office(server.url), ask=answers("ganz falsch"))
    assert caught.value.stop is Stop.LOGIN_REFUSED
    assert "ganz falsch" not in str(caught.value)
    assert kept(file_keyring) == {}


def test_one_password_for_both_servers_is_asked_once(office, start_smtp, dovecot, file_keyring):
    account = dovecot.account(password="p w 密码")
    server = start_smtp(users={account.name: "p w 密码"})
    url = f"smtp://{account.name}@127.0.0.1:{server.port}"
    ask = answers("p w 密码")
    result = save_login(office(url, dovecot.url(account)), ask=ask)
    assert len(result.stored) == 2
    assert len(ask.prompts) == 1
    assert login.password_for(parse_server(dovecot.url(account), IMAP_SCHEMES)) == "p w 密码"


def test_another_password_for_the_mailbox_is_asked_for(office, start_smtp, dovecot):
    account = dovecot.account(password="second")
    server = start_smtp(users={account.name: "first"})
    url = f"smtp://{account.name}@127.0.0.1:{server.port}"
    result = save_login(office(url, dovecot.url(account)), ask=answers("first", "second"))
    assert len(result.stored) == 2


def test_one_server_refusing_does_not_lose_the_other(office, start_smtp, dovecot, file_keyring):
    account = dovecot.account(password="second")
    server = start_smtp(users={account.name: "first"})
    url = f"smtp://{account.name}@127.0.0.1:{server.port}"
    result = save_login(office(url, dovecot.url(account)), ask=answers("first", "wrong"))
    assert [finding.code for finding in result.findings] == [Code.LOGIN_NOT_STORED]
    assert list(kept(file_keyring).values()) == ["first"]


def test_a_server_without_login(office, start_smtp, file_keyring):
    server = start_smtp(login=False)
    result = save_login(office(server.url), ask=answers("x"))
    assert [one.port for one in result.not_needed] == [server.port]
    assert kept(file_keyring) == {}


def test_forgotten_again(office, start_smtp, file_keyring):
    server = start_smtp()
    master = office(server.url)
    save_login(master, ask=answers(PASSWORD))
    assert len(save_login(master, forget=True).forgotten) == 1
    assert kept(file_keyring) == {}
    assert len(save_login(master, forget=True).not_kept) == 1


def test_nothing_set_and_no_account(office):
    with pytest.raises(CannotGoOn) as caught:
        save_login(office())
    assert caught.value.stop is Stop.SERVER_NOT_SET
    with pytest.raises(CannotGoOn) as caught:
        save_login(office("smtps://smtp.dept.example", address=""))
    assert caught.value.stop is Stop.ACCOUNT_MISSING


@pytest.mark.parametrize("fault", ["locked", "odd", "forgets", "hangs"])
def test_a_keyring_that_does_not_keep(office, start_smtp, no_mail_environment, fault):
    no_mail_environment.setenv("TASKBOOK_TEST_KEYRING_FAULT", fault)
    no_mail_environment.setattr(login, "_PATIENCE", 0.3)
    with pytest.raises(CannotGoOn) as caught:
        save_login(office(start_smtp().url), ask=answers(PASSWORD))
    assert caught.value.stop is Stop.NO_KEYRING
    assert PASSWORD not in str(caught.value)
    assert caught.value.__cause__ is None
    assert "TASKBOOK_MAIL_PASSWORD" in str(caught.value)


def run(master: Path, *more: str, typed: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, str(SCRIPT), str(master), *more]
    return subprocess.run(command, input=typed, capture_output=True, timeout=60)


@pytest.mark.parametrize(
    "typed", [f"{PASSWORD}\n".encode(), f"\ufeff{PASSWORD}\r\n".encode(), f"  {PASSWORD}".encode()]
)
def test_the_command_reads_a_line(office, start_smtp, file_keyring, typed):
    done = run(office(start_smtp().url), typed=typed)
    assert done.returncode == 0, done.stderr.decode()
    assert PASSWORD.encode() not in done.stdout + done.stderr
    assert list(kept(file_keyring).values()) == [PASSWORD]


def test_the_command_reads_a_line_in_gbk(office, start_smtp, file_keyring):
    server = start_smtp(users={ACCOUNT: "密码啊"})
    done = run(office(server.url), typed="密码啊\r\n".encode("gbk"))
    assert done.returncode == 0, done.stderr.decode()
    assert list(kept(file_keyring).values()) == ["密码啊"]


def test_the_command_tells_what_is_wrong_in_one_sentence(office, start_smtp, file_keyring):
    server = start_smtp()
    for typed, word in ((b"", "没有输入密码"), (b"\n", "没有输入密码"), (b"falsch\n", "不接受账号")):
        done = run(office(server.url), typed=typed)
        assert (done.returncode, done.stdout) == (2, b"")
        assert word in done.stderr.decode()
        assert b"Traceback" not in done.stderr
        assert b"falsch" not in done.stderr
    wrong = run(office(""), "--smtp", f"smtps://office:{PASSWORD}@smtp.dept.example")
    assert wrong.returncode == 2
    assert PASSWORD not in wrong.stderr.decode()
    assert kept(file_keyring) == {}
