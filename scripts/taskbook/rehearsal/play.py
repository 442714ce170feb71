"""The simulated office at work: who takes up which habit, and every unit's answer into the inbox."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from taskbook import wording
from taskbook.findings import Code
from taskbook.progress import Progress, silent
from taskbook.rehearsal import filling, sending
from taskbook.rehearsal.habits import SENDERS
from taskbook.rehearsal.office import Office
from taskbook.rehearsal.truth import FEWEST_ROWS, Habit, SentFile, Truth
from taskbook.returns.archive import Outcome

PLAIN_HABITS = (Habit.EARLY, Habit.DUE_DAY, Habit.LATE, Habit.HALF)
"""What all the units do for whom no other habit is left."""

IN_ONE_ZIP = 2
"""So many units are sent in by somebody else, in one zip."""


def play(office: Office, habits: Sequence[Habit] = tuple(Habit), progress: Progress = silent) -> Truth:
    """Every unit answers in its own way; the inbox is filled and what was written is returned."""
    office.inbox.mkdir(parents=True, exist_ok=True)
    office.staging.mkdir(parents=True, exist_ok=True)
    opened = {unit: filling.open_book(path) for unit, path in office.books.items()}
    taken, skipped = assign(office, {unit: len(book.rows) for unit, book in opened.items()}, habits)
    sent: list[SentFile] = []
    for done, (unit, habit) in enumerate(taken.items(), 1):
        sent += SENDERS[habit](office, unit, opened[unit], opened)
        progress(wording.REHEARSAL_FILLING, done, len(taken))
    sent += _unclaimed(office)
    _deliver(office, progress)
    return Truth(tuple(sent), tuple(office.books), skipped)


def assign(
    office: Office, sizes: Mapping[str, int], habits: Sequence[Habit]
) -> tuple[dict[str, Habit], dict[Habit, str]]:
    """unit → habit, each habit once where it can be, then the plain ones; and the habits that nobody could take up, why."""
    units = sorted(sizes)
    office.chance("").shuffle(units)
    taken: dict[str, Habit] = {}
    skipped: dict[Habit, str] = {}
    for habit in habits:
        reason = _impossible(office, habit)
        if reason:
            skipped[habit] = reason
            continue
        fit = [unit for unit in units if unit not in taken and _can(office, unit, sizes[unit], habit)]
        if not fit:
            skipped[habit] = wording.REHEARSAL_NOBODY_LEFT
        for unit in fit[: IN_ONE_ZIP if habit is Habit.ZIPPED else 1]:
            taken[unit] = habit
    plain = [habit for habit in PLAIN_HABITS if habit in habits]
    for unit in units:
        possible = [habit for habit in plain if _can(office, unit, sizes[unit], habit)]
        if unit not in taken and possible:
            taken[unit] = office.chance(unit).choice(possible)
    return {unit: taken[unit] for unit in sizes if unit in taken}, skipped


def _impossible(office: Office, habit: Habit) -> str:
    if habit in (Habit.AS_XLS, Habit.AS_ODS) and not office.soffice:
        return wording.REHEARSAL_NO_LIBREOFFICE
    return wording.REHEARSAL_NO_EARLIER_BOOK if habit is Habit.OTHER_PERIOD and not office.earlier else ""


def _can(office: Office, unit: str, rows: int, habit: Habit) -> bool:
    if habit is Habit.OTHER_PERIOD and unit not in office.earlier:
        return False
    return rows >= FEWEST_ROWS.get(habit, 1)


def _unclaimed(office: Office) -> Iterator[SentFile]:
    """What programs leave in a folder, and the zip, whose members stand for themselves."""
    for pattern in ("lock", "lock_writer", "thumbnails"):
        path = office.place(pattern, "")
        path.write_bytes(b"\x05left behind")
        yield SentFile(path.relative_to(office.inbox).as_posix(), "", None, Outcome.IGNORED)
    if office.zipped:
        opened = frozenset({Code.ARCHIVE_OPENED})
        yield SentFile(office.place("zip", "").name, "", Habit.ZIPPED, Outcome.IGNORED, opened)


def _deliver(office: Office, progress: Progress) -> None:
    """What had to wait for others: one conversion for all, one zip."""
    if office.zipped:
        sending.zip_as_windows_does(office.place("zip", ""), office.zipped)
    if office.conversions and office.soffice:
        progress(wording.REHEARSAL_CONVERTING, 0, 1)
        wrong = sending.convert_all(office.soffice, office.conversions)
        progress(wording.REHEARSAL_CONVERTING, 1, 1)
        if wrong:
            raise RuntimeError("; ".join(wrong))
