"""What was said about a task in the course of the year: every answer of every unit, with the file and row it stands in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from taskbook.model import Reply
from taskbook.period import Period
from taskbook.returns import archive as kept
from taskbook.returns.archive import ReturnRecord
from taskbook.returns.renaming import NOBODY_RENAMED
from taskbook.rollup.rounds import periods_before
from taskbook.rollup.status import Return


@dataclass(frozen=True, slots=True)
class Said:
    """One answer. `reply.unit` is the unit as it was called then, `unit` as it is called now; `reply.source` tells
    the stored file, sheet and row, `record` the file it came in. `counts`: it is the unit's last word on the task in
    that period, no later return took its place."""

    period: Period
    unit: str
    record: ReturnRecord
    reply: Reply
    counts: bool

    @property
    def day(self) -> date:
        """The day it was said: when the unit filled it in, as far as that lies in the period and before the file was
        received; else the day that was."""
        received = date.fromisoformat(self.record.received[:10])
        written = self.reply.reported_on
        begun = date(self.period.year, self.period.month, 1)
        return written if written is not None and begun <= written <= received else received


def task_history(
    archive: Path,
    period: Period,
    tasks: Collection[str] | None = None,
    names: Mapping[str, str] = NOBODY_RENAMED,
) -> dict[str, list[Said]]:
    """Task id → what was said about it, up to and with `period`, in the order of time and of receipt.

    Without `tasks`, of every task; `names`: old name of a unit → the name of now.
    """
    history: dict[str, list[Said]] = {task_id: [] for task_id in tasks or ()}
    for one in [*periods_before(archive, period), period]:
        for said in said_in(one, kept.load_returns(archive, one, tasks), names):
            history.setdefault(said.reply.task_id, []).append(said)
    return history


def said_in(
    period: Period, returns: Iterable[Return], names: Mapping[str, str] = NOBODY_RENAMED
) -> Iterator[Said]:
    """What was said in the returns of a period (`Round.returns`), in the order of receipt."""
    returns = list(returns)
    last = {(reply.unit, reply.task_id): record.sequence for record, replies in returns for reply in replies}
    for record, replies in returns:
        for reply in replies:
            counts = last[reply.unit, reply.task_id] == record.sequence
            yield Said(period, names.get(reply.unit, reply.unit), record, reply, counts)
