"""What a message's header says: sender, subject, date, which messages it answers."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from taskbook import wording
from taskbook.mailbox.mime import Part
from taskbook.mailbox.words import header_text

_ADDRESS = re.compile(
    r"[^\s<>\"'(),:;\[\]\\@]+@[A-Za-z0-9\u0080-\uffff](?:[A-Za-z0-9.\u0080-\uffff-]*[A-Za-z0-9\u0080-\uffff])?"
)
_IDENTITY = re.compile(r"<[^<>]{1,500}>")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")
_SERVERS = re.compile(r"(?i)(mailer-daemon|postmaster|mail-daemon|mdaemon)@|^$")
_AUTOMATIC = tuple(words.casefold() for words in wording.AUTOMATIC_SUBJECTS)
_DATE = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})[ T](\d{1,2}):(\d{2})(?::(\d{2}))?")


def sender(message: Part) -> tuple[str, str]:
    """(address, name), both '' where nobody is named. The address in angle brackets counts, else the first."""
    for header in ("from", "sender", "reply-to", "return-path"):
        text = one_line(message.header(header))
        bracketed = re.findall(r"<\s*([^<>]*?)\s*>", text)
        addresses = [each[0] for part in (*reversed(bracketed), text) if (each := _ADDRESS.findall(part))]
        if addresses:
            named = (
                re.sub(r"<[^<>]*>?", "", text) if bracketed else "".join(re.findall(r"\(([^()]*)\)", text))
            )
            return addresses[0], " ".join(named.replace('\\"', '"').strip(" \"'").split())
    return "", ""


def subject(message: Part) -> str:
    """The subject as one line."""
    return one_line(message.header("subject"))


def date(message: Part) -> datetime | None:
    """When it was written, with its offset; when a server took it where that is missing; None where neither is known."""
    received = message.header("received").rpartition(b";")[2]
    for value in (message.header("date"), received):
        text = value.decode("ascii", "ignore").strip()
        try:
            moment = parsedate_to_datetime(text)
        except (TypeError, ValueError, IndexError, OverflowError):
            found = _DATE.search(text)
            try:
                moment = datetime(*(int(each or 0) for each in found.groups())) if found else None
            except ValueError:
                moment = None
        if moment:
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None


def message_id(message: Part) -> str:
    """Its Message-ID with angle brackets, '' where it has none."""
    return next(iter(_identities(message.header("message-id"))), "")


def answered(message: Part) -> tuple[str, ...]:
    """Message-IDs of what it answers: In-Reply-To, then References from the last to the first."""
    direct = _identities(message.header("in-reply-to"))
    return tuple(dict.fromkeys([*direct, *reversed(_identities(message.header("references")))]))


def is_automatic(message: Part) -> bool:
    """Whether a server wrote it: a report on delivery, a note of absence."""
    automatic = message.header("auto-submitted").strip().lower()
    return (
        message.kind == "multipart/report"
        or bool(message.header("x-failed-recipients"))
        or automatic.startswith(b"auto-")
        or subject(message).casefold().startswith(_AUTOMATIC)
        or message.header("return-path").strip() == b"<>"
        or (bool(_SERVERS.match(sender(message)[0])) and bool(message.header("from")))
    )


def one_line(value: bytes) -> str:
    """A header's text without line ends and control characters."""
    return " ".join(_CONTROL.sub(" ", header_text(value)).split())


def _identities(value: bytes) -> list[str]:
    text = re.sub(r"[\r\n]+[ \t]*", " ", value.decode("utf-8", "replace"))
    return [re.sub(r"\s", "", each) for each in _IDENTITY.findall(text)]
