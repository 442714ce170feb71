"""Registries and group lists that an office already has, as .csv (any encoding, any separator) or a workbook."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from taskbook import wording
from taskbook.columns import (
    GROUPS_FILE_HEADING,
    GroupField,
    UnitField,
    group_field_of,
    plain_heading,
    unit_field_of,
)
from taskbook.findings import CannotGoOn, Cell, Code, Finding, Stop, found
from taskbook.intake.encoding import decode
from taskbook.intake.proposal import propose_registry as propose_registry
from taskbook.language.text import squeeze
from taskbook.master.read import split_aliases
from taskbook.model import Group, Unit
from taskbook.ooxml.package import read_whole

_F = TypeVar("_F", bound=StrEnum)
_HEADING_ROWS = 10
_NOT_A_UNIT = re.compile(r"^(?:注|说明|备注|合计)\s*[:：]?")


def read_registry(path: Path) -> tuple[tuple[Unit, ...], list[Finding]]:
    """The units of a registry, in its order; rows without a name are findings. `row` stays 0: it is no master's.

    `CannotGoOn` when the file is missing or cannot be read as a table with a column of unit names.
    """
    units: list[Unit] = []
    findings: list[Finding] = []
    rows, places, start = _table(path, unit_field_of, UnitField.NAME)
    for number, row in enumerate(rows[start:], start + 1):
        texts = {field: _joined(row, columns) for field, columns in places.items()}
        name = texts[UnitField.NAME]
        if name and not _NOT_A_UNIT.match(name):
            units.append(_unit(name, texts))
        elif any(cell.strip() for cell in row):
            words = {"row": number, "text": " ".join(cell.strip() for cell in row if cell.strip())}
            findings.append(found(Code.REGISTRY_ROW_BROKEN, Cell(file=path.name), **words))
    return tuple(units), findings


def _unit(name: str, texts: dict[UnitField, str]) -> Unit:
    aliases = split_aliases(texts.get(UnitField.ALIASES, ""))
    return Unit(
        name=name,
        category=texts.get(UnitField.CATEGORY, ""),
        aliases=tuple(alias for alias in aliases if alias != name),
        contact=texts.get(UnitField.CONTACT, ""),
        email=texts.get(UnitField.EMAIL, ""),
        stopped=squeeze(texts.get(UnitField.STOPPED, "")).casefold() in wording.YES_WORDS,
    )


def read_groups(path: Path, plan_name: str, registry: Path | None) -> tuple[tuple[Group, ...], list[Finding]]:
    """The phrases that belong to this plan. A column 文件 says whose each is; the place is told by the plan's title.

    The place named last in the title is the plan's own (中卫市沙坡头区…: 沙坡头区); else the registry's file name
    tells. Where neither does, all phrases are taken and those that mean different things are findings.
    """
    rows, places, start = _table(path, group_field_of, GroupField.WORD)
    owner_at = [at for at, cell in enumerate(rows[start - 1]) if plain_heading(cell) == GROUPS_FILE_HEADING]
    entries: list[tuple[str, Group]] = []
    for row in rows[start:]:
        texts = {field: _joined(row, columns) for field, columns in places.items()}
        if texts[GroupField.WORD]:
            group = Group(texts[GroupField.WORD], texts.get(GroupField.MEMBERS, ""))
            entries.append((_joined(row, owner_at), group))
    owners = list(dict.fromkeys(owner for owner, _ in entries if owner))
    own = _owner(owners, plan_name, registry)
    if own or len(owners) < 2:
        return _once(group for owner, group in entries if owner in ("", own or owner)), []
    return _undecided([group for _, group in entries], path)


def _once(groups: Iterable[Group]) -> tuple[Group, ...]:
    """Each phrase with its first meaning."""
    first: dict[str, Group] = {}
    for group in groups:
        first.setdefault(squeeze(group.word), group)
    return tuple(first.values())


def _owner(owners: Sequence[str], plan_name: str, registry: Path | None) -> str:
    """The place of the plan among those a groups file knows: named last in the title, or in the registry's file name."""
    for text in (squeeze(plan_name), squeeze(registry.stem) if registry else ""):
        named = {owner: _last_end(text, squeeze(Path(owner).stem)) for owner in owners}
        best = max(named, key=lambda owner: named[owner], default="")
        if best and named[best] > 0:
            return best
    return ""


def _last_end(text: str, place: str) -> int:
    """Where the last mention of a place ends; the place may be written with or without its last character."""
    short = place[:-1] if len(place) > 2 else place
    ends = [text.rfind(name) + len(name) for name in (place, short) if name and name in text]
    return max(ends, default=0)


def _undecided(groups: Sequence[Group], path: Path) -> tuple[tuple[Group, ...], list[Finding]]:
    meanings: dict[str, set[str]] = defaultdict(set)
    for group in groups:
        meanings[group.word].add(group.members)
    findings = [
        found(Code.GROUPS_NOT_CHOSEN, Cell(file=path.name), word=word)
        for word, different in meanings.items()
        if len(different) > 1
    ]
    return _once(groups), findings


# ---- any table of rows ----


def _table(
    path: Path, field_of: Callable[[object], _F | None], key: _F
) -> tuple[list[list[str]], dict[_F, list[int]], int]:
    """The rows of the first table with a `key` column, its columns by field, the index of the row below its heading."""
    tables = [rows for rows in _tables(path) if any(any(row) for row in rows)]
    if not tables:
        raise CannotGoOn(Stop.REGISTRY_UNREADABLE, path=path, reason=wording.REASON_NO_ROWS)
    for rows in tables:
        for at, row in enumerate(rows[:_HEADING_ROWS]):
            places = _places(row, field_of)
            if key in places:
                return rows, {**places, key: places[key][:1]}, at + 1
    reason = wording.REASON_NO_NAMES.format(heading=key.value)
    raise CannotGoOn(Stop.REGISTRY_UNREADABLE, path=path, reason=reason)


def _places(row: Sequence[str], field_of: Callable[[object], _F | None]) -> dict[_F, list[int]]:
    """Columns by field; a field may have several (简称 and 别名)."""
    places: dict[_F, list[int]] = {}
    for column, cell in enumerate(row):
        field = field_of(cell)
        if field is not None:
            places.setdefault(field, []).append(column)
    return places


def _tables(path: Path) -> list[list[list[str]]]:
    """The rows of a .csv, or of every sheet of a workbook that people see."""
    data = read_whole(path)
    if data.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        from taskbook.intake.sheet import read_sheets

        tables = [table for table in read_sheets(data, path, None) if table.visible]
        return [[[slot.text for slot in row] for row in table.rows] for table in tables]
    text = decode(data)
    if text is None:
        raise CannotGoOn(Stop.REGISTRY_UNREADABLE, path=path, reason=wording.KIND_UNKNOWN)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    return [[[cell.strip() for cell in row] for row in rows]]


def _separator(text: str) -> str:
    """The separator that stands most often in the first lines."""
    head = "\n".join(text.split("\n")[:_HEADING_ROWS])
    return max(",\t;；，", key=lambda mark: (head.count(mark), -",\t;；，".index(mark)))


def _joined(row: Sequence[str], columns: Sequence[int]) -> str:
    """The texts of a field's columns (简称 and 别名 are both 别名)."""
    return "；".join(row[at].strip() for at in columns if at < len(row) and row[at].strip())
