"""From what was planned, asked and answered to where every task and unit stands. Values in, values out."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from taskbook import wording
from taskbook.language.completion import completion
from taskbook.model import LIGHT_ORDER, ROLE_ORDER, Light, Reading, Reply, Role, Settings, State
from taskbook.period import Period
from taskbook.rollup.cases import Case, Cause, Verdict, elapsed_share
from taskbook.rollup.lights import light_of
from taskbook.rollup.status import NO_PAST, Answer, Key, Past, Round, TaskStatus, deciding_of


def task_statuses(
    readings: Iterable[Reading], settings: Settings, current: Round, past: Past = NO_PAST, *, as_of: date
) -> Iterator[TaskStatus]:
    """Every task of the plan in order, with where each of its units stands."""
    elapsed = elapsed_share(as_of, settings.year or as_of.year)
    periods = (past.last, current.period) if past.last else ()
    issued_on = settings.issued_on or date(settings.year or as_of.year, 1, 1)
    day = _Day(settings, current, past, as_of, elapsed, periods, issued_on)
    for reading in readings:
        yield _task(day, reading)


def stray_answers(readings: Iterable[Reading], current: Round) -> Iterator[Answer]:
    """Answers of this period whose task is withdrawn, or another unit's by now."""
    units_of: dict[str, set[str]] = {}
    for reading in readings:
        units_of.setdefault(reading.task.id, set()).update(one.unit for one in reading.assignments)
    strays = [key for key in current.replies if key[1] not in units_of.get(key[0], ())]
    for key in sorted(strays):
        reply = current.replies[key]
        reason = wording.NO_LONGER_ASSIGNED
        yield Answer(*key, None, reply.state, Light.GREEN, reason, asked=False, answered=True, reply=reply)


@dataclass(frozen=True, slots=True)
class _Day:
    """What is the same for every task on the day of judgement."""

    settings: Settings
    current: Round
    past: Past
    as_of: date
    elapsed: float
    silent_periods: tuple[Period, ...]
    issued_on: date


class _Judge:
    """Judges the parts of one task on one day. Many units say the same, so what was judged is kept."""

    def __init__(self, day: _Day, reading: Reading) -> None:
        self.day, self.reading = day, reading
        self._verdicts: dict[tuple[object, ...], Verdict] = {}
        self._completed: dict[str, tuple[float | None, str]] = {}

    def verdict(
        self,
        state: State,
        share: float | None,
        reached: str,
        silent: bool,
        done_in: Period | None,
        can_be_late: bool = True,
    ) -> Verdict:
        known = (state, share, reached, silent, done_in, can_be_late)
        verdict = self._verdicts.get(known)
        if verdict is None:
            case = _case(self.day, self.reading, *known)
            verdict = self._verdicts[known] = light_of(case, self.day.settings.light_rule)
        return verdict

    def completed(self, reply: Reply | None) -> tuple[float | None, str]:
        """The share that a 完成值 comes to, and the same in words; None and '' where nobody can know."""
        if reply is None or not reply.value:
            return None, ""
        told = self._completed.get(reply.value)
        if told is None:
            told = completion(self.reading.targets, reply.value) or (None, "")
            self._completed[reply.value] = told
        return told


def _task(day: _Day, reading: Reading) -> TaskStatus:
    judge = _Judge(day, reading)
    ordered = sorted(reading.assignments, key=lambda one: ROLE_ORDER[one.role])
    answers = tuple([_answer(judge, one.unit, one.role) for one in ordered])
    deciding = deciding_of(answers)
    state = task_state(deciding)
    verdict, named = _whole(judge, state, deciding)
    return TaskStatus(
        reading=reading,
        state=state,
        light=verdict.light,
        reason=verdict.reason + wording.units_named(named),
        rate=_mean_share(deciding),
        overdue=verdict.overdue,
        near=verdict.near,
        answers=answers,
        latest=_latest(day, reading.task.id, answers),
    )


def _answer(judge: _Judge, unit: str, role: Role) -> Answer:
    day, deciding = judge.day, role is not Role.SUPPORT
    key = (judge.reading.task.id, unit)
    reply = day.current.replies.get(key)
    before = _done_before(day, judge.reading, key) if reply is None else None
    done_in, reply = before or (None, reply)
    state = reply.state if reply else State.NONE
    answered = done_in is None and state is not State.NONE
    asked = done_in is None and _is_asked(day, key, answered)
    silent = asked and reply is None and key in day.past.unanswered
    share, reached = judge.completed(reply) if deciding else (None, "")
    verdict = judge.verdict(state, share, reached, silent, done_in, deciding and key not in day.past.kept)
    return Answer(
        task_id=key[0],
        unit=unit,
        role=role,
        state=state,
        light=verdict.light,
        reason=_answer_reason(verdict, asked, reply),
        asked=asked,
        answered=answered,
        overdue=verdict.overdue,
        silent=silent,
        share=1.0 if state is State.DONE else share,
        reached=reached,
        reply=reply,
        done_in=done_in,
    )


