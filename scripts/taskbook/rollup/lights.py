"""Which light a unit's part in a task, or a whole task, shows (亮灯): named rules, each one pure function.

A rule looks at a `Case` and answers with a `Verdict`: the light and, in words, why. 设置 names the rule; another
place's rule is one more function in `LIGHT_RULES`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from taskbook import wording
from taskbook.model import Deadline, DeadlineKind, Light, State
from taskbook.period import Period


@dataclass(frozen=True, slots=True)
class Case:
    """What is known on the day of judgement, about one unit's part in a task or about the task as a whole.

    `elapsed` is the share of the plan's year gone by (0–1); `share` the share completed where a number promised
    and a number reached are both known, else None; `reached` those two in words. `silent` are the consecutive
    issued periods without an answer; `done_in` the earlier period it was completed in. `can_be_late` is False for
    supporting units, which never hold a task back.
    """

    state: State
    deadline: Deadline
    as_of: date
    near_days: int = 10
    elapsed: float = 0.0
    share: float | None = None
    reached: str = ""
    silent: tuple[Period, ...] = ()
    done_in: Period | None = None
    can_be_late: bool = True


@dataclass(frozen=True, slots=True)
class Verdict:
    """A light and its reason in words; `near` and `overdue` for counting."""

    light: Light
    reason: str
    overdue: bool = False
    near: bool = False


SILENT_PERIODS = 2
"""So many issued periods in a row without an answer turn the light red."""


def default_rule(case: Case) -> Verdict:
    """红 overdue or two periods silent; 黄 declared or measured behind; 蓝 due soon; 绿 done or on time.

    The worst that applies wins, except that what is done is green whenever it was done.
    """
    if case.state is State.DONE:
        return Verdict(Light.GREEN, wording.done(str(case.done_in or "")))
    coming = next_due(case.deadline, case.as_of)
    near = coming is not None and (coming - case.as_of).days <= case.near_days
    if is_overdue(case):
        return Verdict(Light.RED, wording.overdue(case.deadline.last, case.as_of), overdue=True)
    if len(case.silent) >= SILENT_PERIODS:
        return Verdict(Light.RED, wording.silent([str(period) for period in case.silent]), near=near)
    if case.state is State.BEHIND:
        return Verdict(Light.YELLOW, wording.DECLARED_BEHIND, near=near)
    if case.share is not None and is_behind(case.share, case.elapsed):
        reason = wording.behind_schedule(case.reached, case.share, case.elapsed)
        return Verdict(Light.YELLOW, reason, near=near)
    if near:
        return Verdict(Light.BLUE, _unanswered(case, wording.near(coming, case.as_of)), near=True)
    return Verdict(Light.GREEN, _unanswered(case, _on_time(case, coming)))


LIGHT_RULES: Mapping[str, Callable[[Case], Verdict]] = {wording.LIGHT_RULE_DEFAULT: default_rule}
"""The name in 设置 → the rule."""


def light_of(case: Case, rule: str = wording.LIGHT_RULE_DEFAULT) -> Verdict:
    """The verdict of a named rule; a name nobody knows is judged by the default (the merge says so)."""
    return LIGHT_RULES.get(rule, default_rule)(case)


def is_overdue(case: Case) -> bool:
    """Past the last date promised (that day itself still counts), not done, and somebody who can be late."""
    last = case.deadline.last
    return case.can_be_late and last is not None and last < case.as_of and case.state is not State.DONE


def is_behind(share: float, elapsed: float) -> bool:
    """Completed share below the year's elapsed share (序时进度), with room for rounding."""
    return share < elapsed - 1e-9


def elapsed_share(as_of: date, year: int) -> float:
    """序时进度: months of the plan's year begun by that day, of twelve. November is 11/12 = 91.7 %."""
    if as_of.year != year:
        return 1.0 if as_of.year > year else 0.0
    return as_of.month / 12


def next_due(deadline: Deadline, as_of: date) -> date | None:
    """The next date promised that has not passed; dates that only recur are not promises to finish."""
    if deadline.kind is not DeadlineKind.DATE:
        return None
    for day in deadline.dates:
        if day >= as_of:
            return day
    return None


def _on_time(case: Case, coming: date | None) -> str:
    if coming is not None:
        return wording.on_time(coming, case.as_of)
    if case.deadline.lasting:
        return wording.LONG_TERM
    if case.deadline.kind is DeadlineKind.EVENT:
        return wording.TIED_TO_EVENT
    if case.deadline.last is not None:
        return wording.PAST_BUT_NOT_LATE
    return wording.NO_DATE


def _unanswered(case: Case, reason: str) -> str:
    return reason + wording.NOT_ANSWERED_YET if case.state is State.NONE else reason
