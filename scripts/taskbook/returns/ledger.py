"""A ledger: a file of JSON lines that only grows. What a crash tore off at its end never counts."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path


def append_lines(ledger: Path, lines: Iterable[bytes]) -> None:
    """Add whole lines (each with its end), safe on disk when this returns. The caller holds the archive's lock."""
    ledger.parent.mkdir(parents=True, exist_ok=True)
    with ledger.open("ab") as file:
        _mend_tail(ledger, file.tell())
        file.seek(0, os.SEEK_END)
        file.writelines(lines)
        file.flush()
        os.fsync(file.fileno())


def whole_lines(ledger: Path) -> Iterator[tuple[int, bytes]]:
    """(offset, line) of every whole line."""
    try:
        file = ledger.open("rb")
    except FileNotFoundError:
        return
    with file:
        offset = 0
        for line in file:
            if line.strip() and (line.endswith(b"\n") or _is_whole(line)):
                yield offset, line
            offset += len(line)


def _mend_tail(ledger: Path, size: int) -> None:
    """Cut what a crash left after the last line end; its file is not in the ledger and is handled again.

    A whole line that only lacks its end (an editor took it away) gets one.
    """
    if not size:
        return
    with ledger.open("rb+") as file:
        file.seek(size - 1)
        if file.read(1) == b"\n":
            return
        file.seek(0)
        last = b""
        for line in file:
            last = line
        if _is_whole(last):
            file.write(b"\n")
        else:
            file.truncate(size - len(last))


def _is_whole(line: bytes) -> bool:
    """Whether a line without its end is all there: no beginning of a JSON object is one."""
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False