def _whole(judge: _Judge, state: State, deciding: tuple[Answer, ...]) -> tuple[Verdict, list[str]]:
    """The task's verdict, and the units a reader has to call about it."""
    unfinished = [answer for answer in deciding if answer.state is not State.DONE]
    known = [answer for answer in unfinished if answer.share is not None]
    slowest = min(known, key=lambda answer: answer.share or 0.0, default=None)
    share, reached = (slowest.share, slowest.reached) if slowest else (None, "")
    silent = bool(unfinished) and all(answer.silent for answer in deciding)
    done_in = (
        max(answer.done_in for answer in deciding)
        if all(one.done_in for one in deciding) and deciding
        else None
    )
    kept = bool(unfinished) and all(_key(answer) in judge.day.past.kept for answer in unfinished)
    verdict = judge.verdict(state, share, reached, silent, done_in, not kept)
    done = [answer for answer in deciding if answer.state is State.DONE]
    short = [answer for answer in done if LIGHT_ORDER[answer.light] > LIGHT_ORDER[verdict.light]]
    if short:
        reason = short[0].reason
        return Verdict(short[0].light, reason, near=verdict.near, cause=Cause.SHORT), _units(short)
    if verdict.cause is Cause.DECLARED:
        return verdict, _units(answer for answer in deciding if answer.state is State.BEHIND)
    if verdict.cause is Cause.MEASURED:
        return verdict, [slowest.unit] if slowest else []
    if verdict.cause is Cause.OVERDUE:
        return verdict, _units(answer for answer in unfinished if _key(answer) not in judge.day.past.kept)
    return verdict, [] if verdict.cause is Cause.NOTHING else _units(unfinished)


def _key(answer: Answer) -> Key:
    return answer.task_id, answer.unit


def _units(answers: Iterable[Answer]) -> list[str]:
    return [answer.unit for answer in answers]


def _case(
    day: _Day,
    reading: Reading,
    state: State,
    share: float | None,
    reached: str,
    silent: bool,
    done_in: Period | None,
    can_be_late: bool,
) -> Case:
    return Case(
        state,
        reading.deadline,
        day.as_of,
        day.settings.near_days,
        1.0 if reading.task.lookback else day.elapsed,  # of an earlier year, which is over
        share,
        reached,
        day.silent_periods if silent else (),
        done_in,
        can_be_late,
        day.issued_on,
    )


def _done_before(day: _Day, reading: Reading, key: Key) -> tuple[Period, Reply] | None:
    """When and how this unit completed it earlier; what goes on is asked for again every period."""
    return None if reading.deadline.lasting else day.past.done.get(key)


def _is_asked(day: _Day, key: Key, answered: bool) -> bool:
    """Whether an answer is due: it was in the unit's book (or nobody was sent a book), or it came anyway."""
    return answered or not day.current.asked or key[0] in day.current.asked.get(key[1], ())


def _latest(day: _Day, task_id: str, answers: tuple[Answer, ...]) -> tuple[Period, Reply] | None:
    """What was said last: this period by the weightiest unit that said something, else what was last said before."""
    now = [answer.reply for answer in answers if answer.reply and not answer.done_in]
    if now:
        return day.current.period, next((reply for reply in now if reply.progress), now[0])
    return day.past.said.get(task_id)


def task_state(deciding: tuple[Answer, ...]) -> State:
    """All done → done; nobody answered → none; one behind → behind; who answered has not begun → not begun."""
    states = {answer.state for answer in deciding}
    if states == {State.DONE}:
        return State.DONE
    if states <= {State.NONE}:
        return State.NONE
    if State.BEHIND in states:
        return State.BEHIND
    return State.NOT_STARTED if states <= {State.NOT_STARTED, State.NONE} else State.IN_PROGRESS


def _mean_share(deciding: tuple[Answer, ...]) -> float:
    """完成率: the mean over the deciding units of what is known to be complete (done 1, unknown 0)."""
    return sum(answer.share or 0.0 for answer in deciding) / len(deciding) if deciding else 0.0


def _answer_reason(verdict: Verdict, asked: bool, reply: Reply | None) -> str:
    """Interned where it is put together: units share most of them."""
    if reply is not None and reply.state is State.NONE:
        return sys.intern(verdict.reason.replace(wording.NOT_ANSWERED_YET, "") + wording.STATE_NOT_CHOSEN)
    if not asked and reply is None:
        return sys.intern(verdict.reason.replace(wording.NOT_ANSWERED_YET, "") + wording.NOT_ISSUED_YET)
    return verdict.reason
