"""What a unit's book is called on the disk: told apart from every other unit's and from files that are not ours."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from taskbook import wording
from taskbook.filenames import folded, safe_name
from taskbook.period import Period
from taskbook.unitbook.write import token_if_untouched

SUFFIX = ".xlsx"
_UNIT_LENGTH, _PLAN_LENGTH = 36, 24


def wanted_name(unit: str, plan_name: str, period: Period) -> str:
    """Unit, plan and period, as they are; may hold what no file name can."""
    return f"{unit}_{_short(plan_name)}_{period}"


def file_names(units: Iterable[str], plan_name: str, period: Period) -> dict[str, str]:
    """unit → its file's name without ending; all different on every system. Give all units of the plan, in its order,
    so that a name does not depend on which books are written."""
    taken: set[str] = set()
    short = _short(plan_name)
    return {unit: safe_name(f"{unit[:_UNIT_LENGTH]}_{short}_{period}", taken) for unit in units}


def _short(plan_name: str) -> str:
    return safe_name(wording.without_table_word(plan_name), set(), _PLAN_LENGTH)


def free_target(folder: Path, name: str, token: str, taken: set[str]) -> Path:
    """Where a book can be written: `name`, or with `-2`, `-3` … where another file has it.

    A book with the same 表号 that nobody has saved since we wrote it may be replaced. `taken` are the folded names
    of this run's other books; the chosen one is added.
    """
    number, candidate = 1, name
    while (number > 1 and folded(candidate) in taken) or not _may_be_ours(
        folder / f"{candidate}{SUFFIX}", token
    ):
        number += 1
        candidate = f"{name}-{number}"
    taken.add(folded(candidate))
    return folder / f"{candidate}{SUFFIX}"


def _may_be_ours(target: Path, token: str) -> bool:
    if not target.exists() and not target.is_symlink():
        return True
    try:
        return target.is_file() and token_if_untouched(target.read_bytes()) == token
    except OSError:
        return False
