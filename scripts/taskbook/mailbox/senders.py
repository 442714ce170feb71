"""Whose mail it is: units by their registered addresses and by which of our letters they answer; and what does not fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from taskbook import wording
from taskbook.findings import Cell, Code, Finding, found
from taskbook.language.addresses import read_addresses
from taskbook.mailbox.register import MailRecord, mail_of, mails_by_file
from taskbook.model import Unit
from taskbook.returns.archive import Outcome, ReturnRecord
from taskbook.returns.renaming import names_now


@dataclass(frozen=True, slots=True)
class KnownSenders:
    """`units`: address in small letters → names of the units that have it; `letters`: Message-ID of a letter of ours →
    the unit it went to; `own`: the office's own address."""

    units: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    letters: Mapping[str, str] = field(default_factory=dict)
    own: str = ""

    def unit_of(self, sender: str, answered: Iterable[str] = ()) -> str:
        """The unit a mail comes from: the one whose letter it answers, else the only one with this address."""
        named = self.units.get(sender.casefold(), ())
        asked = next((self.letters[each] for each in answered if each in self.letters), "")
        if asked and (asked in named or not named):
            return asked
        return named[0] if len(named) == 1 else asked

    def is_known(self, sender: str, answered: Iterable[str] = ()) -> bool:
        """Whether a unit has this address, or the mail answers a letter of ours."""
        return sender.casefold() in self.units or any(each in self.letters for each in answered)


def known_senders(units: Iterable[Unit], letters: Mapping[str, str], own: str = "") -> KnownSenders:
    """From the registry's addresses, those for copies included, and from what was sent (`letters`: Message-ID → unit)."""
    named: dict[str, tuple[str, ...]] = {}
    for unit in units:
        for address in _addresses_of(unit):
            named[address] = (*named.get(address, ()), unit.name)
    return KnownSenders(named, dict(letters), own.strip().casefold())


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose a collected file is, as the registry calls units now: by its 表号, else by who mailed it; a guess from its
    name or its content counts for as much as nothing, unless its sender is registered with that unit.

    Make it with `whose_files`."""

    names: Mapping[str, str]
    addresses: Mapping[str, tuple[str, ...]]
    by_file: Mapping[str, MailRecord]

    def mail(self, record: ReturnRecord) -> MailRecord | None:
        """The mail that the file came with; None for one put there by hand."""
        return mail_of(record.file, self.by_file)

    def unit(self, record: ReturnRecord) -> str:
        """The unit; '' where nobody can say for sure."""
        mail = self.mail(record)
        if record.unit or mail is None:
            return self.names.get(record.unit, record.unit)
        guess = self.guess(record)
        if guess in self.addresses.get(mail.sender.casefold(), ()):
            return guess
        return self.names.get(mail.unit, mail.unit)

    def guess(self, record: ReturnRecord) -> str:
        """The unit that the file looks like; it may be anybody's."""
        return self.names.get(record.probable_unit, record.probable_unit)

    def is_registered(self, address: str, unit: str) -> bool:
        """Whether the unit has this address."""
        return unit in self.addresses.get(address.casefold(), ())


def whose_files(units: Iterable[Unit], mails: Iterable[MailRecord]) -> Whose:
    """From the registry and the mails of a period."""
    units = tuple(units)
    return Whose(names_now(units), known_senders(units, {}).units, mails_by_file(mails))


def sender_findings(
    records: Iterable[ReturnRecord], mails: Iterable[MailRecord], units: Sequence[Unit]
) -> list[Finding]:
    """For every collected file that came by mail from an address its unit is not registered with, or the unit that it
    only looks like.

    An address that several units share fits each of them; a unit renamed since is known by its old name too.
    """
    whose = whose_files(units, mails)
    findings = []
    for record in records:
        mail = whose.mail(record)
        unit = whose.names.get(record.unit, record.unit) or whose.guess(record)
        if not (mail and mail.sender and unit) or record.outcome is Outcome.IGNORED:
            continue
        others = whose.addresses.get(mail.sender.casefold(), ())
        if unit in others:
            continue
        details = {"unit": unit, "address": mail.sender}
        where = Cell(file=record.file)
        if not record.unit:
            findings.append(found(Code.SENDER_NOT_GUESSED, where, **details))
        elif others:
            findings.append(found(Code.SENDER_DIFFERS, where, other=wording.listed(others), **details))
        else:
            findings.append(found(Code.SENDER_UNKNOWN, where, **details))
    return findings


def _addresses_of(unit: Unit) -> dict[str, None]:
    read = read_addresses(unit.email)
    return dict.fromkeys(address.casefold() for address in (*read.to, *read.copies))
