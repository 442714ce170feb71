"""The desk without Excel: a console window beside WPS or LibreOffice, the master named or dropped on a starter."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from taskbook import wording
from taskbook.buttons.desk import Cancelled, Declined, Report
from taskbook.buttons.jobs import press
from taskbook.buttons.showing import show
from taskbook.buttons.words import lines_of
from taskbook.columns import Sheet
from taskbook.findings import CannotGoOn, Stop, has_errors
from taskbook.master.access import Master, MasterFile
from taskbook.progress import Progress, silent


class Console:
    """`file` is the master, for the button 导入 the document; without it the person is asked, if there is one."""

    def __init__(
        self, file: Path | None, progress: Progress = silent, ask: Callable[[str], str | None] | None = None
    ) -> None:
        self._file = file
        self._progress = progress
        self._ask = ask or _ask
        self._master: Master | None = None

    has_period_box = False

    def master(self) -> Master:
        if self._master is None:
            self._master = MasterFile(self._named(wording.ASK_MASTER).absolute())
        return self._master

    def progress(self, label: str, done: int, total: int) -> None:
        self._progress(label, done, total)

    def confirm(self, question: str) -> bool:
        answer = self._ask(wording.ASK_YES.format(question=question))
        return answer is not None and answer.strip().casefold() not in wording.NO_ANSWERS

    def confirm_period(self, question: str) -> str | None:
        answer = self._ask(wording.ASK_PERIOD.format(question=question))
        if answer is None or answer.strip().casefold() in wording.NO_ANSWERS:
            return None
        return "" if answer.strip().casefold() in wording.YES_ANSWERS else answer.strip()

    def choose_document(self) -> Path | None:
        return self._named(wording.ASK_DOCUMENT).absolute()

    def _named(self, prompt: str) -> Path:
        """The file named on the command line, or asked for until there is one. `Declined` for no answer."""
        if self._file is not None:
            if not self._file.is_file():
                raise CannotGoOn(Stop.FILE_MISSING, path=self._file)
            return self._file
        while True:
            answer = self._ask(prompt)
            if answer is None or not answer.strip():
                raise Declined
            path = dropped_path(answer.strip())
            if path.is_file():
                return path
            self.say((wording.IS_FOLDER if path.is_dir() else wording.NOT_THERE).format(path=path))

    def open_file(self, path: Path) -> None:
        if not show(path):
            self.say(wording.OPENED_AT.format(path=path))

    def open_folder(self, path: Path) -> None:
        self.open_file(path)

    def show_sheet(self, sheet: Sheet) -> None:
        self.open_file(self.master().path)
        self.say(wording.SHEET_IS_THERE.format(sheet=sheet))

    def put_away(self, path: Path) -> None:
        """What other programs have open is theirs to close; writing says so."""

    def log_in(self) -> Report | None:
        from taskbook.logins import save_login, summary

        result = save_login(self.master())
        return Report(summary(result), lines_of(result.findings, ""), errors=has_errors(result.findings))

    def unsaved_in(self, folder: Path) -> list[str]:
        return []

    def say(self, text: str) -> None:
        print(text, file=sys.stderr)


def dropped_path(text: str) -> Path:
    """What a terminal makes of a dropped file: quoted, as an address, or with a backslash before blanks and brackets."""
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        text = text[1:-1]
    elif text.startswith("file://"):
        text = url2pathname(unquote(urlsplit(text).path))
    elif sys.platform != "win32" and not Path(text).exists():
        text = re.sub(r"\\(.)", r"\1", text)
    return Path(text)


def _ask(prompt: str) -> str | None:
    """One line from the person; None where there is no more to read: nobody said yes."""
    print(prompt, end="", file=sys.stderr, flush=True)
    answer = sys.stdin.readline() if sys.stdin is not None else ""
    return answer or None


@contextmanager
def staying_open(wait: bool) -> Iterator[None]:
    """With `wait`, whatever is said in the block stays on the screen until Enter is pressed."""
    try:
        yield
    except CannotGoOn as stopped:
        if not wait:
            raise
        print(stopped, file=sys.stderr)
    if wait:
        _ask(wording.PRESS_ENTER)


def run(
    button: str, file: Path | None, period: str = "", progress: Progress = silent, today: date | None = None
) -> int:
    """Press a button at the console and say what came of it; 1 where something must be mended, else 0."""
    desk = Console(file, progress)
    try:
        report = press(button, desk, period, today)
    except Cancelled as cancelled:
        desk.say(wording.DECLINED if isinstance(cancelled, Declined) else wording.CANCELLED)
        return 0
    if report is None:
        return 0
    print(report.text())
    return 1 if report.errors else 0
