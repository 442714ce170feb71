"""督办单 and 催办单: a document for each unit, a page for each item it has to be pushed for, and a list of them all.

An item stands in one of the two: in the 督办单 where it is overdue or red and the unit holds it (leads or is
responsible), else in the 催办单 where it was not answered though the day for it has passed, or is yellow or orange. What
is done as a whole is nobody's to be pushed for any more.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from taskbook import files, wording
from taskbook.documents import document_template
from taskbook.filenames import folded, safe_name
from taskbook.findings import CannotGoOn, Cell, Code, found
from taskbook.mail.writing import one_line
from taskbook.model import ROLE_WORDS, Light, State, Task
from taskbook.progress import Progress, silent
from taskbook.reporting.facts import Facts
from taskbook.reporting.outputs import Outputs
from taskbook.reporting.papers.names import Names, content_of
from taskbook.reporting.papers.notice import whole_values
from taskbook.reporting.papers.order_list import write_list
from taskbook.reporting.papers.order_words import NEVER, LastSaid, LastWords, reply_by, said_before
from taskbook.reporting.papers.sentences import is_behind, still_open
from taskbook.rollup.status import Answer, TaskStatus
from taskbook.templates import FOLDER

WRITERS = 8
"""Threads that put documents on the disk: several wait together for the disk to have them, instead of in a row."""

RECORDED_AT_ONCE = 50
"""Documents that are recorded together, before they are written."""

_SUFFIX = ".docx"


class OrderKind(StrEnum):
    """督办单 and 催办单."""

    SUPERVISION = "supervision"
    REMINDER = "reminder"


TEMPLATES: Mapping[OrderKind, str] = {
    OrderKind.SUPERVISION: wording.SUPERVISION_TEMPLATE,
    OrderKind.REMINDER: wording.REMINDER_TEMPLATE,
}

Part = tuple[TaskStatus, Answer]
"""A task and where one unit stands with it."""


@dataclass(frozen=True, slots=True)
class OrderFile:
    """A document that was written: whose, which of the two, where, and the ids of its tasks in the plan's order."""

    unit: str
    kind: OrderKind
    file: Path
    tasks: tuple[str, ...]


def write_orders(
    folder: Path, facts: Facts, outputs: Outputs, progress: Progress = silent, templates: Path = FOLDER
) -> list[OrderFile]:
    """Write every unit's 督办单 and 催办单 into `folder`, and the list of them; in the registry's order.

    Orders of an earlier run that are not needed any more go, unless somebody changed them. What cannot be written, also
    because a template is broken, is among `outputs.findings`; the rest is written all the same.
    """
    files.sweep(folder, older_than=0)
    chosen = parts_to_push(facts)
    targets = _targets(folder, facts, chosen)
    run = _Run(facts, outputs, templates, progress, targets)
    made = [one for kind, units in chosen.items() for one in run.write(kind, units)]
    places = {unit.name: place for place, unit in enumerate(facts.units)}
    made.sort(key=lambda one: places.get(one.unit, len(places)))
    wanted = {*targets.values(), *(one.file for one in made)}
    listed = folder / wording.ORDER_LIST.format(period=facts.period)
    wanted |= {listed} if targets else set()
    wanted |= {run.list(listed, made)} if made else set()
    _clear_away(folder, outputs, wanted, str(facts.period))
    return made


def _targets(
    folder: Path, facts: Facts, chosen: Mapping[OrderKind, Iterable[str]]
) -> dict[tuple[OrderKind, str], Path]:
    """The file of each document, no name twice on any system."""
    taken: set[str] = set()
    targets = {}
    for kind, units in chosen.items():
        for unit in units:
            name = wording.ORDER_FILE.format(
                word=wording.ORDER_WORDS[kind], unit=one_line(unit)[:40], period=facts.period
            )
            targets[kind, unit] = folder / (safe_name(name, taken) + _SUFFIX)
    return targets


