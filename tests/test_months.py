"""Three months of the simulated office: every number that the history tells is the one its known truth comes to."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from archives import issue, send_in
from known_months import Known, known_months
from status_values import settings
from taskbook.columns import HEADINGS, Field, ReplyField, Sheet, UnitField
from taskbook.findings import Severity
from taskbook.merge import as_json as merged_json
from taskbook.model import ROLE_WORDS, Light, Plan, Task, Unit
from taskbook.period import Period
from taskbook.rehearsal import filling
from taskbook.rehearsal.months import Months, names_after
from taskbook.rehearsal.months_events import BETWEEN, Event, Happening
from taskbook.rehearsal.months_parts import Part
from taskbook.rehearsal.truth import Habit
from taskbook.returns.archive import Outcome
from taskbook.rollup.history import stages
from taskbook.rollup.tables import (
    LOOKBACK,
    MEASURES,
    TASK_MEASURES,
    Tables,
    counts,
    tables_of,
    task_totals,
    totals,
)

JULY, AUGUST, SEPTEMBER = "2026-07", "2026-08", "2026-09"


def told_of(played: Months, last: str) -> Tables:
    """The history up to a month, as the plan and the day of that month tell it."""
    month = next(month for month in played.months if str(month.period) == last)
    told = stages(month.plan, played.archive, month.period, today=month.today)
    return tables_of(told, month.plan)


@pytest.fixture(scope="module", params=[JULY, AUGUST, SEPTEMBER])
def history(request: pytest.FixtureRequest, months: Months) -> tuple[Tables, Known]:
    """As it stood at the end of each month: what is told, and what must be."""
    return told_of(months, request.param), known_months(months, request.param)


def shown(frame, words: list[str], measures: tuple[str, ...]) -> dict[tuple[str, ...], list[float]]:
    """(period, word…) → the numbers."""
    return {
        tuple(map(str, row[: len(words) + 1])): list(row[len(words) + 1 :])
        for row in frame[["period", *words, *measures]].itertuples(index=False)
    }


def this_year(tables: Tables):
    """The rows of tasks without 回头看."""
    return tables.tasks[~tables.tasks[LOOKBACK]]


def numbers(count: object, measures: tuple[str, ...]) -> list[float]:
    return [getattr(count, name) for name in measures]


# ---- every number ----


@pytest.mark.parametrize(
    ("word", "place"), [("unit", "units"), ("topic", "topics"), ("section", "sections"), ("role", "roles")]
)
def test_single_answers_by_every_word(history: tuple[Tables, Known], word: str, place: str) -> None:
    tables, known = history
    expected = {
        (month.period, str(name)): numbers(count, MEASURES)
        for month in known.months.values()
        for name, count in getattr(month, place).items()
    }
    assert shown(totals(tables.answers, word), [word], MEASURES) == expected


def test_single_answers_in_all(history: tuple[Tables, Known]) -> None:
    tables, known = history
    expected = {(month.period,): numbers(month.answers, MEASURES) for month in known.months.values()}
    assert shown(totals(tables.answers), [], MEASURES) == expected


def test_shares_of_single_answers(history: tuple[Tables, Known]) -> None:
    tables, known = history
    rates = ("answer_rate", "on_time_rate", "done_rate", "completed")
    told = shown(totals(tables.answers, "unit"), ["unit"], rates)
    for month in known.months.values():
        for unit, count in month.units.items():
            expected = [float("nan") if rate is None else rate for rate in numbers(count, rates)]
            assert told[month.period, unit] == pytest.approx(expected, nan_ok=True), (month.period, unit)


@pytest.mark.parametrize(("word", "place"), [("topic", "task_topics"), ("section", "task_sections")])
def test_whole_tasks_by_every_word(history: tuple[Tables, Known], word: str, place: str) -> None:
    tables, known = history
    measures = (*TASK_MEASURES, "done_share", "completed")
    told = shown(task_totals(this_year(tables), word), [word], measures)
    expected = {
        (month.period, name): numbers(count, measures)
        for month in known.months.values()
        for name, count in getattr(month, place).items()
    }
    assert told.keys() == expected.keys()
    for key, values in expected.items():
        assert told[key] == pytest.approx(values), key


def test_every_single_answer(history: tuple[Tables, Known]) -> None:
    tables, known = history
    words = ["task", "unit", "role", "state", "light"]
    expected = {
        (month.period, one.task, one.unit, str(one.role), str(one.state), str(one.light)): [
            *numbers(one, MEASURES),
            pytest.approx(one.completed),
        ]
        for month in known.months.values()
        for task in month.tasks.values()
        for one in task.answers
    }
    assert shown(tables.answers, words, (*MEASURES, "completed")) == expected


def test_every_task_with_its_state_and_light(history: tuple[Tables, Known]) -> None:
    tables, known = history
    words = ["task", "section", "topic", "state", "light"]
    measures = ("done", "overdue", "near", "newly_done", "newly_overdue", "completed")
    expected = {
        (month.period, task.id, task.section, task.topic, str(task.state), str(task.light)): [
            *numbers(task, measures[:-1]),
            pytest.approx(task.completed),
        ]
        for month in known.months.values()
        for task in month.tasks.values()
    }
    assert shown(tables.tasks, words, measures) == expected


def test_lights_and_states_of_tasks(history: tuple[Tables, Known]) -> None:
    tables, known = history
    for word, place in (("light", "lights"), ("state", "states")):
        told = counts(this_year(tables), word).set_index("period")
        for month in known.months.values():
            expected = {name: count for name, count in getattr(month.whole, place).items() if count}
            assert {name: count for name, count in told.loc[month.period].items() if count} == expected


def test_periods(history: tuple[Tables, Known]) -> None:
    tables, known = history
    same = (
        "as_of",
        "due_on",
        "units_due",
        "units_answered",
        "units_partly",
        "units_missing",
        "units_on_time",
    )
    assert tables.periods["period"].tolist() == list(known.months)
    for (_, row), month in zip(tables.periods.iterrows(), known.months.values(), strict=True):
        assert row[[*same]].tolist() == numbers(month, same)
        assert row[[*TASK_MEASURES]].tolist() == numbers(month.whole, TASK_MEASURES)
        assert row[[f"answers_{name}" for name in MEASURES]].tolist() == numbers(month.answers, MEASURES)
        shares = [month.elapsed, month.whole.done_share, month.whole.completed, month.behind]
        assert row[["elapsed", "done_share", "completed", "behind"]].tolist() == pytest.approx(shares)
        assert row["months_missing"] == 0
        assert row[["lookback_tasks", "lookback_done"]].tolist() == numbers(
            month.left_over, ("tasks", "done")
        )


def test_every_merge_said_the_same_when_it_was_made(months: Months) -> None:
    """The status book of each month is the last month of the history up to it."""
    for month in months.months:
        now = known_months(months, str(month.period)).last
        told = merged_json(month.merged)
        assert {(one["id"], one["status"], one["light"]) for one in told["tasks"]} == {
            (task.id, str(task.state), str(task.light)) for task in now.tasks.values()
        }
        reasons = {task.id: task.reason for task in month.merged.status.tasks}
        assert reasons == {task.id: task.reason for task in now.tasks.values()}
        assert [
            (one.task_id, one.unit, one.reason) for task in month.merged.status.tasks for one in task.answers
        ] == [(one.task, one.unit, one.reason) for task in now.tasks.values() for one in task.answers]
        assert {
            one["unit"]: [one["due"], one["answered"], one["done"], one["overdue"]] for one in told["units"]
        } == {
            unit: numbers(count, ("due", "answered", "done", "overdue")) for unit, count in now.units.items()
        }


def test_the_truth_is_not_taken_from_what_it_proves() -> None:
    source = Path(known_months.__code__.co_filename).read_text(encoding="utf-8")
    imported = [line for line in source.splitlines() if line.startswith(("import ", "from "))]
    assert imported
    assert not [line for line in imported if "rollup" in line or "reporting" in line]


# ---- the sample is worth looking at ----


def test_everything_was_collected_and_merged_as_it_was_written(months: Months) -> None:
    assert months.wrong == ()
    assert [str(month.period) for month in months.months] == [JULY, AUGUST, SEPTEMBER]
    assert all(len(month.split.books) >= 37 for month in months.months)
    habits = {sent.habit for sent in months.months[-1].truth.files if sent.habit}
    assert set(Habit) - habits - {Habit.SILENT} <= set(months.months[-1].truth.skipped)


def test_everything_happened(months: Months, known: Known) -> None:
    happened = [event for month in months.months for event in month.events]
    assert [event.kind for event in happened] == [
        Happening.RENAMED,
        Happening.MERGED,
        Happening.WITHDRAWN,
        Happening.ADDED,
        Happening.MOVED,
        Happening.JOINED,
        Happening.STOPPED,
        Happening.WITHDRAWN,
    ]
    assert len(happened) == sum(map(len, BETWEEN))
    assert set(months.parts.values()) == set(Part)
    renamed, merged, withdrawn, added, moved, joined, stopped, later = happened
    july, august, september = known.months.values()
    gone = {*renamed.units, *merged.units}
    for month in known.months.values():
        assert {renamed.now, merged.now} <= month.units.keys()
        assert not gone & month.units.keys()
    assert [withdrawn.task_id in month.tasks for month in (july, august, september)] == [True, False, False]
    assert [later.task_id in month.tasks for month in (july, august, september)] == [True, True, False]
    assert [added.task_id in month.tasks for month in (july, august, september)] == [False, True, True]
    parties = [{one.unit for one in month.tasks[moved.task_id].answers} for month in (july, august)]
    assert moved.units[0] in parties[0] - parties[1]
    assert moved.now in parties[1] - parties[0]
    assert [joined.now in month.owing for month in (july, august, september)] == [False, False, True]
    assert [stopped.units[0] in month.owing for month in (july, august, september)] == [True, True, False]


def test_the_months_hold_everything_worth_counting(known: Known) -> None:
    """No column of numbers is all nought: a comparison of noughts proves nothing."""
    july, august, september = known.months.values()
    for name in MEASURES:
        assert getattr(september.answers, name) > 0, name
    for name in TASK_MEASURES:
        assert getattr(august.whole, name) + getattr(september.whole, name) > 0, name
    assert august.whole.newly_overdue > 0
    for light in (Light.GREEN, Light.BLUE, Light.YELLOW, Light.RED):
        assert september.whole.lights[light] > 0, light
    for month in known.months.values():
        assert min(month.units_answered, month.units_partly, month.units_missing) > 0
        assert 0 < month.units_on_time < month.units_due
    assert july.answers.silent == july.answers.repeated == 0


def test_every_part_shows(months: Months, known: Known) -> None:
    names = names_after([event for month in months.months for event in month.events])
    of = {part: names.get(unit, unit) for unit, part in reversed(months.parts.items())}
    july, august, september = known.months.values()

    def counts_of(part: Part) -> list:
        return [month.units[of[part]] for month in (july, august, september)]

    first, second, third = counts_of(Part.SILENT_AT_FIRST)
    assert (first.answered, second.answered) == (0, 0)
    assert 0 < second.silent <= second.due
    assert third.answered == third.due
    first, second, third = counts_of(Part.FALLS_SILENT)
    assert (first.answered, second.answered, third.answered) == (first.due, 0, 0)
    assert 0 < third.silent <= third.due
    first, second, third = counts_of(Part.SILENT_BETWEEN)
    assert (first.done_now, second.answered, third.done_now) == (first.assigned, 0, third.due)
    assert (first.newly_done, second.newly_done) == (first.assigned, 0)
    assert third.newly_done < third.due
    first, second, third = counts_of(Part.NEVER_MENDED)
    assert (first.answered > 0, second.answered, third.answered) == (True, 0, 0)
    assert len(sent_back(months, of[Part.NEVER_MENDED])) == 2
    copied = counts_of(Part.COPIES_ITSELF)
    assert copied[2].repeated == copied[2].answered > 0
    done = counts_of(Part.DONE_FOR_GOOD)
    assert (done[0].done, done[1].done) == (0, done[1].assigned)
    assert done[2].done - done[2].done_now > 0
    assert done[2].newly_done == 0
    again = counts_of(Part.REOPENED)
    assert (again[1].done, again[2].done) == (again[1].assigned, 0)
    assert all(count.late == count.answered > 0 for count in counts_of(Part.ALWAYS_LATE))
    first, _, third = counts_of(Part.CORRECTED_LATE)
    assert (first.on_time, third.on_time) == (first.answered, third.answered)
    assert set(late_files(months, of[Part.CORRECTED_LATE])) == {JULY, SEPTEMBER}
    short = {
        one.task: one
        for task in august.tasks.values()
        for one in task.answers
        if one.unit == of[Part.UNDER_TARGET] and 0 < one.completed < 1
    }
    assert short


def late_files(months: Months, unit: str) -> dict[str, str]:
    return {
        str(month.period): sent.file
        for month in months.months
        for sent in month.truth.files
        if sent.unit == unit and not sent.on_time
    }


def sent_back(months: Months, unit: str) -> list[str]:
    return [
        sent.file
        for month in months.months
        for sent in month.truth.files
        if sent.unit == unit and sent.outcome is Outcome.RETURNED
    ]


def test_what_was_sent_out_stands_in_the_books(months: Months) -> None:
    """`issued` is what every unit reads in its own book."""
    for month in months.months[:2]:
        issued = {(one.unit, one.task_id): ROLE_WORDS[one.role] for one in month.issued}
        read = {}
        for book in month.split.books:
            opened = filling.open_book(book.file)
            read |= {(book.unit, task): opened.text(task, ReplyField.ROLE) for task in opened.rows}
        assert read == issued


def test_the_master_was_changed_and_nothing_else_in_it(months: Months) -> None:
    """Withdrawing took one row out: every other task still has its own words, the merged cells theirs."""
    workbook = openpyxl.load_workbook(months.master)
    tasks = months.months[0].readings
    now = {reading.task.id: reading.task for reading in months.months[-1].readings}
    withdrawn, moved = (
        [event.task_id for month in months.months for event in month.events if event.kind is kind]
        for kind in (Happening.WITHDRAWN, Happening.MOVED)
    )
    for reading in tasks:
        was = reading.task
        if was.id in withdrawn:
            assert was.id not in now
            continue
        is_now = now[was.id]
        same = ("number", "section", "topic", "content", "lead", "support", "measure", "deadline")
        assert numbers(is_now, same) == numbers(was, same)
        assert (is_now.responsible == was.responsible) == (was.id not in moved)
    sheet = workbook[Sheet.TASKS]
    headings = {cell.value for row in sheet.iter_rows(max_row=5) for cell in row}
    assert {HEADINGS[field] for field in (Field.CONTENT, Field.LIGHT)} <= headings
    names = [cell.value for row in workbook[Sheet.UNITS].iter_rows() for cell in row]
    assert names.count(str(UnitField.NAME)) == 1
    checked = [finding for month in months.months for finding in month.merged.findings]
    assert not [finding.message for finding in checked if finding.severity is Severity.ERROR]


def test_names_follow_a_unit_through_every_change() -> None:
    period = Period(2026, 8)
    events = [
        Event(Happening.RENAMED, period, units=("甲",), now="乙"),
        Event(Happening.WITHDRAWN, period, "T001"),
        Event(Happening.MERGED, period, units=("乙", "丙"), now="丁"),
    ]
    assert names_after(events) == {"甲": "丁", "乙": "丁", "丙": "丁"}


# ---- archives that nobody would play ----

MARCH, APRIL, JUNE = (Period(2026, month) for month in (3, 4, 6))
TODAY = Period(2026, 7).last_day


def plan_of(*units: Unit, lead: str) -> Plan:
    """Two tasks led by one unit, the first due in the middle of April."""
    return Plan(
        settings(plan_id=""),
        (
            Task("T001", "1", "一", "甲", "公布。", lead, deadline="2026年4月15日前"),
            Task("T002", "2", "一", "乙", "回访。", lead, deadline="年底前"),
        ),
        units,
    )


def facts(plan: Plan, archive: Path, period: Period, *names: str) -> list[list[object]]:
    """Of each period these numbers."""
    told = tables_of(stages(plan, archive, period, today=TODAY), plan)
    return told.periods[["period", *names]].to_numpy().tolist()


ALONE = plan_of(Unit("区甲局"), lead="区甲局")
BOOK = {"区甲局": "T001 T002"}


def test_a_first_period_alone(tmp_path: Path) -> None:
    issue(tmp_path, APRIL, BOOK)
    send_in(tmp_path, APRIL, ("区甲局", "T001 推进中 甲 T002 已完成 乙"))
    names = ("overdue", "newly_overdue", "newly_done", "answers_silent", "answers_repeated", "months_missing")
    assert facts(ALONE, tmp_path, APRIL, *names) == [["2026-04", 1, 1, 1, 0, 0, 0]]


def test_a_period_without_a_single_return(tmp_path: Path) -> None:
    """Nobody answered: nothing is answered anew, what was done stays done, and the silence is counted from the second."""
    issue(tmp_path, MARCH, BOOK)
    issue(tmp_path, APRIL, BOOK)
    issue(tmp_path, JUNE, BOOK)
    send_in(tmp_path, MARCH, ("区甲局", "T001 推进中 甲 T002 已完成 乙"))
    names = ("units_missing", "answers_due", "answers_answered", "answers_done", "answers_silent", "overdue")
    assert facts(ALONE, tmp_path, JUNE, *names) == [
        ["2026-03", 0, 2, 2, 1, 0, 0],
        ["2026-04", 1, 1, 0, 1, 0, 1],
        ["2026-06", 1, 1, 0, 1, 1, 1],
    ]


def test_a_month_missing_in_the_middle(tmp_path: Path) -> None:
    """What is overdue or said again is held against the last month there is, not against the one that is not."""
    issue(tmp_path, APRIL, BOOK)
    issue(tmp_path, JUNE, BOOK)
    send_in(tmp_path, APRIL, ("区甲局", "T001 推进中 甲 T002 推进中 乙"))
    send_in(tmp_path, JUNE, ("区甲局", "T001 推进中 甲 T002 推进中 丙"))
    names = ("months_missing", "overdue", "newly_overdue", "answers_repeated", "answers_silent")
    assert facts(ALONE, tmp_path, JUNE, *names) == [["2026-04", 0, 1, 1, 0, 0], ["2026-06", 1, 1, 0, 1, 0]]


MERGED_TWICE = plan_of(Unit("区丁局", "", ("区甲局", "区乙局", "区丙局", "区戊局")), lead="区丁局")
"""区甲局 and 区乙局 became 区丙局 after March, that and 区戊局 became 区丁局 after April."""


@pytest.fixture
def merged_twice(tmp_path: Path) -> Path:
    issue(tmp_path, MARCH, {"区甲局": "T001", "区乙局": "T001 T002", "区戊局": "T002"})
    send_in(
        tmp_path,
        MARCH,
        ("区甲局", "T001 已完成 甲"),
        ("区乙局", "T001 推进中 乙 T002 已完成 乙"),
        ("区戊局", "T002 已完成 戊"),
        late="区戊局",
    )
    issue(tmp_path, APRIL, {"区丙局": "T001 T002", "区戊局": "责任 T002"})
    send_in(tmp_path, APRIL, ("区丙局", "T001 已完成 好"))
    issue(tmp_path, JUNE, {"区丁局": "T001 T002"})
    send_in(tmp_path, JUNE, ("区丁局", "T001 已完成 好"))
    return tmp_path


def test_a_unit_merged_twice_is_one_all_along(merged_twice: Path) -> None:
    told = tables_of(stages(MERGED_TWICE, merged_twice, JUNE, today=TODAY), MERGED_TWICE)
    measures = ("assigned", "due", "answered", "on_time", "done", "done_now", "newly_done", "repeated")
    assert shown(totals(told.answers, "unit"), ["unit"], measures) == {
        ("2026-03", "区丁局"): [2, 2, 2, 2, 1, 1, 1, 0],  # of two answers the one less far counts
        ("2026-04", "区丁局"): [2, 1, 1, 1, 2, 1, 1, 0],  # T002 was reported as done by both
        ("2026-06", "区丁局"): [2, 1, 1, 1, 2, 1, 0, 1],
    }
    assert set(told.answers["role"]) == {"lead"}  # of two roles the heavier
    assert told.periods["units_due"].tolist() == [1, 1, 1]
    assert told.periods["overdue"].tolist() == [0, 0, 0]


def test_a_unit_merged_twice_in_a_plan_that_knows_only_the_first_time(merged_twice: Path) -> None:
    """April's own plan, though June has been sent out: 区戊局 is still there, and holds the part it was sent."""
    plan = plan_of(Unit("区丙局", "", ("区甲局", "区乙局")), Unit("区戊局"), lead="区丙局")
    told = tables_of(stages(plan, merged_twice, APRIL, today=TODAY), plan)
    assert shown(totals(told.answers, "unit"), ["unit"], ("assigned", "due", "answered", "late", "done")) == {
        ("2026-03", "区丙局"): [2, 2, 2, 0, 1],
        ("2026-03", "区戊局"): [1, 1, 1, 1, 1],
        ("2026-04", "区丙局"): [2, 1, 1, 0, 2],
        ("2026-04", "区戊局"): [1, 0, 0, 0, 1],
    }
