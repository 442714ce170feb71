"""One connection to an IMAP server: encrypted, verified, logged in, with a folder open.

imap_tools makes the connection, knows how folders' names are written on the wire, and waits for news. What reads and
changes messages goes past it (`imap`): it takes messages whole into memory, and `flag` and `move` there end with a
plain EXPUNGE, which also removes what other people have marked for deletion.
"""

from __future__ import annotations

import contextlib
import imaplib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from taskbook import wording
from taskbook.findings import CannotGoOn, Stop
from taskbook.servers import tls
from taskbook.servers.address import ServerAddress
from taskbook.servers.trouble import told_as_sentences, words

if TYPE_CHECKING:
    from imap_tools.mailbox import BaseMailBox

INBOX = "INBOX"
_ENCRYPTED_PORT = 993
_GOODBYE_SECONDS = 3.0
_MOST_NAMES = 30
_IDENTITY = '("name" "taskbook" "version" "1.0" "vendor" "taskbook")'
_FOR_NOW = ("[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[CONTACTADMIN]", "[SERVERBUG]")

imaplib.Commands.setdefault("ID", ("NONAUTH", "AUTH", "SELECTED"))
imaplib.Commands.setdefault("MOVE", ("SELECTED",))


class Refused(Exception):
    """The server said no to one command; `str()` is why, in words for people."""


class ReadOnly(Refused):
    """The folder cannot be changed by this account."""


@dataclass(frozen=True, slots=True)
class MailboxSettings:
    """Where answers are fetched from (`address.path` is the folder, '' the inbox), the office's own root certificate,
    the folder for handled mails ('' : they are only marked), and how many seconds a server may stay silent."""

    address: ServerAddress
    authority: Path | None = None
    done_folder: str = ""
    timeout: float = 60.0


class Session:
    """A logged-in connection. What breaks it raises as sockets and imaplib do; what forbids it, `CannotGoOn`."""

    def __init__(self, settings: MailboxSettings, password: Callable[[ServerAddress], str]) -> None:
        self._address = settings.address
        secret = password(settings.address)
        with told_as_sentences(settings.address):
            self.box = _connected(settings)
        try:
            with told_as_sentences(settings.address):
                self._log_in(secret)
                self.abilities = self._abilities()
                self._introduce_itself()
            self.flags_kept = ""
        except BaseException:
            self.close()
            raise

    @property
    def client(self) -> imaplib.IMAP4:
        client: imaplib.IMAP4 = self.box.client
        return client

    def close(self) -> None:
        """Say goodbye; a server that does not answer is not waited for."""
        with contextlib.suppress(Exception):
            self.client.sock.settimeout(_GOODBYE_SECONDS)
            self.client.logout()
        with contextlib.suppress(Exception):
            self.client.shutdown()

    # ---- folders ----

    def open_folder(self, path: str, writable: bool) -> tuple[str, int]:
        """Open a folder as a person wrote it; its real name, and its UIDVALIDITY (0 where the server has none).

        Raises `Stop.MAILBOX_MISSING` with the names there are.
        """
        name = path or INBOX
        try:
            self._select(name, writable)
        except ReadOnly:
            raise
        except Refused as refused:
            names = self.folders()
            other = _meant(name, names)
            if other in ("", name):
                if name in [each for each, _ in names] or not names:
                    raise
                raise self._missing(name, [each for each, _ in names]) from refused
            self._select(other, writable)
            name = other
        _, numbers = self.client.response("UIDVALIDITY")
        number = numbers[-1] if numbers else None
        return name, int(number) if number and number.isdigit() else 0

    def folder_for(self, path: str) -> bytes:
        """A folder to put mails into, as commands name it; it is made where it is missing."""
        names = self.folders()
        if found := _meant(path, names):
            return _on_the_wire(found)
        delimiter = next((mark for _, mark in names if mark), "/")
        wanted = path.strip("/").replace("/", delimiter)
        try:
            self._create(wanted)
        except Refused:  # some servers have everything below the inbox
            wanted = f"{INBOX}{delimiter}{wanted}"
            self._create(wanted)
        return _on_the_wire(wanted)

    def folders(self) -> list[tuple[str, str]]:
        """(name, mark between levels) of every folder that can hold mails; empty where the list cannot be read."""
        try:
            listed = self.box.folder.list()
        except (ValueError, imaplib.IMAP4.error) as error:
            if isinstance(error, imaplib.IMAP4.abort):
                raise
            return []
        usable = (each for each in listed if "\\noselect" not in [flag.lower() for flag in each.flags])
        return [(each.name, "" if each.delim == "NIL" else each.delim) for each in usable]

    def _select(self, name: str, writable: bool) -> None:
        try:
            answer = self.client.select(_on_the_wire(name), readonly=not writable)
        except imaplib.IMAP4.readonly:
            self.client.is_readonly = True  # it stays open for reading
            raise ReadOnly(wording.REASON_READ_ONLY_MAILBOX) from None
        agreed(answer)

    def _create(self, name: str) -> None:
        self.commanded("CREATE", _on_the_wire(name))
        with contextlib.suppress(Refused):  # webmail shows only what is subscribed to
            self.commanded("SUBSCRIBE", _on_the_wire(name))

    def _missing(self, folder: str, names: Sequence[str]) -> CannotGoOn:
        shown = wording.quoted_names(names[:_MOST_NAMES]) + ("…" if len(names) > _MOST_NAMES else "")
        return CannotGoOn(Stop.MAILBOX_MISSING, user=self._address.user, folder=folder, names=shown)

    # ---- commands ----

    def commanded(self, name: str, *arguments: str | bytes) -> list[Any]:
        """The data of a command the server agreed to. Raises `Refused`."""
        try:
            if name.startswith("UID "):
                return agreed(self.client.uid(name[4:], *arguments))  # type: ignore[arg-type]
            return agreed(self.client._simple_command(name, *arguments))  # type: ignore[attr-defined]
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as error:  # BAD: the server does not know the command, or not like this
            raise Refused(refusal(error.args)) from error

    # ---- at the beginning ----

    def _log_in(self, secret: str) -> None:
        """By LOGIN, which every server takes; what cannot be said in ASCII, and where LOGIN is shut, by PLAIN."""
        from imap_tools.errors import MailboxLoginError

        user, abilities = self._address.user, self.client.capabilities
        simple = (user + secret).isascii() and (user + secret).isprintable()
        try:
            if simple and "LOGINDISABLED" not in abilities:
                self.box.login(user, secret, initial_folder=None)
            elif "AUTH=PLAIN" in abilities or not simple:
                self.box.login_utf8(user, secret, initial_folder=None)
            else:
                reason = wording.REASON_LOGIN_SHUT
                raise CannotGoOn(Stop.SERVER_REFUSED, server=self._address.place, reason=reason)
        except imaplib.IMAP4.abort:
            raise
        except MailboxLoginError as error:
            raise self._login_refused(refusal(error.command_result[1], (user, secret))) from None
        except imaplib.IMAP4.error as error:
            raise self._login_refused(refusal(error.args, (user, secret))) from None

    def _login_refused(self, reason: str) -> CannotGoOn:
        if any(mark in reason.upper() for mark in _FOR_NOW):
            return CannotGoOn(Stop.SERVER_REFUSED, server=self._address.place, reason=reason)
        return CannotGoOn(
            Stop.LOGIN_REFUSED, server=self._address.place, user=self._address.user, reason=reason
        )

    def _abilities(self) -> frozenset[str]:
        """What the server can do for this account; it says more after the login than before."""
        try:
            (said,) = agreed(self.client.capability())[-1:] or [b""]
        except Refused:
            said = b""
        told = said.decode("ascii", "replace") if isinstance(said, bytes) else ""
        return frozenset(told.upper().split()) or frozenset(self.client.capabilities)

    def _introduce_itself(self) -> None:
        """163 and 126 open no folder before a program has said its name; QQ hangs up where that is not offered."""
        if "ID" in self.abilities:
            with contextlib.suppress(Refused):
                self.commanded("ID", _IDENTITY)


