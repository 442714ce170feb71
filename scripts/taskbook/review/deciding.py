"""What was decided about each row → the tasks: rows adopted, split, joined to the one before, left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from taskbook import wording
from taskbook.columns import HEADINGS, Field, ReviewField, Sheet
from taskbook.findings import Cell, Code, Finding, found
from taskbook.language.directory import Directory
from taskbook.model import Task
from taskbook.review.decisions import Decision, decision_of
from taskbook.review.joining import differ, joined, lines_of, parts_of
from taskbook.review.table import Identity, Line, Table, cell_of

_NO_TASK = (wording.REVIEW_HEADING, wording.REVIEW_BACKGROUND)
_BESIDES = tuple(field for field in HEADINGS if field not in (Field.NUMBER, Field.SECTION, Field.TOPIC))
"""What makes a row without 工作任务 worth keeping."""


class Deciding:
    """One pass over the rows in the document's order; `tasks`, `findings` and `counts` are what comes of it."""

    def __init__(self, table: Table, identity: Identity | None, file: str, directory: Directory) -> None:
        self.tasks: list[Task] = []
        self.findings: list[Finding] = []
        self.counts: Counter[Decision] = Counter()
        self.added = 0
        self._table, self._identity, self._file, self._directory = table, identity, file, directory
        self._missing: list[Line] = []
        self._cleared: list[Line] = []

    def decide(self, lines: Sequence[Line], digits: int) -> None:
        """Go through all rows."""
        heading_between = False
        for at, line in enumerate(lines):
            decision = self._decision(line)
            if decision is not Decision.DROP:
                self._take(self._placed(line, lines[at + 1 :], heading_between), decision)
                heading_between = False
            elif self._was_task(line):
                self.counts[decision] += 1
            elif line.sure == wording.REVIEW_HEADING:
                heading_between = True
        for code, rows in (
            (Code.REVIEW_DECISION_MISSING, self._missing),
            (Code.REVIEW_DECISION_CLEARED, self._cleared),
        ):
            if rows:
                names = wording.review_rows_named([_name_of(line, digits) for line in rows])
                where = self._cell(rows[0], ReviewField.DECISION)
                self.findings.append(found(code, where, count=len(rows), names=names))

    # ---- one row ----

    def _was_task(self, line: Line) -> bool:
        """Whether a row was a task of the draft; where the hidden sheet is gone, as 把握 says."""
        if line.number is None:
            return False
        if self._identity is not None:
            return self._identity.is_task(line.number)
        return line.sure not in _NO_TASK

    def _decision(self, line: Line) -> Decision:
        """What is to be done with a row; a blank cell and unknown words leave a task a task, and the rest out."""
        decision = decision_of(line.decision)
        if decision is not None:
            return decision
        task = line.number is None or self._was_task(line)
        if line.decision:
            treatment = wording.REVIEW_TREATED[task]
            where = self._cell(line, ReviewField.DECISION)
            self.findings.append(
                found(Code.REVIEW_DECISION_UNKNOWN, where, text=line.decision, treatment=treatment)
            )
        elif line.number is not None:
            (self._missing if task else self._cleared).append(line)
        return Decision.ADOPT if task else Decision.DROP

    def _take(self, line: Line, decision: Decision) -> None:
        task = Task(
            "", extra=line.extra, row=line.row, **{field.value: text for field, text in line.texts.items()}
        )
        if not task.content:
            self._tell(Code.REVIEW_CONTENT_EMPTY, line, Field.CONTENT)
            if not any(line.texts.get(field) for field in _BESIDES):
                return
        if not self._was_task(line):
            self.added += 1
        if decision is Decision.SPLIT:
            self._split(line, task)
        elif decision is Decision.MERGE:
            self._merge(line, task)
        else:
            self.counts[Decision.ADOPT] += 1
            self.tasks.append(task)

    def _placed(self, line: Line, below: Sequence[Line], heading_between: bool) -> Line:
        """A row that a person added and gave no section: with that of the task above it, or of the task below where
        a heading stands between."""
        if line.number is not None or line.texts.get(Field.SECTION):
            return line
        above = self.tasks[-1] if self.tasks else None
        section, topic = (above.section, above.topic) if above else ("", "")
        if heading_between or above is None:
            like = next((one for one in below if self._stays(one)), None)
            section, topic = (
                (like.texts.get(Field.SECTION, ""), like.texts.get(Field.TOPIC, "")) if like else ("", "")
            )
        taken = {Field.SECTION: section} | ({} if line.texts.get(Field.TOPIC) else {Field.TOPIC: topic})
        taken = {field: text for field, text in taken.items() if text}
        if taken and line.texts.get(Field.CONTENT):
            names = wording.BETWEEN_ROWS.join(HEADINGS[field] for field in taken)
            text = wording.BETWEEN_LEVELS.join(taken.values())
            self._tell(Code.REVIEW_SECTION_TAKEN, line, next(iter(taken)), heading=names, text=text)
        return replace(line, texts={**line.texts, **taken})

    def _stays(self, line: Line) -> bool:
        """Whether a row of the draft becomes a task."""
        return self._was_task(line) and decision_of(line.decision) is not Decision.DROP

    def _split(self, line: Line, task: Task) -> None:
        if len(lines_of(task.content)) < 2:
            if task.content:
                self._tell(Code.REVIEW_NOT_SPLIT, line, Field.CONTENT)
            self.counts[Decision.ADOPT] += 1
            self.tasks.append(task)
            return
        parts, uneven = parts_of(task, line.raw)
        for field, lines in uneven.items():
            heading = HEADINGS[field]
            self._tell(Code.REVIEW_SPLIT_UNEVEN, line, field, heading=heading, lines=lines, count=len(parts))
        self.counts[Decision.SPLIT] += 1
        self.tasks += parts

    def _merge(self, line: Line, task: Task) -> None:
        if not self.tasks:
            self._tell(Code.REVIEW_NOTHING_ABOVE, line, ReviewField.DECISION)
            self.counts[Decision.ADOPT] += 1
            self.tasks.append(task)
            return
        above = self.tasks[-1]
        if differ(above.deadline, task.deadline):
            self._tell(
                Code.REVIEW_DEADLINES_JOINED,
                line,
                Field.DEADLINE,
                deadline=above.deadline,
                other=task.deadline,
            )
        self.counts[Decision.MERGE] += 1
        self.tasks[-1] = joined(above, task, self._directory)

    def _tell(self, code: Code, line: Line, name: ReviewField | Field, **details: object) -> None:
        self.findings.append(found(code, self._cell(line, name), **details))

    def _cell(self, line: Line, name: ReviewField | Field) -> Cell:
        return cell_of(self._table, line, name, self._file)


