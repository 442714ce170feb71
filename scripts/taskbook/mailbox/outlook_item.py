"""A message that Outlook saved as a .msg file (a compound file), as people attach it to forward it: the files in it.

Source: [MS-OXMSG]. Each attachment is a storage; its content and its names are streams, named by property and type.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from taskbook.mailbox.charsets import decoded

if TYPE_CHECKING:
    import olefile

_MARK = "__properties_version1.0".encode("utf-16-le")
_CONTENT = "__substg1.0_37010102"
_NAMES = ("3707001F", "3707001E", "3001001F", "3001001E", "3704001F", "3704001E")
_STREAM = "__substg1.0_"
_HIDDEN = re.compile(r"(?i)image\d{3}\.\w{3,4}")


def is_outlook_item(data: bytes) -> bool:
    """Whether a compound file is a message and not a workbook."""
    return data.startswith(b"\xd0\xcf\x11\xe0") and _MARK in data


def files_of(data: bytes) -> list[tuple[str, bytes]]:
    """(name, content) of every attachment, also of messages inside it; what is damaged is left out."""
    import olefile

    files: list[tuple[str, bytes]] = []
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as item:
            for path in item.listdir():
                if path[-1] == _CONTENT:
                    name = _name(item, path[:-1])
                    if not _HIDDEN.fullmatch(name):
                        files.append((name, item.openstream(path).read()))
    except (
        OSError,
        ValueError,
        IndexError,
        KeyError,
        TypeError,
        AttributeError,
        RecursionError,
        MemoryError,
    ):
        return files  # olefile meets damage with whatever error comes up
    return files


def _name(item: olefile.OleFileIO, storage: Sequence[str]) -> str:
    for each in _NAMES:
        path = [*storage, _STREAM + each]
        if item.exists(path):
            raw = item.openstream(path).read()
            if each.endswith("1F"):
                text = raw[: len(raw) // 2 * 2].decode("utf-16-le", "replace")
            else:
                text = decoded(raw)
            if text.strip("\0 "):
                return text.split("\0")[0]
    return ""
