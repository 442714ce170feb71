"""Findings about dates: what the text promises by when, held against the rows that take it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from taskbook import wording
from taskbook.columns import Field
from taskbook.coverage.asides import says_why
from taskbook.coverage.compare import Comparison
from taskbook.coverage.passages import Sentence
from taskbook.coverage.times import Time, Times, contradicts, governs, holds, time_apart, times_in, times_of
from taskbook.findings import Cell, Code, Finding, found
from taskbook.intake.blocks import Part
from taskbook.model import DeadlineKind
from taskbook.rules.sheet import task_cell


@dataclass(frozen=True, slots=True)
class _Said:
    """The times of the text: of each sentence, of each draft task's sentences, and apart from them (完成时限：…)."""

    sentences: Sequence[Sequence[Time]]
    asked: Mapping[int, Sequence[Time]]
    apart: Mapping[int, Time]

    def days(self, asked: int) -> set[date]:
        """All days that a draft task names."""
        times = (*self.asked.get(asked, ()), *([self.apart[asked]] if asked in self.apart else ()))
        return {day for one in times for day in one.dates}


def compare_times(result: Comparison, file: str) -> Iterator[Finding]:
    """Times of the text that a row does not have, or has another one for; how many rows have theirs by themselves."""
    table = [times_of(result.readings[row.index], result.plan.settings.year) for row in result.rows]
    said = _said(result)
    told: set[tuple[int, object]] = set()
    for paragraph, row, time in (*_in_sentences(result, said, table), *_apart(result, said, table)):
        same = (row, time.dates or time.key)
        if same not in told:
            told.add(same)
            yield _differs(result, paragraph, row, time)
    dated = {number for number, times in said.asked.items() if times} | set(said.apart)
    yield from _only_in_table(result, dated, file)


def _said(result: Comparison) -> _Said:
    year = result.plan.settings.year
    sentences = [times_in(sentence.text, year) for sentence in result.alignment.sentences]
    asked: dict[int, list[Time]] = defaultdict(list)
    for sentence, times in zip(result.alignment.sentences, sentences, strict=True):
        asked[sentence.asked].extend(times)
    apart = {}
    for number, one in enumerate(result.draft.tasks):
        from_text = any(doubt.code is Code.DRAFT_DEADLINE_FROM_TEXT for doubt in one.doubts)
        time = time_apart(one.task.deadline, asked.get(number, ()), year, from_text)
        if time:
            apart[number] = time
    return _Said(sentences, asked, apart)


_Missed = tuple[int, int, Time]
"""A paragraph, the row that differs from it, and the time it says."""


# ---- in the sentences ----


def _in_sentences(result: Comparison, said: _Said, table: Sequence[Times]) -> Iterator[_Missed]:
    last = {sentence.asked: number for number, sentence in enumerate(result.alignment.sentences)}
    for number, sentence in enumerate(result.alignment.sentences):
        apart = said.apart.get(sentence.asked)
        for time in said.sentences[number]:
            final = last[sentence.asked] == number and _is_last_step(time, sentence, said.sentences[number])
            due = not (apart and apart.dates) and (final or _governs(time, sentence))
            for row in _lacking(time, _rows_of(result, number, time), table, due):
                yield sentence.paragraph, row, time


def _rows_of(result: Comparison, number: int, time: Time) -> tuple[int, ...]:
    """The rows that take the clause a time stands in; of a clause that says nothing else, the sentence's."""
    sentence = result.alignment.sentences[number]
    places = [place for place, clause in enumerate(sentence.clauses) if clause.start <= time.start]
    place = places[-1] if places else 0
    if sentence.clauses and sentence.clauses[place].tells:
        return result.alignment.taken.get((number, place), ())
    return result.alignment.rows_at(number) or result.asked[sentence.asked].rows


def _lacking(time: Time, rows: tuple[int, ...], table: Sequence[Times], due: bool) -> list[int]:
    """The rows at which a time is missed: the first where none has it; where the task is due then, each whose own day
    is another."""
    if not rows:
        return []
    if not any(holds(table[row], time) for row in rows):
        return [rows[0]]
    return [row for row in rows if due and contradicts(table[row], time)]


def _governs(time: Time, sentence: Sentence) -> bool:
    telling = [(clause.start, clause.plain) for clause in sentence.clauses if clause.tells]
    return governs(time, sentence.text, telling)


def _is_last_step(time: Time, sentence: Sentence, times: Sequence[Time]) -> bool:
    """Whether nothing more is to be done in a sentence after the clause of its last date: …，9月底前总结推广."""
    if time.kind is not DeadlineKind.DATE or any(one.start > time.start and one.dates for one in times):
        return False
    behind = (one for one in sentence.clauses if one.start > time.start and one.tells)
    return all(says_why(clause) for clause in behind)


# ---- apart from them ----


def _apart(result: Comparison, said: _Said, table: Sequence[Times]) -> Iterator[_Missed]:
    for number, time in said.apart.items():
        asked = result.asked[number]
        days = said.days(number)
        other = [row for row in asked.rows if contradicts(table[row], time)]
        if len(asked.rows) > 1:  # one row may be the step that the sentence dates by itself
            other = [row for row in other if not set(table[row].cell_dates) <= days]
        if asked.rows and not any(holds(table[row], time) for row in asked.rows):
            other = other or [asked.rows[0]]
        for row in sorted({*other, *_with_more(result, said, table, number)}):
            yield asked.paragraph, row, time


def _with_more(result: Comparison, said: _Said, table: Sequence[Times], number: int) -> Iterator[int]:
    """The rows whose cell names a day besides that no sentence of theirs does."""
    for row in result.asked[number].rows if said.apart[number].dates else ():
        sentences = result.alignment.sentences_of(row)
        texts = {number, *(result.alignment.sentences[at].asked for at in sentences)}
        if set(table[row].cell_dates) - {day for one in texts for day in said.days(one)}:
            yield row


def _differs(result: Comparison, paragraph: int, row: int, time: Time) -> Finding:
    task = result.rows[row].task
    return found(
        Code.DATE_DIFFERS,
        task_cell(result.plan, task, Field.DEADLINE),
        task_id=task.id,
        paragraph=result.draft.body.place_of(paragraph),
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
