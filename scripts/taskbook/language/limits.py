"""How long something may take or must last (7个工作日内, 不少于10个工作日), and the days an answer names for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from functools import lru_cache

from taskbook.language.compact import compact
from taskbook.language.numerals import whole_number


class LimitUnit(Enum):
    """What a limit is counted in."""

    WORKING_DAYS = auto()
    DAYS = auto()
    HOURS = auto()


@dataclass(frozen=True, slots=True)
class Limit:
    """A rule in a task's text. `at_least`: it must last that long, else it may take no longer.

    `begins` and `ends` are the words for its two ends that the rule itself names (作出决定 … 公示), may be empty.
    """

    text: str
    number: int
    unit: LimitUnit
    at_least: bool
    begins: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()


_N = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
_LIMIT = re.compile(
    rf"""(?<![\d.第年月近过至到-])(?P<least>不(?:得|应|能)?(?:少于|低于|短于)|至少|最少)?
        (?P<most>不(?:得|应|能)?超过|最长|至多|最多)?
        (?P<number>{_N})个?(?P<unit>工作日|自然日|日|天|小时)
        (?P<within>之内|以内|内(?!容|部)|(?<=工作日)(?=办结|办理|答复|回复|反馈|完成|公开|公示|上网|整改|处理|告知))?""",
    re.VERBOSE,
)
_AHEAD = re.compile(r"提前$")
_UNITS = {"工作日": LimitUnit.WORKING_DAYS, "小时": LimitUnit.HOURS}

_BEGINNINGS = (
    "受理 收到 收悉 接到 接件 收件 登记 作出 做出 决定 印发 下发 发文 成文 签发 批复 批准 出台 形成 制作 获取 立案 交办 提出 提交 申请 来信 "
    "反映 诉求 发现 审议通过"
).split()
_ENDINGS = "公示 公开 上网 上线 挂网 答复 回复 反馈 办结 整改 告知 解读 发布 公布 送达 录入 推送 更新".split()
_LASTING = re.compile(r"公告|公示|征求|征集|公开|张贴|展示")
_CLAUSE = re.compile(r"[，,；;。！？\n]")


@lru_cache(maxsize=4096)
def find_limits(text: str) -> tuple[Limit, ...]:
    """The rules in a task's text, in its order. 提前3日告知 is none: it counts towards something to come."""
    plain = compact(text)
    return tuple(_limits(plain.text))


def _limits(plain: str) -> Iterator[Limit]:
    for match in _LIMIT.finditer(plain):
        at_least = bool(match["least"])
        number = whole_number(match["number"])
        if not number or not (at_least or match["most"] or match["within"] is not None):
            continue
        if _AHEAD.search(plain[: match.start()]):
            continue
        before = _CLAUSE.split(plain[max(0, match.start() - 30) : match.start()])[-1]
        after = _CLAUSE.split(plain[match.end() : match.end() + 20])[0]
        begins = tuple(word for word in (*_BEGINNINGS, *_ENDINGS) if word in before)
        ends = tuple(word for word in _ENDINGS if word in after)
        unit = _UNITS.get(match["unit"], LimitUnit.DAYS)
        yield Limit(match[0], number, unit, at_least, begins, ends)


# ---- the days in an answer ----

_DATE = re.compile(
    r"(?:(?P<year>20\d\d)[-./年](?P<month>\d{1,2})[-./月](?P<day>\d{1,2})(?!\d)日?"
    r"|(?<!\d)(?P<month2>\d{1,2})月(?P<day2>\d{1,2})(?!\d)[日号]?)"
)
_TO = re.compile(r"(?:[-—–至到]|--)")
_DAY_ONLY = re.compile(r"(?P<day>\d{1,2})[日号]")


@dataclass(frozen=True, slots=True)
class _Named:
    """A day in a text, with the words beside it: those up to the next mark, or else those before it."""

    day: date
    words: str


def spans_in(text: str, limit: Limit, as_of: date) -> list[tuple[date, date]]:
    """The stretches of time that an answer plainly names for a rule: from when to when, ends included.

    Both days must be said, with words that tell which is which: 9月1日受理，9月10日答复; of what must last 9月1日至9月20日公示.
    A date without a year is the latest one that is not after `as_of`.
    """
    plain = compact(text).text
    if limit.at_least:
        return list(_lasting(plain, as_of))
    begins, ends = _sides(plain, limit, as_of)
    plainly = len(begins) == len(ends) == 1
    pairs = [(begins[0][1], ends[0][1])] if plainly else _in_turn(begins, ends)
    return [(first, second) for first, second in pairs if first <= second]


