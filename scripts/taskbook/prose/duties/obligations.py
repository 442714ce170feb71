"""An item of a plan (a numbered item, or the running text below a heading) cut into obligations and background."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from taskbook.language.directory import Directory
from taskbook.language.text import squeeze
from taskbook.prose.draft import Left
from taskbook.prose.duties.background import Duty, duty_of, explained
from taskbook.prose.duties.bits import bits_in
from taskbook.prose.duties.cuts import Around, Cut, Item
from taskbook.prose.duties.free import SAYS, Walk
from taskbook.prose.duties.rules import rules_in
from taskbook.prose.duties.sentences import sentences_in
from taskbook.prose.parties.asides import Aside, asides_in
from taskbook.prose.parties.closing import closings_in
from taskbook.prose.parties.labels import plain_of
from taskbook.prose.parties.naming import Closing, Default, Form, PartyTexts, Rule, Subject
from taskbook.prose.parties.predicates import is_predicate


def cut_item(text: str, around: Around) -> Item:
    """The cuts of an item's text, in order, tiling it. Never raises."""
    rules, closings = _said_for_all(text, around.directory)
    walk = Walk(text, around, Item(rules=rules))
    marks = _marks(text)
    at = 0
    for closing in _ending(text, closings):
        more = [one for one in closings if at <= one.start < closing.start]
        at = _closed(walk, at, closing, more, marks)
    at = _told_of_title(walk, _tail(walk, at))
    walk.free(at, len(text))
    return walk.item


def _told_of_title(walk: Walk, at: int) -> int:
    """Behind what is said of a task that its first sentence only names: 老旧小区改造，由区住建局负责。重点更换管线….

    That is so where the first closing, a clause, follows such a name, and nobody else is told to act behind it."""
    cuts = [cut for cut in walk.item.cuts if cut.left is None]
    if len(cuts) != 1 or cuts[0].end != at or not cuts[0].closings or at >= len(walk.text):
        return at
    closing = cuts[0].closings[0]
    name = walk.text[cuts[0].words : closing.start]
    if closing.form is not Form.CLAUSE or _SENTENCE_END.search(name) or duty_of(name) is Duty.SURE:
        return at
    behind = bits_in(walk.text, at, len(walk.text), walk.around.directory)
    if any(bit.subject or bit.number is not None for bit in behind):
        return at
    sentences = cuts[0].sentences + len(sentences_in(walk.text, at))
    walk.item.cuts[-1] = replace(cuts[0], end=len(walk.text), sentences=sentences)
    return len(walk.text)


_SENTENCE_END = re.compile(r"[。；;!！?？\n]")


def _said_for_all(text: str, directory: Directory) -> tuple[list[Default], list[Closing]]:
    """The rules for many tasks and the closings of an item; what is said in one is not said in the other."""
    rules = rules_in(text, directory)
    text = _with_stops(text)
    asides = [one for one in asides_in(plain_of(text), 0, len(text)) if not _for_one(text, one)]
    without = _without(text, [(one.start, one.end) for one in asides])
    closings = closings_in(without, 0, len(text), directory)
    if within := [one for one in rules if any(other.start < one.start < other.end for other in closings)]:
        within = [one for one in within if not _only_here(one, closings, text)]
        without = _without(without, [(one.start, one.end) for one in within])
        closings = closings_in(without, 0, len(text), directory)
    closings = (*closings, *_missed(text, closings))
    for_all = [one for one in rules if not _only_here(one, closings, text)]
    kept = [
        one
        for one in sorted(closings, key=lambda one: one.start)
        if not any(
            rule.start <= one.start and one.end <= rule.end for rule in rules if rule.kind not in _OF_LEADS
        )
    ]
    return for_all, kept


def _without(text: str, stretches: Sequence[tuple[int, int]]) -> str:
    """The text with blanks in the place of stretches."""
    plain = list(text)
    for start, end in stretches:
        plain[start:end] = " " * (end - start)
    return "".join(plain)


def _for_one(text: str, aside: Aside) -> bool:
    """Whether what stands beside the names of one task says who of them leads, and nothing about other tasks."""
    words = text[aside.begin : aside.stop]
    return "牵头" in words and not _FOR_OTHERS.search(words)


