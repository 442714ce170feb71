"""How fast letters leave: a pause between two, and no more than so many a minute. Servers shut out who is faster."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable

from taskbook import wording
from taskbook.progress import Progress, silent

_MINUTE = 60.0
_SLICE = 0.5
"""Seconds slept at once, so that whoever wants to stop does not wait for long."""
_SHOWN_FROM = 2.0
"""Seconds from which on a wait is shown."""


class Pace:
    """Waits before each letter as long as needed; the first goes at once.

    `clock` and `sleep` are those of `time`, in seconds; tests put their own in their place.
    """

    def __init__(
        self,
        pause_seconds: float = 0,
        per_minute: int = 0,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._pause = max(pause_seconds, 0)
        self._per_minute = per_minute
        self._clock = clock
        self._sleep = sleep
        self._last: float | None = None
        self._times: deque[float] = deque()

    def wait_turn(self, progress: Progress = silent) -> None:
        """Wait until the next letter may go, and count it. `per_minute` 0 means no limit."""
        now = self._clock()
        ready = now if self._last is None else self._last + self._pause
        while self._times and self._times[0] <= now - _MINUTE:
            self._times.popleft()
        if 0 < self._per_minute <= len(self._times):
            ready = max(ready, self._times[-self._per_minute] + _MINUTE)
        self.wait(ready - now, wording.PROGRESS_PAUSE, progress)
        self._last = self._clock()
        self._times.append(self._last)

    def wait(self, seconds: float, label: str, progress: Progress = silent) -> None:
        """Let some time pass. A long wait tells `progress`, which may end it by raising, as a Ctrl-C does."""
        end = self._clock() + seconds
        shown = seconds >= _SHOWN_FROM
        while (left := end - self._clock()) > 0:
            if shown:
                progress(label, math.floor(seconds - left), math.ceil(seconds))
            self._sleep(min(left, _SLICE))
        if shown:
            progress(label, math.ceil(seconds), math.ceil(seconds))
