"""How much of a promised number a unit has reached: its 完成值 against the target in the task's text.

Known or not known, never guessed: several promises without a matching unit of measure, a value in other words than
a number, or a promise that does not add up over the year (公示不少于30日) leave it unknown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from taskbook.model import Target

_NUMBER = re.compile(r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(\D*)")
_TIMES = frozenset(
    ["日", "天", "个工作日", "工作日", "小时", "个小时", "分钟", "周", "个月", "月", "年", "季度", "个季度"]
)
"""Units of time: how long something lasts or may take, not how much of it is done."""


def completion(targets: Iterable[Target], value: str) -> tuple[float, str] | None:
    """(share from 0 to 1, `1/2次` in words) of the one target that `value` can be measured against, else None."""
    match = _NUMBER.fullmatch(unicodedata.normalize("NFKC", value).strip()) if value else None
    if not match:
        return None
    fitting = _promised(targets)
    if unit := match[2].strip():
        fitting = [one for one in fitting if _measure(one) == unit]
    if not fitting or any((one.value, one.unit) != (fitting[0].value, fitting[0].unit) for one in fitting):
        return None
    target = fitting[0]
    reached = float(match[1].replace(",", ""))
    if _measure(target) == "%" and not unit and reached <= 1:
        reached *= 100  # a cell formatted as per cent holds the fraction
    return min(reached / target.value, 1.0), f"{reached:g}/{target.value:g}{target.unit}"


def per_cent(value: object, targets: Iterable[Target]) -> str | None:
    """`100%` for the number 1 where a percentage was promised: what a person typed as 100% a sheet holds as 1."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1:
        return None
    return f"{value * 100:.10g}%" if any(_measure(one) == "%" for one in _promised(targets)) else None


def _promised(targets: Iterable[Target]) -> list[Target]:
    """What adds up over the year: 'at least' where there is any, else 'exactly'."""
    counted = [one for one in targets if one.value > 0 and one.unit not in _TIMES]
    return [one for one in counted if one.relation in (">=", ">")] or [
        one for one in counted if one.relation == "="
    ]


def _measure(target: Target) -> str:
    return unicodedata.normalize("NFKC", target.unit).strip()
