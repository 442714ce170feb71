"""The smallest stretches that may be obligations: halves of sentences, and clauses that begin with another party."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from taskbook.language.directory import Directory
from taskbook.language.text import squeeze
from taskbook.model import Role
from taskbook.prose.duties.merging import names_somebody
from taskbook.prose.duties.sentences import Part, Sentence, clauses_in, sentences_in
from taskbook.prose.parties.labels import plain_of
from taskbook.prose.parties.name_lists import names_at
from taskbook.prose.parties.naming import Subject, merged, party_texts
from taskbook.prose.parties.subjects import subject_at, subject_of

_LEAST_SAID = 4
"""So many characters behind its subject make a clause an obligation of its own: 县教育局负责验收."""

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
    given = _GIVEN.match(text, part.words, part.end)
    if given:
        subject = _subject_at(text, given.end(), part.end, directory)
    else:
        subject = _subject(text, part.words, part.end, directory) or _partner(text, part, directory)
    if subject is None or not (subject.sure or text[part.words : subject.start].strip() == ""):
        yield Bit(part.start, part.end, part.words, part.number, subject)
        return
    begin, words, number = part.start, part.words, part.number
    for clause in clauses_in(text, part.words, part.end)[1:]:
        if clause < subject.end:
            continue
        other = _subject_at(text, clause, part.end, directory) or _behind_thing(
            text, clause, part.end, directory
        )
        if other is None and _is_another_body(text, clause, part.end):
            yield Bit(begin, clause, words, number, subject)
            begin, words, number, subject = clause, clause, None, None
            break
        if other and _only_helps(text, other, part.end):
            subject = replace(subject, parties=merged(subject.parties, other.parties, directory))
            continue
        if not other or not _acts_too(text, subject, other, part.end):
            continue
        helps = not (other.parties.lead or other.parties.responsible)
        if helps or _ONLY_ROLE.fullmatch(text, subject.end, clause):  # 由县城管局牵头，各街道实施，…
            both = merged(subject.parties, other.parties, directory)
            subject = Subject(subject.start, other.end, both, subject.sure)
            continue
        yield Bit(begin, clause, words, number, subject)
        begin, words, number, subject = clause, clause, None, other
    yield Bit(begin, part.end, words, number, subject)


def _is_another_body(text: str, clause: int, end: int) -> bool:
    """Whether a clause begins with who by its form could be somebody, in words that are no known name."""
    if _ANOTHER_BODY.match(text, clause, end):
        return True
    words = squeeze(text[clause : min(end, clause + _FARTHEST)])
    return names_somebody(words) and _length(words) >= _LEAST_OF_UNKNOWN and not _PART_IN_IT.search(words)


_LEAST_OF_UNKNOWN = 9
_PART_IN_IT = re.compile(r"^[^,;。]*(?:配合|协助|参与|支持)[^,;。]{0,8}")

_ONLY_ROLE = re.compile(
    r"(?:[要应须将]|应当)?(?:具体|全面|共同|统一)?(?:负责|负总责|牵头|组织|实施|落实|配合|推进|统筹|协调|抓好|主办|承办|协办|指导|监督|督促|参与|工作|、)*\s*[,，:：。；;]?\s*"
)
"""What says no more of a party than its role."""
_ANOTHER_BODY = re.compile(
    r"(?:被|受|未|已|拟|获)[^,，;；。]{1,12}(?:单位|部门|企业|机构|主体|乡镇|街道|学校)(?:应当?|必须|须|要)[^,，;；。]{5,}"
)
"""Bodies told by what befell them: 被通报单位应当在10日内说明."""
_THING_BY = re.compile(r"[^,，;；。]{1,8}由(?=[\u4e00-\u9fff]{2})")


_GIVEN = re.compile(
    r"[^,，;；。]{2,20}(?:下达|要求|确定|交办|部署|印发|分解|转办|移交|安排|提出|反馈)的[^,，;；。]{2,20}[,，]"
)
"""What another body gave is no act of its own here: 省水利厅下达的任务，由县水利局分解."""


_TOGETHER = re.compile(r"\s*(?:并|同时|还要|要|积极|主动)*(?:会同|联合|协同)(?=[\u4e00-\u9fff]{2})")


def _partner(text: str, part: Part, directory: Directory) -> Subject | None:
    """With whom something is done, where only that is said: 会同县市场监管局开展抽查."""
    together = _TOGETHER.match(text, part.words, part.end)
    if not together:
        return None
    names = names_at(plain_of(text), together.end(), part.end, directory, behind_a_name=True)
    if names is None or not names.sure:
        return None
    parties = party_texts([(Role.SUPPORT, text[names.start : names.end])], directory)
    return Subject(part.words, names.end, parties) if parties else None


def _behind_thing(text: str, start: int, end: int, directory: Directory) -> Subject | None:
    """Who acts where a clause begins with what is done: 费用由县财政局垫付."""
    thing = _THING_BY.match(text, start, end)
    found = _subject_at(text, thing.end(), end, directory) if thing else None
    return found if found and found.sure else None


_HELPS = re.compile(r"(?:积极|密切|共同|做好)*(?:配合|协助|协办|参与)(?:落实|工作)?\s*(?:[，,。；;]|$)")


def _only_helps(text: str, other: Subject, end: int) -> bool:
    """Whether a clause only says who else has a part in it: …，区财政局配合，6月底前报区政府; …，各街道具体实施."""
    if not other.sure or other.parties.lead:
        return False
    stop = _CLAUSE_END.search(text, other.end, end)
    role = _ONLY_ROLE.fullmatch(text, other.end, stop.start() if stop else end)
    return bool(_HELPS.match(text, other.end, end)) or (
        bool(role) and bool(text[other.end : role.end()].strip())
    )


_CLAUSE_END = re.compile(r"[,，;；。\n]")


def _acts_too(text: str, subject: Subject, other: Subject, end: int) -> bool:
    """Whether another party is told to do something of its own: 县级河湖长每月不少于一次 only tells more of 各级河湖长."""
    if other.parties == subject.parties:
        return False
    if _ASKED_OF.match(text[other.start : other.end]):
        return False
    if _kind(text, subject) == _kind(text, other):
        return False
    said = _length(text[other.end : end])
    return (said >= _LEAST_SAID or text[other.start - 1] == "由") and not _ONLY_ROLE.fullmatch(
        text, other.end, end
    )


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
