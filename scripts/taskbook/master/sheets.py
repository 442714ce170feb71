"""Opening a master book: its grids, its sheets by name, the cells that readers would take for blank."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import python_calamine

from taskbook import wording
from taskbook.columns import Sheet, plain_heading
from taskbook.findings import CannotGoOn, Stop
from taskbook.grid import Grid, SheetTooLarge, read_grids
from taskbook.ooxml.package import is_encrypted, read_package, read_whole
from taskbook.ooxml.unread import unread_cells


def master_grids(path: Path) -> list[Grid]:
    """All sheets of a master; cells that hold an error or an uncalculated formula have its text. `CannotGoOn`."""
    data = read_whole(path)
    try:
        grids = read_grids(data)
    except python_calamine.PasswordError as error:
        raise CannotGoOn(Stop.ENCRYPTED, path=path) from error
    except SheetTooLarge as error:
        reason = wording.sheet_too_large(str(error))
        raise CannotGoOn(Stop.NOT_A_WORKBOOK, path=path, reason=reason) from error
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic inside calamine is no Exception
        if is_encrypted(data):
            raise CannotGoOn(Stop.ENCRYPTED, path=path) from error
        raise CannotGoOn(Stop.NOT_A_WORKBOOK, path=path, reason=wording.REASON_NOT_XLSX) from error
    _show_unread(grids, path)
    return grids


def _show_unread(grids: Sequence[Grid], path: Path) -> None:
    unread = unread_in(path)
    for grid in grids:
        for (row, column), text in unread.get(grid.name, {}).items():
            if row < len(grid.rows) and column < len(grid.rows[row]):
                grid.rows[row][column] = text


def unread_in(path: Path) -> dict[str, dict[tuple[int, int], str]]:
    """See `ooxml.unread.unread_cells`; formats that are no packages of XML have none that can be found."""
    if not zipfile.is_zipfile(path):
        return {}
    try:
        return unread_cells(read_package(path))
    except CannotGoOn:
        return {}


def sheet_named(grids: Sequence[Grid], sheet: Sheet, path: Path) -> Grid:
    """The grid of one of our sheets, or `Stop.SHEET_MISSING`; blanks and width of characters in its name do not matter.

    A review book has none of tasks yet: `Stop.REVIEW_NO_MASTER_YET`.
    """
    found = find_sheet(grids, sheet)
    if found is not None:
        return found
    if sheet is Sheet.TASKS and is_review_book(grid.name for grid in grids):
        raise CannotGoOn(Stop.REVIEW_NO_MASTER_YET, path=path)
    raise CannotGoOn(Stop.SHEET_MISSING, path=path, sheet=sheet)


def is_review_book(names: Iterable[str]) -> bool:
    """Whether sheets of these names make a review book: those of a master without its tasks, which are to be decided."""
    plain = {plain_heading(name) for name in names}
    return (
        plain_heading(Sheet.TASKS) not in plain
        and {plain_heading(sheet) for sheet in (Sheet.REVIEW, Sheet.SETTINGS)} <= plain
    )


def find_sheet(grids: Sequence[Grid], sheet: Sheet) -> Grid | None:
    """The grid of one of our sheets, None where it is not there."""
    wanted = plain_heading(sheet)
    return next((grid for grid in grids if plain_heading(grid.name) == wanted), None)
