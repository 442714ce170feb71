"""What reading a responsibility cell gives: tokens that cover it, mentions of units and groups, doubts."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto

from taskbook.findings import Code
from taskbook.language.directory import How
from taskbook.model import PartyKind, Role


class Part(Enum):
    """What a stretch of a cell is."""

    UNIT = auto()
    GROUP = auto()
    TAIL = auto()  # 等, 等相关部门
    ROLE = auto()  # 牵头, 按职责分工负责, 责任单位：
    SEPARATOR = auto()
    NOTE = auto()  # a bracket that holds another name of the unit before it
    FILLER = auto()  # blanks, numbering, 由, 无
    UNREAD = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """`start`, `end`: offsets in the cell as written; tokens of a cell are adjacent and cover it wholly."""

    part: Part
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A unit, a group phrase or an open tail named in a cell.

    `name`: the registry name, or the squeezed text with its carried prefix; `text` as written, squeezed.
    `role` is the cell's own word for it (牵头…), None where the column decides.
    """

    kind: PartyKind
    name: str
    text: str
    start: int
    end: int
    how: How = How.UNKNOWN
    role: Role | None = None
    candidates: tuple[str, ...] = ()
    members: tuple[str, ...] = ()  # units that a bracket after a group names
    tail: bool = False


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something in a cell that a person must look at: a code, the details of its sentence, where in the cell."""

    code: Code
    details: dict[str, object]
    start: int = 0


@dataclass(slots=True)
class CellReading:
    """All that a cell says; `prefixes` is what it hands on to the next cell of its row."""

    tokens: list[Token] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    prefixes: tuple[str, ...] = ()
