"""Which light a unit's part in a task, or a whole task, shows (亮灯): named rules, each one pure function.

A rule looks at a `Case` and answers with a `Verdict`: the light and, in words, why. 设置 names the rule; another
place's rule is one more function in `LIGHT_RULES`, its words are in `wording.lights`.

Orange (橙) is a light of its own and not a shade of yellow: an office that chose 剩余时间 calls at once about orange
and waits with yellow, so the two are counted, coloured and named apart wherever lights are shown. No other rule has
it, and what is shown under another rule has no orange in it (`lights_of`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from taskbook import wording
from taskbook.model import DeadlineKind, Light, State
from taskbook.rollup.cases import (
    Case,
    Cause,
    Verdict,
    days_left,
    is_behind,
    is_near,
    is_overdue,
    next_due,
)

SILENT_PERIODS = 2
"""So many issued periods in a row without an answer change the light."""

TIME_LEFT_YELLOW, TIME_LEFT_ORANGE = 30, 15
"""剩余时间: per cent of the time given that is left, inclusive."""

POINTS_YELLOW, POINTS_RED = 10, 30
"""银川: points behind 序时进度; yellow from the first to the second, both inclusive, red beyond."""


def default_rule(case: Case) -> Verdict:
    """红 overdue or two periods silent; 黄 declared or measured behind; 蓝 due soon; 绿 done or on time.

    The worst that applies wins, except that what is done is green whenever it was done.
    """
    return (
        _done(case)
        or _overdue(case)
        or _silent(case, Light.RED)
        or _declared(case)
        or _measured(case)
        or _near(case)
        or _on_time(case)
    )


def suqian_rule(case: Case) -> Verdict:
    """红 overdue; 黄 behind 序时进度 or poorly done; 蓝 due soon; 绿 the rest.

    Source: the 三色督办单 of a Suqian company's 督查 (2025): blue for what nears its date, yellow for what is behind
    序时进度 or of poor quality, red for what is overdue. Poor is what can be measured: reported as done with fewer
    than was promised. Red is for overdue alone, so two silent periods are yellow.
    """
    return (
        _short(case)
        or _done(case)
        or _overdue(case)
        or _declared(case)
        or _measured(case)
        or _silent(case, Light.YELLOW)
        or _near(case)
        or _on_time(case)
    )


def yinchuan_rule(case: Case) -> Verdict:
    """红 more than 30 points behind 序时进度, or overdue; 黄 10 to 30 points behind (both inclusive); 绿 the rest.

    Source: Yinchuan's 红黄绿灯 for projects (2025). It measures where numbers are known; where a unit only says that
    it is behind, or says nothing for two periods, the light is yellow. There is no blue.
    """
    return (
        _done(case)
        or _overdue(case)
        or _points(case, beyond=POINTS_RED, light=Light.RED)
        or _points(case, beyond=None, light=Light.YELLOW)
        or _declared(case)
        or _silent(case, Light.YELLOW)
        or _on_time(case)
    )


def time_left_rule(case: Case) -> Verdict:
    """红 overdue; 橙 at most 15 % of the time given is left; 黄 at most 30 %; 绿 the rest.

    The time given runs from the day the plan was issued to the task's date; of several dates each has its own, from
    the one before. The due day itself has nothing left and is orange. Where there is no date there is no time to
    measure: declared behind or two periods silent are yellow, at whatever date.
    """
    return (
        _done(case)
        or _overdue(case)
        or _time_left(case, TIME_LEFT_ORANGE, Light.ORANGE)
        or _declared(case)
        or _time_left(case, TIME_LEFT_YELLOW, Light.YELLOW)
        or _silent(case, Light.YELLOW)
        or _on_time(case)
    )


@dataclass(frozen=True, slots=True)
class LightRule:
    """A named preset: the function that judges, and the lights it can answer with, mildest first."""

    judge: Callable[[Case], Verdict]
    lights: tuple[Light, ...]


LIGHT_RULES: Mapping[str, LightRule] = {
    wording.LIGHT_RULE_DEFAULT: LightRule(default_rule, (Light.GREEN, Light.BLUE, Light.YELLOW, Light.RED)),
    wording.LIGHT_RULE_SUQIAN: LightRule(suqian_rule, (Light.GREEN, Light.BLUE, Light.YELLOW, Light.RED)),
    wording.LIGHT_RULE_YINCHUAN: LightRule(yinchuan_rule, (Light.GREEN, Light.YELLOW, Light.RED)),
    wording.LIGHT_RULE_TIME_LEFT: LightRule(
        time_left_rule, (Light.GREEN, Light.YELLOW, Light.ORANGE, Light.RED)
    ),
}
"""The name in 设置 → the rule."""


def rule_used(name: str) -> str:
    """The rule that judges: the one named, the default for a name nobody knows (the merge says so)."""
    return name if name in LIGHT_RULES else wording.LIGHT_RULE_DEFAULT


def lights_of(rule: str) -> tuple[Light, ...]:
    """The lights that a rule can show, mildest first: what tables, charts and sums list."""
    return LIGHT_RULES[rule_used(rule)].lights


def light_of(case: Case, rule: str = wording.LIGHT_RULE_DEFAULT) -> Verdict:
    """The verdict of a named rule; a name nobody knows is judged by the default."""
    return LIGHT_RULES[rule_used(rule)].judge(case)


# Each of these is a verdict where its rule applies, else None; a rule asks them in order.


def _verdict(case: Case, light: Light, reason: str, cause: Cause = Cause.NOTHING) -> Verdict:
    return Verdict(light, reason, cause is Cause.OVERDUE, is_near(case), cause)


def _done(case: Case) -> Verdict | None:
    if case.state is not State.DONE:
        return None
    return _verdict(case, Light.GREEN, wording.done(str(case.done_in or "")))


def _short(case: Case) -> Verdict | None:
    """Reported as done, with fewer than was promised."""
    if case.state is not State.DONE or case.share is None or not is_behind(case.share, 1):
        return None
    reason = wording.done_but_short(str(case.done_in or ""), case.reached, case.share)
    return _verdict(case, Light.YELLOW, reason, Cause.SHORT)


def _overdue(case: Case) -> Verdict | None:
    last = case.deadline.last
    if last is None or not is_overdue(case):
        return None
    return _verdict(case, Light.RED, wording.overdue(last, case.as_of), Cause.OVERDUE)


def _silent(case: Case, light: Light) -> Verdict | None:
    if len(case.silent) < SILENT_PERIODS:
        return None
    return _verdict(case, light, wording.silent([str(period) for period in case.silent]), Cause.SILENT)


def _declared(case: Case) -> Verdict | None:
    if case.state is not State.BEHIND:
        return None
    return _verdict(case, Light.YELLOW, wording.DECLARED_BEHIND, Cause.DECLARED)


def _measured(case: Case) -> Verdict | None:
    if case.share is None or not is_behind(case.share, case.elapsed):
        return None
    reason = wording.behind_schedule(case.reached, case.share, case.elapsed)
    return _verdict(case, Light.YELLOW, reason, Cause.MEASURED)


def _points(case: Case, beyond: int | None, light: Light) -> Verdict | None:
    """Behind 序时进度 by more than `beyond` points, or by at least the points of yellow."""
    if case.share is None:
        return None
    points = round((case.elapsed - case.share) * 100, 6)  # 75 % less 65 % is ten points, not 9.99…
    if points <= beyond if beyond is not None else points < POINTS_YELLOW:
        return None
    reason = wording.points_behind(points, case.reached, case.share, case.elapsed)
    return _verdict(case, light, reason, Cause.MEASURED)


def _time_left(case: Case, per_cent: int, light: Light) -> Verdict | None:
    """Whole days and whole per cents: exactly 30 % is 30 %."""
    known = days_left(case)
    coming = next_due(case.deadline, case.as_of)
    if known is None or coming is None or not case.can_be_late:
        return None
    left, given = known
    if given and left * 100 > given * per_cent:
        return None
    reason = wording.time_left(coming, case.as_of, left / given if given else 0.0)
    return _verdict(case, light, _unanswered(case, reason), Cause.TIME_LEFT)


def _near(case: Case) -> Verdict | None:
    coming = next_due(case.deadline, case.as_of)
    if coming is None or not is_near(case):
        return None
    return _verdict(case, Light.BLUE, _unanswered(case, wording.near(coming, case.as_of)))


def _on_time(case: Case) -> Verdict:
    return _verdict(case, Light.GREEN, _unanswered(case, _why_on_time(case)))


def _why_on_time(case: Case) -> str:
    coming = next_due(case.deadline, case.as_of)
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
