"""What the simulated office did: who wrote what, in which file, and what must become of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from taskbook.findings import Code
from taskbook.model import Reply
from taskbook.returns.archive import Outcome


class Habit(StrEnum):
    """How a unit answers. The order is the order in which a small office takes them up."""

    EARLY = "early"
    TWICE = "twice"
    COPIED_BY_VALUE = "copied_by_value"
    SILENT = "silent"
    PASSWORD = "password"
    ROWS_SORTED = "rows_sorted"
    HALF = "half"
    LATE = "late"
    STATE_WRONG = "state_wrong"
    ROW_INSERTED = "row_inserted"
    SAME_TWICE = "same_twice"
    COLUMNS_REORDERED = "columns_reordered"
    TITLE_DELETED = "title_deleted"
    AS_XLS = "as_xls"
    AS_ODS = "as_ods"
    RENAMED = "renamed"
    ZIPPED = "zipped"
    DONE_WITHOUT_WORDS = "done_without_words"
    LOCKED_EDITED = "locked_edited"
    ROW_DELETED = "row_deleted"
    OTHER_PERIOD = "other_period"
    OTHER_UNITS_ROW = "other_units_row"
    HIDDEN = "hidden"
    TRUNCATED = "truncated"
    EMPTY = "empty"
    COPIED_WITHOUT_TITLE = "copied_without_title"
    PHOTO = "photo"
    DUE_DAY = "due_day"


FEWEST_ROWS: Mapping[Habit, int] = {
    Habit.HALF: 2,
    Habit.TWICE: 2,
    Habit.ROWS_SORTED: 3,
    Habit.ROW_DELETED: 2,
    Habit.ROW_INSERTED: 2,
    Habit.HIDDEN: 2,
}
"""A habit that shows nothing in a smaller book."""


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file in the inbox and what must become of it.

    `file` is its path there (`/` between folders, a zip counts as a folder), `unit` whose book it is ('' where no one's),
    `codes` exactly what must be found in it, `answers` what stands in it, used or not.
    """

    file: str
    unit: str
    habit: Habit | None
    outcome: Outcome
    codes: frozenset[Code] = frozenset()
    answers: tuple[Reply, ...] = ()
    on_time: bool = True


@dataclass(frozen=True, slots=True)
class Truth:
    """The whole office. `skipped` are habits that nobody could take up here, with the reason."""

    files: tuple[SentFile, ...]
    units: tuple[str, ...]
    skipped: Mapping[Habit, str]

    @property
    def missing(self) -> set[str]:
        """Units of which no book could be accepted."""
        return set(self.units) - {sent.unit for sent in self.files if sent.outcome is Outcome.ACCEPTED}

    @property
    def answers(self) -> dict[tuple[str, str], Reply]:
        """(unit, task id) → the answer that counts: of the accepted book, else of the one it supersedes."""
        counting: dict[tuple[str, str], Reply] = {}
        for outcome in (Outcome.SUPERSEDED, Outcome.ACCEPTED):
            for sent in self.files:
                if sent.outcome is outcome:
                    counting |= {(sent.unit, reply.task_id): reply for reply in sent.answers}
        return counting
