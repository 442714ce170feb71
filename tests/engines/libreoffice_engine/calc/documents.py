"""LibreOffice's documents: connecting, opening, sheets, names, saving."""

from __future__ import annotations

import re
import time
import zipfile
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.table import CellAddress

from engines.areas import quoted, split_sheet
from engines.com import refused
from engines.libreoffice_engine.calc.formulas import Formulas
from engines.libreoffice_engine.calc.lines import HUNDREDTHS_PER_DIGIT
from engines.libreoffice_engine.calc.number_keys import NumberKeys
from engines.libreoffice_engine.calc.sheets import Sheet

PATIENCE = 60
"""Seconds that LibreOffice may take to start."""
XLSX = "Calc MS Excel 2007 XML"
_FILTERS = {".xlsm": "Calc MS Excel 2007 VBA XML", ".xls": "MS Excel 97", ".ods": "calc8"}


def _properties(**values: Any) -> tuple[PropertyValue, ...]:
    return tuple(PropertyValue(Name=name, Value=value) for name, value in values.items())


class Calc:
    """A `stores.Session`: connected to the office that listens at this pipe."""

    KIND = "session"
    pid = 0

    def __init__(self, pipe: str) -> None:
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        until = time.monotonic() + PATIENCE
        while True:
            try:
                context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
                break
            except Exception:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)
        self.desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)

    def open(self, path: str, read_only: bool) -> Document:
        try:
            found = self.desktop.loadComponentFromURL(
                Path(path).as_uri(), "_blank", 0, _properties(Hidden=True, ReadOnly=False)
            )
        except Exception as error:
            raise refused(f"Excel 无法打开文件“{path}”：{error}") from error
        if found is None or not found.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
            raise refused(f"Excel 无法打开文件“{path}”")
        return Document(found, Path(path).name, path, read_only)

    def new(self, name: str) -> Document:
        found = self.desktop.loadComponentFromURL(
            "private:factory/scalc", "_blank", 0, _properties(Hidden=True)
        )
        return Document(found, name, "", False)

    def activate(self, book: Document) -> None:
        """Nothing is shown."""

    def _documents(self) -> list[Any]:
        every = self.desktop.getComponents().createEnumeration()
        found = []
        while every.hasMoreElements():
            found.append(every.nextElement())
        return [one for one in found if hasattr(one, "close")]

    def calculate(self) -> None:
        for document in self._documents():
            document.calculate()

    def quit(self) -> None:
        """The documents that are still open are closed; the office stays."""
        for document in self._documents():
            document.close(True)

    def terminate(self) -> None:
        """The office ends itself; the connection breaks on the way."""
        self.quit()
        self.desktop.terminate()


