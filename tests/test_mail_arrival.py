"""A return that came by mail in time is in time, however late the office opens its mailbox."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from office_round import SEPTEMBER, TODAY, office
from openpyxl.cell.cell import MergedCell
from taskbook.collect import collect_replies
from taskbook.columns import ReplyField, Sheet
from taskbook.findings import Code
from taskbook.mailbox.register import MailRecord, MailRegister, Verdict, arrival_days
from taskbook.master import read_master


@pytest.fixture
def master(tmp_path: Path) -> Path:
    return office(tmp_path / "办公室")


def without_dates(path: Path) -> None:
    """A unit that did not say when it filled the sheet in."""
    book = openpyxl.load_workbook(path)
    sheet = book[Sheet.REPLY]
    (heading,) = (cell for row in sheet.iter_rows() for cell in row if cell.value == ReplyField.REPORTED_ON)
    for row in range(heading.row + 1, sheet.max_row + 1):
        if not isinstance(sheet.cell(row, heading.column), MergedCell):
            sheet.cell(row, heading.column).value = None
    book.save(path)


def test_the_day_a_mail_came_counts_and_not_the_day_it_was_collected(master):
    inbox = master.parent / "收件"
    by_mail, by_hand, *others = sorted(inbox.glob("*.xlsx"))
    for path in (by_mail, by_hand):
        without_dates(path)
    for path in others:
        path.unlink()
    due = SEPTEMBER.due(read_master(master).settings.due_day)
    register = MailRegister(master.parent / "归档", SEPTEMBER)
    arrived = f"{due}T09:00:00+08:00"
    register.add(
        MailRecord("office@mail.example", "INBOX", 1, 7, Verdict.TAKEN, date=arrived, files=(by_mail.name,))
    )
    result = collect_replies(master, SEPTEMBER, today=due + timedelta(days=3))
    on_time = {record.file: record.on_time for record in result.files}
    assert on_time == {by_mail.name: True, by_hand.name: False}
    late = [each for each in result.findings if each.code is Code.RETURNED_LATE]
    assert [each.where.file for each in late] == [by_hand.name]


@pytest.mark.parametrize("written", ["", "gestern", "2026-13-40T00:00"])
def test_a_mail_without_a_readable_day_is_like_one_put_there_by_hand(written):
    mail = MailRecord("a@b.example", "INBOX", 1, 7, Verdict.TAKEN, date=written, files=("x.xlsx",))
    assert arrival_days([mail])("x.xlsx") is None


def test_what_is_in_a_zip_came_with_it():
    mail = MailRecord("a@b.example", "INBOX", 1, 7, Verdict.TAKEN, date=f"{TODAY}T12:00:00", files=("x.zip",))
    assert arrival_days([mail])("x.zip/内/表.xlsx") == TODAY
    assert isinstance(TODAY, date)
