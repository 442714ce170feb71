"""What is found when table and text are compared, in sentences: about the document at its paragraphs, else at the cells."""

from __future__ import annotations

from collections.abc import Iterator

from taskbook import wording
from taskbook.columns import Field
from taskbook.coverage.amounts import compare_amounts
from taskbook.coverage.compare import Comparison, Covered, Judged
from taskbook.coverage.due import compare_times
from taskbook.coverage.naming import named_in
from taskbook.coverage.parties import Rows, compare_parties
from taskbook.findings import Cell, Code, Finding, found
from taskbook.intake.blocks import Part
from taskbook.rules.sheet import task_cell


def findings_of(result: Comparison, file: str) -> list[Finding]:
    """Everything the comparison finds; `file` is the document's name."""
    table = Rows(
        result.plan,
        [row.task for row in result.rows],
        [named_in(result.readings[row.index].parties) for row in result.rows],
        file,
        result.draft.body,
    )
    return [
        *_of_sentences(result, file),
        *_of_rows(result),
        *compare_parties(result.asked, table),
        *compare_times(result, file),
        *compare_amounts(result),
    ]


def place(address: str, file: str) -> Cell:
    """A paragraph of the document, as the findings of an import name it; '': the text as a whole."""
    return Cell(wording.source_sheet(Part.BODY), address, file)


def _of_sentences(result: Comparison, file: str) -> Iterator[Finding]:
    place_of = result.draft.body.place_of
    for one in result.judged:
        where = place(place_of(one.sentence.paragraph), file)
        if one.state is Covered.NO:
            yield found(Code.TEXT_NOT_COVERED, where, text=wording.shortened(one.sentence.text))
        elif one.state is Covered.PARTLY:
            yield found(
                Code.TEXT_PARTLY_COVERED,
                where,
                tasks=_ids(result, one),
                text=wording.shortened(one.sentence.text),
                clauses=wording.clauses_listed(one.missing),
            )
    reasons = [(place_of(one.sentence.paragraph), clause) for one in result.judged for clause in one.reasons]
    if reasons:
        clauses = wording.clauses_of_paragraphs(reasons)
        yield found(Code.TEXT_REASONS_LEFT_OUT, place("", file), count=len(reasons), text=clauses)


def _of_rows(result: Comparison) -> Iterator[Finding]:
    for row, origin in zip(result.rows, result.origins, strict=True):
        where = task_cell(result.plan, row.task, Field.CONTENT)
        if not origin.found:
            yield found(Code.TASK_WITHOUT_TEXT, where, task_id=row.task.id)
        elif origin.added:
            added = wording.clauses_listed(origin.added)
            yield found(Code.TASK_ADDS_TEXT, where, task_id=row.task.id, clauses=added)


def _ids(result: Comparison, one: Judged) -> str:
    return wording.tasks_listed([result.rows[row].task.id for row in one.rows])
