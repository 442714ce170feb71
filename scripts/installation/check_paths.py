"""Self-check: what the places and names on this machine do to the buttons."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from installation import mark_of_web, twins
from installation.check_excel import program_at
from installation.machine import TWINS, Machine
from installation.places import DEEPEST_BELOW, LONGEST, in_onedrive
from installation.report import BAD, GOOD, NOTE, Line

MOVE = "建议把整个项目文件夹移到本机较短的路径（例如 D:\\taskbook），再运行一次 安装.cmd"


def lines(machine: Machine, python: Path | None) -> Iterator[Line]:
    """`python`: the interpreter in use, None where there is none."""
    if machine.system == "windows":
        yield from _windows_paths(machine, python)
        yield from _command_line(machine)
    yield from _twins(machine)
    yield from _libreoffice(machine)


def _windows_paths(machine: Machine, python: Path | None) -> Iterator[Line]:
    root = str(machine.root)
    found = [*_root_notes(machine, root), *_letters(machine, python), *_length(machine, python)]
    yield from found
    if not found:
        yield Line(GOOD, "路径", f"没有问题（{root}）")
    for path in mark_of_web.files_to_unmark(machine):
        if path != machine.addin and mark_of_web.marked(path):
            yield Line(
                NOTE,
                "标记",
                f"“{path.name}”带有“来自网络”的标记，双击时系统会警告",
                "右键 → 属性 → 勾选“解除锁定”",
            )


def _root_notes(machine: Machine, root: str) -> Iterator[Line]:
    if root.startswith("\\\\"):
        yield Line(NOTE, "路径", "项目在网络共享上：断网时按钮不能用，启动也慢一些", MOVE)
    if in_onedrive(root, machine.environ):
        yield Line(NOTE, "路径", "项目在 OneDrive 里：同步时文件可能被占用", MOVE)
    if machine.temporary in machine.root.parents:
        yield Line(
            BAD,
            "路径",
            "项目在临时文件夹里，随时会被系统清掉",
            "请把压缩包解压到固定的文件夹，再运行 安装.cmd",
        )


def _letters(machine: Machine, python: Path | None) -> Iterator[Line]:
    """What does not survive on xlwings' command line: quoted, only the percent sign; and letters VBA cannot read."""
    for what, path in (
        ("Python 的路径", str(python or "")),
        ("临时文件夹的路径", machine.environ.get("TEMP", "")),
    ):
        if path.count("%") >= 2:
            yield Line(NOTE, "路径", f"{what}里有 %，Windows 可能把两个 % 之间的字换掉：{path}", MOVE)
        try:
            path.encode(machine.ansi)
        except UnicodeError:
            cure = "请让管理员把“非 Unicode 程序的语言”设为“中文（简体）”，或换一个只含英文、数字的路径"
            yield Line(NOTE, "路径", f"{what}里有 Excel 的宏读不了的字：{path}", cure)


def _length(machine: Machine, python: Path | None) -> Iterator[Line]:
    if python is None:
        return
    key = r"HKLM\SYSTEM\CurrentControlSet\Control\FileSystem"
    longest = len(str(python.parent.parent)) + DEEPEST_BELOW
    if longest > LONGEST and machine.registry.value(key, "LongPathsEnabled") != 1:
        yield Line(
            NOTE, "路径", f"太长：运行环境里最深的文件约 {longest} 个字符，Windows 只允许 {LONGEST} 个", MOVE
        )


def _command_line(machine: Machine) -> Iterator[Line]:
    """A button starts Python through cmd.exe, and Python reads variables that other programs may have set for everybody."""
    forbidden = machine.registry.value(r"HKCU\Software\Policies\Microsoft\Windows\System", "DisableCMD")
    if forbidden in (1, 2):
        yield Line(
            BAD if forbidden == 1 else NOTE,
            "命令行",
            "单位的策略禁用了命令提示符（cmd），Excel 里的按钮可能启动不了 Python",
            "这是单位的统一设置，请把这一行给管理员看",
        )
    for key in (r"HKCU\Environment", r"HKLM\SYSTEM\CurrentControlSet\Control\Session Manager\Environment"):
        for name in ("PYTHONHOME", "PYTHONPATH"):
            value = machine.registry.value(key, name)
            if value:
                yield Line(
                    BAD if name == "PYTHONHOME" else NOTE,
                    "环境变量",
                    f"别的软件设了 {name}={value}，会让 Python 启动出错",
                    "请让管理员在“系统属性 → 环境变量”里删掉它",
                )


def _twins(machine: Machine) -> Iterator[Line]:
    end = ".cmd" if machine.system == "windows" else ".sh"
    missing = [name for name in twins.BUTTONS.values() if not (machine.twins / (name + end)).is_file()]
    if missing:
        yield Line(NOTE, f"“{TWINS}”文件夹", "缺少：" + "、".join(missing), "请" + machine.again)
    else:
        yield Line(GOOD, f"“{TWINS}”文件夹", f"{len(twins.BUTTONS)} 个都在：双击，或把总表拖到上面")


def _libreoffice(machine: Machine) -> Iterator[Line]:
    if machine.system == "windows":
        there = program_at(machine, "soffice.exe") is not None
    elif machine.system == "mac":
        there = Path("/Applications/LibreOffice.app").exists()
    else:
        there = shutil.which("soffice") is not None
    if there or not machine.has_excel:
        found = "找到了" if there else "没有找到（只是打开表格要用，处理表格不需要它）"
        yield Line(GOOD, "LibreOffice", found)
