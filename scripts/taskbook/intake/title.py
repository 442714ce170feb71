"""What a document says about itself: the plan's name and year, who issued it and when."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from taskbook.findings import Cell

_TABLE_WORDS = re.compile(
    r"任务分工|责任分工|分解|分工(?:一览)?表|清单|台账|一览表|任务表|责任表|明细表|配档表|推进表|实事项目"
)
_PLAN_WORDS = re.compile(
    r"工作要点|(?:实施|工作|行动|分工)方案|(?:工作|行动|实施)计划|重点任务|重点工作|任务|要点|计划|方案"
)
_ISSUING = re.compile(
    r"关于(?:转发|印发|下发|做好)?[\s\S]{0,40}?《\s*([^《》]+?)\s*》[\s\S]{0,20}?的?\s*通知"
)
_ISSUING_PLAIN = re.compile(r"关于(?:转发|印发|下发)([^《》，。]{4,60}?)的?通知")
_SALUTATION = re.compile(r"^[（(]此件.{2,8}[)）]$|^各[^。；]{2,100}[:：]$")
_ATTACHMENT = re.compile(r"^附\s*[件表]\s*[\d一二三四五六七八九十]*\s*[:：.、]?\s*")
_ORGANISATION = re.compile(
    r"^[\u4e00-\u9fff（）()、·\s]{2,40}(?:办公室|办公厅|政府|委员会|领导小组|指挥部|管委会|中心|公司|集团|[局厅委办部院处校会队])$"
)
_DATE = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?")
_SPELLED_DATE = re.compile(
    r"([〇○零ＯO0一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)
_FILE_NUMBER = re.compile(r"^\S{1,20}[〔\[（(【]\s*(\d{4})\s*[〕\])）】]\s*第?\s*\d+\s*[号號]$")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:年|(?=[-—–~～至](?:20)?\d{2}年))")
_BARE_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
_SPELLED_YEAR = re.compile(r"([二][〇○零ＯO0][〇○零ＯO0一二三四五六七八九]{2})年")
_DIGITS = {**dict.fromkeys("〇○零ＯO0", "0"), **dict(zip("一二三四五六七八九", "123456789", strict=True))}
_HEAD_LINES = 12
"""A document's head (name, number, title of the notice) stands in so many paragraphs."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph (or a title row of a table) and where it stands."""

    text: str
    where: Cell


@dataclass(slots=True)
class Head:
    """What was found; `taken` are the lines of the head, whose text needs no finding of its own. Those in `formal` belong
    to an official document and say nothing of the plan: 关于…的通知, whom it goes to, 附件."""

    name: str = ""
    year: int | None = None
    office: str = ""
    issued_on: date | None = None
    taken: list[Line] = field(default_factory=list)
    formal: list[Line] = field(default_factory=list)


def read_head(before: Sequence[Line], after: Sequence[Line], file_stem: str) -> Head:
    """The head of a document from the lines before and after its first task table."""
    head = Head()
    _read_name(head, before, file_stem)
    _read_issue(head, before, after)
    _read_year(head, before, file_stem)
    more = [line for line in (*before, *after) if line not in head.taken and _is_formal(line.text)]
    head.taken += more
    head.formal += [line for line in more if not _is_mark(squeezed(line.text))]
    return head


def _is_mark(bare: str) -> bool:
    """文号, or 附件 with nothing behind it."""
    return bool(_FILE_NUMBER.match(bare)) or not _ATTACHMENT.sub("", bare)


def _is_formal(text: str) -> bool:
    """附件, 文号, 关于印发《…》的通知, 各…：: known parts of an official document."""
    bare = squeezed(text)
    notice = _ISSUING.search(bare) or _ISSUING_PLAIN.search(bare)
    return bool(
        not _ATTACHMENT.sub("", bare)
        or _FILE_NUMBER.match(bare)
        or _SALUTATION.match(bare)
        or (len(bare) <= 120 and bare.endswith("通知") and notice)
        or (_ATTACHMENT.match(bare) and len(bare) <= 60)
    )


