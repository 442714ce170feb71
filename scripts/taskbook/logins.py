"""Logging in once, so that the password need not be typed again: tried on the server, then kept in the system's keyring."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from taskbook import wording
from taskbook.columns import SETTING_LABELS
from taskbook.findings import CannotGoOn, Code, Finding, Stop, found
from taskbook.language.addresses import read_addresses
from taskbook.master import folder
from taskbook.master.access import Master, opened
from taskbook.model import Settings
from taskbook.servers.address import IMAP_SCHEMES, SMTP_SCHEMES, ServerAddress, form_of, parse_server
from taskbook.servers.login import forget_password, refuse_without_account, store_password


@dataclass(frozen=True, slots=True)
class LoginResult:
    """The accounts whose password is now kept, was taken away, or was not there; the servers that want none."""

    stored: tuple[ServerAddress, ...] = ()
    forgotten: tuple[ServerAddress, ...] = ()
    not_kept: tuple[ServerAddress, ...] = ()
    not_needed: tuple[ServerAddress, ...] = ()
    findings: list[Finding] = field(default_factory=list)


def asked(prompt: str) -> str:
    """A line typed without being shown, or, where nobody sits at a terminal, the next line of standard input."""
    if sys.stdin.isatty():
        import getpass

        typed = getpass.getpass(prompt)
    else:
        line = sys.stdin.buffer.readline()
        try:
            typed = line.decode("utf-8-sig")
        except UnicodeDecodeError:
            typed = line.decode("gb18030", "replace")
    if not typed.strip():
        raise CannotGoOn(Stop.PASSWORD_EMPTY)
    return typed.strip()


def save_login(
    book: Master | Path,
    smtp: str = "",
    imap: str = "",
    forget: bool = False,
    ask: Callable[[str], str] = asked,
) -> LoginResult:
    """Keep (or `forget`) the passwords of the servers named, or else of those in 设置.

    `ask` is asked once for each account; a password that is right on one server is tried on the other. One server that
    does not take it is a finding where another did. Raises `CannotGoOn`.
    """
    master = opened(book)
    settings = master.plan().settings
    addresses = _servers(settings, smtp, imap)
    if forget:
        gone = {address: forget_password(address) for address in addresses}
        return LoginResult(
            forgotten=tuple(address for address, was in gone.items() if was),
            not_kept=tuple(address for address, was in gone.items() if not was),
        )
    authority = folder(master.path, settings.mail_authority) if settings.mail_authority else None
    return _stored(addresses, authority, ask)


def summary(result: LoginResult) -> list[str]:
    """What was done, for the screen."""
    return [
        *(wording.login_stored(one.user, one.place) for one in result.stored),
        *(wording.login_not_needed(one.place) for one in result.not_needed),
        *(wording.login_forgotten(one.user, one.place) for one in result.forgotten),
        *(wording.login_not_kept(one.user, one.place) for one in result.not_kept),
    ]


def as_json(result: LoginResult) -> dict[str, object]:
    """The result as data; no password in it."""
    return {
        "stored": list(map(str, result.stored)),
        "forgotten": list(map(str, result.forgotten)),
        "not_kept": list(map(str, result.not_kept)),
        "not_needed": list(map(str, result.not_needed)),
        "findings": [finding.as_json() for finding in result.findings],
    }


def _servers(settings: Settings, smtp: str, imap: str) -> list[ServerAddress]:
    named = [(smtp, SMTP_SCHEMES), (imap, IMAP_SCHEMES)]
    if not (smtp.strip() or imap.strip()):
        named = [(settings.mail_server, SMTP_SCHEMES), (settings.mailbox, IMAP_SCHEMES)]
    written = [(text, schemes) for text, schemes in named if text.strip()]
    if not written:
        label = SETTING_LABELS["mail_server"]
        raise CannotGoOn(Stop.SERVER_NOT_SET, label=label, form=form_of(SMTP_SCHEMES))
    own = read_addresses(settings.mail_address).to
    addresses = [parse_server(text, schemes, own[0] if own else "") for text, schemes in written]
    for address in addresses:
        refuse_without_account(address)
    return addresses


def _stored(addresses: list[ServerAddress], authority: Path | None, ask: Callable[[str], str]) -> LoginResult:
    stored: list[ServerAddress] = []
    not_needed: list[ServerAddress] = []
    troubles: list[CannotGoOn] = []
    findings: list[Finding] = []
    known: dict[str, str] = {}
    for address in addresses:
        try:
            password = _proved(address, authority, known, ask)
            if password is None:
                not_needed.append(address)
            else:
                store_password(address, password)
                stored.append(address)
        except CannotGoOn as trouble:
            if trouble.stop is Stop.PASSWORD_EMPTY and not stored:
                raise
            troubles.append(trouble)
            findings.append(found(Code.LOGIN_NOT_STORED, server=address.place, reason=trouble))
    if troubles and not stored and not not_needed:
        raise troubles[0]
    return LoginResult(tuple(stored), not_needed=tuple(not_needed), findings=findings)


def _proved(
    address: ServerAddress, authority: Path | None, known: dict[str, str], ask: Callable[[str], str]
) -> str | None:
    """A password the server takes; None where it wants none. `known` are those that were right elsewhere, by account."""
    if address.user in known:
        try:
            return known[address.user] if _logged_in(address, authority, known[address.user]) else None
        except CannotGoOn as refused:
            if refused.stop is not Stop.LOGIN_REFUSED:
                raise
    password = ask(wording.ASK_PASSWORD.format(user=address.user, server=address.place))
    if not _logged_in(address, authority, password):
        return None
    known[address.user] = password
    return password


def _logged_in(address: ServerAddress, authority: Path | None, password: str) -> bool:
    """Log in and out again; whether the server wanted it. Raises `CannotGoOn` where it refuses."""
    if address.scheme in SMTP_SCHEMES:
        from taskbook.mail.smtp import SmtpSession, SmtpSettings

        with SmtpSession(SmtpSettings(address, authority), password) as session:
            session.connect()
            return session.login_wanted
    from taskbook.mailbox.session import MailboxSettings, Session

    Session(MailboxSettings(address, authority), lambda _: password).close()
    return True
