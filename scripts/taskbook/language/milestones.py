"""Dates and frequencies that a task's own text names: 8月底前, 分别于7月30日、11月30日前, 每季度, 10个工作日内."""

from __future__ import annotations

import re
from datetime import date

from taskbook.language.compact import Compact, compact
from taskbook.language.dates import YEAR, Context, Phrase, Unit, read_phrase
from taskbook.language.recurrence import RECURRENCE, WITHIN
from taskbook.model import DeadlineKind, Milestone

_JOINED = r"[、,，和及与至到-]"
_CHINESE_MONTH = (
    r"(?:十[一二]?|[一二三四五六七八九])月(?=份|底|末|初|[上中下]旬|[一二三四五六七八九十]{1,3}日)"
)
_QUARTER = r"(?:第?[一二三四1-4](?:[、和及]第?[二三四2-4])*个?季度|前[两二三]个?季度)"
_DATE = re.compile(
    rf"""(?<![\d〔第近-])(?:
        (?<!\.)(?:{YEAR}年?度?|[今明次本]年度?)(?=\d|十|[一二三四五六七八九]月|第?[一二三四]季|[上下]半年|年?[底末]|[.\-/]\d)
      | \d{{1,2}}(?:{_JOINED}\d{{1,2}}){{0,11}}月
      | {_CHINESE_MONTH}
      | {_QUARTER}
      | [上下]半年
      | 年底 | 年末(?=前|之前)
    )""",
    re.VERBOSE,
)
_SPOT = re.compile(
    r"[每按逐分次\d一二三四五六七八九十半第前今明本上下年]"
    r"(?:(?<=[每按逐])|(?<=\d)(?<!\d\d)|(?<=[一二三四五六七八九十半])(?=[月季日天周个、和及〇零○十小工一二三四五六七八九])"
    r"|(?<=第)(?=[一二三四1-4])|(?<=[上下])(?=半年)|(?<=年)(?=[底末])|(?<=[今明本])(?=年)|(?<=次)(?=[年月])"
    r"|(?<=前)(?=[两二三])|(?<=分)(?=[季半月]))"
)
"""Where a milestone may begin; looking only there is several times faster than trying everything everywhere."""

_NOT_PROMISED_AFTER = re.compile(
    r"起(?!草)|之?后|以后|以来|至今|施行|(?:印发|发布|公布|修订|出台)的|(?:工作|进展|经济|运行|统计)?(?:数据|情况|报表)"
)
_NOT_PROMISED_BEFORE = re.compile(r"(?:截至|截止|(?<!各)自|从|近|过去)$")
_INSIDE_A_NAME = re.compile(r"(?:《[^》]*|〔[^〕]*)$")
_BY_THEN = re.compile(r"[末底前内]$")
_DOING = re.compile(
    r"(?:分别|各|集中|全面|正式|基本|要|应|须|需|将|力争|确保)*(?:完成|开展|组织|举办|召开|启动|制定|印发|出台|公布|公开|发布|报送|上报|建成|实现|"
    r"对[^，,。；;]{1,20}?(?:开展|进行|实施|完成|组织)|上线|建立|形成|达到|听取|进行|[一1两2]次|至少|不少于|实施|[，,]|[、和及])"
)
_WITHIN_THE_YEAR = re.compile(r"年度?[内中终]")


def find_milestones(text: str, year: int, earlier: bool = False) -> tuple[Milestone, ...]:
    """The points in time a task's prose promises, in its order; `year` is the plan's, for dates without one.

    Left out: dates before the plan's year (unless `earlier`), the plan's year itself, beginnings (…起), cut-off dates (截至…), what
    stands in a document's title or number, 年内 (that is the plan's own span). Never raises.
    """
    plain = compact(text)
    found: list[Milestone] = []
    position = 0
    while spot := _SPOT.search(plain.text, position):
        milestone, position = _read_at(plain, spot.start(), year, earlier)
        if milestone:
            found.append(milestone)
    return tuple(found)


def _read_at(plain: Compact, start: int, year: int, earlier: bool) -> tuple[Milestone | None, int]:
    """The milestone that begins here, if one does, and where to look on."""
    if match := RECURRENCE.match(plain.text, start):
        if match["yearly"]:
            return _yearly_at(plain, match, year)
        return _milestone(plain, start, match.end(), DeadlineKind.RECURRING), match.end()
    if match := WITHIN.match(plain.text, start):
        return _milestone(plain, start, match.end(), DeadlineKind.EVENT), match.end()
    if match := _DATE.match(plain.text, start):
        return _date_at(plain, start, year, match.end(), earlier)
    return None, start + 1


def _milestone(
    plain: Compact, start: int, end: int, kind: DeadlineKind, dates: tuple[date, ...] = ()
) -> Milestone:
    return Milestone(plain.exact(start, end), kind, dates, plain.start(start))


def _date_at(
    plain: Compact, start: int, year: int, at_least: int, earlier: bool
) -> tuple[Milestone | None, int]:
    """The milestone of the dates that begin here, and where to look on."""
    phrase = read_phrase(plain.text, start, Context(year, year))
    if not phrase or not phrase.dates or not _is_promised(plain.text, start, phrase):
        return None, max(at_least, phrase.end if phrase else 0)
    dates = tuple(day for day in phrase.dates if earlier or day.year >= year)
    if not dates:
        return None, phrase.end
    return _milestone(plain, start, phrase.end, DeadlineKind.DATE, dates), phrase.end


def _yearly_at(plain: Compact, match: re.Match[str], year: int) -> tuple[Milestone, int]:
    """每年, with the dates of the plan's year where they follow: 每年9月份."""
    phrase = read_phrase(plain.text, match.end(), Context(year, year))
    named = phrase and phrase.dates and all(slot.unit is not Unit.DAY_ONLY for slot in phrase.slots)
    end, dates = (phrase.end, phrase.dates or ()) if phrase and named else (match.end(), ())
    return _milestone(plain, match.start(), end, DeadlineKind.RECURRING, dates), end


def _is_promised(text: str, start: int, phrase: Phrase) -> bool:
    """Not a mention of a time in passing, as far as the words around it tell."""
    said = text[start : phrase.end]
    before = text[max(0, start - 40) : start]
    if _NOT_PROMISED_AFTER.match(text, phrase.end) or _INSIDE_A_NAME.search(before):
        return False
    if _WITHIN_THE_YEAR.search(said) or (_NOT_PROMISED_BEFORE.search(before) and not said.endswith("前")):
        return False
    units = {slot.unit for slot in phrase.slots}
    if units == {Unit.YEAR} and not re.search(r"[底末]", said):
        return False
    vague = units & {Unit.QUARTER, Unit.HALF}
    return not vague or bool(_BY_THEN.search(said) or _DOING.match(text, phrase.end))
