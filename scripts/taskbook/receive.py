"""Receiving by mail: fetch what is new in the mailbox, collect it like any folder, then mark the mails as handled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from taskbook import files
from taskbook.collect import collect_replies
from taskbook.collected import CollectResult
from taskbook.columns import SETTING_LABELS, Sheet
from taskbook.findings import CannotGoOn, Code, Finding, Stop, found
from taskbook.issued import read_history, refuse_other_plan
from taskbook.language.addresses import read_addresses
from taskbook.mail.register import sent_register
from taskbook.mailbox.fetching import Fetched, fetch_mail
from taskbook.mailbox.handing import mark_handled
from taskbook.mailbox.register import load_mails
from taskbook.mailbox.senders import known_senders, sender_findings
from taskbook.mailbox.session import MailboxSettings
from taskbook.mailbox.taken import MailTaken
from taskbook.master import folder
from taskbook.master.access import Master, opened
from taskbook.model import Plan
from taskbook.period import Period
from taskbook.progress import Progress, silent
from taskbook.returns.renaming import names_now
from taskbook.servers.address import IMAP_SCHEMES, form_of, parse_server

if TYPE_CHECKING:
    from taskbook.mailbox.imap import Mailbox

_DAYS_BEFORE = 31
"""How far before the period's month mail is looked at where the register of sent books is gone."""


def mailbox_of(book: Master | Path, server: str = "") -> Mailbox:
    """The mailbox written in `server`, or the one in 设置; nothing is connected to yet. Raises `CannotGoOn` where it is
    not known or not written as one."""
    from taskbook.mailbox.imap import Mailbox

    master = opened(book)
    settings = master.plan().settings
    written = settings.mailbox if server in ("", Sheet.SETTINGS) else server
    if not written.strip():
        label, form = SETTING_LABELS["mailbox"], form_of(IMAP_SCHEMES)
        raise CannotGoOn(Stop.SERVER_NOT_SET, label=label, form=form)
    own = read_addresses(settings.mail_address).to
    address = parse_server(written, IMAP_SCHEMES, own[0] if own else "")
    authority = folder(master.path, settings.mail_authority) if settings.mail_authority else None
    return Mailbox(MailboxSettings(address, authority, settings.mailbox_done))


def collect_from(
    mailbox: Mailbox,
    book: Master | Path,
    period: Period,
    inbox: Path | None = None,
    archive: Path | None = None,
    progress: Progress = silent,
    today: date | None = None,
    even_without_mail: bool = False,
) -> CollectResult:
    """Fetch, collect, mark. What was put into the inbox by hand is collected with it.

    A mailbox that breaks off in the middle is a finding: what had come by then is collected, the next run fetches the
    rest. Raises `CannotGoOn` as `collect_replies` does, and where the mailbox cannot be looked at at all, unless the
    folder is to be collected `even_without_mail`: then that is a finding too. Nothing is fetched for a period that
    nobody has begun.
    """
    master = opened(book)
    plan = master.plan()
    archive = archive or folder(master.path, plan.settings.folder_archive)
    refuse_other_plan(archive, period, plan.settings.plan_id)
    if not (archive / str(period)).is_dir():
        raise CannotGoOn(Stop.NOTHING_ISSUED, period=period)
    into = inbox or folder(master.path, plan.settings.folder_inbox)
    with files.told_as_sentences(into):
        into.mkdir(parents=True, exist_ok=True)
    try:
        fetched = _fetch(mailbox, plan, period, into, archive, progress)
    except CannotGoOn as stopped:
        if not even_without_mail:
            raise
        fetched = Fetched(stopped=stopped)
    result = collect_replies(master, period, inbox, archive, progress, today)
    marked = mark_handled(mailbox, archive, period, result.files)
    findings = (*result.findings, *_about_mail(plan, period, archive, result, fetched), *marked)
    attached = sum(len(mail.files) for mail in fetched.messages)
    taken = MailTaken(mailbox.account, len(fetched.messages), attached, fetched.left_alone)
    return replace(result, findings=findings, mail=taken)


def _fetch(
    mailbox: Mailbox, plan: Plan, period: Period, inbox: Path, archive: Path, progress: Progress
) -> Fetched:
    issued = [book.issued_on for book in read_history(archive, period)]
    since = min([*issued, date(period.year, period.month, 1)]) - timedelta(days=0 if issued else _DAYS_BEFORE)
    own = read_addresses(plan.settings.mail_address).to
    letters = sent_register(archive, period, names_now(plan.units)).units()
    known = known_senders(plan.units, letters, own[0] if own else "")
    return fetch_mail(mailbox, archive, period, inbox, known, since, progress)


def _about_mail(
    plan: Plan, period: Period, archive: Path, result: CollectResult, fetched: Fetched
) -> list[Finding]:
    findings = list(fetched.findings)
    findings += sender_findings(result.files, load_mails(archive, period), plan.units)
    if fetched.stopped:
        findings.append(found(Code.MAILBOX_NOT_READ, reason=fetched.stopped))
    return findings


# ---- from a folder or a mailbox, once or again and again ----


def collect_once(
    book: Master | Path,
    period: Period,
    inbox: Path | None,
    imap: str | None,
    archive: Path | None,
    progress: Progress = silent,
    today: date | None = None,
) -> CollectResult:
    """Collect from the folder, or, with `imap`, from the mailbox it names (设置: the one 设置 names) through the folder."""
    if imap is None:
        return collect_replies(book, period, inbox, archive, progress, today)
    with mailbox_of(book, imap) as mailbox:
        return collect_from(mailbox, book, period, inbox, archive, progress, today)


def keep_collecting(
    book: Master | Path,
    period: Period,
    inbox: Path | None,
    imap: str | None,
    archive: Path | None,
    say: Callable[[str], None],
    today: date | None = None,
) -> CollectResult:
    """Collect whenever something arrives, until Ctrl-C; the last result."""
    from taskbook.watch import FOLDER_SECONDS, MAILBOX_SECONDS, folder_waiter, watch

    if imap is None:
        master = opened(book)
        place = inbox or folder(master.path, master.plan().settings.folder_inbox)
        once = partial(collect_replies, master, period, inbox, archive, silent, today)
        return watch(once, folder_waiter(place), say, place, FOLDER_SECONDS)
    with mailbox_of(book, imap) as mailbox:
        once = partial(collect_from, mailbox, book, period, inbox, archive, silent, today)
        return watch(once, mailbox.wait, say, mailbox.account, MAILBOX_SECONDS)
