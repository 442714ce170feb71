"""安装.cmd, 卸载.cmd and the start files: what can be seen of batch files without Windows, and the shell ones by running them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path, PureWindowsPath

import pytest
from fake_machines import ROOT, installed, machine_at
from installation import twins
from test_start import copy_what_starts

STARTERS = [ROOT / "macros" / name for name in ("安装.cmd", "卸载.cmd")]
PRESS = "import os, sys\nprint(sys.argv[1:], os.getcwd())\nsys.exit(7 if sys.argv[1] == 'check' else 0)\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project that needs no package, with a button that says how it was pressed."""
    root = tmp_path / "督查 室's $HOME (1)"
    copy_what_starts(root)
    (root / "requirements.txt").write_text("", encoding="utf-8")
    (root / "scripts" / "press_button.py").write_text(PRESS, encoding="utf-8")
    return root


def shell_twins(root: Path, python: Path = Path("/nowhere/python")) -> dict[str, Path]:
    """The start files of a Linux machine, written."""
    machine = machine_at(root.parent / "machine", "linux", base_python=python)
    machine.root = root
    machine.twins.mkdir()
    for path, content in twins.texts(machine).items():
        path.write_bytes(content)
        path.chmod(0o755)
    return {path.stem: path for path in machine.twins.iterdir()}


def run(twin: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
    folder = Path(sys.executable).parent
    return subprocess.run(
        [str(twin), *arguments],
        input="\n",
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"PATH": f"{folder}:{os.environ['PATH']}"} | environment,
        cwd="/",
        timeout=60,
        check=False,
    )


# ---- the start files of Linux and Mac ----


def test_a_start_file_presses_its_button_with_the_dropped_file(project: Path) -> None:
    found = shell_twins(project)
    assert set(found) == set(twins.BUTTONS.values())
    dropped = project.parent / "总表 & 汇总's (9月) $x.xlsx"
    done = run(found["校验"], str(dropped))
    assert done.stdout.startswith(f"{['check', str(dropped)]} /\n")
    assert "按回车键关闭" in done.stdout
    assert done.returncode == 7, done.stderr  # the button's own exit code
    done = run(found["打开文件夹"])
    assert done.stdout.startswith("['folder'] /\n")
    assert done.returncode == 0


def test_several_dropped_files_are_refused_with_a_sentence(project: Path) -> None:
    done = run(shell_twins(project)["一键汇总"], "a.xlsx", "b.xlsx")
    assert done.returncode == 2
    assert "2 个文件" in done.stderr
    assert "['round'" not in done.stdout


def test_a_start_file_starts_the_python_of_the_installation_if_it_is_still_there(project: Path) -> None:
    python = project.parent / "别的 Python's" / "python"
    python.parent.mkdir()
    python.write_text('#!/bin/sh\necho "this one: $2 $3"\n', encoding="utf-8")
    python.chmod(0o755)
    assert run(shell_twins(project, python)["帮助"]).stdout.startswith("this one: press help\n")


# ---- the start files of Windows ----


@pytest.mark.parametrize(
    ("line", "files"),
    [
        (r'C:\WINDOWS\system32\cmd.exe /c ""D:\启 动\校验.cmd" "', []),
        (r'C:\WINDOWS\system32\cmd.exe /c ""D:\启 动\校验.cmd" C:\a&b^(1)!.xlsx"', [r"C:\a&b^(1)!.xlsx"]),
        (r'"C:\WINDOWS\system32\cmd.exe" /C ""D:\启动\校验.CMD" "C:\总 表.xlsx""', [r"C:\总 表.xlsx"]),
        (
            r'cmd /c ""D:\启动\校验.cmd" C:\a&b.xlsx "C:\另 一.xlsx" C:\c.xlsx"',
            [r"C:\a&b.xlsx", r"C:\另 一.xlsx", r"C:\c.xlsx"],
        ),
        (r'cmd /c "D:\启动\校验.cmd" "C:\总 表.xlsx"', [r"C:\总 表.xlsx"]),
        (r'"C:\WINDOWS\system32\cmd.exe" ', ["given"]),  # typed into an open window: the arguments count
        ("", ["given"]),
    ],
)
def test_the_command_line_of_explorer_is_taken_apart(line: str, files: list[str]) -> None:
    environ = {"TASKBOOK_LINE": line, "TASKBOOK_TWIN": "校验.cmd"}
    assert twins.dropped(environ, ["given"]) == files


def test_without_a_start_file_the_arguments_are_what_counts() -> None:
    assert twins.dropped({}, ["a.xlsx"]) == ["a.xlsx"]


@pytest.mark.parametrize(
    ("python", "found"),
    [
        (r"C:\Program Files\Python312\python.exe", r"%ProgramFiles%\Python312\python.exe"),
        (
            r"C:\users\王芳\AppData\Local\Programs\Python\Python312\python.exe",
            r"%LOCALAPPDATA%\Programs\Python\Python312\python.exe",
        ),
        (r"C:\Users\王芳\py 312\python.exe", r"%USERPROFILE%\py 312\python.exe"),
        (r"D:\100%\python.exe", r"D:\100%%\python.exe"),
        (r"D:\软件\python.exe", ""),  # no way to name it in ASCII: the file looks for another Python
        (r"C:\Users\王芳\软件\python.exe", ""),
    ],
)
def test_a_batch_file_names_the_interpreter_in_ascii(tmp_path: Path, python: str, found: str) -> None:
    home = r"C:\Users\王芳"
    environ = {
        "LOCALAPPDATA": home + r"\AppData\Local",
        "USERPROFILE": home,
        "PROGRAMFILES": r"C:\Program Files",
    }
    machine = machine_at(tmp_path, environ=environ, base_python=PureWindowsPath(python))
    for content in twins.texts(machine).values():
        assert f'set "PYEXE={found}"\r\n' in content.decode("ascii")


