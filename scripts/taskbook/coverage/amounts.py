"""Where the numbers of text and table differ: 不少于20场 here, 不少于10场 there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from taskbook.columns import Field
from taskbook.coverage.compare import Comparison
from taskbook.findings import Code, Finding, found
from taskbook.language.targets import find_targets
from taskbook.model import Target
from taskbook.rules.sheet import task_cell


def compare_amounts(result: Comparison) -> Iterator[Finding]:
    """Promised numbers of a sentence that its rows do not have, where a row has another one of the same unit."""
    alignment = result.alignment
    said = [find_targets(sentence.text) for sentence in alignment.sentences]
    table = [result.readings[row.index].targets for row in result.rows]
    for row in range(len(result.rows)):
        sentences = alignment.sentences_of(row)
        strange = _without(table[row], (one for at in sentences for one in said[at]))
        for at in sentences if strange else ():
            lost = _without(said[at], (one for other in alignment.rows_at(at) for one in table[other]))
            for target in lost:
                other = next((one for one in strange if one.unit == target.unit), None)
                if other:
                    yield _differs(result, row, alignment.sentences[at].paragraph, target, other)


def _without(targets: Iterable[Target], others: Iterable[Target]) -> list[Target]:
    known = {(one.unit, one.value) for one in others}
    return [one for one in targets if (one.unit, one.value) not in known]


def _differs(result: Comparison, row: int, paragraph: int, target: Target, other: Target) -> Finding:
    task = result.rows[row].task
    where = task_cell(result.plan, task, Field.CONTENT if other.text in task.content else Field.MEASURE)
    return found(
        Code.NUMBER_DIFFERS, where, task_id=task.id, paragraph=paragraph, text=target.text, target=other.text
    )
