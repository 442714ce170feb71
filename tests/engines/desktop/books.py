"""Workbooks and names."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count
from numbers import Number
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from engines.areas import Area, parse, quoted, split_sheet
from engines.com import ComError, disconnected, refused
from engines.desktop.app import App, read_only
from engines.desktop.com_api import BookApi, BooksApi
from engines.stores import BookStore

if TYPE_CHECKING:
    from engines.desktop.ranges import Range
    from engines.desktop.sheets import Sheets


class Books(base_classes.Books):
    """The open books, in the order they were opened."""

    def __init__(self, app: App) -> None:
        self.app = app

    @property
    def api(self) -> BooksApi:
        return BooksApi(self)

    @property
    def active(self) -> Book:
        """Excel's ActiveWorkbook; with none open, a book that answers nothing (AttributeError), as in Excel."""
        self.app.call("other", "active_book")
        return Book(self.app, self.app.active_book)

    def __call__(self, name_or_index: str | int) -> Book:
        self.app.call("other", "book")
        if isinstance(name_or_index, Number):
            if not 1 <= name_or_index <= len(self.app.opened):
                raise KeyError(name_or_index)
            return Book(self.app, self.app.opened[name_or_index - 1])
        for store in self.app.opened:
            if store.name.casefold() == name_or_index.casefold():
                return Book(self.app, store)
        raise KeyError(name_or_index)

    def __len__(self) -> int:
        self.app.call("other", "books")
        return len(self.app.opened)

    def __iter__(self) -> Iterator[Book]:
        self.app.call("other", "books")
        return iter([Book(self.app, store) for store in self.app.opened])

    def add(self) -> Book:
        self.app.call("other", "add_book")
        names = {store.name for store in self.app.opened}
        name = next(name for number in count(1) if (name := f"工作簿{number}") not in names)
        return self._opened(self.app.session.new(name))

    def open(
        self, fullname: str, update_links: Any = None, read_only: bool | None = None, *more: Any
    ) -> Book:
        self.app.call("other", "open")
        return self._open(str(fullname), bool(read_only))

    def _open(self, path: str, wanted_read_only: bool) -> Book:
        if not Path(path).is_file():
            raise refused(f"很抱歉，我们找不到 {path}。")
        for store in self.app.opened:
            if store.path and Path(store.path).samefile(path):
                return Book(self.app, store)
            if store.name.casefold() == Path(path).name.casefold():
                raise refused("不能同时打开两个同名的工作簿")
        return self._opened(self.app.session.open(path, wanted_read_only or read_only(path)))

    def _opened(self, store: BookStore) -> Book:
        self.app.opened.append(store)
        self.app.active_book = store
        return Book(self.app, store)


class Book(base_classes.Book):
    """One open workbook."""

    def __init__(self, app: App, store: BookStore | None) -> None:
        self._app = app
        self._store = store

    def call(self, kind: str, what: str, sheet: str = "", area: Area | None = None) -> None:
        """Notes a call that concerns this book; raises when the book has been closed."""
        self._app.call(kind, what, sheet, area)
        if self._store is not None and self._store not in self._app.opened:
            raise disconnected()

    @property
    def store(self) -> BookStore:
        if self._store is None:
            raise AttributeError("'NoneType' object has no attribute of a workbook")
        return self._store

    @property
    def app(self) -> App:
        return self._app

    @property
    def api(self) -> BookApi | None:
        return None if self._store is None else BookApi(self)

    @property
    def name(self) -> str:
        self.call("other", "book_name")
        return self.store.name

    @property
    def fullname(self) -> str:
        self.call("other", "fullname")
        return self.store.path or self.store.name

    @property
    def sheets(self) -> Sheets:
        from engines.desktop.sheets import Sheets

        return Sheets(self)

    @property
    def names(self) -> Names:
        return Names(self)

    def activate(self) -> None:
        self.call("other", "activate_book")
        self._app.active_book = self.store
        self._app.session.activate(self.store)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        self.call("other", "save")
        store = self.store
        if path is None:
            if store.path and store.read_only:
                raise refused("无法访问只读文件")
            target = store.path or str(Path.cwd() / f"{store.name}.xlsx")
        else:
            target = os.path.realpath(path)
            others = [one for one in self._app.opened if one is not store]
            if any(one.name.casefold() == Path(target).name.casefold() for one in others):
                raise refused("不能用已打开的工作簿的名称保存")
            if Path(target).exists() and read_only(target):
                raise refused(f"无法访问“{target}”")
        store.save(target)
        store.read_only = store.read_only if path is None else False

    def close(self) -> None:
        self.call("other", "close")
        app = self._app
        self.store.close()
        app.opened.remove(self.store)
        if app.active_book is self.store:
            app.active_book = app.opened[-1] if app.opened else None

    def json(self) -> dict[str, Any]:
        raise refused("not on the desktop")


