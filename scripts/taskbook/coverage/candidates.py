"""Which rows may hold a clause: how like each other they are, without a look at their order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from taskbook.coverage.passages import Clause, Row, Sentence
from taskbook.coverage.texts import pairs
from taskbook.coverage.weights import Grams, Weights, grams_of

MOST_CANDIDATES = 8
LEAST_LIKENESS = 0.25
_SHORTENED = 0.9
"""A row's clause that stands wholly in a longer one is that one, shortened; a little less sure than the reverse."""
_LEAST_OF_IT = 0.35
"""A clause that is shortened to less than this share of its weight is another one."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A clause that is looked for: its sentence, its place among that sentence's clauses, what it weighs."""

    sentence: int
    place: int
    clause: Clause
    weight: float
    grams: Grams


def spots_of(sentences: Sequence[Sentence], weights: Weights) -> list[Spot]:
    """All clauses that tell anything, in the text's order."""
    return [
        Spot(number, place, clause, weights.total(clause.plain), grams_of(clause.plain))
        for number, sentence in enumerate(sentences)
        for place, clause in enumerate(sentence.clauses)
        if clause.tells
    ]


class Likeness:
    """How much of a clause a row holds, 0 to 1."""

    def __init__(self, rows: Sequence[Row], weights: Weights) -> None:
        self.rows = rows
        self.weights = weights
        self._holding: dict[str, list[int]] = defaultdict(list)
        for number, row in enumerate(rows):
            for pair in row.grams.pairs:
                self._holding[pair].append(number)
        self._clauses = [
            [(clause, weights.total(clause.plain)) for clause in row.clauses if clause.tells] for row in rows
        ]

    def candidates(self, spot: Spot) -> dict[int, float]:
        """The rows most like a clause, with their likeness."""
        shared: dict[int, float] = defaultdict(float)
        for pair in set(pairs(spot.clause.plain.text)):
            for number in self._holding.get(pair, ()):
                shared[number] += self.weights.of(pair)
        best = sorted(shared, key=lambda number: (-shared[number], number))[:MOST_CANDIDATES]
        likeness = {number: self.of(spot, number) for number in best}
        return {number: value for number, value in likeness.items() if value >= LEAST_LIKENESS}

    def of(self, spot: Spot, number: int) -> float:
        """How much of a clause row `number` holds, or how wholly one of the row's clauses is that clause, shortened."""
        held = self.weights.share(spot.clause.plain, self.rows[number].grams)
        for clause, weight in self._clauses[number]:
            if weight >= _LEAST_OF_IT * spot.weight:
                held = max(held, _SHORTENED * self.weights.share(clause.plain, spot.grams))
        return held
