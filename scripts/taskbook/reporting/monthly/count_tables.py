"""单位, 重点任务: the tables of the monthly workbook that count, and which of their cells the charts show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from taskbook import wording
from taskbook.book_columns import ReportField, ReportSheet, StatusField
from taskbook.columns import UnitField
from taskbook.model import Light
from taskbook.reporting.facts import Facts, TaskCount, UnitFacts
from taskbook.reporting.monthly.listing import (
    FIRST_ROW,
    SHARE,
    Column,
    Listing,
    Row,
    Value,
    divided,
    summed,
)
from taskbook.statusbook.styles import Style

MOST_UNITS, MOST_ROWS = 15, 12
"""Bars of a chart: units, sections or topics."""

_LONGEST_NAME = 12


@dataclass(frozen=True, slots=True)
class Span:
    """Cells that a chart shows: rows `first` to `last` (0-based) of a sheet, columns by their heading, the one of the
    bars' names being `names`; `all_rows` is how many there would be to show."""

    sheet: str
    first: int
    last: int
    columns: Mapping[str, int]
    names: str
    all_rows: int
    level: str = ""

    @property
    def count(self) -> int:
        return self.last - self.first + 1


def short_name(name: str) -> str:
    """A name as a chart has room for it."""
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"


def with_short_names(
    columns: Sequence[Column], rows: Sequence[Row], name: str
) -> tuple[tuple[Column, ...], list[Row], str]:
    """A table with a last column of short names where the names in the column `name` (heading) are long; which column
    a chart is to show."""
    place = places_of(columns)[name]
    names = [str(row[place]) for row in rows]
    if all(len(each) <= _LONGEST_NAME for each in names):
        return tuple(columns), list(rows), name
    short = Column(ReportField.SHORT_NAME, 22, Style.QUIET)
    longer = [[*row, short_name(each)] for row, each in zip(rows, names, strict=True)]
    return (*columns, short), longer, ReportField.SHORT_NAME


def places_of(columns: Sequence[Column]) -> dict[str, int]:
    """Heading → 0-based column."""
    return {column.heading: place for place, column in enumerate(columns)}


# ---- units ----


def _unit_columns(facts: Facts) -> tuple[Column, ...]:
    first = (
        Column(StatusField.UNIT, 24),
        Column(UnitField.CATEGORY, 8, Style.CENTER),
        Column(ReportField.ASSIGNED, 7, Style.COUNT),
        Column(StatusField.DONE, 7, Style.COUNT),
        Column(ReportField.OPEN, 7, Style.COUNT),
        Column(StatusField.OVERDUE, 7, Style.COUNT),
        Column(StatusField.DONE_RATE, 8, SHARE),
        Column(StatusField.ASKED, 7, Style.COUNT),
        Column(StatusField.ANSWERED, 7, Style.COUNT),
        Column(StatusField.ANSWER_RATE, 8, SHARE),
        Column(ReportField.ANSWERED_IN_TIME, 7, Style.COUNT),
        Column(ReportField.IN_TIME_RATE, 8, SHARE),
        Column(StatusField.STANDING, 12, Style.CENTER),
        Column(ReportField.RETURNED, 7, Style.COUNT),
    )
    lights = tuple(Column(light, 5, Style.COUNT) for light in facts.status.lights)
    return (*first, *lights, *_change_columns(facts))


def _change_columns(facts: Facts) -> tuple[Column, ...]:
    if facts.before is None:
        return ()
    fields = (ReportField.NEWLY_DONE, ReportField.NEWLY_OVERDUE, ReportField.REPEATED, ReportField.SILENT)
    return tuple(Column(field, 7, Style.COUNT) for field in fields)


def unit_listing(facts: Facts) -> tuple[Listing, Span | None]:
    """Every unit, those with the most tasks first; the first of them are what the chart shows."""
    units = sorted(facts.units, key=lambda unit: -unit.counts.assigned)
    columns, rows, names = with_short_names(
        _unit_columns(facts), [_unit_row(facts, unit) for unit in units], StatusField.UNIT
    )
    listing = Listing(
        sheet=ReportSheet.UNITS,
        note=wording.MONTHLY_UNITS_NOTE,
        columns=columns,
        rows=rows,
        empty=wording.MONTHLY_NO_UNITS,
        total=_unit_total(facts, columns, len(rows)) if rows else (),
    )
    busy = sum(unit.counts.assigned > 0 for unit in units)
    last = FIRST_ROW + min(busy, MOST_UNITS) - 1
    span = Span(ReportSheet.UNITS, FIRST_ROW, last, places_of(columns), names, busy) if busy else None
    return listing, span


def _unit_row(facts: Facts, unit: UnitFacts) -> Row:
    counts = unit.counts
    row: list[Value] = [
        unit.name,
        unit.status.unit.category,
        counts.assigned,
        counts.done,
        counts.assigned - counts.done - counts.overdue,
        counts.overdue,
        counts.done_share,
        counts.due,
        counts.answered,
        counts.answer_rate,
        counts.on_time,
        counts.on_time_rate,
        wording.STANDING_WORDS[unit.status.standing],
        unit.periods[-1].returned,
        *(unit.status.lights.get(light, 0) for light in facts.status.lights),
    ]
    if facts.before is not None:
        row += [counts.newly_done, counts.newly_overdue, counts.repeated, counts.silent]
    return row


