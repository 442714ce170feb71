"""What is packed in a PDF, unpacked step by step before anything reads it: a few megabytes can hold gigabytes of nothing."""

from __future__ import annotations

import re
import zlib

MOST_UNPACKED = 256 * 1024 * 1024
"""All that the streams of a plan hold together, its pictures aside; a long one holds a tenth of it."""

_STEP = 4 * 1024 * 1024
_STREAM = re.compile(rb"stream\r?\n(?=[\x08\x18\x28\x38\x48\x58\x68\x78])")
_DICTIONARY = 2_000
"""Bytes before a stream in which its description stands."""
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")
_TWICE = re.compile(rb"/Fl(?:ateDecode)?\s*/Fl(?:ateDecode)?\b")


class TooLarge(Exception):
    """What is packed in a file is more than any plan holds."""


def refuse_bombs(data: bytes) -> None:
    """Raise TooLarge where the streams of a PDF hold more than `MOST_UNPACKED`; pictures, which nobody unpacks, aside."""
    room = MOST_UNPACKED
    for found in _STREAM.finditer(data):
        described = data[max(0, found.start() - _DICTIONARY) : found.start()].rpartition(b" obj")[2]
        if _PICTURE.search(described) is None:
            room -= _size(data, found.end(), room, twice=_TWICE.search(described) is not None)


def unpacks_whole(data: bytes) -> bool:
    """Whether packed bytes can be unpacked to their end; TooLarge where that is too much."""
    unpacking = zlib.decompressobj()
    room = MOST_UNPACKED
    while data and not unpacking.eof:
        try:
            room -= len(unpacking.decompress(data, _STEP))
        except zlib.error:
            return False
        if room < 0:
            raise TooLarge
        data = unpacking.unconsumed_tail
    return unpacking.eof


def _size(data: bytes, at: int, room: int, twice: bool) -> int:
    """How many bytes the stream that begins at `at` holds, as far as it can be unpacked."""
    unpacking, inner = zlib.decompressobj(), zlib.decompressobj()
    size = 0
    rest: bytes = data[at : at + _STEP]
    at += len(rest)
    try:
        while rest and not unpacking.eof:
            made = unpacking.decompress(rest, _STEP)
            size += len(made)
            if twice:
                size += _unpacked_again(inner, made, room - size)
            if size > room:
                raise TooLarge
            rest = unpacking.unconsumed_tail
            if not rest:
                rest = data[at : at + _STEP]
                at += len(rest)
    except zlib.error:  # another packing, a lock, or damage that the reader tells of
        pass
    return size


def _unpacked_again(inner: zlib._Decompress, made: bytes, room: int) -> int:
    """What was packed twice."""
    size = 0
    while made and not inner.eof and size <= room:
        size += len(inner.decompress(made, _STEP))
        made = inner.unconsumed_tail
    return size
