"""Fetching: what is new in the mailbox → raw messages in the archive, their attachments in the inbox, a register line.

In that order, each step safe on the disk before the next: a run that is killed anywhere is continued by the next one,
nothing is lost, nothing stands there twice. The mailbox itself is not changed; `handling` does that, afterwards.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from taskbook import files, wording
from taskbook.findings import CannotGoOn, Code, Finding, Stop, found
from taskbook.mailbox.bounces import bounce_of
from taskbook.mailbox.handing import hand_over
from taskbook.mailbox.imap import Head, Mailbox, Refused, Renumbered, Stuck
from taskbook.mailbox.parts import MailRead, read_message
from taskbook.mailbox.register import MailRecord, MailRegister, Verdict, ledger_of, messages_of
from taskbook.mailbox.senders import KnownSenders
from taskbook.mailbox.sorting import Sorted, sort_out
from taskbook.obstacles import TEMPORARY
from taskbook.period import Period
from taskbook.progress import Progress, silent

MOST_BYTES = 120 << 20
"""A larger message is not fetched: no book comes near, and it would be held in memory."""

_BEGINNINGS = 3


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a run brought: messages that are ours, newly met, in the order of the folder; how many others were left
    alone; what is to be said. `stopped`: why the run ended before all were fetched; what came before that is kept."""

    messages: tuple[MailRecord, ...] = ()
    left_alone: int = 0
    findings: tuple[Finding, ...] = ()
    stopped: CannotGoOn | None = None


def fetch_mail(
    mailbox: Mailbox,
    archive: Path,
    period: Period,
    inbox: Path,
    known: KnownSenders,
    since: date,
    progress: Progress = silent,
    most_bytes: int = MOST_BYTES,
) -> Fetched:
    """Take every message of ours that reached the mailbox's folder since a day and was not taken before.

    `inbox` is the folder that is collected from; attachments go below it, to `<period>/邮件/<uid>_<who>/`. Raises
    `CannotGoOn` where nothing could be looked at, and when another run is at it.
    """
    register = ledger_of(archive, period)
    with files.exclusive(register):
        run = _Run(mailbox, archive, period, inbox, known, MailRegister(archive, period), most_bytes)
        files.sweep(run.folder, older_than=0)
        stopped = None
        try:
            run.everything(since, progress)
        except CannotGoOn as trouble:
            if not run.looked_at:
                raise
            stopped = trouble
    return Fetched(tuple(run.messages), run.left_alone, tuple(run.findings), stopped)


