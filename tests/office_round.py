"""The sample plan's office in September: books sent out, some of them filled and back in the inbox."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
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
    """What a saved book's sheets say, cell for cell, without blanks at the ends."""
    return {grid.name: texts(grid) for grid in read_grids(path) if not sheets or grid.name in sheets}


def texts(grid: Grid) -> list[list[str]]:
    rows = [without_end([text_of(value) for value in row]) for row in grid.rows]
    while rows and not rows[-1]:
        rows.pop()
    return rows


def without_end(row: Sequence[str]) -> list[str]:
    cells = list(row)
    while cells and not cells[-1]:
        cells.pop()
    return cells
