"""What is true of a plan in prose, as written down in tests/prose, and where that stands in a text as it was read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from taskbook.language.text import squeeze
from taskbook.model import Role

_ANCHOR = 6
_LONGEST_BREAK = 80
"""Letters by which a text is found again behind a break, and how far behind."""

Pair = tuple[str, Role]
Day = tuple[str, str]
"""A deadline's kind and, of a date, the day: ('date', '2024-06-30'), ('recurring', '')."""

SEEDS_NAME = "seeds.json"
_MARK = re.compile(
    r"^\s*(?:第\s*[一二三四五六七八九十\d]+\s*(?:部分|[章编篇节])[、：:]?|[(（\[〔][一二三四五六七八九十\d\-]+[)）\]〕]|[一二三四五六七八九十]+\s*[、.．]"
    r"|\d{1,2}(?:[.．]\d{1,2}){1,3}(?![\d%％])[.．、]?|\d+\s*[.．、)）]|\d{1,2}(?=\s+[\u4e00-\u9fff])|[①-⑳])\s*"
)


@dataclass(frozen=True, slots=True)
class GoldTask:
    """One obligation: its words, the brackets or lines behind or before them that name who and when, and what those say.

    `deadline` is None where more than one reading is right (全年不少于6场): it is not measured. Names in `optional` are
    neither asked for nor wrong; those in `by_default` come from a rule for many tasks.
    """

    text: tuple[str, ...]
    closing: tuple[str, ...]
    parties: tuple[Pair, ...]
    where: str
    deadline: frozenset[Day] | None
    optional: frozenset[str] = frozenset()
    by_default: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class GoldHeading:
    """A heading's depth, from 1, and its words with the number, in pieces where a page trace stands in the middle."""

    level: int
    pieces: tuple[str, ...]

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    @property
    def title(self) -> str:
        return plain_title(self.text)


@dataclass(frozen=True, slots=True)
class GoldPlan:
    """A plan's source with what is true of it. `made` is the kind of document to make of the source first, '' for none."""

    name: str
    source: Path
    tasks: tuple[GoldTask, ...]
    headings: tuple[GoldHeading, ...]
    background: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    registry: Path | None = None
    made: str = ""
    seed: bool = False


def plain_title(text: str) -> str:
    """A heading without its number and closing mark, blanks gone: how titles are compared."""
    return squeeze(_MARK.sub("", text)).rstrip("。.:;")


def plans_in(folder: Path) -> Iterator[GoldPlan]:
    """The plans of a folder in the order of their names; each has a .json that names its source."""
    for path in sorted(folder.glob("*.json")):
        entry = json.loads(path.read_text(encoding="utf-8"))
        if path.name != SEEDS_NAME and "source" in entry:
            yield _plan(path.stem, entry, folder)


def seeds_in(folder: Path, shared: Path) -> Iterator[GoldPlan]:
    """The seeds that stand in `shared`; their truth is written as offsets into their text, which stays there."""
    path = folder / SEEDS_NAME
    entries = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    for name, entry in entries.items():
        source = shared / "seeds" / entry["source"]
        if source.exists():
            text = source.read_text(encoding="utf-8")
            yield _plan(name, _spelled_out(entry, text), source.parent, shared / "registries")


def _spelled_out(entry: Mapping[str, object], text: str) -> dict[str, object]:
    """An entry of offsets as one of texts."""

    def words(span: Sequence[int]) -> str:
        return text[span[0] : span[1]]

    headings = [
        {"level": one["level"], "text": [words(span) for span in one["spans"]]} for one in entry["headings"]
    ]
    tasks = [one | {"text": [words(span) for span in one["spans"]]} for one in entry["tasks"]]
    background = [words(span) for span in entry["background"]]
    return {**entry, "headings": headings, "tasks": tasks, "background": background, "seed": True}


