"""Sheets."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from numbers import Number
from typing import Any

from xlwings import base_classes

from engines.areas import WHOLE_SHEET, Area, parse, split_sheet
from engines.com import refused
from engines.desktop.books import Book, Names
from engines.desktop.cells_api import SheetApi
from engines.desktop.notes import Note
from engines.desktop.ranges import Range
from engines.stores import Condition, SheetStore

_FORBIDDEN = set("\\/?*[]:")


class Sheets(base_classes.Sheets):
    """The sheets of a book, in the order of their tabs."""

    api: Any = None

    def __init__(self, book: Book) -> None:
        self.book = book
        self.api = self

    @property
    def active(self) -> Sheet:
        self.book.call("other", "active_sheet")
        return Sheet(self.book, self.book.store.active())

    def __call__(self, name_or_index: str | int) -> Sheet:
        self.book.call("other", "sheet")
        stores = self.book.store.sheets()
        if isinstance(name_or_index, Number):
            if 1 <= name_or_index <= len(stores):
                return Sheet(self.book, stores[int(name_or_index) - 1])
        else:
            for store in stores:
                if store.name.casefold() == name_or_index.casefold():
                    return Sheet(self.book, store)
        raise refused("下标越界")

    def __len__(self) -> int:
        self.book.call("other", "sheets")
        return len(self.book.store.sheets())

    def __iter__(self) -> Iterator[Sheet]:
        self.book.call("other", "sheets")
        return iter([Sheet(self.book, store) for store in self.book.store.sheets()])

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        """Before the active sheet unless said otherwise; the new one becomes active."""
        self.book.call("other", "add_sheet")
        stores = self.book.store.sheets()
        beside = (before or after).store if before or after else self.book.store.active()
        known = {store.name.casefold() for store in stores}
        free = next(one for number in count(1) if (one := f"Sheet{number}").casefold() not in known)
        store = self.book.store.add_sheet(free, stores.index(beside) + bool(after))
        self.book.store.saved = False
        sheet = Sheet(self.book, store)
        if name is not None:
            sheet.name = name
        return sheet


class Sheet(base_classes.Sheet):
    """One sheet. For tests, what stands on it: `hidden_rows`, `filters`, `note_texts`, `drawings`, …"""

    def __init__(self, book: Book, store: SheetStore) -> None:
        self._book = book
        self.store = store

    def call(self, kind: str, what: str, area: Area | None = None) -> None:
        """Notes a call that concerns this sheet."""
        self._book.call(kind, what, self.store.name, area)

    @property
    def api(self) -> SheetApi:
        return SheetApi(self)

    xl = api

    @property
    def book(self) -> Book:
        return self._book

    @property
    def name(self) -> str:
        self.call("other", "sheet_name")
        return self.store.name

    @name.setter
    def name(self, value: str) -> None:
        self.call("other", "rename_sheet")
        others = [store for store in self._book.store.sheets() if store is not self.store]
        wrong = not 1 <= len(value) <= 31 or set(value) & _FORBIDDEN or value[0] == "'" or value[-1] == "'"
        if wrong or any(store.name.casefold() == value.casefold() for store in others):
            raise refused("名称已被使用或无效。")
        self.store.name = value
        self._book.store.saved = False

    @property
    def names(self) -> Names:
        return Names(self._book, self.store.name)

    @property
    def index(self) -> int:
        self.call("other", "index")
        return self._book.store.sheets().index(self.store) + 1

    @property
    def visible(self) -> int:
        """-1 shown, 0 hidden, 2 very hidden (which is truthy, too)."""
        self.call("other", "visible")
        return self.store.visible

    @visible.setter
    def visible(self, value: Any) -> None:
        self.call("other", "visible")
        wanted = -1 if value is True else int(value)
        shown = [store for store in self._book.store.sheets() if store.visible == -1]
        if wanted != -1 and shown == [self.store]:
            raise refused("工作簿内至少含有一张可视工作表")
        self.store.visible = wanted
        self._book.store.saved = False

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        if isinstance(arg1, tuple) and len(arg1) == 4:
            return Range(self, Area(*arg1))
        if isinstance(arg1, Number) and isinstance(arg2, Number):
            arg1, arg2 = (arg1, arg2), None
        area = self._area(arg1)
        return Range(self, area if arg2 is None else area.spanning(self._area(arg2)))

    def _area(self, argument: Any) -> Area:
        if isinstance(argument, Range):
            return argument.area
        if isinstance(argument, tuple):
            if 0 in argument:
                raise IndexError("Attempted to access 0-based Range. xlwings/Excel Ranges are 1-based.")
            area = Area(*argument)
            if not WHOLE_SHEET.contains(area):
                raise refused("应用程序定义或对象定义错误")
            return area
        title, reference = split_sheet(str(argument))
        area = parse(reference)
        if area is not None and (title is None or title == self.store.name):
            return area
        for name in self._book.names.snapshot():
            if split_sheet(name[0])[1].casefold() == str(argument).casefold():
                found = name[1].refers_to_range
                if found.sheet.store is self.store:
                    return found.area
        raise refused(f"方法“Range”作用于对象“_Worksheet”时失败：{argument}")

    @property
    def cells(self) -> Range:
        return Range(self, WHOLE_SHEET)

    @property
    def used_range(self) -> Range:
        self.call("other", "used_range")
        return Range(self, self.store.used())

    @property
    def selection(self) -> Range:
        self.call("other", "selection")
        return Range(self, self.store.selection)

    def activate(self) -> None:
        self.call("other", "activate_sheet")
        if self.store.visible != -1:
            raise refused("类 Worksheet 的 Activate 方法无效")
        self._book.store.activate(self.store)

    select = activate

    def clear_contents(self) -> None:
        self.cells.clear_contents()

    def clear_formats(self) -> None:
        self.cells.clear_formats()

    def clear(self) -> None:
        self.cells.clear()

    def autofit(self, axis: str | None = None) -> None:
        self.used_range.autofit(axis)

    def delete(self) -> None:
        self.call("other", "delete_sheet")
        shown = [store for store in self._book.store.sheets() if store.visible == -1]
        if shown == [self.store]:
            raise refused("工作簿内至少含有一张可视工作表")
        self._book.store.delete_sheet(self.store)
        self._book.store.saved = False

    def _place(self, before: Sheet | None, after: Sheet | None) -> int:
        beside = before or after
        assert beside is not None
        return self._book.store.sheets().index(beside.store) + bool(after)

    def copy(self, before: Sheet | None, after: Sheet | None) -> None:
        self.call("other", "copy_sheet")
        if (before or after).book.store is not self._book.store:
            raise refused("sheets are only copied inside a book here")
        self._book.store.copy_sheet(self.store, self._place(before, after))
        self._book.store.saved = False

    def move(self, before: Sheet | None, after: Sheet | None) -> None:
        self.call("other", "move_sheet")
        place = self._place(before, after)
        place -= self._book.store.sheets().index(self.store) < place
        self._book.store.move_sheet(self.store, place)
        self._book.store.saved = False

    @property
    def notes(self) -> list[Note]:
        self.call("other", "notes")
        areas = [parse(address) for address in self.store.notes()]
        return [Note(Range(self, area)) for area in areas if area is not None]

    # For tests: what stands on the sheet, without a call being noted

    def hidden_rows(self) -> set[int]:
        """The numbers of the rows in the used range that do not show."""
        used = self.store.used()
        hidden = self.store.hidden(Area(1, 1, used.last_row, 1), "rows")
        return {row for row, one in enumerate(hidden, 1) if one}

    def filters(self) -> dict[int, Condition]:
        """The columns (1-based, within the filter's range) that are filtered, and how."""
        return self.store.filters()

    def note_texts(self) -> dict[str, str]:
        """Address → text of the note there."""
        return self.store.notes()

    def drawings(self) -> dict[str, int]:
        """How many 'charts' and 'pictures'."""
        return self.store.drawings()

    def conditional_formats(self) -> list[str]:
        """The ranges with conditional formats, one entry per rule."""
        return self.store.conditional_formats()

    def validations(self) -> list[str]:
        """The ranges with data validation."""
        return self.store.validations()
