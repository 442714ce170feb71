"""A raw message as a tree of parts, cut apart as bytes; nothing is decoded, nothing in it can make this fail.

Not the standard library's parser, because it loses what others still show: a boundary that the header names wrongly, parts
after a boundary that was closed too early, a base64-coded message inside a message, header lines broken without a blank.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from taskbook.mailbox.parameters import first_word, parameter
from taskbook.mailbox.words import is_cut

_HEADER = re.compile(rb"([!-9;-~]+)[ \t]*:")
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_GUESSED_BOUNDARY = re.compile(
    rb"(?:\A|[\r\n])--(?P<boundary>[^\r\n]{1,200}?)[ \t]*(?:\r\n|\n|\r)Content-[A-Za-z-]+[ \t]*:", re.I
)
_DEEPEST = 20
_MOST_PARTS = 2000
_MOST_HEADERS = 1000


@dataclass(slots=True)
class Part:
    """One part. `headers` are (name in lower case, raw value with its folds) in their order, `body` is still encoded;
    `parts` are a multipart's own. `kind` is the content type, '' where none is given. `closed`: the end boundary is there."""

    headers: list[tuple[str, bytes]]
    body: bytes = b""
    parts: list[Part] = field(default_factory=list)
    closed: bool = True

    def header(self, name: str) -> bytes:
        """The raw value of a header, empty where it is missing; the first, where it is there twice."""
        return next((value for key, value in self.headers if key == name), b"")

    @property
    def kind(self) -> str:
        return first_word(self.header("content-type"))


def parse(raw: bytes) -> Part:
    """The tree of a message."""
    return _part(raw, 0, [_MOST_PARTS])


def _part(raw: bytes, depth: int, room: list[int]) -> Part:
    headers, start = _headers(raw, depth == 0)
    part = Part(headers, raw[start:] if start else raw)
    if depth < _DEEPEST and room[0] > 0:
        _take_apart(part, depth, room)
    return part


def _take_apart(part: Part, depth: int, room: list[int]) -> None:
    declared = part.kind.startswith("multipart")
    boundary = parameter(part.header("content-type"), "boundary") if declared else b""
    pieces, closed = _split(part.body, boundary) if boundary else ([], True)
    if not pieces and (declared or (depth == 0 and _looks_cut_apart(part))):
        guess = _GUESSED_BOUNDARY.search(part.body)
        if guess:
            pieces, closed = _split(part.body, guess["boundary"])
    for piece in pieces:
        if room[0] <= 0:
            break
        room[0] -= 1
        part.parts.append(_part(piece, depth + 1, room))
    if part.parts:
        part.body, part.closed = b"", closed


def _looks_cut_apart(part: Part) -> bool:
    """A message whose header was torn by an empty line: its rest stands at the top of the body."""
    return not part.kind and b"ontent-" in part.body[:100_000]


def _split(body: bytes, boundary: bytes) -> tuple[list[bytes], bool]:
    """The pieces between lines of a boundary, and whether the closing one is there. What follows a closing line is
    nobody's, but a further opening line opens a further piece."""
    line = re.compile(rb"(?:\A|\r\n|\n|\r)--" + re.escape(boundary) + rb"(--)?[ \t]*(?=\r|\n|\Z)")
    marks = list(line.finditer(body))
    pieces = []
    for number, mark in enumerate(marks):
        if mark[1]:
            continue
        end = marks[number + 1].start() if number + 1 < len(marks) else len(body)
        start = re.compile(rb"\r\n|\n|\r").match(body, mark.end())
        pieces.append(body[start.end() if start else mark.end() : max(end, mark.end())])
    return pieces, bool(marks) and bool(marks[-1][1])


def _headers(raw: bytes, outermost: bool) -> tuple[list[tuple[str, bytes]], int]:
    """(headers, where the body starts). A line that is no header continues the one before where that one is open."""
    lines: list[tuple[str, list[bytes]]] = []
    at = 0
    while at < len(raw) and len(lines) < _MOST_HEADERS:
        match = _LINE.match(raw, at)
        line = match[0] if match else b""
        if line in (b"\r\n", b"\n", b"\r"):
            if lines or not outermost:
                at += len(line)
                break
            at += len(line)
            continue
        header = _HEADER.match(line)
        if line[:1] in (b" ", b"\t") and lines:
            lines[-1][1].append(line)
        elif header:
            lines.append((header[1].decode("ascii").casefold(), [line[header.end() :]]))
        elif lines and _is_open(b"".join(lines[-1][1])):
            lines[-1][1].append(b" " + line)
        elif not (at == 0 and line.startswith((b"From ", b">From "))):
            break
        at += len(line)
    return [(name, b"".join(values).strip(b"\r\n")) for name, values in lines], at


def _is_open(value: bytes) -> bool:
    """Whether a header's value stops in the middle: of quotes, of an encoded word, after a semicolon."""
    return value.count(b'"') % 2 == 1 or is_cut(value) or value.rstrip().endswith(b";")
