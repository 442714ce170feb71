"""The sheet 设置: one row a setting, found by its label."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

from taskbook import wording
from taskbook.columns import SETTING_LABELS, SettingField, plain_heading
from taskbook.findings import CannotGoOn, Stop
from taskbook.grid import Grid, Value, text_of
from taskbook.model import Settings

_DATE = re.compile(wording.DATE_FORM)
_NUMBER = re.compile(wording.NUMBER_FORM)
_FIRST_SERIAL, _LAST_SERIAL = 30_000, 80_000  # 1982 … 2119, as a date cell without a date format shows


def read_settings(grid: Grid, path: Path) -> Settings:
    """Every setting that is filled; a blank one keeps its default, a plan without id is known by its name.

    `CannotGoOn` names a setting that makes no sense, or says that none is to be found.
    """
    given: dict[str, object] = {}
    places = locate_settings(grid)
    if not places:
        raise CannotGoOn(Stop.HEADING_MISSING, path=path, sheet=grid.name, heading=SettingField.NAME)
    for name, (value, _) in places.items():
        if text_of(value):
            given[name] = _understood(name, value, path)
    given.setdefault("plan_id", given.get("plan_name", ""))
    return Settings(**given)  # type: ignore[arg-type]


def locate_settings(grid: Grid) -> dict[str, tuple[Value, tuple[int, int]]]:
    """Name of a `Settings` field → its value and the (row, column), 0-based, it stands in."""
    names = {plain_heading(label): name for name, label in SETTING_LABELS.items()}
    labels_at, values_at = _columns(grid)
    found: dict[str, tuple[Value, tuple[int, int]]] = {}
    for row in range(len(grid.rows)):
        name = names.get(plain_heading(grid.text(row, labels_at)))
        if name and name not in found:
            value = grid.rows[row][values_at] if values_at < len(grid.rows[row]) else ""
            found[name] = (value, (row, values_at))
    return found


def _columns(grid: Grid) -> tuple[int, int]:
    """Where 项目 and 值 stand; where the heading is gone, the first two columns."""
    for row in grid.rows:
        texts = [plain_heading(text_of(value)) for value in row]
        if SettingField.NAME in texts and SettingField.VALUE in texts:
            return texts.index(SettingField.NAME), texts.index(SettingField.VALUE)
    return 0, 1


def _understood(name: str, value: Value, path: Path) -> object:
    read, form = _READERS[name]
    understood = read(value)
    if understood is None:
        raise CannotGoOn(
            Stop.SETTING_WRONG, path=path, label=SETTING_LABELS[name], text=text_of(value), form=form
        )
    return understood


def read_date(value: Value) -> date | None:
    """A day as people write or as cells keep it: a date cell, 2026-03-10, 2026年3月10日, 2026/3/10, a serial number."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and _FIRST_SERIAL <= value <= _LAST_SERIAL:
        return date(1899, 12, 30) + timedelta(days=int(value))
    match = _DATE.fullmatch(text_of(value))
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def _number(least: int, most: int) -> Callable[[Value], int | None]:
    def read(value: Value) -> int | None:
        match = _NUMBER.fullmatch(text_of(value))
        return int(match[1]) if match and least <= int(match[1]) <= most else None

    return read


def _one_of(words: Collection[str]) -> Callable[[Value], str | None]:
    def read(value: Value) -> str | None:
        text = text_of(value).strip()
        return text if text in words else None

    return read


_TEXT: tuple[Callable[[Value], str], str] = (text_of, "")
_READERS: Mapping[str, tuple[Callable[[Value], object], str]] = {
    field.name: _TEXT for field in dataclasses.fields(Settings)
} | {
    "year": (_number(1990, 2199), wording.FORM_YEAR),
    "issued_on": (read_date, wording.FORM_DATE),
    "due_day": (_number(1, 31), wording.FORM_DAY),
    "near_days": (_number(0, 366), wording.FORM_DAYS),
    "last_task_number": (_number(0, 999_999), wording.FORM_COUNT),
    "mail_way": (_one_of(wording.MAIL_WAYS), wording.FORM_MAIL_WAY),
    "mail_pause": (_number(0, 3600), wording.FORM_SECONDS),
    "mail_per_minute": (_number(1, 6000), wording.FORM_PER_MINUTE),
    "check_links": (_one_of((wording.YES, wording.NO)), wording.FORM_YES_NO),
    **dict.fromkeys(
        ("score_answered", "score_done", "score_evidence", "score_returned"),
        (_number(0, 100), wording.FORM_POINTS),
    ),
}
