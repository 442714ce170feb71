"""What a responsibility cell says: the cell cut into tokens, every character in exactly one of them.

`read_cell` is the entry. It never raises and never guesses: a name the registry does not know stays as written
(with its carried prefix), a text that is no name becomes a doubt.
"""

from __future__ import annotations

from taskbook.language.beside import (
    DOES,
    ELLIPSIS,
    HAN_NAME,
    JOINER,
    MARKS_AFTER,
    NOBODY,
    NUMBERING,
    PLACES_AT_END,
    UP_TO_STOP,
    all_names,
    closing,
    count_at_end,
    joins,
)
from taskbook.language.cell import CellReading, Part
from taskbook.language.collectives import group_at, is_collective, open_tail
from taskbook.language.directory import Directory, How, Resolution
from taskbook.language.marking import Marking
from taskbook.language.names import glued_names, goes_on, is_person, looks_like_unit
from taskbook.language.roles import (
    is_role_phrase,
    label_at,
    leading_filler,
    role_of,
    role_suffix,
    role_within,
)
from taskbook.language.wrapping import SEPARATORS, STOPS
from taskbook.model import PartyKind

_LONGEST_RUN = 200  # no list of names without a separator is longer
_DEEPEST = 8  # brackets in brackets


def read_cell(text: str, directory: Directory, prefixes: tuple[str, ...] = ()) -> CellReading:
    """Read a 牵头单位/责任单位/配合单位 cell. `prefixes`: what a cell before it in the row hands on."""
    return _Reader(text, directory, prefixes).read()


