"""Which period a button is about."""

from __future__ import annotations

from datetime import date

import pytest
from taskbook.buttons.periods import period_in_hand, period_to_issue, written_period
from taskbook.findings import CannotGoOn, Stop
from taskbook.issued import ledger_of
from taskbook.period import Period

TODAY = date(2026, 9, 10)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-09", "2026-09"),
        ("2026-9", "2026-09"),
        ("2026年9月", "2026-09"),
        ("２０２６年０９月份", "2026-09"),
        ("2026.12", "2026-12"),
        ("2026/3", "2026-03"),
        ("202611", "2026-11"),
        (" 8月 ", "2026-08"),
        ("12", "2026-12"),
        ("2025年12月期", "2025-12"),
    ],
)
def test_periods_are_read_as_people_write_them(text, expected):
    assert str(written_period(text, TODAY)) == expected


@pytest.mark.parametrize("text", ["九月", "2026", "2026-13", "0", "上个月", "2026-09-10", "20269"])
def test_what_is_no_period_is_refused_with_its_own_words(text):
    with pytest.raises(CannotGoOn) as stopped:
        written_period(text, TODAY)
    assert stopped.value.stop is Stop.NOT_A_PERIOD
    assert text in str(stopped.value)


def test_books_go_out_for_this_month_unless_said_otherwise():
    assert period_to_issue("", TODAY) == Period(2026, 9)
    assert period_to_issue("10月", TODAY) == Period(2026, 10)


def issued(archive, *periods):
    for period in periods:
        ledger = ledger_of(archive, Period.parse(period))
        ledger.parent.mkdir(parents=True)
        ledger.write_text("", encoding="utf-8")


def test_the_newest_period_sent_out_is_in_hand_but_none_before_its_month(tmp_path):
    issued(tmp_path, "2026-07", "2026-08", "2026-10")
    (tmp_path / "2026-09").mkdir()  # a folder, but nothing was sent
    (tmp_path / "别的").mkdir()
    assert period_in_hand("", tmp_path, TODAY) == Period(2026, 8)
    assert period_in_hand("", tmp_path, date(2026, 10, 1)) == Period(2026, 10)
    assert period_in_hand("", tmp_path, date(2026, 6, 1)) == Period(2026, 7)
    assert period_in_hand("2026-07", tmp_path, TODAY) == Period(2026, 7)


def test_nothing_sent_out_yet_is_said(tmp_path):
    for archive in (tmp_path, tmp_path / "没有"):
        with pytest.raises(CannotGoOn) as stopped:
            period_in_hand("", archive, TODAY)
        assert stopped.value.stop is Stop.NOTHING_ISSUED
