"""What Excel makes of a value that is assigned to a cell: text counts as if a person had typed it.

Where Excel's answer depends on the machine, the most eager reading is taken (a Chinese Excel's, which also knows
`2026年9月1日` and full-width digits): code that must not have its text changed has to protect it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from numbers import Real

from engines.com import refused
from engines.number_formats import GENERAL, TEXT, serial, shown_number

LONGEST_TEXT = 32_767
LONGEST_FORMULA = 8_192

DATE = "yyyy/m/d"
DATE_TIME = "yyyy/m/d h:mm"
MONTH = "mmm-yy"
DAY = 'm"月"d"日"'
CHINESE_DATE = 'yyyy"年"m"月"d"日"'
CHINESE_MONTH = 'yyyy"年"m"月"'

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH_NAME = (
    r"(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"(?:(?<=jan)uary|(?<=feb)ruary|(?<=mar)ch|(?<=apr)il|(?<=jun)e|(?<=jul)y|(?<=aug)ust|(?<=sep)tember"
    r"|(?<=oct)ober|(?<=nov)ember|(?<=dec)ember)?"
)
_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$", re.IGNORECASE)
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?$")
_TIME = re.compile(r"(\d{1,4}):(\d{1,2})(?::(\d{1,2}(?:\.\d+)?))?(?:\s*([ap])m?)?$", re.IGNORECASE)
_HOUR = re.compile(r"(\d{1,2})\s*([ap])m?$", re.IGNORECASE)
_FRACTION = re.compile(r"([+-]?\d+) (\d{1,5})/(\d{1,5})$")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a cell holds afterwards. `value` is None, text, bool or a number; with `formula`, the value is not known.

    `number_format` is the format Excel gives to a cell that was General; `prefixed` marks the leading apostrophe.
    """

    value: str | bool | float | None = None
    formula: str | None = None
    number_format: str | None = None
    prefixed: bool = False


EMPTY = Entry()


def entry(value: object, number_format: str = GENERAL) -> Entry:
    """What Excel stores when `value` is assigned to a cell of this format; raises `ComError` as Excel refuses."""
    if value is None or value == "":
        return EMPTY
    if isinstance(value, str):
        return _text_entry(value, number_format)
    if isinstance(value, bool):
        return Entry("TRUE" if value else "FALSE") if number_format == TEXT else Entry(value)
    if isinstance(value, datetime | date):
        return _date_entry(value, number_format)
    if isinstance(value, Real):
        return Entry(shown_number(float(value))) if number_format == TEXT else Entry(float(value))
    raise TypeError(f"Excel takes no {type(value).__name__}")


def _date_entry(value: date, number_format: str) -> Entry:
    number = serial(value)
    if number < 0:
        raise refused("日期早于 1900 年")
    if number_format == TEXT:
        return Entry(f"{value.year}/{value.month}/{value.day}")
    return Entry(number, number_format=DATE if number.is_integer() else DATE_TIME)


def _text_entry(text: str, number_format: str) -> Entry:
    if text.startswith("'"):
        return Entry(_stored(text[1:]), prefixed=True)
    if number_format == TEXT:
        return Entry(_stored(text))
    if text.startswith("=") and len(text) > 1:
        check_formula(text)
        return Entry(formula=text)
    return parsed(text) or Entry(_stored(text))


