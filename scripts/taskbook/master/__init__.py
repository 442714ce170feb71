"""The master book: reading it, writing it new, and writing findings and status into one that people keep."""

from __future__ import annotations

from pathlib import Path

from taskbook.master.read import read_master as read_master
from taskbook.master.read import unread_findings as unread_findings
from taskbook.model import Plan


def write_master(plan: Plan, path: Path) -> None:
    """See `master.write.write_master`; XlsxWriter is loaded only when a book is written."""
    from taskbook.master.write import write_master as write

    write(plan, path)


def folder(master: Path, name: str) -> Path:
    """A folder that 设置 names: beside the master unless the name is absolute."""
    return master.parent / name
