"""Installing, installing again, taking back: on Windows and Mac machines that are folders of the test's own."""

from __future__ import annotations

import errno
import os
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from fake_machines import (
    addin_file,
    environment_places,
    installed,
    machine_at,
    make_environment,
    project_at,
    snapshot,
)
from installation import bridge, mark_of_web, twins
from installation.machine import Machine, Refused
from installation.record import Locked, Record
from installation.setting_up import install
from installation.taking_back import uninstall


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A Windows machine with Chinese as its language for old programs."""
    return machine_at(tmp_path)


def everything(machine: Machine) -> dict[str, bytes | None]:
    return snapshot(machine.home, machine.root)


def taken_back(machine: Machine) -> int:
    return uninstall(machine, environment_places(machine))


# ---- installing ----


def test_everything_is_put_in_its_place(machine: Machine) -> None:
    installed(machine)
    assert machine.addin == machine.home / "Roaming" / "Microsoft" / "Excel" / "XLSTART" / "责任分解.xlam"
    assert machine.addin.read_bytes() == addin_file("built")
    python = machine.root / ".venv" / "bin" / "python"
    assert machine.settings.read_bytes() == (
        f'"INTERPRETER_WIN","{python}"\r\n"ADD_WORKBOOK_TO_PYTHONPATH","False"\r\n'.encode("gbk")
    )
    assert len(list(machine.twins.glob("*.cmd"))) == len(twins.BUTTONS)
    assert Record.load(machine).finished
    assert sorted(path.name for path in machine.addin.parent.iterdir()) == [
        "责任分解.xlam"
    ]  # Excel opens all of them


def test_the_interpreter_finds_the_project_and_skips_pandas_only_for_excel(machine: Machine) -> None:
    installed(machine)
    python = bridge.interpreter_in(machine, machine.settings.read_bytes())
    code = "import sys, taskbook; print(taskbook.HERE, 'pandas' in sys.modules, ascii(sys.path[-1]))"
    for arguments, skipped in (["--wb=总表.xlsx", "--from_xl=1"], True), ([], False):
        done = subprocess.run(
            [python, "-c", code, *arguments], capture_output=True, encoding="utf-8", check=True, cwd="/"
        )
        assert done.stdout.strip() == f"True {skipped} {str(machine.root / 'scripts')!a}"


def test_a_second_installation_refreshes_and_doubles_nothing(machine: Machine) -> None:
    once = everything(installed(machine))
    assert everything(installed(machine)) == once
    (machine.root / "macros" / "built").write_bytes(addin_file("newer"))
    machine.twins.joinpath("校验.cmd").unlink()
    installed(machine)
    assert machine.addin.read_bytes() == addin_file("newer")
    assert everything(machine).keys() == once.keys()


def test_the_add_in_that_comes_along_is_used_when_the_build_fails(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    (machine.root / "scripts" / "build_addin.py").write_text(
        "import sys; sys.exit('缺少 ribbon.xml')", encoding="utf-8"
    )
    installed(machine)
    assert machine.addin.read_bytes() == addin_file("committed")
    assert "缺少 ribbon.xml" in capsys.readouterr().out
    machine.built_addin.unlink()
    with pytest.raises(Refused, match="没有生成"):
        installed(machine)


def test_an_add_in_of_somebody_else_is_kept_and_put_back(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.addin.parent.mkdir(parents=True)
    machine.addin.write_bytes(b"another add-in of that name")
    before = everything(machine)
    installed(machine)
    installed(machine)
    assert machine.addin.read_bytes() == addin_file("built")
    kept = list(machine.ours.rglob("*责任分解.xlam"))
    assert [path.read_bytes() for path in kept] == [b"another add-in of that name"]
    assert str(kept[0]) in capsys.readouterr().out
    assert taken_back(machine) == 0
    assert everything(machine) == before


def test_settings_that_somebody_added_stay(machine: Machine) -> None:
    machine.ours.mkdir()
    machine.settings.write_bytes('"SHOW CONSOLE","True"\r\n"INTERPRETER_WIN","C:\\old"\r\n'.encode("gbk"))
    installed(machine)
    text = machine.settings.read_bytes().decode("gbk")
    assert '"SHOW CONSOLE","True"\r\n' in text
    assert text.count("INTERPRETER_WIN") == 1
    assert "C:\\old" not in text


def test_a_path_the_code_page_cannot_hold_is_written_in_short(machine: Machine) -> None:
    western = replace(
        machine,
        home=machine.root.parents[1] / "home",
        ansi="cp1252",
        short=lambda path: "C:\\DUCHA~1\\PY.EXE",
    )
    western = replace(western, environ={**machine.environ, "APPDATA": str(western.home / "Roaming")})
    western.home.mkdir()
    installed(western)
    assert b'"INTERPRETER_WIN","C:\\DUCHA~1\\PY.EXE"\r\n' in western.settings.read_bytes()
    assert taken_back(western) == 0
    with pytest.raises(Refused, match="移到只含英文"):
        installed(replace(western, short=lambda path: None))
    assert not western.addin.exists()  # said before anything is put in place
    assert not western.twins.exists()


def test_a_mac_gets_a_plain_name_for_a_path_with_blanks(tmp_path: Path) -> None:
    machine = installed(machine_at(tmp_path, "mac"))
    assert machine.addin.is_relative_to(machine.home / "Library" / "Group Containers" / "UBF8T346G9.Office")
    assert (
        machine.home / "Library/Application Scripts/com.microsoft.Excel/xlwings-0.37.8.applescript"
    ).is_file()
    named = bridge.interpreter_in(machine, machine.settings.read_bytes())
    assert named == str(machine.ours / "python")
    assert machine.settings == machine.home / "Library/Containers/com.microsoft.Excel/Data/taskbook.conf"
    done = subprocess.run(
        [named, "-c", "import taskbook, sys; print(sys.prefix)"], capture_output=True, check=True
    )
    assert done.stdout.decode().strip() == str(
        machine.root / ".venv"
    )  # the environment, not the Python it is made of


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"base_prefix": "C:\\Program Files\\WindowsApps\\PythonSoftwareFoundation.Python.3.12_x"},
            "微软商店版",
        ),
        ({"temporary": "above the project"}, "解压"),
        ({"ansi": "cp1252"}, "用户文件夹"),
    ],
)
def test_what_cannot_work_is_refused_before_anything_is_written(
    machine: Machine, changes: dict[str, object], words: str
) -> None:
    if "temporary" in changes:
        changes = {"temporary": machine.root.parents[1]}
    before = everything(machine)
    with pytest.raises(Refused, match=words):
        installed(replace(machine, **changes))
    assert everything(machine) == before


def test_while_excel_holds_the_add_in_nothing_changes(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    from installation import addin

    installed(machine)
    (machine.root / "macros" / "built").write_bytes(addin_file("newer"))
    before = everything(machine)
    monkeypatch.setattr(addin, "locked", lambda path: path == machine.addin)
    with pytest.raises(Refused, match="关闭所有 Excel"):
        installed(machine)
    assert taken_back(machine) == 1
    assert everything(machine) == before


def test_excel_opened_in_between_loses_nothing(machine: Machine) -> None:
    """Excel starts after the first look: the rename is refused, the old add-in stays whole, no scraps remain."""
    installed(machine)
    (machine.root / "macros" / "built").write_bytes(addin_file("newer"))

    def held(source: Path, target: Path) -> None:
        if target == machine.addin:
            raise PermissionError(errno.EACCES, "held", str(target))
        source.replace(target)

    before = everything(machine)
    with pytest.raises(Refused, match="关闭所有 Excel"):
        installed(replace(machine, replace=held))
    now = everything(machine)
    assert {path for path in now if now[path] != before.get(path)} == {str(machine.record)}
    assert now.keys() == before.keys()
    installed(machine)
    assert machine.addin.read_bytes() == addin_file("newer")


def test_a_project_on_a_read_only_share_gets_all_but_the_start_files(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    mkdir = Path.mkdir

    def refused(path: Path, *arguments: object, **options: object) -> None:
        if path == machine.twins:
            raise PermissionError(errno.EACCES, "read-only", str(path))
        mkdir(path, *arguments, **options)

    before = everything(machine)
    with monkeypatch.context() as read_only:
        read_only.setattr(Path, "mkdir", refused)
        installed(machine)
    assert "没有建“启动”文件夹" in capsys.readouterr().out
    assert machine.addin.exists()
    assert Record.load(machine).finished
    assert taken_back(machine) == 0
    assert everything(machine) == before


def test_the_mark_of_the_web_is_taken_off(machine: Machine) -> None:
    marked = [
        machine.root / "macros" / "安装.cmd",
        machine.built_addin,
        machine.root / "python-3.12.1-amd64.exe",
    ]
    marked[2].write_bytes(b"MZ")
    for path in marked:
        Path(f"{path}:Zone.Identifier").write_text("[ZoneTransfer]\nZoneId=3\n", encoding="utf-8")
    own = machine.root / "我的.xlsx"
    own.write_bytes(b"x")
    Path(f"{own}:Zone.Identifier").write_text("[ZoneTransfer]\nZoneId=3\n", encoding="utf-8")
    installed(machine)
    assert not any(mark_of_web.marked(path) for path in marked)
    assert mark_of_web.marked(own)  # a person's file is not ours to unblock


@pytest.mark.parametrize(("zone", "blocked"), [("3", True), ("4", True), ("1", False), ("2", False)])
def test_only_the_zones_of_the_internet_block(tmp_path: Path, zone: str, blocked: bool) -> None:
    path = tmp_path / "a.cmd"
    Path(f"{path}:Zone.Identifier").write_text(f"[ZoneTransfer]\nZoneId={zone}\n", encoding="utf-8")
    assert mark_of_web.marked(path) is blocked


# ---- taking back ----


@pytest.mark.parametrize("system", ["windows", "mac", "linux"])
def test_uninstalling_leaves_what_was_there_before(
    tmp_path: Path, system: str, capsys: pytest.CaptureFixture[str]
) -> None:
    machine = machine_at(tmp_path, system)
    (machine.home / "总表.xlsx").write_bytes(b"a person's workbook")
    before = everything(machine)
    installed(machine)
    installed(machine)
    machine.ours.joinpath("last_run.txt").write_text("done", encoding="ascii")  # what a button leaves
    machine.ours.joinpath("last_report.txt").write_text("汇总完成", encoding="utf-8")
    assert taken_back(machine) == 0
    assert everything(machine) == before
    assert "已卸载" in capsys.readouterr().out
    assert taken_back(machine) == 0
    assert "没有安装过" in capsys.readouterr().out
    assert everything(machine) == before


def test_what_a_person_added_or_changed_stays_and_is_named(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    before = everything(machine)
    installed(machine)
    mine = machine.twins / "我的说明.txt"
    mine.write_text("留着", encoding="utf-8")
    changed = machine.twins / "校验.cmd"
    changed.write_bytes(changed.read_bytes() + b"rem mine\r\n")
    assert taken_back(machine) == 0
    said = capsys.readouterr().out
    assert str(changed) in said
    assert "您自己的文件" in said
    after = everything(machine)
    assert {path for path in after if path not in before} == {str(machine.twins), str(mine), str(changed)}
    assert {path: after[path] for path in before} == before


def test_an_environment_of_developing_stays(machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    installed(machine)
    stamp = machine.root / ".venv" / "taskbook-stamp.json"
    stamp.write_text(
        '{"requirements": {"requirements.txt": "x", "requirements-dev.txt": "y"}}', encoding="utf-8"
    )
    assert taken_back(machine) == 0
    assert "开发" in capsys.readouterr().out
    assert stamp.exists()
    assert not list((machine.root / ".venv").rglob(bridge.PATH_FILE))


def test_an_environment_that_was_there_before_stays(machine: Machine) -> None:
    make_environment(machine)
    before = everything(machine)
    installed(machine)
    assert taken_back(machine) == 0
    assert everything(machine) == before


def test_a_broken_environment_is_no_obstacle(machine: Machine) -> None:
    before = everything(machine)
    installed(machine)
    python = machine.root / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python3")
    assert taken_back(machine) == 0
    assert everything(machine) == before


def test_a_lost_record_leaves_nothing_of_ours_with_excel(machine: Machine) -> None:
    installed(machine)
    machine.record.write_text("{ half a rec", encoding="utf-8")
    mine = machine.twins / "我的.cmd"
    mine.write_text("echo mine", encoding="utf-8")
    assert taken_back(machine) == 0
    assert not machine.addin.exists()
    assert not machine.ours.exists()
    assert list(machine.twins.iterdir()) == [mine]
    assert not list((machine.root / ".venv").rglob(bridge.PATH_FILE))


def test_without_an_installation_nothing_of_somebody_else_is_touched(machine: Machine) -> None:
    machine.addin.parent.mkdir(parents=True)
    machine.addin.write_bytes(b"another add-in of that name")
    machine.twins.mkdir()
    (machine.twins / "校验.cmd").write_text("echo mine", encoding="utf-8")
    before = everything(machine)
    assert taken_back(machine) == 0
    assert everything(machine) == before


def test_what_cannot_be_deleted_is_taken_back_the_next_time(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(machine)
    installed(machine)
    unlink = Path.unlink

    def held(path: Path, missing_ok: bool = False) -> None:
        if path == machine.settings:
            raise PermissionError(errno.EACCES, "held", str(path))
        unlink(path, missing_ok=missing_ok)

    with monkeypatch.context() as while_held:
        while_held.setattr(Path, "unlink", held)
        assert taken_back(machine) == 1
    assert machine.settings.exists()
    assert taken_back(machine) == 0
    assert everything(machine) == before


def test_installing_from_another_folder_takes_the_first_back(machine: Machine, tmp_path: Path) -> None:
    first = snapshot(machine.root)
    installed(machine)
    second = replace(machine, root=project_at(tmp_path / "新版"))
    before = snapshot(second.root)
    installed(second)
    assert snapshot(machine.root) == first
    assert str(second.root) in second.settings.read_bytes().decode("gbk")
    assert taken_back(second) == 0
    assert snapshot(second.root) == before
    assert list(machine.home.iterdir()) == []


def test_a_moved_project_is_installed_again_and_taken_back(machine: Machine, tmp_path: Path) -> None:
    before = snapshot(machine.root)
    installed(machine)
    moved = replace(machine, root=Path(machine.root.rename(tmp_path / "搬到这里")))
    installed(moved)
    assert str(moved.root) in moved.settings.read_bytes().decode("gbk")
    assert taken_back(moved) == 0
    now = snapshot(moved.root)
    assert [path.removeprefix(str(moved.root)) for path in now] == [
        path.removeprefix(str(machine.root)) for path in before
    ]


# ---- interruptions ----


class Killed(BaseException):
    """The process ends here."""


def killed_at(machine: Machine, monkeypatch: pytest.MonkeyPatch, step: int, after: bool) -> bool:
    """Install, ended before or after the step-th change of a file; False when there were fewer steps."""
    count = 0
    rename, write, mkdir = os.replace, Path.write_bytes, Path.mkdir

    def counted(change):
        def changed(*arguments: object, **options: object) -> object:
            nonlocal count
            count += 1
            if count == step and not after:
                raise Killed
            done = change(*arguments, **options)
            if count == step:
                raise Killed
            return done

        return changed

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", counted(write))
        patch.setattr(Path, "mkdir", counted(mkdir))
        patch.setattr(Path, "replace", counted(Path.replace))
        try:
            installed(replace(machine, replace=counted(rename)))
        except Killed:
            return True
    return False


@pytest.mark.parametrize("after", [False, True])
def test_killed_at_any_step_it_can_be_taken_back_or_finished(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, after: bool
) -> None:
    machine.addin.parent.mkdir(parents=True)
    machine.addin.write_bytes(b"another add-in of that name")
    make_environment(machine)  # before: making it is not what is tested here
    before = everything(machine)
    whole: dict[str, bytes | None] = {}
    steps = 0
    for step in range(1, 400, 3):
        if not killed_at(machine, monkeypatch, step, after):
            break
        steps += 1
        if step % 2:
            installed(machine)
            now = everything(machine) | {
                str(machine.record): None
            }  # which folders it made differs with the step
            whole = whole or now
            assert now == whole, step
        assert taken_back(machine) == 0, step
        assert everything(machine) == before, step
    assert steps > 30


def test_locked_names_its_file(tmp_path: Path) -> None:
    assert Locked(tmp_path).path == tmp_path


def test_a_failed_environment_leaves_only_the_record(machine: Machine) -> None:
    before = everything(machine)

    def fails() -> Path:
        (machine.root / ".venv").mkdir()
        (machine.root / ".venv" / "taskbook-owned").touch()
        raise OSError("no network")

    with pytest.raises(OSError, match="no network"):
        install(machine, fails, environment_places(machine))
    assert taken_back(machine) == 0
    assert everything(machine) == before
