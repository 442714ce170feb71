"""List marks in running text: 一、 （一） 1. (1) ① 第一章 and what printing and recognition leave of them.

Everything that could be a mark is found here; which of them are is told by the order they stand in (`outline_order`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from taskbook.language.numerals import whole_number


class Make(IntEnum):
    """How a mark is made; the lower, the higher a section it usually heads."""

    CHAPTER = 0  # 第一章, 第二部分
    PART = 1  # 第一节
    ROMAN = 2  # Ⅰ、
    HAN = 3  # 一、
    BRACKETED_HAN = 4  # （一）
    ORDINAL = 5  # 第一， 任务1：
    DIGITS = 6  # 1. 1、
    DECIMAL = 7  # 1.1
    LONG_DECIMAL = 8  # 1.1.2
    BRACKETED_DIGITS = 9  # （1）
    HALF_BRACKET = 10  # 1）
    CIRCLED = 11  # ①
    LETTER = 12  # A. a)


class Place(StrEnum):
    """Where a mark stands: at a line's beginning, behind the end of a sentence, amid anything else."""

    LINE = "line"
    STOP = "stop"
    INSIDE = "inside"


@dataclass(frozen=True, slots=True)
class Mark:
    """text[start:end] reads as a mark of a number; `stem` is what stands before a decimal's last number: 1.2 of 1.2.3, or how a letter is set: (a) A.;
    `tight` where a number follows at once (4.3月底前): only its turn tells such a mark from a decimal."""

    start: int
    end: int
    make: Make
    number: int
    place: Place
    damaged: bool = False
    stem: str = ""
    tight: bool = False


_HAN = "一二三四五六七八九十百"
_ONE = "-－—–―ー‐"  # what recognition makes of 一
_DIGITS = r"[0-9０-９]"
_BLANK = r"[ \t\u3000]"
_CLASSES = "级季产类线期批等次轮环孩档优胎审星、和至或到"
"""Behind two numbers in sequence they count: 一、二季度, 三、四级网格."""
_CHINESE = r"[\u3400-\u9fff\uf900-\ufaff]"
_NAMES = "任务|事项|项目|措施|举措|行动|工程"
_LETTERS = "A-Za-zＡ-Ｚａ-ｚ"

