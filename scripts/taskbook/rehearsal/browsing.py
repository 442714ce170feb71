"""Pages as a browser without a window shows them: the 看板 on a desk, on a phone, with a task open."""

from __future__ import annotations

import html
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from taskbook.findings import CannotGoOn, Stop
from taskbook.rehearsal.raster import Pixels, pixels_in

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
"""Names under which a Chromium may be found; the first is asked for where there is none."""

DESK, PHONE = (1366, 768), (375, 812)
"""Width and height of a page, in pixels."""

_FRAME = """<!DOCTYPE html>
<html><body style="margin:0;overflow:hidden"><iframe src="{address}"
 style="border:0;display:block;width:{width}px;height:{height}px"></iframe></body></html>
"""
_ARGUMENTS = (
    "--headless",
    "--no-sandbox",  # without it Chromium does not run as root; nothing but our own page is shown
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--virtual-time-budget=5000",
)


def browser() -> str:
    """The browser's program. `CannotGoOn` where there is none."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        raise CannotGoOn(Stop.FILE_MISSING, path=BROWSERS[0])
    return found


def seen_in_browser(page: Path, size: tuple[int, int] = DESK, address: str = "") -> Pixels:
    """What of a page is seen in a window of this size; `address`: what follows it, from # on.

    It is seen through a frame: a page that has scrolled to a place inside it is drawn blank otherwise.
    """
    width, height = size
    program = browser()
    with tempfile.TemporaryDirectory() as place:
        frame, picture = Path(place) / "frame.html", Path(place) / "seen.png"
        target = html.escape(page.resolve().as_uri() + address)
        frame.write_text(_FRAME.format(address=target, width=width, height=height), encoding="utf-8")
        command = [
            program,
            *_ARGUMENTS,
            f"--user-data-dir={Path(place) / 'profile'}",
            f"--window-size={width},{height}",
            f"--screenshot={picture}",
            frame.as_uri(),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=60, env=_quiet())
        return pixels_in(picture)


def _quiet() -> dict[str, str]:
    """Without a session to talk to."""
    return {name: value for name, value in os.environ.items() if not name.startswith("DBUS_")}
