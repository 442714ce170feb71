"""问题清单: every finding with its place and what became of it; 收件登记: every file that came."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from taskbook import wording
from taskbook.columns import FindingField, Sheet, StatusField
from taskbook.findings import SEVERITY_WORDS, Finding, Severity
from taskbook.returns.archive import Outcome, ReturnRecord
from taskbook.rollup.status import Status
from taskbook.statusbook.replies import moment
from taskbook.statusbook.styles import Style
from taskbook.statusbook.table import A3, Column, Row, Table

ISSUE_COLUMNS = (
    Column(FindingField.SEVERITY, 8, Style.WORD),
    Column(StatusField.BLOCKING, 9, Style.CENTER),
    Column(StatusField.SETTLED, 15, Style.CENTER),
    Column(StatusField.UNIT, 25),
    Column(StatusField.FILE, 36),
    Column(FindingField.SHEET, 12, Style.CENTER),
    Column(FindingField.CELL, 9, Style.CENTER),
    Column(FindingField.MESSAGE, 70),
    Column(StatusField.SEQUENCE, 7, Style.COUNT),
    Column(FindingField.CODE, 26, Style.QUIET),
)
RETURN_COLUMNS = (
    Column(StatusField.SEQUENCE, 8, Style.COUNT),
    Column(StatusField.RECEIVED, 18, Style.CENTER),
    Column(StatusField.FILE, 44),
    Column(StatusField.OUTCOME, 18, Style.CENTER),
    Column(StatusField.UNIT, 22),
    Column(StatusField.TOKEN, 16, Style.CENTER),
    Column(StatusField.ROWS, 9, Style.COUNT),
    Column(StatusField.ON_TIME, 10, Style.CENTER),
    Column(StatusField.FINDINGS, 8, Style.COUNT),
    Column(StatusField.STORED, 44, Style.LINK),
    Column(StatusField.DIGEST, 34, Style.QUIET),
)
_STORED_COLUMN = 9
_USABLE = (Outcome.ACCEPTED, Outcome.SUPERSEDED)
_STRANGE_IN_LINKS = re.compile(r"[#%\x00-\x1f\ud800-\udfff]")
_SAFE_TO_OPEN = {".xlsx", ".xls", ".ods", ".et"}
"""Kinds that run nothing when they are clicked; the others are named, not linked."""


def issue_table(status: Status) -> Table:
    count = len(status.findings) + sum(len(record.findings) for record in status.records)
    return Table(
        Sheet.ISSUES, wording.ISSUES_NOTE, ISSUE_COLUMNS, lambda: issue_rows(status), count, paper=A3
    )


def issue_rows(status: Status) -> Iterator[Row]:
    """The gravest first; among equals the merge's own, then those of the files in the order they came."""
    rows = list(_issues(status))
    order = [SEVERITY_WORDS[severity] for severity in Severity]
    return iter(sorted(rows, key=lambda row: order.index(str(row[0]))))


def _issues(status: Status) -> Iterator[Row]:
    stored = {record.stored: record for record in reversed(status.records) if record.stored}
    for finding in status.findings:
        yield _issue(finding, stored.get(finding.where.file), wording.NOT_A_RETURN, wording.OPEN)
    last = {
        record.unit: record.sequence for record in status.records if record.unit and record.outcome in _USABLE
    }
    for record in status.records:
        returned = record.outcome is Outcome.RETURNED
        mended = last.get(record.unit or record.probable_unit, 0) > record.sequence
        for finding in record.findings:
            open_word = wording.OPEN if returned else _open_word(finding)
            blocking = wording.BLOCKING if returned else wording.NOT_BLOCKING
            yield _issue(finding, record, blocking, wording.SETTLED if mended else open_word)


def _unit(record: ReturnRecord) -> str:
    return record.unit or wording.perhaps(record.probable_unit)


def _open_word(finding: Finding) -> str:
    return "" if finding.severity is Severity.INFO else wording.NOTED


def _issue(finding: Finding, record: ReturnRecord | None, blocking: str, settled: str) -> Row:
    where = finding.where
    return (
        SEVERITY_WORDS[finding.severity],
        blocking,
        settled,
        _unit(record) if record else "",
        where.file or (record.file if record else wording.MASTER_CELL),
        where.sheet,
        where.address,
        finding.message,
        record.sequence if record else None,
        finding.code.name,
    )


def return_table(status: Status, book: Path, originals: Path) -> Table:
    """`book` is where the status book will stand and `originals` the folder of the stored files, for the links."""
    links = tuple(_links(status, book, originals))
    return Table(
        Sheet.RETURNS,
        wording.RETURNS_NOTE,
        RETURN_COLUMNS,
        lambda: return_rows(status),
        len(status.records),
        paper=A3,
        links=links,
    )


def return_rows(status: Status) -> Iterator[Row]:
    for record in status.records:
        usable = record.outcome in _USABLE
        yield (
            record.sequence,
            moment(record.received),
            record.file,
            wording.OUTCOME_WORDS[record.outcome],
            _unit(record),
            record.token,
            record.rows if usable else None,
            wording.ON_TIME_WORDS[record.on_time if usable else None],
            len(record.findings),
            record.stored,
            record.sha256,
        )


def _links(status: Status, book: Path, originals: Path) -> Iterator[tuple[int, int, str]]:
    try:
        folder = PurePosixPath(Path(os.path.relpath(originals, book.parent)).as_posix())
    except ValueError:  # another drive
        return
    for index, record in enumerate(status.records):
        safe = Path(record.stored).suffix.lower() in _SAFE_TO_OPEN and not _STRANGE_IN_LINKS.search(
            record.stored
        )
        if record.outcome in _USABLE and safe:
            yield index, _STORED_COLUMN, f"external:{folder / record.stored}"
