"""An IMAP server with the oddities that real ones have and Dovecot has not: one switch for each.

It holds one folder of messages and understands just what a mailbox is read and marked with.
"""

from __future__ import annotations

import contextlib
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from mail_servers.certificates import Certificates, Identity


@dataclass
class Oddities:
    """What this server does that others do not."""

    wants_id: bool = False  # opens no folder before ID (163, 126)
    hangs_up_on_unknown: bool = False  # QQ
    no_search: bool = False
    no_pieces: bool = False  # gives the whole message whatever is asked for
    most_at_once: int = 0  # gives shorter pieces than asked for
    attributes_last: bool = False  # UID and the rest after the literal
    size_off: int = 0  # RFC822.SIZE is that much too large (Exchange)
    hangs_up_beyond_end: bool = False  # hMailServer
    no_uidvalidity: bool = False
    refuses: dict[int, bytes] = field(default_factory=dict)  # uid → words of a NO
    login_answer: bytes = b""
    bye_at_login: bool = False
    read_only: bool = False
    names: tuple[bytes, ...] = (b'(\\HasNoChildren) "/" "INBOX"',)
    preauth: bool = False
    says_it_listens: bool = False  # offers IDLE and refuses it
    chatter: bool = False  # news of other messages between the answers


class OddServer:
    """Runs in a thread on a free port of 127.0.0.1, TLS at once unless `identity` is None."""

    def __init__(self, identity: Identity | None, messages: list[bytes], oddities: Oddities) -> None:
        self.messages, self.odd = messages, oddities
        self.commands: list[str] = []
        self._context = identity.context() if identity else None
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.03)
        self.port: int = self._listener.getsockname()[1]
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def __enter__(self) -> OddServer:
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join(5)
        self._listener.close()

    def _listen(self) -> None:
        while not self._stopped.is_set():
            with contextlib.suppress(TimeoutError):
                client, _ = self._listener.accept()
                client.settimeout(10)
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError, ssl.SSLError):
            if self._context:
                client = self._context.wrap_socket(client, server_side=True)
            client.sendall(b"* PREAUTH hello\r\n" if self.odd.preauth else b"* OK hello\r\n")
            lines = client.makefile("rb")
            introduced = False
            while line := lines.readline():
                tag, _, rest = line.decode("utf-8", "replace").strip().partition(" ")
                self.commands.append(rest)
                word = rest.upper()
                introduced |= word.startswith("ID ")
                answer = self._answer(word, introduced)
                if answer is None:
                    break
                lines_before, _, last = answer.rpartition(b"@")
                client.sendall(lines_before + tag.encode() + last if b"@" in answer else answer)
        with contextlib.suppress(OSError):
            client.close()

    def _answer(self, word: str, introduced: bool) -> bytes | None:
        """Untagged lines and the tagged one (its tag written as @); None hangs up."""
        odd = self.odd
        if word.startswith("CAPABILITY"):
            more = b" ID" * odd.wants_id + b" IDLE" * odd.says_it_listens
            return b"* CAPABILITY IMAP4rev1" + more + b"\r\n@ OK done\r\n"
        if word.startswith("LOGIN"):
            if odd.bye_at_login:
                return b"* BYE too many failures\r\n"
            return odd.login_answer or b"@ OK in\r\n"
        if word.startswith("ID "):
            return b"* ID NIL\r\n@ OK done\r\n"
        if word.startswith(("SELECT", "EXAMINE")):
            return self._opened(word, introduced)
        if word.startswith("LIST"):
            return b"".join(b"* LIST " + name + b"\r\n" for name in odd.names) + b"@ OK done\r\n"
        if word.startswith("UID SEARCH") and not odd.no_search:
            uids = b" ".join(b"%d" % uid for uid in range(1, len(self.messages) + 1))
            return b"* SEARCH " + uids + b"\r\n@ OK done\r\n"
        if word.startswith("UID FETCH"):
            return self._fetched(word)
        if word.startswith("UID STORE"):
            return b"@ OK done\r\n"
        if word.startswith("LOGOUT"):
            return b"* BYE\r\n@ OK done\r\n"
        return None if odd.hangs_up_on_unknown else b"@ BAD what?\r\n"

    def _opened(self, word: str, introduced: bool) -> bytes:
        if self.odd.wants_id and not introduced:
            return b"@ NO SELECT Unsafe Login. Please contact kefu@188.com for help\r\n"
        name = word.split(" ", 1)[1].strip('"').encode()
        if name not in [each.upper().split(b'"')[-2] for each in self.odd.names]:
            return b"@ NO no such folder\r\n"
        numbers = b"" if self.odd.no_uidvalidity else b"* OK [UIDVALIDITY 7] ok\r\n"
        return (
            b"* %d EXISTS\r\n" % len(self.messages)
            + numbers
            + b"* OK [PERMANENTFLAGS (\\Seen \\Deleted)] ok\r\n"
            + (
                b"@ OK [READ-ONLY] open\r\n"
                if self.odd.read_only or word.startswith("EXAMINE")
                else b"@ OK [READ-WRITE] open\r\n"
            )
        )

    def _fetched(self, word: str) -> bytes | None:
        numbers = word.split()[2]
        uids = (
            list(range(1, len(self.messages) + 1))
            if ":" in numbers
            else [int(one) for one in numbers.split(",")]
        )
        asked = re.search(r"BODY\.PEEK\[\]<(\d+)\.(\d+)>", word)
        told = b""
        for uid in uids:
            raw = self.messages[uid - 1]
            if asked and uid in self.odd.refuses:
                return b"@ NO " + self.odd.refuses[uid] + b"\r\n"
            if asked:
                start, length = int(asked[1]), int(asked[2])
                if self.odd.hangs_up_beyond_end and start >= len(raw):
                    return None
                data = raw[start : start + min(length, self.odd.most_at_once or length)]
                label = b"BODY[]<%d>" % start
                if self.odd.no_pieces:
                    data, label = raw, b"BODY[]"
            else:
                data, label = b"Subject: x\r\n\r\n", b"BODY[HEADER.FIELDS (FROM SUBJECT)]"
            told += self._item(uid, label, data, len(raw) + self.odd.size_off)
        return told + b"@ OK done\r\n"

    def _item(self, uid: int, label: bytes, data: bytes, size: int) -> bytes:
        facts = b'UID %d RFC822.SIZE %d INTERNALDATE " 1-Sep-2026 08:00:00 +0800"' % (uid, size)
        literal = b"%s {%d}\r\n%s" % (label, len(data), data)
        both = literal + b" " + facts if self.odd.attributes_last else facts + b" " + literal
        noise = b"* 99 FETCH (UID 99 FLAGS (\\Seen))\r\n* 5 EXISTS\r\n" if self.odd.chatter else b""
        return noise + b"* %d FETCH (%s)\r\n" % (uid, both) + noise


def odd_servers(certificates: Certificates) -> Iterator[Callable[..., OddServer]]:
    """The body of a fixture: `start(messages, no_search=True)` → a running server; `plain=True` without encryption."""
    with ExitStack() as running:

        def start(messages: list[bytes], plain: bool = False, **odd: Any) -> OddServer:
            identity = None if plain else certificates.server
            return running.enter_context(OddServer(identity, messages, Oddities(**odd)))

        yield start
