"""A keyring that keeps passwords in the file TASKBOOK_TEST_KEYRING, or fails as TASKBOOK_TEST_KEYRING_FAULT says.

Programs started by a test get it by PYTHON_KEYRING_BACKEND=mail_servers.keyring_in_file.FileKeyring.
"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError


class FileKeyring(KeyringBackend):
    """Faults: `locked`, `odd` (an error that quotes the password), `hangs`, `forgets`."""

    priority = 99  # type: ignore[assignment]

    @property
    def _path(self) -> Path:
        return Path(os.environ["TASKBOOK_TEST_KEYRING"])

    def _kept(self) -> dict[str, str]:
        fault = os.environ.get("TASKBOOK_TEST_KEYRING_FAULT")
        if fault == "locked":
            raise KeyringLocked("locked")
        if fault == "hangs":
            time.sleep(60)
        return json.loads(self._path.read_text(encoding="utf-8")) if self._path.exists() else {}

    def get_password(self, service: str, username: str) -> str | None:
        return self._kept().get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        fault = os.environ.get("TASKBOOK_TEST_KEYRING_FAULT")
        if fault == "odd":
            raise ValueError(f"cannot keep {password}")
        if fault != "forgets":
            kept = self._kept() | {f"{service}/{username}": password}
            self._path.write_text(json.dumps(kept), encoding="utf-8")

    def delete_password(self, service: str, username: str) -> None:
        kept = self._kept()
        if kept.pop(f"{service}/{username}", None) is None:
            raise PasswordDeleteError("not there")
        self._path.write_text(json.dumps(kept), encoding="utf-8")
