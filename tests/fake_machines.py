"""Machines for the installation's tests: a home and a project in folders of their own, and a system one is not on."""

from __future__ import annotations

import os
import shutil
import sys
import venv
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from installation.machine import Machine
from installation.places import places
from installation.setting_up import install

ROOT = Path(__file__).parents[1]
BUILD = """
import sys
from pathlib import Path
Path(sys.argv[2]).write_bytes(Path(__file__).parent.with_name("macros").joinpath("built").read_bytes())
"""


def addin_file(mark: str) -> bytes:
    """A workbook with a ribbon like ours; `mark` makes it another version."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        ribbon = f'<button onAction="PressCheck" tag="{mark}"/>'
        for name, text in (("customUI/customUI.xml", ribbon), ("xl/vbaProject.bin", "x")):
            package.writestr(zipfile.ZipInfo(name), text)  # without the time of day: twice the same bytes
    return out.getvalue()


def project_at(root: Path) -> Path:
    """A project as far as the installation looks at one: scripts, a build that works, an add-in that comes with it."""
    (root / "scripts" / "taskbook").mkdir(parents=True)
    (root / "scripts" / "taskbook" / "__init__.py").write_text("HERE = True\n", encoding="utf-8")
    (root / "scripts" / "build_addin.py").write_text(BUILD, encoding="utf-8")
    (root / "macros").mkdir()
    (root / "macros" / "built").write_bytes(addin_file("built"))
    (root / "macros" / "责任分解.xlam").write_bytes(addin_file("committed"))
    for name in ("安装.cmd", "卸载.cmd"):
        shutil.copyfile(ROOT / "macros" / name, root / "macros" / name)
    return root


def machine_at(folder: Path, system: str = "windows", **changes: object) -> Machine:
    """A machine whose home and project lie below `folder`, in a path with blanks and Chinese."""
    home = folder / "用户 王"
    home.mkdir(parents=True)
    machine = Machine(
        root=project_at(folder / "督查 室" / "任务 book"),
        home=home,
        system=system,
        environ={**os.environ, "APPDATA": str(home / "Roaming"), "TEMP": str(home / "Temp")},
        ansi="gbk" if system == "windows" else "utf-8",
        temporary=folder / "Temp",
        base_prefix="C:\\Python311",
        short=lambda path: None,
    )
    return replace(machine, **changes)


def environment_places(machine: Machine) -> list[Path]:
    """Where the environment of a test's machine may be: in the project only."""
    return places(machine.root)[:1]


def make_environment(machine: Machine) -> Path:
    """An environment without network: a real interpreter, and just so much of xlwings as the installation looks at."""
    folder = machine.root / ".venv"
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=False, symlinks=True)
        packages = folder / "lib" / f"python3.{sys.version_info.minor}" / "site-packages"
        (packages / "xlwings").mkdir()
        (packages / "xlwings" / "__init__.py").write_text("__version__ = '0.37.8'\n", encoding="utf-8")
        (packages / "xlwings" / "xlwings-0.37.8.applescript").write_text("script\n", encoding="utf-8")
        (packages / "xlwings-0.37.8.dist-info").mkdir()
    return python


def installed(machine: Machine) -> Machine:
    """The machine after an installation."""
    install(machine, lambda: make_environment(machine), environment_places(machine))
    return machine


def snapshot(*folders: Path) -> dict[str, bytes | None]:
    """Everything below the folders, by path: the content of files, None for folders. Python's own caches do not count."""
    return {
        str(path): path.read_bytes() if path.is_file() else None
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if "__pycache__" not in path.parts
    }
