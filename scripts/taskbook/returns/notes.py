"""退回说明: for every file that goes back, a note that can be sent as it is: what is wrong in which cell, what to do."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from taskbook import files, wording
from taskbook.findings import Finding, Severity
from taskbook.model import Settings
from taskbook.period import Period
from taskbook.returns.archive import Outcome, ReturnRecord
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


def write_notes(
    folder: Path, head: Letterhead, records: Sequence[ReturnRecord], present: Collection[int]
) -> list[Path]:
    """A note for every returned file in `present` (sequences) whose unit sent no valid one after it; their paths.

    `records` are all of the period, so that each note keeps its name. Notes that are settled by a later return go.
    """
    files.sweep(folder, older_than=0)
    valid = [record for record in records if record.outcome is Outcome.ACCEPTED]
    answered = {record.unit: record.sequence for record in valid}
    read_later = {record.sha256 for record in valid}
    written = []
    for record, name in _names(records):
        note = folder / name
        if answered.get(record.unit, -1) > record.sequence or record.sha256 in read_later:
            note.unlink(missing_ok=True)
        elif record.sequence in present:
            content = note_bytes(head, record)
            if not (note.is_file() and note.read_bytes() == content):
                files.write_bytes(note, content)
            written.append(note)
    return written


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
        problems=_problems(record.findings, Severity.ERROR),
        others=_problems(record.findings, Severity.WARNING),
    )
    return ("\ufeff" + "\r\n".join(text.rstrip().split("\n")) + "\r\n").encode("utf-8", "replace")


def _problems(findings: Iterable[Finding], severity: Severity) -> list[dict[str, str]]:
    return [
        {
            "place": wording.return_place(finding.where.sheet, finding.where.address),
            "sentence": wording.full_stop(finding.message),
        }
        for finding in findings
        if finding.severity is severity
    ]


def _names(records: Sequence[ReturnRecord]) -> Iterator[tuple[ReturnRecord, str]]:
    """Returned files with their notes' names: the unit's, where it is not known the file's."""
    taken: set[str] = set()
    for record in records:
        if record.outcome is Outcome.RETURNED:
            whose = record.unit or record.probable_unit or PurePosixPath(record.file).stem
            yield record, files.safe_name(f"{whose}_{wording.RETURN_NOTE_SUFFIX}", taken) + ".txt"
