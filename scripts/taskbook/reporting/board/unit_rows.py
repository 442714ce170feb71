"""The units as the page lists them: what each owed, answered, finished; and how they can be chosen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from taskbook import wording
from taskbook.model import Light, State
from taskbook.reporting.board.page_text import light_name, link, one_line
from taskbook.reporting.board.task_rows import OVERDUE, WAITING
from taskbook.reporting.facts import Facts, UnitFacts
from taskbook.reporting.shares import percent


@dataclass(frozen=True, slots=True)
class Count:
    """A number that leads to the tasks it counts; nowhere where it is 0."""

    count: int
    link: str = ""


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit as the page shows it. `lights`: (name of the light, count) of its parts."""

    name: str
    category: str
    link: str
    tasks: int
    due: int
    answered: int
    waiting: Count
    rate: str
    standing: str
    on_time: str
    done: Count
    done_share: str
    overdue: Count
    lights: Sequence[tuple[str, Count]]


def unit_rows(facts: Facts) -> Iterator[UnitRow]:
    """A row for every unit, in the registry's order."""
    return (_row(unit, facts.status.lights) for unit in facts.units)


def _row(facts: UnitFacts, lights: Sequence[Light]) -> UnitRow:
    status, counts = facts.status, facts.counts
    name = one_line(facts.name)

    def counted(count: int, **more: str) -> Count:
        return Count(count, link(u=name, **more) if count else "")

    return UnitRow(
        name=name,
        category=one_line(status.unit.category),
        link=link(u=name),
        tasks=status.tasks,
        due=status.due,
        answered=status.answered,
        waiting=counted(status.due - status.answered, k=WAITING),
        rate=percent(status.answer_rate),
        standing=wording.STANDING_WORDS[status.standing],
        on_time=wording.ON_TIME_WORDS[status.on_time],
        done=counted(status.done, s=str(State.DONE)),
        done_share=percent(counts.done_share),
        overdue=counted(status.overdue, k=OVERDUE),
        lights=[(light_name(light), counted(status.lights.get(light, 0), l=str(light))) for light in lights],
    )


def unit_groups(rows: Sequence[UnitRow]) -> list[tuple[str, list[str]]]:
    """The units by category, as a list to choose from shows them; both in the registry's order."""
    groups: dict[str, list[str]] = {}
    for row in rows:
        groups.setdefault(row.category or wording.BOARD_OTHER_UNITS, []).append(row.name)
    return list(groups.items())
