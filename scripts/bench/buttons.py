"""How long a press takes, phase by phase, in a process of its own as the add-in starts it; Excel is the test engine.

What the engine itself does (opening the workbook, which in Excel is open already) is measured apart and left out.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from random import Random
from statistics import median

SCRIPTS = Path(__file__).parents[1]
TESTS = SCRIPTS.parent / "tests"

PHASES = ("启动 Python", "载入 xlwings", "载入 taskbook", "连接，第一条进度", "做完到对话框")
PERIOD, ISSUED, TODAY = "2026-09", date(2026, 9, 1), date(2026, 9, 26)

_CHILD = """
import json, os, sys, time
started = time.time()
sys.modules.update({"pandas": None, "numpy": None})
import xlwings.utils
for name in ("pandas", "numpy"):
    sys.modules.pop(name, None)
xlwings_loaded = time.time()
from taskbook import excel
package_loaded = time.time()
from engines import openpyxl_engine
app = openpyxl_engine.start()
app.books.open(sys.argv[2]).set_mock_caller()
bar = []
kind = type(app.impl)
set_bar = kind.status_bar.fset
def noted(self, value):
    bar.append(time.time())
    set_bar(self, value)
kind.status_bar = kind.status_bar.setter(noted)
engine_ready = time.time()
excel.press(sys.argv[1], sys.argv[3])
done = time.time()
spawned = float(os.environ["BENCH_SPAWNED"])
phases = [started - spawned, xlwings_loaded - started, package_loaded - xlwings_loaded, bar[0] - engine_ready, done - bar[0]]
print(json.dumps({"phases": phases, "loaded": "pandas" in sys.modules, "said": app.impl.alerts[-1][0]}))
"""
"""Button, master, period in hex → seconds of each phase."""


def prepare(folder: Path, books: int) -> Path:
    """The sample plan's office with so many filled books in its inbox; the master."""
    from taskbook.model import Reply, State
    from taskbook.period import Period
    from taskbook.rehearsal import filling
    from taskbook.rehearsal.round import sample_master
    from taskbook.split import split_master

    folder.mkdir(parents=True)
    master = Path(shutil.copy2(sample_master(), folder))
    sent = split_master(master, Period.parse(PERIOD), today=ISSUED).books
    inbox = folder / "收件"
    inbox.mkdir()
    for number, one in enumerate(sent[:books]):
        book = filling.open_book(one.file)
        words = {"state": State.IN_PROGRESS, "progress": "按月推进", "reported_on": date(2026, 9, 18)}
        filling.fill(book, [Reply(task, one.unit, **words) for task in book.rows], Random(number))
        book.workbook.save(inbox / f"{number:02d}.xlsx")
    return master


def pressed(button: str, office: Path, work: Path) -> Mapping[str, object]:
    """One press on a fresh copy of the office: seconds of each phase, what was said."""
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(office.parent, work)
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(SCRIPTS), str(TESTS)]),
        "PYTHONUTF8": "1",
        "HOME": str(work),
        "USERPROFILE": str(work),
        "BENCH_SPAWNED": repr(time.time()),
    }
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        environment.pop(name, None)
    command = [
        sys.executable,
        "-B",
        "-c",
        _CHILD,
        button,
        str(work / office.name),
        PERIOD.encode("utf-16-be").hex(),
    ]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


def measured(button: str, office: Path, work: Path, runs: int) -> list[float]:
    """The median of each phase over so many presses, after one that warms the disk's cache."""
    pressed(button, office, work)
    presses = [pressed(button, office, work)["phases"] for _ in range(runs)]
    return [median(each) for each in zip(*presses, strict=True)]
