"""Automatic numbers of a Word document: the 序号 that a person sees though no text holds it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from taskbook.intake.word_xml import Element, attribute, child, children, is_on, value

_DIGITS = "〇一二三四五六七八九"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN += ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a numbering: `text` such as `第%1条`, the format of each number, where it starts."""

    text: str = ""
    form: str = "decimal"
    start: int = 1
    legal: bool = False  # all numbers in it as plain digits


@dataclass(slots=True)
class Numbering:
    """The document's numberings and how far each has counted; `label` counts one on."""

    abstract_of: dict[str, str] = field(default_factory=dict)
    levels: dict[tuple[str, int], Level] = field(default_factory=dict)  # (numbering id, level)
    restarts: set[tuple[str, int]] = field(default_factory=set)
    style_numbers: dict[str, tuple[str, int]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def label(self, paragraph: Element) -> str:
        """The number printed before a paragraph ('' for none and for bullets); each call counts one on."""
        found = self._number_of(paragraph)
        if found is None:
            return ""
        number, level = found
        counts = self.counts.setdefault(self.abstract_of[number], {})
        own = self.levels.get((number, level), Level())
        if (number, level) in self.restarts and (number, level) not in self.begun:
            counts.pop(level, None)
        self.begun.add((number, level))
        counts[level] = counts.get(level, own.start - 1) + 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        if own.form in ("bullet", "none"):
            return ""

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            other = self.levels.get((number, at), Level())
            form = "decimal" if own.legal else other.form
            return spelled(counts.get(at, other.start), form)

        return re.sub(r"%([1-9])", shown, own.text)

    def _number_of(self, paragraph: Element) -> tuple[str, int] | None:
        properties = child(paragraph, "pPr")
        direct = child(properties, "numPr")
        style = value(child(properties, "pStyle"))
        number, level = _reference(direct)
        styled = self.style_numbers.get(style)
        if number is None and styled:
            number, level = styled[0], level if level is not None else styled[1]
        if number is None or number == "0" or number not in self.abstract_of:
            return None
        return number, level or 0


def read_numbering(numbering: Element | None, styles: Element | None) -> Numbering:
    """The numberings of a document from its parts word/numbering.xml and word/styles.xml (either may be missing)."""
    book = Numbering()
    abstracts = {attribute(one, "abstractNumId"): one for one in children(numbering, "abstractNum")}
    by_style = {
        value(child(one, "styleLink")): key
        for key, one in abstracts.items()
        if child(one, "styleLink") is not None
    }
    for number in children(numbering, "num"):
        key = attribute(number, "numId")
        abstract = value(child(number, "abstractNumId"))
        linked = value(child(abstracts.get(abstract), "numStyleLink"))
        abstract = by_style.get(linked, abstract)
        book.abstract_of[key] = abstract
        for level in children(abstracts.get(abstract), "lvl"):
            book.levels[key, _whole(attribute(level, "ilvl"))] = _level(level)
        for override in children(number, "lvlOverride"):
            _override(book, key, override)
    book.style_numbers = _numbers_of_styles(styles)
    return book


def _override(book: Numbering, key: str, override: Element) -> None:
    at = _whole(attribute(override, "ilvl"))
    own = child(override, "lvl")
    if own is not None:
        book.levels[key, at] = _level(own)
    start = child(override, "startOverride")
    if start is not None:
        level = book.levels.get((key, at), Level())
        book.levels[key, at] = Level(level.text, level.form, _whole(value(start)), level.legal)
        book.restarts.add((key, at))


def _level(level: Element) -> Level:
    text = value(child(level, "lvlText"))
    start = child(level, "start")
    return Level(
        text=text,
        form=value(child(level, "numFmt")) or "decimal",
        start=_whole(value(start)) if start is not None else 0,
        legal=is_on(child(level, "isLgl")),
    )


def _numbers_of_styles(styles: Element | None) -> dict[str, tuple[str, int]]:
    direct: dict[str, tuple[str | None, int | None]] = {}
    parents: dict[str, str] = {}
    for style in children(styles, "style"):
        key = attribute(style, "styleId")
        direct[key] = _reference(child(child(style, "pPr"), "numPr"))
        parents[key] = value(child(style, "basedOn"))
    found: dict[str, tuple[str, int]] = {}
    for key in direct:
        number, level = _inherited(key, direct, parents)
        if number is not None:
            found[key] = (number, level or 0)
    return found


def _inherited(
    key: str, direct: Mapping[str, tuple[str | None, int | None]], parents: Mapping[str, str]
) -> tuple[str | None, int | None]:
    number: str | None = None
    level: int | None = None
    seen: set[str] = set()
    while key in direct and key not in seen and number is None:
        seen.add(key)
        number = direct[key][0]
        level = direct[key][1] if level is None else level
        key = parents[key]
    return number, level


def _reference(properties: Element | None) -> tuple[str | None, int | None]:
    number, level = child(properties, "numId"), child(properties, "ilvl")
    return (
        value(number) if number is not None else None,
        _whole(value(level)) if level is not None else None,
    )


def _whole(text: str) -> int:
    return int(text) if re.fullmatch(r"-?\d{1,9}", text) else 0


def spelled(number: int, form: str) -> str:
    """A number in one of Word's formats; formats it does not know come out as digits."""
    speller = _SPELLERS.get(form)
    return speller(number) if speller and number >= 0 else str(number)


def chinese(number: int) -> str:
    """二十三, 一百零五; from ten thousand on as digits."""
    if not 0 < number < 10_000:
        return "〇" if number == 0 else str(number)
    text, gap = "", False
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + unit
        gap = not digit
    return text.removeprefix("一") if 10 <= number < 20 else text


def _roman(number: int) -> str:
    text = ""
    for size, letters in _ROMAN:
        text += letters * (number // size)
        number %= size
    return text


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number else ""


def _circled(number: int) -> str:
    if 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    return chr(0x3251 + number - 21) if 21 <= number <= 35 else str(number)


def _one_of(characters: str) -> Callable[[int], str]:
    return lambda number: characters[(number - 1) % len(characters)]


def _digit_by_digit(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


_SPELLERS: Mapping[str, Callable[[int], str]] = {
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "ideographDigital": _digit_by_digit,
    "japaneseDigitalTenThousand": _digit_by_digit,
    "taiwaneseDigital": _digit_by_digit,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": lambda number: f"({number})",
    "decimalEnclosedFullstop": lambda number: f"{number}.",
    "decimalFullWidth": lambda number: str(number).translate({48 + at: 0xFF10 + at for at in range(10)}),
    "decimalZero": lambda number: f"{number:02d}",
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerLetter": _letters,
    "ideographTraditional": _one_of(_STEMS),
    "ideographZodiac": _one_of(_BRANCHES),
}
