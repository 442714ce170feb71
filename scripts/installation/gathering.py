"""`start.py wheels`: one folder with everything that a machine without network needs to install the project.

The folder can be made in several runs: wheels that are there are kept, and nothing is written twice. A file in it says that
it is ours; another folder that is not empty is never written into.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from installation import closure
from installation.machine import Refused
from installation.packages import OFFLINE_SIGNS
from installation.targets import WINDOWS_MACHINES, Target

MARK = "taskbook-gathered.json"
WHEELS = "wheels"
STARTERS = ("安装.cmd", "卸载.cmd")
READ_ME = "说明.txt"
COPIED = ("scripts", "templates", "macros", "docs", "workbook")
SINGLE = ("requirements.txt", "README.md", "CHANGELOG.md")
SAMPLE = "示例区"
"""How the names of the sample plan's files begin: nothing else from workbook/ goes to other machines."""


def say(text: str) -> None:
    """One line to the person at the screen."""
    print(text, flush=True)


def gather(
    root: Path, out: Path, targets: list[Target], installer: Path | None, all_of_them: bool
) -> list[Target]:
    """Fill the folder; the targets that it serves. Raises Refused.

    `all_of_them`: a target for which a wheel is missing is an error; otherwise it is said and left out.
    """
    _claim(root, out)
    wheels = out / WHEELS
    wheels.mkdir(exist_ok=True)
    _drop_damaged(wheels)
    requirements = closure.read_requirements(root / "requirements.txt")
    served: list[Target] = []
    used: set[Path] = set()
    for target in targets:
        try:
            found = closure.needed(requirements, target, wheels, _fetch_into(wheels))
        except closure.NoWheel as lacking:
            sentence = _sentence(target, lacking)
            if all_of_them or "network" in lacking.detail:
                raise Refused(sentence) from lacking
            say(f"{target}：略过。{sentence}")
            continue
        _prove(target, wheels, found)
        served.append(target)
        used |= set(found.values())
        say(f"{target}：{len(found)} 个组件齐全")
    if not served:
        raise Refused("没有一个 Python 版本的组件是齐全的。请用 --python 指定版本再试")
    for path in set(wheels.glob("*.whl")) - used:
        path.unlink()
    _check_installer(installer, served)
    _copy_project(root, out)
    _finish(root, out, served, installer)
    return served


