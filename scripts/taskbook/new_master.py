"""A plan that was read from a document → a new book at a place where nothing stands: its units, its findings, one step."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from taskbook import rules, wording
from taskbook.carrying import Carried
from taskbook.check import CheckResult, as_json, check_master
from taskbook.columns import Sheet
from taskbook.findings import CannotGoOn, Cell, Code, Finding, Stop, found
from taskbook.intake.proposal import propose_registry
from taskbook.intake.registry import read_groups, read_registry
from taskbook.master import write_findings, write_master
from taskbook.model import Group, Plan, Reading, Unit

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The plan as it stands in the new master, what its cells mean, and all findings: the import's, then the check's.

    `carried` tells what was carried over from the year before, None where nothing was asked for; `decided` what a
    person decided in a review book, '' where there was none; `rest` where all findings are to be seen.
    """

    master: Path
    plan: Plan
    readings: tuple[Reading, ...]
    findings: list[Finding]
    carried: Carried | None = None
    decided: str = ""
    rest: str = wording.SEE_SHEET

    def summary(self) -> list[str]:
        """What was imported, in lines for the screen."""
        counts = (self.tasks, len(self.plan.units), len(self.plan.groups))
        said, *where = wording.imported(*counts, self.plan.settings.plan_name, self.master)
        where = [self.decided, *where] if self.decided else where
        if self.carried is None:
            return [said, *where]
        last = self.carried
        return [said, wording.carried_over(len(last.last), last.done, last.year, last.file), *where]

    @property
    def path(self) -> Path:
        """The book that was written."""
        return self.master

    @property
    def tasks(self) -> int:
        """How many tasks this year's plan has."""
        return sum(not task.lookback for task in self.plan.tasks)

    def as_json(self) -> dict[str, object]:
        """The contract's shape, with the tasks as `check_tasks` shows them."""
        checked = as_json(CheckResult(self.plan, self.readings, self.findings))
        return {
            "master": str(self.master),
            **plan_json(self.plan),
            "tasks": self.tasks,
            "carried": len(self.carried.last) if self.carried else 0,
            "rows": checked["tasks"],
            "findings": checked["findings"],
        }


def plan_json(plan: Plan) -> dict[str, object]:
    """What a document says about itself, and how many units and groups there are."""
    settings = plan.settings
    return {
        "plan": {
            "name": settings.plan_name,
            "year": settings.year,
            "office": settings.office,
            "issued_on": settings.issued_on.isoformat() if settings.issued_on else None,
        },
        "units": len(plan.units),
        "groups": len(plan.groups),
    }


# ---- units and groups ----


@dataclass(frozen=True, slots=True)
class Registry:
    """Units and groups as files give them, None where no file was given, and what is doubtful in them."""

    units: tuple[Unit, ...] | None = None
    groups: tuple[Group, ...] | None = None
    findings: tuple[Finding, ...] = ()


def registry_of(registry: Path | None, groups: Path | None, plan_name: str) -> Registry:
    """Read the files that were given; `plan_name` tells which of several places' groups are meant."""
    units, words, findings = None, None, []
    if registry is not None:
        units, findings = read_registry(registry)
    if groups is not None:
        words, doubts = read_groups(groups, plan_name, registry)
        findings = [*findings, *doubts]
    return Registry(
        None if units is None else tuple(units), None if words is None else tuple(words), tuple(findings)
    )


def with_units(plan: Plan, given: Registry) -> tuple[Plan, list[Finding]]:
    """The plan with units and groups: those given, else those its own cells name."""
    units, words = given.units, given.groups
    findings = list(given.findings)
    if units is None or words is None:
        proposed, phrases = propose_registry(plan)
        if units is None:
            units = tuple(proposed)
            findings.insert(0, found(Code.REGISTRY_PROPOSED, Cell(Sheet.UNITS), count=len(units)))
        words = tuple(phrases) if words is None else words
    return replace(plan, units=units, groups=words), findings


# ---- writing ----


def as_source(finding: Finding) -> Finding:
    """A place in the document must not look like a place in the master, where it would be linked and marked."""
    where = replace(finding.where, sheet=wording.source_sheet(finding.where.sheet))
    return replace(finding, where=where)


def refuse_target(out: Path) -> None:
    """Raise `CannotGoOn` for a place where no new book can stand."""
    if out.suffix.lower() != ".xlsx":
        raise CannotGoOn(Stop.OUT_NOT_XLSX, path=out)
    if out.exists() or out.is_symlink():
        raise CannotGoOn(Stop.TARGET_EXISTS, path=out)
    if not out.parent.is_dir():
        raise CannotGoOn(Stop.FOLDER_MISSING, path=out.parent, option="--out")


def write_new_master(plan: Plan, findings: Sequence[Finding], out: Path) -> CheckResult:
    """Write and check the master; `findings` of the import stand in its 校验结果 beside those of the check."""

    def write(made: Path) -> CheckResult:
        write_master(plan, made)
        checked = check_master(made, write=False)
        write_findings(made, rules.in_reading_order([*findings, *checked.findings]))
        return checked

    return write_new(out, write)


def write_new(out: Path, write: Callable[[Path], Made]) -> Made:
    """Let a book be written in a folder of its own beside the target, then give it its name in one step."""
    try:
        with _place_beside(out) as made:
            result = write(made)
            _move_to(made, out)
    except PermissionError as error:
        raise CannotGoOn(Stop.NO_PERMISSION, path=out) from error
    return result


@contextmanager
def _place_beside(out: Path) -> Iterator[Path]:
    """A path for the unfinished book; what is said about it names the target."""
    with tempfile.TemporaryDirectory(prefix=".taskbook-", dir=out.parent) as folder:
        made = Path(folder) / out.name
        try:
            yield made
        except CannotGoOn as stopped:
            stopped.args = (str(stopped).replace(str(made), str(out)),)
            raise


def _move_to(made: Path, out: Path) -> None:
    """A hard link cannot overwrite what somebody has put there meanwhile; where there are none, look and move."""
    try:
        os.link(made, out)
    except FileExistsError as error:
        raise CannotGoOn(Stop.TARGET_EXISTS, path=out) from error
    except (OSError, AttributeError):
        if out.exists():
            raise CannotGoOn(Stop.TARGET_EXISTS, path=out) from None
        made.replace(out)
