"""How much memory a child process may take, where the system can limit it."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path


def limit_memory(room: int) -> None:
    """At most `room` bytes beyond what the process has already; Windows and macOS have no such limit."""
    if not sys.platform.startswith("linux"):
        return
    import resource

    with contextlib.suppress(OSError, ValueError):
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        most = pages * resource.getpagesize() + room
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.RLIM_INFINITY))
