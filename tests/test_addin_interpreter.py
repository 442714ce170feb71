"""The add-in's VBA in an interpreter that lets no error pass: what a press runs, what it refuses, what it then says.

The modules are the built ones but for the two that need Excel on a disk: RunPython and files have stand-ins.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from addin.interpreter import Excel
from addin.standins import addin_with_standins
from pyopenvba.exceptions import VBARuntimeError
from pyopenvba.interpreter import NOTHING, Interpreter, parse_module
from pyopenvba.interpreter import _preprocess as preprocess
from taskbook.addin import read_sources

MESSAGES = read_sources().messages
PYTHON = "D:\\程序\\.venv\\Scripts\\python.exe"
PRESSES = {
    "PressImport": "import",
    "PressCheck": "check",
    "PressSplit": "split",
    "PressSend": "send",
    "PressRemind": "remind",
    "PressRound": "round",
    "PressReport": "report",
    "PressSettings": "settings",
    "PressLogin": "login",
    "PressFolder": "folder",
    "PressHelp": "help",
}


def key_of(text: str) -> str:
    for key, template in MESSAGES.items():
        pieces = [part for piece in template.split("{1}") for part in piece.split("{2}")]
        if (
            all(piece in text for piece in pieces)
            and text.startswith(pieces[0])
            and text.endswith(pieces[-1])
        ):
            return key
    return text


@pytest.fixture(scope="module")
def addin(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("addin") / "addin.xlam"
    path.write_bytes(addin_with_standins("interpreter"))
    return path


@pytest.fixture
def excel(addin) -> Excel:
    """Excel where everything is as the installation leaves it, and Python does what it is told."""
    excel = Excel(addin)
    excel.prepare(interpreter=PYTHON, add_workbook="False", noted_by_python="done", current="C:\\Users\\me")
    return excel


def said(excel: Excel) -> list[str]:
    """The keys of the messages shown; each is one whole text of messages.toml with its gaps filled in."""
    for _, title, kind in excel.shell.shown:
        assert (title, kind) == (MESSAGES["title"], 48 + 4096)
    return [key_of(text) for text, _, _ in excel.shell.shown]


# ---- a press that works ----


@pytest.mark.parametrize(("callback", "button"), PRESSES.items())
def test_each_callback_presses_its_button(excel, callback, button):
    excel.press(callback)
    imported, call = ast.parse(excel.noted("Command")).body
    assert ast.unparse(imported) == "from taskbook import excel"
    assert ast.unparse(call) == f"excel.press('{button}', '')"
    assert (excel.noted("Calls"), said(excel)) == (1, [])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", ""),
        ("2026-09", "2026-09"),
        (" 2026年9月 ", "2026年9月"),
        ("'); import os; ('", "'); import os; ('"),
        ('"&|^%\\\n', '"&|^%\\\n'),
        ("é\u8000\uffe5", "é\u8000\uffe5"),
        ("x" * 60, "x" * 40),
    ],
)
def test_what_is_typed_travels_as_digits(excel, typed, meant):
    excel.app.run("Ribbon.SetPeriod", NOTHING, typed)
    assert excel.app.evaluate("PythonBridge.Period()") == meant
    excel.press("PressSplit")
    _, call = ast.parse(excel.noted("Command")).body
    digits = ast.literal_eval(call.value.args[1])
    assert bytes.fromhex(digits).decode("utf-16-be") == meant
    assert excel.noted("Command").isascii()


def test_the_box_shows_what_was_typed(excel):
    excel.app.add_module(
        "Sub Ask()\nDim shown\nGetPeriod Nothing, shown\nDebug.Print shown\nEnd Sub", name="Asking"
    )
    excel.app.run("Ask")
    excel.app.run("Ribbon.SetPeriod", NOTHING, "2026-09")
    excel.app.run("Ask")
    assert excel.app.console == ["", "2026-09"]


@pytest.mark.parametrize("before", [False, "别的加载项的话"])
def test_the_status_bar_speaks_at_once_and_is_restored(excel, before):
    excel.host.status_bar = before
    excel.press("PressRound")
    assert excel.noted("StatusMeanwhile") == MESSAGES["starting"].replace("{1}", MESSAGES["button_round"])
    assert excel.host.status_bar == before


def test_python_is_started_from_its_own_folder(excel):
    excel.press("PressCheck")
    assert excel.noted("FolderMeanwhile") == PYTHON.rpartition("\\")[0]
    assert excel.app.evaluate("Disk.CurrentFolder") == "C:\\Users\\me"


def test_esc_does_not_bring_up_the_editor(excel):
    excel.press("PressCheck")
    assert excel.cancel_key == 0


# ---- presses that come too soon ----


def test_a_press_while_python_runs_changes_nothing_but_the_status_bar(excel):
    excel.app.run("xlwings.Prepare", 0, "report")
    excel.press("PressRound")
    assert "'round'" in excel.noted("Command")
    assert (excel.noted("Calls"), said(excel)) == (1, [])
    assert excel.noted("StatusMeanwhile") == MESSAGES["busy"]
    assert excel.host.status_bar is False


def test_the_second_half_of_a_double_click_is_ignored(excel):
    import datetime

    noon = datetime.datetime(2026, 9, 25, 12, 0, 0)
    excel.app.freeze_clock(noon)
    excel.press("PressCheck")
    excel.press("PressCheck")
    assert excel.noted("Calls") == 1
    excel.press("PressSplit")
    assert excel.noted("Calls") == 2
    excel.app.freeze_clock(noon + datetime.timedelta(seconds=1))
    excel.press("PressSplit")
    assert excel.noted("Calls") == 3


# ---- what is refused before Python is called ----


def rename_sheet(name: str) -> Callable[[Excel], object]:
    return lambda excel: setattr(excel.book.sheets_[0], "name", name)


def close_all(excel: Excel) -> None:
    excel.host.active_book = None


def open_protected(excel: Excel) -> None:
    close_all(excel)
    excel.protected_views.open = 1


REFUSALS = [
    ("no_workbook", close_all, [MESSAGES["button_import"]]),
    ("protected_view", open_protected, []),
    ("conf_in_workbook", rename_sheet("taskbook.conf"), ["taskbook.conf", "Book1"]),
    ("conf_in_workbook", rename_sheet("TaskBook.CONF"), ["TaskBook.CONF"]),
    ("conf_in_workbook", rename_sheet("code.py"), ["code.py"]),
    ("conf_in_workbook", rename_sheet("代码.PY"), ["代码.PY"]),
    ("conf_beside", lambda excel: excel.prepare(beside="C:\\Downloads\\"), ["C:\\Downloads\\"]),
    ("unsafe_name", lambda excel: excel.prepare(breaks=True), ["Book1"]),
    ("not_installed", lambda excel: excel.prepare(interpreter=""), ["taskbook.conf"]),
    ("conf_incomplete", lambda excel: excel.prepare(add_workbook=""), ["taskbook.conf"]),
    ("conf_incomplete", lambda excel: excel.prepare(add_workbook="True"), ["taskbook.conf"]),
    ("interpreter_missing", lambda excel: excel.prepare(gone=PYTHON), [PYTHON]),
]


@pytest.mark.parametrize(
    ("key", "make_it_so", "named"), REFUSALS, ids=[f"{n}-{r[0]}" for n, r in enumerate(REFUSALS)]
)
def test_what_must_not_run_is_refused_with_the_reason(excel, key, make_it_so, named):
    make_it_so(excel)
    excel.press("PressRound")
    assert said(excel) == [key]
    ((text, _, _),) = excel.shell.shown
    assert all(name in text for name in named)
    assert "{" not in text
    assert excel.noted("Calls") == 0
    assert excel.host.status_bar is False


@pytest.mark.parametrize("name", ["py", "conf", "说明", "taskbook.conf2", "a.py2"])
def test_ordinary_sheets_are_not_refused(excel, name):
    excel.book.sheets_[0].name = name
    excel.press("PressCheck")
    assert (excel.noted("Calls"), said(excel)) == (1, [])


@pytest.mark.parametrize("callback", ["PressImport", "PressHelp"])
def test_import_and_help_work_without_a_workbook(excel, callback):
    close_all(excel)
    before = len(excel.app.workbooks())
    excel.press(callback)
    assert (excel.noted("Calls"), said(excel)) == (1, [])
    assert len(excel.app.workbooks()) == before + 1
    assert excel.host.active_book is not None


# ---- what is said when Python has done nothing ----


@pytest.mark.parametrize(
    ("key", "state", "named"),
    [
        (None, {"noted_by_python": "started\ndone\n"}, []),
        ("stopped_midway", {"noted_by_python": "started"}, []),
        ("stopped_midway", {"noted_by_python": "started", "vanished": "C:\\Python311"}, []),
        ("python_gone", {"noted_by_python": "", "vanished": "C:\\Python311"}, ["C:\\Python311"]),
        ("not_started", {"noted_by_python": ""}, [PYTHON]),
        ("not_started", {"noted_by_python": "", "noted": "done"}, [PYTHON]),
        (None, {"noted_by_python": "", "noted": "started", "locked": True}, []),
    ],
)
def test_silence_is_explained(excel, key, state, named):
    excel.prepare(**state)
    excel.press("PressCheck")
    assert said(excel) == ([key] if key else [])
    assert excel.noted("Calls") == 1
    assert all(name in excel.shell.shown[0][0] for name in named)


def test_the_marker_of_the_last_press_is_gone_before_python_is_called(excel):
    excel.prepare(noted="done")
    excel.press("PressCheck")
    assert excel.noted("NotedBefore") == ""


def test_a_system_that_forbids_the_call_is_named(excel):
    excel.app.run("xlwings.Prepare", 70, "")
    excel.press("PressCheck")
    assert said(excel) == ["refused"]
    assert "70 not allowed" in excel.shell.shown[0][0]
    assert PYTHON in excel.shell.shown[0][0]
    assert excel.app.evaluate("Disk.CurrentFolder") == "C:\\Users\\me"


# ---- errors of its own ----


def test_an_error_in_the_addin_is_a_message_and_the_next_press_works(excel):
    excel.prepare(fails=True)
    excel.press("PressCheck")
    assert said(excel) == ["went_wrong"]
    assert "57 device" in excel.shell.shown[0][0]
    assert excel.host.status_bar is False
    excel.prepare(fails=False)
    excel.press("PressSplit")
    assert excel.noted("Calls") == 1


def test_without_the_shell_the_message_is_a_plain_one(excel):
    def refuse(name: str) -> object:
        raise VBARuntimeError(429, "ActiveX component can't create object")

    excel.app.interpreter.host.create = refuse
    excel.prepare(interpreter="")
    excel.press("PressCheck")
    ((kind, text, title, style),) = excel.app.dialogs
    assert (kind, key_of(text), title, style) == ("MsgBox", "not_installed", MESSAGES["title"], 48)


def test_without_its_sheet_the_addin_still_says_something(excel):
    for cell in ("A1", "A2", "A3"):
        excel.app.sheet("messages", workbook=excel.host._this_workbook).set_value(cell, "")
    excel.prepare(interpreter="")
    excel.press("PressCheck")
    assert excel.shell.shown == [("not_installed", "title", 48 + 4096)]


# ---- every module compiles ----


@pytest.fixture
def platform(request, monkeypatch) -> Iterator[str]:
    mac = request.param == "Mac"
    for name, value in {"Mac": mac, "Win32": not mac, "Win64": not mac}.items():
        monkeypatch.setitem(preprocess.DEFAULT_CONSTANTS, name, value)
    return request.param


@pytest.mark.parametrize("platform", ["Windows", "Mac"], indirect=True)
@pytest.mark.parametrize(
    "name", [module.name for module in read_sources().modules if module.name != "xlwings"]
)
def test_every_module_is_understood_on_windows_and_on_a_mac(platform, name):
    """xlwings' own is left out: the interpreter does not take a comment behind a directive."""
    (text,) = (module.text for module in read_sources().modules if module.name == name)
    parsed = parse_module(text)
    assert [one.name for one in parsed.procedures] or name in {"ThisWorkbook", "MessageSheet"}


@pytest.mark.parametrize(
    ("platform", "key"), [("Windows", "INTERPRETER_WIN"), ("Mac", "INTERPRETER_MAC")], indirect=["platform"]
)
def test_each_system_has_its_own_setting(platform, key):
    (text,) = (module.text for module in read_sources().modules if module.name == "Disk")
    vba = Interpreter()
    vba.add_module(text, name="Disk")
    assert vba.run("InterpreterKey", []) == key
