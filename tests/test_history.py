"""Three months of a small office with known truth: every number of the history, and what must hold for any office."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from archives import books_of, issue, replies_of, send_in
from hypothesis import given
from hypothesis import settings as tests
from hypothesis import strategies as st
from status_values import record, round_of, settings
from taskbook.findings import CannotGoOn, Stop
from taskbook.issued import record_issued
from taskbook.language.reading import read_plan
from taskbook.merge import status_of
from taskbook.model import Plan, Task, Unit
from taskbook.period import Period
from taskbook.rollup.figures import figures_of
from taskbook.rollup.history import Known, Stage, months_missing, readings_then, stages, stages_of
from taskbook.rollup.tables import (
    MEASURES,
    TASK_MEASURES,
    Tables,
    counts,
    tables_of,
    task_totals,
    totals,
)

MARCH, APRIL, MAY, JUNE = (Period(2026, month) for month in (3, 4, 5, 6))
TODAY = date(2026, 7, 3)
PLAN = Plan(
    settings(plan_id="", issued_on=date(2026, 2, 1)),
    (
        Task("T001", "1", "一", "甲", "公布目录。", "区教育局", "区财政局", deadline="2026年4月15日前"),
        Task("T002", "2", "一", "甲", "公布预算。", "区财政局", "", "区民社局", deadline="年底前"),
        Task("T003", "3", "一", "乙", "回访群众。", "", "区民社局牵头", deadline="全年持续推进"),
        Task("T005", "5", "一", "乙", "上报总结。", "区教育局", deadline="2026年6月30日前"),
    ),
    (Unit("区教育局", "部门"), Unit("区财政局", "部门"), Unit("区民社局", "部门", ("区民政局",))),
)
"""As it is in June: 区民社局 was called 区民政局, T004 has been withdrawn, T005 was added; nobody did anything in May."""


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    spring = {
        "区教育局": "T001 T004",
        "区财政局": "责任 T001 牵头 T002",
        "区民政局": "配合 T002 牵头 T003",
    }
    issue(tmp_path, MARCH, spring)
    send_in(
        tmp_path,
        MARCH,
        ("区教育局", "T001 推进中 正在起草 T004 推进中 四"),
        ("区财政局", "T001 已完成 已报 T002 推进中 已开会"),
        late="区财政局",
    )
    issue(tmp_path, APRIL, spring)
    send_in(
        tmp_path,
        APRIL,
        ("区教育局", "T001 推进中 正在起草 T004 已完成 办结"),
        ("区民政局", "T003 已完成 已回访"),
    )
    (tmp_path / "2026-05").mkdir()
    summer = {"区教育局": "T001 T005", "区财政局": "责任 T001 牵头 T002", "区民社局": "配合 T002 牵头 T003"}
    issue(tmp_path, JUNE, summer)
    send_in(
        tmp_path,
        JUNE,
        ("区财政局", "T002 推进中 已_开会"),
        ("区民社局", "T002 推进中 配合 T003 已完成 已回访"),
    )
    return tmp_path


@pytest.fixture
def tables(archive: Path) -> Tables:
    return tables_of(stages(PLAN, archive, JUNE, today=TODAY), PLAN)


def table_of(text: str) -> list[tuple[str, ...]]:
    """`| 2026-03 | 区教育局 | 2 2 2 |` → ("2026-03", "区教育局", "2", "2", "2")."""
    return [tuple(line.replace("|", " ").split()) for line in text.strip().splitlines()]


def shown(frame, by: Iterable[str], measures: Iterable[str]) -> list[tuple[str, ...]]:
    return [tuple(map(str, row)) for row in frame[["period", *by, *measures]].itertuples(index=False)]


# assigned due answered on_time done done_now overdue newly_done newly_overdue silent repeated late
@pytest.mark.parametrize(
    ("by", "truth"),
    [
        (
            (),
            """
            | 2026-03 | 6 6 4 2  1 1  0  1 0  0 0  2 |
            | 2026-04 | 6 5 3 3  3 2  1  2 1  1 1  0 |
            | 2026-06 | 6 5 3 3  2 1  1  0 0  0 2  0 |
            """,
        ),
        (
            ("unit",),
            """
            | 2026-03 | 区教育局 | 2 2 2 2  0 0  0  0 0  0 0  0 |
            | 2026-03 | 区财政局 | 2 2 2 0  1 1  0  1 0  0 0  2 |
            | 2026-03 | 区民社局 | 2 2 0 0  0 0  0  0 0  0 0  0 |
            | 2026-04 | 区教育局 | 2 2 2 2  1 1  1  1 1  0 1  0 |
            | 2026-04 | 区财政局 | 2 1 0 0  1 0  0  0 0  0 0  0 |
            | 2026-04 | 区民社局 | 2 2 1 1  1 1  0  1 0  1 0  0 |
            | 2026-06 | 区教育局 | 2 2 0 0  0 0  1  0 0  0 0  0 |
            | 2026-06 | 区财政局 | 2 1 1 1  1 0  0  0 0  0 1  0 |
            | 2026-06 | 区民社局 | 2 2 2 2  1 1  0  0 0  0 1  0 |
            """,
        ),
        (
            ("topic",),
            """
            | 2026-03 | 甲 | 4 4 3 1  1 1  0  1 0  0 0  2 |
            | 2026-03 | 乙 | 1 1 0 0  0 0  0  0 0  0 0  0 |
            | 2026-03 | 已撤销的任务 | 1 1 1 1  0 0  0  0 0  0 0  0 |
            | 2026-04 | 甲 | 4 3 1 1  1 0  1  0 1  1 1  0 |
            | 2026-04 | 乙 | 1 1 1 1  1 1  0  1 0  0 0  0 |
            | 2026-04 | 已撤销的任务 | 1 1 1 1  1 1  0  1 0  0 0  0 |
            | 2026-06 | 甲 | 4 3 2 2  1 0  1  0 0  0 1  0 |
            | 2026-06 | 乙 | 2 2 1 1  1 1  0  0 0  0 1  0 |
            """,
        ),
        (
            ("role",),
            """
            | 2026-03 | lead        | 4 4 3 2  0 0  0  0 0  0 0  1 |
            | 2026-03 | responsible | 1 1 1 0  1 1  0  1 0  0 0  1 |
            | 2026-03 | support     | 1 1 0 0  0 0  0  0 0  0 0  0 |
            | 2026-04 | lead        | 4 4 3 3  2 2  1  2 1  0 1  0 |
            | 2026-04 | responsible | 1 0 0 0  1 0  0  0 0  0 0  0 |
            | 2026-04 | support     | 1 1 0 0  0 0  0  0 0  1 0  0 |
            | 2026-06 | lead        | 4 4 2 2  1 1  1  0 0  0 2  0 |
            | 2026-06 | responsible | 1 0 0 0  1 0  0  0 0  0 0  0 |
            | 2026-06 | support     | 1 1 1 1  0 0  0  0 0  0 0  0 |
            """,
        ),
    ],
)
def test_single_answers(tables: Tables, by: tuple[str, ...], truth: str) -> None:
    assert shown(totals(tables.answers, *by), by, MEASURES) == table_of(truth)


# tasks done overdue near newly_done newly_overdue
@pytest.mark.parametrize(
    ("by", "truth"),
    [
        (
            (),
            """
            | 2026-03 | 4 0 0 0 0 0 |
            | 2026-04 | 4 2 1 0 2 1 |
            | 2026-06 | 4 1 1 1 0 0 |
            """,
        ),
        (
            ("topic",),
            """
            | 2026-03 | 甲 | 2 0 0 0 0 0 |
            | 2026-03 | 乙 | 1 0 0 0 0 0 |
            | 2026-03 | 已撤销的任务 | 1 0 0 0 0 0 |
            | 2026-04 | 甲 | 2 0 1 0 0 1 |
            | 2026-04 | 乙 | 1 1 0 0 1 0 |
            | 2026-04 | 已撤销的任务 | 1 1 0 0 1 0 |
            | 2026-06 | 甲 | 2 0 1 0 0 0 |
            | 2026-06 | 乙 | 2 1 0 1 0 0 |
            """,
        ),
    ],
)
def test_whole_tasks(tables: Tables, by: tuple[str, ...], truth: str) -> None:
    assert shown(task_totals(tables.tasks, *by), by, TASK_MEASURES) == table_of(truth)


def test_periods(tables: Tables) -> None:
    columns = [
        "months_missing",
        "units_due",
        "units_answered",
        "units_partly",
        "units_missing",
        "units_on_time",
    ]
    assert shown(tables.periods, ["as_of", "due_on"], columns) == table_of(
        """
        | 2026-03 | 2026-03-31 2026-03-25 | 0 3 2 0 1 1 |
        | 2026-04 | 2026-04-30 2026-04-25 | 0 3 1 1 1 2 |
        | 2026-06 | 2026-06-30 2026-06-25 | 1 3 2 0 1 2 |
        """
    )
    assert tables.periods["elapsed"].tolist() == [3 / 12, 4 / 12, 6 / 12]
    assert tables.periods["done_share"].tolist() == [0, 0.5, 0.25]
    assert tables.periods["completed"].tolist() == [0, 0.5, 0.25]
    assert tables.periods["behind"].tolist() == pytest.approx([3 / 12, 4 / 12 - 0.5, 6 / 12 - 0.25])
    assert shown(tables.periods, (), [f"answers_{name}" for name in MEASURES]) == shown(
        totals(tables.answers), (), MEASURES
    )
    assert shown(tables.periods, (), TASK_MEASURES) == shown(task_totals(tables.tasks), (), TASK_MEASURES)


def test_shares(tables: Tables) -> None:
    april = totals(tables.answers, "unit").set_index(["period", "unit"]).loc["2026-04"]
    assert (
        april.loc["区民社局", ["answer_rate", "on_time_rate", "done_rate", "completed"]].tolist() == [0.5] * 4
    )
    assert april.loc["区教育局", "answer_rate"] == 1


def test_lights_and_states(tables: Tables) -> None:
    lights = counts(tables.tasks, "light")
    assert [*lights.columns] == ["period", "绿", "蓝", "黄", "红"]
    assert shown(lights, (), "绿蓝黄红") == table_of(
        "| 2026-03 4 0 0 0 |\n| 2026-04 3 0 0 1 |\n| 2026-06 2 1 0 1 |"
    )
    states = counts(tables.answers, "state", "unit")
    assert int(states[["未启动", "推进中", "进展滞后", "已完成", "未反馈"]].to_numpy().sum()) == 18


def test_the_last_period_is_its_status_book(archive: Path, tables: Tables) -> None:
    *_, last = stages(PLAN, archive, JUNE, today=TODAY)
    status = status_of(PLAN, JUNE, archive, today=TODAY)
    assert (last.status.tasks, last.status.units) == (status.tasks, status.units)
    by_unit = totals(tables.answers, "unit").set_index(["period", "unit"]).loc["2026-06"]
    for unit in status.units:
        row = by_unit.loc[unit.unit.name, ["assigned", "due", "answered", "done", "overdue"]].tolist()
        assert row == [unit.tasks, unit.due, unit.answered, unit.done, unit.overdue]
    assert tables.periods["units_due"].iloc[-1] == figures_of(status).units_due


@pytest.mark.parametrize("period", [MARCH, APRIL])
def test_a_period_gone_by_is_told_alike_everywhere(archive: Path, period: Period) -> None:
    """As the last one asked for, as one of the trend, and in its status book: by what was sent out then."""
    trend = {stage.period: stage for stage in stages(PLAN, archive, JUNE, today=TODAY)}
    *before, last = stages(PLAN, archive, period, today=TODAY)
    status = status_of(PLAN, period, archive, today=TODAY)
    assert [stage.period for stage in before] == [one for one in trend if one < period]
    assert last.changed == trend[period].changed
    for told in (last.status, status):
        assert told.tasks == trend[period].status.tasks
        assert told.units == trend[period].status.units


def test_what_was_added_later_is_nobodys_fault_in_a_month_before(archive: Path) -> None:
    """T005 and 区司法局 came in June: April knows neither, though the plan of now has both."""
    tasks = (*PLAN.tasks, Task("T006", "6", "一", "乙", "普法。", "区司法局", deadline="2026年4月10日前"))
    plan = replace(PLAN, tasks=tasks, units=(*PLAN.units, Unit("区司法局", "部门")))
    issue(archive, JUNE, {"区司法局": "T006"})
    april, june = (status_of(plan, period, archive, today=TODAY) for period in (APRIL, JUNE))
    assert [task.id for task in april.tasks] == ["T001", "T002", "T003", "T004"]
    assert [unit.unit.name for unit in april.units] == ["区教育局", "区财政局", "区民社局"]
    assert [task.id for task in june.tasks] == ["T001", "T002", "T003", "T005", "T006"]
    assert {unit.unit.name: unit.overdue for unit in june.units}["区司法局"] == 1


def test_only_books_of_the_plan_make_a_period_one_gone_by(archive: Path) -> None:
    """A folder of a later month, empty or of another plan, changes nothing: June is the plan of now."""
    (archive / "2026-07").mkdir()
    other = books_of({"区教育局": "T009"})["区教育局"]
    record_issued(archive, Period(2026, 8), [replace(other, plan="JH-9")])
    plan = replace(PLAN, settings=replace(PLAN.settings, plan_id="JH-1"), tasks=PLAN.tasks[:1])
    told = status_of(plan, JUNE, archive, today=TODAY)
    assert [task.id for task in told.tasks] == ["T001"]
    issue(archive, Period(2026, 7), {"区教育局": "T001"})
    told = status_of(plan, JUNE, archive, today=TODAY)
    assert [task.id for task in told.tasks] == ["T001", "T005", "T002", "T003"]


def test_a_running_period_is_judged_by_today(archive: Path) -> None:
    *_, last = stages(PLAN, archive, JUNE, today=date(2026, 6, 12))
    assert last.status.as_of == date(2026, 6, 12)


# ---- what an archive may look like ----


def test_a_first_period_has_nothing_before_it(archive: Path) -> None:
    (first,) = stages(PLAN, archive, MARCH, today=TODAY)
    assert not first.changed.repeated
    assert first.changed.done == {("T001", "区财政局")}


def test_a_period_with_no_returns(archive: Path) -> None:
    issue(
        archive,
        Period(2026, 7),
        {"区教育局": "T001 T005", "区财政局": "责任 T001 牵头 T002", "区民社局": "配合 T002 牵头 T003"},
    )
    told = tables_of(stages(PLAN, archive, Period(2026, 7), today=date(2026, 8, 1)), PLAN)
    july = told.periods.iloc[-1]
    assert (july["units_due"], july["units_missing"], july["answers_due"], july["answers_answered"]) == (
        3,
        3,
        5,
        0,
    )
    assert july["answers_silent"] == 2  # 区教育局 said nothing in June either
    assert (july["answers_newly_overdue"], july["answers_repeated"]) == (1, 0)


def test_a_period_that_was_never_begun(archive: Path) -> None:
    with pytest.raises(CannotGoOn) as stopped:
        list(stages(PLAN, archive, MAY, today=TODAY))
    assert stopped.value.stop is Stop.NOTHING_ISSUED


def test_another_plan_s_archive(archive: Path) -> None:
    record_issued(
        archive, APRIL, [replace(book, plan="JH-9") for book in books_of({"区教育局": "T001"}).values()]
    )
    with pytest.raises(CannotGoOn) as stopped:
        list(stages(PLAN, archive, JUNE, today=TODAY))
    assert stopped.value.stop is Stop.OTHER_PLAN_HERE


@pytest.mark.parametrize(
    ("held", "missing"),
    [
        ("", ""),
        ("2026-03", ""),
        ("2026-03 2026-04", ""),
        ("2025-11 2026-02", "2025-12 2026-01"),
        ("2026-06 2026-03 2026-04", "2026-05"),
    ],
)
def test_months_missing(held: str, missing: str) -> None:
    assert months_missing(list(map(Period.parse, held.split()))) == list(map(Period.parse, missing.split()))


def test_who_answered_then_stays_who_was_asked() -> None:
    """T001 was 区财政局's in March and moved; 区民政局 got no book at all in a month, but had one before."""
    readings, _ = read_plan(PLAN)
    names = {"区民政局": "区民社局"}
    known = Known()
    march = books_of({"区财政局": "T001 T002", "区民政局": "T003"})
    then = {one.task.id: one.assignments for one in readings_then(readings, march, known, names)}
    assert {task: [(part.unit, part.role) for part in parts] for task, parts in then.items()} == {
        "T001": [("区财政局", "lead")],
        "T002": [("区财政局", "lead")],
        "T003": [("区民社局", "lead")],
    }
    known.take(march, names)
    april = books_of({"区财政局": "T002"})
    then = {one.task.id: one.assignments for one in readings_then(readings, april, known, names)}
    assert [part.unit for part in then["T003"]] == ["区民社局"]
    assert [part.unit for part in then["T002"]] == ["区财政局", "区民社局"]
    assert then["T001"] == ()  # known by now, but whose it was this month nobody says


