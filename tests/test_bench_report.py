"""The measuring of the report itself, on a handful of units: every leg runs, table and verdicts name what was measured."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench import report as bench
from bench.report import LIMITS, Measured, Run, judged, measure, table, verdicts
from bench.year import make_year
from taskbook.master import folder, read_master
from taskbook.period import Period
from taskbook.reporting.gather import gather


def test_every_leg_is_measured_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "filter_milliseconds", lambda board: 3.0)
    measured = measure(tmp_path, units=8, months=2, runs=1, tasks=10)
    assert set(measured.runs) == set(bench.ROWS)
    assert all(run.seconds > 0 and run.mebibytes > 1 for runs in measured.runs.values() for run in runs)
    assert measured.answers == 2 * 8 * 10
    assert measured.board_megabytes > 0.01
    assert len(table(measured)) == 3 + len(bench.ROWS)
    assert len(verdicts(measured)) == len(LIMITS)


def test_what_is_not_reached_is_said() -> None:
    quick = Measured({name: [Run(5.0, 100.0)] for name in bench.ROWS}, 1, 1.0, 0, 50.0)
    assert [kept for _, kept in judged(quick)] == [True] * len(LIMITS)
    slow = Measured({name: [Run(25.0, 600.0)] for name in bench.ROWS}, 1, 3.5, 0, 250.0)
    assert [kept for _, kept in judged(slow)] == [False] * len(LIMITS)
    assert all(line.startswith("未达到：") for line in verdicts(slow))
    unseen = Measured({name: [Run(5.0, 100.0)] for name in bench.ROWS}, 1, 1.0, 0)
    assert verdicts(unseen)[-1].startswith("没有测：看板筛选")


def test_the_year_it_makes_is_an_offices_year(tmp_path: Path) -> None:
    master = make_year(tmp_path, units=30, tasks=12, months=3)
    plan = read_master(master)
    facts = gather(plan, folder(master, plan.settings.folder_archive), Period(2026, 12))
    assert [one.label for one in facts.trend] == ["2026-10", "2026-11", "2026-12"]
    shares = [one.answers.done_share for one in facts.trend]
    assert 0.5 < shares[0] < shares[1] < shares[2] < 1
    assert 0 < facts.this.answers.answered < facts.this.answers.due
    assert not any("不一致" in finding.message for finding in facts.findings)
