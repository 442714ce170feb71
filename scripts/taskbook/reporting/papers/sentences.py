"""What a paper says about a period, in sentences. Facts in, Chinese out; what there is nothing to say about is left out.

Counts are those of `Facts`; here it is only chosen who and what is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from taskbook import wording
from taskbook.mail.writing import one_line
from taskbook.model import Light, Role, State
from taskbook.period import Period
from taskbook.reporting.facts import Facts, PeriodFacts
from taskbook.reporting.papers.names import Names
from taskbook.reporting.shares import percent, points
from taskbook.rollup.status import Answer, TaskStatus

MOST_ITEMS = 10
"""Items of one group that have a line of their own; the annex names them all."""

MOST_TITLES = 3
"""Items in one sentence that are named with their text; of more, the numbers stand there."""

MOST_HOLDERS = 5
"""Units named beside an item that is soon due."""

_STATES = (State.IN_PROGRESS, State.BEHIND, State.NOT_STARTED, State.NONE)


@dataclass(frozen=True, slots=True)
class Group:
    """Items to be pushed for one reason: a heading with their number, a line for each."""

    title: str
    lines: tuple[str, ...]


def day_words(facts: Facts) -> str:
    """The day the facts stand on, as a reader says it."""
    return wording.day_of(facts.status.as_of, plan_year(facts))


def plan_year(facts: Facts) -> int:
    return facts.status.plan.settings.year or facts.period.year


def still_open(facts: Facts) -> bool:
    """Whether the period can still be answered in time on the day that the papers are made."""
    return facts.made_on <= facts.status.due


# ---- how far the plan has come ----


def overall(facts: Facts) -> list[str]:
    """The paragraphs on the plan as a whole; none for a plan without tasks of this year."""
    count = facts.this.tasks
    if not count.tasks:
        return []
    near_days = facts.status.plan.settings.near_days
    late = wording.late_and_near(count.overdue, count.near, near_days)
    return [opening(facts) + late, _pace(facts.this), _lights(facts)]


def opening(facts: Facts) -> str:
    """`共有事项22件，截至9月14日，已办结6件，占比27.3%；正在办理16件，占比72.7%，其中…`"""
    count = facts.this.tasks
    if not count.open:
        return wording.all_done(count.tasks, day_words(facts))
    states = count.states or {}
    told = [(str(state), states[state]) for state in _STATES if states.get(state)]
    return wording.opening(
        count.tasks,
        day_words(facts),
        count.done,
        percent(count.done_share),
        count.open,
        percent(count.open / count.tasks),
        wording.open_parts(told, still_open(facts)),
    )


def _pace(this: PeriodFacts) -> str:
    behind, completed = this.behind or 0.0, this.tasks.completed
    mean = percent(completed) if completed is not None and this.tasks.open else ""
    return wording.pace(percent(this.elapsed), points(behind), behind < 0, mean)


def _lights(facts: Facts) -> str:
    counted = facts.this.tasks.lights or {}
    told = [
        (wording.LIGHT_LABELS[light], counted[light]) for light in facts.status.lights if counted.get(light)
    ]
    return wording.lights_counted(told)


def changes(facts: Facts, names: Names) -> list[str]:
    """What is new against the period before; nothing in a first period, or where nothing is. The share of tasks done
    is told where some were newly done: that it moves because a task was withdrawn is nobody's merit."""
    before, this = facts.before, facts.this
    if before is None:
        return []
    old, now = before.tasks.tasks, this.tasks.tasks
    parts = [wording.tasks_adjusted(old, now)] if old and now and old != now else []
    for word, count, ids in (
        (wording.NEWLY_DONE, this.tasks.newly_done, facts.changed.tasks_done),
        (wording.NEWLY_OVERDUE, this.tasks.newly_overdue, facts.changed.tasks_overdue),
    ):
        if count:
            parts.append(wording.newly(word, count, _named(facts, ids, names)))
    moved = (this.tasks.done_share or 0.0) - (before.tasks.done_share or 0.0)
    if before.tasks.tasks and this.tasks.newly_done and points(moved) != "0":
        parts.append(wording.share_moved(points(moved), moved > 0))
    gaps = [month for month in facts.missing if month > Period.parse(before.label)]
    gone = wording.months_not_asked([_month(month, facts) for month in gaps]) if gaps else ""
    sentence = wording.compared(_month(Period.parse(before.label), facts), parts) if parts else ""
    return [sentence + gone] if sentence or gone else []


