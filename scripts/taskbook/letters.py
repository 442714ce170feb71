"""Which letters a period needs: its book to every unit, or a reminder to each that owes something. Nothing is sent here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from taskbook import files
from taskbook.columns import UnitField
from taskbook.findings import CannotGoOn, Code, Finding, Stop, found
from taskbook.issued import Issued, refuse_other_plan
from taskbook.language.addresses import read_addresses
from taskbook.mail.letter import Attachment, Facts, Kind, Letter, TaskLine
from taskbook.mail.notices import Owing
from taskbook.mail.notices import Reminders as Owed
from taskbook.mailbox.register import Verdict, load_mails
from taskbook.mailbox.senders import whose_files
from taskbook.master import folder
from taskbook.master.access import Master, opened
from taskbook.merge import status_of
from taskbook.office import (
    Office,
    about_return,
    book_of,
    facts_of,
    led_by,
    letter_of,
    office_of,
    refuse_wrong_addresses,
)
from taskbook.period import Period, is_other_period
from taskbook.progress import Progress, silent
from taskbook.reminding import Reminder, reminders
from taskbook.returns.archive import load_records
from taskbook.returns.inbox import names_in
from taskbook.returns.renaming import names_now
from taskbook.rules.sheet import unit_cell
from taskbook.split import choose_units


@dataclass(frozen=True, slots=True)
class Outgoing:
    """The letters of a run in the registry's order, one for each unit; one without `to` has no usable address.

    `facts` is what each says, by unit; `reminders` what is owed, where it is about reminding.
    """

    office: Office
    letters: tuple[Letter, ...]
    facts: Mapping[str, Facts]
    reminders: tuple[Reminder, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def period(self) -> Period:
        return self.office.period


def outgoing_books(
    book: Master | Path,
    period: Period,
    books: Path | None = None,
    units: Sequence[str] = (),
    today: date | None = None,
) -> Outgoing:
    """A 下发通知 with its book for every unit that was issued one. `books` defaults to the folder 设置 names.

    Raises `CannotGoOn` where nothing was issued, the folder is gone, a template or an address of the office is broken.
    """
    office = _office(opened(book), period, books, today)
    if not office.issued:
        raise CannotGoOn(Stop.NOTHING_ISSUED, period=period)
    if not office.books.is_dir():
        raise CannotGoOn(Stop.BOOKS_GONE, path=office.books, period=period)
    drafted = _Drafted(office)
    for unit in _chosen(drafted, office.issued, units):
        issued = office.issued[unit]
        attached = _attachment(drafted, unit, issued)
        if attached:
            facts = facts_of(
                office, unit, tasks=len(issued.rows), led=led_by(office, issued), book=attached.name
            )
            drafted.add(
                letter_of(office, Kind.ISSUE, f"{Kind.ISSUE}:{issued.digest}", facts, attached), facts
            )
    return drafted.outgoing()


def outgoing_reminders(
    book: Master | Path,
    period: Period,
    books: Path | None = None,
    units: Sequence[str] = (),
    today: date | None = None,
    progress: Progress = silent,
) -> Outgoing:
    """One letter to each unit that did not answer, was sent back or is overdue, with exactly its open rows.

    The day is part of a letter's key: pressed twice on a day, it goes once.
    """
    office = _office(opened(book), period, books, today)
    status = status_of(office.plan, period, office.archive, progress, office.today)
    whose = whose_files(office.plan.units, load_mails(office.archive, period))
    owed = {one.unit.name: one for one in reminders(status, office.today, whose.unit)}
    drafted = _Drafted(office, _uncollected(office))
    known = dict.fromkeys([*office.issued, *owed])
    wanted = [owed[unit] for unit in _chosen(drafted, known, units) if unit in owed]
    for one in wanted:
        issued = office.issued.get(one.unit.name)
        attached = _attachment(drafted, one.unit.name, issued) if issued else None
        facts = facts_of(
            office,
            one.unit.name,
            tasks=one.tasks,
            led=one.led,
            open=one.open,
            overdue=one.overdue,
            book=attached.name if attached else "",
            **about_return(one.sent_back),
        )
        drafted.add(letter_of(office, one.kind, _reminder_key(one, office.today), facts, attached), facts)
    return drafted.outgoing(wanted)


def owed_by(outgoing: Outgoing) -> Owed:
    """The reminders of a run, by what is owed: for everybody to read."""
    office, owed = outgoing.office, outgoing.reminders

    def numbers(lines: Iterable[TaskLine]) -> tuple[str, ...]:
        return tuple(line.number or line.task_id for line in lines)

    return Owed(
        office=office.plan.settings.office,
        plan=office.plan.settings.plan_name,
        period=office.period,
        due=office.period.due(office.plan.settings.due_day),
        today=office.today,
        silent=tuple(one.unit.name for one in owed if one.silent and not one.sent_back),
        returned=tuple(one.unit.name for one in owed if one.sent_back),
        partly=tuple(
            Owing(one.unit.name, numbers(one.open))
            for one in owed
            if one.open and not one.silent and not one.sent_back
        ),
        overdue=tuple(Owing(one.unit.name, numbers(one.overdue)) for one in owed if one.overdue),
    )


# ---- on the way ----


def _office(master: Master, period: Period, books: Path | None, today: date | None) -> Office:
    plan = master.plan()
    refuse_wrong_addresses(plan.settings)
    office = office_of(plan, master.path, period, books, today)
    refuse_other_plan(office.archive, period, plan.settings.plan_id)
    return office


class _Drafted:
    """The letters written so far, and what was noticed on the way."""

    def __init__(self, office: Office, findings: Iterable[Finding] = ()) -> None:
        self.office = office
        self.findings = list(findings)
        self._letters: list[Letter] = []
        self._facts: dict[str, Facts] = {}

    def add(self, letter: Letter, facts: Facts) -> None:
        """Keep a letter; pieces of its unit's addresses that are none are findings."""
        unit = self.office.units.get(letter.unit)
        if unit:
            where = unit_cell(self.office.plan, unit, UnitField.EMAIL)
            for piece in read_addresses(unit.email).unread:
                self.findings.append(found(Code.EMAIL_MALFORMED, where, unit=unit.name, email=piece))
        self._letters.append(letter)
        self._facts[letter.unit] = facts

    def outgoing(self, wanted: Sequence[Reminder] = ()) -> Outgoing:
        return Outgoing(
            self.office,
            tuple(self._letters),
            self._facts,
            tuple(wanted),
            (*self.findings, *_bounced(self.office, self._letters)),
        )


