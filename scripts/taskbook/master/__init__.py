"""The master book: reading it, writing it new, and writing findings and status into one that people keep.

What is needed only for writing is loaded when something is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from taskbook.columns import Field, Sheet, TaskPlace
from taskbook.findings import Finding
from taskbook.master.read import read_master as read_master
from taskbook.master.read import unread_findings as unread_findings
from taskbook.model import Plan


def write_master(plan: Plan, path: Path) -> None:
    """See `master.write.write_master`."""
    from taskbook.master.write import write_master as write

    write(plan, path)


def write_findings(
    path: Path,
    findings: Iterable[Finding],
    new_ids: Mapping[TaskPlace, str] | None = None,
    last_number: int = 0,
) -> Path | None:
    """See `master.update.write_findings`."""
    from taskbook.master.update import write_findings as write

    return write(path, findings, new_ids, last_number)


def compared_before(path: Path) -> list[Finding]:
    """What 校验结果 holds of the last comparison with the plan's text; nothing where the sheet is gone."""
    from taskbook.master.findings_rows import compared_before as compared
    from taskbook.master.sheets import find_sheet, master_grids

    grid = find_sheet(master_grids(path), Sheet.FINDINGS)
    return compared(grid) if grid else []


def write_status(path: Path, rows: Mapping[str, Mapping[Field, str | float]]) -> Path | None:
    """See `master.update.write_status`."""
    from taskbook.master.update import write_status as write

    return write(path, rows)


def folder(master: Path, name: str) -> Path:
    """A folder that 设置 names: beside the master unless the name is absolute."""
    return master.parent / name
