"""Which row takes which clause: the likest, in the text's order where several are alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from taskbook.coverage.candidates import Likeness, Spot, spots_of
from taskbook.coverage.passages import Row, Sentence
from taskbook.coverage.weights import Weights

ENOUGH = 0.5
"""So much of a clause's weight must be in a row that the row says it."""
ENOUGH_IN_PLACE = 0.4
"""So much is enough for a row that nothing else matches, between the rows of the sentences around."""
NEARLY_ALL = 0.8
"""With so much of it a clause is there, whoever else says the same."""
THIN = 0.3
"""Less than this share of sentence and row in common is a likeness of words only."""
_OUT_OF_ORDER = 0.12
"""What leaving the order costs, in weights of a usual clause."""
_OF_ITS_OWN = 0.35
"""So much of what a clause shares with a row must not be another sentence's already."""

Place = tuple[int, int]
"""A clause: its sentence and its place in that sentence."""


@dataclass(slots=True)
class Alignment:
    """Which rows (by their number) take which clauses; a clause that is not in `taken` is in none."""

    sentences: Sequence[Sentence]
    rows: Sequence[Row]
    taken: dict[Place, tuple[int, ...]] = field(default_factory=dict)
    weights: dict[Place, float] = field(default_factory=dict)

    def rows_at(self, sentence: int) -> tuple[int, ...]:
        """The rows that take anything of a sentence, in the order of its clauses."""
        places = range(len(self.sentences[sentence].clauses))
        return tuple(dict.fromkeys(row for place in places for row in self.taken.get((sentence, place), ())))

    def sentences_of(self, row: int) -> tuple[int, ...]:
        """The sentences a row takes anything of."""
        return tuple(dict.fromkeys(at for (at, _), rows in sorted(self.taken.items()) if row in rows))


def align(sentences: Sequence[Sentence], rows: Sequence[Row], weights: Weights) -> Alignment:
    """Clauses and rows, many to many; document order is a strong hint and no must."""
    spots = spots_of(sentences, weights)
    likeness = Likeness(rows, weights)
    candidates = [likeness.candidates(spot) for spot in spots]
    chosen = _best_path(spots, candidates)
    _drop_borrowed(spots, candidates, chosen, likeness)
    _fill_gaps(spots, chosen, likeness)
    _drop_thin(spots, chosen, likeness)
    alignment = Alignment(
        sentences, rows, weights={(spot.sentence, spot.place): spot.weight for spot in spots}
    )
    for spot, row in zip(spots, chosen, strict=True):
        if row is not None:
            alignment.taken[spot.sentence, spot.place] = (row,)
    _add_what_several_hold(alignment, spots, likeness)
    return alignment


# ---- the best way through the text ----


def _best_path(spots: Sequence[Spot], candidates: Sequence[Mapping[int, float]]) -> list[int | None]:
    """For each clause a row or none, such that likeness and order together are best."""
    price = _OUT_OF_ORDER * (median(spot.weight for spot in spots) if spots else 0.0)
    reached: dict[int, float] = {-1: 0.0}  # the last row → the best sum so far
    steps: list[dict[int, tuple[int, int | None]]] = []
    for spot, likeness in zip(spots, candidates, strict=True):
        best = dict(reached)
        step: dict[int, tuple[int, int | None]] = {row: (row, None) for row in reached}
        furthest = max(reached, key=lambda last: reached[last])
        for row, like in likeness.items():
            gain = spot.weight * (like - ENOUGH)
            if gain <= 0:
                continue
            comes_from = {furthest, *(last for last in range(row - 3, row + 1) if last in reached)}
            before = max(comes_from, key=lambda last: reached[last] - price * _distance(last, row))
            value = reached[before] - price * _distance(before, row) + gain
            if value > best.get(row, float("-inf")):
                best[row], step[row] = value, (before, row)
        reached = best
        steps.append(step)
    at = max(reached, key=lambda last: reached[last])
    path: list[int | None] = []
    for step in reversed(steps):
        at, row = step[at]
        path.append(row)
    return path[::-1]


def _distance(last: int, row: int) -> float:
    """What it costs to come to a row: nothing for the same and the next, little a few rows on, most elsewhere."""
    ahead = row - last
    return 0.0 if ahead in (0, 1) else 0.3 if 1 < ahead <= 3 else 1.0


def _drop_borrowed(
    spots: Sequence[Spot],
    candidates: Sequence[Mapping[int, float]],
    chosen: list[int | None],
    likeness: Likeness,
) -> None:
    """A clause that is like a row only in words which another sentence fits much better is not in that row."""
    by_row: dict[int, list[int]] = defaultdict(list)
    for at, row in enumerate(chosen):
        if row is not None:
            by_row[row].append(at)
    weigh = likeness.weights.of
    for row, holders in by_row.items():
        for at in holders:
            like = candidates[at][row]
            if like >= NEARLY_ALL:
                continue
            mine = spots[at].grams.pairs & likeness.rows[row].grams.pairs
            better = [
                other
                for other in holders
                if spots[other].sentence != spots[at].sentence and candidates[other][row] >= like + 0.1
            ]
            theirs = frozenset[str]().union(*(spots[other].grams.pairs for other in better))
            own = sum(map(weigh, mine - theirs))
            if better and own < _OF_ITS_OWN * sum(map(weigh, mine)):
                chosen[at] = None


