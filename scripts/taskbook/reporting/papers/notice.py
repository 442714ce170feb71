"""The 通报 of a period as a Word document, laid out by the office's template; its annexes name every task and unit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import count
from pathlib import Path

from taskbook import files, wording
from taskbook.documents import document_template
from taskbook.mail.writing import one_line, plan_title
from taskbook.master.styles import LIGHT_COLOURS
from taskbook.model import Light
from taskbook.period import Period
from taskbook.reporting.facts import Facts, UnitFacts
from taskbook.reporting.papers import answering, sentences
from taskbook.reporting.papers.names import Names, content_of
from taskbook.reporting.shares import percent
from taskbook.rollup.status import TaskStatus
from taskbook.templates import FOLDER

MOST_WAITING = 30
"""Tasks that the annex names of a unit that did not answer."""


def write_notice(path: Path, facts: Facts, folder: Path = FOLDER) -> None:
    """Write the 通报 to `path` in one step, from `folder/notice/通报.docx`. The same facts give the same bytes.

    Raises `CannotGoOn` where the template is broken or the file cannot be written.
    """
    template = document_template(wording.PAPER_TEMPLATE, folder)
    files.write_bytes(path, template.filled(_values(facts)))


def _values(facts: Facts) -> dict[str, object]:
    """Every name that the template may use."""
    names = Names(facts.status.tasks)
    annexes = [wording.ANNEX_TASKS, wording.ANNEX_UNITS]
    annexes += [wording.ANNEX_LOOKBACK] if facts.lookback else []
    pressing = sentences.groups(facts, names)
    return {
        **whole_values(facts),
        "overall": sentences.overall(facts),
        "changes": sentences.changes(facts, names),
        "answers": answering.answers(facts, names),
        "groups": pressing,
        "days": answering.named_days(facts),
        "lookback": sentences.lookback(facts, names, len(annexes)),
        "counts": _counts(facts),
        "annexes": annexes,
        "tasks": [_task_row(task, names) for task in facts.tasks],
        "units": [_unit_row(unit, names) for unit in facts.units],
        "old": [_task_row(task, names) for task in facts.lookback],
        "mark": _counting(wording.paper_mark),
        "submark": _counting(wording.paper_submark),
    }


def whole_values(facts: Facts) -> dict[str, object]:
    """What every paper of a period may say: the office, the plan, the days, what the lights mean."""
    status = facts.status
    settings = status.plan.settings
    return {
        "office": one_line(settings.office),
        "plan": plan_title(settings.plan_name),
        "period": facts.period,
        "today": status.as_of,
        "made_on": facts.made_on,
        "due": status.due,
        "next_due": _following(facts.period).due(settings.due_day),
        "lights_in_words": wording.lights_in_words(status.light_rule, settings.near_days, status.elapsed),
    }


def _following(period: Period) -> Period:
    return Period(period.year + 1, 1) if period.month == 12 else Period(period.year, period.month + 1)


def _counts(facts: Facts) -> Mapping[str, int]:
    """`overdue` counts 回头看 too: what is asked of those who are late is asked of all; `missing` are units that did not
    answer in time, `unanswered` those that still can."""
    tasks = facts.this.tasks
    behind = facts.this.units_missing + facts.this.units_partly
    in_time = sentences.still_open(facts)
    return {
        "tasks": tasks.tasks,
        "done": tasks.done,
        "open": tasks.open,
        "overdue": tasks.overdue + sum(task.overdue for task in facts.lookback),
        "red": (tasks.lights or {}).get(Light.RED, 0),
        "missing": 0 if in_time else behind,
        "unanswered": behind if in_time else 0,
    }


def _counting(words: Callable[[int], str]) -> Callable[[], str]:
    """A function that says the first, the second, the third … one after the other."""
    places: Iterator[int] = count(1)
    return lambda: words(next(places))


# ---- the annexes ----


def _task_row(task: TaskStatus, names: Names) -> Mapping[str, object]:
    own = task.reading.task
    year = own.first_year
    return {
        "number": names.number(task),
        "year": str(year) if year else "",
        "topic": one_line(own.topic),
        "content": content_of(task),
        "lead": one_line(own.lead) or wording.NOBODY,
        "responsible": one_line(own.responsible) or wording.NOBODY,
        "deadline": one_line(own.deadline) or wording.NOBODY,
        "state": str(task.state),
        "rate": percent(task.rate),
        "light": wording.LIGHT_LABELS[task.light],
        "colour": LIGHT_COLOURS[task.light].lstrip("#"),
        "reason": one_line(task.reason),
    }


def _unit_row(unit: UnitFacts, names: Names) -> Mapping[str, object]:
    status = unit.status
    return {
        "unit": one_line(unit.name),
        "standing": wording.STANDING_WORDS[status.standing],
        "due": status.due,
        "answered": status.answered,
        "rate": percent(status.answer_rate),
        "on_time": wording.IN_TIME[status.on_time] if status.due else wording.NOT_ASKED,
        "tasks": status.tasks,
        "done": status.done,
        "overdue": status.overdue,
        "waiting": wording.may_break(names.numbers(status.waiting, MOST_WAITING)),
    }
