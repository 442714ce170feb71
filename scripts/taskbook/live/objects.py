"""The part of xlwings' objects that the live layer relies on; every engine has to give it.

Values, names, alerts and the status bar must work. Looks (fonts, widths, links, autofit), `api` (the object model of
Excel itself) and what else an engine answers with NotImplementedError or AttributeError are done without.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

Spot = tuple[int, int]
"""1-based row and column, as xlwings counts."""


class Font(Protocol):
    name: str | None
    size: float | None
    bold: bool | None


class Range(Protocol):
    row: int
    column: int
    shape: tuple[int, int]
    count: int
    last_cell: Range
    rows: Any
    value: Any
    formula: Any
    number_format: str | None
    column_width: float | None
    row_height: float | None
    wrap_text: bool | None
    font: Font
    merge_cells: bool | None
    merge_area: Range
    api: Any

    def options(self, **options: object) -> Range: ...
    def merge(self) -> None: ...
    def autofill(self, destination: Range, type_: str) -> None: ...
    def add_hyperlink(self, address: str, text_to_display: str, screen_tip: str) -> None: ...


class OpenSheet(Protocol):
    name: str
    visible: bool | int
    used_range: Range
    book: Book
    api: Any

    def range(self, cell1: Spot, cell2: Spot | None = None) -> Range: ...
    def activate(self) -> None: ...


class Sheets(Protocol):
    active: OpenSheet

    def __iter__(self) -> Iterator[OpenSheet]: ...
    def __getitem__(self, index: int) -> OpenSheet: ...
    def add(self, name: str, after: OpenSheet) -> OpenSheet: ...


class Name(Protocol):
    name: str
    refers_to: str

    def delete(self) -> None: ...


class Names(Protocol):
    def __iter__(self) -> Iterator[Name]: ...
    def add(self, name: str, refers_to: str) -> Name: ...


class Book(Protocol):
    name: str
    fullname: str
    app: App
    sheets: Sheets
    names: Names
    api: Any

    def activate(self) -> None: ...
    def close(self) -> None: ...


class Books(Protocol):
    active: Book

    def __iter__(self) -> Iterator[Book]: ...
    def __len__(self) -> int: ...
    def open(self, fullname: str) -> Book: ...


class App(Protocol):
    books: Books
    status_bar: str | bool
    screen_updating: bool
    calculation: str
    hwnd: int
    api: Any

    def alert(
        self, prompt: str, title: str, buttons: str | None = None, mode: str | None = None
    ) -> str | None: ...
