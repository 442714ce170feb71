"""Lists of names that begin at a place of running text, where nothing but the words themselves says where they end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from taskbook.language.collectives import group_at, is_collective
from taskbook.language.directory import Directory
from taskbook.language.names import keeps_own_name, looks_like_unit, prefixes_of
from taskbook.prose.predicates import is_predicate

LONGEST_NAME = 24
MOST_NAMES = 30


@dataclass(frozen=True, slots=True)
class NameList:
    """A list of names in text[start:end]; `sure` where every name of it is one without doubt."""

    start: int
    end: int
    sure: bool


def names_at(plain: str, start: int, end: int, directory: Directory) -> NameList | None:
    """The list of names that begins at `start` of a folded text and that a predicate, a role or a joiner follows."""
    found = _List(plain, end, directory).read(start, True, 0)
    return NameList(start, found[0], found[1]) if found else None


_JOINER = re.compile(r"、|以及|及其?|和|与|,(?=[省市区县州各全本有相])")
_TAIL = re.compile(
    r"等(?:\d+[个家])?(?:市直|区直|县直|有关|相关|各)*(?:职能|主管|成员|责任|行业)?(?:部门|单位|委办局|镇街|乡镇|地方|地|企业|机构|[县市区乡镇街道()]{1,6})?(?:和单位|、单位)?"
)
_TOGETHER = re.compile(
    r"(?:积极|主动|并|共同|负责)?(?:会同|联合|协同|配合|协助|商|支持)(?=[\u4e00-\u9fff]{2})"
)
_BREAK = re.compile(r"[,。;:!?\n“”\"《》]")
_HARD = re.compile(
    r"(?:局|委|办|厅|委员会|办公室|中心|支队|大队|总队|院|管委会|指挥部|公司|集团|银行|专班|政府|党校|妇联|残联|团委|工会|科协|文联|镇|乡|街道|办事处|部|区|县|市|会|社|局党组|站|所|馆|处|科|队|校|园|台)$"
)
_GOES_ON = re.compile(
    r"(?![^,。;]*[省市区县州各本我其对向]|指导|督促|会同|配合|支持|协助|联合|通过|加强|要|负责|牵头|把|将|按|依|由)[\u4e00-\u9fff]{2,9}?"
    r"(?:局|部|委|委员会|办|办公室|厅|中心|院|署|处)$"
)
_BELOW_AN_OFFICE = re.compile(r"[\u4e00-\u9fff]{0,8}(?:支队|大队|总队|中心|分局|所|站|队|服务中心)$")
_NOUN_ENDS = re.compile(r"(?:学校|企业|机构|社区|园区|单位|会|社|所|站|组织|系统|平台|基地|热线)$")
_IDLE = re.compile(
    r"^(?:自治区|国家|国务院|中央|省|市|县|区|省级|市级|党中央|我[省市县区]|本[省市县区]|全[省市县区]|[省市县区]委[、]?[省市县区]?政府|[省市县区]委|省政府|自治区政府|自治区党委)$"
)
"""Who is spoken of, not to: higher levels, the place as such."""


class _List:
    """One try to read a list; the first way through it wins."""

    def __init__(self, plain: str, end: int, directory: Directory) -> None:
        self.plain = plain
        self.end = end
        self.directory = directory

    def read(self, start: int, first: bool, count: int) -> tuple[int, bool] | None:
        if count > MOST_NAMES:
            return None
        for stop, sure in self._items(start, first):
            tail = _TAIL.match(self.plain, stop, self.end)
            if tail and tail.end() > stop and self._may_end(tail.end()):
                return tail.end(), sure
            joiner = _JOINER.match(self.plain, stop, self.end)
            if joiner and (rest := self.read(joiner.end(), False, count + 1)):
                return rest[0], sure and rest[1]
            if self._may_end(stop):
                return stop, sure
        return None

    def _may_end(self, at: int) -> bool:
        rest = self.plain[at : min(self.end, at + 24)]
        return bool(_TOGETHER.match(rest)) or is_predicate(rest)

    def _items(self, start: int, first: bool) -> Iterator[tuple[int, bool]]:
        """Where a name that begins at `start` may end, the likeliest first."""
        limit = self._limit(start)
        ends = [e for e in range(start + 2, limit + 1) if self.plain[e - 1] not in "、 ("]
        known = [e for e in ends if self.directory.knows(self.plain[start:e])]
        groups = [e for e in ends if self._is_group(start, e)]
        units = [e for e in ends if self._is_unit(start, e, first)]
        resolved = [e for e in units if self._resolves(start, e)]
        yield from ((e, True) for e in sorted(known, reverse=True))
        yield from ((e, True) for e in sorted(set(resolved) - set(known), reverse=True))
        for e in sorted({*groups, *units} - {*known, *resolved}):
            if not self._goes_on(start, e, groups if e in groups else units):
                yield e, e in groups or self._is_firm(start, e)

    def _limit(self, start: int) -> int:
        stop = _BREAK.search(self.plain, start, min(self.end, start + LONGEST_NAME))
        return stop.start() if stop else min(self.end, start + LONGEST_NAME)

    def _is_group(self, start: int, end: int) -> bool:
        words = self.plain[start:end]
        if words in self.directory.words:
            return True
        if not re.match(
            r"各|有关|相关|其他|其它|其余|所有|全体|全部|[\u4e00-\u9fff]{0,8}?各|全?[省市区县州]", words
        ):
            return False
        if _open_bracket(words) or re.search(r"[要应须将的把]|加强|推进|落实|公开", words[:-2]):
            return False
        return group_at(self.plain, start, self.directory, end) == end and not self._bracket_follows(
            start, end
        )

    def _bracket_follows(self, start: int, end: int) -> bool:
        """各部门 before （单位）: the phrase is longer."""
        if self.plain[end : end + 1] != "(":
            return False
        close = self.plain.find(")", end, self.end)
        return close > 0 and group_at(self.plain, start, self.directory, close + 1) > end

    def _is_unit(self, start: int, end: int, first: bool) -> bool:
        words = self.plain[start:end]
        if _open_bracket(words) or not looks_like_unit(words) or _IDLE.match(words) or is_collective(words):
            return False
        if "、" in words or re.search(
            r"[的了，]|^(?:对|向|将|把|为|以|在|从|加强|推动|推进|开展|督促|指导|由|请|经)", words
        ):
            return False
        if not first:
            return True
        return bool(
            prefixes_of(words)
            or self.directory.resolve(words)
            or (re.search(r"(?:局|委|办|办公室|管委会|支队|大队)$", words) and len(words) > 2)
            or (keeps_own_name(words) and re.search(r"..(?:镇|乡|街道|县|区|市|管委会|公司|集团)$", words))
        )

    def _resolves(self, start: int, end: int) -> bool:
        return bool(self.directory.units) and bool(self.directory.resolve(self.plain[start:end]))

    def _goes_on(self, start: int, end: int, ends: list[int]) -> bool:
        """Whether a longer name begins like this one: 市委 of 市委组织部, 市市场 of 市市场监督管理局."""
        name = self.plain[start:end]
        if name.endswith("局"):
            return any(
                e > end and _BELOW_AN_OFFICE.fullmatch(self.plain, end, e) and self._no_verb(end)
                for e in ends
            )
        return any(e > end and _GOES_ON.match(self.plain[end:e]) for e in ends)

    def _no_verb(self, at: int) -> bool:
        return not is_predicate(self.plain[at : at + 12])

    def _is_firm(self, start: int, end: int) -> bool:
        name = self.plain[start:end]
        return bool(prefixes_of(name) or not _NOUN_ENDS.search(name))


@lru_cache(maxsize=4096)
def _open_bracket(words: str) -> bool:
    return words.count("(") != words.count(")")
