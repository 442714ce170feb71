"""The way in from Excel, and the only importer of xlwings: the ribbon's buttons call `press`.

Everything is said here in Excel's own dialogs; the process always ends well, since what it prints would come back in
the machine's code page. What was said last also stands, as UTF-8, in `.taskbook/last_report.txt` in the home folder.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from taskbook import wording
from taskbook.findings import CannotGoOn, Stop

if TYPE_CHECKING:
    import xlwings

    from taskbook.buttons.desk import Report
    from taskbook.live.desk import ExcelDesk

_NOT_NEEDED = ("pandas", "numpy", "matplotlib", "polars")
"""xlwings loads these where it finds them, which takes longer than all the rest of a press."""

_IN_FRONT = 0x30 | 0x10000 | 0x40000
"""MB_ICONWARNING, MB_SETFOREGROUND, MB_TOPMOST (winuser.h)."""

_COM_ATTEMPTS = 2_000
"""How often a busy Excel is asked again: a second or two. xlwings itself would ask for ever."""


def press(button: str, period: str = "") -> None:
    """Do what a button of the ribbon does, in the Excel that called; `period` is the box 期次, four hex digits for
    each UTF-16 unit. Says all it has to say itself and never raises."""
    with _told_to_the_bridge():
        desk = None
        try:
            desk = _desk(button)
            from taskbook.buttons.jobs import press as do

            _close(desk, do(button, desk, _unhexed(period)))
        except (SystemExit, GeneratorExit):
            raise
        except BaseException as error:  # a reader's PanicException is not an Exception
            _say(desk, _sentence(error))


def _desk(button: str) -> ExcelDesk:
    """Connect to the Excel that called."""
    xw = _xlwings()
    from taskbook.live.desk import ExcelDesk

    caller = _caller(xw)
    app = caller.app if caller is not None else xw.apps.active
    if app is None:
        raise CannotGoOn(Stop.NO_WORKBOOK_OPEN)
    return ExcelDesk(app, caller, button)


def _xlwings() -> ModuleType:
    """xlwings without what it would load for the sake of data frames; they can be imported afterwards as ever."""
    hidden = [name for name in _NOT_NEEDED if sys.modules.get(name) is None]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]
    try:
        import xlwings
    finally:
        for name in hidden:
            del sys.modules[name]
    if sys.platform == "win32":
        from xlwings import _xlwindows

        _xlwindows.N_COM_ATTEMPTS = _COM_ATTEMPTS
    return xlwings


def _caller(xw: ModuleType) -> xlwings.Book | None:
    """The workbook the button was pressed in; without a caller the one in front, None where none is open."""
    with suppress(Exception):  # xlwings raises bare exceptions, and KeyError for a name that is no more
        return xw.Book.caller()
    app = xw.apps.active
    if app is None or not len(app.books):
        return None
    return app.books.active


def _unhexed(period: str) -> str:
    """The text of the box 期次; what is no such text reads as itself, so that it is refused with its own words."""
    with suppress(ValueError):
        return bytes.fromhex(period).decode("utf-16-be")
    return period


# ---- what is said ----


def _sentence(error: BaseException) -> str:
    from taskbook.buttons.desk import Cancelled, Declined
    from taskbook.live.trouble import stop_for
    from taskbook.unexpected import logged

    if isinstance(error, Declined):
        return wording.DECLINED
    if isinstance(error, Cancelled | KeyboardInterrupt):
        return wording.CANCELLED
    if isinstance(error, CannotGoOn):
        return str(error)
    stop = stop_for(error)
    return str(stop) if stop is not None else logged(error, sys.argv, [])


def _close(desk: ExcelDesk, report: Report | None) -> None:
    """The closing words are kept before they are shown, and shown outside where Excel cannot: all is done by then."""
    text = report.text() if report is not None else ""
    if text:
        _keep(text)
    try:
        desk.close(report)
    except Exception as error:
        if not text:
            raise
        from taskbook.live.trouble import listens_no_more

        _say_outside(text if listens_no_more(error) else f"{text}\n\n{_sentence(error)}")


def _keep(text: str) -> None:
    with suppress(OSError):
        target = _home() / wording.LAST_REPORT
        target.write_text(text + "\n", encoding="utf-8-sig", errors="replace")


def _say(desk: ExcelDesk | None, sentence: str) -> None:
    """In Excel if it listens, else in a box of the system's own or where the process prints."""
    _keep(sentence)
    if desk is not None:
        with suppress(Exception):
            desk.on_bar(False)
            desk.app.alert(sentence, desk.title, mode="critical")
            return
    _say_outside(sentence)


def _say_outside(sentence: str) -> None:
    """In front of all windows, as Excel waits and may have the focus."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.MessageBoxW(None, sentence, wording.APP_NAME, _IN_FRONT)
        return
    print(sentence.encode("utf-8", "replace").decode("utf-8"), file=sys.stderr)


# ---- the bridge ----


def _home() -> Path:
    return Path(os.path.expanduser("~")) / ".taskbook"  # noqa: PTH111  (Path.home raises where there is none)


@contextmanager
def _told_to_the_bridge() -> Iterator[None]:
    """A file that the add-in looks for after the call: without it Python never started."""
    mark = _home() / "last_run.txt"
    with suppress(OSError):
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.write_text("started", encoding="ascii")
    yield
    with suppress(OSError):
        mark.write_text("done", encoding="ascii")