@dataclass(slots=True)
class _Run:
    """One run over a folder."""

    mailbox: Mailbox
    archive: Path
    period: Period
    inbox: Path
    known: KnownSenders
    register: MailRegister
    most_bytes: int
    looked_at: int = 0
    left_alone: int = 0
    messages: list[MailRecord] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        return messages_of(self.archive, self.period)

    def everything(self, since: date, progress: Progress) -> None:
        """A server that gives the folder new numbers in between is begun with again."""
        for _ in range(_BEGINNINGS):
            try:
                self._all_new(since, progress)
                return
            except Renumbered:
                continue
        place, reason = self.mailbox.settings.address.place, wording.REASON_RENUMBERED
        raise CannotGoOn(Stop.SERVER_REFUSED, server=place, reason=reason)

    def _all_new(self, since: date, progress: Progress) -> None:
        uids = self._asked(since)
        new = [uid for uid in uids if not self.register.knows(self._record(uid).number)]
        stuck = 0
        for done, head in enumerate(self.mailbox.heads(new), 1):
            try:
                self._take(head)
                stuck = 0
            except (Stuck, Refused) as trouble:
                stuck += isinstance(trouble, Stuck)
                if stuck > 1:  # not this message's fault
                    place = self.mailbox.settings.address.place
                    raise CannotGoOn(Stop.SERVER_BROKE_OFF, server=place, reason=trouble) from trouble
                self._say(Code.MAIL_NOT_FETCHED, read_message(head.header), reason=trouble)
            finally:
                with suppress(OSError):
                    self._incoming.unlink(missing_ok=True)
            self.looked_at += 1
            progress(wording.PROGRESS_MAILBOX, done, len(new))

    def _asked(self, since: date) -> Sequence[int]:
        try:
            return self.mailbox.uids_since(since)
        except Refused as refused:
            place = self.mailbox.settings.address.place
            raise CannotGoOn(Stop.SERVER_REFUSED, server=place, reason=refused) from refused

    # ---- one message ----

    def _take(self, head: Head) -> None:
        record = replace(self._record(head.uid), size=head.size)
        if head.received:
            record = replace(record, date=head.received.isoformat(timespec="seconds"))
        if head.size > self.most_bytes:
            self._too_large(record, read_message(head.header))
            return
        if not self._downloaded(head):
            return
        with files.told_as_sentences(self._incoming):
            raw = self._incoming.read_bytes()
        record = replace(record, sha256=hashlib.sha256(raw).hexdigest(), size=len(raw))
        if before := self.register.same(record.sha256):
            same = replace(
                before,
                **{name: getattr(record, name) for name in ("account", "folder", "uidvalidity", "uid")},
            )
            self.register.add(same)
        else:
            self._sort(record, raw)

    def _downloaded(self, head: Head) -> bool:
        """Whether the message is whole in `_incoming`; False for one that is gone from the server."""
        with files.told_as_sentences(self._incoming):
            self.folder.mkdir(parents=True, exist_ok=True)
            with self._incoming.open("wb") as file:
                return self.mailbox.download(head, file)

    def _sort(self, record: MailRecord, raw: bytes) -> None:
        try:
            mail = read_message(raw)
            what = sort_out(mail, self.known)
        except Exception as error:  # a message nobody can read must not keep the others from being read
            stored = self._keep(record)
            self.register.add(replace(record, verdict=Verdict.UNREADABLE, stored=stored))
            self.findings.append(found(Code.MAIL_UNREADABLE, reason=type(error).__name__, file=stored))
            return
        if what.verdict is Verdict.TAKEN:
            self._keep_all(record, mail, what)
            return
        if what.verdict is Verdict.AUTOMATIC and (bounce := bounce_of(raw, mail, self.known)):
            self.findings.append(
                found(Code.MAIL_BOUNCED, unit=bounce.unit, address=bounce.address, reason=bounce.reason)
            )
            stored = self._keep(record)
            record = _with_head(
                replace(record, verdict=Verdict.AUTOMATIC, unit=bounce.unit, stored=stored), mail
            )
            self.messages.append(record)
        else:
            self.left_alone += 1
        self.register.add(record)

    def _keep_all(self, record: MailRecord, mail: MailRead, what: Sorted) -> None:
        """The raw message, then its files, then the line that says so."""
        stored = self._keep(record)
        who = what.unit or mail.sender
        put = hand_over(self.inbox, self.period, f"{record.uid}_{who}", what.parts)
        record = replace(record, verdict=Verdict.TAKEN, unit=what.unit, stored=stored, files=put)
        record = _with_head(record, mail)
        self.register.add(record)
        self.messages.append(record)
        self._tell(record, mail, what)

    def _tell(self, record: MailRecord, mail: MailRead, what: Sorted) -> None:
        for reason in mail.lost:
            self._say(Code.MAIL_PART_LOST, mail, reason=reason, file=record.stored)
        if what.left:
            names = wording.quoted_names(what.left)
            self._say(Code.MAIL_EXTRA_LEFT, mail, names=names, file=record.stored)
        if not what.parts and not mail.lost:
            hint = wording.HINT_LINKS_ONLY if mail.links_only else ""
            unit = what.unit or wording.UNIT_UNKNOWN
            self._say(Code.MAIL_WITHOUT_BOOK, mail, unit=unit, hint=hint)

    def _too_large(self, record: MailRecord, mail: MailRead) -> None:
        record = _with_head(
            replace(record, verdict=Verdict.TOO_LARGE, unit=self.known.unit_of(mail.sender)), mail
        )
        self.register.add(record)
        self.messages.append(record)
        size, most = _megabytes(record.size), _megabytes(self.most_bytes)
        self._say(Code.MAIL_TOO_LARGE_TO_FETCH, mail, size=size, most=most)

    # ---- pieces ----

    @property
    def _incoming(self) -> Path:
        return self.folder / f"{TEMPORARY}incoming.eml"

    def _record(self, uid: int) -> MailRecord:
        box = self.mailbox
        return MailRecord(box.account, box.folder, box.uidvalidity, uid, Verdict.NOTHING)

    def _keep(self, record: MailRecord) -> str:
        """The raw message under its name for good; never over another with the same number."""
        wanted = self.folder / f"{record.uidvalidity}_{record.uid}.eml"
        target = wanted
        while target.exists() and _digest(target) != record.sha256:
            target = files.free_path(wanted)
        if not target.exists():
            with files.atomic(target) as temporary:
                self._incoming.replace(temporary)
        return target.name

    def _say(self, code: Code, mail: MailRead, **details: object) -> None:
        subject = mail.subject or wording.NO_SUBJECT
        address = mail.sender or wording.ADDRESS_UNKNOWN
        self.findings.append(found(code, **{"subject": subject, "address": address, **details}))


def _with_head(record: MailRecord, mail: MailRead) -> MailRecord:
    when = record.date or (mail.date.isoformat(timespec="seconds") if mail.date else "")
    return replace(
        record,
        message_id=mail.message_id,
        sender=mail.sender,
        sender_name=mail.sender_name,
        subject=mail.subject,
        date=when,
    )


def _digest(path: Path) -> str:
    with suppress(OSError), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
    return ""


def _megabytes(size: int) -> int:
    return -(-size >> 20)
