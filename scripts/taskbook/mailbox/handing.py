"""Handing over and handing back: attachments into the inbox for the collector; handled mails marked or moved away."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from taskbook import files, wording
from taskbook.filenames import safe_name
from taskbook.findings import CannotGoOn, Code, Finding, found
from taskbook.mailbox.imap import Mailbox, Renumbered
from taskbook.mailbox.parts import MailPart
from taskbook.mailbox.register import MailRecord, MailRegister, ledger_of
from taskbook.obstacles import LONGEST_PATH
from taskbook.period import Period
from taskbook.returns.archive import Outcome, ReturnRecord, load_records

_LONGEST_FOLDER = 48
_LONGEST_STEM = 80
_ROOM_BESIDE = 40
"""Characters that a temporary name is longer than the name it becomes."""

_HIDDEN_ENDINGS = re.compile(
    r"\.(tmp|temp|part|partial|crdownload|download|downloading|td|opdownload|lnk|db|ini)", re.IGNORECASE
)
"""Of files that the collector takes for rubbish; by mail somebody sent them."""

_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}$")
_NOT_YET = {Code.FILE_STILL_ARRIVING, Code.FILE_IN_USE}


def hand_over(inbox: Path, period: Period, name: str, parts: Sequence[MailPart]) -> tuple[str, ...]:
    """Write attachments to `inbox/<period>/邮件/<name>/`; their paths in the inbox, as the collector names them.

    A file of other content that stands there keeps its name; of the same content it is the one.
    """
    folder = inbox / str(period) / wording.MAIL_FOLDER / safe_name(name, set(), _LONGEST_FOLDER)
    room = LONGEST_PATH - len(str(folder)) - _ROOM_BESIDE if LONGEST_PATH else _LONGEST_STEM
    files.sweep(folder, older_than=0)  # the caller holds the register's lock: no other run is at it
    put = []
    for part in parts:
        ending = match[0] if (match := _ENDING.search(part.name)) else ""
        stem = part.name.removesuffix(ending)
        if _HIDDEN_ENDINGS.fullmatch(ending):
            stem, ending = part.name, wording.ATTACHMENT_ENDING
        put.append(_put(folder, safe_name(stem, set(), max(8, min(room, _LONGEST_STEM))), ending, part.data))
    return tuple(path.relative_to(inbox).as_posix() for path in dict.fromkeys(put))


def mark_handled(
    mailbox: Mailbox, archive: Path, period: Period, records: Iterable[ReturnRecord] = ()
) -> list[Finding]:
    """Mark the mails whose files the collector's archive holds, those of earlier runs too; move them where 设置 names a
    folder for that and nothing of them was sent back.

    `records` are the collector's of this run; what the archive holds is known besides. Never raises for the mailbox's
    sake: what could not be marked is a finding, and the next run tries again.
    """
    with files.exclusive(ledger_of(archive, period)):
        register = MailRegister(archive, period)
        if not register.waiting(mailbox.account):
            return []
        try:
            mailbox.connect()
            waiting = register.unmarked(mailbox.account, mailbox.folder, mailbox.uidvalidity)
            outcomes = _outcomes([*load_records(archive, period), *records])
            ready = [mail for mail in waiting if all(outcomes.get(file) for file in mail.files)]
            return _changed(mailbox, register, ready, outcomes)
        except Renumbered:
            return []  # met again under their new numbers by the next run
        except CannotGoOn as stopped:
            count = len(register.waiting(mailbox.account))
            return [found(Code.MAIL_NOT_MARKED, count=count, reason=stopped)]


def _changed(
    mailbox: Mailbox, register: MailRegister, ready: Sequence[MailRecord], outcomes: dict[str, set[Outcome]]
) -> list[Finding]:
    folder = mailbox.settings.done_folder
    to_move = [
        mail
        for mail in ready
        if folder and not any(Outcome.RETURNED in outcomes[file] for file in mail.files)
    ]
    if folder and mailbox.is_this_folder(folder):
        to_move = []
    moved = {mail.number for mail in to_move}
    to_mark = [mail for mail in ready if mail.number not in moved]
    if not ready:
        return []
    if refused := mailbox.mark([mail.uid for mail in ready]):
        return [found(Code.MAIL_NOT_MARKED, count=len(ready), reason=refused)]
    register.mark(to_mark, "flag")
    if to_move and (refused := mailbox.move([mail.uid for mail in to_move], folder)):
        return [found(Code.MAIL_NOT_MARKED, count=len(to_move), reason=refused)]
    register.mark(to_move, "move")
    return []


def _outcomes(records: Iterable[ReturnRecord]) -> dict[str, set[Outcome]]:
    """File in the inbox → what became of it and of everything inside it; one still being written has none."""
    known: dict[str, set[Outcome]] = {}
    waiting = set()
    for record in records:
        late = record.outcome is Outcome.IGNORED and any(each.code in _NOT_YET for each in record.findings)
        file = record.file
        while file:
            known.setdefault(file, set()).add(record.outcome)
            if late:
                waiting.add(file)
            file = file.rpartition("/")[0]
    return {file: outcomes for file, outcomes in known.items() if file not in waiting}


def _put(folder: Path, stem: str, ending: str, data: bytes) -> Path:
    number, path = 1, folder / f"{stem}{ending}"
    while path.exists() and not _holds(path, data):
        number += 1
        path = folder / f"{stem}-{number}{ending}"
    if not path.exists():
        files.write_bytes(path, data)
    return path


def _holds(path: Path, data: bytes) -> bool:
    with files.told_as_sentences(path):
        return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data