# ---- name ----


def clean_name(text: str) -> str:
    """A title on one line, without the blanks that typesetting put between characters and digits."""
    text = re.sub(r"\[bookmark: [^\]]*\]", "", text)
    text = re.sub(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])", "", text.strip())
    return _ATTACHMENT.sub("", text).strip('《》“”"：: ')


def squeezed(text: str) -> str:
    return "".join(text.split())


def _read_name(head: Head, before: Sequence[Line], file_stem: str) -> None:
    at = _title_above(before)
    if at is not None:
        lines = [before[at]]
        if at and _is_second_half(before[at - 1].text, before[at].text):
            lines.insert(0, before[at - 1])
        head.name = clean_name("".join(line.text for line in lines))
        head.taken += lines
        return
    issued, lines = _issued_name(before)
    if issued:
        head.name = clean_name(issued)
        head.taken += [line for line in lines if len(lines) > 1 or _is_formal(line.text)]
        return
    titles = [
        line for line in before if _could_be_title(line.text) and _PLAN_WORDS.search(squeezed(line.text))
    ]
    if titles:
        head.name = clean_name(titles[0].text)
        head.taken.append(titles[0])
    else:
        head.name = clean_name(file_stem)


def _issued_name(before: Sequence[Line]) -> tuple[str, list[Line]]:
    """What a notice issues (关于印发《…》的通知, the brackets may be missing) and the one or two lines that say so."""
    for pattern in (_ISSUING, _ISSUING_PLAIN):
        for at, line in enumerate(before):
            lines = [line]
            if squeezed(line.text).endswith(("印发", "转发", "下发")):
                lines += before[at + 1 : at + 2]
            match = pattern.search("".join(squeezed(one.text) for one in lines))
            if match:
                return match[1], lines
    return "", []


def _title_above(before: Sequence[Line]) -> int | None:
    """The nearest line above the table that names a table of tasks (任务分工, 责任分解表), else one that names a plan."""
    near = range(len(before) - 1, max(-1, len(before) - 1 - _HEAD_LINES), -1)
    titles = [at for at in near if _could_be_title(before[at].text)]
    named = [at for at in titles if _TABLE_WORDS.search(squeezed(before[at].text))]
    nearest = [
        at for at in titles[:4] if at >= len(before) - 5 and _PLAN_WORDS.search(squeezed(before[at].text))
    ]
    return next(iter(named or nearest), None)


def _could_be_title(text: str) -> bool:
    bare = squeezed(text)
    return (
        4 <= len(bare) <= 70
        and not re.search(r"[。；;！!？?，,]|[:：]$|^[（(].*[)）]$|通知$|^[一二三四五六七八九十]+、", bare)
        and not re.match(r"附\s*件?\s*\d*\s*[:：]$|抄送|单位[:：]", bare)
    )


def _is_second_half(above: str, line: str) -> bool:
    """Whether a title was set on two lines: the lower one names no place or year of its own, the upper one does."""
    upper, lower = squeezed(above), squeezed(line)
    if _ATTACHMENT.match(upper) or not _could_be_title(above) or _YEAR.search(lower):
        return False
    return (
        len(lower) <= 14
        and len(upper) <= 40
        and bool(_YEAR.search(upper + "年") or _PLAN_WORDS.search(upper))
    )


# ---- year ----


def _read_year(head: Head, before: Sequence[Line], file_stem: str) -> None:
    heads = [line.text for line in before if len(squeezed(line.text)) <= 120][:_HEAD_LINES]
    titled = [text for text in heads if _PLAN_WORDS.search(text) or "通知" in text]
    numbers = [match[1] for text in heads if (match := _FILE_NUMBER.match(squeezed(text)))]
    bare = _BARE_YEAR.search(head.name) if head.taken else None
    years = [*map(year_in, (head.name, *titled)), *map(int, [bare[1]] if bare else []), *map(int, numbers)]
    head.year = next((year for year in [*years, year_in(file_stem)] if year), None)


