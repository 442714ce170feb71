"""Collecting: the inbox → every file in exactly one outcome, originals and answers in the archive, notes to send back.

The inbox is never changed. Collecting again over the same files changes nothing; a killed run is continued by the next.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

from taskbook import files, master, wording
from taskbook.collected import CollectResult
from taskbook.findings import CannotGoOn, Cell, Code, Finding, Stop, found
from taskbook.identity import find_token
from taskbook.issued import Issued, IssuedRow, read_history, refuse_other_plan
from taskbook.mailbox.register import arrival_days, load_mails
from taskbook.master.access import Master, opened
from taskbook.model import Plan, Unit
from taskbook.office import office_of
from taskbook.period import Period, is_other_period
from taskbook.progress import Progress, silent
from taskbook.returning import write_return_drafts
from taskbook.returns import archive as kept
from taskbook.returns.archive import Outcome, ReturnRecord
from taskbook.returns.filing import Filing, file_received
from taskbook.returns.judging import Judged
from taskbook.returns.notes import Written, letterhead, write_notes
from taskbook.returns.ownership import Expected, expected_books
from taskbook.returns.receiving import Again, Received, receive
from taskbook.returns.renaming import names_now

_STAGING = ".taskbook-incoming"


def collect_replies(
    book: Master | Path,
    period: Period,
    inbox: Path | None = None,
    archive: Path | None = None,
    progress: Progress = silent,
    today: date | None = None,
) -> CollectResult:
    """Collect a period's returns. `inbox` and `archive` default to what 设置 names.

    Raises `CannotGoOn` for a missing master or inbox, when nothing was issued, while another run has the archive.
    """
    book = opened(book)
    plan, master_path = book.plan(), book.path
    settings = plan.settings
    archive = archive or master.folder(master_path, settings.folder_archive)
    if archive.exists() and not archive.is_dir():
        raise CannotGoOn(Stop.FOLDER_MISSING, path=archive, option="--archive")
    refuse_other_plan(archive, period, settings.plan_id)
    folder, left_out = _inbox(master_path, plan, period, inbox, archive)
    filing, guessed = _filing(plan, archive, period, today)
    ledger = kept.ledger_of(archive, period)
    with _nothing_left_behind(ledger.parent), files.exclusive(ledger):
        known = kept.load_records(archive, period)
        with _empty_folder(archive / str(period) / _STAGING) as staging:
            final = [record for record in known if not _is_known_by_now(record, filing.expected)]
            met = receive(folder, left_out, final, filing.expected, staging, progress)
            met = _without_other_periods(met, archive, period)
            new = [one for one in met if isinstance(one, Received)]
            if guessed and not known and not any(one.judged.token in filing.expected.books for one in new):
                raise CannotGoOn(Stop.NOTHING_ISSUED, period=period)
            broken = kept.broken_lines(archive, period)
            file_received(filing, new, known, staging, progress)
        records = kept.load_records(archive, period)
        listed = tuple(_listed(met, records, filing.now))
        present = {record.sequence for record in listed}
        notes_folder = master.folder(master_path, settings.folder_status) / wording.RETURN_NOTES_FOLDER
        notes_folder /= str(period)
        notes = write_notes(
            notes_folder, letterhead(settings, period), _as_called_now(records, plan), present
        )
        office = office_of(plan, master_path, period, today=filing.now.date(), archive=archive)
        drafts = write_return_drafts(notes_folder, office, records, present)
    return _result(filing, listed, records, (notes, drafts), _general(period, guessed, broken), plan.units)


# ---- what is expected, and where ----


def _inbox(
    master_path: Path, plan: Plan, period: Period, inbox: Path | None, archive: Path
) -> tuple[Path, list[Path]]:
    """The folder to collect from, and what in it is ours or another period's."""
    settings = plan.settings
    folder = inbox or master.folder(master_path, settings.folder_inbox)
    if not folder.is_dir():
        raise CannotGoOn(Stop.FOLDER_MISSING, path=folder, option="--inbox")
    ours = [settings.folder_archive, settings.folder_status, settings.folder_issue, wording.BACKUP_FOLDER]
    left_out = [master_path, archive, *(master.folder(master_path, name) for name in ours)]
    if inbox is None:
        left_out += [child for child in folder.iterdir() if is_other_period(child.name, period)]
    return folder, [path for path in left_out if path.resolve() != folder.resolve()]


def _filing(plan: Plan, archive: Path, period: Period, today: date | None) -> tuple[Filing, bool]:
    """What this run files by, and whether it had to be inferred because the register of sent books is gone."""
    now = datetime.combine(today, time()) if today else datetime.now()
    history = list(read_history(archive, period))
    books = history or list(_inferred(plan, period))
    settings = plan.settings
    expected = expected_books(settings.plan_id, period, now.date(), books, settings.plan_name)
    arrived_on = arrival_days(load_mails(archive, period))
    return Filing(archive, period, now, period.due(settings.due_day), expected, arrived_on), not history


