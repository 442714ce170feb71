"""Nothing half-written, nothing overwritten that should stay, a sentence for whatever stops a writer."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from multiprocessing import get_context
from pathlib import Path

import pytest
from taskbook import files
from taskbook.findings import CannotGoOn, Stop


def leftovers(folder: Path) -> list[str]:
    return sorted(
        path.name for path in folder.iterdir() if path.name.startswith(".taskbook") and path.suffix != ".lock"
    )


def stopped(error: pytest.ExceptionInfo[CannotGoOn]) -> Stop:
    return error.value.stop


# ---- atomic writing ----


def test_a_new_file_appears_whole_with_its_folders(tmp_path):
    target = tmp_path / "汇总" / "2026-09" / "状态汇总.xlsx"
    files.write_bytes(target, b"new")
    assert target.read_bytes() == b"new"
    assert leftovers(target.parent) == []


def test_while_writing_the_old_file_stands(tmp_path):
    target = tmp_path / "总表.xlsx"
    target.write_bytes(b"old")
    with files.atomic(target) as temporary:
        temporary.write_bytes(b"new")
        assert target.read_bytes() == b"old"
        assert temporary.parent == target.parent
        assert temporary.suffix == ".xlsx"
    assert target.read_bytes() == b"new"


def test_a_failing_writer_leaves_the_old_file_and_no_rest(tmp_path):
    target = tmp_path / "总表.xlsx"
    target.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError), files.atomic(target) as temporary:
        temporary.write_bytes(b"half" * (1 // 0))
    assert target.read_bytes() == b"old"
    assert leftovers(tmp_path) == []


def test_permissions_of_the_old_file_stay(tmp_path):
    target = tmp_path / "总表.xlsx"
    target.write_bytes(b"old")
    target.chmod(0o640)
    files.write_bytes(target, b"new")
    assert target.stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_a_link_keeps_pointing_to_the_file_that_is_written(tmp_path):
    real, link = tmp_path / "real.xlsx", tmp_path / "link.xlsx"
    real.write_bytes(b"old")
    link.symlink_to(real)
    files.write_bytes(link, b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


def test_a_read_only_target_is_refused(tmp_path):
    target = tmp_path / "总表.xlsx"
    target.write_bytes(b"old")
    target.chmod(0o444)
    with pytest.raises(CannotGoOn) as error:
        files.write_bytes(target, b"new")
    assert stopped(error) is Stop.FILE_READ_ONLY
    assert target.read_bytes() == b"old"


def test_a_folder_in_the_way_is_said_so(tmp_path):
    (tmp_path / "总表.xlsx").mkdir()
    with pytest.raises(CannotGoOn) as error:
        files.write_bytes(tmp_path / "总表.xlsx", b"new")
    assert stopped(error) is Stop.NO_PERMISSION


def test_a_file_where_a_folder_should_be_is_said_so(tmp_path):
    (tmp_path / "汇总").write_bytes(b"")
    with pytest.raises(CannotGoOn) as error:
        files.write_bytes(tmp_path / "汇总" / "状态.xlsx", b"new")
    assert stopped(error) is Stop.WRITE_FAILED


@pytest.mark.parametrize("lock", ["~$总表.xlsx", ".~lock.总表.xlsx#"])
def test_a_target_open_in_excel_keeps_the_new_file_beside_it(tmp_path, lock):
    target = tmp_path / "总表.xlsx"
    target.write_bytes(b"old")
    (tmp_path / lock).write_bytes(b"somebody")
    with pytest.raises(CannotGoOn) as error:
        files.write_bytes(target, b"new")
    assert stopped(error) is Stop.FILE_OPEN
    assert target.read_bytes() == b"old"
    (kept,) = tmp_path.glob("总表（新）_*.xlsx")
    assert kept.read_bytes() == b"new"
    assert kept.name in str(error.value)
    assert lock in str(error.value)
    assert leftovers(tmp_path) == []


def test_a_target_open_in_excel_is_refused_before_any_work(tmp_path):
    target = tmp_path / "总表.xlsx"
    (tmp_path / "~$总表.xlsx").write_bytes(b"")
    with pytest.raises(CannotGoOn) as error:
        files.refuse_unwritable(target)
    assert stopped(error) is Stop.FILE_OPEN


class SerialisationError(Exception):
    """Named like lxml's."""


class FileCreateError(Exception):
    """Named like XlsxWriter's, which wraps the system's error."""


@pytest.mark.parametrize(
    ("raised", "expected"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), Stop.DISK_FULL),
        (OSError(errno.EDQUOT, "Quota exceeded"), Stop.DISK_FULL),
        (SerialisationError("IO_ENOSPC"), Stop.DISK_FULL),
        (SerialisationError("IO_WRITE"), Stop.WRITE_FAILED),
        (FileCreateError(OSError(errno.ENOSPC, "No space left on device")), Stop.DISK_FULL),
        (OSError(errno.EIO, "Input/output error"), Stop.WRITE_FAILED),
        (PermissionError(errno.EACCES, "denied"), Stop.NO_PERMISSION),
        (OSError(errno.EROFS, "Read-only file system"), Stop.NO_PERMISSION),
    ],
)
def test_what_stops_a_writer_becomes_a_sentence(tmp_path, raised, expected):
    target = tmp_path / "总表.xlsx"
    target.write_bytes(b"old")
    with pytest.raises(CannotGoOn) as error, files.atomic(target):
        raise raised
    assert stopped(error) is expected
    assert str(target) in str(error.value)
    assert target.read_bytes() == b"old"
    assert leftovers(tmp_path) == []


