"""Lists of names that begin at a place of running text, where nothing but the words themselves says where they end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from taskbook.language.beside import COUNT, joins
from taskbook.language.directory import Directory
from taskbook.language.names import looks_like_unit, prefixes_of
from taskbook.language.roles import is_role_phrase
from taskbook.prose.parties.name_words import goes_on, is_firm, is_group, is_post_of_it, is_unit
from taskbook.prose.parties.predicates import is_predicate

LONGEST_NAME = 24
MOST_NAMES = 30


@dataclass(frozen=True, slots=True)
class NameList:
    """A list of names in text[start:end]; `sure` where every name of it is one without doubt."""

    start: int
    end: int
    sure: bool


def names_at(
    plain: str,
    start: int,
    end: int,
    directory: Directory,
    to_comma: bool = False,
    behind_a_name: bool = False,
) -> NameList | None:
    """The list of names that begins at `start` of a folded text and that a predicate or a role word follows.

    With `to_comma` a clause may end behind it, too; `behind_a_name`, any name may begin it.
    """
    if found := _List(plain, end, directory, "," if to_comma else "").read(start, int(behind_a_name)):
        return NameList(start, *found)
    stems = _STEMS.match(plain, start, end)
    if stems and is_predicate(plain[stems.end() : stems.end() + 24]):
        return NameList(start, stems.end(), _all_known(stems["stems"], directory))
    return None


def whose_people_at(plain: str, start: int, end: int, directory: Directory) -> NameList | None:
    """The list of names at `start` whose people are spoken of: 各部门主要负责人要…; never sure."""
    found = _List(plain, end, directory, _WHOSE).read(start, 0)
    return NameList(start, found[0], False) if found else None


_JOINER = re.compile(r"(?<=[镇乡街道区县市门位])(?=各(?!级))|、|以及|及其?|和|与|,(?=[省市区县州各全本有相])")
_TAIL = re.compile(
    r"等(?:\d+[个家])?(?:市直|区直|县直|有关|相关|各)*(?:职能|主管|成员|责任|行业|共建|包联|帮扶|驻[区县市镇])?(?:部门|单位|委办局|镇街|乡镇|地方|地|企业|机构|[县市区乡镇街道()]{1,6})?(?:和单位|、单位)?"
)
_TOGETHER = re.compile(
    r"(?:[要应须需]|应当)?(?:积极|主动|并|共同|负责)?(?:会同|联合|协同|配合|协助|商|支持)(?=[\u4e00-\u9fff]{2})"
)
_BREAK = re.compile(r"[,。;:!?\n“”\"《》]")
_PEOPLE = re.compile(
    r"的?[\u4e00-\u9fff]{0,10}?(?:负责人|负责同志|工作人员|领导|领导干部|领导班子|班子成员|人员|同志|联络员|新闻发言人|一把手)(?=[^。;]{0,30}?[要应须]|每[年月季周半日])"
)
_WHOSE = "whose people"
_STEMS = re.compile(
    r"(?P<stems>[省市区县州](?:[\u4e00-\u9fff]{2,8}、)+[\u4e00-\u9fff]{2,8}?)等(?:有关|相关|职能|主管)*(?:部门|单位)"
)
"""市发展改革、自然资源、统计等部门: names without their endings."""


def _all_known(stems: str, directory: Directory) -> bool:
    names = stems.split("、")
    prefixes = prefixes_of(names[0]) or (names[0][0],)
    return bool(directory.units) and all(directory.resolve(name, prefixes) for name in names)


class _List:
    """One try to read a list; the first way through it wins."""

    def __init__(self, plain: str, end: int, directory: Directory, follows: str = "") -> None:
        self.plain = plain
        self.end = end
        self.directory = directory
        self.follows = follows
        self._dead: set[int] = set()  # where no list begins

    def read(self, start: int, count: int) -> tuple[int, bool] | None:
        """Where the list ends and whether it is sure."""
        if count > MOST_NAMES or start in self._dead:
            return None
        for at, sure in self._items(start, count == 0):
            stop = self._behind_bracket(at)
            tail = _TAIL.match(self.plain, stop, self.end)
            if tail and self._may_end(tail.end()):
                return tail.end(), sure
            counted = count and COUNT.match(self.plain, stop, self.end)
            if counted and self._may_end(counted.end()):
                return counted.end(), sure
            joiner = _JOINER.match(self.plain, stop, self.end)
            if joiner and joins(self.plain, stop) and (rest := self.read(joiner.end(), count + 1)):
                return rest[0], sure and rest[1]
            if self._may_end(stop):
                return stop, sure
        self._dead.add(start)
        return None

    def _behind_bracket(self, at: int) -> int:
        """Behind the bracket with another name of the unit just named or its role: 市政府办公室（市大数据局）, 市教育局（牵头）."""
        close = (
            self.plain.find(")", at, min(self.end, at + LONGEST_NAME))
            if self.plain[at : at + 1] == "("
            else -1
        )
        inner = self.plain[at + 1 : close] if close > 0 else ""
        return close + 1 if inner and (looks_like_unit(inner) or is_role_phrase(inner)) else at

    def _may_end(self, at: int) -> bool:
        if not joins(self.plain, at):
            return False  # 县公安局|和睦派出所
        if self.follows == _WHOSE:
            return bool(_PEOPLE.match(self.plain, at, self.end))
        rest = self.plain[at : min(self.end, at + 24)]
        if self.follows and (not rest or rest.startswith(self.follows)):
            return True
        return bool(_TOGETHER.match(rest)) or is_predicate(rest.removeprefix(":"))

    def _items(self, start: int, first: bool) -> Iterator[tuple[int, bool]]:
        """Where a name that begins at `start` may end, the likeliest first."""
        stop = _BREAK.search(self.plain, start, min(self.end, start + LONGEST_NAME))
        limit = stop.start() if stop else min(self.end, start + LONGEST_NAME)
        words = {
            e: self.plain[start:e] for e in range(start + 2, limit + 1) if self.plain[e - 1] not in "、 ("
        }
        groups = [e for e in words if is_group(self.plain, start, e, self.directory)]
        units = [e for e in words if is_unit(words[e], first, self.directory)]
        known = [
            e for e in words if self.directory.knows(words[e]) and not is_post_of_it(self.plain, e, units)
        ]
        found = [
            e
            for e in units
            if e not in known and self._resolves(words[e]) and not is_post_of_it(self.plain, e, units)
        ]
        yield from ((e, True) for e in (*reversed(known), *reversed(found)))
        for e in sorted({*groups, *units}.difference(known, found)):
            group = e in groups
            if not goes_on(self.plain, start, e, groups if group else units, group):
                yield e, is_firm(words[e], group, first)

    def _resolves(self, name: str) -> bool:
        return bool(self.directory.units) and bool(self.directory.resolve(name))
