"""Running text cut where sentences, their halves and enumerations end; brackets and quotes hold together.

Offsets are 0-based, half-open, in the text given; what is cut tiles it, blanks and line breaks with what stands before.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from taskbook.language.numerals import whole_number
from taskbook.language.text import fold

_PAIRS = {"(": ")", "“": "”", "‘": "’", "「": "」", "『": "』", "《": "》", "〈": "〉", "{": "}"}
_CLOSING = {close: opening for opening, close in _PAIRS.items()}
_FARTHEST = 300
"""So many characters apart, an opening and a closing sign are no pair: one of them was lost or misread."""

_STOP = re.compile(
    r"[。!?…]+|(?<=[\u4e00-\u9fff”)%])(?<![一二三四五六七八九十])\.(?=[\u4e00-\u9fff]|\s|$)|\n+"
)
_GOES_ON_BELOW = re.compile(r"[,、]\s*$")
_BEHIND_STOP = re.compile(r"[”’」』》〉)\"'\s。!?]*")
_HALF = re.compile(r";+\s*")
_CLAUSE = re.compile(r"[,:]")

_ORDINAL = "一二三四五六七八九十"
_MARKS = (
    re.compile(rf"(?P<number>[{_ORDINAL}]{{1,2}})(?:是|要|抓|方面)(?=[\u4e00-\u9fff“《\d])(?!否)"),
    re.compile(rf"第(?P<number>[{_ORDINAL}]{{1,2}})[,、:]"),
    re.compile(r"(?P<number>\d{1,2})(?:[.、](?!\d)|\))\s*(?=[\u4e00-\u9fff“《])"),
    re.compile(rf"\((?P<number>\d{{1,2}}|[{_ORDINAL}]{{1,2}})\)\s*(?=[\u4e00-\u9fff“《])"),
    re.compile(r"(?P<number>[①-⑳])\s*"),
)
"""Marks of an enumeration inside running text: a run of one make that begins with the first."""
_MAY_STAND_BEHIND = re.compile(r"(?:^|[。;,:!?\n)])[\s”’」』)]*$")


@dataclass(frozen=True, slots=True)
class Part:
    """A half of a sentence: what ； and the marks of an enumeration cut. `words` is where the text behind its mark begins."""

    start: int
    end: int
    words: int
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """text[start:end] with its full stop and the blanks behind it; its parts tile it."""

    start: int
    end: int
    parts: tuple[Part, ...]


def sentences_in(text: str, start: int = 0, end: int | None = None) -> tuple[Sentence, ...]:
    """The sentences of a stretch; a line break ends one, unless a comma stands before it. Never raises."""
    end = len(text) if end is None else end
    plain = fold(text[start:end])
    inside = sheltered(plain)
    stops = list(_stops(plain, inside))
    marks = _enumerated(plain, inside)
    return tuple(
        Sentence(start + begin, start + stop, tuple(_parts(plain, begin, stop, inside, marks, start)))
        for begin, stop in zip([0, *stops], [*stops, len(plain)], strict=True)
        if stop > begin
    )


def clauses_in(text: str, start: int, end: int) -> list[int]:
    """Where the clauses of a stretch begin, the first at `start`: behind every comma outside brackets and quotes."""
    plain = fold(text[start:end])
    inside = sheltered(plain)
    cuts = [match.end() for match in _CLAUSE.finditer(plain) if not inside[match.start()]]
    return [start, *(start + cut for cut in cuts if plain[cut:].strip())]


def sheltered(plain: str) -> Sequence[bool]:
    """Of every character of a folded text whether it stands inside brackets or quotes that open and close in its line."""
    inside = bytearray(len(plain))
    opened: list[int] = []
    straight: int | None = None
    for at, sign in enumerate(plain):
        if sign == "\n":
            opened.clear()
            straight = None
        elif sign in _PAIRS:
            opened.append(at)
        elif sign in _CLOSING:
            place = next((one for one in reversed(opened) if plain[one] == _CLOSING[sign]), None)
            if place is not None:
                _shelter(inside, place, at)
                del opened[opened.index(place) :]
        elif sign == '"':
            if straight is not None:
                _shelter(inside, straight, at)
            straight = at if straight is None else None
    return [bool(one) for one in inside]


def _shelter(inside: bytearray, opening: int, closing: int) -> None:
    if closing - opening <= _FARTHEST:
        inside[opening:closing] = b"\x01" * (closing - opening)


def _stops(plain: str, inside: Sequence[bool]) -> Iterator[int]:
    """Where a sentence's last character is behind, the text's own end left out."""
    at = 0
    while match := _STOP.search(plain, at):
        at = match.end()
        if inside[match.start()]:
            continue
        if match[0].startswith("\n") and _GOES_ON_BELOW.search(
            plain[max(0, match.start() - 4) : match.start()]
        ):
            continue
        at = _behind(plain, at, inside)
        if at < len(plain):
            yield at


def _behind(plain: str, at: int, inside: Sequence[bool]) -> int:
    """What belongs to the sentence behind its stop: quotes that close, more stops, blanks, brackets in the same line."""
    while at < len(plain):
        match = _BEHIND_STOP.match(plain, at)
        end = match.end() if match else at
        end = next((place for place in range(at, end) if inside[place]), end)
        broken = "\n" in plain[at:end]
        at = end
        if broken or at >= len(plain) or plain[at] != "(" or not inside[at]:
            return at
        at = next((place for place in range(at, len(plain)) if not inside[place]), len(plain) - 1) + 1
    return at


def _parts(
    plain: str, start: int, end: int, inside: Sequence[bool], marks: dict[int, tuple[int, int]], shift: int
) -> Iterator[Part]:
    cuts = {
        match.end()
        for match in _HALF.finditer(plain, start, end)
        if not inside[match.start()] and plain[match.end() : end].strip(" \n。")
    }
    cuts |= {at for at in marks if start < at < end}
    edges = [start, *sorted(cuts), end]
    for begin, stop in itertools.pairwise(edges):
        words, number = marks.get(begin, (begin, None))
        yield Part(shift + begin, shift + stop, shift + words, number)


def _enumerated(plain: str, inside: Sequence[bool]) -> dict[int, tuple[int, int]]:
    """Where the items of enumerations begin → (where their words begin, their number)."""
    found: dict[int, tuple[int, int]] = {}
    for pattern in _MARKS:
        run: list[tuple[int, int, int]] = []
        for match in pattern.finditer(plain):
            number = _number(match["number"])
            if number is None or not _stands_free(plain, match, inside, pattern):
                continue
            if number == 1:
                _keep(run, found)
                run = []
            if number == len(run) + 1:
                run.append((match.start(), match.end(), number))
        _keep(run, found)
    return found


def _keep(run: list[tuple[int, int, int]], found: dict[int, tuple[int, int]]) -> None:
    """One mark alone is no enumeration."""
    if len(run) > 1:
        found.update({start: (end, number) for start, end, number in run})


def _stands_free(plain: str, match: re.Match[str], inside: Sequence[bool], pattern: re.Pattern[str]) -> bool:
    """Whether a mark begins a clause; ① needs no sign before it."""
    at = match.start()
    bracketed = pattern is _MARKS[3] and (at == 0 or not inside[at - 1])
    if inside[at] and not bracketed:
        return False
    return pattern is _MARKS[4] or bool(_MAY_STAND_BEHIND.search(plain[max(0, at - 6) : at]))


def _number(words: str) -> int | None:
    if "①" <= words[0] <= "⑳":
        return ord(words[0]) - ord("①") + 1
    return whole_number(words)