def parts_to_push(facts: Facts) -> dict[OrderKind, dict[str, list[Part]]]:
    """Kind → unit → the parts its document is about, in the plan's order; units in the registry's order."""
    chosen: dict[OrderKind, dict[str, list[Part]]] = {
        kind: {unit.name: [] for unit in facts.units} for kind in OrderKind
    }
    for task in facts.status.tasks:
        for answer in task.answers:
            kind = _kind_of(facts, answer, task.state is State.DONE)
            if kind is not None:
                chosen[kind].setdefault(answer.unit, []).append((task, answer))
    return {kind: {unit: parts for unit, parts in units.items() if parts} for kind, units in chosen.items()}


def _kind_of(facts: Facts, answer: Answer, done: bool) -> OrderKind | None:
    """`done`: the task as a whole is; then only what was not answered, or done short of the target, is asked for. Nobody
    is pushed for what was reported as done since."""
    if (answer.task_id, answer.unit) in facts.done_since:
        return None
    if is_behind(facts, answer) and not done:
        return OrderKind.SUPERVISION
    owed = _is_owed(facts, answer)
    grave = answer.light in (Light.YELLOW, Light.ORANGE) and (not done or answer.state is State.DONE)
    return OrderKind.REMINDER if grave or owed else None


def _is_owed(facts: Facts, answer: Answer) -> bool:
    """Whether an answer should have come by now and has not; before the period is due nobody owes one."""
    return answer.asked and not answer.answered and not still_open(facts)


class _Run:
    """One run over all units: what is the same for each is made once."""

    def __init__(
        self,
        facts: Facts,
        outputs: Outputs,
        templates: Path,
        progress: Progress,
        targets: Mapping[tuple[OrderKind, str], Path],
    ) -> None:
        self.facts, self.outputs, self.templates, self.targets = facts, outputs, templates, targets
        self.progress, self.done = progress, 0
        self.names = Names(facts.status.tasks)
        day, counted = reply_by(facts.made_on)
        self.whole = {**whole_values(facts), "reply_by": day, "reply_days": counted}
        self.last_words = LastWords(facts.histories) if targets else None

    def write(self, kind: OrderKind, units: Mapping[str, Sequence[Part]]) -> list[OrderFile]:
        """The documents of a kind that could be written."""
        if not units:
            return []
        waiting: list[tuple[OrderFile, Future[None]]] = []
        ready: list[tuple[OrderFile, bytes]] = []
        with ThreadPoolExecutor(WRITERS) as pool:

            def hand_over() -> None:
                self.outputs.record()
                waiting.extend((order, pool.submit(_put, order.file, data)) for order, data in ready)
                ready.clear()

            try:
                template = document_template(TEMPLATES[kind], self.templates)
                for unit, parts in units.items():
                    data = template.filled(self._values(unit, parts))
                    place = self.outputs.place(self.targets[kind, unit], data)
                    self.outputs.intend(place, data)
                    ready.append((OrderFile(unit, kind, place, tuple(task.id for task, _ in parts)), data))
                    if len(ready) == RECORDED_AT_ONCE:
                        hand_over()
                    self.done += 1
                    self.progress(wording.PROGRESS_ORDERS, self.done, len(self.targets))
            except CannotGoOn as stopped:
                self._tell(f"{wording.ORDER_WORDS[kind]}{_SUFFIX}", stopped)
            hand_over()
        return [order for order, written in waiting if self._is_there(order, written)]

    def list(self, target: Path, made: Sequence[OrderFile]) -> Path:
        """Write the list of what was made; where it stands, also where it could not be written."""
        rows = [
            (
                one.unit,
                wording.ORDER_WORDS[one.kind],
                len(one.tasks),
                self.names.numbers(one.tasks, most=len(one.tasks)),
                one.file.name,
            )
            for one in made
        ]
        period, as_of = str(self.facts.period), self.facts.status.as_of
        name = target.relative_to(self.outputs.folder).as_posix()
        return self.outputs.write(name, lambda place: write_list(place, period, as_of, rows)) or target

    def _is_there(self, order: OrderFile, written: Future[None]) -> bool:
        try:
            written.result()
        except CannotGoOn as stopped:
            self._tell(order.file.name, stopped)
            return False
        return True

    def _tell(self, name: str, stopped: CannotGoOn) -> None:
        self.outputs.findings.append(
            found(Code.REPORT_FILE_NOT_WRITTEN, Cell(file=name), file=name, reason=str(stopped))
        )

    def _values(self, unit: str, parts: Sequence[Part]) -> Mapping[str, object]:
        items = [self._item(place, task, answer) for place, (task, answer) in enumerate(parts, 1)]
        return {**self.whole, "unit": one_line(unit), "items": items}

    def _item(self, place: int, task: TaskStatus, answer: Answer) -> Mapping[str, object]:
        own, last = task.reading.task, task.reading.deadline.last
        days = (self.facts.status.as_of - last).days if answer.overdue and last else 0
        said = self._said(task, answer)
        return {
            "place": place,
            "number": _plain(own.number) or wording.NOBODY,
            "id": _plain(own.id) or wording.NOBODY,
            "source": _source(own, str(self.whole["plan"])),
            "old": own.first_year or ("" if not own.lookback else wording.NOBODY),
            "topic": _plain(own.topic),
            "content": _plain(content_of(task)),
            "role": ROLE_WORDS[answer.role] if answer.role else wording.NOBODY,
            "deadline": _plain(own.deadline) or wording.NOBODY,
            "days": days,
            "light": wording.LIGHT_LABELS[answer.light],
            "reason": _plain(answer.reason),
            "why": wording.listed(_why(answer, days, _is_owed(self.facts, answer))),
            "said": said.words,
            "said_when": said.when,
        }

    def _said(self, task: TaskStatus, answer: Answer) -> LastSaid:
        reply = None if answer.done_in else answer.reply
        if reply and (reply.progress or reply.state is not State.NONE):
            when = wording.said_in(str(self.facts.period), str(reply.state))
            return LastSaid(when, one_line(reply.progress) or wording.NO_PROGRESS_WRITTEN)
        said = self.last_words.of(task.id, answer.unit) if self.last_words else NEVER
        return said if said.when else said_before(task.reading.task)


