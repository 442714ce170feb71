"""What a message is to us: a return, a unit's words without one, a server's report, or nobody's business of ours."""

from __future__ import annotations

import io
import re
import zipfile
from contextlib import suppress
from dataclasses import dataclass

from taskbook.mailbox.names import extension
from taskbook.mailbox.parts import MailPart, MailRead
from taskbook.mailbox.register import Verdict
from taskbook.mailbox.senders import KnownSenders
from taskbook.returns.recognise import Kind, recognise
from taskbook.returns.zip_limits import refuse_directory

_BOOKS = {Kind.OOXML, Kind.ODS, Kind.COMPOUND, Kind.ZIP, Kind.ARCHIVE}
_BOOK_ENDINGS = re.compile(r"\.(xls[xmb]?|xlt[xm]?|ett?|od[st]|fods|csv|tsv|zip|rar|7z|tar|t?gz)")
_WORD_ENDINGS = re.compile(r"\.(docx?|docm|rtf|wps|pptx?|dps|msg)")
_MOST_OPENED = 32 << 20
"""Bytes of a part that are looked at to tell our own books; ours are a thousand times smaller."""


@dataclass(frozen=True, slots=True)
class Sorted:
    """`parts` go to the collector; `left` are names of files that only came along; `unit` is whose mail it is."""

    verdict: Verdict
    unit: str = ""
    parts: tuple[MailPart, ...] = ()
    left: tuple[str, ...] = ()


def sort_out(mail: MailRead, known: KnownSenders) -> Sorted:
    """Ours is what a unit's address sent, what answers a letter of ours, and what brings a file that may be a return.

    Never ours: our own letters as they come back to us, in copies or in what is quoted of them.
    """
    if mail.message_id in known.letters:
        return Sorted(Verdict.NOTHING)
    came = [part for part in mail.attachments if part.message_id not in known.letters]
    books = [part for part in came if may_be_return(part)]
    fresh = [part for part in books if not is_untouched(part)]
    if not fresh and (mail.bounced or known.own == mail.sender.casefold() != ""):
        return Sorted(Verdict.AUTOMATIC if mail.bounced else Verdict.NOTHING)
    if not books and not known.is_known(mail.sender, mail.in_reply_to):
        return Sorted(Verdict.NOTHING)
    parts = fresh or books or came
    left = tuple(part.name for part in came if part not in parts and part not in books)
    unit = known.unit_of(mail.sender, mail.in_reply_to)
    return Sorted(Verdict.TAKEN, unit, tuple(parts), left)


def may_be_return(part: MailPart) -> bool:
    """Whether a file could hold a filled book: a workbook or an archive by its content, or at least by its name.

    An old Word document is in the same container as an old workbook; there the name decides.
    """
    ending = extension(part.name)
    kind = recognise(part.data).kind
    if kind is Kind.COMPOUND:
        return not _WORD_ENDINGS.fullmatch(ending)
    return kind in _BOOKS or bool(_BOOK_ENDINGS.fullmatch(ending))


def is_untouched(part: MailPart) -> bool:
    """Whether it is a book of ours that nobody has saved since it was written: a copy of what we sent."""
    if recognise(part.data).kind is not Kind.OOXML or refuse_directory(part.data):
        return False
    with suppress(zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        with zipfile.ZipFile(io.BytesIO(part.data)) as archive:
            if any(info.file_size > _MOST_OPENED for info in archive.infolist()):
                return False
        from taskbook.unitbook.write import token_if_untouched

        return token_if_untouched(part.data) is not None
    return False
