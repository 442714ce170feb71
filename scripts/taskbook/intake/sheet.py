"""A workbook as tables, one per sheet, cells as a person sees them: dates and percentages in words, hidden rows known.

Values come from `taskbook.grid` (all kinds of workbook); what it does not tell (hidden rows and columns, number
formats, formulas without a value) is looked up in the parts of an .xlsx.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

import python_calamine
from lxml import etree

from taskbook import wording
from taskbook.findings import CannotGoOn, Stop
from taskbook.grid import Grid, SheetTooLarge, Value, read_grids, text_of
from taskbook.intake.blocks import Table, table_of
from taskbook.intake.word_xml import attribute, child, children
from taskbook.ooxml.package import Package, parse

_CHINESE_FORMATS = {27: "y m", 28: "m d", 29: "m d", 31: "y m d", 36: "y m", 50: "y m", 51: "m d", 52: "y m"}
_CHINESE_FORMATS |= {53: "m d", 54: "m d", 57: "y m", 58: "m d", 9: "0%", 10: "0.00%", 16: "d m", 17: "m y"}
"""What the number formats that Excel writes without spelling them out show, in its Chinese edition."""


@dataclass(slots=True)
class Marks:
    """What the XML of a sheet says beside the values; rows and columns 0-based."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    unread: list[tuple[int, int, str]] = field(default_factory=list)


def read_sheets(data: bytes, source: Path, package: Package | None) -> list[Table]:
    """Every sheet that is not empty, hidden ones too (`visible` tells).

    `CannotGoOn` when the workbook is encrypted, damaged or has a cell absurdly far away.
    """
    try:
        grids = read_grids(data)
    except python_calamine.PasswordError as error:
        raise CannotGoOn(Stop.ENCRYPTED, path=source) from error
    except SheetTooLarge as error:
        raise CannotGoOn(Stop.NOT_A_WORKBOOK, path=source, reason=wording.REASON_FAR_CELL) from error
    except BaseException as error:  # its panics are no Exception
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        raise CannotGoOn(Stop.NOT_A_WORKBOOK, path=source, reason=wording.IMPORT_INCOMPLETE) from error
    marks = _marks(package) if package else {}
    tables = [_table(grid, marks.get(grid.name, Marks())) for grid in grids]
    return [table for table in tables if table.rows]


def _table(grid: Grid, marks: Marks) -> Table:
    texts = [
        [seen(value, marks.formats.get((row, column), "")) for column, value in enumerate(line)]
        for row, line in enumerate(grid.rows)
    ]
    merges = [merge for merge in grid.merges if merge[0] < len(texts)]
    height = max((row for row, line in enumerate(texts) if any(line)), default=-1) + 1
    width = max((column + 1 for line in texts for column, text in enumerate(line) if text), default=0)
    return table_of(
        grid.name,
        [line[:width] for line in texts[:height]],
        [merge for merge in merges if merge[0] < height and merge[1] < width],
        hidden_rows=frozenset(marks.hidden_rows),
        hidden_columns=frozenset(marks.hidden_columns),
        unread=tuple(marks.unread),
        lettered=True,
        visible=grid.visible,
    )


def seen(value: Value, form: str = "") -> str:
    """A value as its cell shows it: a date as 2026年11月30日 (or 2026年11月 where its format shows no day), 0.95 as 95%.

    `form` is the cell's number format, '' where it is not known.
    """
    if isinstance(value, datetime) and (value.hour or value.minute or value.second):
        return f"{_day(value, form)} {value:%H:%M}"
    if isinstance(value, date):
        return _day(value, form)
    if isinstance(value, time | timedelta):
        return str(value)
    percent = re.fullmatch(r"[#0,]*0?(?:\.(0+))?%", form)
    if percent and isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:.{len(percent[1] or '')}%}"
    return text_of(value)


def _day(value: date, form: str) -> str:
    """Which of year, month and day the format shows; text inside it and colours and places do not count."""
    letters = re.sub(r'"[^"]*"|\[[^]]*\]|\\.', "", form).lower()
    shown = {letter for letter in "ymd" if letter in letters}
    parts = {"y": f"{value.year}年", "m": f"{value.month}月", "d": f"{value.day}日"}
    if shown not in ({"y", "m"}, {"m", "d"}):
        shown = set("ymd")
    return "".join(text for letter, text in parts.items() if letter in shown)


# ---- what the XML says ----


def _marks(package: Package) -> Mapping[str, Marks]:
    """Marks by sheet name; empty where the parts cannot be read (the values then speak alone)."""
    try:
        sheets = package.sheets()
        styles = package.of_kind(package.workbook(), "styles")
        formats = _cell_formats(parse(package.parts[styles])) if styles else []
        return {name: _read_marks(package.parts[part], formats) for name, part in sheets.items()}
    except (KeyError, ValueError, etree.XMLSyntaxError):
        return {}


def _cell_formats(styles: etree._Element) -> list[str]:
    """The number format of each cell style, in order."""
    spelled = {
        attribute(one, "numFmtId"): attribute(one, "formatCode")
        for one in children(child(styles, "numFmts"), "numFmt")
    }
    named = {str(key): text for key, text in _CHINESE_FORMATS.items()} | spelled
    return [named.get(attribute(one, "numFmtId"), "") for one in children(child(styles, "cellXfs"), "xf")]


def _read_marks(part: bytes, formats: list[str]) -> Marks:
    marks = Marks()
    root = parse(part)
    for column in children(child(root, "cols"), "col"):
        if is_hidden(column):
            first, last = (int(attribute(column, key) or 0) for key in ("min", "max"))
            marks.hidden_columns |= set(range(first - 1, min(last, 16_384)))
    number = -1
    for row in children(child(root, "sheetData"), "row"):
        number = int(attribute(row, "r") or number + 2) - 1
        if is_hidden(row):
            marks.hidden_rows.add(number)
        column = -1
        for cell in children(row, "c"):
            column = _column(attribute(cell, "r"), column + 1)
            _mark_cell(marks, cell, (number, column), formats)
    return marks


def _mark_cell(marks: Marks, cell: etree._Element, at: tuple[int, int], formats: list[str]) -> None:
    style = int(attribute(cell, "s") or 0)
    if style < len(formats) and formats[style]:
        marks.formats[at] = formats[style]
    formula, value = child(cell, "f"), child(cell, "v")
    if attribute(cell, "t") == "e":
        marks.unread.append((*at, (value.text if value is not None else "") or "#"))
    elif formula is not None and (value is None or value.text is None) and attribute(cell, "t") != "str":
        marks.unread.append((*at, f"={formula.text or ''}"))


def is_hidden(element: etree._Element) -> bool:
    return attribute(element, "hidden") in ("1", "true")


def _column(address: str, default: int) -> int:
    letters = re.match(r"[A-Z]+", address)
    if not letters:
        return default
    number = 0
    for letter in letters[0]:
        number = number * 26 + ord(letter) - 64
    return number - 1
