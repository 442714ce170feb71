"""The self-check: what it says of machines described by a registry and folders of the test's own."""

from __future__ import annotations

import struct
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from fake_machines import installed, machine_at
from installation import check_paths, check_python, report, selfcheck
from installation.machine import Machine
from installation.places import in_onedrive, not_beside
from installation.record import Record
from installation.registry import Written
from installation.report import BAD, GOOD, NOTE, Line

POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0"
OWN = r"HKCU\Software\Microsoft\Office\16.0"
APPS = r"HKLM\Software\Microsoft\Windows\CurrentVersion\App Paths"


@pytest.fixture(scope="module")
def healthy(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """An installed Windows machine with a 64-bit Excel 16. Tests look at it and change copies of its description."""
    folder = tmp_path_factory.mktemp("健康")
    excel = folder / "Office16" / "EXCEL.EXE"
    excel.parent.mkdir()
    excel.write_bytes(
        b"MZ".ljust(0x3C, b"\0") + struct.pack("<I", 0x40) + b"PE\0\0" + struct.pack("<H", 0x8664)
    )
    keys = {
        APPS + r"\excel.exe": {"": str(excel)},
        r"HKCR\Excel.Application\CurVer": {"": "Excel.Application.16"},
        r"HKCR\Excel.Application\CLSID": {"": "{00024500}"},
        r"HKCR\CLSID\{00024500}\LocalServer32": {"": f'"{excel}" /automation'},
    }
    return installed(machine_at(folder, registry=Written(keys)))


def with_keys(machine: Machine, keys: dict[str, dict[str, object]], without: tuple[str, ...] = ()) -> Machine:
    """The same machine with more in its registry, and some keys gone."""
    there = {
        key: values for key, values in machine.registry._keys.items() if not key.startswith(without or "?")
    }
    return replace(machine, registry=Written(there | {key: dict(values) for key, values in keys.items()}))


def said(machine: Machine, standing: Path | None = None) -> list[Line]:
    return selfcheck.lines(machine, standing or machine.root / ".venv" / "bin" / "python")


def about(lines: list[Line], subject: str) -> list[tuple[str, str]]:
    return [(line.level, line.text) for line in lines if line.subject == subject]


def the_one(lines: list[Line], subject: str, words: str) -> Line:
    (line,) = [line for line in lines if line.subject == subject and words in line.text]
    return line


# ---- a machine on which everything works ----


def test_on_a_healthy_machine_everything_is_fine(healthy: Machine) -> None:
    lines = said(healthy)
    fine = [line for line in lines if line.subject != "pywin32"]  # there is none to import on this system
    assert [line for line in fine if line.level != GOOD] == []
    assert not any(line.cure for line in fine)
    assert about(lines, "Excel") == [(GOOD, "找到了，版本 16.0，64 位")]
    assert about(lines, "xlwings") == [(GOOD, "0.37.8，与加载项一致")]
    assert Record.load(healthy).environment["xlwings"] == "0.37.8"
    assert report.exit_code(fine) == 0


def test_it_changes_nothing(healthy: Machine) -> None:
    from fake_machines import snapshot

    before = snapshot(healthy.home, healthy.root)
    said(healthy)
    assert snapshot(healthy.home, healthy.root) == before


def test_windows_lines_are_left_out_elsewhere(tmp_path: Path) -> None:
    lines = said(installed(machine_at(tmp_path, "linux")))
    assert {line.subject for line in lines} <= {
        "Python",
        "运行环境",
        "启动 Python",
        "xlwings",
        "“启动”文件夹",
        "LibreOffice",
    }
    assert report.exit_code(lines) == 0


def test_every_line_that_is_not_fine_says_what_to_do(healthy: Machine) -> None:
    """The machine with everything wrong: each line has a cure, in words a clerk can follow."""
    lines = said(with_keys(healthy, EVERYTHING_WRONG, without=(APPS.lower(),)), Path("/nowhere/python"))
    wrong = [line for line in lines if line.level == BAD]
    assert len(wrong) > 8
    assert [line.text for line in wrong if not line.cure] == []


# ---- which Excel ----


@pytest.mark.parametrize(
    "server",
    [r'"C:\Program Files\WPS Office\12.1\office6\wps.exe" /Automation', r"C:\Kingsoft\et.exe /Automation"],
)
def test_only_wps(healthy: Machine, server: str) -> None:
    machine = with_keys(
        healthy, {r"HKCR\CLSID\{00024500}\LocalServer32": {"": server}}, without=(APPS.lower(),)
    )
    line = the_one(said(machine), "Excel", "只找到 WPS")
    assert (line.level, "启动" in line.cure) == (NOTE, True)


def test_excel_beside_wps_that_took_its_name(healthy: Machine) -> None:
    machine = with_keys(
        healthy, {r"HKCR\CLSID\{00024500}\LocalServer32": {"": r"C:\WPS Office\office6\et.exe"}}
    )
    lines = said(machine)
    assert about(lines, "Excel")[0] == (GOOD, "找到了，版本 16.0，64 位")
    assert "登记给了 WPS" in about(lines, "Excel")[1][1]


def test_neither(healthy: Machine) -> None:
    lines = said(with_keys(healthy, {}, without=(APPS.lower(), "hkcr")))
    assert the_one(lines, "Excel", "没有找到 Excel").level == NOTE


def test_the_exact_version_of_a_subscription(healthy: Machine) -> None:
    key = r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration"
    lines = said(with_keys(healthy, {key: {"VersionToReport": "16.0.17928.20114"}}))
    assert about(lines, "Excel") == [(GOOD, "找到了，版本 16.0.17928.20114，64 位")]


# ---- whether Excel runs the add-in ----

XLSTART = "{start}"
DISABLED = OWN + r"\Excel\Resiliency\DisabledItems"


def disabled_item(path: str) -> bytes:
    """As Office writes it: a kind, two lengths, then path and name as UTF-16."""
    first, second = ((text.lower() + "\0").encode("utf-16-le") for text in (path, "x"))
    return struct.pack("<III", 2, len(first), len(second)) + first + second


EVERYTHING_WRONG = {
    POLICY + r"\common": {"vbaoff": 1},
    POLICY + r"\excel\security": {"disablealladdins": 1, "requireaddinsig": 1, "vbawarnings": 4},
    POLICY + r"\excel\security\trusted locations": {"alllocationsdisabled": 1},
    POLICY + r"\excel\resiliency": {"restricttolist": 1},
    DISABLED: {"A1B2": disabled_item(r"C:\Users\w\XLSTART\责任分解.xlam")},
    r"HKCU\Environment": {"PYTHONHOME": r"C:\Python27"},
    r"HKCU\Software\Policies\Microsoft\Windows\System": {"DisableCMD": 1},
}


@pytest.mark.parametrize(
    ("keys", "subject", "level", "words"),
    [
        ({POLICY + r"\common": {"vbaoff": 1}}, "宏", BAD, "关闭了宏"),
        ({POLICY + r"\excel\security": {"disablealladdins": 1}}, "加载项", BAD, "停用了所有加载项"),
        ({OWN + r"\excel\security": {"DisableAllAddins": 1}}, "加载项", BAD, "停用了所有加载项"),
        ({POLICY + r"\excel\security": {"requireaddinsig": 1}}, "加载项", BAD, "数字签名"),
        ({POLICY + r"\excel\resiliency": {"restricttolist": 1}}, "加载项", BAD, "名单"),
        ({DISABLED: {"X": disabled_item(r"C:\a\XLSTART\责任分解.xlam")}}, "加载项", BAD, "停用了"),
        (
            {DISABLED: {"X": b"\1" + disabled_item(r"C:\责任分解.xlam")}},
            "加载项",
            BAD,
            "停用了",
        ),  # an odd offset
        ({POLICY + r"\excel\security": {"vbawarnings": 4}}, "受信任位置", GOOD, "直接运行"),
        (
            {
                POLICY + r"\excel\security": {"vbawarnings": 4},
                POLICY + r"\excel\security\trusted locations": {"alllocationsdisabled": 1},
            },
            "受信任位置",
            BAD,
            "不会运行",
        ),
        (
            {
                POLICY + r"\common\security\trusted locations": {"allow user locations": 0},
                OWN + r"\excel\security": {"VBAWarnings": 3},
            },
            "受信任位置",
            BAD,
            "统一规定",
        ),
        (
            {POLICY + r"\excel\security\trusted locations": {"alllocationsdisabled": 1}},
            "受信任位置",
            NOTE,
            "启用宏",
        ),
        (
            {OWN + r"\excel\security\trusted locations\Location0": {"Path": r"C:\Templates\\"}},
            "受信任位置",
            NOTE,
            "启用宏",
        ),
        (
            {
                OWN + r"\excel\security\trusted locations\Location0": {"Path": r"C:\Templates"},
                OWN + r"\excel\security": {"vbawarnings": 1},
            },
            "受信任位置",
            NOTE,
            "允许所有的宏",
        ),
        ({r"HKCU\Environment": {"PYTHONHOME": r"C:\Py27"}}, "环境变量", BAD, "PYTHONHOME"),
        ({r"HKCU\Environment": {"PYTHONPATH": r"C:\lib"}}, "环境变量", NOTE, "PYTHONPATH"),
        ({r"HKCU\Software\Policies\Microsoft\Windows\System": {"DisableCMD": 1}}, "命令行", BAD, "cmd"),
        ({r"HKCU\Software\Policies\Microsoft\Windows\System": {"DisableCMD": 2}}, "命令行", NOTE, "cmd"),
    ],
)
def test_settings_of_office_and_windows(
    healthy: Machine, keys: dict[str, dict[str, object]], subject: str, level: str, words: str
) -> None:
    assert the_one(said(with_keys(healthy, keys)), subject, words).level == level


def test_a_managed_list_that_names_the_add_in_allows_it(healthy: Machine) -> None:
    keys = {
        POLICY + r"\excel\resiliency": {"restricttolist": 1},
        POLICY + r"\excel\resiliency\addinlist": {"责任分解.xlam": "1"},
    }
    assert [level for level, _ in about(said(with_keys(healthy, keys)), "加载项")] == [GOOD]


def test_the_start_folder_among_the_trusted_ones(healthy: Machine) -> None:
    """As Excel itself writes it: with a variable, and a backslash at the end."""
    start = OWN + r"\excel\security\trusted locations\Location"
    inside = str(healthy.start_folder).removeprefix(healthy.environ["APPDATA"])
    keys = {start + "0": {"Path": r"C:\Templates"}, start + "3": {"Path": f"%appdata%{inside}/"}}
    assert about(said(with_keys(healthy, keys)), "受信任位置")[0][0] == GOOD


def test_a_start_folder_on_the_network(healthy: Machine) -> None:
    roaming = replace(healthy, environ={**healthy.environ, "APPDATA": "\\\\server\\profiles\\w"})
    assert about(said(roaming), "受信任位置")[0][0] == NOTE
    allowed = {OWN + r"\excel\security\trusted locations": {"AllowNetworkLocations": 1}}
    assert about(said(with_keys(roaming, allowed)), "受信任位置")[0][0] == GOOD


def test_a_disabled_item_of_somebody_else(healthy: Machine) -> None:
    lines = said(with_keys(healthy, {DISABLED: {"X": disabled_item(r"C:\other.xlam")}}))
    assert [level for level, _ in about(lines, "加载项")] == [GOOD]


# ---- the add-in's file, the settings, the interpreter ----


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """An installed machine of the test's own."""
    return installed(machine_at(tmp_path))


def test_the_add_in_missing_changed_or_marked(machine: Machine) -> None:
    marked = Path(f"{machine.addin}:Zone.Identifier")
    marked.write_text("[ZoneTransfer]\nZoneId=3\n", encoding="utf-8")
    assert the_one(said(machine), "加载项", "来自网络").level == BAD
    marked.unlink()
    machine.addin.write_bytes(b"changed")
    assert the_one(said(machine), "加载项", "不一样").level == NOTE
    machine.addin.unlink()
    assert the_one(said(machine), "加载项", "不在").level == BAD


def test_not_installed_and_half_installed(tmp_path: Path, machine: Machine) -> None:
    record = Record.load(machine)
    record.finished = False
    record.save()
    assert the_one(said(machine), "安装", "中途断了").level == BAD
    fresh = machine_at(tmp_path / "新")
    lines = selfcheck.lines(fresh, None)
    assert the_one(lines, "安装", "还没有安装").level == BAD
    assert the_one(lines, "连接", "没有告诉 Excel").level == BAD
    assert the_one(lines, "运行环境", "没有建好").level == BAD
    assert report.exit_code(lines) == 1


def test_an_interpreter_whose_python_is_gone(machine: Machine) -> None:
    python = machine.root / ".venv" / "bin" / "python"
    python.unlink()
    assert the_one(said(machine), "启动 Python", "文件不在了").level == BAD
    python.symlink_to("/nowhere/python3")
    assert the_one(said(machine), "启动 Python", "已被卸载").level == BAD


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("#!/bin/sh\necho \"No Python at 'C:\\Python311\\python.exe'\" >&2\nexit 103\n", "已被卸载"),
        ("#!/bin/sh\necho 'Fatal Python error: init' >&2\nexit 1\n", "Fatal Python error: init"),
        ("#!/bin/sh\nexit 3\n", "退出码 3"),
    ],
)
def test_an_interpreter_that_starts_and_fails(machine: Machine, script: str, words: str) -> None:
    python = machine.root / ".venv" / "bin" / "python"
    python.unlink()
    python.write_text(script, encoding="utf-8")
    python.chmod(0o755)
    assert the_one(said(machine), "启动 Python", words).level == BAD


