"""The start files: for every button one file that can be double-clicked, or have the master dropped on it.

For people with WPS or LibreOffice, and for anybody whose Excel refuses macros. They hold no path of this machine as far as
that can be helped, so that the project can be moved: they look for Python beside themselves, then where it usually is.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import Path

from installation.machine import Machine

BUTTONS = {
    "import": "导入",
    "check": "校验",
    "split": "下发",
    "send": "发送",
    "remind": "催报",
    "round": "一键汇总",
    "report": "月报",
    "settings": "设置",
    "login": "登录邮箱",
    "folder": "打开文件夹",
    "help": "帮助",
}
"""The ids of the buttons and what they are called."""

SHELL = """#!/bin/sh
# {name}: made by start.py install; a new installation writes it anew.
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd) || exit 2
python={python}
[ -x "$python" ] || python=python3
"$python" "$here/../scripts/start.py" press {button} "$@"
code=$?
printf '\\n按回车键关闭……'
read -r _
exit $code
"""

BATCH = r"""@echo off
rem Made by start.py install; a new installation writes it anew. ASCII only: cmd reads batch files in the old code page.
setlocal EnableExtensions DisableDelayedExpansion
chcp 65001 >nul 2>nul
set "PYTHONUTF8=1"
set "PYTHONHOME="
set "PYTHONPATH="
set "TASKBOOK_TWIN=%~nx0"
set "START=%~dp0..\scripts\start.py"
set "NEW=import sys; sys.exit(sys.version_info < (3, 11))"
set ARGUMENTS=%*
set "OPTION="
set "PYEXE={python}"
if exist "%PYEXE%" "%PYEXE%" -c "%NEW%" >nul 2>nul
if exist "%PYEXE%" if "%errorlevel%"=="0" goto run
set "PYEXE=py"
set "OPTION=-3"
py -3 -c "%NEW%" >nul 2>nul
if "%errorlevel%"=="0" goto run
set "PYEXE=python"
set "OPTION="
python -c "%NEW%" >nul 2>nul
if "%errorlevel%"=="0" goto run
echo.
powershell -NoProfile -Command "Write-Host ([regex]::Unescape('{no_python}'))" 2>nul
echo Python was not found. Please run the installation once more.
pause
exit /b 2

:run
rem A file dropped from Explorer comes without quotes when its name has no blank: %1 would end at an ampersand.
rem So the whole command line is handed over as it is, and Python takes it apart.
setlocal EnableDelayedExpansion
set "TASKBOOK_LINE=!cmdcmdline!"
"!PYEXE!" !OPTION! "!START!" press {button} !ARGUMENTS!
set "CODE=!errorlevel!"
echo.
pause
rem After a drop, the rest of a name behind an ampersand would be run as a command: end the whole window instead.
if not "!TASKBOOK_LINE:%TASKBOOK_TWIN%=!"=="!TASKBOOK_LINE!" exit !CODE!
exit /b !CODE!
"""


def escaped(text: str) -> str:
    """Chinese as ASCII, for the one thing a batch file has to say itself (PowerShell turns it back)."""
    return text.encode("ascii", "backslashreplace").decode("ascii")


def texts(machine: Machine) -> dict[Path, bytes]:
    """Every start file of this system and its content.

    They name the Python that the environment was made from, not the environment's: start.py may have to make that anew, and
    no Windows program can be deleted while it runs.
    """
    if machine.system == "windows":
        return {machine.twins / f"{name}.cmd": _batch(machine, key) for key, name in BUTTONS.items()}
    found = shlex.quote(str(machine.base_python))
    return {
        machine.twins / f"{name}.sh": SHELL.format(name=name, button=key, python=found).encode(
            "utf-8", "surrogateescape"
        )
        for key, name in BUTTONS.items()
    }


def _batch(machine: Machine, button: str) -> bytes:
    """A .cmd: in ASCII, whatever the paths of this machine are written in."""
    sentence = escaped("没有找到 Python。请再运行一次 安装.cmd")
    text = BATCH.format(python=_in_ascii(machine), button=button, no_python=sentence)
    return text.replace("\n", "\r\n").encode("ascii")


def _in_ascii(machine: Machine) -> str:
    """The base Python as a batch file can name it, through a variable where a person's name stands in the path; or ""."""
    path = str(machine.base_python)
    for name in ("LOCALAPPDATA", "USERPROFILE", "ProgramFiles"):
        folder = machine.environ.get(name) or machine.environ.get(name.upper())
        rest = path[len(folder) :] if folder and path.lower().startswith(folder.lower() + "\\") else ""
        if rest and rest.isascii():
            return f"%{name}%" + rest.replace("%", "%%")
    return path.replace("%", "%%") if path.isascii() else ""


def dropped(environ: Mapping[str, str], arguments: list[str]) -> list[str]:
    """The files that were dropped on a start file, or given to it.

    On Windows the start file hands over the command line that Explorer wrote, `cmd /c ""…\\校验.cmd" C:\\a&b.xlsx "D:\\另
    一.xlsx""`: names with blanks stand in quotes, others do not, whatever else is in them. A line that does not name the
    start file came from elsewhere, and the arguments are what counts.
    """
    line, twin = environ.get("TASKBOOK_LINE", ""), environ.get("TASKBOOK_TWIN", "")
    at = line.lower().find(twin.lower() + '"') if twin else -1
    if at < 0:
        return arguments
    before, rest = line[:at], line[at + len(twin) + 1 :].strip()
    if before.count('"') % 2 == 0 and rest.endswith('"'):
        rest = rest[
            :-1
        ]  # the quotes around the whole command: one of the two before the path, one at the end
    files: list[str] = []
    for number, part in enumerate(rest.split('"')):
        files += [part] if number % 2 else part.split()
    return [name for name in files if name]


def is_ours(content: bytes) -> bool:
    """Whether a start file was made by an installation, whatever has become of its record."""
    return b"ade by start.py install" in content[:300]
