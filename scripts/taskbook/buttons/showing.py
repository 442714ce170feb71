"""Showing a file or a folder with whatever this system opens it with; a window to type in."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

_PLAIN_TEXT = {".md", ".txt"}
_PRESS = Path(__file__).parents[2] / "press_button.py"


def show(path: Path) -> bool:
    """Open `path` as a double click would; False where this system has nobody to show it to."""
    if sys.platform == "win32":
        return _on_windows(path)
    opener = "open" if sys.platform == "darwin" else "xdg-open"
    seen = sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if not seen or not shutil.which(opener):
        return False
    nowhere = subprocess.DEVNULL
    subprocess.Popen(
        [opener, str(path)], stdin=nowhere, stdout=nowhere, stderr=nowhere, start_new_session=True
    )
    return True


def _on_windows(path: Path) -> bool:
    try:
        os.startfile(path)  # type: ignore[attr-defined]
    except OSError:  # nothing is registered for this kind of file
        if path.suffix not in _PLAIN_TEXT:
            return False
        subprocess.Popen(["notepad.exe", str(path)])
    return True


def opened_in_window(button: str, master: Path) -> bool:
    """Press a button in a console window of its own, which stays until Enter is pressed; False where this system has
    no such window to open."""
    if sys.platform != "win32":
        return False
    python = Path(sys.executable).with_name(
        "python.exe"
    )  # pythonw.exe, which Excel may have started, has no console
    command = [str(python), "-X", "utf8", str(_PRESS), button, str(master), "--wait"]
    subprocess.Popen(command, creationflags=subprocess.CREATE_NEW_CONSOLE)  # type: ignore[attr-defined]
    return True