_FORMS = (
    (
        "chapter",
        rf"第{_BLANK}?(?:[{_HAN}]{{1,4}}|{_DIGITS}{{1,2}}){_BLANK}?(?:部分|[章编篇])(?![程节])[、：:]?",
    ),
    ("part", rf"第{_BLANK}?(?:[{_HAN}]{{1,4}}|{_DIGITS}{{1,2}}){_BLANK}?节(?![课能约日])[、：:]?"),
    ("named", rf"(?:{_NAMES}){_BLANK}?(?:[{_HAN}]{{1,3}}|{_DIGITS}{{1,2}}){_BLANK}?[：:]"),
    ("ordinal", rf"第[{_HAN}]{{1,3}}[、，,：:]"),
    (
        "bracketed_han",
        rf"[（(〔【\[﹙]{_BLANK}*(?:[{_HAN}]{{1,4}}|[{_ONE}]){_BLANK}*[）)〕】\]﹚]{_BLANK}*[、.．]?|[㈠-㈩]",
    ),
    ("broken_han", rf"[（(](?:[{_HAN}]{{1,3}})(?=[^\n（()）]{{2,40}}[\n。])|[{_HAN}]{{1,3}}{_BLANK}?[）)]"),
    (
        "bracketed_digits",
        rf"[（(〔【\[]{_BLANK}*(?:{_DIGITS}{{1,2}}|[lI]){_BLANK}*[）)〕】\]]{_BLANK}*[、.．]?|[⑴-⒇]",
    ),
    ("half_bracket", rf"{_DIGITS}{{1,2}}{_BLANK}?[）)]"),
    ("circled", r"[①-⑳㉑-㉟❶-❿⓵-⓾]"),
    ("long_decimal", rf"{_DIGITS}{{1,2}}(?:[.．]{_DIGITS}{{1,2}}){{2,3}}[.．、]?(?!{_DIGITS})"),
    (
        "tight",
        rf"{_DIGITS}{{1,3}}[.．、](?={_DIGITS}{{1,2}}(?:月|日|个|名|所|家|场|次)|(?:19|20){_DIGITS}{{2}}年|{_DIGITS}{{3,}}(?![.．]))",
    ),
    ("decimal", rf"{_DIGITS}{{1,2}}[.．]{_DIGITS}{{1,2}}[.．、]?(?!{_DIGITS})"),
    ("roman", r"[Ⅰ-Ⅻ][、.．]"),
    ("han", rf"[{_HAN}]{{1,4}}{_BLANK}*[、．.，,：:﹑､](?!{_DIGITS})|[{_ONE}]{_BLANK}?、"),
    ("bare_han", rf"[{_HAN}]{{1,3}}(?:{_BLANK}+)(?={_CHINESE})"),
    ("digits", rf"(?:{_DIGITS}{{1,3}}|[lI]){_BLANK}*[.．、，,﹒､](?!{_DIGITS})|[⒈-⒛]"),
    ("bare_digits", rf"{_DIGITS}{{1,2}}(?:{_BLANK}+)(?={_CHINESE}|[“《])"),
    (
        "letter",
        rf"(?:[（(]{_BLANK}?[{_LETTERS}]{_BLANK}?[）)]|[{_LETTERS}]{_BLANK}?[.．、)）]){_BLANK}*(?={_CHINESE}|[“《])",
    ),
)
_MAKES = {
    "chapter": Make.CHAPTER,
    "part": Make.PART,
    "named": Make.ORDINAL,
    "ordinal": Make.ORDINAL,
    "bracketed_han": Make.BRACKETED_HAN,
    "broken_han": Make.BRACKETED_HAN,
    "bracketed_digits": Make.BRACKETED_DIGITS,
    "half_bracket": Make.HALF_BRACKET,
    "circled": Make.CIRCLED,
    "long_decimal": Make.LONG_DECIMAL,
    "decimal": Make.DECIMAL,
    "tight": Make.DIGITS,
    "roman": Make.ROMAN,
    "han": Make.HAN,
    "bare_han": Make.HAN,
    "digits": Make.DIGITS,
    "bare_digits": Make.DIGITS,
    "letter": Make.LETTER,
}
_ONLY_AT_LINES = {
    "named",
    "ordinal",
    "tight",
    "broken_han",
    "bare_han",
    "bare_digits",
    "decimal",
    "long_decimal",
    "roman",
    "part",
    "letter",
}
"""Amid a line these are words or numbers: 第一，…；一 体; 1.5."""
_ANY = re.compile("|".join(f"(?P<{name}>{form})" for name, form in _FORMS))

_NO_MARK_BEFORE = re.compile(rf"[第{_HAN}\d０-９.．A-Za-z%％约近达共为款条项按照据述见至到零百千万余]$")
_NO_MARK_BEHIND = re.compile(
    rf"{_BLANK}*(?:[项款条目种](?=[、，,。；;：:（）(的所中内之至及与或情第规]|和(?!谐)|{_BLANK}*$)|规定(?=[、，,。；;的中])|号文|[)）]|[%％]"
    r"|个(?:方面|百分点)|[/／~～]|[万亿]?元(?![旦宵素首])|平方|公里)"
)
_COUNTS = re.compile(
    rf"{_BLANK}*(?:年(?![度轮])|月(?![度])|日(?!常)|时(?![间限])|分(?![类级步工批层散期])|个(?![体人性])|名(?![录单优城])|次|家(?![庭校政])|条(?!件)|项(?!目)|户(?![外籍])"
    r"|人(?![才口民大居力员文防社工岗])|亩|岁|倍|天(?!然)|届|万(?!众)|亿|小时|工作日|季度|周年|以上|以下|余)"
)
_STOP = re.compile(r"[。！？；!?;：:…][”’" '"' r"』」）)】〕》]*[ \t\u3000]*$|[）)】〕][ \t\u3000]*$")


