"""A small website on this machine with every kind of page, that counts who asked for what and when."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Page = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """`asked`: (method, path, moment on the monotonic clock) in the order of arrival."""

    port: int
    scheme: str = "http"
    asked: list[tuple[str, str, float]] = field(default_factory=list)
    pages: dict[str, Page] = field(default_factory=dict)
    agents: set[str] = field(default_factory=set)

    def url(self, path: str) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}{path}"

    def methods(self, path: str) -> list[str]:
        return [method for method, where, _ in self.asked if where == path]

    def page(self, path: str, body: bytes | str = "", status: int = 200, **headers: str) -> str:
        """Put a page there; `headers` with _ for -. The address."""
        data = body.encode() if isinstance(body, str) else body
        told = {"Content_Type": "text/html; charset=utf-8"} | headers

        def answer(request: BaseHTTPRequestHandler) -> None:
            request.send_response(status)
            for name, value in told.items():
                request.send_header(name.replace("_", "-"), value)
            request.send_header("Content-Length", str(len(data)))
            request.end_headers()
            if request.command == "GET":
                request.wfile.write(data)

        return self.at(path, answer)

    def at(self, path: str, answer: Page) -> str:
        self.pages[path] = answer
        return self.url(path)


@contextmanager
def website(tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """The site, served until the block ends; pages may be added at any time. What is not there is a 404."""
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            with lock:
                site.asked.append((self.command, self.path, time.monotonic()))
                site.agents.add(self.headers.get("User-Agent", ""))
            try:
                site.pages.get(self.path, lambda request: request.send_error(404))(self)
            except OSError:
                self.close_connection = True

        do_HEAD = do_GET

        def log_message(self, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            pass

    with Server(("127.0.0.1", 0), Handler) as server:
        site = Site(server.server_address[1], "https" if tls else "http")
        if tls:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield site
        server.shutdown()
