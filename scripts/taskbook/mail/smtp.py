"""One conversation with a mail server: encrypted, logged in, kept open for all letters, made anew after a break.

What counts is where a break happens. Until the last dot of a message the server has taken nothing (`Dropped`); between
the dot and the answer nobody knows (`AnswerLost`). So the dot leaves only after `before_dot` has written down that it
will.
"""

from __future__ import annotations

import contextlib
import re
import select
import smtplib
import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from taskbook.findings import CannotGoOn, Stop
from taskbook.mail import authentication
from taskbook.mail.connecting import opened
from taskbook.mail.reasons import about_sender, explained
from taskbook.mail.reply import CLOSING, Reply, reply_of
from taskbook.servers import login, tls, trouble
from taskbook.servers.address import ServerAddress

_PIECE = 1 << 16
_GRACE = 5.0
"""Seconds a server has to answer after a Ctrl-C."""
_LISTEN, _LISTEN_LONGER = 0.004, 0.25
"""Seconds to listen at least, before a message is ended, whether the server has hung up in its middle; and at most, or
once one has."""
_READ_A_SECOND = 10_000_000
"""Bytes of a message that a slow server works through in a second: so long it may take to hang up over it."""
_SLICE = 0.25
_BROKEN = (OSError, smtplib.SMTPServerDisconnected, EOFError)
_IDLE_SECONDS = 20.0
"""After so long a pause a server is asked whether it is still there before it is told anything."""
_NOT_LOGGED_IN = {530, 534, 535, 538}
_MOST_ALIKE = 3
"""Units refused for the sender's sake, none having been taken, after which it is the sender and not these units."""


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """Which server, as whom; the office's root certificate; seconds an answer may take, and the one to a whole message
    (RFC 5321, section 4.5.3.2.6, asks for ten minutes)."""

    address: ServerAddress
    authority: Path | None = None
    timeout: float = 60.0
    final_timeout: float = 600.0


class Dropped(Exception):
    """The connection broke before the end of a message: the server has taken nothing of it."""


class AnswerLost(Exception):
    """The connection broke, or was silent, between the end of a message and the answer to it."""


