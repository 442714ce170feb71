"""What collecting met: every file with its outcome, for the screen and for the data file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from taskbook import wording
from taskbook.findings import Finding
from taskbook.mailbox.taken import MailTaken
from taskbook.returns.archive import Outcome, ReturnRecord


@dataclass(frozen=True, slots=True)
class CollectResult:
    """What a run met: every file of the inbox in natural order, each with its outcome (sequence 0 where it was not
    filed), the units without a valid return, all findings, the notes to send back and the
    mails that say the same; what was fetched from a mailbox, where it was looked at."""

    files: tuple[ReturnRecord, ...]
    issued: tuple[str, ...]
    missing: tuple[str, ...]
    findings: tuple[Finding, ...]
    notes: tuple[Path, ...] = ()
    drafts: tuple[Path, ...] = ()
    mail: MailTaken | None = None


def as_json(result: CollectResult) -> dict[str, object]:
    """The contract's shape, with counts, notes and what else is known of a file added."""
    return {
        "files": [_file_json(record) for record in result.files],
        "missing": list(result.missing),
        "findings": [finding.as_json() for finding in result.findings],
        "counts": {str(outcome): count for outcome, count in _counts(result).items()},
        "issued": len(result.issued),
        "notes": [str(note) for note in result.notes],
        "drafts": [str(draft) for draft in result.drafts],
    } | ({"mail": result.mail.as_json()} if result.mail else {})


def summary(result: CollectResult) -> list[str]:
    """What to say at the end: files in as the sum of outcomes, who is missing, where the notes are."""
    counts = {str(outcome): count for outcome, count in _counts(result).items()}
    lines = [result.mail.told()] if result.mail else []
    lines += wording.collected(len(result.files), counts, len(result.issued), result.missing)
    if result.notes:
        lines.append(wording.return_notes_written(len(result.notes), str(result.notes[0].parent)))
    if result.drafts:
        lines.append(wording.return_drafts_written(len(result.drafts)))
    return lines


def _counts(result: CollectResult) -> Mapping[Outcome, int]:
    counted = Counter(record.outcome for record in result.files)
    return {outcome: counted[outcome] for outcome in Outcome}


def _file_json(record: ReturnRecord) -> dict[str, object]:
    return {
        "file": record.file,
        "outcome": str(record.outcome),
        "unit": record.unit,
        "rows": record.rows,
        "findings": [finding.as_json() for finding in record.findings],
        "sequence": record.sequence,
        "stored": record.stored,
        "received": record.received,
        "on_time": record.on_time,
        "probable_unit": record.probable_unit,
    }
