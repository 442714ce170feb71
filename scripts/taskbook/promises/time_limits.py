"""How long something took or lasted, against what the task allows or asks for, where an answer plainly names the days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from taskbook import wording
from taskbook.columns import ReplyField
from taskbook.findings import Code
from taskbook.language.limits import Limit, LimitUnit, beginning_in, find_limits, spans_in
from taskbook.language.links import Link, date_in
from taskbook.model import Reading
from taskbook.promises.doubts import Answered, Circumstances, Doubt
from taskbook.promises.workdays import working_days

_ONE_DAY = timedelta(days=1)


def limits_of(reading: Reading) -> tuple[Limit, ...]:
    """The rules in a task's words, each once."""
    task = reading.task
    rules: dict[tuple[object, ...], Limit] = {}
    for text in (task.content, task.measure, task.deadline):
        for one in find_limits(text):
            rules.setdefault((one.number, one.unit, one.at_least), one)
    return tuple(rules.values())


def limits_are_kept(
    answered: Answered, limits: Sequence[Limit], links: Sequence[Link], now: Circumstances
) -> Iterator[Doubt]:
    """Of each rule the first stretch of time that breaks it. The day it begins on does not count (for what must last, it
    does: the rule is never read against the unit)."""
    reply = answered.reply
    text = f"{reply.progress}\n{reply.value}"
    for limit in limits:
        for begin, finish in _spans(text, limit, links, now):
            if doubt := _judged(limit, begin, finish, now):
                yield doubt
                break


def _spans(text: str, limit: Limit, links: Sequence[Link], now: Circumstances) -> list[tuple[date, date]]:
    """What the answer names; else the day it says it began, and the one day in the address of its only link."""
    if spans := spans_in(text, limit, now.as_of):
        return spans
    if limit.at_least or len(links) != 1:
        return []
    begin, finish = beginning_in(text, limit, now.as_of), date_in(links[0].url)
    return [(begin, finish)] if begin and finish and begin <= finish else []


def _judged(limit: Limit, begin: date, finish: date, now: Circumstances) -> Doubt | None:
    details: dict[str, object] = {"text": limit.text, "begin": begin, "finish": finish}
    if limit.unit is LimitUnit.WORKING_DAYS:
        count = working_days(begin - _ONE_DAY if limit.at_least else begin, finish, now.calendar)
        taken = wording.WORKING_DAYS.format(count=count)
    else:
        count = (finish - begin).days + (1 if limit.at_least else 0)
        taken = wording.CALENDAR_DAYS.format(count=count)
    if count is None:
        year = _unpublished_year(begin, finish, now)
        decides = limit.at_least or (finish - begin).days > limit.number
        if year is None or not decides:
            return None
        return Doubt(Code.WORKDAYS_UNPUBLISHED, ReplyField.PROGRESS, details | {"year": year})
    if limit.at_least:
        broken, code = count < limit.number, Code.NOTICE_TOO_SHORT
    else:
        broken, code = _is_over(limit, count), Code.LIMIT_EXCEEDED
    return Doubt(code, ReplyField.PROGRESS, details | {"taken": taken}) if broken else None


def _is_over(limit: Limit, count: int) -> bool:
    """From one day to the next but one are more than 24 hours in any case; to the next one nobody knows."""
    return (count - 1) * 24 >= limit.number if limit.unit is LimitUnit.HOURS else count > limit.number


def _unpublished_year(begin: date, finish: date, now: Circumstances) -> int | None:
    years = range(begin.year, finish.year + 1)
    return next((year for year in years if now.calendar(date(year, 7, 1)) is None), None)