@pytest.mark.parametrize(("winerror", "words"), [(1260, "策略"), (5, "杀毒"), (225, "病毒"), (193, "已损坏")])
def test_an_interpreter_that_windows_refuses(healthy: Machine, winerror: int, words: str) -> None:
    error = OSError("refused")
    error.winerror = winerror

    def refused(*command: object, **options: object) -> None:
        raise error

    line = the_one(said(replace(healthy, run=refused)), "启动 Python", words)
    assert (line.level, "管理员" in line.cure) == (BAD, True)


def test_an_interpreter_that_does_not_answer(healthy: Machine) -> None:
    def hangs(*command: object, **options: float) -> None:
        assert options["timeout"] == check_python.SECONDS_TO_START
        raise subprocess.TimeoutExpired("python", options["timeout"])

    assert the_one(said(replace(healthy, run=hangs)), "启动 Python", "没有反应").level == BAD


def test_a_missing_package_and_another_xlwings(machine: Machine) -> None:
    (package,) = (machine.root / ".venv").rglob("xlwings/__init__.py")
    package.write_text("__version__ = '0.99'\n", encoding="utf-8")
    assert "环境里是 0.99，加载项里是 0.37.8" in about(said(machine), "xlwings")[0][1]
    package.write_text("import nothing_of_that_name\n", encoding="utf-8")
    line = the_one(said(machine), "xlwings", "nothing_of_that_name")
    assert line.level == BAD


