"""What is to be sent: an order, the letters it means, the server or the folder they go to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from taskbook import wording
from taskbook.columns import SETTING_LABELS
from taskbook.dispatched import Way
from taskbook.findings import CannotGoOn, Stop
from taskbook.letters import Outgoing, outgoing_books, outgoing_reminders
from taskbook.mail.letter import Kind, Letter
from taskbook.mail.register import SentRegister, sent_register
from taskbook.mail.smtp import SmtpSettings
from taskbook.master import folder
from taskbook.master.access import Master
from taskbook.office import Office
from taskbook.period import Period
from taskbook.progress import Progress, silent
from taskbook.returns.renaming import names_now
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


def register_of(prepared: Prepared) -> SentRegister:
    """What was sent in the period, under the names that units have now."""
    office = prepared.office
    return sent_register(office.archive, office.period, names_now(office.plan.units))


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
