"""A master wherever it is: a file on the disk, or a workbook open on somebody's screen. The steps know no difference."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

from taskbook import files, master
from taskbook.columns import Field, TaskPlace
from taskbook.findings import Finding
from taskbook.model import Plan


class Master(Protocol):
    """What the steps need of a master. All of it raises `CannotGoOn`."""

    @property
    def path(self) -> Path:
        """Where it is kept: the folders that 设置 names stand beside it."""

    @property
    def on_screen(self) -> bool:
        """Whether what is written still has to be saved by the person who has it open."""

    def plan(self) -> Plan:
        """The plan as it stands in it now."""

    def unread(self) -> list[Finding]:
        """Cells of the plan's sheets that hold an error or a formula nobody has calculated."""

    def compared_before(self) -> list[Finding]:
        """What 校验结果 holds of the last comparison with the plan's text."""

    def refuse_unwritable(self) -> None:
        """Raise before any work where writing would fail."""

    def write_findings(
        self, findings: Iterable[Finding], new_ids: Mapping[TaskPlace, str], last_number: int
    ) -> Path | None:
        """Findings into 校验结果, ids into new rows, the highest number into 设置; the dated copy made before, if any."""

    def write_status(self, rows: Mapping[str, Mapping[Field, str | float]]) -> Path | None:
        """The merge's results into the status columns; the dated copy made before, if any."""


class MasterFile:
    """A master on the disk."""

    on_screen = False

    def __init__(self, path: Path) -> None:
        self.path = path

    def plan(self) -> Plan:
        return master.read_master(self.path)

    def unread(self) -> list[Finding]:
        return master.unread_findings(self.path)

    def compared_before(self) -> list[Finding]:
        return master.compared_before(self.path)

    def refuse_unwritable(self) -> None:
        files.refuse_unwritable(self.path)

    def write_findings(
        self, findings: Iterable[Finding], new_ids: Mapping[TaskPlace, str], last_number: int
    ) -> Path | None:
        return master.write_findings(self.path, findings, new_ids, last_number)

    def write_status(self, rows: Mapping[str, Mapping[Field, str | float]]) -> Path | None:
        return master.write_status(self.path, rows)


def opened(book: Master | Path) -> Master:
    """The master itself, or the one that stands at a path."""
    return MasterFile(book) if isinstance(book, Path) else book
