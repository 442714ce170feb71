"""Workbooks in memory, over openpyxl: opening, saving (with the known results of formulas), names, sheets."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from engines.areas import parse, quoted, split_sheet
from engines.com import refused
from engines.openpyxl_engine import saving
from engines.openpyxl_engine.sheet import Sheet
from engines.openpyxl_engine.shifting import moved


class Workbook:
    """A `stores.BookStore`."""

    def __init__(
        self, wb: openpyxl.Workbook, name: str, path: str = "", read_only: bool = False, content: bytes = b""
    ) -> None:
        self.wb = wb
        self.name = name
        self.path = path
        self.read_only = read_only
        self.saved = True
        self._bytes = content
        self._results: dict[str, dict[tuple[int, int], Any]] | None = None
        self._sheets = [Sheet(self, ws) for ws in wb.worksheets]

    def results_of(self, title: str) -> dict[tuple[int, int], Any]:
        """The results of formulas as the file held them; the file is only read for them when asked."""
        if self._results is None:
            self._results = {}
            formulas = {
                ws.title: [place for place, cell in ws._cells.items() if cell.data_type == "f"]
                for ws in self.wb.worksheets
            }
            if self._bytes and any(formulas.values()):
                with _covered_cells_kept():
                    known = openpyxl.load_workbook(io.BytesIO(self._bytes), data_only=True)
                for name, places in formulas.items():
                    cells = known[name]._cells if name in known.sheetnames else {}
                    self._results[name] = {place: cells[place].value for place in places if place in cells}
        return self._results.get(title, {})

    def sheets(self) -> list[Sheet]:
        return list(self._sheets)

    def _sheet(self, ws: Worksheet) -> Sheet:
        return next(sheet for sheet in self._sheets if sheet.ws is ws)

    def active(self) -> Sheet:
        return self._sheet(self.wb.active)

    def activate(self, sheet: Sheet) -> None:
        for one in self.wb.worksheets:
            one.sheet_view.tabSelected = one is sheet.ws
        self.wb.active = sheet.ws

    def _added(self, ws: Worksheet, place: int) -> Sheet:
        sheet = Sheet(self, ws)
        sheet._cached = {}
        self._sheets.insert(place, sheet)
        return sheet

    def add_sheet(self, name: str, place: int) -> Sheet:
        sheet = self._added(self.wb.create_sheet(name, place), place)
        self.activate(sheet)
        return sheet

    def copy_sheet(self, sheet: Sheet, place: int) -> Sheet:
        ws = self.wb.copy_worksheet(sheet.ws)
        ws.title = next(
            title
            for number in count(2)
            if (title := f"{sheet.name[:25]} ({number})") not in self.wb.sheetnames
        )
        self.wb.move_sheet(ws, place - (len(self.wb.sheetnames) - 1))
        copied = self._added(ws, place)
        copied._cached = dict(sheet.cached)
        self.activate(copied)
        return copied

    def move_sheet(self, sheet: Sheet, place: int) -> None:
        active = self.active()
        self.wb.move_sheet(sheet.ws, place - self._sheets.index(sheet))
        self._sheets.remove(sheet)
        self._sheets.insert(place, sheet)
        self.activate(active)

    def delete_sheet(self, sheet: Sheet) -> None:
        active = self.active()
        place = self._sheets.index(sheet)
        self._sheets.remove(sheet)
        self.wb.remove(sheet.ws)
        if active is sheet:
            shown = [one for one in self._sheets[place:] + self._sheets[:place][::-1] if one.visible == -1]
            active = shown[0]
        self.activate(active)

    # Names

    def _owners(self) -> list[tuple[str, Any]]:
        owners = [("", self.wb.defined_names)]
        return owners + [(quoted(ws.title) + "!", ws.defined_names) for ws in self.wb.worksheets]

    def names(self) -> list[tuple[str, str]]:
        found = [
            (prefix + name, "=" + defined.attr_text.removeprefix("="))
            for prefix, names in self._owners()
            for name, defined in names.items()
        ]
        for sheet in self._sheets:
            found += sheet.names_of_its_own()
        return sorted(found, key=lambda pair: pair[0].rpartition("!")[2].casefold())

    def _place_of(self, name: str) -> tuple[Any, str]:
        title, bare = split_sheet(name)
        return (self.wb.defined_names if title is None else self.wb[title].defined_names), bare

    def set_name(self, name: str, refers_to: str) -> None:
        names, bare = self._place_of(name)
        for known in [known for known in names if known.casefold() == bare.casefold()]:
            del names[known]
        names[bare] = DefinedName(bare, attr_text=refers_to.removeprefix("="))

    def delete_name(self, name: str) -> None:
        names, bare = self._place_of(name)
        del names[bare]

    def shift_names(self, title: str, first: int, count: int, axis: str) -> None:
        """Names of places on a sheet follow lines that were put in or taken out."""
        for _, names in self._owners():
            for defined in names.values():
                sheet, reference = split_sheet(defined.attr_text)
                area = parse(reference) if sheet == title else None
                if area is not None:
                    place = moved(area, first, count, axis)
                    text = place.address() if place is not None else "#REF!"
                    defined.attr_text = f"{quoted(title)}!{text}"

    # Files

    def save(self, path: str) -> None:
        self.save_copy(path)
        self.path, self.name, self.saved = path, Path(path).name, True

    def save_copy(self, path: str) -> None:
        if not Path(path).parent.is_dir():
            raise refused(f"无法访问“{path}”")
        results = {
            sheet.name: {place: value for place, value in sheet.cached.items() if value is not None}
            for sheet in self._sheets
            if any(cell.data_type == "f" for cell in sheet.ws._cells.values())
        }
        saving.save(self.wb, path, results)

    def close(self) -> None:
        self.wb.close()


@contextmanager
def _covered_cells_kept() -> Iterator[None]:
    """Loading leaves what stands under merged areas, as Excel does; openpyxl alone would throw it away."""
    cleaning = Worksheet._clean_merge_range
    Worksheet._clean_merge_range = lambda ws, area: None
    try:
        yield
    finally:
        Worksheet._clean_merge_range = cleaning


class Memory:
    """A `stores.Session` in this process."""

    def __init__(self) -> None:
        self.pid = os.getpid()

    def open(self, path: str, read_only: bool) -> Workbook:
        if re.search(r"\.(xlsx|xlsm|xltx|xltm)$", path, re.IGNORECASE) is None:
            raise refused(f"Excel 无法打开文件“{path}”，因为文件格式或文件扩展名无效。")
        try:
            content = Path(path).read_bytes()
            keep_vba = path.lower().endswith("m")
            with _covered_cells_kept():
                wb = openpyxl.load_workbook(io.BytesIO(content), rich_text=True, keep_vba=keep_vba)
        except Exception as error:
            raise refused(f"Excel 无法打开文件“{path}”：{error}") from error
        return Workbook(wb, Path(path).name, path, read_only, content)

    def new(self, name: str) -> Workbook:
        wb = openpyxl.Workbook()
        wb.active.title = "Sheet1"
        return Workbook(wb, name)

    def activate(self, book: Workbook) -> None:
        """Nothing is shown."""

    def calculate(self) -> None:
        """Formulas keep the results of the file."""

    def quit(self) -> None:
        """Nothing runs."""
