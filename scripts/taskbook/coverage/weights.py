"""How much of one text stands in another: pairs of characters, each by what it tells in this plan."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from taskbook.coverage.texts import Plain, pairs, triples

_NUMBER_WEIGHT = 1.6
"""A number in both texts tells more than a word."""
_LONE_PAIR = 0.5
"""A pair whose neighbours are not there too may be anybody's."""
_OTHER_NUMBER = 0.6
"""What is left of a pair where the other text promises another number of the same: that is told as such."""
_LEAST = 0.1


@dataclass(frozen=True, slots=True)
class Grams:
    """What a text can be searched for."""

    pairs: frozenset[str]
    triples: frozenset[str]

    def __or__(self, other: Grams) -> Grams:
        return Grams(self.pairs | other.pairs, self.triples | other.triples)


NOTHING = Grams(frozenset(), frozenset())


def grams_of(text: Plain) -> Grams:
    any_number = {pair for at in range(len(text) - 1) if (pair := text.unnumbered(at))}
    return Grams(frozenset(pairs(text.text)) | any_number, triples(text.text))


class Weights:
    """What the pairs of a plan's texts weigh: the fewer texts have one, the more it tells."""

    def __init__(self, texts: Iterable[Grams]) -> None:
        counted: Counter[str] = Counter()
        many = 0
        for grams in texts:
            counted.update(grams.pairs)
            many += 1
        top = math.log(many + 2)
        self._weights = {
            pair: max(_LEAST, math.log((many + 2) / (count + 1)) / top)
            * (_NUMBER_WEIGHT if any(map(str.isdigit, pair)) else 1.0)
            for pair, count in counted.items()
        }

    def of(self, pair: str) -> float:
        return self._weights.get(pair, 1.0)

    def total(self, text: Plain) -> float:
        """What a whole text weighs."""
        return sum(map(self.of, pairs(text.text)))

    def hits(self, text: Plain, other: Grams) -> list[float]:
        """For each pair of a text what of its weight is found in the other: all, half where it stands alone, a little
        more where only a promised number is another one, 0."""
        words = text.text
        last = len(words) - 2
        found = []
        for at, pair in enumerate(pairs(words)):
            if pair not in other.pairs:
                same_but_number = text.unnumbered(at) in other.pairs
                found.append(self.of(pair) * _OTHER_NUMBER if same_but_number else 0.0)
                continue
            joined = (
                last <= 0
                or (at < last and words[at : at + 3] in other.triples)
                or (at > 0 and words[at - 1 : at + 2] in other.triples)
            )
            found.append(self.of(pair) * (1.0 if joined else _LONE_PAIR))
        return found

    def share(self, text: Plain, other: Grams) -> float:
        """What share of a text's weight is found in the other, 0 to 1."""
        whole = self.total(text)
        return sum(self.hits(text, other)) / whole if whole else 0.0

    def shared(self, text: Plain, others: Sequence[Grams]) -> float:
        """The same for several others together: each pair where it is found best."""
        whole = self.total(text)
        if not whole or not others:
            return 0.0
        return sum(map(max, zip(*(self.hits(text, other) for other in others), strict=True))) / whole
