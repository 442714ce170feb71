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
from taskbook.ooxml.rows import LONGEST_TEXT
from taskbook.review.decisions import Decision, decision_of, repeats
from taskbook.review.joining import differ, joined, lines_of, parts_of
from taskbook.review.layout import length_in_cell
from taskbook.review.table import Identity, Line, Table, cell_of

_NO_TASK = (wording.REVIEW_HEADING, wording.REVIEW_BACKGROUND)
_BESIDES = tuple(field for field in HEADINGS if field not in (Field.NUMBER, Field.SECTION, Field.TOPIC))
"""What makes a row worth keeping: 工作任务 or what else a task says of itself."""


class Deciding:
    """One pass over the rows in the document's order; `tasks`, `findings` and `counts` are what comes of it."""

    def __init__(
        self, table: Table, identity: Identity | None, file: str, directory: Directory, digits: int
    ) -> None:
        self.tasks: list[Task] = []
        self.findings: list[Finding] = []
        self.counts: Counter[Decision] = Counter()
        self.added = 0
        self._table, self._identity, self._file, self._directory = table, identity, file, directory
        self._digits = digits
        self._decided: list[tuple[Line, Decision]] = []
        self._present = frozenset[int | None]()
        self._passed: list[int] = []
        self._at = 0
        self._missing: list[Line] = []
        self._cleared: list[Line] = []

    def decide(self, lines: Sequence[Line]) -> None:
        """Go through all rows."""
        heading_between, moved = False, _moved(lines)
        self._present = frozenset(line.number for line in lines)
        above_in_sheet = _rows_above(lines)
        for at, line in enumerate(lines):
            above = lines[at - 1] if at else None
            decision = self._decision(line, above if above is above_in_sheet[line.row] else None)
            self._decided.append((line, decision))
            if decision is not Decision.DROP:
                if moved and line.number is None:
                    self._tell_place(line, above)
                self._take(self._placed(line, lines[at + 1 :], heading_between), decision)
                heading_between = False
            elif self._was_task(line):
                self.counts[decision] += 1
                self._passed += [line.number] if line.number is not None else []
            elif line.sure == wording.REVIEW_HEADING:
                heading_between = True
        self._tell_copies()
        for code, rows in (
            (Code.REVIEW_DECISION_MISSING, self._missing),
            (Code.REVIEW_DECISION_CLEARED, self._cleared),
        ):
            if rows:
                names = wording.review_rows_named([self._name(line) for line in rows])
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

    def _was_task_deleted(self, number: int) -> bool:
        return self._identity is not None and self._identity.is_task(number) and number not in self._present

    def _decision(self, line: Line, above: Line | None) -> Decision:
        """What is to be done with a row; a blank cell and unknown words leave a task a task, and the rest out.

        `above` is the row above where the same one is above it in document and sheet: 同上 means that one.
        """
        decision = decision_of(line.decision)
        task = line.number is None or self._was_task(line)
        if _is_empty(line) and decision is not Decision.DROP and (task or line.decision):
            self._tell(Code.REVIEW_ROW_EMPTY, line, Field.CONTENT)
            return Decision.DROP
        if decision is not None:
            return decision
        if above is not None and repeats(line.decision):
            decision = self._decided[-1][1]
            self._tell(
                Code.REVIEW_DECISION_REPEATED,
                line,
                ReviewField.DECISION,
                text=line.decision,
                names=self._name(above),
                treatment=decision,
            )
            return decision
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
        if not self._was_task(line):
            self.added += 1
        if decision is Decision.SPLIT:
            self._split(line, task)
        elif decision is Decision.MERGE:
            self._merge(line, task)
        else:
            self.counts[Decision.ADOPT] += 1
            self.tasks.append(task)
        self._passed, self._at = [], line.number or self._at

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
        self._tell_across(line, above, task)
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
        if (length := length_in_cell(self.tasks[-1].content)) > LONGEST_TEXT:
            heading = wording.review_headings([HEADINGS[Field.CONTENT]])
            details = {"names": self._name(line), "heading": heading, "length": length, "most": LONGEST_TEXT}
            self._tell(Code.REVIEW_TEXT_CUT, line, Field.CONTENT, **details)

    # ---- what is said ----

    def _tell_across(self, line: Line, above: Task, below: Task) -> None:
        """Whoever says 并入上一条 of a row behind one that was left out, or of another section, may mean another."""
        reasons = []
        rows = self._identity.rows if self._identity and line.number else ()
        deleted = [one for one in rows if self._at < one < (line.number or 0) and self._was_task_deleted(one)]
        if passed := sorted({*self._passed, *deleted}):
            names = [wording.review_row_name(one, self._digits) for one in passed]
            reasons.append(wording.review_between(names))
        if differ(above.section, below.section) or differ(above.topic, below.topic):
            levels = (
                wording.BETWEEN_LEVELS.join(filter(None, (one.section, one.topic))) for one in (above, below)
            )
            reasons.append(wording.review_levels_differ(*levels))
        if reasons:
            text, reason = wording.shortened(above.content), wording.BETWEEN_LEVELS.join(reasons)
            self._tell(Code.REVIEW_JOINED_ACROSS, line, ReviewField.DECISION, text=text, reason=reason)

    def _tell_place(self, line: Line, above: Line | None) -> None:
        place = wording.review_behind(self._name(above)) if above else wording.REVIEW_BEGINNING
        self._tell(Code.REVIEW_ADDED_PLACED, line, ReviewField.NUMBER, text=place)

    def _tell_copies(self) -> None:
        """Rows of one 稿号 of which any is taken: two people's, or one's twice."""
        copies: dict[int, list[tuple[Line, Decision]]] = {}
        for line, decision in self._decided:
            if line.number is not None:
                copies.setdefault(line.number, []).append((line, decision))
        for number, rows in copies.items():
            decisions = list(dict.fromkeys(decision for _, decision in rows))
            if len(rows) < 2 or decisions == [Decision.DROP]:
                continue
            code = Code.REVIEW_NUMBER_TWICE if len(decisions) < 2 else Code.REVIEW_DECISIONS_DIFFER
            self._tell(
                code,
                rows[1][0],
                ReviewField.DECISION,
                number=f"{number:0{self._digits}d}",
                count=len(rows),
                names=wording.review_rows_named([wording.review_new_row(line.row) for line, _ in rows]),
                text=wording.BETWEEN_ROWS.join(decisions),
            )

    def _name(self, line: Line) -> str:
        if line.number is None:
            return wording.review_new_row(line.row)
        return wording.review_row_name(line.number, self._digits)

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


def _is_empty(line: Line) -> bool:
    """Whether nothing stands in a row that would make it a task."""
    return not any(line.texts.get(field) for field in _BESIDES)


def _rows_above(lines: Sequence[Line]) -> dict[int, Line | None]:
    """Row → the one above it on the sheet."""
    order = sorted(lines, key=lambda line: line.row)
    return {line.row: order[at - 1] if at else None for at, line in enumerate(order)}


def _moved(lines: Sequence[Line]) -> bool:
    """Whether the sheet is no longer in the document's order, so that the row above a new one may be any."""
    rows = [line.row for line in lines if line.number is not None]
    return rows != sorted(rows)
