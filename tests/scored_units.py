"""Units with counts of every kind, put into real facts: for the tests of scores and of the workbook they stand in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from taskbook.model import HandPoints, Unit
from taskbook.reporting.facts import AnswerCount, Facts, UnitFacts, UnitPeriod

Counts = tuple[int, int, int, int, int, int, int]
"""due, on time, to finish, finished, reported done, faulty, returned: of all periods."""


def unit_of(facts: Facts, name: str, counts: Counts) -> UnitFacts:
    """A unit with these counts, spread over the periods of `facts`."""
    due, on_time, to_finish, finished, reported, faulty, returned = counts
    labels = [one.label for one in facts.trend]
    periods = tuple(
        UnitPeriod(
            label,
            due=_part(due, place, len(labels)),
            answered=_part(due, place, len(labels)),
            on_time=_part(on_time, place, len(labels)),
            returned=_part(returned, place, len(labels)),
            reported_done=_part(reported, place, len(labels)),
            faulty=_part(faulty, place, len(labels)),
        )
        for place, label in enumerate(labels)
    )
    status = replace(facts.units[0].status, unit=Unit(name, "部门"))
    return UnitFacts(status, AnswerCount(name), periods, to_finish, finished)


def _part(whole: int, place: int, parts: int) -> int:
    """The parts make up the whole."""
    return whole * (place + 1) // parts - whole * place // parts


def scored(
    facts: Facts,
    units: Sequence[tuple[str, Counts]],
    points: Sequence[HandPoints] = (),
    **settings: int,
) -> Facts:
    """`facts` with these units in place of its own, points by hand and settings (`score_done=50`)."""
    plan = facts.status.plan
    plan = replace(
        plan,
        settings=replace(plan.settings, **settings),
        units=tuple(Unit(name, "部门") for name, _ in units),
        points=tuple(points),
    )
    return replace(
        facts,
        status=replace(facts.status, plan=plan),
        units=tuple(unit_of(facts, name, counts) for name, counts in units),
    )


def many_units(count: int, seed: int = 7) -> list[tuple[str, Counts]]:
    """So many units by chance, some with nothing to measure, some alike."""
    chance = Random(seed)
    units = []
    for number in range(1, count + 1):
        due, to_finish, reported = (chance.choice((0, 1, 3, 7, 12, 40)) for _ in range(3))
        counts = (
            due,
            chance.randint(0, due),
            to_finish,
            chance.randint(0, to_finish),
            reported,
            chance.randint(0, reported),
            chance.choice((0, 0, 1, 2, 9)),
        )
        units.append((f"第{number}单位", counts))
    return units
