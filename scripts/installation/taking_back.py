"""`start.py uninstall`: takes back what the record says, and names what has to stay. Needs neither network nor environment."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import stat
import sys
from collections.abc import Callable
from pathlib import Path

from installation import addin, bridge, twins
from installation.machine import ADDIN, TWINS, Machine
from installation.record import KEPT, Locked, Record, digest

STAMP = "taskbook-stamp.json"
OWNED = "taskbook-owned"
RUNS_LEAVE = "last_*.txt"
"""What the buttons themselves leave in `.taskbook`: the marker that Python has started, the last report."""


def say(text: str) -> None:
    """One line to the person at the screen."""
    print(text, flush=True)


def uninstall(machine: Machine, places: list[Path]) -> int:
    """Take back the installation; 0 when everything is as before (or nothing was installed), 1 when something is left.

    `places`: the folders that the environment may be in, for when the record is lost and ours has to be recognised.
    """
    record = Record.load(machine) or _recognised(machine, places)
    if not record.files and not record.root:
        _sweep(machine)
        record.remove_folders()
        say("没有安装过，或已经卸载。什么也没有改动。")
        return 0
    if machine.has_excel and addin.locked(machine.addin):
        say("加载项正被 Excel 使用。请关闭所有 Excel 窗口，再运行一次。这次什么也没有改动。")
        return 1
    whole = take_back(machine, record)
    say(
        "已卸载。您的工作簿和其他文件都没有动。"
        if whole
        else "没有完全卸载。请按上面的提示处理，再运行一次。"
    )
    return 0 if whole else 1


def _recognised(machine: Machine, places: list[Path]) -> Record:
    """A record made from what is there and ours beyond doubt, for when the real one is gone. Leaves the environment."""
    record = Record(machine, root=str(machine.root) if machine.record.exists() else "")
    candidates: dict[Path, Callable[[bytes], bool]] = {}
    if machine.has_excel:
        candidates[machine.addin] = addin.is_ours
        candidates[machine.settings] = lambda there: bridge.interpreter_in(machine, there) is not None
    candidates |= {path: twins.is_ours for path in machine.twins.glob("*") if path.is_file()}
    for place in places:
        candidates |= dict.fromkeys(place.glob(f"**/site-packages/{bridge.PATH_FILE}"), bridge.is_ours)
    for path, ours in candidates.items():
        if path.is_file() and ours(content := path.read_bytes()):
            record.files[str(path)] = {"digests": [digest(content)], "kept": None, "was": None}
    record.folders = [str(folder) for folder in (machine.ours, machine.twins)]
    return record


def take_back(machine: Machine, record: Record) -> bool:
    """Undo everything in the record, as far as it goes; whether all of it is undone. What stays is said and stays recorded."""
    whole = True
    for path in list(record.files):
        try:
            left = record.take_back(path, ours=addin.is_ours if Path(path).name == ADDIN else _nobody)
        except (Locked, OSError) as error:
            say(f"删不掉：{path}（{_why(error)}）")
            whole = False
            continue
        if left:
            say(left)
        record.save()
    whole = _remove_environment(record) and whole
    if not whole:
        return False
    _sweep(machine)
    machine.record.unlink(missing_ok=True)
    record.remove_folders()
    folder = Path(record.root or machine.root) / TWINS
    for by_name in (folder, machine.ours):  # ours whoever made them, if nothing is in them
        with contextlib.suppress(OSError):
            by_name.rmdir()
    if folder.is_dir():
        say(f"“{folder}”里还有您自己的文件，没有删除这个文件夹")
    return True


def _nobody(content: bytes) -> bool:
    return False


def _why(error: Exception) -> str:
    return (
        "正被别的程序使用，请关闭 Excel 和本项目的窗口"
        if isinstance(error, PermissionError | Locked)
        else str(error)
    )


def _sweep(machine: Machine) -> None:
    """The small files in `.taskbook` that are ours by their names; whatever else is there stays."""
    names = [RUNS_LEAVE, "installed.new"]
    for path in [path for name in names for path in machine.ours.glob(name)]:
        with contextlib.suppress(OSError):
            path.unlink()
    with contextlib.suppress(OSError):
        (machine.ours / KEPT).rmdir()


def _remove_environment(record: Record) -> bool:
    """Remove the environment, if there was none before the installation and it was not made anew for developing."""
    whole = True
    for place in [Path(name) for name in record.environment.get("made", [])]:
        if not place.is_dir():
            continue
        if not ((place / OWNED).exists() or (place / "pyvenv.cfg").exists()) and any(place.iterdir()):
            say(f"“{place}”不是本项目的运行环境，没有删除")
        elif "requirements-dev.txt" in _made_for(place):
            say(f"运行环境“{place}”后来用于开发和测试，没有删除")
        elif place in Path(sys.executable).parents and os.name == "nt":
            say(
                f"卸载程序自己正在运行环境里运行：{place}\n请改用 卸载.cmd，或用系统的 Python 运行：start.py uninstall"
            )
            whole = False
        else:
            whole = _remove_tree(place) and whole
    return whole


def _made_for(place: Path) -> list[str]:
    """The requirement files that an environment was made for."""
    try:
        return list(json.loads((place / STAMP).read_text(encoding="utf-8"))["requirements"])
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _remove_tree(folder: Path) -> bool:
    """Remove an environment. Its stamp goes first, so that one that is half gone is never taken for whole."""

    def again(remove: Callable[[str], object], path: str, _: object) -> None:
        with contextlib.suppress(OSError):
            Path(path).chmod(stat.S_IWRITE | stat.S_IREAD)
        remove(path)

    try:
        (folder / STAMP).unlink(missing_ok=True)
        shutil.rmtree(folder, onerror=again)
    except OSError as error:
        say(f"运行环境没有删净：{folder}（{_why(error)}）")
        return False
    return True