def marks_in(text: str) -> list[Mark]:
    """All that reads as a mark, in order."""
    return list(_marks(text))


def _marks(text: str) -> Iterator[Mark]:
    at = 0
    while match := _ANY.search(text, at):
        mark = _mark_of(match)
        yield from [mark] if mark else []
        at = match.end() if mark else match.start() + 1


def mark_at(line: str) -> Mark | None:
    """The mark a line begins with."""
    bare = len(line) - len(line.lstrip(" \t\u3000"))
    match = _ANY.match(line, bare)
    return _mark_of(match) if match else None


def _mark_of(match: re.Match[str]) -> Mark | None:
    name, text = str(match.lastgroup), match.string
    start, end = match.span()
    before = text[max(0, start - 8) : start]
    place = _place(before, start)
    lost = name == "bare_han" and before.endswith("。")
    if place is not Place.LINE and ((name in _ONLY_AT_LINES and not lost) or _NO_MARK_BEFORE.search(before)):
        return None
    behind = text[end : end + 6]
    if _NO_MARK_BEHIND.match(behind) or (name.startswith("bare") and _COUNTS.match(behind)):
        return None
    if name in ("decimal", "long_decimal") and _COUNTS.match(behind):
        return None
    if (place is not Place.LINE and match[0][-1] in "，,：:") or _is_count(match[0], behind):
        return None
    number, stem, damaged = _number(match[0])
    if number is None or not 0 < number <= 199:
        return None
    mended = damaged or name in ("broken_han", "bare_han")
    end = start + len(match[0].rstrip(" \t\u3000"))
    return Mark(start, end, _MAKES[name], number, place, mended, stem, tight=name == "tight")


def _place(before: str, start: int) -> Place:
    bare = before.rstrip(" \t\u3000")
    if (not bare and start <= 8) or before[len(bare) - 1 : len(bare)] == "\n" or (bare and bare[-1] == "\n"):
        return Place.LINE
    return Place.STOP if _STOP.search(before) else Place.INSIDE


def _number(mark: str) -> tuple[int | None, str, bool]:
    """What a mark's number is, what stands before the last of several, and whether it had to be mended."""
    core = re.sub(rf"^(?:{_NAMES})", "", mark)
    core = re.sub(r"[第部分章编篇节（(〔【\[﹙）)〕】\]﹚、，,：:﹑､﹒ \t\u3000]", "", core).strip(".．")
    if len(core) == 1 and core in _ONE:
        return 1, "", True
    if core in ("l", "I"):
        return 1, "", True
    if re.fullmatch(f"[{_LETTERS}]", core):
        letter = unicodedata.normalize("NFKC", core)
        base = "A" if letter.isupper() else "a"
        brackets = "".join(unicodedata.normalize("NFKC", one) for one in mark if one in "（(）)")
        return ord(letter) - ord(base) + 1, base + brackets, False
    if len(core) == 1 and not core.isdecimal() and core not in _HAN:
        value = unicodedata.numeric(core, 0)
        return int(value) or None, "", False
    parts = re.split(r"[.．]", core)
    if not all(parts):
        return None, "", False
    return whole_number(unicodedata.normalize("NFKC", parts[-1])), ".".join(parts[:-1]), False


def _is_count(mark: str, behind: str) -> bool:
    """一、二季度 and 三、四级: two numbers in sequence that say how many, no mark before a word."""
    other = re.match(rf"[{_HAN}]", behind)
    if not other or mark[0] not in _HAN or not behind[1:2] or behind[1] not in _CLASSES:
        return False
    first, second = whole_number(mark.rstrip(" 、．.，,：:﹑､")), whole_number(other[0])
    return first is not None and second is not None and second == first + 1
