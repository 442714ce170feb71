"""An SMTP server that wants encryption and a login, keeps what it takes, and misbehaves when a test says so."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from mail_servers.certificates import Identity

ACCOUNT, PASSWORD = "office@dept.example", "correct horse"
OK = "250 OK"


@dataclass
class Delivery:
    """One message as taken for one recipient."""

    recipient: str
    sender: str
    raw: bytes


@dataclass
class Faults:
    """What goes wrong. Lists of answers are used up one by one; `always` answers never end. Keys are addresses."""

    rcpt: dict[str, list[str]] = field(default_factory=dict)
    rcpt_always: dict[str, str] = field(default_factory=dict)
    mail: list[str] = field(default_factory=list)
    mail_always: str = ""
    data: list[str] = field(default_factory=list)
    data_always: str = ""
    drop_in_data: list[int] = field(default_factory=list)  # after so many bytes of a message, one entry each
    drop_after_dot: list[bool] = field(default_factory=list)  # whether the message was taken all the same
    drop_always: bool = False
    drop_at_command: list[str] = field(default_factory=list)  # RCPT, MAIL …: hang up instead of answering
    drop_when: Callable[[str, str], bool] | None = None  # (command, address) → hang up
    early_words: list[str] = field(default_factory=list)  # said in the middle of a message, then hung up
    delay: float = 0.0  # seconds before the answer to a message
    silent_answers: int = 0  # so many messages get no answer at all


class SmtpServer:
    """Runs in a thread on a free port of 127.0.0.1. `tls` is "starttls", "implicit" or "none"."""

    def __init__(
        self,
        identity: Identity,
        tls: str = "starttls",
        size_limit: int = 0,
        deliver: Callable[[str, bytes], None] | None = None,
        users: dict[str, str] | None = None,
        login: bool = True,
        keep: bool = True,
    ) -> None:
        self.identity, self.tls, self.size_limit, self.deliver = identity, tls, size_limit, deliver
        self.users = {ACCOUNT: PASSWORD} if users is None else users
        self.login, self.keep = login, keep
        self.faults = Faults()
        self.delivered: list[Delivery] = []
        self.connections = 0
        self.logins = 0
        self.commands: list[str] = []
        self.port = 0
        self.conversations: list[_Conversation] = []
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="smtp", daemon=True)

    @property
    def url(self) -> str:
        scheme = "smtps" if self.tls == "implicit" else "smtp"
        return f"{scheme}://{ACCOUNT}@127.0.0.1:{self.port}"

    def hang_up_all(self) -> None:
        """Break every connection there is, as a server that is started anew."""
        for conversation in list(self.conversations):
            self._loop.call_soon_threadsafe(conversation.hang_up)

    def recipients(self) -> list[str]:
        """Who got something, in order, as often as they got it."""
        return [one.recipient for one in self.delivered]

    def __enter__(self) -> SmtpServer:
        self._thread.start()
        assert self._ready.wait(10), "the SMTP server did not start"
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        context = self.identity.context() if self.tls == "implicit" else None
        starting = self._loop.create_server(lambda: _Conversation(self), "127.0.0.1", 0, ssl=context)
        server = self._loop.run_until_complete(starting)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()
        with contextlib.suppress(Exception):
            self._loop.run_until_complete(asyncio.wait(tasks, timeout=1) if tasks else asyncio.sleep(0))
        self._loop.close()


class _Conversation(SMTP):
    """One connection."""

    def __init__(self, server: SmtpServer) -> None:
        self.server = server
        super().__init__(
            _Handler(server),
            hostname="mail.dept.example",
            data_size_limit=server.size_limit or 1 << 30,
            tls_context=server.identity.context() if server.tls == "starttls" else None,
            require_starttls=server.tls == "starttls",
            authenticator=self._check if server.login else None,
            auth_required=server.login,
            auth_require_tls=server.tls == "starttls",
            auth_exclude_mechanism=() if server.login else ("LOGIN", "PLAIN"),
            timeout=60,
            loop=server._loop,
        )

    def _check(self, _: SMTP, __: Session, ___: Envelope, mechanism: str, given: Any) -> AuthResult:
        self.server.logins += 1
        assert isinstance(given, LoginPassword), mechanism
        wanted = self.server.users.get(given.login.decode())
        return AuthResult(success=wanted is not None and given.password.decode() == wanted, handled=False)

    async def push(self, status: Any) -> None:
        """Words that are not ASCII go out as well."""
        await super().push(status.encode() if isinstance(status, str) else status)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if self.transport is None:
            self.server.connections += 1
            self.server.conversations.append(self)
        super().connection_made(transport)

    def hang_up(self) -> None:
        transport = self.transport
        if transport is not None:
            transport.abort()  # type: ignore[attr-defined]

    async def smtp_DATA(self, arg: str) -> None:
        faults = self.server.faults
        if faults.drop_always or faults.drop_in_data:
            after = faults.drop_in_data.pop(0) if faults.drop_in_data else 10
            await self.push("354 go on")
            await self._reader.readexactly(after)
            self.hang_up()
            await asyncio.sleep(30)  # ended by the end of the connection
        if faults.early_words:
            await self.push("354 go on")
            await self._reader.readexactly(10)
            await self.push(faults.early_words.pop(0))
            await asyncio.sleep(0.05)
            self.transport.close()  # type: ignore[union-attr]
            return
        await super().smtp_DATA(arg)


class _Handler:
    """What the server answers."""

    def __init__(self, server: SmtpServer) -> None:
        self.server = server

    def _dropped(self, conversation: _Conversation, command: str, address: str) -> bool:
        self.server.commands.append(command)
        when = self.server.faults.drop_when
        if when is not None and when(command, address):
            conversation.hang_up()
            return True
        if command in self.server.faults.drop_at_command:
            self.server.faults.drop_at_command.remove(command)
            conversation.hang_up()
            return True
        return False

    async def handle_MAIL(
        self, server: _Conversation, _: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        faults = self.server.faults
        if self._dropped(server, "MAIL", address):
            return OK
        if faults.mail or faults.mail_always:
            return faults.mail.pop(0) if faults.mail else faults.mail_always
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return OK

    async def handle_RCPT(
        self, server: _Conversation, _: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        faults = self.server.faults
        if self._dropped(server, "RCPT", address):
            return OK
        if faults.rcpt.get(address):
            return faults.rcpt[address].pop(0)
        if address in faults.rcpt_always:
            return faults.rcpt_always[address]
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return OK

    async def handle_RSET(self, server: _Conversation, *_: object) -> str:
        self.server.commands.append("RSET")
        return OK

    async def handle_QUIT(self, server: _Conversation, *_: object) -> str:
        self.server.commands.append("QUIT")
        return "221 bye"

    async def handle_DATA(self, server: _Conversation, _: Session, envelope: Envelope) -> str:
        faults = self.server.faults
        if faults.data or faults.data_always:
            return faults.data.pop(0) if faults.data else faults.data_always
        taken = faults.drop_after_dot.pop(0) if faults.drop_after_dot else None
        if taken is not False:
            await self._keep(envelope)
        if faults.delay:
            await asyncio.sleep(faults.delay)
        if faults.silent_answers:
            faults.silent_answers -= 1
            await asyncio.sleep(30)
        if taken is not None:
            server.hang_up()
        return OK

    async def _keep(self, envelope: Envelope) -> None:
        raw = bytes(envelope.content or b"")
        for recipient in envelope.rcpt_tos:
            kept = raw if self.server.keep else b""
            self.server.delivered.append(Delivery(recipient, envelope.mail_from or "", kept))
            if self.server.deliver is not None:
                await self.server._loop.run_in_executor(None, self.server.deliver, recipient, raw)


@contextmanager
def smtp_server(identity: Identity, **how: Any) -> Iterator[SmtpServer]:
    """A running server, stopped afterwards."""
    with SmtpServer(identity, **how) as server:
        yield server
