"""A master held against the text of its plan: what of either side is not in the other, and where they differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from taskbook.coverage.asides import says_why
from taskbook.coverage.matching import Alignment, align
from taskbook.coverage.naming import named_in, read_named
from taskbook.coverage.origins import Origin, origins_of
from taskbook.coverage.parties import Asked
from taskbook.coverage.passages import Row, Sentence, asides_of, rows_of, sentences_of
from taskbook.coverage.texts import Reader
from taskbook.coverage.weights import Weights, grams_of
from taskbook.language.directory import Directory
from taskbook.language.parties import read_cell
from taskbook.language.traditional import is_traditional, simplified
from taskbook.model import Plan, Reading
from taskbook.prose.draft import Draft

GOOD_PART = 1 / 3
"""A row and a draft task belong together if so much of what either has in the other is in this one."""


class Covered(StrEnum):
    """Whether the table takes a sentence."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence, the rows that take it, and what of it is in none; `reasons` are clauses that only say what for."""

    sentence: Sentence
    rows: tuple[int, ...]
    state: Covered
    missing: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both sides and how they go together; rows are named by their number in `rows`."""

    plan: Plan
    readings: Sequence[Reading]
    draft: Draft
    rows: Sequence[Row]
    judged: Sequence[Judged]
    asked: Sequence[Asked]
    origins: Sequence[Origin]
    alignment: Alignment

    @property
    def without_text(self) -> list[int]:
        """The rows that stand nowhere in the text."""
        return [number for number, origin in enumerate(self.origins) if not origin.found]

    def count(self, state: Covered) -> int:
        return sum(one.state is state for one in self.judged)


def compare(plan: Plan, readings: Sequence[Reading], draft: Draft) -> Comparison:
    """The plan of a master held against the draft of its text; `readings` in the order of the plan's tasks."""
    year = plan.settings.year
    draft = _as_the_table_writes(draft, plan)
    directory = Directory(plan.units, plan.groups, f"{plan.settings.plan_name} {plan.settings.office}")
    reader = Reader(plan.units, plan.groups, _names_in(draft, directory), year)
    sentences = sentences_of(draft, reader)
    rows = rows_of(plan.tasks, reader)
    asides = asides_of(draft, reader)
    grams = [grams_of(one.plain) for one in (*sentences, *asides)]
    weights = Weights([*grams, *(row.grams for row in rows)])
    alignment = align(sentences, rows, weights)
    return Comparison(
        plan,
        readings,
        draft,
        rows,
        _judged(alignment),
        _asked(draft, alignment, directory, year),
        origins_of(alignment, asides, weights),
        alignment,
    )


def _as_the_table_writes(draft: Draft, plan: Plan) -> Draft:
    """A text in traditional characters in simplified ones, where the table is written in those: place for place."""
    if not is_traditional(draft.body.text) or is_traditional("".join(task.content for task in plan.tasks)):
        return draft
    tasks = []
    for one in draft.tasks:
        texts = {name: simplified(getattr(one.task, name)) for name in _READ_FIELDS}
        tasks.append(replace(one, task=replace(one.task, **texts), source=simplified(one.source)))
    return replace(draft, body=replace(draft.body, text=simplified(draft.body.text)), tasks=tuple(tasks))


_READ_FIELDS = ("content", "lead", "responsible", "support", "deadline")


def _names_in(draft: Draft, directory: Directory) -> set[str]:
    """Names as the text writes them, of parties its registry may not know."""
    return {
        mention.text
        for one in draft.tasks
        for cell in (one.task.lead, one.task.responsible, one.task.support)
        for mention in read_cell(cell, directory).mentions
        if not mention.tail
    }


# ---- sentences ----


def _judged(alignment: Alignment) -> list[Judged]:
    taken = {alignment.sentences[at].asked for at, _ in alignment.taken}
    judged = []
    for number, sentence in enumerate(alignment.sentences):
        telling = [(place, clause) for place, clause in enumerate(sentence.clauses) if clause.tells]
        if not telling:
            continue
        rows = alignment.rows_at(number)
        lost = [(place, clause) for place, clause in telling if (number, place) not in alignment.taken]
        wanted = [place for place, clause in lost if not says_why(clause)]
        if not rows and (wanted or sentence.asked not in taken):
            wanted = [place for place, _ in lost]
        missing = _stretches(sentence, wanted)
        reasons = tuple(clause.text for place, clause in lost if place not in wanted)
        state = Covered.YES if not missing else Covered.PARTLY if rows else Covered.NO
        judged.append(Judged(sentence, rows, state, missing, reasons))
    return judged


def _stretches(sentence: Sentence, places: Sequence[int]) -> tuple[str, ...]:
    """The words of clauses; those that follow each other as one stretch of the sentence."""
    stretches: list[tuple[int, int]] = []
    before = -2
    for place in places:
        clause = sentence.clauses[place]
        begin, end = clause.start, clause.start + len(clause.text)
        stretches = (
            [*stretches[:-1], (stretches[-1][0], end)] if place == before + 1 else [*stretches, (begin, end)]
        )
        before = place
    return tuple(sentence.text[begin:end] for begin, end in stretches)


# ---- what is asked of whom ----


def _asked(draft: Draft, alignment: Alignment, directory: Directory, year: int) -> list[Asked]:
    """Each draft task with its parties and its rows, the one with most of it first."""
    held: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    whole: dict[int, float] = defaultdict(float)
    for place, rows in alignment.taken.items():
        for row in rows:
            held[alignment.sentences[place[0]].asked][row] += alignment.weights[place] / len(rows)
            whole[row] += alignment.weights[place] / len(rows)
    paragraphs: dict[int, int] = {}
    for sentence in alignment.sentences:
        paragraphs.setdefault(sentence.asked, sentence.paragraph)
    asked = []
    for number, one in enumerate(draft.tasks):
        parts = held.get(number, {})
        own = [
            row
            for row, weight in parts.items()
            if weight >= GOOD_PART * sum(parts.values()) or weight >= GOOD_PART * whole[row]
        ]
        named = named_in(read_named(one.task, directory, year).parties)
        asked.append(
            Asked(paragraphs.get(number, 0), named, tuple(sorted(own, key=lambda row: (-parts[row], row))))
        )
    return asked
