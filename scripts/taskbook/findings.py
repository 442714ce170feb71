"""Findings: something wrong or doubtful in data, where it stands and what to do. Their codes are in `codes`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from taskbook.codes import COMPARISON_CODES as COMPARISON_CODES
from taskbook.codes import SEVERITY_WORDS as SEVERITY_WORDS
from taskbook.codes import Code as Code
from taskbook.codes import Severity as Severity
from taskbook.stops import CannotGoOn as CannotGoOn
from taskbook.stops import Stop as Stop


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """Where: a file (empty for the master), a sheet, an A1 address (empty: the whole sheet)."""

    sheet: str = ""
    address: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong or doubtful. Make it with `found`, which checks the sentence's details."""

    code: Code
    where: Cell
    message: str

    @property
    def severity(self) -> Severity:
        return self.code.severity

    def as_json(self) -> dict[str, str]:
        """The contract's shape; `file` is added where the finding is about a returned file."""
        shape = {
            "code": self.code.name,
            "severity": str(self.severity),
            "sheet": self.where.sheet,
            "cell": self.where.address,
            "message": self.message,
        }
        return shape | {"file": self.where.file} if self.where.file else shape


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding about one answer: unit `unit` on task `task_id`. It stands beside the answer and changes nothing in it."""

    task_id: str
    unit: str
    finding: Finding


def found(code: Code, where: Cell | None = None, **details: object) -> Finding:
    """A finding with its sentence filled in. KeyError if a detail of the sentence is missing."""
    return Finding(code, where or Cell(), code.sentence.format(**details))


def has_errors(findings: Iterable[Finding]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)