class SmtpSession:
    """Letters for one server, one after the other. Use it as a context; it leaves politely.

    `size_limit` is the most bytes the server takes in a message, 0 if it did not say; `login_wanted` whether it asks
    for a login at all.
    """

    def __init__(self, settings: SmtpSettings, password: str | None = None) -> None:
        self.settings = settings
        self.size_limit = 0
        self.login_wanted = True
        self._broke_before = False
        self._took_one = False
        self._shut_out: set[str] = set()
        self._password = password
        self._smtp: smtplib.SMTP | None = None
        self._heard_at = 0.0
        self._resting = False  # whether the server waits for a command, so that QUIT may be said

    def __enter__(self) -> SmtpSession:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def is_alive(self) -> bool:
        """Whether there is a connection that the server has not given up meanwhile."""
        if self._smtp is not None and time.monotonic() - self._heard_at > _IDLE_SECONDS:
            try:
                if self._smtp.noop()[0] != 250:
                    self.abort()
            except _BROKEN:
                self.abort()
            self._heard_at = time.monotonic()
        return self._smtp is not None

    def connect(self) -> None:
        """Connect, encrypt, log in. Raises `CannotGoOn` with the sentence for whatever stands in the way."""
        address = self.settings.address
        context = tls.context(self.settings.authority)
        try:
            with trouble.told_as_sentences(address):
                smtp = self._smtp = opened(address, context, self.settings.timeout)
            with trouble.told_as_sentences(address, connected=True):
                self._log_in(smtp)
                said = smtp.esmtp_features.get("size", "").split()
                self.size_limit = int(said[0]) if said and said[0].isdecimal() else 0
        except BaseException:
            self.abort()
            raise
        self._resting, self._heard_at = True, time.monotonic()

    def hand_over(
        self,
        sender: str,
        recipients: Sequence[str],
        raw: bytes,
        before_dot: Callable[[Sequence[str]], None],
        hurried: Callable[[], bool] = lambda: False,
    ) -> dict[str, Reply]:
        """Hand a message over; address → the server's answer. `before_dot` gets those who will have it, just before.
        Once `hurried`, the final answer is not waited for for long.

        Raises `Dropped` or `AnswerLost`, the session being closed then, and `CannotGoOn` for a refused sender or login.
        """
        assert self._smtp is not None
        smtp, self._resting = self._smtp, False
        answered = False
        try:
            replies = self._envelope(smtp, sender, recipients, len(raw))
            taken = [address for address, reply in replies.items() if reply.accepted]
            if taken:
                replies |= dict.fromkeys(taken, self._message(smtp, raw, lambda: before_dot(taken), hurried))
            answered = True
        except _BROKEN as error:
            raise Dropped(trouble.reason_of(error)) from error
        finally:
            if not answered:
                self._broke_before = True
                self.abort()
        self._rest(smtp, all(reply.accepted for reply in replies.values()))
        return replies

    def refuse_sender(self, sender: str, unit: str, replies: Mapping[str, Reply]) -> None:
        """Raise `Stop.SENDER_REFUSED` where the first letters met with refusals that would meet all of them. One unit
        alone may want nothing from us. Asked after the replies to each letter are written down."""
        self._took_one = self._took_one or any(reply.accepted for reply in replies.values())
        if self._took_one:
            return
        for reply in replies.values():
            if reply.code in _NOT_LOGGED_IN or (not reply.later and about_sender(reply.words)):
                self._shut_out.add(unit)
                if len(self._shut_out) >= _MOST_ALIKE:
                    raise self._sender_refused(sender, reply)

    def close(self) -> None:
        """Say good-bye where the server is listening, and hang up. Never raises."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            with contextlib.suppress(*_BROKEN, smtplib.SMTPException):
                if self._resting:
                    _set_timeout(smtp, _GRACE)
                    smtp.quit()
            smtp.close()

    def abort(self) -> None:
        """Hang up at once: half a message without its dot is none."""
        self._resting = False
        self.close()

    # ---- login ----

    def _log_in(self, smtp: smtplib.SMTP) -> None:
        """Servers that offer no login let in who may be there by its network."""
        offered = smtp.esmtp_features.get("auth", "").upper().split()
        self.login_wanted = bool(offered)
        if not offered:
            return
        address = self.settings.address
        if self._password is None:
            self._password = login.password_for(address)
        login.refuse_without_account(address)
        authentication.log_in(smtp, address, self._password, offered)

    # ---- one message ----

    def _envelope(
        self, smtp: smtplib.SMTP, sender: str, recipients: Sequence[str], size: int
    ) -> dict[str, Reply]:
        options = [f"size={size}"] if smtp.has_extn("size") else []
        from_whom = reply_of(smtp.mail(sender, options))
        if from_whom.code == 552 or from_whom.later:
            return dict.fromkeys(recipients, from_whom)
        if not from_whom.accepted:
            raise self._sender_refused(sender, from_whom)
        return {recipient: reply_of(smtp.rcpt(recipient)) for recipient in recipients}

    def _sender_refused(self, sender: str, reply: Reply) -> CannotGoOn:
        """Whom the server has let send until now it does not refuse for his name."""
        place = self.settings.address.place
        if self._took_one:
            return CannotGoOn(Stop.SERVER_REFUSED, server=place, reason=explained(str(reply)))
        return CannotGoOn(Stop.SENDER_REFUSED, server=place, sender=sender, reason=reply)

    def _message(
        self, smtp: smtplib.SMTP, raw: bytes, before_dot: Callable[[], None], hurried: Callable[[], bool]
    ) -> Reply:
        """Transfer the message; what the server says to it, or to the wish to."""
        go_on = reply_of(smtp.docmd("data"))
        if go_on.code != 354:
            return go_on
        whole = memoryview(_on_the_wire(raw))
        for start in range(0, len(whole), _PIECE):
            smtp.send(whole[start : start + _PIECE])  # type: ignore[arg-type]
        if early := self._said_early(smtp, self._listening(len(whole))):
            return early
        before_dot()
        if early := self._said_early(smtp, 0):
            return early
        smtp.send(b".\r\n")  # an error here means that it did not leave
        try:
            self._await_answer(smtp, hurried)
            answer = smtp.getreply()
        except _BROKEN as error:
            raise AnswerLost(trouble.reason_of(error)) from error
        if not 200 <= answer[0] < 600:
            raise AnswerLost(trouble.words(answer[1]))
        return reply_of(answer, closing_is_drop=False)

    def _listening(self, size: int) -> float:
        """Seconds that a server is given to hang up over a message of so many bytes."""
        if self._broke_before:
            return _LISTEN_LONGER
        return max(_LISTEN, min(size / _READ_A_SECOND, _LISTEN_LONGER))

    def _await_answer(self, smtp: smtplib.SMTP, hurried: Callable[[], bool]) -> None:
        """Wait until the server speaks, in small steps: a signal must not come while the answer is being read."""
        end = time.monotonic() + self.settings.final_timeout
        while not _speaks(smtp, min(_SLICE, self.settings.final_timeout)):
            if hurried():
                end, hurried = min(end, time.monotonic() + _GRACE), lambda: False
            if time.monotonic() >= end:
                raise TimeoutError

    def _said_early(self, smtp: smtplib.SMTP, seconds: float) -> Reply | None:
        """What a server says that does not want to hear a message out. Raises EOFError where it has hung up."""
        if not _speaks(smtp, seconds):
            return None
        connection = smtp.sock
        assert connection is not None
        _set_timeout(smtp, 0)
        try:
            said = connection.recv(1024)
        except (ssl.SSLWantReadError, BlockingIOError):
            return None
        finally:
            _set_timeout(smtp, self.settings.timeout)
        words = re.fullmatch(rb"([45][0-9][0-9])[ -]?(.*)", said, re.DOTALL)
        self.abort()
        if not words or int(words[1]) == CLOSING:
            raise EOFError
        return Reply(int(words[1]), trouble.words(words[2]))

    def _rest(self, smtp: smtplib.SMTP, clean: bool) -> None:
        """Make the server forget what it did not take, so that the next letter starts afresh."""
        if self._smtp is None:
            return
        try:
            if not clean and smtp.docmd("rset")[0] == CLOSING:
                self.abort()
            self._resting, self._heard_at = self._smtp is not None, time.monotonic()
        except _BROKEN:
            self.abort()


def _speaks(smtp: smtplib.SMTP, seconds: float) -> bool:
    """Whether something has come from the server, or it has hung up, waiting at most so long."""
    connection = smtp.sock
    if connection is None:
        raise EOFError
    pending = connection.pending() if isinstance(connection, ssl.SSLSocket) else 0
    return bool(pending) or bool(select.select([connection], [], [], seconds)[0])


def _set_timeout(smtp: smtplib.SMTP, seconds: float) -> None:
    if smtp.sock is not None:
        with contextlib.suppress(OSError):
            smtp.sock.settimeout(seconds)


def _on_the_wire(raw: bytes) -> bytes:
    """The message with CRLF only and its dots doubled: a lone dot would end it, and a bare line feed smuggle another."""
    ends = raw.count(b"\r\n")
    if raw.count(b"\n") != ends or raw.count(b"\r") != ends:
        raw = re.sub(rb"\r\n|\r|\n", b"\r\n", raw)
    if raw.startswith(b".") or b"\n." in raw:
        raw = re.sub(rb"(?m)^\.", b"..", raw)
    return raw if raw.endswith(b"\r\n") else raw + b"\r\n"