def _inferred(plan: Plan, period: Period) -> Iterator[Issued]:
    """What the plan as it stands now would send: tokens are the same on every machine. No fingerprints: what the
    locked cells said then is not known."""
    from taskbook.language.reading import read_plan
    from taskbook.unitbook.build import assigned_tasks, build_books

    readings, _ = read_plan(plan)
    for book in build_books(plan, assigned_tasks(plan, readings), period):
        rows = tuple(IssuedRow(row.task_id, row.role, "", targets=row.targets) for row in book.rows)
        yield Issued(book.unit, book.token, "", "", date.min, rows)


@contextmanager
def _nothing_left_behind(folder: Path) -> Iterator[None]:
    """A run that cannot go on does not leave a new, empty folder for a period nobody has begun."""
    was_there = folder.exists()
    try:
        yield
    except CannotGoOn:
        if not was_there:
            with suppress(OSError):
                files.sweep(folder, older_than=0)
                for lock in folder.glob(".*.lock"):
                    lock.unlink()
                folder.rmdir()
        raise


@contextmanager
def _empty_folder(folder: Path) -> Iterator[Path]:
    """A folder for this run alone; what a killed run left in it goes."""
    with files.told_as_sentences(folder):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _without_other_periods(
    met: Sequence[Received | Again], archive: Path, period: Period
) -> list[Received | Again]:
    """An inbox keeps what came in earlier periods: what was collected there is not sent back here.

    What was sent back there as being of another period may well be of this one.
    """
    if not any(_is_of(one, Code.OTHER_PERIOD) for one in met):
        return list(met)
    collected = {
        record.sha256: folder.name
        for folder in sorted(archive.iterdir())
        if is_other_period(folder.name, period)
        for record in kept.load_records(archive, Period.parse(folder.name))
        if not any(each.code in (Code.OTHER_PERIOD, Code.NOT_ISSUED) for each in record.findings)
    }
    return [
        Received(
            one.file, judged=Judged(findings=(found(Code.COLLECTED_BEFORE, period=collected[one.sha256]),))
        )
        if isinstance(one, Received) and one.sha256 in collected
        else one
        for one in met
    ]


def _is_known_by_now(record: ReturnRecord, expected: Expected) -> bool:
    """Whether a file went back only because its 表号 was not registered then (the register was elsewhere, or late)."""
    strange = (each for each in record.findings if each.code is Code.NOT_ISSUED)
    return any(find_token(each.message) in expected.books for each in strange)


def _is_of(one: Received | Again, code: Code) -> bool:
    return isinstance(one, Received) and any(each.code is code for each in one.judged.findings)


# ---- the result ----


def _listed(
    met: Sequence[Received | Again], records: Sequence[ReturnRecord], now: datetime
) -> Iterator[ReturnRecord]:
    """Every file met, as the ledger now has it (a file filed before may be superseded by now)."""
    filed = {(record.file, record.sha256): record for record in records}
    for one in met:
        if isinstance(one, Again):
            record = filed[one.record.file, one.record.sha256]
            yield replace(record, file=one.file) if record.file != one.file else record
        elif one.outcome is Outcome.IGNORED:
            findings = tuple(replace(each, where=Cell(file=one.file)) for each in one.judged.findings)
            received = now.isoformat(timespec="seconds")
            yield ReturnRecord(0, received, one.file, "", "", Outcome.IGNORED, findings=findings)
        else:
            yield filed[one.file, one.sha256]


def _as_called_now(records: Sequence[ReturnRecord], plan: Plan) -> list[ReturnRecord]:
    names = names_now(plan.units)
    return [replace(record, unit=names.get(record.unit, record.unit)) for record in records]


def _general(period: Period, guessed: bool, broken: int) -> list[Finding]:
    findings = []
    if guessed:
        findings.append(found(Code.ISSUED_LEDGER_LOST, period=period))
    if broken:
        findings.append(found(Code.LEDGER_LINE_BROKEN, period=period, count=broken))
    return findings


def _result(
    filing: Filing,
    listed: tuple[ReturnRecord, ...],
    records: Sequence[ReturnRecord],
    written: tuple[Written, Written],
    general: Sequence[Finding],
    units: Sequence[Unit],
) -> CollectResult:
    """A unit renamed since its book was sent has answered, whichever of its books came; one that was stopped since
    owes nothing."""
    names, stopped = names_now(units), {unit.name for unit in units if unit.stopped}
    answered = {
        names.get(record.unit, record.unit) for record in records if record.outcome is Outcome.ACCEPTED
    }
    sent_to = (versions[-1].unit for versions in filing.expected.books.values())
    named = dict.fromkeys(names.get(unit, unit) for unit in sent_to)
    issued = tuple(unit for unit in named if unit in answered or unit not in stopped)
    findings = [*general, *(finding for record in listed for finding in record.findings)]
    notes, drafts = written
    findings += [found(Code.RETURN_NOTE_WRITTEN, file=note.name) for note in notes.files]
    findings += [found(Code.RETURN_DRAFT_WRITTEN, file=draft.name) for draft in drafts.files]
    findings += [*notes.findings, *drafts.findings]
    missing = tuple(unit for unit in issued if unit not in answered)
    return CollectResult(listed, issued, missing, tuple(findings), notes.files, drafts.files)
