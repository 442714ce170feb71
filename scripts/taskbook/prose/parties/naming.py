"""Who and by when, as read from running text: texts for a plan's columns, in the document's words.

Offsets here count in `Clean.text`, half-open.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from taskbook.language.cell import CellReading, Mention, Part
from taskbook.language.directory import Directory
from taskbook.language.names import with_carried_prefix
from taskbook.language.parties import read_cell
from taskbook.language.text import squeeze
from taskbook.model import Role


@dataclass(frozen=True, slots=True)
class PartyTexts:
    """Cells of 牵头单位, 责任单位, 配合单位 and 牵头领导; `read_cell` finds in them, read in this order, who was named."""

    lead: str = ""
    responsible: str = ""
    support: str = ""
    leader: str = ""

    def __bool__(self) -> bool:
        return bool(self.lead or self.responsible or self.support or self.leader)


class Form(StrEnum):
    """How a closing is written."""

    BRACKET = "bracket"  # （责任单位：区财政局）
    LABEL = "label"  # 责任单位：区财政局
    CLAUSE = "clause"  # ，由区财政局牵头，区审计局配合。


@dataclass(frozen=True, slots=True)
class Closing:
    """Who and by when, said in a place of its own; `start` and `end` take in its brackets and labels.

    `kept`: what stands between its labels and says something else of the task (资金来源：财政拨款).
    """

    start: int
    end: int
    parties: PartyTexts
    deadline: str = ""
    measure: str = ""
    sure: bool = True
    form: Form = Form.BRACKET
    kept: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """Who a sentence says shall act; `start` and `end` are the words that say it."""

    start: int
    end: int
    parties: PartyTexts
    sure: bool = True


class Rule(StrEnum):
    """What is said once for many tasks."""

    ADDS_PARTY = "adds_party"  # 以下均需各县区落实，不再列出
    FIRST_LEADS = "first_leads"  # 列第一位的为牵头单位
    RESPONSIBLE_LEADS = "responsible_leads"  # 无牵头单位的，责任单位即为牵头单位
    DEADLINE = "deadline"  # 各项任务均于11月底前完成
    PARTY_FOR_ALL = "party_for_all"  # 以上任务责任单位：区政府办


class Scope(StrEnum):
    """Which tasks a rule is about."""

    DOCUMENT = "document"
    BELOW = "below"
    ABOVE = "above"
    SECTION = "section"


@dataclass(frozen=True, slots=True)
class Default:
    """A rule for many tasks and where it stands; `parties` and `deadline` are what it gives, '' where it gives none.

    `numbers`: the tasks it is about, by their printed numbers (第7至第10项); None: by its scope. `others_support`: of
    FIRST_LEADS, whoever does not stand first supports (其余为配合单位).
    """

    kind: Rule
    start: int
    end: int
    parties: PartyTexts = PartyTexts()
    deadline: str = ""
    scope: Scope = Scope.DOCUMENT
    numbers: tuple[int, int] | None = None
    others_support: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """A text for 完成时限 from a task's own words, '' for none; `several`: it names more than one point in time."""

    text: str = ""
    sure: bool = True
    several: bool = False

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class Named:
    """A unit, group or open tail as a cell shall name it: `key` is who it must be read as."""

    key: tuple[str, str]
    role: Role
    spellings: tuple[str, ...]  # as written, with the carried prefix, the registry's name
    joiner: str  # what stands before it in a list
    tail: bool = False


_COLUMNS = (Role.LEAD, Role.RESPONSIBLE, Role.SUPPORT)


def party_texts(
    said: Sequence[tuple[Role, str]],
    directory: Directory,
    leader: str = "",
    first_leads: bool = False,
    others_support: bool = False,
) -> PartyTexts:
    """Cells from texts that name parties, in the order they stand in; each with the role its place gives.

    `first_leads`: whoever stands first leads; `others_support`: and the others support. A name whose carried prefix would be lost in its column gets it: 市发展改革委牵头，财政局配合 → 市发展改革委, 市财政局.
    """
    named = list(names_in(said, directory))
    if first_leads and named and named[0].role is Role.RESPONSIBLE:
        others = named[1:]
        if others_support:
            others = [replace(one, role=Role.SUPPORT) for one in others]
        named = [replace(named[0], role=Role.LEAD), *others]
    named = _once(named)
    cells = {role: _joined(role, named) for role in _COLUMNS}
    if _read_back(cells, _wanted(named), directory) < 2:
        cells = _spelled_out(named, directory)
    return PartyTexts(cells[Role.LEAD], cells[Role.RESPONSIBLE], cells[Role.SUPPORT], leader)


