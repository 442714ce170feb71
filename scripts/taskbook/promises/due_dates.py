"""Dates and frequencies that a task names, against the calendar: passed, and not a word about it in the answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from taskbook.columns import ReplyField
from taskbook.findings import Code
from taskbook.language.mentions import clause_at, is_mentioned, words_of_clause
from taskbook.language.occurrences import last_due
from taskbook.model import DeadlineKind, Reading, Reply, State
from taskbook.promises.doubts import Answered, Circumstances, Doubt


@dataclass(frozen=True, slots=True)
class Passed:
    """A date that has passed. `series`: one of several, or of a frequency: any report of progress answers for it;
    `words` tell an answer to the single one."""

    text: str
    day: date
    series: bool
    recurring: bool = False
    words: frozenset[str] = frozenset()


def passed_dates(reading: Reading, now: Circumstances) -> tuple[Passed, ...]:
    """What a task names and what has passed, of a frequency only the last time; what the deadline itself tells (overdue)
    is left out, and so are tasks of an earlier year, whose dates were meant for that year."""
    if reading.task.lookback:
        return ()
    deadline = reading.deadline
    over = deadline.last if deadline.last and deadline.last < now.as_of else None
    dated = [
        one
        for one in _dated(reading, now)
        if one.day >= now.since and (deadline.last is None or one.day < deadline.last)
    ]
    recurring = [] if over else [one for one in _recurring(reading, now) if one.day >= now.since]
    latest = max(recurring, key=lambda one: one.day, default=None)
    return (*dated, *([latest] if latest else []))


def _dated(reading: Reading, now: Circumstances) -> Iterator[Passed]:
    said: set[date] = set()
    text = reading.task.content
    for one in reading.milestones:
        said.update(one.dates)
        day = max((day for day in one.dates if day < now.as_of), default=None)
        if day is not None:
            place = one.start, one.start + len(one.text)
            words = words_of_clause(text, *place)
            yield Passed(clause_at(text, *place), day, len(one.dates) > 1, words=words)
    deadline = reading.deadline
    days = [day for day in deadline.dates[:-1] if day < now.as_of and day not in said]
    if deadline.kind is DeadlineKind.DATE and days:
        yield Passed(deadline.text, days[-1], series=True)


def _recurring(reading: Reading, now: Circumstances) -> Iterator[Passed]:
    content, deadline = reading.task.content, reading.deadline
    told = [
        (one.text, clause_at(content, one.start, one.start + len(one.text)))
        for one in reading.milestones
        if one.kind is DeadlineKind.RECURRING and not one.dates
    ]
    if deadline.kind is DeadlineKind.RECURRING and not deadline.dates:
        told.append((deadline.text, deadline.text))
    for text, clause in told:
        if day := last_due(text, now.as_of):
            yield Passed(clause, day, series=True, recurring=True)


def passed_dates_are_answered(
    answered: Answered, passed: tuple[Passed, ...], now: Circumstances
) -> Iterator[Doubt]:
    """A unit that holds the task is done, or says something about the date that has passed."""
    reply = answered.reply
    if not answered.holds or reply.state in (State.DONE, State.NONE):
        return
    for one in passed:
        if _is_answered(reply, one):
            continue
        if one.recurring:
            details: dict[str, object] = {"text": one.text, "date": one.day}
            yield Doubt(Code.OCCURRENCE_MISSED, ReplyField.PROGRESS, details)
        else:
            details = {"text": one.text, "days": (now.as_of - one.day).days}
            yield Doubt(Code.MILESTONE_PASSED, ReplyField.PROGRESS, details)


def _is_answered(reply: Reply, passed: Passed) -> bool:
    has_words = any(map(str.isalnum, reply.progress))
    said = f"{reply.progress}\n{reply.problem}\n{reply.next_step}"
    if passed.recurring:
        behind = reply.state is State.BEHIND and any(map(str.isalnum, said))
        return behind or (reply.state is State.IN_PROGRESS and has_words)
    if passed.series and reply.state is State.IN_PROGRESS and has_words:
        return True
    return is_mentioned(said, passed.words, passed.day)
