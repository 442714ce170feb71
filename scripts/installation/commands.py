"""The commands of start.py that install: their arguments, their words, their exit codes (0 fine, 1 not all, 2 could not run)."""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import environment

from installation import check_excel, gathering, report, selfcheck, setting_up, taking_back
from installation.machine import Machine, Refused, here
from installation.places import places
from installation.targets import PLATFORM, Target

GATHERED = "离线安装包"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")


def run(command: str, arguments: list[str], root: Path) -> int:
    """One of `install`, `uninstall`, `selfcheck`, `wheels`, `fits`."""
    machine = here(root)
    try:
        if command == "wheels":
            return _wheels(arguments, root)
        if arguments:
            environment.say(f"“{command}”不要别的参数：{' '.join(arguments)}")
            return 2
        if command == "install":
            return install(machine)
        if command == "uninstall":
            return taking_back.uninstall(machine, places(root))
        if command == "selfcheck":
            return check(machine)
        return fits(machine)
    except Refused as refused:
        environment.say(str(refused))
        return 2
    except OSError as error:
        environment.say(f"没有做成：{error}。请关闭 Excel 和本项目的其他窗口，再运行一次")
        return 2


def install(machine: Machine) -> int:
    """Set up, then look whether everything works."""
    names = environment.USER_REQUIREMENTS
    setting_up.install(machine, lambda: environment.ensure(machine.root, names), places(machine.root))
    print("\n自检：", flush=True)
    code = check(machine)
    if machine.system == "mac" or check_excel.excel_at(machine) is not None:
        print("Excel 如果正开着，请全部关闭后重新打开，就会看到“责任分解”选项卡。", flush=True)
    return code


def check(machine: Machine) -> int:
    """The self-check alone."""
    standing = environment.standing(machine.root, environment.USER_REQUIREMENTS)
    lines = selfcheck.lines(machine, standing)
    print(report.shown(lines), flush=True)
    return report.exit_code(lines)


def fits(machine: Machine) -> int:
    """Whether the Python that runs this can serve the project here: 0 if so. 安装.cmd asks every Python it finds."""
    store = "\\windowsapps\\" in machine.base_prefix.lower()
    if machine.system == "windows" and (store or sys.maxsize < 2**32):
        return 1
    made_for = {
        tag
        for path in (machine.root / gathering.WHEELS).glob("*.whl")
        for tag in re.findall(r"-(cp3\d+)-cp3\d+-", path.name)
    }
    return int(bool(made_for) and f"cp{sys.version_info[0]}{sys.version_info[1]}" not in made_for)


def _wheels(arguments: list[str], root: Path) -> int:
    try:
        import pip._vendor.packaging.tags  # noqa: F401
    except ImportError:  # a Python without pip: the environment's has it
        python = environment.ensure(root, environment.USER_REQUIREMENTS)
        return subprocess.call([str(python), str(root / "scripts" / "start.py"), "wheels", *arguments])
    asked = _parser(root).parse_args(arguments)
    pythons = [version for text in asked.python or PYTHONS for version in text.split(",")]
    wrong = [
        version for version in pythons if not re.fullmatch(r"3\.\d+", version) or version in ("3.9", "3.10")
    ]
    if wrong:
        raise Refused(f"Python 版本要写成 3.11 这样，不能早于 3.11：{'、'.join(wrong)}")
    if asked.platform == "win32":
        raise Refused("32 位的 Windows 用不了：所需组件没有 32 位的。请用 64 位的电脑（win_amd64）")
    if not PLATFORM.fullmatch(asked.platform):
        raise Refused(
            f"不认识“{asked.platform}”。一般的 Windows 写 win_amd64，Linux 写 linux_x86_64 或 linux_aarch64"
        )
    targets = [
        Target(asked.platform, (3, int(version[2:]))) for version in sorted(pythons, key=lambda v: int(v[2:]))
    ]
    out = Path(os.path.abspath(asked.out))  # noqa: PTH100  (resolve() would follow links)
    served = gathering.gather(root, out, targets, asked.python_installer, all_of_them=bool(asked.python))
    wheels = len(list((out / gathering.WHEELS).glob("*.whl")))
    size = gathering.size_of(out) / 1_000_000
    print(
        f"\n已备好：{out}\n{asked.platform}，{'、'.join(map(str, served))}；{wheels} 个组件，共 {size:.0f} MB。"
    )
    print(f"把整个文件夹拷到目标电脑，按里面的“{gathering.READ_ME}”做。", flush=True)
    if asked.platform.startswith("win") and not list(out.glob("python-3*.exe")):
        print("里面没有 Python 安装程序：目标电脑上没有 Python 的话，请看说明里的“Python”一段。", flush=True)
    return 0


class _Parser(argparse.ArgumentParser):
    """Says in Chinese that the arguments are wrong."""

    def error(self, message: str) -> NoReturn:
        raise Refused(f"参数不对（{message}）。用法：{self.usage}")


def _parser(root: Path) -> argparse.ArgumentParser:
    parser = _Parser(
        prog="start.py wheels",
        usage="start.py wheels --platform win_amd64 [--python 3.12] [--out 文件夹] [--python-installer 文件]",
        description="把不联网的电脑安装时要用的都放进一个文件夹。",
        add_help=False,
    )
    parser.add_argument("--help", "-h", action="help", help="显示这段说明")
    parser.add_argument(
        "--platform", required=True, help="目标电脑：win_amd64（一般的 Windows）、win_arm64、linux_x86_64 等"
    )
    parser.add_argument(
        "--python", action="append", help="目标电脑的 Python 版本，可写多次；默认 " + "、".join(PYTHONS)
    )
    parser.add_argument(
        "--out", type=Path, default=root / GATHERED, help=f"放在哪个文件夹，默认是项目里的“{GATHERED}”"
    )
    parser.add_argument("--python-installer", type=Path, help="Python 的 Windows 安装程序，一起放进去")
    return parser
