"""An office in September whose master is open in an engine: opening, pressing, what the screen and the dialogs say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from office_round import TODAY, covered, texts
from taskbook import excel
from taskbook.buttons import jobs
from taskbook.columns import Sheet
from taskbook.findings import Stop
from taskbook.grid import read_grids
from taskbook.live.grids import read_grid

OURS = (Sheet.TASKS, Sheet.UNITS, Sheet.GROUPS, Sheet.POINTS, Sheet.SETTINGS, Sheet.FINDINGS)


def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of the test's own, no screen to show files on, and a day in September."""
    place = tmp_path / "home"
    place.mkdir()
    monkeypatch.setenv("HOME", str(place))
    monkeypatch.setenv("USERPROFILE", str(place))
    do = jobs.press
    monkeypatch.setattr(jobs, "press", lambda button, desk, period="": do(button, desk, period, TODAY))
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    return place


def opened(app, path: Path):
    book = app.books.open(str(path))
    book.set_mock_caller()
    return book


def screen(book, *sheets: Sheet) -> dict[str, list[list[str]]]:
    """What open sheets say, cell for cell; compared with what a file says, whose merged areas are the same."""
    merged = {grid.name: covered(grid) for grid in read_grids(Path(book.fullname))}
    return {str(name): texts(read_grid(book.sheets[name]), merged.get(name, ())) for name in sheets or OURS}


def press(app, button: str, period: str = "") -> str:
    """Press, and what the closing dialog said ('' where there was none)."""
    before = len(app.impl.alerts)
    excel.press(button, period.encode("utf-16-be").hex())
    return "\n".join(alert[0] for alert in app.impl.alerts[before:])


def refused(dialog: str, stop: Stop, **details: object) -> bool:
    """Whether a dialog says this sentence; details it does not name are any."""
    fixed = stop.value.split("{")[0] if not details else stop.value.format(**details)
    return fixed in dialog


def spoken(app, capsys) -> str:
    return "".join(alert[0] for alert in app.impl.alerts) + capsys.readouterr().err


def at(when: str) -> Callable[[object], bool]:
    return {
        "at once": lambda call: call.what == "sheets",
        "reading": lambda call: call.kind == "read" and call.what == "value",
        "writing": lambda call: call.kind == "write",
    }[when]
