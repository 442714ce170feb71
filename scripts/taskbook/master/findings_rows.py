"""What the sheet 校验结果 says, row by row, and where it says it; how it gets there is another's job."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from taskbook import wording
from taskbook.columns import FindingField, Sheet, plain_heading
from taskbook.findings import COMPARISON_CODES, SEVERITY_WORDS, Cell, Code, Finding, Severity
from taskbook.grid import Grid
from taskbook.ooxml.cells import split_address
from taskbook.ooxml.rows import cell_text

MOST_LINKS = 60_000
"""A sheet with more than 65,530 links does not open in Excel."""

_SHEET_ORDER = (
    Sheet.TASKS,
    Sheet.LOOKBACK,
    Sheet.UNITS,
    Sheet.GROUPS,
    Sheet.POINTS,
    Sheet.SETTINGS,
)
_SEVERITY_ORDER = list(Severity)
_HEADING_ROWS = 30

_COMPARISON_NAMES = frozenset(code.name for code in COMPARISON_CODES)

Row = Mapping[FindingField, str]


def finding_rows(findings: Iterable[Finding]) -> list[Row]:
    """Worst first, then by sheet, row and column; one row for each distinct finding."""
    return [
        {
            FindingField.SEVERITY: SEVERITY_WORDS[finding.severity],
            FindingField.SHEET: finding.where.sheet,
            FindingField.CELL: finding.where.address,
            FindingField.CODE: finding.code.name,
            FindingField.MESSAGE: cell_text(finding.message).strip(),
        }
        for finding in sorted(dict.fromkeys(findings), key=_place)
    ] or [dict.fromkeys(FindingField, "") | {FindingField.MESSAGE: wording.FINDINGS_NONE}]


def _place(finding: Finding) -> tuple[int, int, tuple[int, int], str]:
    sheet = finding.where.sheet
    rank = _SHEET_ORDER.index(sheet) if sheet in _SHEET_ORDER else len(_SHEET_ORDER)
    spot = split_address(finding.where.address.split(":")[0]) or (-1, -1)
    return _SEVERITY_ORDER.index(finding.severity), rank, spot, finding.code.name


def note_of(rows: Sequence[Row]) -> str:
    """The sheet's note with a line of how many there are: `本次校验：错误2处，警告5处`."""
    counted = Counter(row[FindingField.SEVERITY] for row in rows)
    counts = [(word, counted[word]) for word in SEVERITY_WORDS.values() if counted[word]]
    return f"{wording.FINDINGS_NOTE}\n{wording.findings_summary(counts)}"


def find_headings(grid: Grid) -> tuple[int, dict[FindingField, int]] | None:
    """The 0-based heading row and each field's column; None where a heading is gone."""
    wanted = {plain_heading(field.value): field for field in FindingField}
    for row in range(min(_HEADING_ROWS, len(grid.rows))):
        names = [wanted.get(plain_heading(grid.text(row, column))) for column in range(len(grid.rows[row]))]
        if set(names) >= set(FindingField):
            return row, {field: names.index(field) for field in FindingField}
    return None


def said_in(
    grid: Grid, heading_row: int, columns: Mapping[FindingField, int]
) -> list[dict[FindingField, str]]:
    """The rows that stand there now."""
    said = [
        {field: grid.text(row, column) for field, column in columns.items()}
        for row in range(heading_row + 1, len(grid.rows))
    ]
    while said and not any(said[-1].values()):
        said.pop()
    return said


def compared_before(grid: Grid) -> list[Finding]:
    """What the last comparison with the plan's text found, as it stands on the sheet now."""
    found = find_headings(grid)
    return [
        Finding(
            Code[row[FindingField.CODE]],
            Cell(row[FindingField.SHEET], row[FindingField.CELL]),
            row[FindingField.MESSAGE],
        )
        for row in (said_in(grid, *found) if found else ())
        if row[FindingField.CODE] in _COMPARISON_NAMES
    ]


def with_the_documents(rows: Sequence[Row], said: Sequence[Row]) -> list[Row]:
    """The rows, and what the import found in the plan document: only a person knows when that is settled, and
    deletes the row. What a comparison with it found is the check's to keep or to renew."""
    about = [
        row
        for row in said
        if row[FindingField.SHEET].startswith(wording.source_sheet(""))
        and row[FindingField.CODE] not in _COMPARISON_NAMES
    ]
    return [*rows, *(row for row in about if row not in rows)]


def links_of(rows: Sequence[Row], sheets: Iterable[str]) -> dict[int, tuple[str, str]]:
    """Number of a row (from 0) → the sheet and address its cell leads to, for sheets that exist."""
    known = set(sheets)
    leading = [
        (number, (row[FindingField.SHEET], row[FindingField.CELL]))
        for number, row in enumerate(rows)
        if row[FindingField.CELL] and row[FindingField.SHEET] in known
    ]
    return dict(leading[:MOST_LINKS])
