"""完成时限: understood, possible, and in accord with what the task itself says.

A task carried over from an earlier year is past its deadline by nature: there it only has to be understood.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from taskbook import wording
from taskbook.columns import Field
from taskbook.findings import Cell, Code, Finding, found
from taskbook.language.deadlines import find_milestones
from taskbook.language.spans import first_day
from taskbook.model import DeadlineKind, Milestone, Reading
from taskbook.rules.sheet import ReadPlan, task_cell

SHORT_NOTICE_DAYS = 10
"""A deadline this near to the day the plan was issued may have passed before the units have read it."""


def deadlines_are_understood(sheet: ReadPlan) -> Iterator[Finding]:
    """Everybody can tell by when: a date, a rhythm, or 全年持续推进.

    Bad:  完成时限 尽快
    Good: 完成时限 2026年11月底前
    """
    for reading in sheet.readings:
        deadline = reading.deadline
        if deadline.kind is DeadlineKind.UNKNOWN and deadline.text.strip():
            yield found(Code.DEADLINE_UNKNOWN, _cell(sheet, reading), text=_line(deadline.text))


def deadlines_are_dates_not_events(sheet: ReadPlan) -> Iterator[Finding]:
    """A deadline tied to an event has no date and is never overdue; people should know.

    Said: 完成时限 根据政策时限及时推进
    Good: 完成时限 2026年11月底前
    """
    for reading in sheet.readings:
        deadline = reading.deadline
        if deadline.kind is DeadlineKind.EVENT and not deadline.dates:
            yield found(Code.DEADLINE_TIED_TO_EVENT, _cell(sheet, reading), text=_line(deadline.text))


def deadlines_are_within_the_year(sheet: ReadPlan) -> Iterator[Finding]:
    """Deadlines of a yearly plan lie in its year.

    Bad:  2026年的要点，完成时限 2025年11月底前
    Good: 2026年的要点，完成时限 2026年11月底前
    """
    year = sheet.plan.settings.year
    for reading in sheet.readings_this_year:
        outside = [day for day in _dates(reading) if year and day.year != year]
        if outside:
            yield found(
                Code.DEADLINE_OUTSIDE_YEAR, _cell(sheet, reading), date=wording.listed(outside), year=year
            )


def deadlines_are_after_the_issue_date(sheet: ReadPlan) -> Iterator[Finding]:
    """No deadline has passed when the plan is issued.

    Bad:  2026年3月10日印发，完成时限 2026年2月底前
    Good: 2026年3月10日印发，完成时限 2026年4月底前
    """
    issued = sheet.plan.settings.issued_on
    for reading in sheet.readings_this_year:
        before = [day for day in _dates(reading) if issued and day < issued]
        if before:
            yield found(
                Code.DEADLINE_BEFORE_ISSUE, _cell(sheet, reading), date=wording.listed(before), issued=issued
            )


def deadlines_leave_time(sheet: ReadPlan) -> Iterator[Finding]:
    """More than ten days lie between issue and the first deadline.

    Bad:  2026年5月24日印发，完成时限 2026年5月底
    Good: 2026年5月24日印发，完成时限 2026年6月底
    """
    issued = sheet.plan.settings.issued_on
    for reading in sheet.readings_this_year:
        coming = [day for day in _dates(reading) if issued and day >= issued]
        if issued and coming and (coming[0] - issued).days <= SHORT_NOTICE_DAYS:
            yield found(
                Code.DEADLINE_TOO_SOON,
                _cell(sheet, reading),
                date=coming[0],
                issued=issued,
                days=(coming[0] - issued).days,
            )


def deadlines_agree_with_the_text(sheet: ReadPlan) -> Iterator[Finding]:
    """No date in a task's text is later than its deadline; 9月份 is not, where the deadline lies in September.

    Bad:  工作任务 12月10日前报送进展情况；完成时限 2026年11月底前
    Good: 工作任务 11月10日前报送进展情况；完成时限 2026年11月底前
    """
    for reading in sheet.readings_this_year:
        last = reading.deadline.last
        if last is None or reading.deadline.ongoing:
            continue
        dated = (one for one in _milestones(sheet, reading) if one.kind is DeadlineKind.DATE and one.dates)
        late = next((one for one in dated if first_day(one.text, one.dates[-1]) > last), None)
        if late:
            yield found(
                Code.DEADLINE_CONTRADICTS_TEXT,
                _cell(sheet, reading),
                text=_line(late.text),
                date=late.dates[-1],
                deadline=last,
            )


def ongoing_tasks_have_a_milestone(sheet: ReadPlan) -> Iterator[Finding]:
    """A task without an end names a date or a rhythm by which its progress can be seen.

    Said: 工作任务 加强日常巡查；完成时限 全年持续推进
    Good: 工作任务 每季度开展一次巡查；完成时限 全年持续推进
    """
    dated = (DeadlineKind.DATE, DeadlineKind.RECURRING)
    for reading in sheet.readings_this_year:
        endless = reading.deadline.kind is DeadlineKind.ONGOING and not reading.deadline.dates
        if endless and not any(milestone.kind in dated for milestone in _milestones(sheet, reading)):
            yield found(Code.ONGOING_WITHOUT_MILESTONE, _cell(sheet, reading))


def _milestones(sheet: ReadPlan, reading: Reading) -> tuple[Milestone, ...]:
    """Dates and rhythms in the task's text and in its measure (每季度公开1次)."""
    return reading.milestones + find_milestones(reading.task.measure, sheet.plan.settings.year)


def _cell(sheet: ReadPlan, reading: Reading) -> Cell:
    return task_cell(sheet.plan, reading.task, Field.DEADLINE)


def _dates(reading: Reading) -> tuple[date, ...]:
    """Dates by which something is due, ascending; those of a rhythm are its own affair."""
    return reading.deadline.dates if reading.deadline.kind is DeadlineKind.DATE else ()


def _line(text: str) -> str:
    return " ".join(text.split())
