"""Where the numbers of text and table differ: 不少于20场 here, 不少于10场 there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from taskbook.columns import Field
from taskbook.coverage.compare import Comparison
from taskbook.coverage.matching import Alignment
from taskbook.findings import Code, Finding, found
from taskbook.language.targets import find_targets
from taskbook.model import Target
from taskbook.rules.sheet import task_cell


def compare_amounts(result: Comparison) -> Iterator[Finding]:
    """Promised numbers of a sentence that its rows do not have, where a row has another one of the same unit.

    What a clause promises that no row takes is missing, not different.
    """
    alignment = result.alignment
    said = [find_targets(sentence.text) for sentence in alignment.sentences]
    table = [result.readings[row.index].targets for row in result.rows]
    told: set[tuple[int, int, str, str]] = set()
    for row in range(len(result.rows)):
        sentences = alignment.sentences_of(row)
        strange = _without(table[row], (one for at in sentences for one in said[at]))
        for at in sentences if strange else ():
            lost = _without(said[at], (one for other in alignment.rows_at(at) for one in table[other]))
            for target, other in _paired(lost, strange):
                paragraph = alignment.sentences[at].paragraph
                same = (row, paragraph, target.text, other.text)
                if same not in told and _is_taken(alignment, at, target, row):
                    told.add(same)
                    yield _differs(result, row, paragraph, target, other)


def _paired(lost: Iterable[Target], strange: Sequence[Target]) -> Iterator[tuple[Target, Target]]:
    """Each number of the text with one of the table, of the same unit, in order; with the last where they run out."""
    places: Counter[str] = Counter()
    for target in lost:
        others = [one for one in strange if one.unit == target.unit]
        if others:
            yield target, others[min(places[target.unit], len(others) - 1)]
            places[target.unit] += 1


def _is_taken(alignment: Alignment, at: int, target: Target, row: int) -> bool:
    """Whether the clause of a promise is in the row; one that says nothing besides belongs to its sentence."""
    sentence = alignment.sentences[at]
    begin = max(0, sentence.text.find(target.text))
    places = [place for place, clause in enumerate(sentence.clauses) if clause.start <= begin]
    place = places[-1] if places else 0
    return not sentence.clauses[place].tells or row in alignment.taken.get((at, place), ())


def _without(targets: Iterable[Target], others: Iterable[Target]) -> list[Target]:
    known = {(one.unit, one.value) for one in others}
    return [one for one in targets if (one.unit, one.value) not in known]


def _differs(result: Comparison, row: int, paragraph: int, target: Target, other: Target) -> Finding:
    task = result.rows[row].task
    where = task_cell(result.plan, task, Field.CONTENT if other.text in task.content else Field.MEASURE)
    return found(
        Code.NUMBER_DIFFERS,
        where,
        task_id=task.id,
        paragraph=result.draft.body.place_of(paragraph),
        text=target.text,
        target=other.text,
    )
