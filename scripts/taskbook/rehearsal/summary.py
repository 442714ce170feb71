"""What a played round says to the person at the screen."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from taskbook import wording
from taskbook.findings import SEVERITY_WORDS, Code, Severity
from taskbook.model import State
from taskbook.rehearsal.round import Round
from taskbook.rehearsal.truth import Truth
from taskbook.returns.archive import Outcome

MOST_SHOWN = 6
"""Findings and differences shown one by one."""


def summary(played: Round) -> Iterator[str]:
    """What was done in numbers, what was found wrong, whether everything came out as it was written, what to open."""
    status = played.merged.status
    outcomes = Counter(sent.outcome for sent in played.collected.files)
    states, lights = (
        Counter(task.state for task in status.tasks),
        Counter(task.light for task in status.tasks),
    )
    severities = Counter(finding.severity for finding in played.check.findings)
    yield wording.rehearsal_title(str(played.period), status.plan.settings.plan_name, played.seconds)
    yield wording.rehearsal_checked(
        len(played.check.plan.tasks), [(SEVERITY_WORDS[level], severities[level]) for level in Severity]
    )
    yield wording.rehearsal_split(len(played.split.books))
    yield wording.rehearsal_sent(*_sent(played.truth))
    yield wording.rehearsal_collected([(outcome, outcomes[outcome]) for outcome in Outcome])
    yield wording.rehearsal_merged(
        len(status.tasks),
        [(state, states[state]) for state in State],
        [(light, lights[light]) for light in status.lights],
    )
    yield wording.rehearsal_report(len(played.report.files), len(played.report.orders))
    yield from (
        f"  {finding.message}"
        for finding in played.report.findings
        if finding.code is Code.REPORT_FILE_NOT_WRITTEN
    )
    yield from _proof(played)
    yield from _faults(played)
    yield wording.REHEARSAL_OPEN
    for label, path in _to_open(played):
        yield f"  {label}{_shown(path)}"


def _sent(truth: Truth) -> tuple[int, int]:
    """How many units sent how many files."""
    sent = [file.unit for file in truth.files if file.unit]
    return len(set(sent)), len(sent)


def _proof(played: Round) -> Iterator[str]:
    if not played.wrong:
        yield wording.rehearsal_right(len(played.truth.answers), len(played.truth.files))
        return
    yield wording.rehearsal_wrong(len(played.wrong))
    yield from (f"  {difference}" for difference in played.wrong[:MOST_SHOWN])


def _faults(played: Round) -> Iterator[str]:
    """Examples: the plan's gravest findings, and why files were sent back."""
    gravest = sorted(played.check.findings, key=lambda finding: list(Severity).index(finding.severity))
    yield wording.REHEARSAL_PLAN_FAULTS
    for finding in gravest[:MOST_SHOWN]:
        yield f"  {finding.where.sheet} {finding.where.address}  {finding.message}"
    returned = [sent for sent in played.collected.files if sent.outcome is Outcome.RETURNED]
    yield wording.REHEARSAL_RETURNED
    for sent in returned[:MOST_SHOWN]:
        reasons = [finding.message for finding in sent.findings if finding.severity is Severity.ERROR]
        yield f"  {sent.file}  {reasons[0] if reasons else ''}"
    yield from (wording.rehearsal_skipped(reason) for reason in sorted(set(played.truth.skipped.values())))


def _to_open(played: Round) -> Iterator[tuple[str, Path]]:
    settings = played.check.plan.settings
    folder, period = played.master.parent, str(played.period)
    yield wording.REHEARSAL_MASTER, played.master
    yield wording.REHEARSAL_BOOKS, folder / settings.folder_issue / period
    yield wording.REHEARSAL_INBOX, folder / settings.folder_inbox / period
    yield wording.REHEARSAL_ARCHIVE, folder / settings.folder_archive / period
    yield from ((wording.REHEARSAL_NOTES, note.parent) for note in played.collected.notes[:1])
    yield wording.REHEARSAL_STATUS, played.merged.out
    for kind, label in wording.REHEARSAL_REPORT.items():
        if kind in played.report.files:
            yield label, played.report.files[kind]
    if played.report.orders:
        yield wording.REHEARSAL_ORDERS, played.report.folder / wording.ORDERS_FOLDER


def _shown(path: Path) -> str:
    """The path as it is shortest to type from here."""
    try:
        return os.path.relpath(path)
    except ValueError:  # another drive
        return str(path)
