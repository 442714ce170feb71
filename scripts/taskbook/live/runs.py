"""What cells of a column have in common, asked of ranges and not of cells; and whether a filter hides rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from taskbook.live.objects import OpenSheet, Range
from taskbook.live.trouble import UNSUPPORTED, of_its_own

T = TypeVar("T")


def runs_of(
    sheet: OpenSheet, column: int, first: int, last: int, ask: Callable[[Range], T | None]
) -> Iterator[tuple[int, int, T | None]]:
    """(first row, last row, what `ask` says) of rows in a column that have the same, 0-based.

    Of a range whose cells differ Excel says nothing; it is halved. An engine that cannot tell says nothing at all.
    """
    whole = first == last
    try:
        said = ask(sheet.range((first + 1, column + 1), (last + 1, column + 1)))
    except UNSUPPORTED:
        said, whole = None, True
    if whole or said is not None:
        yield first, last, said
        return
    middle = (first + last) // 2
    yield from runs_of(sheet, column, first, middle, ask)
    yield from runs_of(sheet, column, middle + 1, last, ask)


def is_filtered(sheet: OpenSheet) -> bool:
    """Whether a filter of the sheet, or of a table on it, may hide rows now."""
    if of_its_own(sheet, "FilterMode", False) is True:
        return True
    tables = of_its_own(sheet, "ListObjects")
    try:
        return tables is not None and tables.Count > 0
    except UNSUPPORTED:
        return False
