"""Periods as the archive holds them: what was asked, what was answered, every file that came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from taskbook import issued, wording
from taskbook.findings import CannotGoOn, Cell, Code, Finding, found
from taskbook.model import Reply
from taskbook.period import Period
from taskbook.progress import Progress, silent
from taskbook.returns import archive as kept
from taskbook.returns.archive import Outcome
from taskbook.returns.renaming import NOBODY_RENAMED
from taskbook.rollup.status import Key, PastRound, Round


def load_round(
    archive: Path, period: Period, progress: Progress = silent, names: Mapping[str, str] = NOBODY_RENAMED
) -> Round:
    """One period as the archive holds it, its units under their names of now (`names`: old name → new)."""
    records = tuple(
        replace(record, unit=names[record.unit]) if record.unit in names else record
        for record in kept.load_records(archive, period)
    )
    total = sum(record.outcome is Outcome.ACCEPTED for record in records)
    replies: dict[Key, Reply] = {}
    for done, (_, answers) in enumerate(kept.load_replies(archive, period), 1):
        replies.update(((reply.task_id, reply.unit), reply) for reply in _renamed(answers, names))
        progress(wording.PROGRESS_READ, done, total)
    return Round(period, _asked(archive, period, names), replies, records)


def earlier_rounds(
    archive: Path, period: Period, names: Mapping[str, str] = NOBODY_RENAMED
) -> Iterator[PastRound]:
    """The periods before, in the order of time."""
    for earlier in periods_before(archive, period):
        answers = (reply for _, replies in kept.load_replies(archive, earlier) for reply in replies)
        yield PastRound(earlier, _asked(archive, earlier, names), _renamed(answers, names))


def _renamed(replies: Iterable[Reply], names: Mapping[str, str]) -> Iterator[Reply]:
    return (replace(reply, unit=names[reply.unit]) if reply.unit in names else reply for reply in replies)


def _asked(archive: Path, period: Period, names: Mapping[str, str]) -> dict[str, frozenset[str]]:
    return {
        names.get(book.unit, book.unit): frozenset(row.task_id for row in book.rows)
        for book in issued.read_history(archive, period)
    }


def archive_findings(archive: Path, current: Round) -> Iterator[Finding]:
    """Lines of the ledger that cannot be read; stored files that are gone or were changed since they came."""
    if broken := kept.broken_lines(archive, current.period):
        yield found(Code.LEDGER_LINE_BROKEN, period=current.period, count=broken)
    for record in kept.changed_originals(archive, current.records, current.period):
        yield found(Code.ARCHIVED_FILE_CHANGED, Cell(file=record.stored), file=record.stored)


def periods_before(archive: Path, period: Period) -> list[Period]:
    """The periods the archive has folders for, before this one, in the order of time."""
    periods = []
    for folder in archive.iterdir():
        try:
            earlier = Period.parse(folder.name)
        except CannotGoOn:
            continue
        if folder.is_dir() and str(earlier) == folder.name and earlier < period:
            periods.append(earlier)
    return sorted(periods)
