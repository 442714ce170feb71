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
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from taskbook import wording
from taskbook.filenames import folded as folded
from taskbook.filenames import safe_name as safe_name
from taskbook.findings import CannotGoOn, Stop

_TEMP = ".taskbook-"
_STALE_SECONDS = 3600
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_DENIED = {errno.EACCES, errno.EPERM, errno.EROFS}

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
        with _told_as_sentences(target):
            _refuse_read_only(target)
            target.parent.mkdir(parents=True, exist_ok=True)
            temporary.open("xb").close()
            yield temporary
            _settle(temporary, target)
            if is_open(target):
                raise PermissionError(errno.EACCES, "open", str(target))
            _replace(temporary, target)
            _flush_folder(target.parent)
    except CannotGoOn as stopped:
        if stopped.stop is Stop.FILE_OPEN and temporary.exists():
            kept = _keep_beside(temporary, target)
            raise _open_elsewhere(target, wording.KEPT_BESIDE.format(path=kept)) from stopped
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
    return f"{_TEMP}{hashlib.sha256(target.name.encode('utf-8', 'replace')).hexdigest()[:8]}-"


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


def _flush_folder(folder: Path) -> None:
    """The move itself reaches the disk; Windows has no such call, and some network folders refuse it."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


flush_folder = _flush_folder


def _keep_beside(temporary: Path, target: Path) -> str:
    name = wording.KEPT_NAME.format(stem=target.stem)
    kept = _free_path(target.with_name(f"{name}_{_now()}{target.suffix}"))
    temporary.rename(kept)
    return kept.name


# ---- what stops a writer, told as a sentence ----


def is_open(path: Path) -> bool:
    """Whether Excel, WPS or LibreOffice has the file open, as far as their lock files tell."""
    return _lock_of(path) is not None


def refuse_unwritable(path: Path) -> None:
    """Before any work on a file: raise `Stop.FILE_OPEN` or `Stop.FILE_READ_ONLY` if it could not be replaced."""
    if is_open(path):
        raise _open_elsewhere(path)
    _refuse_read_only(Path(os.path.realpath(path)))


def _open_elsewhere(path: Path, kept: str = "") -> CannotGoOn:
    lock = _lock_of(path)
    hint = wording.STALE_LOCK.format(lock=lock.name) if lock else ""
    return CannotGoOn(Stop.FILE_OPEN, path=path, kept=hint + kept)


def _lock_of(path: Path) -> Path | None:
    for name in (f"~${path.name}", f".~lock.{path.name}#"):
        lock = path.with_name(name)
        if lock.is_file() and not _left_behind(lock):
            return lock
    return None


def _left_behind(lock: Path) -> bool:
    """On Windows a living lock file cannot be opened for writing; elsewhere nothing tells it from a dead one."""
    if sys.platform != "win32":
        return False
    try:
        lock.open("r+b").close()
    except OSError:
        return False
    return True


def _refuse_read_only(target: Path) -> None:
    """`os.replace` would overwrite a read-only file without a word."""
    if target.is_dir():
        raise CannotGoOn(Stop.NO_PERMISSION, path=target)
    if target.exists() and not (target.stat().st_mode & stat.S_IWUSR and os.access(target, os.W_OK)):
        raise CannotGoOn(Stop.FILE_READ_ONLY, path=target, kept="")


@contextmanager
def _told_as_sentences(target: Path) -> Iterator[None]:
    """Turn what the system or a writing library says about `target` into `CannotGoOn`; leave the rest alone."""
    try:
        yield
    except CannotGoOn:
        raise
    except Exception as error:
        told = _sentence_for(error, target)
        if told is None:
            raise
        raise told from error


told_as_sentences = _told_as_sentences


def _sentence_for(error: Exception, target: Path) -> CannotGoOn | None:
    kind = type(error).__name__
    if kind == "SerialisationError":  # lxml's word for a failed write: its number is lost, its name is not
        full = "NOSPC" in str(error) or _disk_is_full(target.parent)
        stop = Stop.DISK_FULL if full else Stop.WRITE_FAILED
        return CannotGoOn(stop, path=target, reason=str(error))
    if kind in {"LargeZipFile", "FileSizeError"}:
        return CannotGoOn(Stop.WRITE_FAILED, path=target, reason=wording.REASON_TOO_LARGE)
    system = _system_error(error)
    if system is None:
        return None
    if system.errno in _FULL:
        return CannotGoOn(Stop.DISK_FULL, path=target)
    if not _is_about(system, target):
        return None
    if system.errno in _DENIED:
        return _denied(target)
    return CannotGoOn(Stop.WRITE_FAILED, path=target, reason=system.strerror or str(system))


def _denied(target: Path) -> CannotGoOn:
    if is_open(target) or (sys.platform == "win32" and target.exists()):
        return _open_elsewhere(target)
    return CannotGoOn(Stop.NO_PERMISSION, path=target)


def _system_error(error: BaseException) -> OSError | None:
    """The OSError behind an exception: itself, what it wraps (XlsxWriter's FileCreateError), or what caused it."""
    for candidate in (error, *error.args, error.__cause__, error.__context__):
        if isinstance(candidate, OSError):
            return candidate
    return None


def _is_about(error: OSError, target: Path) -> bool:
    """Whether the error names our target, our temporary file or a folder on the way to them (or names nothing)."""
    if error.filename is None:
        return True
    name = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else ""
    path = Path(name)
    return path == target or path in target.parents or path.name.startswith(_TEMP)


def _disk_is_full(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < 1 << 20
    except OSError:
        return False


# ---- one at a time, copies, left-overs ----


@contextmanager
def exclusive(path: Path, wait_seconds: float = 0.5) -> Iterator[None]:
    """Hold `path` (a file or a folder) for oneself among all runs on all machines that see its folder.

    Raises `Stop.BUSY` when another run has it. What a killed run left half-written for `path` is swept away.
    """
    import filelock

    path = Path(os.path.realpath(path))
    lock = filelock.FileLock(path.with_name(f"{_TEMP}{path.name}.lock"), timeout=wait_seconds)
    with _told_as_sentences(path):
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


def keep_copy(path: Path, folder_name: str = wording.BACKUP_FOLDER) -> Path:
    """Copy `path` as it is into a folder beside it, under a dated name nobody has taken; returns the copy's path."""
    path = Path(os.path.realpath(path))
    wanted = path.parent / folder_name / f"{path.stem}_{_now()}{path.suffix}"
    copy = _free_path(wanted)
    with atomic(copy) as temporary:
        shutil.copyfile(path, temporary)
    return copy


def sweep(folder: Path, older_than: float = _STALE_SECONDS) -> int:
    """Remove what killed runs left half-written in `folder` an hour ago or earlier; returns how many files.

    `older_than` (seconds) may be 0 where the caller knows that no other run is at work.
    """
    return _sweep_matching(folder, _TEMP, older_than)


def _sweep_matching(folder: Path, prefix: str, older_than: float) -> int:
    swept = 0
    with contextlib.suppress(OSError):
        for left in folder.glob(f"{prefix}*"):
            with contextlib.suppress(OSError):
                if left.suffix != ".lock" and time.time() - left.stat().st_mtime >= older_than:
                    left.unlink()
                    swept += 1
    return swept


def _free_path(path: Path) -> Path:
    """`path`, or the first of `name-2`, `name-3`, … that does not exist."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free


def _now() -> str:
    return datetime.now().strftime("%Y%m%d-%H%M%S")
