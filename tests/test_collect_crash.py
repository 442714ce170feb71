"""Collecting killed at any moment: the next run goes on, nothing is lost, nothing is there twice, the ledger reads."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path
from random import Random

import hostile
import pytest
from returning import EDUCATION, FINANCE, JUSTICE, SEPTEMBER, TODAY, Desk, set_up
from taskbook.returns.archive import load_records, load_replies

SCRIPT = Path(__file__).parents[1] / "scripts" / "collect_replies.py"


@pytest.fixture(scope="module")
def full_desk(tmp_path_factory) -> Desk:
    """An inbox with accepted, superseded, duplicate, returned and zipped files."""
    desk = set_up(tmp_path_factory.mktemp("office"))
    desk.send(EDUCATION, "教育1.xlsx", words="旧")
    desk.send(EDUCATION, "教育2.xlsx", words="新", only=["T001"])
    desk.put("副本/教育1.xlsx", (desk.inbox / "教育1.xlsx").read_bytes())
    desk.put("包.zip", hostile.zipped({"财政.xlsx": desk.send(FINANCE).read_bytes()}))
    (desk.inbox / f"{FINANCE}.xlsx").unlink()
    desk.send(JUSTICE)
    for number in range(20):
        desk.put(f"杂/{number}.pdf", b"%PDF-1.4" + bytes([number]))
    old = time.time() - 3600
    for path in desk.inbox.rglob("*"):
        os.utime(path, (old, old))
    return desk


def command(desk: Desk) -> list[str]:
    return [sys.executable, str(SCRIPT), str(desk.master), "--period", "2026-09", "--today", str(TODAY)]


def copy_of(desk: Desk, folder: Path) -> Desk:
    shutil.copytree(desk.master.parent, folder)
    return Desk(folder / desk.master.name, {})


def state_of(desk: Desk) -> dict[str, object]:
    """What the archive says, and what it holds."""
    records = load_records(desk.archive, SEPTEMBER)
    return {
        "records": [(one.sequence, one.file, one.stored, one.sha256, one.outcome, one.unit, one.rows, one.findings)
                    for one in records],
        "replies": list(load_replies(desk.archive, SEPTEMBER)),
        "originals": {path.name: sha256(path.read_bytes()).hexdigest() for path in desk.originals.iterdir()},
        "notes": {path.name: path.read_bytes() for path in desk.notes.iterdir()},
        "left over": [path.name for path in desk.archive.rglob(".taskbook-incoming*")],
    }  # fmt: skip


def check_readable(desk: Desk) -> None:
    """Whatever was registered is there, byte for byte."""
    for record in load_records(desk.archive, SEPTEMBER):
        assert sha256((desk.originals / record.stored).read_bytes()).hexdigest() == record.sha256
    list(load_replies(desk.archive, SEPTEMBER))


@pytest.fixture(scope="module")
def unbroken(full_desk, tmp_path_factory) -> dict[str, object]:
    """The state after a run that nobody disturbed."""
    desk = copy_of(full_desk, tmp_path_factory.mktemp("unbroken") / "office")
    assert subprocess.run(command(desk), capture_output=True, timeout=60).returncode == 1
    state = state_of(desk)
    assert len(state["originals"]) == 24
    return state


def test_killed_at_random(full_desk, unbroken, tmp_path):
    began = time.perf_counter()
    subprocess.run(command(copy_of(full_desk, tmp_path / "timing")), capture_output=True, timeout=60)
    whole = time.perf_counter() - began
    chance = Random(2026)
    for turn in range(4):
        desk = copy_of(full_desk, tmp_path / str(turn))
        for _ in range(2):
            process = subprocess.Popen(command(desk), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                process.wait(whole * chance.uniform(0.2, 1.0))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            check_readable(desk)
        subprocess.run(command(desk), capture_output=True, timeout=60)
        assert state_of(desk) == unbroken


@pytest.mark.parametrize("fault", ["signal=KILL", "error=ENOSPC"])
@pytest.mark.parametrize(
    ("call", "times"),
    [("link,linkat", [1, 12]), ("fsync", [3, 26]), ("rename,renameat,renameat2", [2])],
)
def test_killed_or_out_of_space_at_a_call(full_desk, unbroken, tmp_path, strace, call, times, fault):
    """At every place where the archive changes; what is left is completed by the next run."""
    for when in times:
        desk = copy_of(full_desk, tmp_path / str(when))
        inject = [strace, "-f", "-qq", "-o", str(tmp_path / "trace"), "-e", f"trace={call}",
                  "-e", f"inject={call}:{fault}:when={when}+"]  # fmt: skip
        subprocess.run([*inject, *command(desk)], capture_output=True, timeout=120)
        check_readable(desk)
        done = subprocess.run(command(desk), capture_output=True, timeout=60)
        assert done.returncode == 1
        assert state_of(desk) == unbroken


def test_writing_the_ledger_is_cut_short(full_desk, unbroken, tmp_path):
    """The ledger torn at every place, as a full disk or a pulled plug leaves it."""
    whole = copy_of(full_desk, tmp_path / "whole")
    subprocess.run(command(whole), capture_output=True, timeout=60)
    content = whole.ledger.read_bytes()
    chance = Random(7)
    for turn, cut in enumerate([0, 1, len(content) - 1, *(chance.randrange(len(content)) for _ in range(2))]):
        desk = copy_of(whole, tmp_path / str(turn))
        desk.ledger.write_bytes(content[:cut])
        check_readable(desk)
        subprocess.run(command(desk), capture_output=True, timeout=60)
        assert state_of(desk) == unbroken