def size_of(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _claim(root: Path, out: Path) -> None:
    inside = [root / name for name in COPIED]
    if out in (root, *root.parents) or any(folder in (out, *out.parents) for folder in inside):
        raise Refused(f"不能放在项目自己的文件夹里：{out}")
    if out.is_dir() and any(out.iterdir()) and not (out / MARK).is_file():
        raise Refused(f"“{out}”里有别的文件。请换一个空文件夹（--out）")
    out.mkdir(parents=True, exist_ok=True)
    if not (out / MARK).is_file():
        (out / MARK).write_text("{}", encoding="utf-8")


def _drop_damaged(wheels: Path) -> None:
    """An interrupted copy may have left half a wheel."""
    for path in wheels.glob("*.whl"):
        if not zipfile.is_zipfile(path):
            path.unlink()


# ---- pip ----


def _pip(*arguments: str) -> subprocess.CompletedProcess:
    environment = dict(os.environ, PYTHONUTF8="1", PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_PROGRESS_BAR="off")
    return subprocess.run(
        [sys.executable, "-m", "pip", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        env=environment,
        check=False,
    )


def _fetch_into(wheels: Path) -> Callable[[Target, list[str]], None]:
    """How missing wheels come into the folder."""

    def fetch(target: Target, wanted: list[str]) -> None:
        say(f"{target}：正在取 {'、'.join(re.split('[=<>~!]', one)[0] for one in wanted)}")
        done = _pip(
            "download",
            "--no-deps",
            "--no-input",
            "--retries",
            "2",
            "-d",
            str(wheels),
            *target.pip_options,
            *wanted,
        )
        if done.returncode == 0:
            return
        offline = any(sign in done.stdout.lower() for sign in OFFLINE_SIGNS)
        lacking = re.search(r"No matching distribution found for ([^\s(]+)", done.stdout)
        if lacking and not offline:
            raise closure.NoWheel(lacking.group(1), "")
        last = done.stdout.strip().splitlines()[-1:] or [""]
        raise closure.NoWheel("、".join(wanted), "", "network: " + last[0])

    return fetch


def _sentence(target: Target, lacking: closure.NoWheel) -> str:
    if lacking.detail.startswith("network"):
        return (
            f"下载 {lacking.wanted} 没有成功（{lacking.detail[9:]}）。已下载的都留着，请检查网络后再运行一次"
        )
    by = f"（{lacking.by} 需要它）" if lacking.by and lacking.by != "requirements.txt" else ""
    return f"{lacking.wanted}{by} 没有适合 {target.platform}、{target} 的 wheel"


def _prove(target: Target, wheels: Path, found: dict[str, Path]) -> None:
    """That the target's pip, with nothing but this folder, takes these wheels; and that together they need nothing else."""
    from pip._vendor.packaging.utils import parse_wheel_filename

    pins = [f"{name}=={parse_wheel_filename(path.name)[1]}" for name, path in found.items()]
    with tempfile.TemporaryDirectory(prefix="taskbook-") as folder:
        options = ["--no-deps", "--no-input", "--no-index", "--find-links", str(wheels), "-d", folder]
        done = _pip(
            "download", *options, *target.pip_options, *pins
        )  # `install` would ask for this Python's version
    if done.returncode:
        last = done.stdout.strip().splitlines()[-1:] or [""]
        raise Refused(f"{target}：离线核对没有通过（{last[0]}）。请删掉 {wheels} 后再运行一次")


# ---- the rest of the folder ----


def _check_installer(installer: Path | None, served: list[Target]) -> None:
    """The installer must bring a Python that the wheels are for."""
    if installer is None:
        return
    parts = re.fullmatch(r"python-(\d+)\.(\d+)\.\d+\w*(?:-(amd64|arm64))?\.exe", installer.name)
    if parts is None or not installer.is_file():
        raise Refused(f"“{installer}”不是 python.org 的 Windows 安装程序（名字像 python-3.13.1-amd64.exe）")
    kind = {"amd64": "win_amd64", "arm64": "win_arm64", None: "win32"}[parts[3]]
    if kind != served[0].platform:
        raise Refused(f"{installer.name} 适合 {kind}，组件却是为 {served[0].platform} 准备的")
    if (int(parts[1]), int(parts[2])) not in [target.python for target in served]:
        raise Refused(
            f"{installer.name} 是 Python {parts[1]}.{parts[2]}，组件只适合 {'、'.join(map(str, served))}"
        )


def _project_files(root: Path) -> Iterator[Path]:
    """What the project needs to run, as paths below its folder: no tests, no environment, nothing of the person's own."""
    for name in SINGLE:
        if (root / name).is_file():
            yield Path(name)
    for name in COPIED:
        for path in sorted((root / name).rglob("*")):
            inside = path.relative_to(root)
            hidden = any(part == "__pycache__" or part.startswith((".", "~$")) for part in inside.parts)
            own = name == "workbook" and not (len(inside.parts) == 2 and inside.name.startswith(SAMPLE))
            if path.is_file() and not hidden and not own and inside.name not in STARTERS:
                yield inside


def _copy_project(root: Path, out: Path) -> None:
    """Bring the copy up to date; files of an earlier copy that the project no longer has go."""
    inside = list(_project_files(root))
    for path in inside:
        target = out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.is_file() or target.read_bytes() != (root / path).read_bytes():
            shutil.copyfile(root / path, target)
    for name in COPIED:
        for path in [path for path in (out / name).rglob("*") if path.is_file()]:
            if path.relative_to(out) not in inside:
                path.unlink()


def _finish(root: Path, out: Path, served: list[Target], installer: Path | None) -> None:
    windows = served[0].platform in WINDOWS_MACHINES
    if windows:
        for name in STARTERS:
            shutil.copyfile(root / "macros" / name, out / name)
    if installer is not None and installer.resolve() != (out / installer.name).resolve():
        for old in out.glob("python-3*.exe"):
            old.unlink()
        shutil.copyfile(installer, out / installer.name)
    there = sorted(path.name for path in out.glob("python-3*.exe"))
    text = windows_text(served, there[0] if there else "") if windows else other_text(served)
    (out / READ_ME).write_text(text, encoding="utf-8-sig", newline="\r\n" if windows else "\n")
    data = {"platform": served[0].platform, "python": [".".join(map(str, one.python)) for one in served]}
    (out / MARK).write_text(json.dumps(data), encoding="utf-8")


def windows_text(served: list[Target], installer: str) -> str:
    """The page that lies beside 安装.cmd."""
    newest = served[-1]
    versions = "、".join(f"{one.python[0]}.{one.python[1]}" for one in served)
    kind = {"win_amd64": "64 位，文件名以 amd64.exe 结尾", "win_arm64": "ARM64"}.get(
        served[0].platform, "32 位"
    )
    python = (
        f"  本机没有合适的 Python 时，会自动安装这里的 {installer}（只装给您自己，不需要管理员）。"
        if installer
        else f"""  本机要有 Python {versions}（{kind}）。没有的话：
  1. 在能上网的电脑上打开 https://www.python.org/downloads/windows/
  2. 下载 Python {newest.python[0]}.{newest.python[1]} 的 Windows installer（{kind}）
  3. 把下载的文件（名字像 python-{newest.python[0]}.{newest.python[1]}.1-amd64.exe）放进这个文件夹，与 安装.cmd 在一起
  安装.cmd 会自己用它，不需要管理员。"""
    )
    return f"""责任分解工作簿 · 安装（不需要网络）

一、把整个文件夹复制到本机，例如 D:\\taskbook。不要在压缩包里直接打开，也不要放在桌面的 OneDrive 里。
二、关闭 Excel。
三、双击“安装.cmd”，等到出现“按任意键继续”。约需 2 分钟。
四、打开 Excel，上方多了一个“责任分解”选项卡。

需要 Windows 10 或 11（Windows 7 装不了所需的 Python）。

Python
{python}

没有 Excel，只有 WPS：安装后用“启动”文件夹里的“校验”“下发”等，双击，或把总表拖到上面。
文件夹移动或改名以后：再双击一次“安装.cmd”。
不想要了：双击“卸载.cmd”，再删掉整个文件夹。您的工作簿不会动；Python 在“设置 → 应用”里卸载。
有问题：再双击一次“安装.cmd”，最后几行会说哪里不对、怎么办。
"""


def other_text(served: list[Target]) -> str:
    """The same for systems without 安装.cmd."""
    versions = "、".join(f"{one.python[0]}.{one.python[1]}" for one in served)
    return f"""责任分解工作簿 · 安装（不需要网络）

本机要有 Python {versions}。在这个文件夹里运行：

    python3 scripts/start.py install

不想要了：python3 scripts/start.py uninstall，再删掉整个文件夹。
"""
