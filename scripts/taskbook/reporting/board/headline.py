"""What stands at the top of the page: the numbers a leader asks for first, against those of the period before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from taskbook import wording
from taskbook.model import Light, State
from taskbook.reporting.board.page_text import light_name, link, one_line, plain
from taskbook.reporting.board.task_rows import OVERDUE, WAITING
from taskbook.reporting.facts import Facts, PeriodFacts
from taskbook.reporting.shares import percent, points
from taskbook.rollup.status import TaskStatus

_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Card:
    """One number: what it counts, the number and its unit, what it means, how it was the period before.

    `link` leads to the tasks counted; `light` is the name of the light it counts.
    """

    label: str
    value: str
    unit: str = ""
    foot: str = ""
    change: str = ""
    link: str = ""
    light: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """A task that changed: its id, the beginning of its words, who holds it."""

    id: str
    words: str
    units: str


def task_cards(facts: Facts) -> list[Card]:
    """The tasks of the year, against the time that has passed."""
    this, before = facts.this, facts.before
    tasks = this.tasks
    share = percent(tasks.done_share)
    return [
        Card(wording.BOARD_TASKS, str(tasks.tasks), wording.BOARD_ITEMS, wording.BOARD_TASKS_FOOT,
             _more(tasks.tasks, before.tasks.tasks if before else None), "#b-tasks"),
        Card(wording.BOARD_DONE, str(tasks.done), wording.BOARD_ITEMS, wording.board_share_of_all(share),
             _more(tasks.done, before.tasks.done if before else None), link(s=str(State.DONE))),
        Card(wording.BOARD_DONE_SHARE, share, "", wording.board_elapsed(percent(this.elapsed)),
             wording.board_behind(this.behind, points)),
        Card(wording.BOARD_OVERDUE, str(tasks.overdue), wording.BOARD_ITEMS, wording.board_near(tasks.near),
             _more(tasks.overdue, before.tasks.overdue if before else None), link(k=OVERDUE)),
    ]  # fmt: skip


def light_cards(facts: Facts) -> list[Card]:
    """How many tasks show which light, the gravest first."""
    feet = wording.LIGHT_FEET[facts.status.light_rule]
    return [
        Card(
            wording.LIGHT_LABELS[light],
            str(_lit(facts.this, light)),
            wording.BOARD_ITEMS,
            feet[light],
            _more(_lit(facts.this, light), _lit(facts.before, light) if facts.before else None),
            link(l=str(light)),
            light_name(light),
        )
        for light in reversed(facts.status.lights)
    ]


def answer_cards(facts: Facts) -> list[Card]:
    """What was asked and answered, in parts (项次) and in units."""
    this, before = facts.this, facts.before
    answers, was = this.answers, before.answers if before else None
    units = wording.board_units(
        this.units_due, this.units_answered, this.units_partly, this.units_missing, this.units_on_time
    )
    rates = percent(answers.answer_rate), percent(answers.on_time_rate)
    return [
        Card(wording.BOARD_DUE, str(answers.due), wording.BOARD_PARTS, units[0],
             _more(answers.due, was.due if was else None)),
        Card(wording.BOARD_ANSWERED, str(answers.answered), wording.BOARD_PARTS,
             wording.board_rate(wording.BOARD_ANSWER_RATE, rates[0]),
             _more(answers.answered, was.answered if was else None)),
        Card(wording.BOARD_ON_TIME, str(answers.on_time), wording.BOARD_PARTS,
             wording.board_rate(wording.BOARD_ON_TIME_RATE, rates[1]),
             _more(answers.on_time, was.on_time if was else None)),
        Card(wording.BOARD_WAITING, str(answers.due - answers.answered), wording.BOARD_PARTS, units[1],
             _more(answers.due - answers.answered, was.due - was.answered if was else None),
             link(k=WAITING)),
    ]  # fmt: skip


def in_a_sentence(facts: Facts) -> str:
    """The same for who reads one sentence only."""
    this = facts.this
    lights = wording.board_listed(
        wording.board_light(wording.LIGHT_LABELS[light], _lit(this, light))
        for light in reversed(facts.status.lights)
    )
    return wording.board_sentence(
        this.as_of,
        this.tasks.tasks,
        this.tasks.done,
        percent(this.tasks.done_share),
        percent(this.elapsed),
        wording.board_behind(this.behind, points),
        lights,
    )


def newly_done(facts: Facts) -> list[Named]:
    """This year's tasks that turned to done in the period, in the plan's order."""
    return list(_named(task for task in facts.tasks if task.id in facts.changed.tasks_done))


def newly_overdue(facts: Facts) -> list[Named]:
    """This year's tasks whose date passed in the period, in the plan's order."""
    return list(_named(task for task in facts.tasks if task.id in facts.changed.tasks_overdue))


def _named(tasks: Iterator[TaskStatus]) -> Iterator[Named]:
    for status in tasks:
        content = one_line(status.reading.task.content)
        words = content if len(content) <= _LONGEST else content[: _LONGEST - 1] + "…"
        units: Sequence[str] = [one_line(answer.unit) for answer in status.deciding]
        yield Named(plain(status.id), words, wording.units_listed(units, wording.MOST_UNITS_NAMED))


def _lit(period: PeriodFacts, light: Light) -> int:
    return (period.tasks.lights or {}).get(light, 0)


def _more(now: int, before: int | None) -> str:
    return "" if before is None else wording.board_more(now - before)
