"""How Excel finds Python, and Python the project: the add-in's settings file and one line in the environment.

The add-in reads its settings with VBA's `Input #`: two quoted texts a line, bytes of the machine's ANSI code page. A path
that this code page cannot hold is written in its short (8.3) form; where there is none, the project has to be moved.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path, PurePath

from installation.machine import Machine, Refused

PATH_FILE = "taskbook_excel.pth"
SAFE_ON_MAC = re.compile(r"[A-Za-z0-9_./+@-]+")


def settings_key(machine: Machine) -> str:
    """The key under which the add-in looks for the interpreter."""
    return "INTERPRETER_MAC" if machine.system == "mac" else "INTERPRETER_WIN"


def settings(machine: Machine, interpreter: str, there: bytes = b"") -> bytes:
    """The content of the settings file; lines with other keys that somebody added to it stay."""
    ours = {settings_key(machine): interpreter, "ADD_WORKBOOK_TO_PYTHONPATH": "False"}
    others = [
        line
        for line in there.decode(machine.ansi, "replace").splitlines()
        if line.strip() and line.split(",")[0].strip().strip('"').upper() not in ours
    ]
    lines = [f'"{key}","{value}"' for key, value in ours.items()] + others
    return "".join(line + "\r\n" for line in lines).encode(machine.ansi)


def interpreter_in(machine: Machine, content: bytes) -> str | None:
    """The interpreter that a settings file names, as VBA would read it."""
    for line in content.decode(machine.ansi, "replace").splitlines():
        key, _, value = line.partition(",")
        if key.strip().strip('"').upper() == settings_key(machine):
            return value.strip().strip('"')
    return None


def writable_form(machine: Machine, python: PurePath) -> str:
    """The path as the settings file can hold it. Raises Refused where it cannot."""
    for form in (str(python), machine.short(python)):
        try:
            if form is not None and form.encode(machine.ansi).decode(machine.ansi) == form:
                return form
        except UnicodeError:
            continue
    raise Refused(
        f"Excel 读不了这个路径里的字：{python}\n请把整个项目文件夹移到只含英文、数字的路径（例如 D:\\taskbook），再安装一次"
    )


def needs_wrapper(machine: Machine, python: PurePath) -> bool:
    """On a Mac xlwings puts the interpreter unquoted on a command line: only plain paths survive that."""
    return machine.system == "mac" and SAFE_ON_MAC.fullmatch(str(python)) is None


def wrapper(python: PurePath) -> bytes:
    """A shell script that stands in for an interpreter whose own path is not plain."""
    quoted = "'" + str(python).replace("'", "'\\''") + "'"
    return f'#!/bin/sh\nexec {quoted} "$@"\n'.encode("utf-8", "surrogateescape")


def path_file(scripts: Path) -> bytes:
    """The line by which the environment's Python finds the project, and Excel's button does not wait for pandas.

    xlwings imports pandas and numpy if it can; None in sys.modules says that it cannot. Only a process that was started
    from Excel gets this (`--from_xl=1`), and taskbook/excel.py takes it back once xlwings is imported.
    """
    line = (
        f"import sys; p = {str(scripts)!a}; p in sys.path or sys.path.append(p); "
        "'--from_xl=1' in sys.orig_argv and sys.modules.update(pandas=None, numpy=None)\n"
    )
    return line.encode("ascii")


def is_ours(content: bytes) -> bool:
    """Whether such a line was written by an installation, whatever has become of its record."""
    return content.startswith(b"import sys; p = ") and b"--from_xl=1" in content


def packages_of(machine: Machine, python: Path) -> Path:
    """The folder for packages (site-packages) of an interpreter. Raises Refused where it does not start."""
    asked = [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    environment = dict(machine.environ, PYTHONUTF8="1")
    try:
        done = machine.run(
            asked, capture_output=True, encoding="utf-8", env=environment, check=True, timeout=120
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise Refused(f"运行环境里的 Python 启动不了：{python}（{error}）") from error
    return Path(done.stdout.strip())
