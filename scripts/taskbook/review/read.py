"""A reviewed book → the plan, with what was decided about the draft's rows and everything found on the way."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from taskbook import wording
from taskbook.columns import GroupField, Sheet, UnitField, column_letters, plain_heading
from taskbook.findings import CannotGoOn, Cell, Code, Finding, Stop, found
from taskbook.grid import Grid
from taskbook.intake.making import plan_id_of
from taskbook.language.directory import Directory
from taskbook.master.read import find_side_heading, read_groups, read_units
from taskbook.master.settings import read_settings
from taskbook.master.sheets import find_sheet, master_grids, unread_in
from taskbook.model import Plan
from taskbook.ooxml.package import sheet_names
from taskbook.review.deciding import Deciding, missing_rows, numbered
from taskbook.review.decisions import Decision
from taskbook.review.table import (
    REQUIRED,
    Identity,
    find_table,
    in_order,
    read_identity,
    read_lines,
    whole_table,
)

_READ = (Sheet.REVIEW, Sheet.UNITS, Sheet.GROUPS, Sheet.SETTINGS)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a person made of a draft. `findings` name cells of the review book, with its file name.

    `adopted`, `split`, `merged` count rows taken so; `dropped` the draft's tasks left out, deleted ones too; `added`
    those taken that were no task in the draft.
    """

    plan: Plan
    findings: tuple[Finding, ...]
    adopted: int
    split: int
    merged: int
    dropped: int
    added: int

    def summary(self) -> str:
        """What was decided, in a line for the screen."""
        return wording.reviewed(
            self.adopted, self.split, self.merged, self.dropped, len(self.plan.tasks), self.added
        )


def is_review(path: Path) -> bool:
    """Whether a file is a review book: it has the sheet 审阅 with its headings, whatever program saved it.

    `CannotGoOn` for a file that would be too large to unpack.
    """
    named = {plain_heading(name) for name in sheet_names(path)}
    if zipfile.is_zipfile(path) and plain_heading(Sheet.REVIEW) not in named:
        return False
    try:
        grid = find_sheet(master_grids(path), Sheet.REVIEW)
    except CannotGoOn:
        return False
    return grid is not None and find_table(grid) is not None


def read_review(path: Path) -> Reviewed:
    """The plan that a reviewed book holds: tasks numbered T001… in the document's order, settings, units, groups.

    Rows are known by their 稿号, wherever they stand; hidden and filtered ones count. Decided otherwise, it is another
    plan (`plan_id`): its numbers mean other tasks. Raises `CannotGoOn` when the
    file, a sheet or a heading is missing, a setting makes no sense, or no row was adopted.
    """
    grids = master_grids(path)
    review, units, groups, settings = (_sheet(grids, sheet, path) for sheet in _READ)
    table = whole_table(review, path)
    identity = read_identity(grids, path)
    registry, words = read_units(units, path), read_groups(groups, path)
    said = read_settings(settings, path)
    directory = Directory(registry, words, f"{said.plan_name} {said.office}")
    lines = in_order(read_lines(review, table))
    digits = max(3, len(str(max((line.number or 0 for line in lines), default=0))))
    deciding = Deciding(table, identity, path.name, directory, digits)
    deciding.decide(lines)
    gone, dropped = _gone(identity, lines, digits, path.name)
    if not deciding.tasks:
        raise CannotGoOn(Stop.REVIEW_EMPTY, path=path)
    tasks = numbered(deciding.tasks)
    return Reviewed(
        Plan(
            replace(said, plan_id=plan_id_of(said.plan_name, tasks), last_task_number=len(tasks)),
            tasks,
            registry,
            words,
            side_columns=_side_columns(units, groups, path),
        ),
        (*gone, *_second_sheets(grids, review, path), *_unread(path), *deciding.findings),
        deciding.counts[Decision.ADOPT],
        deciding.counts[Decision.SPLIT],
        deciding.counts[Decision.MERGE],
        deciding.counts[Decision.DROP] + dropped,
        deciding.added,
    )


def _sheet(grids: Sequence[Grid], sheet: Sheet, path: Path) -> Grid:
    found_sheet = find_sheet(grids, sheet)
    if found_sheet is None:
        raise CannotGoOn(Stop.REVIEW_SHEET_MISSING, path=path, sheet=sheet)
    return found_sheet


def _second_sheets(grids: Sequence[Grid], review: Grid, path: Path) -> list[Finding]:
    """Sheets that are a review table too: a copy somebody has worked in, which is not read."""
    return [
        found(Code.REVIEW_SECOND_SHEET, Cell(grid.name, "", path.name), sheet=grid.name)
        for grid in grids
        if grid is not review
        and (table := find_table(grid))
        and all(name in table.columns for name in REQUIRED[:3])
    ]


def _gone(identity: Identity | None, lines: Sequence, digits: int, file: str) -> tuple[list[Finding], int]:
    if identity is None:
        return [found(Code.REVIEW_IDENTITY_LOST, Cell(Sheet.REVIEW, "", file))], 0
    return missing_rows(identity, lines, digits, file)


def _unread(path: Path) -> list[Finding]:
    """Cells that hold an error, or a formula nobody has calculated."""
    unread = unread_in(path)
    return [
        found(Code.ERROR_CELL, Cell(sheet, f"{column_letters(column)}{row + 1}", path.name), text=text)
        for sheet in _READ
        for (row, column), text in sorted(unread.get(sheet, {}).items())
    ]


def _side_columns(units: Grid, groups: Grid, path: Path) -> dict[UnitField | GroupField, str]:
    _, unit_columns = find_side_heading(units, UnitField, UnitField.NAME, path)
    _, group_columns = find_side_heading(groups, GroupField, GroupField.WORD, path)
    return {field: column_letters(index) for field, index in (unit_columns | group_columns).items()}
