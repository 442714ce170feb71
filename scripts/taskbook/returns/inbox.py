"""What lies in the inbox: every file under the folder and inside its zips, each with the name people see.

Nothing is changed there, nothing is judged here beyond 'not a file anybody meant to send' and 'cannot be taken now'.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import stat
import time
import unicodedata
import zipfile
import zlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from taskbook import wording
from taskbook.findings import Code, Finding, found
from taskbook.returns.recognise import Kind, recognise
from taskbook.returns.zip_limits import (
    MOST_BYTES,
    MOST_ENTRIES,
    MOST_EXPANDED,
    refuse_directory,
    refuse_entries,
)

_IGNORED_NAME = re.compile(
    r"~\$.*|\..*|~.*\.tmp|.*\.(tmp|temp|part|partial|crdownload|download|downloading|td|opdownload|lnk)"
    r"|(eh)?thumbs(_vista)?\.db|desktop\.ini|icon\r?",
    re.IGNORECASE | re.DOTALL,
)
_IGNORED_FOLDERS = {"__macosx", "$recycle.bin", "system volume information", "@eadir", "#recycle"}
_DEEPEST = 3
_SETTLE_SECONDS = 0.2
_RECENT_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Arrival:
    """One file. `file` is its path in the inbox as shown (`/` between folders, a zip counts as one).

    `data` are its bytes, None for one too large to hold, which is to be copied from `path`. `taken` is False for what
    is no return (lock files, a zip whose members stand for themselves, what is still being copied). `stamp` is what
    `settled` compares. `findings` have no place yet; one of severity error says that there is no use in opening it.
    """

    file: str
    path: Path
    data: bytes | None = None
    sha256: str = ""
    taken: bool = True
    stamp: tuple[int, int] | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(slots=True)
class _Room:
    """What one archive from outside, with all archives inside it, may still expand to."""

    size: int = MOST_EXPANDED
    entries: int = MOST_ENTRIES


def arrivals(inbox: Path, leave_out: Collection[Path] = ()) -> Iterator[Arrival]:
    """Every file under `inbox`, in natural order, except folders and files in `leave_out`. One is held at a time."""
    names: set[str] = set()
    left_out = {os.path.realpath(path) for path in leave_out}
    for path, trouble in _walk(inbox, left_out):
        file = _unique(_shown(path.relative_to(inbox).as_posix()), names)
        if trouble:
            yield Arrival(file, path, taken=False, findings=(trouble,))
        else:
            yield from _arrivals_at(file, path)


def names_in(inbox: Path, leave_out: Collection[Path] = ()) -> Iterator[str]:
    """The names, as `arrivals` gives them, of the files that lie there; nothing is opened, a zip is one file."""
    left_out = {os.path.realpath(path) for path in leave_out}
    for path, trouble in _walk(inbox, left_out):
        file = _shown(path.relative_to(inbox).as_posix())
        if not trouble and not _is_ignored(file):
            yield file


def settled(arrival: Arrival, now: float | None = None) -> bool:
    """Whether the file is still as it was read; one written a moment ago gets another moment to grow."""
    if arrival.stamp is None:
        return True
    age = (time.time() if now is None else now) - arrival.stamp[1] / 1e9
    if -_RECENT_SECONDS < age < _SETTLE_SECONDS:
        time.sleep(_SETTLE_SECONDS - max(age, 0))
    try:
        return _stamp(arrival.path) == arrival.stamp
    except OSError:
        return False


def natural(name: str) -> tuple[object, ...]:
    """A sort key that puts 表2 before 表10, and 表.xlsx before 表1.xlsx."""
    *folders, last = unicodedata.normalize("NFKC", name).casefold().split("/")
    stem, _, suffix = last.rpartition(".")
    return tuple(map(_pieces, folders)), _pieces(stem or last), suffix


def _pieces(text: str) -> tuple[tuple[int, int | str], ...]:
    pieces = re.split(r"([0-9]+)", text)
    return tuple((0, int(piece)) if piece.isdecimal() else (1, piece) for piece in pieces if piece)


# ---- folders ----


def _walk(folder: Path, left_out: set[str]) -> Iterator[tuple[Path, Finding | None]]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: natural(entry.name))
    except OSError as error:
        yield folder, found(Code.FOLDER_UNREADABLE, reason=error.strerror or error)
        return
    for entry in entries:
        path = Path(entry.path)
        if left_out and os.path.realpath(path) in left_out:
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(path, left_out)
        else:
            yield path, None


def _arrivals_at(file: str, path: Path) -> Iterator[Arrival]:
    if _is_ignored(file):
        yield Arrival(file, path, taken=False)
        return
    try:
        before = _stamp(path)
        if before is None:  # a pipe, a socket, a folder behind a link: reading it could wait for ever
            yield Arrival(file, path, taken=False)
            return
        data, digest = _read(path, before[0])
        arriving = _stamp(path) != before or (data is not None and len(data) != before[0])
    except OSError as error:
        reason = error.strerror or str(error)
        yield Arrival(file, path, taken=False, findings=(found(Code.FILE_IN_USE, reason=reason),))
        return
    if arriving:
        yield Arrival(file, path, taken=False, findings=(found(Code.FILE_STILL_ARRIVING),))
        return
    yield from _expanded(Arrival(file, path, data, digest, stamp=before), 1, _Room())


def _stamp(path: Path) -> tuple[int, int] | None:
    """Size and time of change of a plain file; None for what is no plain file."""
    status = path.stat()
    return (status.st_size, status.st_mtime_ns) if stat.S_ISREG(status.st_mode) else None


def _read(path: Path, size: int) -> tuple[bytes | None, str]:
    """(bytes, sha256); of what is too large to be opened only the sha256."""
    if size > MOST_BYTES:
        with path.open("rb") as file:
            return None, hashlib.file_digest(file, "sha256").hexdigest()
    data = path.read_bytes()
    return data, _digest(data)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _is_ignored(file: str) -> bool:
    *folders, name = file.split("/")
    return bool(_IGNORED_NAME.fullmatch(name)) or any(part.casefold() in _IGNORED_FOLDERS for part in folders)


# ---- archives ----


def _expanded(arrival: Arrival, depth: int, room: _Room) -> Iterator[Arrival]:
    """The arrival itself, or, where it is a zip of files, the zip (as not taken) and what is inside."""
    if arrival.data is None or recognise(arrival.data).kind is not Kind.ZIP:
        yield arrival
        return
    trouble, infos = _opened(arrival.data, depth, room)
    if trouble:
        yield replace(arrival, findings=(trouble,))
        return
    members = [(info, name) for info, name in _named(infos) if not name.endswith("/")]
    yield replace(arrival, taken=False, findings=(found(Code.ARCHIVE_OPENED, count=len(members)),))
    names: set[str] = set()
    with zipfile.ZipFile(io.BytesIO(arrival.data)) as archive:
        for info, name in sorted(members, key=lambda member: natural(member[1])):
            inner = _member(archive, info, arrival, _unique(f"{arrival.file}/{name}", names))
            yield from _expanded(inner, depth + 1, room) if inner.taken and not inner.findings else (inner,)


def _opened(data: bytes, depth: int, room: _Room) -> tuple[Finding | None, list[zipfile.ZipInfo]]:
    """The entries of a zip, or why they are not looked at."""
    if depth > _DEEPEST:
        reason = wording.REASON_NESTED.format(most=_DEEPEST)
        return found(Code.ARCHIVE_UNREADABLE, reason=reason), []
    if trouble := refuse_directory(data):
        return trouble, []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        return found(Code.ARCHIVE_UNREADABLE, reason=wording.REASON_DAMAGED), []
    room.size -= sum(info.file_size for info in infos)
    room.entries -= len(infos)
    if room.size < 0 or room.entries < 0:
        reason = wording.REASON_EXPANDED.format(most=MOST_EXPANDED >> 20)
        return found(Code.FILE_TOO_LARGE, reason=reason), []
    return refuse_entries(infos), infos


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, outer: Arrival, file: str) -> Arrival:
    """One file of a zip. One that cannot be taken out stands with the zip's own bytes, which are kept instead."""
    if _is_ignored(file.removeprefix(outer.file + "/")):
        return Arrival(file, outer.path, taken=False)
    try:
        data = archive.read(info)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, zlib.error):
        trouble = found(Code.ARCHIVE_UNREADABLE, reason=wording.REASON_DAMAGED)
        return replace(outer, file=file, findings=(trouble,))
    return Arrival(file, outer.path, data, _digest(data), stamp=outer.stamp)


