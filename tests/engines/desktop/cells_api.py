"""What `.api` of sheets and ranges gives: Excel's own objects with their own names, as far as code needs them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engines.areas import COLUMNS, ROWS, Area
from engines.com import refused

if TYPE_CHECKING:
    from engines.desktop.ranges import Range
    from engines.desktop.sheets import Sheet


class Forward:
    """One of Excel's properties, answered by a property of our object."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, api: Any, owner: type) -> Any:
        return getattr(api.impl, self.name)

    def __set__(self, api: Any, value: Any) -> None:
        setattr(api.impl, self.name, value)


class SheetApi:
    """Worksheet."""

    Name = Forward("name")
    Index = Forward("index")
    Visible = Forward("visible")

    def __init__(self, impl: Sheet) -> None:
        self.impl = impl

    @property
    def ProtectContents(self) -> bool:
        self.impl.call("other", "protected")
        return self.impl.store.protected

    def Protect(self, *arguments: Any, **more: Any) -> None:
        self.impl.call("other", "protect")
        self.impl.store.protected = True
        self.impl.book.store.saved = False

    def Unprotect(self, *arguments: Any) -> None:
        self.impl.call("other", "unprotect")
        self.impl.store.protected = False
        self.impl.book.store.saved = False

    @property
    def AutoFilterMode(self) -> bool:
        self.impl.call("other", "filter_mode")
        return self.impl.store.filter_area() is not None

    @AutoFilterMode.setter
    def AutoFilterMode(self, value: bool) -> None:
        """Only False can be said: it takes the filter away."""
        self.impl.call("other", "filter_mode")
        if value:
            raise refused("不能设置类 Worksheet 的 AutoFilterMode 属性")
        self.impl.store.remove_filter()
        self.impl.book.store.saved = False

    @property
    def FilterMode(self) -> bool:
        """Whether a filter hides rows."""
        self.impl.call("other", "filter_mode")
        return bool(self.impl.store.filters())

    def ShowAllData(self) -> None:
        if not self.FilterMode:
            raise refused("类 Worksheet 的 ShowAllData 方法无效")
        self.impl.store.show_all()
        self.impl.book.store.saved = False

    @property
    def AutoFilter(self) -> FilterApi | None:
        return FilterApi(self.impl) if self.AutoFilterMode else None

    @property
    def UsedRange(self) -> RangeApi:
        return self.impl.used_range.api

    def Range(self, *arguments: Any) -> RangeApi:
        return self.impl.range(*arguments).api

    def Activate(self) -> None:
        self.impl.activate()


class FilterApi:
    """AutoFilter."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    @property
    def Range(self) -> RangeApi:
        self.sheet.call("other", "filter_range")
        area = self.sheet.store.filter_area()
        assert area is not None
        return self.sheet.range(tuple(area)).api


class RangeApi:
    """Range."""

    Value = Forward("raw_value")
    Formula = Forward("formula")
    NumberFormat = Forward("number_format")
    WrapText = Forward("wrap_text")
    RowHeight = Forward("row_height")
    ColumnWidth = Forward("column_width")
    MergeCells = Forward("merge_cells")
    Address = Forward("address")
    Row = Forward("row")
    Column = Forward("column")

    def __init__(self, impl: Range) -> None:
        self.impl = impl

    @property
    def Count(self) -> int:
        return len(self.impl)

    @property
    def Locked(self) -> bool | None:
        found = self.impl.look("locked")
        return found if isinstance(found, bool) else None

    @Locked.setter
    def Locked(self, value: bool) -> None:
        self.impl.dress("locked", value)

    @property
    def EntireRow(self) -> Lines:
        return Lines(self.impl.sheet.range((self.impl.row, 1, self.impl.shape[0], COLUMNS)), "row_hidden")

    @property
    def EntireColumn(self) -> Lines:
        area = (1, self.impl.column, ROWS, self.impl.shape[1])
        return Lines(self.impl.sheet.range(area), "column_hidden")

    @property
    def Hyperlinks(self) -> Links:
        return Links(self.impl)

    def ClearHyperlinks(self) -> None:
        """The links go; text and look stay."""
        self.impl.call("other", "clear_hyperlinks")
        self.impl.store.clear_links(self.impl.area)
        self.impl.changed()

    def ClearContents(self) -> None:
        self.impl.clear_contents()

    def ClearFormats(self) -> None:
        self.impl.clear_formats()

    def ClearComments(self) -> None:
        for note in self.impl.sheet.notes:
            if self.impl.area.contains(note.location.area):
                note.delete()

    def Select(self) -> None:
        self.impl.select()


class Lines(RangeApi):
    """Whole rows or columns."""

    def __init__(self, impl: Range, hidden: str) -> None:
        super().__init__(impl)
        self._hidden = hidden

    @property
    def Hidden(self) -> bool | None:
        return getattr(self.impl, self._hidden)

    @Hidden.setter
    def Hidden(self, value: bool) -> None:
        setattr(self.impl, self._hidden, value)


class Links:
    """Hyperlinks of a range: how many, and each cell's `Address`, `SubAddress`, `ScreenTip`."""

    def __init__(self, impl: Range) -> None:
        self.impl = impl

    def _cells(self) -> list[Any]:
        self.impl.call("other", "hyperlinks")
        found = []
        area = self.impl.area.common(self.impl.store.used()) or self.impl.area.first
        for row in range(area.row, area.last_row + 1):
            for column in range(area.column, area.last_column + 1):
                link = self.impl.store.link(Area(row, column))
                if link is not None:
                    found.append(link)
        return found

    @property
    def Count(self) -> int:
        return len(self._cells())

    def __call__(self, number: int) -> LinkApi:
        links = self._cells()
        if not 1 <= number <= len(links):
            raise refused("下标越界")
        return LinkApi(*links[number - 1])

    def Delete(self) -> None:
        self.impl.api.ClearHyperlinks()


class LinkApi:
    """Hyperlink."""

    def __init__(self, address: str, place: str, tip: str) -> None:
        self.Address = address
        self.SubAddress = place
        self.ScreenTip = tip
