"""The button 一键汇总: collect what came back, merge, write the progress back, show the status book."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from taskbook import wording
from taskbook.buttons.desk import Desk, Report
from taskbook.buttons.periods import agreed, period_in_hand
from taskbook.buttons.words import lines_of, written
from taskbook.findings import Code, Severity, has_errors
from taskbook.master import folder
from taskbook.model import Plan
from taskbook.period import Period

if TYPE_CHECKING:
    from taskbook.collected import CollectResult
    from taskbook.merge import MergeResult

_MAIL_CODES = (
    Code.MAILBOX_NOT_READ,
    Code.MAIL_WITHOUT_BOOK,
    Code.MAIL_PART_LOST,
    Code.MAIL_UNREADABLE,
    Code.MAIL_TOO_LARGE_TO_FETCH,
    Code.MAIL_NOT_MARKED,
    Code.MAIL_NOT_FETCHED,
    Code.MAIL_BOUNCED,
    Code.SENDER_DIFFERS,
)
_NOT_WRITTEN_BACK = (Code.MASTER_NOT_UPDATED, Code.MASTER_IS_NEWER)


def collect_and_merge(desk: Desk, period: str, today: date | None) -> Report | None:
    """Collect what came back, merge, write the progress into the master, open the status book."""
    from taskbook.returns.archive import ledger_of

    master = desk.master()
    plan = master.plan()
    archive = folder(master.path, plan.settings.folder_archive)
    chosen = period_in_hand(period, archive, today or date.today())
    inbox = folder(master.path, plan.settings.folder_inbox)
    if not inbox.is_dir():
        inbox.mkdir(parents=True)
        if not plan.settings.mailbox:
            desk.open_folder(inbox)
            return Report([wording.INBOX_MADE.format(folder=inbox)])
    first_time = not ledger_of(archive, chosen).exists()
    if first_time and not plan.settings.mailbox and _is_empty(inbox):
        desk.open_folder(inbox)
        return Report([wording.INBOX_EMPTY.format(folder=inbox)])
    if not period.strip() and (first_time or not desk.has_period_box):  # the wrong one would turn lights red

        def question(chosen: Period) -> str:
            told = wording.CONFIRM_ROUND.format(period=chosen, folder=inbox, master=master.path.name)
            return told + (wording.AND_THE_MAILBOX if plan.settings.mailbox else "")

        chosen = agreed(desk, chosen, question, today)
    from taskbook.collected import summary

    collected = _collected(desk, plan, chosen, today)
    if first_time and not ledger_of(archive, chosen).exists():
        lines = lines_of(collected.findings, "")
        return Report([*summary(collected)[:1], wording.NOTHING_CAME.format(folder=inbox)], lines)
    attention = [*_about_mail(collected), *_about_returns(desk, collected, inbox)]
    outcome = merged(desk, plan, chosen, today)
    return replace(
        outcome,
        done=[*summary(collected)[: 2 if collected.mail else 1], *outcome.done],
        attention=[*attention, *outcome.attention],
        errors=outcome.errors or has_errors(collected.findings),
    )


def _collected(desk: Desk, plan: Plan, chosen: Period, today: date | None) -> CollectResult:
    """From the folder, and from the mailbox where 设置 names one; a mailbox that is out of reach keeps nobody from going
    on with the folder."""
    if not plan.settings.mailbox:
        from taskbook.collect import collect_replies

        return collect_replies(desk.master(), chosen, progress=desk.progress, today=today)
    from taskbook.receive import collect_from, mailbox_of

    with mailbox_of(desk.master()) as mailbox:
        return collect_from(
            mailbox, desk.master(), chosen, progress=desk.progress, today=today, even_without_mail=True
        )


def _is_empty(inbox: Path) -> bool:
    return not any(path.is_file() for path in inbox.rglob("*"))


def _about_mail(collected: CollectResult) -> Iterator[str]:
    """What has to be known about the mailbox; the status book knows of files alone."""
    for finding in collected.findings:
        if finding.code in _MAIL_CODES:
            yield finding.message


def _about_returns(desk: Desk, collected: CollectResult, inbox: Path) -> Iterator[str]:
    """What a person has to do about the returns. Who was sent back has answered, and is not called as if not."""
    from taskbook.returns.archive import Outcome

    if names := desk.unsaved_in(inbox):
        yield wording.OPEN_RETURNS.format(names=wording.listed_first(names))
    returned = {
        record.unit or record.probable_unit
        for record in collected.files
        if record.outcome is Outcome.RETURNED
    }
    again = [unit for unit in collected.missing if unit in returned]
    silent = [unit for unit in collected.missing if unit not in returned]
    if collected.notes:
        told = wording.SENT_BACK.format(count=len(collected.notes), folder=collected.notes[0].parent)
        yield told + (wording.drafts_beside(len(collected.drafts)) if collected.drafts else "")
    if again:
        yield wording.TO_SEND_AGAIN.format(count=len(again), names=wording.listed_first(again))
    if silent:
        yield wording.STILL_MISSING.format(count=len(silent), names=wording.listed_first(silent))


def merged(desk: Desk, plan: Plan, chosen: Period, today: date | None, show: bool = True) -> Report:
    """Merge what is archived, write the progress into the master; `show`: open the status book, and say how many answers
    it remarks on: one by one they would leave no room for what has to be done."""
    from taskbook.merge import default_out, merge_master, summary

    master = desk.master()
    desk.put_away(default_out(master.path, plan, chosen))
    result = merge_master(master, chosen, progress=desk.progress, today=today)
    if show and result.out.exists():
        desk.open_file(result.out)
    told = [finding for finding in result.findings if finding.code in _NOT_WRITTEN_BACK]
    remarks = result.status.remarks
    apart = {*told, *(remark.finding for remark in remarks)}
    grave = [
        finding
        for finding in result.findings
        if finding.severity is not Severity.INFO and finding not in apart
    ]
    where = [wording.STATUS_BOOK.format(path=result.out), *_about_master(desk, result)]
    lines = lines_of(grave, wording.MORE_IN_STATUS)
    lines += [wording.REMARKS_IN_STATUS.format(count=len(remarks))] if remarks and show else []
    return Report(summary(result)[:3], lines, where, errors=has_errors(result.findings))


def _about_master(desk: Desk, merged: MergeResult) -> list[str]:
    """What became of the master; why nothing did is told whole, as a way out may stand at its end."""
    refused = [finding.message for finding in merged.findings if finding.code in _NOT_WRITTEN_BACK]
    return [wording.NOT_WRITTEN, *refused] if refused else list(written(desk.master(), merged.backup))
