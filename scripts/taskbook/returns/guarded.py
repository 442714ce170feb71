"""Read strangers' workbooks in child processes: one that hangs, crashes or eats memory costs only its file.

Children take several files at a time and send back only what `parse` makes of each. When a child dies or does not
answer in time, the files it had are each tried once more alone, so that one bad file takes no good one with it.
"""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import math
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as Timeout
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from taskbook import wording
from taskbook.findings import Code, Finding, found
from taskbook.grid import Grid
from taskbook.memory import limit_memory
from taskbook.returns.stranger import open_stranger

if TYPE_CHECKING:
    from pebble import ProcessPool

T = TypeVar("T")

SECONDS_PER_FILE = 60.0
MEMORY_MEGABYTES = 1536
_FILES_AT_ONCE = 16
_FEW = 12
"""Up to here one child is enough: a second costs more to start than it saves."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a file could not be read; the finding has no place yet."""

    finding: Finding


def read_files(
    paths: Sequence[Path],
    parse: Callable[[list[Grid]], T],
    seconds: float = SECONDS_PER_FILE,
    megabytes: int = MEMORY_MEGABYTES,
) -> Iterator[tuple[Path, T | Failure]]:
    """Every file with what `parse` made of its sheets, or why not, in the order given.

    `parse` runs in the children: it must be a module's function or a `functools.partial` of one, and what it returns
    must be picklable. `seconds` and `megabytes` limit one file; memory only where the system can.
    """
    if not paths:
        return
    workers = 1 if len(paths) <= _FEW else min(os.cpu_count() or 1, 8)
    pool = _start(parse, workers, megabytes)
    try:
        yield from _in_order(pool, _chunks(paths, workers), workers, seconds)
    finally:
        pool.stop()
        # The pool takes a tenth of a second to notice; nobody has to wait for it.
        threading.Thread(target=pool.join).start()


def _start(parse: Callable[[list[Grid]], T], workers: int, megabytes: int) -> ProcessPool:
    from pebble import ProcessPool

    return ProcessPool(max_workers=workers, initializer=_prepare_child, initargs=(parse, megabytes))


def _chunks(paths: Iterable[Path], workers: int) -> Iterator[list[Path]]:
    paths = list(paths)
    size = max(1, min(_FILES_AT_ONCE, math.ceil(len(paths) / (workers * 4))))
    remaining = iter(paths)
    while chunk := list(islice(remaining, size)):
        yield chunk


def _in_order(
    pool: ProcessPool, chunks: Iterator[list[Path]], workers: int, seconds: float
) -> Iterator[tuple[Path, T | Failure]]:
    """Results in order, with only a few chunks under way so that they never pile up."""
    waiting: deque[tuple[list[Path], Future]] = deque()
    for chunk in chunks:
        waiting.append((chunk, _schedule(pool, chunk, seconds)))
        if len(waiting) > workers * 4:
            yield from _results(pool, *waiting.popleft(), seconds)
    while waiting:
        yield from _results(pool, *waiting.popleft(), seconds)


def _schedule(pool: ProcessPool, chunk: list[Path], seconds: float) -> Future:
    return pool.schedule(_read_chunk, args=(chunk,), timeout=seconds + len(chunk))


def _results(
    pool: ProcessPool, chunk: list[Path], future: Future, seconds: float
) -> Iterator[tuple[Path, T | Failure]]:
    from pebble import ProcessExpired

    try:
        yield from zip(chunk, future.result(), strict=True)
    except (ProcessExpired, Timeout):
        for path in chunk:
            yield path, _alone(pool, path, seconds)


def _alone(pool: ProcessPool, path: Path, seconds: float) -> T | Failure:
    from pebble import ProcessExpired

    try:
        return _schedule(pool, [path], seconds).result()[0]
    except Timeout:
        return Failure(found(Code.FILE_UNREADABLE, reason=wording.REASON_TIMEOUT))
    except ProcessExpired:
        return Failure(found(Code.FILE_UNREADABLE, reason=wording.REASON_DIED))


# ---- in the child ----

_parse: Callable[[list[Grid]], object]


def _prepare_child(parse: Callable[[list[Grid]], object], megabytes: int) -> None:
    """Remember what to do, limit memory, and keep the reader's cries off the user's screen."""
    global _parse
    _parse = parse
    limit_memory(megabytes << 20)
    faulthandler.disable()
    gc.freeze()  # what `parse` brings along is there to stay
    gc.disable()  # looking for garbage between the cells of a sheet takes a fifth of the time: see `_read_chunk`
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def _read_chunk(paths: list[Path]) -> list[object]:
    read = [_read_one(path) for path in paths]
    gc.collect()
    return read


def _read_one(path: Path) -> object:
    opened = open_stranger(path)
    if isinstance(opened, Finding):
        return Failure(opened)
    try:
        return _parse(opened)
    except Exception as error:
        reason = wording.REASON_NOT_UNDERSTOOD.format(error=type(error).__name__)
        return Failure(found(Code.FILE_UNREADABLE, reason=reason))
