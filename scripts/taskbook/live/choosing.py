"""Which of the open workbooks is the master that is meant, and where it is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path, PureWindowsPath

from taskbook import wording
from taskbook.buttons.desk import Declined
from taskbook.columns import Sheet, plain_heading
from taskbook.findings import CannotGoOn, Stop
from taskbook.live.objects import Book
from taskbook.live.trouble import listens_no_more
from taskbook.master.sheets import is_review_book

_MARKS = {plain_heading(sheet) for sheet in (Sheet.UNITS, Sheet.GROUPS, Sheet.SETTINGS)}


def is_master(book: Book) -> bool:
    """Whether it has the sheet of tasks and one of those beside it; what is missing then is said when it is read."""
    names = {plain_heading(sheet.name) for sheet in book.sheets}
    return plain_heading(Sheet.TASKS) in names and bool(names & _MARKS)


def chosen_master(
    active: Book | None,
    books: Iterable[Book],
    confirm: Callable[[str], bool],
    button: str,
) -> Book:
    """The workbook in front if it is a master; else the only open one that is, after asking.

    Raises `CannotGoOn` for none and for several, `Declined` where the person does not mean that one.
    """
    if active is None:
        raise CannotGoOn(Stop.NO_WORKBOOK_OPEN)
    if is_master(active):
        return active
    masters = [book for book in books if book.name != active.name and is_master(book)]
    if not masters and is_review_book(sheet.name for sheet in active.sheets):
        raise CannotGoOn(Stop.REVIEW_NO_MASTER_YET, path=active.name)
    if not masters:
        raise CannotGoOn(Stop.NO_MASTER_OPEN, path=active.name)
    if len(masters) > 1:
        raise CannotGoOn(Stop.SEVERAL_MASTERS_OPEN, names=wording.listed(book.name for book in masters))
    question = wording.OTHER_BOOK.format(active=active.name, master=masters[0].name, name=button)
    if not confirm(question):
        raise Declined
    return masters[0]


def path_of(book: Book) -> Path:
    """Where a workbook is kept on this machine.

    Raises `CannotGoOn` for one that was never saved, whose file is gone, or that lies in a cloud drive of which this
    machine has no copy.
    """
    try:
        name = book.fullname
    except Exception as error:  # xlwings raises its own where a cloud address has no folder here
        if listens_no_more(error):
            raise
        raise CannotGoOn(Stop.IN_THE_CLOUD, path=book.name) from error
    if "://" in name:
        raise CannotGoOn(Stop.IN_THE_CLOUD, path=book.name)
    path = Path(name)
    if not path.is_absolute() and not PureWindowsPath(name).is_absolute():
        raise CannotGoOn(Stop.NEVER_SAVED, path=book.name)
    if not path.is_file():
        raise CannotGoOn(Stop.FILE_MISSING, path=path)
    return path
