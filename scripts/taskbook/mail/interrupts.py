"""A Ctrl-C that waits: between the end of a message and the note of its answer it would make a doubt of a certainty."""

from __future__ import annotations

import signal
import threading
from types import FrameType
from typing import Any


class Interrupts:
    """As a context: from `hold()` on a first Ctrl-C is only noted (`came`), and raised when the block ends; a second
    one is raised at once. Outside the main thread, where Python hears no signals, nothing is done."""

    def __init__(self) -> None:
        self.came = False
        self._before: Any = None
        self._held = False

    def __enter__(self) -> Interrupts:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._held:
            signal.signal(signal.SIGINT, self._before)
            self._held = False
        if self.came and kind is None:
            raise KeyboardInterrupt

    def hold(self) -> None:
        """From here on it waits."""
        self._before = signal.getsignal(signal.SIGINT)
        if threading.current_thread() is threading.main_thread() and callable(self._before):
            signal.signal(signal.SIGINT, self._note)
            self._held = True

    def _note(self, _: int, __: FrameType | None) -> None:
        if self.came:
            raise KeyboardInterrupt
        self.came = True
