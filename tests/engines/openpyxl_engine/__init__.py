"""Excel in memory: fast, formulas keep the results that the file has (new ones have none).

In a test the fixture `openpyxl_app`; in a plain process `app = start()`, then `app.books.open(path)`.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from engines import running as engines_running

if TYPE_CHECKING:
    import xlwings


def start() -> xlwings.App:
    """The application, registered with xlwings as its active engine."""
    from engines.openpyxl_engine.book import Memory

    return engines_running.start(Memory())


def running() -> AbstractContextManager[xlwings.App]:
    """The same for the length of a `with` block."""
    from engines.openpyxl_engine.book import Memory

    return engines_running.running(Memory())