class _Reader:
    """One pass over one cell: decides what each stretch is; `mark` takes it down."""

    def __init__(self, written: str, directory: Directory, prefixes: tuple[str, ...]) -> None:
        self.directory = directory
        self.mark = Marking(written, directory, prefixes)
        self.text = self.mark.text

    def read(self) -> CellReading:
        if NOBODY.fullmatch(self.text):
            self.mark.token(Part.FILLER, 0, len(self.text))
        else:
            self._scan(0, len(self.text), depth=0)
        return self.mark.finish()

    # scanning -----------------------------------------------------------------------------------------------

    def _scan(self, position: int, end: int, depth: int) -> None:
        while position < end:
            if self.text[position] in SEPARATORS:
                self.mark.separator(position, position + 1)
                position += 1
            elif match := NUMBERING.match(self.text, position, end):
                self.mark.token(Part.FILLER, position, match.end())
                position = match.end()
            elif label := label_at(self.text, position, end):
                self.mark.label(label.role, position, label.end)
                position = label.end
            elif self.text[position] in "()":
                position = self._bracket(position, end, depth)
            else:
                stop = self._run_end(position, end)
                self._run(position, stop)
                position = stop

    def _run_end(self, position: int, end: int) -> int:
        """Where the run of characters that begins here ends: at a separator, unless a name or group phrase spans it."""
        spanning = group_at(self.text, position, self.directory)
        for spelling in self.directory.broken_spellings:
            if self.text.startswith(spelling, position):
                spanning = max(spanning, position + len(spelling))
                break
        stop = max(position + 1, min(spanning, end))
        while stop < end and self.text[stop] != ":":
            if self.text[stop] in STOPS:
                further = self._past_bracket(position, stop, end) if self.text[stop] == "(" else stop
                if further == stop:
                    break
                stop = further - 1
            stop += 1
        if stop < end and self.text[stop] == ":":
            stop += 1
        return stop

    def _past_bracket(self, start: int, bracket: int, end: int) -> int:
        """Where a bracket ends that belongs to the run before it: A及各乡镇(街道), 河(湖)长制办公室; else where it begins."""
        before = self.text[start:bracket]
        for joiner in JOINER.finditer(before):
            stop = group_at(self.text, start + joiner.end(), self.directory)
            if stop > bracket:
                return min(stop, end)
        close = closing(self.text, bracket, end)
        if (
            close is not None
            and PLACES_AT_END.search(before)
            and open_tail(self.text[start : close + 1]) is not None
        ):
            return close + 1  # 等有关乡(镇)
        if close is None or self.directory.knows(before) or is_role_phrase(self.text[bracket + 1 : close]):
            return bracket
        after = UP_TO_STOP.match(self.text, close + 1, end)
        return close + 1 if after and goes_on(before, after[0]) else bracket

    def _bracket(self, position: int, end: int, depth: int) -> int:
        close = closing(self.text, position, end) if self.text[position] == "(" else None
        if close is None or depth > _DEEPEST:
            self.mark.token(Part.SEPARATOR, position, position + 1)
            return position + 1
        inner = self.text[position + 1 : close]
        before = self.mark.reading.tokens[-1].part if self.mark.reading.tokens else None
        named = before in (Part.UNIT, Part.GROUP, Part.TAIL)
        if not inner:
            self.mark.token(Part.FILLER, position, close + 1)
        elif is_role_phrase(inner):
            self.mark.role_in_bracket(role_of(inner), position, close + 1, follows=named)
        elif named and (role_suffix(inner) is not None or role_within(inner, self._stands_alone)):
            self._clause(position, close, depth)
        elif named:
            says_more = self._names_unit_again(inner) if before is Part.UNIT else self._names_members(inner)
            if says_more:
                self.mark.token(Part.NOTE, position, close + 1)
            else:
                self.mark.unread(inner, position, close + 1)
        else:
            self.mark.token(Part.SEPARATOR, position, position + 1)
            self._scan(position + 1, close, depth + 1)
            self.mark.token(Part.SEPARATOR, close, close + 1)
        return close + 1

    def _clause(self, position: int, close: int, depth: int) -> None:
        """A bracket with names and roles of its own: 区教育局(牵头,区财政局配合)."""
        self.mark.token(Part.SEPARATOR, position, position + 1)
        first = UP_TO_STOP.match(self.text, position + 1, close)
        begin = position + 1
        if first and is_role_phrase(first[0]):
            self.mark.role_in_bracket(role_of(first[0]), begin, first.end(), follows=True)
            begin = first.end()
        self.mark.clause()
        self._scan(begin, close, depth + 1)
        self.mark.clause()
        self.mark.token(Part.SEPARATOR, close, close + 1)

    def _names_unit_again(self, inner: str) -> bool:
        """A bracket after a unit holds another name of it; a different registry unit there is a doubt."""
        resolution = self.directory.resolve(inner, self.mark.prefixes)
        if resolution and self.mark.last.how in (How.UNKNOWN, How.AMBIGUOUS, How.ABBREVIATION):
            self.mark.amend_last(name=resolution.unit, how=resolution.how, candidates=())
            return True
        if resolution:
            return resolution.unit == self.mark.last.name
        return all_names(inner) and not is_collective(inner)

    def _names_members(self, inner: str) -> bool:
        """A bracket after a group phrase may name its members: all of them units of the registry."""
        mentions = [m for m in read_cell(inner, self.directory, self.mark.prefixes).mentions if not m.tail]
        known = all(m.kind is PartyKind.UNIT and m.how not in (How.UNKNOWN, How.AMBIGUOUS) for m in mentions)
        if mentions and known:
            self.mark.amend_last(members=tuple(dict.fromkeys(mention.name for mention in mentions)))
        return bool(mentions) and known

    # one run between separators -----------------------------------------------------------------------------

    def _run(self, start: int, end: int) -> None:
        text = self.text[start:end]
        if not text:
            return
        if len(text) > _LONGEST_RUN:
            self.mark.unread(text, start, end)
            return
        resolution = self.directory.resolve(text, self.mark.prefixes)
        if resolution:
            self.mark.unit(start, end, resolution)
        elif text.endswith(":") and self._stands_alone(text[:-1]):
            self._run(start, end - 1)
            self.mark.token(Part.SEPARATOR, end - 1, end)
        elif ellipsis := ELLIPSIS.search(text):
            self._run(start, start + ellipsis.start())
            self.mark.unread(ellipsis[0], start + ellipsis.start(), end)
        elif marks := MARKS_AFTER.search(text):
            self._run(start, start + marks.start())
            self.mark.token(Part.FILLER, start + marks.start(), end)
        elif self.mark.reading.mentions and (cut := count_at_end(text)):
            self._run(start, start + cut)
            self.mark.token(Part.FILLER, start + cut, end)
        elif skip := leading_filler(text):
            self.mark.token(Part.FILLER, start, start + skip)
            self._run(start + skip, end)
        elif (cut := role_suffix(text)) is not None:
            self._run(start, start + cut)
            self.mark.role(start + cut, end)
        elif (cut := open_tail(text)) is not None:
            self._run(start, start + cut)
            self.mark.tail(start + cut, end)
        elif not (self._group(start, end) or self._role_inside(start, end) or self._joined(start, end)):
            self._leaf(start, end, resolution)

    def _group(self, start: int, end: int) -> bool:
        stop = group_at(self.text, start, self.directory, end)
        if stop == start:
            return False
        joiner = JOINER.match(self.text, stop, end)
        if (
            self.text[stop : min(stop + 1, end)] == "各"
            and group_at(self.text, stop, self.directory, end) > stop
        ):
            self.mark.group(start, stop)  # 各镇街各部门
            self._run(stop, end)
        elif joiner and self._stands_alone(self.text[joiner.end() : end]):
            self.mark.group(start, stop)
            self.mark.token(Part.SEPARATOR, stop, joiner.end())
            self._run(joiner.end(), end)
        elif stop == end or not self._role_inside(start, end):  # 各乡镇配合做好征地
            self.mark.group(start, end)
        return True

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
        for joiner in JOINER.finditer(text):
            left, right = text[: joiner.start()], text[joiner.end() :]
            if not joins(text, joiner.start()) and not self.directory.knows(right):
                continue
            if self._stands_alone(left) and self._stands_alone(right):
                self._run(start, start + joiner.start())
                if joiner[0].endswith("会同"):
                    self.mark.together_with()
                self.mark.token(Part.SEPARATOR, start + joiner.start(), start + joiner.end())
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
        known = self.directory.knows(text) or looks_like_unit(text) or is_collective(text)
        return known or group_at(text, 0, self.directory) > 0

    def _leaf(self, start: int, end: int, resolution: Resolution) -> None:
        text = self.text[start:end]
        if pieces := self._glued(text):
            for piece in pieces:
                self.mark.unit(start, start + len(piece), self.directory.resolve(piece, self.mark.prefixes))
                start += len(piece)
        elif is_collective(text):
            self.mark.group(start, end)
        elif looks_like_unit(text) or (
            self.directory.units and HAN_NAME.fullmatch(text) and not is_person(text)
        ):
            self.mark.unit(start, end, resolution)
        elif (does := DOES.search(text)) and looks_like_unit(text[: does.start()]):
            self._run(start, start + does.start())  # 市财政局保障经费
            self.mark.unread(text[does.start() :], start + does.start(), end)
        else:
            self.mark.unread(text, start, end)

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
