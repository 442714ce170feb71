"""What an item of a plan is cut into, and what its surroundings tell about it."""

from __future__ import annotations

from dataclasses import dataclass, field

from taskbook.language.directory import Directory
from taskbook.prose.draft import Left
from taskbook.prose.parties.naming import Closing, Default, Subject


@dataclass(frozen=True, slots=True)
class Around:
    """What an item's surroundings tell: its heading's words, what such a heading heads, whether it opens or closes the
    plan, whether it is one of a numbered list, which pairs of characters the whole plan shares."""

    directory: Directory
    topic: str = ""
    under: Left | None = None
    opening: bool = False
    closes: bool = False
    numbered: bool = False
    common: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Cut:
    """text[start:end] of an item: an obligation, or background where `left` says of what kind.

    `words`: where the text behind a mark begins. `subject` is its own; `carried` one that the same sentence named
    before; `before` whom the sentence before named, who is not taken over. `sentences`: how many were taken together
    by judgement; `split`: its sentence was cut by judgement; `joined`: closings amid one sentence, each with parties of its own, were
    put together; `sure`: it asks for something.
    """

    start: int
    end: int
    words: int
    left: Left | None = None
    closings: tuple[Closing, ...] = ()
    subject: Subject | None = None
    carried: Subject | None = None
    before: str = ""
    sentences: int = 1
    split: bool = False
    sure: bool = True
    joined: bool = False
    opens: bool = False  # it ends with a colon: what follows is about it


@dataclass(slots=True)
class Item:
    """What an item was cut into; `rules` are those it states. Offsets count in its text, which the cuts tile."""

    cuts: list[Cut] = field(default_factory=list)
    rules: list[Default] = field(default_factory=list)