def missing_rows(
    identity: Identity, lines: Sequence[Line], digits: int, file: str
) -> tuple[list[Finding], int]:
    """What is to be said of rows that are gone, and how many of them were tasks."""
    left = {line.number for line in lines}
    gone = [number for number in identity.rows if number not in left]
    tasks = [number for number in gone if identity.is_task(number)]
    where = Cell(Sheet.REVIEW, "", file)
    findings = [
        found(Code.REVIEW_ROW_DELETED, where, number=f"{number:0{digits}d}", text=identity.rows[number][1])
        for number in tasks
    ]
    if len(gone) > len(tasks):
        findings.append(found(Code.REVIEW_LINES_DELETED, where, count=len(gone) - len(tasks)))
    return findings, len(tasks)


def numbered(tasks: Sequence[Task]) -> tuple[Task, ...]:
    """Tasks with ids in order, and running numbers where none was printed, none of them one that was."""
    printed = {task.number for task in tasks}
    whole = [int(number) for number in printed if number.isdecimal() and len(number) < 9]
    following = max([len(tasks), *whole]) + 1
    done = []
    for place, task in enumerate(tasks, 1):
        number = task.number or str(place)
        if not task.number and number in printed:
            number, following = str(following), following + 1
        done.append(replace(task, id=f"T{place:03d}", number=number))
    return tuple(done)


def _name_of(line: Line, digits: int) -> str:
    if line.number is None:
        return wording.review_new_row(line.row)
    return wording.review_row_name(line.number, digits)