def test_a_package_whose_machine_code_does_not_load(machine: Machine) -> None:
    (packages,) = {path.parent for path in (machine.root / ".venv").rglob("xlwings")}
    (packages / "pydantic_core.py").write_text("raise ImportError('DLL load failed')\n", encoding="utf-8")
    line = the_one(said(machine), "组件", "pydantic_core 不能用（ImportError: DLL load failed）")
    assert (line.level, "Visual C++" in line.cure) == (BAD, True)


def test_a_lost_line_in_the_environment(machine: Machine) -> None:
    (line,) = (machine.root / ".venv").rglob("taskbook_excel.pth")
    line.unlink()
    assert the_one(said(machine), "程序", "找不到").level == BAD


# ---- paths ----


@pytest.mark.parametrize(
    ("root", "environ", "why"),
    [
        (r"D:\taskbook", {}, ""),
        (r"\\server\督查室\taskbook", {}, "network"),
        (r"C:\Users\w\OneDrive - 市政府\taskbook", {}, "synced"),
        (r"D:\云盘\taskbook", {"OneDriveCommercial": "D:\\云盘\\"}, "synced"),
        (r"D:\云盘二\taskbook", {"OneDriveCommercial": "D:\\云盘"}, ""),
        ("D:\\" + "很长的名字" * 25, {}, "long"),
    ],
)
def test_where_an_environment_does_not_belong(root: str, environ: dict[str, str], why: str) -> None:
    assert not_beside(root, environ, windows=True) == why
    assert not_beside(root, environ, windows=False) == ""


