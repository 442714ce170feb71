"""Parts that some units play over three months: silent twice, sent back for ever, copying themselves, done and reopened.

A part is a deed a month. A deed fills the unit's book and tells what must become of its files, as `habits` do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from random import Random

from taskbook import wording
from taskbook.columns import ReplyField
from taskbook.findings import Code
from taskbook.model import Reading, Reply, Role, State
from taskbook.rehearsal import filling
from taskbook.rehearsal.filling import OpenBook
from taskbook.rehearsal.habits import SENDERS
from taskbook.rehearsal.office import Office, answers_for, early, with_second_thoughts
from taskbook.rehearsal.phrases import phrases
from taskbook.rehearsal.truth import Habit, SentFile
from taskbook.returns.archive import Outcome

LastMonth = Mapping[str, Reply]
"""Task id → what the unit wrote the month before, where that was accepted."""

Deed = Callable[[Office, str, OpenBook, LastMonth], list[SentFile]]


class Part(StrEnum):
    """Who a unit is. The order is the order in which the parts are given out, the choosiest first."""

    DONE_FOR_GOOD = "done_for_good"
    REOPENED = "reopened"
    UNDER_TARGET = "under_target"
    COPIES_ITSELF = "copies_itself"
    SILENT_AT_FIRST = "silent_at_first"
    FALLS_SILENT = "falls_silent"
    SILENT_BETWEEN = "silent_between"
    NEVER_MENDED = "never_mended"
    ALWAYS_LATE = "always_late"
    CORRECTED_LATE = "corrected_late"


def cast(
    readings: Sequence[Reading], units: Iterable[str], renamed: Iterable[str], seed: int
) -> dict[str, Part]:
    """unit → part, one unit a part; a unit that will be `renamed` copies itself as well, so that its words cross the
    change of name. A part for which nobody is fit is not played."""
    taken = dict.fromkeys(renamed, Part.COPIES_ITSELF)
    open_to_all = sorted(units)
    Random(f"{seed} parts").shuffle(open_to_all)
    for part in Part:
        fit = (unit for unit in open_to_all if unit not in taken and _is_fit(readings, unit, part))
        if unit := next(fit, None):
            taken[unit] = part
    return taken


def _is_fit(readings: Sequence[Reading], unit: str, part: Part) -> bool:
    own = [reading for reading in readings if any(one.unit == unit for one in reading.assignments)]
    if part in (Part.DONE_FOR_GOOD, Part.REOPENED):
        alone = (reading for reading in own if _leads_alone(reading, unit) and not reading.deadline.lasting)
        return any(alone) and any(reading.deadline.lasting for reading in own)
    if part is Part.UNDER_TARGET:
        return any(_leads_alone(reading, unit) and _half_of(_told(reading)) for reading in own)
    return len(own) > 1


def _leads_alone(reading: Reading, unit: str) -> bool:
    return [one.unit for one in reading.assignments if one.role is Role.LEAD] == [unit]


def _told(reading: Reading) -> str:
    return wording.TARGET_SEPARATOR.join(dict.fromkeys(target.text for target in reading.targets))


def deed_of(part: Part, number: int) -> Deed:
    """What a part asks for in the `number`-th month, from 0; after the third it is over."""
    deeds = _DEEDS[part]
    return deeds[number] if number < len(deeds) else _all_answered()


# ---- deeds ----


def _all_answered(state: State | None = None) -> Deed:
    """Every row, each in this state."""

    def do(office: Office, unit: str, book: OpenBook, before: LastMonth) -> list[SentFile]:
        return _send(office, unit, book, answers_for(office, unit, book, early(office), state=state))

    return do


def _as_usual(habit: Habit) -> Deed:
    """What any unit with this habit does."""

    def do(office: Office, unit: str, book: OpenBook, before: LastMonth) -> list[SentFile]:
        return SENDERS[habit](office, unit, book, {unit: book})

    return do


def _copied(office: Office, unit: str, book: OpenBook, before: LastMonth) -> list[SentFile]:
    """Last month's words with this month's date; what was not asked then is answered anew."""
    fresh = answers_for(office, unit, book, early(office))
    again = [
        replace(before[one.task_id], unit=unit, reported_on=one.reported_on) if one.task_id in before else one
        for one in fresh
    ]
    return _send(office, unit, book, again)


def _rest_only(office: Office, unit: str, book: OpenBook, before: LastMonth) -> list[SentFile]:
    """What the book itself says need not be filled in is left blank."""
    left = [task_id for task_id in book.rows if not book.need_not_fill(task_id)]
    return _send(office, unit, book, answers_for(office, unit, book, early(office), left, State.IN_PROGRESS))


def _corrected_late(office: Office, unit: str, book: OpenBook, before: LastMonth) -> list[SentFile]:
    """Sent in time, and once more when it was too late: the second book counts, and the unit was in time."""
    again = filling.open_book(office.books[unit])
    first = _send(office, unit, book, answers_for(office, unit, book, early(office)))
    day = min(office.due + timedelta(days=1), office.today)
    second = [replace(one, reported_on=day) for one in with_second_thoughts(first[0].answers)]
    filling.fill(again, second, office.chance(unit))
    path = office.place("second", unit, phrases()["files"]["folder"])
    again.workbook.save(path)
    return [
        replace(first[0], outcome=Outcome.SUPERSEDED),
        office.sent(path, Habit.TWICE, Outcome.ACCEPTED, second, Code.SEVERAL_RETURNS, unit=unit),
    ]


def _half_done(state: State) -> Deed:
    """Half of every number that was promised and can be halved, in this state; other rows as they come."""

    def do(office: Office, unit: str, book: OpenBook, before: LastMonth) -> list[SentFile]:
        answers = []
        for reply in answers_for(office, unit, book, early(office), state=State.IN_PROGRESS):
            half = _half_of(book.text(reply.task_id, ReplyField.TARGET))
            answers.append(replace(reply, state=state, value=half) if half else reply)
        codes = [Code.VALUE_UNDER_TARGET] if state is State.DONE and any(one.value for one in answers) else []
        return _send(office, unit, book, answers, *codes)

    return do


def _half_of(target: str) -> str:
    """`6` of 不少于12个; '' where the text promises no single number, or one that cannot be half done (不少于30日)."""
    numbers = re.findall(r"(\d+)(\D?)", target)
    if len(numbers) != 1 or not any(word in target for word in wording.MONTHS_AT_LEAST):
        return ""
    number, measure = int(numbers[0][0]), numbers[0][1]
    return str(number // 2) if number > 3 and measure and measure in wording.MONTHS_COUNTED else ""


def _send(
    office: Office, unit: str, book: OpenBook, answers: Sequence[Reply], *codes: Code
) -> list[SentFile]:
    filling.fill(book, answers, office.chance(f"{unit} typing"))
    path = office.place("plain", unit)
    book.workbook.save(path)
    return [office.sent(path, Habit.EARLY, Outcome.ACCEPTED, answers, *codes, unit=unit)]


_SILENT, _LATE = _as_usual(Habit.SILENT), _as_usual(Habit.LATE)
_BUSY, _DONE = _all_answered(State.IN_PROGRESS), _all_answered(State.DONE)
_DEEDS: Mapping[Part, tuple[Deed, Deed, Deed]] = {
    Part.DONE_FOR_GOOD: (_BUSY, _DONE, _rest_only),
    Part.REOPENED: (_BUSY, _DONE, _BUSY),
    Part.UNDER_TARGET: (_BUSY, _half_done(State.IN_PROGRESS), _half_done(State.DONE)),
    Part.COPIES_ITSELF: (_BUSY, _copied, _copied),
    Part.SILENT_AT_FIRST: (_SILENT, _SILENT, _all_answered()),
    Part.FALLS_SILENT: (_all_answered(), _SILENT, _SILENT),
    Part.SILENT_BETWEEN: (_DONE, _SILENT, _DONE),
    Part.NEVER_MENDED: (_as_usual(Habit.EARLY), _as_usual(Habit.STATE_WRONG), _as_usual(Habit.PASSWORD)),
    Part.ALWAYS_LATE: (_LATE, _LATE, _LATE),
    Part.CORRECTED_LATE: (_corrected_late, _all_answered(), _corrected_late),
}
