"""Rows of a review book split into several tasks, and joined into one, as a person has decided."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from taskbook import wording
from taskbook.columns import PARTY_FIELDS, Field
from taskbook.language.cell import CellReading, Mention, Part
from taskbook.language.directory import Directory, How
from taskbook.language.parties import read_cell
from taskbook.model import Task

_ENDED = re.compile(wording.REVIEW_ENDED)
_LINED = (*PARTY_FIELDS, Field.DEADLINE, Field.MEASURE, Field.REMARK, Field.LEADER)
"""Columns whose lines belong to the lines of 工作任务 where there are as many."""
_NOTHING = re.compile(wording.REVIEW_NOTHING)
_LEANING = {How.PREFIX, How.ABBREVIATION}
_LISTED = {Part.UNIT, Part.GROUP, Part.SEPARATOR, Part.FILLER}
"""What a plain list of names is made of."""


def parts_of(task: Task, raw: Mapping[Field, str]) -> tuple[list[Task], dict[Field, int]]:
    """A task for each line of 工作任务, and the columns whose number of lines does not fit, with that number.

    Cells of as many lines go one to one; of any other number, every part gets the whole. A line 无 is an empty cell,
    but for parties, where it names nobody. The printed number stays with the first part.
    """
    contents = lines_of(task.content)
    parts = [
        replace(task, content=content, number=task.number if not at else "")
        for at, content in enumerate(contents)
    ]
    uneven: dict[Field, int] = {}
    for field in _LINED:
        text = raw.get(field, "")
        lines = next((one for one in (_all_lines(text), lines_of(text)) if len(one) == len(parts)), None)
        if field not in PARTY_FIELDS:
            parts = [replace(part, **{field.value: said(getattr(part, field.value))}) for part in parts]
            lines = lines and [said(line) for line in lines]
        if lines is not None and len(parts) > 1:
            parts = [replace(part, **{field.value: line}) for part, line in zip(parts, lines, strict=True)]
        elif len(lines_of(text)) > 1:
            uneven[field] = len(lines_of(text))
    return parts, uneven


def said(text: str) -> str:
    """A text, '' for one that only says there is nothing: 无."""
    return "" if _NOTHING.fullmatch(text.strip()) else text


def lines_of(text: str) -> list[str]:
    """The lines that say something."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def _all_lines(text: str) -> list[str]:
    """All lines but blank ones at the end, which come about by a slip; one at the top or between means nobody."""
    return [line.strip() for line in text.rstrip().split("\n")]


def joined(above: Task, below: Task, directory: Directory) -> Task:
    """Two rows as one task: contents one behind the other, every party once, everything else where it differs."""
    parties = _parties_joined(above, below, directory)
    return replace(
        above,
        content=_run_on(above.content, below.content),
        measure=both(above.measure, below.measure),
        deadline=both(above.deadline, below.deadline),
        leader=both(above.leader, below.leader),
        remark=both(above.remark, below.remark),
        section=above.section or below.section,
        topic=above.topic or below.topic,
        number=above.number or below.number,
        extra=_extra_joined(dict(above.extra), dict(below.extra)),
        **{field.value: text for field, text in parties.items()},
    )


def _extra_joined(above: Mapping[str, str], below: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The columns of a person's own that either row has."""
    headings = dict.fromkeys([*above, *below])
    return tuple((heading, both(above.get(heading, ""), below.get(heading, ""))) for heading in headings)


def both(first: str, second: str) -> str:
    """`6月底前` and `9月底前` → both; one of them where the other says nothing else."""
    first, second = said(first), said(second)
    if not second or _plain(second) == _plain(first):
        return first
    return f"{first.rstrip(wording.REVIEW_TRIMMED)}{wording.BETWEEN_TEXTS}{second}" if first else second


def differ(first: str, second: str) -> bool:
    """Whether two cells both say something, and not the same."""
    return bool(said(first) and said(second)) and _plain(first) != _plain(second)


def _plain(text: str) -> str:
    return re.sub(r"[\s\W_]+", "", text)


def _run_on(first: str, second: str) -> str:
    if not first or not second:
        return first or second
    return f"{first}{'' if _ENDED.search(first) else wording.BETWEEN_TEXTS}{second}"


# ---- parties ----


def _parties_joined(above: Task, below: Task, directory: Directory) -> dict[Field, str]:
    """Each party column with what the other row's adds; who is in a heavier one is not named again in a lighter one."""
    first, second = _readings(above, directory), _readings(below, directory)
    texts: dict[Field, str] = {}
    named: set[str] = set()
    for field in PARTY_FIELDS:
        text, reading = getattr(above, field.value), first[field]
        if _is_list(reading) and (again := named.intersection(_names(reading))):
            kept = [one for one in reading.mentions if one.name not in again]
            text = wording.BETWEEN_UNITS.join(_word(text, one, directory) for one in kept)
            reading = read_cell(text, directory)
        texts[field] = _united(text, reading, getattr(below, field.value), second[field], named, directory)
        named |= _names(reading) | _names(second[field])
    return texts


def _readings(task: Task, directory: Directory) -> dict[Field, CellReading]:
    """The party cells of a row; a prefix is handed on from one to the next."""
    prefixes: tuple[str, ...] = ()
    readings = {}
    for field in PARTY_FIELDS:
        readings[field] = read_cell(getattr(task, field.value), directory, prefixes)
        prefixes = readings[field].prefixes or prefixes
    return readings


def _united(
    text: str,
    reading: CellReading,
    other: str,
    other_reading: CellReading,
    named: set[str],
    directory: Directory,
) -> str:
    """A cell with the names of another that neither it nor a heavier column holds."""
    if _is_nobody(other_reading) or _plain(other) == _plain(text):
        return text
    known = named | _names(reading)
    if not _is_list(other_reading):  # roles, open tails: kept in its own words
        same = {(one.name, one.role) for one in other_reading.mentions} <= {
            (one.name, one.role) for one in reading.mentions
        }
        return text if same and not _unread(other_reading) else _below(text, reading, other)
    new = [one for one in other_reading.mentions if one.name not in known]
    words = wording.BETWEEN_UNITS.join(_word(other, one, directory) for one in new)
    if _is_nobody(reading):
        return words if words else text
    if not words:
        return text
    if not _is_list(reading):
        return _below(text, reading, words)
    return f"{text.rstrip(wording.REVIEW_TRIMMED)}{wording.BETWEEN_UNITS}{words}"


def _below(text: str, reading: CellReading, other: str) -> str:
    return other if _is_nobody(reading) else f"{text}\n{other}"


def _word(text: str, mention: Mention, directory: Directory) -> str:
    """A name as it is written, or in full where another prefix before it would change it: 财政局 behind 市教育局."""
    written = text[mention.start : mention.end].strip()
    alone = read_cell(written, directory).mentions
    stands = [one.name for one in alone] == [mention.name] and alone[0].how not in _LEANING
    return written if stands else mention.name


def _names(reading: CellReading) -> set[str]:
    return {one.name for one in reading.mentions if not one.tail}


def _is_nobody(reading: CellReading) -> bool:
    return not reading.mentions and not _unread(reading)


def _is_list(reading: CellReading) -> bool:
    """Whether a cell is nothing but names."""
    return bool(reading.mentions) and all(token.part in _LISTED for token in reading.tokens)


def _unread(reading: CellReading) -> bool:
    return any(token.part is Part.UNREAD for token in reading.tokens)
