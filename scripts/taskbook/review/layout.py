"""Where things stand in the review book, shared by its writer, its reader and what points into it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from taskbook.columns import HEADINGS, Field, ReviewField
from taskbook.ooxml.fitting import text_width
from taskbook.ooxml.rows import LONGEST_TEXT, cell_text
from taskbook.prose.draft import DraftTask
from taskbook.review.rows import ReviewRow

SCHEMA = 1
"""Raised when a reader must treat older books differently; a newer book is refused."""

IDENTITY_KEYS = ("schema", "plan_id", "digest")
"""Rows of the hidden sheet: key in column A, text in column B, from A1 downwards; then the list of rows."""

IDENTITY_ROW_HEADINGS = ("row", "kind", "text")

TITLE_ROW, NOTE_ROW, HEADING_ROW, FIRST_ROW = 0, 1, 2, 3
"""0-based rows of the sheet 审阅."""

FREEZE_COLUMNS = 3

BODY_SIZE = 10.5
"""Points: smaller than in a master, as a row must be seen with its source at once."""

_OWN_WIDTHS = {
    ReviewField.DECISION: 10.5,
    ReviewField.NUMBER: 7,
    ReviewField.CONFIDENCE: 5.5,
    ReviewField.REASONS: 21,
    ReviewField.PLACE: 7.5,
    ReviewField.SOURCE: 37,
}
_WIDTHS = {
    Field.CONTENT: 37,
    Field.LEAD: 13,
    Field.RESPONSIBLE: 15,
    Field.SUPPORT: 12,
    Field.DEADLINE: 12,
    Field.MEASURE: 12,
    Field.SECTION: 14,
    Field.TOPIC: 16,
    Field.NUMBER: 6,
    Field.REMARK: 12,
    Field.LEADER: 11,
}
_OWN_AHEAD = (
    ReviewField.DECISION,
    ReviewField.NUMBER,
    ReviewField.CONFIDENCE,
    ReviewField.REASONS,
    ReviewField.SOURCE,
)
"""The decision, why to look, and the source; beside it the row itself; behind it what is seldom looked at."""

_EXTRA_WIDTH = 14
WIDEST = 62.0
"""Column units: what a screen of 1366 pixels still shows beside the rest."""


def place_width(places: Iterable[str], least: float) -> float:
    """Column units in which every place stands on one line: 第12页第35行 needs more than 第9段."""
    return max(least, 1.15 * max(map(text_width, places), default=0) + 1)


def cells_for(text: str) -> list[str]:
    """A text in as many portions as it needs cells; one for an empty text."""
    size = LONGEST_TEXT if length_in_cell(text) == len(text) else LONGEST_TEXT // 2
    return [text[at : at + size] for at in range(0, len(text), size)] or [text]


def length_in_cell(text: str) -> int:
    """Characters as Excel counts them: one outside the basic plane is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the sheet 审阅: one of its own, a field of the plan, or (both None) one of the source's own."""

    heading: str
    width: float
    own: ReviewField | None = None
    field: Field | None = None

    def task_text(self, row: ReviewRow) -> str:
        """What the row's task says in this column, as a cell can hold it; '' in a column of the sheet's own."""
        return cell_text(self.whole_text(row)) if self.own is None else ""

    def whole_text(self, row: ReviewRow) -> str:
        """What stands in this column of the text, however long; '' in one that only says something about it."""
        if self.field is not None:
            return getattr(row.task, self.field.value)
        if self.own is not None:
            return row.source if self.own is ReviewField.SOURCE else ""
        return dict(row.task.extra).get(self.heading, "")


def columns_of(tasks: Sequence[DraftTask]) -> list[Column]:
    """The columns in order; 牵头领导 and the source's own columns only where a task says something there."""
    fields = [
        field for field in _WIDTHS if field is not Field.LEADER or any(one.task.leader for one in tasks)
    ]
    extra = dict.fromkeys(heading for one in tasks for heading, _ in one.task.extra)
    own = [Column(field.value, _OWN_WIDTHS[field], own=field) for field in _OWN_AHEAD]
    plan = [Column(HEADINGS[field], _WIDTHS[field], field=field) for field in fields]
    others = [Column(heading, _EXTRA_WIDTH) for heading in extra]
    place = Column(ReviewField.PLACE.value, _OWN_WIDTHS[ReviewField.PLACE], own=ReviewField.PLACE)
    return [*own, *plan, place, *others]
