"""Watching: collect whenever something arrives, a line for each file, until Ctrl-C."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import FrameType

from taskbook import wording
from taskbook.collected import CollectResult
from taskbook.findings import CannotGoOn, Code, Severity
from taskbook.returns.archive import Outcome, ReturnRecord

FOLDER_SECONDS = 2.0
"""Between two looks at a folder: its names and sizes only."""

MAILBOX_SECONDS = 60.0
"""The longest wait for a mailbox; a server that tells of new mail at once is heard at once."""

_PATIENCE = 10.0
_LONGEST_PATIENCE = 300.0
"""Seconds after which what could not be done is tried again, longer each time: a password refused every ten seconds
would lock the account."""

_NOT_YET = {Code.FILE_STILL_ARRIVING, Code.FILE_IN_USE}

Say = Callable[[str], None]
Collect = Callable[[], CollectResult]
Wait = Callable[[float], bool]
"""Waits for something to arrive, at most so many seconds; whether to look now."""


def watch(collect: Collect, wait: Wait, say: Say, place: object, seconds: float) -> CollectResult:
    """Collect now, and again whenever `wait` says so; the last result when Ctrl-C ends it.

    Ctrl-C lets a collection that is under way come to its end. What stops a later collection (a file that is open, a
    line that is down) is said once, and tried again without anything new; what stops the first one is raised.
    """
    told: set[tuple[int, str, str]] = set()
    trouble, patience = "", _PATIENCE
    result: CollectResult | None = None
    with _interrupt_between() as interrupt:
        say(wording.WATCHING.format(place=place))
        try:
            result = interrupt.shielded(collect)
            _tell(result, told, say)
            while not interrupt.pressed:
                try:
                    if trouble or _is_unfinished(result):
                        time.sleep(patience)
                    elif not wait(seconds):
                        continue
                    result = interrupt.shielded(collect)
                    trouble, patience = "", _PATIENCE
                    _tell(result, told, say)
                except CannotGoOn as stopped:
                    if str(stopped) != trouble:
                        say(wording.WATCH_TROUBLE.format(time=_clock(), reason=stopped))
                    else:
                        patience = min(2 * patience, _LONGEST_PATIENCE)
                    trouble = str(stopped)
        except KeyboardInterrupt:
            if result is None:
                raise
        say(wording.WATCH_ENDED)
    return result


def folder_waiter(folder: Path) -> Wait:
    """Waits until what lies in a folder is other than at the last look, and no longer changes."""
    seen = _contents(folder)
    waiting = False

    def wait(seconds: float) -> bool:
        nonlocal seen, waiting
        time.sleep(seconds)
        now = _contents(folder)
        changed, seen = now != seen, now
        ready, waiting = waiting and not changed, changed
        return ready

    return wait


def line_of(record: ReturnRecord) -> str:
    """One arrival as a line: when, what became of it, whose, how many rows, the file; what is wrong where it goes back."""
    whose = record.unit or wording.perhaps(record.probable_unit)
    problem = next((each.message for each in record.findings if each.severity is Severity.ERROR), "")
    return wording.arrived(
        _clock(), wording.OUTCOME_COUNTS[str(record.outcome)], whose, record.rows, record.file, problem
    )


def _tell(result: CollectResult, told: set[tuple[int, str, str]], say: Say) -> None:
    """A line for each file that has not been told; one that only was superseded since is no arrival."""
    for record in result.files:
        key = (record.sequence, record.file, record.sha256)
        if key in told or (record.outcome is Outcome.IGNORED and not record.findings):
            continue
        told.add(key)
        say(line_of(record))


def _is_unfinished(result: CollectResult) -> bool:
    """Whether a file could not be taken yet: when it can, nothing about it need change."""
    ignored = (record for record in result.files if record.outcome is Outcome.IGNORED)
    return any(finding.code in _NOT_YET for record in ignored for finding in record.findings)


def _contents(folder: Path) -> frozenset[tuple[str, int, int]]:
    """Names, sizes and times of what lies there; what is gone meanwhile is not there."""
    found = set()
    for place, folders, names in os.walk(folder):
        for name in (*folders, *names):
            try:
                status = Path(place, name).stat()
            except OSError:
                continue
            found.add((f"{place}/{name}", status.st_size, status.st_mtime_ns))
    return frozenset(found)


def _clock() -> str:
    return f"{datetime.now():%H:%M:%S}"


class _Interrupt:
    """Ctrl-C that waits for the end of what must not be cut, from the start; then `pressed` tells of it."""

    def __init__(self) -> None:
        self.pressed = False
        self._shielding = True

    def handle(self, number: int, frame: FrameType | None) -> None:
        """What Python calls for the signal. Pressed twice, the person means it."""
        if self.pressed or not self._shielding:
            raise KeyboardInterrupt
        self.pressed = True

    def shielded(self, action: Collect) -> CollectResult:
        self._shielding = True
        try:
            return action()
        finally:
            self._shielding = False


@contextmanager
def _interrupt_between() -> Iterator[_Interrupt]:
    """While it lasts Ctrl-C goes through an `_Interrupt`; only the main thread can arrange that."""
    interrupt = _Interrupt()
    if threading.current_thread() is not threading.main_thread():
        yield interrupt
        return
    before = signal.signal(signal.SIGINT, interrupt.handle)
    try:
        yield interrupt
    finally:
        signal.signal(signal.SIGINT, before)