def test_onedrive_by_its_folder(tmp_path: Path) -> None:
    assert in_onedrive(r"c:\users\W\onedrive\x", {"OneDrive": r"C:\Users\w\OneDrive"})
    assert not in_onedrive(r"D:\x", {"OneDrive": ""})


class WindowsPath(str):
    """A path of another system, as much of it as is asked for."""

    __slots__ = ()

    @property
    def parent(self) -> WindowsPath:
        return WindowsPath(self.rpartition("\\")[0])


@pytest.mark.parametrize(
    ("python", "keys", "words"),
    [
        (r"D:\x\.venv\Scripts\python.exe", {}, ""),
        (r"D:\%a%\.venv\Scripts\python.exe", {}, "里有 %"),
        (r"D:\100%完成\.venv\Scripts\python.exe", {}, ""),  # one alone is no variable
        (r"D:\한글\.venv\Scripts\python.exe", {}, "宏读不了"),
        ("D:\\" + "x" * 130 + r"\.venv\Scripts\python.exe", {}, "太长"),
        ("D:\\" + "x" * 130 + r"\.venv\Scripts\python.exe", {"LongPathsEnabled": 1}, ""),
    ],
)
def test_names_and_lengths(healthy: Machine, python: str, keys: dict[str, object], words: str) -> None:
    machine = with_keys(healthy, {r"HKLM\SYSTEM\CurrentControlSet\Control\FileSystem": keys})
    lines = list(check_paths.lines(machine, WindowsPath(python)))
    notes = [line.text for line in lines if line.subject == "路径" and line.level != GOOD]
    assert [words in text for text in notes] == ([True] if words else [])


