"""A text as it is compared: without punctuation, filler, unit names and dates, which are compared by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from taskbook.language.deadlines import find_milestones
from taskbook.language.names import prefixes_of
from taskbook.language.targets import find_targets
from taskbook.language.text import fold
from taskbook.model import Group, Unit

_FILLER = re.compile(
    "|".join(
        sorted(
            "进一步 进一步地 切实 更好地 更好 更加 认真 积极 扎实 持续 不断 着力 有效 及时 继续 抓紧 努力 充分 严格 大力 深入 全力 全面 主动 有序 稳步 "
            "做好 抓好 搞好 开展 进行 予以 加以 组织 工作 力度 相关 有关 等 的 地 了 并 且 和 及 与 以及 或 要 应 应当 须 必须 需 将 会同 "
            "按职责分工 按照职责分工 分别 牵头 负责 "
            "不少于 不低于 不得少于 不得低于 至少 达到 不小于 以上".split(),
            key=len,
            reverse=True,
        )
    )
)
"""Words that come and go when a sentence becomes a row; without them it says the same."""

_DOCUMENT_NUMBER = re.compile(r"\(?[\u4e00-\u9fff]{1,12}\(\d{4}\)\d+号\)?")
_EVERY_BODY = re.compile(
    r"(?:[全市区县州盟旗镇省](?:委|政府|人民政府|直|级|属)?)?各(?:级|有关|相关)*"
    r"(?:县\(区\)|县\(市、区\)|县市区|县区|乡镇\(街道\)|乡镇|镇街|街道|部门\(单位\)|部门、单位|部门|单位|牵头单位|责任单位)"
    r"(?:、各?(?:部门\(单位\)|部门|单位|街道|乡镇|园区))*"
)
_SUBJECT = re.compile(
    r"(?:^|(?<=[,;。:\n]))(?:[省市县区镇乡州盟旗、()]{1,10}|各|有关|相关|上级)[^,;。:()]{0,16}?(?:部门|单位|机关|机构)(?=[\u4e00-\u9fff]{2})"
)
"""市、县（区）政务公开主管部门 before what they do."""
_NUMBER = re.compile(r"[\d０-９]+(?:[.,，．][\d０-９]+)*|[一二两三四五六七八九十百千]+(?!般|律|定|体)")
_ANY = "#"
_END_OF_DATE = re.compile(r"(?:底|末|初|之?前|以前|以内|内)?")


@dataclass(frozen=True, slots=True)
class Plain:
    """The characters of a text that are compared; `offsets[i]` is where character i stands in it.

    `promised` are the places of numbers that are promised: another number there makes another promise of the same thing.
    """

    text: str
    offsets: tuple[int, ...]
    promised: frozenset[int] = frozenset()

    def __len__(self) -> int:
        return len(self.text)

    def part(self, start: int, end: int) -> Plain:
        """What is left of text[start:end] of the original."""
        kept = [at for at, offset in enumerate(self.offsets) if start <= offset < end]
        if not kept:
            return Plain("", ())
        first, last = kept[0], kept[-1] + 1
        promised = frozenset(at - first for at in self.promised if first <= at < last)
        return Plain(self.text[first:last], self.offsets[first:last], promised)

    def unnumbered(self, at: int) -> str | None:
        """The pair at a place with any number where one is promised (4场 → #场); None where none is."""
        if not {at, at + 1} & self.promised:
            return None
        signs = "".join(_ANY if one in self.promised else self.text[one] for one in (at, at + 1))
        return signs.replace(_ANY * 2, _ANY)


class Reader:
    """Reads texts of one plan: knows its year and how its units and groups are called."""

    def __init__(
        self, units: Iterable[Unit], groups: Iterable[Group], named: Iterable[str], year: int
    ) -> None:
        self.year = year
        spellings = {fold(name) for unit in units for name in (unit.name, *unit.aliases)}
        spellings |= {fold(group.word) for group in groups if len(group.word) >= 4}
        spellings |= {fold(name) for name in named if len(name) >= 3}
        spellings |= {bare for name in tuple(spellings) for bare in _without_prefix(name)}
        self._spellings = sorted((one for one in spellings if len(one) >= 3), key=len, reverse=True)

    @cached_property
    def _names(self) -> re.Pattern[str]:
        words = "|".join(map(re.escape, self._spellings)) or r"(?!)"
        return re.compile(f"{_EVERY_BODY.pattern}|{words}")

    def plain(self, text: str) -> Plain:
        """What of a text is compared."""
        folded = fold(text).casefold()
        folded = folded if len(folded) == len(text) else fold(text)
        dropped = bytearray(len(text))
        for start, end in (*self._dates(text), *_stretches(self._names, folded)):
            dropped[start:end] = b"\x01" * (end - start)
        for pattern in (_SUBJECT, _DOCUMENT_NUMBER, _FILLER):
            for start, end in _stretches(pattern, folded):
                dropped[start:end] = b"\x01" * (end - start)
        kept = [at for at, one in enumerate(folded) if not dropped[at] and one.isalnum()]
        numbers = _promised(text)
        promised = frozenset(place for place, at in enumerate(kept) if at in numbers)
        return Plain("".join(folded[at] for at in kept), tuple(kept), promised)

    def _dates(self, text: str) -> Iterator[tuple[int, int]]:
        for one in find_milestones(text, self.year):
            end = one.start + len(one.text)
            yield one.start, _END_OF_DATE.match(text, end).end()  # type: ignore[union-attr]


def _promised(text: str) -> set[int]:
    """Where the numbers of a text's targets stand: 4 in 不少于4场."""
    places: set[int] = set()
    end = 0
    for target in find_targets(text):
        at = text.find(target.text, end)
        if at >= 0:
            end = at + len(target.text)
            places.update(one for match in _NUMBER.finditer(text, at, end) for one in range(*match.span()))
    return places


def _stretches(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in pattern.finditer(text))


def _without_prefix(name: str) -> list[str]:
    """市财政局 → 财政局: how it stands after another one of the same level."""
    return [name[len(prefix) :] for prefix in prefixes_of(name) if name.startswith(prefix)]


def pairs(text: str) -> list[str]:
    """Neighbouring characters, two by two; a text of one character is its own."""
    return [text[at : at + 2] for at in range(len(text) - 1)] or [text] * bool(text)


def triples(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 3] for at in range(len(text) - 2))
