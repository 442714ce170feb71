"""Writing findings and status into a master that people keep: only our cells change, all else is carried over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from taskbook.columns import Field, TaskPlace
from taskbook.findings import Finding
from taskbook.master import findings_sheet
from taskbook.master.book import Book, changed_in_place
from taskbook.master.cells import put_ids, put_last_number, put_status


def write_findings(
    path: Path,
    findings: Iterable[Finding],
    new_ids: Mapping[TaskPlace, str] | None = None,
    last_number: int = 0,
) -> Path | None:
    """Findings into 校验结果, new task ids into their rows, the highest number into 设置.

    Returns the dated copy made before writing; None if the master said all this already and was not written.
    Raises `CannotGoOn`: the book is open, read-only, busy, or was changed under our hands (a row that had no id
    has one now).
    """

    def change(book: Book) -> None:
        put_ids(book, new_ids or {})
        put_last_number(book, last_number)
        findings_sheet.write_rows(book, findings)

    return changed_in_place(path, change)


def write_status(path: Path, rows: Mapping[str, Mapping[Field, str | float]]) -> Path | None:
    """The merge's results into the status columns, see `cells.put_status`. Returns and raises as `write_findings`."""
    return changed_in_place(path, lambda book: put_status(book, rows))