def test_projects_on_a_share_in_onedrive_or_among_temporary_files(machine: Machine) -> None:
    for changes, words in (
        ({"root": Path(r"\\server\share\taskbook")}, "网络共享"),
        ({"root": Path(r"C:\Users\w\OneDrive\taskbook")}, "OneDrive"),
        ({"temporary": machine.root.parents[1]}, "临时文件夹"),
    ):
        lines = check_paths.lines(replace(machine, **changes), None)
        assert [line for line in lines if line.subject == "路径" and words in line.text], words


def test_marks_on_our_own_files(machine: Machine) -> None:
    Path(f"{machine.root / 'macros' / '安装.cmd'}:Zone.Identifier").write_text("ZoneId=3", encoding="utf-8")
    assert the_one(said(machine), "标记", "安装.cmd").level == NOTE


def test_missing_start_files_are_named(machine: Machine) -> None:
    (machine.twins / "校验.cmd").unlink()
    assert about(said(machine), "“启动”文件夹") == [(NOTE, "缺少：校验")]


# ---- what is printed ----


@pytest.mark.parametrize(
    ("levels", "code", "closing"),
    [
        ([GOOD], 0, "全部正常，可以用了。"),
        ([GOOD, NOTE], 0, "可以用了，有 1 处请注意。"),
        ([BAD, NOTE, BAD], 1, "有 2 处不行，1 处注意。请按 → 后面的办法处理，再运行一次。"),
    ],
)
def test_the_closing_line_and_the_exit_code(levels: list[str], code: int, closing: str) -> None:
    lines = [Line(level, "甲", "乙", "一\n二" if level == BAD else "") for level in levels]
    printed = report.shown(lines).splitlines()
    assert printed[-1] == closing
    assert report.exit_code(lines) == code
    assert printed.count("      → 一") == printed.count("      → 二") == levels.count(BAD)
