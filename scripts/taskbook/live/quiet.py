"""Writing while nobody is disturbed: no flicker, no recalculation between blocks, all as it was afterwards."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from taskbook.findings import Stop
from taskbook.live.objects import App
from taskbook.live.trouble import UNSUPPORTED, looks_only, stop_for

ATTEMPTS, SECONDS_BETWEEN = 10, 0.2

_WHILE_WRITING = {"screen_updating": False, "calculation": "manual"}


@contextmanager
def quiet(app: App) -> Iterator[None]:
    """Screen and calculation stand still in the block; whatever happens there, both are put back as they were."""
    before: dict[str, object] = {}
    for name, value in _WHILE_WRITING.items():
        with looks_only():
            before[name] = getattr(app, name)
            if before[name] != value:
                setattr(app, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            _put_back(app, name, value)


def _put_back(app: App, name: str, value: object) -> None:
    """These are settings of the person's whole Excel: a moment's refusal must not leave them changed."""
    for attempt in range(ATTEMPTS):
        try:
            if getattr(app, name) != value:
                setattr(app, name, value)
        except UNSUPPORTED:
            return
        except Exception as error:
            stop = stop_for(error)
            if stop is None or stop.stop is Stop.EXCEL_CLOSED or attempt == ATTEMPTS - 1:
                return
            time.sleep(SECONDS_BETWEEN)
        else:
            return
