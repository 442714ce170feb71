"""The master that is open on the screen, as the steps need it (`master.access.Master`)."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from taskbook import files
from taskbook.columns import HEADINGS, Field, Sheet, TaskPlace
from taskbook.findings import CannotGoOn, Finding, Stop
from taskbook.live import findings as findings_sheet
from taskbook.live.book import LiveBook
from taskbook.live.grids import unread_in
from taskbook.live.objects import Book, OpenSheet
from taskbook.live.quiet import quiet
from taskbook.live.trouble import listens_no_more, of_its_own, told_as_excels
from taskbook.master.cells import put_ids, put_last_number, put_status, task_tables
from taskbook.master.findings_rows import compared_before
from taskbook.master.read import OPTIONAL_SHEETS, PLAN_SHEETS, plan_of, unread_as_findings
from taskbook.model import Plan


class LiveMaster:
    """An open workbook that is a master, unsaved edits included. What it writes is not saved: that is the person's."""

    on_screen = True

    def __init__(self, book: Book, path: Path) -> None:
        self.book = book
        self.path = path
        self._cells = LiveBook(book, path)

    def find(self, sheet: Sheet) -> OpenSheet | None:
        """One of our sheets as it is open, None where it is not there."""
        return self._cells.find(sheet)

    def plan(self) -> Plan:
        with told_as_excels():
            return plan_of([self._cells.grid(sheet) for sheet in self._plan_sheets()], self.path)

    def unread(self) -> list[Finding]:
        with told_as_excels():
            return unread_as_findings(
                {sheet: unread_in(self._cells.grid(sheet)) for sheet in self._plan_sheets()}
            )

    def compared_before(self) -> list[Finding]:
        with told_as_excels():
            return (
                compared_before(self._cells.grid(Sheet.FINDINGS)) if self._cells.has(Sheet.FINDINGS) else []
            )

    def _plan_sheets(self) -> list[Sheet]:
        return [*PLAN_SHEETS, *(sheet for sheet in OPTIONAL_SHEETS if self._cells.has(sheet))]

    def refuse_unwritable(self) -> None:
        """Raise where the person could not keep what we write; protected sheets are told when it is known which."""
        with told_as_excels():
            if of_its_own(self.book, "ReadOnly", False) is True or not os.access(self.path, os.W_OK):
                raise CannotGoOn(Stop.FILE_READ_ONLY, path=self.path, kept="")

    def write_findings(
        self, findings: Iterable[Finding], new_ids: Mapping[TaskPlace, str], last_number: int
    ) -> Path | None:
        def change(cells: LiveBook) -> None:
            self._refuse_covered(new_ids)
            put_ids(cells, new_ids)
            put_last_number(cells, last_number)
            findings_sheet.write_rows(cells, findings)

        return self._changed(change)

    def write_status(self, rows: Mapping[str, Mapping[Field, str | float]]) -> Path | None:
        # collecting takes a while; rows may have been moved meanwhile
        self._cells.read_again([Sheet.TASKS, Sheet.LOOKBACK])
        return self._changed(lambda cells: put_status(cells, rows))

    def _refuse_covered(self, new_ids: Mapping[TaskPlace, str]) -> None:
        """An id that Excel would not take would be another one at every check."""
        tables = task_tables(self._cells)
        for name, row in new_ids:
            sheet = Sheet(name)
            if self._cells.is_covered(sheet, row - 1, tables[sheet].columns[Field.TASK_ID]):
                heading = HEADINGS[Field.TASK_ID]
                raise CannotGoOn(Stop.CELL_COVERED, sheet=sheet, heading=heading, row=row)

    def _changed(self, change: Callable[[LiveBook], None]) -> Path | None:
        """Gather what has to change, keep a dated copy of the book as it is, write; None where nothing has to."""
        self.refuse_unwritable()
        with told_as_excels(), files.exclusive(self.path):
            change(self._cells)
            if not self._cells.changes:
                return None
            self._cells.refuse_protected()
            copy = files.keep_copy(self.path, fill=self._save_copy)
            try:
                with quiet(self.book.app):
                    self._cells.write()
            except CannotGoOn as stopped:
                if self._cells.begun and stopped.stop is not Stop.EXCEL_CLOSED:
                    raise CannotGoOn(Stop.HALF_WRITTEN, reason=str(stopped), path=copy) from stopped
                raise
        return copy

    def _save_copy(self, target: Path) -> None:
        """The book as it is on the screen; where the engine has no way to say it, as it was last saved."""
        save = of_its_own(self.book, "SaveCopyAs")
        try:
            if callable(save):
                save(str(target))
                return
        except (
            Exception
        ) as error:  # a path Excel finds too long, a kind it will not save: any copy beats none
            if listens_no_more(error):
                raise
        shutil.copyfile(self.path, target)
