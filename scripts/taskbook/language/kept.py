"""Whether a 完成值 keeps what a task promises: every target against every amount that can be measured by it.

What cannot be known stays unknown: where several promises and one number are of the same kind, it is under them only
if it is under the smallest. Where `completion` knows a share, that is the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from functools import lru_cache

from taskbook.language.amounts import Amount, amounts_of
from taskbook.language.completion import completion
from taskbook.language.measures import Kind, alike, apart, measure_of
from taskbook.model import Target


class Kept(Enum):
    """How a value stands to a promise."""

    KEPT = auto()
    UNDER = auto()
    OVER = auto()
    OTHER_MEASURE = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Span:
    """The part of the year that promises of 每月 or 每季度 have run: from the later of its beginning and the day the
    plan was issued, to the day of judgement."""

    since: date
    until: date


_MONTHS_EACH = (
    (re.compile(r"每(?:两|2)个?月|每双月"), 2),
    (re.compile(r"每个?月"), 1),
    (re.compile(r"每个?季度?"), 3),
    (re.compile(r"每半年"), 6),
)
_EACH_PERIOD = re.compile(r"每(?:半?年|个?月|两个?月|个?季|旬|周|日|天|学期)")
_EACH_THING = re.compile(r"每(?!半?年|个?月|两|个?季|旬|周|日|天|学期)")


def kept(targets: Sequence[Target], value: str, span: Span) -> tuple[Kept, tuple[Target, ...]]:
    """How a 完成值 stands to a task's targets, and the targets that this is about (empty where nothing is wrong)."""
    if known := completion(targets, value):
        if known[0] >= 1:
            return Kept.KEPT, ()
        return Kept.UNDER, tuple(one for one in targets if known[1].endswith(f"/{one.value:g}{one.unit}"))
    amounts = amounts_of(value)
    promises = distinct(targets)
    if not amounts or not promises:
        return Kept.UNKNOWN, ()
    if _EACH_PERIOD.search(value) and not any(_EACH_PERIOD.match(one.text) for one in promises):
        return Kept.UNKNOWN, ()  # how often, where how many in all was promised
    found = [
        _compared(group, _measured_by(group, amounts, len(promises)), span) for group in _by_kind(promises)
    ]
    for told in found:
        if told[0] in (Kept.UNDER, Kept.OVER):
            return told
    if any(told[0] is Kept.KEPT for told in found):
        return Kept.KEPT, ()
    return (Kept.OTHER_MEASURE, promises) if _of_other_measure(promises, amounts) else (Kept.UNKNOWN, ())


@lru_cache(maxsize=8192)
def _distinct(targets: tuple[Target, ...]) -> tuple[Target, ...]:
    seen: dict[tuple[object, ...], Target] = {}
    for one in targets:
        if one.value > 0 and not _EACH_THING.match(one.text):
            seen.setdefault((is_limit(one), one.value, one.unit), one)
    return tuple(seen.values())


def distinct(targets: Iterable[Target]) -> tuple[Target, ...]:
    """Each promise once (content and 量化指标 often say the same), without those of single things: 每场不少于50人."""
    return _distinct(tuple(targets))


def is_limit(target: Target) -> bool:
    """Whether it must not be exceeded."""
    return target.relation in ("<", "<=")


def _by_kind(promises: Sequence[Target]) -> list[list[Target]]:
    """Promises that one amount may be meant for, together; limits apart from what is to be reached."""
    groups: list[list[Target]] = []
    for one in promises:
        for group in groups:
            first = group[0]
            if is_limit(one) == is_limit(first) and alike(_kind(one), _kind(first)):
                group.append(one)
                break
        else:
            groups.append([one])
    return groups


def _kind(target: Target) -> Kind:
    return measure_of(target.unit).kind


def _measured_by(group: Sequence[Target], amounts: Sequence[Amount], promises: int) -> list[Amount]:
    """The amounts that are meant for these promises; one without a unit where they are all there are."""
    kind = _kind(group[0])
    if kind is Kind.SHARE:
        return [
            _as_share(one)
            for one in amounts
            if one.kind is kind or one.whole or _is_bare(one, promises, group)
        ]
    fitting = [one for one in amounts if one.kind is not None and alike(one.kind, kind)]
    if fitting:
        return fitting
    measure = measure_of(group[0].unit)
    return [
        Amount(one.low * measure.least, one.high * measure.factor, kind, None, one.so_far, one.lately)
        for one in amounts
        if _is_bare(one, promises, group)
    ]


def _is_bare(amount: Amount, promises: int, group: Sequence[Target]) -> bool:
    return amount.kind is None and promises == len(group) == 1


def _as_share(amount: Amount) -> Amount:
    """24/24 and what a cell formatted as per cent holds (0.95), in per cent."""
    if amount.whole:
        return Amount(amount.low / amount.whole * 100, amount.high / amount.whole * 100, Kind.SHARE)
    small = amount.kind is None and amount.high <= 1
    return Amount(amount.low * 100, amount.high * 100, Kind.SHARE) if small else amount


def _compared(
    group: Sequence[Target], amounts: Sequence[Amount], span: Span
) -> tuple[Kept, tuple[Target, ...]]:
    if not amounts:
        return Kept.UNKNOWN, ()
    if is_limit(group[0]):
        limit = max(group, key=_size)
        over = min(one.low for one in amounts) > _size(limit)
        return (Kept.OVER, (limit,)) if over else (Kept.KEPT, ())
    if 1 < len(group) == len(amounts):
        pairs = zip(group, amounts, strict=True)
        under = tuple(target for target, one in pairs if _is_under(one.high, one, target, span))
        return (Kept.UNDER, under) if under else (Kept.KEPT, ())
    smallest = min(group, key=_size)
    adds_up = _kind(smallest) not in (Kind.SHARE, Kind.POINTS, Kind.DAYS, Kind.WORKING_DAYS)
    high = (sum if adds_up else max)(one.high for one in amounts)
    under = _is_under(high, amounts[0], smallest, span)
    return (Kept.UNDER, (smallest,)) if under else (Kept.KEPT, ())


def _size(target: Target) -> float:
    return target.value * measure_of(target.unit).least


def _is_under(high: float, amount: Amount, target: Target, span: Span) -> bool:
    """Of what was counted since January as many periods are promised as have passed; of what was counted of one month
    nobody knows how much it makes of a year's promise."""
    if _EACH_PERIOD.match(target.text):
        return high < _size(target) * (_periods(target.text, span) if amount.so_far else 1)
    return not amount.lately and high < _size(target)


def _periods(text: str, span: Span) -> int:
    """How many whole months, quarters or half-years have passed in the span; at least one."""
    months = next((months for words, months in _MONTHS_EACH if words.match(text)), 12)
    until = span.until
    # the day after `until` begins the first month that is not over yet
    over = until.year * 12 + until.month - (0 if _is_last_of_month(until) else 1)
    begun = span.since.year * 12 + span.since.month - (1 if span.since.day == 1 else 0)
    first = -(-begun // months)
    return max(1, over // months - first)


def _is_last_of_month(day: date) -> bool:
    return date.fromordinal(day.toordinal() + 1).month != day.month


def _of_other_measure(promises: Sequence[Target], amounts: Sequence[Amount]) -> bool:
    """One amount, of a kind that none of the promises has (100% for 2次)."""
    if len(amounts) != 1 or amounts[0].kind is None or amounts[0].whole:
        return False
    kind = amounts[0].kind
    return all(apart(kind, _kind(one)) for one in promises)
