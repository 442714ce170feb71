"""A real Dovecot in a folder of its own: IMAP with STARTTLS and IMAPS on loopback, accounts made as tests need them.

It runs unprivileged, listens on 127.0.0.1 alone and is gone, with its folder, when the session ends.
"""

from __future__ import annotations

import getpass
import imaplib
import itertools
import os
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from mail_servers.certificates import Certificates, Identity

_PACKAGES = "dovecot-core dovecot-imapd"
_PATIENCE = 20.0
_LONGEST_FOLDER = 60  # unix sockets below it must stay under 108 characters

_CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
listen = 127.0.0.1
protocols = imap
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
mail_location = maildir:{folder}/mail/%n
mail_max_userip_connections = 200
disable_plaintext_auth = no
auth_failure_delay = 0
ssl = {ssl}
ssl_cert = <{chain}
ssl_key = <{key}
mail_plugins = quota
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%n {folder}/accounts/%n
}}
userdb {{
  driver = passwd-file
  args = username_format=%n {folder}/accounts/%n
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
protocol imap {{
  mail_plugins = quota imap_quota
  imap_capability = {capability}
}}
plugin {{
  quota = count:User quota
  quota_vsizes = yes
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain_port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
"""


@dataclass(frozen=True)
class Account:
    """A mailbox on the test server."""

    name: str
    password: str


@dataclass(frozen=True)
class Dovecot:
    """A running server. `plain_port` speaks STARTTLS, `tls_port` TLS at once; `authority` is the root to trust."""

    folder: Path
    plain_port: int
    tls_port: int
    authority: Path
    user: str
    group: str
    _numbers: Iterator[int]

    def account(self, name: str = "", password: str = "", quota: int = 0) -> Account:
        """A new, empty mailbox; `quota` in bytes, 0 for none."""
        name = name or f"office{next(self._numbers)}"
        password = password or f"secret-{name}"
        rule = f"userdb_quota_rule=*:bytes={quota}" if quota else ""
        import grp
        import pwd

        ids = f"{pwd.getpwnam(self.user).pw_uid}:{grp.getgrnam(self.group).gr_gid}"
        line = f"{name}:{{PLAIN}}{password}:{ids}::{self.folder}/home/{name}::{rule}\n"
        path = self.folder / "accounts" / name  # a file each: one for all is looked at once in a second
        path.write_text(line, encoding="utf-8")
        return Account(name, password)

    def url(self, account: Account, folder: str = "", scheme: str = "imaps", port: int = 0) -> str:
        """The address to write into 设置."""
        port = port or (self.tls_port if scheme == "imaps" else self.plain_port)
        return f"{scheme}://{account.name}@127.0.0.1:{port}{'/' + folder if folder else ''}"

    def client(self, account: Account) -> imaplib.IMAP4_SSL:
        """A plain connection of the test's own, logged in."""
        trusting = ssl.create_default_context(cafile=str(self.authority))
        client = imaplib.IMAP4_SSL("127.0.0.1", self.tls_port, ssl_context=trusting, timeout=_PATIENCE)
        client.login(account.name, account.password)
        return client

    def append(self, account: Account, raw: bytes, folder: str = "INBOX", date: str | None = None) -> None:
        """Deliver a message; `folder` in modified UTF-7, `date` as IMAP writes it, in quotes."""
        self.append_all(account, [raw], folder, date)

    def append_all(
        self, account: Account, messages: list[bytes], folder: str = "INBOX", date: str | None = None
    ) -> None:
        """Deliver several over one connection."""
        with self.client(account) as client:
            for raw in messages:
                status, answer = client.append(folder, None, date, raw)  # type: ignore[arg-type]
                assert status == "OK", answer

    def create(self, account: Account, folder: str) -> None:
        """Make a folder; its name in modified UTF-7."""
        with self.client(account) as client:
            status, answer = client.create(f'"{folder}"')
            assert status == "OK", answer

    def flags(self, account: Account, folder: str = "INBOX") -> dict[int, set[str]]:
        """uid → flags of every message in a folder."""
        with self.client(account) as client:
            status, _ = client.select(f'"{folder}"', readonly=True)
            if status != "OK":
                return {}
            _, items = client.uid("FETCH", "1:*", "(FLAGS)")
            found = {}
            for item in items:
                if isinstance(item, bytes):
                    uid = int(item.split(b"UID ")[1].split(b")")[0].split()[0])
                    found[uid] = set(item.split(b"FLAGS (")[1].split(b")")[0].decode().split())
            return found

    def renumber(self, account: Account) -> None:
        """Give the inbox another UIDVALIDITY, as a server does that was restored from a copy."""
        for path in (self.folder / "mail" / account.name).glob("dovecot*"):
            path.unlink()
        listing = self.folder / "mail" / account.name / "dovecot-uidlist"
        assert not listing.exists()
        time.sleep(1.1)  # UIDVALIDITY is the time in seconds


def _unprivileged() -> tuple[str, str]:
    import grp  # here: there is no such module on Windows, where no test of these gets as far
    import pwd

    if os.getuid() != 0:
        return getpass.getuser(), grp.getgrgid(os.getgid()).gr_name
    return "nobody", grp.getgrgid(pwd.getpwnam("nobody").pw_gid).gr_name


def _free_ports(count: int) -> list[int]:
    with_sockets = [socket.socket() for _ in range(count)]
    for each in with_sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in with_sockets]
    for each in with_sockets:
        each.close()
    return ports


def _folder() -> Path:
    """A short path that the unprivileged user may walk."""
    base = tempfile.gettempdir()
    if len(base) > _LONGEST_FOLDER - 20:
        base = os.path.realpath(os.sep + "tmp")
    folder = Path(tempfile.mkdtemp(prefix="imap-", dir=base))
    folder.chmod(0o755)
    return folder


def _needed(name: str) -> str:
    found = shutil.which(name, path=os.environ.get("PATH", "") + os.pathsep + "/usr/sbin")
    if not found:
        pytest.skip(f"{name} is not on this machine (Debian: apt-get install {_PACKAGES})")
    return found


def _wait_until_it_answers(process: subprocess.Popen[bytes], server: Dovecot) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        try:
            with socket.create_connection(("127.0.0.1", server.plain_port), 1) as greeting:
                greeting.settimeout(5)
                if greeting.recv(10).startswith(b"* OK"):
                    return
        except OSError:
            pass
        if process.poll() is not None:
            break
        time.sleep(0.02)
    log = server.folder / "dovecot.log"
    raise RuntimeError(log.read_text(encoding="utf-8", errors="replace") if log.exists() else "no answer")


def run_dovecot(
    certificates: Certificates,
    identity: Identity | None = None,
    encrypted: bool = True,
    capability: str = "",
) -> Iterator[Dovecot]:
    """Start a server and stop it afterwards: the body of a fixture.

    `identity` is the certificate it shows (none: the good one). `encrypted=False` offers no STARTTLS; `capability`
    replaces what the server says it can (empty: the truth).
    """
    dovecot, doveconf = _needed("dovecot"), _needed("doveconf")
    identity = identity or certificates.server
    user, group = _unprivileged()
    folder = _folder()
    plain_port, tls_port = _free_ports(2)
    server = Dovecot(folder, plain_port, tls_port, certificates.authority, user, group, itertools.count(1))
    process = None
    try:
        for name in ("mail", "home", "accounts"):
            (folder / name).mkdir()
            if os.getuid() == 0:
                shutil.chown(folder / name, user, group)
        text = _CONFIGURATION.format(
            folder=folder,
            user=user,
            group=group,
            plain_port=plain_port,
            tls_port=tls_port,
            ssl="yes" if encrypted else "no",
            chain=identity.chain,
            key=identity.key,
            capability=capability,
        )
        configuration = folder / "dovecot.conf"
        configuration.write_text(text, encoding="utf-8")
        command = [doveconf, "-f", "service=master", "-c", str(configuration), "-m", "master", "-p", "-e"]
        process = subprocess.Popen(
            [*command, dovecot, "-F", "-c", str(configuration)],
            stdout=subprocess.DEVNULL,
            stderr=(folder / "stderr").open("wb"),
            start_new_session=True,
        )
        _wait_until_it_answers(process, server)
        yield server
    finally:
        if process is not None:
            _stop(process)
        shutil.rmtree(folder, ignore_errors=True)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """The master and its children at once: nothing here has to outlive the test."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(5)


@pytest.fixture(scope="session")
def dovecot(certificates: Certificates) -> Iterator[Dovecot]:
    """A server with a good certificate, for the whole session: every test makes accounts of its own."""
    yield from run_dovecot(certificates)


@pytest.fixture
def start_dovecot(certificates: Certificates) -> Iterator[Callable[..., Dovecot]]:
    """`start_dovecot(identity=…, encrypted=False)` → another server, stopped after the test."""
    with ExitStack() as running:

        def start(**how: Any) -> Dovecot:
            return running.enter_context(contextmanager(run_dovecot)(certificates, **how))

        yield start