def beginning_in(text: str, limit: Limit, as_of: date) -> date | None:
    """The one day on which an answer says it began, where it does not say when it ended."""
    begins, ends = _sides(compact(text).text, limit, as_of)
    return begins[0][1] if len(begins) == 1 and not ends else None


def _sides(plain: str, limit: Limit, as_of: date) -> tuple[list[tuple[int, date]], list[tuple[int, date]]]:
    begins: list[tuple[int, date]] = []
    ends: list[tuple[int, date]] = []
    for place, named in enumerate(_named(plain, as_of)):
        side = _side(named.words, limit)
        if side is not None:
            (begins if side else ends).append((place, named.day))
    return begins, ends


def _side(words: str, limit: Limit) -> bool | None:
    """True where the words begin what is measured, False where they end it; the rule's own words count first."""
    own_begin, own_end = _first(words, limit.begins), _first(words, limit.ends)
    if own_begin != own_end:
        return own_begin < own_end
    begin, end = _first(words, _BEGINNINGS), _first(words, _ENDINGS)
    return None if begin == end else begin < end


def _first(words: str, wanted: tuple[str, ...] | list[str]) -> int:
    places = [place for word in wanted if (place := words.find(word)) >= 0]
    return min(places, default=len(words) + 1)


def _in_turn(begins: list[tuple[int, date]], ends: list[tuple[int, date]]) -> list[tuple[date, date]]:
    """One beginning and one end after the other; anything else is not plain."""
    ordered = sorted(
        [(place, True, day) for place, day in begins] + [(place, False, day) for place, day in ends]
    )
    pairs = list(zip(ordered[::2], ordered[1::2], strict=False))
    if len(ordered) % 2 or any(not first[1] or second[1] for first, second in pairs):
        return []
    return [(first[2], second[2]) for first, second in pairs]


def _named(plain: str, as_of: date) -> Iterator[_Named]:
    matches = list(_DATE.finditer(plain))
    for index, match in enumerate(matches):
        day = _day(match, as_of)
        if day is None:
            continue
        until = matches[index + 1].start() if index + 1 < len(matches) else len(plain)
        since = matches[index - 1].end() if index else 0
        after = _CLAUSE.split(plain[match.end() : until])[0]
        before = _CLAUSE.split(plain[since : match.start()])[-1]
        known = [word for word in (*_BEGINNINGS, *_ENDINGS) if word in after]
        yield _Named(day, after if known else before)


def _lasting(plain: str, as_of: date) -> Iterator[tuple[date, date]]:
    """9月1日至9月20日 and 9月1日至20日, beside a word of what lasts (or with nothing beside)."""
    for match in _DATE.finditer(plain):
        first = _day(match, as_of)
        to = _TO.match(plain, match.end())
        if not first or not to:
            continue
        second_match = _DATE.match(plain, to.end())
        second = _day_after(second_match, first) if second_match else None
        end = second_match.end() if second_match else to.end()
        if not second_match and (only := _DAY_ONLY.match(plain, to.end())):
            second, end = _made(first.year, first.month, int(only["day"])), only.end()
        around = plain[max(0, match.start() - 12) : match.start()] + plain[end : end + 12]
        if second and first <= second and (_LASTING.search(around) or not around):
            yield first, second


def _day(match: re.Match[str], as_of: date) -> date | None:
    if match["year"]:
        return _made(int(match["year"]), int(match["month"]), int(match["day"]))
    month, day = int(match["month2"]), int(match["day2"])
    this_year = _made(as_of.year, month, day)
    return this_year if this_year and this_year <= as_of else _made(as_of.year - 1, month, day)


def _day_after(match: re.Match[str], first: date) -> date | None:
    """The end of a stretch may lie in the future, and in the next year."""
    if match["year"]:
        return _day(match, first)
    month, day = int(match["month2"]), int(match["day2"])
    same = _made(first.year, month, day)
    return same if same and same >= first else _made(first.year + 1, month, day)


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
