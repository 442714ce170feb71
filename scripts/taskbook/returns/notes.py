"""退回说明: for every file that goes back, a note that can be sent as it is: what is wrong in which cell, what to do."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path, PurePosixPath

from taskbook import files, wording
from taskbook.findings import CannotGoOn, Code, Finding, Severity, found
from taskbook.model import Settings
from taskbook.period import Period
from taskbook.returns.archive import Outcome, ReturnRecord
from taskbook.returns.problems import problems
from taskbook.templates import fill

TEMPLATE = "notice/return_note.txt"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What every note of a period says."""

    office: str
    plan_name: str
    period: Period
    due: date


def letterhead(settings: Settings, period: Period) -> Letterhead:
    return Letterhead(settings.office, settings.plan_name, period, period.due(settings.due_day))


@dataclass(frozen=True, slots=True)
class Written:
    """The files that are there now, and what could not be written or removed."""

    files: tuple[Path, ...] = ()
    findings: tuple[Finding, ...] = ()


def write_notes(
    folder: Path, head: Letterhead, records: Sequence[ReturnRecord], present: Collection[int]
) -> Written:
    """A note for every returned file in `present` (sequences) whose unit sent no valid one after it.

    `records` are all of the period, so that each note keeps its name. Notes that are settled by a later return go.
    """

    def written(record: ReturnRecord) -> bytes:
        return note_bytes(head, record)

    return write_for_returns(folder, wording.RETURN_NOTE_SUFFIX, ".txt", records, present, written)


def write_for_returns(
    folder: Path,
    suffix: str,
    ending: str,
    records: Sequence[ReturnRecord],
    present: Collection[int],
    content_of: Callable[[ReturnRecord], bytes | None],
    may_go: Callable[[bytes], bool] = lambda _: True,
) -> Written:
    """One file for every returned file as `write_notes` says, `<unit>_<suffix><ending>`; none where its content is None.

    A file of that name that `may_go` denies is somebody's by now: it stays, the new one gets a number. Never raises:
    what cannot be written or removed is a finding, each reason once, and the others are written.
    """
    files.sweep(folder, older_than=0)
    valid = [record for record in records if record.outcome is Outcome.ACCEPTED]
    answered = {record.unit: record.sequence for record in valid}
    read_later = {record.sha256 for record in valid}
    written: list[Path] = []
    failed: dict[str, Finding] = {}
    for record, name in _names(records, suffix, ending):
        file = folder / name
        try:
            if answered.get(record.unit, -1) > record.sequence or record.sha256 in read_later:
                _remove(file, may_go)
            elif record.sequence in present and (content := content_of(record)) is not None:
                written.append(_put(file, content, may_go))
        except CannotGoOn as stopped:
            failed.setdefault(str(stopped), found(Code.NOTE_NOT_WRITTEN, file=name, reason=stopped))
    return Written(tuple(written), tuple(failed.values()))


def _put(file: Path, content: bytes, may_go: Callable[[bytes], bool]) -> Path:
    """Write to the first path of this name that is free or may be written over."""
    for path in _numbered(file):
        with files.told_as_sentences(path):
            there = path.read_bytes() if path.exists() else None
        if there is None or there == content or may_go(there):
            break
    if there != content:
        files.write_bytes(path, content)
    return path


def _remove(file: Path, may_go: Callable[[bytes], bool]) -> None:
    """Remove what we wrote under this name and those with a number."""
    for path in _numbered(file):
        if not path.exists():
            return
        with files.told_as_sentences(path):
            if may_go(path.read_bytes()):
                path.unlink()


def _numbered(file: Path) -> Iterator[Path]:
    yield file
    for number in count(2):
        yield file.with_name(f"{file.stem}-{number}{file.suffix}")


def note_bytes(head: Letterhead, record: ReturnRecord) -> bytes:
    """The note as a text file that Windows' own editor shows well."""
    text = fill(
        TEMPLATE,
        unit=record.unit or record.probable_unit,
        guessed=not record.unit,
        office=head.office,
        plan=head.plan_name,
        period=str(head.period),
        file=record.file,
        due=head.due,
        problems=problems(record.findings, Severity.ERROR),
        others=problems(record.findings, Severity.WARNING),
    )
    return ("\ufeff" + "\r\n".join(text.rstrip().split("\n")) + "\r\n").encode("utf-8", "replace")


def _names(records: Sequence[ReturnRecord], suffix: str, ending: str) -> Iterator[tuple[ReturnRecord, str]]:
    """Returned files with the names of what is written for them: the unit's, where it is not known the file's."""
    taken: set[str] = set()
    for record in records:
        if record.outcome is Outcome.RETURNED:
            whose = record.unit or record.probable_unit or PurePosixPath(record.file).stem
            yield record, files.safe_name(f"{whose}_{suffix}", taken) + ending
