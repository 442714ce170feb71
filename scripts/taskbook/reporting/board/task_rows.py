"""The tasks as the page lists them, and what its filters need to know of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from taskbook import wording
from taskbook.columns import LookbackField
from taskbook.model import ROLE_ORDER, ROLE_WORDS, Light, State
from taskbook.reporting.board.history_block import ABSENT, ALPHABET
from taskbook.reporting.board.page_text import light_name, one_line, plain
from taskbook.reporting.board.remark_rows import MOST_OF_A_TASK, Remarks
from taskbook.reporting.facts import Facts
from taskbook.reporting.shares import percent
from taskbook.rollup.status import Answer, TaskStatus

MOST_NAMED = 40
"""Units named of one role, or still owing an answer; the others are counted, and stand in the history."""

OVERDUE, NEAR, NEWLY_DONE, NEWLY_OVERDUE, WAITING = "o", "n", "d", "v", "w"
"""What else tasks and parts are filtered by: a letter each."""


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task as the page shows it, all text fit for it. `tags`: what is to be noticed (新办结, 逾期, …); `facts`: what else
    is known, as (label, words)."""

    id: str
    number: str
    section: str
    topic: str
    content: str
    light: str
    light_label: str
    state: str
    rate: str
    reason: str
    deadline: str
    leaders: str
    tags: Sequence[str]
    facts: Sequence[tuple[str, str]]
    remarks: Sequence[tuple[str, str]] = field(default=())
    remarks_left: int = 0


def task_rows(facts: Facts, tasks: Sequence[TaskStatus], remarks: Remarks) -> Iterator[TaskRow]:
    """The rows of these tasks, in their order."""
    own = remarks.by_task()
    for status in tasks:
        yield _row(facts, status, own.get(status.id, ()))


def _row(facts: Facts, status: TaskStatus, remarks: Sequence[tuple[str, str]]) -> TaskRow:
    task = status.reading.task
    deciding = [one_line(answer.unit) for answer in status.deciding]
    return TaskRow(
        id=plain(task.id),
        number=one_line(task.number),
        section=one_line(task.section),
        topic=one_line(task.topic),
        content=plain(task.content),
        light=light_name(status.light),
        light_label=wording.LIGHT_LABELS[status.light],
        state=str(status.state),
        rate=percent(status.rate) if status.deciding else "",
        reason=plain(status.reason),
        deadline=one_line(task.deadline),
        leaders=wording.units_listed(deciding, 3),
        tags=[wording.BOARD_FLAGS[flag] for flag in flags_of(facts, status) if flag in _TAGS],
        facts=[(label, words) for label, words in _about(status) if words],
        remarks=remarks[:MOST_OF_A_TASK],
        remarks_left=max(len(remarks) - MOST_OF_A_TASK, 0),
    )


def flags_of(facts: Facts, status: TaskStatus) -> str:
    """The letters that hold for a task as a whole."""
    held = {
        OVERDUE: status.overdue,
        NEAR: status.near,
        NEWLY_DONE: status.id in facts.changed.tasks_done and facts.before is not None,
        NEWLY_OVERDUE: status.id in facts.changed.tasks_overdue and facts.before is not None,
        WAITING: any(_owes(answer) for answer in status.answers),
    }
    return "".join(letter for letter, holds in held.items() if holds)


_TAGS = (OVERDUE, NEAR, NEWLY_DONE, NEWLY_OVERDUE)


def _owes(answer: Answer) -> bool:
    return answer.asked and not answer.answered


