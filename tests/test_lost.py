"""A month's folder that is gone: what it knew is named, and nothing else is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from archives import books_of, send_in
from status_values import settings
from taskbook.findings import Code, Severity
from taskbook.issued import record_issued
from taskbook.merge import status_of
from taskbook.model import Plan, Task, Unit
from taskbook.period import Period
from taskbook.reporting.gather import gather

JULY, AUGUST, SEPTEMBER = (Period(2026, month) for month in (7, 8, 9))
TODAY = date(2026, 9, 30)
PLAN = Plan(
    settings(plan_id="JH-1"),
    tuple(
        Task(f"T00{number}", str(number), "", "", "公布。", "区甲局", deadline="2026年8月15日前")
        for number in (1, 2, 3)
    ),
    (Unit("区甲局", "", ("区乙局",)), Unit("区丙局")),
)


def send_out(archive: Path, period: Period, books: dict[str, str], done: str = "") -> None:
    """`books` as in `books_of`; `done`: the tasks sent as done already."""
    sent = []
    for book in books_of(books).values():
        rows = tuple(
            replace(row, settled=True, fingerprint="done") if row.task_id in done.split() else row
            for row in book.rows
        )
        sent.append(replace(book, rows=rows, issued_on=date(period.year, period.month, 1), plan="JH-1"))
    record_issued(archive, period, sent)


def lost(archive: Path, plan: Plan = PLAN) -> list[str]:
    """What the merge of September says is lost; the report says the same."""
    found = status_of(plan, SEPTEMBER, archive, today=TODAY).findings
    said = [one for one in found if one.code is Code.DONE_ANSWER_LOST]
    assert {one.severity for one in said} <= {Severity.WARNING}
    reported = gather(plan, archive, SEPTEMBER, today=TODAY).status.findings
    assert [one for one in reported if one.code is Code.DONE_ANSWER_LOST] == said
    return [one.message for one in said]


def test_tasks_that_were_done_and_are_not_known_to_be_any_more(tmp_path: Path) -> None:
    """T001 and T002 were done in August; T003 was not, T002 is answered again."""
    send_out(tmp_path, SEPTEMBER, {"区甲局": "T001 T002 T003", "区丙局": "配合 T001"}, "T001 T002")
    (message,) = lost(tmp_path)
    assert message.startswith("区甲局的任务T001、T002以前报过完成，归档里却找不到")
    assert "找回归档再汇总一次" in message
    send_in(tmp_path, SEPTEMBER, ("区甲局", "T002 已完成 已公布"))
    (message,) = lost(tmp_path)
    assert message.startswith("区甲局的任务T001以前报过完成")


@pytest.mark.parametrize(
    "august",
    [
        "T001 已完成 已公布",
        "T001 已完成 已公布 T001 未反馈 -",  # the row left empty afterwards says nothing
    ],
)
def test_nothing_is_lost_where_the_archive_holds_it(tmp_path: Path, august: str) -> None:
    send_in(tmp_path, AUGUST, *(("区甲局", f"T001 {said}") for said in august.split("T001 ")[1:]))
    send_out(tmp_path, SEPTEMBER, {"区甲局": "T001"}, "T001")
    assert lost(tmp_path) == []


def test_an_earlier_answer_does_not_stand_for_the_one_that_is_lost(tmp_path: Path) -> None:
    """In July it was still being done; the book of September knew better."""
    send_in(tmp_path, JULY, ("区甲局", "T001 推进中 在办"))
    send_out(tmp_path, SEPTEMBER, {"区甲局": "T001"}, "T001")
    assert len(lost(tmp_path)) == 1


def test_what_was_taken_back_after_the_book_was_sent_is_not_lost(tmp_path: Path) -> None:
    """August's book was corrected on 28 August, after September's had gone out on the 26th."""
    send_in(tmp_path, AUGUST, ("区甲局", "T001 推进中 报错了"), days="28")
    (book,) = books_of({"区甲局": "T001"}).values()
    rows = tuple(replace(row, settled=True) for row in book.rows)
    record_issued(tmp_path, SEPTEMBER, [replace(book, rows=rows, issued_on=date(2026, 8, 26))])
    assert lost(tmp_path) == []


def test_what_goes_on_or_was_withdrawn_or_moved_since_is_not_lost(tmp_path: Path) -> None:
    send_in(tmp_path, AUGUST, ("区甲局", "T001 已完成 本月已办"))
    send_out(tmp_path, SEPTEMBER, {"区甲局": "T001 T002 T003"}, "T001 T002 T003")
    ongoing, moved, _ = PLAN.tasks
    tasks = (replace(ongoing, deadline="全年持续推进"), replace(moved, lead="区丙局"))
    assert lost(tmp_path, replace(PLAN, tasks=tasks)) == []


def test_units_that_became_one_are_named_once_as_they_are_called_now(tmp_path: Path) -> None:
    """区乙局 is 区甲局 now: T001 was done by both, T002 by one of them alone."""
    send_out(tmp_path, SEPTEMBER, {"区乙局": "T001 T002"}, "T001 T002")
    send_out(tmp_path, SEPTEMBER, {"区甲局": "T001 T002"}, "T001")
    (message,) = lost(tmp_path)
    assert message.startswith("区甲局的任务T001以前")
