"""The columns of the master's task sheets, how wide they are, and how high each row has to be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from taskbook.columns import HEADINGS, STATUS_FIELDS, Field, LookbackField
from taskbook.master.styles import BODY_SIZE, Look
from taskbook.model import Task
from taskbook.ooxml.fitting import TALLEST, fitted_height, lines_needed, row_height
from taskbook.ooxml.rows import cell_text

LEAST_HEIGHT = 52.0
"""Points: room for three lines, as what units answered comes into rows that are already there."""

_WIDTHS = {
    Field.TASK_ID: 8.5,
    Field.NUMBER: 6,
    Field.SECTION: 14,
    Field.TOPIC: 18,
    Field.CONTENT: 48,
    Field.LEAD: 15.5,
    Field.RESPONSIBLE: 22,
    Field.SUPPORT: 16,
    Field.MEASURE: 15.5,
    Field.DEADLINE: 17.5,
    Field.STATUS: 10.5,
    Field.RATE: 8.5,
    Field.LIGHT: 6.5,
    Field.LATEST: 36,
    Field.UPDATED: 10.5,
    Field.LEADER: 11,
    Field.REMARK: 14,
}
_EXTRA_WIDTH = 16
_EXTRAS: Mapping[str, tuple[float, Look]] = {
    LookbackField.YEAR: (8.5, Look.MIDDLE),
    LookbackField.TASK_ID: (10.5, Look.MIDDLE),
    LookbackField.LAST: (32, Look.OURS_TEXT),
}
_BLANK_WIDTH = 10.5
_LOOKS = {
    Field.TASK_ID: Look.CODE,
    Field.NUMBER: Look.MIDDLE,
    Field.SECTION: Look.TOPIC,
    Field.TOPIC: Look.TOPIC,
    Field.DEADLINE: Look.MIDDLE,
    Field.STATUS: Look.OURS,
    Field.RATE: Look.OURS_SHARE,
    Field.LIGHT: Look.OURS,
    Field.LATEST: Look.OURS_TEXT,
    Field.UPDATED: Look.OURS,
    Field.LEADER: Look.MIDDLE,
}
NEW_ROW_LOOKS = {
    Look.TEXT: Look.NEW_TEXT,
    Look.OURS_TEXT: Look.NEW_OURS_TEXT,
    Look.OURS_SHARE: Look.NEW_SHARE,
}
"""Of whole columns, for rows that people add below: without lines, which would run down the empty sheet."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the task sheet: a field of the plan, or (field None) one of the source's own columns."""

    heading: str
    field: Field | None
    width: float
    look: Look

    def text(self, task: Task) -> str:
        if self.field is None:
            return cell_text(dict(task.extra).get(self.heading, ""))
        if self.field is Field.TASK_ID:
            return task.id
        return "" if self.field in STATUS_FIELDS else cell_text(getattr(task, self.field.value))


def task_columns(tasks: Sequence[Task]) -> list[Column]:
    """Every field in order (牵头领导, 备注 only where the source had them), then the source's own columns."""
    optional = {Field.LEADER, Field.REMARK}
    fields = [
        field
        for field in HEADINGS
        if field not in optional or any(getattr(task, field.value) for task in tasks)
    ]
    own = dict.fromkeys(heading for task in tasks for heading, _ in task.extra)
    columns = [
        Column(HEADINGS[field], field, _WIDTHS[field], _LOOKS.get(field, Look.TEXT)) for field in fields
    ]
    columns += [_own_column(heading) for heading in own]
    return [_widened(column, tasks) for column in columns]


def _own_column(heading: str) -> Column:
    width, look = _EXTRAS.get(heading, (_EXTRA_WIDTH, Look.TEXT))
    return Column(heading, None, width, look)


def _widened(column: Column, tasks: Sequence[Task]) -> Column:
    """Wide enough that no text needs a row higher than rows can be; narrow where the source has nothing to say."""
    longest = max((column.text(task) for task in tasks), key=len, default="")
    width = column.width if longest or column.field in STATUS_FIELDS else min(column.width, _BLANK_WIDTH)
    while width < 200 and row_height(lines_needed(longest, width, BODY_SIZE), BODY_SIZE) >= TALLEST:
        width *= 1.3
    return Column(column.heading, column.field, round(width, 1), column.look)


def runs_of(tasks: Sequence[Task], column: Column) -> Iterable[tuple[int, int, str]]:
    """(first, last, text) of consecutive tasks with the same text; a topic's run ends where its section does."""

    def key(task: Task) -> tuple[str, str]:
        return (task.section if column.field is Field.TOPIC else "", column.text(task))

    first = 0
    for (_, text), run in groupby(tasks, key):
        last = first + len(list(run)) - 1
        yield first, last, text
        first = last + 1


def heights_of(tasks: Sequence[Task], columns: Sequence[Column]) -> list[float]:
    """Each row high enough for its own cells, and together for the topics merged over them."""
    topics = [column for column in columns if column.field in (Field.SECTION, Field.TOPIC)]
    single = [column for column in columns if column not in topics]
    heights = [
        fitted_height([(column.text(task), column.width) for column in single], BODY_SIZE, least=LEAST_HEIGHT)
        for task in tasks
    ]
    for column in topics:
        for first, last, text in runs_of(tasks, column):
            needed = row_height(lines_needed(text, column.width, BODY_SIZE), BODY_SIZE)
            missing = needed - sum(heights[first : last + 1])
            if missing > 0:
                share = missing / (last - first + 1)
                for row in range(first, last + 1):
                    heights[row] = min(TALLEST, round(heights[row] + share, 1))
    return heights
