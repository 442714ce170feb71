"""Answers that a period's books knew of and the archive no longer holds: a month's folder that was lost says nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from taskbook import wording
from taskbook.columns import Sheet
from taskbook.findings import Cell, Code, Finding, found
from taskbook.issued import Issued, read_issued
from taskbook.model import State
from taskbook.returns.renaming import names_now
from taskbook.rollup.said import Said, task_history
from taskbook.rollup.status import Key, Status


def lost_answers(status: Status, archive: Path) -> Iterator[Finding]:
    """One finding a unit, naming the tasks it had reported done before the period's book was sent, says nothing about
    now, and is not known to have done any more. What was taken back since by a later return is not lost."""
    names = names_now(status.plan.units)
    sent = _sent_as_done(read_issued(archive, status.period, status.plan.settings.plan_id).values(), names)
    open_now = {
        (one.task_id, one.unit): sent[one.task_id, one.unit]
        for task in status.tasks
        for one in task.answers
        if one.reply is None and one.state is not State.DONE and (one.task_id, one.unit) in sent
    }
    if not open_now:
        return
    tasks = {task_id for task_id, _ in open_now}
    history = task_history(archive, status.period, tasks, names)
    lost: dict[str, list[str]] = {}
    for (task_id, unit), sent_on in open_now.items():
        said = [one for one in history[task_id] if one.unit == unit and one.period < status.period]
        if not _is_there(said, sent_on):
            lost.setdefault(unit, []).append(task_id)
    for unit, task_ids in lost.items():
        named = wording.listed_first(task_ids)
        yield found(Code.DONE_ANSWER_LOST, Cell(Sheet.UNITS), unit=unit, tasks=named)


def _sent_as_done(books: Iterable[Issued], names: Mapping[str, str]) -> dict[Key, date]:
    """What the books showed as done already, with the day they were sent; of units that are one by now, where all of
    their books did."""
    sent: dict[Key, date] = {}
    still_open: set[Key] = set()
    for book in books:
        unit = names.get(book.unit, book.unit)
        for row in book.rows:
            if row.settled:
                sent[row.task_id, unit] = book.issued_on
            else:
                still_open.add((row.task_id, unit))
    return {key: day for key, day in sent.items() if key not in still_open}


def _is_there(said: Sequence[Said], sent_on: date) -> bool:
    """Whether the archive holds what the book knew (it was done), or what came since and took it back."""
    told = [one for one in said if one.reply.state is not State.NONE or one.reply.progress]
    last = {one.reply.unit: one for one in told if one.period == told[-1].period}
    return any(one.reply.state is State.DONE for one in last.values()) or any(
        date.fromisoformat(one.record.received[:10]) >= sent_on for one in told
    )
