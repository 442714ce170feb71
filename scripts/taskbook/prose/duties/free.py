"""Stretches without a closing: each sentence that asks for something, with what goes on about it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from taskbook.prose.draft import Left
from taskbook.prose.duties.background import Duty, duty_of, exhorts, explained, is_concrete, states, threatens
from taskbook.prose.duties.bits import Bit, bits_in
from taskbook.prose.duties.cuts import Around, Cut, Item
from taskbook.prose.duties.lists import inside_items, own_duty, whole_lists
from taskbook.prose.duties.merging import goes_on, is_own, names_actors
from taskbook.prose.duties.sentences import Sentence, sentences_in
from taskbook.prose.parties.naming import Subject, merged

SAYS = re.compile(r"[\u3400-\u9fffA-Za-z\d]")

_ASIDE = re.compile(r"\s*[（(〔【\[][^（()）]*(?:[（(][^（()）]*[)）][^（()）]*)*[)）〕】\]][。；;]?\s*")
"""A bracket that is a whole sentence: nobody is asked for anything by it alone."""


class Walk:
    """The walk through one item; `at` is how far it came."""

    def __init__(self, text: str, around: Around, item: Item) -> None:
        self.text = text
        self.around = around
        self.item = item
        self.named = ""  # whom the sentence before named
        self.within: frozenset[int] = frozenset()  # where parts begin that stand inside an item of a list

    def free(self, start: int, end: int) -> None:
        """A stretch without closings: each sentence that asks for something, what goes on about it taken along."""
        open_cut: Cut | None = None
        found = sentences_in(self.text, start, end)
        self.within = inside_items(found)
        for sentence in whole_lists(self.text, found, self.around.directory):
            words = self.text[sentence.start : sentence.end]
            if not SAYS.search(words):
                open_cut = self._blank(sentence, open_cut)
                continue
            beside = _ASIDE.fullmatch(words) and self.rule_at(sentence) is None
            if beside and (open_cut is not None or self.item.cuts):
                open_cut = self._blank(sentence, open_cut)
                continue
            bits = self._bits(sentence)
            left = self.rule_at(sentence) or self._left(words, bits, open_cut, sentence.end)
            if left is not None:
                self._close(open_cut)
                open_cut = None
                opens = words.rstrip().endswith(("：", ":"))
                subject = bits[0].subject if opens else None
                self.add(
                    Cut(sentence.start, sentence.end, sentence.start, left, subject=subject, opens=opens)
                )
                continue
            open_cut = self._sentence(sentence, bits, open_cut)
        self._close(open_cut)

    def _bits(self, sentence: Sentence) -> list[Bit]:
        return bits_in(self.text, sentence.start, sentence.end, self.around.directory, (sentence,))

    def _sentence(self, sentence: Sentence, bits: list[Bit], open_cut: Cut | None) -> Cut | None:
        """Take a sentence's parts one by one into the obligation that is open, or open others."""
        first_cuts = len(self.item.cuts)
        named: Subject | None = None
        carried: Subject | None = (
            None  # of the half before; of enumerated halves, whoever stands before them all
        )
        for bit in bits:
            within = bit is not bits[0]
            if self._leads_in(bit, bits):
                self._close(open_cut)
                open_cut = None
                if own_duty(self.text[bit.words : bit.end]):
                    self.add(self._opened(bit, carried if within else None, split=within))
                else:
                    self.add(
                        Cut(bit.start, bit.end, bit.words, Left.EXPLANATION, subject=bit.subject, opens=True)
                    )
                carried = bit.subject or carried
                continue
            if open_cut is not None and not self._is_another(open_cut, bit, carried, within):
                open_cut = self._taken(open_cut, bit, sentence)
            else:
                self._close(open_cut)
                open_cut = self._opened(bit, carried if within else None, split=within)
            named = bit.subject or named
            if bit.number is None and bit.subject and bit.subject.sure:
                carried = bit.subject
            elif bit.number is None and bit.subject is None and names_actors(self.text[bit.words : bit.end]):
                carried = None  # somebody else has begun to act
        self.named = _names(named)
        self._mark_split(first_cuts, sentence)
        return open_cut

    def _leads_in(self, bit: Bit, bits: Sequence[Bit]) -> bool:
        """区水利局要做好三项工作： before what is enumerated."""
        behind = bits[bits.index(bit) + 1 :]
        return bool(behind) and behind[0].number == 1 and self.text[: bit.end].rstrip().endswith(("：", ":"))

    def _mark_split(self, first: int, sentence: Sentence) -> None:
        """The obligations before the last one of a sentence that was cut are told so too."""
        for at in range(first, len(self.item.cuts)):
            cut = self.item.cuts[at]
            if cut.left is None and cut.end > sentence.start:
                self.item.cuts[at] = replace(cut, split=True)

    def _is_another(self, cut: Cut, bit: Bit, carried: Subject | None, within: bool) -> bool:
        before = self.text[cut.words : cut.end]
        words = self.text[bit.words : bit.end]
        if not SAYS.search(words):
            return False
        if bit.number is not None or cut.opens:
            return True
        subject = cut.subject or cut.carried
        another = bit.subject and not (subject and subject.parties == bit.subject.parties)
        told_by_form = self.text[bit.start - 1 : bit.start] in (",", "，")  # cut there for its subject alone
        if another and (bit.subject.sure or told_by_form or not within):
            return True
        if bit.start in self.within:
            return False
        if within:
            return is_own(before, words, self.around.topic, self.around.common)
        return not goes_on(before, words, self.around.topic, self.around.common)

    def _opened(self, bit: Bit, carried: Subject | None, split: bool) -> Cut:
        words = self.text[bit.words : bit.end]
        sure = bool(bit.subject or carried) or duty_of(words) is Duty.SURE
        before = "" if carried or bit.subject else self.named
        opens = words.rstrip().endswith(("：", ":"))
        own = None if carried and bit.subject is None and names_actors(words) else carried
        subject = bit.subject
        if subject and carried and not (subject.parties.lead or subject.parties.responsible):
            both = merged(carried.parties, subject.parties, self.around.directory)
            subject = replace(subject, parties=both, sure=carried.sure)
        return Cut(
            bit.start,
            bit.end,
            bit.words,
            subject=subject,
            carried=None if subject else own,
            before=before,
            split=split,
            sure=sure,
            opens=opens,
        )

    def _taken(self, cut: Cut, bit: Bit, sentence: Sentence) -> Cut:
        new = bit.start == sentence.start
        return replace(
            cut,
            end=bit.end,
            subject=cut.subject or (None if cut.carried else bit.subject),
            sentences=cut.sentences + new,
            sure=cut.sure or duty_of(self.text[bit.words : bit.end]) is Duty.SURE,
            opens=self.text[bit.start : bit.end].rstrip().endswith(("：", ":")),
        )

    def _blank(self, sentence: Sentence, open_cut: Cut | None) -> Cut | None:
        """Signs without a word, and a bracket behind a full stop, go with what stands before them."""
        if open_cut is not None:
            return replace(open_cut, end=sentence.end)
        if self.item.cuts:
            self.item.cuts[-1] = replace(self.item.cuts[-1], end=sentence.end)
        else:
            self.add(Cut(sentence.start, sentence.end, sentence.start, Left.EXPLANATION))
        return None

    def _close(self, cut: Cut | None) -> None:
        if cut is not None:
            self.add(cut)

    def add(self, cut: Cut) -> None:
        if cut.end > cut.start:
            self.item.cuts.append(cut)

    def rule_at(self, sentence: Sentence) -> Left | None:
        words = self.text[sentence.start : sentence.end]
        begin = sentence.start + len(words) - len(words.lstrip())
        stop = sentence.start + len(words.rstrip("。；;，, \n\t\u3000"))
        at = begin
        for rule in self.item.rules:
            if rule.start <= at < rule.end:
                at = rule.end
        return Left.RULE if at >= stop > begin else None

    def _left(self, words: str, bits: Sequence[Bit], open_cut: Cut | None, end: int) -> Left | None:
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
        if not subject and open_cut is None and threatens(words):
            return Left.EXHORTATION
        if not subject and duty_of(words) is Duty.UNSURE and not self.around.numbered:
            last = self.around.closes and not self._asks_behind(end)
            if last or states(words):
                return Left.EXPLANATION
        stopped = words.rstrip().endswith(("。", "；", ";"))  # 2.收运垃圾。 is said; 一、工程措施 only names
        least = 4 if self.around.numbered and stopped else 6
        too_short = len(SAYS.findall(words)) < least and duty_of(words) is not Duty.SURE and not subject
        return Left.EXPLANATION if too_short else None

    def _asks_behind(self, end: int) -> bool:
        """Whether any sentence behind asks for something, or names who acts."""
        return any(
            duty_of(self.text[one.start : one.end]) is Duty.SURE
            or any(bit.subject for bit in self._bits(one))
            for one in sentences_in(self.text, end)
        )


def _names(subject: Subject | None) -> str:
    if subject is None:
        return ""
    parties = subject.parties
    return "、".join(one for one in (parties.lead, parties.responsible, parties.support) if one)
