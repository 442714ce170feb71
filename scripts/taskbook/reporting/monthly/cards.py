"""The big numbers of the monthly page, each with a line below: its share, and how it stands against the period before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from taskbook import wording
from taskbook.model import Light
from taskbook.reporting.facts import Facts, PeriodFacts
from taskbook.reporting.shares import percent, points
from taskbook.rollup.figures import share
from taskbook.statusbook.styles import BRAND, LIGHT_COLOURS, LIGHT_INKS, PALE

MOST_CARDS = 6


@dataclass(frozen=True, slots=True)
class Card:
    """One number: what it counts, the number (a share where `percent`; None of nothing), a line below, its colours."""

    label: str
    value: int | float | None
    foot: str = ""
    ink: str = BRAND
    fill: str = PALE
    percent: bool = False


def task_cards(facts: Facts) -> list[Card]:
    """This year's tasks: how many, done, open, overdue; how far they are, and how far the year is."""
    this = facts.this.tasks
    red = LIGHT_INKS[Light.RED]
    return [
        Card(wording.MONTHLY_CARD_ALL, this.tasks, wording.monthly_lookback_foot(len(facts.lookback))),
        Card(
            wording.MONTHLY_CARD_FINISHED,
            this.done,
            _feet(_of(this.done, this.tasks), _against(facts, lambda one: one.tasks.done)),
        ),
        Card(
            wording.MONTHLY_CARD_OPEN,
            this.open,
            _feet(_of(this.open, this.tasks), _against(facts, lambda one: one.tasks.open)),
        ),
        Card(
            wording.MONTHLY_CARD_LATE,
            this.overdue,
            _feet(_of(this.overdue, this.tasks), _against(facts, lambda one: one.tasks.overdue)),
            ink=red if this.overdue else BRAND,
        ),
        Card(
            wording.MONTHLY_CARD_COMPLETED,
            this.completed,
            _shares_against(facts, lambda one: one.tasks.completed) or wording.MONTHLY_CARD_COMPLETED_FOOT,
            percent=True,
        ),
        Card(wording.MONTHLY_CARD_TIME, facts.this.elapsed, _behind(facts.this.behind), percent=True),
    ]


def light_cards(facts: Facts) -> list[Card]:
    """Each light that the rule can show; how many answers came, and how many of them in time."""
    this = facts.this
    lit = [
        Card(
            wording.LIGHT_LABELS[light],
            _lit(this, light),
            _feet(
                _of(_lit(this, light), this.tasks.tasks),
                _against(facts, lambda one, light=light: _lit(one, light)),
            ),
            LIGHT_INKS[light],
            LIGHT_COLOURS[light],
        )
        for light in facts.status.lights
    ]
    rates = [
        Card(
            wording.MONTHLY_CARD_RATE,
            this.answers.answer_rate,
            _shares_against(facts, lambda one: one.answers.answer_rate)
            or wording.monthly_answers_foot(this.answers.answered, this.answers.due),
            percent=True,
        ),
        Card(
            wording.MONTHLY_CARD_IN_TIME_RATE,
            this.answers.on_time_rate,
            _shares_against(facts, lambda one: one.answers.on_time_rate)
            or wording.monthly_answers_foot(this.answers.on_time, this.answers.due),
            percent=True,
        ),
    ]
    near = Card(
        wording.MONTHLY_CARD_NEAR,
        this.tasks.near,
        _feet(_of(this.tasks.near, this.tasks.tasks), _against(facts, lambda one: one.tasks.near)),
    )
    return [*lit, near, *rates] if len(lit) + len(rates) < MOST_CARDS else [*lit, *rates]


def unit_cards(facts: Facts) -> list[Card]:
    """The units that owed an answer, and how many answers want checking."""
    this = facts.this

    def card(label: str, count: Callable[[PeriodFacts], int]) -> Card:
        return Card(label, count(this), _feet(_of(count(this), this.units_due), _against(facts, count)))

    return [
        Card(
            wording.MONTHLY_CARD_UNITS_DUE,
            this.units_due,
            _feet(wording.MONTHLY_HOUSES, _against(facts, lambda one: one.units_due)),
        ),
        card(wording.MONTHLY_CARD_UNITS_ALL, lambda one: one.units_answered),
        card(wording.MONTHLY_CARD_UNITS_PARTLY, lambda one: one.units_partly),
        card(wording.MONTHLY_CARD_UNITS_NONE, lambda one: one.units_missing),
        card(wording.MONTHLY_CARD_UNITS_IN_TIME, lambda one: one.units_on_time),
        Card(wording.MONTHLY_CARD_REMARKS, len(facts.status.remarks), wording.MONTHLY_CARD_REMARKS_FOOT),
    ]


def _lit(one: PeriodFacts, light: Light) -> int:
    return (one.tasks.lights or {}).get(light, 0)


_feet = wording.monthly_joined_feet


def _of(part: int, whole: int) -> str:
    of_all = share(part, whole)
    return "" if of_all is None else wording.monthly_of_all(percent(of_all))


def _against(facts: Facts, count: Callable[[PeriodFacts], int]) -> str:
    """A number against the period before; blank in the first."""
    return "" if facts.before is None else wording.monthly_compared(count(facts.this) - count(facts.before))


def _shares_against(facts: Facts, share_of: Callable[[PeriodFacts], float | None]) -> str:
    """A share against the period before, in points; blank where one of the two is none."""
    now = share_of(facts.this)
    then = None if facts.before is None else share_of(facts.before)
    if now is None or then is None:
        return ""
    shown = points(now - then)
    return wording.monthly_compared_points(shown, now > then, shown == points(0.0))


def _behind(behind: float | None) -> str:
    """序时进度 less the share of tasks done."""
    if behind is None:
        return ""
    shown = points(behind)
    return wording.monthly_behind_time(shown, behind > 0, shown == points(0.0))