def test_nothing_issued_is_the_plan_of_now() -> None:
    readings, _ = read_plan(PLAN)
    assert readings_then(readings, {}, Known()) == list(readings)


def test_units_that_became_one_are_added_up(tmp_path: Path) -> None:
    plan = Plan(
        settings(plan_id=""),
        (
            Task("T001", "1", "", "", "公布。", "区民社局", deadline="年底前"),
            Task("T002", "2", "", "", "回访。", "区民社局", deadline="年底前"),
        ),
        (Unit("区民社局", "部门", ("区民政局", "区人社局")),),
    )
    issue(tmp_path, MARCH, {"区民政局": "T001", "区人社局": "T001 T002"})
    send_in(tmp_path, MARCH, ("区民政局", "T001 已完成 好"), ("区人社局", "T001 推进中 还差 T002 已完成 好"))
    issue(tmp_path, APRIL, {"区民社局": "T001 T002"})
    send_in(tmp_path, APRIL, ("区民社局", "T001 已完成 好"))
    told = totals(tables_of(stages(plan, tmp_path, APRIL, today=TODAY), plan).answers, "unit")
    assert shown(told, ["unit"], ["assigned", "due", "answered", "done", "newly_done"]) == table_of(
        "| 2026-03 | 区民社局 | 2 2 2 1 1 |\n| 2026-04 | 区民社局 | 2 1 1 2 1 |"
    )


