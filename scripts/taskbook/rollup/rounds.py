"""Periods as the archive holds them: what was asked, what was answered, every file that came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from taskbook import issued, wording
from taskbook.findings import CannotGoOn, Cell, Code, Finding, found
from taskbook.issued import Issued
from taskbook.model import Reply, State
from taskbook.period import Period
from taskbook.progress import Progress, silent
from taskbook.returns import archive as kept
from taskbook.returns.archive import Outcome
from taskbook.returns.renaming import NOBODY_RENAMED
from taskbook.rollup.status import Key, PastRound, Return, Round


def load_round(
    archive: Path,
    period: Period,
    progress: Progress = silent,
    names: Mapping[str, str] = NOBODY_RENAMED,
    books: Mapping[str, Issued] | None = None,
) -> Round:
    """One period as the archive holds it, its units under their names of now (`names`: old name → new).

    `books` are what was issued, for who has read them already.
    """
    records = tuple(
        replace(record, unit=names[record.unit]) if record.unit in names else record
        for record in kept.load_records(archive, period)
    )
    total = sum(record.outcome in (Outcome.ACCEPTED, Outcome.SUPERSEDED) for record in records)
    replies: dict[Key, Reply] = {}
    returns: list[Return] = []
    said: dict[str, dict[str, Reply]] = {}
    for done, (record, answers) in enumerate(kept.load_returns(archive, period), 1):
        returns.append((record, answers))
        own = said.setdefault(record.unit, {})
        own.update((reply.task_id, reply) for reply in answers)  # a row left blank keeps the answer before
        if record.outcome is Outcome.ACCEPTED:
            _put(replies, _renamed(own.values(), names))
        progress(wording.PROGRESS_READ, done, total)
    asked = _asked(issued.read_issued(archive, period) if books is None else books, names)
    return Round(period, asked, replies, records, tuple(returns))


def earlier_rounds(
    archive: Path, period: Period, names: Mapping[str, str] = NOBODY_RENAMED
) -> Iterator[PastRound]:
    """The periods before, in the order of time."""
    for earlier in periods_before(archive, period):
        asked = _asked(issued.read_issued(archive, earlier), names)
        yield PastRound(earlier, asked, _answers(archive, earlier, names))


def _answers(archive: Path, period: Period, names: Mapping[str, str]) -> Iterator[Reply]:
    """One answer a task and unit, one at a time; only those of units that are one by now are kept together."""
    joined = _joined(archive, period, names) if names else frozenset()
    together: dict[Key, Reply] = {}
    for _, replies in kept.load_replies(archive, period):
        answers = list(_renamed(replies, names))
        if answers and answers[0].unit in joined:
            _put(together, answers)
        else:
            yield from answers
    yield from together.values()


def _joined(archive: Path, period: Period, names: Mapping[str, str]) -> frozenset[str]:
    """The units of now under which two or more answered in that period."""
    accepted = (one for one in kept.load_records(archive, period) if one.outcome is Outcome.ACCEPTED)
    counts = Counter(names.get(record.unit, record.unit) for record in accepted)
    return frozenset(unit for unit, count in counts.items() if count > 1)


_NEARNESS = {State.BEHIND: 0, State.NOT_STARTED: 1, State.IN_PROGRESS: 2, State.DONE: 3, State.NONE: 4}


def put_together(replies: Iterable[Reply]) -> dict[Key, Reply]:
    """One answer a task and unit; of units that are one by now, the one that is less far."""
    answers: dict[Key, Reply] = {}
    _put(answers, replies)
    return answers


def _put(answers: dict[Key, Reply], more: Iterable[Reply]) -> None:
    """Of two answers to a task by units that are one by now, the one less far counts: neither may hide the other's
    unfinished work."""
    for reply in more:
        key = (reply.task_id, reply.unit)
        before = answers.get(key)
        if before is None or _NEARNESS[reply.state] <= _NEARNESS[before.state]:
            answers[key] = reply


def _renamed(replies: Iterable[Reply], names: Mapping[str, str]) -> Iterator[Reply]:
    return (replace(reply, unit=names[reply.unit]) if reply.unit in names else reply for reply in replies)


def _asked(books: Mapping[str, Issued], names: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Unit of now → what it was asked: the latest book of each, of units that are one by now together."""
    asked: dict[str, frozenset[str]] = {}
    for book in books.values():
        unit = names.get(book.unit, book.unit)
        asked[unit] = asked.get(unit, frozenset()) | {row.task_id for row in book.rows}
    return asked


def archive_findings(archive: Path, current: Round) -> Iterator[Finding]:
    """Lines of the ledger that cannot be read; stored files that are gone or were changed since they came."""
    if broken := kept.broken_lines(archive, current.period):
        yield found(Code.LEDGER_LINE_BROKEN, period=current.period, count=broken)
    for record in kept.changed_originals(archive, current.records, current.period):
        yield found(Code.ARCHIVED_FILE_CHANGED, Cell(file=record.stored), file=record.stored)


def periods_before(archive: Path, period: Period) -> list[Period]:
    """The periods the archive has folders for, before this one, in the order of time."""
    return [one for one in _periods(archive) if one < period]


def periods_after(archive: Path, period: Period) -> list[Period]:
    """The periods the archive has folders for, after this one, in the order of time."""
    return [one for one in _periods(archive) if one > period]


def _periods(archive: Path) -> list[Period]:
    periods = []
    for folder in archive.iterdir():
        try:
            period = Period.parse(folder.name)
        except CannotGoOn:
            continue
        if folder.is_dir() and str(period) == folder.name:
            periods.append(period)
    return sorted(periods)
