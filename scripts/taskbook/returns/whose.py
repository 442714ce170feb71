"""Whose book lies in a folder of books to send: by its 表号, whoever named or edited the file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from taskbook.grid import Grid
from taskbook.returns.guarded import Failure, read_files
from taskbook.unitbook.read import read_book
from taskbook.unitbook.write import token_if_untouched


def token_of(path: Path) -> str:
    """The 表号 of a book, '' where it has none, several, or cannot be read. `OSError` where it cannot be opened.

    A book nobody has saved since it was written says so itself; any other is read like a stranger's.
    """
    token = token_if_untouched(path.read_bytes())
    if token is not None:
        return token
    ((_, read),) = read_files([path], _tokens)
    return "" if isinstance(read, Failure) or len(read) != 1 else read[0]


def _tokens(grids: Sequence[Grid]) -> tuple[str, ...]:
    """Every different 表号 a workbook shows or hides."""
    book = read_book(grids)
    hidden = (identity.token for identity in book.identities)
    printed = (token for table in book.tables for token in table.tokens)
    return tuple(dict.fromkeys(token for token in (*hidden, *printed) if token))
