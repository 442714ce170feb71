"""Taking down what a responsibility cell says while it is read: tokens, mentions, and whom a role word is about."""

from __future__ import annotations

from dataclasses import replace

from taskbook.findings import Code
from taskbook.language.cell import CellReading, Doubt, Mention, Part, Token
from taskbook.language.directory import Directory, How, Resolution
from taskbook.language.names import names_level, prefixes_of, with_carried_prefix
from taskbook.language.roles import role_of
from taskbook.language.text import fold
from taskbook.language.wrapping import TIERS, without_blanks
from taskbook.model import PartyKind, Role


class Marking:
    """The cell without blanks (`text`), where each of its characters stood (`places`), and what was found so far.

    All offsets given to its methods are offsets in `text`; what it takes down has offsets in the cell as written.
    """

    def __init__(self, written: str, directory: Directory, prefixes: tuple[str, ...]) -> None:
        self.written = written
        self.text, self.places = without_blanks(fold(written), directory)
        self.reading = CellReading(prefixes=prefixes)
        self._tier = 0  # index of the first mention of the tier that is being read
        self._after_role = 0  # index of the first mention after the last role phrase
        self._label: Role | None = None  # 责任单位：… speaks of all that follows
        self._next_role: Role | None = None  # （牵头）A, A会同B: speaks of what comes next

    @property
    def prefixes(self) -> tuple[str, ...]:
        return self.reading.prefixes

    @property
    def last(self) -> Mention:
        return self.reading.mentions[-1]

    def amend_last(self, **changes: object) -> None:
        """Change fields of the last mention (a bracket after it said more)."""
        self.reading.mentions[-1] = replace(self.last, **changes)  # type: ignore[arg-type]

    def token(self, part: Part, start: int, end: int) -> None:
        if end > start:
            self.reading.tokens.append(Token(part, self.places[start], self.places[end - 1] + 1))

    def separator(self, start: int, end: int) -> None:
        character = self.text[start:end]
        if character in TIERS:
            self._tier = len(self.reading.mentions)
        if character == "。":
            self._doubt(Code.FULL_STOP_IN_UNITS, {}, start)
        self.token(Part.SEPARATOR, start, end)

    def unit(self, start: int, end: int, resolution: Resolution) -> None:
        text = self.text[start:end]
        carried = with_carried_prefix(text, self.prefixes)
        name = resolution.unit or carried.removesuffix(text) + self._as_written(start, end)
        self._mention(Part.UNIT, PartyKind.UNIT, name, start, end)
        self.amend_last(how=resolution.how, candidates=resolution.candidates)
        own = prefixes_of(text)
        self.reading.prefixes = own if names_level(own) else self.prefixes or own or prefixes_of(name)

    def group(self, start: int, end: int) -> None:
        self._mention(Part.GROUP, PartyKind.GROUP, self._as_written(start, end), start, end)

    def tail(self, start: int, end: int) -> None:
        self._mention(Part.TAIL, PartyKind.GROUP, self._as_written(start, end), start, end)
        self.amend_last(tail=True)

    def unread(self, text: str, start: int, end: int) -> None:
        self._doubt(Code.UNREAD_TEXT, {"text": text}, start)
        self.token(Part.UNREAD, start, end)

    def label(self, role: Role | None, start: int, end: int) -> None:
        self._label, self._tier = role, len(self.reading.mentions)
        self.token(Part.ROLE, start, end)

    def role_in_bracket(self, role: Role | None, start: int, end: int, *, follows: bool) -> None:
        """（牵头）: of the mention just before it, or of the next one."""
        self.token(Part.ROLE, start, end)
        if follows:
            self.amend_last(role=role)
            self._tier = max(self._tier, len(self.reading.mentions))
        else:
            self._next_role = role

    def clause(self) -> None:
        """A clause begins inside a bracket; its role words do not reach back out of it."""
        self._tier = self._after_role = len(self.reading.mentions)

    def together_with(self) -> None:
        """A会同B: A leads unless said otherwise, B supports."""
        if self.reading.mentions:
            self.amend_last(role=self.last.role or Role.LEAD)
            self._tier, self._next_role = len(self.reading.mentions), Role.SUPPORT

    def role(self, start: int, end: int) -> None:
        """A role phrase: 牵头 speaks of its own tier; 配合 and 负责 of all since the role phrase before them."""
        role = role_of(self.text[start:end])
        mentions = self.reading.mentions
        if role is None and any(mention.role is Role.LEAD for mention in mentions[: self._tier]):
            role = Role.RESPONSIBLE  # A牵头，B按职责分工负责; alone, 负责 leaves the column's role
        reaches_back = role is not Role.LEAD and self._after_role > 0
        for index in range(self._after_role if reaches_back else self._tier, len(mentions)):
            own_word = index < self._tier and mentions[index].role is not None
            if not own_word and (role or self._next_role):
                mentions[index] = replace(mentions[index], role=role or self._next_role)
        self._tier = self._after_role = len(mentions)
        self._next_role = None
        self.token(Part.ROLE, start, end)

    def finish(self) -> CellReading:
        """The reading, with the blanks between tokens accounted for as fillers."""
        covered: list[Token] = []
        position = 0
        for token in sorted(self.reading.tokens, key=lambda token: token.start):
            if token.start > position:
                covered.append(Token(Part.FILLER, position, token.start))
            covered.append(token)
            position = token.end
        if position < len(self.written):
            covered.append(Token(Part.FILLER, position, len(self.written)))
        self.reading.tokens = covered
        return self.reading

    def _mention(self, part: Part, kind: PartyKind, name: str, start: int, end: int) -> None:
        place, stop = self.places[start], self.places[end - 1] + 1
        role = self._next_role or self._label
        self.reading.mentions.append(
            Mention(kind, name, self.text[start:end], place, stop, How.UNKNOWN, role)
        )
        self.token(part, start, end)

    def _as_written(self, start: int, end: int) -> str:
        """The characters as the cell has them (full-width kept), without blanks."""
        return "".join(self.written[self.places[index]] for index in range(start, end))

    def _doubt(self, code: Code, details: dict[str, object], start: int) -> None:
        if not (code is Code.FULL_STOP_IN_UNITS and any(doubt.code is code for doubt in self.reading.doubts)):
            self.reading.doubts.append(Doubt(code, details, self.places[start]))
