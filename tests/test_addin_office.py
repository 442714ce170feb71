"""The add-in in LibreOffice: it opens, and its VBA does with real files and folders what it is to do in Excel.

xlwings' module compiles in Excel alone and the dialog waits for a person: both have stand-ins. The rest is as built.
"""

from __future__ import annotations

import ast
import time
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from addin.office import Office, python_with_uno
from addin.standins import addin_with_standins
from taskbook.addin import ADDIN, read_sources

pytestmark = pytest.mark.office

SOURCES = read_sources()
MESSAGES = SOURCES.messages
CONTROL = {"object": True}
CALLBACKS = ("Import", "Check", "Split", "Send", "Round", "Report", "Settings", "Folder", "Help")


@pytest.fixture(scope="module")
def office(soffice, tmp_path_factory) -> Iterator[Office]:
    python = python_with_uno(soffice)
    if python is None:
        pytest.skip("no Python here has uno (Debian: apt-get install python3-uno)")
    office = Office(python, soffice, tmp_path_factory.mktemp("office"))
    yield office
    office.quit()


class Desk:
    """The add-in with its stand-ins, and one workbook in front of it."""

    def __init__(self, office: Office, addin: Path, folder: Path) -> None:
        self.office, self.addin, self.folder = office, addin, folder
        self.settings = office.home / ".taskbook"
        self.settings.mkdir(exist_ok=True)
        self.python = self.folder / "env" / "bin" / "python"
        self.python.parent.mkdir(parents=True)
        self.python.write_text("")
        self.conf = self.settings / "taskbook.conf"
        self.conf.write_text(conf(self.python))
        self.marker = self.settings / "last_run.txt"
        self.marker.unlink(missing_ok=True)
        self.book = self.open("总表.xlsx", "责任分解表")
        self.press("Help")  # so that no press of a test is taken for the second click of the last test's
        self.python_does()

    def open(self, name: str, *sheets: str) -> Path:
        """Make a workbook, open it, bring it to the front."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        workbook = openpyxl.Workbook()
        workbook.active.title = sheets[0]
        for title in sheets[1:]:
            workbook.create_sheet(title)
        workbook.save(path)
        self.office.ask("load", str(path))
        self.office.ask("front", str(path))
        return path

    def python_does(self, writes: str = "done", error: int = 0, meanwhile: str = "") -> None:
        """What the stand-in for RunPython does; forgets what it has noted."""
        self.office.ask("write", str(self.addin), "A201:A203", [[writes], [error], [meanwhile]])
        self.office.ask("write", str(self.addin), "B201:F205", [[""] * 5] * 5)

    def call(self, procedure: str, *arguments: object) -> object:
        result, _ = self.office.ask("call", str(self.addin), procedure, *arguments)
        return result

    def press(self, callback: str) -> None:
        self.call(f"Ribbon.Press{callback}", CONTROL)

    def noted(self) -> list[str]:
        """command, how often, whether the marker was there"""
        return [row[0] for row in self.office.ask("read", str(self.addin), "B201:B203")]

    def said(self) -> list[tuple[str, str]]:
        """key and text of the messages shown"""
        rows = self.office.ask("read", str(self.addin), "D201:F205")
        assert {title for key, _, title in rows if key} <= {MESSAGES["title"]}
        return [(key, text) for key, text, _ in rows if key]


def conf(python: Path, add: str = "False") -> str:
    return f'"INTERPRETER_WIN","{python}"\r\n"ADD_WORKBOOK_TO_PYTHONPATH","{add}"\r\n'


@pytest.fixture(scope="module")
def loaded(office, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("addin") / "addin.xlam"
    path.write_bytes(addin_with_standins("office"))
    office.ask("load", str(path))
    return path


@pytest.fixture
def desk(office, loaded, tmp_path) -> Iterator[Desk]:
    desk = Desk(office, loaded, tmp_path)
    yield desk
    for path in tmp_path.rglob("*.xlsx"):
        office.ask("close", str(path))


# ---- it opens ----


def test_the_built_addin_opens_with_its_sheet_and_its_modules(office, tmp_path):
    path = tmp_path / "a.xlam"
    path.write_bytes(ADDIN.read_bytes())
    sheets, libraries = office.ask("load", str(path))
    try:
        assert sheets == ["messages"]
        assert libraries["taskbook"] == sorted(module.name for module in SOURCES.modules)
        rows = office.ask("read", str(path), f"A1:B{len(MESSAGES)}")
        assert dict(rows) == MESSAGES
    finally:
        office.ask("close", str(path))


# ---- a press that works ----


def test_every_button_runs_its_command(desk):
    for count, callback in enumerate(CALLBACKS, 1):
        desk.press(callback)
        command, calls, *_ = desk.noted()
        assert float(calls) == count
        imported, call = ast.parse(command).body
        assert ast.unparse(imported) == "from taskbook import excel"
        assert ast.unparse(call) == f"excel.press('{callback.lower()}', '')"
    assert desk.said() == []


@pytest.mark.parametrize("typed", ["2026-09", "2026年9月'\"&|^%", "𠮷"])
def test_what_is_typed_comes_back_and_travels_as_digits(desk, typed):
    desk.call("Ribbon.SetPeriod", CONTROL, typed)
    assert desk.call("PythonBridge.Period") == typed
    _, back = desk.office.ask("call", str(desk.addin), "Ribbon.GetPeriod", CONTROL, "")
    assert back["1"] == typed
    desk.press("Split")
    desk.call("Ribbon.SetPeriod", CONTROL, "")
    command, *_ = desk.noted()
    _, call = ast.parse(command).body
    assert bytes.fromhex(ast.literal_eval(call.value.args[1])).decode("utf-16-be") == typed


def test_the_last_press_is_forgotten_before_python_is_called(desk):
    desk.marker.write_text("done")
    desk.press("Round")
    *_, marker_there = desk.noted()
    assert marker_there == "no"
    assert desk.marker.read_text().strip() == "done"


def test_a_press_meanwhile_does_nothing_and_a_double_click_one_thing(desk):
    desk.python_does(meanwhile="press")
    desk.press("Check")
    command, calls, *_ = desk.noted()
    assert ("'check'" in command, float(calls)) == (True, 1)
    desk.python_does()
    desk.press("Check")
    assert desk.noted()[0] == ""
    time.sleep(1.1)  # LibreOffice's Timer counts whole seconds
    desk.press("Check")
    assert float(desk.noted()[1]) == 1
    assert desk.said() == []


# ---- what is refused ----


@pytest.mark.parametrize("name", ["taskbook.conf", "TASKBOOK.Conf", "x.py", "代码.PY"])
def test_a_workbook_that_brings_settings_or_code_is_refused(desk, name):
    desk.open("来件.xlsx", "表", name)
    desk.press("Check")
    ((key, text),) = desk.said()
    assert key == "conf_in_workbook"
    assert name in text
    assert "来件.xlsx" in text
    assert desk.noted()[0] == ""


def test_settings_beside_the_workbook_are_refused(desk):
    (desk.folder / "taskbook.conf").write_text(conf(Path("/bad/python")))
    desk.press("Check")
    ((key, text),) = desk.said()
    assert key == "conf_beside"
    assert f"{desk.folder}/" in text
    assert desk.noted()[0] == ""
    desk.open("别处/总表.xlsx", "表")
    desk.press("Split")
    assert desk.noted()[0]


def test_a_name_that_breaks_the_command_is_refused(desk):
    path = desk.open("a^&calc.xlsx", "表")
    desk.press("Check")
    assert desk.said() == [("unsafe_name", MESSAGES["unsafe_name"].replace("{1}", str(path)))]
    assert desk.noted()[0] == ""


def test_before_the_installation(desk):
    desk.conf.unlink()
    desk.press("Check")
    assert desk.said() == [("not_installed", MESSAGES["not_installed"].replace("{1}", str(desk.conf)))]
    assert desk.noted()[0] == ""


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "not_installed"),
        ("half a line", "not_installed"),
        ('"OTHER","x"\r\n', "not_installed"),
        ('"INTERPRETER_WIN","{python}"\r\n', "conf_incomplete"),
        ('"INTERPRETER_WIN","{python}"\r\n"ADD_WORKBOOK_TO_PYTHONPATH","True"\r\n', "conf_incomplete"),
        (
            '"INTERPRETER_WIN","{python}.gone"\r\n"ADD_WORKBOOK_TO_PYTHONPATH","False"\r\n',
            "interpreter_missing",
        ),
        ('"add_workbook_to_pythonpath","false"\n"Interpreter_Win","{python}"\n', None),
    ],
)
def test_what_the_installation_wrote_is_read(desk, text, key):
    desk.conf.write_text(text.replace("{python}", str(desk.python)), newline="")
    desk.press("Check")
    assert [said for said, _ in desk.said()] == ([key] if key else [])
    assert bool(desk.noted()[0]) == (key is None)


# ---- what is said when Python has done nothing ----


def test_silence_is_explained(desk):
    steps = [
        ("Check", "", "not_started", str(desk.python)),
        ("Split", "started", "stopped_midway", ""),
        ("Check", "started done", None, ""),
    ]
    for callback, writes, key, named in steps:
        desk.python_does(writes)
        desk.press(callback)
        assert [said for said, _ in desk.said()] == ([key] if key else []), writes
        assert all(named in text for _, text in desk.said())


@pytest.mark.parametrize(
    ("home", "key"),
    [("{folder}/base", "not_started"), ("{folder}/gone", "python_gone"), ("{folder}/没有", "not_started")],
)
def test_an_environment_whose_python_is_gone(desk, home, key):
    """A folder with letters that VBA may misread is not called gone."""
    home = home.replace("{folder}", str(desk.folder))
    (desk.folder / "base").mkdir()
    settings = f"include-system-site-packages = false\nhome = {home}\nversion = 3.11.2\n"
    (desk.python.parents[1] / "pyvenv.cfg").write_text(settings, encoding="utf-8")
    desk.python_does("")
    desk.press("Check")
    ((said, text),) = desk.said()
    assert said == key
    assert (home in text) == (key == "python_gone")


def test_a_call_that_the_system_forbids(desk):
    desk.python_does("", error=70)
    desk.press("Check")
    ((key, text),) = desk.said()
    assert key == "refused"
    assert str(desk.python) in text
    assert "70" in text
    desk.python_does()
    desk.press("Split")
    assert desk.said() == []


# ---- what workbooks in OneDrive make xlwings read ----


@pytest.mark.parametrize(
    ("address", "local"),
    [
        ("https://d.docs.live.net/1a2b3c/工作/总表.xlsx", "工作"),
        ("https://x-my.sharepoint.com/personal/me_x_com/Documents/工作/总表.xlsx", "工作"),
        ("https://d.docs.live.net/1a2b3c/总表.xlsx", ""),
    ],
)
def test_settings_in_the_local_folder_of_onedrive_are_found(desk, address, local):
    folder = desk.office.home.parent / "OneDrive" / local
    folder.mkdir(parents=True, exist_ok=True)
    assert desk.call("Disk.FolderWithConf", address) == ""
    (folder / "taskbook.conf").write_text("x")
    try:
        assert Path(desk.call("Disk.FolderWithConf", address)) == folder
    finally:
        (folder / "taskbook.conf").unlink()


@pytest.mark.parametrize("address", ["https://host", "https://host/", "https://host/a", "工作簿1"])
def test_odd_addresses_are_no_reason_to_stop(desk, address):
    assert desk.call("Disk.FolderWithConf", address) == ""


@pytest.mark.parametrize(
    ("name", "breaks"),
    [
        ("C:\\a^&b.xlsx", True),
        ("C:\\a&b^c.xlsx", True),
        ('C:\\a"b.xlsx', True),
        ("C:\\研发&设计 100%.xlsx", False),
        ("C:\\a^b.xlsx", False),
        ("C:\\总表 (1)；终稿'.xlsx", False),
    ],
)
def test_which_names_break_the_command(desk, name, breaks):
    assert desk.call("Disk.BreaksCommand", name) is breaks
