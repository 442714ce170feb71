"""Reply tables: a sheet's cells → the rows a unit filled in, wherever they stand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from taskbook import wording
from taskbook.columns import FILLED_FIELDS, ReplyField, column_letters, plain_heading
from taskbook.grid import Grid, Value, text_of
from taskbook.identity import canonical_task_id, find_tokens, looks_like_task_id, may_be_task_id
from taskbook.unitbook.layout import PRINTED_FIELDS

ERROR_TEXTS = frozenset(
    {"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"}
)
"""What a formula shows when it fails; as pasted text it is no answer either."""


@dataclass(frozen=True, slots=True)
class RowRead:
    """One row of a reply table.

    `number` is 1-based; `task_id` in canonical form, '' or the foreign text in rows without one; `locked` are the
    texts of `PRINTED_FIELDS`, None where the column is gone; `filled` holds only fields with something in them;
    `errors` the filled fields whose cell holds a formula error (#REF!), with its text.
    """

    number: int
    task_id: str
    locked: tuple[str | None, ...]
    filled: Mapping[ReplyField, Value]
    errors: tuple[tuple[ReplyField, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ReplyTable:
    """A heading row with all that stands below it, up to the next heading row.

    `columns` are the letters of the fields found, `missing` the headings not found, `tokens` the valid 表号 printed
    near it (best first), `unit` and `period` what its title block says (hints only). `rows` have a 任务编号, also when
    nothing is filled in; `extra` have none but are filled in.
    """

    sheet: str
    heading_row: int
    columns: Mapping[ReplyField, str]
    missing: tuple[ReplyField, ...]
    tokens: tuple[str, ...]
    unit: str
    period: str
    rows: tuple[RowRead, ...]
    extra: tuple[RowRead, ...]


def read_tables(grid: Grid) -> list[ReplyTable]:
    """Every reply table of a sheet, from its title block to the title block of the next."""
    rows = _with_merges_filled_down(grid)
    tables: list[ReplyTable] = []
    starts = _heading_rows(rows)
    top = 0
    for start, end in pairwise([*starts, len(rows)]):
        columns = _columns_of(rows, start, end)
        read = [_read_row(rows[at], at + 1, columns) for at in range(start + 1, end) if any(rows[at])]
        errors = _errors_by_row(grid, columns)
        if errors:
            read = [replace(row, errors=row.errors + errors.get(row.number, ())) for row in read]
        title = rows[top:start]
        tokens = (
            _tokens_in(title) or _tokens_in(rows[start + 1 : end]) or (tables[-1].tokens if tables else ())
        )
        tables.append(
            ReplyTable(
                sheet=grid.name,
                heading_row=start + 1,
                columns={field: column_letters(column) for field, column in columns.items()},
                missing=tuple(field for field in ReplyField if field not in columns),
                tokens=tokens,
                unit=_labelled(title, wording.UNIT_LABEL),
                period=_labelled(title, wording.PERIOD_LABEL),
                rows=tuple(row for row in read if may_be_task_id(row.task_id)),
                extra=tuple(_extra_rows(read, rows)),
            )
        )
        top = max((row.number for row in tables[-1].rows), default=start + 1)
    return tables


def _with_merges_filled_down(grid: Grid) -> Sequence[Sequence[Value]]:
    """The rows with what stands in a merged cell also in the rows it covers (a topic, or one answer for two tasks)."""
    tall = [merge for merge in grid.merges if merge[2] > merge[0]]
    if not tall:
        return grid.rows
    rows = list(grid.rows)
    for top, left, bottom, _ in tall:
        value = rows[top][left] if top < len(rows) and left < len(rows[top]) else ""
        if value == "":
            continue
        for number in range(top + 1, min(bottom + 1, len(rows))):
            row = list(rows[number])
            if left < len(row) and row[left] == "":
                row[left] = value
                rows[number] = row
    return rows


_FIELD_OF = {plain_heading(field): field for field in ReplyField}
_LONGEST_HEADING = 30


@lru_cache(maxsize=4096)
def _field_of(heading: str) -> ReplyField | None:
    """The field a heading stands for; what a person adds in brackets does not count."""
    plain = unicodedata.normalize("NFKC", heading)
    return _FIELD_OF.get(plain_heading(plain)) or _FIELD_OF.get(plain_heading(re.split(r"[(\[:]", plain)[0]))


def _fields_in(row: Sequence[Value]) -> dict[int, ReplyField]:
    found: dict[int, ReplyField] = {}
    for column, value in enumerate(row):
        if (
            value.__class__ is str
            and value
            and len(value) <= _LONGEST_HEADING
            and (field := _field_of(value))
        ):
            found[column] = field
    return found


_FEWEST_HEADINGS = 6
"""Without its 任务编号 heading a row must show this many others to be taken for the heading row."""


def _is_heading_row(row: Sequence[Value]) -> bool:
    fields = set(_fields_in(row).values())
    if not fields & {ReplyField.STATE, ReplyField.PROGRESS}:
        return False
    return ReplyField.TASK_ID in fields or len(fields) >= _FEWEST_HEADINGS


def _heading_rows(rows: Sequence[Sequence[Value]]) -> list[int]:
    """Where heading rows stand. A row whose id stands where the last heading row had its ids is none."""
    starts: list[int] = []
    ids_at = None
    for number, row in enumerate(rows):
        if ids_at is not None and ids_at < len(row) and may_be_task_id(text_of(row[ids_at])):
            continue
        if _is_heading_row(row):
            starts.append(number)
            ids_at = next((at for at, field in _fields_in(row).items() if field is ReplyField.TASK_ID), None)
    return starts


def _columns_of(rows: Sequence[Sequence[Value]], start: int, end: int) -> dict[ReplyField, int]:
    """Where each field stands. Of two columns with one heading, the first with anything in it.

    Without its heading, the 任务编号 column is known by its values.
    """
    columns: dict[ReplyField, int] = {}
    for column, field in _fields_in(rows[start]).items():
        if field not in columns or (
            _is_blank(rows, start, end, columns[field]) and not _is_blank(rows, start, end, column)
        ):
            columns[field] = column
    if ReplyField.TASK_ID not in columns:
        width = max(map(len, rows[start:end]))
        free = [column for column in range(width) if column not in columns.values()]
        count = {column: sum(1 for _ in _task_ids(rows, start, end, column)) for column in free}
        best = max(free, key=count.__getitem__, default=None)
        if best is not None and count[best]:
            columns[ReplyField.TASK_ID] = best
    return {field: columns[field] for field in ReplyField if field in columns}


def _is_blank(rows: Sequence[Sequence[Value]], start: int, end: int, column: int) -> bool:
    return not any(text_of(row[column]) for row in rows[start + 1 : end] if column < len(row))


def _task_ids(rows: Sequence[Sequence[Value]], start: int, end: int, column: int) -> Iterator[str]:
    for row in rows[start + 1 : end]:
        if column < len(row) and looks_like_task_id(text_of(row[column])):
            yield text_of(row[column])


def _read_row(row: Sequence[Value], number: int, columns: Mapping[ReplyField, int]) -> RowRead:
    texts = {
        field: text_of(value) if column < len(row) and (value := row[column]) != "" else ""
        for field, column in columns.items()
    }
    filled = {field: row[columns[field]] for field in FILLED_FIELDS if texts.get(field)}
    return RowRead(
        number=number,
        task_id=canonical_task_id(texts.get(ReplyField.TASK_ID, "")),
        locked=tuple([texts.get(field) for field in PRINTED_FIELDS]),
        filled=filled,
        errors=tuple([(field, texts[field]) for field in filled if texts[field] in ERROR_TEXTS]),
    )


def _errors_by_row(
    grid: Grid, columns: Mapping[ReplyField, int]
) -> dict[int, tuple[tuple[ReplyField, str], ...]]:
    """Formula errors that the reader could see but not read, by 1-based row."""
    field_at = {column: field for field, column in columns.items() if field in FILLED_FIELDS}
    found: dict[int, tuple[tuple[ReplyField, str], ...]] = {}
    for row, column, text in grid.errors:
        if column in field_at:
            found[row + 1] = (*found.get(row + 1, ()), (field_at[column], text))
    return found


def _extra_rows(read: Sequence[RowRead], rows: Sequence[Sequence[Value]]) -> Iterator[RowRead]:
    for row in read:
        if row.filled and not may_be_task_id(row.task_id) and not _is_furniture(rows[row.number - 1]):
            yield row


_LABELS = (wording.UNIT_LABEL, wording.PERIOD_LABEL, wording.TOKEN_LABEL, wording.HOW_TO_TITLE)
_LABEL = re.compile(rf"({'|'.join(map(re.escape, _LABELS))})(?!\w)")
"""A label stands alone or before a colon; 期次安排已定 is what somebody wrote."""


def _is_furniture(row: Sequence[Value]) -> bool:
    """Whether a row is ours though it holds no task: the signing line, a line of a title block, a how-to."""
    texts = [text_of(value) for value in row if value != ""]
    return any(all(word in text for word in wording.SIGNING_WORDS) or _LABEL.match(text) for text in texts)


def _tokens_in(rows: Sequence[Sequence[Value]]) -> tuple[str, ...]:
    """Every 表号 in these rows, each once. It may stand in the cell beside its label."""
    tokens: dict[str, None] = {}
    for row in rows:
        texts = [value for value in row if value.__class__ is str and value]
        for text in texts:
            tokens |= dict.fromkeys(find_tokens(text))
        for label, text in pairwise(texts):
            if len(label) < 10 and wording.TOKEN_LABEL in label:
                tokens |= dict.fromkeys(find_tokens(f"{wording.TOKEN_LABEL} {text}"))
    return tuple(tokens)


def _labelled(rows: Sequence[Sequence[Value]], label: str) -> str:
    """What stands behind a label in a title block, in its cell or the next; '' if the label is gone."""
    for row in rows:
        texts = [text for text in map(text_of, row) if text]
        for position, text in enumerate(texts):
            if text.startswith(label):
                own = re.sub(r"^\W+", "", text[len(label) :])
                return own or (texts[position + 1] if position + 1 < len(texts) else "")
    return ""
