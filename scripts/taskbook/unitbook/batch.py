"""Many books onto the disk: whole files only, on two processors where that pays."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import islice
from pathlib import Path

from taskbook import files
from taskbook.findings import CannotGoOn
from taskbook.unitbook.layout import Book
from taskbook.unitbook.template import Template, make_template
from taskbook.unitbook.write import book_bytes

CHUNK = 50
"""Books that are written, and then registered, together."""

WRITERS = 8
"""Threads that put books on the disk: several files wait together for the disk to have them, instead of in a row."""

WORTH_TWO = 1000
"""From this many books on, starting a second process costs less than it gives."""


@dataclass(frozen=True, slots=True)
class Job:
    """A book to write, where to, the day it says it was issued, and the digest of its content."""

    book: Book
    target: Path
    issued_on: date
    digest: str


def write_books(jobs: Iterable[Job], total: int) -> Iterator[list[Job]]:
    """Write every book in one step each (`files.atomic`); yields jobs in chunks once they are on the disk.

    Jobs are drawn as they are needed, so that memory does not grow with their number. Raises `CannotGoOn` for a
    target that cannot be written; the books before it are whole.
    """
    chunks = _chunks(jobs)
    if total >= WORTH_TWO and (os.cpu_count() or 1) > 1:
        yield from _written_by_two(chunks)
    else:
        for chunk in chunks:
            _write_chunk(chunk)
            yield chunk


def _chunks(jobs: Iterable[Job]) -> Iterator[list[Job]]:
    source = iter(jobs)
    while chunk := list(islice(source, CHUNK)):
        yield chunk


def _written_by_two(chunks: Iterable[list[Job]]) -> Iterator[list[Job]]:
    from concurrent.futures import Future, ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    waiting: deque[tuple[list[Job], Future[bool]]] = deque()

    def finished() -> list[Job]:
        chunk, future = waiting.popleft()
        try:
            written = future.result()
        except BrokenProcessPool:  # a machine that cannot start processes still gets its books
            written = False
        if not written:  # tried again here, so that the reason is raised where people see it
            _write_chunk(chunk)
        return chunk

    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        try:
            for chunk in chunks:
                try:
                    waiting.append((chunk, pool.submit(_all_written, chunk)))
                except BrokenProcessPool:
                    _write_chunk(chunk)
                    yield chunk
                if len(waiting) > 4:
                    yield finished()
            while waiting:
                yield finished()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _all_written(chunk: Sequence[Job]) -> bool:
    """In a child: write the chunk; whether that went well."""
    try:
        _write_chunk(chunk)
    except CannotGoOn:
        return False
    return True


def _write_chunk(chunk: Sequence[Job]) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(WRITERS) as pool:
        data = (book_bytes(job.book, _template(), job.issued_on) for job in chunk)
        for _ in pool.map(_put, [job.target for job in chunk], data):
            pass  # raises what a writer raised


def _put(target: Path, data: bytes) -> None:
    if not _holds(target, data):
        files.write_bytes(target, data)


def _holds(target: Path, data: bytes) -> bool:
    """A book that is there already is left alone, so that one open in Excel is in nobody's way."""
    try:
        return target.stat().st_size == len(data) and target.read_bytes() == data
    except OSError:
        return False


@cache
def _template() -> Template:
    return make_template()
