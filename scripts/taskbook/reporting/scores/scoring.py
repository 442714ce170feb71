"""考核: every unit's score, of what it did in all periods so far and of the points people gave.

Three shares — answered in time, finished in time, evidence as it should be — make 0 to 100 points by the weights in
设置. One that has nothing to measure is left out, the weights of the others make up the 100. Returns that had to be
sent back cost points, points by hand come on top; no score is below 0 or above 100. Numbers are exact until the end,
where the score is rounded once, half up, to one decimal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from math import floor

from taskbook import wording
from taskbook.findings import CannotGoOn
from taskbook.model import HandPoints, Settings
from taskbook.period import Period
from taskbook.reporting.facts import Facts, UnitFacts
from taskbook.returns.renaming import names_now

MOST_POINTS = 100
"""Nobody has more, whatever was added by hand: the points added stand in a column of their own."""

GRADE_LINES = (90, 80, 60)
"""From so many points a score is of the first, second, third of `wording.SCORE_GRADES`; below, of the last."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What counts of a whole; `share` is 0–1, None where there is nothing to measure."""

    part: int
    whole: int

    @property
    def share(self) -> float | None:
        return None if self.exact is None else float(self.exact)

    @property
    def exact(self) -> Fraction | None:
        if self.whole <= 0:
            return None
        return Fraction(min(max(self.part, 0), self.whole), self.whole)


class NotCounted(StrEnum):
    """Why a row of points by hand counts for nothing."""

    UNKNOWN_UNIT = "unknown_unit"
    NO_TASKS = "no_tasks"
    NO_PERIOD = "no_period"
    LATER = "later"
    OTHER_YEAR = "other_year"


@dataclass(frozen=True, slots=True)
class CountedPoints:
    """A row of 考核加减分 and what became of it: `unit` by its name of now; `why_not`: it is not counted."""

    points: HandPoints
    unit: str
    why_not: NotCounted | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """A unit's score so far. `answered`: answers in time of those due; `finished`: parts done in time of those to
    finish; `evidence`: sound ones of the answers that report 已完成; `returned`: files sent back, `returned_points`
    what they cost; `extra`, `deducted`: by hand.

    `weight`: of the indicators that can be measured; `base`: 0–100 by them. Where there are none, `base` and `score`
    are None, `grade` is blank and `rank` 0. Equals share a rank, 1 is the best.
    """

    unit: str
    category: str
    answered: Measured
    finished: Measured
    evidence: Measured
    returned: int
    returned_points: int
    extra: float
    deducted: float
    weight: int
    base: float | None
    score: float | None
    grade: str
    rank: int = 0


def scores_of(facts: Facts) -> tuple[Score, ...]:
    """The score of every unit of the period, in the registry's order."""
    settings = facts.status.plan.settings
    added: dict[str, Fraction] = {}
    taken: dict[str, Fraction] = {}
    for one in points_of(facts):
        if one.why_not is None:
            added[one.unit] = added.get(one.unit, Fraction()) + _exact(one.points.extra)
            taken[one.unit] = taken.get(one.unit, Fraction()) + _exact(one.points.deducted)
    scores = [
        _score(unit, settings, added.get(unit.name, Fraction()), taken.get(unit.name, Fraction()))
        for unit in facts.units
    ]
    return tuple(_ranked(scores))


def points_of(facts: Facts) -> tuple[CountedPoints, ...]:
    """Every row of points by hand, in the sheet's order: for which unit it counts, or why it does not."""
    plan = facts.status.plan
    old_names = names_now(plan.units)
    known = {unit.name for unit in plan.units}
    scored = {unit.name for unit in facts.units}

    def judged(points: HandPoints) -> CountedPoints:
        written = points.unit.strip()
        unit = old_names.get(written, written)
        if unit not in scored:
            return CountedPoints(
                points, unit, NotCounted.NO_TASKS if unit in known else NotCounted.UNKNOWN_UNIT
            )
        return CountedPoints(points, unit, _untimely(points.period, facts))

    return tuple(judged(points) for points in plan.points)


def _untimely(text: str, facts: Facts) -> NotCounted | None:
    """Whether points of a period (blank: of the whole year) count by now."""
    if not text.strip():
        return None
    try:
        period = Period.parse(text)
    except CannotGoOn:
        return NotCounted.NO_PERIOD
    if period > facts.period:
        return NotCounted.LATER
    return NotCounted.OTHER_YEAR if period.year < facts.status.plan.settings.year else None


def weights(settings: Settings) -> tuple[int, int, int]:
    """Of answering in time, finishing in time, evidence: in points, none below 0."""
    return (
        max(settings.score_answered, 0),
        max(settings.score_done, 0),
        max(settings.score_evidence, 0),
    )


def grade_of(score: float) -> str:
    """The grade of a score in points."""
    reached = (grade for line, grade in zip(GRADE_LINES, wording.SCORE_GRADES, strict=False) if score >= line)
    return next(reached, wording.SCORE_GRADES[-1])


def _score(unit: UnitFacts, settings: Settings, extra: Fraction, deducted: Fraction) -> Score:
    periods = unit.periods
    reported = sum(one.reported_done for one in periods)
    measured = (
        Measured(sum(one.on_time for one in periods), sum(one.due for one in periods)),
        Measured(unit.finished, unit.to_finish),
        Measured(reported - sum(one.faulty for one in periods), reported),
    )
    shares = [
        (weight, one.exact)
        for weight, one in zip(weights(settings), measured, strict=True)
        if one.exact is not None
    ]
    weight = sum(each for each, _ in shares)
    returned = sum(one.returned for one in periods)
    cost = returned * max(settings.score_returned, 0)
    base = 100 * sum((each * share for each, share in shares), Fraction()) / weight if weight else None
    score = None if base is None else _rounded(min(max(base - cost + extra - deducted, 0), MOST_POINTS))
    return Score(
        unit=unit.name,
        category=unit.status.unit.category,
        answered=measured[0],
        finished=measured[1],
        evidence=measured[2],
        returned=returned,
        returned_points=cost,
        extra=float(extra),
        deducted=float(deducted),
        weight=weight,
        base=None if base is None else float(base),
        score=score,
        grade="" if score is None else grade_of(score),
    )


def _rounded(points: Fraction | int) -> float:
    """To one decimal, half up; not for points below 0."""
    return floor(Fraction(points) * 10 + Fraction(1, 2)) / 10


def _exact(points: float) -> Fraction:
    """As it is written: 0.1 is a tenth."""
    return Fraction(repr(points))


def _ranked(scores: list[Score]) -> Iterator[Score]:
    ordered = sorted((one.score for one in scores if one.score is not None), reverse=True)
    places: Mapping[float, int] = {score: place for place, score in reversed(list(enumerate(ordered, 1)))}
    for one in scores:
        yield one if one.score is None else replace(one, rank=places[one.score])
