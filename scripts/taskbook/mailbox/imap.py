"""A mailbox over IMAP that outlives its connection: what breaks off is taken up again where it was, or said so.

Nothing here changes a message but `mark` and `move`: folders are opened for reading only, bodies read by BODY.PEEK.
"""

from __future__ import annotations

import imaplib
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache, partial
from typing import BinaryIO, TypeVar

from taskbook import wording
from taskbook.findings import CannotGoOn, Stop
from taskbook.mailbox import commands
from taskbook.mailbox.commands import Head, Piece
from taskbook.mailbox.session import MailboxSettings, Refused, Session
from taskbook.servers.address import ServerAddress
from taskbook.servers.login import password_for
from taskbook.servers.trouble import reason_of

Made = TypeVar("Made")

CHUNK = 4 << 20
"""Bytes of a message asked for at a time: what is held in memory, and what is asked again after a break. Some servers
read a message from its beginning for every piece, so pieces are not small; on a line that breaks they become smaller."""

_SMALLEST = 64 << 10

KEYWORD = "Taskbook"
"""The flag that handled mails get beside 'read', where a server keeps flags of one's own."""

_WAITS = (0.5, 2.0, 5.0)
"""Seconds before a new connection after each break; one more break without any progress between ends it."""

_AT_ONCE = 100
_BROKEN = (imaplib.IMAP4.abort, OSError, EOFError)
_BROKEN_STOPS = (Stop.SERVER_BROKE_OFF, Stop.SERVER_UNREACHABLE)


class Renumbered(Exception):
    """The folder has other numbers than before the break: what was being done must be begun again."""


class Stuck(Exception):
    """One message breaks every connection it is asked for on; `str()` is why."""


