"""The desk in Excel: the status bar tells how far it is, Esc cancels, and one dialog says what came of it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from taskbook import wording
from taskbook.buttons.desk import Cancelled, Report
from taskbook.buttons.showing import opened_in_window, show
from taskbook.columns import Sheet
from taskbook.findings import CannotGoOn, Stop
from taskbook.live.choosing import chosen_master, path_of
from taskbook.live.escape import EscapeKey
from taskbook.live.master import LiveMaster
from taskbook.live.objects import App, Book
from taskbook.live.trouble import UNSUPPORTED, listens_no_more, looks_only, of_its_own, told_as_excels
from taskbook.master.access import Master

SECONDS_BETWEEN = 0.1
"""Between two messages on the status bar: each is a call into another process."""

_BOOKS = {".xlsx", ".xlsm", ".xls", ".xlsb"}


class ExcelDesk:
    """One press of a button in an Excel. `caller` is the workbook in front, None where none is open."""

    def __init__(self, app: App, caller: Book | None, button: str) -> None:
        self.app = app
        self.name = wording.BUTTON_NAMES.get(button, button)
        self._caller = caller
        self._master: LiveMaster | None = None
        self._told_at = 0.0
        self._left_to_say: list[str] = []
        self._escape = EscapeKey(_window_of(app))
        self.on_bar(wording.STARTING.format(name=self.name))

    has_period_box = True

    # ---- what the person is told meanwhile ----

    def on_bar(self, text: str | bool) -> None:
        """A text on the status bar; False gives the bar back to Excel."""
        with looks_only():
            self.app.status_bar = text

    def progress(self, label: str, done: int, total: int) -> None:
        if self._escape.pressed():
            raise Cancelled
        now = time.monotonic()
        if now - self._told_at < SECONDS_BETWEEN and done < total:
            return
        self._told_at = now
        with told_as_excels():
            self.on_bar(wording.PROGRESS_ON_BAR.format(label=label, done=done, total=total))

    # ---- what the person is asked ----

    def confirm(self, question: str) -> bool:
        with told_as_excels():
            return self.app.alert(question, self.title, buttons="ok_cancel") != "cancel"

    def confirm_period(self, question: str) -> str | None:
        return "" if self.confirm(wording.PERIOD_IN_BOX.format(question=question)) else None

    @property
    def title(self) -> str:
        """What stands above every dialog."""
        return f"{wording.APP_NAME} · {self.name}"

    def choose_document(self) -> Path | None:
        ask = of_its_own(self.app, "GetOpenFilename")
        with told_as_excels():
            if callable(ask):
                chosen = ask(FileFilter=wording.PICK_FILTER, Title=wording.PICK_DOCUMENT)
            elif sys.platform == "darwin":
                chosen = _asked_for_on_mac()
            else:
                raise CannotGoOn(Stop.CANNOT_ASK_FOR_FILE)
        return Path(chosen) if isinstance(chosen, str) and chosen else None

    # ---- what the person has open ----

    def master(self) -> Master:
        if self._master is None:
            with told_as_excels():
                book = chosen_master(self._caller, self.app.books, self.confirm, self.name)
                self._master = LiveMaster(book, path_of(book))
        return self._master

    def open_file(self, path: Path) -> None:
        shown = self._opened(path) if path.suffix.lower() in _BOOKS else show(path)
        if not shown:
            self._left_to_say.append(wording.OPEN_IT_YOURSELF.format(path=path))
        self._drop_blank_caller()

    def _opened(self, path: Path) -> bool:
        """Whether Excel opened a book; it does not where one of the same name is open from another folder."""
        try:
            self.app.books.open(str(path))
        except Exception as error:
            if listens_no_more(error):
                raise
            return False
        return True

    def open_folder(self, path: Path) -> None:
        show(path)  # its path stands in the closing words

    def show_sheet(self, sheet: Sheet) -> None:
        with told_as_excels():
            master = self.master()
            found = master.find(sheet) if isinstance(master, LiveMaster) else None
            if found is None:
                raise CannotGoOn(Stop.SHEET_MISSING, path=master.path, sheet=sheet)
            with looks_only():
                if found.visible in (0, 2, False):  # hidden, very hidden
                    found.visible = True
            found.book.activate()
            found.activate()

    def put_away(self, path: Path) -> None:
        with told_as_excels():
            book = self._open_book(path)
            if book is not None and of_its_own(book, "Saved", False) is True:
                book.close()

    def log_in(self) -> Report | None:
        """In a window of its own, where a password can be typed: the start file does it."""
        if not opened_in_window("login", self.master().path):
            raise CannotGoOn(Stop.CANNOT_ASK_FOR_PASSWORD, name=wording.BUTTON_NAMES["login"])
        return Report([wording.PASSWORD_WINDOW.format(master=self.master().path.name)])

    def unsaved_in(self, folder: Path) -> list[str]:
        with told_as_excels():
            return [
                book.name
                for book in self.app.books
                if _realpath(folder) in _realpath(_place_of(book)).parents
                and of_its_own(book, "Saved", True) is False
            ]

    def _open_book(self, path: Path) -> Book | None:
        return next((book for book in self.app.books if _realpath(_place_of(book)) == _realpath(path)), None)

    def _drop_blank_caller(self) -> None:
        """The empty workbook the add-in makes where none is open, since nothing can be called without one."""
        if self._caller is None:
            return
        with looks_only():
            blank = of_its_own(self._caller, "Path") == "" and of_its_own(self._caller, "Saved") is True
            if blank and self._caller.sheets[0].used_range.count == 1:
                self._caller.close()

    # ---- the end ----

    def close(self, report: Report | None) -> None:
        """The bar as it was, and the closing words; the person may go to the sheet they speak of."""
        self.on_bar(False)
        left = "\n".join(self._left_to_say)
        text = "\n\n".join(part for part in (report.text() if report else "", left) if part)
        if not text:
            return
        if report is None or report.look_at is None:
            self.app.alert(text, self.title, mode="info")
        elif self._wants_to_look(text):
            self.show_sheet(report.look_at)

    def _wants_to_look(self, text: str) -> bool:
        question = f"{text}\n\n{wording.LOOK_AT_FINDINGS}"
        return self.app.alert(question, self.title, buttons="yes_no", mode="info") == "yes"


def _place_of(book: Book) -> Path:
    """Where an open book is kept; nothing like a path for one that was never saved or lies elsewhere."""
    with looks_only():
        return path_of(book)
    return Path(book.name)


def _realpath(path: Path) -> Path:
    """The same for a mapped drive and the share it stands for, for a link and what it leads to."""
    return Path(os.path.normcase(os.path.realpath(path)))


def _window_of(app: Any) -> int | None:
    with suppress(*UNSUPPORTED):
        return int(app.hwnd)
    return None


def _asked_for_on_mac() -> str:
    script = f'POSIX path of (choose file with prompt "{wording.PICK_DOCUMENT}")'
    asked = subprocess.run(["osascript", "-e", script], capture_output=True, check=False)
    return asked.stdout.decode("utf-8", "replace").strip()
