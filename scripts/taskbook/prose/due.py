"""A text for 完成时限 from a task's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from taskbook.language.compact import compact
from taskbook.language.deadlines import read_deadline
from taskbook.language.milestones import find_milestones
from taskbook.model import DeadlineKind, Milestone
from taskbook.prose.naming import Due

_BY_THEN = re.compile(r"(?:[前底末旬]|之?内)$")
_DOING = re.compile(
    r"(?:[，,、]|分别|各|集中|全面|正式|基本|要|应|须|需|将|再|力争|确保|前后|左右)*(?:完成|开展|组织|举办|召开|启动|制定|制作|印发|出台|公布|公开|发布|报送|上报|报|提交|建成|实现|上线|建立|形成|达到|听取|进行|[一1两2]次|"
    r"实施|集中|办结|总结|自查|检查|考核|评估|通报|更新|清理|调度|投入|投用|开工|竣工|开放|试运行|交付|征集|汇总)"
)
_IN_PASSING = re.compile(r"的(?!时候)|全国|全省|[省市区县]委?(?:第|全|政府工作)|第|《|以来")
_SINCE = re.compile(r"(?:截至|截止到?|根据|按照|落实|依据|参照|贯彻|对照)[^，,。；;]{0,12}$")
_ALL_THE_TIME = re.compile(
    r"(?:^|(?<=[，,；;。：:]))(?:并|要|须|应|需|坚持)?(?P<words>(?:贯穿全年|全年|长期|常年|常态化|常态|贯穿始终)"
    r"(?:化|性|地|持续|坚持|不断|推进|开展|抓好|落实|组织|推动|实施|进行|坚持下去|抓落实|深入)*)(?=[，,；;。]|$)"
)


def due_in(text: str, year: int) -> Due:
    """What the words of a task promise: its dates, else how often, else all the time where they say so. Never raises.

    The text is one `read_deadline` understands, in the document's words; '' where there is none. Spans counted from
    an event (公布后3个工作日内) are limits inside a task and no deadline.
    """
    found = find_milestones(text, year)
    dates = [one for one in found if one.kind is DeadlineKind.DATE and _is_promised(text, one)]
    if dates:
        return _of_dates(text, dates, year)
    for one in found:
        if one.kind is DeadlineKind.RECURRING and _says(one.text, DeadlineKind.RECURRING, year):
            return Due(_clean(one.text))
    for match in _ALL_THE_TIME.finditer(compact(text).text):
        if _says(match["words"], DeadlineKind.ONGOING, year):
            return Due(match["words"])
    return Due()


def _is_promised(text: str, one: Milestone) -> bool:
    """Whether a date is when something shall be done, not one that is only mentioned (2026年3月的会议)."""
    words, after = _clean(one.text), _clean(text[one.start + len(one.text) :][:20])
    if _SINCE.search(_clean(text[max(0, one.start - 20) : one.start])) and not words.endswith("前"):
        return False
    if _BY_THEN.search(words):
        return not after.startswith("的")
    return bool(_DOING.match(after)) and not _IN_PASSING.match(after)


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


def _says(words: str, kind: DeadlineKind, year: int) -> bool:
    return read_deadline(_clean(words), year).kind is kind


def _clean(words: str) -> str:
    return "".join(words.split())
