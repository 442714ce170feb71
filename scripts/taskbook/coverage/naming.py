"""Who is named for a task, in the plan's text and in the table: units one by one, groups as they are written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from taskbook.language.directory import Directory
from taskbook.language.reading import read_task
from taskbook.language.spellings import canonical, is_abbreviation, phrase_form
from taskbook.language.text import squeeze
from taskbook.model import Party, PartyKind, Reading, Role, Task

_ANYBODY = re.compile(r"有关|相关|等")
"""各有关部门 names nobody in particular: whoever the table names may be meant."""


@dataclass(frozen=True, slots=True)
class Named:
    """The parties of a task: `units` by name, `members` all that its units and groups stand for."""

    parties: tuple[Party, ...]
    units: frozenset[str]
    members: frozenset[str]
    groups: frozenset[str]
    open: bool  # names some that are not told: 等部门, 各有关单位

    def __bool__(self) -> bool:
        return bool(self.parties)


def named_in(parties: Iterable[Party]) -> Named:
    """Parties as they are compared."""
    parties = tuple(parties)
    units = frozenset(party.name for party in parties if party.kind is PartyKind.UNIT)
    return Named(
        parties,
        units,
        units.union(*(party.members for party in parties)),
        frozenset(phrase_form(squeeze(party.name)) for party in parties if party.kind is PartyKind.GROUP),
        any(party.kind is PartyKind.GROUP and is_open(party) for party in parties),
    )


def is_open(party: Party) -> bool:
    """Whether a group says of some that it does not name them, or nobody knows who they are."""
    return not party.members or bool(_ANYBODY.search(party.name))


def read_named(task: Task, directory: Directory, year: int) -> Reading:
    """What the cells of a draft task mean, by the master's own registry."""
    return read_task(task, directory, year)[0]


def has_unit(named: Named, unit: str) -> bool:
    """Whether a unit is among those named, by itself, through a group, or by another spelling no registry knows."""
    return unit in named.members or any(_same(unit, other) for other in named.members)


def has_party(named: Named, party: Party) -> bool:
    """Whether a party is named: a group by its words too, and where all its members are."""
    if party.kind is PartyKind.UNIT:
        return has_unit(named, party.name)
    if phrase_form(squeeze(party.name)) in named.groups:
        return True
    return bool(party.members) and all(has_unit(named, member) for member in party.members)


def lead_of(named: Named) -> frozenset[str]:
    """Who leads because it is said so, not because nobody else is named."""
    leads = (party for party in named.parties if party.role is Role.LEAD and not party.inferred)
    return frozenset(name for party in leads for name in (party.members or (party.name,)))


def _same(one: str, other: str) -> bool:
    short, full = sorted((canonical(squeeze(one)), canonical(squeeze(other))), key=len)
    return short == full or is_abbreviation(short, full)
