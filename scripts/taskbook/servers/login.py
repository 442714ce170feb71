"""The password for a server: from the environment, else from the system's keyring; it is never written anywhere else.

No sentence, log or repr holds one: whatever a keyring says about its trouble is told by its kind alone.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable

from taskbook import wording
from taskbook.findings import CannotGoOn, Stop
from taskbook.servers.address import IMAP_SCHEMES, SMTP_SCHEMES, ServerAddress, form_of

KEYRING_SERVICE = "taskbook"
"""What our entries in the keyring are listed under; the user name there is `account@server`."""

PASSWORD_VARIABLE = "TASKBOOK_MAIL_PASSWORD"
_OWN_VARIABLE = dict.fromkeys(SMTP_SCHEMES, "TASKBOOK_SMTP_PASSWORD") | dict.fromkeys(
    IMAP_SCHEMES, "TASKBOOK_IMAP_PASSWORD"
)
_PATIENCE = 30.0
"""Seconds a keyring has to answer, the time a person needs to unlock it included; some never do."""


class _KeyringTrouble(Exception):
    """The keyring did not do it; `reason` in words, `missing` where there is none at all."""

    def __init__(self, reason: str, missing: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.missing = missing


def password_for(address: ServerAddress) -> str:
    """The account's password. The variable of the one kind of server goes before the common one, both before the keyring.

    Raises `CannotGoOn`: ACCOUNT_MISSING, PASSWORD_MISSING, or KEYRING_CLOSED for a keyring that is there and gives nothing.
    """
    refuse_without_account(address)
    for variable in (_OWN_VARIABLE[address.scheme], PASSWORD_VARIABLE):
        if given := os.environ.get(variable, "").strip("\r\n"):
            return given
    details = {"user": address.user, "server": address.host, "variable": PASSWORD_VARIABLE}
    try:
        kept = _read(address)
    except _KeyringTrouble as trouble:
        if not trouble.missing:
            raise CannotGoOn(Stop.KEYRING_CLOSED, reason=trouble.reason, **details) from None
        kept = None
    if not kept:
        raise CannotGoOn(Stop.PASSWORD_MISSING, **details)
    return kept


def refuse_without_account(address: ServerAddress) -> None:
    """Raise `Stop.ACCOUNT_MISSING` for an address that does not say as whom to log in."""
    if not address.user:
        schemes = SMTP_SCHEMES if address.scheme in SMTP_SCHEMES else IMAP_SCHEMES
        raise CannotGoOn(Stop.ACCOUNT_MISSING, server=address.host, form=form_of(schemes))


def store_password(address: ServerAddress, password: str) -> None:
    """Keep the password in the system's keyring, where `password_for` finds it. Raises `Stop.NO_KEYRING`."""
    refuse_without_account(address)
    try:
        _asked(lambda keyring: keyring.set_password(KEYRING_SERVICE, entry_of(address), password))
        if _read(address) != password:
            raise _KeyringTrouble(wording.KEYRING_FORGETS)
    except _KeyringTrouble as trouble:
        raise CannotGoOn(Stop.NO_KEYRING, reason=trouble.reason, variable=PASSWORD_VARIABLE) from None


def forget_password(address: ServerAddress) -> bool:
    """Take the password out of the keyring; whether there was one. Raises `Stop.KEYRING_CLOSED` where it cannot tell."""
    refuse_without_account(address)
    try:
        if _read(address) is None:
            return False
        _asked(lambda keyring: keyring.delete_password(KEYRING_SERVICE, entry_of(address)))
    except _KeyringTrouble as trouble:
        if trouble.missing:
            return False
        raise CannotGoOn(
            Stop.KEYRING_CLOSED,
            reason=trouble.reason,
            user=address.user,
            server=address.host,
            variable=PASSWORD_VARIABLE,
        ) from None
    return True


def entry_of(address: ServerAddress) -> str:
    """The keyring's user name for an account on a server."""
    return f"{address.user}@{address.host}"


def _read(address: ServerAddress) -> str | None:
    given = _asked(lambda keyring: keyring.get_password(KEYRING_SERVICE, entry_of(address)))
    return given if isinstance(given, str) else None


def _asked(question: Callable[..., object]) -> object:
    """The keyring's answer. It is asked in a thread: a service without a screen to unlock it on waits for ever."""
    answer: list[object] = []
    trouble: list[_KeyringTrouble] = []

    def ask() -> None:
        try:
            import keyring

            answer.append(question(keyring))
        except BaseException as error:  # a backend may raise anything, and nothing of it may reach the screen
            trouble.append(_told(error))

    asking = threading.Thread(target=ask, name="keyring", daemon=True)
    asking.start()
    asking.join(_PATIENCE)
    if trouble:
        raise trouble[0]
    if not answer:
        raise _KeyringTrouble(wording.KEYRING_SILENT)
    return answer[0]


def _told(error: BaseException) -> _KeyringTrouble:
    kind = type(error).__name__
    if isinstance(error, ImportError) or kind == "NoKeyringError":
        return _KeyringTrouble(wording.KEYRING_NONE, missing=True)
    if kind in ("KeyringLocked", "InitError", "LockedException", "PromptDismissedException"):
        return _KeyringTrouble(wording.KEYRING_LOCKED)
    return _KeyringTrouble(wording.KEYRING_FAILED.format(error=kind))
