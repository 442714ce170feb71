"""What is carried down the rows of a plan's tables: the heading in force, sections across the table, inherited topics."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from taskbook.columns import Field
from taskbook.findings import Cell, Code, Finding, found
from taskbook.intake.blocks import Paragraph, Table
from taskbook.intake.header import Header
from taskbook.intake.headings import level_of
from taskbook.intake.rows import Row
from taskbook.model import Task


@dataclass(slots=True)
class Section:
    """A line across the table; `used` once a task stands under it."""

    level: int
    text: str
    where: Cell
    used: bool = False


@dataclass(slots=True)
class Walk:
    """What is carried down the tables: the heading in force, open sections, inherited texts, what came out so far."""

    file: str
    tasks: list[Task] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    header: Header | None = None
    cell_count: int = 0  # cells in a usual row of the table the heading stands in
    tables: int = 0  # task tables met
    sections: list[Section] = field(default_factory=list)
    inherited: dict[Field, Section] = field(default_factory=dict)
    previous: Row | None = None  # the last task's row, None across a table's or page's end
    after_break: bool = False

    def say(
        self, code: Code, table: Table, row: int | None = None, column: int = 0, /, **details: object
    ) -> None:
        address = table.address(row, column) if row is not None else ""
        self.findings.append(found(code, Cell(table.name, address, self.file), **details))


def paragraph_cell(paragraph: Paragraph, file: str) -> Cell:
    """Where a paragraph stands."""
    return Cell(paragraph.part, paragraph.address, file)


def open_section(walk: Walk, table: Table, row: Row) -> None:
    """A row across the table begins a section."""
    text = "".join(row.texts) if row.lone else _numbered(row)
    begin_section(walk, text, Cell(table.name, table.address(row.index), walk.file))


def begin_section(walk: Walk, text: str, where: Cell) -> None:
    """A section closes those of its own depth and below; without a mark of depth it is a first-level one."""
    level = level_of(text) or 0
    close_sections(walk, level)
    walk.sections.append(Section(level, text, where))
    forget(walk, Field.SECTION, Field.TOPIC)
    walk.previous = None


def _numbered(row: Row) -> str:
    """一 │ 聚焦营商环境 → 一、聚焦营商环境."""
    number, text = (row.own[at] for at in sorted(row.own))
    return f"{number}{text}" if re.search(r"[、.．)）]$", number) else f"{number}、{text}"


def close_sections(walk: Walk, level: int = 0) -> None:
    while walk.sections and walk.sections[-1].level >= level:
        _close(walk, walk.sections.pop())
    if level == 0:
        forget(walk, Field.SECTION, Field.TOPIC)


def _close(walk: Walk, section: Section) -> None:
    if not section.used:
        walk.findings.append(found(Code.TEXT_UNPLACED, section.where, text=section.text))


def forget(walk: Walk, *fields: Field) -> None:
    for one in fields:
        if one in walk.inherited:
            _close(walk, walk.inherited.pop(one))


def inherit(walk: Walk, table: Table, row: Row) -> None:
    """Pass a row's own section and topic on to the rows below; a new section ends the inherited topic."""
    assert walk.header is not None
    for field_ in (Field.SECTION, Field.TOPIC):
        text = own_text(walk.header, row, field_)
        if text:
            before = walk.inherited.get(field_)
            if field_ is Field.SECTION and (before is None or before.text != text):
                forget(walk, Field.TOPIC)
            forget(walk, field_)
            where = Cell(table.name, table.address(row.index), walk.file)
            walk.inherited[field_] = Section(0, text, where)


def own_text(header: Header, row: Row, wanted: Field) -> str:
    texts = [
        row.own[at] for at, column in enumerate(header.columns) if column.field is wanted and at in row.own
    ]
    return "\n".join(texts)


def whole_text(header: Header, row: Row, wanted: Field) -> str:
    """The text of a field; several columns of one role are put together, each text once."""
    texts = [
        row.whole[at]
        for at, column in enumerate(header.columns)
        if column.field is wanted and at in row.whole
    ]
    return "\n".join(dict.fromkeys(texts))


def passed_down(walk: Walk, row: Row) -> dict[Field, str]:
    """Section and topic of a task: its own, what merged cells or rows above give, and the sections across the table."""
    assert walk.header is not None
    texts = {one: whole_text(walk.header, row, one) for one in (Field.SECTION, Field.TOPIC)}
    for one, text in texts.items():
        inherited = walk.inherited.get(one)
        if inherited and text in ("", inherited.text):
            inherited.used = True
            texts[one] = inherited.text
    for section in walk.sections:
        section.used = True
    lines = [section.text for section in walk.sections]
    if lines and not walk.header.has(Field.TOPIC) and not walk.header.has(Field.SECTION):
        return {Field.SECTION: lines[0], Field.TOPIC: "\n".join(lines[1:])}
    return texts | {Field.SECTION: "\n".join([*lines, *filter(None, [texts[Field.SECTION]])])}
