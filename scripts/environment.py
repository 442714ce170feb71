"""The project's own Python environment: made once, recognised in a few milliseconds ever after.

Standard library only. The syntax stays within Python 3.8, so that an old Python prints a sentence, not a traceback.
A stamp written last of all, beside the interpreter, says for which requirements and which Python the environment
was made and which packages it holds; without a stamp that fits, the environment is half made and is made anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from installation import packages, refusals
from installation.debian import apt_install, on_debian_as_root
from installation.packages import SetupFailed, say
from installation.places import places

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

USER_REQUIREMENTS = ("requirements.txt",)
DEVELOPER_REQUIREMENTS = ("requirements.txt", "requirements-dev.txt")
STAMP = "taskbook-stamp.json"
OWNED = "taskbook-owned"
KEPT = "taskbook_excel.pth"
"""A file among the packages that the installation puts there and that an environment made anew must have again."""


def python_of(folder: Path) -> Path:
    """The interpreter inside a virtual environment."""
    return folder / "Scripts" / "python.exe" if os.name == "nt" else folder / "bin" / "python"


def ensure(root: Path, names: tuple[str, ...]) -> Path:
    """The interpreter that has everything in the requirement files `names` of `root`; made first where it is missing."""
    found = standing(root, names)
    if found is not None:
        return found
    wanted = _digests(root, names)
    folder = _first_writable(root)
    with _one_at_a_time(folder):
        if not _stands(folder, wanted):  # another start may have made it while this one waited
            try:
                _make(folder, root, wanted)
            except OSError as error:
                raise SetupFailed(refusals.of_environment(error), str(error)) from error
    return python_of(folder)


def standing(root: Path, names: tuple[str, ...]) -> Path | None:
    """The interpreter that has everything, where there is one; nothing is made."""
    wanted = _digests(root, names)
    for folder in places(root):
        if _stands(folder, wanted):
            return python_of(folder)
    return Path(sys.executable) if _here_already(root, names) else None


def _digests(root: Path, names: tuple[str, ...]) -> dict:
    return {name: hashlib.sha256((root / name).read_bytes()).hexdigest() for name in names}


def _version() -> str:
    return f"{sys.implementation.name} {sys.version_info[0]}.{sys.version_info[1]}"


def _first_writable(root: Path) -> Path:
    for folder in places(root):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=str(folder)):
                return folder
        except OSError:
            continue
    raise SetupFailed("项目文件夹和缓存文件夹都不能写入，无法建立运行环境。请换一个有写入权限的文件夹")


def _stands(folder: Path, wanted: dict) -> bool:
    """Whether the environment was made to its end, for these requirements and this Python, and is still whole."""
    try:
        stamp = json.loads((folder / STAMP).read_text(encoding="utf-8"))
        there = set(os.listdir(str(folder / stamp["packages_in"])))  # noqa: PTH208  (names are all that is needed)
        return (
            stamp["python"] == _version()
            and all(stamp["requirements"].get(name) == digest for name, digest in wanted.items())
            and there.issuperset(stamp["packages"])
            and python_of(folder).exists()
        )
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return False


def _here_already(root: Path, names: tuple[str, ...]) -> bool:
    """Whether the running Python itself holds every pinned package, at the pinned version (no environment needed)."""
    from importlib import metadata

    for name in names:
        for line in (root / name).read_text(encoding="utf-8").splitlines():
            package, pinned, version = line.partition("==")
            try:
                if pinned and metadata.version(package.strip()) != version.strip():
                    return False
            except metadata.PackageNotFoundError:
                return False
    return True


@contextlib.contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Two starts at once: the second waits for the first. The lock dies with its process; its file marks the folder as ours."""
    mark = folder / OWNED
    if any(folder.iterdir()) and not mark.exists() and not (folder / "pyvenv.cfg").exists():
        raise SetupFailed(f"“{folder}”里有别的文件，不是本项目的运行环境。请移走它再重试")
    with mark.open("a+b") as handle:
        try:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        except ImportError:
            _wait_for_windows_lock(handle)
        yield


def _wait_for_windows_lock(handle: IO[bytes]) -> None:
    """msvcrt's own waiting gives up after ten seconds, less than an environment takes. After 15 minutes: go on."""
    import msvcrt

    end = time.monotonic() + 900
    while time.monotonic() < end:
        try:
            handle.seek(0)
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
            return
        except OSError:
            time.sleep(0.5)


def _make(folder: Path, root: Path, wanted: dict) -> None:
    say("首次使用，正在建立运行环境（约需 1 分钟，以后不再需要）：" + str(folder))
    kept = [path.read_bytes() for path in folder.glob("**/site-packages/" + KEPT)]
    for old in list(folder.iterdir()):
        if old.name != OWNED:
            shutil.rmtree(str(old)) if old.is_dir() and not old.is_symlink() else old.unlink()
    _make_venv(folder)
    packages.install(python_of(folder), root, tuple(wanted))
    packages_in = subprocess.run(
        [str(python_of(folder)), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        stdout=subprocess.PIPE,
        check=True,
        encoding="utf-8",
        env=dict(os.environ, PYTHONUTF8="1"),
    ).stdout.strip()
    for content in kept[:1]:
        (Path(packages_in) / KEPT).write_bytes(content)
    stamp = {
        "python": _version(),
        "requirements": wanted,
        "packages_in": os.path.relpath(packages_in, str(folder)),  # so that the checkout can be moved
        "packages": sorted(name for name in os.listdir(packages_in) if name.endswith(".dist-info")),  # noqa: PTH208
    }
    unfinished = folder / (STAMP + ".new")
    unfinished.write_text(json.dumps(stamp), encoding="utf-8")
    os.replace(str(unfinished), str(folder / STAMP))  # noqa: PTH105
    say("运行环境已建好。")


def _make_venv(folder: Path) -> None:
    """`python -m venv`; where Debian left ensurepip out of Python, root installs it and others are told how."""
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    done, log = _venv(folder)
    if not done and "ensurepip" in log and on_debian_as_root():
        say("系统的 Python 缺少 venv 组件，正在用 apt-get 安装……")
        apt_install([package])
        done, log = _venv(folder)
    if done:
        return
    if "ensurepip" in log:
        raise SetupFailed(
            "这个 Python 缺少建立运行环境的组件（venv/ensurepip）。"
            f"Debian、Ubuntu 请先运行：sudo apt-get install {package}；其他系统请安装完整的 Python",
            log,
        )
    if "No space left" in log:
        raise SetupFailed("磁盘已满，运行环境没有建成。请腾出约 500 MB 空间后重试", log)
    raise SetupFailed("运行环境没有建成", log)


def _venv(folder: Path) -> tuple[bool, str]:
    result = subprocess.run(
        [
            getattr(sys, "_base_executable", sys.executable),
            "-m",
            "venv",
            str(folder),
        ],  # ours may be the one remade
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    whole = result.returncode == 0 and python_of(folder).exists()
    return whole, result.stdout
