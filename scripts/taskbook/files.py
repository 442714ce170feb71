"""Writing files so that nothing half-written ever stands under a name people use.

A new file is made beside its target, flushed to the disk, and moved over it; whatever stops it on the way (a full
disk, a pulled plug, a book open in Excel) leaves the old file as it was. Everything that cannot go on becomes a
`CannotGoOn` with a sentence for the person at the screen.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from taskbook import wording
from taskbook.filenames import folded as folded
from taskbook.filenames import safe_name as safe_name
from taskbook.findings import CannotGoOn, Stop
from taskbook.obstacles import TEMPORARY, open_elsewhere, refuse_long_path, refuse_read_only
from taskbook.obstacles import is_open as is_open
from taskbook.obstacles import refuse_unwritable as refuse_unwritable
from taskbook.obstacles import told_as_sentences as told_as_sentences

_STALE_SECONDS = 3600

# ---- atomic writing ----


@contextmanager
def atomic(target: Path) -> Iterator[Path]:
    """A path beside `target` to write to; when the block ends well, that file becomes `target` in one step.

    Folders on the way are made. If the block or the move fails, `target` is what it was before and the temporary
    file is gone, with one exception: a target open in Excel keeps the new file beside it under another name, and
    the sentence says so. Raises `CannotGoOn` for a read-only, denied or open target and for a full disk.
    """
    target = Path(os.path.realpath(target))
    temporary = target.parent / f"{_temp_prefix(target)}{secrets.token_hex(4)}{target.suffix}"
    try:
        with told_as_sentences(target):
            refuse_read_only(target)
            refuse_long_path(target, temporary)
            target.parent.mkdir(parents=True, exist_ok=True)
            temporary.open("xb").close()
            yield temporary
            _settle(temporary, target)
            if is_open(target):
                raise PermissionError(errno.EACCES, "open", str(target))
            _replace(temporary, target)
            flush_folder(target.parent)
    except CannotGoOn as stopped:
        if stopped.stop is Stop.FILE_OPEN and temporary.exists():
            kept = _keep_beside(temporary, target)
            raise open_elsewhere(target, wording.KEPT_BESIDE.format(path=kept)) from stopped
        raise
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def write_bytes(target: Path, data: bytes) -> None:
    """Write `data` as the whole file `target`, in one step."""
    with atomic(target) as temporary:
        temporary.write_bytes(data)


def _temp_prefix(target: Path) -> str:
    """Names of temporary files tell their target, so that its next writer can sweep what a killed one left."""
    return f"{TEMPORARY}{hashlib.sha256(target.name.encode('utf-8', 'replace')).hexdigest()[:8]}-"


def _settle(temporary: Path, target: Path) -> None:
    """The new file has its target's permissions and has reached the disk."""
    if target.exists():
        with contextlib.suppress(OSError):
            shutil.copymode(target, temporary)
    with temporary.open("r+b") as handle:
        os.fsync(handle.fileno())


def _replace(source: Path, target: Path) -> None:
    """`os.replace`; on Windows a virus scanner may hold a fresh file for a moment."""
    for attempt in range(5 if sys.platform == "win32" else 1):
        try:
            source.replace(target)
            return
        except PermissionError:
            if sys.platform != "win32" or attempt == 4:
                raise
            time.sleep(0.1)


def flush_folder(folder: Path) -> None:
    """The move itself reaches the disk; Windows has no such call, and some network folders refuse it."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _keep_beside(temporary: Path, target: Path) -> str:
    name = wording.KEPT_NAME.format(stem=target.stem)
    kept = free_path(target.with_name(f"{name}_{_now()}{target.suffix}"))
    temporary.rename(kept)
    return kept.name


# ---- one at a time, copies, left-overs ----


@contextmanager
def exclusive(path: Path, wait_seconds: float = 0.5) -> Iterator[None]:
    """Hold `path` (a file or a folder) for oneself among all runs on all machines that see its folder.

    Raises `Stop.BUSY` when another run has it. What a killed run left half-written for `path` is swept away.
    """
    import filelock

    path = Path(os.path.realpath(path))
    lock = filelock.FileLock(path.with_name(f"{_temp_prefix(path)}.lock"), timeout=wait_seconds)
    with told_as_sentences(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire()
        except filelock.Timeout as busy:
            raise CannotGoOn(Stop.BUSY, path=path) from busy
    try:
        _sweep_matching(path.parent, _temp_prefix(path), older_than=0)
        yield
    finally:
        lock.release()


def keep_copy(
    path: Path, folder_name: str = wording.BACKUP_FOLDER, fill: Callable[[Path], object] | None = None
) -> Path:
    """Copy `path` as it is into a folder beside it, under a dated name nobody has taken; returns the copy's path.

    `fill` writes the copy to the path it is given, where that is not simply what stands on the disk.
    """
    path = Path(os.path.realpath(path))
    wanted = path.parent / folder_name / f"{path.stem}_{_now()}{path.suffix}"
    temporary = wanted.with_name(f"{_temp_prefix(wanted)}{secrets.token_hex(4)}{path.suffix}")
    try:
        with told_as_sentences(wanted):
            refuse_long_path(wanted, temporary)
            wanted.parent.mkdir(parents=True, exist_ok=True)
            fill(temporary) if fill else shutil.copyfile(path, temporary)
            with temporary.open("r+b") as handle:
                os.fsync(handle.fileno())
            copy = _claim(temporary, wanted)
            flush_folder(wanted.parent)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    return copy


def _claim(temporary: Path, wanted: Path) -> Path:
    """Give a finished file a free name. A hard link never overwrites; where there are none, look and move."""
    while True:
        free = free_path(wanted)
        try:
            os.link(temporary, free)
        except FileExistsError:
            continue
        except OSError:
            temporary.replace(free)
        return free


def sweep(folder: Path, older_than: float = _STALE_SECONDS) -> int:
    """Remove what killed runs left half-written in `folder` an hour ago or earlier; returns how many files.

    `older_than` (seconds) may be 0 where the caller knows that no other run is at work.
    """
    return _sweep_matching(folder, TEMPORARY, older_than)


def sweep_for(target: Path) -> int:
    """Remove what killed runs left half-written for `target`, by who knows that no other run is at work on it; returns
    how many files."""
    return _sweep_matching(target.parent, _temp_prefix(target), older_than=0)


def _sweep_matching(folder: Path, prefix: str, older_than: float) -> int:
    swept = 0
    with contextlib.suppress(OSError):
        for left in folder.glob(f"{prefix}*"):
            with contextlib.suppress(OSError):
                if left.suffix != ".lock" and time.time() - left.stat().st_mtime >= older_than:
                    left.unlink()
                    swept += 1
    return swept


def free_path(path: Path) -> Path:
    """`path`, or the first of `name-2`, `name-3`, … that does not exist."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free


def _now() -> str:
    return datetime.now().strftime("%Y%m%d-%H%M%S")
