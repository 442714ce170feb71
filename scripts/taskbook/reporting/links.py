"""Evidence links opened for the report, where the office wants that: what was found stands beside the answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from taskbook import wording
from taskbook.progress import Progress
from taskbook.promises.link_remarks import open_links
from taskbook.reporting.facts import Facts


def with_links(facts: Facts, archive: Path, asked: bool, progress: Progress, today: date | None) -> Facts:
    """The facts with remarks on the links of this period's answers, where 设置 or the command (`asked`) says so.

    Scores do not change by them: what a website does on one day is not the unit's doing.
    """
    settings = facts.status.plan.settings
    if not asked and settings.check_links != wording.YES:
        return facts
    answers = [answer for task in facts.status.tasks for answer in task.answers]
    replies = [answer.reply for answer in answers if answer.reply and not answer.done_in]
    since = _reported_since(facts)
    remarks, more = open_links(replies, settings, facts.period, archive, progress, today, since)
    status = facts.status
    findings = (*status.findings, *(remark.finding for remark in remarks), *more)
    status = replace(status, remarks=(*status.remarks, *remarks), findings=findings)
    return replace(facts, status=status)


def _reported_since(facts: Facts) -> date:
    """The first day whose work this period's answers report: after the books of the period issued before were due, of a
    first period since the plan was issued."""
    settings = facts.status.plan.settings
    if facts.before is not None:
        return facts.before.due_on + timedelta(days=1)
    return settings.issued_on or date(settings.year or facts.period.year, 1, 1)
