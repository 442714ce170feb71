"""The short texts of a period: three lines for a chat group, a paragraph for the annual report."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from taskbook import wording
from taskbook.mail.writing import one_line
from taskbook.model import Light, State
from taskbook.reporting.facts import Facts
from taskbook.reporting.papers.names import Names
from taskbook.reporting.papers.notice import whole_values
from taskbook.reporting.papers.sentences import is_behind
from taskbook.reporting.shares import percent
from taskbook.rollup.figures import share
from taskbook.rollup.status import Answer
from taskbook.templates import FOLDER, fill

MOST_UNITS, MOST_NAMES, MOST_NUMBERS = 5, 8, 2
"""What a line for a phone names: units with their tasks, units alone, tasks of each."""

MOST_SECTIONS = 8


def chat_text(facts: Facts, folder: Path = FOLDER) -> str:
    """Three lines from `folder/notice/月报群消息.txt`: the numbers, who is behind, who has not answered; it ends with
    a line end. Raises `CannotGoOn` where the template is broken."""
    names = Names(facts.status.tasks)
    behind = behind_by_unit(facts)
    missing = [one_line(unit.unit.name) for unit in facts.status.waiting]
    listed = [
        wording.with_items(one_line(unit), names.numbers(ids, MOST_NUMBERS)) for unit, ids in behind.items()
    ]
    values = {
        "behind": wording.first_units(listed, MOST_UNITS),
        "behind_why": _why_behind(facts),
        "behind_count": len(behind),
        "missing": wording.first_units(missing, MOST_NAMES),
        "missing_count": len(missing),
    }
    text = fill(wording.MONTH_CHAT_TEMPLATE, folder, **whole_values(facts), **_numbers(facts), **values)
    return text.strip() + "\n"


def annual_paragraph(facts: Facts, folder: Path = FOLDER) -> str:
    """What the year's plan has come to, from `folder/notice/年度报告段落.txt`: of the whole year in December, so far
    before. Raises `CannotGoOn` where the template is broken."""
    year = facts.status.plan.settings.year or facts.period.year
    due = sum(one.answers.due for one in facts.trend)
    answered = sum(one.answers.answered for one in facts.trend)
    values = {
        "year": year,
        "final": (facts.period.year, facts.period.month) >= (year, 12),
        "sections": _sections(facts),
        "periods": len(facts.trend),
        "gaps": wording.months_listed([(month.year, month.month) for month in facts.missing], year),
        "answered": answered,
        "answer_rate": percent(share(answered, due)),
        "units": len(facts.units),
        "old": facts.this.lookback_tasks,
        "old_done": facts.this.lookback_done,
    }
    whole = {**whole_values(facts), **_numbers(facts), **values, "due": due}
    return fill(wording.ANNUAL_TEMPLATE, folder, **whole).strip() + "\n"


def behind_by_unit(facts: Facts) -> dict[str, list[str]]:
    """Unit → the open tasks it holds that are overdue or red with it (回头看 too); those with most tasks first."""
    found: dict[str, list[str]] = {}
    for answer in _behind(facts):
        found.setdefault(answer.unit, []).append(answer.task_id)
    return dict(sorted(found.items(), key=lambda pair: -len(pair[1])))


def _behind(facts: Facts) -> list[Answer]:
    tasks = [task for task in facts.status.tasks if task.state is not State.DONE]
    return [answer for task in tasks for answer in task.answers if is_behind(facts, answer)]


def _why_behind(facts: Facts) -> str:
    """The reasons that there are: overdue, silent twice, or red for another one."""
    behind = _behind(facts)
    rest = [answer for answer in behind if not answer.overdue]
    return wording.why_behind(
        overdue=len(rest) < len(behind),
        silent=any(answer.silent for answer in rest),
        red=not all(answer.silent for answer in rest),
    )


def _numbers(facts: Facts) -> Mapping[str, object]:
    count = facts.this.tasks
    return {
        "tasks": count.tasks,
        "done": count.done,
        "done_share": percent(count.done_share),
        "open": count.open,
        "overdue": count.overdue,
        "red": (count.lights or {}).get(Light.RED, 0),
        "elapsed": percent(facts.this.elapsed),
    }


def _sections(facts: Facts) -> list[Mapping[str, object]]:
    """This year's sections (topics where there is one section only); none where there would be one or too many."""
    for counts in (facts.sections, facts.topics):
        named = [one for one in counts if one.name and one.tasks]
        if 1 < len(named) <= MOST_SECTIONS and sum(one.tasks for one in named) == facts.this.tasks.tasks:
            return [
                {"name": wording.without_mark(one.name), "tasks": one.tasks, "done": one.done}
                for one in named
            ]
    return []
