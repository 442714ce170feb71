"""The monthly workbook as a file. The same facts give the same bytes: nothing in it tells when it was written."""

from __future__ import annotations

from pathlib import Path

from taskbook import files, wording
from taskbook.book_columns import ReportSheet
from taskbook.reporting.facts import Facts
from taskbook.reporting.monthly.count_tables import topic_listing, unit_listing
from taskbook.reporting.monthly.listing import Book, made, write_listing
from taskbook.reporting.monthly.page import Charted, add_page
from taskbook.reporting.monthly.task_tables import (
    change_listing,
    lookback_listing,
    remark_listing,
    task_listing,
)
from taskbook.reporting.monthly.trend_table import trend_listing


def write_monthly(path: Path, facts: Facts, board: str = "") -> None:
    """Write the workbook in one step. `board`: the file name of the page 看板 beside it, for links to its tasks.

    Raises `CannotGoOn` as `files.atomic` does.
    """
    title = wording.monthly_title(facts.status.plan.settings.plan_name, str(facts.period))
    files.write_bytes(path, made(title, facts.status.as_of, lambda book: _fill(book, facts, board)))


def _fill(book: Book, facts: Facts, board: str) -> None:
    page = book.workbook.add_worksheet(ReportSheet.PAGE)
    units, busiest = unit_listing(facts)
    topics, shown = topic_listing(facts)
    trend, periods = trend_listing(facts)
    write_listing(book, task_listing(facts, board))
    for listing in (units, topics, trend, change_listing(facts)):
        write_listing(book, listing)
    if facts.lookback:
        write_listing(book, lookback_listing(facts, board))
    write_listing(book, remark_listing(facts))
    add_page(book, page, facts, Charted(busiest, shown, topics, periods))