def names_in(said: Sequence[tuple[Role, str]], directory: Directory) -> Iterator[Named]:
    """Everyone named, text after text; a prefix is carried from one to the next."""
    prefixes: tuple[str, ...] = ()
    for role, text in said:
        reading = read_cell(text, directory, prefixes)
        notes = {token.start: token.end for token in reading.tokens if token.part is Part.NOTE}
        for place, mention in enumerate(reading.mentions):
            before = reading.mentions[place - 1].end if place else mention.start
            joiner = "，" if place and set(text[before : mention.start]) & set("，,；;") else "、"
            yield _named(text, mention, notes.get(mention.end), reading, role, "" if mention.tail else joiner)
        prefixes = reading.prefixes or prefixes


def merged(first: PartyTexts, second: PartyTexts, directory: Directory) -> PartyTexts:
    """Both parties' texts as one; whoever is in both keeps the heavier role."""
    said = [
        (role, cell)
        for role, *cells in (
            (Role.LEAD, first.lead, second.lead),
            (Role.RESPONSIBLE, first.responsible, second.responsible),
            (Role.SUPPORT, first.support, second.support),
        )
        for cell in cells
        if cell
    ]
    leader = "、".join(dict.fromkeys(one for one in (first.leader, second.leader) if one))
    return party_texts(said, directory, leader)


def _named(
    text: str, mention: Mention, note: int | None, reading: CellReading, role: Role, joiner: str
) -> Named:
    """A mention with its spellings; `note` is where a bracket with another name of it ends."""
    written = squeeze_brackets(text[mention.start : note or mention.end])
    if mention.name.endswith(mention.text):
        carried = written if mention.tail else mention.name.removesuffix(mention.text) + written
    else:
        carried = with_carried_prefix(written, reading.prefixes)
    return Named(
        (mention.kind, squeeze(mention.name)),
        mention.role or role,
        (written, carried, mention.name),
        joiner,
        mention.tail,
    )


def squeeze_brackets(text: str) -> str:
    """A name without blanks and line breaks, its characters otherwise as written."""
    return "".join(text.split())


def _once(named: list[Named]) -> list[Named]:
    """Each party once, where it stands first, with its heaviest role."""
    heaviest: dict[tuple[str, str], Role] = {}
    for one in named:
        earlier = heaviest.get(one.key, one.role)
        heaviest[one.key] = min(earlier, one.role, key=_COLUMNS.index)
    kept: dict[tuple[str, str], Named] = {}
    for one in named:
        if one.role is heaviest[one.key]:
            kept.setdefault(one.key, one)
    return list(kept.values())


def _wanted(named: Sequence[Named]) -> list[tuple[tuple[str, str], Role]]:
    return [(one.key, role) for role in _COLUMNS for one in named if one.role is role]


def _joined(role: Role, named: Sequence[Named]) -> str:
    """A column's cell; its first name has its prefix, later ones as written."""
    text = ""
    for one in named:
        if one.role is role:
            text += one.joiner + one.spellings[0] if text else one.spellings[1]
    return text


def _read_back(
    cells: dict[Role, str], wanted: list[tuple[tuple[str, str], Role]], directory: Directory
) -> int:
    """2 if such cells name who is wanted, each read by itself or after the others; 1 only so; 0 not even so."""
    in_a_row, alone = (_keys(cells, directory, carried) for carried in (True, False))
    return int(in_a_row == wanted) + int(in_a_row == alone == wanted)


def _keys(cells: dict[Role, str], directory: Directory, carried: bool) -> list[tuple[tuple[str, str], Role]]:
    """Whom the cells name; `carried`: a prefix goes on from one cell to the next."""
    prefixes: tuple[str, ...] = ()
    keys = []
    for role in _COLUMNS:
        reading = read_cell(cells[role], directory, prefixes) if cells[role] else CellReading()
        prefixes = (reading.prefixes or prefixes) if carried else ()
        keys += [((one.kind, squeeze(one.name)), one.role or role) for one in reading.mentions]
    return keys


def _spelled_out(named: Sequence[Named], directory: Directory) -> dict[Role, str]:
    """The cells with the shortest spelling of each name that is still read as who is meant."""
    cells = dict.fromkeys(_COLUMNS, "")
    before: list[tuple[tuple[str, str], Role]] = []
    for role in _COLUMNS:
        for one in named:
            if one.role is role:
                before.append((one.key, role))
                cells[role] = _next_cell(cells, one, before, directory)
    return cells


def _next_cell(
    cells: dict[Role, str],
    one: Named,
    wanted: list[tuple[tuple[str, str], Role]],
    directory: Directory,
) -> str:
    """The cell with one more name: the first way of writing it that reads back."""
    begun = cells[one.role]
    ways = [
        begun + (joiner if begun else "") + spelling
        for spelling in (one.spellings if begun else one.spellings[1:])
        for joiner in dict.fromkeys((one.joiner, "，") if not one.tail else (one.joiner,))
    ]
    read = [_read_back({**cells, one.role: way}, wanted, directory) for way in ways]
    return ways[read.index(max(read))] if max(read) else ways[-1]
