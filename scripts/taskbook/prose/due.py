"""A text for 完成时限 from a task's own words."""

from __future__ import annotations

from taskbook.language.deadlines import read_deadline
from taskbook.language.milestones import find_milestones
from taskbook.model import DeadlineKind
from taskbook.prose.naming import Due


def due_in(text: str, year: int) -> Due:
    """What the words of a task promise: its dates, else how often, else all the time where it says so. Never raises.

    The text is one `read_deadline` understands, in the document's words.
    """
    found = find_milestones(text, year)
    words = [one.text for one in found if one.kind is DeadlineKind.DATE]
    words = words or [one.text for one in found if one.kind is DeadlineKind.RECURRING]
    cell = "、".join(dict.fromkeys(words))
    if not cell or read_deadline(cell, year).kind is DeadlineKind.UNKNOWN:
        return Due()
    return Due(cell, True, len(words) > 1)
