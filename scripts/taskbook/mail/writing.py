"""What a letter says: the office's templates, filled with the facts of one unit.

Facts come from cells, file names and other people's mail. Before they meet a template each is made one line, so that
no name or plan can break a subject, add a header, or tear a text apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import TypeVar

from taskbook import templates, wording
from taskbook.mail.letter import TEMPLATES, Facts, Kind

LONGEST_SUBJECT = 120
"""Characters; Outlook shows up to 255, lists of mails about 40."""

_FOLDER_NAME = "mail"
_DROPPED = {"Cc", "Cs", "Zl", "Zp", "Co", "Cn"}
_SUBJECT = re.compile(rf"\s*{wording.SUBJECT_LABEL}\s*[:\uff1a]\s*(\S.*)")
_BLANK_LINES = re.compile(r"\n{3,}")

_Value = TypeVar("_Value")


def write(kind: Kind, facts: Facts, folder: Path = templates.FOLDER) -> tuple[str, str, str]:
    """(subject, text, page) of a letter, from `folder/mail/<name>.txt` and `.html`.

    The subject is one line without marks of control; the text ends with a line end. Raises `CannotGoOn` naming the
    template, the line and what is wrong there, also where the text does not begin with its subject.
    """
    values = _values(facts)
    name = f"{_FOLDER_NAME}/{TEMPLATES[kind]}"
    subject, text = _split(templates.fill(f"{name}.txt", folder, **values), f"{name}.txt", folder)
    return subject, text, _tidy(templates.fill(f"{name}.html", folder, **values))


def one_line(text: str) -> str:
    """The text without line breaks and without what cannot be seen."""
    return " ".join("".join(" " if char.isspace() else char for char in text if _is_kept(char)).split())


def plan_title(plan: str) -> str:
    """A plan's name as it stands between 《 and 》; never empty."""
    return one_line(plan).strip(wording.TITLE_MARKS + " ") or wording.PLAN_UNNAMED


def _is_kept(char: str) -> bool:
    return char.isspace() or (unicodedata.category(char) not in _DROPPED and not _turns_direction(char))


def _turns_direction(char: str) -> bool:
    """Marks that make what follows read backwards, as in names that hide their ending."""
    return "\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069" or char in "\u200e\u200f\ufeff\u200b"


def _values(facts: Facts) -> Mapping[str, object]:
    """Every field under its name, and the days that are left."""
    clean = _cleaned(replace(facts, plan=plan_title(facts.plan)))
    return {each.name: getattr(clean, each.name) for each in fields(clean)} | {"days_left": clean.days_left}


def _cleaned(value: _Value) -> _Value:
    """The same with every text in it made one line."""
    if isinstance(value, str):
        return type(value)(one_line(value))
    if isinstance(value, tuple):
        return type(value)(_cleaned(each) for each in value)
    if is_dataclass(value):
        return replace(value, **{each.name: _cleaned(getattr(value, each.name)) for each in fields(value)})
    return value


def _split(text: str, name: str, folder: Path) -> tuple[str, str]:
    head, _, rest = text.lstrip().partition("\n")
    told = _SUBJECT.fullmatch(head)
    if told is None:
        line = templates.first_line(name, folder)
        raise templates.broken(name, folder, line, wording.TEMPLATE_NO_SUBJECT)
    return templates.shortened(one_line(told[1]), LONGEST_SUBJECT), _tidy(rest)


def _tidy(text: str) -> str:
    """No blanks at the ends of lines, no gaps where a part was left out, one line end at the end."""
    lines = "\n".join(line.rstrip() for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", lines).strip("\n") + "\n"
