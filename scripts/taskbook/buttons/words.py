"""Parts of a closing message: findings as lines, what became of the master."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from taskbook import wording
from taskbook.findings import Finding
from taskbook.master.access import Master
from taskbook.printing import findings_lines

MOST_FINDINGS = 6


def lines_of(findings: Iterable[Finding], rest: str = wording.SEE_SHEET) -> list[str]:
    """The gravest findings, one line each; `rest` says where the others are."""
    found = list(findings)
    return [line.strip() for line in findings_lines(found, MOST_FINDINGS, rest)] if found else []


def written(master: Master, copy: Path | None) -> Sequence[str]:
    """Whether the master was changed, and where it is as it was before."""
    if copy is None:
        return [wording.UNCHANGED]
    return [(wording.NOT_SAVED_YET if master.on_screen else wording.SAVED).format(copy=copy)]
