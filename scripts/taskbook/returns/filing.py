"""Filing what was received: in which order it counts, what a later return leaves open, originals and ledger.

First the originals are put in place, then the ledger says so. A run killed in between leaves originals that no line
names; the next run takes them for its own, so that nothing is lost and nothing is there twice.
"""

from __future__ import annotations

import contextlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path, PurePosixPath

from taskbook import files, wording
from taskbook.findings import Code, Finding, found
from taskbook.period import Period
from taskbook.progress import Progress
from taskbook.returns.archive import (
    Outcome,
    ReturnRecord,
    digest_of,
    ledger_of,
    line_of,
    load_replies_of,
    originals_of,
    store_original,
)
from taskbook.returns.inbox import natural
from taskbook.returns.ledger import append_lines
from taskbook.returns.ownership import Expected
from taskbook.returns.receiving import Received, guess, packed_answers

_LONGEST_SUFFIX = 6


@dataclass(frozen=True, slots=True)
class Filing:
    """Where and when a run files. `arrived_on` tells of a file of the inbox on which day it reached the office, where
    that is known (a mail's day; a file on a disk does not tell)."""

    archive: Path
    period: Period
    now: datetime
    due: date
    expected: Expected
    arrived_on: Callable[[str], date | None] = lambda file: None

    def received_on(self, one: Received) -> date:
        """The day a file counts as received: never later than today."""
        return min(self.arrived_on(one.file) or self.now.date(), self.now.date())


def file_received(
    filing: Filing,
    received: Sequence[Received],
    known: Sequence[ReturnRecord],
    staging: Path,
    progress: Progress,
) -> list[ReturnRecord]:
    """Put the new files into the archive and their lines into the ledger; the lines. The caller holds the archive."""
    ordered = in_order([one for one in received if one.outcome is not Outcome.IGNORED])
    if not ordered:
        return []
    findings = _findings(filing, ordered, known)
    stored = _store(filing, ordered, known, progress)
    first = max((record.sequence for record in known), default=0) + 1
    records = [
        _record(filing, one, number, name, told)
        for number, (one, name, told) in enumerate(zip(ordered, stored, findings, strict=True), first)
    ]
    records = _named_after_originals(records, known)
    ledger = ledger_of(filing.archive, filing.period)
    with files.told_as_sentences(ledger):
        append_lines(ledger, map(line_of, records, packed_answers(staging, ordered)))
    return records


# ---- in which order they count ----


def in_order(received: Sequence[Received]) -> list[Received]:
    """By the latest 填报日期 in them, then by the natural order of their names, duplicates after all originals.

    No file's place depends on which others are there: a run that goes on where a killed one stopped files the rest
    in the same order.
    """
    return sorted(received, key=_order)


def _order(one: Received) -> tuple[bool, date, object]:
    return one.outcome is Outcome.DUPLICATE, one.judged.reported or date.min, natural(one.file)


# ---- findings that need to know the other returns ----


def _findings(
    filing: Filing, ordered: Sequence[Received], known: Sequence[ReturnRecord]
) -> list[tuple[Finding, ...]]:
    """What is to be told about each file, with its name."""
    answered = _answered_before(filing, ordered, known)
    counts = Counter(
        record.unit for record in known if record.outcome in (Outcome.ACCEPTED, Outcome.SUPERSEDED)
    )
    total = counts + Counter(one.judged.unit for one in ordered if one.outcome is Outcome.ACCEPTED)
    told = []
    for one in ordered:
        findings = list(one.judged.findings)
        if one.outcome is Outcome.ACCEPTED:
            unit = one.judged.unit
            before = answered.setdefault(unit, {})
            findings = _in_reading_order([*findings, *_open_rows(one, before)])
            before |= dict.fromkeys(one.answered, one.file)
            counts[unit] += 1
            if counts[unit] == total[unit] > 1:
                findings.append(found(Code.SEVERAL_RETURNS, unit=unit, count=total[unit], file=one.file))
            findings += _lateness(filing, one)
        told.append(tuple(replace(each, where=replace(each.where, file=one.file)) for each in findings))
    return told


def _answered_before(
    filing: Filing, ordered: Sequence[Received], known: Sequence[ReturnRecord]
) -> dict[str, dict[str, str]]:
    """unit → task id → the file that answers it already, for units that answer again now."""
    again = {one.judged.unit for one in ordered if one.outcome is Outcome.ACCEPTED} & {
        record.unit for record in known if record.outcome is Outcome.ACCEPTED
    }
    names = {record.stored: record.file for record in reversed(known)}
    return {
        unit: {reply.task_id: names.get(reply.source.file, "") for reply in replies if reply.source}
        for unit, replies in load_replies_of(filing.archive, filing.period, again).items()
    }


