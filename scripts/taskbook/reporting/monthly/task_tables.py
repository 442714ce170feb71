"""任务, 回头看, 变化, 核查提示: the tables of the monthly workbook that name tasks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from urllib.parse import quote

from taskbook import wording
from taskbook.book_columns import ReportField, ReportSheet, StatusField
from taskbook.columns import HEADINGS, Field, FindingField, LookbackField
from taskbook.findings import SEVERITY_WORDS, Remark
from taskbook.model import Role
from taskbook.reporting.facts import Facts
from taskbook.reporting.monthly.listing import A3, SHARE, Column, Link, Listing, Row, Value
from taskbook.rollup.status import Key, TaskStatus
from taskbook.statusbook.styles import Style

MOST_NAMED, MOST_LISTED = 6, 30
"""Units listed in a cell by name; where a role has more, as the plan puts it (各部门), else so many."""

_LONGEST_CONTENT = 120
_TASK_COLUMNS = (
    Column(HEADINGS[Field.TASK_ID], 9, Style.CENTER),
    Column(HEADINGS[Field.NUMBER], 7, Style.CENTER),
    Column(HEADINGS[Field.SECTION], 16, Style.CENTER),
    Column(HEADINGS[Field.TOPIC], 16, Style.CENTER),
    Column(HEADINGS[Field.CONTENT], 58),
    Column(HEADINGS[Field.LEAD], 18),
    Column(HEADINGS[Field.RESPONSIBLE], 22),
    Column(HEADINGS[Field.DEADLINE], 16, Style.CENTER),
    Column(HEADINGS[Field.STATUS], 10, Style.WORD),
    Column(HEADINGS[Field.RATE], 9, SHARE),
    Column(HEADINGS[Field.LIGHT], 6, Style.WORD),
    Column(StatusField.REASON, 34),
)
_COMPARED = Column(ReportField.COMPARED, 18)
_BOARD = Column(ReportField.BOARD, 8, Style.LINK)
_CHANGE_COLUMNS = (
    Column(ReportField.CHANGE, 16, Style.CENTER),
    Column(StatusField.UNIT, 28),
    Column(ReportField.COUNT, 7, Style.COUNT),
    Column(ReportField.TASK_IDS, 40),
    Column(HEADINGS[Field.CONTENT], 56),
)
_REMARK_COLUMNS = (
    Column(StatusField.UNIT, 22),
    Column(HEADINGS[Field.TASK_ID], 9, Style.CENTER),
    Column(HEADINGS[Field.CONTENT], 40),
    Column(FindingField.SEVERITY, 8, Style.WORD),
    Column(ReportField.REMARK, 66),
    Column(ReportField.SOURCE, 26, Style.QUIET),
)


def task_listing(facts: Facts, board: str) -> Listing:
    """This year's tasks; `board`: the file of the page 看板, for links to it (blank: none)."""
    return Listing(
        sheet=ReportSheet.TASKS,
        note=wording.MONTHLY_TASKS_NOTE if board else wording.MONTHLY_TASKS_NOTE_PLAIN,
        columns=(*_TASK_COLUMNS, *_last_columns(facts, board)),
        rows=list(_task_rows(facts, facts.tasks, board)),
        empty=wording.MONTHLY_NO_TASKS,
        frozen=2,
        paper=A3,
    )


def lookback_listing(facts: Facts, board: str) -> Listing:
    """What earlier years left unfinished, with where it came from."""
    origin = (Column(LookbackField.YEAR, 8, Style.CENTER), Column(LookbackField.TASK_ID, 10, Style.CENTER))
    rows = [
        (
            *row[:1],
            *(
                dict(task.reading.task.extra).get(one, "")
                for one in (LookbackField.YEAR, LookbackField.TASK_ID)
            ),
            *row[1:],
        )
        for task, row in zip(facts.lookback, _task_rows(facts, facts.lookback, board), strict=True)
    ]
    return Listing(
        sheet=ReportSheet.LOOKBACK,
        note=wording.MONTHLY_LOOKBACK_NOTE,
        columns=(_TASK_COLUMNS[0], *origin, *_TASK_COLUMNS[1:], *_last_columns(facts, board)),
        rows=rows,
        paper=A3,
    )


def _last_columns(facts: Facts, board: str) -> tuple[Column, ...]:
    return (*([_COMPARED] if facts.before else []), *([_BOARD] if board else []))


def _task_rows(facts: Facts, tasks: Sequence[TaskStatus], board: str) -> Iterator[Row]:
    for status in tasks:
        task = status.reading.task
        row: list[Value] = [
            task.id,
            task.number,
            " ".join(task.section.split()),
            " ".join(task.topic.split()),
            task.content,
            _named(status, Role.LEAD, task.lead),
            _named(status, Role.RESPONSIBLE, task.responsible),
            task.deadline,
            status.state,
            status.rate if status.deciding else None,
            status.light,
            status.reason,
        ]
        if facts.before:
            row.append(compared_words(facts, status))
        if board:
            row.append(
                Link(
                    wording.MONTHLY_OPEN_BOARD,
                    f"external:{board}#{quote(task.id)}",
                    wording.MONTHLY_BOARD_TIP,
                )
            )
        yield row