def _named(facts: Facts, ids: frozenset[str], names: Names) -> str:
    tasks = [task for task in facts.tasks if task.id in ids]
    if len(tasks) <= MOST_TITLES:
        return wording.numbers_listed([names.item(task) for task in tasks], MOST_TITLES)
    return names.numbers([task.id for task in tasks])


def _month(period: Period, facts: Facts) -> str:
    return wording.month_of(period.year, period.month, plan_year(facts))


# ---- what has to be pushed ----


def is_behind(facts: Facts, answer: Answer) -> bool:
    """Whether a unit that holds a task (leads or is responsible) is overdue with it, or shows a red light.

    Not for what it has reported as done since, nor for silence while the period can still be answered in time.
    """
    if (answer.task_id, answer.unit) in facts.done_since or answer.state is State.DONE:
        return False
    holds = answer.role in (Role.LEAD, Role.RESPONSIBLE)
    early = answer.silent and still_open(facts)
    return holds and (answer.overdue or (answer.light is Light.RED and not early))


def groups(facts: Facts, names: Names, annex: int = 1) -> list[Group]:
    """This year's items that are overdue, then those with a grave light, the gravest first, then those soon due; each
    item once. `annex` is the number of the annex that names what is left out."""
    near_days = facts.status.plan.settings.near_days
    overdue = [task for task in facts.tasks if task.overdue]
    found = [(wording.group_overdue(len(overdue)), overdue)]
    for light in (Light.RED, Light.ORANGE, Light.YELLOW):
        tasks = [task for task in facts.tasks if task.light is light and not task.overdue]
        label = wording.LIGHT_LABELS[light]
        found.append((wording.group_light(label, len(tasks), light is Light.RED and bool(overdue)), tasks))
    near = [
        task
        for task in facts.tasks
        if task.near and not task.overdue and task.light in (Light.BLUE, Light.GREEN)
    ]
    found.append((wording.group_near(len(near), near_days), near))
    return [Group(title, tuple(_lines(tasks, names, annex))) for title, tasks in found if tasks]


def reason_of(task: TaskStatus) -> str:
    """Why a task has its light; of one that is soon due also who holds what is open of it."""
    reason = one_line(task.reason)
    if not task.near or task.overdue or task.light not in (Light.BLUE, Light.GREEN):
        return reason
    holders = [one_line(answer.unit) for answer in task.deciding if answer.state is not State.DONE]
    return wording.with_items(reason, wording.first_units(holders, MOST_HOLDERS))


def _lines(tasks: Sequence[TaskStatus], names: Names, annex: int) -> Iterable[str]:
    shown = tasks if len(tasks) <= MOST_ITEMS else tasks[: MOST_ITEMS - 1]
    for task in shown:
        yield wording.item_line(names.item(task), reason_of(task))
    if len(shown) < len(tasks):
        yield wording.items_left_out(len(tasks) - len(shown), annex)


# ---- 回头看 ----


def lookback(facts: Facts, names: Names, annex: int = 3) -> list[str]:
    """What earlier years left undone, apart from all other numbers: the counts, then a line for each still open."""
    tasks = facts.lookback
    if not tasks:
        return []
    still_open = [task for task in tasks if task.state is not State.DONE]
    told = [wording.lookback_counts(facts.this.lookback_tasks, day_words(facts), facts.this.lookback_done)]
    shown = still_open if len(still_open) <= MOST_ITEMS else still_open[: MOST_ITEMS - 1]
    for task in shown:
        item = wording.lookback_item(names.item(task), task.reading.task.first_year)
        told.append(wording.item_line(item, reason_of(task)))
    if len(shown) < len(still_open):
        told.append(wording.items_left_out(len(still_open) - len(shown), annex))
    return told
