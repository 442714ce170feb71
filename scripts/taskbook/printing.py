"""Findings as lines on a screen: how many, the gravest first, with their place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from taskbook import wording
from taskbook.findings import SEVERITY_WORDS, Code, Finding, Severity

MOST_SHOWN = 20
"""Findings printed one by one; the rest are only counted."""
MOST_OF_A_KIND = 3
"""Of warnings and hints of one code so many are printed: thirty alike would hide the one that matters."""


def findings_lines(findings: Sequence[Finding], most: int = MOST_SHOWN, rest: str = "") -> list[str]:
    """Counts by severity; then the gravest with their place, at most `most` and a few of each code; then how many more."""
    if not findings:
        return [wording.NO_FINDINGS]
    counted = Counter(one.severity for one in findings)
    words = [
        wording.COUNTED.format(severity=SEVERITY_WORDS[level], count=counted[level])
        for level in Severity
        if counted[level]
    ]
    shown = _gravest(findings)[:most]
    lines = [wording.COUNTS.format(counts=wording.listed(words))]
    lines += [f"  {SEVERITY_WORDS[one.severity]}  {_place(one)}{one.message}" for one in shown]
    if len(findings) > len(shown):
        lines.append(wording.MORE_FINDINGS.format(count=len(findings) - len(shown)) + rest)
    return lines


def _gravest(findings: Sequence[Finding]) -> list[Finding]:
    """Errors before warnings before hints, each kind together, and no more than a few of one kind of the lesser ones."""
    chosen = []
    for level in Severity:
        kinds: dict[Code, list[Finding]] = {}
        for one in findings:
            if one.severity is level:
                kinds.setdefault(one.code, []).append(one)
        few = MOST_SHOWN if level is Severity.ERROR else MOST_OF_A_KIND
        chosen += [one for kind in kinds.values() for one in kind[:few]]
    return chosen


def _place(finding: Finding) -> str:
    place = " ".join(
        part for part in (finding.where.file, finding.where.sheet, finding.where.address) if part
    )
    return f"{place}  " if place else ""
