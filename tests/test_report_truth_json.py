"""The report of every month as data: each number is the one that the known truth comes to."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import known_lights
import known_months
import known_reports
import pytest
from known_lights import ISSUED_ON, NEAR_DAYS
from known_months import KnownCount, KnownMonth, KnownTask, KnownTasks
from known_reports import KnownReport, KnownUnit, known_report
from months_reports import AUGUST, JULY, SEPTEMBER, Built
from taskbook.model import Light
from taskbook.period import Period
from taskbook.rehearsal.months import Months
from taskbook.report import as_json, build_report

COUNTED = (
    "assigned",
    "due",
    "answered",
    "on_time",
    "done",
    "done_now",
    "overdue",
    "newly_done",
    "newly_overdue",
    "silent",
    "repeated",
    "late",
)
TASKS = ("tasks", "done", "overdue", "near", "newly_done", "newly_overdue")


def rounded(share: float | None) -> float | None:
    return None if share is None else pytest.approx(share, abs=0.00005)


def answers(count: KnownCount, name: str = "") -> dict[str, Any]:
    return {
        "name": name,
        **{word: getattr(count, word) for word in COUNTED},
        "answer_rate": rounded(count.answer_rate),
        "on_time_rate": rounded(count.on_time_rate),
        "done_share": rounded(count.done_rate),
    }


def tasks(count: KnownTasks, lights: tuple[Light, ...], name: str = "") -> dict[str, Any]:
    return {
        "name": name,
        **{word: getattr(count, word) for word in TASKS},
        "completed": rounded(count.completed),
        "done_share": rounded(count.done_share),
        "lights": {str(light): count.lights[light] for light in lights},
        "states": {str(state): number for state, number in count.states.items()},
    }


def period(month: KnownMonth, known: KnownReport, label: str = "", late: int | None = None) -> dict[str, Any]:
    count = answers(month.answers)
    return {
        "label": label or month.period,
        "as_of": month.as_of.isoformat(),
        "due_on": (month.as_of if label else month.due_on).isoformat(),
        "elapsed": rounded(month.elapsed),
        "behind": rounded(month.behind),
        "missing_before": 0,
        "lookback_tasks": month.left_over.tasks,
        "lookback_done": month.left_over.done,
        **{
            name: getattr(month, name)
            for name in ("units_due", "units_answered", "units_partly", "units_missing", "units_on_time")
        },
        "tasks": tasks(month.whole, known.lights),
        "answers": count if late is None else count | {"late": late},
    }


def unit(one: KnownUnit) -> dict[str, Any]:
    finished, to_finish = one.score.finished
    return {
        "unit": one.name,
        "standing": one.standing,
        "on_time": one.on_time,
        "rank": one.rank,
        "waiting": list(one.waiting),
        "counts": answers(one.counts, one.name),
        "to_finish": to_finish,
        "finished": finished,
        "periods": [vars(part) for part in one.periods],
    }


def task(one: KnownTask, known: KnownReport) -> dict[str, Any]:
    return {
        "id": one.id,
        "number": known.rows[one.id].number if one.id in known.rows else "",
        "state": str(one.state),
        "light": str(one.light),
        "reason": one.reason,
        "rate": rounded(one.completed),
        "overdue": one.overdue,
        "near": one.near,
        "newly_done": one.newly_done,
        "newly_overdue": one.newly_overdue,
        "behind": [answer.unit for answer in one.deciding if answer.overdue],
    }


def named(counts: dict[str, Any]) -> dict[str, Any]:
    return {" ".join(name.split()): count for name, count in counts.items()}


def test_periods_and_the_dates_that_the_plan_names(reported: Built) -> None:
    known, data = reported.known, reported.data
    assert data["trend"] == [period(month, known) for month in known.months]
    assert data["days"] == [
        period(one.month, known, one.day.isoformat(), late=one.late) for one in known.days
    ]
    assert data["coming"] == [day.isoformat() for day in known.coming]
    assert (data["period"], data["as_of"]) == (known.period, known.now.as_of.isoformat())
    assert data["missing"] == []


def test_sections_topics_and_roles(reported: Built) -> None:
    known, data = reported.known, reported.data
    for place in ("sections", "topics"):
        counts = named(getattr(known.now, f"task_{place}"))
        assert {one["name"]: one for one in data[place]} == {
            name: tasks(count, known.lights, name) for name, count in counts.items()
        }
        assert [one["name"] for one in data[place]] == list(counts)
    assert {one["name"]: one for one in data["roles"]} == {
        str(role): answers(count, str(role)) for role, count in known.now.roles.items()
    }


def test_units(reported: Built) -> None:
    assert reported.data["units"] == [unit(one) for one in reported.known.units]


def test_tasks(reported: Built) -> None:
    known, data = reported.known, reported.data
    assert data["tasks"] == [task(one, known) for one in known.tasks]
    assert data["lookback"] == [task(one, known) for one in known.left_over]


def test_scores(reported: Built) -> None:
    assert reported.data["scores"] == [
        {"unit": one.name, "score": one.score.score, "grade": one.score.grade} for one in reported.known.units
    ]


def test_no_number_of_the_report_is_unknown(reported: Built) -> None:
    """A key that is added wants a truth of its own here."""
    known = {"period", "as_of", "trend", "days", "coming", "missing", "sections", "topics", "roles", "units"}
    known |= {"tasks", "lookback", "scores", "orders"}
    assert set(reported.data) == known | {"folder", "files", "findings"}


def test_the_truth_knows_the_settings(reported: Built) -> None:
    settings = reported.known.plan.settings
    assert (settings.near_days, settings.issued_on) == (NEAR_DAYS, ISSUED_ON)
    weights = settings.score_answered, settings.score_done, settings.score_evidence
    assert weights == known_reports.WEIGHTS
    assert (settings.score_returned, settings.evidence_domains, settings.due_day) == (1, "", 25)


def test_the_truth_knows_the_plan(reported: Built) -> None:
    """What is written down of the sample plan by hand: the one task with several dates, those looked at on a website."""
    readings = reported.known.played.readings
    several = {one.task.id: one.deadline.dates for one in readings if len(one.deadline.dates) > 1}
    assert several == {known_reports.NAMED_TASK: known_reports.NAMED_DAYS}
    looked_at = {one.task.id for one in readings if one.task.measure.startswith("查看")}
    assert looked_at == set(known_reports.ONLINE)


@pytest.mark.parametrize("month", [JULY, AUGUST])
def test_a_month_gone_by_reported_again_with_the_plan_of_now(
    months: Months, office_after: Path, tmp_path: Path, month: str
) -> None:
    """Units stand under their names of now; tasks added since were not there, tasks withdrawn since were."""
    last = months.months[-1]
    result = build_report(office_after, Period.parse(month), out=tmp_path, today=last.today)
    again = Built(
        known_report(months, month, later=SEPTEMBER), tmp_path, json.loads(json.dumps(as_json(result)))
    )
    assert again.known.now.whole.tasks == 42
    for holds in (
        test_periods_and_the_dates_that_the_plan_names,
        test_sections_topics_and_roles,
        test_units,
        test_tasks,
        test_scores,
    ):
        holds(again)


@pytest.mark.parametrize("module", [known_months, known_lights, known_reports])
def test_the_truth_is_not_taken_from_what_it_proves(module: Any) -> None:
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    imported = {
        name
        for node in ast.walk(tree)
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [alias.name for alias in getattr(node, "names", ())]
        )
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    proved = ("rollup", "report", "promises", "wording")
    assert not {
        name for name in imported if name.startswith("taskbook") and any(one in name for one in proved)
    }


def test_the_reports_hold_everything_worth_counting(reported: Built) -> None:
    """A comparison of noughts proves nothing."""
    known = reported.known
    standings = {one.standing for one in known.units}
    assert {"answered", "partly", "sent_back", "missing"} <= standings
    scores = [one.score for one in known.units]
    assert {score.grade for score in scores} >= {"合格", "不合格"}
    assert len({score.score for score in scores}) > 10
    assert any(score.returned for score in scores)
    assert any(score.evidence[0] < score.evidence[1] for score in scores)
    assert any(0 < score.finished[0] < score.finished[1] for score in scores)
    assert any(score.extra for score in scores)
    assert max(score.score for score in scores) <= 100
    if known.before:
        assert 0.0 in {score.score for score in scores}
        assert known.by_unit("silent")
        assert known.by_unit("repeated")
        assert known.now.left_over.done
    if known.rule != "默认":
        assert known.now.whole.lights[Light.ORANGE] > 0