def _chosen(drafted: _Drafted, known: Iterable[str], units: Sequence[str]) -> list[str]:
    """The units to write to; a name that stands for none of them is a finding with suggestions."""
    names, findings = choose_units(drafted.office.plan, dict.fromkeys(known, ()), units)
    drafted.findings += findings
    order = {unit: place for place, unit in enumerate(drafted.office.units)}
    return sorted(names, key=lambda unit: order.get(unit, len(order)))


def _reminder_key(one: Reminder, today: date) -> str:
    """A file sent back is news of its own, also to who was reminded that day."""
    if one.sent_back:
        return f"{Kind.RETURN}:{one.sent_back.sequence}:{today}"
    return f"{Kind.REMIND}:{today}"


def _attachment(drafted: _Drafted, unit: str, issued: Issued) -> Attachment | None:
    """The unit's book, or None where it cannot go: that is a finding."""
    book = book_of(drafted.office, unit, issued)
    if isinstance(book, Finding):
        drafted.findings.append(book)
        return None
    return book


def _bounced(office: Office, letters: Sequence[Letter]) -> Iterator[Finding]:
    """Units whose letter of this period came back: their address may be dead. Who has sent a file since is reached."""
    answered = {record.unit for record in load_records(office.archive, office.period)}
    names = names_now(office.plan.units)
    days = {
        names.get(mail.unit, mail.unit): mail.date[:10]
        for mail in load_mails(office.archive, office.period)
        if mail.verdict is Verdict.AUTOMATIC and mail.unit
    }
    for letter in letters:
        if letter.unit in days and letter.unit not in answered:
            yield found(Code.BOUNCED_BEFORE, unit=letter.unit, date=days[letter.unit])


def _uncollected(office: Office) -> Iterator[Finding]:
    """Files that lie in the inbox and were never collected: who sent them would be reminded for nothing."""
    settings = office.plan.settings
    inbox = folder(office.master_path, settings.folder_inbox)
    if not inbox.is_dir():
        return
    filed = {record.file for record in load_records(office.archive, office.period)}
    filed |= {str(parent) for file in filed for parent in PurePosixPath(file).parents}
    with files.told_as_sentences(inbox):
        others = [child for child in inbox.iterdir() if is_other_period(child.name, office.period)]
        count = sum(name not in filed for name in names_in(inbox, others))
    if count:
        yield found(Code.UNCOLLECTED, folder=inbox, count=count)
