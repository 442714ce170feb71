"""Pressing buttons for the pictures: in an Excel that is given, else at a console."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from taskbook import wording
from taskbook.buttons.console import Console
from taskbook.buttons.desk import Report
from taskbook.buttons.jobs import press
from taskbook.live.desk import ExcelDesk

Press = Callable[[str, Path, str, date], Report | None]
"""(button, master, period, today) → what was said at the end; the master on the disk is then as it was on the screen."""


class _Alone(Console):
    """Nobody sits there: what is asked is agreed to, nothing is shown."""

    def __init__(self, file: Path) -> None:
        super().__init__(file, ask=lambda _: "")
        self.asked: list[str] = []

    def open_file(self, path: Path) -> None:
        """Nobody looks."""

    def confirm(self, question: str) -> bool:
        self.asked.append(question)
        return True

    def say(self, text: str) -> None:
        """Nobody listens."""


def at_console(button: str, master: Path, period: str, today: date) -> Report | None:
    """Press as `press_button.py` does."""
    return press(button, _Alone(master), period, today)


def asked_by(button: str, master: Path, period: str, today: date) -> str:
    """Press, agreeing, and give back the question that was agreed to, as a dialog shows it."""
    desk = _Alone(master)
    press(button, desk, period, today)
    return desk.asked[0]


def in_excel(app: Any) -> Press:
    """Press in this xlwings App, as the ribbon does: the master is opened, and saved only after the last word."""

    def pressed(button: str, master: Path, period: str, today: date) -> Report | None:
        book = app.books.open(os.fspath(master))
        report = press(button, ExcelDesk(app, book, button), period, today)
        book.save()
        for one in list(app.books):
            one.close()
        return report

    return pressed


def dialog_of(report: Report) -> tuple[str, tuple[str, ...]]:
    """What Excel's closing dialog says, and what stands on its buttons."""
    if report.look_at is None:
        return report.text(), wording.DIALOG_OK
    return f"{report.text()}\n\n{wording.LOOK_AT_FINDINGS}", wording.DIALOG_YES_NO
