"""From the inbox to judged files: copies of what is new, read and judged in child processes, waiting to be filed.

Nothing is decided for good here: a run that is killed leaves only its own copies, which the next run sweeps away.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath

from taskbook import files, wording
from taskbook.findings import Code, Finding, found, has_errors
from taskbook.grid import Grid
from taskbook.progress import Progress
from taskbook.returns.archive import Outcome, ReturnRecord, pack_replies
from taskbook.returns.guarded import Failure, read_files
from taskbook.returns.inbox import Arrival, arrivals, settled
from taskbook.returns.judging import Judged, judge
from taskbook.returns.ownership import Expected, probable_unit
from taskbook.unitbook.read import read_book

Key = tuple[str, str]
"""Which file: its name in the inbox and its sha256. The same again is nothing new."""

_NOTHING = Judged()


@dataclass(frozen=True, slots=True)
class Received:
    """One new file. `outcome` is ACCEPTED, RETURNED, DUPLICATE (of a file new in this run or known) or IGNORED.

    `staged` is its copy, None where nothing is to be kept; `answered` the tasks it answers; `replies` where its packed
    answers stand in the run's answer file (offset, length).
    """

    file: str
    sha256: str = ""
    outcome: Outcome = Outcome.IGNORED
    staged: Path | None = None
    judged: Judged = _NOTHING
    answered: tuple[str, ...] = ()
    replies: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class _Parsed:
    """What travels back from a child: the judgement without its answers, and these packed."""

    judged: Judged
    answered: tuple[str, ...]
    packed: bytes


@dataclass(frozen=True, slots=True)
class Again:
    """A file that was filed before: its name now, and its record."""

    file: str
    record: ReturnRecord


def receive(
    inbox: Path,
    leave_out: Sequence[Path],
    known: Sequence[ReturnRecord],
    expected: Expected,
    staging: Path,
    progress: Progress,
) -> list[Received | Again]:
    """Every file of the inbox in natural order: as it was filed before, or as newly received.

    `staging` is an empty folder on the archive's disk; copies and the answer file (`answers_of`) are put there.
    """
    met = _meet(inbox, leave_out, known, staging, progress)
    to_read = [one for one, arrival in met if isinstance(one, Received) and arrival and _is_readable(one)]
    with ThreadPoolExecutor(1) as background:
        flushed = background.submit(_flush, [one.staged for one, _ in met if isinstance(one, Received)])
        read = _read(to_read, expected, staging, progress)
        flushed.result()
    return _without_growing([(read.get(id(one), one), arrival) for one, arrival in met])


def answers_of(staging: Path) -> Path:
    return staging / "answers"


# ---- meeting every file ----

_Met = list[tuple[Received | Again, Arrival | None]]


def _meet(
    inbox: Path,
    leave_out: Sequence[Path],
    known: Sequence[ReturnRecord],
    staging: Path,
    progress: Progress,
) -> _Met:
    """Sort out what was filed before, what has the same bytes as another, what is no return; copy the rest."""
    by_key: dict[Key, ReturnRecord] = {(record.file, record.sha256): record for record in known}
    seen = {record.sha256 for record in known}
    met: _Met = []
    for number, arrival in enumerate(arrivals(inbox, leave_out), 1):
        progress(wording.PROGRESS_INBOX, number, number)
        before = by_key.get((arrival.file, arrival.sha256))
        if before:
            met.append((Again(arrival.file, before), None))
            continue
        one = Received(arrival.file, arrival.sha256, judged=Judged(findings=arrival.findings))
        if arrival.taken and arrival.sha256 in seen and not arrival.findings:
            one = replace(one, outcome=Outcome.DUPLICATE)
        elif arrival.taken:
            seen.add(arrival.sha256)
            outcome = Outcome.RETURNED if has_errors(arrival.findings) else Outcome.ACCEPTED
            one = replace(one, outcome=outcome, staged=_stage(arrival, staging / str(number)))
        met.append((one, replace(arrival, data=None)))
    return _with_moved(met, known)


def _with_moved(met: _Met, known: Sequence[ReturnRecord]) -> _Met:
    """A file filed before that was moved to another folder (or the inbox was named by another folder) is still the
    same file, not a duplicate of one that is no longer there."""
    present = {one.file for one, _ in met}
    gone = {
        (PurePosixPath(record.file).name, record.sha256): record
        for record in reversed(known)
        if record.file not in present
    }
    moved: _Met = []
    for one, arrival in met:
        duplicate = isinstance(one, Received) and one.outcome is Outcome.DUPLICATE
        record = gone.pop((PurePosixPath(one.file).name, one.sha256), None) if duplicate else None
        moved.append((Again(one.file, record), None) if record else (one, arrival))
    return moved


def _stage(arrival: Arrival, copy: Path) -> Path:
    with files.told_as_sentences(copy):
        if arrival.data is None:
            shutil.copyfile(arrival.path, copy)
        else:
            copy.write_bytes(arrival.data)
    return copy


def _flush(copies: Sequence[Path | None]) -> None:
    """The copies reach the disk before the ledger says that they are kept."""
    for copy in copies:
        if copy:
            with files.told_as_sentences(copy), copy.open("r+b") as file:
                os.fsync(file.fileno())


def _is_readable(one: Received) -> bool:
    return one.outcome is Outcome.ACCEPTED and one.staged is not None


def _without_growing(met: _Met) -> list[Received | Again]:
    """Files that changed since they were read are left for the next run, with those that had the same bytes."""
    growing = {
        one.sha256
        for one, arrival in met
        if isinstance(one, Received)
        and arrival
        and one.outcome is not Outcome.IGNORED
        and not settled(arrival)
    }
    waits = Judged(findings=(found(Code.FILE_STILL_ARRIVING),))
    return [
        Received(one.file, judged=waits) if isinstance(one, Received) and one.sha256 in growing else one
        for one, _ in met
    ]


# ---- reading ----


def _read(
    waiting: Sequence[Received], expected: Expected, staging: Path, progress: Progress
) -> dict[int, Received]:
    """Read and judge in children: id of the file as it waited → the file as it is judged."""
    read: dict[int, Received] = {}
    copies = [one.staged for one in waiting if one.staged]
    with answers_of(staging).open("wb") as answers:
        results = read_files(copies, partial(_read_and_judge, expected))
        for number, (one, (_, result)) in enumerate(zip(waiting, results, strict=True), 1):
            read[id(one)] = _judged(one, result, expected, answers.tell())
            if isinstance(result, _Parsed):
                with files.told_as_sentences(answers_of(staging)):
                    answers.write(result.packed)
            progress(wording.PROGRESS_RETURNS, number, len(waiting))
    return read


def _read_and_judge(expected: Expected, grids: list[Grid]) -> _Parsed:
    """In the child: only what is needed travels back."""
    judged = judge(read_book(grids), expected)
    used = () if judged.blocked else judged.replies
    return _Parsed(replace(judged, replies=()), tuple(reply.task_id for reply in used), pack_replies(used))


def _judged(one: Received, result: _Parsed | Failure, expected: Expected, offset: int) -> Received:
    if isinstance(result, Failure):
        return replace(one, outcome=Outcome.RETURNED, judged=Judged(findings=(result.finding,)))
    judged = result.judged
    if judged.blocked:
        findings = tuple(_with_guess(finding, judged, one.file, expected) for finding in judged.findings)
        return replace(one, outcome=Outcome.RETURNED, judged=replace(judged, findings=findings))
    return replace(one, judged=judged, answered=result.answered, replies=(offset, len(result.packed)))


def _with_guess(finding: Finding, judged: Judged, file: str, expected: Expected) -> Finding:
    if finding.code is not Code.IDENTITY_LOST:
        return finding
    unit = guess(judged, file, expected)
    return found(Code.IDENTITY_LOST, guess=wording.PROBABLY_FROM.format(unit=unit) if unit else "")


def guess(judged: Judged, file: str, expected: Expected) -> str:
    """The unit a returned file probably came from, '' where it is known or anybody's guess."""
    if judged.unit:
        return ""
    return probable_unit(judged.task_ids, judged.shown_unit, file, expected.books)


def packed_answers(staging: Path, received: Sequence[Received]) -> Iterator[bytes]:
    """The packed answers of these files, in their order."""
    with answers_of(staging).open("rb") as answers:
        for one in received:
            offset, length = one.replies
            answers.seek(offset)
            yield answers.read(length) or b"[]"
