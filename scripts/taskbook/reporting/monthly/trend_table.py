"""趋势: every period so far, the months that are missing, and the dates that the plan names."""

from __future__ import annotations

from collections.abc import Iterator

from taskbook import wording
from taskbook.book_columns import ReportField, ReportSheet, StatusField
from taskbook.reporting.facts import Facts, PeriodFacts
from taskbook.reporting.monthly.count_tables import Span, places_of
from taskbook.reporting.monthly.listing import FIRST_ROW, SHARE, Column, Listing, Row
from taskbook.statusbook.styles import Style


def trend_listing(facts: Facts) -> tuple[Listing, Span]:
    """Every period so far and the months that are missing; below, the dates that the plan names."""
    lights = facts.status.lights
    columns = (
        Column(StatusField.PERIOD, 11, Style.CENTER),
        Column(ReportField.AS_OF, 11, Style.CENTER),
        Column(StatusField.TASKS, 7, Style.COUNT),
        Column(ReportField.FINISHED, 7, Style.COUNT),
        Column(StatusField.DONE_RATE, 8, SHARE),
        Column(ReportField.ELAPSED, 8, SHARE),
        Column(ReportField.COMPLETED, 8, SHARE),
        *(Column(light, 5, Style.COUNT) for light in lights),
        Column(StatusField.OVERDUE, 7, Style.COUNT),
        Column(ReportField.NEWLY_DONE, 7, Style.COUNT),
        Column(ReportField.NEWLY_OVERDUE, 7, Style.COUNT),
        Column(ReportField.UNITS_DUE, 7, Style.COUNT),
        Column(ReportField.UNITS_ANSWERED, 7, Style.COUNT),
        Column(ReportField.UNITS_PARTLY, 7, Style.COUNT),
        Column(ReportField.UNITS_MISSING, 7, Style.COUNT),
        Column(ReportField.UNITS_IN_TIME, 7, Style.COUNT),
        Column(ReportField.ANSWERS_DUE, 7, Style.COUNT),
        Column(ReportField.ANSWERS, 7, Style.COUNT),
        Column(StatusField.ANSWER_RATE, 8, SHARE),
        Column(ReportField.IN_TIME_RATE, 8, SHARE),
        Column(StatusField.NOTE, 18, Style.QUIET),
    )
    rows = list(_period_rows(facts, len(columns)))
    days = [_period_row(facts, one, new=False) for one in facts.days]
    days += [_without_numbers(str(day), wording.MONTHLY_DAY_TO_COME, len(columns)) for day in facts.coming]
    later = [(wording.MONTHLY_DAYS_NOTE, days)] if days else []
    listing = Listing(
        ReportSheet.TREND, wording.MONTHLY_TREND_NOTE, columns, rows, later=later, filtered=False
    )
    last = FIRST_ROW + len(rows) - 1
    return listing, Span(
        ReportSheet.TREND, FIRST_ROW, last, places_of(columns), StatusField.PERIOD, len(rows)
    )


def _period_rows(facts: Facts, columns: int) -> Iterator[Row]:
    known = {one.label: one for one in facts.trend}
    for label in sorted({*known, *(str(month) for month in facts.missing)}):
        one = known.get(label)
        if one is None:
            yield _without_numbers(label, wording.MONTHLY_MONTH_MISSING, columns)
        else:
            yield _period_row(facts, one, new=one is not facts.trend[0])


def _without_numbers(label: str, note: str, columns: int) -> Row:
    return [label, *[None] * (columns - 2), note]


def _period_row(facts: Facts, one: PeriodFacts, new: bool) -> Row:
    """`new`: whether there is a period before it, to which something is new."""
    tasks, answers, lights = one.tasks, one.answers, one.tasks.lights or {}
    return [
        one.label,
        one.as_of.isoformat(),
        tasks.tasks,
        tasks.done,
        tasks.done_share,
        one.elapsed,
        tasks.completed,
        *(lights.get(light, 0) for light in facts.status.lights),
        tasks.overdue,
        *((tasks.newly_done, tasks.newly_overdue) if new else (None, None)),
        one.units_due,
        one.units_answered,
        one.units_partly,
        one.units_missing,
        one.units_on_time,
        answers.due,
        answers.answered,
        answers.answer_rate,
        answers.on_time_rate,
        "",
    ]