def _named(infos: Sequence[zipfile.ZipInfo]) -> list[tuple[zipfile.ZipInfo, str]]:
    """Entries with their real names. Zips made on Chinese Windows hold GBK, on macOS UTF-8 that is not declared."""
    undeclared = [info.orig_filename.encode("cp437") for info in infos if not info.flag_bits & 0x800]
    encoding = next((name for name in ("utf-8", "gb18030") if _fits(undeclared, name)), "cp437")
    names = []
    for info in infos:
        name = info.orig_filename
        if not info.flag_bits & 0x800:
            name = name.encode("cp437").decode(encoding)
        clean = "/".join(part for part in name.replace("\\", "/").split("/") if part not in ("", "."))
        names.append((info, _shown(clean) + ("/" if name.endswith(("/", "\\")) else "")))
    return names


def _fits(names: Sequence[bytes], encoding: str) -> bool:
    try:
        return all(name.decode(encoding) is not None for name in names)
    except UnicodeDecodeError:
        return False


# ---- names ----


def _shown(name: str) -> str:
    """A name as people see it: composed, readable also where the disk holds GBK bytes, without control characters."""
    escaped = any("\udc80" <= char <= "\udcff" for char in name)
    raw = name.encode("utf-8", "surrogateescape" if escaped else "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            name = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        name = raw.decode("utf-8", "replace")
    return re.sub(r"[\x00-\x1f\x7f]", "", unicodedata.normalize("NFC", name))


def _unique(name: str, taken: set[str]) -> str:
    """`name`, or with a number where two different names on the disk read the same."""
    number, unique = 1, name
    while unique in taken:
        number += 1
        unique = f"{name} ({number})"
    taken.add(unique)
    return unique
