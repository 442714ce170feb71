"""`start.py install`: each step in its order, every file through the record."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from installation import addin, bridge, mark_of_web, taking_back, twins
from installation.machine import ADDIN, MAC_SCRIPTS, Machine, Refused
from installation.record import Locked, Record

SIGNED = "taskbook-installed"
"""A file in an environment that an installation made."""
CLOSE_EXCEL = "加载项正被 Excel 使用。请关闭所有 Excel 窗口，再运行一次。这次什么也没有改动"


def say(text: str) -> None:
    """One line to the person at the screen."""
    print(text, flush=True)


def install(machine: Machine, ensure: Callable[[], Path], places: list[Path]) -> Path:
    """Set everything up, or refresh it; the interpreter of the environment.

    `ensure` makes the environment and returns its interpreter; `places` are the folders it may be in. Raises Refused.
    """
    _refuse_what_cannot_work(machine)
    record = _record_of(machine, places)
    os.environ.setdefault("PIP_NO_CACHE_DIR", "1")  # a hundred megabytes that nobody would use again
    say("运行环境……")
    python = ensure()
    _sign_environment(record)
    try:
        if machine.has_excel:
            packages, form = bridge.packages_of(machine, python), _form_for_excel(machine, python)
            say("Excel 加载项……")
            _put_addin(record, python)
            say("Excel 与 Python 的连接……")
            _connect(record, packages, form, python)
        say("“启动”文件夹……")
        _make_twins(record)
        stuck = [path for path in _unmarked(machine) if not mark_of_web.unmark(path)]
    except Locked as held:
        raise Refused(f"{CLOSE_EXCEL}\n（{held.path}）") from held
    except PermissionError as error:
        raise Refused(f"没有写入权限：{error.filename}。请让管理员放行，再运行一次") from error
    for path in stuck:
        say(f"  没能解除“来自网络”的标记：{path}。请右键点它 → 属性 → 勾选“解除锁定”")
    record.finished = True
    record.save()
    return python


def _refuse_what_cannot_work(machine: Machine) -> None:
    """What is known to fail, before anything is written."""
    if machine.system == "windows":
        if "\\windowsapps\\" in str(machine.base_prefix).lower():
            raise Refused(
                "现在用的是微软商店版的 Python：Windows 会把它写的文件藏到别处，Excel 看不到。\n"
                "请从 https://www.python.org/downloads/windows/ 安装 Python 3.11 或更新的版本（64 位），再双击 安装.cmd"
            )
        if machine.temporary in machine.root.parents:
            raise Refused(
                "现在是在压缩包里直接打开的（临时文件夹会被系统清掉）。\n请先把压缩包整个解压到一个固定的文件夹，再双击里面的 安装.cmd"
            )
        _refuse_unreadable_home(machine)
    if machine.has_excel and addin.locked(machine.addin):
        raise Refused(CLOSE_EXCEL)


def _refuse_unreadable_home(machine: Machine) -> None:
    """VBA asks Windows for the home folder in the ANSI code page, too: letters outside it come back as question marks."""
    try:
        str(machine.home).encode(machine.ansi)
    except UnicodeError:
        raise Refused(
            f"您的 Windows 用户文件夹名里有本机“非 Unicode 程序的语言”之外的字：{machine.home}\n"
            "Excel 的加载项读不到它。可以改用“启动”文件夹，或请管理员把“非 Unicode 程序的语言”设为“中文（简体）”"
        ) from None


def _record_of(machine: Machine, places: list[Path]) -> Record:
    """The record to go on with: a new one, or that of an earlier installation of this same project."""
    record = Record.load(machine)
    if record is not None and record.root != str(machine.root):
        say(f"原来装的是另一个文件夹里的：{record.root}\n先把它撤下……")
        if not taking_back.take_back(machine, record):
            raise Refused("原来装的没有完全撤下。请按上面的提示处理，再运行一次")
        record = None
    if record is None:
        record = Record(machine, root=str(machine.root))
        made = [place for place in places if _is_ours_to_make(place)]
        for place in made:
            record.note_folders(place / "x")
        record.environment = {"made": [str(place) for place in made]}
    record.finished = False
    record.save()
    return record


def _is_ours_to_make(place: Path) -> bool:
    """Whether no environment is there yet, or one that an installation made before the project was moved."""
    return not place.is_dir() or not any(place.iterdir()) or (place / SIGNED).exists()


def _sign_environment(record: Record) -> None:
    """Mark the environment as made by an installation: the record knows its place, which changes when a project is moved."""
    for place in [Path(name) for name in record.environment["made"]]:
        if (place / "pyvenv.cfg").exists():
            (place / SIGNED).touch()


def _put_addin(record: Record, python: Path) -> None:
    machine = record.machine
    content, why = addin.made(machine, python)
    record.environment["built"] = not why
    if why:
        say(f"  用项目自带的加载项（没有重新生成：{why}）")
    record.write(machine.addin, content, ours=addin.is_ours)
    real = Path(os.path.realpath(machine.addin))
    if (
        machine.system == "windows" and "\\packages\\" in str(real).lower()
    ):  # the store's Python writes elsewhere
        raise Refused(
            f"Windows 把加载项放到了别处，Excel 看不到：{real}\n请改用 python.org 的 Python，再双击 安装.cmd"
        )
    kept = record.files[str(machine.addin)]["kept"]
    if kept:
        say(f"  那里原有一个同名的 {ADDIN}，已另存：{kept}")


def _form_for_excel(machine: Machine, python: Path) -> str:
    """The interpreter as the settings file names it: on a Mac perhaps the script that stands in for it."""
    if bridge.needs_wrapper(machine, python):
        return str(machine.ours / "python")
    return bridge.writable_form(machine, python)


def _connect(record: Record, packages: Path, form: str, python: Path) -> None:
    """The settings file, the line in the environment, and on a Mac the script through which xlwings starts Python."""
    machine = record.machine
    if bridge.needs_wrapper(machine, python):
        record.write(Path(form), bridge.wrapper(python), mode=0o755)
    there = machine.settings.read_bytes() if machine.settings.is_file() else b""
    content = bridge.settings(machine, form, there)
    record.write(machine.settings, content, ours=lambda old: bridge.interpreter_in(machine, old) is not None)
    record.write(packages / bridge.PATH_FILE, bridge.path_file(machine.root / "scripts"), ours=bridge.is_ours)
    versions = [path.stem.removeprefix("xlwings-") for path in packages.glob("xlwings-*.dist-info")]
    record.environment["xlwings"] = versions[0] if versions and record.environment["built"] else None
    if machine.system == "mac":
        for script in sorted((packages / "xlwings").glob("xlwings-*.applescript")):
            record.write_once(machine.home / MAC_SCRIPTS / script.name, script.read_bytes())


def _make_twins(record: Record) -> None:
    """The start files. A project folder that cannot be written still gets everything else."""
    machine = record.machine
    try:
        for path, content in twins.texts(machine).items():
            record.write(path, content, ours=twins.is_ours, mode=0 if machine.system == "windows" else 0o755)
    except PermissionError:
        say("  项目文件夹不能写入，没有建“启动”文件夹")


def _unmarked(machine: Machine) -> list[Path]:
    return mark_of_web.files_to_unmark(machine) if machine.system == "windows" else []