def _stored(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise refused("文本太长")
    return text


def parsed(text: str) -> Entry | None:
    """What typed text means other than itself: a number, date, time or truth; None: it stays text."""
    plain = unicodedata.normalize("NFKC", text).strip(" ")
    if plain.casefold() in ("true", "false"):
        return Entry(plain.casefold() == "true")
    if plain.upper() in ("#N/A", "#REF!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#VALUE!"):
        return Entry(formula="=" + plain.upper())
    if not plain or not re.search(r"\d", plain):
        return None
    return _number(plain) or _date(plain) or _clock(plain)


def _number(text: str) -> Entry | None:
    if found := _FRACTION.match(text):
        whole, top, bottom = int(found[1]), int(found[2]), int(found[3])
        part = top / bottom if bottom else None
        return None if part is None else Entry(whole + part, number_format="# ?/?")
    number_format = None
    if text.startswith("(") and text.endswith(")"):
        inner = _number(text[1:-1].strip())
        taken = inner is not None and isinstance(inner.value, float) and text[1] not in "+-("
        return Entry(-inner.value, number_format=inner.number_format) if taken else None
    if text.endswith("%") or text.startswith("%"):
        text, number_format = text.strip("%").strip(), "0.00%" if "." in text else "0%"
    elif text[:1] in ("¥", "$"):
        text, number_format = text[1:].strip(), text[0] + "#,##0"
    grouped = _GROUPED.match(text)
    if not (grouped or _PLAIN.match(text)):
        return None
    number = float(text.replace(",", ""))
    if number in (float("inf"), float("-inf")):
        return None
    if number_format and number_format.endswith("%"):
        number /= 100
    elif grouped and number_format is None:
        number_format = "#,##0.00" if "." in text else "#,##0"
    elif "e" in text.casefold():
        number_format = "0.00E+00"
    return Entry(number, number_format=number_format)


def _date(text: str) -> Entry | None:
    day, blank, clock = text.rpartition(" ")
    if blank and (time := _clock(clock)) and (on := _date(day)):
        return Entry(on.value + time.value, number_format=DATE_TIME)
    for pattern, number_format in _DATE_PATTERNS:
        if found := pattern.match(text):
            number = _serial_of(found.groupdict())
            if number is not None:
                return Entry(number, number_format=number_format)
    return None


_DATE_PATTERNS = tuple(
    (re.compile(pattern + "$", re.IGNORECASE), number_format)
    for pattern, number_format in (
        (r"(?P<y>\d{4})[-/](?P<m>\d{1,2})[-/](?P<d>\d{1,2})", DATE),
        (r"(?P<m>\d{1,2})[-/](?P<d>\d{1,2})[-/](?P<y>\d{4}|\d{1,2})", DATE),
        (r"(?P<y>\d{2})[-/](?P<m>\d{1,2})[-/](?P<d>\d{1,2})", DATE),
        (r"(?P<y>\d{4})[-/](?P<m>\d{1,2})", MONTH),
        (r"(?P<m>\d{1,2})[-/](?P<y>\d{4})", MONTH),
        (r"(?P<m>\d{1,2})[-/](?P<d>\d{1,2})", DAY),
        (r"(?P<m>\d{1,2})[-/](?P<y>\d{2})", MONTH),
        (r"(?P<y>\d{4})年(?P<m>\d{1,2})月(?P<d>\d{1,2})日", CHINESE_DATE),
        (r"(?P<y>\d{4})年(?P<m>\d{1,2})月", CHINESE_MONTH),
        (r"(?P<m>\d{1,2})月(?P<d>\d{1,2})日", DAY),
        (rf"{_MONTH_NAME}[- ,]*(?P<y>\d{{4}})", MONTH),
        (rf"(?P<d>\d{{1,2}})[- ]?{_MONTH_NAME}[- ,]*(?P<y>\d{{4}}|\d{{2}})", "d-mmm-yy"),
        (rf"(?P<d>\d{{1,2}})[- ]?{_MONTH_NAME}", DAY),
        (rf"{_MONTH_NAME}[- ]*(?P<d>\d{{1,2}}),? +(?P<y>\d{{4}})", "d-mmm-yy"),
        (rf"{_MONTH_NAME}[- ]*(?P<d>\d{{1,2}})", DAY),
    )
)


def _serial_of(parts: dict[str, str | None]) -> float | None:
    """The day that year, month, day (as far as given) stand for; None: there is no such day."""
    month = _MONTHS.index(parts["name"].casefold()) + 1 if parts.get("name") else int(parts["m"] or 0)
    year = int(parts["y"]) if parts.get("y") else date.today().year
    if year < 100:
        year += 2000 if year < 30 else 1900
    if not 1900 <= year <= 9999:
        return None
    try:
        return serial(date(year, month, int(parts.get("d") or 1)))
    except ValueError:
        return None


def _clock(text: str) -> Entry | None:
    if found := _HOUR.match(text):
        hours, half = int(found[1]), found[2].casefold()
        if not 0 <= hours <= 12:
            return None
        return Entry((hours % 12 + 12 * (half == "p")) / 24, number_format="h:mm AM/PM")
    found = _TIME.match(text)
    if found is None or int(found[2]) > 59 or float(found[3] or 0) >= 60:
        return None
    hours = int(found[1])
    if found[4]:
        if hours > 12:
            return None
        hours = hours % 12 + 12 * (found[4].casefold() == "p")
    days = hours / 24 + int(found[2]) / 1440 + float(found[3] or 0) / 86400
    return Entry(days, number_format="[h]:mm:ss" if hours >= 24 else "h:mm:ss" if found[3] else "h:mm")


_TOKENS = re.compile(
    r"""("(?:[^"]|"")*")|('(?:[^']|'')*'!)|(\#(?:N/A|REF!|DIV/0!|NAME\?|NULL!|NUM!|VALUE!))"""
    r"""|([\w.\\?$]+)|([-+*/^&=<>,:!%@;\s#\[\]])|([({])|([)}])"""
)


def check_formula(text: str) -> None:
    """Raises Excel's error 1004 for what cannot be a formula: strange characters, quotes or brackets left open."""
    if len(text) > LONGEST_FORMULA:
        raise refused("公式太长")
    place, depth = 1, 0
    while place < len(text):
        found = _TOKENS.match(text, place)
        if found is None:
            raise refused("应用程序定义或对象定义错误")
        depth += bool(found[6]) - bool(found[7])
        if depth < 0:
            break
        place = found.end()
    if depth or text.rstrip()[-1] in "+-*/^&=<>,(":
        raise refused("应用程序定义或对象定义错误")
