"""Servers' reports on letters of ours that did not arrive."""

from __future__ import annotations

import re
from dataclasses import dataclass

from taskbook import wording
from taskbook.mailbox.parts import MailRead
from taskbook.mailbox.senders import KnownSenders
from taskbook.servers.trouble import words

_LOOKED_AT = 400_000
"""Bytes of a report; what comes after is the returned letter's attachment."""

_IDENTITY = re.compile(rb"<[^<>\s@]+@[^<>\s]+>")
_ADDRESS = re.compile(r"[A-Za-z0-9._%+=-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_FAILED = re.compile(
    rb"(?im)^(?:x-failed-recipients|(?:final|original)-recipient):(?:[ \t]*rfc822[ \t]*;)?[ \t]*<?([^\s<>;,@]+@[^\s<>;,]+)"
)
_WHY = re.compile(
    rb"(?im)^diagnostic-code:[ \t]*(?:[a-z0-9-]+[ \t]*;)?[ \t]*([^\r\n]+(?:\r?\n[ \t][^\r\n]+)*)"
)
_STATUS = re.compile(rb"(?im)^status:[ \t]*([45]\.\d+\.\d+)")
_OUTCOME = re.compile(rb"(?im)^action:[ \t]*([a-z]+)")
_SERVER = re.compile(r"(?i)(mailer-daemon|postmaster|mail-?daemon|double-bounce)(@|$)")
_REPLY = re.compile(r"\b[45]\d\d[ -][^\n]{3,200}")


@dataclass(frozen=True, slots=True)
class Bounce:
    """A letter of ours that did not arrive: whose, at which address ('' where the report does not say), why."""

    unit: str
    address: str
    reason: str


def bounce_of(raw: bytes, mail: MailRead, known: KnownSenders) -> Bounce | None:
    """What an automatic mail says of a letter of ours; None for a receipt, a delay, an absence, and others' letters."""
    head = raw[:_LOOKED_AT]
    named = [*mail.in_reply_to, *(each.decode("ascii", "replace") for each in _IDENTITY.findall(head))]
    unit = next((known.letters[each] for each in named if each in known.letters), "")
    outcomes = {each.lower() for each in _OUTCOME.findall(head)}
    if not unit or (outcomes and b"failed" not in outcomes):
        return None
    failed, why, status = _FAILED.search(head), _WHY.search(head), _STATUS.search(head)
    if not (failed or why or status or _SERVER.match(mail.sender)):
        return None
    address = failed[1].decode("ascii", "replace") if failed else _of_unit(mail.text, unit, known)
    return Bounce(unit, address or wording.ADDRESS_UNKNOWN, _reason(why, status, mail.text))


def _of_unit(text: str, unit: str, known: KnownSenders) -> str:
    spoken = (each for each in _ADDRESS.findall(text) if unit in known.units.get(each.casefold(), ()))
    return next(spoken, "")


def _reason(why: re.Match[bytes] | None, status: re.Match[bytes] | None, text: str) -> str:
    if why:
        return words(re.sub(rb"\s+", b" ", why[1]))
    spoken = _REPLY.search(text)
    if spoken:
        return words(spoken[0])
    return status[1].decode("ascii") if status else wording.REASON_NO_WORDS
