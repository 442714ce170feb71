"""A whole round on a copy of a master, with the simulated office in the middle: what the demo shows, what tests check.

The month before is played first, quietly, so that the books carry 上期进展 and done tasks stay done.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

from taskbook import wording
from taskbook.check import CheckResult, check_master
from taskbook.collect import collect_replies
from taskbook.collected import CollectResult
from taskbook.collected import as_json as collected_json
from taskbook.findings import CannotGoOn, Stop
from taskbook.master import folder as folder_of
from taskbook.master import read_master
from taskbook.merge import MergeResult, merge_master
from taskbook.merge import as_json as merged_json
from taskbook.period import Period
from taskbook.progress import Progress, silent
from taskbook.rehearsal.compare import collect_differences, merge_differences
from taskbook.rehearsal.office import Office
from taskbook.rehearsal.play import play
from taskbook.rehearsal.truth import Habit, Truth
from taskbook.report import ReportResult, build_report
from taskbook.split import SplitResult, split_master

_ROOT = Path(__file__).resolve().parents[3]
QUIET_HABITS = (Habit.SILENT, Habit.EARLY, Habit.HALF, Habit.DUE_DAY)


@dataclass(frozen=True, slots=True)
class Round:
    """One period played to its end. `wrong` are differences between what was written and what came out of it."""

    master: Path
    period: Period
    check: CheckResult
    split: SplitResult
    truth: Truth
    collected: CollectResult
    merged: MergeResult
    report: ReportResult
    wrong: tuple[str, ...]
    seconds: float


def play_round(
    source: Path,
    folder: Path,
    period: Period | None = None,
    today: date | None = None,
    seed: int = 1,
    progress: Progress = silent,
    with_month_before: bool = True,
) -> Round:
    """Copy the master into the folder and play the period there: check, split, fill in, collect, merge, report.

    The period is September of the plan's year unless given; `today`, the day of collecting, the day after the books
    are due.
    """
    started = time.perf_counter()
    folder.mkdir(parents=True, exist_ok=True)
    master = Path(shutil.copy2(source, folder))
    check = check_master(master)
    settings = check.plan.settings
    period = period or Period(settings.year, 9)
    due = period.due(settings.due_day)
    earlier = _month_before(master, period.previous, seed, progress) if with_month_before else {}
    today = today or due + timedelta(days=1)
    split, truth, collected, merged = play_period(
        master, period, today, seed, earlier, progress, partial(play, habits=tuple(Habit), progress=progress)
    )
    wrong = collect_differences(truth, collected_json(collected)) + merge_differences(
        truth, merged_json(merged)
    )
    report = build_report(master, period, progress=progress, today=today)
    seconds = time.perf_counter() - started
    return Round(master, period, check, split, truth, collected, merged, report, tuple(wrong), seconds)


def sample_master() -> Path:
    """The master of the sample plan, which the repository holds."""
    return next(
        path for path in sorted((_ROOT / "workbook").glob("*.xlsx")) if not path.name.startswith("~$")
    )


def chosen_master(given: Path | None) -> Path:
    """The given master, which must be there; without one, the sample's."""
    if given and not given.is_file():
        raise CannotGoOn(Stop.FILE_MISSING, path=given)
    return given or sample_master()


def run_folder(out: Path | None = None, now: datetime | None = None) -> Path:
    """A new folder named by date and time: in `out`, else in runs/ of the project, of this folder, of the temporary one."""
    places = [out] if out else [_ROOT / "runs", Path("runs"), Path(tempfile.gettempdir()) / "taskbook-runs"]
    name = f"{now or datetime.now():%Y%m%d-%H%M%S}"
    for place in places:
        try:
            place.mkdir(parents=True, exist_ok=True)
            return _made(place / name)
        except OSError:
            continue
    raise CannotGoOn(Stop.NO_PERMISSION, path=places[-1])


def _made(folder: Path) -> Path:
    """The folder, newly made; where it is there already, one with a number behind it."""
    for turn in range(2, 100):
        try:
            folder.mkdir()
            return folder
        except FileExistsError:
            folder = folder.with_name(f"{folder.name.partition('_')[0]}_{turn}")
    raise FileExistsError(folder)


def _month_before(master: Path, period: Period, seed: int, progress: Progress) -> dict[str, Path]:
    """The same office a month ago, at its best behaviour; its books by unit."""
    today = period.last_day
    act = partial(play, habits=QUIET_HABITS, progress=progress)
    return books_of(play_period(master, period, today, seed, {}, progress, act)[0])


def play_period(
    master: Path,
    period: Period,
    today: date,
    seed: int,
    earlier: Mapping[str, Path],
    progress: Progress,
    act: Callable[[Office], Truth],
) -> tuple[SplitResult, Truth, CollectResult, MergeResult]:
    """Split, let the office `act`, collect and merge; `earlier` are the books of the month before, by unit."""
    settings = read_master(master).settings
    due = period.due(settings.due_day)
    split = split_master(master, period, None, (), False, progress=progress, today=period.due(1))
    office = Office(
        books=books_of(split),
        inbox=folder_of(master, settings.folder_inbox) / str(period),
        staging=master.parent / wording.REHEARSAL_STAGING,
        period=period,
        due=due,
        today=today,
        seed=seed,
        earlier=earlier,
        soffice=shutil.which("soffice") or shutil.which("libreoffice"),
    )
    truth = act(office)
    shutil.rmtree(office.staging)
    collected = collect_replies(master, period, office.inbox, None, progress=progress, today=today)
    merged = merge_master(master, period, None, None, progress=progress, today=today)
    return split, truth, collected, merged


def books_of(split: SplitResult) -> dict[str, Path]:
    """unit → its book on the disk."""
    return {book.unit: book.file for book in split.books}
