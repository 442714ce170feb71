"""What is timed, one function a leg: ours and what people do today. A leg returns on how many units it worked."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from itertools import islice
from pathlib import Path

from taskbook import issued
from taskbook.columns import ReplyField, Sheet
from taskbook.model import Task

from bench import today
from bench.plan import PERIOD, TODAY, make_plan, tasks_by_unit

MOST_BUILT, MOST_DELETED, MOST_READ = 60, 3, 300
"""Units on which each of today's ways is measured, unless everything is asked for."""


def split_ours(folder: Path, units: int, tasks: int, full: bool) -> int:
    from taskbook.split import split_master

    return len(split_master(folder / "master.xlsx", PERIOD, folder / "books", (), False, today=TODAY).books)


def split_build(folder: Path, units: int, tasks: int, full: bool) -> int:
    chosen = _first(units, tasks, None if full else MOST_BUILT)
    today.build_books(make_plan(units, tasks), chosen, folder / "built")
    return len(chosen)


def split_delete(folder: Path, units: int, tasks: int, full: bool) -> int:
    chosen = _first(units, tasks, None if full else MOST_DELETED)
    today.delete_other_rows(folder / "master.xlsx", chosen, folder / "deleted")
    return len(chosen)


def read_ours(folder: Path, units: int, tasks: int, full: bool) -> int:
    from taskbook.returns.guarded import read_files
    from taskbook.unitbook.read import read_book

    return sum(1 for _ in read_files(_inbox(folder), read_book))


def read_pandas(folder: Path, units: int, tasks: int, full: bool) -> int:
    return len(_read(folder, full))


def collect_ours(folder: Path, units: int, tasks: int, full: bool) -> int:
    from taskbook.collect import collect_replies

    return len(collect_replies(folder / "master.xlsx", PERIOD, folder / "inbox", None, today=TODAY).files)


def merge_ours(folder: Path, units: int, tasks: int, full: bool) -> int:
    from taskbook.merge import merge_master

    merge_master(folder / "master.xlsx", PERIOD, None, folder / "status.xlsx", today=TODAY)
    return len(_inbox(folder))


def round_ours(folder: Path, units: int, tasks: int, full: bool) -> int:
    """Collect and merge in one process, as today's script does both."""
    collect_ours(folder, units, tasks, full)
    return merge_ours(folder, units, tasks, full)


def merge_pandas(folder: Path, units: int, tasks: int, full: bool) -> int:
    frames = _read(folder, full)
    today.concat_and_write(frames, folder / "together.xlsx")
    return len(frames)


def _read(folder: Path, full: bool) -> list[object]:
    paths = _inbox(folder)
    chosen = paths if full else paths[:: max(1, len(paths) // MOST_READ)][:MOST_READ]
    return today.read_loop(chosen, _heading_row(paths[0]))


def _inbox(folder: Path) -> list[Path]:
    return sorted((folder / "inbox").iterdir())


def _heading_row(book: Path) -> int:
    from taskbook.grid import read_grids

    (grid,) = (grid for grid in read_grids(book) if grid.name == Sheet.REPLY)
    return next(number for number, row in enumerate(grid.rows, 1) if str(ReplyField.STATE) in row)


def _first(units: int, tasks: int, most: int | None) -> Mapping[str, list[Task]]:
    return dict(islice(tasks_by_unit(make_plan(units, tasks)).items(), most))


def forget(folder: Path, name: str) -> None:
    """Take back what an earlier run of the leg left, so that it can be measured again."""
    if name == "split_ours":
        shutil.rmtree(folder / "books", ignore_errors=True)
    if name in ("collect_ours", "round_ours"):
        for left in (folder / "归档" / str(PERIOD)).iterdir():
            if left != issued.ledger_of(folder / "归档", PERIOD):
                shutil.rmtree(left) if left.is_dir() else left.unlink()


Leg = Callable[[Path, int, int, bool], int]
LEGS: Mapping[str, Leg] = {
    "split_ours": split_ours,
    "split_build": split_build,
    "split_delete": split_delete,
    "read_ours": read_ours,
    "collect_ours": collect_ours,
    "merge_ours": merge_ours,
    "round_ours": round_ours,
    "read_pandas": read_pandas,
    "merge_pandas": merge_pandas,
}
LOADED: Mapping[str, tuple[str, ...]] = {
    "split_ours": ("taskbook.split", "xlsxwriter"),
    "split_build": ("openpyxl",),
    "split_delete": ("openpyxl",),
    "read_ours": ("taskbook.returns.guarded", "taskbook.unitbook.read", "pebble"),
    "collect_ours": ("taskbook.collect", "pebble"),
    "merge_ours": ("taskbook.merge", "taskbook.statusbook.write"),
    "round_ours": ("taskbook.collect", "pebble", "taskbook.merge", "taskbook.statusbook.write"),
    "read_pandas": ("pandas", "openpyxl"),
    "merge_pandas": ("pandas", "openpyxl"),
}
"""The libraries a leg works with, loaded before the clock starts."""

NEEDS_INBOX = "read_ours"
"""The first leg that works on filled books."""
