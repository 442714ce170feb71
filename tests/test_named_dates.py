"""The dates a plan names itself: what had been said by each, what came late, whoever said nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from archives import issue, send_in
from status_values import settings
from taskbook.language.reading import read_plan
from taskbook.model import Plan, State, Task, Unit
from taskbook.period import Period
from taskbook.rollup.history import Stage, stages
from taskbook.rollup.named_dates import NamedDates, several_dates
from taskbook.rollup.tables import MEASURES, tables_of, totals

MAY, JUNE, JULY, SEPTEMBER = (Period(2026, month) for month in (5, 6, 7, 9))
TODAY = date(2026, 10, 1)
THREE = "分别于6月10日、9月10日、12月10日前"
PLAN = Plan(
    settings(plan_id=""),
    (
        Task("T001", "1", "", "甲", "报送。", "区甲局", "区乙局、区丁局", deadline=THREE),
        Task("T002", "2", "", "甲", "公布。", "区甲局", deadline="年底前"),
        Task("T003", "3", "", "乙", "总结。", "区丙局", deadline="分别于6月30日、12月10日前"),
    ),
    (
        Unit("区甲局", "部门", ("区老甲局",)),
        Unit("区乙局", "部门"),
        Unit("区丙局", "部门"),
        Unit("区丁局", "部门"),
    ),
)
BOOKS = {"区甲局": "T001 T002", "区乙局": "责任 T001", "区丁局": "责任 T001", "区丙局": "T003"}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    for period in (MAY, JUNE, JULY, SEPTEMBER):
        issue(tmp_path, period, BOOKS)
    send_in(tmp_path, MAY, ("区老甲局", "T001 推进中 五月 T002 推进中 别的"), days="20")
    send_in(
        tmp_path,
        JUNE,
        ("区甲局", "T001 推进中 六月"),
        ("区乙局", "T001 推进中 迟了"),
        ("区甲局", "T001 已完成 改了"),
        ("区丙局", "T003 推进中 小结"),
        days="8 12 20 25",
    )
    send_in(tmp_path, JULY, ("区乙局", "T001 已完成 好了"), days="15")
    return tmp_path


def told(plan: Plan, archive: Path, last: Period, today: date) -> list[Stage]:
    dates = NamedDates(plan)
    for stage in stages(plan, archive, last, today=today):
        dates.take(stage)
    return list(dates.stages(today))


def rows_of(made: list[Stage], *by: str) -> list[str]:
    table = totals(tables_of(made, PLAN).answers, *by)
    return [" ".join(map(str, row)) for row in table[["period", *by, *MEASURES]].itertuples(index=False)]


def test_dates_named_more_than_once_in_a_cell() -> None:
    assert several_dates(read_plan(PLAN)[0]) == {
        "T001": (date(2026, 6, 10), date(2026, 9, 10), date(2026, 12, 10)),
        "T003": (date(2026, 6, 30), date(2026, 12, 10)),
    }
    assert NamedDates(PLAN).days == [date(2026, *day) for day in ((6, 10), (6, 30), (9, 10), (12, 10))]


def test_each_date_as_a_period_of_its_own(archive: Path) -> None:
    # assigned due answered on_time done done_now overdue newly_done newly_overdue silent repeated late
    assert rows_of(told(PLAN, archive, SEPTEMBER, TODAY)) == [
        "2026-06-10 3 3 1 1 0 0 0 0 0 0 0 1",
        "2026-06-30 1 1 1 1 0 0 0 0 0 0 0 0",
        "2026-09-10 3 3 2 2 2 2 0 2 0 1 0 0",
    ]


def test_whose_answers_they_are(archive: Path) -> None:
    rows = rows_of(told(PLAN, archive, SEPTEMBER, TODAY), "unit")
    assert [row for row in rows if row.startswith("2026-09-10")] == [
        "2026-09-10 区甲局 1 1 1 1 1 1 0 1 0 0 0 0",
        "2026-09-10 区乙局 1 1 1 1 1 1 0 1 0 0 0 0",
        "2026-09-10 区丁局 1 1 0 0 0 0 0 0 0 1 0 0",
    ]


def test_a_date_stands_as_it_stood_on_that_day(archive: Path) -> None:
    """区甲局 wrote 推进中 on 8 June; what it made of that on the 20th is its answer for September."""
    june, _, september = told(PLAN, archive, SEPTEMBER, TODAY)
    (task,) = june.status.tasks
    answer = task.answers[0]
    assert (answer.unit, answer.state, answer.reply.progress) == ("区甲局", State.IN_PROGRESS, "六月")
    assert june.late == {("T001", "区乙局")}
    assert (june.status.as_of, june.status.due, june.label) == (
        date(2026, 6, 10),
        date(2026, 6, 10),
        "2026-06-10",
    )
    assert september.status.tasks[0].state is State.DONE


def test_words_of_before_the_first_date_count_for_it(archive: Path) -> None:
    june, *_ = told(PLAN, archive, MAY, TODAY)
    assert june.status.tasks[0].answers[0].reply.progress == "五月"
    assert june.status.tasks[0].answers[0].unit == "区甲局"


@pytest.mark.parametrize(
    ("today", "dates"),
    [
        ("2026-06-09", ""),
        ("2026-06-10", "2026-06-10"),
        ("2026-09-09", "2026-06-10 2026-06-30"),
        ("2026-12-31", "2026-06-10 2026-06-30 2026-09-10 2026-12-10"),
    ],
)
def test_dates_to_come_are_not_told(archive: Path, today: str, dates: str) -> None:
    made = told(PLAN, archive, SEPTEMBER, date.fromisoformat(today))
    assert [stage.label for stage in made] == dates.split()


def test_what_is_done_is_not_asked_for_at_the_next_date(archive: Path) -> None:
    december = rows_of(told(PLAN, archive, SEPTEMBER, date(2026, 12, 31)), "unit")[-4:]
    assert december == [
        "2026-12-10 区甲局 1 0 0 0 1 0 0 0 0 0 0 0",
        "2026-12-10 区乙局 1 0 0 0 1 0 0 0 0 0 0 0",
        "2026-12-10 区丙局 1 1 0 0 0 0 0 0 0 0 0 0",
        "2026-12-10 区丁局 1 1 0 0 0 0 0 0 0 1 0 0",
    ]


def test_a_date_before_the_first_period_is_not_told(tmp_path: Path) -> None:
    issue(tmp_path, JULY, BOOKS)
    made = told(PLAN, tmp_path, JULY, TODAY)
    assert [stage.label for stage in made] == ["2026-09-10"]


def test_an_answer_after_the_last_date_is_late(tmp_path: Path) -> None:
    issue(tmp_path, JUNE, {"区丙局": "T003"})
    december = Period(2026, 12)
    issue(tmp_path, december, {"区丙局": "T003"})
    send_in(tmp_path, december, ("区丙局", "T003 已完成 好了"), days="11")
    made = told(PLAN, tmp_path, december, date(2026, 12, 31))
    assert [(stage.label, sorted(stage.late)) for stage in made] == [
        ("2026-06-30", []),
        ("2026-12-10", [("T003", "区丙局")]),
    ]


def test_a_plan_that_names_no_dates() -> None:
    dates = NamedDates(Plan(settings(), (PLAN.tasks[1],), PLAN.units))
    assert dates.days == []
    assert list(dates.stages(TODAY)) == []
