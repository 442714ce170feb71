"""Who still owes something, for everybody to read: a text for a chat group and a notice of one page."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from taskbook import files, wording
from taskbook.mail.writing import one_line, plan_title
from taskbook.period import Period
from taskbook.templates import FOLDER, fill, fill_document

if TYPE_CHECKING:
    from docx.document import Document

MOST_NUMBERS = 8
"""Tasks that are named of one unit; the letter to the unit names them all."""

_SIZES = (
    (16.0, 28.0),
    (15.0, 26.0),
    (14.0, 24.0),
    (13.0, 22.0),
    (12.0, 20.0),
    (11.0, 18.0),
    (10.5, 17.0),
    (9.0, 14.5),
)
"""Sizes of letters and lines in points, the first as the standard for official papers has it."""
_CUTS = ((0, MOST_NUMBERS), (0, 3), (0, 0), (60, 0), (40, 0), (25, 0), (15, 0), (8, 0))
"""How many units a list names (0: all) and how many tasks of each, one after the other where it does not fit."""
_WIDTH, _HEIGHT = 156 / 25.4 * 72, 225 / 25.4 * 72
"""The area for text in points, by the same standard."""
_ROOM = 0.94
"""The share of the page that is filled: other programs break lines a little differently."""


@dataclass(frozen=True, slots=True)
class Owing:
    """A unit and the printed numbers of the tasks it is about."""

    unit: str
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reminders:
    """Who has to be reminded: `silent` sent nothing, `returned` must mend what they sent, `partly` left tasks open,
    `overdue` have tasks past their deadline. A unit may stand in several of them."""

    office: str
    plan: str
    period: Period
    due: date
    today: date
    silent: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()
    overdue: tuple[Owing, ...] = ()
    partly: tuple[Owing, ...] = ()


def chat_text(reminders: Reminders, folder: Path = FOLDER) -> str:
    """A short text for a chat group, from `folder/notice/催报群消息.txt`; it ends with a line end.

    Raises `CannotGoOn` where the template is broken.
    """
    return fill(wording.CHAT_TEMPLATE, folder, **_values(reminders, _listed(reminders))).strip() + "\n"


def write_notice(path: Path, reminders: Reminders, folder: Path = FOLDER) -> None:
    """Write the notice to `path` in one step, from `folder/notice/催报通知.docx`. It has one page: letters get smaller,
    and where that is not enough, fewer tasks and at last fewer units are named (等N家).

    Raises `CannotGoOn` where the template is broken or the file cannot be written.
    """
    document = _fitted(reminders, folder)
    with files.atomic(path) as temporary:
        document.save(str(temporary))


# ---- what is said ----


def _listed(reminders: Reminders, most: int = MOST_NUMBERS) -> dict[str, list[str]]:
    """The four lists, each unit in words; `most` tasks are named of each."""
    return {
        "silent": [one_line(unit) for unit in reminders.silent],
        "returned": [one_line(unit) for unit in reminders.returned],
        "partly": [_in_words(one, False, most) for one in reminders.partly],
        "overdue": [_in_words(one, True, most) for one in reminders.overdue],
    }


def _in_words(one: Owing, counted: bool, most: int) -> str:
    numbers = [one_line(number) for number in one.numbers]
    return wording.owing_in_words(one_line(one.unit), numbers, counted, most)


def _values(reminders: Reminders, lists: dict[str, list[str]]) -> dict[str, object]:
    return {
        "office": one_line(reminders.office),
        "plan": plan_title(reminders.plan),
        "period": reminders.period,
        "due": reminders.due,
        "today": reminders.today,
        "days_left": (reminders.due - reminders.today).days,
        "counts": {name: len(getattr(reminders, name)) for name in lists},
        **lists,
    }


# ---- one page ----


def _fitted(reminders: Reminders, folder: Path) -> Document:
    """The notice with the largest letters with which it fits, all units named where that can be."""
    document = None
    for most, numbers in _CUTS:
        lists = {name: _cut(units, most) for name, units in _listed(reminders, numbers).items()}
        document = fill_document(
            wording.NOTICE_TEMPLATE, folder, **_values(reminders, lists), mark=_counting()
        )
        for size, line in _SIZES:
            if _fits(document, size, line):
                _set_size(document, size, line)
                return document
    assert document is not None
    _set_size(document, *_SIZES[-1])
    return document


def _cut(units: Sequence[str], most: int) -> list[str]:
    """At most so many names; the last one says how many there are."""
    if not most or len(units) <= most:
        return list(units)
    return [*units[: most - 1], wording.and_more_units(units, most)]


def _counting() -> Callable[[], str]:
    """A function that says 一, 二, 三 … one after the other."""
    marks = chain(wording.NOTICE_MARKS, iter(lambda: wording.NOTICE_MARKS[-1], ""))
    return lambda: next(marks)


def _fits(document: Document, size: float, line: float) -> bool:
    title, body = 0.0, 0
    for paragraph in document.paragraphs:
        if paragraph.style is not None and paragraph.style.name == wording.NOTICE_TITLE_STYLE:
            title += 36.0 * math.ceil(_em(paragraph.text) * 22 / _WIDTH) + 14
        else:
            body += max(math.ceil((_em(paragraph.text) + 2) * size / _WIDTH), 1)
    return title + body * line <= _HEIGHT * _ROOM


def _em(text: str) -> float:
    """The width of a text in whole characters."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.56 for char in text)


def _set_size(document: Document, size: float, line: float) -> None:
    """Where an office's own template has other styles, they stay as they are."""
    from docx.shared import Pt

    for style in document.styles:
        if style.name in wording.NOTICE_STYLES:
            style.font.size = Pt(size)
            shape = style.paragraph_format
            shape.line_spacing = Pt(line)
            if shape.first_line_indent:
                shape.first_line_indent = Pt(2 * size)
