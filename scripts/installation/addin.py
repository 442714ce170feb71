"""The add-in file: built with the environment's Python, or the one that comes with the project, and known again as ours."""

from __future__ import annotations

import io
import os
import subprocess
import tempfile
import zipfile
from pathlib import Path

from installation.machine import ADDIN, Machine, Refused

SECONDS_TO_BUILD = 120


def is_ours(content: bytes) -> bool:
    """Whether a workbook is our add-in, of whatever version: it has a ribbon whose buttons call our macros."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            ribbons = [name for name in package.namelist() if name.lower().startswith("customui/")]
            return any(b'onAction="Press' in package.read(name) for name in ribbons)
    except (zipfile.BadZipFile, OSError, ValueError):
        return False


def made(machine: Machine, python: Path) -> tuple[bytes, str]:
    """The add-in, and why it is not freshly built ("" if it is). Raises Refused where there is none at all."""
    with tempfile.TemporaryDirectory(prefix="taskbook-") as folder:
        out = Path(folder) / ADDIN
        why = _build(machine, python, out)
        if not why:
            content = out.read_bytes()
            if is_ours(content):
                return content, ""
            why = "生成的文件不完整"
    if machine.built_addin.is_file():
        return machine.built_addin.read_bytes(), why
    raise Refused(f"加载项没有生成（{why}），项目里也没有现成的 macros/{ADDIN}。请重新取得完整的项目文件夹")


def _build(machine: Machine, python: Path, out: Path) -> str:
    """Run the build; why it did not work, or ""."""
    script = machine.root / "scripts" / "build_addin.py"
    if not script.is_file():
        return "没有生成程序"
    environment = dict(os.environ, PYTHONUTF8="1")
    try:
        done = machine.run(
            [str(python), str(script), "--out", str(out)],
            cwd=str(machine.root),
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            env=environment,
            timeout=SECONDS_TO_BUILD,
            check=False,
        )
    except (OSError, subprocess.SubprocessError) as error:
        return str(error)
    if done.returncode == 0 and out.is_file():
        return ""
    lines = (done.stderr or done.stdout or "").strip().splitlines()
    return lines[-1] if lines else f"生成程序以 {done.returncode} 结束"


def locked(path: Path) -> bool:
    """Whether another program, Excel as a rule, holds a file so that it cannot be replaced."""
    try:
        with path.open("r+b"):
            return False
    except FileNotFoundError:
        return False
    except OSError:
        return True
