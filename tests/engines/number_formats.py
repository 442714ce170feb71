"""What a number format makes of a number: a date, an amount of money, plain; dates as serial numbers and back."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

GENERAL = "General"
TEXT = "@"

ERRORS = {
    "#DIV/0!": -2146826281,
    "#N/A": -2146826246,
    "#NAME?": -2146826259,
    "#NULL!": -2146826288,
    "#NUM!": -2146826252,
    "#REF!": -2146826265,
    "#VALUE!": -2146826273,
}
"""Error values as COM hands them over: whole numbers, which nothing else in a cell is."""

_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.')
_BRACKETS = re.compile(r"\[(?!h+\]|m+\]|s+\])[^\]]*\]", re.IGNORECASE)
_MONEY = re.compile(r"[$¥￥€£]|\[\$[^\]-]+")
_EPOCH = datetime(1899, 12, 30)
_LAST_SERIAL = 2_958_466


def is_date(number_format: str) -> bool:
    """Whether Excel hands numbers of this format over as dates."""
    if number_format.casefold() in ("general", "@", ""):
        return False
    shown = _BRACKETS.sub("", _LITERALS.sub("", number_format)).partition(";")[0]
    shown = re.sub(r"general|e\+|e-", "", shown, flags=re.IGNORECASE)
    return bool(re.search(r"[dmyhs]|a/p|上午", shown, re.IGNORECASE))


def is_money(number_format: str) -> bool:
    """Whether Excel hands numbers of this format over as Currency."""
    return bool(_MONEY.search(re.sub(r'"[^"]*"', "", number_format)))


def serial(moment: date | time | timedelta) -> float:
    """A date, time or duration as Excel's number of days."""
    if isinstance(moment, timedelta):
        return moment / timedelta(days=1)
    if isinstance(moment, time):
        moment = datetime.combine(_EPOCH.date(), moment)
    elif not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day)
    return (moment.replace(tzinfo=None) - _EPOCH) / timedelta(days=1)


def moment_of(days: float) -> datetime:
    """Excel's number of days as a moment, to the millisecond."""
    return _EPOCH + timedelta(milliseconds=round(days * 86_400_000))


def com_value(stored: object, number_format: str) -> object:
    """What `Range.Value` gives for a cell: None, text, bool, float, datetime, Decimal (money), or an error's number."""
    if isinstance(stored, date | time | timedelta):
        stored = serial(stored)
    if stored is None or isinstance(stored, bool | str):
        return stored
    number = float(stored)
    if is_date(number_format) and 0 <= number < _LAST_SERIAL:
        return moment_of(number)
    if is_money(number_format):
        return Decimal(repr(round(number, 4)))
    return number


def shown_number(number: float) -> str:
    """A number as `Range.Formula` writes it: 3.0 → '3', at most 15 digits."""
    return f"{number:.15G}"
