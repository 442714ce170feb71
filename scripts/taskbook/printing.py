"""Findings as lines on a screen: how many, the gravest first, with their place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from taskbook import wording
from taskbook.findings import COMPARISON_CODES, SEVERITY_WORDS, Code, Finding, Severity

MOST_LINES = 20
"""Lines printed; what they do not show is only counted."""
MOST_OF_A_KIND = 3
"""Of warnings and hints of one code so many lines: thirty alike would hide the one that matters. What a comparison of
table and text warns of is different each time and shown whole."""
MOST_PLACES = 4
"""Places named in a line that says the same of several."""
LONGEST_MESSAGE = 150
"""Characters of a message on the screen; the sheet has it whole."""


def findings_lines(findings: Sequence[Finding], most: int = MOST_LINES, rest: str = "") -> list[str]:
    """Counts by severity; then the gravest with their places, at most `most` lines; then how many more, and `rest`.

    What is said of several cells in the same words is said once.
    """
    if not findings:
        return [wording.NO_FINDINGS]
    counted = Counter(one.severity for one in findings)
    words = [
        wording.COUNTED.format(severity=SEVERITY_WORDS[level], count=counted[level])
        for level in Severity
        if counted[level]
    ]
    shown = _gravest(findings)[:most]
    in_sheet = rest == wording.SEE_SHEET
    lines = [wording.COUNTS.format(counts=wording.listed(words))]
    lines += [_line(alike, in_sheet) for alike in shown]
    left = len(findings) - sum(map(len, shown))
    return [*lines, wording.MORE_FINDINGS.format(count=left) + rest] if left else lines


def _gravest(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Findings that say the same, together; errors before warnings before hints, and only a few of a lesser kind."""
    chosen = []
    for level in Severity:
        kinds: dict[Code, dict[str, list[Finding]]] = {}
        for one in findings:
            if one.severity is level:
                kinds.setdefault(one.code, {}).setdefault(one.message, []).append(one)
        for code, kind in kinds.items():
            each = level is Severity.ERROR or (level is Severity.WARNING and code in COMPARISON_CODES)
            chosen += list(kind.values())[: MOST_LINES if each else MOST_OF_A_KIND]
    return chosen


def _line(alike: Sequence[Finding], in_sheet: bool) -> str:
    places = _places(alike)
    place = wording.listed(places[:MOST_PLACES])
    if len(places) > MOST_PLACES:
        place += wording.MORE_PLACES.format(count=len(places))
    return "  " + "  ".join(
        filter(None, (SEVERITY_WORDS[alike[0].severity], place, _short(alike[0].message, in_sheet)))
    )


def _short(message: str, in_sheet: bool) -> str:
    """On one line; cut only where the whole message stands in a sheet."""
    line = " ".join(message.split("\n"))
    if len(line) <= LONGEST_MESSAGE or not in_sheet:
        return line
    return wording.CUT_SHORT.format(text=line[: LONGEST_MESSAGE - 20])


def _places(findings: Iterable[Finding]) -> list[str]:
    """Where each stands; the file and the sheet are not repeated while they stay the same."""
    places, before = [], ""
    for finding in findings:
        sheet = " ".join(filter(None, (finding.where.file, finding.where.sheet)))
        place = " ".join(filter(None, (sheet if sheet != before else "", finding.where.address)))
        places += [place] if place else []
        before = sheet
    return places
