"""The measuring of mail itself, on five messages: every leg runs, nothing is lost, the table says what was measured."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace

import pytest
from bench import mail
from bench import mail_figures as figures
from bench.mail_figures import PLAIN_OF, Measured, Run

FIVE = 5


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Measured:
    return mail.measure(tmp_path_factory.mktemp("bench"), FIVE, runs=1)


def test_sending_is_measured_and_takes_one_connection(measured: Measured) -> None:
    ours, naive, bare = (measured.runs[name] for name in ("send_ours", "send_naive", "send_bare"))
    for (run,) in (ours, naive, bare):
        assert run.messages == FIVE
        assert 0 < run.seconds < run.whole
        assert run.peak > 1
    assert [run.connections for (run,) in (ours, naive, bare)] == [1, FIVE, 1]


def test_fetching_is_measured_and_takes_one_connection(measured: Measured) -> None:
    if lacking := mail.missing_for_fetching():
        pytest.skip(lacking[0])
    for name in ("fetch_ours", "fetch_naive", "fetch_safe"):
        (run,) = measured.runs[name]
        assert (run.messages, run.connections) == (FIVE, 1)
        assert 0 < run.seconds < run.whole
    assert len(figures.table(measured)) == 2 + len(figures.ROWS)


def test_what_is_missing_is_said_and_the_rest_measured(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = mail.shutil.which
    monkeypatch.setattr(
        mail.shutil, "which", lambda name, **how: None if "dove" in name else real(name, **how)
    )
    assert mail.main(["--messages", "1", "--runs", "1", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert set(told["runs"]) == {"send_ours", *PLAIN_OF["send_ours"]}
    assert "dovecot" in told["missing"][0]
    assert "apt-get install" in told["missing"][0]


def test_without_the_libraries_of_the_tests_nothing_is_measured(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(mail.importlib.util, "find_spec", lambda name: None if name == "aiosmtpd" else name)
    assert mail.main([]) == 1
    assert "aiosmtpd" in capsys.readouterr().err


def test_a_second_connection_and_growing_memory_are_told() -> None:
    run = Run(messages=300, seconds=2.0, whole=3.0, connections=1, peak=50.0)
    plain = [replace(run, seconds=8.0, whole=9.0)]
    runs = {"send_ours": [run], "send_naive": plain, "send_bare": plain}
    fine = figures.verdicts(Measured(runs, {"send_ours": replace(run, messages=50, peak=45.0)}, 50))
    assert [line[:2] for line in fine] == ["达到", "达到", "对比", "对比"]
    assert "4.00 倍" in fine[2]
    grown = {"send_ours": [replace(run, peak=90.0, connections=2)], "send_naive": plain, "send_bare": plain}
    bad = figures.verdicts(Measured(grown, {"send_ours": replace(run, messages=50, peak=45.0)}, 50))
    assert [line[:3] for line in bad[:2]] == ["未达到", "未达到"]


def test_a_leg_that_lost_a_message_is_not_measured() -> None:
    done = {"messages": 5, "seconds": 1.0, "whole": 1.0, "peak": 1.0}
    with pytest.raises(SystemExit, match="4 arrived"):
        mail._checked("send_ours", 5, 4, done, 1)


def test_the_script_measures() -> None:
    command = [sys.executable, str(mail.SCRIPTS / "bench_mail.py"), "--help"]
    asked = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=30, check=True)
    assert "--messages" in asked.stdout
    assert "--runs" in asked.stdout
