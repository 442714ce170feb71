"""Starting, asking and ending one LibreOffice, from any Python.

The bindings (`uno`) belong to one Python only, mostly the system's. So a small process under that Python speaks with the
office (`calc.bridge`), whatever Python runs the tests.
"""

from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import uuid
from functools import cache
from pathlib import Path
from typing import Any

from engines.com import ComError
from engines.libreoffice_engine.calc.bridge import Handle, receive, send

PATIENCE = 90
"""Seconds after which an answer that has not come will not come."""
TESTS = Path(__file__).parents[2]

_PROPERTIES = {
    "session": {"pid"},
    "book": {"name", "path", "read_only", "saved"},
    "sheet": {"name", "visible", "protected", "selection", "scroll"},
}


class OfficeError(RuntimeError):
    """LibreOffice, or the process that speaks with it, failed; the message holds its traceback."""


@cache
def interpreter(soffice: str) -> str | None:
    """A Python that has LibreOffice's bindings; None: there is none."""
    program = Path(soffice).resolve().parent
    candidates = [
        sys.executable,
        "/usr/bin/python3",
        shutil.which("python3"),
        program / "python",
        program / "python.exe",
        program.parent / "Resources" / "python",
    ]
    for candidate in dict.fromkeys(str(one) for one in candidates if one):
        if Path(candidate).exists():
            known = subprocess.run(
                [candidate, "-c", "import uno"], capture_output=True, check=False, timeout=60
            )
            if known.returncode == 0:
                return candidate
    return None


class Office:
    """One running LibreOffice with a profile of its own."""

    def __init__(self, soffice: str, python: str) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="office-", ignore_cleanup_errors=True)
        pipe = f"tests{uuid.uuid4().hex}"
        command = [
            soffice,
            f"-env:UserInstallation={(Path(self._folder.name) / 'profile').as_uri()}",
            *"--headless --invisible --norestore --nologo --nodefault --nolockcheck --nofirststartwizard".split(),
            f"--accept=pipe,name={pipe};urp;StarOffice.ComponentContext",
        ]
        silent = subprocess.DEVNULL
        self._soffice = subprocess.Popen(
            command, stdin=silent, stdout=silent, stderr=silent, start_new_session=True
        )
        self._bridge = subprocess.Popen(
            [python, str(Path(__file__).parent / "calc" / "bridge.py"), pipe],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        )
        self._objects: dict[int, Remote] = {}
        self.session = Remote(self, Handle(0, "session"))
        try:
            self._answer()
        except OfficeError:
            self.stop()
            raise

    @property
    def pid(self) -> int:
        return self._soffice.pid

    def ask(self, number: int, how: str, name: str, arguments: tuple[Any, ...]) -> Any:
        """One request; raises `ComError` as Excel would, `OfficeError` when something broke."""
        packed = tuple(one.handle if isinstance(one, Remote) else one for one in arguments)
        if self._bridge.stdin is None or self._bridge.poll() is not None:
            raise OfficeError("the bridge to LibreOffice has gone")
        send(self._bridge.stdin, (number, how, name, packed))
        return self._answer()

    def _answer(self) -> Any:
        stream = self._bridge.stdout
        if os.name == "posix" and not select.select([stream], [], [], PATIENCE)[0]:
            raise OfficeError("LibreOffice does not answer")
        try:
            outcome, value = receive(stream)
        except EOFError:
            raise OfficeError("the bridge to LibreOffice has gone") from None
        if outcome == "refused":
            raise ComError(*value)
        if outcome == "failed":
            raise OfficeError(value)
        return self._unpacked(value)

    def _unpacked(self, value: Any) -> Any:
        if isinstance(value, list) and value and isinstance(value[0], Handle):
            return [self._unpacked(one) for one in value]
        if isinstance(value, Handle):
            return self._objects.setdefault(value.number, Remote(self, value))
        return value

    def stop(self) -> None:
        """Ends LibreOffice through Desktop.terminate; only if that fails, its own processes by force."""
        try:
            self.ask(0, "call", "terminate", ())
            self._soffice.wait(20)
        except (OfficeError, subprocess.TimeoutExpired):
            if os.name == "posix":
                os.killpg(self._soffice.pid, signal.SIGKILL)
            else:
                self._soffice.kill()
            self._soffice.wait(20)
        if self._bridge.stdin is not None:
            self._bridge.stdin.close()
        if self._bridge.stdout is not None:
            self._bridge.stdout.close()
        self._bridge.wait(20)
        self._folder.cleanup()


class Remote:
    """An object on the other side: a `Session`, `BookStore` or `SheetStore` of `engines.stores`."""

    def __init__(self, office: Office, handle: Handle) -> None:
        self.__dict__.update(office=office, handle=handle)

    def __getattr__(self, name: str) -> Any:
        office, (number, kind) = self.__dict__["office"], self.__dict__["handle"]
        if name == "pid" and kind == "session":
            return office.pid
        if name in _PROPERTIES[kind]:
            return office.ask(number, "get", name, ())
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *arguments: office.ask(number, "call", name, arguments)

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in _PROPERTIES[self.handle.kind]:
            raise AttributeError(name)
        self.office.ask(self.handle.number, "set", name, (value,))
