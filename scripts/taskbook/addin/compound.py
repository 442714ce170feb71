"""Compound files of version 3 ([MS-CFB]): storages and streams in one file, written anew and without dates."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

Tree: TypeAlias = Mapping[str, "bytes | Tree"]
"""Names and what they hold: the bytes of a stream, or the names in a storage."""

_SECTOR, _SMALL, _SMALL_LIMIT = 512, 64, 4096
_FREE, _END, _FAT, _NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_RED, _BLACK = 0, 1
_ENTRY = struct.Struct("<64sHBBIII16sIQQIQ")
_UNUSED_ENTRY = bytes(68) + struct.pack("<III", _NONE, _NONE, _NONE) + bytes(48)
_PER_SECTOR = _SECTOR // 4
_FATS_IN_HEADER = 109


@dataclass(slots=True)
class _Entry:
    """A directory entry; numbers are places in the directory, sectors or bytes."""

    name: str
    kind: int
    data: bytes = b""
    left: int = _NONE
    right: int = _NONE
    child: int = _NONE
    colour: int = _BLACK
    start: int = 0
    size: int = 0

    def packed(self) -> bytes:
        name = self.name.encode("utf-16-le")
        return _ENTRY.pack(
            name,
            len(name) + 2,
            self.kind,
            self.colour,
            self.left,
            self.right,
            self.child,
            bytes(16),  # class
            0,  # state
            0,  # made
            0,  # changed
            self.start,
            self.size,
        )


@dataclass(slots=True)
class _Sectors:
    """Chains of sectors of one size, and the table that says which sector follows which."""

    size: int
    body: bytearray = field(default_factory=bytearray)
    table: list[int] = field(default_factory=list)

    def add(self, data: bytes) -> int:
        """Append `data` as a chain; returns its first sector, or the mark of an empty chain."""
        if not data:
            return _END
        first = len(self.table)
        count = -(-len(data) // self.size)
        self.body += data.ljust(count * self.size, b"\0")
        self.table += [*range(first + 1, first + count), _END]
        return first


def compound_file(tree: Tree) -> bytes:
    """The file that holds `tree`. Raises ValueError for more than the header's table reaches (about 7 MB)."""
    entries = [_Entry("Root Entry", _ROOT)]
    entries[0].child = _fill(entries, tree)
    sectors, small = _Sectors(_SECTOR), _Sectors(_SMALL)
    for entry in entries:
        if entry.kind == _STREAM:
            entry.size = len(entry.data)
            entry.start = (small if entry.size < _SMALL_LIMIT else sectors).add(entry.data)
    entries[0].size, entries[0].start = len(small.body), sectors.add(bytes(small.body))
    directory = b"".join(entry.packed() for entry in entries)
    while len(directory) % _SECTOR:
        directory += _UNUSED_ENTRY
    first_directory = sectors.add(directory)
    small_table = _words(small.table)
    first_small_table = sectors.add(small_table)
    fats = _append_table(sectors)
    header = _header(fats, first_directory, first_small_table, -(-len(small_table) // _SECTOR))
    return header + bytes(sectors.body)


def _fill(entries: list[_Entry], tree: Tree) -> int:
    """Append the entries of `tree`; returns the one at the top of their search tree."""
    places: dict[str, int] = {}
    for name, held in tree.items():
        places[name] = len(entries)
        if isinstance(held, bytes):
            entries.append(_Entry(name, _STREAM, held))
        else:
            entries.append(_Entry(name, _STORAGE))
            entries[places[name]].child = _fill(entries, held)
    ordered = sorted(places, key=lambda name: (len(name.encode("utf-16-le")), name.upper()))
    return _search_tree(entries, [places[name] for name in ordered], len(ordered).bit_length())


def _search_tree(entries: list[_Entry], ordered: Sequence[int], depth: int) -> int:
    """Link siblings as a red-black tree of `depth` levels: the lowest, which may be incomplete, is red."""
    if not ordered:
        return _NONE
    middle = len(ordered) // 2
    top = entries[ordered[middle]]
    top.left = _search_tree(entries, ordered[:middle], depth - 1)
    top.right = _search_tree(entries, ordered[middle + 1 :], depth - 1)
    if depth == 2:
        for below in (top.left, top.right):
            if below != _NONE:
                entries[below].colour = _RED
    return ordered[middle]


def _append_table(sectors: _Sectors) -> list[int]:
    """Append the table of sectors, which has to tell of its own sectors too; returns where they are."""
    used, count = len(sectors.table), 0
    while count * _PER_SECTOR < used + count:
        count += 1
    if count > _FATS_IN_HEADER:
        raise ValueError("too large for the table in the header")
    sectors.table += [_FAT] * count
    sectors.body += _words(sectors.table)
    return list(range(used, used + count))


def _words(numbers: Sequence[int]) -> bytes:
    """Numbers of 32 bits, filled up to whole sectors with the mark of a free one."""
    padded = [*numbers, *[_FREE] * (-len(numbers) % _PER_SECTOR)]
    return struct.pack(f"<{len(padded)}I", *padded)


def _header(fats: Sequence[int], first_directory: int, first_small_table: int, small_tables: int) -> bytes:
    def parts() -> Iterator[bytes]:
        yield bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16)
        yield struct.pack(
            "<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6
        )  # versions, byte order, sizes of sectors as powers of 2
        yield struct.pack("<IIII", 0, len(fats), first_directory, 0)
        yield struct.pack("<III", _SMALL_LIMIT, first_small_table if small_tables else _END, small_tables)
        yield struct.pack("<II", _END, 0)  # no further sectors of the table
        yield struct.pack(f"<{_FATS_IN_HEADER}I", *fats, *[_FREE] * (_FATS_IN_HEADER - len(fats)))

    return b"".join(parts())
