"""Whose book is it? By its 表号 alone: hidden in the book, printed above the table, or both, but never two of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from taskbook import wording
from taskbook.findings import Cell, Code, Finding, found
from taskbook.identity import find_token, token
from taskbook.issued import Issued
from taskbook.period import Period
from taskbook.unitbook.read import BookRead, HiddenIdentity

_PERIODS_BACK = 24


@dataclass(frozen=True, slots=True)
class Expected:
    """What can come back in a period. `books`: 表号 → every version of the book sent with it, oldest first.

    `plan_name` tells plans apart whose masters were made by copying one ('': not known).
    """

    plan_id: str
    period: Period
    today: date
    books: Mapping[str, tuple[Issued, ...]]
    plan_name: str = ""


def expected_books(
    plan_id: str, period: Period, today: date, history: Iterable[Issued], plan_name: str = ""
) -> Expected:
    """From what the register of sent books says, oldest first."""
    books: dict[str, tuple[Issued, ...]] = {}
    for book in history:
        books[book.token] = (*books.get(book.token, ()), book)
    return Expected(plan_id, period, today, books, plan_name)


def owner_of(book: BookRead, expected: Expected) -> str | Finding:
    """The 表号 of one of the expected books, or why there is none."""
    hidden = _distinct(find_token(one.token) or one.token for one in book.identities)
    printed = _distinct(text for table in book.tables for text in table.tokens)
    tokens = _distinct([*hidden, *printed])
    if not tokens:
        return found(Code.IDENTITY_LOST, guess="")
    if len(tokens) > 1:
        return _conflict(book, tokens, expected)
    if tokens[0] in expected.books:
        return tokens[0]
    return _stranger(tokens[0], book.identity, expected)


def _conflict(book: BookRead, tokens: list[str], expected: Expected) -> Finding:
    owners = _distinct(expected.books[text][-1].unit for text in tokens if text in expected.books)
    filled = [table for table in book.tables if any(row.filled for row in table.rows)]
    if len(owners) > 1 and len(filled) > 1 and len({table.tokens[:1] for table in filled}) > 1:
        return found(Code.SEVERAL_TABLES, units=wording.listed(owners))
    return found(Code.IDENTITY_CONFLICT, _place(book), first=tokens[0], second=tokens[1])


def _stranger(text: str, identity: HiddenIdentity | None, expected: Expected) -> Finding:
    """A 表号 that is none of this plan and period."""
    if identity and identity.plan_id and identity.plan_id != expected.plan_id:
        return found(Code.OTHER_PLAN, plan=identity.plan_name or identity.plan_id)
    period = identity.period if identity else _period_of(text, expected)
    if period and period != str(expected.period):
        return found(Code.OTHER_PERIOD, found=period, period=expected.period)
    return found(Code.NOT_ISSUED, token=text)


def _period_of(text: str, expected: Expected) -> str:
    """The period of a printed 表号, recomputed for our units; '' when it fits none."""
    units = tuple(sorted({versions[-1].unit for versions in expected.books.values()}))
    return _tokens_of_other_periods(expected.plan_id, expected.period, units).get(text, "")


@lru_cache(maxsize=4)
def _tokens_of_other_periods(plan_id: str, period: Period, units: tuple[str, ...]) -> dict[str, str]:
    return {token(plan_id, other, unit): str(other) for other in _around(period) for unit in units}


def _around(period: Period) -> Iterator[Period]:
    other = Period(period.year + 1, period.month)
    for _ in range(_PERIODS_BACK + 12):
        other = other.previous
        if other != period:
            yield other


def _place(book: BookRead) -> Cell:
    return Cell(book.tables[0].sheet if book.tables else "")


def _distinct(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))


# ---- a guess, and only a guess ----


def probable_unit(
    task_ids: Iterable[str], shown: str, file: str, books: Mapping[str, tuple[Issued, ...]]
) -> str:
    """The unit that a book without identity probably came from, '' where that is anybody's guess.

    Told by the unit named in its title, else by the file's name, else by its tasks (one unit only has just these).
    """
    units = {versions[-1].unit: versions[-1] for versions in books.values()}
    for text in (shown, file):
        named = _named_in(text, units)
        if named:
            return named
    wanted = frozenset(task_ids)
    fitting = [
        unit for unit, book in units.items() if wanted and wanted == {row.task_id for row in book.rows}
    ]
    return fitting[0] if len(fitting) == 1 else ""


def _named_in(text: str, units: Iterable[str]) -> str:
    """The longest unit name in a text; '' if there is none."""
    plain = _plain(text)
    return max((unit for unit in units if unit and _plain(unit) in plain), key=len, default="")


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
