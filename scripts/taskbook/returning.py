"""退回修改 as mails ready to send: for every file that goes back, a draft to whoever sent it, quoting cell and problem."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from taskbook import wording
from taskbook.mail.drafts import SUFFIX
from taskbook.mail.message import draft_bytes
from taskbook.mailbox.register import load_mails, mail_of, mails_by_file
from taskbook.office import Office, return_letter
from taskbook.returns.archive import ReturnRecord
from taskbook.returns.notes import write_for_returns


def write_return_drafts(
    folder: Path, office: Office, records: Sequence[ReturnRecord], present: Collection[int]
) -> list[Path]:
    """A draft for every returned file in `present` (sequences) whose unit sent no valid one after it; their paths.

    It answers the mail the file came by. Where nobody can be written to there is none; drafts that are settled by a
    later return go. Of a file that does not say whose it is, a valid one of the unit it probably came from is enough.
    """
    by_file = mails_by_file(load_mails(office.archive, office.period))
    whole = {record.sequence: record for record in records}

    def whose(record: ReturnRecord) -> str:
        mail = mail_of(record.file, by_file)
        return record.unit or record.probable_unit or (mail.unit if mail else "")

    def content(told: ReturnRecord) -> bytes | None:
        record = whole[told.sequence]
        mail = mail_of(record.file, by_file)
        if not record.unit:
            record = replace(record, probable_unit=told.unit)
        to = (mail.sender,) if mail and mail.sender else ()
        letter = return_letter(office, record, to, mail.message_id if mail else "")
        return draft_bytes(letter) if letter.to else None

    told = [replace(record, unit=whose(record)) for record in records]
    return write_for_returns(folder, wording.LETTER_RETURN, SUFFIX, told, present, content)
