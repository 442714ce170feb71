"""What is counted when drafts are measured, and how it adds up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

WHERE = ("bracket", "label", "subject", "heading", "default")
PARTS = ("begins", "spans", *WHERE, "deadlines", "headings", "titles", "background")


@dataclass(slots=True)
class Count:
    """`right` of the `said` are true; `found` of the `true` are said."""

    right: int = 0
    said: int = 0
    found: int = 0
    true: int = 0

    @property
    def precision(self) -> float | None:
        return self.right / self.said if self.said else None

    @property
    def recall(self) -> float | None:
        return self.found / self.true if self.true else None

    def say(self, right: bool) -> None:
        self.said += 1
        self.right += right

    def ask(self, found: bool) -> None:
        self.true += 1
        self.found += found

    def add(self, other: Count) -> None:
        self.right += other.right
        self.said += other.said
        self.found += other.found
        self.true += other.true


def _no_counts() -> dict[str, Count]:
    return {part: Count() for part in PARTS}


@dataclass(slots=True)
class Measured:
    """The figures of one plan (or the sum of several), and each difference as (part, sentence) for a person."""

    name: str
    drafted: int = 0
    true: int = 0
    uncovered: int = 0  # characters of the body that are in no span or in two
    counts: dict[str, Count] = field(default_factory=_no_counts)
    differences: list[tuple[str, str]] = field(default_factory=list)

    def add(self, other: Measured) -> None:
        self.drafted += other.drafted
        self.true += other.true
        self.uncovered += other.uncovered
        for part, count in other.counts.items():
            self.counts[part].add(count)


def summed(name: str, results: Iterable[Measured]) -> Measured:
    """The sum of several plans' figures."""
    total = Measured(name)
    for one in results:
        total.add(one)
    return total


def as_data(result: Measured) -> Mapping[str, object]:
    """For JSON: precision and recall of each part (null where there was nothing to judge) with what they are made of."""
    counts: dict[str, Mapping[str, float | None]] = defaultdict(dict)
    for part, count in result.counts.items():
        shares = {"precision": count.precision, "recall": count.recall}
        counts[part] = {
            **shares,
            "right": count.right,
            "said": count.said,
            "found": count.found,
            "true": count.true,
        }
    sizes = {
        "plan": result.name,
        "drafted": result.drafted,
        "true": result.true,
        "uncovered": result.uncovered,
    }
    return {**sizes, **counts}


def brief(text: str) -> str:
    words = "".join(text.split())
    return words if len(words) <= 44 else f"{words[:24]}…{words[-16:]}"
