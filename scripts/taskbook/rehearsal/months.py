"""Three months on a copy of a master, with all that happens to a plan in between: a history whose truth is known.

Every month is played as `round` plays one. Between them the master is changed (`months_events`), and some units play a
part over all three (`months_parts`); the others take up habits, few at first, in the last month all there are.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from taskbook import wording
from taskbook.check import CheckResult, check_master
from taskbook.collected import CollectResult
from taskbook.collected import as_json as collected_json
from taskbook.master import folder as folder_of
from taskbook.merge import MergeResult
from taskbook.merge import as_json as merged_json
from taskbook.model import Assignment, Plan, Reading, Reply
from taskbook.period import Period
from taskbook.progress import Progress, silent
from taskbook.rehearsal import filling
from taskbook.rehearsal.compare import collect_differences, merge_differences
from taskbook.rehearsal.months_events import Event, Happening, change_master
from taskbook.rehearsal.months_parts import Part, cast, deed_of
from taskbook.rehearsal.office import Office
from taskbook.rehearsal.play import play
from taskbook.rehearsal.round import books_of, play_period
from taskbook.rehearsal.truth import Habit, SentFile, Truth
from taskbook.split import SplitResult

MONTHS = (Period(2026, 7), Period(2026, 8), Period(2026, 9))
QUIET_HABITS = (
    Habit.SILENT,
    Habit.EARLY,
    Habit.TWICE,
    Habit.LATE,
    Habit.HALF,
    Habit.RENAMED,
    Habit.STATE_WRONG,
    Habit.DUE_DAY,
)


@dataclass(frozen=True, slots=True)
class Month:
    """One month as it was: `today` is the day it was collected and merged on, `events` what happened before it,
    `plan` and `readings` the plan as it then stood, `issued` what was sent out, `truth` what came back. `wrong` are
    differences between that and what collecting and merging made of it."""

    period: Period
    today: date
    events: tuple[Event, ...]
    plan: Plan
    readings: tuple[Reading, ...]
    issued: tuple[Assignment, ...]
    split: SplitResult
    truth: Truth
    collected: CollectResult
    merged: MergeResult
    wrong: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Months:
    """Months played one after the other; `parts` are the units with a part, under their names in the first month."""

    master: Path
    months: tuple[Month, ...]
    parts: Mapping[str, Part]
    seconds: float

    @property
    def archive(self) -> Path:
        return folder_of(self.master, self.months[-1].plan.settings.folder_archive)

    @property
    def wrong(self) -> tuple[str, ...]:
        return tuple(difference for month in self.months for difference in month.wrong)


def play_months(
    source_master: Path,
    folder: Path,
    months: Sequence[Period] = MONTHS,
    seed: int = 1,
    progress: Progress = silent,
    today: date | None = None,
) -> Months:
    """Copy the master into the folder and play the months there, in the order of time.

    Each is collected on its last day, the last one on `today` (the day after the books are due, unless given).
    """
    started = time.perf_counter()
    folder.mkdir(parents=True, exist_ok=True)
    master = Path(shutil.copy2(source_master, folder))
    played: list[Month] = []
    parts: dict[str, Part] = {}
    for number, period in enumerate(months):
        events = change_master(master, number, period)
        check = check_master(master)
        if not played:
            parts = cast(check.readings, _free(check), wording.MONTHS_RENAMED[:1], seed)
        last = number == len(months) - 1
        due = period.due(check.plan.settings.due_day)
        day = (today or due + timedelta(days=1)) if last else period.last_day
        act = _acting(parts, played, events, tuple(Habit) if last else QUIET_HABITS, progress)
        earlier = books_of(played[-1].split) if played else {}
        results = play_period(master, period, day, seed, earlier, progress, act)
        played.append(_month(check, period, day, _with_ids(events, check, played), *results))
    return Months(master, tuple(played), parts, time.perf_counter() - started)


def names_after(events: Sequence[Event]) -> dict[str, str]:
    """Old name → the name of now, for units that were renamed or merged, however often."""
    names: dict[str, str] = {}
    for event in events:
        if event.kind in (Happening.RENAMED, Happening.MERGED):
            names = {old: event.now if now in event.units else now for old, now in names.items()}
            names |= dict.fromkeys(event.units, event.now)
    return names


def _free(check: CheckResult) -> set[str]:
    """Units with a task to which nothing happens, so that they can play a part."""
    busy = {unit.name for unit in check.plan.units if unit.stopped}
    busy |= {*wording.MONTHS_MERGED[0], *wording.MONTHS_RENAMED, wording.MONTHS_STOPPED}
    return {one.unit for reading in check.readings for one in reading.assignments} - busy


def _month(
    check: CheckResult,
    period: Period,
    today: date,
    events: tuple[Event, ...],
    split: SplitResult,
    truth: Truth,
    collected: CollectResult,
    merged: MergeResult,
) -> Month:
    sent = {(task_id, book.unit) for book in split.books for task_id in book.task_ids}
    assigned = (one for reading in check.readings for one in reading.assignments)
    issued = tuple(one for one in assigned if (one.task_id, one.unit) in sent)
    wrong = collect_differences(truth, collected_json(collected))
    wrong += merge_differences(truth, merged_json(merged))
    return Month(
        period,
        today,
        events,
        check.plan,
        check.readings,
        issued,
        split,
        truth,
        collected,
        merged,
        tuple(wrong),
    )


def _with_ids(events: tuple[Event, ...], check: CheckResult, played: Sequence[Month]) -> tuple[Event, ...]:
    """An added task has the id that was given last."""
    known = {task.id for month in played for task in month.plan.tasks}
    new = next((task.id for task in check.plan.tasks if task.id not in known), "")
    return tuple(replace(one, task_id=new) if one.kind is Happening.ADDED else one for one in events)


# ---- the office of a month ----


def _acting(
    parts: Mapping[str, Part],
    played: Sequence[Month],
    events: tuple[Event, ...],
    habits: tuple[Habit, ...],
    progress: Progress,
) -> Callable[[Office], Truth]:
    """What the whole office does in the month after those `played`."""
    names = names_after([*(event for month in played for event in month.events), *events])
    now = {names.get(unit, unit): part for unit, part in parts.items()}
    before = _last_month(played, names)

    def act(office: Office) -> Truth:
        own = {unit: path for unit, path in office.books.items() if unit in now}
        rest = {unit: path for unit, path in office.books.items() if unit not in now}
        office.inbox.mkdir(parents=True, exist_ok=True)
        sent: list[SentFile] = []
        for unit, path in own.items():
            said = {task_id: reply for (by, task_id), reply in before.items() if by == unit}
            sent += deed_of(now[unit], len(played))(office, unit, filling.open_book(path), said)
        others = play(replace(office, books=rest), habits, progress)
        return Truth((*sent, *others.files), tuple(office.books), others.skipped)

    return act


def _last_month(played: Sequence[Month], names: Mapping[str, str]) -> dict[tuple[str, str], Reply]:
    """(unit, task id) → what was written last month, the unit under its name of now."""
    if not played:
        return {}
    return {
        (names.get(unit, unit), task_id): reply for (unit, task_id), reply in played[-1].truth.answers.items()
    }
