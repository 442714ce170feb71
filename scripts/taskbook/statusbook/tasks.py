"""任务汇总: a row per task of this year, and where each of its units stands in a word; 回头看: the same of an earlier year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from taskbook import wording
from taskbook.columns import HEADINGS, Field, LookbackField, Sheet, StatusField, column_letters
from taskbook.model import Role
from taskbook.rollup.status import Answer, Status, TaskStatus, latest_words
from taskbook.statusbook.styles import Style
from taskbook.statusbook.table import A3, FIRST_ROW, Column, Row, Table

COLUMNS = (
    Column(HEADINGS[Field.TASK_ID], 9, Style.LINK),
    Column(HEADINGS[Field.NUMBER], 6, Style.CENTER),
    Column(HEADINGS[Field.SECTION], 14, Style.CENTER),
    Column(HEADINGS[Field.TOPIC], 16, Style.CENTER),
    Column(HEADINGS[Field.CONTENT], 44),
    Column(HEADINGS[Field.LEAD], 16),
    Column(HEADINGS[Field.RESPONSIBLE], 20),
    Column(HEADINGS[Field.SUPPORT], 18),
    Column(HEADINGS[Field.MEASURE], 14),
    Column(HEADINGS[Field.DEADLINE], 14, Style.CENTER),
    Column(HEADINGS[Field.STATUS], 10, Style.WORD),
    Column(HEADINGS[Field.RATE], 8, Style.PERCENT),
    Column(HEADINGS[Field.LIGHT], 6, Style.WORD),
    Column(StatusField.REASON, 28),
    Column(StatusField.ASKED, 7, Style.COUNT),
    Column(StatusField.ANSWERED, 7, Style.COUNT),
    Column(StatusField.WHO_ANSWERED, 24),
    Column(StatusField.WHO_NOT, 24),
    Column(StatusField.LATEST, 44),
    Column(StatusField.LATEST_SOURCE, 24, Style.QUIET),
)
LOOKBACK_COLUMNS = (
    *COLUMNS,
    Column(LookbackField.YEAR, 8, Style.CENTER),
    Column(LookbackField.TASK_ID, 10, Style.CENTER),
    Column(LookbackField.LAST, 28),
)
LONGEST_LATEST = 300
MOST_NAMED, MOST_ANSWERED, MOST_WAITING = 6, 10, 30
"""Units listed in a cell: of a role, having answered, still owing an answer."""


def table(status: Status) -> Table:
    return Table(
        Sheet.TASK_STATUS,
        wording.TASK_STATUS_NOTE,
        COLUMNS,
        lambda: rows(status),
        len(status.this_year),
        frozen=2,
        paper=A3,
        links=tuple(_links(status.tasks, lookback=False)),
    )


def lookback_table(status: Status) -> Table:
    """Only for a plan that has tasks of an earlier year."""
    return Table(
        Sheet.LOOKBACK,
        wording.LOOKBACK_STATUS_NOTE,
        LOOKBACK_COLUMNS,
        lambda: lookback_rows(status),
        len(status.lookback),
        frozen=2,
        paper=A3,
        links=tuple(_links(status.tasks, lookback=True)),
    )


def rows(status: Status) -> Iterator[Row]:
    for task in status.this_year:
        yield _row(task)


def lookback_rows(status: Status) -> Iterator[Row]:
    for task in status.lookback:
        told = dict(task.reading.task.extra)
        yield (*_row(task), *(told.get(name, "") for name in LookbackField))


def _row(status: TaskStatus) -> Row:
    task = status.reading.task
    asked = [answer for answer in status.answers if answer.asked]
    waiting = [answer.unit for answer in asked if not answer.answered]
    return (
        task.id,
        task.number,
        task.section,
        task.topic,
        task.content,
        _named(status.answers, Role.LEAD, task.lead),
        _named(status.answers, Role.RESPONSIBLE, task.responsible),
        _named(status.answers, Role.SUPPORT, task.support),
        task.measure,
        task.deadline,
        status.state,
        status.rate if status.deciding else None,
        status.light,
        status.reason,
        len(asked),
        len(asked) - len(waiting),
        wording.units_listed([answer.unit for answer in asked if answer.answered], MOST_ANSWERED),
        wording.units_listed(waiting, MOST_WAITING),
        latest_words(status, LONGEST_LATEST),
        _latest_source(status),
    )


def _named(answers: tuple[Answer, ...], role: Role, printed: str) -> str:
    """The units of a role by name; where they are many, as the plan puts it (各部门)."""
    units = [answer.unit for answer in answers if answer.role is role]
    return printed if printed and len(units) > MOST_NAMED else wording.units_listed(units, MOST_WAITING)


def _latest_source(status: TaskStatus) -> str:
    source = status.latest[1].source if status.latest else None
    return wording.source_words(source.file, source.sheet, source.row) if source else ""


def _links(tasks: Iterable[TaskStatus], lookback: bool) -> Iterator[tuple[int, int, str]]:
    """From a task's number to its first row in 反馈明细, which holds all tasks; for those of one of the two sheets."""
    place = FIRST_ROW + 1
    column = column_letters(0)
    index = 0
    for task in tasks:
        if task.reading.task.lookback is lookback:
            if task.answers:
                yield index, 0, f"internal:'{Sheet.REPLIES}'!{column}{place}"
            index += 1
        place += len(task.answers)
