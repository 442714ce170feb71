"""The register of what was sent out."""

from __future__ import annotations

import errno
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from taskbook import files, issued
from taskbook.findings import CannotGoOn, Stop
from taskbook.issued import Issued, IssuedRow
from taskbook.model import Role, Target
from taskbook.period import Period

SEPTEMBER = Period(2026, 9)
ROWS = (
    IssuedRow("T001", Role.LEAD, "a1b2c3" * 8, "开展政策解读", (Target("不少于2次", ">=", 2.0, "次"),)),
    IssuedRow("T002", Role.SUPPORT, "000000" * 8),
    IssuedRow("T003", Role.LEAD, "111111" * 8, "已办结的", settled=True),
    IssuedRow("T004", Role.LEAD, "222222" * 8, "上年没办完的", lookback=True),
    IssuedRow("T005", Role.LEAD, "333333" * 8, "上年没办完、已办结的", settled=True, lookback=True),
)
EDUCATION = Issued("区教育局", "6AYB-HYSW-7", "区教育局.xlsx", "d1", date(2026, 9, 1), ROWS)
JUSTICE = Issued("区司法局“甲”", "0000-0000-0", "区司法局.xlsx", "d2", date(2026, 9, 1))


def test_what_was_recorded_is_read_again(tmp_path):
    issued.record_issued(tmp_path, SEPTEMBER, [EDUCATION, JUSTICE])
    assert issued.read_issued(tmp_path, SEPTEMBER) == {"区教育局": EDUCATION, "区司法局“甲”": JUSTICE}
    assert (tmp_path / "2026-09" / "下发登记.jsonl").is_file()


def test_periods_are_kept_apart(tmp_path):
    issued.record_issued(tmp_path, SEPTEMBER, [EDUCATION])
    assert issued.read_issued(tmp_path, SEPTEMBER.previous) == {}


def test_the_latest_line_of_a_unit_holds_and_the_earlier_is_kept(tmp_path):
    again = replace(EDUCATION, digest="d9", rows=ROWS[:1])
    issued.record_issued(tmp_path, SEPTEMBER, [EDUCATION, JUSTICE])
    issued.record_issued(tmp_path, SEPTEMBER, [again])
    assert issued.read_issued(tmp_path, SEPTEMBER)["区教育局"] == again
    assert list(issued.read_history(tmp_path, SEPTEMBER)) == [EDUCATION, JUSTICE, again]


def test_a_torn_line_loses_only_itself(tmp_path):
    issued.record_issued(tmp_path, SEPTEMBER, [EDUCATION])
    ledger = issued.ledger_of(tmp_path, SEPTEMBER)
    with ledger.open("ab") as file:
        file.write('{"unit":"区司'.encode()[:-1])
    assert list(issued.read_issued(tmp_path, SEPTEMBER)) == ["区教育局"]
    issued.record_issued(tmp_path, SEPTEMBER, [JUSTICE])
    assert issued.read_issued(tmp_path, SEPTEMBER) == {"区教育局": EDUCATION, "区司法局“甲”": JUSTICE}


@pytest.mark.parametrize("line", [b"[]\n", b"{}\n", b'{"unit":"x","rows":[[1]]}\n', b"\xff\xfe\n", b"\n"])
def test_foreign_lines_are_passed_over(tmp_path, line):
    issued.record_issued(tmp_path, SEPTEMBER, [EDUCATION])
    with issued.ledger_of(tmp_path, SEPTEMBER).open("ab") as file:
        file.write(line)
    assert list(issued.read_issued(tmp_path, SEPTEMBER)) == ["区教育局"]


def test_nothing_to_record_makes_no_file(tmp_path):
    issued.record_issued(tmp_path, SEPTEMBER, [])
    assert not (tmp_path / "2026-09").exists()


def test_two_runs_at_once_are_refused(tmp_path):
    with files.exclusive(issued.ledger_of(tmp_path, SEPTEMBER)), pytest.raises(CannotGoOn) as refused:
        issued.record_issued(tmp_path, SEPTEMBER, [EDUCATION])
    assert refused.value.stop is Stop.BUSY


def test_a_full_disk_is_told_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def full(ledger: Path, lines: Iterable[bytes]) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(issued, "append_lines", full)
    with pytest.raises(CannotGoOn) as refused:
        issued.record_issued(tmp_path, SEPTEMBER, [EDUCATION])
    assert refused.value.stop is Stop.DISK_FULL


def test_books_of_another_plan_are_told_apart(tmp_path):
    ours = replace(EDUCATION, plan="甲")
    issued.record_issued(tmp_path, SEPTEMBER, [ours])
    issued.refuse_other_plan(tmp_path, SEPTEMBER, "甲")
    issued.record_issued(tmp_path, SEPTEMBER, [replace(ours, plan="乙", digest="d2")])
    assert issued.read_issued(tmp_path, SEPTEMBER, "甲") == {ours.unit: ours}
    assert issued.read_issued(tmp_path, SEPTEMBER, "乙")[ours.unit].digest == "d2"
    with pytest.raises(CannotGoOn) as stopped:
        issued.refuse_other_plan(tmp_path, SEPTEMBER, "甲")
    assert stopped.value.stop is Stop.OTHER_PLAN_HERE
    issued.refuse_other_plan(tmp_path, SEPTEMBER.previous, "甲")