def batch_files(tmp_path: Path) -> dict[str, str]:
    """Every batch file there is, by name."""
    machine = installed(machine_at(tmp_path))
    paths = [*STARTERS, *machine.twins.glob("*.cmd")]
    assert len(paths) == 2 + len(twins.BUTTONS)
    return {path.name: path.read_bytes().decode("ascii") for path in paths}


def test_batch_files_are_ascii_with_windows_line_ends(tmp_path: Path) -> None:
    for name, text in batch_files(tmp_path).items():
        assert text.replace("\r\n", "").count("\n") == 0, (
            name
        )  # cmd misses labels in files with other line ends
        assert text.startswith("@echo off\r\n"), name
        assert "pause\r\n" in text, name  # the window stays until what it says has been read


def test_every_label_exists_and_every_path_is_quoted(tmp_path: Path) -> None:
    for name, text in batch_files(tmp_path).items():
        lines = text.splitlines()
        labels = {line[1:] for line in lines if line.startswith(":")}
        jumps = set(re.findall(r"goto (\w+)", text)) | set(re.findall(r"call :(\w+)", text))
        assert jumps <= labels, name
        for line in lines:
            bare = re.sub(r'"[^"]*"', "", line)  # what stands outside quotes
            for path in (
                "%~dp0",
                "%HERE%",
                "%START%",
                "%PYEXE%",
                "%SETUP%",
                "%~1",
                "!PYEXE!",
                "!START!",
                "%%d",
                "%%f ",
            ):
                loop = line.startswith("for ") and " in (" in line
                assert path not in (bare.partition(" do ")[2] if loop else bare), (name, line)


def test_each_start_file_presses_its_own_button(tmp_path: Path) -> None:
    texts = batch_files(tmp_path)
    for button, name in twins.BUTTONS.items():
        assert f" press {button} !ARGUMENTS!\r\n" in texts[name + ".cmd"]


def test_installing_and_uninstalling_differ_in_one_line() -> None:
    install, uninstall = (path.read_text(encoding="ascii").splitlines() for path in STARTERS)
    assert [pair for pair in zip(install, uninstall, strict=True) if pair[0] != pair[1]] == [
        ('set "DO=install"', 'set "DO=uninstall"')
    ]


def test_what_the_batch_files_say_themselves_is_chinese(tmp_path: Path) -> None:
    for name, text in batch_files(tmp_path).items():
        said = re.findall(r"(?:call :say \"|Unescape\(')((?:\\u[0-9a-f]{4}|[ -~])+?)[\"']", text)
        escaped = [part for part in said if "\\u" in part]
        chinese = [part.encode("ascii").decode("unicode_escape") for part in escaped]
        assert any("Python" in part and re.search("[一-鿿]", part) for part in chinese), name
        assert not set("".join(escaped)) & set("%!^'&|<>"), name  # cmd or PowerShell would read them
        if name in ("安装.cmd", "卸载.cmd"):  # opened inside a zip: nothing else is there
            assert any("解压到一个文件夹" in part for part in chinese), name


def test_the_installer_of_python_is_asked_for_no_rights() -> None:
    text = STARTERS[0].read_text(encoding="ascii")
    (line,) = [line for line in text.splitlines() if line.startswith("start ")]
    assert "/wait" in line
    assert (
        "/quiet InstallAllUsers=0 InstallLauncherAllUsers=0" in line
    )  # the launcher for everybody would ask


# ---- which Python serves ----


@pytest.mark.parametrize(
    ("wheels", "fits"),
    [
        ([], True),
        (["a-1-py3-none-any.whl"], True),
        (["a-1-cp{here}-cp{here}-win_amd64.whl", "b-1-cp39-cp39-win_amd64.whl"], True),
        (["a-1-cp39-cp39-win_amd64.whl"], False),
        (["a-1-cp39-abi3-win_amd64.whl"], True),
    ],
)
def test_a_python_fits_if_the_packages_that_lie_there_are_for_it(
    project: Path, wheels: list[str], fits: bool
) -> None:
    here = f"3{sys.version_info.minor}"
    (project / "wheels").mkdir()
    for name in wheels:
        (project / "wheels" / name.format(here=here)).touch()
    command = [sys.executable, str(project / "scripts" / "start.py"), "fits"]
    assert subprocess.run(command, check=False).returncode == (0 if fits else 1)


def test_the_stores_python_does_not_fit(tmp_path: Path) -> None:
    from installation import commands

    machine = machine_at(tmp_path)
    assert commands.fits(machine) == 0
    machine.base_prefix = "C:\\Program Files\\WindowsApps\\PythonSoftwareFoundation.Python.3.12_3.12.1_x64__q"
    assert commands.fits(machine) == 1


def test_starters_are_called_what_the_buttons_are_called():
    from taskbook import wording

    assert list(twins.BUTTONS.items()) == list(wording.BUTTON_NAMES.items())
