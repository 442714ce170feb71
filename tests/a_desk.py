"""A person at a desk without Excel, for tests of the buttons."""

from __future__ import annotations

from pathlib import Path

from taskbook.buttons.desk import Report
from taskbook.columns import Sheet
from taskbook.findings import CannotGoOn, Stop
from taskbook.master.access import MasterFile


class Desk:
    """A person who answers as told; everything shown is noted."""

    has_period_box = True

    def __init__(self, master: Path | None, answer: bool = True, document: Path | None = None) -> None:
        self.file, self.answer, self.document = master, answer, document
        self.asked: list[str] = []
        self.shown: list[object] = []
        self.steps: list[str] = []
        self.unsaved: list[str] = []
        self.other: list[str] = []

    def master(self) -> MasterFile:
        if self.file is None:
            raise CannotGoOn(Stop.NO_WORKBOOK_OPEN)
        return MasterFile(self.file)

    def progress(self, label: str, done: int, total: int) -> None:
        self.steps.append(label)

    def confirm(self, question: str) -> bool:
        self.asked.append(question)
        return self.answer

    def confirm_period(self, question: str) -> str | None:
        self.asked.append(question)
        return self.other.pop(0) if self.other else ("" if self.answer else None)

    def choose_document(self) -> Path | None:
        return self.document

    def open_file(self, path: Path) -> None:
        assert path.is_file()
        self.shown.append(path)

    def open_folder(self, path: Path) -> None:
        assert path.is_dir()
        self.shown.append(path)

    def show_sheet(self, sheet: Sheet) -> None:
        self.shown.append(sheet)

    def put_away(self, path: Path) -> None:
        self.shown.append(("closed", path.name))

    def log_in(self) -> Report | None:
        self.shown.append("login")
        return None

    def unsaved_in(self, folder: Path) -> list[str]:
        return self.unsaved
