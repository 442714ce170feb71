"""From what was read of a document to a plan: its settings and id, and what is told of its head and its margins."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import date

from taskbook.findings import Cell, Code, Finding, found
from taskbook.intake.blocks import Block, Paragraph, Part
from taskbook.intake.title import Head, Line, year_in
from taskbook.intake.walk import paragraph_cell
from taskbook.model import Plan, Settings, Task


def plan_of(
    head: Head, tasks: tuple[Task, ...], given: int | None, today: date, file: str
) -> tuple[Plan, list[Finding]]:
    """The plan of these tasks as its head names it; no units yet. `given` is a year that overrides the document's."""
    year, findings = _year(head, tasks, given, today, file)
    settings = Settings(
        plan_id=plan_id_of(head.name, tasks),
        plan_name=head.name,
        year=year,
        office=head.office,
        issued_on=head.issued_on,
        last_task_number=len(tasks),
    )
    return Plan(settings, tasks), findings


def plan_id_of(name: str, tasks: Sequence[Task]) -> str:
    """The same for the same document: a master that was lost and imported again still knows its books.

    With other tasks it is another: T005 would be another task in the books that were sent out.
    """
    said = [name, *(f"{task.number}\t{task.content}" for task in tasks)]
    return hashlib.sha256("\n".join(said).encode("utf-8", "replace")).hexdigest()[:16]


def _year(
    head: Head, tasks: Sequence[Task], given: int | None, today: date, file: str
) -> tuple[int, list[Finding]]:
    """The year given, or the document's own, or the one all deadlines name; else the issue date's or this one, said so."""
    if given is not None:
        return given, []
    named = Counter(year for task in tasks if (year := year_in(task.deadline)))
    if head.year is not None:
        return head.year, []
    if len(named) == 1:
        return next(iter(named)), []
    return likely_year(head, today), [found(Code.YEAR_UNKNOWN, Cell(file=file))]


def likely_year(head: Head, today: date) -> int:
    """The year of a document of which no more than its head is known: its own, else its issue date's, else this one."""
    return head.year or (head.issued_on.year if head.issued_on else today.year)


def of_head(lines: Sequence[Line], head: Head, file: str) -> list[Finding]:
    """One finding that says which lines of the document name, office, date and number were read from."""
    read = [line for line in lines if line in head.taken and line not in head.formal]
    return _once(Code.HEAD_READ, read, file)


def formal_of(lines: Sequence[Line], head: Head, file: str) -> list[Finding]:
    """One finding with the rest of the head: the notice, whom it goes to, 附件."""
    return _once(Code.HEAD_FORMAL, [line for line in lines if line in head.formal], file)


def _once(code: Code, lines: Sequence[Line], file: str) -> list[Finding]:
    texts = list(dict.fromkeys(line.text.replace("\n", "") for line in lines))
    return [found(code, Cell(Part.BODY, "", file), text="；".join(texts))] if texts else []


def beside(blocks: Sequence[Block], file: str) -> list[Finding]:
    """Notes, comments, hidden text, headers and footers."""
    return [
        found(Code.TEXT_UNPLACED, paragraph_cell(block, file), text=block.text)
        for block in blocks
        if isinstance(block, Paragraph) and block.part is not Part.BODY
    ]