def _why(answer: Answer, days: int, owed: bool) -> Iterator[str]:
    """Why the unit has to be pushed for its own part."""
    if days:
        yield wording.why_overdue(days)
    elif answer.light in (Light.RED, Light.ORANGE, Light.YELLOW) and not (owed and answer.silent):
        yield wording.why_light(wording.LIGHT_LABELS[answer.light])
    if owed:
        yield wording.WHY_SILENT if answer.silent else wording.WHY_UNANSWERED


def _source(task: Task, plan: str) -> str:
    """Which plan asks for it: this year's, or an earlier year's."""
    return wording.source_of_old(task.first_year) if task.lookback else wording.source_of(plan)


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    return one_line(text)


def _put(place: Path, data: bytes) -> None:
    """What is there already is left alone, so that a document open in Word is in nobody's way."""
    with contextlib.suppress(OSError):
        if place.stat().st_size == len(data) and place.read_bytes() == data:
            return
    files.write_bytes(place, data)


def _clear_away(folder: Path, outputs: Outputs, kept: Iterable[Path], period: str) -> None:
    """Remove the period's orders that are not among those kept; what somebody changed stays, and a finding tells so."""
    names = {folded(path.name) for path in kept}
    for path in sorted(folder.glob("*")):
        if folded(path.name) in names or not _is_order(path, period):
            continue
        with contextlib.suppress(OSError):
            path.read_bytes()  # a file that cannot be read is not ours to judge
            if outputs.is_free(path):
                path.unlink()
            elif wording.REPORT_NEW not in path.stem:
                outputs.findings.append(found(Code.ORDER_NOT_NEEDED, Cell(file=path.name), file=path.name))


def _is_order(path: Path, period: str) -> bool:
    """Whether it is called as a document or the list of this period is, or the one written beside one that was changed."""
    beside = rf"({re.escape(wording.REPORT_NEW)}\d*)?"
    words = "|".join(wording.ORDER_WORDS.values())
    listed = Path(wording.ORDER_LIST.format(period=period))
    forms = (
        rf"({words})_.+_{re.escape(period)}(\(\d+\))?{beside}{re.escape(_SUFFIX)}",
        rf"{re.escape(listed.stem)}{beside}{re.escape(listed.suffix)}",
    )
    return any(re.fullmatch(form, path.name) for form in forms)
