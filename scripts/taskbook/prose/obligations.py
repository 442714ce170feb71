"""An item of a plan (a numbered item, or the running text below a heading) cut into obligations and background."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from taskbook.language.directory import Directory
from taskbook.prose.background import Duty, duty_of, exhorts, explained, is_concrete
from taskbook.prose.closing import closings_in
from taskbook.prose.draft import Left
from taskbook.prose.naming import Closing, Default, Subject
from taskbook.prose.obligations_bits import Bit, bits_in
from taskbook.prose.obligations_merging import goes_on, is_own, names_actors
from taskbook.prose.obligations_rules import rules_in
from taskbook.prose.sentences import Sentence, sentences_in


@dataclass(frozen=True, slots=True)
class Around:
    """What an item's surroundings tell: its heading's words, what such a heading heads, whether it opens the plan."""

    directory: Directory
    topic: str = ""
    under: Left | None = None
    opening: bool = False
    common: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Cut:
    """text[start:end] of an item: an obligation, or background where `left` says of what kind.

    `words`: where the text behind a mark begins. `subject` is its own; `carried` one that the same sentence named
    before; `before` whom the sentence before named, who is not taken over. `sentences`: how many were taken together
    by judgement; `split`: its sentence was cut by judgement; `sure`: it asks for something.
    """

    start: int
    end: int
    words: int
    left: Left | None = None
    closings: tuple[Closing, ...] = ()
    subject: Subject | None = None
    carried: Subject | None = None
    before: str = ""
    sentences: int = 1
    split: bool = False
    sure: bool = True
    opens: bool = False  # it ends with a colon: what follows is about it


@dataclass(slots=True)
class Item:
    """What an item was cut into; `rules` are those it states. Offsets count in its text, which the cuts tile."""

    cuts: list[Cut] = field(default_factory=list)
    rules: list[Default] = field(default_factory=list)


def cut_item(text: str, around: Around) -> Item:
    """The cuts of an item's text, in order, tiling it. Never raises."""
    rules = rules_in(text, around.directory)
    closings = [
        one
        for one in closings_in(text, 0, len(text), around.directory)
        if not any(rule.start <= one.start and one.end <= rule.end for rule in rules)
    ]
    work = _Work(text, around, Item(rules=rules))
    at = 0
    for closing in _ending(text, closings):
        work.closed(at, closing, [one for one in closings if at <= one.start < closing.start])
        at = work.at
    work.free(at, len(text))
    return work.item


def _ending(text: str, closings: Sequence[Closing]) -> list[Closing]:
    """The closings that end an obligation: those that name somebody; where none does, those with a date."""
    naming = [one for one in closings if one.parties]
    return naming or list(closings)


_BEHIND = re.compile(r"[\s。；;，,、．.！!）)]*")
_SAYS = re.compile(r"[\u3400-\u9fffA-Za-z\d]")
_LINE_END = re.compile(r"[。！？!?]\s*\n\s*|\n\s*\n\s*")


