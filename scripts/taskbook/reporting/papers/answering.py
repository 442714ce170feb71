"""Who answered in a period, and by the dates that the plan names, in sentences for the 通报.

As long as the day it is due has not passed, nobody is behind: it is told how many have answered, and by when the others
are asked to.
"""

from __future__ import annotations

from collections.abc import Iterable

from taskbook import wording
from taskbook.reporting.facts import Facts, PeriodFacts
from taskbook.reporting.papers.names import Names
from taskbook.reporting.papers.sentences import day_words, plan_year, still_open
from taskbook.reporting.shares import percent
from taskbook.rollup.status import Standing


def answers(facts: Facts, names: Names) -> list[str]:
    """The paragraphs on who answered: the counts, then who did not, by name and item."""
    if not facts.this.units_due:
        return [wording.nothing_due()]
    counts = _counts_so_far(facts) if still_open(facts) else _counts(facts)
    return [counts, *_lists(facts, names)]


def _counts(facts: Facts) -> str:
    this, day = facts.this, day_words(facts)
    sent_back = wording.of_them_sent_back(this.units_missing, _sent_back(facts))
    if not this.answers.answered:
        return wording.nobody_answered(this.units_due, this.answers.due, day, sent_back)
    told = (
        (wording.ALL_ANSWERED, this.units_answered),
        (wording.PARTLY_ANSWERED, this.units_partly),
        (wording.NOT_ANSWERED, this.units_missing),
    )
    counts = wording.answered_counts(
        this.units_due,
        this.answers.due,
        day,
        [(word, count) for word, count in told if count],
        sent_back,
        this.answers.answered,
        percent(this.answers.answer_rate),
    )
    due = wording.day_of(facts.status.due, plan_year(facts))
    return counts + wording.in_time(due, this.units_on_time, len(_late(facts)))


def _counts_so_far(facts: Facts) -> str:
    this = facts.this
    return wording.answered_so_far(
        (this.units_due, this.answers.due),
        wording.day_of(facts.status.due, plan_year(facts)),
        day_words(facts),
        (this.units_answered, this.units_partly, this.units_missing),
        this.answers.answered,
    )


def _sent_back(facts: Facts) -> int:
    """Units of whom nothing is there but what was sent back to them."""
    return sum(
        unit.standing is Standing.SENT_BACK and bool(unit.waiting) and not unit.answered
        for unit in facts.status.units
    )


def _late(facts: Facts) -> list[str]:
    return [unit.unit.name for unit in facts.status.units if unit.due and unit.on_time is False]


def _lists(facts: Facts, names: Names) -> list[str]:
    """A paragraph each for units that did not send, sent in part, must send again, were late, or were silent twice;
    of these only who must send again before the period is due."""
    told: dict[str, dict[str, Iterable[str]]] = {}
    if not still_open(facts):
        told[wording.UNITS_MISSING] = _waiting(facts, Standing.MISSING, Standing.NOT_ISSUED)
        told[wording.UNITS_PARTLY] = _waiting(facts, Standing.PARTLY)
    told[wording.UNITS_SENT_BACK] = _waiting(facts, Standing.SENT_BACK)
    if not still_open(facts):
        told[wording.UNITS_LATE] = dict.fromkeys(_late(facts), ())
        silent, whole = silent_twice(facts), silent_wholly(facts)
        told[wording.UNITS_SILENT] = {unit: ids for unit, ids in silent.items() if unit in whole}
        told[wording.UNITS_SILENT_ON_SOME] = {unit: ids for unit, ids in silent.items() if unit not in whole}
    return [
        wording.told_list(label, len(units), names.by_unit(units)) for label, units in told.items() if units
    ]


def _waiting(facts: Facts, *standings: Standing) -> dict[str, Iterable[str]]:
    return {
        unit.unit.name: unit.waiting
        for unit in facts.status.units
        if unit.waiting and unit.standing in standings
    }


def silent_twice(facts: Facts) -> dict[str, list[str]]:
    """Unit → the tasks on which it said nothing for two issued periods in a row, in the plan's order."""
    found: dict[str, list[str]] = {}
    for task in facts.status.tasks:
        for answer in task.answers:
            if answer.silent:
                found.setdefault(answer.unit, []).append(task.id)
    return found


def silent_wholly(facts: Facts) -> frozenset[str]:
    """Units that answered nothing at all, neither in this period nor in the one before."""
    return frozenset(unit.name for unit in facts.units if not any(one.answered for one in unit.periods[-2:]))


# ---- dates that the plan names ----


def named_days(facts: Facts) -> list[str]:
    """The dates that have come since the period before, and the next to come; nothing where the plan names none."""
    since = facts.before.as_of if facts.before else None
    told = []
    for one in facts.days:
        if one.day is None or (since is not None and one.day <= since):
            continue
        told.append(_named_day(one, wording.day_of(one.day, plan_year(facts))))
    if facts.coming:
        told.append(wording.coming_day(wording.day_of(facts.coming[0], plan_year(facts))))
    return told


def _named_day(one: PeriodFacts, day: str) -> str:
    count = one.answers
    never = max(0, count.due - count.answered - count.late)
    return wording.named_day(
        day, one.tasks.tasks, one.units_due, count.due, (count.answered, count.late, never)
    )