def year_in(text: str) -> int | None:
    """The first year a text names: 2023年, 2023-2025年, 二〇二三年."""
    bare = squeezed(unicodedata.normalize("NFKC", text))
    plain, spelled = _YEAR.search(bare), _SPELLED_YEAR.search(bare)
    if plain:
        return int(plain[1])
    return int("".join(_DIGITS[character] for character in spelled[1])) if spelled else None


# ---- office and date ----


def _read_issue(head: Head, before: Sequence[Line], after: Sequence[Line]) -> None:
    """The signature (落款: office, below it the date) wins over the printing line (某办公室 …印发) and the letterhead."""
    signed = _signature(before) or _signature(after)
    printed = _printing(after) or _printing(before)
    letterhead = next(
        (
            (line, match[1])
            for line in before[:_HEAD_LINES]
            if (match := _LETTERHEAD.match(squeezed(line.text)))
        ),
        None,
    )
    for found in (signed, printed):
        if found:
            office, day, lines = found
            head.issued_on = head.issued_on or day
            head.office = head.office or office
            head.taken += lines
    if letterhead:
        head.taken.append(letterhead[0])
        if not signed or not signed[0]:
            head.office = letterhead[1]


_LETTERHEAD = re.compile(r"^([\u4e00-\u9fff（）()]{4,40}?)(?:文件|函件)$")
_Issue = tuple[str, date, list[Line]]


def _signature(lines: Sequence[Line]) -> _Issue | None:
    for at, line in enumerate(lines):
        bare = squeezed(unicodedata.normalize("NFKC", line.text))
        day = date_in(bare)
        if day is None or len(bare) > 60 or bare.endswith("印发"):
            continue
        before_date = _without_date(bare)
        if before_date and _is_organisation(before_date):
            return before_date, day, [line]
        if before_date:
            continue
        above: list[Line] = []
        while at and len(above) < 3 and _is_organisation(lines[at - 1].text):
            at -= 1
            above.insert(0, lines[at])
        if above:
            return "、".join(squeezed(one.text) for one in above), day, [*above, line]
    return None


def _printing(lines: Sequence[Line]) -> _Issue | None:
    for at, line in enumerate(lines):
        bare = squeezed(unicodedata.normalize("NFKC", line.text))
        day = date_in(bare)
        if day is None or len(bare) > 60 or not bare.endswith("印发"):
            continue
        office = _without_date(bare.removesuffix("印发"))
        if office:
            return office, day, [line]
        if at and _is_organisation(lines[at - 1].text):
            return squeezed(lines[at - 1].text), day, [lines[at - 1], line]
        return "", day, [line]
    return None


def _without_date(bare: str) -> str:
    return _SPELLED_DATE.sub("", _DATE.sub("", bare)).strip("，,、")


def _is_organisation(text: str) -> bool:
    return bool(_ORGANISATION.match(squeezed(text)))


def date_in(text: str) -> date | None:
    """The first whole date in a text, in digits or spelled (二〇二二年五月二十四日)."""
    plain, spelled = _DATE.search(text), _SPELLED_DATE.search(text)
    try:
        if plain:
            return date(int(plain[1]), int(plain[2]), int(plain[3]))
        if spelled:
            year = int("".join(_DIGITS[character] for character in spelled[1]))
            return date(year, _small(spelled[2]), _small(spelled[3]))
    except ValueError:
        return None
    return None


def _small(text: str) -> int:
    """一 … 三十一."""
    tens, _, ones = text.rpartition("十")
    number = int(_DIGITS.get(ones, "0")) if ones else 0
    if "十" in text:
        number += 10 * (int(_DIGITS[tens]) if tens else 1)
    return number