def _about(status: TaskStatus) -> Iterator[tuple[str, str]]:
    reading, task = status.reading, status.reading.task
    for role in ROLE_ORDER:
        units = [one_line(answer.unit) for answer in status.answers if answer.role is role]
        yield wording.BOARD_ROLE.format(role=ROLE_WORDS[role]), wording.units_listed(units, MOST_NAMED)
    yield wording.BOARD_LEADER, one_line(task.leader)
    yield wording.BOARD_MEASURE, plain(task.measure)
    yield wording.BOARD_TARGETS, wording.board_listed(one_line(target.text) for target in reading.targets)
    yield wording.BOARD_DATES, wording.board_listed(wording.date_words(day) for day in reading.deadline.dates)
    asked = [answer for answer in status.answers if answer.asked]
    waiting = [one_line(answer.unit) for answer in asked if not answer.answered]
    named = wording.units_listed(waiting, MOST_NAMED)
    yield wording.BOARD_ANSWERS, wording.board_answers(len(asked), len(asked) - len(waiting), named)
    if status.latest:
        period, reply = status.latest
        said = wording.said(one_line(reply.unit), str(period), plain(reply.progress) or str(reply.state))
        yield wording.BOARD_LATEST, said
    extra: Mapping[str, str] = dict(task.extra) if task.lookback else {}
    for name in (LookbackField.YEAR, LookbackField.TASK_ID, LookbackField.LAST):
        yield str(name), one_line(extra.get(name, ""))
    yield wording.BOARD_REMARK, plain(task.remark)


def index(facts: Facts, units: Mapping[str, Sequence[str]], remarks: Remarks) -> dict[str, Any]:
    """What the page filters by. `units`: task id → units in the order of the history; those of now come first.

    Of every task its topic, section, state, light, flags, its units as places in `units`, and for each unit of now a
    letter for what kind of part it has (`parts`: state, light, flags). `gone` are tasks that are in the history only.
    """
    places = {one.name: place for place, one in enumerate(facts.units)}
    kinds: dict[tuple[str, str, str], int] = {}

    def entry(status: TaskStatus) -> dict[str, Any]:
        parts = {answer.unit: _part(facts, answer) for answer in status.answers}
        known = units.get(status.id, tuple(parts))
        letters = (
            ALPHABET[kinds.setdefault(parts[unit], len(kinds))] if unit in parts else ABSENT for unit in known
        )
        own = {"u": [places.setdefault(unit, len(places)) for unit in known], "p": "".join(letters)}
        return _entry(facts, status) | own

    now = [entry(status) for status in facts.tasks]
    back = [entry(status) for status in facts.lookback]
    held = {status.id for status in facts.status.tasks}
    gone = [
        {"id": plain(task_id), "u": [places.setdefault(unit, len(places)) for unit in names]}
        for task_id, names in units.items()
        if task_id not in held
    ]
    return {
        "tasks": now,
        "back": back,
        "gone": gone,
        "parts": list(kinds),
        "alphabet": ALPHABET[: len(kinds)],
        "units": [one_line(name) for name in places],
        "period": str(facts.period),
        "lights": {str(light): [light_name(light), wording.LIGHT_LABELS[light]] for light in Light},
        "sentences": remarks.texts,
        "remarks": [[plain(task_id), places.get(unit, -1), place] for task_id, unit, place in remarks.rows],
    }


def _entry(facts: Facts, status: TaskStatus) -> dict[str, Any]:
    """What a task as a whole is filtered by."""
    task = status.reading.task
    return {
        "id": plain(status.id),
        "c": one_line(task.section),
        "t": one_line(task.topic),
        "s": str(status.state),
        "l": str(status.light),
        "k": flags_of(facts, status),
    }


def _part(facts: Facts, answer: Answer) -> tuple[str, str, str]:
    """State, light and flags of one unit's part; the letters as of whole tasks, without 临期."""
    key = (answer.task_id, answer.unit)
    held = {
        OVERDUE: answer.overdue,
        NEWLY_DONE: key in facts.changed.done and facts.before is not None,
        NEWLY_OVERDUE: key in facts.changed.overdue and facts.before is not None,
        WAITING: _owes(answer),
    }
    return str(answer.state), str(answer.light), "".join(letter for letter, holds in held.items() if holds)


def choices(facts: Facts) -> dict[str, list[str]]:
    """What can be chosen in the filters: sections, topics and states that occur, in the plan's order."""
    found: dict[str, dict[str, None]] = {"sections": {}, "topics": {}}
    for status in facts.status.tasks:
        found["sections"].setdefault(one_line(status.reading.task.section))
        found["topics"].setdefault(one_line(status.reading.task.topic))
    held = {answer.state for status in facts.status.tasks for answer in status.answers}
    held |= {status.state for status in facts.status.tasks}
    return {
        **{name: [word for word in words if word] for name, words in found.items()},
        "states": [str(state) for state in State if state in held],
    }
