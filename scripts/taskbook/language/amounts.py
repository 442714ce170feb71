"""Amounts as people write them in 完成值: 2, 2次, 98.5％, 已举办3场, 24/24, 一百, 1.2万户, 20-24场, 2次，100%."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from taskbook.language.compact import compact
from taskbook.language.measures import Kind, measure_of
from taskbook.language.numerals import number_of
from taskbook.language.targets import UNITS

LONGEST = 200
"""Characters of a 完成值 that are read at all."""


@dataclass(frozen=True, slots=True)
class Amount:
    """From `low` to `high` of something (equal but for ranges, 以上 and the like), in the base of its kind.

    `kind` is None where no unit is named; `whole` is out of how many (24/30), in the same base. `so_far`: counted from
    the year's beginning (累计); `lately`: of a part of it only (本季度).
    """

    low: float
    high: float
    kind: Kind | None
    whole: float | None = None
    so_far: bool = False
    lately: bool = False


_DIGITS = r"\d+(?:,\d{3})*(?:\.\d+)?"
_NUMBER = rf"(?:{_DIGITS}|[一二两三四五六七八九十百千零]+)"
_NO_AMOUNT = re.compile(
    r"""(?:20\d\d|[一二〇零○]{4})年度?(?:\d{1,2}月(?:份|底|\d{1,2}[日号])?)?
      | 20\d\d[-./]\d{1,2}(?:[-./]\d{1,2}日?)?
      | \d{1,2}(?:[-、至到]\d{1,2})?月(?:份|底|初|\d{1,2}[日号]?)?
      | [〔\[(（]20\d\d[〕\])）]第?\d+号? | 第[\d一二三四五六七八九十]+ | [\d一二三四五六七八九十]+号
      | [一二三四1-4](?:[-至到][二三四2-4])?季度 | \d{1,2}:\d\d
      | (?:^|(?<=[;；。，,\n]))[(（]?\d{1,2}[.、)）](?=[\u4e00-\u9fff])
      | [A-Za-z]+\d[\w.]*""",
    re.VERBOSE,
)
"""Numbers that say when, which or where in a list."""

_AMOUNT = re.compile(
    rf"""(?<![\d.+-])(?:
        百分之(?P<percent>{_NUMBER})
      | (?P<tenths>[一二三四五六七八九\d])成(?=以上|左右|$|[，,。；;、)）])
      | (?P<number>{_NUMBER})(?P<scale>[万亿])?
        (?:%?[-至到](?P<high>{_NUMBER})(?P<high_scale>[万亿])?)?
        (?P<more>[多余])?(?P<unit>%|{UNITS})?
        (?:/(?P<whole>{_NUMBER})(?P<whole_scale>[万亿])?(?P<whole_unit>%|{UNITS})?)?
      )(?P<bound>及以上|以上|及以下|以下|以内|之内)?(?P<after>.?)""",
    re.VERBOSE,
)
_AT_LEAST = re.compile(r"(?:不(?:少于|低于|小于|短于)|至少|超过|超|大于|高于|多于|突破|>=?|≥)$")
_AT_MOST = re.compile(r"(?:不(?:超过|多于|高于|大于)|不足|不到|低于|少于|小于|<=?|≤)$")
_NEARLY = re.compile(r"(?:近|将近|接近)$")
_SO_FAR = re.compile(r"累计|今年以来|年初以来|全年|截至|1-\d{1,2}月")
_LATELY = re.compile(r"本(?:季度?|月|周|期|批|半年)|当(?:月|季)|[上下]半年|[一二三四]季度|\d月份?")
_SCALES = {"万": 1e4, "亿": 1e8}


@lru_cache(maxsize=4096)
def amounts_of(text: str) -> tuple[Amount, ...]:
    """The amounts named in a 完成值, in its order; dates, numbering and names with numbers are left out. Never raises."""
    plain = compact(text[:LONGEST]).text
    so_far, lately = bool(_SO_FAR.search(plain)), bool(_LATELY.search(plain))
    return tuple(_amounts(_NO_AMOUNT.sub("|", plain), so_far, lately))


def _amounts(plain: str, so_far: bool, lately: bool) -> Iterator[Amount]:
    for match in _AMOUNT.finditer(plain):
        kind, factor, least = _measure(match)
        value = _value(match)
        if value is None or not _is_told(match, plain, kind):
            continue
        low, high = _bounds(match, plain, value)
        whole = _scaled(match["whole"], match["whole_scale"])
        yield Amount(
            low * least,
            high * factor,
            kind,
            whole * factor if whole else None,
            so_far,
            lately and not so_far,
        )


def _measure(match: re.Match[str]) -> tuple[Kind | None, float, float]:
    if match["percent"] or match["tenths"]:
        return Kind.SHARE, 1.0, 1.0
    unit = match["unit"] or match["whole_unit"]
    if not unit:
        return None, 1.0, 1.0
    measure = measure_of(unit)
    return measure.kind, measure.factor, measure.least


def _is_told(match: re.Match[str], plain: str, kind: Kind | None) -> bool:
    """A number with a unit; or one on its own between marks; 一 of 统一 and the 5 of 5门 tell nothing."""
    if kind is not None:
        return True
    before = plain[match.start() - 1 : match.start()]
    alone = not match["after"] or not match["after"].isalnum()
    chinese = not match["number"][0].isdecimal()
    return alone and (not chinese or not before or not before.isalnum())


def _value(match: re.Match[str]) -> float | None:
    if match["tenths"]:
        tenths = number_of(match["tenths"])
        return tenths * 10 if tenths is not None else None
    return _scaled(match["percent"] or match["number"], match["scale"])


def _scaled(number: str | None, scale: str | None) -> float | None:
    value = number_of(number) if number else None
    return None if value is None else value * _SCALES.get(scale or "", 1.0)


def _bounds(match: re.Match[str], plain: str, value: float) -> tuple[float, float]:
    before, bound = plain[: match.start()], match["bound"] or ""
    high = _scaled(match["high"], match["high_scale"])
    if high is not None:
        if not match["scale"] and match["high_scale"]:
            value *= _SCALES[match["high_scale"]]
        return min(value, high), max(value, high)
    if match["more"] or bound.endswith("上") or _AT_LEAST.search(before):
        return value, math.inf
    if bound or _AT_MOST.search(before):
        return 0.0, value
    return (value * 0.9, value) if _NEARLY.search(before) else (value, value)