class Mailbox:
    """A folder of an account. Use it in a `with`; it connects when it is first needed, and again after a break.

    Every method raises `CannotGoOn` where a person has to do something: wrong password, certificate, no such folder,
    or a connection that keeps breaking (`SERVER_BROKE_OFF`).
    """

    def __init__(
        self,
        settings: MailboxSettings,
        password: Callable[[ServerAddress], str] = password_for,
        sleep: Callable[[float], None] = time.sleep,
        chunk: int = CHUNK,
    ) -> None:
        self.settings = settings
        self.uidvalidity = -1
        self.folder = ""
        self._password = cache(password)  # a keyring is asked once, not after every break
        self._sleep, self._chunk = sleep, chunk
        self._session: Session | None = None
        self._writable = False
        self._breaks = 0
        self._newest = -1

    def __enter__(self) -> Mailbox:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def account(self) -> str:
        """Who reads where: `user@host`."""
        return f"{self.settings.address.user}@{self.settings.address.host}"

    def connect(self) -> None:
        """Log in and open the folder, to know that it can be done."""
        self._ready(writable=False)

    def close(self) -> None:
        """End the connection; the next call makes a new one."""
        session, self._session = self._session, None
        if session:
            session.close()

    # ---- reading ----

    def uids_since(self, day: date) -> list[int]:
        """Numbers of the messages that reached the folder on that day or later, ascending.

        A day more is asked for: a server counts days by its own clock and zone.
        """
        uids = self._persist(partial(commands.search, day=day - timedelta(days=1)))
        self._newest = max(uids, default=0)
        return uids

    def heads(self, uids: Sequence[int]) -> Iterator[Head]:
        """What is known of messages before they are fetched; one that is gone by now is left out."""
        for start in range(0, len(uids), _AT_ONCE):
            some = uids[start : start + _AT_ONCE]
            yield from self._persist(partial(commands.heads, uids=some))

    def download(self, head: Head, file: BinaryIO) -> bool:
        """Write a message's bytes to `file`, piece by piece; whether the message is still there.

        Raises `Refused` where the server will not give it, `Stuck` where it only ever breaks off.
        """
        total = 0
        while True:
            try:
                piece = self._persist(partial(self._piece, uid=head.uid, at=total))
            except CannotGoOn as stopped:
                if stopped.stop is Stop.SERVER_BROKE_OFF:
                    raise Stuck(str(stopped)) from stopped
                raise
            if piece is None:
                return False
            if piece.whole:  # a server that does not know pieces
                file.seek(0)
                file.truncate()
            file.write(piece.data)
            total += len(piece.data)
            if piece.whole or not piece.data or total == head.size or (total > head.size and piece.short):
                return True  # beyond the end nothing is asked: hMailServer falls over that

    def _piece(self, session: Session, uid: int, at: int) -> Piece | None:
        return commands.piece(session, uid, at, max(_SMALLEST, self._chunk >> 2 * self._breaks))

    # ---- changing ----

    def mark(self, uids: Sequence[int]) -> str:
        """Mark messages as read and handled; '' or why the server did not."""
        return self._changed(uids, partial(commands.mark, keyword=KEYWORD))

    def move(self, uids: Sequence[int], folder: str) -> str:
        """Move messages to another folder, which is made where it is missing; '' or why the server did not."""
        return self._changed(uids, partial(commands.move, folder=folder))

    def is_this_folder(self, path: str) -> bool:
        """Whether a person's spelling of a folder means the one that is open."""
        same = self.settings.address.path or "INBOX"
        return path.strip("/").casefold() in (same.casefold(), self.folder.casefold())

    def _changed(self, uids: Sequence[int], change: Callable[..., None]) -> str:
        for start in range(0, len(uids), _AT_ONCE):
            some = ",".join(map(str, uids[start : start + _AT_ONCE]))
            try:
                self._persist(partial(change, uids=some), writable=True)
            except Refused as refused:
                return str(refused)
        return ""

    # ---- waiting ----

    def wait(self, seconds: float) -> bool:
        """Wait until something arrives, at most so long; whether there may be something new.

        Servers that cannot tell, or that are away for a while, are simply asked again afterwards. Ctrl-C ends it.
        """
        until = time.monotonic() + seconds
        try:
            session = self._ready(writable=False)
            if self._newest >= 0 and commands.newest(session, self._newest) > self._newest:
                return True  # it came after the last look, before we listen
            if "IDLE" in session.abilities:
                return commands.heard(session, until)
        except Renumbered:
            return True
        except (Refused, *_BROKEN):
            self.close()
        except CannotGoOn as stopped:
            if stopped.stop not in _BROKEN_STOPS or self.uidvalidity < 0:
                raise
        except BaseException:
            self.close()
            raise
        while (left := until - time.monotonic()) > 0:
            self._sleep(min(1.0, left))
        return True

    # ---- staying connected ----

    def _persist(self, action: Callable[[Session], Made], writable: bool = False) -> Made:
        """Do it, on a new connection where the old one breaks; progress in between makes up for breaks."""
        while True:
            try:
                made = action(self._ready(writable))
            except imaplib.IMAP4.readonly as error:
                raise Refused(str(error)) from error
            except _BROKEN as error:
                self._broke_off(reason_of(error) if isinstance(error, OSError) else "", error)
            except CannotGoOn as stopped:
                if stopped.stop not in _BROKEN_STOPS or self.uidvalidity < 0:
                    raise
                self._broke_off("", stopped)
            else:
                self._breaks = 0
                return made

    def _broke_off(self, reason: str, error: Exception) -> None:
        self.close()
        self._breaks += 1
        if self._breaks > len(_WAITS):
            self._breaks = 0
            place = self.settings.address.place
            raise CannotGoOn(
                Stop.SERVER_BROKE_OFF, server=place, reason=reason or wording.REASON_CUT_OFF
            ) from error
        self._sleep(_WAITS[self._breaks - 1])

    def _ready(self, writable: bool) -> Session:
        """A session with the folder open, as it was before. Raises `Renumbered`."""
        if self._session is None:
            self._session = Session(self.settings, self._password)
            self.folder = ""
        if not self.folder or (writable and not self._writable):
            try:
                self.folder, number = self._session.open_folder(self.settings.address.path, writable)
            except Refused as refused:
                if writable:
                    raise
                place = self.settings.address.place
                raise CannotGoOn(Stop.SERVER_REFUSED, server=place, reason=refused) from refused
            self._writable = writable
            before, self.uidvalidity = self.uidvalidity, number
            if before not in (-1, number):
                raise Renumbered
        return self._session