class Names(base_classes.Names):
    """The names of a book, or those that belong to one sheet."""

    def __init__(self, book: Book, sheet: str | None = None) -> None:
        self.book = book
        self.sheet = sheet
        self.api = self

    def _known(self) -> list[str]:
        self.book.call("other", "names")
        names = [name for name, _ in self.book.store.names()]
        return names if self.sheet is None else [one for one in names if split_sheet(one)[0] == self.sheet]

    def __call__(self, name_or_index: str | int) -> Name:
        known = self._known()
        if isinstance(name_or_index, Number):
            return Name(self.book, known[int(name_or_index) - 1])
        wanted = name_or_index.casefold()
        for name in known:
            if wanted in (name.casefold(), self.sheet and split_sheet(name)[1].casefold()):
                return Name(self.book, name)
        raise refused(f"没有名称“{name_or_index}”")

    def snapshot(self) -> list[tuple[str, Name]]:
        return [(name, Name(self.book, name)) for name in self._known()]

    def contains(self, name_or_index: str | int) -> bool:
        try:
            self(name_or_index)
        except (ComError, IndexError):
            return False
        return True

    def __len__(self) -> int:
        return len(self._known())

    def add(self, name: str, refers_to: str) -> Name:
        self.book.call("other", "add_name")
        title, bare = split_sheet(name)
        if (
            not bare
            or parse(bare) is not None
            or any(mark in bare for mark in " -+*/()'\"")
            or bare[0].isdigit()
        ):
            raise refused("为此名称输入的语法不正确。")
        if self.sheet is not None and title is None:
            name = f"{quoted(self.sheet)}!{bare}"
        if not refers_to.startswith("="):
            refers_to = f'="{refers_to}"'
        self.book.store.set_name(name, refers_to)
        self.book.store.saved = False
        return Name(self.book, name)


class Name(base_classes.Name):
    """A defined name."""

    def __init__(self, book: Book, name: str) -> None:
        self.book = book
        self._name = name
        self.api = self

    def delete(self) -> None:
        self.book.call("other", "delete_name")
        self._definition()
        self.book.store.delete_name(self._name)
        self.book.store.saved = False

    def _definition(self) -> str:
        for name, refers_to in self.book.store.names():
            if name == self._name:
                return refers_to
        raise refused("名称不存在")

    @property
    def name(self) -> str:
        return self._name

    @name.setter
    def name(self, value: str) -> None:
        self.book.call("other", "rename_name")
        refers_to = self._definition()
        self.book.store.delete_name(self._name)
        self.book.store.set_name(value, refers_to)
        self._name = value

    @property
    def refers_to(self) -> str:
        self.book.call("other", "refers_to")
        return self._definition()

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        self.book.call("other", "refers_to")
        self.book.store.set_name(self._name, value)
        self.book.store.saved = False

    @property
    def refers_to_range(self) -> Range:
        """The cells; Excel refuses (error 1004) when the name stands for anything but a plain reference."""
        from engines.desktop.ranges import Range
        from engines.desktop.sheets import Sheet

        self.book.call("other", "refers_to_range")
        title, reference = split_sheet(self._definition())
        area = parse(reference)
        for store in self.book.store.sheets():
            if area is not None and title is not None and store.name.casefold() == title.casefold():
                return Range(Sheet(self.book, store), area)
        raise refused("名称不指向单元格")