@pytest.mark.parametrize(
    ("due", "said", "newly"),
    [
        ("年底前", "推进中 已完成 -", "0 1 0"),
        ("年底前", "已完成 推进中 已完成", "1 0 1"),
        ("年底前", "已完成 - -", "1 0 0"),
        ("全年持续推进", "已完成 - 已完成", "1 0 0"),
        ("全年持续推进", "已完成 已完成 进展滞后", "1 0 0"),
    ],
)
def test_newly_done_is_what_was_not_done_when_last_heard_of(due: str, said: str, newly: str) -> None:
    plan = Plan(
        settings(plan_id=""),
        (Task("T001", "1", "", "", "办理。", "区甲局", deadline=due),),
        (Unit("区甲局"),),
    )
    rounds = []
    for period, state in zip((MARCH, APRIL, JUNE), said.split(), strict=True):
        replies = [] if state == "-" else replies_of("区甲局", f"T001 {state} 一")
        rounds.append((round_of(replies, {"区甲局": "T001"}, (), period), books_of({"区甲局": "T001"})))
    told = tables_of(stages_of(plan, rounds, JUNE, TODAY), plan)
    for counted in (told.periods["newly_done"], told.periods["answers_newly_done"]):
        assert counted.tolist() == list(map(int, newly.split()))


