"""The mark of the web: a second stream of a file (`:Zone.Identifier`) that says it came from the internet.

Excel refuses the macros of a marked workbook and Windows warns before a marked .cmd. Unpacking a downloaded zip with
Explorer marks every file in it. The stream is deleted as a file would be; no rights are needed for one's own files.
"""

from __future__ import annotations

from pathlib import Path

from installation.machine import Machine

STREAM = ":Zone.Identifier"
BLOCKED = {".cmd", ".xlam", ".exe", ".bat"}


def marked(path: Path) -> bool:
    """Whether a file carries the mark of the internet or of a restricted zone (3 and 4; 0 to 2 are trusted)."""
    try:
        text = Path(str(path) + STREAM).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return any(line.strip().lower() in ("zoneid=3", "zoneid=4") for line in text.splitlines())


def unmark(path: Path) -> bool:
    """Take the mark off. False where there is one and it cannot be taken off."""
    try:
        Path(str(path) + STREAM).unlink()
    except FileNotFoundError:
        return True
    except OSError:
        return not marked(path)
    return True


def files_to_unmark(machine: Machine) -> list[Path]:
    """Our files that Windows or Excel would refuse while they are marked."""
    folders = [machine.root, machine.root / "macros", machine.twins]
    ours = [path for folder in folders if folder.is_dir() for path in sorted(folder.iterdir())]
    return [machine.addin, *(path for path in ours if path.suffix.lower() in BLOCKED and path.is_file())]
