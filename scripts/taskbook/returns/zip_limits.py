"""What a zip from a stranger may hold, told before anything in it is expanded."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence

from taskbook import wording
from taskbook.findings import Code, Finding, found
from taskbook.returns.recognise import zip_end

MOST_BYTES = 40 << 20
MOST_ENTRIES = 2_000
MOST_EXPANDED = 300 << 20
MOST_RATIO = 200
RATIO_COUNTS_FROM = 16 << 20
"""Small parts of honest workbooks compress 299 times; only large ones are suspicious."""
_LONGEST_DIRECTORY = 4 << 20


def refuse_size(size: int) -> Finding | None:
    """A finding when a file of this many bytes is too large to be opened."""
    if size > MOST_BYTES:
        return _refused(wording.REASON_BYTES.format(most=MOST_BYTES >> 20))
    return None


def refuse_directory(data: bytes) -> Finding | None:
    """A finding when even listing the entries would cost too much (or they cannot be listed: cut off)."""
    end = zip_end(data)
    if end is None:
        return found(Code.FILE_INCOMPLETE)
    if end.entries > MOST_ENTRIES or len(end.directory) > _LONGEST_DIRECTORY:
        return _refused(wording.REASON_ENTRIES.format(most=MOST_ENTRIES))
    return None


def refuse_entries(infos: Sequence[zipfile.ZipInfo]) -> Finding | None:
    """A finding when the entries are too many or too large, have impossible names, or are encrypted."""
    if len(infos) > MOST_ENTRIES:
        return _refused(wording.REASON_ENTRIES.format(most=MOST_ENTRIES))
    if sum(info.file_size for info in infos) > MOST_EXPANDED:
        return _refused(wording.REASON_EXPANDED.format(most=MOST_EXPANDED >> 20))
    if any(_is_bomb(info) for info in infos):
        return _refused(wording.REASON_RATIO)
    if len({info.filename for info in infos}) < len(infos):
        return _refused(wording.REASON_DUPLICATE_NAME)
    if any(_points_outside(info.filename) for info in infos):
        return _refused(wording.REASON_OUTSIDE_NAME)
    if any(info.flag_bits & 1 for info in infos):
        return found(Code.FILE_ENCRYPTED)
    return None


def _is_bomb(info: zipfile.ZipInfo) -> bool:
    return info.file_size > RATIO_COUNTS_FROM and info.file_size > MOST_RATIO * max(info.compress_size, 1)


def _points_outside(name: str) -> bool:
    return ".." in name.replace("\\", "/").split("/")


def _refused(reason: str) -> Finding:
    return found(Code.FILE_TOO_LARGE, reason=reason)
