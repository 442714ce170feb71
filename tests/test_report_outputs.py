"""The folder of a report: what a person changed in it stays, what cannot be written is told, the rest is made."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from taskbook import files, wording
from taskbook.findings import CannotGoOn, Code, Stop
from taskbook.period import Period
from taskbook.reporting.outputs import Outputs

SEPTEMBER = Period(2026, 9)


def run(folder: Path, **texts: str) -> Outputs:
    """One report: every file with its text."""
    outputs = Outputs(folder / "月报", folder / "归档", SEPTEMBER)
    for name, text in texts.items():
        outputs.write(f"{name}.txt", lambda path, text=text: files.write_bytes(path, text.encode()))
    outputs.record()
    return outputs


def said(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted((folder / "月报").iterdir())}


def test_what_nobody_changed_is_written_anew(tmp_path: Path) -> None:
    run(tmp_path, 通报="一")
    again = run(tmp_path, 通报="二")
    assert said(tmp_path) == {"通报.txt": "二"}
    assert again.findings == []


def test_what_a_person_changed_stays_and_the_new_one_stands_beside_it(tmp_path: Path) -> None:
    run(tmp_path, 通报="一", 月报="甲")
    (tmp_path / "月报" / "通报.txt").write_text("改过", encoding="utf-8")
    again = run(tmp_path, 通报="二", 月报="乙")
    assert said(tmp_path) == {"通报.txt": "改过", "通报_新.txt": "二", "月报.txt": "乙"}
    (finding,) = again.findings
    assert finding.code is Code.REPORT_FILE_KEPT
    assert "“通报.txt”" in finding.message
    assert "“通报_新.txt”" in finding.message


def test_the_one_beside_is_ours_until_it_is_changed_too(tmp_path: Path) -> None:
    run(tmp_path, 通报="一")
    (tmp_path / "月报" / "通报.txt").write_text("改过", encoding="utf-8")
    run(tmp_path, 通报="二")
    run(tmp_path, 通报="三")
    assert said(tmp_path) == {"通报.txt": "改过", "通报_新.txt": "三"}
    (tmp_path / "月报" / "通报_新.txt").write_text("又改", encoding="utf-8")
    run(tmp_path, 通报="四")
    assert said(tmp_path) == {"通报.txt": "改过", "通报_新.txt": "又改", "通报_新2.txt": "四"}


def test_a_file_that_was_there_before_any_report_is_nobody_elses_to_overwrite(tmp_path: Path) -> None:
    (tmp_path / "月报").mkdir()
    (tmp_path / "月报" / "通报.txt").write_text("别人的", encoding="utf-8")
    run(tmp_path, 通报="一")
    assert said(tmp_path) == {"通报.txt": "别人的", "通报_新.txt": "一"}


@pytest.fixture
def killed(tmp_path: Path) -> Path:
    """The folder of a report that was killed when a file stood there and nothing of it was kept yet."""
    (tmp_path / "月报").mkdir()
    (tmp_path / "月报" / "通报.txt").write_text("一", encoding="utf-8")
    return tmp_path


def test_a_report_killed_before_its_record_loses_nothing(killed: Path) -> None:
    again = run(killed, 通报="二")
    assert said(killed) == {"通报.txt": "一", "通报_新.txt": "二"}
    assert [finding.code for finding in again.findings] == [Code.REPORT_FILE_KEPT]


def test_what_would_be_written_all_the_same_was_changed_by_nobody(killed: Path) -> None:
    again = run(killed, 通报="一")
    assert (said(killed), again.findings) == ({"通报.txt": "一"}, [])
    run(killed, 通报="二")
    assert said(killed) == {"通报.txt": "二"}


def test_what_was_written_is_kept_at_once(tmp_path: Path) -> None:
    """A run that is killed later on leaves nothing that the next one takes for a person's own."""
    outputs = Outputs(tmp_path / "月报", tmp_path / "归档", SEPTEMBER)
    outputs.write("通报.txt", lambda path: files.write_bytes(path, b"1"))
    run(tmp_path, 通报="二")
    assert said(tmp_path) == {"通报.txt": "二"}


def test_what_a_killed_run_left_half_written_goes(tmp_path: Path) -> None:
    """Of this file; what another file's writer is at work on stays."""
    run(tmp_path, 通报="一")
    with files.atomic(tmp_path / "月报" / "别的.txt") as other:
        half = other.with_name(f"{files._temp_prefix(Path('通报.txt'))}0a1b2c3d.txt")
        half.write_bytes(b"half")
        run(tmp_path, 通报="二")
        assert other.exists()
        assert not half.exists()


def test_a_damaged_line_of_the_record_keeps_what_it_told_of(tmp_path: Path) -> None:
    run(tmp_path, 通报="一", 月报="甲")
    ledger = tmp_path / "归档" / str(SEPTEMBER) / wording.REPORT_LEDGER
    lines = ledger.read_bytes().splitlines(keepends=True)
    assert [json.loads(line)["file"] for line in lines] == ["通报.txt", "月报.txt"]
    ledger.write_bytes(b'{"file": 3}\n' + b"[]\n" + lines[1] + b'{"sha')
    run(tmp_path, 通报="二", 月报="乙")
    assert said(tmp_path) == {"通报.txt": "一", "通报_新.txt": "二", "月报.txt": "乙"}


@pytest.mark.parametrize(
    "trouble",
    [CannotGoOn(Stop.FILE_READ_ONLY, path="通报.txt", kept=""), OSError(28, "No space left on device")],
)
def test_one_file_that_cannot_be_written_keeps_none_of_the_others(tmp_path: Path, trouble: Exception) -> None:
    outputs = Outputs(tmp_path / "月报", tmp_path / "归档", SEPTEMBER)

    def fails(path: Path) -> None:
        raise trouble

    assert outputs.write("通报.txt", fails) is None
    assert outputs.write("月报.txt", lambda path: files.write_bytes(path, b"1")) is not None
    outputs.record()
    assert said(tmp_path) == {"月报.txt": "1"}
    (finding,) = outputs.findings
    assert finding.code is Code.REPORT_FILE_NOT_WRITTEN
    assert "“通报.txt”没有写成" in finding.message


def test_an_archive_that_refuses_the_record_is_told(tmp_path: Path) -> None:
    outputs = Outputs(tmp_path / "月报", tmp_path / "归档", SEPTEMBER)
    (tmp_path / "归档").mkdir()
    (tmp_path / "归档" / str(SEPTEMBER)).write_bytes(b"in the way")
    for name in ("通报.txt", "月报.txt"):
        assert outputs.write(name, lambda path: files.write_bytes(path, b"1")) is not None
    outputs.record()
    assert [finding.code for finding in outputs.findings] == [Code.REPORT_FILE_NOT_WRITTEN]


def test_what_is_open_stays_and_the_new_one_stands_beside_it(tmp_path: Path) -> None:
    run(tmp_path, 通报="一")
    lock = tmp_path / "月报" / "~$通报.txt"
    lock.write_bytes(b"\x06people" + b" " * 158)
    again = run(tmp_path, 通报="二")
    lock.unlink()
    assert said(tmp_path) == {"通报.txt": "一", "通报_新.txt": "二"}
    (finding,) = again.findings
    assert finding.code is Code.REPORT_FILE_OPEN
    assert "“通报_新.txt”" in finding.message
    run(tmp_path, 通报="三")
    assert said(tmp_path) == {"通报.txt": "三", "通报_新.txt": "二"}
