"""What a responsibility cell says: the cell cut into tokens, every character in exactly one of them.

`read_cell` is the entry. It never raises and never guesses: a name the registry does not know stays as written
(with its carried prefix), a text that is no name becomes a doubt.
"""

from __future__ import annotations

import re
from dataclasses import replace

from taskbook.findings import Code
from taskbook.language.cell import CellReading, Doubt, Mention, Part, Token
from taskbook.language.directory import Directory, How, Resolution
from taskbook.language.groups import group_at, open_tail
from taskbook.language.names import glued_names, looks_like_unit, prefixes_of, with_carried_prefix
from taskbook.language.roles import (
    is_role_phrase,
    label_at,
    leading_filler,
    role_of,
    role_suffix,
    role_within,
)
from taskbook.language.text import fold
from taskbook.language.wrapping import SEPARATORS, STOPS, TIERS, without_blanks
from taskbook.model import PartyKind, Role

_NOBODY = re.compile(r"[-—–―－_/\\*]*(?:无|暂无|/)?[-—–―－_/\\*]*")
_NUMBERING = re.compile(r"(?:\d{1,2}[.、)](?!\d)|\(\d{1,2}\)|[①-⑳])(?=[\u4e00-\u9fff(])")
_HAN_NAME = re.compile(r"[\u4e00-\u9fff]{2,16}")
_JOINER = re.compile(r"以及|会同|联合|并会同|及|和|与|暨|同")


def read_cell(text: str, directory: Directory, prefixes: tuple[str, ...] = ()) -> CellReading:
    """Read a 牵头单位/责任单位/配合单位 cell. `prefixes`: what a cell before it in the row hands on."""
    return _Reader(text, directory, prefixes).read()


