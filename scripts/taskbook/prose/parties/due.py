"""A text for 完成时限 from a task's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from taskbook.language.compact import compact
from taskbook.language.deadlines import read_deadline
from taskbook.language.milestones import find_milestones
from taskbook.language.traditional import simplified
from taskbook.model import DeadlineKind, Milestone
from taskbook.prose.parties.naming import Due
from taskbook.prose.parties.predicates import is_predicate

_MISREAD = re.compile(r"(?<=\d)曰(?=前|之前|以前|[，,、。；;]|$)")
"""30曰前: what scanning makes of 日."""
_BY_THEN = re.compile(r"(?:[前底末旬]|之?内)$")
_SETS = re.compile(r"(?:到|于|至|力争|确保|在|务必)$")
_OF_THE_PAST = re.compile(
    r"(?:尚?未|已经?|出生|成立|建成|开工|投产|注册|取得|印发|发布|制定|出台|受理|签订|参保|登记)[^，,。；;]{0,8}的"
)
_BARE_END = re.compile(r"年[底末]")
_BESIDE = re.compile(
    r"(?:[，,、]|分别|各|集中|全面|正式|基本|要|应|须|需|将|再|力争|确保|前后|左右|至少|不少于|每[月周])*"
)
_COUNTED = re.compile(r"(?:至少|不少于|不低于)?[\d一两二三四五六七八九十]+[次场期个家批轮]")
_IN_PASSING = re.compile(r"的(?!时候)|全国|全省|[省市区县]委?(?:第|全|政府工作)|第|《|以来")
_SINCE = re.compile(r"(?:截至|截止到?|根据|按照|落实|依据|参照|贯彻|对照)[^，,。；;]{0,12}$")
_RATE = re.compile(r"[户亩吨次件辆床]$|(?<![责系理法络])人$")
_GOES = re.compile(r"[到赴][\u4e00-\u9fff]|[一两]次")
_OF_A_CLASS = re.compile(
    r"[A-DＡ-Ｄ甲乙丙丁一二三四ⅠⅡⅢ红黄绿蓝][类级档色等](?:[^，,。；;（(]{0,8}[（(])?[^，,。；;（()）]{0,2}$"
)
"""A类（每月检查一次）: how often for one class of many."""
_IS_CALLED = re.compile(
    r"(?:定|设|确定)?为(?:全[省市区县][^，,。；;“”]{0,4})?(?:[“\"][^”\"]{1,16}[”\"]|[^，,。；;“”]{1,8}(?:期|时间|时段|时间段|周期))"
)
"""每月1日至20日为“静音期”: what a time is called, not by when something shall be done."""
_ALL_THE_TIME = re.compile(
    r"(?:^|(?<=[，,；;。：:]))(?:并|要|须|应|需|坚持)?(?P<words>(?:贯穿全年|全年|长期|常年|常态化|常态|贯穿始终)"
    r"(?:化|性|地|持续|坚持|不断|推进|开展|抓好|落实|组织|推动|实施|进行|坚持下去|抓落实|深入)*)(?=[，,；;。]|$)"
)
_WITHIN_THE_YEAR = re.compile(
    r"(?P<words>(?<![\u4e00-\u9fff\d]年)(?:20\d\d|今|本)?年内)(?:全面|全部|基本|力争|实现|要|应|须)*(?:建成|完成|出台|实现|竣工|投用|投入使用|开工|启动|上线|新上线|新增|新开|印发|清零|销号|见效|改造|新建|建立|形成)"
)
_SEASON = re.compile(
    r"(?:^|(?<=[，,；;。：:于在]))(?P<words>[^，,。；;：:\d]{0,6}(?:汛期|汛|供暖期?|采暖期?|供暖季|采暖季|开学|春节|元旦|国庆节?|中秋节?|春耕|高考|中考|入冬|雨季|防火期|冰冻期)(?:到来|来临|开始)?之?前)"
)
_CLAUSE = re.compile(r"[^，,。；;：:\n]*$")
_EVENT_BEGINS = re.compile(r"[自从在于]|接到|收到")
_EVENT_NAMED = re.compile(r"文件|政策|信息|公布|印发|出台|形成")


def due_in(text: str, year: int) -> Due:
    """What the words of a task promise: its dates, else how often, else all the time or from what event on.

    The text is one `read_deadline` understands, in the document's words; '' where there is none. Never raises.
    """
    written, text = text, simplified(text)
    return _as_written(_due_in(text, year), text, written)


def _as_written(due: Due, text: str, written: str) -> Due:
    """The text for the cell in the document's own characters, where it stands in one piece."""
    at = text.find(due.text) if due else -1
    own = written[at : at + len(due.text)] if at >= 0 else ""
    return replace(due, text=own) if own else due


