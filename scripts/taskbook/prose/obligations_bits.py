"""The smallest stretches that may be obligations: halves of sentences, and clauses that begin with another party."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from taskbook.language.directory import Directory
from taskbook.prose.naming import Subject, merged
from taskbook.prose.sentences import Part, Sentence, clauses_in, sentences_in
from taskbook.prose.subjects import subject_at, subject_of

_LEAST_SAID = 6
"""So many characters behind its subject make a clause an obligation of its own."""

_FARTHEST = 600
"""So many characters are looked through for a subject."""

_ASKED_OF = re.compile(r"\s*(?:提请|报请|报送|报告|上报|商请|函请|移交|移送|交由|协调|邀请|会同|配合|协助)")
"""Whom the one who acts turns to: 及时汇总问题，提请县政府协调."""


@dataclass(frozen=True, slots=True)
class Bit:
    """A stretch with the party that is its own subject; `words` is where its text behind a mark begins."""

    start: int
    end: int
    words: int
    number: int | None
    subject: Subject | None


def bits_in(
    text: str, start: int, end: int, directory: Directory, sentences: Sequence[Sentence] = ()
) -> list[Bit]:
    """The bits of a stretch, tiling it."""
    return [
        bit
        for sentence in sentences or sentences_in(text, start, end)
        for part in sentence.parts
        for bit in _of_part(text, part, directory)
    ]


def _of_part(text: str, part: Part, directory: Directory) -> Iterator[Bit]:
    """A part, cut at its commas where another party begins to act."""
    subject = _subject(text, part.words, part.end, directory)
    if subject is None or not subject.sure:
        yield Bit(part.start, part.end, part.words, part.number, subject)
        return
    begin, words, number = part.start, part.words, part.number
    for clause in clauses_in(text, part.words, part.end)[1:]:
        if clause < subject.end:
            continue
        other = _subject_at(text, clause, part.end, directory)
        if other and _only_helps(text, other, part.end):
            subject = replace(subject, parties=merged(subject.parties, other.parties, directory))
            continue
        if not other or not _acts_too(text, subject, other, part.end):
            continue
        helps = not (other.parties.lead or other.parties.responsible)
        if helps or _length(text[subject.end : clause]) < _LEAST_SAID:  # 由县城管局牵头，各街道实施，…
            both = merged(subject.parties, other.parties, directory)
            subject = Subject(subject.start, other.end, both, subject.sure)
            continue
        yield Bit(begin, clause, words, number, subject)
        begin, words, number, subject = clause, clause, None, other
    yield Bit(begin, part.end, words, number, subject)


_HELPS = re.compile(r"(?:积极|密切|共同|做好)*(?:配合|协助|协办|参与)(?:落实|工作)?\s*(?:[，,。；;]|$)")


def _only_helps(text: str, other: Subject, end: int) -> bool:
    """Whether a clause only says who helps the one who acts: 区教育局牵头制定方案，区财政局配合，6月底前报区政府."""
    return other.sure and not other.parties.lead and bool(_HELPS.match(text, other.end, end))


def _acts_too(text: str, subject: Subject, other: Subject, end: int) -> bool:
    """Whether another party is told to do something of its own: 县级河湖长每月不少于一次 only tells more of 各级河湖长."""
    if not other.sure or other.parties == subject.parties:
        return False
    if _ASKED_OF.match(text[other.start : other.end]):
        return False
    if _kind(text, subject) == _kind(text, other):
        return False
    return _length(text[other.end : end]) >= _LEAST_SAID


def _length(words: str) -> int:
    return len(re.findall(r"[\u4e00-\u9fff]", words))


def _kind(text: str, subject: Subject) -> str:
    return text[subject.start : subject.end].strip()[-3:]


def _subject(text: str, start: int, end: int, directory: Directory) -> Subject | None:
    end = min(end, start + _FARTHEST)
    found = subject_of(text[start:end], 0, end - start, directory)
    return replace(found, start=found.start + start, end=found.end + start) if found else None


def _subject_at(text: str, start: int, end: int, directory: Directory) -> Subject | None:
    end = min(end, start + _FARTHEST)
    found = subject_at(text[start:end], 0, end - start, directory)
    return replace(found, start=found.start + start, end=found.end + start) if found else None
