"""The desk without Excel: a console window beside WPS or LibreOffice, the master named or dropped on a starter."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from taskbook import wording
from taskbook.buttons.desk import Cancelled
from taskbook.buttons.jobs import press
from taskbook.buttons.showing import show
from taskbook.columns import Sheet
from taskbook.findings import CannotGoOn, Stop
from taskbook.master.access import Master, MasterFile
from taskbook.progress import Progress, silent


class Console:
    """`file` is the master, for the button 导入 the document; without it the person is asked, if there is one."""

    def __init__(
        self, file: Path | None, progress: Progress = silent, ask: Callable[[str], str] | None = None
    ) -> None:
        self._file = file
        self._progress = progress
        self._ask = ask or _ask
        self._master: Master | None = None

    def master(self) -> Master:
        if self._master is None:
            path = self._file or self._asked_for(wording.ASK_MASTER)
            if path is None or not path.is_file():
                raise CannotGoOn(Stop.FILE_MISSING, path=path or "")
            self._master = MasterFile(path.absolute())
        return self._master

    def progress(self, label: str, done: int, total: int) -> None:
        self._progress(label, done, total)

    def confirm(self, question: str) -> bool:
        answer = self._ask(wording.ASK_YES.format(question=question))
        return answer.strip().casefold() not in wording.NO_ANSWERS

    def confirm_period(self, question: str) -> str | None:
        answer = self._ask(wording.ASK_PERIOD.format(question=question)).strip()
        folded = answer.casefold()
        if folded in wording.NO_ANSWERS:
            return None
        return "" if folded in wording.YES_ANSWERS else answer

    def choose_document(self) -> Path | None:
        path = self._file or self._asked_for(wording.ASK_DOCUMENT)
        if path is not None and not path.is_file():
            raise CannotGoOn(Stop.FILE_MISSING, path=path)
        return path.absolute() if path else None

    def _asked_for(self, prompt: str) -> Path | None:
        """What a terminal makes of a dropped file: quoted, or (in a Unix shell) with a backslash before blanks."""
        text = self._ask(prompt).strip()
        if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
            text = text[1:-1]
        elif sys.platform != "win32" and not Path(text).exists():
            text = text.replace("\\ ", " ").replace("\\(", "(").replace("\\)", ")").replace("\\&", "&")
        return Path(text) if text else None

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

    def unsaved_in(self, folder: Path) -> list[str]:
        return []

    def say(self, text: str) -> None:
        print(text, file=sys.stderr)


def _ask(prompt: str) -> str:
    """One line from the person; without a person at a keyboard, as if return had been pressed."""
    print(prompt, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline() if sys.stdin and sys.stdin.isatty() else ""


def run(
    button: str, file: Path | None, period: str = "", progress: Progress = silent, today: date | None = None
) -> int:
    """Press a button at the console and say what came of it; 1 where something must be mended, else 0."""
    desk = Console(file, progress)
    try:
        report = press(button, desk, period, today)
    except Cancelled:
        desk.say(wording.CANCELLED)
        return 0
    if report is None:
        return 0
    print(report.text())
    return 1 if report.errors else 0
