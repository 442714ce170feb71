"""Sending: a period's letters as drafts to open, through a server, or packed in folders; the same letters each way."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from taskbook import files, wording
from taskbook.columns import Sheet, UnitField
from taskbook.confirming import confirmed
from taskbook.dispatched import Fate, Handled, SendResult, Way, preview
from taskbook.findings import Cell, Code, Finding, found
from taskbook.letters import owed_by
from taskbook.mail.letter import Kind, Letter
from taskbook.mail.outcome import SendingStopped, Sent
from taskbook.mail.pace import Pace
from taskbook.mail.register import Handed
from taskbook.mail.sending import left_for, send_letters
from taskbook.office import Office
from taskbook.orders import REMINDING, Prepared, register_of, server_of, target_of
from taskbook.progress import Progress, silent
from taskbook.rules.sheet import unit_cell


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
