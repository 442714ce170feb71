"""A plan and what its cells mean → one book per unit. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from taskbook import wording
from taskbook.identity import fingerprint, token
from taskbook.model import ROLE_WORDS, Plan, Reading, Role, Target
from taskbook.ooxml.rows import cell_text
from taskbook.period import Period
from taskbook.unitbook.layout import SCHEMA, Book, BookRow

Assigned = Mapping[str, Sequence[tuple[Reading, Role]]]
"""unit → what it must answer for, in the plan's order."""


def assigned_tasks(plan: Plan, readings: Sequence[Reading]) -> Assigned:
    """Who gets what: units in the registry's order, then others as they are first named; nobody without a task.

    A row without 任务编号, or with one that stood before, is left out: its answers could not be told apart.
    """
    tasks: dict[str, list[tuple[Reading, Role]]] = {unit.name: [] for unit in plan.units}
    seen: set[str] = set()
    for reading in readings:
        if not reading.task.id or reading.task.id in seen:
            continue
        seen.add(reading.task.id)
        for assignment in reading.assignments:
            tasks.setdefault(assignment.unit, []).append((reading, assignment.role))
    stopped = {unit.name for unit in plan.units if unit.stopped}
    return {unit: rows for unit, rows in tasks.items() if rows and unit not in stopped}


def build_books(
    plan: Plan, assigned: Assigned, period: Period, previous: Mapping[tuple[str, str], str] = {}
) -> Iterator[Book]:
    """One book per unit, one after the other. `previous` is the text of 上期进展 by (unit, task id)."""
    settings = plan.settings
    alike: dict[tuple[str, Role], BookRow] = {}
    for unit, tasks in assigned.items():
        rows = []
        for reading, role in tasks:
            before = previous.get((unit, reading.task.id), "")
            settled = wording.said_done(before) and not reading.deadline.lasting
            key = (reading.task.id, role)
            if not before and key not in alike:
                alike[key] = _row(reading, role, "")
            rows.append(_row(reading, role, before, settled) if before else alike[key])
        yield Book(
            plan_id=settings.plan_id,
            plan_name=settings.plan_name,
            office=settings.office,
            period=period,
            unit=unit,
            token=token(settings.plan_id, period, unit),
            due=period.due(settings.due_day),
            return_to=settings.return_to,
            rows=tuple(rows),
        )


def _row(reading: Reading, role: Role, previous: str, settled: bool = False) -> BookRow:
    task = reading.task
    topic = task.topic or task.section
    targets = _told_once(reading.targets)
    texts = (
        task.number,
        wording.lookback_topic(topic, task.first_year) if task.lookback else topic,
        task.content,
        ROLE_WORDS[role],
        task.measure,
        wording.TARGET_SEPARATOR.join(target.text for target in targets),
        task.deadline,
        previous + (wording.NEED_NOT_FILL if settled else ""),
    )
    texts = tuple(map(cell_text, texts))
    return BookRow(task.id, role, texts, fingerprint(texts), targets, settled, task.lookback)


def _told_once(targets: Sequence[Target]) -> tuple[Target, ...]:
    """Content and measure often name one target in two ways (达到100%, 解读率100%); the first is shown."""
    first: dict[tuple[bool, float, str], Target] = {}
    for target in targets:
        first.setdefault(("<" in target.relation, target.value, target.unit), target)
    return tuple(first.values())


def digest_of(book: Book) -> str:
    """Stands for all that the unit gets to see; the same content has the same digest on every day and machine."""
    told = [
        SCHEMA,
        book.plan_id,
        book.plan_name,
        book.office,
        str(book.period),
        book.unit,
        str(book.due),
        book.return_to,
    ]
    for row in book.rows:
        told += [row.task_id, row.role, *row.texts]
    return hashlib.sha256("\x1f".join(told).encode("utf-8", "replace")).hexdigest()[:32]
