"""Excel for the length of a test: an engine registered with xlwings, everything as before afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xlwings

    from engines.stores import Session


def start(session: Session) -> xlwings.App:
    """Registers an engine over this session as xlwings' active one and gives its application."""
    import xlwings

    from engines.desktop.app import Engine

    engine = xlwings.Engine(impl=Engine(session))
    xlwings.engines.add(engine)
    engine.activate()
    return next(iter(engine.apps))


@contextmanager
def running(session: Session) -> Iterator[xlwings.App]:
    """`start`, and at the end: books closed, xlwings' engines and mock caller as they were."""
    import xlwings

    known = xlwings.engines
    before = known.active, list(known.engines), dict(known.engines_by_name)
    app = start(session)
    try:
        yield app
    finally:
        known.active, known.engines, known.engines_by_name = before
        if hasattr(xlwings.Book, "_mock_caller"):
            del xlwings.Book._mock_caller
        app.impl.heal()
        if app.impl.running:
            app.impl.quit()
