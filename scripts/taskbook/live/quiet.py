"""Writing while nobody is disturbed: no flicker, no recalculation between blocks, all as it was afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from taskbook.live.objects import App
from taskbook.live.trouble import UNSUPPORTED

_WHILE_WRITING = {"screen_updating": False, "calculation": "manual"}


@contextmanager
def quiet(app: App) -> Iterator[None]:
    """Screen and calculation stand still in the block; whatever happens there, both are put back as they were."""
    before: dict[str, object] = {}
    for name, value in _WHILE_WRITING.items():
        with suppress(*UNSUPPORTED):
            before[name] = getattr(app, name)
            if before[name] != value:
                setattr(app, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            with suppress(*UNSUPPORTED):
                if getattr(app, name) != value:
                    setattr(app, name, value)