def _unit_total(facts: Facts, columns: Sequence[Column], count: int) -> Row:
    """Sums by formulas, so that they follow whoever changes a number; shares are computed of the sums."""
    first, last, places = FIRST_ROW, FIRST_ROW + count - 1, places_of(columns)
    answers = facts.this.answers
    shares = {
        StatusField.DONE_RATE: (StatusField.DONE, ReportField.ASSIGNED, answers.done_share),
        StatusField.ANSWER_RATE: (StatusField.ANSWERED, StatusField.ASKED, answers.answer_rate),
        ReportField.IN_TIME_RATE: (ReportField.ANSWERED_IN_TIME, StatusField.ASKED, answers.on_time_rate),
    }
    whole = {
        ReportField.ASSIGNED: answers.assigned,
        StatusField.DONE: answers.done,
        ReportField.OPEN: answers.assigned - answers.done - answers.overdue,
        StatusField.OVERDUE: answers.overdue,
        StatusField.ASKED: answers.due,
        StatusField.ANSWERED: answers.answered,
        ReportField.ANSWERED_IN_TIME: answers.on_time,
        ReportField.RETURNED: sum(unit.periods[-1].returned for unit in facts.units),
        ReportField.NEWLY_DONE: answers.newly_done,
        ReportField.NEWLY_OVERDUE: answers.newly_overdue,
        ReportField.REPEATED: answers.repeated,
        ReportField.SILENT: answers.silent,
        **{light: sum(unit.status.lights.get(light, 0) for unit in facts.units) for light in Light},
    }
    total: list[Value] = []
    for place, column in enumerate(columns):
        if column.heading in shares:
            part, of, value = shares[column.heading]
            total.append(divided(places[part], places[of], last + 1, value))
        elif column.heading in whole:
            total.append(summed(place, first, last, whole[column.heading]))
        else:
            total.append("" if place else wording.MONTHLY_TOTAL)
    return total


# ---- sections and topics ----


def topic_listing(facts: Facts) -> tuple[Listing, Span | None]:
    """This year's tasks as a whole, by section, by topic; one of the two levels is what the chart shows."""
    changes = _change_columns(facts)[:2]
    columns: Sequence[Column] = (
        Column(ReportField.LEVEL, 10, Style.CENTER),
        Column(ReportField.NAME, 36),
        Column(StatusField.TASKS, 8, Style.COUNT),
        Column(ReportField.FINISHED, 8, Style.COUNT),
        Column(StatusField.DONE_RATE, 8, SHARE),
        Column(ReportField.COMPLETED, 8, SHARE),
        *(Column(light, 7, Style.COUNT) for light in facts.status.lights),
        Column(ReportField.NEAR, 8, Style.COUNT),
        Column(StatusField.OVERDUE, 7, Style.COUNT),
        *changes,
    )
    rows: list[Row] = []
    level, shown = _charted_level(facts), (0, 0, 0)
    for name, counts in _levels(facts):
        if name == level:
            if len(counts) > MOST_ROWS:
                counts = sorted(counts, key=lambda one: -one.tasks)
            first = FIRST_ROW + len(rows)
            shown = first, first + min(len(counts), MOST_ROWS) - 1, len(counts)
        rows += [_topic_row(facts, name, one) for one in counts]
    columns, rows, names = with_short_names(columns, rows, ReportField.NAME)
    first, last, count = shown
    span = Span(ReportSheet.TOPICS, first, last, places_of(columns), names, count, level) if count else None
    note = wording.MONTHLY_TOPICS_SORTED if count > MOST_ROWS else wording.MONTHLY_TOPICS_NOTE
    return Listing(ReportSheet.TOPICS, note, columns, rows, wording.MONTHLY_NO_TASKS, frozen=2), span


def _levels(facts: Facts) -> Iterator[tuple[str, Sequence[TaskCount]]]:
    if facts.this.tasks.tasks:
        yield wording.MONTHLY_LEVEL_ALL, [facts.this.tasks]
    if _tells(facts.sections):
        yield wording.MONTHLY_LEVEL_SECTION, facts.sections
    yield wording.MONTHLY_LEVEL_TOPIC, facts.topics


def _tells(counts: Sequence[TaskCount]) -> bool:
    """Whether there is a name to tell tasks apart by."""
    return any(one.name for one in counts)


def _charted_level(facts: Facts) -> str:
    """Topics where all of them have room or there is nothing else, sections otherwise."""
    fit = _tells(facts.topics) and len(facts.topics) <= MOST_ROWS
    if fit or not _tells(facts.sections) or len(facts.sections) < 2:
        return wording.MONTHLY_LEVEL_TOPIC
    return wording.MONTHLY_LEVEL_SECTION


def _topic_row(facts: Facts, level: str, counts: TaskCount) -> Row:
    whole = level == wording.MONTHLY_LEVEL_ALL
    name = wording.MONTHLY_ALL_TASKS if whole else counts.name or wording.MONTHLY_NO_NAME
    lights = counts.lights or {}
    return [
        level,
        name,
        counts.tasks,
        counts.done,
        counts.done_share,
        counts.completed,
        *(lights.get(light, 0) for light in facts.status.lights),
        counts.near,
        counts.overdue,
        *((counts.newly_done, counts.newly_overdue) if facts.before is not None else ()),
    ]
