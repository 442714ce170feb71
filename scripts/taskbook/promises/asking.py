"""One address asked: HEAD, then GET where that is refused or the page's own date is wanted; redirects step by step.

Only http and https. What a server sends is never run, kept or passed on: its status and a date are all that is taken.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit

from taskbook import wording
from taskbook.language.links import Link, date_in, link_of
from taskbook.language.published import charset_in, published_on
from taskbook.mailbox.charsets import decoded
from taskbook.promises.hosts import Gate, Hosts, NotPublic
from taskbook.promises.seen import Seen, Trouble
from taskbook.servers.trouble import reason_of

USER_AGENT = "taskbook-link-check/1.0 (looks once whether a page named as evidence is there)"
_REDIRECTS = (301, 302, 303, 307, 308)
_MISSING = (404, 410)
_LOGIN = (401, 407)
_BUSY = (429, 503)
_DENIED = (403, 405, 406, 412, 418, 451, 521)
_PAGES = ("text/html", "application/xhtml+xml")


@dataclass(slots=True)
class Errand:
    """How asking is done: whom one may ask (`hosts`), when (`gate`), how long to wait (seconds), how much to read."""

    hosts: Hosts
    gate: Gate
    context: ssl.SSLContext
    until: float
    connect_seconds: float = 5.0
    read_seconds: float = 10.0
    most_bytes: int = 512 * 1024
    most_redirects: int = 5
    _open: set[socket.socket] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextlib.contextmanager
    def watched(self, connection: http.client.HTTPConnection) -> Iterator[None]:
        """While it is open, `stop` can break it off."""
        plain = connection.sock
        with self._lock:
            self._open.add(plain)
        try:
            yield
        finally:
            with self._lock:
                self._open.discard(plain)
            connection.close()

    def stop(self) -> None:
        """Break off whatever is still being said."""
        with self._lock:
            for one in self._open:
                with contextlib.suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)


class _Answer(NamedTuple):
    status: int
    location: str
    kind: str
    charset: str
    body: bytes = b""


class _NotAPage(Exception):
    """It went somewhere that is no web page."""


class _Circle(Exception):
    """It was sent on too often."""


def ask(url: str, errand: Errand, today: date) -> Seen:
    """Look at one address. Never raises but for `OutOfTime`."""
    try:
        status, page = _visit(url, errand)
    except NotPublic:
        return Seen(url, today, Trouble.PRIVATE, reason=wording.LINK_REASON_PRIVATE)
    except _NotAPage:
        return Seen(url, today, Trouble.FAULT, reason=wording.LINK_REASON_NOT_WEB)
    except _Circle:
        return Seen(url, today, Trouble.FAULT, reason=wording.LINK_REASON_ROUND)
    except ssl.SSLCertVerificationError as error:
        return Seen(url, today, Trouble.CERTIFICATE, reason=_about_certificate(error))
    except TimeoutError:
        return Seen(url, today, Trouble.SLOW, reason=wording.LINK_REASON_SLOW)
    except socket.gaierror:
        return Seen(url, today, Trouble.UNREACHABLE, reason=wording.LINK_REASON_NO_HOST)
    except OSError as error:
        return Seen(url, today, Trouble.UNREACHABLE, reason=reason_of(error))
    except (http.client.HTTPException, ValueError):
        return Seen(url, today, Trouble.FAULT, reason=wording.LINK_REASON_NOT_HTTP)
    trouble, reason = _judged(status)
    return Seen(url, today, trouble, status, page if not trouble else None, reason.format(status=status))


def _judged(status: int) -> tuple[Trouble, str]:
    if 200 <= status < 300:
        return Trouble.NONE, ""
    if status in _MISSING:
        return Trouble.GONE, wording.LINK_REASON_GONE
    if status in _LOGIN:
        return Trouble.DENIED, wording.LINK_REASON_LOGIN
    if status in _BUSY:
        return Trouble.DENIED, wording.LINK_REASON_BUSY
    if status in _DENIED:
        return Trouble.DENIED, wording.LINK_REASON_DENIED
    return Trouble.FAULT, wording.LINK_REASON_FAULT if status >= 500 else wording.LINK_REASON_STATUS


def _visit(url: str, errand: Errand) -> tuple[int, date | None]:
    """The last status on the way, and the day the page was put out (told by its address or by itself)."""
    method, place, dated, there = "HEAD", url, date_in(url), 0
    for _ in range(errand.most_redirects + 2):  # asking once more by GET is no redirect
        try:
            answer = _asked(method, _link(place), errand)
        except (OSError, http.client.HTTPException):
            if there:  # the page is there; only its date stays unknown
                return there, dated
            raise
        if answer.status in _REDIRECTS and answer.location:
            place = urljoin(place, answer.location)
            dated = dated or date_in(place)
            continue
        if method == "GET":
            return answer.status, dated or _published(answer)
        refused = answer.status >= 400 and answer.status not in _BUSY
        if not refused and (dated or answer.status >= 300 or answer.kind not in (*_PAGES, "")):
            return answer.status, dated
        method, there = "GET", 0 if refused else answer.status
    raise _Circle


def _link(place: str) -> Link:
    link = link_of(place)
    if link is None:
        raise _NotAPage
    return link


def _published(answer: _Answer) -> date | None:
    if answer.kind not in (*_PAGES, ""):
        return None
    return published_on(decoded(answer.body, answer.charset or charset_in(answer.body)))


def _asked(method: str, link: Link, errand: Errand) -> _Answer:
    errand.gate.wait(link.host)
    parts = urlsplit(link.url)
    connection = _connected(link.host, parts.scheme == "https", parts.port, errand)
    target = quote(parts.path or "/", safe="/%:=&?~+!$,;'@()*[]-._")
    if parts.query:
        target += "?" + quote(parts.query, safe="/%:=&?~+!$,;'@()*[]-._")
    with errand.watched(connection):
        connection.request(method, target, headers=_headers())
        response = connection.getresponse()
        header = response.headers
        body = _read(response, errand) if method == "GET" and 200 <= response.status < 300 else b""
        return _Answer(
            response.status,
            header.get("Location", ""),
            header.get_content_type() if header.get("Content-Type") else "",
            header.get_content_charset() or "",
            _unpacked(body, header.get("Content-Encoding", ""), errand.most_bytes),
        )


def _headers() -> dict[str, str]:
    return {
        "User-Agent": USER_AGENT,
        "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
        "Accept-Language": "zh-CN,zh;q=0.9",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }


def _connected(host: str, secure: bool, port: int | None, errand: Errand) -> http.client.HTTPConnection:
    """A connection to the very machine that was looked up, its certificate checked against the name."""
    usual = 443 if secure else 80
    connection = http.client.HTTPConnection(host, port or usual)
    connection.default_port = usual
    plain = _socket(host, port or usual, errand)
    try:
        if secure:
            plain = errand.context.wrap_socket(plain, server_hostname=host)
        plain.settimeout(errand.read_seconds)
    except BaseException:
        plain.close()
        raise
    connection.sock = plain
    return connection


def _socket(host: str, port: int, errand: Errand) -> socket.socket:
    failed: OSError | None = None
    for family, address in errand.hosts.addresses(host)[:2]:
        plain = socket.socket(family, socket.SOCK_STREAM)
        plain.settimeout(errand.connect_seconds)
        try:
            plain.connect((address, port))
            return plain
        except OSError as error:
            plain.close()
            failed = error
    raise failed or OSError(host)


def _read(response: http.client.HTTPResponse, errand: Errand) -> bytes:
    """The beginning of a page, as far as it comes in time; dates stand near the top."""
    pieces, size = [], 0
    until = min(errand.until, time.monotonic() + errand.read_seconds)
    while size < errand.most_bytes and time.monotonic() < until:
        try:
            piece = response.read1(min(65_536, errand.most_bytes - size))
        except (OSError, http.client.HTTPException):
            break
        if not piece:
            break
        pieces.append(piece)
        size += len(piece)
    return b"".join(pieces)


def _unpacked(body: bytes, encoding: str, most: int) -> bytes:
    """What was sent packed though nobody asked for it, no more than `most` bytes of it."""
    if not body or encoding.strip().casefold() not in ("gzip", "x-gzip", "deflate"):
        return body
    try:
        return zlib.decompressobj(47).decompress(body, most)
    except zlib.error:
        return b""


def _about_certificate(error: ssl.SSLCertVerificationError) -> str:
    known = {
        9: wording.REASON_NOT_YET_VALID,
        10: wording.REASON_EXPIRED,
        23: wording.REASON_REVOKED,
        **dict.fromkeys((18, 19), wording.REASON_SELF_SIGNED),
        **dict.fromkeys((62, 64), wording.LINK_REASON_OTHER_NAME),
        **dict.fromkeys((66, 67, 68), wording.REASON_TOO_WEAK),
    }
    reason = known.get(error.verify_code, wording.REASON_ISSUER_UNKNOWN)
    return wording.LINK_REASON_CERTIFICATE.format(reason=reason)
