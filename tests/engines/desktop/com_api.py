"""What `.api` of application and books gives: Excel's own objects with their own names, as far as code needs them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from engines.com import refused
from engines.desktop.cells_api import Forward, RangeApi, SheetApi

if TYPE_CHECKING:
    from engines.desktop.app import App
    from engines.desktop.books import Book, Books


class AppApi:
    """Excel.Application. Attributes that tests set on it stay."""

    StatusBar = Forward("status_bar")
    ScreenUpdating = Forward("screen_updating")
    DisplayAlerts = Forward("display_alerts")
    EnableEvents = Forward("enable_events")
    Interactive = Forward("interactive")
    Visible = Forward("visible")
    Hwnd = Forward("hwnd")
    Version = Forward("version")
    Name = "Microsoft Excel"

    def __init__(self, impl: App) -> None:
        self.impl = impl
        self.Ready = True
        self.file_dialogs: list[tuple[Any, Any]] = []

    def GetOpenFilename(
        self, FileFilter: Any = None, FilterIndex: Any = None, Title: Any = None, *more: Any
    ) -> Any:
        """The next of `chosen_files`, or False: the dialog was cancelled. Asked dialogs are in `file_dialogs`."""
        self.impl.call("other", "open_dialog")
        self.file_dialogs.append((FileFilter, Title))
        return self.impl.chosen_files.pop(0) if self.impl.chosen_files else False

    @property
    def ActiveWorkbook(self) -> BookApi | None:
        return self.impl.books.active.api

    @property
    def ActiveSheet(self) -> SheetApi | None:
        return self.ActiveWorkbook and self.impl.books.active.sheets.active.api

    @property
    def Selection(self) -> RangeApi | None:
        found = self.impl.selection
        return found.api if found is not None else None

    @property
    def ActiveWindow(self) -> Window | None:
        book = self.impl.books.active
        return Window(book) if book.api is not None else None

    def Goto(self, Reference: RangeApi, Scroll: bool = False) -> None:
        cells = Reference.impl
        cells.sheet.book.activate()
        cells.sheet.activate()
        cells.select()
        if Scroll:
            cells.store.scroll = (cells.row, cells.column)


class Window:
    """The window that shows a book: where its active sheet is scrolled to."""

    def __init__(self, impl: Book) -> None:
        self.impl = impl

    def _scroll(self, place: int, value: int | None = None) -> int:
        self.impl.call("other", "scroll")
        store = self.impl.store.active()
        if value is not None:
            now = list(store.scroll)
            now[place] = int(value)
            store.scroll = (now[0], now[1])
        return store.scroll[place]

    ScrollRow = property(lambda self: self._scroll(0), lambda self, value: self._scroll(0, value) and None)
    ScrollColumn = property(lambda self: self._scroll(1), lambda self, value: self._scroll(1, value) and None)

    @property
    def RangeSelection(self) -> RangeApi:
        return self.impl.sheets.active.selection.api


class BooksApi:
    """Workbooks."""

    def __init__(self, impl: Books) -> None:
        self.impl = impl

    @property
    def Count(self) -> int:
        return len(self.impl)

    def Open(self, Filename: str, UpdateLinks: Any = None, ReadOnly: bool = False, *more: Any) -> BookApi:
        return self.impl.open(Filename, UpdateLinks, ReadOnly).api


class BookApi:
    """Workbook."""

    Name = Forward("name")
    FullName = Forward("fullname")

    def __init__(self, impl: Book) -> None:
        self.impl = impl

    @property
    def Path(self) -> str:
        """'' until it has been saved."""
        self.impl.call("other", "path")
        return str(Path(self.impl.store.path).parent) if self.impl.store.path else ""

    @property
    def ReadOnly(self) -> bool:
        self.impl.call("other", "read_only")
        return self.impl.store.read_only

    @property
    def Saved(self) -> bool:
        self.impl.call("other", "saved")
        return self.impl.store.saved

    @Saved.setter
    def Saved(self, value: bool) -> None:
        self.impl.call("other", "saved")
        self.impl.store.saved = value

    @property
    def FileFormat(self) -> int:
        return {".xlsm": 52, ".xls": 56, ".xlsb": 50}.get(Path(self.impl.store.name).suffix.lower(), 51)

    @property
    def Application(self) -> AppApi:
        return self.impl.app.api

    @property
    def ActiveSheet(self) -> SheetApi:
        return self.impl.sheets.active.api

    def Windows(self, number: int) -> Window:
        return Window(self.impl)

    def SaveCopyAs(self, Filename: str) -> None:
        """The book as it is on the screen, unsaved edits included; nothing about the book changes."""
        self.impl.call("other", "save_copy")
        target = Path(Filename)
        if target.suffix.lower() != (Path(self.impl.store.name).suffix.lower() or ".xlsx"):
            raise refused("另存副本不改变文件类型")
        self.impl.store.save_copy(str(target))

    def Save(self) -> None:
        self.impl.save()

    def Activate(self) -> None:
        self.impl.activate()

    def Close(self, SaveChanges: bool = False) -> None:
        if SaveChanges:
            self.impl.save()
        self.impl.close()
