"""Units renamed during the year: what the archive holds under an old name, kept as an alias, belongs to the unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from taskbook.model import Unit

NOBODY_RENAMED: Mapping[str, str] = {}


def names_now(units: Iterable[Unit]) -> Mapping[str, str]:
    """Old name → the name in the registry. An alias that is a unit's own name, or two units', says nothing."""
    units = tuple(units)
    current = {unit.name for unit in units}
    counts = Counter(alias for unit in units for alias in set(unit.aliases))
    return {
        alias: unit.name
        for unit in units
        for alias in unit.aliases
        if alias not in current and counts[alias] == 1
    }
