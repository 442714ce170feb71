"""Which marks of a text head or number something: those that stand in order, where such marks stand."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from taskbook.prose.text.marks import Make, Mark, Place

_SENTENCE_END = re.compile(r"[。！？；]")
_LONGEST_HEADING = 50
_SHORT_HEADING = 16
_FAR = 12
"""So many numbers may be left out at a line's beginning; more is another sequence or no mark at all."""
_BARE_AHEAD = re.compile(r"[、，,]?[\u4e00-\u9fff“《A-Z]")
_AMID_WORDS = re.compile(r"[、，,和与及或到至]\s*$")


@dataclass(frozen=True, slots=True)
class Placed:
    """A mark that counts, and its depth: 0 the highest."""

    mark: Mark
    depth: int


@dataclass(frozen=True, slots=True)
class Unnumbered:
    """A heading without a number: where it begins, and the depth of its style, or the kind of marks it stands above."""

    start: int
    style: int | None = None
    above: Make | None = None


@dataclass(slots=True)
class _Open:
    """A level that is open: what its marks are like and how far they have counted; no `make` for headings without one."""

    make: Make | None
    number: int = 0
    stem: str = ""
    style: int | None = None


def in_sequence(
    text: str, marks: Sequence[Mark], bare: Sequence[Unnumbered] = (), styles: Mapping[int, int] | None = None
) -> tuple[list[Placed], dict[int, int]]:
    """The marks that count with their depths; and the depths of headings without numbers, by where they begin.

    `styles` tells the depth by style of the lines that begin with a mark, by where they begin.
    """
    walk = _Walk(text, marks, styles or {})
    depths: dict[int, int] = {}
    heads = list(reversed(bare))
    for at, mark in enumerate(marks):
        while heads and heads[-1].start <= mark.start:
            head = heads.pop()
            depths[head.start] = walk.open_bare(head)
        walk.take(at)
    for head in reversed(heads):
        depths[head.start] = walk.open_bare(head)
    return walk.placed, depths


