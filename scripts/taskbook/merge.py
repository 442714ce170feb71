"""Merging: master and archive → where the plan stands → the status book, and the status columns of the master.

Everything is computed anew each time, so merging twice gives the same book, and one more return changes only what
it says.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from taskbook import files, master, wording
from taskbook.columns import Field, Sheet
from taskbook.findings import CannotGoOn, Cell, Code, Finding, Stop, found
from taskbook.garbage import no_garbage_hunt
from taskbook.issued import refuse_other_plan
from taskbook.language.reading import read_plan
from taskbook.master.access import Master, opened
from taskbook.model import Plan, State
from taskbook.period import Period
from taskbook.progress import Progress, silent
from taskbook.returns import archive as kept
from taskbook.returns.renaming import names_now
from taskbook.rollup.checked import checked
from taskbook.rollup.figures import figures_of
from taskbook.rollup.history import plan_then
from taskbook.rollup.memory import remember
from taskbook.rollup.merging import merge
from taskbook.rollup.rounds import earlier_rounds, load_round
from taskbook.rollup.status import Status, latest_words
from taskbook.rollup.status_json import status_shape

LONGEST_LATEST = 54
"""Characters of 最近反馈 in the master; the whole text stands in the status book."""

_NOT_WRITTEN_BACK = (Code.MASTER_NOT_UPDATED, Code.MASTER_IS_NEWER)


@dataclass(frozen=True, slots=True)
class MergeResult:
    """What a merge made. `out` is the status book, `backup` the copy of the master made before it was written to
    (None where nothing in it had to change)."""

    status: Status
    out: Path
    backup: Path | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.status.findings


def merge_master(
    book: Master | Path,
    period: Period,
    archive: Path | None = None,
    out: Path | None = None,
    progress: Progress = silent,
    today: date | None = None,
) -> MergeResult:
    """Write the status book of a period and the master's status columns.

    `archive` and `out` default to what 设置 names. A master that cannot be written to is a finding: the status book
    stands all the same. Raises `CannotGoOn` for a missing master or archive, a period that was never begun (all would
    read 未反馈), and a status book that cannot be written.
    """
    book = opened(book)
    plan = book.plan()
    archive = archive or master.folder(book.path, plan.settings.folder_archive)
    if not archive.is_dir():
        raise CannotGoOn(Stop.FOLDER_MISSING, path=archive, option="--archive")
    refuse_other_plan(archive, period, plan.settings.plan_id)
    out = _book_path(out, default_out(book.path, plan, period))
    with files.exclusive(out), no_garbage_hunt():
        status = status_of(plan, period, archive, progress, today)
        problems = _write_book(status, out, kept.originals_of(archive, period), progress)
        progress(wording.PROGRESS_MASTER, 0, 1)
        backup, more = _write_back(book, status, out)
        problems += more
        progress(wording.PROGRESS_MASTER, 1, 1)
    return MergeResult(_with_findings(status, problems), out, backup)


def status_of(
    plan: Plan, period: Period, archive: Path, progress: Progress = silent, today: date | None = None
) -> Status:
    """Where the plan stands by what the archive holds now; nothing is written. A period gone by is judged by what was
    sent out then, as its place in the trend is (see `history.plan_then`). `CannotGoOn` where nothing was issued."""
    readings, _ = read_plan(plan)
    names = names_now(plan.units)
    current = load_round(archive, period, progress, names)
    if not current.asked and not current.records:
        raise CannotGoOn(Stop.NOTHING_ISSUED, period=period)
    past = remember(earlier_rounds(archive, period, names), current, readings)
    as_of = period.as_of(today or date.today())
    then = plan_then(plan, readings, archive, period)
    status = merge(plan, then, current, past, as_of=as_of)
    return checked(status, current, archive)


def master_rows(status: Status) -> dict[str, dict[Field, str | float]]:
    """Task id → what the status columns of the master show."""
    return {
        task.id: {
            Field.STATUS: str(task.state),
            Field.RATE: task.rate,
            Field.LIGHT: str(task.light),
            Field.LATEST: latest_words(task, LONGEST_LATEST),
            Field.UPDATED: str(status.period),
        }
        for task in status.tasks
        if task.id
    }


def default_out(master_path: Path, plan: Plan, period: Period) -> Path:
    folder = master.folder(master_path, plan.settings.folder_status)
    return folder / wording.STATUS_FILE.format(period=period)


def _book_path(out: Path | None, default: Path) -> Path:
    """Where the status book goes: a folder gets it under its usual name; what is no status book is not overwritten."""
    from taskbook.statusbook.write import is_status_book

    path = default if out is None else out / default.name if out.is_dir() else out
    if path.suffix.lower() != default.suffix:
        path = path.with_name(path.name + default.suffix)
    if path.exists() and not is_status_book(path):
        raise CannotGoOn(Stop.TARGET_EXISTS, path=path)
    return path


def _with_findings(status: Status, more: Iterable[Finding]) -> Status:
    return replace(status, findings=(*status.findings, *more))


def _write_book(status: Status, out: Path, originals: Path, progress: Progress) -> list[Finding]:
    """A book that is open keeps the new one beside it, said so; the master must not wait for that."""
    from taskbook.statusbook.write import write_status_book

    try:
        write_status_book(status, out, originals, progress)
    except CannotGoOn as stopped:
        if stopped.stop is not Stop.FILE_OPEN:
            raise
        return [found(Code.STATUS_BOOK_OPEN, reason=str(stopped))]
    return []


def _write_back(book: Master, status: Status, out: Path) -> tuple[Path | None, list[Finding]]:
    if status.plan.updated > str(status.period):
        newer = status.plan.updated
        return None, [found(Code.MASTER_IS_NEWER, Cell(Sheet.TASKS), newer=newer, period=status.period)]
    try:
        return book.write_status(master_rows(status)), []
    except CannotGoOn as stopped:
        return None, [found(Code.MASTER_NOT_UPDATED, reason=str(stopped), file=out.name)]


def as_json(result: MergeResult) -> dict[str, object]:
    """The result as data, see `status_json`."""
    return status_shape(result.status) | {"out": str(result.out)}


def summary(result: MergeResult) -> list[str]:
    """What the person at the screen is told: tasks, lights, units, files."""
    status = result.status
    figures = figures_of(status)
    states = [(state, figures.states.get(state, 0)) for state in State]
    lights = [(wording.LIGHT_LABELS[light], figures.lights.get(light, 0)) for light in status.lights]
    issues = sum(len(record.findings) for record in status.records)
    units = (figures.units_due, figures.units_answered, figures.units_partly, figures.units_missing)
    left_over = wording.left_over_counts(figures.lookback, figures.lookback_done)
    told = any(finding.code in _NOT_WRITTEN_BACK for finding in result.findings)
    return [
        wording.merged_tasks(str(status.period), states) + wording.beside_the_tasks(left_over),
        wording.merged_lights(lights),
        wording.merged_units(*units),
        *wording.merged_into(result.out, result.backup)[: 1 if told else 2],
        wording.merged_issues(issues),
        wording.MERGED_FINDINGS,
    ]