def _due_in(text: str, year: int) -> Due:
    text = _MISREAD.sub("日", text)
    found = find_milestones(text, year, earlier=True)
    dates = [one for one in found if one.kind is DeadlineKind.DATE and _is_promised(text, one)]
    dates = [one for one in dates if one.dates[-1].year >= year or _is_set(text, one)]
    if dates:
        due = _of_dates(text, dates, year)
        past = any(day.year < year for one in dates for day in one.dates)
        return replace(due, sure=due.sure and not past)
    plain = compact(text).text
    if match := _WITHIN_THE_YEAR.search(plain):
        return _if_read(match["words"], DeadlineKind.DATE, year)
    for one in found:
        often = one.kind is DeadlineKind.RECURRING and _is_frequency(text, one)
        if often and (due := _if_read(one.text, DeadlineKind.RECURRING, year)):
            return due
    for match in _ALL_THE_TIME.finditer(plain):
        if due := _if_read(match["words"], DeadlineKind.ONGOING, year):
            return due
    return _from_an_event(text, plain, found, year)


def _is_promised(text: str, one: Milestone) -> bool:
    """Whether a date is when something shall be done, not one that is only mentioned (2026年3月的会议)."""
    words, after = _clean(one.text), _clean(text[one.start + len(one.text) :][:24])
    if _IS_CALLED.match(after):
        return False
    if _SINCE.search(_clean(text[max(0, one.start - 20) : one.start])) and not words.endswith("前"):
        return False
    if _BY_THEN.search(words) and not _BARE_END.fullmatch(words):
        return not after.startswith("的")
    rest = after[_BESIDE.match(after).end() :]  # type: ignore[union-attr]
    acts = is_predicate(rest) or _COUNTED.match(rest) or after.startswith(("，", ","))
    return bool(acts) and not _IN_PASSING.match(after)


def _is_set(text: str, one: Milestone) -> bool:
    """Whether a date before the plan's year is a term all the same: 2024年底前, 力争到2024年底; not 2024年底建成的."""
    words, after = _clean(one.text), _clean(text[one.start + len(one.text) :][:24])
    if words.endswith("前"):
        return not _OF_THE_PAST.match(after)
    return bool(_BY_THEN.search(words) and _SETS.search(_clean(text[max(0, one.start - 8) : one.start])))


def _is_frequency(text: str, one: Milestone) -> bool:
    """Whether something is done so often; 每人每月补助200元, 每天体育活动时间 are measures."""
    before, after = _clean(text[: one.start]), _clean(text[one.start + len(one.text) :][:24])
    if _IS_CALLED.match(after):
        return False
    rest = after[_BESIDE.match(after).end() :]  # type: ignore[union-attr]
    until = _BY_THEN.search(_clean(one.text))
    acts = until or not rest or is_predicate(rest) or _COUNTED.search(rest[:12]) or _GOES.match(rest)
    return bool(acts) and not _RATE.search(before[-3:]) and not _OF_A_CLASS.search(before)


def _of_dates(text: str, found: Sequence[Milestone], year: int) -> Due:
    """One text for all the dates; '' if none can be made that says the same dates."""
    kept: list[Milestone] = []
    for one in found:
        if not any(set(one.dates) <= set(other.dates) for other in kept):
            kept.append(one)
    wanted = sorted({day for one in kept for day in one.dates})
    words = [_severally(text, one) + _clean(one.text) for one in kept]
    several = len(wanted) > 1
    for sign in "、；":
        cell = sign.join(words)
        if list(read_deadline(cell, year).dates) == wanted:
            return Due(cell, len(kept) == 1, several)
    return Due()


def _severally(text: str, one: Milestone) -> str:
    """分别于 where it stands before several dates."""
    return "分别于" if len(one.dates) > 1 and _clean(text[: one.start]).endswith("分别于") else ""


def _from_an_event(text: str, plain: str, found: Sequence[Milestone], year: int) -> Due:
    """文件公布后3个工作日内, 汛期前: no date until someone gives one."""
    if match := _SEASON.search(plain):
        return _if_read(match["words"], DeadlineKind.EVENT, year, sure=False)
    for one in found:
        if one.kind is DeadlineKind.EVENT:
            before = _clean(_CLAUSE.search(text[: one.start])[0])  # type: ignore[index]
            spots = (*_EVENT_BEGINS.finditer(before), *_EVENT_NAMED.finditer(before))
            begins = [spot.start() for spot in spots]
            for words in [before[at:] + _clean(one.text) for at in begins] + [_clean(one.text)]:
                if due := _if_read(words, DeadlineKind.EVENT, year, sure=False):
                    return due
    return Due()


def _if_read(words: str, kind: DeadlineKind, year: int, sure: bool = True) -> Due:
    """The words, if a cell of them is read as meant; else nothing."""
    words = _clean(words)
    return Due(words, sure) if read_deadline(words, year).kind is kind else Due()


def _clean(words: str) -> str:
    return "".join(words.split())
