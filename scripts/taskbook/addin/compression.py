"""The compression of VBA sources ([MS-OVBA] 2.4.1): pieces of 4096 bytes, each a run of bytes and back references."""

from __future__ import annotations

_PIECE = 4096
_SHORTEST = 3


def compress(data: bytes) -> bytes:
    """The compressed container of `data`.

    Raises ValueError where a last, shorter piece cannot be made smaller: the format stores such a piece as it is, but
    only in full length, and would bring it back longer than it was. Text always becomes smaller.
    """
    pieces = (data[start : start + _PIECE] for start in range(0, len(data), _PIECE))
    return b"\x01" + b"".join(map(_chunk, pieces))


def _chunk(piece: bytes) -> bytes:
    """One piece with its header: its length less 3 in 12 bits, 0b011, and whether it is compressed."""
    tokens = _tokens(piece)
    if len(tokens) <= _PIECE:
        return (0xB000 | len(tokens) - 1).to_bytes(2, "little") + tokens
    if len(piece) < _PIECE:
        raise ValueError("the end of the data cannot be compressed")
    return (0x3000 | _PIECE - 1).to_bytes(2, "little") + piece


def _tokens(piece: bytes) -> bytes:
    """Groups of eight tokens behind a byte that tells, bit by bit, which of them are back references."""
    out = bytearray()
    places: dict[bytes, list[int]] = {}
    at = 0
    while at < len(piece):
        flags, group = 0, bytearray()
        for bit in range(8):
            if at >= len(piece):
                break
            offset, length = _longest(piece, at, places)
            if length >= _SHORTEST:
                flags |= 1 << bit
                group += _reference(at, offset, length)
            else:
                length = 1
                group.append(piece[at])
            for place in range(at, at + length):
                places.setdefault(piece[place : place + _SHORTEST], []).append(place)
            at += length
        out.append(flags)
        out += group
    return bytes(out)


def _longest(piece: bytes, at: int, places: dict[bytes, list[int]]) -> tuple[int, int]:
    """How far back the longest repetition of what begins at `at` begins, and how long it is; the nearest of several."""
    longest = min(len(piece) - at, (0xFFFF >> _offset_bits(at)) + _SHORTEST)
    best_offset, best_length = 0, 0
    for place in reversed(places.get(piece[at : at + _SHORTEST], ())):
        length = 0
        while length < longest and piece[place + length] == piece[at + length]:
            length += 1
        if length > best_length:
            best_offset, best_length = at - place, length
    return best_offset, best_length


def _reference(at: int, offset: int, length: int) -> bytes:
    shift = 16 - _offset_bits(at)
    return ((offset - 1) << shift | length - _SHORTEST).to_bytes(2, "little")


def _offset_bits(at: int) -> int:
    """How many of the 16 bits of a reference at this place tell the offset: as many as any offset needs, at least 4."""
    return max(4, (at - 1).bit_length()) if at else 4
