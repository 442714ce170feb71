"""反馈明细: a row per task and unit with everything the unit wrote, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from taskbook import wording
from taskbook.columns import HEADINGS, Field, FindingField, ReplyField, Sheet, StatusField
from taskbook.model import ROLE_WORDS, Reply, Task
from taskbook.returns.archive import ReturnRecord
from taskbook.rollup.status import Answer, Status
from taskbook.statusbook.styles import Style
from taskbook.statusbook.table import A3, Column, Row, Table

COLUMNS = (
    Column(HEADINGS[Field.TASK_ID], 9, Style.CENTER),
    Column(HEADINGS[Field.NUMBER], 6, Style.CENTER),
    Column(HEADINGS[Field.TOPIC], 16),
    Column(HEADINGS[Field.CONTENT], 36),
    Column(StatusField.UNIT, 18, Style.CENTER),
    Column(ReplyField.ROLE, 6, Style.CENTER),
    Column(HEADINGS[Field.DEADLINE], 14, Style.CENTER),
    Column(HEADINGS[Field.STATUS], 10, Style.WORD),
    Column(HEADINGS[Field.LIGHT], 6, Style.WORD),
    Column(StatusField.REASON, 24),
    Column(ReplyField.PROGRESS, 40, Style.WORDS),
    Column(ReplyField.VALUE, 9, Style.CENTER),
    Column(ReplyField.EVIDENCE, 22, Style.WORDS),
    Column(ReplyField.PROBLEM, 24, Style.WORDS),
    Column(ReplyField.NEXT_STEP, 24, Style.WORDS),
    Column(StatusField.REMARKS, 32, Style.WORDS),
    Column(ReplyField.REPORTER, 10, Style.CENTER),
    Column(ReplyField.PHONE, 14, Style.CENTER),
    Column(ReplyField.REPORTED_ON, 12, Style.CENTER),
    Column(ReplyField.REVIEWER, 10, Style.CENTER),
    Column(StatusField.PERIOD, 10, Style.CENTER),
    Column(StatusField.RECEIVED, 16, Style.CENTER),
    Column(StatusField.SEQUENCE, 6, Style.COUNT),
    Column(StatusField.STORED, 26, Style.QUIET),
    Column(FindingField.SHEET, 10, Style.QUIET),
    Column(StatusField.ROW, 6, Style.COUNT),
)
LONGEST_CONTENT = 50
_NOTHING: Row = ("",) * 10 + ("", "", None, "", "", None)


def table(status: Status) -> Table:
    count = sum(len(task.answers) for task in status.tasks) + len(status.strays)
    return Table(
        Sheet.REPLIES, wording.REPLIES_NOTE, COLUMNS, lambda: rows(status), count, frozen=5, paper=A3
    )


def rows(status: Status) -> Iterator[Row]:
    """Tasks in the plan's order, in each the leads first; answers without a task at the end."""
    records = {
        record.stored: record for record in reversed(status.records) if record.stored
    }  # a duplicate shares it
    period = str(status.period)
    remarks = remarks_by_answer(status)
    for one in status.tasks:
        task = one.reading.task
        for answer in one.answers:
            told = "" if answer.done_in else "\n".join(remarks.get((one.id, answer.unit), ()))
            yield _row(task, answer, period, records, told)
    for answer in status.strays:
        yield _row(Task(answer.task_id), answer, period, records)


def remarks_by_answer(status: Status) -> dict[tuple[str, str], list[str]]:
    """(task id, unit) → what is to be looked at in its answer."""
    told: dict[tuple[str, str], list[str]] = {}
    for remark in status.remarks:
        told.setdefault((remark.task_id, remark.unit), []).append(remark.finding.message)
    return told


def _row(
    task: Task, answer: Answer, period: str, records: Mapping[str, ReturnRecord], remarks: str = ""
) -> Row:
    reply = answer.reply
    said = _NOTHING if reply is None else _said(reply, str(answer.done_in or period), records, remarks)
    return (
        task.id,
        task.number,
        wording.lookback_topic(task.topic, task.first_year) if task.lookback else task.topic,
        shortened(task.content),
        answer.unit,
        ROLE_WORDS[answer.role] if answer.role else "",
        task.deadline,
        answer.state,
        answer.light if answer.role else "",
        answer.reason,
        *said,
    )


def shortened(content: str) -> str:
    """The beginning of a task's words; they stand in full in 任务汇总."""
    return content if len(content) <= LONGEST_CONTENT else content[: LONGEST_CONTENT - 1] + "…"


def _said(reply: Reply, period: str, records: Mapping[str, ReturnRecord], remarks: str) -> Row:
    source = reply.source
    record = records.get(source.file) if source else None
    return (
        reply.progress,
        reply.value,
        reply.evidence,
        reply.problem,
        reply.next_step,
        remarks,
        reply.reporter,
        reply.phone,
        reply.reported_on.isoformat() if reply.reported_on else "",
        reply.reviewer,
        period,
        moment(record.received) if record else "",
        record.sequence if record else None,
        source.file if source else "",
        source.sheet if source else "",
        source.row if source else None,
    )


def moment(received: str) -> str:
    """`2026-09-20T10:11:12` as it is read: to the minute, with a blank."""
    return received[:16].replace("T", " ")