class _Work:
    """The walk through one item."""

    def __init__(self, text: str, around: Around, item: Item) -> None:
        self.text = text
        self.around = around
        self.item = item
        self.at = 0
        self.named = ""  # whom the sentence before named

    # ---- with a closing ----

    def closed(self, start: int, closing: Closing, more: list[Closing]) -> None:
        """The stretch that a closing ends, and what stands behind it up to the next word."""
        behind = _BEHIND.match(self.text, closing.end)
        self.at = behind.end() if behind else closing.end
        if not _SAYS.search(self.text[start : closing.start]) and self._last_obligation():
            self._more_said(closing)
            return
        start = self._own_lines(start, closing)
        start = self._leading_background(start, closing.start)
        if self._each_by_whom(start, closing):
            return
        self._add(Cut(start, self.at, self._words_at(start, closing.start), closings=(*more, closing)))
        self.named = ""

    def _last_obligation(self) -> bool:
        return bool(self.item.cuts) and self.item.cuts[-1].left is None

    def _more_said(self, closing: Closing) -> None:
        """A second closing right behind the first: （牵头单位：A）（完成时限：年底）."""
        last = self.item.cuts[-1]
        self.item.cuts[-1] = replace(last, end=self.at, closings=(*last.closings, closing))

    def _own_lines(self, start: int, closing: Closing) -> int:
        """A closing inside a line speaks for that line alone where others have closings of their own."""
        line = self.text.rfind("\n", start, closing.start) + 1
        alone = not _SAYS.search(self.text[max(line, start) : closing.start])
        several = bool(self.item.cuts) or _SAYS.search(self.text[self.at :])
        if alone or line <= start or not several:
            return start
        breaks = [match.end() for match in _LINE_END.finditer(self.text, start, closing.start)]
        if not breaks:
            return start
        self.free(start, breaks[-1])
        return breaks[-1]

    def _leading_background(self, start: int, end: int) -> int:
        """Explanations and rules before the obligation are left out of it."""
        for sentence in sentences_in(self.text, start, end):
            left = self._rule_at(sentence) or explained(self.text[sentence.start : sentence.end])
            if left is None or sentence.end >= end:
                return sentence.start
            self._add(Cut(sentence.start, sentence.end, sentence.start, left))
        return start

    def _each_by_whom(self, start: int, closing: Closing) -> bool:
        """A stretch whose every part names its own party is cut there though one closing ends it."""
        bits = bits_in(self.text, start, closing.start, self.around.directory)
        parties = [bit.subject.parties for bit in bits if bit.subject and bit.subject.sure]
        if len(bits) < 2 or len(parties) < len(bits) or len(set(parties)) < 2:
            return False
        for bit in bits:
            last = bit is bits[-1]
            end = self.at if last else bit.end
            self._add(
                Cut(
                    bit.start,
                    end,
                    bit.words,
                    closings=(closing,) if last else (),
                    subject=bit.subject,
                    split=True,
                )
            )
        return True

    def _words_at(self, start: int, end: int) -> int:
        """Behind the mark of the only item of an enumeration that a stretch holds."""
        parts = [
            part
            for sentence in sentences_in(self.text)
            for part in sentence.parts
            if start <= part.start < end
        ]
        numbered = [part for part in parts if part.number is not None]
        return numbered[0].words if len(numbered) == 1 and numbered[0].start == start else start

    # ---- without ----

    def free(self, start: int, end: int) -> None:
        """A stretch without closings: each sentence that asks for something, what goes on about it taken along."""
        open_cut: Cut | None = None
        for sentence in sentences_in(self.text, start, end):
            words = self.text[sentence.start : sentence.end]
            if not _SAYS.search(words):
                open_cut = self._blank(sentence, open_cut)
                continue
            bits = self._bits(sentence)
            left = self._rule_at(sentence) or self._left(words, bits)
            if left is not None:
                self._close(open_cut)
                open_cut = None
                self._add(Cut(sentence.start, sentence.end, sentence.start, left))
                continue
            open_cut = self._sentence(sentence, bits, open_cut)
        self._close(open_cut)

    def _bits(self, sentence: Sentence) -> list[Bit]:
        return bits_in(self.text, sentence.start, sentence.end, self.around.directory, (sentence,))

    def _sentence(self, sentence: Sentence, bits: list[Bit], open_cut: Cut | None) -> Cut | None:
        """Take a sentence's parts one by one into the obligation that is open, or open others."""
        first_cuts = len(self.item.cuts)
        carried: Subject | None = None
        for bit in bits:
            within = bit is not bits[0]
            if open_cut is not None and not self._is_another(open_cut, bit, carried, within):
                open_cut = self._taken(open_cut, bit, sentence)
            else:
                self._close(open_cut)
                open_cut = self._opened(bit, carried if within else None, split=within)
            carried = bit.subject or carried
        self.named = _names(carried)
        self._mark_split(first_cuts, sentence)
        return open_cut

    def _mark_split(self, first: int, sentence: Sentence) -> None:
        """The obligations before the last one of a sentence that was cut are told so too."""
        for at in range(first, len(self.item.cuts)):
            cut = self.item.cuts[at]
            if cut.left is None and cut.end > sentence.start:
                self.item.cuts[at] = replace(cut, split=True)

    def _is_another(self, cut: Cut, bit: Bit, carried: Subject | None, within: bool) -> bool:
        before = self.text[cut.words : cut.end]
        words = self.text[bit.words : bit.end]
        if not _SAYS.search(words):
            return False
        if bit.number is not None or cut.opens:
            return True
        subject = cut.subject or cut.carried
        if bit.subject and not (subject and subject.parties == bit.subject.parties):
            return True
        if within:
            return is_own(before, words, self.around.topic, self.around.common)
        return not goes_on(before, words, self.around.topic, self.around.common)

    def _opened(self, bit: Bit, carried: Subject | None, split: bool) -> Cut:
        words = self.text[bit.words : bit.end]
        sure = bool(bit.subject or carried) or duty_of(words) is Duty.SURE
        before = "" if carried or bit.subject else self.named
        opens = words.rstrip().endswith(("：", ":"))
        own = None if carried and bit.subject is None and names_actors(words) else carried
        return Cut(
            bit.start,
            bit.end,
            bit.words,
            None,
            (),
            bit.subject,
            None if bit.subject else own,
            before,
            1,
            split,
            sure,
            opens,
        )

    def _taken(self, cut: Cut, bit: Bit, sentence: Sentence) -> Cut:
        new = bit.start == sentence.start
        return replace(
            cut,
            end=bit.end,
            sentences=cut.sentences + new,
            sure=cut.sure or duty_of(self.text[bit.words : bit.end]) is Duty.SURE,
            opens=self.text[bit.start : bit.end].rstrip().endswith(("：", ":")),
        )

    def _blank(self, sentence: Sentence, open_cut: Cut | None) -> Cut | None:
        """Signs without a word go with what stands before them."""
        if open_cut is not None:
            return replace(open_cut, end=sentence.end)
        if self.item.cuts:
            self.item.cuts[-1] = replace(self.item.cuts[-1], end=sentence.end)
        else:
            self._add(Cut(sentence.start, sentence.end, sentence.start, Left.EXPLANATION))
        return None

    def _close(self, cut: Cut | None) -> None:
        if cut is not None:
            self._add(cut)

    def _add(self, cut: Cut) -> None:
        if cut.end > cut.start:
            self.item.cuts.append(cut)

    def _rule_at(self, sentence: Sentence) -> Left | None:
        words = self.text[sentence.start : sentence.end]
        begin = sentence.start + len(words) - len(words.lstrip())
        stop = sentence.start + len(words.rstrip("。；;，, \n\t\u3000"))
        at = begin
        for rule in self.item.rules:
            if rule.start <= at < rule.end:
                at = rule.end
        return Left.RULE if at >= stop > begin else None

    def _left(self, words: str, bits: Sequence[Bit]) -> Left | None:
        """What kind of background a sentence is; None for an obligation."""
        subject = any(bit.subject for bit in bits)
        asks = subject and is_concrete(words)
        kind = explained(words)
        if kind is not None:
            return None if asks and duty_of(words) is Duty.SURE and kind is not Left.EXPLANATION else kind
        if self.around.under is Left.AIM or self.around.opening:
            return None if asks else (Left.AIM if self.around.under is Left.AIM else Left.EXPLANATION)
        if exhorts(words) or (self.around.under is Left.EXHORTATION and not subject and exhorts(words, 0.6)):
            return Left.EXHORTATION
        too_short = len(_SAYS.findall(words)) < 6 and duty_of(words) is not Duty.SURE and not subject
        return Left.EXPLANATION if too_short else None


def _names(subject: Subject | None) -> str:
    if subject is None:
        return ""
    parties = subject.parties
    return "、".join(one for one in (parties.lead, parties.responsible, parties.support) if one)


def cuts_tile(cuts: Sequence[Cut], length: int) -> Iterator[tuple[int, int]]:
    """Where cuts leave a gap or overlap: nothing, when all is well."""
    at = 0
    for cut in cuts:
        if cut.start != at:
            yield at, cut.start
        at = cut.end
    if at != length:
        yield at, length
