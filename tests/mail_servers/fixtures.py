"""The fixtures of mail servers; tests/conftest.py imports them for all tests."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from mail_servers.certificates import Certificates, make_certificates
from mail_servers.smtp import SmtpServer


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """The office's authority, its server's certificate, and bad ones."""
    return make_certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def start_smtp(certificates: Certificates) -> Iterator[Callable[..., SmtpServer]]:
    """`start_smtp(tls="implicit", size_limit=…)` → a running SMTP server, stopped after the test."""
    with ExitStack() as running:

        def start(**how: Any) -> SmtpServer:
            identity = how.pop("identity", certificates.server)
            return running.enter_context(SmtpServer(identity, **how))

        yield start


@pytest.fixture
def no_mail_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """No password and no account from the environment of whoever runs the tests."""
    for kind in ("MAIL", "SMTP", "IMAP"):
        monkeypatch.delenv(f"TASKBOOK_{kind}_PASSWORD", raising=False)
    monkeypatch.delenv("TASKBOOK_MAIL_USER", raising=False)
    return monkeypatch


@pytest.fixture
def file_keyring(no_mail_environment: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """The file that stands for the system's keyring, in this process and in programs it starts."""
    import keyring

    from mail_servers.keyring_in_file import FileKeyring

    path = tmp_path / "keyring.json"
    no_mail_environment.setenv("TASKBOOK_TEST_KEYRING", str(path))
    no_mail_environment.setenv("PYTHON_KEYRING_BACKEND", "mail_servers.keyring_in_file.FileKeyring")
    no_mail_environment.setenv("PYTHONPATH", str(Path(__file__).parents[1]), prepend=os.pathsep)
    before = keyring.get_keyring()
    keyring.set_keyring(FileKeyring())
    yield path
    keyring.set_keyring(before)
