"""Where a row of the table comes from: the paragraphs of its sentences, and what of it stands nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from taskbook.coverage.matching import Alignment
from taskbook.coverage.passages import Aside, Clause, Row
from taskbook.coverage.weights import Grams, Weights, grams_of

HALF = 0.5
"""A row of which so much stands in the text has its text there."""
STRANGE = 0.35
"""A clause of which less stands near the row's sentences, and nowhere most of it, is the table's own."""
ELSEWHERE = 0.7
_LEAST_ADDED = 6
"""Compared characters of a clause that a row has by itself, to be told."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a row's text was found: numbers of paragraphs (none: nowhere); `added` are clauses only the row has."""

    paragraphs: tuple[int, ...]
    added: tuple[str, ...] = ()

    @property
    def found(self) -> bool:
        return bool(self.paragraphs)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A sentence of either kind: its paragraph, what it can be searched for, its clauses."""

    paragraph: int
    grams: Grams


def origins_of(alignment: Alignment, asides: Sequence[Aside], weights: Weights) -> list[Origin]:
    """For each row where it comes from: the sentences it takes, else headings and background that say the same."""
    stretches = [_Stretch(one.paragraph, grams_of(one.plain)) for one in (*alignment.sentences, *asides)]
    return [_origin(number, row, alignment, stretches, weights) for number, row in enumerate(alignment.rows)]


def _origin(
    number: int, row: Row, alignment: Alignment, stretches: Sequence[_Stretch], weights: Weights
) -> Origin:
    telling = [clause for clause in row.clauses if clause.tells]
    own = alignment.sentences_of(number)
    paragraphs = _unique(alignment.sentences[at].paragraph for at in own)
    if own:
        near = [one.grams for one in stretches if one.paragraph in paragraphs]
        return Origin(
            paragraphs, tuple(one.text for one in telling if _is_added(one, near, stretches, weights))
        )
    if not telling:
        return Origin((0,)) if not row.plain.text else _whole(row, stretches, weights)
    best = [
        max(stretches, key=lambda one: weights.share(clause.plain, one.grams), default=None)
        for clause in telling
    ]
    held = [
        (clause, one)
        for clause, one in zip(telling, best, strict=True)
        if one is not None and weights.share(clause.plain, one.grams) >= HALF
    ]
    whole = sum(weights.total(clause.plain) for clause in telling)
    if sum(weights.total(clause.plain) for clause, _ in held) < HALF * whole:
        return Origin(())
    return Origin(_unique(one.paragraph for _, one in held))


def _whole(row: Row, stretches: Sequence[_Stretch], weights: Weights) -> Origin:
    """A row of a few words stands wherever a sentence holds them all."""
    return Origin(
        _unique(one.paragraph for one in stretches if weights.share(row.plain, one.grams) >= ELSEWHERE)
    )


def _is_added(clause: Clause, near: Sequence[Grams], stretches: Sequence[_Stretch], weights: Weights) -> bool:
    if len(clause.plain) < _LEAST_ADDED or weights.shared(clause.plain, near) >= STRANGE:
        return False
    return all(weights.share(clause.plain, one.grams) < ELSEWHERE for one in stretches)


def _unique(numbers: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(set(numbers)))
