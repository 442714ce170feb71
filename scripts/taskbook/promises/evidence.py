"""Whether the evidence (佐证) of an answer is as it should be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from taskbook.model import Reading, Reply, Settings


def faulty_evidence(
    replies: Iterable[Reply], settings: Settings, readings: Sequence[Reading]
) -> frozenset[tuple[str, str]]:
    """(task id, unit) of answers that report a task done with evidence missing, malformed, out of place or used twice."""
    return frozenset()