# ---- what holds for any office ----

NAMES = ("区甲局", "区乙局", "区丙局")
TASKS = ("T001", "T002", "T003", "T004")
PARTIES = st.lists(st.sampled_from(("", *NAMES)), min_size=3, max_size=3)
DUE = st.sampled_from(("年底前", "2026年4月20日前", "全年持续推进", "分别于4月10日、6月10日前", ""))
STATES = ("推进中", "已完成", "进展滞后", "未启动", "未反馈", "")


@st.composite
def offices(draw: st.DrawFn) -> tuple[Plan, list[tuple]]:
    """A plan of now, and three periods with books and answers that fit it or do not."""
    tasks = tuple(
        Task(
            task,
            "1",
            "",
            draw(st.sampled_from(("甲", "乙", ""))),
            "办理。",
            *draw(PARTIES),
            deadline=draw(DUE),
        )
        for task in draw(st.lists(st.sampled_from(TASKS), unique=True))
    )
    plan = Plan(settings(plan_id=""), tasks, tuple(map(Unit, NAMES)))
    rounds = []
    for period in (MARCH, APRIL, JUNE):
        asked = {
            unit: " ".join(draw(st.lists(st.sampled_from(TASKS), unique=True)))
            for unit in draw(st.sets(st.sampled_from(NAMES)))
        }
        said, records = [], []
        for sequence, unit in enumerate(sorted(draw(st.sets(st.sampled_from(NAMES)))), 1):
            records.append(record(sequence, unit, on_time=draw(st.booleans())))
            for task in draw(st.lists(st.sampled_from(TASKS), unique=True)):
                if state := draw(st.sampled_from(STATES)):
                    said += replies_of(unit, f"{task} {state} {draw(st.sampled_from('一二-'))}")
        rounds.append((round_of(said, asked, records, period), books_of(asked)))
    return plan, rounds


