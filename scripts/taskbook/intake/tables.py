"""Tables → tasks: one walk over all tables of a document, whatever they were read from.

A table without a heading goes on with the one before (a page break); sections across the table and empty topics are
passed down; every text ends in a task, in a heading, or in a finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from taskbook import wording
from taskbook.columns import HEADINGS, Field
from taskbook.findings import Cell, Code, Finding, found
from taskbook.intake.blocks import Block, Paragraph, Part, Table
from taskbook.intake.going_on import goes_on, moved, rows_go_on
from taskbook.intake.header import Header, find_header, header_at
from taskbook.intake.heading_columns import extra_headings
from taskbook.intake.headings import PARTIES, level_of
from taskbook.intake.rows import Kind, Row, kind_of, read_row
from taskbook.intake.walk import (
    Walk,
    begin_section,
    close_sections,
    inherit,
    open_section,
    own_text,
    paragraph_cell,
    passed_down,
    whole_text,
)
from taskbook.model import Task

_ENDED = re.compile(r"[。；;！!？?：:]\s*$")
_LONGEST_SECTION = 60


@dataclass(frozen=True, slots=True)
class TablesRead:
    """What the tables of a document hold.

    Tasks have no ids yet; `titles` are the rows above the first heading with their places, `first` is the first task
    table (None: there is none), `placed` are paragraphs that became sections.
    """

    tasks: tuple[Task, ...]
    findings: tuple[Finding, ...]
    titles: tuple[tuple[str, Cell], ...]
    first: Table | None
    placed: tuple[Paragraph, ...] = ()


def read_tables(blocks: Iterable[Block], file: str) -> TablesRead:
    """All tasks of all tables; of the paragraphs between them only those that head a table matter here."""
    walk = Walk(file)
    titles: list[tuple[str, Cell]] = []
    placed: list[Paragraph] = []
    first: Table | None = None
    tables = 0
    above: Paragraph | None = None
    for block in blocks:
        if isinstance(block, Paragraph):
            above = block
            continue
        tables += 1
        header = find_header(block) if block.visible else None
        if header and rows_go_on(walk, block, header.top):
            header = None  # it is repeated below the rest of the page before
        elif header is None and not (block.visible and goes_on(walk, block)):
            _ignore(walk, block, tables)
            continue
        rows = _rows_above(block, header, file)
        if first is None:
            first, titles = block, rows
        else:
            walk.findings += [found(Code.TEXT_UNPLACED, where, text=text) for text, where in rows]
        if header and above and _heads_table(above, header):
            placed.append(above)
            begin_section(walk, above.text, paragraph_cell(above, file))
        above = None
        _read_table(walk, block, header)
    close_sections(walk)
    return TablesRead(tuple(walk.tasks), tuple(walk.findings), tuple(titles), first, tuple(placed))


def _rows_above(table: Table, header: Header | None, file: str) -> list[tuple[str, Cell]]:
    return [
        (text, Cell(table.name, table.address(row, column), file))
        for row in range(header.top if header else 0)
        for column, text in table.own_texts(row)
    ]


def _heads_table(paragraph: Paragraph, header: Header) -> bool:
    """Whether a paragraph right above a table is the section of its tasks: 一、公开, where each part has a table."""
    text = paragraph.text
    marked = level_of(text) in (0, 1) and len(text) <= _LONGEST_SECTION and not _ENDED.search(text)
    return marked and paragraph.part is Part.BODY and not header.has(Field.SECTION)


def _ignore(walk: Walk, table: Table, number: int) -> None:
    texts = [text for row in range(len(table.rows)) for _, text in table.own_texts(row)]
    if texts and not table.visible:
        walk.say(Code.SHEET_HIDDEN, table, sheet=table.name, text=" ".join(texts))
    elif texts:
        walk.say(Code.TABLE_IGNORED, table, table=number, text=" ".join(texts))


def _read_table(walk: Walk, table: Table, header: Header | None) -> None:
    walk.after_break = True
    walk.previous = None
    _note_unread(walk, table)
    if header:
        _take_header(walk, table, header)
        start = header.bottom + 1
    else:
        assert walk.header is not None
        walk.header = moved(walk.header, table)
        start = 0
    for index in range(start, len(table.rows)):
        _read_one(walk, table, index)


def _take_header(walk: Walk, table: Table, header: Header) -> None:
    """Put a heading in force and say what is remarkable about its columns, once for each different heading."""
    known = walk.header
    same = known is not None and _shape(known) == _shape(header)
    walk.header = header
    walk.cell_count = table.cell_count()
    walk.tables += 1
    if same:
        return
    if known is not None:
        walk.say(Code.TABLES_DIFFER, table, header.top, table=walk.tables)
        fresh = [
            section for section in walk.sections if not section.used
        ]  # they stand right above this heading
        walk.sections = [section for section in walk.sections if section.used]
        close_sections(walk)
        walk.sections = fresh
    extras = extra_headings(header.columns)
    for column, extra in zip(header.columns, extras, strict=True):
        if extra:
            walk.say(Code.COLUMN_UNKNOWN, table, header.bottom, column.first, heading=column.heading or extra)
        elif not column.sure and column.field:
            words = {"heading": column.heading, "field": HEADINGS[column.field]}
            walk.say(Code.COLUMN_READ_AS, table, header.bottom, column.first, **words)
        if column.first in table.hidden_columns:
            heading = column.heading or extra
            walk.say(Code.COLUMN_HIDDEN, table, header.bottom, column.first, heading=heading)
    if not header.has(Field.DEADLINE):
        walk.say(Code.COLUMN_MISSING, table, header.bottom, heading=HEADINGS[Field.DEADLINE])


def _shape(header: Header) -> tuple[object, ...]:
    return tuple((column.words, column.field) for column in header.columns)


def _note_unread(walk: Walk, table: Table) -> None:
    for row, column, text in table.unread:
        if row < len(table.rows):
            walk.say(Code.CELL_UNREAD, table, row, column, text=text)


def _read_one(walk: Walk, table: Table, index: int) -> None:
    """One row below a heading."""
    assert walk.header is not None
    if walk.header.top <= index <= walk.header.bottom:
        return
    row = read_row(table, walk.header, index)
    kind = kind_of(walk.header, row)
    if kind is Kind.BLANK:
        return
    another = header_at(table, index, strict=True) if kind is not Kind.REPEATED_HEADING else None
    if kind is Kind.REPEATED_HEADING:
        walk.after_break = True
    elif another:
        _take_header(walk, table, another)
    elif kind is Kind.SECTION:
        open_section(walk, table, row)
    elif kind is Kind.TOPIC:
        inherit(walk, table, row)
    elif kind is Kind.NOTE:
        walk.say(Code.TEXT_UNPLACED, table, index, text=" ".join(row.texts))
    else:
        _read_task(walk, table, row)


# ---- tasks ----


def _read_task(walk: Walk, table: Table, row: Row) -> None:
    header = walk.header
    assert header is not None
    inherit(walk, table, row)
    texts = {one: whole_text(header, row, one) for one in Field} | passed_down(walk, row)
    if row.index in table.uneven:
        walk.say(Code.ROW_UNEVEN, table, row.index, text=" ".join(row.texts))
    if row.index in table.hidden_rows:
        walk.say(Code.ROW_HIDDEN, table, row.index)
    if walk.tasks and _is_same_task(walk, row):
        walk.tasks[-1] = _with_more_parties(walk.tasks[-1], header, row)
    elif walk.tasks and walk.after_break and _is_broken_off(walk.tasks[-1], texts, header, row):
        walk.say(Code.ROW_JOINED, table, row.index, text=" ".join(row.texts))
        walk.tasks[-1] = _joined(walk.tasks[-1], texts)
    else:
        walk.tasks.append(_task(header, row, texts))
    walk.previous = row
    walk.after_break = False


def _task(header: Header, row: Row, texts: dict[Field, str]) -> Task:
    extras = extra_headings(header.columns)
    extra = tuple((heading, row.whole.get(at, "")) for at, heading in enumerate(extras) if heading)
    return Task(
        id="",
        number=texts[Field.NUMBER],
        section=texts[Field.SECTION],
        topic=texts[Field.TOPIC],
        content=texts[Field.CONTENT],
        lead=texts[Field.LEAD],
        responsible=texts[Field.RESPONSIBLE],
        support=texts[Field.SUPPORT],
        leader=texts[Field.LEADER],
        measure=texts[Field.MEASURE],
        deadline=texts[Field.DEADLINE],
        remark=texts[Field.REMARK],
        extra=extra,
        row=row.index + 1,
    )


def _is_same_task(walk: Walk, row: Row) -> bool:
    """Whether number and content are the very cells of the task above and only its units go on in this row."""
    header, previous = walk.header, walk.previous
    if previous is None or header is None:
        return False
    for wanted in (Field.NUMBER, Field.CONTENT):
        at = next((at for at, column in enumerate(header.columns) if column.field is wanted), None)
        if at is None or at not in row.anchors or row.anchors[at] != previous.anchors.get(at):
            return False
    return all(header.columns[at].field in PARTIES for at in row.own)


def _with_more_parties(task: Task, header: Header, row: Row) -> Task:
    added = {
        wanted.value: "\n".join(filter(None, [getattr(task, wanted.value), own_text(header, row, wanted)]))
        for wanted in PARTIES
    }
    return replace(task, **added)  # type: ignore[arg-type]


_CARRIED = (*PARTIES, Field.MEASURE, Field.DEADLINE, Field.LEADER, Field.REMARK)


def _is_broken_off(task: Task, texts: dict[Field, str], header: Header, row: Row) -> bool:
    """Whether the first row of a new page is the rest of the last row: no number, the sentence above not ended."""
    if texts[Field.NUMBER] or not task.number or not task.content or _ENDED.search(task.content):
        return False
    carried = {Field.CONTENT, *_CARRIED}
    return bool(texts[Field.CONTENT]) and all(
        header.columns[at].field in carried
        and (
            header.columns[at].field is Field.CONTENT
            or _is_open(getattr(task, str(header.columns[at].field)))
        )
        for at in row.own
    )


def _is_open(text: str) -> bool:
    """Whether a cell is empty or breaks off in a list: 区财政局、"""
    return not text or text.rstrip().endswith(("、", "，", ","))


def _joined(task: Task, texts: dict[Field, str]) -> Task:
    rest = {
        one.value: getattr(task, one.value) + (texts[one] if _is_open(getattr(task, one.value)) else "")
        for one in _CARRIED
    }
    return replace(task, content=task.content + texts[Field.CONTENT], **rest)


def hint_of(tables: Iterable[Table]) -> str:
    """What to add to 'no task table': that there is no table at all, or which headings were met."""
    first_rows = [
        [text for _, text in table.own_texts(row)][:8]
        for table in tables
        for row in range(min(2, len(table.rows)))
    ]
    headings = max(first_rows, key=len, default=[])
    return wording.headings_met(headings) if headings else wording.NO_TABLE_AT_ALL
