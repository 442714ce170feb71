"""The simulated office: what its people know, and what they would write."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from zlib import crc32

from taskbook.columns import ReplyField
from taskbook.findings import Code
from taskbook.model import Reply, State
from taskbook.period import Period
from taskbook.rehearsal.filling import OpenBook
from taskbook.rehearsal.phrases import answer, phrases
from taskbook.rehearsal.truth import Habit, SentFile
from taskbook.returns.archive import Outcome


@dataclass(slots=True)
class Office:
    """One round: `books` by unit as they were sent out, `earlier` those of another period.

    `soffice` is LibreOffice's program, None where there is none; `staging` a folder for what is on its way.
    """

    books: Mapping[str, Path]
    inbox: Path
    staging: Path
    period: Period
    due: date
    today: date
    seed: int = 1
    earlier: Mapping[str, Path] = field(default_factory=dict)
    soffice: str | None = None
    conversions: dict[Path, Path] = field(default_factory=dict)
    zipped: dict[str, Path] = field(default_factory=dict)

    def chance(self, unit: str) -> Random:
        """A unit's own dice: its answers do not change when other units do."""
        return Random(f"{self.seed} {self.period} {unit}")

    def place(self, pattern: str, unit: str, folder: str = "") -> Path:
        """A path in the inbox for a file of the unit, its folder made."""
        name = phrases()["files"][pattern].format(
            unit=_file_part(unit), month=self.period.month, n=crc32(unit.encode()) % 1000
        )
        path = self.inbox / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def is_on_time(self, day: date) -> bool:
        return day <= self.due or self.today <= self.due

    def sent(
        self, path: Path, habit: Habit, outcome: Outcome, answers: Sequence[Reply], *codes: Code, unit: str
    ) -> SentFile:
        """What must become of a file; that it is late is found by the day in it."""
        day = max((reply.reported_on for reply in answers if reply.reported_on), default=self.due)
        on_time = self.is_on_time(day)
        late = () if on_time or outcome is Outcome.RETURNED else (Code.RETURNED_LATE,)
        name = path.relative_to(self.inbox).as_posix()
        return SentFile(name, unit, habit, outcome, frozenset((*codes, *late)), tuple(answers), on_time)


def answers_for(
    office: Office,
    unit: str,
    book: OpenBook,
    day: date,
    task_ids: Sequence[str] | None = None,
    state: State | None = None,
) -> list[Reply]:
    """What the unit writes about these tasks (all of them, unless told otherwise) on a day."""
    chance = office.chance(f"{unit} {day}")
    return [
        answer(
            chance,
            unit,
            task_id,
            {
                "topic": _short(
                    book.text(task_id, ReplyField.TOPIC) or book.text(task_id, ReplyField.CONTENT)
                ),
                "content": _short(book.text(task_id, ReplyField.CONTENT)),
            },
            book.text(task_id, ReplyField.TARGET),
            day,
            state,
        )
        for task_id in (book.rows if task_ids is None else task_ids)
    ]


def early(office: Office) -> date:
    """A day well before the books are due, and never in the future."""
    return min(office.due - timedelta(days=7), office.today)


def foreign_row(unit: str, opened: Mapping[str, OpenBook]) -> tuple[str, str] | None:
    """Another unit and a task of its that this unit does not have."""
    for other, book in opened.items():
        strange = [task_id for task_id in book.rows if task_id not in opened[unit].rows]
        if other != unit and strange:
            return other, strange[0]
    return None


def with_second_thoughts(replies: Sequence[Reply]) -> list[Reply]:
    """The same answers, each saying that it was corrected."""
    note = phrases()["changed"]["second_time"]
    return [replace(reply, progress=reply.progress + note) for reply in replies]


def _short(text: str) -> str:
    """The first words of a cell, without a serial in brackets before them or a stop behind."""
    plain = re.sub(r"^\W\w{1,3}\W", "", text.replace("\n", ""))
    return re.sub(r"^\W+|\W+$", "", plain[:14])


def _file_part(unit: str) -> str:
    return "".join(letter for letter in unit if letter not in '\\/:*?"<>|\n')
