"""单位情况: a row per unit in numbers; 未反馈: whom to call, about what, and how."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from taskbook import wording
from taskbook.columns import Sheet, StatusField, UnitField
from taskbook.findings import Severity
from taskbook.model import Light
from taskbook.rollup.figures import share
from taskbook.rollup.status import Standing, Status, UnitStatus
from taskbook.statusbook.replies import moment
from taskbook.statusbook.styles import Style
from taskbook.statusbook.table import Column, Row, Table

UNIT_COLUMNS = (
    Column(StatusField.RANK, 6, Style.COUNT),
    Column(StatusField.UNIT, 24),
    Column(UnitField.CATEGORY, 9, Style.CENTER),
    Column(StatusField.TASKS, 8, Style.COUNT),
    Column(StatusField.ASKED, 8, Style.COUNT),
    Column(StatusField.ANSWERED, 8, Style.COUNT),
    Column(StatusField.ANSWER_RATE, 8, Style.PERCENT),
    Column(StatusField.ON_TIME, 10, Style.CENTER),
    Column(StatusField.DONE, 8, Style.COUNT),
    Column(StatusField.DONE_RATE, 8, Style.PERCENT),
    Column(StatusField.BEHIND, 8, Style.COUNT),
    Column(StatusField.OVERDUE, 8, Style.COUNT),
    Column(StatusField.STANDING, 14, Style.CENTER),
)
_CLOSE_PLACE = 11
"""Where the count of orange lights goes: after that of yellow ones."""

UNANSWERED_COLUMNS = (
    Column(StatusField.UNIT, 24),
    Column(StatusField.STANDING, 14, Style.CENTER),
    Column(StatusField.OPEN_TASKS, 10, Style.COUNT),
    Column(StatusField.OPEN_IDS, 30),
    Column(StatusField.OVERDUE, 8, Style.COUNT),
    Column(StatusField.DUE, 13, Style.CENTER),
    Column(UnitField.CONTACT, 12, Style.CENTER),
    Column(UnitField.EMAIL, 28),
    Column(StatusField.NOTE, 44),
)


def unit_columns(status: Status) -> tuple[Column, ...]:
    """With a column of its own for orange, where the rule has it."""
    if Light.ORANGE not in status.lights:
        return UNIT_COLUMNS
    return (
        *UNIT_COLUMNS[:_CLOSE_PLACE],
        Column(StatusField.CLOSE, 8, Style.COUNT),
        *UNIT_COLUMNS[_CLOSE_PLACE:],
    )


def unit_table(status: Status) -> Table:
    return Table(
        Sheet.UNIT_STATUS,
        wording.UNIT_STATUS_NOTE,
        unit_columns(status),
        lambda: unit_rows(status),
        len(status.units),
        2,
    )


def unit_rows(status: Status) -> Iterator[Row]:
    """By rank; units with nothing due last."""
    for unit in sorted(status.units, key=lambda one: one.rank or len(status.units) + 1):
        yield (
            unit.rank or None,
            unit.unit.name,
            unit.unit.category,
            unit.tasks,
            unit.due,
            unit.answered,
            unit.answer_rate,
            wording.ON_TIME_WORDS[unit.on_time],
            unit.done,
            share(unit.done, unit.tasks),
            unit.lights.get(Light.YELLOW, 0),
            *([unit.lights.get(Light.ORANGE, 0)] if Light.ORANGE in status.lights else []),
            unit.overdue,
            wording.STANDING_WORDS[unit.standing],
        )


def unanswered_table(status: Status) -> Table:
    waiting = in_order_of_calling(status.waiting)
    return Table(
        Sheet.UNANSWERED,
        wording.UNANSWERED_NOTE,
        UNANSWERED_COLUMNS,
        lambda: unanswered_rows(status, waiting),
        len(waiting),
        colour="#E0443E" if waiting else "",
    )


def in_order_of_calling(units: Sequence[UnitStatus]) -> list[UnitStatus]:
    """Who sent nothing first, then whose return went back, then who left rows blank; most open tasks first."""
    order = list(Standing)
    worst_first = {Standing.MISSING: 0, Standing.SENT_BACK: 1, Standing.PARTLY: 2}
    return sorted(
        units,
        key=lambda one: (worst_first.get(one.standing, order.index(one.standing) + 3), -len(one.waiting)),
    )


def unanswered_rows(status: Status, waiting: Sequence[UnitStatus]) -> Iterator[Row]:
    for unit in waiting:
        yield (
            unit.unit.name,
            wording.STANDING_WORDS[unit.standing],
            len(unit.waiting),
            wording.tasks_listed(unit.waiting),
            unit.overdue,
            status.due.isoformat(),
            unit.unit.contact,
            unit.unit.email,
            _note(unit),
        )


def _note(unit: UnitStatus) -> str:
    record = unit.sent_back
    if record is None:
        return ""
    gravest = next((one for one in record.findings if one.severity is Severity.ERROR), None)
    return wording.sent_back_words(
        record.sequence, moment(record.received), record.file, gravest.message if gravest else ""
    )
