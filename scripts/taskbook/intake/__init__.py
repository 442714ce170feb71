"""A document → the plan it holds: tasks as printed, and what could not be placed as findings with their text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from taskbook import wording
from taskbook.findings import CannotGoOn, Cell, Code, Finding, Stop, found
from taskbook.intake.blocks import Block, Paragraph, Part, Table
from taskbook.intake.headings import is_note
from taskbook.intake.making import beside, formal_of, of_head, plan_of
from taskbook.intake.opening import read_blocks
from taskbook.intake.tables import TablesRead, hint_of, read_tables
from taskbook.intake.title import Head, Line, read_head
from taskbook.intake.walk import paragraph_cell
from taskbook.model import Plan

SHOWN_IN_FULL = 6
"""So many paragraphs in a row have a finding each; more share one, with all their text."""

NEAR_TABLE = 3
"""Of the paragraphs before a table the last so many are always shown whole."""

LONGEST_SHARED = 8_000
"""Characters of running text in one finding: a cell of a sheet holds 32,767."""


def read_document(
    source: Path,
    year: int | None = None,
    today: date | None = None,
    blocks: Sequence[Block] | None = None,
) -> tuple[Plan, list[Finding]]:
    """The plan in a .docx, .xlsx, .xls, .ods or flattened .txt: numbered tasks and what its head says; no units yet.

    `year` overrides the document's; `blocks` are what its reader made of it, where it has been read. Findings name the document's file and place. `CannotGoOn` when the file cannot
    be read, has no task table, or a table without any task.
    """
    blocks = read_blocks(source) if blocks is None else blocks
    tables = [block for block in blocks if isinstance(block, Table)]
    read = read_tables(blocks, source.name)
    if read.first is None:
        raise CannotGoOn(Stop.NO_TABLE, path=source, hint=hint_of(tables))
    if not read.tasks:
        raise CannotGoOn(Stop.PLAN_EMPTY, path=source, sheet=read.first.name)
    before, after = _around(blocks, read, source.name)
    head = read_head(before, after, source.stem)
    tasks = tuple(replace(task, id=f"T{number:03d}") for number, task in enumerate(read.tasks, 1))
    plan, year_findings = plan_of(head, tasks, year, today or date.today(), source.name)
    findings = [
        *year_findings,
        *of_head([*before, *after], head, source.name),
        *formal_of([*before, *after], head, source.name),
        *_unplaced(before, after, head),
        *read.findings,
    ]
    return plan, findings + beside(blocks, source.name)


def _around(blocks: Sequence[Block], read: TablesRead, file: str) -> tuple[list[Line], list[Line]]:
    """The body's paragraphs before and after the first task table; the table's own title rows end the first list."""
    before: list[Line] = []
    after: list[Line] = []
    lines = before
    for block in blocks:
        if block is read.first:
            before += [Line(text, where) for text, where in read.titles]
            lines = after
        elif isinstance(block, Paragraph) and block.part is Part.BODY and block not in read.placed:
            lines.append(Line(block.text, paragraph_cell(block, file)))
    return before, after


# ---- what was not placed ----


def _unplaced(before: Sequence[Line], after: Sequence[Line], head: Head) -> list[Finding]:
    """Running text, all of it: long stretches share a finding, what is short or near the table has its own."""
    rest = [line for line in before if line not in head.taken]
    near = {line.where for line in before[-NEAR_TABLE:]}
    far = [line for line in rest if line.where not in near]
    findings = _stretch(far) + [_whole(line) for line in rest if line.where in near]
    later = [line for line in after if line not in head.taken]
    return findings + [_whole(line) for line in later[:NEAR_TABLE]] + _stretch(later[NEAR_TABLE:])


def _stretch(lines: Sequence[Line]) -> list[Finding]:
    if len(lines) <= SHOWN_IN_FULL:
        return [_whole(line) for line in lines]
    notes = [line for line in lines if is_note(line.text)]
    return [*map(_shared, _portions(lines)), *map(_whole, notes)]


def _portions(lines: Sequence[Line]) -> list[list[Line]]:
    portions: list[list[Line]] = [[]]
    size = 0
    for line in lines:
        size += len(line.text)
        if size > LONGEST_SHARED and portions[-1]:
            portions.append([])
            size = len(line.text)
        portions[-1].append(line)
    return portions


def _shared(lines: Sequence[Line]) -> Finding:
    size = sum(len(line.text) for line in lines)
    text = wording.long_text("\n".join(line.text for line in lines), len(lines), size)
    first, last = lines[0].where, lines[-1].where
    address = first.address if first == last else wording.from_to(first.address, last.address)
    return found(Code.TEXT_UNPLACED, Cell(first.sheet, address, first.file), text=text)


def _whole(line: Line) -> Finding:
    return found(Code.TEXT_UNPLACED, line.where, text=line.text)