def _plan(name: str, entry: Mapping[str, object], folder: Path, registries: Path | None = None) -> GoldPlan:
    return GoldPlan(
        name=name,
        source=folder / entry["source"],
        tasks=tuple(_task(one) for one in entry["tasks"]),
        headings=tuple(GoldHeading(one["level"], _pieces(one["text"])) for one in entry["headings"]),
        background=tuple(entry.get("background", ())),
        removed=tuple(entry.get("removed", ())),
        registry=(registries or folder) / entry["registry"] if entry.get("registry") else None,
        made=entry.get("made", ""),
        seed=bool(entry.get("seed")),
    )


def _task(entry: Mapping[str, object]) -> GoldTask:
    pairs = [(squeeze(name), role) for role in Role for name in entry.get(role.value, ())]
    return GoldTask(
        text=_pieces(entry["text"]),
        closing=tuple(entry.get("closing", ())),
        parties=alone_leads(pairs),
        where=entry["where"],
        deadline=None if entry["deadline"] is None else _days(entry["deadline"]),
        optional=frozenset(map(squeeze, entry.get("optional", ()))),
        by_default=frozenset(map(squeeze, entry.get("by_default", ()))),
    )


def _pieces(text: str | Sequence[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def _days(entry: Mapping[str, object]) -> frozenset[Day]:
    if entry["kind"] == "none":
        return frozenset()
    days = [date.fromisoformat(day).isoformat() for day in entry.get("dates", ())]
    return frozenset((entry["kind"], day) for day in days or [""])


def alone_leads(pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    """One responsible party and no leader: whether it is said to lead or to answer is the same."""
    roles = [role for _, role in pairs]
    if Role.LEAD in roles or roles.count(Role.RESPONSIBLE) != 1:
        return tuple(pairs)
    return tuple((name, Role.LEAD if role is Role.RESPONSIBLE else role) for name, role in pairs)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: the offsets of its letters and digits (blanks and marks do not count)."""

    letters: frozenset[int]

    @property
    def begin(self) -> int:
        return min(self.letters, default=-1)


class Finder:
    """Finds texts one after another in a text that may be broken differently: blanks are passed over, and what a page
    break leaves in the middle."""

    def __init__(self, text: str) -> None:
        self._offsets = [at for at, character in enumerate(text) if not character.isspace()]
        self._dense = "".join(text[at] for at in self._offsets)
        self._at = 0
        self._passed = 0

    def before(self, texts: Sequence[str], place: Place) -> Place:
        """The place of a text that stands ahead of the one found last, behind what was found before that."""
        here, self._at = self._at, self._passed
        found = self.next(texts)
        self._at = here
        return found if found.letters and max(found.letters) < place.begin else Place(frozenset())

    def next(self, texts: Sequence[str]) -> Place:
        """The place of a text given in pieces; an empty one, and nothing passed over, where a piece is not there."""
        found: list[int] = []
        at = self._at
        for text in texts:
            positions = self._find("".join(text.split()), at)
            if not positions:
                return Place(frozenset())
            at = positions[-1] + 1
            found += (self._offsets[one] for one in positions if self._dense[one].isalnum())
        self._passed, self._at = self._at, at
        return Place(frozenset(found))

    def _find(self, wanted: str, at: int) -> list[int]:
        begin = self._dense.find(wanted, at)
        if begin >= 0:
            return list(range(begin, begin + len(wanted)))
        begin = self._dense.find(wanted[:_ANCHOR], at)
        return self._broken(wanted, begin) if begin >= 0 and len(wanted) > _ANCHOR else []

    def _broken(self, wanted: str, at: int) -> list[int]:
        """The positions of a text that begins here and is broken off: it goes on a little further down."""
        positions: list[int] = []
        for number, character in enumerate(wanted):
            if self._dense[at : at + 1] != character:
                rest = wanted[number : number + _ANCHOR]
                at = self._dense.find(rest, at, at + _LONGEST_BREAK)
                if at < 0:
                    return []
            positions.append(at)
            at += 1
        return positions
