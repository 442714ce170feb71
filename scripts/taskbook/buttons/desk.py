"""The desk a button works at: where the master comes from, how the person is asked and told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from taskbook import wording
from taskbook.columns import Sheet
from taskbook.master.access import Master

MOST_ATTENTION = 9
"""Lines of what needs attention in a closing message; the sheets have them all."""

LONGEST_LINE, ROOM = 110, 560
"""Characters of one such line where there are many, and of all of them where there are few: what to do stands at the
end of a sentence, and a dialog of Excel takes 1024 characters in all."""


class Cancelled(Exception):
    """The person does not want to go on. Everything written so far is whole."""


class Declined(Cancelled):
    """The person said no before anything was done."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a button says at the end: what was done, what needs attention, where it is.

    `look_at` is a sheet of the master the person may want to see now, `errors` whether something must be mended.
    """

    done: Sequence[str]
    attention: Sequence[str] = ()
    where: Sequence[str] = ()
    look_at: Sheet | None = None
    errors: bool = False

    def text(self) -> str:
        """All of it as one message for a dialog or a screen."""
        shown = self.attention[:MOST_ATTENTION]
        longest = max(LONGEST_LINE, ROOM // max(len(shown), 1))
        attention = [_short(line, longest) for line in shown]
        left = len(self.attention) - len(attention)
        attention += [wording.MORE_LINES.format(count=left)] if left else []
        parts = [list(self.done), [wording.ATTENTION, *attention] if attention else [], list(self.where)]
        return "\n\n".join("\n".join(part) for part in parts if part)


def _short(line: str, longest: int) -> str:
    return line if len(line) <= longest else wording.CUT_OFF.format(text=line[: longest - 2])


class Desk(Protocol):
    """Whoever pressed the button."""

    @property
    def has_period_box(self) -> bool:
        """Whether the person could have named a period before pressing."""

    def master(self) -> Master:
        """The master to work on. `CannotGoOn` where there is none, `Cancelled` where the person wants no other."""

    def progress(self, label: str, done: int, total: int) -> None:
        """How far it has come; raises `Cancelled` when the person has had enough."""

    def confirm(self, question: str) -> bool:
        """Whether to go on."""

    def confirm_period(self, question: str) -> str | None:
        """Whether to go on with the period that the question names: '' yes, None no, else the period to take instead."""

    def choose_document(self) -> Path | None:
        """The plan document to import, None where the person chose none."""

    def open_file(self, path: Path) -> None:
        """Show a workbook or a text; where nobody can show it, say where it is."""

    def open_folder(self, path: Path) -> None:
        """Show a folder."""

    def show_sheet(self, sheet: Sheet) -> None:
        """Bring a sheet of the master to the front."""

    def put_away(self, path: Path) -> None:
        """Close one of our own books that is about to be written anew, if it is open and nobody has changed it."""

    def log_in(self) -> Report | None:
        """Let the person type the password of the master's mail servers, unseen; what came of it, where that is known."""

    def unsaved_in(self, folder: Path) -> list[str]:
        """Names of open books kept in a folder that hold unsaved changes."""
