"""The two sides that are compared: sentences of the plan's text with their clauses, rows of the table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from taskbook.coverage.texts import Plain, Reader
from taskbook.coverage.weights import Grams, grams_of
from taskbook.language.text import fold
from taskbook.model import Task
from taskbook.prose.draft import Body, Draft, DraftTask, Kind

LEAST_CHARACTERS = 4
"""A clause of fewer compared characters (压实责任 has four) says nothing that could be missed."""

_CLAUSE_END = re.compile(r"[,;:。!?\n]")
_OPENING, _CLOSING = "《“「(", "》”」)"


@dataclass(frozen=True, slots=True)
class Clause:
    """What stands between two commas: its words, where they begin in the sentence, and what of them is compared."""

    text: str
    start: int
    plain: Plain
    first: bool  # begins the sentence, or a part of it between semicolons

    @property
    def tells(self) -> bool:
        """Whether its absence from the table could mean anything."""
        return len(self.plain) >= LEAST_CHARACTERS


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of what the plan asks for; `asked` is the index of its draft task, `paragraph` counts from 1."""

    text: str
    paragraph: int
    asked: int
    plain: Plain
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A task of the table, as it is compared; `index` is its place among the plan's tasks."""

    task: Task
    index: int
    plain: Plain
    grams: Grams
    titles: Grams
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Aside:
    """A stretch of the text that asks for nothing, or a heading."""

    paragraph: int
    plain: Plain


def clauses_of(text: str, plain: Plain) -> tuple[Clause, ...]:
    """The clauses of a sentence that say anything, in order; commas in brackets and quotes part nothing."""
    folded = fold(text)
    found: list[Clause] = []
    start, depth, first = 0, 0, True
    for at, one in enumerate((*folded, "。")):
        depth = max(0, depth + (one in _OPENING) - (one in _CLOSING))
        if at < len(text) and (depth or not _CLAUSE_END.match(one) or _in_number(folded, at)):
            continue
        inside = text[start:at]
        words = inside.strip()
        if words:
            begins = start + len(inside) - len(inside.lstrip())
            found.append(Clause(words, begins, plain.part(start, at), first))
            first = one in ";。!?\n"
        start = at + 1
    return tuple(found)


def _in_number(text: str, at: int) -> bool:
    return text[at] in ",:" and text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()


def sentences_of(draft: Draft, reader: Reader) -> list[Sentence]:
    """What the text asks for, sentence by sentence, in its order."""
    return [
        Sentence(text, paragraph, asked, plain, clauses_of(text, plain))
        for asked, one in enumerate(draft.tasks)
        for text, paragraph in _sentences(draft.body, one)
        if (plain := reader.plain(text)).text
    ]


def _sentences(body: Body, one: DraftTask) -> Iterator[tuple[str, int]]:
    """The sentences of a draft task's content, each with the number of its paragraph."""
    places = _places(body, one)
    position = 0
    for part in split_sentences(one.task.content):
        at = one.source.find(part, position)
        position = at if at >= 0 else position
        yield part, body.number_at(places[min(position, len(places) - 1)] if places else one.spans[0][0])


def _places(body: Body, one: DraftTask) -> list[int]:
    """Where each character of a draft task's source stands in the body."""
    standing = (at for start, end in one.spans for at in range(start, end))
    places: list[int] = []
    at = one.spans[0][0] if one.spans else 0
    for character in one.source:
        at = next((here for here in standing if body.text[here] == character), at)
        places.append(at)
    return places


def split_sentences(text: str) -> list[str]:
    """The sentences of a text, stripped; a full stop in brackets or quotes ends none."""
    folded = fold(text)
    ends, depth = [], 0
    for at, one in enumerate(folded):
        depth = max(0, depth + (one in _OPENING) - (one in _CLOSING))
        if one == "\n" or (one in "。!?" and not depth):
            ends.append(at + 1)
            depth = 0
    pieces = [text[start:end].strip() for start, end in zip([0, *ends], [*ends, len(text)], strict=True)]
    return [piece for piece in pieces if piece]


def rows_of(tasks: Sequence[Task], reader: Reader) -> list[Row]:
    """This year's tasks as they are compared."""
    rows = []
    for index, task in enumerate(tasks):
        if task.lookback:
            continue
        plain = reader.plain(task.content)
        grams = grams_of(plain)
        for more in (task.measure, task.remark):
            grams |= grams_of(reader.plain(more))
        titles = grams_of(reader.plain(task.topic)) | grams_of(reader.plain(task.section))
        rows.append(Row(task, index, plain, grams, titles, clauses_of(task.content, plain)))
    return rows


def asides_of(draft: Draft, reader: Reader) -> list[Aside]:
    """Headings and background, sentence by sentence."""
    found = []
    for span in draft.spans:
        if span.kind not in (Kind.HEADING, Kind.BACKGROUND):
            continue
        at = span.start
        for part in split_sentences(draft.body.text[span.start : span.end]):
            at = max(at, draft.body.text.find(part, at))
            plain = reader.plain(part)
            if plain.text:
                found.append(Aside(draft.body.number_at(at), plain))
    return found