def _open_rows(one: Received, before: Mapping[str, str]) -> Iterable[Finding]:
    """Rows without an answer: they keep the one of an earlier return, or have none."""
    for row in one.judged.open_rows:
        file = before.get(row.task_id)
        if file is None:
            yield row.finding()
        else:
            yield found(Code.ANSWER_LEFT_BLANK, row.where, task_id=row.task_id, file=file)


def _in_reading_order(findings: Sequence[Finding]) -> list[Finding]:
    """Row by row; what has no cell comes last."""
    return sorted(findings, key=_reading_order)


def _reading_order(finding: Finding) -> tuple[bool, str, int, int, str]:
    letters = finding.where.address.rstrip("0123456789")
    row = finding.where.address[len(letters) :]
    return not row, finding.where.sheet, int(row or 0), len(letters), letters


def _lateness(filing: Filing, one: Received) -> Iterable[Finding]:
    if not _is_on_time(filing, one):
        yield found(Code.RETURNED_LATE, due=filing.due, received=filing.received_on(one))


def _is_on_time(filing: Filing, one: Received) -> bool:
    """Received in time, or filled in in time: the office may have collected late."""
    reported = one.judged.reported
    return filing.received_on(one) <= filing.due or (reported is not None and reported <= filing.due)


# ---- originals and lines ----


def _store(
    filing: Filing, ordered: Sequence[Received], known: Sequence[ReturnRecord], progress: Progress
) -> list[str]:
    """The name each original has in the archive, once it is there; '' for duplicates."""
    folder = originals_of(filing.archive, filing.period)
    left = _left_by_a_killed_run(folder, known)
    number = max((record.sequence for record in known), default=0)
    names = []
    for one in ordered:
        number += 1
        name = ""
        if one.staged:
            with files.told_as_sentences(folder / one.staged.name):
                name = left.pop(one.sha256, "") or store_original(
                    folder, one.staged, _stored_name(number, one.file)
                )
        names.append(name)
        progress(wording.PROGRESS_ARCHIVE, len(names), len(ordered))
    files.flush_folder(folder)
    return names


def _left_by_a_killed_run(folder: Path, known: Sequence[ReturnRecord]) -> dict[str, str]:
    """sha256 → name of originals that no line of the ledger names."""
    registered = {record.stored for record in known}
    with contextlib.suppress(FileNotFoundError):
        return {
            digest_of(path): path.name
            for path in sorted(folder.iterdir(), reverse=True)
            if path.name not in registered
        }
    return {}


def _stored_name(number: int, file: str) -> str:
    """`0007_区教育局.xlsx`: the sequence, and the name it came with as far as every system takes it."""
    name = PurePosixPath(file).name
    stem, dot, suffix = name.rpartition(".")
    if not stem or not re.fullmatch(rf"[0-9A-Za-z]{{1,{_LONGEST_SUFFIX}}}", suffix):
        stem, dot, suffix = name, "", ""
    return f"{number:04d}_{files.safe_name(stem, set())}{dot}{suffix}"


def _record(
    filing: Filing, one: Received, number: int, stored: str, findings: tuple[Finding, ...]
) -> ReturnRecord:
    return ReturnRecord(
        sequence=number,
        received=filing.now.isoformat(timespec="seconds"),
        file=one.file,
        stored=stored,
        sha256=one.sha256,
        outcome=one.outcome,
        unit=one.judged.unit,
        token=one.judged.token,
        rows=len(one.answered),
        on_time=_is_on_time(filing, one),
        findings=findings,
        probable_unit=guess(one.judged, one.file, filing.expected) if one.outcome is Outcome.RETURNED else "",
    )


def _named_after_originals(
    records: Sequence[ReturnRecord], known: Sequence[ReturnRecord]
) -> list[ReturnRecord]:
    """Duplicates with the unit and the stored file of what they are the same as."""
    originals = {one.sha256: one for one in [*records, *known] if one.outcome is not Outcome.DUPLICATE}
    return [
        replace(
            record,
            stored=originals[record.sha256].stored,
            unit=originals[record.sha256].unit,
            token=originals[record.sha256].token,
        )
        if record.outcome is Outcome.DUPLICATE and record.sha256 in originals
        else record
        for record in records
    ]
