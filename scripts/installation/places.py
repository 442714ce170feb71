"""Where the project's environment may be, the best place first. Syntax of Python 3.8, as environment.py needs it."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Mapping  # noqa: UP035  (collections.abc's cannot be subscripted under 3.8)

LONGEST = 259
"""Characters that a path on Windows may have, unless an administrator allowed more."""
DEEPEST_BELOW = 140
"""Characters that the deepest file of the environment adds to its folder: with the packages pinned today 125."""
LONGEST_ROOT = LONGEST - len("\\.venv") - DEEPEST_BELOW
"""Characters that the project's path may have on Windows to have the environment beside it."""


def places(root: Path) -> list[Path]:
    """In the project; else, where that cannot be written or should not be, in a cache folder, or a temporary one."""
    mark = hashlib.sha256(str(root).encode("utf-8", "surrogatepass")).hexdigest()[:12]
    cache = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_CACHE_HOME")
    home = Path(os.path.expanduser("~")) / ".cache"  # noqa: PTH111  (Path.home raises where there is none)
    user = str(os.getuid()) if hasattr(os, "getuid") else "user"
    beside = root / ".venv"
    elsewhere = [
        Path(cache or home) / "taskbook" / mark,
        Path(tempfile.gettempdir()) / f"taskbook-{user}" / mark,
    ]
    return [*elsewhere, beside] if not_beside(str(root), os.environ) else [beside, *elsewhere]


def not_beside(root: str, environ: Mapping[str, str], windows: bool = os.name == "nt") -> str:
    """Why the thousands of files of an environment do not belong beside this project: `network`, `synced`, `long` or "".

    Windows only: a share is slow and used by several people at once, OneDrive would upload every file and hold some
    open, and a path of more than 260 characters cannot be written unless an administrator allowed it.
    """
    if not windows:
        return ""
    if root.startswith("\\\\"):
        return "network"
    if in_onedrive(root, environ):
        return "synced"
    return "long" if len(root) > LONGEST_ROOT else ""


def in_onedrive(path: str, environ: Mapping[str, str]) -> bool:
    """Whether a Windows path lies in a folder that OneDrive keeps in step with its server."""
    low = path.lower().rstrip("\\") + "\\"
    folders = [
        value.lower() for name, value in environ.items() if name.upper().startswith("ONEDRIVE") and value
    ]
    return any(low.startswith(folder.rstrip("\\") + "\\") for folder in folders) or "\\onedrive" in low