_FOR_OTHERS = re.compile("下同|其余同|同此|以下|均[需由]|不再")
_BRACKET = re.compile(
    r"[（(〔【\[]([^（()）〔〕【】\[\]]*(?:[（(][^（()）]{1,12}[)）][^（()）〔〕【】]*)*)[)）〕】\]]"
)
_SAYS_WHO = re.compile(
    r"(?:牵头|责任|配合|主办|承办|协办)(?:责任)?(?:单位|部门|主体)\s*[:：]|.{2,}(?:牵头|负责|落实|配合|参与|牵头负责|抓好落实|组织实施|分工负责)[。.]?$"
)
_MOST_WORDS_OF_A_VERB = re.compile(r"[，,；;。][^，,；;。]*(?:推进|开展|制定|建立|确保|完成)")


def _missed(text: str, closings: Sequence[Closing]) -> list[Closing]:
    """Brackets that by their form say who but whose names nobody could read: the text as it stands, and not sure."""
    found = []
    for match in _BRACKET.finditer(text):
        inside = match[1].strip()
        behind = text[match.end() :].lstrip(" \t\u3000")[:1]
        if any(one.start < match.end() and match.start() < one.end for one in closings):
            continue
        if (
            not _SAYS_WHO.match(inside)
            or _MOST_WORDS_OF_A_VERB.search(inside)
            or behind not in ("", *"。；;\n（(〔【[")
        ):
            continue
        parties = PartyTexts(responsible=re.sub(r"^[^:：]{2,8}[:：]\s*", "", inside))
        found.append(Closing(match.start(), match.end(), parties, sure=False))
    return found


_LONGEST_SENTENCE = 1500
_WITHOUT_STOP = re.compile(rf"[^。；;！!？?\n]{{{_LONGEST_SENTENCE},}}")


def _with_stops(text: str) -> str:
    """The text, character for character; where no sentence ends for very long, commas do: a closing stands at an end."""
    return _WITHOUT_STOP.sub(lambda match: re.sub("(.{400,800}?)[，,]", r"\1。", match[0]), text)


def _only_here(rule: Default, closings: Sequence[Closing], text: str) -> bool:
    """Whether a rule about who leads stands in one task's closing and speaks for it alone."""
    holds = any(one.start <= rule.start and rule.end <= one.end and one.parties for one in closings)
    return rule.kind in _OF_LEADS and holds and not re.search("下同|其余同|同此", text[rule.start : rule.end])


_OF_LEADS = (Rule.FIRST_LEADS, Rule.RESPONSIBLE_LEADS)
"""Rules that a closing's own bracket may state: （责任单位：A、B，列第一位的为牵头单位）."""


def _ending(text: str, closings: Sequence[Closing]) -> list[Closing]:
    """The closings that end an obligation: those that name somebody, and what stands right behind one; where none does, all."""
    if not any(one.parties for one in closings):
        return list(closings)
    ending: list[Closing] = []
    for one in closings:
        if one.parties or (ending and not SAYS.search(text[ending[-1].end : one.start])):
            ending.append(one)
    return ending


def _marks(text: str) -> dict[int, int]:
    """Where the items of enumerations begin → where their words begin."""
    parts = [part for sentence in sentences_in(text) for part in sentence.parts]
    return {part.start: part.words for part in parts if part.number is not None}


_BEHIND = re.compile(r"[\s。；;，,、．.！!）)]*")
_LEAST_OF_A_LIST = 8
"""A shorter member of a list is no obligation of its own."""
_LINE_END = re.compile(r"[。！？!?]\s*\n\s*|\n\s*\n\s*")


def _closed(walk: Walk, start: int, closing: Closing, more: list[Closing], marks: dict[int, int]) -> int:
    """The stretch that a closing ends, and what stands behind it up to the next word; where that is."""
    behind = _BEHIND.match(walk.text, closing.end)
    end = behind.end() if behind else closing.end
    last = walk.item.cuts[-1] if walk.item.cuts else None
    before = walk.text[start : closing.start]
    if (
        last
        and last.left is None
        and last.end == start
        and (not SAYS.search(before) or _is_listed(walk, last, before))
    ):
        joined = last.joined or bool(SAYS.search(before))
        walk.item.cuts[-1] = replace(last, end=end, closings=(*last.closings, closing), joined=joined)
        return end
    start = _own_lines(walk, start, closing, end)
    start = _leading_background(walk, start, closing.start)
    if not _each_by_whom(walk, start, closing, end):
        within = [at for at in marks if start <= at < closing.start]
        words = marks[start] if within == [start] else start
        subject = None if _names_who_acts(closing) else _first_subject(walk, start, closing.start)
        walk.add(Cut(start, end, words, closings=(*more, closing), subject=subject))
    walk.named = ""
    return end


