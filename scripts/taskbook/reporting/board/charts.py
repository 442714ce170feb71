"""The geometry of the page's charts. Across, everything is in per cent, so that a chart fits any width; down, in pixels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from taskbook import wording
from taskbook.model import Light
from taskbook.period import Period
from taskbook.reporting.board.page_text import light_name, link, one_line
from taskbook.reporting.facts import Facts, PeriodFacts, TaskCount
from taskbook.reporting.shares import percent

MOST_BARS = 30
"""Units or topics drawn; all stand in the tables."""

TOP, BOTTOM, HEIGHT = 24, 204, 232
"""Of a chart over time: 100 %, 0 %, and the whole with the months below."""

_INSET = 6
"""Per cent at the left where the scale is written."""

_COLUMN = 0.56
"""How much of its month a column fills."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A coloured part of a bar or column, see `Bar` and `Month` for what its numbers measure."""

    light: str
    label: str
    count: int
    start: str
    size: str
    middle: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of a bar chart: `value` in words, `length` in per cent of the whole; or `pieces`, from left to right."""

    name: str
    value: str
    link: str
    length: str = "0"
    pieces: Sequence[Piece] = ()


@dataclass(frozen=True, slots=True)
class Month:
    """A place in a chart over time. `held`: whether the archive has it; without, all else is empty.

    `x`, `left`, `wide` in per cent; `done_y`, `elapsed_y` and the `pieces` (from below) in pixels; `done_label_y`: where
    the number stands without covering the other line.
    """

    label: str
    x: str
    held: bool
    left: str = ""
    wide: str = ""
    done: str = ""
    elapsed: str = ""
    done_y: float = 0
    elapsed_y: float = 0
    done_label_y: float = 0
    pieces: Sequence[Piece] = ()


@dataclass(frozen=True, slots=True)
class Stretch:
    """A line from one month to the next that is held; `across`: over months that are missing."""

    x1: str
    x2: str
    done: tuple[float, float]
    elapsed: tuple[float, float]
    across: bool


def unit_bars(facts: Facts) -> list[Bar]:
    """What share of its parts every unit has done, the best first; of many units those that have done least."""
    units = sorted(
        (unit for unit in facts.units if unit.counts.assigned),
        key=lambda unit: -(unit.counts.done_share or 0),
    )
    bars = []
    for unit in units[-MOST_BARS:]:
        counts, name = unit.counts, one_line(unit.name)
        value = wording.board_part_of(counts.done, counts.assigned, percent(counts.done_share))
        bars.append(Bar(name, value, link(u=name), _number((counts.done_share or 0) * 100)))
    return bars


def light_bars(facts: Facts, counted: Sequence[TaskCount], key: str) -> list[Bar]:
    """The lights of every topic (or section) as one bar, the gravest first; `key` is the filter it leads to."""
    lights = facts.status.lights[::-1]
    longest = max((one.tasks for one in counted), default=1) or 1
    return [
        Bar(
            one_line(one.name) or wording.BOARD_NO_TOPIC,
            wording.board_items(one.tasks),
            link(**{key: one_line(one.name)}) if one.name else "",
            pieces=list(_across(one.lights or {}, lights, longest)),
        )
        for one in most_grave(counted, lights)
    ]


def most_grave(counted: Sequence[TaskCount], lights: Sequence[Light]) -> list[TaskCount]:
    """In their order; of many those with the gravest lights."""
    if len(counted) <= MOST_BARS:
        return list(counted)

    def gravity(one: TaskCount) -> list[int]:
        return [(one.lights or {}).get(light, 0) for light in lights]

    kept = {id(one) for one in sorted(counted, key=gravity, reverse=True)[:MOST_BARS]}
    return [one for one in counted if id(one) in kept]


def _across(counts: Mapping[Light, int], lights: Sequence[Light], longest: int) -> Iterator[Piece]:
    start = 0.0
    for light in lights:
        count = counts.get(light, 0)
        if count:
            size = count / longest * 100
            yield _piece(light, count, start, size, start + size / 2)
            start += size


def months(facts: Facts) -> list[Month]:
    """A place for every period so far and for every month between that the archive does not hold."""
    held = {Period.parse(one.label): one for one in facts.trend}
    places = sorted([*held, *facts.missing])
    most = max((one.tasks.tasks for one in facts.trend), default=1) or 1
    years = {period.year for period in places}
    return [
        _month(held.get(period), wording.board_month(period.year, period.month, len(years) > 1), place,
               len(places), most, facts.status.lights)
        for place, period in enumerate(places)
    ]  # fmt: skip


def _month(
    one: PeriodFacts | None, label: str, place: int, places: int, most: int, lights: Sequence[Light]
) -> Month:
    each = (100 - _INSET) / places
    middle = _INSET + (place + 0.5) * each
    if one is None:
        return Month(label, _number(middle), False)
    wide = _COLUMN * each
    done, elapsed = one.tasks.done_share or 0, one.elapsed
    done_y, elapsed_y = _down(done), _down(elapsed)
    below = done_y >= elapsed_y and done_y + 18 < BOTTOM
    return Month(
        label, _number(middle), True, _number(middle - wide / 2), _number(wide),
        percent(one.tasks.done_share), percent(elapsed), done_y, elapsed_y,
        done_y + 18 if below else done_y - 9,
        list(_upward(one.tasks.lights or {}, lights, most)),
    )  # fmt: skip


def _upward(counts: Mapping[Light, int], lights: Sequence[Light], most: int) -> Iterator[Piece]:
    """Green stands at the bottom."""
    start = float(BOTTOM)
    for light in lights:
        count = counts.get(light, 0)
        if count:
            size = count / most * (BOTTOM - TOP)
            start -= size
            yield _piece(light, count, start, size, start + size / 2 + 4)


def stretches(shown: Sequence[Month]) -> list[Stretch]:
    held = [(place, month) for place, month in enumerate(shown) if month.held]
    return [
        Stretch(one.x, two.x, (one.done_y, two.done_y), (one.elapsed_y, two.elapsed_y), second - first > 1)
        for (first, one), (second, two) in pairwise(held)
    ]


def _piece(light: Light, count: int, start: float, size: float, middle: float) -> Piece:
    numbers = (_number(value) for value in (start, size, middle))
    return Piece(light_name(light), wording.LIGHT_LABELS[light], count, *numbers)


def _down(share: float) -> float:
    return round(BOTTOM - min(share, 1) * (BOTTOM - TOP), 1)


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