class _Walk:
    """The text from its beginning to its end, with the levels that are open."""

    def __init__(self, text: str, marks: Sequence[Mark], styles: Mapping[int, int]) -> None:
        self.text = text
        self.styles = styles
        self.marks = marks
        self.levels: list[_Open] = []
        self.placed: list[Placed] = []
        self.flat = sum(mark.place is Place.LINE for mark in marks) < 0.3 * len(marks)
        self.last_end = 0
        self.counted: dict[Make, int] = {}  # the last number of each kind, of levels closed since too
        self.below: set[tuple[Make | None, Make]] = set()  # which kinds stood right below which
        self.after: dict[tuple[Make, str], list[int]] = {}
        for at, mark in enumerate(marks):
            self.after.setdefault((mark.make, mark.stem), []).append(at)

    def open_bare(self, head: Unnumbered) -> int:
        """Opens a heading without a number below those it belongs to; gives its depth."""
        depth = next(
            (at for at, level in enumerate(self.levels) if self._is_not_above(level, head)), len(self.levels)
        )
        self.levels[depth:] = [_Open(None, style=head.style)]
        self.last_end = head.start
        return depth

    def _is_not_above(self, level: _Open, head: Unnumbered) -> bool:
        if head.style is not None:
            return level.style is None or level.style >= head.style
        if level.make is None:
            return level.style is None
        return level.make >= (Make.ORDINAL if head.above is None else head.above)

    def take(self, at: int) -> None:
        """Counts a mark if it stands where the next one of its kind or the first of a deeper level may stand."""
        mark = self.marks[at]
        depth = self._depth_of(mark)
        if depth is None:
            if self._may_open(at, mark):
                self._open(self._new_depth(at, mark), mark)
        elif self._may_follow(at, mark, self.levels[depth]):
            self._open(depth, mark)

    def _open(self, depth: int, mark: Mark) -> None:
        self.levels[depth:] = [_Open(mark.make, mark.number, mark.stem, self.styles.get(mark.start))]
        if depth:
            self.below.add((self.levels[depth - 1].make, mark.make))
        self.placed.append(Placed(mark, depth))
        self.counted[mark.make] = mark.number
        self.last_end = mark.end

    def _depth_of(self, mark: Mark) -> int | None:
        return next(
            (
                depth
                for depth, level in enumerate(self.levels)
                if level.make is mark.make and (level.stem == mark.stem or mark.make < Make.DECIMAL)
            ),
            None,
        )

    # ---- a mark of a level that is open ----

    def _may_follow(self, at: int, mark: Mark, level: _Open) -> bool:
        step = mark.number - level.number
        if mark.place is Place.LINE:
            if mark.tight or mark.make is Make.LETTER:
                return step == 1
            if mark.damaged and mark.make is Make.HAN and step not in (1, 2):
                return False
            return -_FAR <= step <= _FAR
        if step == 1:
            return self._stands_well(mark, new=False)
        return step == 2 and mark.place is Place.STOP and mark.make <= Make.BRACKETED_HAN and not mark.damaged

    def _stands_well(self, mark: Mark, new: bool) -> bool:
        """Whether a mark amid a line stands where an item can begin."""
        between = self.text[self.last_end : mark.start]
        behind = self.text[mark.end : mark.end + 2]
        if not _BARE_AHEAD.match(behind.lstrip()) and not behind.startswith(("“", "《", "1", "2", "3")):
            return mark.make <= Make.BRACKETED_HAN
        if mark.place is Place.STOP:
            ending = between.rstrip()[-1:]
            if ending in "；;：:…" and mark.make > Make.BRACKETED_HAN:
                return self.flat or self._is_listed_on(between, ending, new)
            return True
        heading = len(between) <= _LONGEST_HEADING and not _SENTENCE_END.search(between) and len(between) >= 2
        if _AMID_WORDS.search(between):
            return False
        if heading and self.placed:
            return new or mark.make <= Make.BRACKETED_HAN or self.flat
        return mark.make in (Make.HAN, Make.BRACKETED_HAN) and not new and len(between) >= 8

    def _is_listed_on(self, between: str, ending: str, new: bool) -> bool:
        """Whether items stand one behind the other on a line: 1、…；2、… from its beginning, or behind a short heading."""
        if "\n" in between:
            return False
        if new:
            return ending in "：:" and len(between) <= _SHORT_HEADING and not re.search(r"[，,]", between)
        return ending in "；;"

    # ---- a mark of a kind that is not open ----

    def _may_open(self, at: int, mark: Mark) -> bool:
        if mark.make in (Make.DECIMAL, Make.LONG_DECIMAL):
            return mark.place is Place.LINE and mark.number <= 2
        if mark.place is Place.LINE:
            if mark.damaged and mark.make is Make.HAN and mark.number != 1:
                return False
            if mark.tight:
                return mark.number in (1, self.counted.get(mark.make, 0) + 1)
            if mark.make is Make.LETTER:
                return mark.number == 1 and self._goes_on(at, mark)
            return mark.number <= 3 or self._goes_on(at, mark)
        if mark.number != 1:
            goes_on = self.counted.get(mark.make, 0) + 1 == mark.number
            return goes_on and (
                (mark.place is Place.STOP and self._stands_well(mark, new=False))
                or self._is_below_heading(mark)
            )
        return self._stands_well(mark, new=True) and (mark.make <= Make.DIGITS or self._goes_on(at, mark))

    def _is_below_heading(self, mark: Mark) -> bool:
        """Whether a number that goes on stands behind a short heading just opened: 二、提升服务4.开通…."""
        if not self.placed or self.placed[-1].mark.make >= mark.make or mark.place is Place.LINE:
            return False
        between = self.text[self.last_end : mark.start]
        return (
            len(between) <= _LONGEST_HEADING
            and not re.search(r"[，,\n]", between)
            and self._stands_well(mark, new=True)
        )

    def _goes_on(self, at: int, mark: Mark) -> bool:
        """Whether the next mark of the same kind has the next number."""
        following = self._following(at, mark.make, mark.stem)
        return following is not None and following.number == mark.number + 1

    def _following(self, at: int, make: Make, stem: str) -> Mark | None:
        places = self.after.get((make, stem), [])
        where = bisect_right(places, at)
        return self.marks[places[where]] if where < len(places) else None

    def _new_depth(self, at: int, mark: Mark) -> int:
        """Below all open levels, but above those whose kind stands lower and does not go on afterwards."""
        for depth, level in enumerate(self.levels):
            if level.make is None or level.make < mark.make or (level.make, mark.make) in self.below:
                continue
            following = self._following(at, level.make, level.stem)
            if following is None or following.number != level.number + 1:
                return depth
        return len(self.levels)
