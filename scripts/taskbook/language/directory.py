"""The registry as the language of cells uses it: a name in, the unit it stands for out, or an honest 'unknown'.

Order of resolution: exact name → alias → name with a carried prefix → unique in-order abbreviation. Never similarity.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property

from taskbook.language.names import keeps_own_name, names_level, party_spellings, prefixes_of
from taskbook.language.spellings import canonical, is_abbreviation, phrase_form, standard_form
from taskbook.language.text import squeeze
from taskbook.model import Group, Unit


class How(Enum):
    """By which step a name was resolved."""

    NAME = auto()
    ALIAS = auto()
    PREFIX = auto()  # its name once the carried or the left-out prefix is put before it
    ABBREVIATION = auto()
    AMBIGUOUS = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Resolution:
    """`unit` is a registry name where resolved; `candidates` are the names an ambiguous text may stand for."""

    how: How
    unit: str = ""
    candidates: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.unit)


_UNKNOWN = Resolution(How.UNKNOWN)
_TAX_OFFICE = re.compile(r"^国家税务总局(?=.+税务局$)")


class Directory:
    """Units and groups of one plan, indexed for reading cells.

    `place` is any text naming the plan's place (its title, its office): 沙坡头区教育局 is 区教育局 only if 沙坡头区 is in it.
    """

    def __init__(self, units: Sequence[Unit] = (), groups: Sequence[Group] = (), place: str = "") -> None:
        self.units = tuple(units)
        self.groups = tuple(groups)
        self._place = squeeze(place)
        self._names = {squeeze(unit.name): unit.name for unit in units}
        self._aliases: dict[str, set[str]] = defaultdict(set)
        self._forms: dict[str, set[str]] = defaultdict(set)
        self._standard: dict[str, set[str]] = defaultdict(set)
        self._bare: dict[str, set[str]] = defaultdict(set)
        for unit in units:
            for spelling in (unit.name, *unit.aliases):
                self._index(squeeze(spelling), unit.name)
        self._seen: dict[tuple[str, tuple[str, ...]], Resolution] = {}

    def _index(self, spelling: str, name: str) -> None:
        self._aliases[spelling].add(name)
        form = canonical(spelling)
        self._forms[form].add(name)
        self._standard[standard_form(form)].add(name)
        for prefix in prefixes_of(spelling):
            if spelling.startswith(prefix):
                self._bare[canonical(spelling[len(prefix) :])].add(name)
                for shorter in prefixes_of(spelling):
                    if shorter != prefix and prefix.endswith(shorter):
                        self._bare[canonical(shorter + spelling[len(prefix) :])].add(name)

    @cached_property
    def words(self) -> dict[str, Group]:
        """Group phrases by their squeezed text."""
        return {squeeze(group.word): group for group in self.groups if group.word.strip()}

    @cached_property
    def phrases(self) -> dict[str, Group]:
        """The same by what they say, however it is written: 各县区 also for 各县（区）人民政府."""
        forms: dict[str, Group] = {}
        for word, group in self.words.items():
            forms.setdefault(phrase_form(word), group)
        return forms

    @cached_property
    def broken_spellings(self) -> tuple[str, ...]:
        """Names, aliases and group words that hold a separator or bracket, longest first: matched before cutting."""
        spellings = [*self._aliases, *self.words]
        return tuple(
            sorted((s for s in spellings if any(c in "、,;:()/和及与" for c in s)), key=len, reverse=True)
        )

    def active(self, categories: Iterable[str] | None = None) -> list[str]:
        """Names of the units not stopped, in registry order; of the given categories only."""
        wanted = None if categories is None else set(categories)
        return [
            u.name for u in self.units if not u.stopped and (wanted is None or squeeze(u.category) in wanted)
        ]

    @cached_property
    def categories(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(squeeze(unit.category) for unit in self.units if unit.category.strip()))

    def knows(self, name: str) -> bool:
        """Whether a squeezed text is a name, an alias or a group word as it stands."""
        return name in self._aliases or name in self.words

    def resolve(self, name: str, prefixes: tuple[str, ...] = ()) -> Resolution:
        """What unit a squeezed name stands for; `prefixes` are those carried to it, most specific first.

        A carried prefix binds: after 市教育局, 财政局 is 市财政局 or unknown, never another level's 财政局.
        """
        key = (name, prefixes)
        if key not in self._seen:
            self._seen[key] = self._resolve(name, prefixes) if name else _UNKNOWN
        return self._seen[key]

    def _resolve(self, name: str, prefixes: tuple[str, ...]) -> Resolution:
        if name in self._names:
            # Where the registry has 财政局 beside 县财政局, 县教育局、财政局 means the latter.
            meant = next((prefix + name for prefix in prefixes if prefix + name in self._names), name)
            return Resolution(How.NAME, self._names[meant])
        for how, spellings, found in (
            (How.ALIAS, [name], self._aliases),
            (How.ALIAS, [canonical(name)], self._forms),
            (How.PREFIX, [prefix + name for prefix in prefixes], self._aliases),
            (How.PREFIX, [canonical(prefix + name) for prefix in prefixes], self._forms),
            (How.PREFIX, party_spellings(name, prefixes), self._aliases),
            (How.PREFIX, self._without_place(_TAX_OFFICE.sub("", name)), self._forms),
            (How.PREFIX, [] if names_level(prefixes) else [canonical(name)], self._bare),
        ):
            for spelling in spellings:
                if found.get(spelling):
                    return _one_of(how, found[spelling])
        return self._abbreviated(name, prefixes)

    def _without_place(self, name: str) -> list[str]:
        own = prefixes_of(name)
        if not own:  # 云台生态环境分局 in 云台区
            stems = [
                (size, level)
                for size in (2, 3, 4)
                for level in "区县市旗"
                if name[:size] + level in self._place
            ]
            return [canonical(level + name[size:]) for size, level in stems]
        if len(own) < 2 or not any(prefix in self._place for prefix in own if len(prefix) > 1):
            return []
        return [canonical(shorter + name[len(own[0]) :]) for shorter in own[1:] if own[0].endswith(shorter)]

    def _abbreviated(self, name: str, prefixes: tuple[str, ...]) -> Resolution:
        # 区教育局、区文旅局: the second has its own
        alone = prefixes_of(name) or keeps_own_name(name) or not names_level(prefixes)
        for spelling in [*([name] if alone else []), *(prefix + name for prefix in prefixes)]:
            short = canonical(spelling)
            found = self._standard.get(standard_form(short)) or _units(
                [(form, units) for form, units in self._forms.items() if is_abbreviation(short, form)]
                or [
                    (form, units)
                    for form, units in self._standard.items()
                    if is_abbreviation(standard_form(short), form)
                ]
            )
            if found:
                return _one_of(How.ABBREVIATION, found)
        return _UNKNOWN

    def suggestions(self, name: str, most: int = 3) -> list[str]:
        """The nearest registry names for a text that stayed unknown, best first; only ever shown, never assigned."""
        from rapidfuzz import fuzz, process

        hits = process.extract(name, list(self._aliases), scorer=fuzz.ratio, limit=most * 3, score_cutoff=50)
        names = [unit for spelling, _, _ in hits for unit in sorted(self._aliases[spelling])]
        return list(dict.fromkeys(names))[:most]


def _units(forms: Iterable[tuple[str, set[str]]]) -> set[str]:
    return {unit for _, units in forms for unit in units}


def _one_of(how: How, names: set[str]) -> Resolution:
    if len(names) == 1:
        return Resolution(how, next(iter(names)))
    return Resolution(How.AMBIGUOUS, candidates=tuple(sorted(names)))
