"""The machine as the installation sees it: folders, system, registry, and the few calls that differ between systems.

Everything that reads or changes the surroundings gets a `Machine`; a test makes one whose home and project are folders
of its own and whose system is another than the one it runs on.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from installation.registry import OfWindows, Registry, Written

ADDIN = "责任分解.xlam"
TWINS = "启动"
MAC_OFFICE = "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel"
MAC_SCRIPTS = "Library/Application Scripts/com.microsoft.Excel"
MAC_EXCEL = "Library/Containers/com.microsoft.Excel/Data"


class Refused(Exception):
    """The installation stops here, having changed nothing; `str()` is the Chinese sentence: what, why, what to do."""


def short_path(path: PurePath) -> str | None:
    """The 8.3 form of an existing path, which is ASCII as a rule; None where the drive keeps no such names."""
    if sys.platform != "win32":
        return None
    import ctypes

    wanted = ctypes.windll.kernel32.GetShortPathNameW(str(path), None, 0)
    buffer = ctypes.create_unicode_buffer(wanted + 1)
    if not wanted or not ctypes.windll.kernel32.GetShortPathNameW(str(path), buffer, wanted + 1):
        return None
    return buffer.value


def system_here() -> str:
    """`windows`, `mac` or `linux` (which stands for every other system too)."""
    return {"win32": "windows", "darwin": "mac"}.get(sys.platform, "linux")


@dataclass
class Machine:
    """Where an installation goes. `root`: the project; `home`: the person's folder; `ansi`: the encoding VBA reads files in;
    `base_python`, `base_prefix`: the Python that environments are made from."""

    root: Path
    home: Path
    system: str
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    registry: Registry = field(default_factory=Written)
    ansi: str = "utf-8"
    base_prefix: str = sys.base_prefix
    base_python: Path = field(default_factory=lambda: Path(getattr(sys, "_base_executable", sys.executable)))
    temporary: Path = field(default_factory=lambda: Path(os.path.realpath(tempfile.gettempdir())))
    short: Callable[[PurePath], str | None] = short_path
    replace: Callable[[Path, Path], None] = os.replace
    run: Callable[..., subprocess.CompletedProcess] = subprocess.run

    @property
    def ours(self) -> Path:
        """The folder for what belongs to this person and not to one project: settings, marker, record."""
        return self.home / ".taskbook"

    @property
    def record(self) -> Path:
        """The file that says what the installation wrote."""
        return self.ours / "installed.json"

    @property
    def has_excel(self) -> bool:
        """Whether there can be an Excel that takes add-ins."""
        return self.system in ("windows", "mac")

    @property
    def again(self) -> str:
        """How to install once more, as it is said to the person at the screen."""
        return "再运行一次 " + (
            "安装.cmd" if self.system == "windows" else "python3 scripts/start.py install"
        )

    @property
    def start_folder(self) -> Path:
        """Excel's own start folder of this person: a trusted location unless a policy says otherwise."""
        if self.system == "mac":
            return self.home / MAC_OFFICE
        roaming = self.environ.get("APPDATA")
        return (Path(roaming) if roaming else self.home / "AppData" / "Roaming") / "Microsoft/Excel/XLSTART"

    @property
    def addin(self) -> Path:
        """Where the add-in is put."""
        return self.start_folder / ADDIN

    @property
    def settings(self) -> Path:
        """The file in which the add-in looks for the interpreter (GetConfigFilePath of the module xlwings)."""
        if self.system == "mac":
            return self.home / MAC_EXCEL / "taskbook.conf"
        return self.ours / "taskbook.conf"

    @property
    def twins(self) -> Path:
        """The folder of the start files."""
        return self.root / TWINS

    @property
    def built_addin(self) -> Path:
        """The add-in that comes with the project, for when it cannot be built."""
        return self.root / "macros" / ADDIN


def here(root: Path) -> Machine:
    """This machine and the project at `root`."""
    system = system_here()
    home = Path(os.path.expanduser("~"))  # noqa: PTH111  (Path.home raises where there is none)
    if system != "windows":
        return Machine(root, home, system)
    return Machine(root, home, system, registry=OfWindows(), ansi="mbcs")