def _names_who_acts(closing: Closing) -> bool:
    return bool(closing.parties.lead or closing.parties.responsible)


def _first_subject(walk: Walk, start: int, end: int) -> Subject | None:
    """Who acts where a closing only says who helps: 县住建局牵头编制规划，县财政局配合。"""
    bits = bits_in(walk.text, start, end, walk.around.directory)
    return next((bit.subject for bit in bits if bit.subject), None)


def _is_listed(walk: Walk, last: Cut, words: str) -> bool:
    """Whether a closing stood amid a list that goes on: 推进A（区住建局负责）、B（区教育局负责）等项目建设."""
    if not _is_amid(walk.text, last):
        return False
    return len(SAYS.findall(words)) < _LEAST_OF_A_LIST or not is_predicate(squeeze(words))


def _is_amid(text: str, cut: Cut) -> bool:
    """Whether the last closing of a cut stands inside a sentence, with neither a comma nor a stop around it."""
    if not cut.closings or cut.closings[-1].form is not Form.BRACKET:
        return False
    closing = cut.closings[-1]
    before, behind = text[: closing.start].rstrip()[-1:], text[closing.end :].lstrip(" \t\u3000")[:1]
    return before not in tuple("。！？!?；;\n") and behind not in tuple("。；;，,！!\n)）") and bool(behind)


def _tail(walk: Walk, at: int) -> int:
    """Behind the words that end the sentence a closing stands in: （C负责）等项目建设。"""
    last = walk.item.cuts[-1] if walk.item.cuts else None
    if last is None or last.left is not None or last.end != at or not _is_amid(walk.text, last):
        return at
    first = next(iter(sentences_in(walk.text, at)), None)
    if first is None or walk.rule_at(first) or is_predicate(squeeze(walk.text[first.start : first.end])):
        return at
    walk.item.cuts[-1] = replace(last, end=first.end)
    return first.end


def _own_lines(walk: Walk, start: int, closing: Closing, end: int) -> int:
    """A closing inside a line speaks for that line alone where others have closings, or parties, of their own."""
    line = walk.text.rfind("\n", start, closing.start) + 1
    alone = not SAYS.search(walk.text[max(line, start) : closing.start])
    several = bool(walk.item.cuts) or SAYS.search(walk.text[end:])
    breaks = [match.end() for match in _LINE_END.finditer(walk.text, start, closing.start)]
    if alone or not breaks:
        return start
    named = bits_in(walk.text, start, breaks[-1], walk.around.directory)
    if not several and not any(bit.subject and bit.subject.sure for bit in named):
        return start
    walk.free(start, breaks[-1])
    return breaks[-1]


def _leading_background(walk: Walk, start: int, end: int) -> int:
    """Explanations and rules before the obligation are left out; what else stands in its paragraph is closed with it."""
    for sentence in sentences_in(walk.text, start, end):
        words = walk.text[sentence.start : sentence.end]
        left = walk.rule_at(sentence) or explained(words)
        apart = left in (Left.RULE, Left.EXPLANATION) or words.endswith("\n")
        if left is None or not apart or sentence.end >= end:
            return sentence.start
        walk.add(Cut(sentence.start, sentence.end, sentence.start, left))
    return start


def _each_by_whom(walk: Walk, start: int, closing: Closing, end: int) -> bool:
    """A stretch whose every part names its own party is cut there though one closing ends it."""
    bits = bits_in(walk.text, start, closing.start, walk.around.directory)
    parties = [bit.subject.parties for bit in bits if bit.subject and bit.subject.sure]
    if len(bits) < 2 or len(parties) < len(bits) or len(set(parties)) < 2:
        return False
    for bit in bits:
        stop = end if bit is bits[-1] else bit.end
        walk.add(Cut(bit.start, stop, bit.words, closings=(closing,), subject=bit.subject, split=True))
    return True


def cuts_tile(cuts: Sequence[Cut], length: int) -> Iterator[tuple[int, int]]:
    """Where cuts leave a gap or overlap: nothing, when all is well."""
    at = 0
    for cut in cuts:
        if cut.start != at:
            yield at, cut.start
        at = cut.end
    if at != length:
        yield at, length
