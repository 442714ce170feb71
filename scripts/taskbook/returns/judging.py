"""Judging one returned book: whose it is, what it answers, what is wrong with it. Pure.

A finding of severity error blocks: the book goes back and none of its rows is used.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from taskbook.columns import ReplyField
from taskbook.findings import Cell, Code, Finding, Severity, found
from taskbook.grid import text_of
from taskbook.identity import edited_positions
from taskbook.issued import Issued
from taskbook.model import Reply
from taskbook.returns.answers import Day, answer_of, cell_of, is_answered
from taskbook.returns.ownership import Expected, owner_of
from taskbook.unitbook.layout import PRINTED_FIELDS
from taskbook.unitbook.read import BookRead
from taskbook.unitbook.tables import ReplyTable, RowRead
from taskbook.wording import listed

_NEEDED = (ReplyField.TASK_ID, ReplyField.STATE, ReplyField.PROGRESS)
_UNMERGED = ReplyField.TOPIC
"""Undoing merges leaves this column blank below the first row; nobody edited it."""
_CONTENT = PRINTED_FIELDS.index(ReplyField.CONTENT)
_LONGEST_QUOTE = 30


@dataclass(frozen=True, slots=True)
class Open:
    """A task of the unit for which the book has no answer: the row is blank, or gone (`where` has no address)."""

    task_id: str
    where: Cell
    gone: bool = False

    def finding(self) -> Finding:
        code = Code.TASK_ROW_MISSING if self.gone else Code.ROW_UNANSWERED
        return found(code, self.where, task_id=self.task_id)


@dataclass(frozen=True, slots=True)
class Judged:
    """What one book says. `unit` is '' while nobody knows whose it is; then `shown_unit` and `task_ids` are hints.

    `reported` is the latest 填报日期 that is not in the future. `findings` have sheet and address but no file; those
    about `open_rows` are left to the caller, who knows whether an earlier return answers them.
    """

    unit: str = ""
    token: str = ""
    replies: tuple[Reply, ...] = ()
    findings: tuple[Finding, ...] = ()
    open_rows: tuple[Open, ...] = ()
    reported: date | None = None
    shown_unit: str = ""
    task_ids: tuple[str, ...] = ()

    @property
    def blocked(self) -> bool:
        return any(finding.severity is Severity.ERROR for finding in self.findings)


def judge(book: BookRead, expected: Expected) -> Judged:
    """Judge a whole book against what was sent."""
    owner = owner_of(book, expected)
    if isinstance(owner, Finding):
        return Judged(
            findings=(owner,),
            shown_unit=next((table.unit for table in book.tables if table.unit), ""),
            task_ids=tuple(row.task_id for table in book.tables for row in table.rows),
        )
    versions = expected.books[owner]
    unit = versions[-1].unit
    lost = list(_lost_headings(book))
    if lost:
        return Judged(unit, owner, findings=tuple(lost))
    return _judge_rows(book, owner, versions, expected)


def _judge_rows(book: BookRead, owner: str, versions: Sequence[Issued], expected: Expected) -> Judged:
    unit, day = versions[-1].unit, Day(expected.today, expected.period.last_day)
    sent = {row.task_id: row for version in versions for row in version.rows}
    prints = _prints(versions)
    answers: dict[str, Reply] = {}
    blank: dict[str, Cell] = {}
    findings = list(_gone_columns(book))
    for table, row in _rows_of(book, sent):
        if row.task_id not in sent:
            findings += _foreign(table, row, unit)
            continue
        reply, doubts = answer_of(table, row, sent[row.task_id], unit, day)
        findings += _edits(table, row, prints)
        if reply is None:
            blank.setdefault(row.task_id, cell_of(table, row, ReplyField.STATE))
        elif row.task_id not in answers:
            answers[row.task_id] = reply
        else:
            doubts = list(_second(reply, answers[row.task_id], cell_of(table, row, ReplyField.STATE)))
        findings += doubts
    findings += _extra_rows(book, sent)
    if not answers:
        return Judged(
            unit, owner, findings=(*_errors_only(findings), found(Code.EMPTY_RETURN, _sheet_of(book)))
        )
    if stranger := _of_copied_plan(book, findings, expected):
        return Judged(unit, owner, findings=(stranger,))
    version = _version_of(book, versions)
    open_rows = [
        Open(row.task_id, blank.get(row.task_id, _sheet_of(book)), gone=row.task_id not in blank)
        for row in version.rows
        if row.task_id not in answers and not row.settled
    ]
    findings += _added_since(version, versions[-1], answers, book)
    replies = tuple(answers.values())
    days = [reply.reported_on for reply in replies if reply.reported_on and reply.reported_on <= day.today]
    return Judged(
        unit, owner, replies, tuple(findings), tuple(open_rows), max(days, default=None)
    )  # fmt: skip


# ---- the table as a whole ----


def _lost_headings(book: BookRead) -> Iterator[Finding]:
    """Without these columns nothing in the book can be understood."""
    if not book.tables:
        yield found(Code.HEADING_LOST, heading=listed(map(str, _NEEDED)))
    for table in _used_tables(book):
        for field in table.missing:
            if field in _NEEDED and not (field is ReplyField.TASK_ID and table.rows):
                where = Cell(table.sheet, f"A{table.heading_row}")
                yield found(Code.HEADING_LOST, where, heading=field)


def _gone_columns(book: BookRead) -> Iterator[Finding]:
    for table in _used_tables(book):
        for field in table.missing:
            if field not in PRINTED_FIELDS and field not in _NEEDED:
                yield found(Code.COLUMN_GONE, Cell(table.sheet, f"A{table.heading_row}"), heading=field)


def _used_tables(book: BookRead) -> list[ReplyTable]:
    """Tables with anything in them; an empty one is a left-over, unless there is no other."""
    used = [table for table in book.tables if table.rows or table.extra]
    return used or list(book.tables)


def _rows_of(book: BookRead, sent: Container[str] = ()) -> Iterator[tuple[ReplyTable, RowRead]]:
    """The rows of tasks, also of those whose id only the office that sent it takes for one (`第5号`)."""
    for table in book.tables:
        own = [row for row in table.extra if row.task_id in sent]
        rows = sorted([*table.rows, *own], key=lambda row: row.number) if own else table.rows
        yield from ((table, row) for row in rows)


def _sheet_of(book: BookRead) -> Cell:
    return Cell(_used_tables(book)[0].sheet)


def _version_of(book: BookRead, versions: Sequence[Issued]) -> Issued:
    """Which version of the unit's book this is: as its hidden list of rows says, else the one its rows fit best."""
    listed_ids = {row.task_id for identity in book.identities for row in identity.rows}
    present = listed_ids or {row.task_id for _, row in _rows_of(book)}
    newest_first = list(reversed(versions))
    return min(newest_first, key=lambda version: len(present ^ {row.task_id for row in version.rows}))


