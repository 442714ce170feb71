"""Sending: a period's letters as drafts to open, through a server, or packed in folders; the same letters each way."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from taskbook import files, wording
from taskbook.columns import SETTING_LABELS, Sheet, UnitField
from taskbook.confirming import confirmed
from taskbook.dispatched import Fate, Handled, SendResult, Way, preview
from taskbook.findings import CannotGoOn, Cell, Code, Finding, Stop, found
from taskbook.letters import Outgoing, outgoing_books, outgoing_reminders, owed_by
from taskbook.mail.letter import Kind, Letter
from taskbook.mail.outcome import SendingStopped, Sent
from taskbook.mail.pace import Pace
from taskbook.mail.register import Handed, SentRegister, sent_register
from taskbook.mail.sending import left_for, send_letters
from taskbook.mail.smtp import SmtpSettings
from taskbook.master import folder
from taskbook.master.access import Master
from taskbook.office import Office
from taskbook.period import Period
from taskbook.progress import Progress, silent
from taskbook.returns.renaming import names_now
from taskbook.rules.sheet import unit_cell
from taskbook.servers.address import SMTP_SCHEMES, form_of, parse_server
from taskbook.split import choose_units

SETTING_WAYS: Mapping[str, Way] = dict(
    zip(wording.MAIL_WAYS, (Way.DRAFTS, Way.SERVER, Way.PACKAGES), strict=True)
)
"""What stands in 设置 under 发送方式 → the way."""

REMINDING = (Kind.REMIND, Kind.RETURN, Kind.URGE)
"""The kinds of letters a reminder can be."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done. `way` None is the one in 设置; `target` the folder of drafts or packages, None for the usual
    one; `server` as written in `--smtp`, '' for the one in 设置; `books` the folder of the books, `units` limits it to
    these; `resend` names units to write to again; `pause` (seconds) and `per_minute` None for those of 设置."""

    way: Way | None = None
    target: Path | None = None
    server: str = ""
    books: Path | None = None
    units: tuple[str, ...] = ()
    remind: bool = False
    resend: tuple[str, ...] = ()
    pause: float | None = None
    per_minute: int | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """An order ready to be carried out: its letters, and the way settled."""

    outgoing: Outgoing
    order: Order
    way: Way

    @property
    def office(self) -> Office:
        return self.outgoing.office

    @property
    def letters(self) -> tuple[Letter, ...]:
        return self.outgoing.letters


def order_by(eml: Path | None, smtp: str | None, package: Path | None, order: Order) -> Order:
    """The order, to go the one way that was asked for. `Stop.WAYS_SEVERAL`."""
    asked = [way for way, given in zip(Way, (eml, smtp, package), strict=True) if given is not None]
    if len(asked) > 1:
        raise CannotGoOn(Stop.WAYS_SEVERAL)
    return replace(order, way=asked[0] if asked else None, target=eml or package, server=smtp or "")


def prepare(
    book: Master | Path, period: Period, order: Order, today: date | None = None, progress: Progress = silent
) -> Prepared:
    """The letters of the order. Raises `CannotGoOn` where they cannot be written, or not go the way that is asked for."""
    make = partial(outgoing_reminders, progress=progress) if order.remind else outgoing_books
    outgoing, again = _again(make(book, period, order.books, order.units, today), order.resend)
    way = order.way or SETTING_WAYS[outgoing.office.plan.settings.mail_way]
    prepared = Prepared(outgoing, replace(order, resend=again), way)
    if prepared.way is Way.SERVER:
        server_of(prepared)
    return prepared


def _again(outgoing: Outgoing, names: Sequence[str]) -> tuple[Outgoing, tuple[str, ...]]:
    """The units to write to once more, as the registry calls them; a name that stands for none is a finding."""
    known = dict.fromkeys([*outgoing.office.issued, *(letter.unit for letter in outgoing.letters)], ())
    units, findings = choose_units(outgoing.office.plan, known, names) if names else ([], [])
    return replace(outgoing, findings=(*outgoing.findings, *findings)), tuple(units)


def server_of(prepared: Prepared) -> SmtpSettings:
    """The server to hand letters to. Raises `CannotGoOn` where it or the sender is not known."""
    office = prepared.office
    settings = office.plan.settings
    written = prepared.order.server or settings.mail_server
    if not written.strip():
        form = form_of(SMTP_SCHEMES)
        raise CannotGoOn(Stop.SERVER_NOT_SET, label=SETTING_LABELS["mail_server"], form=form)
    if not office.sender:
        raise CannotGoOn(Stop.SENDER_MISSING)
    authority = settings.mail_authority
    return SmtpSettings(
        parse_server(written, SMTP_SCHEMES, office.sender),
        folder(office.master_path, authority) if authority else None,
    )


def planned(prepared: Prepared) -> SendResult:
    """What the order would do, letter by letter; nothing is written, nobody is connected to. A letter that would go
    through the server names only those it would still go to."""
    register = register_of(prepared)
    _, once_more = register.once_more(
        letter for letter in prepared.letters if letter.unit in prepared.order.resend
    )

    def seen(letter: Letter) -> Handled:
        if prepared.way is Way.PACKAGES:
            return Handled(letter, Fate.PLANNED)
        if not letter.to:
            return Handled(letter, Fate.NO_ADDRESS)
        if prepared.way is Way.DRAFTS:
            return Handled(letter, Fate.PLANNED)
        left = left_for(letter, register, once_more)
        if left:
            return Handled(_to_those(letter, left), Fate.PLANNED)
        states = {register.state(letter.key, letter.unit, address) for address in letter.recipients}
        return Handled(letter, Fate.PERHAPS if Handed.PERHAPS in states else Fate.SENT_BEFORE)

    handled = [seen(letter) for letter in prepared.letters]
    perhaps = [
        found(Code.MAIL_PERHAPS_SENT, unit=each.letter.unit) for each in handled if each.fate is Fate.PERHAPS
    ]
    chat = ""
    if prepared.order.remind and not prepared.order.units:
        from taskbook.mail.notices import chat_text

        chat = chat_text(owed_by(prepared.outgoing))
    return replace(_result(prepared, handled, perhaps), dry_run=True, chat=chat)


def register_of(prepared: Prepared) -> SentRegister:
    """What was sent in the period, under the names that units have now."""
    office = prepared.office
    return sent_register(office.archive, office.period, names_now(office.plan.units))


def _to_those(letter: Letter, addresses: Sequence[str]) -> Letter:
    to, copies = ([one for one in each if one in addresses] for each in (letter.to, letter.copies))
    return replace(letter, to=tuple(to), copies=tuple(copies))


# ---- doing it ----


def carry_out(prepared: Prepared, progress: Progress = silent) -> SendResult:
    """Do what the order says. Letters that went before are not sent again; what is done is registered at once.

    Raises `CannotGoOn`; what was done until then stands, and the next run goes on after it.
    """
    doing = {Way.DRAFTS: _as_drafts, Way.SERVER: _by_server, Way.PACKAGES: _packed}[prepared.way]
    if not prepared.order.remind or prepared.order.units:  # a list of some would be taken for the list of all
        return doing(prepared, progress)
    chat, notices = _tell(
        prepared
    )  # first: what is wrong with their templates is said before a letter has left
    result = doing(prepared, progress)
    return replace(result, chat=chat, notices=(*result.notices, *notices))


def refused(prepared: Prepared) -> bool:
    """Whether the person, having seen what would go to whom, does not want it sent. Only a server is asked about:
    drafts and packages can be looked at and thrown away."""
    shown = planned(prepared)
    if prepared.way is not Way.SERVER or not shown.count(Fate.PLANNED):
        return False
    if confirmed(preview(shown), question_for(prepared, shown)):
        return False
    print(wording.NOT_SENT, file=sys.stderr)
    return True


def question_for(prepared: Prepared, shown: SendResult) -> str:
    """How many letters would go to how many addresses, from whom, through which server."""
    going = [each.letter for each in shown.handled if each.fate is Fate.PLANNED]
    addresses = {address.casefold() for letter in going for address in letter.recipients}
    return wording.CONFIRM_SENDING.format(
        sender=prepared.office.sender, server=shown.place, count=len(going), addresses=len(addresses)
    )


def _by_server(prepared: Prepared, progress: Progress) -> SendResult:
    settings, order = prepared.office.plan.settings, prepared.order
    pace = Pace(
        settings.mail_pause if order.pause is None else order.pause,
        settings.mail_per_minute if order.per_minute is None else order.per_minute,
    )
    reachable = [letter for letter in prepared.letters if letter.to]
    stopped: list[Finding] = []
    try:
        sent: Sequence[Sent] = send_letters(
            reachable,
            server_of(prepared),
            register_of(prepared),
            pace,
            resend=frozenset(order.resend),
            progress=progress,
        )
    except SendingStopped as stop:
        sent = stop.sent
        done = sum(one.state is Fate.SENT for one in sent)
        if not done and not any(one.findings for one in sent):
            raise
        left = len(reachable) - len(sent)
        stopped = [found(Code.SENDING_STOPPED, reason=stop, done=done, left=left)]
    by_unit = {one.unit: one for one in sent}
    handled = [_handed(letter, by_unit.get(letter.unit)) for letter in prepared.letters]
    findings = [finding for one in sent for finding in one.findings]
    return _result(prepared, handled, [*findings, *stopped])


def _handed(letter: Letter, sent: Sent | None) -> Handled:
    if not letter.to:
        return Handled(letter, Fate.NO_ADDRESS)
    return Handled(letter, sent.state, message_id=sent.message_id) if sent else Handled(letter, Fate.PLANNED)


def _as_drafts(prepared: Prepared, progress: Progress) -> SendResult:
    from taskbook.mail.drafts import write_drafts

    reachable = [letter for letter in prepared.letters if letter.to]
    kinds = REMINDING if prepared.order.remind else (Kind.ISSUE,)
    whole = () if prepared.order.units else kinds
    drafts = write_drafts(target_of(prepared), reachable, progress, whole=whole)
    file_of = {letter.unit: file for letter, file in zip(reachable, drafts, strict=True)}
    handled = [
        Handled(letter, Fate.DRAFT if letter.to else Fate.NO_ADDRESS, file_of.get(letter.unit))
        for letter in prepared.letters
    ]
    return _result(prepared, handled)


def _packed(prepared: Prepared, progress: Progress) -> SendResult:
    from taskbook.mail.packages import overview_of, write_packages

    overview = overview_of(prepared.letters, prepared.outgoing.facts)
    target = target_of(prepared)
    folders = write_packages(target, prepared.letters, overview, progress)
    handled = [
        Handled(letter, Fate.PACKAGED, made) for letter, made in zip(prepared.letters, folders, strict=True)
    ]
    return replace(_result(prepared, handled), notices=(target / wording.SEND_OVERVIEW_FILE,))


def _tell(prepared: Prepared) -> tuple[str, tuple[Path, ...]]:
    """Who owes what, as text for a chat group and as a notice of one page: the text, and the files."""
    from taskbook.mail.notices import chat_text, write_notice

    owed, target = owed_by(prepared.outgoing), target_of(prepared)
    chat = chat_text(owed)
    text = target / wording.CHAT_FILE
    files.write_bytes(text, ("\ufeff" + "\r\n".join(chat.split("\n"))).encode("utf-8", "replace"))
    if not prepared.outgoing.reminders:
        return chat, (text,)
    notice = target / wording.NOTICE_DOCUMENT
    write_notice(notice, owed)
    return chat, (text, notice)


def target_of(prepared: Prepared) -> Path:
    """The folder drafts, packages and notices go to."""
    order, office = prepared.order, prepared.office
    if order.target:
        return order.target.absolute()
    settings, period, master = office.plan.settings, str(office.period), office.master_path.absolute()
    if order.remind:
        return folder(master, settings.folder_status) / wording.REMIND_FOLDER / period
    name = wording.PACKAGE_FOLDER if prepared.way is Way.PACKAGES else wording.DRAFT_FOLDER
    return folder(master, settings.folder_issue) / period / name


def _result(prepared: Prepared, handled: Iterable[Handled], findings: Iterable[Finding] = ()) -> SendResult:
    handled = tuple(handled)
    without = [
        found(Code.NO_ADDRESS, _address_cell(prepared.office, each.letter.unit), unit=each.letter.unit)
        for each in handled
        if each.fate is Fate.NO_ADDRESS
    ]
    server = prepared.way is Way.SERVER
    place = server_of(prepared).address.place if server else str(target_of(prepared))
    told = (*prepared.outgoing.findings, *without, *findings)
    return SendResult(prepared.office.period, prepared.way, place, False, handled, told)


def _address_cell(office: Office, unit: str) -> Cell:
    registered = office.units.get(unit)
    return unit_cell(office.plan, registered, UnitField.EMAIL) if registered else Cell(Sheet.UNITS)
