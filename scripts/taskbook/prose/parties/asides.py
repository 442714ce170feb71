"""Rules for many tasks that stand inside the closing of one: （A牵头，B配合。以下均需各县区落实，不再列出）."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from taskbook.prose.parties.labels import PARTIES, labels_in
from taskbook.prose.parties.rule_words import FIRST_LEADS, NOT_REPEATED, RESPONSIBLE_LEADS

_LONGEST = 600
"""Characters of a bracket that is looked through."""


@dataclass(frozen=True, slots=True)
class Aside:
    """A rule's own words; `start` and `end` are those of the whole bracket where it says nothing else."""

    start: int
    end: int
    begin: int  # where the words that state the rule begin
    stop: int


def asides_in(plain: str, start: int, end: int) -> list[Aside]:
    """The rules inside brackets and behind labels of a folded text, in order, none overlapping another."""
    found: list[Aside] = []
    for opening, close in _brackets(plain, start, end):
        for begin, stop in _rules(plain, opening + 1, close - 1):
            whole = not re.search(
                r"[^\W_]", _INTRODUCED.sub("", plain[opening + 1 : begin])
            ) and not re.search(r"[^\W_]", plain[stop : close - 1])
            found.append(Aside(opening, close, begin, stop) if whole else Aside(begin, stop, begin, stop))
    for line in re.finditer(r"[^\n]+", plain[start:end]):
        at, line_end = start + line.start(), start + line.end()
        label = next(
            (one for one in labels_in(plain, at, line_end) if one.what in PARTIES and one.firm), None
        )
        if label:
            found += [Aside(begin, stop, begin, stop) for begin, stop in _rules(plain, label.end, line_end)]
    return _apart(found)


_INTRODUCED = re.compile(r"注|说明|备注")


def _apart(found: list[Aside]) -> list[Aside]:
    """Each stretch once; the larger of two that overlap."""
    kept: list[Aside] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _brackets(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Brackets that hold others, and those inside them, of one line each."""
    for line in re.finditer(r"[^\n]+", plain[start:end]):
        waiting: list[int] = []
        for sign in re.finditer(r"[()]", line[0]):
            if sign[0] == "(":
                waiting.append(start + line.start() + sign.start())
            elif waiting:
                opening, close = waiting.pop(), start + line.start() + sign.end()
                if 6 < close - opening <= _LONGEST:
                    yield opening, close


_CLAUSE = re.compile(r"(?:\([^()]*\)|[^,;。()\n])+")
_OF_ALL = re.compile(
    r"\s*(?:注|说明)?[:.]?\s*(?:以下|下列|下述|后续|以上|上述|前述|本方案|其[他余](?=各项|任务))[^。;]{0,40}?(?:均|都|皆|也需|不再)"
)
_ABOUT_ALL = re.compile(r"均|都|皆|各项|所有|全部|任务")
_BEFORE_LEADS = re.compile(r"(?:有|涉及)?多个[^,;。]{0,10}的$|(?:没有|无|未)[^,;。]{0,8}牵头(?:单位|部门)的$")
_GOES_ON = re.compile(
    r"\s*(?:其余|其他|其它|余下)[^,;。]{0,10}?(?:配合|参与|协助|协办|责任|负责)[^,;。]{0,6}$|\s*(?:以下?|其余|其他|余|各项)?(?:均|都)?(?:下同|同此|同)\s*$|\s*以下(?:均)?(?:相)?同\s*$"
)


_HELD = re.compile(r"(?<=\()[^()]*(?=\))")


def _rules(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where rules stand in a stretch; what brackets inside it hold is looked at by itself."""
    inner = _HELD.sub(lambda match: " " * len(match[0]), plain[start:end])
    plain = plain[:start] + inner + plain[end:]
    clauses = [(match.start(), match.end()) for match in _CLAUSE.finditer(plain, start, end)]
    at = 0
    while at < len(clauses):
        last = _leads(plain, clauses, at, end)
        first = at
        if last is not None:
            if at and _BEFORE_LEADS.search(plain[slice(*clauses[at - 1])]):
                first -= 1
        elif (found := _parties(plain, clauses, at)) is not None:
            first, last = found
        else:
            at += 1
            continue
        while last + 1 < len(clauses) and _GOES_ON.match(plain, *clauses[last + 1]):
            last += 1
        yield clauses[first][0], clauses[last][1]
        at = last + 1


def _leads(plain: str, clauses: list[tuple[int, int]], at: int, end: int) -> int | None:
    """The last clause of a rule about who leads that begins in this one."""
    begin, stop = clauses[at]
    for pattern in (FIRST_LEADS, RESPONSIBLE_LEADS):
        match = pattern.search(plain, begin, end)
        if match and match.start() < stop:
            return max(at, next(i for i, one in enumerate(clauses) if one[1] >= match.end()))
    return None


def _parties(plain: str, clauses: list[tuple[int, int]], at: int) -> tuple[int, int] | None:
    """The first and last clause of a rule that adds parties: 以下均需…, …不再列出."""
    begin, stop = clauses[at]
    if _OF_ALL.match(plain, begin, clauses[min(at + 2, len(clauses) - 1)][1]):
        silent = (i for i in range(at, min(at + 3, len(clauses))) if NOT_REPEATED.search(plain, *clauses[i]))
        return at, next(silent, at)
    if not NOT_REPEATED.search(plain, begin, stop):
        return None
    first = at
    while first and plain[clauses[first - 1][1] : clauses[first][0]].strip() == "," and first > at - 2:
        if not _ABOUT_ALL.search(plain, *clauses[first - 1]):
            break
        first -= 1
    return first, at