def _drop_thin(spots: Sequence[Spot], chosen: list[int | None], likeness: Likeness) -> None:
    """A sentence and a row that have only a few words of each in common do not belong together."""
    whole: dict[int, float] = defaultdict(float)
    pairs: dict[tuple[int, int], list[int]] = defaultdict(list)
    for at, (spot, row) in enumerate(zip(spots, chosen, strict=True)):
        whole[spot.sentence] += spot.weight
        if row is not None:
            pairs[spot.sentence, row].append(at)
    for (sentence, row), places in pairs.items():
        likes = {at: likeness.of(spots[at], row) for at in places}
        shared = sum(like * spots[at].weight for at, like in likes.items())
        least = THIN * min(whole[sentence], likeness.weights.total(likeness.rows[row].plain))
        if shared < least and max(likes.values()) < NEARLY_ALL:
            for at in places:
                chosen[at] = None


# ---- rows nothing matches yet ----


def _fill_gaps(spots: Sequence[Spot], chosen: list[int | None], likeness: Likeness) -> None:
    """A row without any clause takes one that is left over where it should stand, though it is reworded."""
    claimed = {row for row in chosen if row is not None}
    for row in range(len(likeness.rows)):
        if row in claimed:
            continue
        begin, end = _room(row, chosen)
        free = [at for at in range(begin, end) if chosen[at] is None]
        scores = {at: likeness.of(spots[at], row) for at in free}
        best = max(scores, key=lambda at: scores[at] * spots[at].weight, default=None)
        if best is None or max(scores.values()) < ENOUGH_IN_PLACE:
            continue
        sentence = spots[best].sentence
        for at, score in scores.items():
            if score >= ENOUGH_IN_PLACE or (spots[at].sentence == sentence and score >= 0.2):
                chosen[at] = row


def _room(row: int, chosen: Sequence[int | None]) -> tuple[int, int]:
    """The clauses between those of the rows before and after, by the nearest rows that have any."""
    before = max((one for one in chosen if one is not None and one < row), default=None)
    after = min((one for one in chosen if one is not None and one > row), default=None)
    begin = (
        max((at for at, one in enumerate(chosen) if one == before), default=-1) + 1
        if before is not None
        else 0
    )
    end = (
        min((at for at, one in enumerate(chosen) if one == after), default=len(chosen))
        if after is not None
        else len(chosen)
    )
    return (begin, end) if begin <= end else (0, 0)


def _add_what_several_hold(alignment: Alignment, spots: Sequence[Spot], likeness: Likeness) -> None:
    """A clause that no row holds by itself may stand in several of its sentence's rows; one may go on in the next."""
    share = likeness.weights.share
    for spot in spots:
        place, plain = (spot.sentence, spot.place), spot.clause.plain
        near = _rows_around(alignment, spot.sentence)
        taken = alignment.taken.get(place, ())
        grams = [alignment.rows[row].grams for row in near]
        if not taken and likeness.weights.shared(plain, grams) >= ENOUGH:
            taken = (max(near, key=lambda row: share(plain, alignment.rows[row].grams)),)
        if taken:
            beside = {near for row in taken for near in (row - 1, row + 1)} | set(near)
            more = [
                row for row in sorted(beside - set(taken)) if _adds(spot, row, taken, alignment, likeness)
            ]
            alignment.taken[place] = (*taken, *more)


def _rows_around(alignment: Alignment, sentence: int) -> tuple[int, ...]:
    """The rows of a sentence, else of the sentences beside it that belong to the same draft task."""
    own = alignment.rows_at(sentence)
    if own:
        return own
    asked = alignment.sentences[sentence].asked
    beside = [
        at
        for at in (sentence - 1, sentence + 1)
        if 0 <= at < len(alignment.sentences) and alignment.sentences[at].asked == asked
    ]
    return tuple(dict.fromkeys(row for at in beside for row in alignment.rows_at(at)))


def _adds(spot: Spot, row: int, taken: Sequence[int], alignment: Alignment, likeness: Likeness) -> bool:
    """Whether a row holds a good part of a clause that the rows which take it do not."""
    if not 0 <= row < len(alignment.rows):
        return False
    held = [alignment.rows[one].grams for one in taken]
    plain = spot.clause.plain
    both = likeness.weights.shared(plain, [*held, alignment.rows[row].grams])
    return both - likeness.weights.shared(plain, held) >= 0.25