def _named(status: TaskStatus, role: Role, printed: str) -> str:
    units = [answer.unit for answer in status.answers if answer.role is role]
    return printed if printed and len(units) > MOST_NAMED else wording.units_listed(units, MOST_LISTED)


def compared_words(facts: Facts, status: TaskStatus) -> str:
    """What changed about a task since the period before; blank where nothing did."""
    changed = facts.changed
    words = [wording.MONTHLY_COMPARED_DONE] if status.id in changed.tasks_done else []
    words += [wording.MONTHLY_COMPARED_LATE] if status.id in changed.tasks_overdue else []
    repeated = sum((status.id, answer.unit) in changed.repeated for answer in status.answers)
    silent = sum(answer.silent for answer in status.answers)
    return wording.MONTHLY_BETWEEN_WORDS.join([*words, *wording.monthly_compared_parts(repeated, silent)])


def newly(facts: Facts, ids: Collection[str]) -> list[TaskStatus]:
    """This year's tasks among `ids`, in the plan's order."""
    return [task for task in facts.tasks if task.id in ids]


def change_listing(facts: Facts) -> Listing:
    """What is new against the period before: tasks one by one, then units with their tasks."""
    return Listing(
        sheet=ReportSheet.CHANGES,
        note=wording.MONTHLY_CHANGES_NOTE,
        columns=_CHANGE_COLUMNS,
        rows=list(_change_rows(facts)) if facts.before else (),
        empty=wording.MONTHLY_NO_CHANGES if facts.before else wording.MONTHLY_NO_PERIOD_BEFORE,
        frozen=2,
    )


def _change_rows(facts: Facts) -> Iterator[Row]:
    changed = facts.changed
    for kind, ids in (
        (wording.MONTHLY_CHANGE_TASKS_DONE, changed.tasks_done),
        (wording.MONTHLY_CHANGE_TASKS_LATE, changed.tasks_overdue),
    ):
        for task in newly(facts, ids):
            units = wording.units_listed([answer.unit for answer in task.deciding], MOST_NAMED)
            yield kind, units, 1, task.id, _short(task.reading.task.content)
    answers = [answer for task in facts.status.tasks for answer in task.answers]
    silent = {(answer.task_id, answer.unit) for answer in answers if answer.silent}
    for kind, keys in (
        (wording.MONTHLY_CHANGE_UNIT_DONE, changed.done),
        (wording.MONTHLY_CHANGE_UNIT_LATE, changed.overdue),
        (wording.MONTHLY_CHANGE_REPEATED, changed.repeated),
        (wording.MONTHLY_CHANGE_SILENT, silent),
    ):
        yield from _unit_changes(facts, kind, keys)


def _unit_changes(facts: Facts, kind: str, keys: Collection[Key]) -> Iterator[Row]:
    """A row per unit, in the registry's order, with its tasks in the plan's."""
    ids: dict[str, list[str]] = defaultdict(list)
    contents: dict[str, str] = {}
    for task in facts.status.tasks:
        for answer in task.answers:
            if (task.id, answer.unit) in keys:
                ids[answer.unit].append(task.id)
                contents.setdefault(answer.unit, task.reading.task.content)
    for unit in facts.units:
        if own := ids.get(unit.name):
            only = _short(contents[unit.name]) if len(own) == 1 else ""
            yield kind, unit.name, len(own), wording.MONTHLY_BETWEEN_IDS.join(own), only


def _short(content: str) -> str:
    text = " ".join(content.split())
    return text if len(text) <= _LONGEST_CONTENT else text[: _LONGEST_CONTENT - 1] + "…"


def remark_listing(facts: Facts) -> Listing:
    """Where answers do not keep what the task promised: beside the unit and the task, in the plan's order."""
    return Listing(
        sheet=ReportSheet.REMARKS,
        note=wording.MONTHLY_REMARKS_NOTE,
        columns=_REMARK_COLUMNS,
        rows=list(_remark_rows(facts)),
        empty=wording.MONTHLY_NO_REMARKS,
        frozen=2,
    )


def _remark_rows(facts: Facts) -> Iterator[Row]:
    contents = {task.id: _short(task.reading.task.content) for task in facts.status.tasks}
    for remark in facts.status.remarks:
        yield (
            remark.unit,
            remark.task_id,
            contents.get(remark.task_id, ""),
            SEVERITY_WORDS[remark.finding.severity],
            remark.finding.message,
            _source(remark),
        )


def _source(remark: Remark) -> str:
    where = remark.finding.where
    return "　".join(part for part in (where.file, where.sheet, where.address) if part)