def test_an_error_about_another_file_is_not_blamed_on_the_target(tmp_path):
    with pytest.raises(FileNotFoundError), files.atomic(tmp_path / "总表.xlsx"):
        (tmp_path / "别的.csv").read_bytes()


# ---- one at a time, copies, left-overs ----


def test_a_second_run_is_told_to_wait(tmp_path):
    target = tmp_path / "总表.xlsx"
    with (
        files.exclusive(target),
        pytest.raises(CannotGoOn) as error,
        files.exclusive(target, wait_seconds=0.05),
    ):
        pass
    assert stopped(error) is Stop.BUSY
    with files.exclusive(target):
        pass


def _count_up(path: Path, times: int) -> None:
    for _ in range(times):
        with files.exclusive(path, wait_seconds=60):
            number = int(path.read_text())
            files.write_bytes(path, str(number + 1).encode())


def test_runs_at_the_same_time_lose_nothing(tmp_path):
    counter = tmp_path / "数.txt"
    counter.write_text("0")
    context = get_context("spawn")
    runs = [context.Process(target=_count_up, args=(counter, 10)) for _ in range(3)]
    for run in runs:
        run.start()
    for run in runs:
        run.join(60)
    assert counter.read_text() == "30"


def test_copies_are_dated_and_never_overwrite(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "_now", lambda: "20260920-153012")
    master = tmp_path / "总表.xlsx"
    master.write_bytes(b"first")
    first = files.keep_copy(master)
    master.write_bytes(b"second")
    second = files.keep_copy(master)
    assert first == tmp_path / "备份" / "总表_20260920-153012.xlsx"
    assert second.name == "总表_20260920-153012-2.xlsx"
    assert (first.read_bytes(), second.read_bytes()) == (b"first", b"second")


def test_what_a_killed_run_left_is_swept_by_the_next_writer_of_the_same_file(tmp_path):
    target, other = tmp_path / "总表.xlsx", tmp_path / "别的.xlsx"
    mine = tmp_path / f"{files._temp_prefix(target)}0123abcd.xlsx"
    theirs = tmp_path / f"{files._temp_prefix(other)}0123abcd.xlsx"
    mine.write_bytes(b"half")
    theirs.write_bytes(b"being written")
    with files.exclusive(target):
        pass
    assert leftovers(tmp_path) == [theirs.name]


def test_sweeping_a_folder_takes_only_old_left_overs(tmp_path):
    old, fresh = tmp_path / ".taskbook-old.xlsx", tmp_path / ".taskbook-fresh.xlsx"
    old.write_bytes(b"")
    fresh.write_bytes(b"")
    os.utime(old, (1, 1))
    assert files.sweep(tmp_path) == 1
    assert leftovers(tmp_path) == [fresh.name]


# ---- faults injected at every write ----

_WRITER = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from taskbook import files
from taskbook.findings import CannotGoOn
target = Path(sys.argv[2])
try:
    with files.exclusive(target):
        with files.atomic(target) as temporary, temporary.open("wb", buffering=0) as handle:
            for part in range(4):
                handle.write(b"new%d" % part)
except CannotGoOn as stopped:
    print(stopped.stop.name, file=sys.stderr)
    raise SystemExit(2)
"""
_NEW = b"new0new1new2new3"


@pytest.mark.parametrize("fault", ["error=ENOSPC", "signal=KILL"])
@pytest.mark.parametrize("call", ["write", "fsync", "rename"])
def test_a_fault_at_any_call_leaves_the_old_file_or_the_new_one(strace, tmp_path, fault, call):
    script = tmp_path / "writer.py"
    script.write_text(_WRITER, encoding="utf-8")
    source = str(Path(files.__file__).parents[1])
    target = tmp_path / "总表.xlsx"
    broken = []
    for number in range(1, 12):
        target.write_bytes(b"old")
        inject = f"{call}:{fault}:when={number}"
        command = [strace, "-f", "-qq", "-o", os.devnull, "-e", f"trace={call}", "-e", f"inject={inject}"]
        done = subprocess.run(
            [*command, sys.executable, str(script), source, str(target)],
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
            check=False,
        )
        if "inject" in done.stderr or "ptrace" in done.stderr:
            pytest.skip(f"strace cannot trace here: {done.stderr.strip()[:100]}")
        if target.read_bytes() not in (b"old", _NEW):
            broken.append((number, target.read_bytes()))
        if done.returncode == 0:
            assert target.read_bytes() == _NEW
            break
        if fault == "error=ENOSPC":
            assert "DISK_FULL" in done.stderr, done.stderr
            assert leftovers(tmp_path) == []
    assert broken == []
    assert number > 1, "no call was hit: the test tested nothing"
    with files.exclusive(target):
        assert leftovers(tmp_path) == []


def test_a_path_windows_cannot_hold_is_told_with_its_length(tmp_path, monkeypatch):
    monkeypatch.setattr("taskbook.obstacles.LONGEST_PATH", len(str(tmp_path)) + 60)
    with pytest.raises(CannotGoOn) as stopped, files.atomic(tmp_path / ("长" * 58 + ".xlsx")):
        raise AssertionError("nothing must be written")
    assert stopped.value.stop is Stop.PATH_TOO_LONG
    assert "文件夹的名称改短" in str(stopped.value)
    assert list(tmp_path.iterdir()) == []
    files.write_bytes(tmp_path / "短.xlsx", b"data")
    monkeypatch.setattr("taskbook.obstacles.LONGEST_PATH", len(str(tmp_path)) + 30)
    with pytest.raises(CannotGoOn) as stopped:
        files.keep_copy(tmp_path / "短.xlsx")
    assert stopped.value.stop is Stop.PATH_TOO_LONG
    assert not (tmp_path / "备份").exists()
