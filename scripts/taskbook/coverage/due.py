"""Findings about dates: what the text promises by when, held against the rows that take it."""

from __future__ import annotations

from collections.abc import Iterator

from taskbook import wording
from taskbook.columns import Field
from taskbook.coverage.compare import Comparison
from taskbook.coverage.passages import Sentence
from taskbook.coverage.times import Time, Times, contradicts, governs, holds, time_apart, times_in, times_of
from taskbook.findings import Cell, Code, Finding, found
from taskbook.intake.blocks import Part
from taskbook.rules.sheet import task_cell


def compare_times(result: Comparison, file: str) -> Iterator[Finding]:
    """Times of the text that a row does not have, or has another one for; how many rows have theirs by themselves."""
    year = result.plan.settings.year
    table = [times_of(result.readings[row.index], year) for row in result.rows]
    said: dict[int, list[Time]] = {}
    for number, sentence in enumerate(result.alignment.sentences):
        times = times_in(sentence.text, year)
        said.setdefault(sentence.asked, []).extend(times)
        for time in times:
            for row in _lacking(time, sentence, _rows_of(result, number, time), table):
                yield _differs(result, sentence.paragraph, row, time)
    for number, (one, asked) in enumerate(zip(result.draft.tasks, result.asked, strict=True)):
        time = time_apart(one.task.deadline, said.get(number, ()), year)
        if time and asked.rows:
            said.setdefault(number, []).append(time)
            for row in _lacking_apart(time, asked.rows, table):
                yield _differs(result, asked.paragraph, row, time)
    yield from _only_in_table(result, {number for number, times in said.items() if times}, file)


def _rows_of(result: Comparison, number: int, time: Time) -> tuple[int, ...]:
    """The rows that take the clause a time stands in; of a clause that says nothing else, the sentence's."""
    sentence = result.alignment.sentences[number]
    places = [place for place, clause in enumerate(sentence.clauses) if clause.start <= time.start]
    place = places[-1] if places else 0
    if sentence.clauses and sentence.clauses[place].tells:
        return result.alignment.taken.get((number, place), ())
    return result.alignment.rows_at(number) or result.asked[sentence.asked].rows


def _lacking(time: Time, sentence: Sentence, rows: tuple[int, ...], table: list[Times]) -> list[int]:
    """The rows at which a time is missed: the first where none has it; each whose own day is another."""
    if not rows:
        return []
    if not any(holds(table[row], time) for row in rows):
        return [rows[0]]
    telling = [(clause.start, clause.plain) for clause in sentence.clauses if clause.tells]
    if not governs(time, sentence.text, telling):
        return []
    return [row for row in rows if contradicts(table[row], time)]


def _lacking_apart(time: Time, rows: tuple[int, ...], table: list[Times]) -> list[int]:
    if not any(holds(table[row], time) for row in rows):
        return [rows[0]]
    return [row for row in rows if contradicts(table[row], time)]


def _differs(result: Comparison, paragraph: int, row: int, time: Time) -> Finding:
    task = result.rows[row].task
    return found(
        Code.DATE_DIFFERS,
        task_cell(result.plan, task, Field.DEADLINE),
        task_id=task.id,
        paragraph=paragraph,
        text=time.text,
        deadline=" ".join(task.deadline.split()) or wording.NO_DEADLINE_WRITTEN,
    )


def _only_in_table(result: Comparison, dated: set[int], file: str) -> Iterator[Finding]:
    """Once: how many rows have a deadline of which the text says nothing."""
    timed = {row for number in dated for row in result.asked[number].rows}
    alone = [
        number
        for number, row in enumerate(result.rows)
        if row.task.deadline.strip() and number not in timed and result.origins[number].found
    ]
    if alone:
        yield found(
            Code.DEADLINES_ONLY_IN_TABLE,
            Cell(wording.source_sheet(Part.BODY), "", file),
            count=len(alone),
        )
