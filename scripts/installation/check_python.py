"""Self-check: Python, the environment, what is in it, and the interpreter that Excel will start."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from installation import bridge
from installation.machine import Machine
from installation.record import Record
from installation.refusals import meaning
from installation.report import BAD, GOOD, NOTE, Line

PYTHON_ORG = "请从 https://www.python.org/downloads/ 安装 Python 3.11 或更新的版本（64 位），再安装一次"
SECONDS_TO_START = 60
NO_BASE_PYTHON = 103
"""The exit code of an environment's python.exe on Windows when the Python it was made from is gone."""
COMPILED = ("lxml.etree", "pydantic_core", "rapidfuzz", "python_calamine")
"""Packages of machine code, on which every step relies: what an anti-virus or a missing runtime breaks first."""

PROBE = f"""
import importlib, importlib.util, json, sys
found = {{"version": sys.version.split()[0]}}
for name in ("xlwings", "pywintypes", "win32com.client", "taskbook", *{COMPILED!r}):
    try:
        if name in {COMPILED!r} and importlib.util.find_spec(name.partition(".")[0]) is None:
            continue
        found[name] = str(getattr(importlib.import_module(name), "__version__", "ok"))
    except Exception as error:
        found[name + " error"] = type(error).__name__ + ": " + str(error)
print("PROBE " + json.dumps(found))
"""


def lines(machine: Machine, record: Record | None, standing: Path | None) -> Iterator[Line]:
    """`standing`: the interpreter of the environment if that is whole, else None."""
    bits = struct.calcsize("P") * 8
    either = "；Excel 是 32 位还是 64 位都可以" if machine.has_excel else ""
    yield Line(GOOD, "Python", f"{sys.version.split()[0]}（{bits} 位{either}）")
    if machine.system == "windows" and "\\windowsapps\\" in machine.base_prefix.lower():
        yield Line(BAD, "Python", "这是微软商店版，Windows 会把它写的文件藏到别处", PYTHON_ORG)
    if standing is None:
        yield Line(BAD, "运行环境", "没有建好，或缺了文件（常见原因：被杀毒软件删掉）", "请" + machine.again)
    else:
        yield Line(GOOD, "运行环境", "完整")
    python = standing
    if machine.has_excel:
        found = yield from _named_interpreter(machine)
        python = found or standing
    if python is not None:
        yield from _started(machine, record, python)


def _named_interpreter(machine: Machine) -> Iterator[Line]:
    """What the settings file says, as the add-in will read it; returns the interpreter, or None."""
    try:
        named = bridge.interpreter_in(machine, machine.settings.read_bytes())
    except OSError:
        named = None
    if not named:
        yield Line(BAD, "连接", f"没有告诉 Excel 用哪个 Python（{machine.settings}）", "请" + machine.again)
        return None
    yield Line(GOOD, "连接", f"Excel 会用 {named}")
    return Path(named)


def _started(machine: Machine, record: Record | None, python: Path) -> Iterator[Line]:
    """Start the interpreter as a button does, and look at what it can import."""
    found = probe(machine, python)
    if isinstance(found, Line):
        yield found
        return
    yield Line(GOOD, "启动 Python", f"能启动（{found['version']}）")
    if "taskbook error" in found and machine.has_excel:
        yield Line(
            BAD, "程序", f"Python 找不到本项目的程序（{found['taskbook error']}）", "请" + machine.again
        )
    if "xlwings error" in found:
        yield Line(BAD, "xlwings", f"不能用（{found['xlwings error']}）", "请" + machine.again)
    else:
        yield from _same_xlwings(machine, record, found["xlwings"])
    for name in COMPILED:
        if f"{name} error" in found:
            cure = f"请{machine.again}；仍不行，请让管理员放行项目文件夹，并安装微软 Visual C++ 运行库（x64）"
            yield Line(BAD, "组件", f"{name} 不能用（{found[f'{name} error']}）", cure)
    if machine.system == "windows":
        wrong = found.get("pywintypes error") or found.get("win32com.client error")
        cure = "请" + machine.again + "；仍不行，请让管理员看看杀毒软件有没有拦住运行环境里的 .dll 文件"
        yield Line(BAD, "pywin32", f"不能用（{wrong}）", cure) if wrong else Line(GOOD, "pywin32", "可用")


def _same_xlwings(machine: Machine, record: Record | None, version: str) -> Iterator[Line]:
    inside = record.environment.get("xlwings") if record and machine.has_excel else version
    if inside == version:
        same = "，与加载项一致" if machine.has_excel else ""
        yield Line(GOOD, "xlwings", version + same)
    elif inside:
        yield Line(NOTE, "xlwings", f"环境里是 {version}，加载项里是 {inside}", "请" + machine.again)
    else:
        yield Line(NOTE, "xlwings", f"{version}；加载项是项目自带的，没有核对它的版本")


def probe(machine: Machine, python: Path) -> dict | Line:
    """What an interpreter says of itself, or the line that says why it does not start."""
    if not python.exists():
        why = (
            "它原来依靠的 Python 已被卸载或移动"
            if python.is_symlink()
            else "文件不在了（被移动、改名、删除，或被杀毒软件隔离）"
        )
        return Line(BAD, "启动 Python", f"{why}：{python}", "请" + machine.again)
    environment = dict(machine.environ, PYTHONUTF8="1")
    try:
        done = machine.run(
            [str(python), "-B", "-c", PROBE, *(["--from_xl=1"] if machine.has_excel else [])],
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            env=environment,
            cwd=str(python.parent),
            timeout=SECONDS_TO_START,
            check=False,
        )
    except subprocess.TimeoutExpired:
        cure = "多半是杀毒软件正在检查它。请过几分钟再运行一次；仍不行，请让管理员放行项目文件夹"
        return Line(BAD, "启动 Python", f"{SECONDS_TO_START} 秒没有反应：{python}", cure)
    except OSError as error:
        return Line(
            BAD, "启动 Python", f"{meaning(error)}：{python}", "请让管理员放行这个文件，再运行一次 安装.cmd"
        )
    printed = [line for line in done.stdout.splitlines() if line.startswith("PROBE ")]
    if printed:
        return json.loads(printed[-1].removeprefix("PROBE "))
    if done.returncode == NO_BASE_PYTHON or "No Python at" in done.stderr:
        return Line(BAD, "启动 Python", f"它原来依靠的 Python 已被卸载或移动：{python}", PYTHON_ORG)
    last = (done.stderr.strip().splitlines() or [f"退出码 {done.returncode}"])[-1]
    return Line(BAD, "启动 Python", f"启动了但出错（{last}）", "请" + machine.again)
