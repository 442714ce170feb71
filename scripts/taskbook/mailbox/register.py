"""Which mails were met: one line per message in `归档/<period>/邮件登记.jsonl`, and one for each that was marked.

Lines are only appended. A message is known by account, folder, UIDVALIDITY and UID; where a server has given new
numbers, by the sha256 of its bytes. A message whose line a crash tore is fetched again, which changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from taskbook import files, wording
from taskbook.period import Period
from taskbook.returns.ledger import append_lines, whole_lines


class Verdict(StrEnum):
    """What became of a message. NOTHING: it is none of ours, and nothing of it is kept."""

    TAKEN = "taken"
    NOTHING = "nothing"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too_large"
    AUTOMATIC = "automatic"


Number = tuple[str, str, int, int]
"""Account, folder, UIDVALIDITY, UID."""


@dataclass(frozen=True, slots=True)
class MailRecord:
    """One message. `sender` is the bare address; `date` when the server got it (ISO, may be empty); `size` in bytes.

    `stored` is the raw message's name in `归档/<period>/邮件/`, `files` its attachments' paths in the inbox as the
    collector names them (`/` between folders). `unit` is whose mail it is by its sender or by what it answers, ''
    where that is nobody's. Of a message that is none of ours only number, sha256, size and verdict are kept.
    """

    account: str
    folder: str
    uidvalidity: int
    uid: int
    verdict: Verdict
    sha256: str = ""
    size: int = 0
    message_id: str = ""
    sender: str = ""
    sender_name: str = ""
    subject: str = ""
    date: str = ""
    unit: str = ""
    stored: str = ""
    files: tuple[str, ...] = ()

    @property
    def number(self) -> Number:
        return self.account, self.folder, self.uidvalidity, self.uid

    @property
    def has_book(self) -> bool:
        """Whether something of it went to the collector."""
        return self.verdict is Verdict.TAKEN and bool(self.files)


def ledger_of(archive: Path, period: Period) -> Path:
    return archive / str(period) / wording.MAIL_REGISTER


def messages_of(archive: Path, period: Period) -> Path:
    """The folder with the raw messages."""
    return archive / str(period) / wording.MAIL_FOLDER


def load_mails(archive: Path, period: Period) -> list[MailRecord]:
    """Every message of a period that is ours, in the order they were fetched."""
    return [mail for mail in MailRegister(archive, period).mails if mail.verdict is not Verdict.NOTHING]


def mails_by_file(mails: Iterable[MailRecord]) -> dict[str, MailRecord]:
    """File in the inbox → the mail it came with. Ask with `mail_of`, which also knows what is inside a zip."""
    return {file: mail for mail in mails for file in mail.files}


def mail_of(file: str, by_file: Mapping[str, MailRecord]) -> MailRecord | None:
    """The mail that a collected file came with, itself or in a zip; None for one put there by hand."""
    while file:
        if mail := by_file.get(file):
            return mail
        file = file.rpartition("/")[0]
    return None


def arrival_days(mails: Iterable[MailRecord]) -> Callable[[str], date | None]:
    """File in the inbox → the day its mail reached the mailbox, None for one put there by hand."""
    by_file = mails_by_file(mails)

    def day_of(file: str) -> date | None:
        mail = mail_of(file, by_file)
        try:
            return datetime.fromisoformat(mail.date).astimezone().date() if mail and mail.date else None
        except ValueError:
            return None

    return day_of


class MailRegister:
    """A period's register in memory; what is added is on the disk when the call returns. The caller holds the lock."""

    def __init__(self, archive: Path, period: Period) -> None:
        self.ledger = ledger_of(archive, period)
        self._mails: dict[Number, MailRecord] = {}
        self._by_digest: dict[str, MailRecord] = {}
        self._marked: set[Number] = set()
        for shape in _shapes(self.ledger):
            self._remember(shape)

    @property
    def mails(self) -> list[MailRecord]:
        return list(self._mails.values())

    def knows(self, number: Number) -> bool:
        return number in self._mails

    def same(self, digest: str) -> MailRecord | None:
        """The message with these bytes, under whatever number."""
        return self._by_digest.get(digest)

    def waiting(self, account: str) -> list[MailRecord]:
        """Messages of an account, in whatever folder, with files for the collector that are not marked as handled."""
        return [
            mail
            for mail in self.mails
            if mail.has_book and mail.account == account and mail.number not in self._marked
        ]

    def unmarked(self, account: str, folder: str, uidvalidity: int) -> list[MailRecord]:
        """Those of one folder under the numbers it has now."""
        here = (account, folder, uidvalidity)
        return [mail for mail in self.waiting(account) if mail.number[:3] == here]

    def add(self, mail: MailRecord) -> None:
        shape = {name: value for name, value in asdict(mail).items() if value not in ("", 0, ())}
        with files.told_as_sentences(self.ledger):
            append_lines(self.ledger, [_line(shape)])
        self._add(mail)

    def mark(self, mails: Iterable[MailRecord], way: str) -> None:
        """Note that these are marked on the server, by `way` (flag or move)."""
        marked = list(mails)
        lines = [_line({"marked": list(mail.number), "way": way}) for mail in marked]
        with files.told_as_sentences(self.ledger):
            append_lines(self.ledger, lines)
        self._marked.update(mail.number for mail in marked)

    def _remember(self, shape: dict[str, Any]) -> None:
        try:
            if "marked" in shape:
                account, folder, uidvalidity, uid = shape["marked"]
                self._marked.add((account, folder, uidvalidity, uid))
            else:
                parts = {"verdict": Verdict(shape["verdict"]), "files": tuple(shape.get("files", ()))}
                self._add(MailRecord(**{"uidvalidity": 0, **shape, **parts}))
        except (ValueError, TypeError, KeyError):
            return  # a line that is not ours: its message is fetched again

    def _add(self, mail: MailRecord) -> None:
        self._mails[mail.number] = mail
        if mail.sha256:
            self._by_digest.setdefault(mail.sha256, mail)


def _shapes(ledger: Path) -> Iterator[dict[str, Any]]:
    with files.told_as_sentences(ledger):
        for _, line in whole_lines(ledger):
            try:
                shape = json.loads(line.removeprefix(b"\xef\xbb\xbf"))
            except ValueError:
                continue
            if isinstance(shape, dict):
                yield shape


def _line(shape: dict[str, Any]) -> bytes:
    text = json.dumps(shape, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace") + b"\n"
