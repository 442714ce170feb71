"""Ranges: where they are, what stands in them, how they change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from engines.areas import WHOLE_SHEET, Area, quoted
from engines.com import refused
from engines.desktop import finding, moving
from engines.desktop.cells_api import RangeApi
from engines.desktop.filters import AutoFilter
from engines.desktop.looks import Looks
from engines.desktop.notes import Note
from engines.desktop.writing import assign, refuse_locked, refuse_part_of_merged, refuse_protected
from engines.stores import Link
from engines.stores import Note as StoredNote

if TYPE_CHECKING:
    from engines.desktop.books import Name
    from engines.desktop.sheets import Sheet


class Range(Looks, base_classes.Range):
    """A rectangle of cells of one sheet."""

    options: dict[str, Any] | None = None

    def __init__(self, sheet: Sheet, area: Area) -> None:
        self._sheet = sheet
        self.area = area
        self.store = sheet.store

    def call(self, kind: str, what: str) -> None:
        """Notes a call that concerns these cells."""
        self._sheet.call(kind, what, self.area)

    def changed(self) -> None:
        """The book has unsaved edits from now on."""
        self._sheet.book.store.saved = False

    @property
    def api(self) -> RangeApi | None:
        return RangeApi(self) if self.area.cells else None

    xl = api

    @property
    def sheet(self) -> Sheet:
        return self._sheet

    @property
    def coords(self) -> tuple[str, int, int, int, int]:
        return (self.store.name, *self.area)

    def __len__(self) -> int:
        return self.area.cells

    @property
    def row(self) -> int:
        return self.area.row

    @property
    def column(self) -> int:
        return self.area.column

    @property
    def shape(self) -> tuple[int, int]:
        return self.area.rows, self.area.columns

    @property
    def address(self) -> str:
        return self.area.address()

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:
        address = self.area.address(row_absolute, col_absolute)
        if not external:
            return address
        place = f"[{self._sheet.book.store.name}]{self.store.name}"
        return f"{quoted(place) if ' ' in place else place}!{address}"

    def __call__(self, *args: int) -> Range:
        """`(row, column)` or the number of a cell, counted from this range's corner; both may lie outside."""
        if len(args) == 1 or args[1] is None:
            row, column = divmod(args[0] - 1, self.area.columns)
        else:
            row, column = args[0] - 1, args[1] - 1
        area = Area(self.area.row + row, self.area.column + column)
        if not WHOLE_SHEET.contains(area):
            raise refused("应用程序定义或对象定义错误")
        return Range(self._sheet, area)

    @property
    def rows(self) -> Range:
        return self

    @property
    def columns(self) -> Range:
        return self

    # Values

    @property
    def raw_value(self) -> Any:
        """A scalar for one cell, else a tuple of rows, each a tuple."""
        if not self.area.cells:
            return None
        self.call("read", "value")
        return _shaped(self.store.values(self.area))

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        self._assign("value", data)

    def _assign(self, what: str, data: Any) -> None:
        if not self.area.cells:
            return
        self.call("write", what)
        assign(self.store, self.area, data)
        self.changed()

    @property
    def formula(self) -> Any:
        """A text for one cell, else a tuple of rows, each a tuple; constants as text."""
        if not self.area.cells:
            return None
        self.call("read", "formula")
        return _shaped(self.store.formulas(self.area))

    @formula.setter
    def formula(self, value: Any) -> None:
        self._assign("formula", value)

    formula2 = formula

    @property
    def has_array(self) -> bool:
        return False

    def _clear(self, what: str, contents: bool, formats: bool) -> None:
        self.call("write" if contents else "other", what)
        refuse_locked(self.store, self.area)
        if formats:
            refuse_protected(self.store)
        refuse_part_of_merged(self.store, self.area)
        self.store.clear(self.area, contents, formats)
        self.changed()

    def clear_contents(self) -> None:
        self._clear("clear_contents", True, False)

    def clear_formats(self) -> None:
        self._clear("clear_formats", False, True)

    def clear(self) -> None:
        """Contents, formats, merged areas, conditional formats, validation, notes and links."""
        self._clear("clear", True, True)
        self.store.clear_links(self.area)
        for note in self._sheet.notes:
            if self.area.contains(note.location.area):
                self.store.set_note(note.location.area, None)

    # Finding one's way

    def end(self, direction: str | int) -> Range:
        """Ctrl and an arrow key, from the first cell: hidden rows and columns are passed over."""
        self.call("other", "end")
        return Range(self._sheet, finding.end(self.store, self.area.first, direction))

    @property
    def current_region(self) -> Range:
        self.call("other", "current_region")
        return Range(self._sheet, finding.region(self.store, self.area))

    def select(self) -> None:
        """Only on the active sheet of the active book, as in Excel."""
        self.call("other", "select")
        book = self._sheet.book
        if book.app.active_book is not book.store or book.store.active() is not self.store:
            raise refused("类 Range 的 Select 方法无效")
        self.store.selection = self.area

    # Merged areas

    def _merges(self) -> list[Area]:
        return [merged for merged in self.store.merges() if merged.common(self.area)]

    @property
    def merge_area(self) -> Range:
        self.call("other", "merge_area")
        merges = self._merges()
        if self.area.cells > 1 and merges != [self.area]:
            raise refused("类 Range 的 MergeArea 属性只能用于单个单元格")
        return Range(self._sheet, merges[0] if merges else self.area)

    @property
    def merge_cells(self) -> bool | None:
        """True: all cells lie in merged areas; False: none; None: some."""
        self.call("other", "merge_cells")
        shared = sum(merged.common(self.area).cells for merged in self._merges())
        return shared == self.area.cells if shared in (0, self.area.cells) else None

    def merge(self, across: bool) -> None:
        self.call("other", "merge")
        refuse_protected(self.store)
        rows = range(self.area.row, self.area.last_row + 1)
        areas = [Area(row, self.area.column, 1, self.area.columns) for row in rows] if across else [self.area]
        for area in areas:
            if area.cells > 1:
                moving.keep_first_value(self.store, area)
                self.store.merge(area)
        self.changed()

    def unmerge(self) -> None:
        self.call("other", "unmerge")
        refuse_protected(self.store)
        for merged in self._merges():
            self.store.unmerge(merged)
        self.changed()

    # Notes, links, names, filters

    @property
    def note(self) -> Note | None:
        self.call("other", "note")
        return Note(self) if self.store.note(self.area.first) is not None else None

    def add_note(self, text: str) -> Note:
        self.call("other", "add_note")
        self.store.set_note(self.area.first, StoredNote(text))
        self.changed()
        return Note(self)

    @property
    def link(self) -> Link | None:
        """For tests: the hyperlink as it is stored."""
        return self.store.link(self.area.first)

    @property
    def hyperlink(self) -> str:
        """The address outside the book; '' for a place inside it, as in Excel."""
        self.call("other", "hyperlink")
        link = self.store.link(self.area.first)
        if link is None:
            raise Exception("The cell doesn't seem to contain a hyperlink!")
        return link.address

    def add_hyperlink(self, address: str, text_to_display: str, screen_tip: str) -> None:
        """`#'sheet'!A1` is a place inside the book. The cell gets the text and the look of a link."""
        self.call("other", "add_hyperlink")
        refuse_locked(self.store, self.area)
        outside, _, place = address.partition("#")
        assign(self.store, self.area.first, text_to_display)
        self.store.set_link(self.area.first, Link(outside, place, screen_tip))
        self.store.set_format(self.area.first, "font_color", (5, 99, 193))
        self.changed()

    @property
    def name(self) -> Name | None:
        for name in self._sheet.book.names.snapshot():
            if name[1].refers_to == f"={quoted(self.store.name)}!{self.address}":
                return name[1]
        return None

    @name.setter
    def name(self, value: str) -> None:
        self._sheet.book.names.add(value, f"={quoted(self.store.name)}!{self.address}")

    @property
    def autofilter(self) -> AutoFilter:
        return AutoFilter(self)

    # Moving cells

    def autofill(self, destination: Any, type_: str) -> None:
        self.call("other", f"autofill {type_}")
        moving.autofill(self.store, self.area, destination.impl.area, type_)
        self.changed()

    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:
        self.call("other", "insert")
        moving.insert(self.store, self.area, shift)
        self.changed()

    def delete(self, shift: str | None = None) -> None:
        self.call("other", "delete")
        moving.delete(self.store, self.area, shift)
        self.changed()


def _shaped(rows: list[list[Any]]) -> Any:
    return rows[0][0] if len(rows) == 1 and len(rows[0]) == 1 else tuple(map(tuple, rows))
