"""How sure each row of a draft is: what is missing in it, what was guessed, and the confidence that follows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from taskbook import wording
from taskbook.codes import Code, Severity
from taskbook.columns import Field
from taskbook.intake.title import year_in
from taskbook.language.directory import Directory, How
from taskbook.language.parties import read_cell
from taskbook.prose.draft import Clean, Confidence
from taskbook.prose.parties.naming import PartyTexts
from taskbook.prose.rows.parties import shown
from taskbook.prose.rows.rows import Row
from taskbook.prose.rows.spans import traces_inside

_NO_MATTER = frozenset(
    {Code.DRAFT_DEADLINE_FROM_TEXT, Code.DRAFT_DEADLINE_BY_DEFAULT, Code.DRAFT_PARTY_BY_DEFAULT}
)
"""What is said so but leaves no doubt about the row."""
_MOST_TRACES = 3
_OF_A_YEAR = re.compile(
    r"(?<![每\d])\d{1,2}月|(?<!每)年[底末内初中]|(?<!每)[上下]半年|(?<!每)[一二三四第\d]季度|[今本当]年"
)
"""Times that hang on the plan's year."""


def doubt_rows(rows: Sequence[Row], clean: Clean, year: int, known: bool) -> None:
    """Tell what is missing or guessed in each row. `known`: the year is given or stands in the document."""
    known = known or len({named for row in rows if (named := year_in(row.deadline))}) == 1
    for row in rows:
        if not (row.parties.lead or row.parties.responsible):
            row.doubt(
                Field.RESPONSIBLE, Code.DRAFT_NO_PARTY, hint=wording.draft_named_before(shown(row.before))
            )
        if not known and _OF_A_YEAR.search(row.deadline) and year_in(row.deadline) is None:
            row.doubt(Field.DEADLINE, Code.DRAFT_DEADLINE_YEAR, text=shown(row.deadline), year=year)
        _doubt_traces(row, clean)


def _doubt_traces(row: Row, clean: Clean) -> None:
    """What was cut out between a row's words, said once."""
    removed = traces_inside(clean, row)
    if not removed:
        return
    texts = list(dict.fromkeys(shown(clean.body.text[one.start : one.end]) for one in removed))
    text = "、".join(texts[:_MOST_TRACES]) + ("……" if len(texts) > _MOST_TRACES else "")
    kind = "、".join(dict.fromkeys(one.trace.value for one in removed))
    row.doubt(Field.CONTENT, Code.DRAFT_TRACE_INSIDE, kind=kind, text=text)


def confidence_of(row: Row, directory: Directory) -> Confidence:
    """LOW with a warning; MIDDLE where who acts was read from the sentence or where a task was cut by judgement; else HIGH."""
    doubts = row.doubts
    if any(doubt.code.severity is not Severity.INFO for doubt in doubts):
        return Confidence.LOW
    matter = {doubt.code for doubt in doubts} - _NO_MATTER
    if matter == {Code.DRAFT_PARTY_FROM_SUBJECT} and _are_known(row.parties, directory):
        return Confidence.HIGH
    return Confidence.MIDDLE if matter else Confidence.HIGH


def _are_known(parties: PartyTexts, directory: Directory) -> bool:
    """Whether the registry has every unit and group that a row names."""
    cells = (parties.lead, parties.responsible, parties.support)
    mentions = [one for cell in cells if cell for one in read_cell(cell, directory).mentions]
    return bool(mentions) and all(
        one.text in directory.words or one.how not in (How.UNKNOWN, How.AMBIGUOUS) for one in mentions
    )
