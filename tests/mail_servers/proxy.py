"""A wire between a client and a server that can be cut: after so many bytes from the server, or at once.

It carries bytes as they are, encrypted or not, and counts those that come from the server.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator

_BLOCK = 4096


class Proxy:
    """Listens on a free port of 127.0.0.1 and passes on to `target`.

    `cuts` are used up one per connection: after so many bytes from the server the connection is reset; when none is
    left, `always` (0: never) holds. `silent` instead of cutting lets the connection hang open without a word.
    """

    def __init__(
        self, target: int, cuts: list[int] | None = None, always: int = 0, silent: bool = False
    ) -> None:
        self.target, self.cuts, self.always, self.silent = target, cuts or [], always, silent
        self.connections = 0
        self.carried = 0
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.03)
        self.port: int = self._listener.getsockname()[1]
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def cut_now(self) -> None:
        """Reset every connection that is open."""
        with self._lock:
            for each in list(self._open):
                _reset(each)
            self._open.clear()

    def close(self) -> None:
        """Cut everything and listen no more."""
        self._stopped.set()
        self._thread.join(5)
        self._listener.close()
        self.cut_now()

    def _listen(self) -> None:
        while not self._stopped.is_set():
            try:
                client, _ = self._listener.accept()
            except TimeoutError:
                continue
            except OSError:
                return
            self.connections += 1
            limit = self.cuts.pop(0) if self.cuts else self.always
            try:
                server = socket.create_connection(("127.0.0.1", self.target), 5)
            except OSError:
                client.close()
                continue
            server.settimeout(None)
            with self._lock:
                self._open |= {client, server}
            for source, sink, most in ((client, server, 0), (server, client, limit)):
                threading.Thread(target=self._carry, args=(source, sink, most), daemon=True).start()

    def _carry(self, source: socket.socket, sink: socket.socket, most: int) -> None:
        """From one side to the other; `most` bytes where that is not 0."""
        left = most
        with contextlib.suppress(OSError):
            while block := source.recv(min(_BLOCK, left) if most else _BLOCK):
                sink.sendall(block)
                if sink.getsockname()[1] == self.port:
                    self.carried += len(block)
                left -= len(block)
                if most and left <= 0:
                    if self.silent:
                        self._stopped.wait(30)
                    break
        with self._lock:
            for each in (source, sink):
                if each in self._open:
                    self._open.discard(each)
                    _reset(each) if most else _end(each)


def _reset(each: socket.socket) -> None:
    """As when a cable is pulled: no goodbye."""
    with contextlib.suppress(OSError):
        each.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
    _end(each)


def _end(each: socket.socket) -> None:
    with contextlib.suppress(OSError):
        each.shutdown(socket.SHUT_RDWR)
    with contextlib.suppress(OSError):
        each.close()


def proxies_for_a_test() -> Iterator[list[Proxy]]:
    """The body of a fixture: a list for a test's proxies, which are closed after it."""
    made: list[Proxy] = []
    yield made
    for each in made:
        each.close()
