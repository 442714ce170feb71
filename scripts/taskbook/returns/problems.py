"""What is wrong with a returned file, in the words of the notes and letters that send it back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from taskbook import wording
from taskbook.findings import Finding, Severity


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend or to look at: `place` in words (“任务反馈”表G8单元格：), which may be empty, and a sentence."""

    place: str
    sentence: str


def problems(findings: Iterable[Finding], severity: Severity) -> tuple[Problem, ...]:
    """The findings of one severity, in their order; what is said of several cells of a sheet is said once, with all of
    them."""
    places: dict[tuple[str, str], dict[str, None]] = {}
    for finding in findings:
        if finding.severity is severity:
            key = (finding.where.sheet, finding.message)
            places.setdefault(key, {})[finding.where.address] = None
    return tuple(
        Problem(
            wording.return_place(sheet, wording.listed(filter(None, addresses))),
            wording.full_stop(message),
        )
        for (sheet, message), addresses in places.items()
    )
