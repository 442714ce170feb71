"""What a light is judged by, and what was judged: one case on one day, measured in shares and days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from taskbook.model import Deadline, DeadlineKind, Light, State
from taskbook.period import Period


@dataclass(frozen=True, slots=True)
class Case:
    """What is known on the day of judgement, about one unit's part in a task or about the task as a whole.

    `elapsed` is the share of the plan's year gone by (0–1); `share` the share completed where a number promised
    and a number reached are both known, else None; `reached` those two in words. `silent` are the consecutive
    issued periods without an answer; `done_in` the earlier period it was completed in. `can_be_late` is False for
    supporting units, which never hold a task back. `issued_on` is the day from which the time given
    runs, None where nobody knows.
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
    issued_on: date | None = None


class Cause(StrEnum):
    """What a light comes from: it decides which of a task's units are named beside it."""

    NOTHING = "nothing"
    OVERDUE = "overdue"
    SILENT = "silent"
    TIME_LEFT = "time_left"
    DECLARED = "declared"
    MEASURED = "measured"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A light and its reason in words; `near` and `overdue` for counting."""

    light: Light
    reason: str
    overdue: bool = False
    near: bool = False
    cause: Cause = Cause.NOTHING


def is_overdue(case: Case) -> bool:
    """Past the last date promised (that day itself still counts), not done, and somebody who can be late."""
    last = case.deadline.last
    return case.can_be_late and last is not None and last < case.as_of and case.state is not State.DONE


def is_near(case: Case) -> bool:
    """Not done, and the next date promised is at most the 临期 days away."""
    coming = next_due(case.deadline, case.as_of)
    return (
        case.state is not State.DONE and coming is not None and (coming - case.as_of).days <= case.near_days
    )


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


def days_left(case: Case) -> tuple[int, int] | None:
    """Days from the day of judgement to the next date promised, and days given for it; None where no date comes.

    The days given run from the day of issue, or from the task's own date before; 0 where it was late from the start.
    """
    coming = next_due(case.deadline, case.as_of)
    if coming is None:
        return None
    begun = [day for day in (case.issued_on, *case.deadline.dates) if day is not None and day < coming]
    if not begun and case.issued_on is None:
        return None
    return (coming - case.as_of).days, (coming - max(begun, default=coming)).days
