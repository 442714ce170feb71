"""One filled row → the answer it gives and what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from taskbook import wording
from taskbook.columns import ReplyField
from taskbook.findings import Cell, Code, Finding, found
from taskbook.grid import text_of
from taskbook.issued import IssuedRow
from taskbook.language.amounts import amounts_of
from taskbook.language.completion import completion, per_cent
from taskbook.language.days import read_day
from taskbook.model import DECLARED_STATES, Reply, Source, State, Target
from taskbook.unitbook.tables import ReplyTable, RowRead

ANSWER_FIELDS: frozenset[ReplyField] = frozenset(
    {
        ReplyField.STATE,
        ReplyField.PROGRESS,
        ReplyField.VALUE,
        ReplyField.EVIDENCE,
        ReplyField.PROBLEM,
        ReplyField.NEXT_STEP,
    }
)
"""What makes a row answered; names, telephone and date are often filled down over rows nobody answered."""

_STATES = {str(state): state for state in DECLARED_STATES}
_BLANKS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?\s*[^\d\s.,]{0,6}")


@dataclass(frozen=True, slots=True)
class Day:
    """The day a return is judged on, and the period it is for (a date without year is near its end)."""

    today: date
    period_end: date


def answer_of(
    table: ReplyTable, row: RowRead, sent: IssuedRow, unit: str, day: Day
) -> tuple[Reply | None, list[Finding]]:
    """The reply of a row (None when nothing in it is an answer), and its findings in the order of the fields."""
    texts = {field: text_of(value) for field, value in row.filled.items()}
    findings = []
    for field, text in row.errors:
        texts.pop(field, None)
        findings.append(found(Code.ERROR_CELL, cell_of(table, row, field), text=text))
    if ANSWER_FIELDS.isdisjoint(texts):
        return None, findings
    state = read_state(texts.get(ReplyField.STATE, ""))
    findings += _state_doubts(table, row, texts, state)
    if share := per_cent(row.filled.get(ReplyField.VALUE), sent.targets):
        texts[ReplyField.VALUE] = share
    if sent.targets and ReplyField.VALUE in texts:
        findings += _value_doubts(table, row, texts[ReplyField.VALUE], state, sent.targets)
    reported_on = None
    if ReplyField.REPORTED_ON in texts:
        reported_on = read_day(row.filled[ReplyField.REPORTED_ON], day.period_end)
        findings += _day_doubts(table, row, texts, reported_on, day.today)
    reply = Reply(
        task_id=sent.task_id,
        unit=unit,
        state=state or State.NONE,
        progress=texts.get(ReplyField.PROGRESS, ""),
        value=texts.get(ReplyField.VALUE, ""),
        evidence=texts.get(ReplyField.EVIDENCE, ""),
        problem=texts.get(ReplyField.PROBLEM, ""),
        next_step=texts.get(ReplyField.NEXT_STEP, ""),
        reporter=texts.get(ReplyField.REPORTER, ""),
        phone=texts.get(ReplyField.PHONE, ""),
        reported_on=reported_on,
        reviewer=texts.get(ReplyField.REVIEWER, ""),
        source=Source("", table.sheet, row.number),
    )
    return reply, findings


def cell_of(table: ReplyTable, row: RowRead, field: ReplyField) -> Cell:
    return Cell(table.sheet, f"{table.columns.get(field, '')}{row.number}")


def is_answered(row: RowRead) -> bool:
    """Whether a person put an answer into the row (a formula error is none)."""
    broken = {field for field, _ in row.errors}
    return bool(ANSWER_FIELDS & row.filled.keys() - broken)


# ---- state ----


def _state_doubts(
    table: ReplyTable, row: RowRead, texts: Mapping[ReplyField, str], state: State | None
) -> Iterator[Finding]:
    if not state:
        text = texts.get(ReplyField.STATE, "")
        where = cell_of(table, row, ReplyField.STATE)
        yield found(Code.STATE_UNKNOWN, where, text=text) if text else found(Code.STATE_MISSING, where)
    elif state is State.DONE and not any(map(str.isalnum, texts.get(ReplyField.PROGRESS, ""))):
        yield found(Code.DONE_WITHOUT_WORDS, cell_of(table, row, ReplyField.PROGRESS))


@lru_cache(maxsize=1024)
def read_state(text: str) -> State | None:
    """One of the four states; blanks of any width do not count, any other word does."""
    return _STATES.get(_BLANKS.sub("", unicodedata.normalize("NFKC", text)))


# ---- value ----


def _value_doubts(
    table: ReplyTable, row: RowRead, value: str, state: State | None, targets: tuple[Target, ...]
) -> Iterator[Finding]:
    code = None
    if not _is_number(value):
        code = Code.VALUE_NOT_NUMBER
    elif state is State.DONE and (reached := completion(targets, value)) and reached[0] < 1:
        code = Code.VALUE_UNDER_TARGET
    if code:
        promised = wording.listed(target.text for target in targets)
        where = cell_of(table, row, ReplyField.VALUE)
        yield found(code, where, value=value, text=value, target=promised)


@lru_cache(maxsize=1024)
def _is_number(text: str) -> bool:
    """`3`, `1,200`, `85%`, `３次`, and what can be read as an amount (`已举办3场`, `2次，100%`)."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return bool(any(map(str.isdecimal, plain)) and _NUMBER.fullmatch(plain)) or bool(amounts_of(text))


# ---- date ----


def _day_doubts(
    table: ReplyTable, row: RowRead, texts: Mapping[ReplyField, str], day: date | None, today: date
) -> Iterator[Finding]:
    if day is None or day > today:
        where = cell_of(table, row, ReplyField.REPORTED_ON)
        if day is None:
            yield found(Code.DATE_UNKNOWN, where, text=texts[ReplyField.REPORTED_ON])
        else:
            yield found(Code.DATE_IN_FUTURE, where, date=day)
