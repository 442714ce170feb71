"""退回修改 as mails ready to send: for every file that goes back, a draft to whoever sent it, quoting cell and problem."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from taskbook import wording
from taskbook.mail.drafts import SUFFIX
from taskbook.mail.message import draft_bytes, is_untouched_draft
from taskbook.mailbox.register import load_mails
from taskbook.mailbox.senders import whose_files
from taskbook.office import Office, return_letter
from taskbook.returns.archive import ReturnRecord
from taskbook.returns.notes import Written, write_for_returns


def write_return_drafts(
    folder: Path, office: Office, records: Sequence[ReturnRecord], present: Collection[int]
) -> Written:
    """A draft for every returned file in `present` (sequences) whose unit sent no valid one after it.

    It answers the mail the file came by. Where nobody can be written to there is none; drafts that are settled by a
    later return go, those that somebody has saved stay. Of a file that does not say whose it is, a valid one of the
    unit it probably came from is enough; but only who sent it is written to, and gets nobody's book.
    """
    whose = whose_files(office.plan.units, load_mails(office.archive, office.period))
    whole = {record.sequence: record for record in records}

    def content(told: ReturnRecord) -> bytes | None:
        record = whole[told.sequence]
        mail, unit = whose.mail(record), whose.unit(record)
        record = replace(record, unit=unit, probable_unit=whose.guess(record))
        to = (mail.sender,) if mail and mail.sender else ()
        with_book = all(whose.is_registered(address, unit) for address in to)
        letter = return_letter(office, record, to, mail.message_id if mail else "", with_book)
        return draft_bytes(letter) if letter.to else None

    told = [replace(record, unit=whose.unit(record) or whose.guess(record)) for record in records]
    return write_for_returns(
        folder, wording.LETTER_RETURN, SUFFIX, told, present, content, may_go=is_untouched_draft
    )
