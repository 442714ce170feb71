"""Check a master book: read it, give new rows their ids, find what is wrong, write that into 校验结果."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from taskbook import rules, wording
from taskbook.columns import Field, TaskPlace
from taskbook.coverage.against import Compared, coverage_json, held_against, still_open
from taskbook.findings import Code, Finding, found
from taskbook.language.reading import read_plan
from taskbook.master.access import Master, opened
from taskbook.model import Deadline, Milestone, Party, Plan, Reading, Target


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The plan (with the ids it has now), what its cells mean, and everything found, in reading order.

    `copy` is the dated copy of the master made before it was changed, None where it was not. `coverage` is what a
    comparison with the plan's text gave, None where there was none; then `kept` of the findings are from an earlier one.
    """

    plan: Plan
    readings: tuple[Reading, ...]
    findings: list[Finding]
    copy: Path | None = None
    coverage: Compared | None = None
    kept: int = 0

    @property
    def counts(self) -> tuple[int, int, int]:
        """Tasks of this year, of an earlier year (回头看), and units."""
        left_over = sum(task.lookback for task in self.plan.tasks)
        return len(self.plan.tasks) - left_over, left_over, len(self.plan.units)

    def summary(self) -> list[str]:
        """What was checked, in lines for the screen."""
        first, *rest = wording.checked(*self.counts, self.copy)
        compared = [self.coverage.summary()] if self.coverage else []
        kept = [wording.kept_findings(self.kept)] if self.kept else []
        return [first, *compared, *kept, *rest]


def check_master(master: Master | Path, write: bool = True, against: Path | None = None) -> CheckResult:
    """Check a master, on the disk or on the screen; unless `write` is False, ids of new rows and the findings are written into it.

    `against` is the document the plan comes from: its text is compared with the tasks. Checking again removes what is
    cured and leaves the file alone where nothing has changed; what a comparison found stays until the next one, or
    until people delete its row. Raises `CannotGoOn` for a master that cannot be read, is open elsewhere or cannot be
    written, and for a document that cannot be compared.
    """
    book = opened(master)
    plan = book.plan()
    if write:
        book.refuse_unwritable()
    ids, last = rules.new_ids(plan.tasks, plan.settings) if write else ({}, plan.settings.last_task_number)
    result = check_plan(with_ids(plan, ids, last), ids)
    coverage = held_against(against, result.plan, result.readings) if against else None
    compared = coverage.findings if coverage else still_open(book.compared_before(), result.plan)
    findings = rules.in_reading_order([*book.unread(), *result.findings, *compared])
    copy = book.write_findings(findings, ids, last) if write else None
    kept = 0 if coverage else len(compared)
    return replace(result, findings=findings, copy=copy, coverage=coverage, kept=kept)


def with_ids(plan: Plan, ids: Mapping[TaskPlace, str], last: int) -> Plan:
    """The plan with `ids` given to its tasks, and the settings that remember the last number."""
    tasks = tuple(replace(task, id=ids.get((task.sheet, task.row), task.id)) for task in plan.tasks)
    return replace(plan, tasks=tasks, settings=replace(plan.settings, last_task_number=last))


def check_plan(plan: Plan, new_rows: Collection[TaskPlace] = ()) -> CheckResult:
    """Everything that can be found without a file; `new_rows` are those that have just been given an id."""
    readings, doubts = read_plan(plan)
    assigned = [
        found(Code.TASK_ID_ASSIGNED, rules.task_cell(plan, task, Field.TASK_ID), task_id=task.id)
        for task in plan.tasks
        if (task.sheet, task.row) in new_rows
    ]
    findings = [*assigned, *doubts, *rules.findings_of(rules.ReadPlan(plan, readings))]
    return CheckResult(plan, readings, rules.in_reading_order(findings))


# ---- the result as data ----


def as_json(result: CheckResult) -> dict[str, object]:
    """The contract's shape: tasks with what their cells mean, and the findings."""
    settings = result.plan.settings
    return {
        "plan": {
            "id": settings.plan_id,
            "name": settings.plan_name,
            "year": settings.year,
            "office": settings.office,
            "issued_on": str(settings.issued_on) if settings.issued_on else "",
        },
        "tasks": [_task(reading) for reading in result.readings],
        "findings": [finding.as_json() for finding in result.findings],
    } | ({"coverage": coverage_json(result.coverage)} if result.coverage else {})


def _task(reading: Reading) -> dict[str, object]:
    task = reading.task
    return {
        "id": task.id,
        "number": task.number,
        "section": task.section,
        "topic": task.topic,
        "content": task.content,
        "measure": task.measure,
        "deadline": _deadline(reading.deadline),
        "parties": [_party(party) for party in reading.parties],
        "assignments": [{"unit": one.unit, "role": str(one.role)} for one in reading.assignments],
        "targets": [_target(target) for target in reading.targets],
        "milestones": [_milestone(milestone) for milestone in reading.milestones],
        "sheet": task.sheet,
        "row": task.row,
        "lookback": task.lookback,
    }


def _deadline(deadline: Deadline) -> dict[str, object]:
    return {
        "text": deadline.text,
        "kind": str(deadline.kind),
        "dates": list(map(str, deadline.dates)),
        "ongoing": deadline.ongoing,
    }


def _party(party: Party) -> dict[str, object]:
    return {
        "name": party.name,
        "kind": str(party.kind),
        "role": str(party.role),
        "inferred": party.inferred,
        "members": list(party.members),
    }


def _target(target: Target) -> dict[str, object]:
    return {"text": target.text, "relation": target.relation, "value": target.value, "unit": target.unit}


def _milestone(milestone: Milestone) -> dict[str, object]:
    return {"text": milestone.text, "kind": str(milestone.kind), "dates": list(map(str, milestone.dates))}
