"""A period's status with what is to be said beside its answers: promises that are not kept, and the archive's state."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from taskbook.promises.remarks import not_told_yet, remarks_on
from taskbook.rollup.lost import lost_answers
from taskbook.rollup.rounds import archive_findings
from taskbook.rollup.status import Round, Status


def checked(status: Status, current: Round, archive: Path) -> Status:
    """The status with its `remarks`; each is among the findings too, unless the unit was told so when it answered."""
    readings = [task.reading for task in status.tasks]
    settings = status.plan.settings
    remarks = remarks_on(readings, current.replies, settings, status.period, status.as_of)
    told = ((record.stored, finding) for record in current.records for finding in record.findings)
    more = (*not_told_yet(remarks, told), *archive_findings(archive, current), *lost_answers(status, archive))
    return replace(status, remarks=remarks, findings=(*status.findings, *more))
