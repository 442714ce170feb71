"""The facts of a period: worked out by hand for a small office whose archive holds June, August and September."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from archives import issue, send_in
from report_facts import (
    AUGUST,
    JUNE,
    PLAN,
    SEPTEMBER,
    TODAY,
    archive_of_three_months,
    facts_of_first_month,
    facts_of_three_months,
)
from status_values import record
from taskbook.findings import CannotGoOn, Stop
from taskbook.model import Light, Role, State
from taskbook.period import Period
from taskbook.reporting.facts import AnswerCount, Facts, UnitPeriod
from taskbook.reporting.gather import gather
from taskbook.reporting.histories import SHORTEST, Histories, Words
from taskbook.returns.archive import ledger_of, line_of
from taskbook.returns.ledger import append_lines


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    return facts_of_three_months(tmp_path_factory.mktemp("archive"))


def unit(facts: Facts, name: str) -> AnswerCount:
    return next(one.counts for one in facts.units if one.name == name)


def test_every_period_of_the_archive_is_in_the_trend_and_a_missing_month_is_told(facts: Facts) -> None:
    assert [one.label for one in facts.trend] == ["2026-06", "2026-08", "2026-09"]
    assert facts.missing == (Period(2026, 7),)
    assert [one.missing_before for one in facts.trend] == [0, 1, 0]
    assert [one.elapsed for one in facts.trend] == [6 / 12, 8 / 12, 9 / 12]
    assert facts.before is facts.trend[1]
    assert facts.this.as_of == date(2026, 9, 28)


def test_tasks_are_this_years_and_what_was_left_over_is_told_apart(facts: Facts) -> None:
    assert [task.id for task in facts.tasks] == [f"T00{number}" for number in range(1, 9)]
    assert [task.id for task in facts.lookback] == ["T009"]
    this = facts.this.tasks
    assert (this.tasks, this.done, this.overdue, this.near, this.newly_done, this.newly_overdue) == (
        8,
        2,
        1,
        1,
        1,
        1,
    )
    assert this.done_share == this.completed == 0.25
    assert facts.this.behind == 0.5
    assert this.lights == {Light.GREEN: 4, Light.BLUE: 1, Light.YELLOW: 1, Light.RED: 2}
    assert this.states == {
        State.NOT_STARTED: 0,
        State.IN_PROGRESS: 4,
        State.BEHIND: 1,
        State.DONE: 2,
        State.NONE: 1,
    }
    assert [one.tasks.done for one in facts.trend] == [1, 1, 2]
    assert [one.tasks.overdue for one in facts.trend] == [0, 0, 1]
    assert [(one.lookback_tasks, one.lookback_done) for one in facts.trend] == [(1, 0)] * 3


def test_sections_and_topics_stand_in_the_plans_order_and_add_up(facts: Facts) -> None:
    assert [one.name for one in facts.sections] == ["一、重点领域信息公开", "二、公开平台建设"]
    assert [(one.name, one.tasks, one.done, one.overdue) for one in facts.topics] == [
        ("涉企政策公开", 2, 1, 1),
        ("民生信息公开", 2, 0, 0),
        ("门户网站", 2, 0, 0),
        ("政务新媒体", 2, 1, 0),
    ]
    for group in (facts.sections, facts.topics):
        for word in ("tasks", "done", "overdue", "near", "newly_done", "newly_overdue"):
            assert sum(getattr(one, word) for one in group) == getattr(facts.this.tasks, word)
        for light in facts.status.lights:
            assert sum(one.lights[light] for one in group) == facts.this.tasks.lights[light]


def test_units_are_counted_with_everything_they_were_sent(facts: Facts) -> None:
    money = unit(facts, "区财政局")
    assert (money.assigned, money.due, money.answered, money.on_time) == (4, 4, 2, 2)
    assert (money.overdue, money.newly_overdue, money.silent, money.repeated) == (2, 1, 1, 2)
    assert money.answer_rate == 0.5
    law = unit(facts, "区司法局")
    assert (law.answered, law.on_time, law.late) == (2, 0, 2)
    for word in ("assigned", "due", "answered", "done", "overdue", "silent", "repeated"):
        total = getattr(facts.this.answers, word)
        assert sum(getattr(one.counts, word) for one in facts.units) == total
        assert sum(getattr(one.counts, word) for one in facts.roles) == total
    assert [one.role for one in facts.roles] == [Role.LEAD, Role.RESPONSIBLE, Role.SUPPORT]


def test_a_units_periods_hold_what_its_score_is_made_of(facts: Facts) -> None:
    by_name = {one.name: one for one in facts.units}
    assert by_name["区司法局"].periods == (
        UnitPeriod("2026-06", 2, 2, 2),
        UnitPeriod("2026-08", 2, 2, 2, returned=1),
        UnitPeriod("2026-09", 2, 2, 0),
    )
    assert [one.reported_done for one in by_name["区教育局"].periods] == [1, 0, 0]
    assert (by_name["区教育局"].to_finish, by_name["区教育局"].finished) == (2, 1)  # T002 is past its date
    assert (by_name["区民社局"].to_finish, by_name["区民社局"].finished) == (1, 1)  # under its new name
    assert (by_name["区司法局"].to_finish, by_name["区司法局"].finished) == (0, 0)


def test_what_was_done_after_its_date_was_not_finished_in_time(tmp_path: Path) -> None:
    archive_of_three_months(tmp_path)
    october = Period(2026, 10)
    issue(tmp_path, october, {"区教育局": "责任 T002", "区财政局": "牵头 T002", "区民社局": "牵头 T003"})
    send_in(tmp_path, october, ("区财政局", "T002 已完成 已公布"), ("区民社局", "T003 已完成 已公布"))
    facts = gather(PLAN, tmp_path, october, today=date(2026, 10, 20))
    by_name = {one.name: (one.to_finish, one.finished) for one in facts.units}
    assert by_name["区财政局"] == (2, 0)  # T002 of August, and what last year left over since June
    assert by_name["区民社局"] == (2, 2)  # T008 in September; T003 of 30 September by October's due day


@pytest.mark.parametrize(
    ("by", "month", "day", "finished"),
    [
        ("9月15日前", 9, 24, (1, 1)),  # by the due day of the month it was due in, not by its own date
        ("9月15日前", 9, 25, (1, 1)),
        ("9月15日前", 9, 26, (1, 0)),
        ("9月25日前", 9, 25, (1, 1)),
        ("9月25日前", 10, 1, (1, 0)),
        ("9月26日前", 10, 25, (1, 1)),
        ("9月26日前", 10, 26, (1, 0)),
        ("9月底前", 10, 0, (0, 0)),  # the collection after it has just been
        ("9月20日前", 10, 0, (1, 0)),
        ("3月底前", 8, 25, (1, 1)),  # nobody was asked before August
        ("3月底前", 8, 26, (1, 0)),
        ("全年持续推进", 9, 24, (0, 0)),
        ("9月15日前，并长期坚持", 9, 24, (1, 1)),
        ("9月15日前，并长期坚持", 10, 1, (1, 0)),
    ],
)
def test_in_time_is_by_the_first_collection_after_the_date(
    tmp_path: Path, by: str, month: int, day: int, finished: tuple[int, int]
) -> None:
    """Reported as done on that day; day 0: never. What goes on is answered for later, too: its date was kept."""
    plan = replace(PLAN, tasks=(replace(PLAN.tasks[2], support="", deadline=by),))
    for each in (8, 9, 10):
        issue(tmp_path, Period(2026, each), {"区民社局": "T003"})
        said = "已完成 已公布" if each == month and day else "推进中 在办" if each < month or not day else ""
        if not said and "长期" in by:
            said = "推进中 继续"
        if said:
            send_in(tmp_path, Period(2026, each), ("区民社局", f"T003 {said}"), days=str(day or 1))
    facts = gather(plan, tmp_path, Period(2026, 10), today=date(2026, 10, 25 if not day else 31))
    assert [(one.to_finish, one.finished) for one in facts.units] == [finished]


@pytest.mark.parametrize(("day", "finished"), [(1, (1, 0)), (28, (1, 0))])
def test_what_an_earlier_year_left_over_was_asked_for_before(
    tmp_path: Path, day: int, finished: tuple[int, int]
) -> None:
    plan = replace(PLAN, tasks=PLAN.tasks[8:9])
    plan = replace(plan, tasks=(replace(plan.tasks[0], deadline="2025年6月底前"),))
    issue(tmp_path, Period(2026, 8), {"区财政局": "T009"})
    send_in(tmp_path, Period(2026, 8), ("区财政局", "T009 已完成 已公布"), days=str(day))
    facts = gather(plan, tmp_path, Period(2026, 8), today=date(2026, 8, 31))
    assert [(one.to_finish, one.finished) for one in facts.units] == [finished]


def test_what_was_opened_again_counts_from_when_it_is_done_again(tmp_path: Path) -> None:
    plan = replace(PLAN, tasks=PLAN.tasks[2:3])
    books = {"区民社局": "T003", "东街街道": "配合 T003"}
    for month, said in (
        (7, "已完成 已公布"),
        (8, "推进中 有误重办"),
        (9, "推进中 重办"),
        (10, "已完成 又公布"),
    ):
        issue(tmp_path, Period(2026, month), books)
        send_in(tmp_path, Period(2026, month), ("区民社局", f"T003 {said}"), days="26")
    finished = {
        month: next(
            (one.to_finish, one.finished)
            for one in gather(plan, tmp_path, Period(2026, month), today=date(2026, 10, 30)).units
            if one.name == "区民社局"
        )
        for month in (7, 8, 9, 10)
    }
    assert finished == {7: (1, 1), 8: (0, 0), 9: (0, 0), 10: (1, 0)}


def test_dates_that_the_plan_names_are_periods_of_their_own(facts: Facts) -> None:
    assert [(one.label, one.day, one.answers.answered, one.answers.due) for one in facts.days] == [
        ("2026-06-10", date(2026, 6, 10), 2, 2),
        ("2026-09-10", date(2026, 9, 10), 2, 2),
    ]
    assert facts.coming == (date(2026, 12, 10),)


def test_a_history_tells_every_period_with_file_row_and_the_name_of_then(facts: Facts) -> None:
    lines = facts.histories.lines("T003")
    assert [
        (one.label, one.unit, one.named, one.state, one.text) for one in lines if one.role is Role.LEAD
    ] == [
        ("2026-06", "区民社局", "区民政局", State.IN_PROGRESS, "正在修订"),
        ("2026-08", "区民社局", "区民政局", State.IN_PROGRESS, "已送审"),
        ("2026-09", "区民社局", "", State.IN_PROGRESS, "已定稿"),
    ]
    assert [(one.file, one.row) for one in lines if one.role is Role.LEAD] == [
        ("0002_区民政局.xlsx", 13),
        ("0002_区民政局.xlsx", 13),
        ("0002_区民社局.xlsx", 13),
    ]
    silent = facts.histories.lines("T005")
    assert [(one.label, one.text, one.file) for one in silent if one.unit == "河口镇"] == [
        ("2026-06", "正在整理", "0006_河口镇.xlsx"),
        ("2026-08", "", ""),
        ("2026-09", "", ""),
    ]
    done = [one for one in facts.histories.lines("T001") if one.unit == "区教育局"]
    assert [(one.state, one.text) for one in done] == [
        (State.DONE, "清单已公布"),
        (State.DONE, ""),
        (State.DONE, ""),
    ]
    assert facts.histories.lines("T999") == []
    assert dict(facts.histories.by_task())["T003"] == lines


def test_in_a_large_office_only_the_words_of_the_period_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("taskbook.reporting.histories.MOST_CHARACTERS", 100)
    issue(tmp_path, AUGUST, {"区司法局": "T004"})
    issue(tmp_path, SEPTEMBER, {"区司法局": "T004"})
    send_in(tmp_path, AUGUST, ("区司法局", f"T004 推进中 {'长' * 80}"))
    send_in(tmp_path, SEPTEMBER, ("区司法局", f"T004 推进中 {'新' * 80}"))
    lines = gather(PLAN, tmp_path, SEPTEMBER, today=TODAY).histories.lines("T004")
    assert [one.text for one in lines] == ["", "新" * (SHORTEST - 1) + "…"]
    assert [one.file for one in lines] == ["0001_区司法局.xlsx"] * 2


def test_the_first_period_has_nothing_before_it(tmp_path: Path) -> None:
    facts = facts_of_first_month(tmp_path)
    assert [one.label for one in facts.trend] == ["2026-06"]
    assert facts.before is None
    assert facts.missing == ()


def test_a_period_without_any_return_is_still_told(tmp_path: Path) -> None:
    facts = facts_of_first_month(tmp_path, answered=False)
    assert (facts.this.units_due, facts.this.units_missing, facts.this.answers.answered) == (6, 6, 0)
    assert facts.this.tasks.states[State.NONE] == 8
    assert facts.histories.lines("T001")[0].state is State.NONE
    (named,) = facts.days
    assert (named.label, named.answers.due, named.answers.answered, named.units_missing) == (
        "2026-06-10",
        2,
        0,
        2,
    )


def test_a_period_that_was_never_begun_is_refused(tmp_path: Path) -> None:
    issue(tmp_path, JUNE, {"区司法局": "T004"})
    with pytest.raises(CannotGoOn) as stopped:
        gather(PLAN, tmp_path, SEPTEMBER, today=TODAY)
    assert stopped.value.stop is Stop.NOTHING_ISSUED


def test_histories_of_nothing() -> None:
    import pandas as pd

    empty = pd.DataFrame(
        {"task": pd.Categorical([]), "period": [], "unit": [], "role": [], "state": [], "light": []}
    )
    assert Histories(empty, Words(SEPTEMBER)).lines("T001") == []


def test_what_is_not_due_yet_lowers_nobodys_score(tmp_path: Path) -> None:
    issue(tmp_path, SEPTEMBER, {"区司法局": "T004", "区财政局": "T006"})
    send_in(tmp_path, SEPTEMBER, ("区财政局", "T006 推进中 已更新"), days="3")

    def due(today: date) -> dict[str, int]:
        facts = gather(PLAN, tmp_path, SEPTEMBER, today=today)
        return {one.name: one.periods[-1].due for one in facts.units if one.status.due}

    assert due(date(2026, 9, 25)) == {"区财政局": 1, "区司法局": 0}
    assert due(date(2026, 9, 26)) == {"区财政局": 1, "区司法局": 1}
    assert due(date(2026, 11, 2)) == {"区财政局": 1, "区司法局": 1}


def test_every_return_that_was_sent_back_counts(tmp_path: Path) -> None:
    archive_of_three_months(tmp_path)
    again = [
        record(number, "区财政局", "returned", received=f"2026-09-0{number}T10:00:00") for number in (7, 8)
    ]
    guessed = replace(again[0], sequence=9, unit="", probable_unit="河口镇")
    append_lines(ledger_of(tmp_path, SEPTEMBER), [line_of(one) for one in (*again, guessed)])
    facts = gather(PLAN, tmp_path, SEPTEMBER, today=TODAY)
    returned = {one.name: one.periods[-1].returned for one in facts.units}
    assert {name: count for name, count in returned.items() if count} == {"区财政局": 2}


@pytest.mark.parametrize(("day", "coming"), [(9, [10]), (10, []), (11, [])])
def test_a_date_has_come_on_its_own_day(tmp_path: Path, day: int, coming: list[int]) -> None:
    facts = gather(PLAN, archive_of_three_months(tmp_path), SEPTEMBER, today=date(2026, 9, day))
    assert [one.day for one in facts.coming if one.month == 9] == coming
    assert len(facts.days) == (1 if coming else 2)