def agreed(answer: tuple[str, list[Any]]) -> list[Any]:
    """The data of an answer that is OK. Raises `Refused` with the server's words."""
    if answer[0] != "OK":
        raise Refused(refusal(answer[1]))
    return [each for each in answer[1] or [] if each is not None]


def refusal(said: Sequence[Any], secrets: tuple[str, str] | None = None) -> str:
    """Why a server refused: in Chinese where the reason is well known, and what it said, without the `secrets` (the
    user and the password) that it may repeat."""
    last = said[-1] if said else ""
    told = words(last[-1] if isinstance(last, tuple) else last, secrets=secrets)
    for mark, known in wording.MAILBOX_REFUSALS.items():
        if mark in told.upper():
            return wording.KNOWN_REFUSAL.format(known=known, told=told)
    return told


def _connected(settings: MailboxSettings) -> BaseMailBox:
    """Encrypted before anything is said, or not at all."""
    from imap_tools import MailBox, MailBoxStartTls

    address = settings.address
    verified = tls.context(settings.authority)
    if address.encrypted_at_once:
        return MailBox(address.host, address.port, timeout=settings.timeout, ssl_context=verified)
    if address.port == _ENCRYPTED_PORT:
        raise CannotGoOn(
            Stop.ENCRYPTED_FROM_THE_START,
            server=address.place,
            reason=wording.REASON_TLS_PORT,
            scheme=address.scheme,
            other=address.other_scheme,
        )
    from imap_tools.errors import MailboxStarttlsError

    try:
        return MailBoxStartTls(address.host, address.port, timeout=settings.timeout, ssl_context=verified)
    except MailboxStarttlsError:
        raise CannotGoOn(Stop.NO_ENCRYPTION, server=address.place) from None
    except imaplib.IMAP4.error as error:
        unencrypted = ("TLS not supported", "illegal in state", "Couldn't establish TLS", "STARTTLS command")
        if any(mark in str(error) for mark in unencrypted):
            raise CannotGoOn(Stop.NO_ENCRYPTION, server=address.place) from None
        raise


def _on_the_wire(name: str) -> bytes:
    from imap_tools.utils import encode_folder

    return encode_folder(name)


def _meant(path: str, names: Sequence[tuple[str, str]]) -> str:
    """The folder that a person's spelling stands for: whatever marks levels, with or without the inbox before it."""
    known = {name: name for name, _ in names} | {name.casefold(): name for name, _ in reversed(names)}
    delimiter = next((mark for _, mark in names if mark), "/")
    plain = path.strip("/")
    below = plain.replace("/", delimiter)
    for spelling in (path, plain, below, f"{INBOX}{delimiter}{below}"):
        if found := known.get(spelling) or known.get(spelling.casefold()):
            return found
    return INBOX if plain in wording.INBOX_NAMES else ""
