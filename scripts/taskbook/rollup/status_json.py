"""A status as plain data, in the shape that the command line promises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from taskbook import wording
from taskbook.findings import Finding, Remark
from taskbook.returns.archive import ReturnRecord
from taskbook.rollup.status import Answer, Key, Status, TaskStatus, UnitStatus


def status_shape(status: Status) -> dict[str, object]:
    """The contract's shape; `replies` are what units wrote this period, `waiting` who still owes an answer."""
    words = wording.lights_in_words(status.light_rule, status.plan.settings.near_days, status.elapsed)
    remarks: dict[Key, list[Remark]] = {}
    for one in status.remarks:
        remarks.setdefault((one.task_id, one.unit), []).append(one)
    return {
        "period": str(status.period),
        "as_of": status.as_of.isoformat(),
        "light_rule": {"name": status.light_rule, "lights": list(status.lights), "words": words},
        "tasks": [_task_json(task, remarks) for task in status.tasks],
        "strays": [_reply_json(answer, ()) | {"task": answer.task_id} for answer in status.strays],
        "units": [_unit_json(unit) for unit in status.units],
        "findings": [finding.as_json() for finding in status.findings],
        "issues": [_issue_json(record, finding) for record in status.records for finding in record.findings],
    }


def _task_json(task: TaskStatus, remarks: Mapping[Key, Sequence[Remark]]) -> dict[str, object]:
    said = [answer for answer in task.answers if answer.reply and not answer.done_in]
    return {
        "id": task.id,
        "number": task.reading.task.number,
        "status": str(task.state),
        "light": str(task.light),
        "reason": task.reason,
        "rate": round(task.rate, 4),
        "overdue": task.overdue,
        "near": task.near,
        "lookback": task.reading.task.lookback,
        "replies": [_reply_json(answer, remarks.get((task.id, answer.unit), ())) for answer in said],
        "waiting": [answer.unit for answer in task.answers if answer.asked and not answer.answered],
        "done_before": [
            {"unit": answer.unit, "period": str(answer.done_in)} for answer in task.answers if answer.done_in
        ],
    }


def _reply_json(answer: Answer, remarks: Sequence[Remark]) -> dict[str, object]:
    reply = answer.reply
    assert reply is not None  # only answers with a reply come here
    source = reply.source
    return {
        "unit": answer.unit,
        "role": str(answer.role) if answer.role else None,
        "status": str(reply.state),
        "light": str(answer.light),
        "reason": answer.reason,
        "progress": reply.progress,
        "value": reply.value,
        "evidence": reply.evidence,
        "problem": reply.problem,
        "next_step": reply.next_step,
        "reporter": reply.reporter,
        "phone": reply.phone,
        "reported_on": reply.reported_on.isoformat() if reply.reported_on else None,
        "reviewer": reply.reviewer,
        "source": {"file": source.file, "sheet": source.sheet, "row": source.row} if source else None,
        "remarks": [{"code": one.finding.code.name, "message": one.finding.message} for one in remarks],
    }


def _unit_json(unit: UnitStatus) -> dict[str, object]:
    return {
        "unit": unit.unit.name,
        "tasks": unit.tasks,
        "due": unit.due,
        "answered": unit.answered,
        "done": unit.done,
        "overdue": unit.overdue,
        "on_time": unit.on_time,
        "rank": unit.rank,
        "standing": str(unit.standing),
        "waiting": list(unit.waiting),
    }


def _issue_json(record: ReturnRecord, finding: Finding) -> dict[str, object]:
    return finding.as_json() | {
        "sequence": record.sequence,
        "unit": record.unit,
        "outcome": str(record.outcome),
    }