def _added_since(
    version: Issued, latest: Issued, answers: Mapping[str, object], book: BookRead
) -> Iterator[Finding]:
    known = {row.task_id for row in version.rows}
    added = [row.task_id for row in latest.rows if row.task_id not in known and row.task_id not in answers]
    if added:
        yield found(Code.OLDER_BOOK, _sheet_of(book), unit=latest.unit, tasks=listed(added))


def _of_copied_plan(book: BookRead, findings: Sequence[Finding], expected: Expected) -> Finding | None:
    """A master made by copying another has its id, and so its 表号; but no task of it is one that was sent here."""
    name = book.identity.plan_name if book.identity else ""
    if not name or not expected.plan_name or name == expected.plan_name:
        return None
    edited = {
        (each.where.sheet, each.where.address) for each in findings if each.code is Code.LOCKED_CELL_EDITED
    }
    tasks = [cell_of(table, row, ReplyField.CONTENT) for table, row in _rows_of(book)]
    if all((cell.sheet, cell.address) in edited for cell in tasks):
        return found(Code.OTHER_PLAN, plan=name)
    return None


# ---- single rows ----


def _foreign(table: ReplyTable, row: RowRead, unit: str) -> Iterator[Finding]:
    if is_answered(row):
        where = cell_of(table, row, ReplyField.TASK_ID)
        yield found(Code.OTHER_UNIT_ROW, where, task_id=row.task_id, unit=unit)


def _edits(table: ReplyTable, row: RowRead, prints: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    """Locked cells that differ from what was sent, compared with the version they fit best.

    Where they are all another task's, the ids were moved and the rest was not: nobody knows what the answer is about.
    """
    texts = [
        None if field is _UNMERGED and not text else text
        for field, text in zip(PRINTED_FIELDS, row.locked, strict=True)
    ]
    edited = min((edited_positions(issued, texts) for issued in prints[row.task_id]), key=len, default=[])
    if _CONTENT in edited and is_answered(row):
        other = next((task_id for task_id in prints if _shows(texts, prints[task_id])), "")
        if other:
            where = cell_of(table, row, ReplyField.TASK_ID)
            yield found(Code.ROWS_MIXED, where, row=row.number, task_id=row.task_id, other=other)
            return
    for position in edited:
        field = PRINTED_FIELDS[position]
        yield found(
            Code.LOCKED_CELL_EDITED,
            cell_of(table, row, field),
            heading=field,
            text=_quoted(texts[position] or ""),
        )


def _shows(texts: Sequence[str | None], prints: Sequence[str]) -> bool:
    """Whether a row's locked cells are just what was sent in another one (without prints nobody knows)."""
    return any(issued and not edited_positions(issued, texts) for issued in prints)


def _prints(versions: Sequence[Issued]) -> dict[str, list[str]]:
    """Task id → the fingerprints its row was sent with."""
    prints: dict[str, list[str]] = {}
    for version in versions:
        for row in version.rows:
            known = prints.setdefault(row.task_id, [])
            if row.fingerprint not in known:
                known.append(row.fingerprint)
    return prints


def _second(reply: Reply, first: Reply, where: Cell) -> Iterator[Finding]:
    """The same task answered in two rows: the same words are one answer."""
    if replace(reply, source=None) != replace(first, source=None):
        row, other = (answer.source.row if answer.source else 0 for answer in (reply, first))
        yield found(Code.ROW_TWICE, where, task_id=reply.task_id, row=row, other=other)


def _extra_rows(book: BookRead, sent: Container[str]) -> Iterator[Finding]:
    for table in book.tables:
        for row in table.extra:
            if row.task_id in sent:
                continue
            field, value = next(iter(row.filled.items()))
            yield found(
                Code.EXTRA_ROW, cell_of(table, row, field), row=row.number, text=_quoted(text_of(value))
            )


def _errors_only(findings: Sequence[Finding]) -> list[Finding]:
    """Of a book sent back for being empty, what else the unit should know: rows it put in the wrong place."""
    told = (Code.OTHER_UNIT_ROW, Code.EXTRA_ROW, Code.ERROR_CELL)
    return [finding for finding in findings if finding.code in told or finding.severity is Severity.ERROR]


def _quoted(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE] + "…"
