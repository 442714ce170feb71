"""A raw message as a tree of parts, cut apart as bytes; nothing is decoded, nothing in it can make this fail.

Not the standard library's parser, because it loses what others still show: a boundary that the header names wrongly,
parts after a boundary that was closed too early, a base64-coded message inside a message, header lines broken without
a blank. And it copies everything several times; here a part is two offsets into the message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from taskbook.mailbox.parameters import first_word, parameter
from taskbook.mailbox.words import is_cut

_HEADER = re.compile(rb"([!-9;-~]+)[ \t]*:")
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_LINE_END = re.compile(rb"[ \t]*(\r\n|\n|\r|\Z)")
_GUESSED_BOUNDARY = re.compile(
    rb"(?:\A|[\r\n])--(?P<boundary>[^\r\n]{1,200}?)[ \t]*(?:\r\n|\n|\r)Content-[A-Za-z-]+[ \t]*:",
    re.IGNORECASE,
)
_DEEPEST = 20
_MOST_PARTS = 2000
_MOST_HEADERS = 1000
_REST_OF_HEADER = re.compile(
    rb"[ \t\r\n]{0,40}(?:[!-9;-~]{1,60}:[^\r\n]*(?:\r\n|\n|\r)(?:[ \t][^\r\n]*(?:\r\n|\n|\r)){0,50}){0,30}?"
    rb"Content-Type:[ \t]*\w+/",
    re.IGNORECASE,
)
_MOST_TORN = 20
_LONGEST_HEADER = 200_000


@dataclass(slots=True)
class Part:
    """One part. `headers` are (name in lower case, raw value with its folds) in their order; `parts` are a multipart's
    own; its body lies between `start` and `end` of the whole message."""

    headers: list[tuple[str, bytes]]
    message: bytes = field(repr=False)
    start: int
    end: int
    parts: list[Part] = field(default_factory=list)

    @property
    def body(self) -> bytes:
        """The content as it stands in the message, still encoded for transfer."""
        return self.message[self.start : self.end]

    @property
    def kind(self) -> str:
        """The content type in lower case, '' where none is given."""
        return first_word(self.header("content-type"))

    def header(self, name: str) -> bytes:
        """The raw value of a header, empty where it is missing; the first, where it is there twice."""
        return next((value for key, value in self.headers if key == name), b"")


def parse(raw: bytes) -> Part:
    """The tree of a message."""
    return _part(raw, 0, len(raw), 0, [_MOST_PARTS])


def _part(raw: bytes, start: int, end: int, depth: int, room: list[int]) -> Part:
    headers, body = _headers(raw, start, end, depth == 0)
    part = Part(headers, raw, body, end)
    if depth < _DEEPEST and room[0] > 0:
        for piece in _pieces(part, depth):
            if room[0] <= 0:
                break
            room[0] -= 1
            part.parts.append(_part(raw, *piece, depth + 1, room))
    return part


def _pieces(part: Part, depth: int) -> list[tuple[int, int]]:
    """Where the parts of a multipart lie. A boundary that is nowhere in it is guessed from lines before headers."""
    declared = part.kind.startswith("multipart")
    boundary = parameter(part.header("content-type"), "boundary").rstrip() if declared else b""
    pieces = list(_between(part, boundary)) if boundary else []
    if not pieces and (declared or (depth == 0 and _is_torn(part))):
        guess = _GUESSED_BOUNDARY.search(part.message, part.start, part.end)
        if guess:
            pieces = list(_between(part, guess["boundary"]))
    return pieces


def _is_torn(part: Part) -> bool:
    """A message whose header was torn by an empty line: its rest stands at the top of the body."""
    return not part.kind and part.message.find(b"ontent-", part.start, part.start + 100_000) >= 0


def _between(part: Part, boundary: bytes) -> Iterator[tuple[int, int]]:
    """(start, end) of what follows each opening line of a boundary. What follows a closing line is nobody's, but
    opening lines after it count: some programs give an inner and an outer multipart the same boundary."""
    opened = -1
    for before, behind, closing in _marks(part, b"--" + boundary):
        if opened >= 0:
            yield opened, max(opened, before)
        opened = -1 if closing else behind
    if opened >= 0:
        yield opened, part.end


def _marks(part: Part, mark: bytes) -> Iterator[tuple[int, int, bool]]:
    """(where the line end before a boundary's line begins, where the next line begins, whether it closes)."""
    raw, at = part.message, part.start
    while (found := raw.find(mark, at, part.end)) >= 0:
        at = found + len(mark)
        if found > part.start and raw[found - 1] not in b"\r\n":
            continue
        closing = raw[at : at + 2] == b"--"
        rest = _LINE_END.match(raw, at + 2 * closing, part.end)
        if not rest:
            continue
        before = found - (raw[max(found - 2, part.start) : found] == b"\r\n") - (found > part.start)
        yield before, rest.end(), closing
        at = rest.start(1)


def _headers(raw: bytes, at: int, end: int, outermost: bool) -> tuple[list[tuple[str, bytes]], int]:
    """(headers, where the body starts). A line that is no header continues the one before where that one is open."""
    lines: list[tuple[str, bytearray]] = []
    start, torn = at, 0
    while at < end and len(lines) < _MOST_HEADERS:
        match = _LINE.match(raw, at, end)
        line = match[0] if match else b""
        if line in (b"\r\n", b"\n", b"\r"):
            at += len(line)
            if (lines and not (outermost and _goes_on(raw, at, lines))) or not (lines or outermost):
                break
            continue
        header = _HEADER.match(line)
        if line[:1] in (b" ", b"\t") and lines:
            _add(lines[-1][1], line)
        elif header:
            lines.append((header[1].decode("ascii").casefold(), bytearray(line[header.end() :])))
        elif lines and torn < _MOST_TORN and _is_open(bytes(lines[-1][1])):
            torn += 1
            _add(lines[-1][1], b" " + line)
        elif not (at == start and line.startswith((b"From ", b">From "))):
            break
        at += len(line)
    return [(name, bytes(value.strip(b"\r\n"))[:_LONGEST_HEADER]) for name, value in lines], at


def _goes_on(raw: bytes, at: int, lines: list[tuple[str, bytearray]]) -> bool:
    """Whether an empty line tore a header in two: the content type, missing so far, stands in what follows."""
    return not any(name == "content-type" for name, _ in lines) and _REST_OF_HEADER.match(raw, at) is not None


def _add(value: bytearray, line: bytes) -> None:
    if len(value) < _LONGEST_HEADER:
        value += line


def _is_open(value: bytes) -> bool:
    """Whether a header's value stops in the middle: of quotes, of an encoded word, after a semicolon."""
    return value.count(b'"') % 2 == 1 or is_cut(value.rstrip()) or value.rstrip().endswith(b";")
