"""Gathering wheels for another machine, from a small index of the test's own; and installing from what was gathered."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest
from fake_machines import ROOT, snapshot
from installation import closure, gathering
from installation.machine import Refused
from installation.targets import Target
from test_start import copy_what_starts

WINDOWS = Target("win_amd64", (3, 12))
HERE = f"cp3{sys.version_info.minor}"


def wheel(
    folder: Path,
    name: str,
    version: str = "1.0",
    tag: str = "py3-none-any",
    needs: str = "",
    python: str = "",
) -> Path:
    """A wheel that holds one module. `needs`: requirements, one a line."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}-{version}-{tag}.whl"
    info = f"{name}-{version}.dist-info"
    lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}"]
    lines += [f"Requires-Dist: {line}" for line in needs.splitlines()]
    lines += [f"Requires-Python: {python}"] if python else []
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(f"{name}.py", f"VERSION = {version!r}\n")
        package.writestr(f"{info}/METADATA", "\n".join(lines) + "\n")
        package.writestr(f"{info}/WHEEL", f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n")
        package.writestr(f"{info}/RECORD", "")
    return path


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is all that pip can reach, with packages that differ between systems."""
    folder = tmp_path / "index"
    for old in ("PIP_EXTRA_INDEX_URL", "PIP_INDEX_URL"):
        monkeypatch.delenv(old, raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    book = "winonly>=2; sys_platform == 'win32'\nmaconly; platform_system == 'Darwin'\nplain<3\nfast[quick]\n"
    for tag in ("cp311-cp311-win_amd64", "cp312-cp312-win_amd64"):
        wheel(folder, "book", tag=tag, needs=book)
    wheel(folder, "book", tag=f"{HERE}-{HERE}-linux_x86_64", needs=book)
    wheel(folder, "winonly", "1.0", "cp312-cp312-win_amd64")
    wheel(folder, "winonly", "2.1", "cp312-cp312-win_amd64", needs="deeper; python_version < '3.13'")
    wheel(folder, "deeper")
    wheel(folder, "plain", "2.5")
    wheel(folder, "plain", "3.0")
    wheel(folder, "fast", needs="speed; extra == 'quick'\nslow; extra == 'other'")
    wheel(folder, "speed")
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project that needs the package `book`, with files that must not travel."""
    root = tmp_path / "督查 室"
    copy_what_starts(root)
    (root / "requirements.txt").write_text("# 说明\nbook==1.0\n", encoding="utf-8")
    (root / "scripts" / "press_button.py").write_text("import book\nprint(book.VERSION)\n", encoding="utf-8")
    shutil.copytree(ROOT / "macros", root / "macros", ignore=shutil.ignore_patterns("*.xlam"))
    for name in (
        "workbook/示例区2026.md",
        "workbook/我的总表.xlsx",
        "workbook/下发/示例区.xlsx",
        "templates/notice/a.txt",
        "tests/t.py",
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name, encoding="utf-8")
    return root


@pytest.fixture
def quick(index: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """pip replaced by copying from the index, for tests of what stands around it; the packages it was asked for."""
    from pip._vendor.packaging.requirements import Requirement

    asked: list[list[str]] = []

    def pip(*command: str) -> subprocess.CompletedProcess:
        options = dict(pairwise(command))  # of several platforms the last, which stands for all
        target = Target(options["--platform"], (3, int(options["--python-version"][2:])))
        wanted = command[command.index(":all:") + 1 :]
        if "--no-index" not in command:
            asked.append(list(wanted))
        for one in map(Requirement, wanted):
            found = closure.best(index, one.name, str(one.specifier), target)
            if found is None:
                said = f"ERROR: No matching distribution found for {one}"
                return subprocess.CompletedProcess(command, 1, stdout=said)
            shutil.copy2(found, options["-d"])
        return subprocess.CompletedProcess(command, 0, stdout="")

    monkeypatch.setattr(gathering, "_pip", pip)
    return asked


def gathered(
    project: Path, *targets: Target, installer: Path | None = None, all_of_them: bool = True
) -> Path:
    out = project / "离线安装包"
    gathering.gather(project, out, list(targets), installer, all_of_them)
    return out


def names(out: Path) -> set[str]:
    return {path.name.split("-")[0] for path in (out / "wheels").iterdir()}


# ---- which packages ----


def test_markers_are_those_of_the_target(project: Path, index: Path) -> None:
    out = gathered(project, WINDOWS)
    assert names(out) == {"book", "winonly", "deeper", "plain", "fast", "speed"}
    assert (out / "wheels" / "plain-2.5-py3-none-any.whl").exists()
    assert (out / "wheels" / "winonly-2.1-cp312-cp312-win_amd64.whl").exists()
    assert len(list((out / "wheels").iterdir())) == 6


def test_the_same_requirements_on_linux_need_other_packages(project: Path, quick: list[list[str]]) -> None:
    out = gathered(project, Target("linux_x86_64", sys.version_info[:2]))
    assert names(out) == {"book", "plain", "fast", "speed"}
    assert not (out / "安装.cmd").exists()
    assert "python3 scripts/start.py install" in (out / "说明.txt").read_text(encoding="utf-8-sig")


def test_a_later_condition_on_a_package_that_was_taken_takes_another(tmp_path: Path) -> None:
    folder = tmp_path / "w"
    wheel(folder, "a", needs="b")
    wheel(folder, "b", "2.0")
    wheel(folder, "b", "1.0", needs="d")
    wheel(folder, "c", needs="b<2")
    wheel(folder, "d")
    (tmp_path / "r.txt").write_text("a\nc\n", encoding="utf-8")
    found = closure.needed(closure.read_requirements(tmp_path / "r.txt"), WINDOWS, folder, None)
    assert {name: path.name.split("-")[1] for name, path in found.items()} == {
        "a": "1.0",
        "b": "1.0",
        "c": "1.0",
        "d": "1.0",
    }


def test_a_package_without_a_wheel_is_named_with_who_needs_it(project: Path, index: Path) -> None:
    (index / "deeper-1.0-py3-none-any.whl").unlink()
    with pytest.raises(Refused, match=r"deeper（winonly 需要它） 没有适合 win_amd64、Python 3\.12 的 wheel"):
        gathered(project, WINDOWS)


def test_a_wheel_for_a_newer_python_does_not_count(tmp_path: Path) -> None:
    wheel(tmp_path, "a", "1.0")
    wheel(tmp_path, "a", "2.0", python=">=3.13")
    assert closure.best(tmp_path, "a", "", WINDOWS).name == "a-1.0-py3-none-any.whl"
    assert closure.best(tmp_path, "a", "", Target("win_amd64", (3, 13))).name == "a-2.0-py3-none-any.whl"


def test_pythons_without_all_wheels_are_left_out_and_named(
    project: Path, index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pythons = [Target("win_amd64", (3, minor)) for minor in (11, 12, 13)]
    served = gathering.gather(project, project / "out", pythons, None, all_of_them=False)
    assert served == [WINDOWS]
    said = capsys.readouterr().out
    assert "Python 3.11：略过。winonly" in said
    assert "Python 3.13：略过。book" in said
    assert "3.12" in (project / "out" / "说明.txt").read_text(encoding="utf-8-sig")
    assert not list((project / "out" / "wheels").glob("*cp311*"))
    with pytest.raises(Refused, match="没有一个 Python 版本"):
        gathering.gather(project, project / "out", [pythons[2]], None, all_of_them=False)


@pytest.mark.parametrize(
    ("platform", "python", "tag", "taken"),
    [
        ("win_amd64", (3, 12), "cp312-cp312-win_amd64", True),
        ("win_amd64", (3, 12), "cp311-abi3-win_amd64", True),
        ("win_amd64", (3, 12), "cp311-cp311-win_amd64", False),
        ("win_amd64", (3, 12), "cp312-cp312-win32", False),
        ("win_amd64", (3, 12), "py2.py3-none-any", True),
        ("linux_x86_64", (3, 12), "cp312-cp312-manylinux_2_28_x86_64", True),
        ("linux_x86_64", (3, 12), "cp312-cp312-manylinux2014_x86_64", True),
        ("manylinux_2_17_x86_64", (3, 12), "cp312-cp312-manylinux_2_28_x86_64", False),
        ("linux_aarch64", (3, 12), "cp312-cp312-manylinux2014_x86_64", False),
        ("macosx_12_0_arm64", (3, 12), "cp312-cp312-macosx_11_0_arm64", True),
        ("macosx_12_0_arm64", (3, 12), "cp312-cp312-macosx_13_0_arm64", False),
    ],
)
def test_which_wheels_a_target_takes(
    tmp_path: Path, platform: str, python: tuple[int, int], tag: str, taken: bool
) -> None:
    wheel(tmp_path, "a", tag=tag)
    assert (closure.best(tmp_path, "a", "", Target(platform, python)) is not None) == taken


@pytest.mark.parametrize(
    ("platform", "marker", "holds"),
    [
        ("win_amd64", "platform_machine == 'AMD64' and os_name == 'nt'", True),
        ("win32", "platform_machine == 'x86'", True),
        ("win_arm64", "platform_machine == 'ARM64'", True),
        ("linux_x86_64", "platform_machine == 'x86_64' and sys_platform == 'linux'", True),
        ("linux_aarch64", "platform_machine == 'aarch64'", True),
        ("macosx_12_0_arm64", "platform_machine == 'arm64' and sys_platform == 'darwin'", True),
        ("macosx_12_0_x86_64", "platform_machine == 'x86_64'", True),
        ("win_amd64", "python_full_version >= '3.12.0' and implementation_name == 'cpython'", True),
        ("win_amd64", "extra == 'x'", False),
    ],
)
def test_what_markers_say_there(platform: str, marker: str, holds: bool) -> None:
    from pip._vendor.packaging.markers import Marker

    assert Marker(marker).evaluate({**Target(platform, (3, 12)).markers, "extra": ""}) == holds


# ---- the folder ----


def test_what_travels(project: Path, quick: list[list[str]]) -> None:
    out = gathered(project, WINDOWS)
    there = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    assert {
        "安装.cmd",
        "卸载.cmd",
        "说明.txt",
        "requirements.txt",
        "scripts/start.py",
        "templates/notice/a.txt",
    } <= there
    assert {"workbook/示例区2026.md", "macros/PythonBridge.bas"} <= there
    assert (
        not {"workbook/我的总表.xlsx", "workbook/下发/示例区.xlsx", "tests/t.py", "macros/安装.cmd"} & there
    )
    assert not [name for name in there if "__pycache__" in name]
    text = (out / "说明.txt").read_bytes()
    assert text.startswith("\ufeff责任分解".encode())  # Notepad
    assert text.count(b"\n") == text.count(b"\r\n")
    assert "下载 Python 3.12" in text.decode("utf-8-sig")


def test_a_second_run_adds_what_is_new_and_removes_what_is_gone(
    project: Path, quick: list[list[str]]
) -> None:
    out = gathered(project, WINDOWS)
    once = snapshot(out)
    gathered(project, WINDOWS)
    assert snapshot(out) == once
    (project / "templates" / "notice" / "a.txt").unlink()
    (project / "templates" / "b.txt").write_text("neu", encoding="utf-8")
    (project / "requirements.txt").write_text("plain==3.0\n", encoding="utf-8")
    gathered(project, WINDOWS)
    assert names(out) == {"plain"}
    assert not (out / "templates" / "notice" / "a.txt").exists()
    assert (out / "templates" / "b.txt").exists()


def test_an_interrupted_run_goes_on_where_it_was(
    project: Path, quick: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(root: Path, out: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(gathering, "_copy_project", cut)
        with pytest.raises(KeyboardInterrupt):
            gathered(project, WINDOWS)
    (damaged,) = (project / "离线安装包" / "wheels").glob("speed-*")
    damaged.write_bytes(damaged.read_bytes()[:40])  # as a stick that was pulled out leaves it
    quick.clear()
    out = gathered(project, WINDOWS)
    assert quick == [["speed"]]
    assert zipfile.is_zipfile(damaged)
    assert (out / "说明.txt").exists()


def test_no_network_is_no_missing_wheel(project: Path, index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PIP_NO_INDEX")
    monkeypatch.delenv("PIP_FIND_LINKS")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_RETRIES", "0")
    with pytest.raises(Refused, match="检查网络"):
        gathering.gather(project, project / "out", [WINDOWS], None, all_of_them=False)


def test_a_folder_of_somebody_else_is_left_alone(project: Path, quick: list[list[str]]) -> None:
    out = project / "离线安装包"
    out.mkdir()
    (out / "我的.txt").write_text("x", encoding="utf-8")
    with pytest.raises(Refused, match="换一个空文件夹"):
        gathered(project, WINDOWS)
    assert [path.name for path in out.iterdir()] == ["我的.txt"]
    for inside in (project, project / "scripts" / "x", project.parent):
        with pytest.raises(Refused, match="不能放在项目自己"):
            gathering.gather(project, inside, [WINDOWS], None, True)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("python-3.12.7-amd64.exe", ""),
        ("python-3.13.1-amd64.exe", "只适合 Python 3.12"),
        ("python-3.12.7.exe", "适合 win32"),
        ("python-3.12.7-embed-amd64.zip", "不是 python.org"),
    ],
)
def test_the_installer_must_match(project: Path, quick: list[list[str]], name: str, words: str) -> None:
    installer = project.parent / name
    installer.write_bytes(b"MZ")
    if words:
        with pytest.raises(Refused, match=words):
            gathered(project, WINDOWS, installer=installer)
        return
    out = gathered(project, WINDOWS, installer=installer)
    assert (out / name).read_bytes() == b"MZ"
    text = (out / "说明.txt").read_text(encoding="utf-8-sig")
    assert f"自动安装这里的 {name}" in text
    assert "python.org" not in text


# ---- for real: gather here, install there, without network ----


def start(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, str(root / "scripts" / "start.py"), *arguments],
        capture_output=True,
        encoding="utf-8",
        env={name: value for name, value in os.environ.items() if not name.startswith("COV")} | environment,
        timeout=300,
        check=False,
    )


@pytest.fixture
def unreachable(tmp_path: Path) -> dict[str, str]:
    """A machine with a home of its own and no network."""
    home = tmp_path / "家 里"
    home.mkdir()
    return {
        "RUSTUP_HOME": str(tmp_path),  # pip asks rustc for its version, which may write into the home
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home / ".cache"),
        "PIP_NO_INDEX": "0",
        "PIP_FIND_LINKS": "",
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        "PIP_RETRIES": "0",
    }


def test_gathered_here_installed_and_taken_back_there(
    project: Path, index: Path, tmp_path: Path, unreachable: dict[str, str]
) -> None:
    there = tmp_path / "内网 机器" / "责任分解 & 工具"
    python = f"3.{sys.version_info.minor}"
    done = start(project, "wheels", "--platform", "linux_x86_64", "--python", python, "--out", str(there))
    assert done.returncode == 0, done.stderr
    assert "4 个组件" in done.stdout
    shutil.rmtree(index)
    home = Path(unreachable["HOME"])
    before = snapshot(there, home)

    done = start(there, "install", **unreachable)
    assert "运行环境已建好" in done.stderr, done.stdout + done.stderr
    assert "正常  运行环境：完整" in done.stdout
    assert done.returncode == 1  # this project's packages have no xlwings, and the self-check says so
    assert "不行  xlwings" in done.stdout
    pressed = subprocess.run(
        [str(there / "启动" / "校验.sh")],
        input="\n",
        capture_output=True,
        encoding="utf-8",
        env=os.environ | unreachable,
        check=False,
    )
    assert pressed.stdout.startswith("1.0\n"), pressed.stderr

    (there / "启动" / "校验.sh").unlink()
    again = start(there, "install", **unreachable)
    assert "正在建立" not in again.stderr
    assert (there / "启动" / "校验.sh").exists()
    assert start(there, "uninstall", **unreachable).returncode == 0
    assert snapshot(there, home) == before


def test_wheels_for_another_python_are_named_as_the_reason(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import environment

    (project / "wheels").mkdir()
    answers = [
        "ERROR: No matching distribution found for book==1.0",
        "Max retries exceeded with url: /simple/book/\nERROR: No matching distribution found for book==1.0",
    ]
    monkeypatch.setattr(environment.packages, "_watched", lambda command: (1, answers.pop(0)))
    with pytest.raises(environment.SetupFailed, match=r"wheels 文件夹里没有适合本机 Python .*book==1\.0"):
        environment.packages.install(Path("python"), project, environment.USER_REQUIREMENTS)


def test_killed_while_the_environment_is_made(
    project: Path, index: Path, tmp_path: Path, unreachable: dict[str, str]
) -> None:
    """A real process, really killed: taken back, everything is as before; installed once more, everything is there."""
    shutil.copytree(index, project / "wheels")
    wheel(project / "wheels", "winonly", "9")
    home = Path(unreachable["HOME"])
    before = snapshot(project, home)
    for then in ("uninstall", "install"):
        process = subprocess.Popen(
            [sys.executable, str(project / "scripts" / "start.py"), "install"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | unreachable,
        )
        while not (project / ".venv" / "pyvenv.cfg").exists():
            assert process.poll() is None
            time.sleep(0.02)
        process.kill()
        process.wait()
        assert not (project / "启动").exists()
        done = start(project, then, **unreachable)
        if then == "uninstall":
            assert done.returncode == 0, done.stdout + done.stderr
            assert snapshot(project, home) == before
    assert "正常  运行环境：完整" in done.stdout, done.stdout + done.stderr
    assert start(project, "uninstall", **unreachable).returncode == 0
    assert snapshot(project, home) == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["wheels", "--platform", "win_amd64", "--python", "3.9"], "不能早于 3.11"),
        (["wheels", "--platform", "win64"], "不认识“win64”"),
        (["wheels"], "参数不对（"),
        (["wheels", "--help"], "放在哪个文件夹"),
        (["install", "now"], "不要别的参数"),
        (["selfcheck"], "还没有安装"),
        (["uninstall"], "没有安装过"),
        (["help"], "wheels --platform win_amd64"),
    ],
)
def test_commands_say_what_they_want(
    project: Path, unreachable: dict[str, str], arguments: list[str], words: str
) -> None:
    done = start(project, *arguments, **unreachable)
    assert words in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
