"""Split a plan into one book per unit, and register what was sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from taskbook import files, rules, wording
from taskbook.columns import Field, ReplyField
from taskbook.filenames import folded
from taskbook.findings import Code, Finding, found
from taskbook.issued import Issued, IssuedRow, read_issued, record_issued
from taskbook.language.directory import Directory
from taskbook.language.reading import read_plan
from taskbook.language.text import squeeze
from taskbook.master import folder
from taskbook.master.access import Master, opened
from taskbook.model import Plan, Reading
from taskbook.period import Period
from taskbook.previous import previous_answers
from taskbook.progress import Progress, silent
from taskbook.returns.renaming import names_now
from taskbook.rules import ReadPlan, task_cell
from taskbook.rules.identity import ids_are_unique, tasks_have_ids
from taskbook.rules.registry import named_units_are_at_work
from taskbook.unitbook.batch import Job, write_books
from taskbook.unitbook.build import Assigned, assigned_tasks, build_books, digest_of
from taskbook.unitbook.layout import PRINTED_FIELDS, Book
from taskbook.unitbook.names import SUFFIX, file_names, free_target, wanted_name

LABEL_LENGTH = 30

_NOT_SENT = {Code.UNKNOWN_UNIT, Code.AMBIGUOUS_UNIT, Code.GROUP_WITHOUT_MEMBERS}
"""Doubts about a cell that leave somebody without the task."""


@dataclass(frozen=True, slots=True)
class SentBook:
    """A book that was written: whose, where, how many tasks, which, and its 表号."""

    unit: str
    file: Path
    tasks: int
    task_ids: tuple[str, ...]
    token: str


@dataclass(frozen=True, slots=True)
class SplitResult:
    """What was written, in the order of the registry; `unchanged` are units whose book was as last sent."""

    period: Period
    folder: Path
    books: tuple[SentBook, ...]
    unchanged: tuple[str, ...]
    findings: list[Finding]


def split_master(
    master: Master | Path,
    period: Period,
    out: Path | None = None,
    units: Sequence[str] = (),
    changed: bool = False,
    progress: Progress = silent,
    today: date | None = None,
) -> SplitResult:
    """Write the books of a period into `out` (default: the folder 设置 names, one folder per period).

    `units` limits it to these (names or aliases), `changed` to books whose content is not what was last sent.
    Books of earlier runs are replaced only while nobody has saved them; other files never. Raises `CannotGoOn`
    for a master that cannot be read, a folder that cannot be written, or another run at work there.
    """
    book = opened(master)
    plan = book.plan()
    readings, doubts = read_plan(plan)
    assigned = assigned_tasks(plan, readings)
    chosen, findings = choose_units(plan, assigned, units)
    if not units:
        findings += left_out(plan, readings, doubts)
    if plan.settings.year and period.year != plan.settings.year:
        findings.append(found(Code.PERIOD_OUTSIDE_YEAR, period=period, year=plan.settings.year))
    target = (out or folder(book.path, plan.settings.folder_issue) / str(period)).absolute()
    archive = folder(book.path, plan.settings.folder_archive)
    names = file_names(assigned, plan.settings.plan_name, period)
    with files.exclusive(target):
        files.sweep(target, older_than=0)
        before = read_issued(archive, period, plan.settings.plan_id)
        books = build_books(
            plan,
            {unit: assigned[unit] for unit in chosen},
            period,
            previous_answers(archive, period, names_now(plan.units)),
        )
        draft = _Draft(names, target, before, today or date.today(), changed)
        written = list(_write(draft, books, len(chosen), archive, period, progress))
    findings += draft.findings
    return SplitResult(
        period, target, tuple(written), tuple(draft.unchanged), rules.in_reading_order(findings)
    )


@dataclass(frozen=True, slots=True)
class _Draft:
    """What decides, book by book, whether and where it is written; `unchanged` and `findings` fill up on the way."""

    names: Mapping[str, str]
    folder: Path
    before: Mapping[str, Issued]
    today: date
    changed_only: bool
    taken: set[str] = field(default_factory=set)
    unchanged: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def jobs(self, books: Iterable[Book]) -> Iterator[Job]:
        """The books to write, each with its place on the disk."""
        self.taken.update(map(folded, self.names.values()))
        for book in books:
            digest = digest_of(book)
            last = self.before.get(book.unit)
            same = last is not None and last.digest == digest
            if same and self.changed_only:
                self.unchanged.append(book.unit)
                continue
            issued_on = last.issued_on if last and same else self.today
            yield Job(book, self._target(book), issued_on, digest)

    def _target(self, book: Book) -> Path:
        name = self.names[book.unit]
        if name != wanted_name(book.unit, book.plan_name, book.period):
            self.findings.append(found(Code.NAME_MADE_SAFE, unit=book.unit, file=name + SUFFIX))
        target = free_target(self.folder, name, book.token, self.taken)
        if target.stem != name:
            self.findings.append(found(Code.BOOK_FILE_TAKEN, file=name + SUFFIX, new=target.name))
        return target


def _write(
    draft: _Draft, books: Iterable[Book], total: int, archive: Path, period: Period, progress: Progress
) -> Iterator[SentBook]:
    """Write the books and register them, chunk by chunk: what an interrupted run left is whole and registered."""
    progress(wording.PROGRESS_SPLIT, 0, total)
    done = 0
    for chunk in write_books(draft.jobs(books), total):
        new = [_issued(job) for job in chunk]
        record_issued(
            archive, period, [one for one in new if not _registered(one, draft.before.get(one.unit))]
        )
        done += len(chunk)
        progress(wording.PROGRESS_SPLIT, done + len(draft.unchanged), total)
        for job in chunk:
            ids = tuple(row.task_id for row in job.book.rows)
            yield SentBook(job.book.unit, job.target, len(ids), ids, job.book.token)
    progress(wording.PROGRESS_SPLIT, total, total)


def _registered(book: Issued, last: Issued | None) -> bool:
    return last is not None and (last.digest, last.file) == (book.digest, book.file)


def _issued(job: Job) -> Issued:
    book = job.book
    content = PRINTED_FIELDS.index(ReplyField.CONTENT)
    rows = tuple(
        IssuedRow(
            row.task_id,
            row.role,
            row.fingerprint,
            row.texts[content][:LABEL_LENGTH],
            row.targets,
            row.settled,
            row.lookback,
        )
        for row in book.rows
    )
    return Issued(book.unit, book.token, job.target.name, job.digest, job.issued_on, rows, book.plan_id)


def choose_units(plan: Plan, assigned: Assigned, units: Sequence[str]) -> tuple[list[str], list[Finding]]:
    """The units to write books for; a name that stands for no unit with a task is a finding with suggestions."""
    if not units:
        return list(assigned), []
    directory = Directory(plan.units, plan.groups, f"{plan.settings.plan_name} {plan.settings.office}")
    plain = {squeeze(unit): unit for unit in assigned}
    chosen: dict[str, None] = {}
    findings = []
    for name in units:
        known = plain.get(squeeze(name)) or directory.resolve(squeeze(name)).unit
        if known in assigned:
            chosen[known] = None
        else:
            near = wording.nearest_units(_suggestions(name, assigned, directory))
            findings.append(found(Code.UNIT_NOT_IN_PLAN, unit=name, suggestions=near))
    return [unit for unit in assigned if unit in chosen], findings


def _suggestions(name: str, assigned: Assigned, directory: Directory) -> list[str]:
    from rapidfuzz import fuzz, process

    candidates = directory.resolve(squeeze(name)).candidates
    near = [
        hit
        for hit, _, _ in process.extract(name, list(assigned), scorer=fuzz.ratio, limit=3, score_cutoff=50)
    ]
    return list(dict.fromkeys([*candidates, *directory.suggestions(name), *near]))[:3]


def left_out(plan: Plan, readings: Sequence[Reading], doubts: Iterable[Finding]) -> list[Finding]:
    """Tasks and parties that no book reaches."""
    read = ReadPlan(plan, tuple(readings))
    nobody = [
        found(Code.TASK_SENT_TO_NOBODY, task_cell(plan, reading.task, Field.TASK_ID), task_id=reading.task.id)
        for reading in readings
        if reading.task.id and not reading.assignments
    ]
    missing = [doubt for doubt in doubts if doubt.code in _NOT_SENT]
    return [*nobody, *missing, *tasks_have_ids(read), *ids_are_unique(read), *named_units_are_at_work(read)]


def as_json(result: SplitResult) -> dict[str, object]:
    """The contract's shape; `tasks` counts, `file` is absolute."""
    return {
        "period": str(result.period),
        "folder": str(result.folder),
        "books": [
            {
                "unit": book.unit,
                "file": str(book.file),
                "tasks": book.tasks,
                "task_ids": list(book.task_ids),
                "token": book.token,
            }
            for book in result.books
        ],
        "unchanged": list(result.unchanged),
        "findings": [finding.as_json() for finding in result.findings],
    }


def summary(result: SplitResult) -> list[str]:
    """What was written, in a line or two."""
    tasks = sum(book.tasks for book in result.books)
    return wording.split_summary(len(result.books), tasks, len(result.unchanged), result.folder)