class _Reader:
    """One pass over one cell: the text without blanks (`text`), and where each character stood (`places`)."""

    def __init__(self, written: str, directory: Directory, prefixes: tuple[str, ...]) -> None:
        self.directory = directory
        self.reading = CellReading(prefixes=prefixes)
        self.written = written
        self.text, self.places = without_blanks(fold(written), directory)
        self.clause = 0  # index of the first mention of the tier that is being read
        self.after_role = 0  # index of the first mention after the last role phrase
        self.label: Role | None = None
        self.next_role: Role | None = None

    def read(self) -> CellReading:
        if _NOBODY.fullmatch(self.text):
            self._token(Part.FILLER, 0, len(self.text))
        else:
            self._scan(0, len(self.text))
        self._account_for_blanks()
        return self.reading

    # scanning -----------------------------------------------------------------------------------------------

    def _scan(self, position: int, end: int) -> None:
        while position < end:
            character = self.text[position]
            if character in SEPARATORS:
                position = self._separator(position, character)
            elif match := _NUMBERING.match(self.text, position, end):
                self._token(Part.FILLER, position, match.end())
                position = match.end()
            elif label := label_at(self.text, position, end):
                self.label, self.clause = label.role, len(self.reading.mentions)
                self._token(Part.ROLE, position, label.end)
                position = label.end
            elif character in "()":
                position = self._bracket(position, end)
            else:
                stop = self._run_end(position, end)
                self._run(position, stop)
                position = stop

    def _separator(self, position: int, character: str) -> int:
        if character in TIERS:
            self.clause = len(self.reading.mentions)
        if character == "。":
            self._doubt(Code.FULL_STOP_IN_UNITS, {}, position)
        self._token(Part.SEPARATOR, position, position + 1)
        return position + 1

    def _run_end(self, position: int, end: int) -> int:
        """Where the run of characters that begins here ends: at a separator, unless a name or group phrase spans it."""
        spanning = group_at(self.text, position, self.directory)
        for spelling in self.directory.broken_spellings:
            if self.text.startswith(spelling, position):
                spanning = max(spanning, position + len(spelling))
                break
        stop = max(position + 1, min(spanning, end))
        while stop < end and self.text[stop] not in STOPS and self.text[stop] != ":":
            stop += 1
        if stop < end and self.text[stop] == ":":
            stop += 1
        return stop

    def _bracket(self, position: int, end: int) -> int:
        if self.text[position] == ")":
            self._token(Part.SEPARATOR, position, position + 1)
            return position + 1
        close = _closing(self.text, position, end)
        if close is None:
            self._token(Part.SEPARATOR, position, position + 1)
            return position + 1
        inner = self.text[position + 1 : close]
        after = position > 0 and bool(self.reading.tokens) and self.reading.tokens[-1].part
        if not inner:
            self._token(Part.FILLER, position, close + 1)
        elif is_role_phrase(inner):
            self._role_in_bracket(
                role_of(inner), position, close + 1, follows=after in (Part.UNIT, Part.GROUP, Part.TAIL)
            )
        elif after is Part.UNIT:
            self._note_on_unit(inner, position, close + 1)
        elif after is Part.GROUP:
            self._note_on_group(inner, position, close + 1)
        else:
            self._token(Part.SEPARATOR, position, position + 1)
            self._scan(position + 1, close)
            self._token(Part.SEPARATOR, close, close + 1)
        return close + 1

    def _role_in_bracket(self, role: Role | None, start: int, end: int, follows: bool) -> None:
        self._token(Part.ROLE, start, end)
        if follows:
            self.reading.mentions[-1] = replace(self.reading.mentions[-1], role=role)
            self.clause = max(self.clause, len(self.reading.mentions))
        else:
            self.next_role = role

    def _note_on_unit(self, inner: str, start: int, end: int) -> None:
        """A bracket after a unit holds another name of it; a different registry unit there is a doubt."""
        mention = self.reading.mentions[-1]
        resolution = self.directory.resolve(inner, self.reading.prefixes)
        if resolution and mention.how in (How.UNKNOWN, How.AMBIGUOUS, How.ABBREVIATION):
            self.reading.mentions[-1] = replace(
                mention, name=resolution.unit, how=resolution.how, candidates=()
            )
        elif resolution.unit != mention.name if resolution else not _all_names(inner):
            self._unread(inner, start, end)
            return
        self._token(Part.NOTE, start, end)

    def _note_on_group(self, inner: str, start: int, end: int) -> None:
        """A bracket after a group phrase may name its members."""
        inside = read_cell(inner, self.directory, self.reading.prefixes)
        units = [
            m.name
            for m in inside.mentions
            if m.kind is PartyKind.UNIT and m.how not in (How.UNKNOWN, How.AMBIGUOUS)
        ]
        if units and len(units) == len([m for m in inside.mentions if not m.tail]):
            mention = self.reading.mentions[-1]
            self.reading.mentions[-1] = replace(mention, members=tuple(dict.fromkeys(units)))
            self._token(Part.NOTE, start, end)
        else:
            self._unread(inner, start, end)

    # one run between separators -----------------------------------------------------------------------------

    def _run(self, start: int, end: int) -> None:
        text = self.text[start:end]
        if not text:
            return
        resolution = self.directory.resolve(text, self.reading.prefixes)
        if resolution:
            self._unit(start, end, resolution)
        elif skip := leading_filler(text):
            self._token(Part.FILLER, start, start + skip)
            self._run(start + skip, end)
        elif (cut := role_suffix(text)) is not None:
            self._run(start, start + cut)
            self._role(start + cut, end)
        elif (cut := open_tail(text)) is not None:
            self._run(start, start + cut)
            self._tail(start + cut, end)
        elif not (self._group(start, end) or self._role_inside(start, end) or self._joined(start, end)):
            self._leaf(start, end, resolution)

    def _group(self, start: int, end: int) -> bool:
        stop = min(group_at(self.text, start, self.directory), end)
        if stop == start:
            return False
        joiner = _JOINER.match(self.text, stop, end)
        if joiner and self._stands_alone(self.text[joiner.end() : end]):
            self._mention_group(start, stop)
            self._token(Part.SEPARATOR, stop, joiner.end())
            self._run(joiner.end(), end)
        else:
            self._mention_group(start, end)
        return True

    def _mention_group(self, start: int, end: int) -> None:
        self._mention(Part.GROUP, PartyKind.GROUP, self._written(start, end), start, end)

    def _role_inside(self, start: int, end: int) -> bool:
        """市教育局牵头市财政局配合: a role word in the middle, after something that is a name."""
        cut = role_within(self.text[start:end], self._stands_alone)
        if cut is None:
            return False
        self._run(start, start + cut)
        self._run(start + cut, end)
        return True

    def _joined(self, start: int, end: int) -> bool:
        """A和B, A及各部门, A会同B: cut where both sides are names; 工业和信息化局 has no such place."""
        text = self.text[start:end]
        for joiner in _JOINER.finditer(text):
            left, right = text[: joiner.start()], text[joiner.end() :]
            if self._stands_alone(left) and self._stands_alone(right):
                self._run(start, start + joiner.start())
                if joiner[0].endswith("会同") and self.reading.mentions:
                    last = self.reading.mentions[-1]
                    self.reading.mentions[-1] = replace(last, role=last.role or Role.LEAD)
                    self.clause, self.next_role = len(self.reading.mentions), Role.SUPPORT
                self._token(Part.SEPARATOR, start + joiner.start(), start + joiner.end())
                self._run(start + joiner.end(), end)
                return True
        return False

    def _stands_alone(self, text: str) -> bool:
        """Whether a stretch is a name, a group phrase, or a list of them with joiners, tails and role words."""
        if (cut := role_suffix(text)) is not None:
            text = text[:cut]
        if (cut := open_tail(text)) is not None:
            text = text[:cut]
        if not text:
            return False
        known = self.directory.knows(text) or looks_like_unit(text)
        return known or group_at(text, 0, self.directory) > 0

    def _leaf(self, start: int, end: int, resolution: Resolution) -> None:
        text = self.text[start:end]
        if pieces := self._glued(text):
            for piece in pieces:
                self._unit(start, start + len(piece), self.directory.resolve(piece, self.reading.prefixes))
                start += len(piece)
        elif looks_like_unit(text) or (self.directory.units and _HAN_NAME.fullmatch(text)):
            self._unit(start, end, resolution)
        else:
            self._unread(text, start, end)

    def _glued(self, text: str) -> list[str]:
        """区教育局区财政局 (a lost separator): cut if registry names cover the text, or all begin with one prefix."""
        pieces: list[str] = []
        position = 0
        while position < len(text):
            stops = range(len(text), position + 2, -1)
            stop = next((stop for stop in stops if self.directory.knows(text[position:stop])), None)
            if stop is None:
                return glued_names(text)
            pieces.append(text[position:stop])
            position = stop
        return pieces if len(pieces) > 1 else []

    # what was found -----------------------------------------------------------------------------------------

    def _unit(self, start: int, end: int, resolution: Resolution) -> None:
        text = self.text[start:end]
        name = resolution.unit or with_carried_prefix(text, self.reading.prefixes)
        self._mention(Part.UNIT, PartyKind.UNIT, name, start, end, resolution)
        self.reading.prefixes = prefixes_of(text) or self.reading.prefixes or prefixes_of(name)

    def _tail(self, start: int, end: int) -> None:
        self._mention(Part.TAIL, PartyKind.GROUP, self._written(start, end), start, end)
        self.reading.mentions[-1] = replace(self.reading.mentions[-1], tail=True)

    def _written(self, start: int, end: int) -> str:
        """The characters as the cell has them (full-width kept), without blanks."""
        return "".join(self.written[self.places[index]] for index in range(start, end))

    def _mention(
        self,
        part: Part,
        kind: PartyKind,
        name: str,
        start: int,
        end: int,
        resolution: Resolution | None = None,
    ) -> None:
        how, candidates = (
            (resolution.how, resolution.candidates) if resolution is not None else (How.UNKNOWN, ())
        )
        place, stop = self.places[start], self.places[end - 1] + 1
        role = self.next_role or self.label
        mention = Mention(kind, name, self.text[start:end], place, stop, how, role, candidates)
        self.reading.mentions.append(mention)
        self._token(part, start, end)

    def _role(self, start: int, end: int) -> None:
        """A role phrase: 牵头 speaks of its own tier; 配合 and 负责 of all since the role phrase before them."""
        role = role_of(self.text[start:end])
        mentions = self.reading.mentions
        beside_lead = any(mention.role is Role.LEAD for mention in mentions[: self.clause])
        if role is None and beside_lead:
            role = Role.RESPONSIBLE
        reaches_back = role is not Role.LEAD and self.after_role > 0
        for index in range(self.after_role if reaches_back else self.clause, len(mentions)):
            own_word = index < self.clause and mentions[index].role is not None
            if not own_word and (role or self.next_role):
                mentions[index] = replace(mentions[index], role=role or self.next_role)
        self.clause = self.after_role = len(mentions)
        self.next_role = None
        self._token(Part.ROLE, start, end)

    def _unread(self, text: str, start: int, end: int) -> None:
        self._doubt(Code.UNREAD_TEXT, {"text": text}, start)
        self._token(Part.UNREAD, start, end)

    def _doubt(self, code: Code, details: dict[str, object], start: int) -> None:
        if not (code is Code.FULL_STOP_IN_UNITS and any(d.code is code for d in self.reading.doubts)):
            self.reading.doubts.append(Doubt(code, details, self.places[start]))

    def _token(self, part: Part, start: int, end: int) -> None:
        if end > start:
            self.reading.tokens.append(Token(part, self.places[start], self.places[end - 1] + 1))

    def _account_for_blanks(self) -> None:
        """Blanks belong to the token they stand in, or become fillers between tokens."""
        covered, position = [], 0
        for token in sorted(self.reading.tokens, key=lambda token: token.start):
            if token.start > position:
                covered.append(Token(Part.FILLER, position, token.start))
            covered.append(token)
            position = token.end
        if position < len(self.written):
            covered.append(Token(Part.FILLER, position, len(self.written)))
        self.reading.tokens = covered


def _closing(text: str, start: int, end: int) -> int | None:
    depth = 0
    for index in range(start, end):
        depth += (text[index] == "(") - (text[index] == ")")
        if depth == 0:
            return index
    return None


def _all_names(text: str) -> bool:
    return looks_like_unit(text) or all(looks_like_unit(part) for part in re.split("[、,和及]", text))
