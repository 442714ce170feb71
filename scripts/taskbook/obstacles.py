"""What stops a writer, told as a sentence: a full disk, a read-only file, a book open in Excel."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from taskbook import wording
from taskbook.findings import CannotGoOn, Stop

TEMPORARY = ".taskbook-"
"""What names of our temporary and lock files begin with."""

LONGEST_PATH = 259 if sys.platform == "win32" else 0
"""Characters that Windows takes (MAX_PATH less the closing zero); 0: no such limit."""

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_DENIED = {errno.EACCES, errno.EPERM, errno.EROFS}


def is_open(path: Path) -> bool:
    """Whether Excel, WPS or LibreOffice has the file open, as far as their lock files tell."""
    return lock_of(path) is not None


def refuse_unwritable(path: Path) -> None:
    """Before any work on a file: raise `Stop.FILE_OPEN` or `Stop.FILE_READ_ONLY` if it could not be replaced."""
    if is_open(path):
        raise open_elsewhere(path)
    refuse_read_only(Path(os.path.realpath(path)))


def open_elsewhere(path: Path, kept: str = "") -> CannotGoOn:
    """The sentence for a file somebody has open; `kept` says where the new one went."""
    lock = lock_of(path)
    hint = wording.STALE_LOCK.format(lock=lock.name) if lock else ""
    return CannotGoOn(Stop.FILE_OPEN, path=path, kept=hint + kept)


def lock_of(path: Path) -> Path | None:
    """The lock file that an office program has put beside a file it has open."""
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


def refuse_long_path(target: Path, *others: Path) -> None:
    """Raise `Stop.PATH_TOO_LONG` where Windows would only say that there is no such path. `others` are made on the way."""
    longest = max(len(str(path)) for path in (target, *others))
    if LONGEST_PATH and longest > LONGEST_PATH:
        raise CannotGoOn(Stop.PATH_TOO_LONG, path=target, length=longest, most=LONGEST_PATH)


def refuse_read_only(target: Path) -> None:
    """Raise `CannotGoOn` for a target that is a folder or read-only, which `os.replace` would overwrite unasked."""
    if target.is_dir():
        raise CannotGoOn(Stop.NO_PERMISSION, path=target)
    if target.exists() and not (target.stat().st_mode & stat.S_IWUSR and os.access(target, os.W_OK)):
        raise CannotGoOn(Stop.FILE_READ_ONLY, path=target, kept="")


@contextmanager
def told_as_sentences(target: Path) -> Iterator[None]:
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
        return open_elsewhere(target)
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
    return path == target or path in target.parents or path.name.startswith(TEMPORARY)


def _disk_is_full(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < 1 << 20
    except OSError:
        return False
