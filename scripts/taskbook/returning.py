"""退回修改 as mails ready to send: for every file that goes back, a draft to whoever sent it, quoting cell and problem."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from taskbook import wording
from taskbook.mail.message import draft_bytes
from taskbook.office import Office, return_letter
from taskbook.returns.archive import ReturnRecord
from taskbook.returns.notes import write_for_returns

DRAFT_ENDING = ".eml"


@dataclass(frozen=True, slots=True)
class CameBy:
    """The mail a file came by: the address it was sent from, and its Message-ID."""

    sender: str
    message_id: str


def write_return_drafts(
    folder: Path,
    office: Office,
    records: Sequence[ReturnRecord],
    present: Collection[int],
    mails: Mapping[str, CameBy],
) -> list[Path]:
    """A draft for every returned file in `present` (sequences) whose unit sent no valid one after it; their paths.

    `mails`: the file of the inbox → the mail it came by. Where nobody can be written to there is no draft; drafts that are
    settled by a later return go.
    """

    def content(record: ReturnRecord) -> bytes | None:
        mail = mail_of(record.file, mails)
        to = (mail.sender,) if mail and mail.sender else ()
        letter = return_letter(office, record, to, mail.message_id if mail else "")
        return draft_bytes(letter) if letter.to else None

    return write_for_returns(folder, wording.LETTER_RETURN, DRAFT_ENDING, records, present, content)


def mail_of(file: str, mails: Mapping[str, CameBy]) -> CameBy | None:
    """The mail a file of the inbox came by, itself or inside a zip."""
    path = PurePosixPath(file)
    return next((mails[str(each)] for each in (path, *path.parents) if str(each) in mails), None)
