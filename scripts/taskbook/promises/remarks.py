"""Every remark on a period's answers, in the plan's order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from taskbook.findings import Finding, Remark
from taskbook.language.limits import Limit
from taskbook.language.links import asks_for_website
from taskbook.model import ROLE_ORDER, Reading, Reply, Role, Settings, State
from taskbook.period import Period
from taskbook.promises.doubts import Answered, Circumstances, Doubt, remark_of
from taskbook.promises.due_dates import Passed, passed_dates, passed_dates_are_answered
from taskbook.promises.evidence import EvidenceGiven, Key, evidence_domains, evidence_is_good
from taskbook.promises.time_limits import limits_are_kept, limits_of
from taskbook.promises.values import numbers_are_reached
from taskbook.promises.workdays import Calendar, is_working_day


def remarks_on(
    readings: Sequence[Reading],
    replies: Mapping[Key, Reply],
    settings: Settings,
    period: Period,
    as_of: date,
    calendar: Calendar = is_working_day,
) -> tuple[Remark, ...]:
    """What answers of one period do not keep of what their tasks promise, in the plan's order.

    `replies`: (task id, unit) → answer; those whose task is not (or no longer) their unit's are passed over. `as_of`:
    the day of judgement; `calendar`: see `workdays`. Pure.
    """
    year = settings.year or period.year
    now = Circumstances(as_of, settings.issued_on or date(year, 1, 1), calendar)
    given = EvidenceGiven(replies.values(), evidence_domains(settings))
    remarks: list[Remark] = []
    for reading in _each_once(readings):
        promise = _Promise(
            passed_dates(reading, now), limits_of(reading), asks_for_website(reading.task.measure)
        )
        for answered in _worth_a_look(reading, promise, replies, given):
            for doubt in _doubts(answered, promise, given, now):
                remarks.append(remark_of(doubt, answered.reply))
    return tuple(remarks)


@dataclass(frozen=True, slots=True)
class _Promise:
    """What is the same for all answers to one task."""

    passed: tuple[Passed, ...]
    limits: tuple[Limit, ...]
    website: bool


def _each_once(readings: Iterable[Reading]) -> Iterator[Reading]:
    """A row that was copied with its 任务编号 was never sent."""
    seen: set[str] = set()
    for reading in readings:
        if reading.task.id not in seen:
            seen.add(reading.task.id)
            yield reading


def _worth_a_look(
    reading: Reading, promise: _Promise, replies: Mapping[Key, Reply], given: EvidenceGiven
) -> list[Answered]:
    """The answers to a task on which there may be anything to remark; of tens of thousands they are few."""
    task_id, doubtful = reading.task.id, given.doubtful
    done, always = bool(reading.targets) or promise.website, bool(promise.limits)
    dated, single = bool(promise.passed), any(not one.series for one in promise.passed)
    found = []
    for one in reading.assignments:
        reply = replies.get((task_id, one.unit))
        if reply is None:
            continue
        state = reply.state
        if (
            always
            or reply.evidence in doubtful
            or (done and state is State.DONE)
            or (dated and (single or state is not State.IN_PROGRESS or not reply.progress))
        ):
            found.append((ROLE_ORDER[one.role], Answered(reading, reply, one.role is not Role.SUPPORT)))
    found.sort(key=itemgetter(0))
    return [answered for _, answered in found]


def _doubts(
    answered: Answered, promise: _Promise, given: EvidenceGiven, now: Circumstances
) -> Iterator[Doubt]:
    yield from numbers_are_reached(answered, now)
    if promise.passed:
        yield from passed_dates_are_answered(answered, promise.passed, now)
    if promise.limits:
        yield from limits_are_kept(answered, promise.limits, given.of(answered.reply).links, now)
    yield from evidence_is_good(answered, promise.website, given)


def not_told_yet(remarks: Iterable[Remark], told: Iterable[tuple[str, Finding]]) -> tuple[Finding, ...]:
    """The findings of the remarks, without those that were told when the file came in (`told`: its name and a finding of
    it): the same code, in the same row."""
    known = {(file, one.code, one.where.sheet, _row(one.where.address)) for file, one in told}
    findings = (remark.finding for remark in remarks)
    return tuple(
        one
        for one in findings
        if (one.where.file, one.code, one.where.sheet, _row(one.where.address)) not in known
    )


def _row(address: str) -> str:
    return address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
