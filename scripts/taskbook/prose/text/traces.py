"""What printing, conversion and sites leave in a text: how it is told and cut out. The finders take a text and give what
of it is no part of the plan, in order, without overlap."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from taskbook.prose.draft import Trace
from taskbook.prose.text.lines import is_label
from taskbook.prose.text.marks import mark_at


@dataclass(frozen=True, slots=True)
class Cut:
    """text[start:end] is no part of the plan."""

    start: int
    end: int
    trace: Trace


@dataclass(frozen=True, slots=True)
class Line:
    """text[start:end] is a line without its break; `text` is it without the blanks at its ends."""

    start: int
    end: int
    text: str


_STOPPED = re.compile(r"[。！？；：!?;:…][”’』」）)】〕》]*$|[）)】〕]$")
_CUT_LEFT = re.compile(
    r"[，,、（(〔【《“‘·和与及的等对在将为把被]$|《[^》]{0,60}$|（[^）]{0,60}$|“[^”]{0,60}$"
)
_CUT_RIGHT = re.compile(r"[，,。、；;：）)〕】》”’]")
_SENTENCE = re.compile(r"[。！？；]")
_SHORT = 18
"""A line without a stop that is shorter than this may well be a whole one."""
_LONG = 60
"""So may one that begins with a number, if it is shorter than this."""


def lines_of(text: str) -> list[Line]:
    lines: list[Line] = []
    at = 0
    for line in text.split("\n"):
        lines.append(Line(at, at + len(line), line.strip()))
        at += len(line) + 1
    return lines


def whole_line(text: str, line: Line, trace: Trace) -> Cut:
    """The cut that takes a line with its break."""
    return Cut(line.start, min(line.end + 1, len(text)), trace)


def in_order(cuts: Iterable[Cut]) -> list[Cut]:
    """The cuts from left to right, without those that begin inside another."""
    found: list[Cut] = []
    for cut in sorted(cuts, key=lambda one: (one.start, -one.end)):
        if cut.start < cut.end and (not found or cut.start >= found[-1].end):
            found.append(cut)
    return found


def is_cut(before: str, after: str) -> float:
    """How surely a sentence is torn where a line of running text was cut: 0 where it ends there, 1 where it goes on."""
    sure = _by_signs(before.rstrip(), after.lstrip())
    return 0.7 if sure is None else sure


def is_cut_line(before: str, after: str) -> float:
    """The same of two lines, of which the first may be a heading and the next an item."""
    sure = _by_signs(before, after)
    if sure is not None:
        return sure
    if mark_at(after) or is_label(after) or is_label(before):
        return 0.0
    if _SENTENCE.search(before):
        return 0.7
    return 0.7 if len(before) >= (_LONG if mark_at(before) else _SHORT) else 0.0


def _by_signs(left: str, right: str) -> float | None:
    """What the punctuation beside a cut says; None where it says nothing."""
    if not left or not right:
        return 0.0
    if _CUT_RIGHT.match(right) or _CUT_LEFT.search(left[-64:]):
        return 1.0
    return 0.0 if _STOPPED.search(left[-12:]) else None
