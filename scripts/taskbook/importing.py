"""Import a plan: document → tasks, registry and groups → a new master book, checked, with everything found in it."""

from __future__ import annotations

import os
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from taskbook import rules, wording
from taskbook.carrying import Carried, carry_over, settled
from taskbook.check import CheckResult, as_json, check_master
from taskbook.columns import Sheet
from taskbook.findings import CannotGoOn, Cell, Code, Finding, Stop, found
from taskbook.intake import read_document
from taskbook.intake.registry import propose_registry, read_groups, read_registry
from taskbook.master import write_findings, write_master
from taskbook.model import Plan, Reading
from taskbook.ooxml.package import read_package
from taskbook.progress import Progress, silent


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The plan as it stands in the new master, what its cells mean, and all findings: the import's, then the check's.

    `carried` tells what was carried over from the year before, None where nothing was asked for.
    """

    master: Path
    plan: Plan
    readings: tuple[Reading, ...]
    findings: list[Finding]
    carried: Carried | None = None

    def summary(self) -> list[str]:
        """What was imported, in lines for the screen."""
        counts = (self.tasks, len(self.plan.units), len(self.plan.groups))
        said, *where = wording.imported(*counts, self.plan.settings.plan_name, self.master)
        if self.carried is None:
            return [said, *where]
        last = self.carried
        return [said, wording.carried_over(len(last.last), last.done, last.year, last.file), *where]

    @property
    def tasks(self) -> int:
        """How many tasks this year's plan has."""
        return sum(not task.lookback for task in self.plan.tasks)


def import_plan(
    source: Path,
    out: Path,
    registry: Path | None = None,
    groups: Path | None = None,
    year: int | None = None,
    progress: Progress = silent,
    today: date | None = None,
    previous: Path | None = None,
) -> ImportResult:
    """Make the master `out` from a plan document; an existing file is never overwritten.

    Without a registry one is proposed from the names in the plan. What `previous`, last year's status book or master,
    says is unfinished goes onto a sheet 回头看. `CannotGoOn` when the document, registry, groups or `previous` cannot
    be read, there is no task in it, or `out` cannot be written; then there is no `out`.
    """
    _refuse_target(out)
    refuse_own_book(source)
    progress(wording.IMPORT_READING, 0, 3)
    plan, findings = read_document(source, year, today)
    progress(wording.IMPORT_READING, 1, 3)
    carried = None
    if previous is not None:
        plan, carried = carry_over(plan, previous)
        findings = [*findings, *carried.findings]
    plan, more = _with_units(plan, registry, groups)
    if carried is not None:
        plan, renamed = settled(plan, carried)
        findings += renamed
    progress(wording.IMPORT_READING, 2, 3)
    findings = [_as_source(finding) for finding in findings] + more
    checked = _write(plan, findings, out)
    progress(wording.IMPORT_READING, 3, 3)
    return ImportResult(out, checked.plan, checked.readings, [*findings, *checked.findings], carried)


_OWN_BOOKS = {
    wording.KIND_MASTER: {Sheet.TASKS, Sheet.UNITS, Sheet.GROUPS, Sheet.SETTINGS},
    wording.KIND_STATUS: {Sheet.OVERVIEW, Sheet.TASK_STATUS, Sheet.UNIT_STATUS},
    wording.KIND_UNIT_BOOK: {Sheet.REPLY, Sheet.IDENTITY},
}


def refuse_own_book(source: Path) -> None:
    """Raise `Stop.OWN_BOOK` for a master, a status book or a unit book: they look much like tables of a plan."""
    try:
        names = set(read_package(source).sheets()) if zipfile.is_zipfile(source) else set()
    except (CannotGoOn, KeyError, ValueError, IndexError):  # a document of another kind, or a damaged one
        return
    for kind, sheets in _OWN_BOOKS.items():
        if sheets <= names:
            raise CannotGoOn(Stop.OWN_BOOK, path=source, kind=kind)


def _refuse_target(out: Path) -> None:
    if out.suffix.lower() != ".xlsx":
        raise CannotGoOn(Stop.OUT_NOT_XLSX, path=out)
    if out.exists() or out.is_symlink():
        raise CannotGoOn(Stop.TARGET_EXISTS, path=out)
    if not out.parent.is_dir():
        raise CannotGoOn(Stop.FOLDER_MISSING, path=out.parent, option="--out")


def _with_units(plan: Plan, registry: Path | None, groups: Path | None) -> tuple[Plan, list[Finding]]:
    """The plan with units and groups: those given, else those its own cells name."""
    findings: list[Finding] = []
    units, words = (), ()
    if registry is None or groups is None:
        units, words = propose_registry(plan)
    if registry is not None:
        units, findings = read_registry(registry)
    else:
        findings = [found(Code.REGISTRY_PROPOSED, Cell(Sheet.UNITS), count=len(units))]
    if groups is not None:
        words, doubts = read_groups(groups, plan.settings.plan_name, registry)
        findings = findings + doubts
    return replace(plan, units=tuple(units), groups=tuple(words)), findings


def _as_source(finding: Finding) -> Finding:
    """A place in the document must not look like a place in the master, where it would be linked and marked."""
    where = replace(finding.where, sheet=wording.source_sheet(finding.where.sheet))
    return replace(finding, where=where)


def _write(plan: Plan, findings: Sequence[Finding], out: Path) -> CheckResult:
    """Write and check the master in a folder of its own beside the target, then give it its name in one step."""
    try:
        with tempfile.TemporaryDirectory(prefix=".taskbook-", dir=out.parent) as folder:
            made = Path(folder) / out.name
            try:
                write_master(plan, made)
                checked = check_master(made, write=False)
                write_findings(made, rules.in_reading_order([*findings, *checked.findings]))
            except CannotGoOn as stopped:
                stopped.args = (str(stopped).replace(str(made), str(out)),)
                raise
            _move_to(made, out)
    except PermissionError as error:
        raise CannotGoOn(Stop.NO_PERMISSION, path=out) from error
    return checked


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


def result_json(result: ImportResult) -> dict[str, object]:
    """The contract's shape, with the tasks as `check_tasks` shows them."""
    checked = as_json(CheckResult(result.plan, result.readings, result.findings))
    settings = result.plan.settings
    return {
        "master": str(result.master),
        "plan": {
            "name": settings.plan_name,
            "year": settings.year,
            "office": settings.office,
            "issued_on": settings.issued_on.isoformat() if settings.issued_on else None,
        },
        "tasks": result.tasks,
        "carried": len(result.carried.last) if result.carried else 0,
        "units": len(result.plan.units),
        "groups": len(result.plan.groups),
        "rows": checked["tasks"],
        "findings": checked["findings"],
    }