class Document:
    """A `stores.BookStore`."""

    KIND = "book"

    def __init__(self, document: Any, name: str, path: str, read_only: bool) -> None:
        self.document = document
        self.name = name
        self.path = path
        self.read_only = read_only
        self.saved = True
        self.formulas = Formulas(document)
        self.numbers = NumberKeys(document)
        document.UndoManager.lock()
        hidden = _very_hidden(path)
        self.digit = _digit(path, document)
        self._sheets: list[Sheet] = []
        for number in range(document.Sheets.Count):
            sheet = Sheet(self)
            self._sheets.append(sheet)
            sheet.very_hidden = document.Sheets.getByIndex(number).Name in hidden
        self.view = document.CurrentController
        shown = self.active()
        for sheet in self._sheets:
            if sheet.visible == -1:
                sheet.look_at_view()
        self.view.setActiveSheet(shown.sheet)

    def place_of(self, sheet: Sheet) -> int:
        """A sheet's place, counted from 0."""
        return self._sheets.index(sheet)

    def sheets(self) -> list[Sheet]:
        return list(self._sheets)

    def active(self) -> Sheet:
        return self._sheets[self.view.getActiveSheet().RangeAddress.Sheet]

    def activate(self, sheet: Sheet) -> None:
        self.view.setActiveSheet(sheet.sheet)
        sheet.show_view()

    def _moved(self) -> None:
        for sheet in self._sheets:
            sheet.moved()

    def _added(self, place: int) -> Sheet:
        sheet = Sheet(self)
        self._sheets.insert(place, sheet)
        self._moved()
        self.activate(sheet)
        return sheet

    def add_sheet(self, name: str, place: int) -> Sheet:
        self.document.Sheets.insertNewByName(name, place)
        return self._added(place)

    def copy_sheet(self, sheet: Sheet, place: int) -> Sheet:
        names = self.document.Sheets.ElementNames
        number = 2
        while f"{sheet.name[:25]} ({number})" in names:
            number += 1
        self.document.Sheets.copyByName(sheet.name, f"{sheet.name[:25]} ({number})", place)
        return self._added(place)

    def move_sheet(self, sheet: Sheet, place: int) -> None:
        active = self.active()
        later = place > self.place_of(sheet)
        self.document.Sheets.moveByName(sheet.name, place + later)
        self._sheets.remove(sheet)
        self._sheets.insert(place, sheet)
        self._moved()
        self.activate(active)

    def delete_sheet(self, sheet: Sheet) -> None:
        self.document.Sheets.removeByName(sheet.name)
        self._sheets.remove(sheet)
        self._moved()

    # Names

    def names(self) -> list[tuple[str, str]]:
        found = []
        owners = [("", self.document)] + [(quoted(one.name) + "!", one.sheet) for one in self._sheets]
        for prefix, owner in owners:
            for name in owner.NamedRanges.ElementNames:
                tokens = owner.NamedRanges.getByName(name).getTokens()
                refers_to = self.formulas.written(tokens, CellAddress(0, 0, 0))
                found.append((prefix + name.removeprefix("_xlnm."), refers_to))
        for sheet in self._sheets:
            filtered = sheet.filter_area()
            if filtered is not None:
                prefix = quoted(sheet.name) + "!"
                found.append((f"{prefix}_FilterDatabase", f"={prefix}{filtered.address()}"))
        return sorted(found, key=lambda pair: pair[0].rpartition("!")[2].casefold())

    def _place_of_name(self, name: str) -> tuple[Any, str]:
        title, bare = split_sheet(name)
        owner = self.document if title is None else self.document.Sheets.getByName(title)
        return owner.NamedRanges, bare

    def set_name(self, name: str, refers_to: str) -> None:
        names, bare = self._place_of_name(name)
        if names.hasByName(bare):
            names.removeByName(bare)
        names.addNewByName(bare, "0", CellAddress(0, 0, 0), 0)
        names.getByName(bare).setTokens(self.formulas.tokens(refers_to, CellAddress(0, 0, 0)))

    def delete_name(self, name: str) -> None:
        names, bare = self._place_of_name(name)
        names.removeByName(bare)

    # Files

    def save(self, path: str) -> None:
        self.save_copy(path)
        self.path, self.name, self.saved = path, Path(path).name, True

    def save_copy(self, path: str) -> None:
        if not Path(path).parent.is_dir():  # LibreOffice would make the folder
            raise refused(f"无法访问“{path}”")
        kind = _FILTERS.get(Path(path).suffix.lower(), XLSX)
        try:
            self.document.storeToURL(Path(path).as_uri(), _properties(FilterName=kind, Overwrite=True))
        except Exception as error:
            raise refused(f"无法访问“{path}”：{error}") from error

    def close(self) -> None:
        self.document.close(True)


def _part(path: str, name: str) -> str:
    """A part of an .xlsx as text, '' when there is none."""
    if not path or not zipfile.is_zipfile(path):
        return ""
    with zipfile.ZipFile(path) as package:
        return package.read(name).decode("utf-8") if name in package.namelist() else ""


def _very_hidden(path: str) -> set[str]:
    """The sheets a file calls very hidden: LibreOffice only knows hidden."""
    tags = re.findall(r"<(?:\w+:)?sheet\b[^>]*>", _part(path, "xl/workbook.xml"))
    names = [re.search(r'\bname="([^"]*)"', tag) for tag in tags if 'state="veryHidden"' in tag]
    return {name[1].replace("&amp;", "&").replace("&quot;", '"') for name in names if name}


def _digit(path: str, document: Any) -> float:
    """How wide LibreOffice made a digit of the file's standard font, in 1/100 mm: it may have another font."""
    for tag in re.findall(r"<(?:\w+:)?col\b[^>]*>", _part(path, "xl/worksheets/sheet1.xml")):
        said = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        width = float(said.get("width", 0))
        column = document.Sheets.getByIndex(0).Columns.getByIndex(int(said["min"]) - 1)
        if width > 1 and column.IsVisible:
            return column.Width / width
    return HUNDREDTHS_PER_DIGIT
