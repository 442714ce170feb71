"""What the checks say beside the answers (核查提示), as the page carries it: each sentence once, and no more than fits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from taskbook.reporting.board.page_text import one_line, plain
from taskbook.reporting.facts import Facts

MOST_OF_A_TASK = 20
"""Listed with a task; each stands in the task's history too, beside its answer."""

_MOST_BYTES, _ROW_BYTES = 400_000, 14


@dataclass(frozen=True, slots=True)
class Remarks:
    """`texts`: each sentence once; `rows`: (task id, unit, place of the sentence) in plan order; `left`: how many found no
    room; `size`: bytes that these take in the page, about."""

    texts: tuple[str, ...]
    rows: tuple[tuple[str, str, int], ...]
    left: int = 0
    size: int = 0

    def by_task(self) -> Mapping[str, list[tuple[str, str]]]:
        """Task id → (unit, sentence) of each."""
        found: dict[str, list[tuple[str, str]]] = {}
        for task_id, unit, place in self.rows:
            found.setdefault(task_id, []).append((one_line(unit), self.texts[place]))
        return found


def remarks_shown(facts: Facts) -> Remarks:
    """The remarks of the period that the page has room for; the monthly workbook lists all."""
    places: dict[str, int] = {}
    rows: list[tuple[str, str, int]] = []
    size = 0
    for remark in facts.status.remarks:
        text = plain(remark.finding.message)
        more = _ROW_BYTES + (0 if text in places else len(text.encode("utf-8")))
        if size + more > _MOST_BYTES:
            break
        size += more
        rows.append((remark.task_id, remark.unit, places.setdefault(text, len(places))))
    return Remarks(tuple(places), tuple(rows), len(facts.status.remarks) - len(rows), size)
