"""What became of a letter: for each of its addresses, for the letter, and what a person has to know or do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from taskbook.findings import CannotGoOn, Code, Finding, found
from taskbook.mail.letter import Kind, Letter
from taskbook.mail.register import Handed


class Fate(StrEnum):
    """What became of one letter. PLANNED: it would go; PERHAPS: nobody knows whether it went, so it does not go again."""

    PLANNED = "planned"
    DRAFT = "draft"
    PACKAGED = "packaged"
    SENT = "sent"
    SENT_BEFORE = "sent_before"
    REFUSED = "refused"
    FAILED = "failed"
    PERHAPS = "perhaps"
    TOO_LARGE = "too_large"
    NO_ADDRESS = "no_address"


@dataclass(frozen=True, slots=True)
class AddressResult:
    """What became of a letter for one address; `reason` for what is neither accepted nor sent before."""

    address: str
    state: Handed
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter with what became of it; `state` SENT where any address was newly taken."""

    unit: str
    kind: Kind
    key: str
    state: Fate
    results: tuple[AddressResult, ...] = ()
    message_id: str = ""
    findings: tuple[Finding, ...] = ()


class SendingStopped(CannotGoOn):
    """Sending cannot go on; `sent` tells what became of the letters until then. The sentence is that of the cause."""

    def __init__(self, cause: CannotGoOn, sent: Sequence[Sent]) -> None:
        Exception.__init__(self, str(cause))
        self.stop = cause.stop
        self.sent = tuple(sent)


@dataclass(slots=True)
class Item:
    """A letter under way: which addresses are still to have it, and what became of the others.

    `once_more` are addresses that were sent to before and are to have it again; `refused_before`: an earlier run met
    with a refusal, so this letter lets the others go first.
    """

    letter: Letter
    message_id: str
    open: list[str]
    results: dict[str, AddressResult] = field(default_factory=dict)
    once_more: tuple[str, ...] = ()
    refused_before: bool = False
    newly: bool = False
    size: int = 0
    failure: str = ""

    def settle(self, addresses: Iterable[str], state: Handed, reason: str = "") -> None:
        for address in addresses:
            self.results[address] = AddressResult(address, state, reason)
            if address in self.open:
                self.open.remove(address)


def result_of(item: Item, most: int) -> Sent:
    """The letter's result; `most` bytes are what the server takes. What is still open was put off to the end."""
    letter = item.letter
    if not letter.recipients:
        nobody = found(Code.NO_ADDRESS, unit=letter.unit)
        return Sent(letter.unit, letter.kind, letter.key, Fate.FAILED, findings=(nobody,))
    item.settle(list(item.open), Handed.NEVER, item.failure)
    results = tuple(item.results.values())
    state = _outcome(item, results)
    findings = _findings(item, results, most)
    return Sent(letter.unit, letter.kind, letter.key, state, results, item.message_id, findings)


def _outcome(item: Item, results: Sequence[AddressResult]) -> Fate:
    states = {result.state for result in results}
    if item.newly:
        return Fate.SENT
    if Handed.PERHAPS in states:
        return Fate.PERHAPS
    if Handed.NEVER in states:
        return Fate.FAILED if item.failure else Fate.TOO_LARGE
    return Fate.REFUSED if Handed.REFUSED in states else Fate.SENT_BEFORE


def _findings(item: Item, results: Sequence[AddressResult], most: int) -> tuple[Finding, ...]:
    unit = item.letter.unit
    findings = [
        found(Code.MAIL_REFUSED, unit=unit, address=result.address, reason=result.reason)
        for result in results
        if result.state is Handed.REFUSED
    ]
    states = {result.state for result in results}
    if Handed.NEVER in states and item.failure:
        findings.append(found(Code.MAIL_NOT_SENT, unit=unit, reason=item.failure))
    elif Handed.NEVER in states:
        findings.append(
            found(Code.MAIL_TOO_LARGE, unit=unit, size=_megabytes(item.size), most=_megabytes(most))
        )
    if Handed.PERHAPS in states:
        findings.append(found(Code.MAIL_PERHAPS_SENT, unit=unit))
    return tuple(findings)


def _megabytes(size: int) -> str:
    return f"{size / (1 << 20):.1f}"
