"""The sample plan's office in September: books sent out, some of them filled and back in the inbox."""

from __future__ import annotations

import shutil
from collections.abc import Container, Sequence
from datetime import date
from pathlib import Path
from random import Random

from returning import answers_for
from taskbook.columns import Sheet
from taskbook.grid import Grid, read_grids, text_of
from taskbook.model import State
from taskbook.period import Period
from taskbook.rehearsal import filling
from taskbook.rehearsal.round import sample_master
from taskbook.split import split_master

SEPTEMBER = Period(2026, 9)
ISSUED, TODAY = date(2026, 9, 1), date(2026, 9, 26)
RETURNED = 37
STATES = (State.IN_PROGRESS, State.DONE, State.BEHIND, State.NOT_STARTED)


def office(folder: Path, returned: int = RETURNED) -> Path:
    """The master of an office in `folder` that has sent all books of September and has so many back, unread."""
    folder.mkdir(parents=True, exist_ok=True)
    master = Path(shutil.copy2(sample_master(), folder))
    books = split_master(master, SEPTEMBER, today=ISSUED).books
    inbox = folder / "收件"
    inbox.mkdir()
    for number, sent in enumerate(books[:returned]):
        book = filling.open_book(sent.file)
        answers = answers_for(book, sent.unit, state=STATES[number % len(STATES)])
        filling.fill(book, answers, Random(number))
        book.workbook.save(inbox / f"{number + 1:02d}.xlsx")
    return master


def moved(master: Path, folder: Path) -> Path:
    """The whole office copied into another folder; its master there."""
    shutil.copytree(master.parent, folder)
    return folder / master.name


def said(path: Path, *sheets: Sheet) -> dict[str, list[list[str]]]:
    """What a saved book's sheets say, cell for cell; see `texts`."""
    return {
        grid.name: texts(grid, covered(grid))
        for grid in read_grids(path)
        if not sheets or grid.name in sheets
    }


def covered(grid: Grid) -> set[tuple[int, int]]:
    """Cells under a merged area, 0-based: nobody sees what they hold, and not every program keeps it."""
    return {
        (row, column)
        for top, left, bottom, right in grid.merges
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
        if (row, column) != (top, left)
    }


def texts(grid: Grid, unseen: Container[tuple[int, int]] = ()) -> list[list[str]]:
    """The cells as people read them, without blanks at the ends and without what is `unseen`."""
    rows = [
        without_end(
            ["" if (row, column) in unseen else text_of(value) for column, value in enumerate(values)]
        )
        for row, values in enumerate(grid.rows)
    ]
    while rows and not rows[-1]:
        rows.pop()
    return rows


def without_end(row: Sequence[str]) -> list[str]:
    cells = list(row)
    while cells and not cells[-1]:
        cells.pop()
    return cells
