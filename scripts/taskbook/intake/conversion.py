"""Documents of other word processors (.doc, .wps, .rtf, .odt) become .docx by LibreOffice, where the machine has it.

It runs with a profile of its own that lasts only as long as the conversion: nobody's settings, no macros, no links
followed, no window. WPS has no way to be asked.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

SECONDS = 120.0
"""The first start of LibreOffice takes some ten seconds on a slow machine; a document that takes longer hangs it."""

_FILTERS = {".doc": "MS Word 97", ".rtf": "Rich Text Format", ".odt": "writer8"}
"""LibreOffice's reader by suffix; left to itself it takes what is damaged for plain text."""

_NAMES = ("soffice", "libreoffice")
_BELOW = Path("LibreOffice", "program", "soffice.exe")
_USUAL = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "/opt/libreoffice/program/soffice",
    "/usr/lib/libreoffice/program/soffice",
    "/usr/lib64/libreoffice/program/soffice",
    "/snap/bin/libreoffice",
    "/usr/local/bin/soffice",
)
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">\
<value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse">\
<value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableActiveContent" oor:op="fuse">\
<value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse">\
<value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse">\
<value>0</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyName" oor:op="fuse">\
<value>localhost</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyPort" oor:op="fuse">\
<value>9</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyName" oor:op="fuse">\
<value>localhost</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse">\
<value>9</value></prop></item>
</oor:items>
"""
"""No macros, no links, and for what would still go out a proxy where nobody answers."""


def converter() -> Path | None:
    """LibreOffice's program, None where there is none."""
    for name in _NAMES:
        found = shutil.which(name)
        if found:
            return _console(Path(found))
    return next((_console(path) for path in _usual_places() if path.is_file()), None)


def _usual_places() -> Iterator[Path]:
    """Where installers put it; Windows keeps programs out of the search path."""
    for variable in ("PROGRAMFILES", "PROGRAMW6432", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        folder = os.environ.get(variable)
        if folder:
            yield Path(folder) / _BELOW
            yield Path(folder) / "Programs" / _BELOW
    yield from map(Path, _USUAL)
    yield Path.home() / "Applications/LibreOffice.app/Contents/MacOS/soffice"
    if sys.platform.startswith("linux"):
        yield from sorted(Path("/opt").glob("libreoffice*/program/soffice"), reverse=True)


def _console(program: Path) -> Path:
    """On Windows soffice.exe returns at once; soffice.com beside it waits for the end."""
    waiting = program.with_suffix(".com")
    return waiting if program.suffix.lower() == ".exe" and waiting.is_file() else program


def as_docx(data: bytes, kind: str, program: Path, seconds: float = SECONDS) -> bytes | None:
    """The .docx that LibreOffice makes of a document, None where it makes none in time; `kind` is one of `.doc`, `.rtf`, `.odt`."""
    with tempfile.TemporaryDirectory(prefix="taskbook-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        user = folder / "profile" / "user"
        user.mkdir(parents=True)
        (user / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        source = folder / f"plan{kind}"
        source.write_bytes(data)
        command = [
            str(program),
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--invisible", "--norestore", "--nologo", "--nodefault", "--nolockcheck"),
            f"--infilter={_FILTERS[kind]}",
            *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out"), str(source)),
        ]
        if not _ran(command, seconds):
            return None
        made = folder / "out" / "plan.docx"
        with contextlib.suppress(OSError):
            return made.read_bytes() or None
        return None


def _ran(command: list[str], seconds: float) -> bool:
    """Whether a program came to its end in time; what it has started goes with it."""
    apart = {"creationflags": getattr(subprocess, "CREATE_NO_WINDOW", 0)} if os.name == "nt" else {}
    try:
        running = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=os.name != "nt",
            **apart,
        )
    except OSError:
        return False
    try:
        return running.wait(seconds) == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        _end(running)


def _end(running: subprocess.Popen[bytes]) -> None:
    """End a program that still runs, with its children: soffice is a script that starts the real one."""
    if running.poll() is not None:
        return
    with contextlib.suppress(OSError):
        if os.name == "nt":
            kill = ["taskkill", "/F", "/T", "/PID", str(running.pid)]
            subprocess.run(kill, capture_output=True, check=False, timeout=30)
        else:
            os.killpg(running.pid, signal.SIGKILL)
    with contextlib.suppress(subprocess.TimeoutExpired):
        running.wait(10)
