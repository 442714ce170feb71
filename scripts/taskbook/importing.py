"""Import a plan: a document with a table → a new master; one in prose → a review book; a reviewed book → a new master."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from taskbook import wording
from taskbook.carrying import carry_over, settled
from taskbook.columns import Sheet
from taskbook.findings import CannotGoOn, Code, Finding, Stop, found
from taskbook.intake import read_document
from taskbook.intake.blocks import Block, Table
from taskbook.intake.opening import read_blocks
from taskbook.master.sheets import find_sheet, master_grids
from taskbook.model import Plan
from taskbook.new_master import (
    ImportResult,
    Registry,
    as_source,
    refuse_target,
    registry_of,
    with_units,
    write_new_master,
)
from taskbook.ooxml.package import sheet_names
from taskbook.progress import Progress, silent
from taskbook.review.read import is_review, read_review
from taskbook.reviewing import DraftResult, draft_review


def import_plan(
    source: Path,
    out: Path,
    registry: Path | None = None,
    groups: Path | None = None,
    year: int | None = None,
    progress: Progress = silent,
    today: date | None = None,
    previous: Path | None = None,
    prose: bool = False,
    review: bool = False,
    drafts_to: Path | None = None,
) -> ImportResult | DraftResult:
    """Make `out` from a plan document or a reviewed book; an existing file is never overwritten.

    A document with a task table, and a reviewed book, become a master; a plan in prose becomes a review book, at
    `drafts_to` if that is given. `prose` takes a document's running text also where it has a table; `review` says that
    the source is a reviewed book (it is known as one without being told, too). Without a registry one is proposed from
    the names in the plan. What `previous`, last year's status book or master, says is unfinished goes onto the master's
    sheet 回头看. `CannotGoOn` when a file cannot be read, there is no task in it, or
    `out` cannot be written; then there is no `out`.
    """
    refuse_target(out)
    refuse_target(drafts_to or out)
    if previous is not None and not previous.is_file():
        raise CannotGoOn(Stop.FILE_MISSING, path=previous)
    if review:
        refuse_no_review(source)
    if review or is_review(source):
        return _from_review(source, out, registry, groups, year, progress, previous)
    refuse_own_book(source)
    progress(wording.IMPORT_READING, 0, 3)
    blocks = read_blocks(source)
    draft = partial(draft_review, source, blocks, drafts_to or out, registry, groups, year, progress, today)
    if prose:
        return _told_when_carried(draft(), previous)
    try:
        plan, findings = read_document(source, year, today, blocks)
    except CannotGoOn as stopped:
        if stopped.stop is not Stop.NO_TABLE:
            raise
        return _told_when_carried(_without_table(stopped, draft, blocks), previous)
    progress(wording.IMPORT_READING, 1, 3)
    findings = [as_source(finding) for finding in findings]
    given = registry_of(registry, groups, plan.settings.plan_name)
    return _finish(plan, given, findings, out, progress, previous)


def _told_when_carried(result: DraftResult, previous: Path | None) -> DraftResult:
    """A draft holds this year's tasks only; what is to be carried over comes in with the reviewed book."""
    if previous is None:
        return result
    later = found(Code.DRAFT_PREVIOUS_LATER, file=previous.name)
    return replace(result, findings=[*result.findings, later])


def _without_table(
    stopped: CannotGoOn, draft: Callable[[], DraftResult], blocks: Sequence[Block]
) -> DraftResult:
    """The draft of a document without a task table; where its text holds no task, its tables are what was wrong."""
    try:
        return draft()
    except CannotGoOn as nothing:
        about_text = nothing.stop in (Stop.PROSE_NO_TEXT, Stop.PROSE_ONLY_HEADINGS, Stop.PROSE_NO_TASKS)
        if about_text and any(isinstance(block, Table) for block in blocks):
            raise stopped from nothing
        raise


def _from_review(
    source: Path,
    out: Path,
    registry: Path | None,
    groups: Path | None,
    year: int | None,
    progress: Progress,
    previous: Path | None,
) -> ImportResult:
    """The master a reviewed book decides on; its own sheets 单位 and 群组 count unless files are given."""
    progress(wording.IMPORT_READING, 0, 3)
    reviewed = read_review(source)
    plan = reviewed.plan
    if year is not None:
        plan = replace(plan, settings=replace(plan.settings, year=year))
    given = registry_of(registry, groups, plan.settings.plan_name)
    own = Registry(
        plan.units if given.units is None else given.units,
        plan.groups if given.groups is None else given.groups,
        given.findings,
    )
    progress(wording.IMPORT_READING, 1, 3)
    findings = [as_source(finding) for finding in reviewed.findings]
    result = _finish(plan, own, findings, out, progress, previous)
    return replace(result, decided=reviewed.summary())


def _finish(
    plan: Plan,
    given: Registry,
    findings: list[Finding],
    out: Path,
    progress: Progress,
    previous: Path | None,
) -> ImportResult:
    carried = None
    if previous is not None:
        plan, carried = carry_over(plan, previous)
        findings = [*findings, *map(as_source, carried.findings)]
    plan, more = with_units(plan, given)
    if carried is not None:
        plan, renamed = settled(plan, carried)
        findings += map(as_source, renamed)
    progress(wording.IMPORT_READING, 2, 3)
    findings += more
    checked = write_new_master(plan, findings, out)
    progress(wording.IMPORT_READING, 3, 3)
    return ImportResult(out, checked.plan, checked.readings, [*findings, *checked.findings], carried)


def refuse_no_review(source: Path) -> None:
    """Raise `Stop.NOT_A_REVIEW` for what is said to be a review book and is none, `Stop.OWN_BOOK` for another of ours.

    What is wrong with a book that cannot be read, or lost a part, is said when it is read.
    """
    refuse_own_book(source)
    try:
        grids = master_grids(source)
    except CannotGoOn as stopped:
        if stopped.stop is Stop.NOT_A_WORKBOOK and source.suffix.lower() not in _WORKBOOKS:
            raise CannotGoOn(Stop.NOT_A_REVIEW, path=source) from stopped
        raise
    if find_sheet(grids, Sheet.REVIEW) is None and find_sheet(grids, Sheet.DRAFT_IDENTITY) is None:
        raise CannotGoOn(Stop.NOT_A_REVIEW, path=source)


_WORKBOOKS = {".xlsx", ".xlsm", ".xls", ".ods", ".et"}
_OWN_BOOKS = {
    wording.KIND_MASTER: {Sheet.TASKS, Sheet.UNITS, Sheet.GROUPS, Sheet.SETTINGS},
    wording.KIND_STATUS: {Sheet.OVERVIEW, Sheet.TASK_STATUS, Sheet.UNIT_STATUS},
    wording.KIND_UNIT_BOOK: {Sheet.REPLY, Sheet.IDENTITY},
}


def refuse_own_book(source: Path) -> None:
    """Raise `Stop.OWN_BOOK` for a master, a status book or a unit book: they look much like tables of a plan."""
    names = set(sheet_names(source))
    for kind, sheets in _OWN_BOOKS.items():
        if sheets <= names:
            raise CannotGoOn(Stop.OWN_BOOK, path=source, kind=kind)
