"""Pixels: what pdftoppm makes of a page, cut, put together, and written as a PNG with a note inside."""

from __future__ import annotations

import struct
import subprocess
import zlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_WHITE = b"\xff"
_ALIKE = bytes(value & 0xF8 for value in range(256))


@dataclass(frozen=True, slots=True)
class Pixels:
    """Rows of 3 bytes a pixel (red, green, blue)."""

    width: int
    height: int
    rgb: bytes

    def row(self, number: int) -> bytes:
        """One row from the top, 0-based."""
        start = number * self.width * 3
        return self.rgb[start : start + self.width * 3]

    def cut(self, left: int, top: int, right: int, bottom: int) -> Pixels:
        """The part from `left`, `top` up to, not with, `right`, `bottom`."""
        rows = [self.row(number)[left * 3 : right * 3] for number in range(top, min(bottom, self.height))]
        return Pixels(min(right, self.width) - left, len(rows), b"".join(rows))

    def trimmed(self) -> Pixels:
        """Without the white around it."""
        rows = [number for number in range(self.height) if self.row(number).strip(_WHITE)]
        if not rows:
            return self
        top, bottom = rows[0], rows[-1] + 1
        left = min((len(row) - len(row.lstrip(_WHITE))) // 3 for row in map(self.row, rows))
        right = max((len(row.rstrip(_WHITE)) + 2) // 3 for row in map(self.row, rows))
        return self.cut(left, top, right, bottom)

    def under(self, upper: Pixels) -> Pixels:
        """This below another; the wider one is cut at the right, so that both have one width."""
        width = min(self.width, upper.width)
        first, second = upper.cut(0, 0, width, upper.height), self.cut(0, 0, width, self.height)
        return Pixels(width, first.height + second.height, first.rgb + second.rgb)


def page_of(pdf: Path, page: int, pixels_per_inch: float) -> Pixels:
    """A page, as pdftoppm draws it."""
    command = ["pdftoppm", "-singlefile", "-r", f"{pixels_per_inch:g}", "-f", str(page), str(pdf)]
    drawn = subprocess.run(command, check=True, capture_output=True, timeout=60).stdout
    _, size, _, rgb = drawn.split(b"\n", 3)  # P6, width and height, 255, pixels
    width, height = map(int, size.split())
    return Pixels(width, height, rgb)


def write_png(pixels: Pixels, path: Path, note: str = "") -> Path:
    """Write a PNG of 256 colours at most; `note` (Latin letters) is kept in it and read again by `note_in`."""
    palette, indexed = _with_palette(pixels)
    head = struct.pack(">IIBBBBB", pixels.width, pixels.height, 8, 3, 0, 0, 0)
    rows = b"".join(
        b"\0" + indexed[start : start + pixels.width] for start in range(0, len(indexed), pixels.width)
    )
    parts = [(b"IHDR", head), (b"PLTE", b"".join(palette))]
    if note:
        parts.append((b"tEXt", b"Source\0" + note.encode("latin-1")))
    parts += [(b"IDAT", zlib.compress(rows, 9)), (b"IEND", b"")]
    path.write_bytes(_SIGNATURE + b"".join(_chunk(kind, content) for kind, content in parts))
    return path


def _with_palette(pixels: Pixels) -> tuple[list[bytes], bytes]:
    """The commonest colours, none too much like another, and for each pixel the number of the nearest of them."""
    exact = Counter(pixels.rgb[at : at + 3] for at in range(0, len(pixels.rgb), 3))
    families: dict[bytes, bytes] = {}
    sizes: Counter[bytes] = Counter()
    for colour, count in exact.most_common():
        family = colour.translate(_ALIKE)
        families.setdefault(family, colour)  # the commonest stands for the others
        sizes[family] += count
    kept = [family for family, _ in sizes.most_common(256)]
    palette = [families[family] for family in kept]
    number = {family: at for at, family in enumerate(kept)}
    for family in set(families).difference(number):
        number[family] = min(
            range(len(palette)), key=lambda at, one=families[family]: _distance(palette[at], one)
        )
    alike = pixels.rgb.translate(_ALIKE)
    return palette, bytes(number[alike[at : at + 3]] for at in range(0, len(alike), 3))


def _distance(one: bytes, other: bytes) -> int:
    return sum((first - second) ** 2 for first, second in zip(one, other, strict=True))


def pixels_in(path: Path) -> Pixels:
    """The pixels of a PNG of 8 bits a colour, as a browser writes it; what is transparent is left out of account."""
    content, at, packed = path.read_bytes(), len(_SIGNATURE), b""
    width = height = depth = 0
    while at < len(content):
        (length,) = struct.unpack_from(">I", content, at)
        kind, body = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            width, height, bits, colours = struct.unpack_from(">IIBB", body)
            if bits != 8 or colours not in (2, 6):
                raise ValueError(f"a PNG of {bits} bits, kind {colours}")
            depth = 3 if colours == 2 else 4
        elif kind == b"IDAT":
            packed += body
        at += 12 + length
    raw, stride = zlib.decompress(packed), width * depth + 1
    above, rows = bytearray(stride - 1), []
    for number in range(height):
        line = raw[number * stride : (number + 1) * stride]
        above = _unfiltered(line[0], bytearray(line[1:]), above, depth)
        rows.append(bytes(above) if depth == 3 else _without_fourth(above))
    return Pixels(width, height, b"".join(rows))


def _unfiltered(kind: int, row: bytearray, above: bytearray, depth: int) -> bytearray:
    """A row as it was before the PNG filter 0–4 was put on it (PNG specification, 9.2)."""
    for at in range(len(row)) if kind else ():
        left = row[at - depth] if at >= depth else 0
        if kind == 1:
            guess = left
        elif kind == 2:
            guess = above[at]
        elif kind == 3:
            guess = (left + above[at]) // 2
        else:
            guess = _nearest(left, above[at], above[at - depth] if at >= depth else 0)
        row[at] = (row[at] + guess) & 0xFF
    return row


def _nearest(left: int, above: int, corner: int) -> int:
    """Of the three neighbours the one nearest to their plane (Paeth)."""
    plane = left + above - corner
    return min((left, above, corner), key=lambda one: abs(plane - one))


def _without_fourth(row: bytearray) -> bytes:
    three = bytearray(len(row) // 4 * 3)
    for place in range(3):
        three[place::3] = row[place::4]
    return bytes(three)


def note_in(path: Path) -> str:
    """The note in a PNG, "" where it has none."""
    content = path.read_bytes()
    start = content.find(b"tEXtSource\0")
    if start < 4:
        return ""
    (length,) = struct.unpack(">I", content[start - 4 : start])
    return content[start + 4 : start + 4 + length].partition(b"\0")[2].decode("latin-1")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