def told_of(office: tuple[Plan, list[tuple]]) -> tuple[list[Stage], Tables]:
    plan, rounds = office
    made = list(stages_of(plan, rounds, JUNE, TODAY))
    return made, tables_of(made, plan)


@tests(max_examples=60, deadline=None)
@given(offices())
def test_sums_agree_and_no_part_exceeds_its_whole(office: tuple[Plan, list[tuple]]) -> None:
    made, told = told_of(office)
    whole = totals(told.answers).set_index("period")[[*MEASURES]]
    for by in ("unit", "topic", "section", "role", "task", "state", "light"):
        parts = totals(told.answers, by).groupby("period", observed=True)[[*MEASURES]].sum()
        assert parts.to_dict() == whole.to_dict()
    rows = told.answers
    for part, of in (
        ("due", "assigned"),
        ("answered", "due"),
        ("on_time", "answered"),
        ("done", "assigned"),
        ("done_now", "answered"),
        ("done_now", "done"),
        ("newly_done", "done"),
        ("newly_overdue", "overdue"),
        ("silent", "due"),
        ("repeated", "answered"),
        ("late", "answered"),
    ):
        assert (rows[part] <= rows[of]).all(), (part, of)
    assert not (rows["overdue"] & rows["done"]).any()
    assert (rows["on_time"] ^ rows["late"]).equals(rows["answered"])
    assert not (rows["silent"] & rows["answered"]).any()
    for stage in made:
        facts = told.periods.set_index("period").loc[str(stage.period)]
        figures = figures_of(stage.status)
        assert (facts["answers_due"], facts["answers_answered"]) == (figures.answers_due, figures.answers)
        assert (facts["tasks"], facts["overdue"], facts["near"]) == (
            figures.tasks,
            figures.overdue,
            figures.near,
        )
        by_unit = totals(told.answers, "unit").set_index(["period", "unit"])
        for unit in stage.status.units:
            if unit.tasks:
                row = by_unit.loc[(str(stage.period), unit.unit.name)]
                assert (row["due"], row["answered"], row["done"]) == (unit.due, unit.answered, unit.done)
